//! What holds of every page, whatever stands on it.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

mod support;

use std::collections::BTreeMap;
use std::fmt::Write;

use cutline::book::Book;
use cutline::diagnostic::Code;
use cutline::layout::frame::{Item, Page, Shape, TextRun, Vocabulary};
use cutline::layout::length::Length;
use cutline::layout::{Layout, PageSize, Spec, paginate};
use cutline::paper::{ChaptersOn, Gutter, PageSetup, PaperLength};
use support::dice::Dice;

fn book(text: &str) -> Book {
    support::read_text("a.md", text).look_up().0
}

fn set(text: &str, spec: &Spec) -> Layout {
    paginate(&book(text), spec)
}

fn runs(page: &Page) -> impl Iterator<Item = &TextRun> {
    page.items.iter().filter_map(|item| match &item.shape {
        Shape::Text(run) => Some(run),
        _ => None,
    })
}

/// Sentences of English words, as long and as uneven as those of a novel.
fn prose(words: usize, seed: u64) -> String {
    const WORDS: &str = "the of and a to in he was that it his her with as had for at on not but be \
        they by which were from this all she have one what been when would there could no more up \
        into some them then little time out two like very people should water before between \
        another because thought through country nothing question morning something afternoon \
        understand remember conversation extraordinary particular beginning harbour weather \
        considerable grandmother evening window letters promised carefully government silence";
    let vocabulary: Vec<&str> = WORDS.split_whitespace().collect();
    let mut dice = Dice(seed);
    let mut text = String::from("# A chapter\n\n");
    let mut count = 0;
    while count < words {
        for _ in 0..1 + dice.below(9) {
            let length = 4 + dice.below(22);
            count += length;
            for at in 0..length {
                // Common words are common.
                let pick = dice
                    .below(vocabulary.len())
                    .min(dice.below(vocabulary.len() * 2));
                let word = vocabulary[pick];
                let comma = at > 2 && at + 1 < length && dice.below(9) == 0;
                write!(text, "{word}{} ", if comma { "," } else { "" }).unwrap();
            }
            text.truncate(text.trim_end().len());
            text.push_str(". ");
        }
        text.push_str("\n\n");
    }
    text
}

/// A manuscript of everything. Words of paragraphs in the text begin with `b`, all others with `x`;
/// all are numbered.
fn everything(blocks: usize, seed: u64, notes: bool) -> String {
    let mut dice = Dice(seed);
    let mut number = 0;
    let mut words = |initial: char, count: usize| {
        let words: Vec<String> = (0..count)
            .map(|_| {
                number += 1;
                format!("{initial}{number:05}")
            })
            .collect();
        words.join(" ")
    };
    let mut text = format!("# {}\n\n", words('x', 2));
    let mut after = String::new();
    for index in 0..blocks {
        let block = match dice.below(16) {
            0 => format!("## {}", words('x', 4)),
            1 => format!("### {}", words('x', 12)),
            2 => format!("> {}\n>\n> {}", words('x', 30), words('x', 9)),
            3 => format!(
                "- {}\n- {}\n- {}",
                words('x', 3),
                words('x', 25),
                words('x', 4)
            ),
            4 => format!("1. {}\n\n2. {}", words('x', 14), words('x', 4)),
            5 => format!("```\n{}\n{}\n```", words('x', 4), words('x', 3)),
            6 => format!(
                "| {} | {} |\n|---|---|\n| {} | {} |",
                words('x', 1),
                words('x', 2),
                words('x', 9),
                words('x', 1)
            ),
            7 => format!(
                "| {}\n|   {}\n| {}",
                words('x', 4),
                words('x', 5),
                words('x', 3)
            ),
            8 => "* * *".to_owned(),
            9 => format!("> [!NOTE]\n> {}", words('x', 22)),
            10 if notes => {
                let length = [5, 40, 400][dice.below(3)];
                write!(after, "[^n{index}]: {}\n\n", words('n', length)).unwrap();
                format!("{}[^n{index}] {}", words('b', 40), words('b', 20))
            }
            11 if notes => format!("![{}](photo:p{index})", words('x', 8)),
            _ => {
                let count = 1 + dice.below(90);
                words('b', count)
            }
        };
        write!(text, "{block}\n\n").unwrap();
    }
    text + &after
}

#[test]
fn every_word_stands_once_and_in_order() {
    for seed in 1..6 {
        let text = everything(120, seed, false);
        let layout = set(&text, &Spec::book(PageSize::A5));
        let mut found: Vec<String> = Vec::new();
        for page in &layout.pages.pages {
            let texts = runs(page).filter(|run| run.source.is_some());
            let page_text: Vec<&str> = texts.map(|run| run.text.as_str()).collect();
            found.extend(page_text.join(" ").split_whitespace().map(str::to_owned));
        }
        let numbered = |word: &&str| word.len() == 6 && word[1..].parse::<u32>().is_ok();
        let wanted: Vec<&str> = text.split_whitespace().filter(numbered).collect();
        let found: Vec<&str> = found.iter().map(String::as_str).filter(numbered).collect();
        assert!(wanted.len() > 1_000);
        assert_eq!(found, wanted, "seed {seed}");
    }
}

#[test]
fn text_is_on_the_grid_inside_its_measure_and_overlaps_nothing() {
    let setups = [
        PageSize::A5,
        PageSize::A4,
        PageSize::POCKET,
        PageSize::SIX_BY_NINE,
    ];
    for (seed, size) in (1..).zip(setups) {
        let spec = Spec::book(size);
        let text = everything(160, seed, true);
        let layout = set(&text, &spec);
        let leading = spec.body.leading;
        let mut on_grid = 0;
        for (index, page) in layout.pages.pages.iter().enumerate() {
            let left = if index % 2 == 0 {
                spec.inner
            } else {
                spec.outer
            };
            let right = left + spec.measure();
            for run in runs(page) {
                // Signs may hang over the margins; no letter does.
                let hang = spec.em();
                assert!(run.origin.x >= left - hang, "page {index}: {}", run.text);
                let text = run.text.trim_end();
                let end = run.origin.x + run.width(&layout.pages.vocabulary);
                assert!(end <= right + hang, "page {index}: {text}");
                if run.text.starts_with('b') && run.size == spec.body.size {
                    let y = run.origin.y - spec.top - leading * 3 / 4;
                    assert_eq!(y.units() % leading.units(), 0, "page {index}: {text}");
                    on_grid += 1;
                }
            }
            nothing_overlaps(index, page, &layout.pages.vocabulary);
        }
        assert!(on_grid > 200, "{on_grid}");
    }
}

/// Lines of text do not touch, nor photos and lines.
fn nothing_overlaps(index: usize, page: &Page, vocabulary: &Vocabulary) {
    // From the x-height to the baseline, in hundredths of a point.
    let hundredths = |length: Length| length.units() * 100 / Length::pt(1).units();
    let mut boxes: Vec<([i64; 4], &str)> = Vec::new();
    for run in runs(page).filter(|run| !run.text.trim().is_empty()) {
        let y = hundredths(run.origin.y);
        let x = hundredths(run.origin.x);
        let area = [
            x + 20,
            y - hundredths(run.size) * 2 / 5,
            x + hundredths(run.width(vocabulary)) - 20,
            y,
        ];
        boxes.push((area, run.text.as_str()));
    }
    for (at, (a, text)) in boxes.iter().enumerate() {
        for (b, other) in &boxes[at + 1..] {
            let apart = a[2] <= b[0] || b[2] <= a[0] || a[3] <= b[1] || b[3] <= a[1];
            assert!(apart, "page {index}: “{text}” and “{other}”");
        }
    }
    let slots = page
        .items
        .iter()
        .filter_map(|item: &Item| match &item.shape {
            Shape::Photo { area, .. } => Some(*area),
            Shape::Fill { area, .. } if area.height > Length::pt(60) => Some(*area),
            _ => None,
        });
    for slot in slots {
        let (top, bottom) = (slot.origin.y, slot.origin.y + slot.height);
        for run in runs(page).filter(|run| run.text.starts_with(['b', 'n'])) {
            let inside = run.origin.y > top && run.origin.y - run.size / 2 < bottom;
            assert!(!inside, "page {index}: “{}” on a photo", run.text);
        }
    }
}

#[test]
fn a_note_begins_on_the_page_of_its_reference() {
    let mut carried = 0;
    for seed in 1..6 {
        let text = everything(160, seed, true);
        let layout = set(&text, &Spec::book(PageSize::A5));
        let mut pages: BTreeMap<String, usize> = BTreeMap::new();
        for (index, page) in layout.pages.pages.iter().enumerate() {
            for run in runs(page) {
                for word in run.text.split_whitespace() {
                    pages.entry(word.to_owned()).or_insert(index);
                }
            }
        }
        for (name, note) in text
            .split("\n[^")
            .skip(1)
            .filter_map(|n| n.split_once("]: "))
        {
            let words: Vec<&str> = note.split_whitespace().collect();
            let marked = format!("[^{name}]");
            let before = text.split(&marked).next().unwrap();
            let reference = before.split_whitespace().next_back().unwrap();
            assert_eq!(pages[reference], pages[words[0]], "{name}");
            let mut at = pages[words[0]];
            for word in words {
                // It goes on overleaf, and nowhere else.
                assert!((at..=at + 1).contains(&pages[word]), "{name}: {word}");
                at = pages[word];
            }
            carried += usize::from(at > pages[reference]);
        }
    }
    assert!(carried > 4, "only {carried} notes go on overleaf");
}

#[test]
fn facing_pages_are_of_one_depth() {
    let spec = Spec::book(PageSize::A5);
    let layout = set(&prose(60_000, 3), &spec);
    let pages = &layout.pages.pages;
    let lines: Vec<i64> = pages
        .iter()
        .map(|page| {
            let body = runs(page).filter(|run| run.size == spec.body.size);
            let lowest = body.map(|run| run.origin.y).max().unwrap();
            (lowest - spec.top).units() / spec.body.leading.units() + 1
        })
        .collect();
    let whole = &lines[1..lines.len() - 1];
    assert!(whole.len() > 100);
    let spreads: Vec<&[i64]> = whole.chunks_exact(2).collect();
    let unequal = spreads
        .iter()
        .filter(|spread| spread[0] != spread[1])
        .count();
    assert!(
        unequal * 20 <= spreads.len(),
        "{unequal} of {}",
        spreads.len()
    );
    for (index, lines) in whole.iter().enumerate() {
        assert!((lines - spec.lines).abs() <= 1, "page {index}: {lines}");
    }
}

#[test]
fn the_number_of_threads_changes_nothing() {
    let book = book(&(everything(100, 7, true) + &prose(5_000, 8)));
    let on = |threads| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build();
        let set = || paginate(&book, &Spec::book(PageSize::A5)).pages;
        pool.unwrap().install(set)
    };
    let (one, eight) = (on(1), on(8));
    assert!(one.pages == eight.pages && one.vocabulary == eight.vocabulary);
    assert!(one.fonts == eight.fonts && one.structure == eight.structure);
    assert_eq!(one.outline, eight.outline);
}

#[test]
fn lines_are_as_long_as_eyes_like_them() {
    // No book is as large as a newspaper.
    let books = PageSize::NAMED
        .into_iter()
        .filter(|(name, _)| *name != "tabloid");
    for (name, size) in books {
        let spec = Spec::book(size);
        let layout = set(&prose(2_000, 1), &spec);
        let mut lines: BTreeMap<(usize, Length), (usize, Length)> = BTreeMap::new();
        for (index, page) in layout.pages.pages.iter().enumerate() {
            for run in runs(page).filter(|run| run.size == spec.body.size) {
                let line = lines.entry((index, run.origin.y)).or_default();
                line.0 += run.text.chars().count();
                let right = run.origin.x + run.width(&layout.pages.vocabulary);
                line.1 = line.1.max(right);
            }
        }
        let edge = lines.values().map(|line| line.1).max().unwrap() - spec.outer / 2;
        let full: Vec<usize> = lines
            .values()
            .filter(|line| line.1 > edge)
            .map(|line| line.0)
            .collect();
        let mean = full.iter().sum::<usize>() / full.len();
        assert!((50..=76).contains(&mean), "{name}: {mean} characters");
        let lines = spec.lines;
        assert!((30..=42).contains(&lines), "{name}: {lines} lines");
    }
}

#[test]
fn chapters_open_on_rectos_and_margins_are_mirrored() {
    let setup = PageSetup {
        size: Some(PageSize::SIX_BY_NINE),
        chapters_on: Some(ChaptersOn::Recto),
        ..PageSetup::default()
    };
    let spec = Spec::of(&setup);
    let text = format!(
        "{}\n\n# Two\n\nShort.\n\n# Three\n\n# Four\n\n{}",
        prose(900, 2),
        "Word. ".repeat(50)
    );
    let layout = set(&text, &spec);
    for entry in layout.pages.outline.iter().filter(|entry| entry.level == 1) {
        assert_eq!(entry.page_index % 2, 0, "{}", entry.title);
    }
    let blanks = layout
        .pages
        .pages
        .iter()
        .filter(|page| page.items.is_empty());
    assert!(blanks.count() >= 3);
    for (index, page) in layout.pages.pages.iter().enumerate() {
        let body = runs(page).filter(|run| run.size == spec.body.size);
        let Some(leftmost) = body.map(|run| run.origin.x).min() else {
            continue;
        };
        let margin = if index % 2 == 0 {
            spec.inner
        } else {
            spec.outer
        };
        assert!(leftmost >= margin - spec.em(), "page {index}");
    }
}

#[test]
fn margins_that_leave_no_room_are_reported() {
    let setup = PageSetup {
        top: PaperLength::parse("120mm"),
        bottom: PaperLength::parse("80mm"),
        ..PageSetup::default()
    };
    let layout = set("# A\n\nText.\n", &Spec::of(&setup));
    let codes: Vec<Code> = layout.diagnostics.iter().map(|found| found.code).collect();
    assert_eq!(codes, [Code::InvalidMetadataValue]);
    assert!(!layout.pages.pages.is_empty());
}

#[test]
fn a_thick_book_gets_a_wider_gutter() {
    let setup = PageSetup {
        gutter: Some(Gutter::Auto),
        ..PageSetup::default()
    };
    let spec = Spec::of(&setup);
    let left = |layout: &Layout| {
        let page = &layout.pages.pages[20];
        runs(page).map(|run| run.origin.x).min().unwrap()
    };
    let text = prose(60_000, 4);
    let wide = set(&text, &spec);
    let plain = set(&text, &Spec::book(PageSize::A5));
    assert!(plain.pages.pages.len() > 150);
    assert!(left(&wide) > left(&plain) + Length::mm(3));
    let thin = prose(8_000, 4);
    let same = set(&thin, &spec).pages.pages == set(&thin, &Spec::book(PageSize::A5)).pages.pages;
    assert!(same);
}

#[test]
fn what_no_page_is_made_for_is_set_all_the_same() {
    let a5 = Spec::book(PageSize::A5);
    let tiny = Spec {
        lines: 1,
        ..a5.clone()
    };
    let none = Spec {
        lines: 0,
        ..a5.clone()
    };
    let headings: String = (0..10_000).map(|n| format!("## Heading {n}\n\n")).collect();
    let one_word: String = (0..3_000).map(|n| format!("Word{n}\n\n")).collect();
    let notes = format!(
        "Text[^a].\n\n[^a]: {}\n",
        "A note that never ends. ".repeat(900)
    );
    let cases = [
        ("# A\n\n# B\n\n# C\n".to_owned(), &a5),
        (format!("Before {} after.\n", "abcdefghij".repeat(200)), &a5),
        (headings.clone(), &a5),
        (one_word.clone(), &a5),
        (notes.clone(), &a5),
        (everything(60, 1, true), &tiny),
        (everything(60, 2, true), &none),
        (notes, &tiny),
    ];
    for (text, spec) in cases {
        let pages = set(&text, spec).pages.pages;
        let said: usize = pages.iter().flat_map(runs).map(|run| run.text.len()).sum();
        assert!(said > 0 && pages.len() < 12_000, "{} pages", pages.len());
    }
    let found = set(&headings, &a5);
    assert_eq!(found.pages.outline.len(), 10_000);
}
