//! Which standards the file says it follows: only what is true of it.

use super::font::Fonts;
use super::sheet::Purpose;
use crate::layout::frame::PagedBook;

/// The standards that the metadata names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Claims {
    /// PDF/A-2a (ISO 19005-2).
    pub archive: bool,
    /// PDF/UA-1 (ISO 14289-1).
    pub accessible: bool,
    /// PDF/X-4 (ISO 15930-7).
    pub press: bool,
}

/// What the writer knows of the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Facts {
    /// Whether a photo has colours that no profile describes.
    pub inks: bool,
    /// Whether it says when it was made.
    pub dated: bool,
}

impl Claims {
    /// What holds for a book. PDF/A and PDF/UA do not allow the glyph for missing characters; PDF/A has
    /// no place for ink colours beside an sRGB output intent; PDF/UA wants words for every picture; both
    /// want to know the language. A file for a press has no links, and is none of them; PDF/X-4 wants
    /// a title, a date and an output intent.
    pub fn of(book: &PagedBook, fonts: &Fonts<'_>, facts: Facts, purpose: &Purpose) -> Claims {
        let complete =
            !fonts.show_missing_glyph() && language_tag(&book.metadata.language).is_some();
        let for_press = matches!(purpose, Purpose::Press(_));
        let titled = !book.metadata.title.trim().is_empty();
        Claims {
            archive: complete && !facts.inks && !for_press,
            accessible: complete && book.every_picture_has_alt && purpose.has_links(),
            press: purpose.intent().is_some() && facts.dated && titled,
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
            vocabulary: Default::default(),
            fonts: Vec::new(),
            photos: Vec::new(),
            structure: Vec::new(),
            outline: Vec::new(),
            destinations: Vec::new(),
            every_picture_has_alt: true,
        };
        let fonts = Fonts::embed(&[], &[], &book.vocabulary).ok();
        let archive = |inks| {
            let facts = Facts { inks, dated: false };
            let (fonts, _) = fonts.as_ref()?;
            Some(Claims::of(&book, fonts, facts, &Purpose::Reading).archive)
        };
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
