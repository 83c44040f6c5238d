//! Sheets for a press: bleed, room for marks, an even number of pages.

use super::{Placed, Sheet, marks};
use crate::layout::frame::{Page, PagedBook, Shape};
use crate::layout::length::Length;
use crate::pdf::number::milli;
use crate::photo::inks::OutputProfile;

/// How far colour goes beyond the trimmed page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Bleed {
    /// On all sides.
    Around(Length),
    /// On all sides but the spine, and only in a book that has something to bleed; pages of other
    /// books are as large as they are trimmed.
    ButSpine(Length),
}

/// The print that colours are meant for.
#[derive(Clone, Debug, PartialEq)]
pub struct OutputIntent {
    /// Its name in the registry of the International Color Consortium; none where the profile
    /// alone says what it is.
    pub registered: Option<String>,
    /// What people call it.
    pub description: String,
    /// The profile of its inks.
    pub profile: OutputProfile,
}

/// What a press asks of the file.
#[derive(Clone, Debug)]
pub struct PressSheet {
    /// What is cut off.
    pub bleed: Bleed,
    /// Whether crop and registration marks stand around the page.
    pub marks: bool,
    /// Whether the pages have something to say beyond their bleed.
    pub slug: bool,
    /// Whether an empty page is added to an odd number of them.
    pub even: bool,
    /// For PDF/X-4; without it the file follows no standard.
    pub intent: Option<OutputIntent>,
}

impl PressSheet {
    /// A sheet for each page.
    pub(super) fn sheets(&self, book: &PagedBook) -> Vec<Sheet> {
        let right_to_left = book.metadata.is_right_to_left();
        let bleeds = book.pages.iter().any(bleeds);
        let mut sheets: Vec<Sheet> = Vec::with_capacity(book.pages.len() + 1);
        for (index, page) in book.pages.iter().enumerate() {
            let (width, height) = (milli(page.width), milli(page.height));
            let spine_is_left = index.is_multiple_of(2) != right_to_left;
            let [left, bottom, right, top] = match self.bleed {
                Bleed::Around(bleed) => [milli(bleed); 4],
                Bleed::ButSpine(bleed) if bleeds => {
                    let bleed = milli(bleed);
                    match spine_is_left {
                        true => [0, bleed, bleed, bleed],
                        false => [bleed, bleed, 0, bleed],
                    }
                }
                Bleed::ButSpine(_) => [0; 4],
            };
            let room = if self.marks || self.slug {
                marks::ROOM
            } else {
                0
            };
            let (x, y) = (room + left, room + bottom);
            sheets.push(Sheet {
                media: [0, 0, x + width + right + room, y + height + top + room],
                bleed: [room, room, x + width + right, y + height + top],
                trim: [x, y, x + width, y + height],
                pages: vec![Placed::whole(index, x, y)],
                marks: self.marks,
                clips: false,
            });
        }
        if self.even && !sheets.len().is_multiple_of(2) {
            let empty = sheets.last().map(|last| Sheet {
                pages: Vec::new(),
                ..last.clone()
            });
            sheets.extend(empty);
        }
        sheets
    }
}

/// Whether something on the page reaches its edge.
pub fn bleeds(page: &Page) -> bool {
    page.items.iter().any(|item| bleeds_off(page, &item.shape))
}

/// Whether this is a photo or a colour that reaches the page's edge.
pub fn bleeds_off(page: &Page, shape: &Shape) -> bool {
    match shape {
        Shape::Fill { area, .. } | Shape::Photo { area, .. } => {
            area.origin.x <= Length::ZERO
                || area.origin.y <= Length::ZERO
                || area.origin.x + area.width >= page.width
                || area.origin.y + area.height >= page.height
        }
        Shape::Text(_) | Shape::Stroke { .. } => false,
    }
}
