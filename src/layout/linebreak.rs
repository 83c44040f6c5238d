//! Breaking a paragraph into lines: total fit over the whole paragraph, after D. E. Knuth and
//! M. F. Plass, "Breaking paragraphs into lines", Software: Practice and Experience 11 (1981), with
//! glyphs that give way before the spaces do, after Hàn Thế Thành, "Micro-typographic extensions to
//! the TeX typesetting system", TUGboat 21 (2000).
//!
//! Knows widths and costs, nothing of fonts or text.

use std::ops::Range;

use super::breakpoint::{BreakKind, Breakpoint, Totals};
use super::count::Count;
use super::fit::{self, Fit};
use super::length::Length;
use super::river::{self, Gap, Ways};

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
const LINE_PENALTY: i64 = 10;
const HYPHEN_PENALTY: i64 = 100;
const HYPHENED_PENALTY: i64 = 30;
const RESCUE_PENALTY: i64 = 2_000;
/// For a last line that is hardly a line.
const RUNT_BADNESS: i64 = 300;
/// For two hyphens in a row.
const LADDER_DEMERITS: i64 = 12_000;
/// Most lines in a row that may end in a hyphen.
const LONGEST_LADDER: u8 = 2;
/// For a river of four lines.
const RIVER_DEMERITS: i64 = 20_000;
/// For each square of a hundredth of a space by which the spaces of two lines differ.
const CONTRAST_DEMERITS: i64 = 3;

/// Room for searches, one after the other.
#[derive(Default)]
pub struct Room {
    nodes: Vec<Node>,
    drafts: Drafts,
    ways: Ways,
}

/// The best lines under one pass, or `None` where the pass finds none. The last breakpoint must
/// be forced. An empty paragraph has no lines.
pub fn break_lines(
    breaks: &[Breakpoint],
    setting: &Setting,
    pass: Pass,
    room: &mut Room,
) -> Option<Vec<BrokenLine>> {
    let lines = search(breaks, setting, pass, room, false)?;
    if setting.fill == Fill::Ragged || !river::are_seen(breaks, setting, &lines) {
        return Some(lines);
    }
    // Watching every line for rivers would cost more than breaking it.
    search(breaks, setting, pass, room, true)
}

fn search(
    breaks: &[Breakpoint],
    setting: &Setting,
    pass: Pass,
    Room {
        nodes,
        drafts,
        ways,
    }: &mut Room,
    watches_rivers: bool,
) -> Option<Vec<BrokenLine>> {
    nodes.clear();
    nodes.reserve_exact(breaks.len() + 1);
    nodes.push(START);
    ways.begin();
    let loosest = fit::loosest(pass.tolerance);
    let count = Count::of(breaks, setting, loosest);
    let indent = setting.measure - setting.first_measure;
    if count.is_some_and(|count| !count.can_begin(indent)) {
        return None;
    }
    let search = Search {
        breaks,
        setting,
        pass,
        nodes,
        first: 0,
        rivers: watches_rivers.then_some(ways),
        count,
        loosest,
    };
    search.run(drafts)
}

/// The beginning of a paragraph.
const START: Node = Node {
    demerits: 0,
    breakpoint: None,
    previous: 0,
    lines: 0,
    deviation: 0,
    fitness: fitness(0),
    ladder: 0,
};

/// A way to a breakpoint. There are many: how its line fills its measure is found again for those that are
/// taken.
#[derive(Clone, Copy)]
struct Node {
    demerits: i64,
    /// The breakpoint it stands for; `None` is the paragraph's beginning.
    breakpoint: Option<u32>,
    previous: u32,
    lines: u32,
    /// By how much its line's spaces differ from their natural width, in thousandths.
    deviation: i32,
    fitness: u8,
    ladder: u8,
}

impl Node {
    fn breakpoint(&self) -> Option<usize> {
        self.breakpoint.map(|breakpoint| breakpoint as usize)
    }

    fn lines(&self) -> usize {
        self.lines as usize
    }
}

/// The ways to one breakpoint, while better ones are looked for.
#[derive(Default)]
struct Drafts {
    /// Each with the spaces of its line, where rivers are watched: a stretch of `gaps`.
    best: Vec<(Node, Range<usize>)>,
    gaps: Vec<Gap>,
}

/// What a line from one breakpoint to another would be like.
enum Trial {
    TooShort,
    /// What it is like, where that may be the best line there is.
    TooLong(Option<Made>),
    /// It would do for a later pass.
    Ugly,
    Fits(Made),
}

#[derive(Clone, Copy)]
struct Made {
    fit: Fit,
    deviation: i64,
    badness: i64,
}

/// The search for the best way through a paragraph.
struct Search<'a> {
    breaks: &'a [Breakpoint],
    setting: &'a Setting,
    pass: Pass,
    /// In the order of their breakpoints.
    nodes: &'a mut Vec<Node>,
    /// The first node that lines may still begin at.
    first: usize,
    /// Where rivers are watched.
    rivers: Option<&'a mut Ways>,
    /// What can come to the number of lines that is asked for.
    count: Option<Count>,
    /// How far spaces may grow before the pass finds them too bad, in thousandths of their width.
    loosest: Option<i64>,
}

impl Search<'_> {
    fn run(mut self, drafts: &mut Drafts) -> Option<Vec<BrokenLine>> {
        for index in 0..self.breaks.len() {
            if self.allows(self.breaks[index].kind) {
                drafts.best.clear();
                drafts.gaps.clear();
                self.reach(index, drafts)?;
            }
        }
        let open = self.first..self.nodes.len();
        let last = open
            .filter(|node| {
                self.setting
                    .lines
                    .is_none_or(|lines| self.nodes[*node].lines() == lines)
            })
            .min_by_key(|node| self.nodes[*node].demerits)?;
        Some(self.trace(last))
    }

    fn allows(&self, kind: BreakKind) -> bool {
        match kind {
            BreakKind::Plain | BreakKind::Hyphened | BreakKind::Forced => true,
            BreakKind::Hyphen => self.pass.hyphens,
            BreakKind::Rescue => self.pass.rescue,
        }
    }

    /// Adds the best ways to the breakpoint `index`, by the looseness of the line that ends there.
    /// `None` where no way is left.
    fn reach(&mut self, index: usize, drafts: &mut Drafts) -> Option<()> {
        let forced = self.breaks[index].kind == BreakKind::Forced;
        let mut too_long = None;
        let mut at = self.first;
        while at < self.nodes.len() {
            // The nodes of one breakpoint stand together: the line from each of them is the same.
            let (from, lines) = (self.nodes[at].breakpoint(), self.nodes[at].lines());
            let part = self.setting.part(lines);
            let ways = self.nodes[at..].iter().take_while(|node| {
                node.breakpoint() == from && self.setting.part(node.lines()) == part
            });
            let end = at + ways.count();
            match self.trial(from, lines, index) {
                // From a later breakpoint the line is shorter still.
                Trial::TooShort if self.setting.beside.is_none() => break,
                Trial::TooShort => {}
                Trial::Ugly => {}
                Trial::TooLong(made) => {
                    if at == self.first {
                        self.first = end;
                    }
                    let Some(made) = made else {
                        at = end;
                        continue;
                    };
                    let mut line = None;
                    let ways = (at..end).map(|way| self.follow(way, index, made));
                    let ways =
                        ways.map(|way| self.watched(way, made.fit, &mut line, &mut drafts.gaps));
                    too_long = ways.min_by_key(|(node, _)| node.demerits);
                }
                Trial::Fits(made) => {
                    let mut line = None;
                    for way in at..end {
                        let next = self.follow(way, index, made);
                        if next.ladder <= LONGEST_LADDER && self.can_follow(&next, index) {
                            self.keep(next, made.fit, &mut line, drafts);
                        }
                    }
                }
            }
            at = end;
        }
        if forced {
            self.first = self.nodes.len();
        }
        if drafts.best.is_empty() && self.first == self.nodes.len() {
            // Every way here is too long: give up, or keep one line that does not fit.
            drafts.best.push(too_long?);
        }
        for (node, spaces) in drafts.best.drain(..) {
            self.nodes.push(node);
            if let Some(rivers) = &mut self.rivers {
                rivers.add(&drafts.gaps[spaces]);
            }
        }
        Some(())
    }

    /// Keeps a way that is better than its rival. `line` is where the spaces of its line stand, once
    /// they are asked for.
    fn keep(
        &self,
        next: Node,
        fit: Fit,
        line: &mut Option<Range<usize>>,
        Drafts { best, gaps }: &mut Drafts,
    ) {
        let counted = self.setting.lines.is_some();
        let part = self.setting.part(next.lines());
        let rival = best.iter_mut().find(|(node, _)| {
            node.fitness == next.fitness
                && (!counted || node.lines == next.lines)
                && self.setting.part(node.lines()) == part
        });
        match rival {
            // Rivers only make a way worse.
            Some((rival, _)) if next.demerits >= rival.demerits => {}
            Some(rival) => {
                let watched = self.watched(next, fit, line, gaps);
                if watched.0.demerits < rival.0.demerits {
                    *rival = watched;
                }
            }
            None => best.push(self.watched(next, fit, line, gaps)),
        }
    }

    /// A way with its spaces and what its rivers cost, where they are watched. The spaces go to `gaps`.
    fn watched(
        &self,
        next: Node,
        fit: Fit,
        line: &mut Option<Range<usize>>,
        gaps: &mut Vec<Gap>,
    ) -> (Node, Range<usize>) {
        let (Some(known), Some(breakpoint)) = (self.rivers.as_deref(), next.breakpoint()) else {
            return (next, 0..0);
        };
        let way = next.previous as usize;
        let line = line.get_or_insert_with(|| {
            let made = BrokenLine { breakpoint, fit };
            let before = &self.nodes[way];
            let indent = self.setting.indent(before.lines());
            let start = gaps.len();
            gaps.extend(river::gaps(self.breaks, indent, before.breakpoint(), &made));
            start..gaps.len()
        });
        let start = gaps.len();
        gaps.extend_from_within(line.clone());
        let rivers = river::flow(known.of(way), &mut gaps[start..]);
        let demerits = next.demerits.saturating_add(rivers * RIVER_DEMERITS);
        (Node { demerits, ..next }, start..gaps.len())
    }

    /// Whether a way to a breakpoint can come to the number of lines that is asked for.
    fn can_follow(&self, way: &Node, index: usize) -> bool {
        let next = self.breaks[index].next;
        self.count
            .is_none_or(|count| count.can_follow(way.lines(), next))
    }

    /// What the line to a breakpoint is like, after so many.
    fn trial(&self, from: Option<usize>, lines: usize, index: usize) -> Trial {
        let point = &self.breaks[index];
        let first = from.is_none();
        let (from, hang) = match from {
            None => (Totals::default(), Length::ZERO),
            Some(before) => {
                let before = &self.breaks[before];
                (before.next, before.hang_after)
            }
        };
        let measure = self.setting.measure - self.setting.indent(lines);
        let parts = point.end - from;
        let slack = measure + hang + point.hang_before - parts.width;
        let forced = point.kind == BreakKind::Forced;
        if slack >= Length::ZERO && forced {
            let runt = !first && measure - slack < self.setting.shortest_last;
            return self.last_line(runt);
        }
        let (fit, badness) = match self.setting.fill {
            Fill::Justified => {
                // Most lines that are tried are far too short: they need no look at the rest.
                let most = self.loosest.map(|loosest| Fit::most(parts, loosest));
                if most.is_some_and(|most| slack > most) {
                    return Trial::TooShort;
                }
                if !self.pass.rescue && slack < -Fit::least(parts) {
                    return Trial::TooLong(None);
                }
                let fit = Fit::justified(slack, parts);
                (fit, fit.badness(parts))
            }
            Fill::Ragged => ragged(slack, self.setting.measure),
        };
        let deviation = fit.deviation(parts);
        let made = Made {
            fit,
            deviation,
            badness,
        };
        if fit.overfull {
            Trial::TooLong(self.pass.rescue.then_some(made))
        } else if badness <= self.pass.tolerance {
            Trial::Fits(made)
        } else if slack < Length::ZERO {
            Trial::Ugly
        } else {
            Trial::TooShort
        }
    }

    fn last_line(&self, runt: bool) -> Trial {
        if runt && !self.pass.runts {
            return Trial::Ugly;
        }
        let badness = if runt { RUNT_BADNESS } else { 0 };
        Trial::Fits(Made {
            fit: Fit::default(),
            deviation: 0,
            badness,
        })
    }

    /// The way by the line from a node, apart from rivers.
    fn follow(&self, way: usize, index: usize, made: Made) -> Node {
        let node = &self.nodes[way];
        let kind = self.breaks[index].kind;
        let penalty = match kind {
            BreakKind::Plain | BreakKind::Forced => 0,
            BreakKind::Hyphened => HYPHENED_PENALTY,
            BreakKind::Hyphen => HYPHEN_PENALTY,
            BreakKind::Rescue => RESCUE_PENALTY,
        };
        let mut demerits = (LINE_PENALTY + made.badness).pow(2) + penalty * penalty;
        let ladder = if kind.shows_hyphen() {
            node.ladder.saturating_add(1)
        } else {
            0
        };
        if ladder > 1 {
            demerits += LADDER_DEMERITS;
        }
        let last = kind == BreakKind::Forced && made.fit == Fit::default();
        let contrast = if last || node.breakpoint.is_none() {
            0
        } else {
            (made.deviation - i64::from(node.deviation)) / 10
        };
        demerits += CONTRAST_DEMERITS * contrast * contrast;
        Node {
            demerits: node.demerits.saturating_add(demerits),
            breakpoint: Some(index as u32),
            previous: way as u32,
            lines: node.lines + 1,
            // It is never more than ten times the space.
            deviation: made.deviation as i32,
            fitness: fitness(made.deviation),
            ladder,
        }
    }

    /// How the line of a node fills its measure.
    fn fit(&self, node: &Node, breakpoint: usize) -> Fit {
        let before = &self.nodes[node.previous as usize];
        match self.trial(before.breakpoint(), before.lines(), breakpoint) {
            Trial::Fits(made) | Trial::TooLong(Some(made)) => made.fit,
            // No way leads there.
            Trial::TooShort | Trial::Ugly | Trial::TooLong(None) => Fit::default(),
        }
    }

    fn trace(&self, last: usize) -> Vec<BrokenLine> {
        let mut lines = Vec::with_capacity(self.nodes[last].lines());
        let mut node = &self.nodes[last];
        while let Some(breakpoint) = node.breakpoint() {
            let fit = self.fit(node, breakpoint);
            lines.push(BrokenLine { breakpoint, fit });
            node = &self.nodes[node.previous as usize];
        }
        lines.reverse();
        lines
    }
}

/// A line with a free edge: a third of the measure counts as loose as a line may be.
fn ragged(slack: Length, measure: Length) -> (Fit, i64) {
    let fit = Fit {
        overfull: slack < Length::ZERO,
        ..Fit::default()
    };
    let third = (measure.units() / 3).max(1);
    let ratio = (slack.units().max(0) * 1_000 / third).min(10_000);
    (fit, (ratio * ratio * ratio / 10_000_000).min(WORST))
}

/// Tight, even, loose, very loose: ways that end in different lines are worth keeping, since the
/// next line shall not differ much.
const fn fitness(deviation: i64) -> u8 {
    match deviation {
        ..-100 => 0,
        -100..=100 => 1,
        101..=300 => 2,
        _ => 3,
    }
}

#[cfg(test)]
mod tests {
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

    #[test]
    fn a_number_of_lines_leaves_out_no_way_that_comes_to_it() {
        // Words and measures of all widths, always the same.
        let mut seed = 7_u32;
        let mut next = |most: u32| {
            seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            i64::from(seed >> 16) % i64::from(most)
        };
        let (mut found, mut left_out) = (0, 0);
        for _ in 0..800 {
            let words: Vec<i64> = (0..20 + next(60)).map(|_| 2 + next(28)).collect();
            let breaks = paragraph(&words);
            let measure = Length::pt(60 + next(90));
            let mut setting = Setting {
                first_measure: measure - Length::pt(next(20)),
                measure,
                beside: None,
                fill: Fill::Justified,
                shortest_last: Length::ZERO,
                lines: None,
            };
            for pass in Pass::ALL {
                let Some(loosest) = fit::loosest(pass.tolerance) else {
                    continue;
                };
                let Some(lines) = break_lines(&breaks, &setting, pass, &mut Room::default()) else {
                    continue;
                };
                let count = |lines| {
                    let lines = Some(lines);
                    Count::of(&breaks, &Setting { lines, ..setting }, Some(loosest)).unwrap()
                };
                let indent = setting.measure - setting.first_measure;
                let asked = count(lines.len());
                assert!(asked.can_begin(indent), "{words:?}");
                for (before, line) in lines.iter().enumerate() {
                    assert!(asked.can_follow(before + 1, breaks[line.breakpoint].next));
                }
                found += 1;
                // A line more or less than the best, where that can be had.
                for other in [lines.len() - 1, lines.len() + 1] {
                    setting.lines = Some(other);
                    let made = break_lines(&breaks, &setting, pass, &mut Room::default());
                    assert!(made.is_none_or(|made| made.len() == other));
                    left_out += i32::from(!count(other).can_begin(indent));
                }
                setting.lines = None;
            }
        }
        assert!(found > 400 && left_out > 100, "{found} {left_out}");
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
