//! What holds of the same manuscript in every layout that comes with cutline.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

mod support;

use std::collections::BTreeMap;
use std::fmt::Write;
use std::io::Cursor;

use cutline::book::Book;
use cutline::design::{self, BUILT_IN};
use cutline::document::{BlockKind, Edition, Placement};
use cutline::layout::frame::{Colour, Owner, Page, Rect, Role, Shape, TextRun, Vocabulary};
use cutline::layout::length::Length;
use cutline::layout::{Layout, PageSize, Spec, paginate};
use cutline::paper::{PageSetup, PaperLength};
use cutline::pdf::Step;
use cutline::{epub, parity, pdf};
use support::dice::Dice;

/// Numbered words: no two are alike.
struct Words {
    dice: Dice,
    next: usize,
}

impl Words {
    fn some(&mut self, count: usize) -> String {
        const SYLLABLES: [&str; 8] = ["ta", "mer", "row", "lin", "e", "der", "sand", "ul"];
        let mut text = String::new();
        for _ in 0..count {
            self.next += 1;
            for _ in 0..=self.dice.below(3) {
                text.push_str(SYLLABLES[self.dice.below(SYLLABLES.len())]);
            }
            write!(text, "{} ", self.next).unwrap();
        }
        text.trim_end().to_owned()
    }
}

/// An article of prose, with photos of all shapes and places and notes where they are wanted.
fn article(blocks: usize, seed: u64, photos: bool) -> String {
    let headed = if photos { 0 } else { seed % 2 };
    let mut words = Words {
        dice: Dice(seed),
        next: 0,
    };
    let mut text = format!("# {}\n\n", words.some(4));
    let mut after = String::new();
    for index in 0..blocks {
        let kind = words.dice.below(14);
        match kind {
            0 if index > 0 && headed == 0 => writeln!(text, "## {}\n", words.some(5)).unwrap(),
            1..=3 if photos => {
                let shapes = ["3:2", "2:3", "1:1", "3:1", "4:5"];
                let places = [
                    "",
                    "",
                    "",
                    "",
                    "placement=top",
                    "placement=bottom",
                    "placement=here",
                    "placement=margin",
                    "placement=row",
                    "placement=full-bleed",
                ];
                let shape = shapes[words.dice.below(shapes.len())];
                let place = places[words.dice.below(places.len())];
                let count = 1 + words.dice.below(30);
                let cutline = words.some(count);
                writeln!(
                    text,
                    "![{cutline}](photo:p{index}){{aspect={shape} {place}}}\n"
                )
                .unwrap();
            }
            4 if photos => {
                let note = words.some(12);
                writeln!(text, "{}[^n{index}] {}\n", words.some(30), words.some(9)).unwrap();
                writeln!(after, "[^n{index}]: {note}\n").unwrap();
            }
            _ => {
                let count = 8 + words.dice.below(110);
                writeln!(text, "{}\n", words.some(count)).unwrap();
            }
        }
    }
    writeln!(text, "{}\n", words.some(40)).unwrap();
    text + &after
}

fn book(text: &str) -> Book {
    support::read_text("a.md", text).look_up().0
}

fn spec(name: &str, size: Option<PageSize>) -> Spec {
    let setup = PageSetup {
        size,
        ..PageSetup::default()
    };
    Spec::designed(&design::named(name).unwrap(), &setup)
}

fn runs(page: &Page) -> impl Iterator<Item = &TextRun> {
    page.items
        .iter()
        .filter_map(|item| match (&item.shape, item.owner) {
            (Shape::Text(run), Owner::Element(_)) => Some(run),
            _ => None,
        })
}

fn prove(name: &str, book: &Book, layout: &Layout) {
    let mut file = Cursor::new(Vec::new());
    let options = epub::Options::default();
    epub::write(book, Some(&layout.page_map), &options, &mut file).unwrap();
    let mut printed = Vec::new();
    pdf::write(layout.pages.clone(), &pdf::Options::default(), &mut printed).unwrap();
    parity::of_epub(book, file.get_ref()).unwrap();
    let count = parity::of_pdf(book, &printed).unwrap_or_else(|fault| panic!("{name}: {fault:?}"));
    assert!(count.running > 0, "{name}");
    let pages = parity::of_page_list(book, file.get_ref(), &printed);
    let pages = pages.unwrap_or_else(|fault| panic!("{name}: {fault:?}"));
    assert!(pages > 0, "{name}");
}

#[test]
fn nothing_is_lost_in_any_layout() {
    for (name, _) in BUILT_IN {
        for seed in 1..7 {
            let book = book(&article(10 * seed as usize, seed, true));
            prove(name, &book, &paginate(&book, &spec(name, None)));
        }
    }
}

#[test]
fn no_note_under_a_photo_is_lost() {
    for (name, _) in BUILT_IN {
        for attributes in [
            "",
            "{placement=top}",
            "{placement=bottom}",
            "{placement=page}",
            "{placement=full-bleed}",
            "{placement=margin}",
        ] {
            let text = format!(
                "Words before.\n\n![A cutline.[^1]](photo:a){attributes}\n\n\
                 ![](photo:b) ![](photo:c)\n*Both of them.[^2]*\n\nWords after.\n\n\
                 [^1]: The first note.\n\n[^2]: The second note.\n"
            );
            let book = book(&text);
            prove(name, &book, &paginate(&book, &spec(name, None)));
        }
    }
}

#[test]
fn a_book_is_whole_in_any_layout() {
    let folder = tempfile::tempdir().unwrap();
    let mut list = Vec::new();
    for chapter in 1..6_u64 {
        let name = format!("{chapter}.md");
        std::fs::write(folder.path().join(&name), article(9, chapter, true)).unwrap();
        list.push(format!("\"{name}\""));
    }
    let project = format!(
        "title = \"Every layout\"\nlist_of_photos = true\nphoto_credits = true\nchapters = [{}]\n",
        list.join(", ")
    );
    std::fs::write(folder.path().join("cutline.toml"), project).unwrap();
    let (book, _) = support::read(folder.path()).unwrap().look_up();
    for (name, _) in BUILT_IN {
        let layout = paginate(&book, &spec(name, None));
        prove(name, &book, &layout);
        the_contents_point_to_the_right_pages(name, &layout);
    }
}

/// Reads the PDF's text back: each line of the contents and of the list of photos ends with the
/// label of the page on which its words stand.
fn the_contents_point_to_the_right_pages(name: &str, layout: &Layout) {
    let mut file = Vec::new();
    pdf::write(layout.pages.clone(), &pdf::Options::default(), &mut file).unwrap();
    let read = pdf::read_back(&file).unwrap();
    let mut kinds: Vec<String> = Vec::new();
    let mut lines: Vec<String> = Vec::new();
    // Where each heading and cutline begins.
    let mut places: BTreeMap<String, usize> = BTreeMap::new();
    let mut open: Option<(String, usize)> = None;
    for step in &read.steps {
        match step {
            Step::Begin(kind) => {
                if kind == "TOCI" {
                    lines.push(String::new());
                }
                let is_place = kind.starts_with('H') || kind == "Caption";
                if is_place && !kinds.iter().any(|kind| kind == "TOC") {
                    open = Some((String::new(), usize::MAX));
                }
                kinds.push(kind.clone());
            }
            Step::Text { text, page_index } => {
                if kinds.iter().any(|kind| kind == "TOCI") {
                    lines.last_mut().unwrap().push_str(text);
                } else if let Some((words, page)) = &mut open {
                    words.push_str(text);
                    *page = (*page).min(*page_index);
                }
            }
            Step::End => {
                let kind = kinds.pop().unwrap();
                if (kind.starts_with('H') || kind == "Caption")
                    && let Some((words, page)) = open.take()
                {
                    places.insert(squeezed(&words), page);
                }
            }
        }
    }
    let mut seen = 0;
    for line in &lines {
        let found = places.iter().find_map(|(words, page)| {
            // A chapter's number stands before its title, and not in the contents.
            let title = words.trim_start_matches(|c: char| c.is_ascii_digit());
            [words.as_str(), title].iter().find_map(|words| {
                let line = squeezed(line);
                // A long cutline is cut short in the list.
                let folio = match line.split_once('…') {
                    Some((begin, folio)) => words.starts_with(begin).then_some(folio),
                    None => line.strip_prefix(words),
                };
                (folio? == read.page_labels[*page]).then_some(())
            })
        });
        assert!(found.is_some(), "{name}: “{line}”");
        seen += 1;
    }
    assert!(seen >= 5, "{name}: {seen} lines");
}

fn squeezed(text: &str) -> String {
    text.split_whitespace().collect()
}

#[test]
fn a_photo_stands_on_the_page_of_its_cutline() {
    for (name, _) in BUILT_IN {
        let book = book(&article(70, 11, true));
        let layout = paginate(&book, &spec(name, None));
        let mut seen = 0;
        for block in book
            .document()
            .chapters
            .iter()
            .flat_map(|chapter| &chapter.blocks)
        {
            let BlockKind::Figure(figure) = &block.kind else {
                continue;
            };
            assert!(book.picture_in(Edition::Pdf, block.id).is_some());
            let page = layout.placed.iter().find(|placed| placed.node == block.id);
            let page = page
                .unwrap_or_else(|| panic!("{name}: a photo is lost"))
                .page_index;
            let cutline = cutline::document::inline::plain_text(&figure.cutline);
            let first = cutline.split_whitespace().next().unwrap();
            let text: Vec<&str> = runs(&layout.pages.pages[page])
                .flat_map(|run| run.text.split_whitespace())
                .collect();
            assert!(text.contains(&first), "{name}: {first}");
            seen += 1;
        }
        assert!(seen > 5);
    }
}

#[test]
fn photos_stand_outside_the_text_without_touching_it() {
    for (name, size) in [
        ("book", PageSize::A4),
        ("handout", PageSize::A4),
        ("photobook", PageSize::A4),
    ] {
        let spec = spec(name, Some(size));
        let (mut bleeding, mut beside) = (0, 0);
        for seed in 1..8 {
            let book = book(&article(40, seed, true));
            let layout = paginate(&book, &spec);
            let placement = |node| {
                let figures = book.document().figures();
                let found = figures.iter().find(|figure| figure.id == node);
                found.and_then(|found| found.figure.placement)
            };
            for placed in &layout.placed {
                let page = &layout.pages.pages[placed.page_index];
                let is_it =
                    |area: &Rect| (area.width, area.height) == (placed.width, placed.height);
                let areas = page.items.iter().filter_map(|item| match item.shape {
                    Shape::Fill { area, .. } if is_it(&area) => Some(area),
                    _ => None,
                });
                let areas: Vec<Rect> = areas.collect();
                let area = *areas.first().expect("a slot is a filled box");
                match placement(placed.node) {
                    Some(Placement::FullBleed) => {
                        bleeding += 1;
                        assert_eq!((area.origin.x, area.width), (Length::ZERO, page.width));
                        assert_eq!(area.origin.y, Length::ZERO);
                        // Nothing but its cutline stands with it.
                        let below = runs(page).all(|run| run.origin.y > area.height);
                        let plate = runs(page).filter(|run| run.origin.y <= area.height);
                        let words: String = plate.map(|run| run.text.as_str()).collect();
                        assert!(below || words.contains("mm"), "{name} {seed}: {words}");
                    }
                    Some(Placement::Margin) => {
                        beside += 1;
                        let right = area.origin.x + area.width;
                        let recto = placed.page_index % 2 == 0;
                        let text = spec.corner(recto).x;
                        let is_out = right < text || area.origin.x > text + spec.measure();
                        assert!(is_out, "{name} {seed}");
                        assert!(area.origin.x > Length::ZERO && right < page.width);
                        let bottom = area.origin.y + area.height;
                        assert!(bottom <= spec.top + spec.depth(), "{name} {seed}");
                        for other in page.items.iter().filter_map(|item| match item.shape {
                            Shape::Fill {
                                area,
                                colour: Colour::Grey(8),
                            } => Some(area),
                            _ => None,
                        }) {
                            let apart = other == area
                                || other.origin.y >= bottom
                                || other.origin.y + other.height <= area.origin.y
                                || other.origin.x >= right
                                || other.origin.x + other.width <= area.origin.x;
                            assert!(apart, "{name} {seed}: two photos overlap");
                        }
                    }
                    _ => {}
                }
            }
        }
        assert!(bleeding > 3 && beside > 3, "{name}: {bleeding} {beside}");
    }
}

/// How wide a run is without the space at its end.
fn width(run: &TextRun, vocabulary: &Vocabulary) -> Length {
    let mut spaces = Length::ZERO;
    for part in run.parts.iter().rev() {
        spaces += run.space_after(part);
        if part.word.is_some() || !part.ends_in_space() {
            break;
        }
    }
    run.width(vocabulary) - spaces
}

/// Which column a run stands in, if it stands in one.
fn column_of(spec: &Spec, run: &TextRun, vocabulary: &Vocabulary) -> Option<usize> {
    (0..spec.columns.count).find(|column| {
        let left = spec.inner + spec.column_step() * (*column as i64) - spec.em();
        let right = left + spec.measure() + spec.em() * 2;
        run.origin.x >= left && run.origin.x + width(run, vocabulary) <= right
    })
}

#[test]
fn columns_of_the_last_page_end_on_one_line() {
    for size in [
        PageSize::A5,
        PageSize::A4,
        PageSize::LETTER,
        PageSize::TABLOID,
    ] {
        let spec = spec("newspaper", Some(size));
        assert!((2..=4).contains(&spec.columns.count));
        for seed in 1..26 {
            let text = article(3 + seed as usize * 2, seed, false);
            let layout = paginate(&book(&text), &spec);
            for (index, page) in layout.pages.pages.iter().enumerate() {
                let mut ends: BTreeMap<usize, Length> = BTreeMap::new();
                for run in runs(page).filter(|run| run.size == spec.body.size) {
                    let column = column_of(&spec, run, &layout.pages.vocabulary)
                        .expect("body text stands in a column");
                    let end = ends.entry(column).or_default();
                    *end = (*end).max(run.origin.y);
                }
                let (first, last) = (ends.values().min().unwrap(), ends.values().max().unwrap());
                let apart = *last - *first;
                // A full page cannot give way where a heading needs two lines under it.
                let is_last = index + 1 == layout.pages.pages.len();
                let most = if is_last { 1 } else { 3 };
                assert_eq!(
                    ends.len(),
                    spec.columns.count,
                    "{size:?} {seed} page {index}"
                );
                assert!(
                    apart.units() <= (spec.body.leading * most).units(),
                    "{size:?} {seed} page {index}: {:?}",
                    ends.values().map(|end| end.to_pt()).collect::<Vec<_>>()
                );
            }
        }
    }
}

#[test]
fn text_keeps_to_its_column_and_overlaps_nothing() {
    for (name, _) in BUILT_IN {
        for seed in 1..6 {
            let spec = spec(name, None);
            let layout = paginate(&book(&article(60, seed, true)), &spec);
            let vocabulary = &layout.pages.vocabulary;
            for (index, page) in layout.pages.pages.iter().enumerate() {
                for run in runs(page) {
                    let right = run.origin.x + width(run, vocabulary);
                    assert!(right <= spec.width, "{name} {index}");
                    assert!(run.origin.y <= spec.height, "{name} {index}");
                    if run.size == spec.body.size {
                        let inside =
                            spec.columns.count == 1 || column_of(&spec, run, vocabulary).is_some();
                        assert!(inside, "{name}, page {index}: {}", run.text);
                    }
                }
                nothing_overlaps(name, index, page, vocabulary);
            }
        }
    }
}

fn nothing_overlaps(name: &str, index: usize, page: &Page, vocabulary: &Vocabulary) {
    let mut boxes: Vec<([Length; 4], String)> = Vec::new();
    for item in &page.items {
        match &item.shape {
            Shape::Text(run) if !run.text.trim().is_empty() => {
                let y = run.origin.y;
                let x = run.origin.x;
                let edge = Length::milli_pt(300);
                let area = [
                    x + edge,
                    y - run.size * 2 / 5,
                    x + width(run, vocabulary) - edge,
                    y,
                ];
                boxes.push((area, run.text.clone()));
            }
            Shape::Fill { area, .. } if area.height > Length::pt(40) => {
                let Rect4 { area } = Rect4::of(area);
                boxes.push((area, "a photo".to_owned()));
            }
            _ => {}
        }
    }
    // What stands on a slot's plate stands on the slot.
    let slots: Vec<[Length; 4]> = boxes
        .iter()
        .filter(|(_, text)| text == "a photo")
        .map(|(area, _)| *area)
        .collect();
    let on_plate = |area: &[Length; 4]| {
        let middle = (area[0] + area[2]) / 2;
        slots.iter().any(|slot| {
            let centre = (slot[0] + slot[2]) / 2;
            (middle - centre).units().abs() < Length::pt(2).units()
                && area[1] > slot[1]
                && area[3] < slot[3]
        })
    };
    for (at, (a, text)) in boxes.iter().enumerate() {
        for (b, other) in &boxes[at + 1..] {
            let apart = a[2] <= b[0] || b[2] <= a[0] || a[3] <= b[1] || b[3] <= a[1];
            assert!(
                apart || on_plate(a) || on_plate(b),
                "{name}, page {index}: “{text}” and “{other}”"
            );
        }
    }
}

/// Photos at the foot with cutlines beside them and photos in the margin, more photos side by side than a page
/// holds, a long note under a photo that has a page of its own: each has its room.
#[test]
fn what_crowds_a_page_stands_apart() {
    let mut words = Words {
        dice: Dice(6),
        next: 0,
    };
    let mut photo = |attributes: &str, said: usize| {
        let cutline = words.some(said);
        format!("![{cutline}](photo:p{}){{{attributes}}}", words.next)
    };
    let text = "A sentence that stands between two photos.\n\n";
    let mut feet = "# Feet\n\n".to_owned();
    for index in 0..40 {
        let attributes = ["placement=bottom", "placement=margin", "placement=top"];
        let attributes = attributes[index * index % 5 % 3];
        feet += &(photo(attributes, 9) + "\n\n" + &text.repeat(index % 4));
        if index % 7 == 0 {
            writeln!(feet, "Text[^{index}].\n\n[^{index}]: {}\n", text.trim_end()).unwrap();
        }
    }
    let shapes = ["aspect=2:3", "aspect=3:2", "aspect=1:5", "aspect=6:1"];
    let mut row = |count: usize, said: usize| {
        let photos = (0..count).map(|index| photo(shapes[index % 4], said));
        photos.collect::<Vec<_>>().join(" ")
    };
    let rows = [(9, 6), (20, 6), (3, 150), (9, 4)].map(|(count, said)| row(count, said));
    let much = "Words under all of them that go on overleaf. ".repeat(70);
    let shared = "*Words under all of them.*";
    let rows = format!(
        "# Rows\n\n{text}{}\n\n{text}{}\n{shared}\n\n{text}{}\n\n{text}{}\n*{much}*\n\n{text}",
        rows[0], rows[1], rows[2], rows[3]
    );
    let mut low = "# Low\n\n".to_owned();
    for index in 0..30 {
        let attributes = ["placement=top", "aspect=1:9", "aspect=9:1", "aspect=1:9"];
        low += &format!("{text}{}\n\n", photo(attributes[index % 4], 12));
    }
    let long = "Words of a note that is long. ".repeat(150);
    let noted = format!(
        "# Noted\n\n{text}![A photo[^n].](photo:noted){{placement=page}}\n\n{text}[^n]: {long}\n"
    );
    for (name, _) in BUILT_IN {
        let crowded = [&feet, &rows, &noted, &low].map(|text| (text, None));
        let narrow = [
            (&rows, Some(PageSize::POCKET)),
            (&low, Some(PageSize::LETTER)),
        ];
        for (text, size) in crowded.into_iter().chain(narrow) {
            let spec = spec(name, size);
            let book = book(text);
            let layout = paginate(&book, &spec);
            prove(name, &book, &layout);
            let vocabulary = &layout.pages.vocabulary;
            for (index, page) in layout.pages.pages.iter().enumerate() {
                nothing_overlaps(name, index, page, vocabulary);
                for run in runs(page) {
                    let bottom = spec.top + spec.depth() + spec.body.leading;
                    let right = run.origin.x + width(run, vocabulary);
                    assert!(right <= spec.width, "{name} {index}");
                    assert!(run.origin.y <= bottom, "{name} {index}: {}", run.text);
                }
            }
        }
    }
}

/// A box by its edges: left, top, right and bottom.
struct Rect4 {
    area: [Length; 4],
}

impl Rect4 {
    fn of(area: &cutline::layout::frame::Rect) -> Rect4 {
        let (x, y) = (area.origin.x, area.origin.y);
        Rect4 {
            area: [x, y, x + area.width, y + area.height],
        }
    }
}

#[test]
fn lines_beside_a_capital_stay_beside_it() {
    const OPENING: &str =
        "low water the boats lie on the mud, and whoever has nothing to do stands ";
    let mut text = "---\ndrop_caps: true\nlanguage: de\n---\n\n".to_owned();
    for (index, begins) in ["At ", "Quiet ", "„Wir ", "“Well, "]
        .iter()
        .cycle()
        .take(48)
        .enumerate()
    {
        let said = OPENING.repeat(1 + index % 7);
        let filler = "A line of filler.\n\n".repeat(index * 5 % 17);
        let note = if index % 3 == 0 {
            format!("[^{index}]")
        } else {
            String::new()
        };
        write!(
            text,
            "# Chapter {index}\n\n{begins}low{note} {said}.\n\n{filler}"
        )
        .unwrap();
        if index % 3 == 0 {
            write!(
                text,
                "[^{index}]: {}\n\n",
                "What a note says. ".repeat(1 + index % 5)
            )
            .unwrap();
        }
    }
    for (name, _) in BUILT_IN {
        let (book, spec) = (book(&text), spec(name, None));
        let layout = paginate(&book, &spec);
        prove(name, &book, &layout);
        let leading = spec.body.leading;
        let mut capitals = 0;
        for (number, page) in layout.pages.pages.iter().enumerate() {
            for capital in runs(page).filter(|run| run.size > spec.body.size * 4) {
                capitals += 1;
                let end = capital.origin.x + width(capital, &layout.pages.vocabulary);
                let text = &capital.text;
                // From the first line to the one that the capital stands on, and to the one that its tail reaches.
                let lines = if text == "Q" || text == "„W" { 4 } else { 3 };
                for line in 0..lines {
                    let baseline = capital.origin.y + leading * (line - 2);
                    let begins = runs(page).any(|run| {
                        let apart = (run.origin.x - end).units().abs();
                        run.origin.y == baseline && apart < Length::pt(8).units()
                    });
                    assert!(begins, "{name}, page {number}: {text} and line {line}");
                }
            }
        }
        assert!(capitals > 20, "{name}: {capitals}");
    }
}

#[test]
fn heads_stand_across_columns_and_photos_where_they_are_to() {
    let text = "---\ntitle: A headline\nlanguage: en\n---\n\nText.\n\n![Lead.](photo:lead)\n\n"
        .to_owned()
        + &"Words of a paragraph that fills a column. ".repeat(60)
        + "\n\n![Wide.](photo:wide){placement=top}\n\n"
        + &"Words of a paragraph that fills a column. ".repeat(400);
    let spec = spec("newspaper", None);
    let book = book(&text);
    let layout = paginate(&book, &spec);
    assert_eq!(spec.columns.count, 3);
    let [lead, wide] = layout.placed.as_slice() else {
        panic!("two photos");
    };
    assert_eq!((lead.page_index, wide.page_index), (0, 1));
    assert_eq!(lead.width, spec.measure() * 2 + spec.columns.gap);
    assert!(
        wide.width > spec.measure() * 2,
        "across all of them, as far as its shape allows"
    );
    let first = &layout.pages.pages[0];
    let heading = first
        .items
        .iter()
        .find_map(|item| match (&item.shape, item.owner) {
            (Shape::Text(run), Owner::Element(id)) => {
                let role = &layout.pages.structure[id.0].role;
                (*role == Role::Heading(1)).then_some(run)
            }
            _ => None,
        });
    assert_eq!(heading.unwrap().origin.x, spec.inner);
}

#[test]
fn strange_manuscripts_come_out_whole() {
    let headline = "word ".repeat(3_000);
    let many: String = (0..120)
        .map(|n| format!("![Cutline {n}.](photo:p{n})\n\nA sentence.\n\n"))
        .collect();
    let note = format!("Text.[^n]\n\n[^n]: {}\n", "note ".repeat(4_000));
    let cases = [
        format!("# {headline}\n\nText.\n"),
        "# A title[^n]\n\nText.\n\n[^n]: A note to it.\n".to_owned(),
        format!("# Photos\n\n{many}"),
        format!("# A note\n\n{note}"),
        "# One\n\n![Only a photo.](photo:one)\n".to_owned(),
        "# Tall\n\n![Tall.](photo:one){aspect=1:9}\n\nText.\n\n![Wide.](photo:two){aspect=9:1}\n"
            .to_owned(),
        format!("# Long\n\n![{}](photo:one)\n\nText.\n", "cutline ".repeat(2_500)),
        "# Across\n\nText.\n\n![A.](photo:a){placement=top}\n\n![B.](photo:b){placement=bottom}\n\n![C.](photo:c){placement=page}\n".to_owned(),
        "# Nested\n\n> - A list\n>\n>   ![In it.](photo:a)\n\nText[^n].\n\n[^n]: ![In a note.](photo:b)\n".to_owned(),
        "# Title alone\n".to_owned(),
    ];
    for (name, _) in BUILT_IN {
        for text in &cases {
            let book = book(text);
            let layout = paginate(&book, &spec(name, None));
            let mut file = Vec::new();
            pdf::write(layout.pages.clone(), &pdf::Options::default(), &mut file).unwrap();
            let start: String = text.chars().take(30).collect();
            let whole = parity::of_pdf(&book, &file);
            whole.unwrap_or_else(|fault| panic!("{name}: {start}: {fault:?}"));
            let figures = book.all_looked_up().count();
            assert_eq!(layout.placed.len(), figures, "{name}: {start}");
        }
    }
}

#[test]
fn short_columns_end_with_what_cannot_be_parted() {
    let spec = spec("newspaper", Some(PageSize::A4));
    let text = "# A\n\nTwo words.\n\n![Tall.](photo:tall){aspect=2:3 placement=here}\n\n\
                Some words more.\n\n![One.](photo:one){placement=row}\n\n\
                ![Two.](photo:two){placement=row}\n";
    let layout = paginate(&book(text), &spec);
    let page = &layout.pages.pages[0];
    let rules = page.items.iter().filter_map(|item| match item.shape {
        Shape::Stroke { to, thickness, .. } if thickness == spec.columns.rule => Some(to.y),
        _ => None,
    });
    let slots = layout.placed.iter().map(|placed| placed.width);
    let lowest = rules.max().expect("rules stand between columns");
    assert!(lowest < page.height * 3 / 5, "{}", lowest.to_pt());
    // The row stands across all columns.
    let row: Length = slots.skip(1).sum();
    assert!(row > spec.measure() * 2, "{}", row.to_pt());
}

#[test]
fn heads_and_folios_stay_on_the_paper() {
    let text = "Words of a paragraph that fills pages. ".repeat(400);
    let book = book(&format!("# One\n\n{text}\n\n# Two\n\n{text}"));
    let margin = PaperLength::parse("5mm").unwrap();
    let edge = PaperLength::micrometre(100);
    for (name, _) in BUILT_IN {
        for (margin, shows) in [(margin, true), (edge, false)] {
            let setup = PageSetup {
                size: Some(PageSize::A5),
                top: Some(margin),
                bottom: Some(margin),
                ..PageSetup::default()
            };
            let spec = Spec::designed(&design::named(name).unwrap(), &setup);
            let layout = paginate(&book, &spec);
            let mut seen = 0;
            for page in &layout.pages.pages {
                for item in &page.items {
                    let (Shape::Text(run), Owner::Pagination) = (&item.shape, item.owner) else {
                        continue;
                    };
                    seen += 1;
                    let y = run.origin.y;
                    assert!(y > run.size / 2 && y < page.height, "{name}: {}", run.text);
                }
                nothing_overlaps(name, 0, page, &layout.pages.vocabulary);
            }
            assert_eq!(seen > 0, shows, "{name}");
        }
    }
}
