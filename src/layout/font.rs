//! The faces that text is set in: metrics, and which of them can set a character.

use std::sync::{Arc, OnceLock};

use harfrust::Font;

use super::frame::{FontFile, FontId, Page, Shape, Vocabulary};
use crate::fonts::{BUNDLED, FOR_TEXT, FontData, Given};

/// A family by the part it plays.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Family {
    /// For reading.
    Serif,
    /// The voice beside it: cutlines, credits, tables.
    Sans,
    /// For code.
    Mono,
}

/// Index into the faces.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct FaceId(usize);

impl FaceId {
    /// The number that text runs know the face by until [`Fonts::number`].
    pub fn font(self) -> FontId {
        FontId(self.0)
    }
}

/// A face, ready to shape with.
pub struct Face {
    name: String,
    data: FontData,
    index: u32,
    font: Font,
    units_per_em: i64,
}

impl Face {
    fn open(name: &str, data: FontData, index: u32) -> Option<Face> {
        let shared: Arc<dyn AsRef<[u8]> + Send + Sync> = Arc::new(data.clone());
        let font = Font::new(shared, index)?;
        let units_per_em = i64::from(font.units_per_em()).max(1);
        Some(Face {
            name: name.to_owned(),
            data,
            index,
            font,
            units_per_em,
        })
    }

    /// The parsed font.
    pub fn font(&self) -> &Font {
        &self.font
    }

    /// Font units in an em, positive.
    pub fn units_per_em(&self) -> i64 {
        self.units_per_em
    }

    /// How high capitals are, in font units.
    pub fn cap_height(&self) -> i64 {
        let stated = self.font.metrics().cap_height.map(|height| height.to_i64());
        // As high as those of most text faces.
        stated
            .filter(|height| *height > 0)
            .unwrap_or(self.units_per_em * 2 / 3)
    }

    /// The room that the face leaves at the left of a character, and how far that goes below the baseline, in font
    /// units.
    pub fn bearing_and_depth(&self, character: char) -> (i64, i64) {
        let glyph = self.font.charmap().map_unicode(character);
        let extents = glyph.and_then(|glyph| self.font.glyph_metrics().extents_exact(glyph));
        extents.map_or((0, 0), |extents| {
            let depth = extents.height.to_i64() - extents.y_bearing.to_i64();
            (extents.x_bearing.to_i64(), depth)
        })
    }

    /// The whole file, for embedding.
    pub fn file(&self) -> FontFile {
        FontFile {
            name: self.name.clone(),
            data: self.data.clone(),
            index: self.index,
        }
    }

    fn covers(&self, character: char) -> bool {
        self.font.charmap().map_unicode(character).is_some()
    }
}

/// Every bundled face, and those that were given beside them.
pub struct Fonts {
    opened: Vec<Face>,
    given: Given,
    /// The given faces in the order in which they are asked for each cut: regular, italic, bold, bold
    /// italic.
    asked: [Vec<FaceId>; 4],
}

/// A bundled face, opened once for all books of a process, and only if one of them needs it: most books are
/// set in few.
fn bundled(at: usize) -> &'static Face {
    static FACES: [OnceLock<Option<Face>>; BUNDLED.len()] =
        [const { OnceLock::new() }; BUNDLED.len()];
    let (name, data) = &BUNDLED[at];
    let open = || Face::open(name, FontData::Bundled(data), 0);
    match FACES[at].get_or_init(open) {
        Some(face) => face,
        None => unreachable!("{name} is no font"),
    }
}

const FIRST_SYMBOLS: usize = 16;

impl Fonts {
    /// The bundled faces and `given` ones.
    pub fn of(given: &Given) -> Fonts {
        let mut opened = Vec::new();
        let mut places = Vec::new();
        for (at, face) in given.faces().iter().enumerate() {
            // They were looked at when they were given: this one opens.
            let Some(open) = Face::open(&face.name, face.data.clone(), face.index) else {
                continue;
            };
            places.push((FaceId(BUNDLED.len() + opened.len()), at));
            opened.push(open);
        }
        let asked = [(false, false), (false, true), (true, false), (true, true)];
        let asked = asked.map(|(bold, italic)| {
            let mut order = places.clone();
            let strangeness = |at: usize| {
                let face = given.faces().get(at);
                face.map(|face| (face.bold != bold, face.italic != italic))
            };
            order.sort_by_key(|(_, at)| strangeness(*at));
            order.into_iter().map(|(id, _)| id).collect()
        });
        Fonts {
            opened,
            given: given.clone(),
            asked,
        }
    }

    /// The face of that name in the type case.
    pub fn face(&self, id: FaceId) -> &Face {
        match id.0.checked_sub(BUNDLED.len()) {
            Some(at) => &self.opened[at],
            None => bundled(id.0),
        }
    }

    /// Numbers the faces that the pages use in the order of their first use, and gives their files.
    pub fn number(&self, pages: &mut [Page]) -> Vec<FontFile> {
        let mut used: Vec<FontId> = Vec::new();
        for item in pages.iter_mut().flat_map(|page| &mut page.items) {
            if let Shape::Text(run) = &mut item.shape {
                let known = used.iter().position(|face| *face == run.font);
                run.font = FontId(known.unwrap_or_else(|| {
                    used.push(run.font);
                    used.len() - 1
                }));
            }
        }
        let file = |face: FontId| self.face(FaceId(face.0)).file();
        used.into_iter().map(file).collect()
    }

    /// The given faces, by their place, whose glyphs on these pages cannot be embedded. The pages' runs
    /// are not numbered yet.
    pub fn refused(&self, pages: &[Page], vocabulary: &Vocabulary) -> Vec<usize> {
        if self.given.faces().is_empty() {
            return Vec::new();
        }
        let mut glyphs: Vec<Vec<u16>> = vec![Vec::new(); self.given.faces().len()];
        for item in pages.iter().flat_map(|page| &page.items) {
            let Shape::Text(run) = &item.shape else {
                continue;
            };
            let at = run.font.0.checked_sub(BUNDLED.len());
            let Some(glyphs) = at.and_then(|at| glyphs.get_mut(at)) else {
                continue;
            };
            for part in &run.parts {
                let word = part.word.map(|word| vocabulary.word(word));
                let word = word.iter().flat_map(|word| word.glyphs.iter());
                glyphs.extend(word.map(|glyph| glyph.id));
                glyphs.extend(part.ends_in_space().then_some(run.space.id));
            }
        }
        let faces = self.given.faces().iter().zip(glyphs).enumerate();
        let refused = faces.filter_map(|(at, (face, mut glyphs))| {
            glyphs.sort_unstable();
            glyphs.dedup();
            (!glyphs.is_empty() && !face.can_embed(&glyphs)).then_some(at)
        });
        refused.collect()
    }

    /// The face of a family in a cut.
    pub fn find(&self, family: Family, bold: bool, italic: bool) -> FaceId {
        let first = match family {
            Family::Serif => 0,
            Family::Sans => 4,
            Family::Mono => 8,
        };
        FaceId(first + usize::from(italic) + 2 * usize::from(bold))
    }

    /// The face that sets all of `cluster`, what readers take for one character, where `wanted` is
    /// asked for. `None` where no face does.
    pub fn covering(&self, wanted: FaceId, cluster: &str) -> Option<FaceId> {
        let mut shown = cluster.chars().filter(|c| !is_ignorable(*c));
        let first = shown.next()?;
        let whole = |id: &FaceId| {
            let face = self.face(*id);
            face.covers(first) && shown.clone().all(|character| face.covers(character))
        };
        self.order(wanted).find(whole)
    }

    /// The same for one character.
    pub fn having(&self, wanted: FaceId, character: char) -> Option<FaceId> {
        self.order(wanted)
            .find(|id| self.face(*id).covers(character))
    }

    /// The given face that sets `character` where `wanted` is asked for.
    pub fn given_having(&self, wanted: FaceId, character: char) -> Option<FaceId> {
        let asked = self.asked.get(wanted.0 % 4).into_iter().flatten();
        asked.copied().find(|id| self.face(*id).covers(character))
    }

    /// The faces in the order in which they are asked: the wanted one, other families of the same
    /// cut, given ones, then the bundled ones for scripts of their own, of the same weight first.
    fn order(&self, wanted: FaceId) -> impl Iterator<Item = FaceId> {
        let cut = wanted.0 % 4;
        let others = [0, 4, 8]
            .into_iter()
            .map(move |family| FaceId(family + cut));
        let (first, second) = if cut >= 2 { (1, 0) } else { (0, 1) };
        let by_script = (FOR_TEXT..FIRST_SYMBOLS)
            .step_by(2)
            .flat_map(move |pair| [FaceId(pair + first), FaceId(pair + second)]);
        let symbols = (FIRST_SYMBOLS..BUNDLED.len()).map(FaceId);
        let given = self.asked.get(cut).into_iter().flatten().copied();
        std::iter::once(wanted)
            .chain(others)
            .chain(given)
            .chain(by_script)
            .chain(symbols)
    }
}

/// Characters that show nothing by themselves: joiners, variation selectors, tags (Unicode,
/// Default_Ignorable_Code_Point).
fn is_ignorable(character: char) -> bool {
    matches!(character,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}'
        | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}'
        | '\u{e0000}'..='\u{e0fff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn alone() -> Fonts {
        Fonts::of(&Given::default())
    }

    #[test]
    fn every_bundled_face_opens() {
        for (at, (name, _)) in BUNDLED.iter().enumerate() {
            assert_eq!(bundled(at).name, *name);
        }
    }

    #[test]
    fn fallbacks_follow_script_and_weight() {
        let fonts = alone();
        let name = |wanted, cluster| {
            let face = fonts.covering(wanted, cluster);
            face.map(|face| fonts.face(face).name.as_str())
        };
        let bold = fonts.find(Family::Serif, true, false);
        assert_eq!(name(bold, "Č"), Some("LibertinusSerif-Bold"));
        assert_eq!(name(bold, "ش"), Some("NotoNaskhArabic-Bold"));
        assert_eq!(
            name(fonts.find(Family::Sans, false, false), "ש"),
            Some("LibertinusSerif-Regular")
        );
        assert_eq!(name(bold, "語"), None);
    }

    #[test]
    fn a_cluster_stays_together_where_one_face_has_all_of_it() {
        let fonts = alone();
        let regular = fonts.find(Family::Serif, false, false);
        let name = |cluster| {
            let face = fonts.covering(regular, cluster);
            face.map(|face| fonts.face(face).name.as_str())
        };
        // Hebrew points with a letter: the letter alone is in the text's face too.
        assert_eq!(name("שָׁ"), name("ש"));
        assert_eq!(name("e\u{301}"), Some("LibertinusSerif-Regular"));
        // A joiner asks for no glyph.
        assert_eq!(name("ش\u{200d}"), Some("NotoNaskhArabic-Regular"));
    }

    #[test]
    fn given_faces_come_before_the_fallbacks_and_by_weight() {
        let face = |name: &str, at: usize, bold| crate::fonts::GivenFace {
            name: name.to_owned(),
            family: name.to_owned(),
            file: name.to_owned(),
            data: FontData::Bundled(BUNDLED[at].1),
            index: 0,
            bold,
            off_weight: 0,
            italic: false,
        };
        let given = Given::of(vec![face("Light", 12, false), face("Heavy", 13, true)]);
        let fonts = Fonts::of(&given);
        let name = |bold, cluster| {
            let face = fonts.covering(fonts.find(Family::Serif, bold, false), cluster);
            face.map(|face| fonts.face(face).name.as_str())
        };
        assert_eq!(name(false, "ش"), Some("Light"));
        assert_eq!(name(true, "ش"), Some("Heavy"));
        assert_eq!(name(true, "a"), Some("LibertinusSerif-Bold"));
    }
}
