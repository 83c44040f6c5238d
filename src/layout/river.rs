//! Rivers: spaces that stand one below the other through several lines.

use super::breakpoint::{Breakpoint, Totals};
use super::length::Length;
use super::linebreak::{BrokenLine, Setting};

/// So many lines make a river that is seen.
pub const LONGEST: u8 = 4;

/// No more spaces than this stand on most lines.
const GAPS: usize = 24;

/// A space on a line, and of how many lines the river is that ends in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Gap {
    /// Where it begins, from the column's edge.
    pub from: Length,
    /// Where it ends.
    pub to: Length,
    /// Lines of the river.
    pub lines: u8,
}

/// The spaces of the last line of each way through a paragraph, by the way's number.
#[derive(Default)]
pub struct Ways {
    gaps: Vec<Gap>,
    /// Where those of each way end.
    ends: Vec<usize>,
}

impl Ways {
    /// Leaves the one way without a line.
    pub fn begin(&mut self) {
        self.gaps.clear();
        self.ends.clear();
        self.ends.push(0);
    }

    /// Adds a way.
    pub fn add(&mut self, gaps: &[Gap]) {
        self.gaps.extend_from_slice(gaps);
        self.ends.push(self.gaps.len());
    }

    /// The spaces of a way.
    pub fn of(&self, way: usize) -> &[Gap] {
        let start = way.checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.gaps[start..self.ends[way]]
    }
}

/// Follows the rivers of the line `above` into the line `below`; both are in order. Gives the
/// number of those that are seen from here on.
pub fn flow(above: &[Gap], below: &mut [Gap]) -> i64 {
    let mut first = 0;
    let mut seen = 0;
    for gap in below {
        while above.get(first).is_some_and(|other| other.to <= gap.from) {
            first += 1;
        }
        for other in &above[first..] {
            if other.from >= gap.to {
                break;
            }
            let shared = gap.to.min(other.to) - gap.from.max(other.from);
            let narrower = (gap.to - gap.from).min(other.to - other.from);
            if shared * 2 >= narrower {
                gap.lines = gap.lines.max(other.lines.saturating_add(1));
            }
        }
        seen += i64::from(gap.lines == LONGEST);
    }
    seen
}

/// Whether rivers are seen in the lines of a paragraph.
pub fn are_seen(breaks: &[Breakpoint], setting: &Setting, lines: &[BrokenLine]) -> bool {
    if lines.len() < usize::from(LONGEST) {
        return false;
    }
    let (mut above, mut here) = (Vec::with_capacity(GAPS), Vec::with_capacity(GAPS));
    let mut before = None;
    lines.iter().enumerate().any(|(number, line)| {
        here.clear();
        here.extend(gaps(breaks, setting.indent(number), before, line));
        let seen = flow(&above, &mut here);
        std::mem::swap(&mut above, &mut here);
        before = Some(line.breakpoint);
        seen > 0
    })
}

/// The spaces of a line that begins after the breakpoint `before`, so far from the column's edge.
pub fn gaps(
    breaks: &[Breakpoint],
    indent: Length,
    before: Option<usize>,
    line: &BrokenLine,
) -> impl Iterator<Item = Gap> {
    let (from, first) = match before {
        None => (Totals::default(), 0),
        Some(before) => (breaks[before].next, before + 1),
    };
    let (inside, end) = match breaks.get(first..=line.breakpoint) {
        Some([inside @ .., last]) => (inside, last.end),
        _ => (&[][..], from),
    };
    let spaces = (end.spaces - from.spaces).units().max(1);
    let fit = line.fit;
    let place = move |at: Totals| {
        let (glyphs, before) = (at.glyphs - from.glyphs, at.spaces - from.spaces);
        let natural = indent + at.width - from.width;
        natural + glyphs.scaled(fit.scale, 1_000) + fit.spaces.scaled(before.units(), spaces)
    };
    inside
        .iter()
        .filter(|point| point.next.spaces > point.end.spaces)
        .map(move |point| Gap {
            from: place(point.end),
            to: place(point.next),
            lines: 1,
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_river_is_four_spaces_that_overlap_by_half() {
        let line = |at: i64| {
            [Gap {
                from: Length::pt(at),
                to: Length::pt(at + 4),
                lines: 1,
            }]
        };
        let mut above = line(10);
        let mut seen = 0;
        for at in [12, 10, 9] {
            let mut below = line(at);
            seen += flow(&above, &mut below);
            above = below;
        }
        assert_eq!((seen, above[0].lines), (1, 4));
        assert_eq!(flow(&above, &mut line(13)), 0);
    }
}
