//! Paragraphs that offer a line more or less, where that makes better pages.

use std::ops::Range;

use super::compose::{Composer, boxes};
use super::galley::{Entry, GalleyBox, Version};
use super::hyphenate::Hyphenator;
use super::length::Length;
use super::outside::Outside;
use super::pagebreak::PagePlan;
use super::paragraph::{Manner, ParagraphSetter, Text};
use super::vocabulary::renumber;

/// A paragraph of the galley, with what it takes to set it, and to set it again.
pub struct Passage {
    /// Its entries.
    pub entries: Range<usize>,
    /// Its lines.
    pub lines: usize,
    /// Its text.
    pub text: Text,
    /// How it is set.
    pub manner: Manner,
    /// What divides its words.
    pub hyphenator: Hyphenator,
    /// From one baseline to the next.
    pub leading: Length,
    /// Its left edge, from the text area's.
    pub left: Length,
    /// The name of its place.
    pub anchor: Option<String>,
    /// What stands beside it in the margin.
    pub beside: Option<Box<Outside>>,
}

impl Passage {
    /// A paragraph with fewer lines has too few spaces to make another line of.
    pub const FEWEST_LINES: usize = 4;
}

/// What a page pays for a paragraph that is not set its best way.
const COST: i64 = 150;

/// What a page may cost and still be a good one: half of a spread that runs a line short or long,
/// or an opened heading.
const GOOD: i64 = 240;

impl Composer<'_, '_> {
    /// Puts other versions of the paragraphs on and before pages that came out poor into the galley.
    /// Gives whether there are any.
    pub fn offer(
        &mut self,
        galley: &mut Vec<Entry>,
        passages: Vec<Passage>,
        plans: &[PagePlan],
    ) -> bool {
        let poor = |plan: &&PagePlan| plan.cost > GOOD;
        let starts = |at: usize| plans.get(at.saturating_sub(2)).map_or(0, |p| p.from.entry);
        let ranges: Vec<Range<usize>> = plans
            .iter()
            .enumerate()
            .filter(|(_, plan)| poor(plan))
            .map(|(at, plan)| starts(at)..plan.to.entry + 1)
            .collect();
        let mut ranges = ranges.into_iter().peekable();
        let near = |passage: &Passage| {
            // Both are in the order of the galley.
            while ranges.next_if(|r| r.end <= passage.entries.start).is_some() {}
            let range = ranges.peek();
            range.is_some_and(|range| range.start < passage.entries.end)
        };
        let mut passages = passages;
        passages.retain(near);
        let bytes = |passage: &Passage| passage.text.bytes();
        let versions = self.side_by_side(&passages, bytes, versions, |versions, numbers| {
            let lines = versions.iter_mut().flat_map(|version| &mut version.lines);
            renumber(lines.flat_map(|line| &mut line.items), numbers);
        });
        let offered: Vec<(Range<usize>, Vec<Version>)> = passages
            .into_iter()
            .zip(versions)
            .filter(|(_, versions)| !versions.is_empty())
            .map(|(passage, versions)| (passage.entries, versions))
            .collect();
        if offered.is_empty() {
            return false;
        }
        let mut rest = std::mem::take(galley).into_iter();
        let mut taken = 0;
        for (range, others) in offered {
            galley.extend(rest.by_ref().take(range.start - taken));
            let whole = rest.by_ref().take(range.len());
            let lines = whole.filter_map(|entry| match entry {
                Entry::Box(made) => Some(made),
                _ => None,
            });
            let best = Version {
                lines: lines.collect(),
                cost: 0,
            };
            let versions = std::iter::once(best).chain(others);
            galley.push(Entry::Passage(versions.collect()));
            taken = range.end;
        }
        galley.extend(rest);
        true
    }
}

/// The paragraph with a line less and with a line more, as far as that looks well.
fn versions(setter: &mut ParagraphSetter<'_, '_>, passage: &Passage) -> Vec<Version> {
    setter.hyphenator = passage.hyphenator;
    let counts = [passage.lines - 1, passage.lines + 1].map(Some);
    setter
        .set_to(&passage.text, passage.manner, &counts)
        .into_iter()
        .map(|lines| {
            let anchor = passage.anchor.clone();
            let lines = boxes(lines, passage.leading, passage.left, true, anchor);
            let mut lines: Vec<GalleyBox> = lines.collect();
            if let Some(first) = lines.first_mut() {
                first.outside.clone_from(&passage.beside);
            }
            Version { lines, cost: COST }
        })
        .collect()
}
