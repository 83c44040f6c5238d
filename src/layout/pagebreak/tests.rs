//! Where pages end, in galleys of a few lines.
#![allow(clippy::unwrap_used, clippy::panic)]

use super::*;
use crate::layout::galley::{Float, GalleyBox};
use crate::layout::length::Length;
use crate::layout::page::pages;
use crate::layout::spec::Spec;
use crate::paper::PageSize;

/// A page of so many lines.
fn spec(lines: i64) -> Spec {
    Spec {
        lines,
        ..Spec::book(PageSize::A5)
    }
}

fn line() -> GalleyBox {
    GalleyBox {
        height: Spec::book(PageSize::A5).body.leading,
        on_grid: true,
        ..GalleyBox::default()
    }
}

/// A paragraph as it is composed: neither its first line nor its last stands alone.
fn paragraph(count: usize) -> Vec<Entry> {
    let mut entries = Vec::new();
    for index in 0..count {
        if index > 0 && (index == 1 || index + 1 == count) {
            entries.push(Entry::Keep);
        }
        entries.push(Entry::Box(line()));
    }
    entries
}

/// The pages, each by the entries that it ends before.
fn ends(spec: &Spec, entries: &[Entry], notes: &[Vec<GalleyBox>], side: Side) -> Vec<usize> {
    let filler = Filler {
        spec,
        entries,
        notes,
        led_by: None,
    };
    let plans = break_pages(&filler, side, Across::nothing(filler.spec));
    plans.iter().map(|plan| plan.to.entry).collect()
}

#[test]
fn a_spread_runs_short_together() {
    // Ten lines a page: the left one would end after the first line of a paragraph.
    let entries: Vec<Entry> = [9, 4, 9, 20].into_iter().flat_map(paragraph).collect();
    let lines = |from: usize, to: usize| {
        let boxes = entries[from..to].iter();
        boxes.filter(|entry| matches!(entry, Entry::Box(_))).count()
    };
    let ends = ends(&spec(10), &entries, &[], Side::Verso);
    assert_eq!(lines(0, ends[0]), lines(ends[0], ends[1]));
}

#[test]
fn a_version_of_a_paragraph_saves_a_page_end() {
    let version = |count, cost| Version {
        lines: vec![line(); count],
        cost,
    };
    let mut entries = paragraph(5);
    entries.push(Entry::Passage(vec![version(4, 0), version(5, 40)]));
    entries.extend(paragraph(3));
    let spec = spec(10);
    let filler = Filler {
        spec: &spec,
        entries: &entries,
        notes: &[],
        led_by: None,
    };
    let plans = break_pages(&filler, Side::Recto, Across::nothing(filler.spec));
    let passage = entries.iter().position(|e| matches!(e, Entry::Passage(_)));
    assert_eq!(plans[0].choices, [(passage.unwrap(), Choice::Version(1))]);
    assert_eq!(plans.len(), 2);
}

#[test]
fn whatever_the_page_every_box_stands_on_one() {
    let leading = Spec::book(PageSize::A5).body.leading;
    let tall = GalleyBox {
        height: leading * 7,
        notes: vec![0],
        ..GalleyBox::default()
    };
    let float = Float {
        sizes: vec![tall.clone(), line()],
        apart: leading / 2,
        placement: None,
        columns: 1,
        leads: false,
        plate: false,
    };
    let mut entries = vec![Entry::Space(leading), Entry::Keep];
    for _ in 0..30 {
        entries.push(Entry::Room(leading));
        entries.push(Entry::Box(line()));
        entries.push(Entry::Keep);
    }
    entries.extend(paragraph(12));
    entries.extend([Entry::Box(tall), Entry::Float(float.clone())]);
    entries.extend([Entry::Float(float.clone()), Entry::Float(float)]);
    entries.push(Entry::Passage(vec![Version {
        lines: vec![line(); 9],
        cost: 0,
    }]));
    entries.extend([Entry::Space(leading), Entry::Keep]);
    let notes = vec![vec![line(); 40]];
    let boxes = |entry: &Entry| match entry {
        Entry::Box(_) | Entry::Float(_) => 1,
        Entry::Passage(versions) => versions[0].lines.len(),
        _ => 0,
    };
    let all: usize = entries.iter().map(boxes).sum::<usize>();
    for lines in [0, 1, 2, 3, 5, 8, 40, 400] {
        let spec = spec(lines);
        let mut galley = entries.clone();
        let mut number = 0;
        let mut name = |made: &mut GalleyBox| {
            made.anchors = vec![number.to_string()];
            number += 1;
        };
        for entry in &mut galley {
            match entry {
                Entry::Box(made) => name(made),
                Entry::Float(float) => {
                    let before = float.sizes[0].anchors.len();
                    name(&mut float.sizes[before]);
                    let anchors = float.sizes[0].anchors.clone();
                    float.sizes[1].anchors = anchors;
                }
                Entry::Passage(versions) => versions[0].lines.iter_mut().for_each(&mut name),
                _ => {}
            }
        }
        let mut notes = notes.clone();
        let filler = Filler {
            spec: &spec,
            entries: &galley,
            notes: &notes,
            led_by: None,
        };
        let plans = break_pages(&filler, Side::Recto, Across::nothing(filler.spec));
        let pages = pages(&spec, galley, &mut notes, &plans, Side::Recto);
        let mut seen: Vec<usize> = pages
            .iter()
            .flat_map(|page| &page.anchors)
            .filter_map(|(name, _)| name.parse().ok())
            .collect();
        seen.sort_unstable();
        assert_eq!(seen, (0..all).collect::<Vec<_>>(), "{lines} lines");
        assert!(notes[0].iter().all(|line| line.height == Length::ZERO));
    }
}

#[test]
fn a_note_of_three_pages_is_carried() {
    let mut entries = paragraph(9);
    let Some(Entry::Box(last)) = entries.last_mut() else {
        panic!("a paragraph ends with a line");
    };
    last.notes.push(0);
    entries.extend(paragraph(9));
    let notes = vec![vec![line(); 28]];
    let spec = spec(10);
    let filler = Filler {
        spec: &spec,
        entries: &entries,
        notes: &notes,
        led_by: None,
    };
    let plans = break_pages(&filler, Side::Recto, Across::nothing(filler.spec));
    let parts: Vec<usize> = plans
        .iter()
        .flat_map(|plan| plan.carried.iter().map(|part| part.line))
        .collect();
    assert!(parts.len() >= 3 && parts.is_sorted(), "{parts:?}");
}
