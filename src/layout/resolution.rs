//! The resolution of photos where they are printed, measured on the size that each was given.

use super::frame::PlacedPhoto;
use super::length::Length;
use crate::book::Picture;
use crate::diagnostic::{Code, Diagnostic};
use crate::document::Document;
use crate::photo::Format;

/// What print can show, in pixels an inch.
const GOOD: i64 = 300;
/// Below this, a photo looks blurred at arm's length.
const LOW: i64 = 150;

const INCH: i64 = Length::pt(72).units();

/// The pixels that a printed length needs.
pub fn pixels_for(length: Length) -> i64 {
    (length.units() * GOOD + INCH - 1) / INCH
}

/// A length in whole millimetres.
pub fn millimetres(length: Length) -> i64 {
    (length.units() * 254 + INCH * 5) / (INCH * 10)
}

/// The pixels of what is shown of a photo; a drawing has none.
pub fn pixels_of(picture: Option<&Picture>) -> Option<(u32, u32)> {
    match picture? {
        Picture::Photo(photo) if photo.format != Format::Svg => Some(photo.shown_size()),
        Picture::Photo(_) | Picture::ReservedSlot { .. } => None,
    }
}

impl PlacedPhoto {
    /// Its pixels to the printed inch, in the direction that has fewer.
    pub fn pixels_an_inch(&self) -> Option<u32> {
        let (width, height) = self.pixels?;
        let of = |pixels: u32, length: Length| i64::from(pixels) * INCH / length.units().max(1);
        let fewer = of(width, self.width).min(of(height, self.height));
        u32::try_from(fewer).ok()
    }
}

/// What is to be said of photos with too few pixels.
pub fn judge(document: &Document, placed: &[PlacedPhoto]) -> Vec<Diagnostic> {
    let figures = document.figures();
    let mut found = Vec::new();
    for photo in placed {
        let Some(measured) = photo.pixels_an_inch() else {
            continue;
        };
        let (code, effect) = match i64::from(measured) {
            GOOD.. => continue,
            LOW.. => (Code::FairResolution, ""),
            _ => (Code::LowResolution, ", which looks blurred"),
        };
        // The figures come in the order of their nodes.
        let Ok(at) = figures.binary_search_by_key(&photo.node, |figure| figure.id) else {
            continue;
        };
        let Some(figure) = figures.get(at) else {
            continue;
        };
        let slug = figure.figure.slug.as_str();
        let message =
            format!("the photo `{slug}` is printed at {measured} pixels to the inch{effect}");
        let hint = format!(
            "a copy of at least {} × {} pixels is sharp at its {} × {} mm",
            pixels_for(photo.width),
            pixels_for(photo.height),
            millimetres(photo.width),
            millimetres(photo.height)
        );
        found.push(Diagnostic::new(code, figure.span, message).hint(hint));
    }
    found
}
