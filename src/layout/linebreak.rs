//! Breaking a paragraph into lines: total fit over the whole paragraph, after D. E. Knuth and
//! M. F. Plass, "Breaking paragraphs into lines", Software: Practice and Experience 11 (1981).
//!
//! Knows widths and costs, nothing of fonts or text.

use super::length::Length;

/// Widths added up from the paragraph's beginning.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Totals {
    /// Natural width.
    pub width: Length,
    /// How much the spaces may grow at a ratio of 1.
    pub stretch: Length,
    /// How much the spaces may shrink at most.
    pub shrink: Length,
}

/// What kind of place a line may end at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BreakKind {
    /// At a space, or between characters that a line may part.
    Plain,
    /// Inside a word, with a hyphen.
    Hyphen,
    /// Inside a stretch that is longer than the measure, without a mark: only when nothing else
    /// fits.
    Rescue,
    /// Where the line must end.
    Forced,
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
}

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
    /// How lines are filled.
    pub fill: Fill,
    /// A last line shorter than this is avoided where that costs little.
    pub shortest_last: Length,
}

/// One line of the result.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BrokenLine {
    /// The breakpoint it ends at.
    pub breakpoint: usize,
    /// What is missing to its measure (negative: what the spaces must give up).
    pub slack: Length,
    /// What shares the slack: the line's stretch, or shrink for a negative slack.
    pub give: Length,
    /// Longer than its measure even with all spaces shrunk.
    pub overfull: bool,
}

/// How hard a pass tries.
#[derive(Clone, Copy, Debug)]
pub struct Pass {
    /// The worst badness a line may have; 10,000 takes anything.
    tolerance: i64,
    /// Whether words may be divided.
    pub hyphens: bool,
    /// Stretch that every line is given for free.
    emergency: Length,
    /// Whether stretches longer than the measure may be cut, and overfull lines kept.
    rescue: bool,
}

impl Pass {
    /// The passes to try in turn, from the one that gives the best lines to the one that always
    /// gives some.
    pub fn all(setting: &Setting) -> [Pass; 3] {
        let emergency = setting.measure / 8;
        [
            Pass {
                tolerance: 60,
                hyphens: false,
                emergency: Length::ZERO,
                rescue: false,
            },
            Pass {
                tolerance: 400,
                hyphens: true,
                emergency: Length::ZERO,
                rescue: false,
            },
            Pass {
                tolerance: WORST,
                hyphens: true,
                emergency,
                rescue: true,
            },
        ]
    }
}

/// Badness of a line that cannot be worse (TeX's `inf_bad`).
const WORST: i64 = 10_000;
const HYPHEN_PENALTY: i64 = 60;
/// For a last line that is hardly a line.
const RUNT_BADNESS: i64 = 120;
const RESCUE_PENALTY: i64 = 2_000;
const LINE_PENALTY: i64 = 10;
/// For two hyphens in a row, and for a hyphen on the last line but one.
const LADDER_DEMERITS: i64 = 12_000;
/// For a tight line next to a loose one.
const CONTRAST_DEMERITS: i64 = 8_000;
/// Most lines in a row that may end in a hyphen.
const LONGEST_LADDER: u8 = 2;

#[derive(Clone, Copy)]
struct Node {
    /// The breakpoint it stands for; `None` is the paragraph's beginning.
    breakpoint: Option<usize>,
    previous: usize,
    line: BrokenLine,
    fitness: u8,
    ladder: u8,
    demerits: i64,
}

/// The best lines under one pass, or `None` where the pass finds none. The last breakpoint must
/// be forced. An empty paragraph has no lines.
pub fn break_lines(
    breaks: &[Breakpoint],
    setting: &Setting,
    pass: Pass,
) -> Option<Vec<BrokenLine>> {
    let nothing = BrokenLine {
        breakpoint: 0,
        slack: Length::ZERO,
        give: Length::ZERO,
        overfull: false,
    };
    let start = Node {
        breakpoint: None,
        previous: 0,
        line: nothing,
        fitness: 1,
        ladder: 0,
        demerits: 0,
    };
    let mut nodes = vec![start];
    let mut active = vec![0];
    for (index, point) in breaks.iter().enumerate() {
        if !allowed(point.kind, pass) {
            continue;
        }
        // The best way to get here, by the tightness of the line that ends here.
        let mut best: [Option<Node>; 4] = [None; 4];
        let mut too_long: Option<Node> = None;
        let forced = point.kind == BreakKind::Forced;
        active.retain(|candidate| {
            let node = nodes[*candidate];
            let trial = trial(breaks, setting, pass, node, index);
            let next = follow(node, *candidate, point.kind, trial, index, breaks.len());
            if trial.line.overfull {
                if too_long.is_none_or(|kept| next.line.slack > kept.line.slack) {
                    too_long = Some(next);
                }
                return false;
            }
            let within = trial.badness <= pass.tolerance && next.ladder <= LONGEST_LADDER;
            let slot = &mut best[usize::from(next.fitness)];
            if within && slot.is_none_or(|kept| next.demerits < kept.demerits) {
                *slot = Some(next);
            }
            !forced
        });
        let found = best.iter().flatten().count();
        if found == 0 && active.is_empty() {
            // Every way here is too long: give up, or keep one line that does not fit.
            let rescued = too_long.filter(|_| pass.rescue)?;
            active.push(nodes.len());
            nodes.push(rescued);
        }
        for node in best.into_iter().flatten() {
            active.push(nodes.len());
            nodes.push(node);
        }
    }
    let last = active
        .into_iter()
        .min_by_key(|node| nodes[*node].demerits)?;
    Some(trace(&nodes, last))
}

fn allowed(kind: BreakKind, pass: Pass) -> bool {
    match kind {
        BreakKind::Plain | BreakKind::Forced => true,
        BreakKind::Hyphen => pass.hyphens,
        BreakKind::Rescue => pass.rescue,
    }
}

#[derive(Clone, Copy)]
struct Trial {
    line: BrokenLine,
    badness: i64,
    fitness: u8,
}

/// What a line from `node` to the breakpoint `index` would be like.
fn trial(breaks: &[Breakpoint], setting: &Setting, pass: Pass, node: Node, index: usize) -> Trial {
    let point = &breaks[index];
    let (from, measure) = match node.breakpoint {
        None => (Totals::default(), setting.first_measure),
        Some(before) => (breaks[before].next, setting.measure),
    };
    let slack = measure - (point.end.width - from.width);
    let stretch = point.end.stretch - from.stretch;
    let shrink = point.end.shrink - from.shrink;
    let mut line = BrokenLine {
        breakpoint: index,
        slack,
        give: stretch,
        overfull: false,
    };
    if slack < Length::ZERO {
        let shrink = if setting.fill == Fill::Ragged {
            Length::ZERO
        } else {
            shrink
        };
        line.give = shrink;
        line.overfull = -slack > shrink;
        let ratio = -ratio(-slack, shrink);
        return Trial {
            line,
            badness: badness(ratio),
            fitness: fitness(ratio),
        };
    }
    if point.kind == BreakKind::Forced {
        let runt = measure - slack < setting.shortest_last;
        let badness = if runt { RUNT_BADNESS } else { 0 };
        return Trial {
            line,
            badness,
            fitness: 1,
        };
    }
    let give = match setting.fill {
        Fill::Justified => stretch + pass.emergency,
        // A free edge of a third of the measure counts as loose as a line may be.
        Fill::Ragged => setting.measure / 3,
    };
    let ratio = ratio(slack, give);
    Trial {
        line,
        badness: badness(ratio),
        fitness: fitness(ratio),
    }
}

fn follow(
    node: Node,
    previous: usize,
    kind: BreakKind,
    trial: Trial,
    index: usize,
    breaks: usize,
) -> Node {
    let penalty = match kind {
        BreakKind::Plain | BreakKind::Forced => 0,
        BreakKind::Hyphen => HYPHEN_PENALTY,
        BreakKind::Rescue => RESCUE_PENALTY,
    };
    let mut demerits = (LINE_PENALTY + trial.badness).pow(2) + penalty * penalty;
    let hyphenated = kind == BreakKind::Hyphen;
    let ladder = if hyphenated {
        node.ladder.saturating_add(1)
    } else {
        0
    };
    if ladder > 1 || (node.ladder > 0 && index + 1 == breaks) {
        demerits += LADDER_DEMERITS;
    }
    if trial.fitness.abs_diff(node.fitness) > 1 {
        demerits += CONTRAST_DEMERITS;
    }
    Node {
        breakpoint: Some(index),
        previous,
        line: trial.line,
        fitness: trial.fitness,
        ladder,
        demerits: node.demerits.saturating_add(demerits),
    }
}

/// `part / whole` in thousandths, at most 100.
fn ratio(part: Length, whole: Length) -> i64 {
    const MOST: i64 = 100_000;
    if part <= Length::ZERO {
        0
    } else if whole <= Length::ZERO {
        MOST
    } else {
        (part.units().saturating_mul(1_000) / whole.units()).min(MOST)
    }
}

/// TeX's badness: 100 times the cube of the ratio, at most 10,000.
fn badness(ratio: i64) -> i64 {
    let ratio = ratio.abs().min(10_000);
    (ratio * ratio * ratio / 10_000_000).min(WORST)
}

/// Tight, decent, loose, very loose: TeX's four classes.
fn fitness(ratio: i64) -> u8 {
    match ratio {
        ..-500 => 0,
        -500..=500 => 1,
        501..=1_000 => 2,
        _ => 3,
    }
}

fn trace(nodes: &[Node], last: usize) -> Vec<BrokenLine> {
    let mut lines = Vec::new();
    let mut at = last;
    while nodes[at].breakpoint.is_some() {
        lines.push(nodes[at].line);
        at = nodes[at].previous;
    }
    lines.reverse();
    lines
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
            let end = at;
            at.width += Length::pt(3);
            at.stretch += Length::milli_pt(1_500);
            at.shrink += Length::pt(1);
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
            });
        }
        breaks
    }

    fn lines(words: &[i64], measure: i64) -> Vec<usize> {
        let measure = Length::pt(measure);
        let setting = Setting {
            first_measure: measure,
            measure,
            fill: Fill::Justified,
            shortest_last: Length::ZERO,
        };
        let breaks = paragraph(words);
        let found = Pass::all(&setting)
            .into_iter()
            .find_map(|pass| break_lines(&breaks, &setting, pass))
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
    fn a_word_that_does_not_fit_is_kept() {
        assert_eq!(lines(&[10, 200, 10], 40), [0, 1, 2]);
        assert_eq!(lines(&[200], 40), [0]);
        assert_eq!(lines(&[], 40), [0_usize; 0]);
    }
}
