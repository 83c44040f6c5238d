//! A number of lines that is asked for: which beginnings of a paragraph can still come to it.

use super::breakpoint::{BreakKind, Breakpoint, Totals};
use super::fit::{self, Fit};
use super::length::Length;
use super::linebreak::{Fill, Setting};

/// What it takes to end a paragraph in a number of lines. It only leaves out what cannot be done: so it changes no
/// result, and spares the search ways that come to nothing.
#[derive(Clone, Copy, Debug)]
pub struct Count {
    lines: usize,
    /// The end of the paragraph.
    end: Totals,
    measure: Length,
    /// What a line may be wider than its measure before anything shrinks: it hangs over both edges, and loses the
    /// space at its end.
    over: Length,
    /// The widest hyphen that a line adds.
    hyphen: Length,
    /// How far spaces may grow, in thousandths of their width.
    loosest: i64,
}

impl Count {
    /// The number that is asked for, of lines no worse than `tolerance`; `None` where none is, or where lines may
    /// be short for other reasons.
    pub fn of(breaks: &[Breakpoint], setting: &Setting, tolerance: i64) -> Option<Count> {
        let lines = setting.lines?;
        let loosest = fit::loosest(tolerance)?;
        let (last, inside) = breaks.split_last()?;
        let is_forced = |point: &Breakpoint| point.kind == BreakKind::Forced;
        if setting.fill != Fill::Justified
            || setting.beside.is_some()
            || inside.iter().any(is_forced)
        {
            return None;
        }
        let (mut before, mut after) = (Length::ZERO, Length::ZERO);
        let (mut space, mut hyphen) = (Length::ZERO, Length::ZERO);
        for point in breaks {
            before = before.max(point.hang_before);
            after = after.max(point.hang_after);
            let lost = point.next.width - point.end.width;
            space = space.max(lost);
            hyphen = hyphen.max(-lost);
        }
        Some(Count {
            lines,
            end: last.end,
            measure: setting.measure,
            over: before + after + space,
            hyphen,
            loosest,
        })
    }

    /// Whether the paragraph, whose first line is shorter by `indent`, can be set in so many lines.
    pub fn can_begin(&self, indent: Length) -> bool {
        let from = Totals {
            width: -indent,
            ..Totals::default()
        };
        self.can_follow(0, from)
    }

    /// Whether what follows `from`, after so many lines, can be set in the lines that are left.
    pub fn can_follow(&self, lines: usize, from: Totals) -> bool {
        let Some(left) = self.lines.checked_sub(lines) else {
            return false;
        };
        let rest = self.end - from;
        if left == 0 {
            return rest.width <= Length::ZERO;
        }
        let left = left as i64;
        // What is rounded line by line.
        let rounded = Length::from_units(4) * left;
        let most = (self.measure + self.over) * left + Fit::most_lost(rest) + rounded;
        // The last line may be short.
        let full = left - 1;
        let grown = Fit::most(rest, self.loosest) + self.hyphen * 2 * full + rounded;
        rest.width <= most && self.measure * full <= rest.width + grown
    }
}
