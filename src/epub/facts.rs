//! What is true of a publication: the ground for everything its package claims.

use super::alternative::Alternative;
use crate::book::{Book, Picture};
use crate::document::Edition;
use crate::photo::Format;

/// Facts that accessibility metadata is computed from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Facts {
    /// How many photos stand in the text. Reserved slots are drawings, fully said by their label.
    pub photos: usize,
    /// How many of them have alternative text from a person, or are marked as decoration.
    pub described: usize,
    /// Whether a photo could move: its format can hold an animation.
    pub animated: bool,
    /// Whether formulas stand in it as MathML.
    pub mathml: bool,
    /// Whether the pages of the printed edition are marked.
    pub page_breaks: bool,
}

impl Facts {
    /// Counts the book's photos.
    pub fn of(book: &Book, page_breaks: bool) -> Facts {
        let mut facts = Facts {
            page_breaks,
            ..Facts::default()
        };
        for placed in book.document().figures() {
            let Some(Picture::Photo(photo)) = book.picture_in(Edition::Epub, placed.id) else {
                continue;
            };
            facts.photos += 1;
            if !matches!(Alternative::of(placed.figure), Alternative::Missing) {
                facts.described += 1;
            }
            facts.animated |= matches!(photo.format, Format::Gif | Format::WebP);
        }
        facts
    }

    /// Whether nobody who cannot see the photos misses anything.
    pub fn every_photo_described(&self) -> bool {
        self.described == self.photos
    }
}
