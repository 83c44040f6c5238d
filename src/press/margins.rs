//! How near to the edges of its page anything stands, as it was set.

use crate::layout::frame::{Page, Shape, Vocabulary};
use crate::layout::length::Length;
use crate::pdf::bleeds_off;

/// White around what stands on a page: at the left, above, at the right and below.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct White {
    pub left: Length,
    pub top: Length,
    pub right: Length,
    pub bottom: Length,
}

/// A capital is about as high, and a descender as deep, in hundredths of the size.
const ASCENT: i64 = 72;
const DESCENT: i64 = 22;

/// The white of a page. A photo or colour that reaches an edge is meant to be cut off there and counts
/// for no margin.
/// `None` for an empty page.
pub fn white(page: &Page, vocabulary: &Vocabulary) -> Option<White> {
    let boxes = page
        .items
        .iter()
        .map(|item| (item, box_of(&item.shape, vocabulary)));
    let inside = boxes.filter(|(item, [left, top, right, bottom])| {
        // Marks and the slug line.
        let is_outside = *right <= Length::ZERO
            || *bottom <= Length::ZERO
            || *left >= page.width
            || *top >= page.height;
        !(is_outside || bleeds_off(page, &item.shape))
    });
    inside
        .map(|(_, [left, top, right, bottom])| White {
            left,
            top,
            right: page.width - right,
            bottom: page.height - bottom,
        })
        .reduce(|one, other| White {
            left: one.left.min(other.left),
            top: one.top.min(other.top),
            right: one.right.min(other.right),
            bottom: one.bottom.min(other.bottom),
        })
}

/// Left, top, right and bottom of what is shown.
fn box_of(shape: &Shape, vocabulary: &Vocabulary) -> [Length; 4] {
    match shape {
        Shape::Text(run) => [
            run.origin.x,
            run.origin.y - run.size.scaled(ASCENT, 100),
            run.origin.x + run.width(vocabulary),
            run.origin.y + run.size.scaled(DESCENT, 100),
        ],
        Shape::Fill { area, .. } | Shape::Photo { area, .. } => {
            let right = area.origin.x + area.width;
            let bottom = area.origin.y + area.height;
            [area.origin.x, area.origin.y, right, bottom]
        }
        Shape::Stroke { from, to, .. } => [
            from.x.min(to.x),
            from.y.min(to.y),
            from.x.max(to.x),
            from.y.max(to.y),
        ],
    }
}
