//! The bundled faces: metrics, and which of them can set a character.

use std::borrow::Cow;
use std::sync::OnceLock;

use harfrust::Font;

use super::frame::{FontFile, FontId, Page, Shape};
use crate::fonts::{BUNDLED, Bundled};

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

/// Index into the bundled faces.
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
    name: &'static str,
    data: &'static [u8],
    font: Font,
    units_per_em: i64,
}

impl Face {
    /// The parsed font.
    pub fn font(&self) -> &Font {
        &self.font
    }

    /// Font units in an em, positive.
    pub fn units_per_em(&self) -> i64 {
        self.units_per_em
    }

    /// The whole file, for embedding.
    pub fn file(&self) -> FontFile {
        FontFile {
            name: self.name.to_owned(),
            data: Cow::Borrowed(self.data),
        }
    }

    fn covers(&self, character: char) -> bool {
        self.font.charmap().map_unicode(character).is_some()
    }
}

/// Every bundled face. The system's fonts are never looked at.
pub struct Fonts {
    faces: Vec<Face>,
}

const FIRST_FALLBACK: usize = 12;

impl Fonts {
    /// The bundled faces, opened once for all books of a process.
    pub fn bundled() -> &'static Fonts {
        static FONTS: OnceLock<Fonts> = OnceLock::new();
        FONTS.get_or_init(Fonts::open)
    }

    fn open() -> Fonts {
        let open = |(name, data): &Bundled| {
            let font = Font::new(*data, 0)?;
            let units_per_em = i64::from(font.units_per_em()).max(1);
            Some(Face {
                name,
                data,
                font,
                units_per_em,
            })
        };
        Fonts {
            faces: BUNDLED.iter().filter_map(open).collect(),
        }
    }

    /// The face of that name in the type case.
    pub fn face(&self, id: FaceId) -> &Face {
        &self.faces[id.0]
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
        let file = |face: FontId| self.faces.get(face.0).map(Face::file);
        used.into_iter().filter_map(file).collect()
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

    /// The face that sets `character` where `wanted` is asked for: `wanted` itself, a fallback of
    /// the same weight, or any that has it. `None` where no bundled face does.
    pub fn covering(&self, wanted: FaceId, character: char) -> Option<FaceId> {
        let has = |id: &FaceId| self.faces[id.0].covers(character);
        let bold = wanted.0 < FIRST_FALLBACK && wanted.0 % 4 >= 2;
        let (first, second) = if bold { (1, 0) } else { (0, 1) };
        let by_script = [12, 14]
            .into_iter()
            .flat_map(|pair| [pair + first, pair + second]);
        // The other families of the same cut come before scripts of their own.
        let others = [0, 4, 8].into_iter().map(|family| family + wanted.0 % 4);
        std::iter::once(wanted.0)
            .chain(others)
            .chain(by_script)
            .chain(16..self.faces.len())
            .map(FaceId)
            .find(has)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_bundled_face_opens() {
        assert_eq!(Fonts::bundled().faces.len(), BUNDLED.len());
    }

    #[test]
    fn fallbacks_follow_script_and_weight() {
        let fonts = Fonts::bundled();
        let name = |wanted, character| {
            fonts
                .covering(wanted, character)
                .map(|face| fonts.face(face).name)
        };
        let bold = fonts.find(Family::Serif, true, false);
        assert_eq!(name(bold, 'Č'), Some("LibertinusSerif-Bold"));
        assert_eq!(name(bold, 'ش'), Some("NotoNaskhArabic-Bold"));
        assert_eq!(
            name(fonts.find(Family::Sans, false, false), 'ש'),
            Some("LibertinusSerif-Regular")
        );
        assert_eq!(name(bold, '語'), None);
    }
}
