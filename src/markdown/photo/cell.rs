//! The photo that a table's cell shows: alone, or with text below it on lines of its own.

use super::paragraph::{is_photo, take_photo};
use crate::document::{Inline, InlineKind};
use crate::markdown::builder::UNNUMBERED;
use crate::markdown::splice;

/// Takes off what stands around the photo of a cell, as in a paragraph; it is shown with its cutline
/// and credit. Of other photos in lines, the notes come after them.
pub(in crate::markdown) fn read(mut content: Vec<Inline>) -> Vec<Inline> {
    if !leads(&content) {
        return splice::notes_after_photos(content);
    }
    let below = content.split_off(1);
    let photo = content.pop().and_then(take_photo);
    let photo = photo.map(|(span, figure)| Inline {
        id: UNNUMBERED,
        span,
        kind: InlineKind::Photo(Box::new(figure)),
    });
    let below = splice::notes_after_photos(below);
    photo.into_iter().chain(below).collect()
}

/// Whether a photo stands first, and a line break after it at most.
fn leads(content: &[Inline]) -> bool {
    let shows = match content {
        [first] => first,
        [first, after, ..] if matches!(after.kind, InlineKind::HardBreak) => first,
        _ => return false,
    };
    is_photo(shows)
}
