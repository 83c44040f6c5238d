//! A place where a line may end, and how wide the text is up to there.

use std::ops::Sub;

use super::length::Length;

/// Widths added up from the paragraph's beginning.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Totals {
    /// Of everything.
    pub width: Length,
    /// Of the spaces in it, which stretch and shrink.
    pub spaces: Length,
    /// Of the glyphs in it, which may be drawn a little wider or narrower.
    pub glyphs: Length,
}

impl Sub for Totals {
    type Output = Totals;
    fn sub(self, other: Totals) -> Totals {
        Totals {
            width: self.width - other.width,
            spaces: self.spaces - other.spaces,
            glyphs: self.glyphs - other.glyphs,
        }
    }
}

/// What kind of place a line may end at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BreakKind {
    /// At a space, or between characters that a line may part.
    Plain,
    /// After a hyphen of the manuscript's.
    Hyphened,
    /// Inside a word, with a hyphen.
    Hyphen,
    /// Inside a stretch that is longer than the measure, without a mark: only when nothing else
    /// fits.
    Rescue,
    /// Where the line must end.
    Forced,
}

impl BreakKind {
    /// Whether the line ends in a hyphen.
    pub fn shows_hyphen(self) -> bool {
        matches!(self, BreakKind::Hyphen | BreakKind::Hyphened)
    }
}

/// A place where a line may end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Breakpoint {
    /// What kind of place.
    pub kind: BreakKind,
    /// Totals of the text up to here as the end of a line, hyphen included, space not.
    pub end: Totals,
    /// Totals that the next line begins at.
    pub next: Totals,
    /// How far the last character before it hangs over the right edge.
    pub hang_before: Length,
    /// How far the first character after it hangs over the left edge.
    pub hang_after: Length,
}
