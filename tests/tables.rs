//! Tables: columns, heads that stand again, and text that stays in its cell.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

mod support;

use std::collections::BTreeMap;

use cutline::diagnostic::Code;
use cutline::layout::frame::{ElementId, Owner, Page, PagedBook, Role, Shape, TextRun};
use cutline::layout::length::Length;
use cutline::layout::{Layout, PageSize, Spec, paginate};
use cutline::{parity, pdf};
use support::dice::Dice;

fn set(text: &str, size: PageSize) -> Layout {
    let (book, _) = support::read_text("a.md", text).look_up();
    let layout = paginate(&book, &Spec::book(size));
    let mut printed = Vec::new();
    pdf::write(layout.pages.clone(), &pdf::Options::default(), &mut printed).unwrap();
    parity::of_pdf(&book, &printed).unwrap_or_else(|fault| panic!("{fault:?}"));
    layout
}

fn runs(page: &Page) -> impl Iterator<Item = (&TextRun, Owner)> {
    page.items.iter().filter_map(|item| match &item.shape {
        Shape::Text(run) => Some((run, item.owner)),
        _ => None,
    })
}

/// The cell that an element is or stands in.
fn cell_of(book: &PagedBook, element: ElementId) -> Option<ElementId> {
    let mut at = element;
    loop {
        let found = book.structure.get(at.0)?;
        if matches!(found.role, Role::TableCell | Role::TableHead) {
            return Some(at);
        }
        at = found.parent?;
    }
}

/// The left and right edge of the text of every cell on a page.
fn extents(book: &PagedBook, page: &Page) -> BTreeMap<ElementId, (Length, Length)> {
    let mut found: BTreeMap<ElementId, (Length, Length)> = BTreeMap::new();
    for (run, owner) in runs(page) {
        let Owner::Element(element) = owner else {
            continue;
        };
        if run.text.trim().is_empty() {
            continue;
        }
        // A space that a line's end takes away stands after it.
        let trailing = match run.text.ends_with(' ') {
            true => run.space.advance,
            false => Length::ZERO,
        };
        let (left, right) = (
            run.origin.x,
            run.origin.x + run.width(&book.vocabulary) - trailing,
        );
        if let Some(cell) = cell_of(book, element) {
            let extent = found.entry(cell).or_insert((left, right));
            *extent = (extent.0.min(left), extent.1.max(right));
        }
    }
    found
}

struct Random(Dice);

impl Random {
    fn below(&mut self, limit: usize) -> usize {
        self.0.below(limit)
    }

    fn word(&mut self, longest: usize) -> String {
        let length = 1 + self.below(longest);
        (0..length)
            .map(|_| char::from(b'a' + self.below(26) as u8))
            .collect()
    }

    fn cell(&mut self, longest: usize) -> String {
        let words: Vec<String> = (0..1 + self.below(8)).map(|_| self.word(longest)).collect();
        words.join(" ")
    }
}

/// The columns that a table's rows share are disjoint, and all of them stand on the page's measure.
#[test]
fn no_text_stands_outside_its_cell() {
    let mut random = Random(Dice(0x2545_F491_4F6C_DD1D));
    for round in 0..30 {
        let columns = 1 + random.below(14);
        let longest = [6, 12, 40][round % 3];
        let language = ["en", "ar"][usize::from(round % 5 == 0)];
        let mut text = format!("---\nlang: {language}\n---\n\n");
        let row = |random: &mut Random, text: &mut String| {
            for _ in 0..columns {
                text.push_str(&format!("| {} ", random.cell(longest)));
            }
            text.push_str("|\n");
        };
        row(&mut random, &mut text);
        let signs = ["---", "---:", ":---:"];
        let marks: Vec<&str> = (0..columns).map(|_| signs[random.below(3)]).collect();
        text.push_str(&format!("|{}|\n", marks.join("|")));
        (0..1 + random.below(30)).for_each(|_| row(&mut random, &mut text));
        let layout = set(&text, PageSize::A5);
        let book = &layout.pages;
        let measure = Spec::book(PageSize::A5).measure();
        // Inner and outer margins differ: each page has its own edges.
        for page in &book.pages {
            let mut whole = (Length::pt(10_000), Length::ZERO);
            let mut rows: BTreeMap<ElementId, Vec<(Length, Length)>> = BTreeMap::new();
            for (cell, extent) in extents(book, page) {
                rows.entry(book.structure[cell.0].parent.unwrap())
                    .or_default()
                    .push(extent);
                whole = (whole.0.min(extent.0), whole.1.max(extent.1));
            }
            for mut cells in rows.into_values() {
                cells.sort();
                for pair in cells.windows(2) {
                    assert!(pair[0].1 <= pair[1].0, "round {round}: {pair:?}");
                }
            }
            assert!(
                whole.1 - whole.0 <= measure + Length::pt(1),
                "round {round}: {whole:?}"
            );
        }
    }
}

fn long_table(rows: usize) -> String {
    let mut text = "Before.\n\n| Ship | Cargo |\n|---|---:|\n".to_owned();
    for row in 0..rows {
        text.push_str(&format!("| ship{row} | {row} t |\n"));
    }
    text + "\nAfter.\n"
}

#[test]
fn the_head_stands_again_on_every_page_that_goes_on() {
    let layout = set(&long_table(400), PageSize::A5);
    let heads = |page: &Page| {
        let mut again = Vec::new();
        for (run, owner) in runs(page) {
            if run.text.trim() == "Ship" {
                again.push((run.origin.y, owner));
            }
        }
        again
    };
    let first_row = |page: &Page| {
        let rows = runs(page).filter(|(run, _)| run.text.starts_with("ship"));
        rows.map(|(run, _)| run.origin.y).min()
    };
    assert!(layout.pages.pages.len() > 8);
    for (number, page) in layout.pages.pages.iter().enumerate() {
        let Some(first_row) = first_row(page) else {
            continue;
        };
        let [(y, owner)] = heads(page)[..] else {
            panic!("page {number} has not one head");
        };
        assert!(y < first_row, "page {number}");
        // It is told once to those who listen.
        assert_eq!(owner == Owner::Pagination, number > 0, "page {number}");
    }
}

#[test]
fn a_table_that_is_too_wide_is_set_smaller_and_then_reported() {
    let table = |columns: usize, word: &str| {
        let row = |cell: &str| format!("|{}\n", format!(" {cell} |").repeat(columns));
        format!("{}{}{}", row(word), row("---"), row(word))
    };
    let size = |layout: &Layout| {
        let sizes = layout
            .pages
            .pages
            .iter()
            .flat_map(runs)
            .map(|(run, _)| run.size);
        sizes.filter(|size| *size > Length::pt(6)).min().unwrap()
    };
    let cut = |layout: &Layout| {
        let mut found = layout.diagnostics.iter();
        found.any(|found| found.code == Code::OverfullLine && found.message.contains("table"))
    };
    let usual = set(&table(4, "harbour"), PageSize::A5);
    let smaller = set(&table(8, "harbours"), PageSize::A5);
    let too_wide = set(&table(14, "harbourmasters"), PageSize::A5);
    assert!(size(&smaller) < size(&usual) && size(&too_wide) < size(&smaller));
    assert!(!cut(&usual) && !cut(&smaller) && cut(&too_wide));
}

#[test]
fn neither_heads_nor_headings_end_a_page_above_a_row_with_a_photo() {
    let row = "| ![In a cell in Sandhaven.](photo:cell) | x |\n";
    for lines in 0..24 {
        let text = format!(
            "# Quays\n\n{}\n## Photos\n\n| A | B |\n|---|---|\n{}\n## More\n\n![Alone.](photo:one)\n\n![Alone, too.](photo:two)\n",
            "A line of text.\n\n".repeat(lines),
            row.repeat(3)
        );
        let layout = set(&text, PageSize::A5);
        let book = &layout.pages;
        for page in &book.pages {
            let role = |owner: Owner| match owner {
                Owner::Element(element) => book.structure.get(element.0).map(|found| found.role),
                Owner::Pagination | Owner::Layout => None,
            };
            let places = page.items.iter().filter_map(|item| {
                let y = match &item.shape {
                    Shape::Text(run) => run.origin.y,
                    Shape::Photo { area, .. } | Shape::Fill { area, .. } => area.origin.y,
                    Shape::Stroke { .. } => return None,
                };
                Some((y, role(item.owner)?))
            });
            let lowest = places.max_by_key(|(y, _)| *y);
            assert!(
                !matches!(lowest, Some((_, Role::Heading(_) | Role::TableHead))),
                "{lines} lines: page {} ends in {lowest:?}",
                page.folio
            );
        }
    }
}
