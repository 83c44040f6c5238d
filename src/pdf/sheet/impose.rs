//! Imposition: several pages on a side of a sheet, for printers in offices.

use super::{Placed, Sheet, WHOLE};
use crate::layout::frame::PagedBook;
use crate::layout::length::Length;
use crate::pdf::number::{divide, milli};

/// How pages stand on sheets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scheme {
    /// Two on each side of sheets that are laid into each other, folded and stitched in the fold.
    Booklet,
    /// Two beside each other, in the order in which they are read.
    TwoUp,
    /// Four, in the order in which they are read.
    FourUp,
}

/// Pages on sheets of one size.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Imposition {
    /// How they stand.
    pub scheme: Scheme,
    /// The shorter side of a sheet.
    pub narrow: Length,
    /// Its longer side.
    pub long: Length,
}

/// Sheets of copying paper that fold as one and that a long-arm stapler goes through.
const SHEETS_A_SIGNATURE: usize = 12;

/// Copying paper of 80 g/m² is about a tenth of a millimetre thick. Each sheet that others lie around
/// sticks out further by as much, and is trimmed: its pages stand nearer to the fold instead.
const THICKNESS: Length = Length::tenth_mm(1);

impl Imposition {
    /// How many sheets of paper each signature of a booklet has; all but equally many.
    pub fn signatures(pages: usize) -> Vec<usize> {
        let sheets = pages.div_ceil(4);
        let count = sheets.div_ceil(SHEETS_A_SIGNATURE);
        let larger = sheets.checked_rem(count).unwrap_or(0);
        let of = |index| sheets / count + usize::from(index < larger);
        (0..count).map(of).collect()
    }

    /// The sides of all sheets, front and back in turn.
    pub(super) fn sheets(&self, book: &PagedBook) -> Vec<Sheet> {
        match self.scheme {
            Scheme::Booklet => self.booklet(book),
            Scheme::TwoUp => self.in_order(book, 2),
            Scheme::FourUp => self.in_order(book, 4),
        }
    }

    fn booklet(&self, book: &PagedBook) -> Vec<Sheet> {
        let (width, height) = (milli(self.long), milli(self.narrow));
        let right_to_left = book.metadata.is_right_to_left();
        let mut sides = Vec::new();
        let mut first = 0;
        for sheets in Imposition::signatures(book.pages.len()) {
            let last = first + 4 * sheets - 1;
            for sheet in 0..sheets {
                let creep = milli(THICKNESS * sheet as i64);
                let front = (last - 2 * sheet, first + 2 * sheet);
                let back = (first + 2 * sheet + 1, last - 2 * sheet - 1);
                for (left, right) in [front, back] {
                    let (left, right) = match right_to_left {
                        true => (right, left),
                        false => (left, right),
                    };
                    let at_fold = |page: usize, is_left: bool| {
                        let (page_width, page_height) = size(book, page)?;
                        let scale = fitting((page_width, page_height), (width / 2, height));
                        let x = match is_left {
                            true => width / 2 - scaled(page_width, scale) + creep,
                            false => width / 2 - creep,
                        };
                        let y = (height - scaled(page_height, scale)) / 2;
                        // What has crept over the fold would stand on the page beside it.
                        let over = creep.saturating_mul(WHOLE) / scale.max(1);
                        let hidden = if is_left { [0, over] } else { [over, 0] };
                        let whole = Placed::whole(page, x, y);
                        Some(Placed {
                            scale,
                            hidden,
                            ..whole
                        })
                    };
                    let pages = [at_fold(left, true), at_fold(right, false)];
                    sides.push(side((width, height), pages.into_iter().flatten()));
                }
            }
            first = last + 1;
        }
        sides
    }

    /// So many pages a side, in rows. Pages that lie stand below each other where two are on a side.
    fn in_order(&self, book: &PagedBook, count: usize) -> Vec<Sheet> {
        let lies = size(book, 0).is_some_and(|(width, height)| width > height);
        let (long, narrow) = (milli(self.long), milli(self.narrow));
        let (columns, rows, width, height) = match (count, lies) {
            (2, false) => (2, 1, long, narrow),
            (2, true) => (1, 2, narrow, long),
            (_, false) => (2, 2, narrow, long),
            (_, true) => (2, 2, long, narrow),
        };
        let right_to_left = book.metadata.is_right_to_left();
        let cell = (width / columns, height / rows);
        let starts = (0..book.pages.len()).step_by(count);
        starts
            .map(|first| {
                let placed = (0..count as i64).filter_map(|index| {
                    let page = first + index as usize;
                    let (page_width, page_height) = size(book, page)?;
                    let scale = fitting((page_width, page_height), cell);
                    let column = match right_to_left {
                        true => columns - 1 - index % columns,
                        false => index % columns,
                    };
                    let row = rows - 1 - index / columns;
                    let x = cell.0 * column + (cell.0 - scaled(page_width, scale)) / 2;
                    let y = cell.1 * row + (cell.1 - scaled(page_height, scale)) / 2;
                    let whole = Placed::whole(page, x, y);
                    Some(Placed { scale, ..whole })
                });
                side((width, height), placed)
            })
            .collect()
    }
}

fn size(book: &PagedBook, page: usize) -> Option<(i64, i64)> {
    let page = book.pages.get(page)?;
    Some((milli(page.width), milli(page.height)))
}

/// The scale at which a page fits into a cell, in millionths: never larger than it is.
fn fitting((width, height): (i64, i64), cell: (i64, i64)) -> i64 {
    let across = cell.0.saturating_mul(WHOLE) / width.max(1);
    let down = cell.1.saturating_mul(WHOLE) / height.max(1);
    match across.min(down) {
        // A thousandth more or less is how a format is halved: A4 in two is A5, rounded.
        scale if scale > WHOLE - WHOLE / 1_000 => WHOLE,
        scale => scale,
    }
}

fn scaled(length: i64, scale: i64) -> i64 {
    divide(length.saturating_mul(scale), WHOLE)
}

fn side((width, height): (i64, i64), pages: impl Iterator<Item = Placed>) -> Sheet {
    let all = [0, 0, width, height];
    let mut pages: Vec<Placed> = pages.collect();
    pages.sort_unstable_by_key(|placed| placed.page);
    Sheet {
        media: all,
        bleed: all,
        trim: all,
        pages,
        marks: false,
        clips: true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signatures_are_of_nearly_one_size() {
        assert_eq!(Imposition::signatures(0), [0; 0]);
        assert_eq!(Imposition::signatures(1), [1]);
        assert_eq!(Imposition::signatures(48), [12]);
        assert_eq!(Imposition::signatures(49), [7, 6]);
        assert_eq!(Imposition::signatures(200), [10; 5]);
    }

    #[test]
    fn half_a_sheet_of_a4_is_a5() {
        let a5 = (milli(Length::mm(148)), milli(Length::mm(210)));
        let half = (milli(Length::mm(297)) / 2, milli(Length::mm(210)));
        assert_eq!(fitting(a5, half), WHOLE);
        let six_by_nine = (432_000, 648_000);
        assert_eq!(fitting(six_by_nine, (396_000, 612_000)), 916_666);
    }
}
