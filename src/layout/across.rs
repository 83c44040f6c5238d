//! What stands across the columns of a page, and what it leaves to each of them. A page of one column
//! has nothing across it.

use super::filling::Filler;
use super::galley::Float;
use super::length::Length;
use super::spec::Spec;
use crate::document::Placement;

/// A page before its columns are filled.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Across {
    /// Where each column begins, from the head of the text area: on the grid.
    pub tops: Vec<Length>,
    /// Where all of them end.
    pub bottom: Length,
    /// The photos that stand across.
    pub placed: Vec<Spanning>,
}

/// A photo across columns, with its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Spanning {
    /// Where in the galley it comes from.
    pub entry: usize,
    /// Which of its sizes.
    pub size: usize,
    /// From the head of the text area.
    pub y: Length,
    /// How high it is.
    pub height: Length,
    /// Whether it stands below the columns.
    pub at_foot: bool,
}

/// Lines that a column keeps under what stands across.
const FEWEST_LINES: i64 = 5;

impl Across {
    /// A page with nothing across.
    pub fn nothing(spec: &Spec) -> Across {
        Across {
            tops: vec![Length::ZERO; spec.columns.count.max(1)],
            bottom: spec.depth(),
            placed: Vec::new(),
        }
    }

    /// The first page of a chapter, under a head of this height.
    pub fn under(spec: &Spec, head: Length) -> Across {
        let mut across = Across::nothing(spec);
        across.tops.fill(head.up_to(spec.body.leading));
        across
    }

    /// How deep a column is.
    pub fn depth_of(&self, column: usize) -> Length {
        let top = self.tops.get(column).copied().unwrap_or_default();
        (self.bottom - top).max(Length::ZERO)
    }

    /// The same with columns that end at `bottom`.
    pub fn ending_at(&self, bottom: Length) -> Across {
        let mut shorter = self.clone();
        let up = self.bottom - bottom;
        shorter.bottom = bottom;
        let at_foot = shorter.placed.iter_mut().filter(|one| one.at_foot);
        at_foot.for_each(|one| one.y -= up);
        shorter
    }

    /// Puts a photo below the columns, where they end for good. Gives whether there is room.
    pub fn place_below(&mut self, spec: &Spec, entry: usize, float: &Float) -> bool {
        let below = self.placed.iter().filter(|one| one.at_foot);
        let lowest = below.map(|one| one.y + one.height).max();
        let y = lowest.unwrap_or(self.bottom) + float.apart;
        let height = |size: usize| {
            float
                .sizes
                .get(size)
                .map_or(Length::ZERO, |made| made.height)
        };
        let fits = |size: &usize| y + height(*size) <= spec.depth();
        let Some(size) = (0..float.sizes.len()).find(fits) else {
            return false;
        };
        self.placed.push(Spanning {
            entry,
            size,
            y,
            height: height(size),
            at_foot: true,
        });
        true
    }

    /// Where the lowest of its columns begins.
    pub fn lowest_top(&self) -> Length {
        self.tops.iter().copied().max().unwrap_or_default()
    }

    /// Puts a photo across as many columns as it spans, in the largest size that leaves them some
    /// lines. Gives whether there is room; where it `must`, there is.
    pub fn place(&mut self, spec: &Spec, entry: usize, float: &Float, must: bool) -> bool {
        let leading = spec.body.leading;
        let columns = self.tops.iter().take(float.columns.max(1));
        let top = columns.copied().max().unwrap_or_default();
        let room = self.bottom - top - leading * FEWEST_LINES;
        let height = |size: usize| {
            let made = float.sizes.get(size);
            let made = made.map_or(Length::ZERO, |made| made.height);
            (made + float.apart).up_to(leading)
        };
        let fitting = (0..float.sizes.len()).find(|size| height(*size) <= room);
        let last = float.sizes.len().checked_sub(1);
        let Some(size) = fitting.or(last.filter(|_| must)) else {
            return false;
        };
        let height = height(size);
        let at_foot = float.placement == Some(Placement::Bottom);
        let y = if at_foot {
            self.bottom = (self.bottom - height).max(Length::ZERO);
            // The first of several is the highest.
            let above = self.placed.iter_mut().filter(|one| one.at_foot);
            above.for_each(|one| one.y -= height);
            // The room is above it; its cutline stands on the last line.
            (spec.depth() - height).max(Length::ZERO) + float.apart
        } else {
            let columns = self.tops.iter_mut().take(float.columns.max(1));
            columns.for_each(|it| *it = top + height);
            top
        };
        self.placed.push(Spanning {
            entry,
            size,
            y,
            height: float
                .sizes
                .get(size)
                .map_or(Length::ZERO, |made| made.height),
            at_foot,
        });
        true
    }
}

impl Filler<'_> {
    /// The next page with photos that wait to stand across it, and those that must wait further.
    pub fn next_page(&self, waiting: &[usize]) -> (Across, Vec<usize>) {
        let mut across = Across::nothing(self.spec);
        let mut rest = waiting;
        while let Some((entry, others)) = rest.split_first() {
            let must = across.placed.is_empty();
            let float = self.float(*entry);
            if float.is_some_and(|float| !across.place(self.spec, *entry, float, must)) {
                break;
            }
            rest = others;
        }
        (across, rest.to_vec())
    }

    /// The photo that opens the galley across columns.
    pub fn lead(&self) -> Option<(usize, &Float)> {
        let mut entries = self.entries.iter().enumerate();
        entries.find_map(|(at, entry)| match entry {
            super::galley::Entry::Float(float) if float.leads => Some((at, float)),
            _ => None,
        })
    }
}
