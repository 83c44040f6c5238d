//! The pages of the best way, as they are to be made.

use std::rc::Rc;

use super::super::across::Across;
use super::super::filling::{Choice, Cursor, NotePart};
use super::super::length::Length;
use super::end::State;

/// One page of the way: what it begins with, what was chosen on it, and where it ends.
#[derive(Clone, Debug)]
pub struct PagePlan {
    /// Where it begins.
    pub from: Cursor,
    /// Floats that wait for it.
    pub queue: Vec<usize>,
    /// Notes that come over to it.
    pub carried: Vec<NotePart>,
    /// What was chosen.
    pub choices: Vec<(usize, Choice)>,
    /// Where it ends.
    pub to: Cursor,
    /// Whether it is a box that no page has room for.
    pub hangs_over: bool,
    /// What it costs.
    pub cost: i64,
    /// Which column of its page it is, from 0.
    pub column: usize,
    /// What stands across that page.
    pub across: Rc<Across>,
    /// How much of it boxes, photos and notes take.
    pub depth: Length,
    /// Photos that wait to stand across the next page.
    pub waiting: Vec<usize>,
}

impl PagePlan {
    /// A page of what stands across, without text.
    pub(super) fn empty(at: Cursor, across: Rc<Across>) -> PagePlan {
        PagePlan {
            from: at,
            queue: Vec::new(),
            carried: Vec::new(),
            choices: Vec::new(),
            to: at,
            hangs_over: false,
            cost: 0,
            column: 0,
            across,
            depth: Length::ZERO,
            waiting: Vec::new(),
        }
    }
}

/// The plans of the way that leads to a state.
pub(super) fn trace(states: &[State], last: State, columns: usize) -> Vec<PagePlan> {
    let mut plans = Vec::new();
    let mut state = &last;
    loop {
        let before = &states[state.previous];
        plans.push(PagePlan {
            from: before.at,
            queue: before.queue.clone(),
            carried: before.carried.clone(),
            choices: state.choices.clone(),
            to: state.at,
            hangs_over: state.hangs_over,
            cost: state.cost - before.cost,
            column: 0,
            across: state.page.clone().unwrap_or_default(),
            depth: state.depth,
            waiting: state.across.clone(),
        });
        if state.previous == 0 {
            break;
        }
        state = before;
    }
    plans.reverse();
    for (index, plan) in plans.iter_mut().enumerate() {
        plan.column = index % columns;
    }
    plans
}
