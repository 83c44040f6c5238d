//! A font file that was given: whether it is fit for print, and what its faces are like.

use std::fmt;
use std::ops::Deref;
use std::sync::Arc;

use skrifa::raw::types::Tag;
use skrifa::raw::{FileRef, FontRef, TableProvider};
use skrifa::string::StringId;
use skrifa::{GlyphId, MetadataProvider};
use subsetter::GlyphRemapper;

/// The bytes of a font file; clones share them.
#[derive(Clone)]
pub enum FontData {
    /// Part of the program.
    Bundled(&'static [u8]),
    /// Read from a file.
    Read(Arc<Vec<u8>>),
}

impl Deref for FontData {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        match self {
            FontData::Bundled(bytes) => bytes,
            FontData::Read(bytes) => bytes,
        }
    }
}

impl AsRef<[u8]> for FontData {
    fn as_ref(&self) -> &[u8] {
        self
    }
}

impl From<Vec<u8>> for FontData {
    fn from(bytes: Vec<u8>) -> FontData {
        FontData::Read(Arc::new(bytes))
    }
}

impl PartialEq for FontData {
    fn eq(&self, other: &FontData) -> bool {
        **self == **other
    }
}

impl fmt::Debug for FontData {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{} bytes", self.len())
    }
}

/// A face of a given file.
#[derive(Clone, Debug)]
pub struct GivenFace {
    /// Its PostScript name, or else the file's.
    pub name: String,
    /// The name of its family, which may be empty.
    pub family: String,
    /// What the file is called where it was found.
    pub file: String,
    /// The file.
    pub data: FontData,
    /// Which face of a collection it is.
    pub index: u32,
    /// Whether it is a bold one.
    pub bold: bool,
    /// How far its weight is from that of a regular face, or of a bold one (OpenType 1.9.1, OS/2: 400 and 700).
    pub off_weight: u16,
    /// Whether it is a slanted one.
    pub italic: bool,
}

/// Why a file or a face of it cannot be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unfit {
    /// It is no OpenType font, or one that is torn.
    Malformed,
    /// It is packed for web pages.
    Web,
    /// It has pictures of signs, or outlines that no PDF takes.
    NoOutlines,
    /// Its licence, as the file states it, forbids to embed it or a part of it.
    Forbidden,
    /// It is larger than a font may be.
    TooLarge,
    /// It cannot be read.
    Unreadable,
    /// It leads out of the project's folder.
    Outside,
}

/// So many faces of a collection are looked at.
const MOST_FACES: u32 = 64;

/// The faces of a file that are fit for print. What is wrong with the first of the others where none is.
///
/// # Errors
///
/// [`Unfit`] where no face of it can be used.
pub fn faces(file: &str, data: Vec<u8>) -> Result<Vec<GivenFace>, Unfit> {
    if data.starts_with(b"wOFF") || data.starts_with(b"wOF2") {
        return Err(Unfit::Web);
    }
    let count = match FileRef::new(&data).map_err(|_| Unfit::Malformed)? {
        FileRef::Font(_) => 1,
        FileRef::Collection(collection) => collection.len().min(MOST_FACES),
    };
    let data = FontData::from(data);
    let mut found = Vec::new();
    let mut unfit = Unfit::Malformed;
    for index in (0..count).rev() {
        match face(file, &data, index) {
            Ok(face) => found.push(face),
            Err(why) => unfit = why,
        }
    }
    found.reverse();
    match found.is_empty() {
        true => Err(unfit),
        false => Ok(found),
    }
}

/// A face that is fit for print.
pub(super) fn face(file: &str, data: &FontData, index: u32) -> Result<GivenFace, Unfit> {
    let font = FontRef::from_index(data, index).map_err(|_| Unfit::Malformed)?;
    let has = |tag: &[u8; 4]| font.table_data(Tag::new(tag)).is_some();
    let head = font.head().map_err(|_| Unfit::Malformed)?;
    // OpenType 1.9.1, head: from 16 to 16,384.
    let is_measured = (16..=16_384).contains(&head.units_per_em());
    if !is_measured || font.hmtx().is_err() || font.charmap().mappings().next().is_none() {
        return Err(Unfit::Malformed);
    }
    if !(has(b"glyf") && has(b"loca") || has(b"CFF ")) {
        return Err(Unfit::NoOutlines);
    }
    if font.os2().is_ok_and(|os2| forbids_embedding(os2.fs_type())) {
        return Err(Unfit::Forbidden);
    }
    let name = |id| -> Option<String> {
        let name = font.localized_strings(id).english_or_first()?;
        Some(name.chars().collect()).filter(|name: &String| !name.is_empty())
    };
    let attributes = font.attributes();
    let weight = attributes.weight.value();
    let bold = weight >= 600.0;
    let usual = if bold { 700.0 } else { 400.0 };
    Ok(GivenFace {
        name: name(StringId::POSTSCRIPT_NAME).unwrap_or_else(|| file.to_owned()),
        family: name(StringId::TYPOGRAPHIC_FAMILY_NAME)
            .or_else(|| name(StringId::FAMILY_NAME))
            .unwrap_or_default(),
        file: file.to_owned(),
        data: data.clone(),
        index,
        bold,
        off_weight: (weight - usual).abs() as u16,
        italic: attributes.style != skrifa::attribute::Style::Normal,
    })
}

/// What `fsType` forbids (OpenType 1.9.1, OS/2): embedding at all, embedding a part of the glyphs, or
/// embedding outlines. Where several permissions are stated, the mildest counts.
fn forbids_embedding(fs_type: u16) -> bool {
    const PERMISSIONS: u16 = 0x000E;
    const RESTRICTED: u16 = 0x0002;
    const NO_SUBSETTING: u16 = 0x0100;
    const BITMAPS_ONLY: u16 = 0x0200;
    fs_type & PERMISSIONS == RESTRICTED || fs_type & (NO_SUBSETTING | BITMAPS_ONLY) != 0
}

impl GivenFace {
    /// Whether these glyphs of it can be embedded. A torn file may show it only here.
    pub fn can_embed(&self, glyphs: &[u16]) -> bool {
        let remapper = GlyphRemapper::new_from_glyphs_sorted(glyphs);
        subsetter::subset(&self.data, self.index, &remapper).is_ok()
    }

    /// Those of `characters` that it has.
    pub fn having<'c>(&self, characters: impl IntoIterator<Item = &'c char>) -> Vec<char> {
        let Ok(font) = FontRef::from_index(&self.data, self.index) else {
            return Vec::new();
        };
        let charmap = font.charmap();
        let has = |character: &char| {
            charmap
                .map(*character)
                .is_some_and(|id| id != GlyphId::NOTDEF)
        };
        characters.into_iter().copied().filter(has).collect()
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::fonts::BUNDLED;

    #[test]
    fn bundled_files_are_fit() {
        for (name, data) in &BUNDLED {
            let found = faces("file", data.to_vec()).unwrap();
            assert_eq!(found[0].name, *name);
            assert_eq!(found[0].bold, name.contains("Bold"), "{name}");
            assert!(found[0].can_embed(&[0, 1, 2]));
        }
    }

    #[test]
    fn licences_are_read() {
        for allowed in [0, 0x0004, 0x0008, 0x0006] {
            assert!(!forbids_embedding(allowed), "{allowed:#x}");
        }
        for forbidden in [0x0002, 0x0100, 0x0204, 0x0102] {
            assert!(forbids_embedding(forbidden), "{forbidden:#x}");
        }
    }

    #[test]
    fn what_is_no_font_is_refused() {
        let whole = BUNDLED[14].1;
        assert_eq!(faces("x", Vec::new()).unwrap_err(), Unfit::Malformed);
        assert_eq!(faces("x", b"wOF2....".to_vec()).unwrap_err(), Unfit::Web);
        assert_eq!(faces("x", vec![7; 4_000]).unwrap_err(), Unfit::Malformed);
        let torn = faces("x", whole[..300].to_vec()).unwrap_err();
        assert_eq!(torn, Unfit::Malformed);
    }
}
