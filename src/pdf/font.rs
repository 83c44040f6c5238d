//! Fonts as the file carries them: subset to the glyphs in use, with widths and text.

use std::collections::BTreeMap;

use skrifa::instance::{LocationRef, Size};
use skrifa::{FontRef, GlyphId, MetadataProvider};
use subsetter::GlyphRemapper;
use uuid::Uuid;

use super::cluster::{Cluster, SOFT_HYPHEN, clusters};
use super::error::{Error, FontError};
use super::number::divide;
use crate::layout::frame::{FontFile, PagedBook, Shape, TextRun};

/// A font of the book, cut down to what its pages use. Measures are thousandths of an em.
#[derive(Debug)]
pub struct EmbeddedFont {
    /// The name that page content calls it by.
    pub resource: String,
    /// PostScript name with its subset tag (ISO 32000-1, 9.6.4).
    pub name: String,
    /// The subset's file.
    pub program: Vec<u8>,
    /// What a reader would need to stand in for it.
    pub metrics: FontMetrics,
    /// Glyphs that mean a hyphen.
    pub hyphens: Vec<u16>,
    /// Whether a page shows the glyph of missing characters.
    pub shows_missing_glyph: bool,
    glyphs: BTreeMap<u16, EmbeddedGlyph>,
}

/// A glyph of the subset.
#[derive(Debug)]
pub struct EmbeddedGlyph {
    /// Its number in the subset.
    pub code: u16,
    /// Its advance.
    pub width: u16,
    /// The text it stands for unless the page says otherwise. Never empty.
    pub text: String,
}

/// Measures for the font descriptor (ISO 32000-1, 9.8), in thousandths of an em.
#[derive(Clone, Copy, Debug)]
pub struct FontMetrics {
    /// Above the baseline.
    pub ascent: i16,
    /// Below the baseline; negative.
    pub descent: i16,
    /// Height of capitals.
    pub cap_height: i16,
    /// Left, bottom, right and top of all glyphs together.
    pub bounds: [i16; 4],
    /// Counter-clockwise degrees from the vertical.
    pub italic_angle: i16,
    /// 400 for regular, 700 for bold.
    pub weight: u16,
    /// Whether all glyphs are equally wide.
    pub monospaced: bool,
}

impl EmbeddedFont {
    /// The glyph of the subset for a glyph of the whole font.
    pub fn glyph(&self, id: u16) -> Option<&EmbeddedGlyph> {
        self.glyphs.get(&id)
    }

    /// Every glyph of the subset, in the order of the whole font.
    pub fn glyphs(&self) -> impl Iterator<Item = &EmbeddedGlyph> {
        self.glyphs.values()
    }

    /// The parts of `run` with their text.
    pub fn clusters<'a>(&self, run: &'a TextRun) -> Vec<Cluster<'a>> {
        clusters(run, &self.hyphens)
    }

    /// Whether a reader that knows only this font's table takes `cluster` for its text.
    pub fn tells(&self, run: &TextRun, cluster: &Cluster<'_>) -> bool {
        let mut glyphs = run.glyphs.iter().take(cluster.glyphs.end);
        let only = glyphs.nth(cluster.glyphs.start);
        cluster.glyphs.len() == 1
            && only
                .and_then(|glyph| self.glyph(glyph.id))
                .is_some_and(|glyph| glyph.text == cluster.text)
    }
}

/// Embeds the fonts of a book: one for each of [`PagedBook::fonts`] that a page uses.
///
/// # Errors
///
/// [`Error::Font`] for the first font that cannot be read or subset.
pub fn embed(book: &PagedBook) -> Result<Vec<Option<EmbeddedFont>>, Error> {
    let mut faces = Vec::with_capacity(book.fonts.len());
    for file in &book.fonts {
        faces.push(Face::open(file).map_err(|source| font_error(file, source))?);
    }
    for page in &book.pages {
        for item in &page.items {
            if let Shape::Text(run) = &item.shape
                && let Some(face) = faces.get_mut(run.font.0)
            {
                face.count(run);
            }
        }
    }
    let numbered = faces.into_iter().zip(&book.fonts).enumerate();
    numbered
        .map(|(number, (face, file))| {
            let embedded = face.embed(file, number);
            embedded.map_err(|source| font_error(file, source))
        })
        .collect()
}

fn font_error(file: &FontFile, source: FontError) -> Error {
    Error::Font {
        name: file.name.clone(),
        source,
    }
}

/// An open font and what it is used for.
struct Face<'a> {
    font: FontRef<'a>,
    hyphens: Vec<u16>,
    /// For every glyph in use, how often it stands alone for which text.
    uses: BTreeMap<u16, BTreeMap<&'a str, u32>>,
}

impl<'a> Face<'a> {
    fn open(file: &'a FontFile) -> Result<Face<'a>, FontError> {
        let font = FontRef::new(&file.data).map_err(|_| FontError::Malformed)?;
        let charmap = font.charmap();
        let hyphens = ['-', '\u{2010}', '\u{AD}'].into_iter();
        let hyphens = hyphens.filter_map(|hyphen| charmap.map(hyphen));
        Ok(Face {
            hyphens: hyphens.filter_map(narrow).collect(),
            font,
            uses: BTreeMap::new(),
        })
    }

    fn count(&mut self, run: &'a TextRun) {
        for cluster in clusters(run, &self.hyphens) {
            let alone = cluster.glyphs.len() == 1;
            for glyph in run.glyphs.get(cluster.glyphs).unwrap_or_default() {
                let texts = self.uses.entry(glyph.id).or_default();
                if alone && is_tellable(cluster.text) {
                    *texts.entry(cluster.text).or_default() += 1;
                }
            }
        }
    }

    fn embed(self, file: &FontFile, number: usize) -> Result<Option<EmbeddedFont>, FontError> {
        if self.uses.is_empty() {
            return Ok(None);
        }
        let ids: Vec<u16> = self.uses.keys().copied().collect();
        let remapper = GlyphRemapper::new_from_glyphs_sorted(&ids);
        let program = subsetter::subset(&file.data, 0, &remapper).map_err(FontError::Subset)?;

        let named = self.font.charmap().mappings();
        let mut nominal: BTreeMap<u16, char> = BTreeMap::new();
        for (character, glyph) in named {
            if let (Some(glyph), Some(character)) = (narrow(glyph), char::from_u32(character))
                && self.uses.contains_key(&glyph)
            {
                nominal.entry(glyph).or_insert(character);
            }
        }
        let advances = self
            .font
            .glyph_metrics(Size::unscaled(), LocationRef::default());
        let scale = Scale::of(&self.font);
        let glyphs = self.uses.iter().map(|(id, texts)| {
            let advance = advances.advance_width(GlyphId::from(*id)).unwrap_or(0.0);
            let glyph = EmbeddedGlyph {
                code: remapper.get(*id).unwrap_or(0),
                width: scale.thousandths(advance).unsigned_abs(),
                text: usual_text(texts, nominal.get(id).copied()),
            };
            (*id, glyph)
        });
        Ok(Some(EmbeddedFont {
            resource: format!("F{number}"),
            name: format!(
                "{}+{}",
                subset_tag(&program, number),
                post_script(&file.name)
            ),
            metrics: FontMetrics::of(&self.font, scale),
            shows_missing_glyph: self.uses.contains_key(&0),
            glyphs: glyphs.collect(),
            hyphens: self.hyphens,
            program,
        }))
    }
}

/// Whether a ToUnicode table may hold `text`: a few characters, none of them private (ISO 19005-2,
/// 6.2.11.7.3) or forbidden there (ISO 14289-1, 7.21.7).
fn is_tellable(text: &str) -> bool {
    const LONGEST: usize = 8;
    let private = |c| matches!(c, '\u{E000}'..='\u{F8FF}' | '\u{F0000}'..);
    let forbidden = |c| matches!(c, '\0' | '\u{FEFF}' | '\u{FFFE}');
    !text.is_empty()
        && text.chars().nth(LONGEST).is_none()
        && !text.chars().any(|c| private(c) || forbidden(c))
}

/// The text that a glyph stands for most often. A hyphen stays a hyphen, however often layout put
/// it in, because some readers know only this one text.
fn usual_text(texts: &BTreeMap<&str, u32>, nominal: Option<char>) -> String {
    let manuscript = texts.iter().filter(|(text, _)| **text != SOFT_HYPHEN);
    let most = manuscript.max_by_key(|(text, count)| (**count, std::cmp::Reverse(**text)));
    if let Some((text, _)) = most {
        return (*text).to_owned();
    }
    let nominal = nominal.map(String::from);
    let nominal = nominal.filter(|text| is_tellable(text));
    nominal.unwrap_or_else(|| char::REPLACEMENT_CHARACTER.to_string())
}

/// Six capitals that differ wherever the subset does.
fn subset_tag(program: &[u8], number: usize) -> String {
    let hash = Uuid::new_v5(&Uuid::NAMESPACE_OID, program);
    let seed = hash.as_u128().wrapping_add(number as u128);
    (0..6)
        .map(|place| char::from(b'A' + (seed / 26_u128.pow(place) % 26) as u8))
        .collect()
}

/// The characters of `name` that a PostScript name may have.
fn post_script(name: &str) -> String {
    let allowed = |c: &char| c.is_ascii_graphic() && !"[](){}<>/%+".contains(*c);
    let name: String = name.chars().filter(allowed).collect();
    if name.is_empty() { "Font".into() } else { name }
}

fn narrow(glyph: GlyphId) -> Option<u16> {
    u16::try_from(glyph.to_u32()).ok()
}

/// From font units to thousandths of an em.
#[derive(Clone, Copy)]
struct Scale {
    units_per_em: i64,
}

impl Scale {
    fn of(font: &FontRef<'_>) -> Scale {
        let metrics = font.metrics(Size::unscaled(), LocationRef::default());
        Scale {
            units_per_em: i64::from(metrics.units_per_em.max(1)),
        }
    }

    fn thousandths(self, font_units: f32) -> i16 {
        let scaled = divide(font_units as i64 * 1_000, self.units_per_em);
        i16::try_from(scaled).unwrap_or(i16::MAX)
    }
}

impl FontMetrics {
    fn of(font: &FontRef<'_>, scale: Scale) -> FontMetrics {
        let metrics = font.metrics(Size::unscaled(), LocationRef::default());
        let bounds = metrics.bounds.unwrap_or_default();
        let edges = [bounds.x_min, bounds.y_min, bounds.x_max, bounds.y_max];
        FontMetrics {
            ascent: scale.thousandths(metrics.ascent),
            descent: scale.thousandths(metrics.descent),
            cap_height: scale.thousandths(metrics.cap_height.unwrap_or(metrics.ascent)),
            bounds: edges.map(|edge| scale.thousandths(edge)),
            italic_angle: metrics.italic_angle.round() as i16,
            weight: font.attributes().weight.value() as u16,
            monospaced: metrics.is_monospace,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_glyph_tells_its_most_frequent_text() {
        let texts = BTreeMap::from([("a", 3), ("A", 3), ("\u{AD}", 9)]);
        assert_eq!(usual_text(&texts, None), "A");
        let hyphen = BTreeMap::from([("\u{AD}", 9)]);
        assert_eq!(usual_text(&hyphen, Some('-')), "-");
        assert_eq!(usual_text(&BTreeMap::new(), None), "\u{FFFD}");
        assert_eq!(usual_text(&BTreeMap::new(), Some('\u{E001}')), "\u{FFFD}");
    }

    #[test]
    fn private_and_long_texts_are_not_told() {
        assert!(is_tellable("ffi"));
        assert!(!is_tellable(""));
        assert!(!is_tellable("\u{F6BE}"));
        assert!(!is_tellable(
            "a\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}"
        ));
    }

    #[test]
    fn names_are_post_script_names() {
        assert_eq!(post_script("Libertinus Serif"), "LibertinusSerif");
        assert_eq!(post_script("(/%)"), "Font");
        let tag = subset_tag(b"program", 1);
        assert!(tag.len() == 6 && tag.bytes().all(|byte| byte.is_ascii_uppercase()));
    }
}
