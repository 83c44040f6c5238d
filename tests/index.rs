//! What the index and cross-references say of pages, read back from the bytes of both editions.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

mod support;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::io::Cursor;

use cutline::design::{self, BUILT_IN};
use cutline::layout::frame::{Owner, Shape, TextRun, Vocabulary};
use cutline::layout::length::Length;
use cutline::layout::{Layout, PageSize, Spec, paginate};
use cutline::paper::PageSetup;
use cutline::pdf::{self, Step};
use cutline::{epub, parity};
use lopdf::{Document, Object};
use support::dice::Dice;

/// Terms that the project lists, and terms that the text marks.
const LISTED: [&str; 4] = ["zinnia", "marsh lamp", "Ärmel", "quay"];
const MARKED: [&str; 3] = ["pilot", "Orrery", "ebb"];

/// A book in which terms stand at random, and which asks for the pages of its sections.
fn manuscript(seed: u64, chapters: usize) -> String {
    const FILL: [&str; 12] = [
        "water", "stood", "under", "bridges", "late", "and", "nobody", "a", "counted", "ships",
        "again", "there",
    ];
    let mut dice = Dice(seed);
    let listed = LISTED.join(", ");
    let mut text = format!("---\ntitle: Terms\nindex: [{listed}]\n---\n\n");
    for chapter in 1..=chapters {
        writeln!(text, "# Part of the town {chapter} {{#part-{chapter}}}\n").unwrap();
        for _ in 0..9 {
            for _ in 0..90 {
                match dice.below(60) {
                    0 => text.push_str(LISTED[dice.below(LISTED.len())]),
                    1 => write!(text, "[{}]{{.index}}", MARKED[dice.below(3)]).unwrap(),
                    2 => {
                        let to = dice.below(chapters) + 1;
                        write!(text, "[](#part-{to}){{.page}}").unwrap();
                    }
                    3 => {
                        let to = dice.below(chapters) + 1;
                        write!(text, "[*there*](#part-{to}){{.page}}").unwrap();
                    }
                    _ => text.push_str(FILL[dice.below(FILL.len())]),
                }
                text.push(' ');
            }
            text.push_str("\n\n");
        }
    }
    text
}

struct Editions {
    layout: Layout,
    pdf: Vec<u8>,
    epub: Vec<u8>,
}

fn make(text: &str, spec: &Spec) -> Editions {
    let reading = support::read_text("terms.md", text);
    assert!(reading.diagnostics.is_empty(), "{:?}", reading.diagnostics);
    let (book, _) = reading.look_up();
    let layout = paginate(&book, spec);
    let mut printed = Vec::new();
    pdf::write(layout.pages.clone(), &pdf::Options::default(), &mut printed).unwrap();
    let mut file = Cursor::new(Vec::new());
    let options = epub::Options::default();
    epub::write(&book, Some(&layout.page_map), &options, &mut file).unwrap();
    parity::of_pdf(&book, &printed).unwrap();
    parity::of_epub(&book, file.get_ref()).unwrap();
    parity::of_blocks(&book, file.get_ref(), &printed).unwrap();
    parity::of_page_list(&book, file.get_ref(), &printed).unwrap();
    Editions {
        layout,
        pdf: printed,
        epub: file.into_inner(),
    }
}

/// The entries of the index, each a line, and the running text of each page.
fn read_back(bytes: &[u8]) -> (Vec<String>, Vec<(String, String)>) {
    let read = pdf::read_back(bytes).unwrap();
    let mut pages: Vec<(String, String)> = read
        .page_labels
        .into_iter()
        .map(|label| (label, String::new()))
        .collect();
    let mut around: Vec<String> = Vec::new();
    let mut entries = Vec::new();
    let mut last = 0;
    for step in read.steps {
        let inside = |kind: &str| around.iter().any(|it| it == kind);
        match step {
            Step::Begin(kind) => {
                if kind == "LI" && inside("Index") {
                    entries.push(String::new());
                }
                around.push(kind);
            }
            Step::End => {
                // Words of two blocks are two words.
                if around.pop().as_deref() == Some("P") {
                    pages[last].1.push(' ');
                }
            }
            Step::Text { text, .. } if inside("Index") && inside("LI") => {
                entries.last_mut().unwrap().push_str(&text);
            }
            Step::Text { .. } if inside("Sect") || inside("Reference") => {}
            Step::Text { text, page_index } => {
                last = page_index;
                // The hyphen of a divided word is no part of it.
                pages[page_index].1.push_str(&text.replace('\u{ad}', ""));
            }
        }
    }
    // A word that is divided over two pages stands on the first.
    for next in 1..pages.len() {
        let (before, after) = pages.split_at_mut(next);
        let (before, after) = (&mut before[next - 1].1, &mut after[0].1);
        if before.ends_with(char::is_alphabetic) && after.starts_with(char::is_alphabetic) {
            let rest = after.find(char::is_whitespace).unwrap_or(after.len());
            before.extend(after.drain(..rest));
        }
    }
    let one_line = |entry: &String| entry.split_whitespace().collect::<Vec<_>>().join(" ");
    (entries.iter().map(one_line).collect(), pages)
}

/// Where a term stands, as an index says it.
fn said(term: &str, pages: &[(String, String)]) -> String {
    let has = |text: &str| {
        let text = format!(
            " {} ",
            text.split_whitespace().collect::<Vec<_>>().join(" ")
        );
        text.contains(&format!(" {term} "))
    };
    let mut numbers: Vec<Vec<usize>> = Vec::new();
    for (page, (label, text)) in pages.iter().enumerate() {
        // Of two words, the second may stand overleaf.
        let overleaf = pages
            .get(page + 1)
            .and_then(|(_, text)| text.split_whitespace().next());
        let overleaf = overleaf.filter(|_| term.contains(' ')).unwrap_or_default();
        if !has(&format!("{text} {overleaf}")) {
            continue;
        }
        let number = label.parse().unwrap();
        match numbers.last_mut() {
            Some(run) if run.last() == Some(&(number - 1)) => run.push(number),
            _ => numbers.push(vec![number]),
        }
    }
    let mut line = term.to_owned();
    for run in numbers {
        match run.as_slice() {
            [first, _, .., last] => write!(line, ", {first}–{last}").unwrap(),
            few => few.iter().for_each(|one| write!(line, ", {one}").unwrap()),
        }
    }
    line
}

fn spec(name: &str) -> Spec {
    let size = Some(PageSize::A5);
    let setup = PageSetup {
        size,
        ..PageSetup::default()
    };
    Spec::designed(&design::named(name).unwrap(), &setup)
}

#[test]
fn every_entry_of_the_index_names_the_pages_where_its_term_stands() {
    for (name, _) in BUILT_IN {
        for seed in 1..4 {
            let made = make(&manuscript(seed, 5), &spec(name));
            let (entries, pages) = read_back(&made.pdf);
            let mut terms: Vec<&str> = LISTED.into_iter().chain(MARKED).collect();
            let order = [
                "Ärmel",
                "ebb",
                "marsh lamp",
                "Orrery",
                "pilot",
                "quay",
                "zinnia",
            ];
            terms.sort_by_key(|term| order.iter().position(|it| it == term));
            let expected: Vec<String> = terms.iter().map(|term| said(term, &pages)).collect();
            assert_eq!(entries, expected, "{name} {seed}");
            assert!(entries.iter().all(|entry| entry.contains(", ")));
        }
    }
}

/// What every link of a PDF says it leads to, with the label of the page to which it does.
fn links(bytes: &[u8]) -> Vec<(String, String)> {
    let document = Document::load_mem(bytes).unwrap();
    let labels = pdf::read_back(bytes).unwrap().page_labels;
    let pages: BTreeMap<_, _> = document.get_pages().into_values().zip(labels).collect();
    let follow = |object: &Object| document.dereference(object).unwrap().1.clone();
    let catalogue = document.catalog().unwrap();
    let names = follow(catalogue.get(b"Names").unwrap());
    let tree = follow(names.as_dict().unwrap().get(b"Dests").unwrap());
    let tree = tree
        .as_dict()
        .unwrap()
        .get(b"Names")
        .unwrap()
        .as_array()
        .unwrap()
        .clone();
    let mut places = BTreeMap::new();
    for pair in tree.chunks(2) {
        let place = follow(&pair[1]);
        let place = match &place {
            Object::Dictionary(place) => follow(place.get(b"D").unwrap()),
            place => place.clone(),
        };
        let page = place.as_array().unwrap()[0].as_reference().unwrap();
        places.insert(pair[0].as_str().unwrap().to_vec(), pages[&page].clone());
    }
    let mut found = Vec::new();
    for page in document.get_pages().into_values() {
        let page = document.get_dictionary(page).unwrap();
        let Ok(annotations) = page.get(b"Annots") else {
            continue;
        };
        for annotation in follow(annotations).as_array().unwrap() {
            let annotation = follow(annotation);
            let annotation = annotation.as_dict().unwrap();
            let contents = annotation.get(b"Contents").unwrap().as_str().unwrap();
            let contents = lopdf::decode_text_string(&Object::string_literal(contents)).unwrap();
            let place = annotation.get(b"Dest").unwrap().as_str().unwrap();
            found.push((contents, places[place].clone()));
        }
    }
    found
}

#[test]
fn every_link_that_names_a_page_leads_to_it() {
    for (name, _) in BUILT_IN {
        let made = make(&manuscript(9, 6), &spec(name));
        let mut count = 0;
        for (contents, label) in links(&made.pdf) {
            let Some((_, page)) = contents.rsplit_once("page") else {
                continue;
            };
            let page = page.trim_matches([' ', '\u{a0}']);
            let first = page.split('–').next().unwrap();
            assert_eq!(first, label, "{name}: {contents}");
            count += 1;
        }
        assert!(count > 40, "{name}: {count}");
    }
}

#[test]
fn folios_in_lines_are_those_of_their_links() {
    let made = make(&manuscript(4, 12), &spec("book"));
    let links: BTreeSet<(String, String)> = links(&made.pdf)
        .into_iter()
        .map(|(contents, label)| (contents.replace('\u{a0}', " "), label))
        .collect();
    let mut around: Vec<String> = Vec::new();
    let mut text = String::new();
    let mut count = 0;
    for step in pdf::read_back(&made.pdf).unwrap().steps {
        match step {
            Step::Begin(kind) => around.push(kind),
            Step::Text { text: said, .. } => {
                if around.iter().any(|kind| kind == "Reference") {
                    text.push_str(&said);
                }
            }
            Step::End => {
                let closed = around.pop();
                if closed.as_deref() == Some("Reference") {
                    let said = std::mem::take(&mut text);
                    let said = said.trim_matches([' ', '(', ')']).replace('\u{a0}', " ");
                    if let Some(page) = said.strip_prefix("page ").map(str::to_owned) {
                        assert!(links.contains(&(said, page.clone())), "{page}");
                        assert!(page.parse::<usize>().unwrap() > 0);
                        count += 1;
                    }
                }
            }
        }
    }
    assert!(count > 100, "{count}");
}

#[test]
fn a_folio_changes_no_line_and_leaves_no_hole() {
    // Folios of one and of two digits, in lines that kept room for more and for less.
    let made = make(&manuscript(4, 12), &spec("book"));
    let is_digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    let (mut justified, mut free) = (0, 0);
    let vocabulary = &made.layout.pages.vocabulary;
    for page in &made.layout.pages.pages {
        let runs: Vec<&TextRun> = page
            .items
            .iter()
            .filter_map(|item| match &item.shape {
                Shape::Text(run) if item.owner != Owner::Pagination => Some(run),
                _ => None,
            })
            .collect();
        let lines: Vec<&[&TextRun]> = runs
            .chunk_by(|a, b| a.origin.y == b.origin.y && a.origin.x < b.origin.x)
            .collect();
        let ends: Vec<Length> = lines
            .iter()
            .filter_map(|line| end(line, vocabulary))
            .collect();
        let Some(edge) = ends.iter().max() else {
            continue;
        };
        for line in lines {
            let folio = line
                .iter()
                .any(|run| run.source.is_none() && is_digits(&run.text));
            if !folio || line.iter().all(|run| run.source.is_none()) {
                continue;
            }
            for pair in line.windows(2) {
                let apart = pair[0].origin.x + pair[0].width(vocabulary) - pair[1].origin.x;
                assert!(
                    apart.units().abs() < 64,
                    "{:?} {:?}",
                    pair[0].text,
                    pair[1].text
                );
            }
            let is_justified = line.iter().any(|run| run.scale != 1_000);
            if is_justified {
                // Signs at the end hang over the edge by less than this.
                let short = *edge - end(line, vocabulary).unwrap();
                assert!(short < Length::pt(8), "{:?}", line.last().unwrap().text);
                justified += 1;
            } else {
                free += 1;
            }
        }
    }
    assert!(justified > 60 && free > 5, "{justified} {free}");
}

/// Where the last word of a line ends.
fn end(line: &[&TextRun], vocabulary: &Vocabulary) -> Option<Length> {
    let last = line.last()?;
    let hanging = last.parts.last().map(|part| last.space_after(part));
    let hanging = hanging.unwrap_or_default();
    Some(last.origin.x + last.width(vocabulary) - hanging)
}

#[test]
fn the_e_book_names_the_printed_pages_of_its_index() {
    let made = make(&manuscript(2, 5), &spec("book"));
    let documents = epub::read_back(&made.epub).unwrap();
    let (entries, _) = read_back(&made.pdf);
    let index = documents.iter().find(|text| text.contains("doc-index"));
    let index = roxmltree::Document::parse_with_options(index.unwrap(), epub::parsing()).unwrap();
    let items = index
        .descendants()
        .filter(|node| node.has_tag_name(("http://www.w3.org/1999/xhtml", "li")));
    let mut shown = Vec::new();
    // The label of the page that is open where an id stands.
    let mut pages = BTreeMap::new();
    let mut label = String::new();
    for text in &documents {
        let document = roxmltree::Document::parse_with_options(text, epub::parsing()).unwrap();
        for node in document.descendants() {
            if node.attribute("role") == Some("doc-pagebreak") {
                label = node.attribute("aria-label").unwrap().to_owned();
            }
            if let Some(id) = node.attribute("id") {
                pages.insert(id.to_owned(), label.clone());
            }
        }
    }
    let mut count = 0;
    for item in items {
        let text: String = item
            .descendants()
            .filter_map(|node| node.text().filter(|_| node.is_text()))
            .collect();
        shown.push(text.trim().to_owned());
        for link in item
            .descendants()
            .filter(|node| node.attribute("href").is_some())
        {
            let (_, id) = link.attribute("href").unwrap().split_once('#').unwrap();
            let first = link.text().unwrap().split('–').next().unwrap();
            assert_eq!(pages[id], first, "{id}");
            count += 1;
        }
    }
    assert_eq!(shown, entries);
    assert!(count > 20, "{count}");
}

#[test]
fn an_e_book_without_pages_names_places_and_counts_them() {
    let text = "# One\n\nAs told in [](#two){.page}, in [the other](#two){.page}. A [term]{.index}.\n\n\
                # Two\n\nThe [term]{.index} again.\n";
    let reading = support::read_text("terms.md", text);
    let (book, _) = reading.look_up();
    let mut file = Cursor::new(Vec::new());
    epub::write(&book, None, &epub::Options::default(), &mut file).unwrap();
    let documents = epub::read_back(file.get_ref()).unwrap().concat();
    let two = "href=\"chapter-2.xhtml#two\"";
    assert!(documents.contains(&format!(
        "in <span class=\"page-reference\"><a {two}>Two</a></span>"
    )));
    assert!(documents.contains(&format!("<a {two}>the other</a>. A ")));
    for (chapter, number) in [
        ("chapter-1.xhtml#Index-1", 1),
        ("chapter-2.xhtml#Index-2", 2),
    ] {
        let link = format!("href=\"{chapter}\">{number}</a>");
        assert!(documents.contains(&link), "{link}");
    }
}
