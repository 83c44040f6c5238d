//! The last page of a chapter: columns of one depth, and photos that still wait.

use std::rc::Rc;

use super::super::across::Across;
use super::super::length::Length;
use super::end::State;
use super::{Breaker, PagePlan, Side, cost};

/// Depths of the last page's columns that are compared, from the least that holds all.
const BALANCES_TRIED: usize = 4;

impl Breaker<'_, '_> {
    /// Fills the last page again, with columns that end together as high as they can.
    pub(super) fn balance(&self, plans: &mut Vec<PagePlan>) {
        let begin = plans.iter().rposition(|plan| plan.column == 0);
        let Some((begin, first)) = begin.and_then(|at| Some((at, plans.get(at)?.clone()))) else {
            return;
        };
        let breaker = Breaker {
            balances: true,
            ..*self
        };
        let leading = self.filler.spec.body.leading;
        // What waited before this page and found no room on it.
        let before = begin.checked_sub(1).and_then(|at| plans.get(at));
        let placed = |entry: &usize| first.across.placed.iter().any(|one| one.entry == *entry);
        let mut waiting = before.map_or_else(Vec::new, |plan| plan.waiting.clone());
        waiting.retain(|entry| !placed(entry));
        let page = &first.across;
        let full: i64 = page.bottom.units() / leading.units().max(1);
        // All that it holds, on as many lines as the columns have together.
        let used = plans[begin..].iter().map(|plan| {
            let top = page.tops.get(plan.column).copied().unwrap_or_default();
            top + plan.depth
        });
        let missing = page.tops.iter().skip(plans.len() - begin).copied();
        let all: Length = used.chain(missing).sum();
        let fewest = all.units() / (self.columns as i64) / leading.units().max(1);
        let fewest = fewest.max(page.lowest_top().units() / leading.units().max(1) + 2);
        let start = |lines: i64| State {
            at: first.from,
            queue: first.queue.clone(),
            carried: first.carried.clone(),
            across: waiting.clone(),
            ..State::first(Rc::new(page.ending_at(leading * lines)))
        };
        let mut least = None;
        // Where they cannot end together in whole paragraphs, lines of them may stand alone.
        for loosens in [false, true] {
            let breaker = Breaker { loosens, ..breaker };
            let found = (fewest..=full).filter_map(|lines| {
                let found = breaker.plan(start(lines), Side::Recto);
                let cost: i64 = found.iter().map(|plan| plan.cost).sum();
                let is_whole = !found.is_empty() && cost < cost::FORBIDDEN;
                is_whole.then_some((cost, found))
            });
            let best = found.take(BALANCES_TRIED).min_by_key(|(cost, _)| *cost);
            let Some((_, found)) = best else {
                continue;
            };
            let apart = apart(&found, self.columns);
            if least.is_none_or(|least| apart < least) {
                plans.truncate(begin);
                plans.extend(found);
                least = Some(apart);
            }
            if apart <= leading.scaled(7, 5) {
                return;
            }
        }
    }

    /// Puts the photos that are to stand across columns when the text is at its end below them, or on
    /// pages of their own.
    pub(super) fn close(&self, plans: &mut Vec<PagePlan>) {
        let Some(last) = plans.last_mut() else {
            return;
        };
        let waiting = std::mem::take(&mut last.waiting);
        let end = last.to;
        let mut page = Across::clone(&last.across);
        let mut rest = waiting.as_slice();
        while let Some((entry, others)) = rest.split_first()
            && let Some(float) = self.filler.float(*entry)
            && page.place_below(self.filler.spec, *entry, float)
        {
            rest = others;
        }
        let page = Rc::new(page);
        let begin = plans.iter().rposition(|plan| plan.column == 0);
        for plan in &mut plans[begin.unwrap_or_default()..] {
            plan.across = Rc::clone(&page);
        }
        let mut waiting = rest.to_vec();
        while !waiting.is_empty() {
            let (page, rest) = self.filler.next_page(&waiting);
            waiting = rest;
            plans.push(PagePlan::empty(end, Rc::new(page)));
        }
    }
}

/// By how much the columns of a page end apart.
fn apart(plans: &[PagePlan], columns: usize) -> Length {
    let ends = plans.iter().map(|plan| {
        let top = plan.across.tops.get(plan.column).copied();
        top.unwrap_or_default() + plan.depth
    });
    let empty = plans.first().filter(|_| plans.len() < columns);
    let empty = empty.map(|plan| plan.across.lowest_top());
    let lowest = ends.clone().max().unwrap_or_default();
    lowest - ends.chain(empty).min().unwrap_or_default()
}
