//! Long chapters stand in several documents of the e-book, and everything in them leads right.
#![allow(clippy::unwrap_used, clippy::panic)]

mod support;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::io::{Cursor, Read};

use cutline::layout::{Spec, paginate};
use cutline::{epub, parity, pdf};

/// A chapter of about a megabyte: sections, deeper headings, notes, and links to and fro.
fn manuscript() -> String {
    let words = [
        "the", "quay", "mole", "tide", "harbour", "light", "master", "ferry", "stone",
    ];
    let mut text =
        "---\ntitle: A long book\nauthor: Imke Brandt\n---\n\n# First {#first}\n\n".to_owned();
    let mut notes = String::new();
    for number in 0..1_300 {
        if number % 40 == 0 {
            writeln!(text, "## Section {number} {{#s{number}}}\n").unwrap();
        }
        if number % 40 == 20 {
            writeln!(text, "#### Deep {number}\n").unwrap();
        }
        let paragraph: Vec<&str> = (0..130)
            .map(|word| words[(number * 7 + word * word) % words.len()])
            .collect();
        text.push_str(&paragraph.join(" "));
        if number % 25 == 3 {
            write!(text, "[^n{number}]").unwrap();
            writeln!(notes, "[^n{number}]: Note {number} on the tide.\n").unwrap();
        }
        if number % 50 == 7 {
            let there = number * 7 % 1_300 / 40 * 40;
            write!(text, " See [there](#s{there}) and [on](#second)[^n3].").unwrap();
        }
        text.push_str("\n\n");
    }
    format!("{text}\n# Second {{#second}}\n\nBack to [the end](#s1280).\n\n{notes}")
}

/// The content documents by name.
fn documents(epub: &[u8]) -> BTreeMap<String, String> {
    let mut container = zip::ZipArchive::new(Cursor::new(epub)).unwrap();
    let names: Vec<String> = container.file_names().map(str::to_owned).collect();
    let mut documents = BTreeMap::new();
    for name in names {
        let mut text = String::new();
        let short = name.trim_start_matches("OEBPS/").to_owned();
        if name.ends_with(".xhtml") || name.ends_with(".ncx") {
            container
                .by_name(&name)
                .unwrap()
                .read_to_string(&mut text)
                .unwrap();
            documents.insert(short, text);
        }
    }
    documents
}

/// The values of an attribute.
fn values<'t>(text: &'t str, name: &str) -> Vec<&'t str> {
    let start = format!(" {name}=\"");
    let values = text.split(start.as_str()).skip(1);
    values.map(|rest| rest.split('"').next().unwrap()).collect()
}

#[test]
fn everything_in_a_long_chapter_leads_right() {
    let reading = support::read_text("long.md", manuscript());
    let (book, _) = reading.look_up();
    let layout = paginate(&book, &Spec::of(&book.document().metadata.makeup.page));
    let mut printed = Vec::new();
    pdf::write(layout.pages.clone(), &pdf::Options::default(), &mut printed).unwrap();
    let mut file = Cursor::new(Vec::new());
    let options = epub::Options::default();
    epub::write(&book, Some(&layout.page_map), &options, &mut file).unwrap();
    let epub = file.into_inner();

    let documents = documents(&epub);
    let of_first: Vec<&String> = documents
        .keys()
        .filter(|name| name.starts_with("chapter-1"))
        .collect();
    assert_eq!(
        of_first,
        [
            "chapter-1-2.xhtml",
            "chapter-1-3.xhtml",
            "chapter-1-4.xhtml",
            "chapter-1-5.xhtml",
            "chapter-1.xhtml"
        ]
    );
    for (name, text) in &documents {
        let is_chapter = name.starts_with("chapter");
        assert!(
            !is_chapter || text.len() < 300_000,
            "{name}: {} bytes",
            text.len()
        );
        let goes_on =
            is_chapter && name.as_str() != "chapter-1.xhtml" && name.as_str() != "chapter-2.xhtml";
        // Each goes on with a section, and says whose it is.
        assert_eq!(
            text.contains("<section class=\"continued\" aria-label=\"First\">\n<h2 id=\"s"),
            goes_on,
            "{name}"
        );
    }

    let ids: BTreeMap<&str, BTreeSet<&str>> = documents
        .iter()
        .map(|(name, text)| (name.as_str(), values(text, "id").into_iter().collect()))
        .collect();
    let all: usize = ids.values().map(BTreeSet::len).sum();
    let distinct: BTreeSet<&&str> = ids
        .iter()
        .filter(|(name, _)| name.starts_with("chapter"))
        .flat_map(|(_, ids)| ids)
        .collect();
    assert!(all > 500 && distinct.len() > 500);
    let mut followed = 0;
    for (name, text) in &documents {
        for href in values(text, "href").into_iter().chain(values(text, "src")) {
            let (to, id) = href.split_once('#').unwrap_or((href, ""));
            let to = if to.is_empty() { name.as_str() } else { to };
            if to.contains(".xhtml") {
                assert!(ids.contains_key(to), "{name} leads to {href}");
                assert!(
                    id.is_empty() || ids[to].contains(id),
                    "{name} leads to {href}"
                );
                followed += 1;
            }
        }
    }
    assert!(followed > 1_000, "{followed}");
    // Every note is beside its reference.
    for (name, text) in &documents {
        let noted = values(text, "epub:type")
            .into_iter()
            .filter(|kind| *kind == "footnote")
            .count();
        let here = text.matches("href=\"#note").count();
        assert!(noted <= here, "{name}: {noted} notes, {here} references");
    }
    let inside_nav = documents["nav.xhtml"].matches("Section ").count();
    assert_eq!(inside_nav, 33);

    assert!(parity::of_epub(&book, &epub).is_ok());
    let pages = parity::of_page_list(&book, &epub, &printed);
    assert!(pages.is_ok_and(|pages| pages > 300));
    let editions = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).with_file_name("editions");
    std::fs::create_dir_all(&editions).unwrap();
    std::fs::write(editions.join("division.epub"), epub).unwrap();
}
