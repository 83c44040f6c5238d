//! Where pages end: the best way through the whole chapter, by dynamic programming, after
//! M. F. Plass, "Optimal pagination techniques for automatic typesetting systems" (Stanford, 1981).
//!
//! A state is a place in the galley with the floats and notes that wait and, for a right-hand page,
//! how deep the page that faces it is. From each state a page is filled in every way that the galley
//! leaves open, and every place where it may end gives a state of the next page. Of the states of a
//! page the [`MOST_STATES`] best are kept: the work grows with the number of lines alone.

mod balance;
mod cost;
mod end;
mod plan;

use std::rc::Rc;

pub use plan::PagePlan;

use end::{End, Ends, State, Way};
use plan::trace;

use super::across::Across;
use super::filling::{Choice, Cursor, Filler, Filling};
use super::galley::{Entry, Version};
use super::length::Length;

/// The side of a spread that a page is on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// Left.
    Verso,
    /// Right.
    Recto,
}

impl Side {
    /// The side of the page with this index in the book, which begins with a right-hand page.
    pub fn of(page_index: usize) -> Side {
        if page_index.is_multiple_of(2) {
            Side::Recto
        } else {
            Side::Verso
        }
    }

    /// The side of the page after.
    pub fn next(self) -> Side {
        match self {
            Side::Verso => Side::Recto,
            Side::Recto => Side::Verso,
        }
    }
}

/// States of one page that are kept.
const MOST_STATES: usize = 32;

/// Ways of filling one page that are kept side by side.
const MOST_FILLINGS: usize = 24;

/// Lines that a page may lack and still be looked at beside others.
const MOST_LACKING: i64 = 2;

/// Lines that a page may lack before it is better to leave a line of a paragraph alone.
const MOST_EMPTY: i64 = 7;

/// Lines that a chapter's last page should have, or it looks like an accident.
const FEWEST_LAST: i64 = 6;

/// The best pages for a galley whose first page, `first`, is on `side`: a plan for each of their
/// columns. The columns of the last page are of one depth.
pub fn break_pages(filler: &Filler<'_>, side: Side, first: Across) -> Vec<PagePlan> {
    let last = filler.text_end();
    if last == 0 {
        return Vec::new();
    }
    let breaker = Breaker {
        filler,
        last,
        columns: filler.spec.columns.count.max(1),
        balances: false,
        loosens: false,
    };
    let first = Rc::new(first);
    let mut plans = breaker.plan(State::first(Rc::clone(&first)), side);
    if breaker.columns > 1 {
        if plans.is_empty() {
            // Nothing but what stands across.
            plans.push(PagePlan::empty(Cursor::at(last), first));
        }
        breaker.balance(&mut plans);
        breaker.close(&mut plans);
    }
    plans
}

#[derive(Clone, Copy)]
struct Breaker<'a, 'f> {
    filler: &'f Filler<'a>,
    last: usize,
    /// Columns of a page.
    columns: usize,
    /// Whether it fills one page, and its columns are to be of one depth.
    balances: bool,
    /// Whether lines of paragraphs may stand alone, so that they can be.
    loosens: bool,
}

/// Why no page should end at a place.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Kept {
    /// It may.
    No,
    /// A line of a paragraph would stand alone.
    Line,
    /// What belongs together would be parted.
    Block,
}

impl<'a, 'f> Breaker<'a, 'f> {
    fn is_done(&self, state: &State) -> bool {
        state.at.entry >= self.last && state.queue.is_empty() && state.carried.is_empty()
    }

    /// The best way from a state that is the first column of a page.
    fn plan(&self, first: State, side: Side) -> Vec<PagePlan> {
        let mut states = vec![first];
        let mut layer = vec![0];
        let mut side = side;
        let mut column = 0;
        let mut done: Option<State> = None;
        while !layer.is_empty() {
            // Pages that begin alike are filled once, whatever they face.
            let mut filled: Vec<(usize, Vec<End>)> = Vec::new();
            let mut begun = Vec::with_capacity(layer.len());
            for index in layer.drain(..) {
                let from = &states[index];
                let alike = |(other, _): &(usize, Vec<End>)| states[*other].begins_like(from);
                let known = filled.iter().position(alike).unwrap_or_else(|| {
                    let is_first = index == 0;
                    filled.push((index, self.pages_from(from, is_first, (side, column))));
                    filled.len() - 1
                });
                begun.push((index, known));
            }
            let mut found: Vec<Way<'_>> = Vec::new();
            for (previous, known) in begun {
                found.extend(filled[known].1.iter().map(|end| Way {
                    cost: end.cost_after(&states[previous]),
                    previous,
                    end,
                }));
            }
            found.sort_by_key(|way| way.cost);
            let best_whole = found.iter().find(|way| self.is_done(&way.end.state));
            if let Some(whole) = best_whole
                && done.as_ref().is_none_or(|done| whole.cost < done.cost)
            {
                done = Some(whole.state());
            }
            if self.balances && column + 1 == self.columns {
                break;
            }
            let limit = done.as_ref().map_or(i64::MAX, |done| done.cost);
            for way in found {
                if layer.len() == MOST_STATES || way.cost >= limit {
                    break;
                }
                let known = |index: &usize| states[*index].is_like(&way.end.state);
                if !self.is_done(&way.end.state) && !layer.iter().any(known) {
                    layer.push(states.len());
                    states.push(way.state());
                }
            }
            column = (column + 1) % self.columns;
            if column == 0 {
                side = side.next();
            }
        }
        done.map_or_else(Vec::new, |last| trace(&states, last, self.columns))
    }

    /// The ends of pages that begin as `from` says, whether that is the chapter's beginning.
    fn pages_from(&self, from: &State, is_first: bool, (side, column): (Side, usize)) -> Vec<End> {
        // A new page is ready for its columns when all that waits to stand across it does.
        let (page, across) = match &from.page {
            Some(page) if is_first || column > 0 || self.columns == 1 => {
                (Rc::clone(page), from.across.clone())
            }
            _ => {
                let (page, rest) = self.filler.next_page(&from.across);
                (Rc::new(page), rest)
            }
        };
        let is_wide = self.columns > 1;
        // What stands across takes all of the page.
        if is_wide && page.depth_of(column) < self.filler.spec.body.leading {
            return vec![End::alone(State {
                facing: None,
                cost: 0,
                choices: Vec::new(),
                hangs_over: false,
                page: Some(page),
                across,
                depth: Length::ZERO,
                ..from.clone()
            })];
        }
        let mut ends = Ends {
            // The next column stands beside this one as a facing page does.
            side: match column + 1 < self.columns {
                true => Side::Verso,
                false if is_wide => Side::Recto,
                false => side,
            },
            is_first: is_first && !is_wide,
            column,
            page,
            waiting: across,
            near_only: false,
            found: Vec::new(),
        };
        // A page ends where it should. Where it would be all but empty, a line of a paragraph may
        // stand alone; where it can't, it ends anywhere; and where not even one line has room, that
        // line has a page of its own. A heading or the head of a table alone at a page's foot is worse
        // than any empty room.
        self.fill(from, Kept::No, &mut ends);
        let least = ends.found.first().map(|end| end.lacking);
        if least.is_none_or(|least| least > MOST_EMPTY) {
            self.fill(from, Kept::Line, &mut ends);
        }
        if ends.found.is_empty() {
            self.fill(from, Kept::Block, &mut ends);
        }
        if ends.found.is_empty() {
            self.hang_over(from, &mut ends);
        }
        ends.found
    }

    fn begin(&self, from: &State, ends: &Ends) -> Filling {
        let text_left = from.at.entry < self.last;
        let limit = ends.page.depth_of(ends.column);
        let filler = self.filler;
        let mut page = filler.begin(&from.carried, &from.queue, text_left, limit, None);
        page.across.clone_from(&ends.waiting);
        page
    }

    /// Fills pages that end where nothing is parted, or no more than `parted`.
    fn fill(&self, from: &State, parted: Kept, ends: &mut Ends) {
        // Most places of a page are far from its foot: they need a look only where there is no better end.
        ends.near_only = true;
        self.fill_to(from, parted, ends);
        ends.near_only = false;
        if !ends.are_near() {
            self.fill_to(from, parted, ends);
        }
    }

    fn fill_to(&self, from: &State, parted: Kept, ends: &mut Ends) {
        let mut open = self.filler.take_waiting(self.begin(from, ends));
        let mut kept = Kept::No;
        let mut at = from.at;
        while at.entry < self.last {
            let Some(entry) = self.filler.entries.get(at.entry) else {
                break;
            };
            let may_end = kept <= parted || (kept == Kept::Line && self.loosens);
            match entry {
                Entry::Space(room) => {
                    open.iter_mut()
                        .for_each(|page| self.filler.space(page, *room));
                }
                Entry::Room(room) => {
                    open.iter_mut()
                        .for_each(|page| self.filler.room(page, *room));
                    let opened = |page| self.filler.opened(page, at.entry);
                    let more: Vec<Filling> = open.iter().filter_map(opened).collect();
                    open.extend(more);
                    open = fewer(open);
                }
                Entry::Keep => kept = Kept::Block,
                Entry::Bind => kept = kept.max(Kept::Line),
                Entry::Barrier => {
                    let (waiting, free): (Vec<_>, Vec<_>) =
                        open.into_iter().partition(|page| !page.queue.is_empty());
                    self.end(&waiting, at, Kept::No, ends);
                    open = free;
                }
                Entry::Float(_) => {
                    self.end_between(&open, at, (kept, may_end), ends);
                    let mut next = Vec::new();
                    for page in &open {
                        self.filler.meet(page, at.entry, &mut next);
                    }
                    open = fewer(next);
                }
                Entry::Box(content) => {
                    self.end_between(&open, at, (kept, may_end), ends);
                    kept = Kept::No;
                    open.retain_mut(|page| self.filler.add(page, content, at));
                }
                Entry::Passage(versions) => {
                    if at.line == 0 {
                        self.end_between(&open, at, (kept, may_end), ends);
                    }
                    kept = Kept::No;
                    open = self.passage(versions, &open, at, parted, ends);
                }
            }
            at = Cursor::at(at.entry + 1);
            if open.is_empty() {
                return;
            }
        }
        self.end(&open, at, Kept::No, ends);
    }

    /// The ways through a paragraph that can be set in several numbers of lines. A page that begins
    /// inside it is bound to the version that the page before chose.
    fn passage(
        &self,
        versions: &[Version],
        open: &[Filling],
        at: Cursor,
        parted: Kept,
        ends: &mut Ends,
    ) -> Vec<Filling> {
        let mut through = Vec::new();
        for (number, version) in versions.iter().enumerate() {
            if at.line > 0 && number != at.version {
                continue;
            }
            let count = version.lines.len();
            let mut pages: Vec<Filling> = if at.line > 0 {
                open.to_vec()
            } else {
                let choice = Choice::Version(number);
                let chosen = |page: &Filling| page.clone().chosen(at.entry, choice, version.cost);
                open.iter().map(chosen).collect()
            };
            for (line, content) in version.lines.iter().enumerate().skip(at.line) {
                let here = Cursor {
                    entry: at.entry,
                    version: number,
                    line,
                };
                // Never the first line alone, nor the last.
                let whole = line >= 2 && line + 2 <= count;
                let kept = if whole { Kept::No } else { Kept::Line };
                if line > at.line && (kept <= parted || self.loosens) {
                    self.end(&pages, here, kept, ends);
                }
                pages.retain_mut(|page| self.filler.add(page, content, here));
                if pages.is_empty() {
                    break;
                }
            }
            through.extend(pages);
        }
        fewer(through)
    }

    /// A page that holds nothing but what no page has room for: the photo that waits, or else what
    /// comes next. A column that something across the page makes too low for it stays empty.
    fn hang_over(&self, from: &State, ends: &mut Ends) {
        let mut page = self.begin(from, ends);
        let mut at = from.at;
        let depth = self.filler.spec.depth();
        let waits = |height: Length| self.columns > 1 && height > page.limit && height <= depth;
        let least = |entry: usize| {
            let sizes = self.filler.float(entry).map(|float| &float.sizes);
            sizes.and_then(|sizes| sizes.last()).map(|made| made.height)
        };
        if let Some(waiting) = page.queue.first().copied() {
            if least(waiting).is_some_and(waits) {
                return ends.add(End::alone(ends.state(&page, at, 0, cost::FORBIDDEN)));
            }
            return self.hang_float(&page, waiting, at, ends);
        }
        while let Some(entry) = self.filler.entries.get(at.entry) {
            let (content, next) = match entry {
                Entry::Box(content) => (content, Cursor::at(at.entry + 1)),
                Entry::Passage(versions) => {
                    let lines = versions.get(at.version).map(|version| &version.lines);
                    let Some(content) = lines.and_then(|lines| lines.get(at.line)) else {
                        at = Cursor::at(at.entry + 1);
                        continue;
                    };
                    let line = at.line + 1;
                    (content, Cursor { line, ..at })
                }
                Entry::Float(_) => {
                    if least(at.entry).is_some_and(waits) {
                        return ends.add(End::alone(ends.state(&page, at, 0, cost::FORBIDDEN)));
                    }
                    let after = Cursor::at(at.entry + 1);
                    return self.hang_float(&page, at.entry, after, ends);
                }
                Entry::Space(_) | Entry::Room(_) | Entry::Keep | Entry::Bind | Entry::Barrier => {
                    at = Cursor::at(at.entry + 1);
                    continue;
                }
            };
            if waits(content.height) {
                return ends.add(End::alone(ends.state(&page, at, 0, cost::FORBIDDEN)));
            }
            self.filler.hang_over(&mut page, content, at);
            let state = State {
                hangs_over: true,
                ..ends.state(&page, next, 0, cost::FORBIDDEN)
            };
            ends.add(End::alone(state));
            return;
        }
    }

    fn hang_float(&self, page: &Filling, entry: usize, to: Cursor, ends: &mut Ends) {
        if let Some(page) = self.filler.hang_float(page, entry) {
            ends.add(End::alone(ends.state(&page, to, 0, cost::FORBIDDEN)));
        }
    }

    /// The page may end here, or, where what comes next is kept with what came before, if a photo
    /// stands between them: a heading has its photo.
    fn end_between(
        &self,
        open: &[Filling],
        at: Cursor,
        (kept, may_end): (Kept, bool),
        ends: &mut Ends,
    ) {
        if may_end {
            return self.end(open, at, kept, ends);
        }
        let parted = open.iter().filter(|page| page.ends_in_float).cloned();
        let mut parted: Vec<Filling> = parted.collect();
        parted
            .iter_mut()
            .for_each(|page| page.cost += cost::PHOTO_ALONE);
        self.end(&parted, at, Kept::No, ends);
    }

    /// The page may end here.
    fn end(&self, open: &[Filling], at: Cursor, kept: Kept, ends: &mut Ends) {
        for page in open.iter().filter(|page| page.used) {
            if !ends.near_only || self.is_near(page, at) {
                self.end_page(page, at, kept, ends);
            }
        }
    }

    /// Whether the page may lack no more than [`MOST_LACKING`] lines, or be the last.
    fn is_near(&self, page: &Filling, at: Cursor) -> bool {
        let near = self.filler.spec.body.leading * (MOST_LACKING + 1);
        page.left() <= near || page.plates > 0 || self.is_last(page, at)
    }

    /// Whether nothing comes after the page.
    fn is_last(&self, page: &Filling, at: Cursor) -> bool {
        at.entry >= self.last && page.queue.is_empty() && page.carried.is_empty()
    }

    /// Adds the end of one page, if it is worth a look.
    fn end_page(&self, page: &Filling, at: Cursor, kept: Kept, ends: &mut Ends) {
        let leading = self.filler.spec.body.leading;
        let is_last = self.is_last(page, at);
        let over = page.left();
        // Less than half a line is nothing that the eye sees; a page of photos lacks none.
        let lines = match page.plates {
            0 => (over + leading.scaled(2, 5))
                .units()
                .div_euclid(leading.units().max(1)),
            _ => 0,
        };
        if !is_last && !ends.takes(lines) {
            return;
        }
        let mut cost = page.cost;
        let lacking;
        if is_last && self.balances {
            lacking = lines;
            let empty = (self.columns - 1 - ends.column) as i64;
            let depth = page.limit.units() / leading.units().max(1);
            let few = if page.notes_depth > Length::ZERO {
                0
            } else {
                lines.max(0)
            };
            cost += (cost::UNEVEN * (few * few + empty * depth * depth)).min(cost::MOST_UNEVEN);
        } else if is_last {
            lacking = 0;
            let few = (FEWEST_LAST - page.depth.units() / leading.units().max(1)).max(0);
            // A chapter of one page is as long as it is.
            if !ends.is_first {
                cost += cost::SHORT_LAST * few * few;
            }
            if lines < 0 {
                cost += cost::LONG;
            }
        } else if page.notes_depth > Length::ZERO || page.foot > Length::ZERO {
            // What stands at the foot stands on the last line, wherever the text ends.
            lacking = 0;
            cost += cost::ABOVE_NOTES * lines.max(0) + cost::SHORTER * (lines - 2).max(0);
        } else {
            lacking = lines;
            cost += match lines {
                ..0 => cost::LONG,
                0 => 0,
                _ => {
                    let shorter = cost::SHORTER.saturating_mul((lines - 1) * (lines - 1));
                    let most = match self.balances {
                        true => cost::MOST_UNEVEN,
                        false => i64::MAX - cost::SHORT,
                    };
                    cost::SHORT + shorter.min(most)
                }
            };
        }
        if page.ends_in_hyphen && !is_last {
            cost += match ends.side {
                _ if self.columns > 1 => cost::HYPHEN_IN_COLUMN,
                Side::Verso => cost::HYPHEN,
                Side::Recto => cost::HYPHEN_OVERLEAF,
            };
        }
        cost += match kept {
            Kept::No => 0,
            Kept::Line if self.loosens => cost::LINE_ALONE,
            Kept::Line | Kept::Block => cost::FORBIDDEN,
        };
        let state = ends.state(page, at, lacking, cost);
        ends.add(match is_last {
            true => End::alone(state),
            false => End {
                lacking: lines,
                compared: Some(lacking),
                state,
            },
        });
    }
}

/// The ways of filling a page, without those that come out alike and cost more, and no more than
/// can be followed.
fn fewer(mut pages: Vec<Filling>) -> Vec<Filling> {
    if pages.len() < 2 {
        return pages;
    }
    pages.sort_by_key(|page| page.cost);
    let mut kept: Vec<Filling> = Vec::with_capacity(pages.len().min(MOST_FILLINGS));
    for page in pages {
        if kept.len() == MOST_FILLINGS {
            break;
        }
        if !kept.iter().any(|known| known.is_like(&page)) {
            kept.push(page);
        }
    }
    kept
}

#[cfg(test)]
mod tests;
