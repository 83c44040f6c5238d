//! Which standards the file says it follows: only what is true of it.

use super::font::Fonts;
use crate::layout::frame::PagedBook;

/// The standards that the metadata names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Claims {
    /// PDF/A-2a (ISO 19005-2).
    pub archive: bool,
    /// PDF/UA-1 (ISO 14289-1).
    pub accessible: bool,
}

impl Claims {
    /// What holds for a book; `inks` says whether a photo has colours that no profile describes. No standard allows the glyph for missing characters; PDF/A has no
    /// place for ink colours beside an sRGB output intent; PDF/UA wants words for every picture;
    /// both want to know the language.
    pub fn of(book: &PagedBook, fonts: &Fonts<'_>, inks: bool) -> Claims {
        let complete =
            !fonts.show_missing_glyph() && language_tag(&book.metadata.language).is_some();
        Claims {
            archive: complete && !inks,
            accessible: complete && book.every_picture_has_alt,
        }
    }
}

/// `tag` if it has the shape of a language tag (BCP 47): subtags of one to eight letters or digits,
/// the first of two letters or more.
pub fn language_tag(tag: &str) -> Option<&str> {
    let well_formed = |subtag: &str| {
        (1..=8).contains(&subtag.len()) && subtag.bytes().all(|byte| byte.is_ascii_alphanumeric())
    };
    let primary = tag.split('-').next().unwrap_or_default();
    let language = primary.len() >= 2 && primary.bytes().all(|byte| byte.is_ascii_alphabetic());
    (language && tag.split('-').all(well_formed)).then_some(tag)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ink_colours_are_no_archive() {
        let book = PagedBook {
            metadata: crate::document::Metadata {
                language: "en".into(),
                ..Default::default()
            },
            pages: Vec::new(),
            fonts: Vec::new(),
            photos: Vec::new(),
            structure: Vec::new(),
            outline: Vec::new(),
            destinations: Vec::new(),
            every_picture_has_alt: true,
        };
        let fonts = Fonts::embed(&book).ok();
        let archive = |inks| Some(Claims::of(&book, fonts.as_ref()?, inks).archive);
        assert_eq!(archive(false), Some(true));
        assert_eq!(archive(true), Some(false));
    }

    #[test]
    fn language_tags_have_a_shape() {
        for tag in ["en", "de-AT", "zh-Hans-CN", "grc"] {
            assert_eq!(language_tag(tag), Some(tag));
        }
        for tag in ["", "e", "en_GB", "en-", "english please", "überdeutsch"] {
            assert_eq!(language_tag(tag), None, "{tag}");
        }
    }
}
