//! Fonts as the file carries them: subset to the glyphs in use, with widths and text.
//!
//! A font program knows one text for a glyph. Where a glyph stands for two (a hyphen and a soft
//! hyphen, a space and one that must not break), a second, tiny program of the same font tells the
//! other: more readers look there than at `ActualText`.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use skrifa::charmap::Charmap;
use skrifa::instance::{LocationRef, Size};
use skrifa::{FontRef, GlyphId, MetadataProvider};
use subsetter::GlyphRemapper;
use uuid::Uuid;

use super::cluster::{Cluster, SOFT_HYPHEN, clusters, is_reversed};
use super::encoding::{self, Code};
use super::error::{Error, FontError};
use super::inventory::Inventory;
use super::metrics::{FontMetrics, Scale};
use super::spelling::{LONGEST, Spelling, is_tellable};
use super::word::Written;
use crate::layout::frame::{FontFile, FontId, Glyph, Page, ShapedGlyph, Vocabulary};

/// How many texts a glyph can have without `ActualText`.
const PROGRAMS: usize = 2;

/// The fonts of a book.
pub struct Fonts<'a> {
    faces: Vec<Face<'a>>,
    /// What is embedded, addressed by [`ProgramId`].
    pub programs: Vec<Program>,
}

/// Index into [`Fonts::programs`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ProgramId(u32);

/// A font of the book.
pub struct Face<'a> {
    font: FontRef<'a>,
    charmap: Charmap<'a>,
    hyphens: Vec<u16>,
    programs: Vec<ProgramId>,
}

/// A font cut down to what pages use. Measures are thousandths of an em.
#[derive(Debug)]
pub struct Program {
    /// The name that page content calls it by.
    pub resource: String,
    /// PostScript name with its subset tag (ISO 32000-1, 9.6.4).
    pub name: String,
    /// The subset's file.
    pub file: Vec<u8>,
    /// What a reader would need to stand in for it.
    pub metrics: FontMetrics,
    /// In the order of the whole font.
    glyphs: Vec<EmbeddedGlyph>,
    /// Where among them each glyph of the whole font is.
    places: Vec<Option<u16>>,
    widens_spaces: bool,
}

/// A glyph of a program.
#[derive(Debug)]
pub struct EmbeddedGlyph {
    /// Its number in the subset.
    pub number: u16,
    /// What page content calls it.
    pub code: Code,
    /// Its advance.
    pub width: u16,
    /// The text it stands for. Never empty.
    pub text: String,
}

impl Program {
    /// The glyph of the subset for a glyph of the whole font.
    pub fn glyph(&self, id: u16) -> Option<&EmbeddedGlyph> {
        let place = (*self.places.get(usize::from(id))?)?;
        self.glyphs.get(usize::from(place))
    }

    /// Whether a space is the one byte that `Tw` widens.
    pub fn widens_spaces(&self) -> bool {
        self.widens_spaces
    }

    /// Every glyph of the subset, in the order of the whole font.
    pub fn glyphs(&self) -> impl Iterator<Item = &EmbeddedGlyph> {
        self.glyphs.iter()
    }
}

impl<'a> Fonts<'a> {
    /// Embeds the fonts that the pages of a book use. Gives also what these pages are made of, ready to be
    /// written.
    ///
    /// # Errors
    ///
    /// [`Error::Font`] for the first font that cannot be read or subset.
    pub fn embed<'v>(
        files: &'a [FontFile],
        pages: &[Page],
        vocabulary: &'v Vocabulary,
    ) -> Result<(Fonts<'a>, Written<'v>), Error> {
        let mut fonts = Fonts {
            faces: Vec::with_capacity(files.len()),
            programs: Vec::new(),
        };
        for file in files {
            let face = Face::open(file).map_err(|source| font_error(file, source))?;
            fonts.faces.push(face);
        }
        let inventory = Inventory::of(pages, vocabulary);
        let mut uses = vec![Uses::default(); fonts.faces.len()];
        let mut glyphs = Vec::new();
        for entry in inventory.entries() {
            let at = entry.font().0;
            let (Some(face), Some(uses)) = (fonts.faces.get(at), uses.get_mut(at)) else {
                continue;
            };
            match inventory.letters(entry) {
                Some(glyphs) => uses.add_letters(glyphs, inventory.text(entry), entry.count),
                None => {
                    inventory.glyphs(entry, &mut glyphs);
                    face.count(&glyphs, inventory.text(entry), entry.count, uses);
                }
            }
        }
        for (number, (file, uses)) in files.iter().zip(uses).enumerate() {
            let Some(face) = fonts.faces.get_mut(number) else {
                continue;
            };
            for (rank, glyphs) in face.texts(&uses).into_iter().enumerate() {
                let program = face.program(file, glyphs, resource(number, rank));
                let program = program.map_err(|source| font_error(file, source))?;
                face.programs.push(ProgramId(fonts.programs.len() as u32));
                fonts.programs.push(program);
            }
        }
        let words = inventory.written(&fonts);
        Ok((fonts, words))
    }

    /// A font and the program that has every glyph in use of it, if any page uses it.
    pub fn face(&self, id: FontId) -> Option<(&Face<'a>, ProgramId)> {
        let face = self.faces.get(id.0)?;
        Some((face, *face.programs.first()?))
    }

    /// A program. Its id comes from these fonts.
    pub fn program(&self, id: ProgramId) -> &Program {
        &self.programs[id.0 as usize]
    }

    /// Whether a page shows the glyph of missing characters.
    pub fn show_missing_glyph(&self) -> bool {
        self.programs
            .iter()
            .any(|program| program.glyph(0).is_some())
    }

    /// The program of `face` by which each glyph of a cluster is shown, or `None` where no programs
    /// tell the cluster's text. The glyphs of its word stand `reversed` or not.
    pub fn telling(
        &self,
        face: &Face<'_>,
        glyphs: &[Glyph],
        text: &str,
        reversed: bool,
    ) -> Option<[ProgramId; LONGEST]> {
        let first = *face.programs.first()?;
        let mut telling = [first; LONGEST];
        // Most letters stand for themselves.
        if let [glyph] = glyphs
            && self.tells(first, glyph, text)
        {
            return Some(telling);
        }
        let spelling = Spelling::of(glyphs, text, &face.charmap, reversed);
        for (place, (glyph, chosen)) in glyphs.iter().zip(&mut telling).enumerate() {
            let text = spelling.part(text, place)?;
            let mut programs = face.programs.iter();
            *chosen = *programs.find(|id| self.tells(**id, glyph, text))?;
        }
        Some(telling)
    }

    fn tells(&self, program: ProgramId, glyph: &Glyph, text: &str) -> bool {
        let embedded = self.program(program).glyph(glyph.id);
        embedded.is_some_and(|embedded| embedded.text == text)
    }
}

/// The name for the program of that rank of the font of that number.
fn resource(number: usize, rank: usize) -> String {
    if rank == 0 {
        format!("F{number}")
    } else {
        format!("F{number}x{rank}")
    }
}

fn font_error(file: &FontFile, source: FontError) -> Error {
    Error::Font {
        name: file.name.clone(),
        source,
    }
}

/// How often each glyph of a font stands for which text, in the order of the font; `None` for glyphs that
/// are not in use. Mostly a glyph has one text.
#[derive(Clone, Default)]
struct Uses<'a>(Vec<Option<Vec<(&'a str, u32)>>>);

impl<'a> Uses<'a> {
    /// The texts of a glyph that is in use.
    fn of(&mut self, glyph: u16) -> &mut Vec<(&'a str, u32)> {
        let at = usize::from(glyph);
        if self.0.len() <= at {
            self.0.resize(at + 1, None);
        }
        self.0[at].get_or_insert_default()
    }

    /// A text of a glyph that was met before.
    fn known(&mut self, glyph: u16, text: &str) -> Option<&mut (&'a str, u32)> {
        let texts = self.0.get_mut(usize::from(glyph))?.as_mut()?;
        texts.iter_mut().find(|(known, _)| *known == text)
    }

    /// Counts a word whose glyphs each stand for a byte of its text.
    fn add_letters(&mut self, glyphs: &[ShapedGlyph], text: &'a str, count: u32) {
        for ((at, byte), glyph) in text.bytes().enumerate().zip(glyphs) {
            let texts = self.of(glyph.id);
            let mut known = texts.iter_mut();
            match known.find(|(known, _)| known.as_bytes() == [byte]) {
                Some((_, uses)) => *uses += count,
                None => texts.extend(text.get(at..=at).map(|letter| (letter, count))),
            }
        }
    }

    fn has(&self, glyph: u16) -> bool {
        self.0.get(usize::from(glyph)).is_some_and(Option::is_some)
    }

    /// The glyphs in use.
    fn iter(&self) -> impl Iterator<Item = (u16, &[(&'a str, u32)])> {
        (0..=u16::MAX)
            .zip(&self.0)
            .filter_map(|(glyph, texts)| Some((glyph, texts.as_deref()?)))
    }
}

impl<'a> Face<'a> {
    fn open(file: &'a FontFile) -> Result<Face<'a>, FontError> {
        let font = FontRef::from_index(&file.data, file.index).map_err(|_| FontError::Malformed)?;
        let charmap = font.charmap();
        let hyphens = ['-', '\u{2010}', '\u{AD}'].into_iter();
        let hyphens = hyphens.filter_map(|hyphen| charmap.map(hyphen));
        Ok(Face {
            hyphens: hyphens.filter_map(narrow).collect(),
            font,
            charmap,
            programs: Vec::new(),
        })
    }

    /// The parts of a word of `text` with their text.
    pub fn clusters<'g, 't>(
        &'g self,
        glyphs: &'g [Glyph],
        text: &'t str,
    ) -> impl Iterator<Item = Cluster<'t>> + use<'a, 'g, 't> {
        clusters(glyphs, text, &self.hyphens)
    }

    fn count<'t>(&self, word: &[Glyph], text: &'t str, count: u32, uses: &mut Uses<'t>) {
        let reversed = is_reversed(word);
        for cluster in self.clusters(word, text) {
            let glyphs = word.get(cluster.glyphs).unwrap_or_default();
            // Most letters were met before.
            if let [glyph] = glyphs
                && let Some((_, uses)) = uses.known(glyph.id, cluster.text)
            {
                *uses += count;
                continue;
            }
            let spelling = Spelling::of(glyphs, cluster.text, &self.charmap, reversed);
            for (place, glyph) in glyphs.iter().enumerate() {
                let texts = uses.of(glyph.id);
                if let Some(text) = spelling.part(cluster.text, place) {
                    match texts.iter_mut().find(|(known, _)| *known == text) {
                        Some((_, uses)) => *uses += count,
                        None => texts.push((text, count)),
                    }
                }
            }
        }
    }

    /// The glyphs with their texts for each program that is needed.
    fn texts(&self, uses: &Uses<'_>) -> Vec<BTreeMap<u16, String>> {
        let mut programs: Vec<BTreeMap<u16, String>> = Vec::new();
        let mut nominal: BTreeMap<u16, char> = BTreeMap::new();
        // It is long, and looked through only where a glyph stands for no text.
        let lacks_text = uses.iter().any(|(_, texts)| texts.is_empty());
        let mappings = lacks_text.then(|| self.charmap.mappings());
        for (character, glyph) in mappings.into_iter().flatten() {
            if let (Some(glyph), Some(character)) = (narrow(glyph), char::from_u32(character))
                && uses.has(glyph)
            {
                nominal.entry(glyph).or_insert(character);
            }
        }
        for (glyph, texts) in uses.iter() {
            let texts = ranked(texts, nominal.get(&glyph).copied());
            for (rank, text) in texts.into_iter().take(PROGRAMS).enumerate() {
                if programs.len() <= rank {
                    programs.push(BTreeMap::new());
                }
                if let Some(program) = programs.get_mut(rank) {
                    program.insert(glyph, text);
                }
            }
        }
        programs
    }

    fn program(
        &self,
        file: &FontFile,
        texts: BTreeMap<u16, String>,
        resource: String,
    ) -> Result<Program, FontError> {
        let ids: Vec<u16> = texts.keys().copied().collect();
        let remapper = GlyphRemapper::new_from_glyphs_sorted(&ids);
        let subset =
            subsetter::subset(&file.data, file.index, &remapper).map_err(FontError::Subset)?;
        let (size, location) = (Size::unscaled(), LocationRef::default());
        let advances = self.font.glyph_metrics(size, location);
        let scale = Scale::of(&self.font);
        let last = ids.last().map_or(0, |id| usize::from(*id) + 1);
        let mut places = vec![None; last];
        for (place, id) in (0..=u16::MAX).zip(&ids) {
            places[usize::from(*id)] = Some(place);
        }
        let numbers: Vec<u16> = ids
            .iter()
            .map(|id| remapper.get(*id).unwrap_or(0))
            .collect();
        let numbered = numbers.iter().copied();
        let codes = encoding::codes(numbered.zip(texts.values().map(String::as_str)));
        let widens_spaces = codes.contains(&Code::SPACE);
        let named = texts.into_iter().zip(numbers).zip(codes);
        let glyphs = named.map(|(((id, text), number), code)| {
            let advance = advances.advance_width(GlyphId::from(id)).unwrap_or(0.0);
            EmbeddedGlyph {
                number,
                code,
                width: scale.thousandths(advance).unsigned_abs(),
                text,
            }
        });
        Ok(Program {
            name: format!(
                "{}+{}",
                subset_tag(&subset, &resource),
                post_script(&file.name)
            ),
            resource,
            metrics: FontMetrics::of(&self.font, scale),
            glyphs: glyphs.collect(),
            places,
            widens_spaces,
            file: subset,
        })
    }
}

/// The texts of a glyph, the most frequent first, but soft hyphens last: a reader that shows only
/// one text a glyph shall see a hyphen. Never empty.
fn ranked(texts: &[(&str, u32)], nominal: Option<char>) -> Vec<String> {
    let mut ranked = texts.to_vec();
    ranked.sort_by_key(|(text, count)| (*text == SOFT_HYPHEN, Reverse(*count), *text));
    if ranked.is_empty() {
        let nominal = nominal.map(String::from);
        let nominal = nominal.filter(|text| is_tellable(text));
        return vec![nominal.unwrap_or_else(|| char::REPLACEMENT_CHARACTER.to_string())];
    }
    ranked
        .into_iter()
        .map(|(text, _)| text.to_owned())
        .collect()
}

/// Six capitals that differ wherever the subset does.
fn subset_tag(subset: &[u8], resource: &str) -> String {
    let hash = Uuid::new_v5(&Uuid::NAMESPACE_OID, subset);
    let seed = Uuid::new_v5(&hash, resource.as_bytes()).as_u128();
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_of_a_glyph_are_ranked() {
        let texts = [("-", 1), ("\u{AD}", 9), ("b", 3), ("a", 3)];
        assert_eq!(ranked(&texts, None), ["a", "b", "-", "\u{AD}"]);
        assert_eq!(ranked(&[], Some('é')), ["é"]);
        assert_eq!(ranked(&[], Some('\u{E001}')), ["\u{FFFD}"]);
        assert_eq!(ranked(&[], None), ["\u{FFFD}"]);
    }

    #[test]
    fn names_are_post_script_names() {
        assert_eq!(post_script("Libertinus Serif"), "LibertinusSerif");
        assert_eq!(post_script("(/%)"), "Font");
        let tag = subset_tag(b"program", "F1");
        assert!(tag.len() == 6 && tag.bytes().all(|byte| byte.is_ascii_uppercase()));
    }
}
