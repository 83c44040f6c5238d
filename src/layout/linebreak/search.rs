//! The search for the best way through a paragraph.

use std::ops::Range;

use super::super::breakpoint::{BreakKind, Breakpoint, Totals};
use super::super::count::Count;
use super::super::fit::{self, Fit};
use super::super::length::Length;
use super::super::river::{self, Gap, Ways};
use super::{BrokenLine, Fill, Pass, Setting, WORST};

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

impl Room {
    /// For how many ways.
    pub fn ways(&self) -> usize {
        self.nodes.capacity()
    }
}

/// The best lines under one pass; `None` where it finds none. `count` knows which ways come to the number of lines
/// that the setting asks for.
pub(super) fn search(
    breaks: &[Breakpoint],
    setting: &Setting,
    pass: Pass,
    count: Option<Count>,
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
        loosest: fit::loosest(pass.tolerance),
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
                if !self.pass.rescue && slack < -Fit::most_lost(parts) {
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
