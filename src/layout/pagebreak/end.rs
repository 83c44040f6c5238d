//! Where a page may end, and what comes of it: the states that the search goes through.

use std::rc::Rc;

use super::{MOST_LACKING, Side, cost};
use crate::layout::across::Across;
use crate::layout::filling::{Choice, Cursor, Filling, NotePart};
use crate::layout::length::Length;

#[derive(Clone, Debug)]
pub(super) struct State {
    pub(super) at: Cursor,
    pub(super) queue: Vec<usize>,
    pub(super) carried: Vec<NotePart>,
    /// Lines that the page which faces the next one lacks.
    pub(super) facing: Option<i64>,
    pub(super) cost: i64,
    /// The state before, and what was chosen since.
    pub(super) previous: usize,
    pub(super) choices: Vec<(usize, Choice)>,
    pub(super) hangs_over: bool,
    /// The page that the next column is on, unless it begins one.
    pub(super) page: Option<Rc<Across>>,
    /// Photos that wait to stand across the next page.
    pub(super) across: Vec<usize>,
    /// How much of the page before its boxes, photos and notes take.
    pub(super) depth: Length,
}

impl State {
    /// The beginning of a chapter.
    pub(super) fn first(page: Rc<Across>) -> State {
        State {
            at: Cursor::default(),
            queue: Vec::new(),
            carried: Vec::new(),
            facing: None,
            cost: 0,
            previous: 0,
            choices: Vec::new(),
            hangs_over: false,
            page: Some(page),
            across: Vec::new(),
            depth: Length::ZERO,
        }
    }

    pub(super) fn is_like(&self, other: &State) -> bool {
        self.facing == other.facing && self.begins_like(other)
    }

    /// Whether the next page can be filled in the same ways.
    pub(super) fn begins_like(&self, other: &State) -> bool {
        self.at == other.at
            && self.queue == other.queue
            && self.carried == other.carried
            && self.across == other.across
            && self.page == other.page
    }
}

/// An end of a page, whatever page faces it.
pub(super) struct End {
    /// Lines that the page would lack.
    pub(super) lacking: i64,
    /// Those that are compared with what the page which faces it lacks.
    pub(super) compared: Option<i64>,
    /// What it leads to. Its cost is that of the page alone.
    pub(super) state: State,
}

impl End {
    /// Where lines are compared with nothing.
    pub(super) fn alone(state: State) -> End {
        End {
            lacking: 0,
            compared: None,
            state,
        }
    }

    /// What all costs up to it, after a state.
    pub(super) fn cost_after(&self, from: &State) -> i64 {
        let facing = from.facing.zip(self.compared);
        let uneven = facing.map_or(0, |(facing, lacking)| {
            let apart = (facing - lacking).abs().min(4);
            cost::UNEVEN * apart * apart
        });
        let cost = from.cost.saturating_add(self.state.cost);
        cost.saturating_add(uneven)
    }
}

/// An end after a state of that number, and what all costs up to it.
pub(super) struct Way<'e> {
    pub(super) cost: i64,
    pub(super) previous: usize,
    pub(super) end: &'e End,
}

impl Way<'_> {
    pub(super) fn state(&self) -> State {
        State {
            cost: self.cost,
            previous: self.previous,
            ..self.end.state.clone()
        }
    }
}

/// A page's ends, as they are found.
pub(super) struct Ends {
    pub(super) side: Side,
    /// Whether it is the chapter's first page.
    pub(super) is_first: bool,
    /// Which column of its page it is.
    pub(super) column: usize,
    /// The page that it is on.
    pub(super) page: Rc<Across>,
    /// Photos that wait to stand across the next page.
    pub(super) waiting: Vec<usize>,
    /// Whether only ends are looked at that lack no more than [`MOST_LACKING`].
    pub(super) near_only: bool,
    pub(super) found: Vec<End>,
}

impl Ends {
    /// Whether an end was found that lacks no more than pages may.
    pub(super) fn are_near(&self) -> bool {
        let first = self.found.first();
        first.is_some_and(|end| end.lacking <= MOST_LACKING)
    }

    /// Whether an end that lacks so many lines is worth a look.
    pub(super) fn takes(&self, lacking: i64) -> bool {
        if self.near_only {
            return lacking <= MOST_LACKING;
        }
        let first = self.found.first();
        lacking <= MOST_LACKING || first.is_none_or(|end| end.lacking >= lacking)
    }

    /// The state that a page leads to.
    pub(super) fn state(&self, page: &Filling, at: Cursor, lacking: i64, cost: i64) -> State {
        State {
            at,
            queue: page.queue.clone(),
            carried: page.carried.clone(),
            facing: (self.side == Side::Verso).then_some(lacking),
            cost,
            previous: 0,
            choices: page.choices.clone(),
            hangs_over: false,
            page: Some(Rc::clone(&self.page)),
            across: page.across.clone(),
            depth: page.depth + page.notes_depth + page.foot,
        }
    }

    pub(super) fn add(&mut self, end: End) {
        let worse = |first: &End| first.lacking > MOST_LACKING && first.lacking > end.lacking;
        if self.found.first().is_some_and(worse) {
            self.found.clear();
        }
        self.found.push(end);
    }
}
