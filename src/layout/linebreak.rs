//! Breaking a paragraph into lines: total fit over the whole paragraph, after D. E. Knuth and
//! M. F. Plass, "Breaking paragraphs into lines", Software: Practice and Experience 11 (1981), with
//! glyphs that give way before the spaces do, after Hàn Thế Thành, "Micro-typographic extensions to
//! the TeX typesetting system", TUGboat 21 (2000).
//!
//! Knows widths and costs, nothing of fonts or text.

mod search;

pub use search::Room;

use search::search;

use super::breakpoint::Breakpoint;
use super::count::Count;
use super::fit::Fit;
use super::length::Length;
use super::river;

/// How lines are filled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fill {
    /// Both edges straight.
    Justified,
    /// The end of the line is free.
    Ragged,
}

/// What lines are broken to.
#[derive(Clone, Copy, Debug)]
pub struct Setting {
    /// Width of the first line.
    pub first_measure: Length,
    /// Width of the other lines.
    pub measure: Length,
    /// What takes room from the lines after the first.
    pub beside: Option<Beside>,
    /// How lines are filled.
    pub fill: Fill,
    /// A last line shorter than this is avoided.
    pub shortest_last: Length,
    /// The number of lines that is wanted, where it is not the best one.
    pub lines: Option<usize>,
}

/// What begins on a paragraph's first line and stands beside some more of them: a capital that is several lines
/// high.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Beside {
    /// Lines that it is high, the first included.
    pub lines: usize,
    /// The room that it takes from the lines after the first.
    pub width: Length,
}

impl Setting {
    /// Where the line of that number begins, from 0.
    pub fn indent(&self, line: usize) -> Length {
        match self.beside {
            _ if line == 0 => self.measure - self.first_measure,
            Some(beside) if line < beside.lines => beside.width,
            _ => Length::ZERO,
        }
    }

    /// Whether it makes a difference to the next line that so many came before it.
    fn part(&self, lines: usize) -> usize {
        self.beside.map_or(0, |beside| lines.min(beside.lines))
    }
}

/// One line of the result.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BrokenLine {
    /// The breakpoint it ends at.
    pub breakpoint: usize,
    /// How it fills its measure.
    pub fit: Fit,
}

/// How hard a pass tries.
#[derive(Clone, Copy, Debug)]
pub struct Pass {
    /// The worst badness a line may have; 10,000 takes anything.
    tolerance: i64,
    /// Whether words may be divided.
    pub hyphens: bool,
    /// Whether stretches longer than the measure may be cut, and overfull lines kept.
    pub rescue: bool,
    /// Whether a last line may be hardly a line.
    runts: bool,
}

impl Pass {
    /// The passes to try in turn, from the one that gives the best lines to the one that always
    /// gives some.
    pub const ALL: [Pass; 4] = [
        Pass {
            tolerance: 60,
            hyphens: false,
            rescue: false,
            runts: false,
        },
        Pass {
            tolerance: 100,
            hyphens: true,
            rescue: false,
            runts: false,
        },
        Pass {
            tolerance: 300,
            hyphens: true,
            rescue: false,
            runts: true,
        },
        Pass {
            tolerance: WORST,
            hyphens: true,
            rescue: true,
            runts: true,
        },
    ];
}

/// Badness of a line that cannot be worse (TeX's `inf_bad`).
pub const WORST: i64 = 10_000;
/// The best lines under one pass, or `None` where the pass finds none. The last breakpoint must
/// be forced. An empty paragraph has no lines.
pub fn break_lines(
    breaks: &[Breakpoint],
    setting: &Setting,
    pass: Pass,
    room: &mut Room,
) -> Option<Vec<BrokenLine>> {
    let count = Count::of(breaks, setting, pass.tolerance);
    let lines = search(breaks, setting, pass, count, room, false)?;
    if setting.fill == Fill::Ragged || !river::are_seen(breaks, setting, &lines) {
        return Some(lines);
    }
    // Watching every line for rivers would cost more than breaking it.
    search(breaks, setting, pass, count, room, true)
}

#[cfg(test)]
mod tests {
    use super::super::breakpoint::{BreakKind, Totals};
    use super::*;

    /// Words of the given widths with spaces of 3 (+1.5, −1) between them.
    fn paragraph(words: &[i64]) -> Vec<Breakpoint> {
        let mut at = Totals::default();
        let mut breaks = Vec::new();
        for (index, word) in words.iter().enumerate() {
            at.width += Length::pt(*word);
            at.glyphs += Length::pt(*word);
            let end = at;
            at.width += Length::pt(3);
            at.spaces += Length::pt(3);
            let last = index + 1 == words.len();
            let kind = if last {
                BreakKind::Forced
            } else {
                BreakKind::Plain
            };
            breaks.push(Breakpoint {
                kind,
                end,
                next: at,
                hang_before: Length::ZERO,
                hang_after: Length::ZERO,
            });
        }
        breaks
    }

    fn lines(words: &[i64], measure: i64) -> Vec<usize> {
        lines_beside(words, measure, None)
    }

    /// Words, with a hyphen or with spaces between them that give as much as they are wide or twice that; some
    /// hang over the edges. `next` gives a number below another.
    fn uneven(next: &mut impl FnMut(u32) -> i64) -> Vec<Breakpoint> {
        let mut at = Totals::default();
        let count = 20 + next(60);
        let point = |number: i64| {
            let word = Length::pt(2 + next(28));
            at.width += word;
            at.glyphs += word;
            let mut end = at;
            let kind = match next(5) {
                _ if number + 1 == count => BreakKind::Forced,
                0 => BreakKind::Hyphen,
                _ => BreakKind::Plain,
            };
            if kind == BreakKind::Hyphen {
                end.width += Length::pt(4);
                end.glyphs += Length::pt(4);
            } else {
                at.width += Length::pt(3);
                at.spaces += Length::pt(3 + 3 * next(2));
            }
            Breakpoint {
                kind,
                end,
                next: at,
                hang_before: Length::pt(next(3)),
                hang_after: Length::pt(next(3)),
            }
        };
        (0..count).map(point).collect()
    }

    #[test]
    fn a_number_of_lines_leaves_out_no_way_that_comes_to_it() {
        let mut seed = 7_u32;
        let mut next = |most: u32| {
            seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            i64::from(seed >> 16) % i64::from(most)
        };
        let (mut found, mut left_out) = (0, 0);
        for _ in 0..80 {
            let breaks = uneven(&mut next);
            let measure = Length::pt(60 + next(90));
            let indent = Length::pt(next(30) - 10);
            let mut setting = Setting {
                first_measure: measure - indent,
                measure,
                beside: None,
                fill: Fill::Justified,
                shortest_last: Length::pt(next(20)),
                lines: None,
            };
            let natural = (breaks[breaks.len() - 1].end.width.units() / measure.units()) as usize;
            for pass in Pass::ALL {
                for lines in natural.saturating_sub(2)..natural + 4 {
                    setting.lines = Some(lines);
                    let count = Count::of(&breaks, &setting, pass.tolerance);
                    for rivers in [false, true] {
                        let made = |count| {
                            let room = &mut Room::default();
                            search(&breaks, &setting, pass, count, room, rivers)
                        };
                        let all = made(None);
                        assert_eq!(made(count), all, "{lines} lines");
                        found += i32::from(all.is_some());
                        let begins = count.is_none_or(|count| count.can_begin(indent));
                        left_out += i32::from(!begins);
                    }
                }
            }
        }
        assert!(found > 300 && left_out > 300, "{found} {left_out}");
    }

    fn lines_beside(words: &[i64], measure: i64, beside: Option<Beside>) -> Vec<usize> {
        let measure = Length::pt(measure);
        let setting = Setting {
            first_measure: measure,
            measure,
            beside,
            fill: Fill::Justified,
            shortest_last: Length::ZERO,
            lines: None,
        };
        let breaks = paragraph(words);
        let mut room = Room::default();
        let found = Pass::ALL
            .into_iter()
            .find_map(|pass| break_lines(&breaks, &setting, pass, &mut room))
            .unwrap_or_default();
        found.iter().map(|line| line.breakpoint).collect()
    }

    #[test]
    fn the_whole_paragraph_decides() {
        // First fit by natural widths would leave the 8 on a line of its own.
        assert_eq!(lines(&[10, 10, 10, 8, 30, 30, 10], 40), [2, 4, 5, 6]);
        assert_eq!(lines(&[10, 10, 10, 10, 10, 10], 36), [2, 5]);
    }

    #[test]
    fn lines_beside_a_capital_are_shorter() {
        let words = [8; 12];
        assert_eq!(lines(&words, 41), [3, 7, 11]);
        // The first line holds the capital itself; the second has no room for four words.
        let beside = Beside {
            lines: 2,
            width: Length::pt(11),
        };
        assert_eq!(lines_beside(&words, 41, Some(beside)), [3, 6, 10, 11]);
    }

    #[test]
    fn a_word_that_does_not_fit_is_kept() {
        assert_eq!(lines(&[10, 200, 10], 40), [0, 1, 2]);
        assert_eq!(lines(&[200], 40), [0]);
        assert_eq!(lines(&[], 40), [0_usize; 0]);
    }
}
