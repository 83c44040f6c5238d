//! Every golden case as two editions, for the validators and for what must hold of any book.

#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

mod support;

use std::fs;
use std::io::Cursor;
use std::path::{Path, PathBuf};

use cutline::diagnostic::Severity;
use cutline::fonts;
use cutline::layout::length::Length;
use cutline::layout::{PageSize, Spec, paginate, pagination};
use cutline::parity::Fault;
use cutline::pdf::{Imposition, Purpose, Scheme};
use cutline::{epub, parity, pdf};
use support::{Reading, tags};

/// Both editions of a manuscript, whole.
struct Editions {
    epub: Vec<u8>,
    pdf: Vec<u8>,
    described: bool,
}

fn make(reading: &Reading) -> Editions {
    let (book, _) = reading.look_up();
    let (given, _) = fonts::of_project(&reading.manuscript.root);
    let spec = Spec::book(PageSize::A5).with_fonts(given);
    let layout = paginate(&book, &spec);
    // Who wants the e-book alone is told the same.
    let alone = pagination(&book, &spec);
    assert_eq!(
        alone.page_map,
        layout.page_map,
        "{}",
        reading.input.display()
    );
    assert_eq!(alone.diagnostics, layout.diagnostics);
    assert_eq!(alone.missing, layout.missing);
    let mut file = Cursor::new(Vec::new());
    let options = epub::Options::default();
    epub::write(&book, Some(&layout.page_map), &options, &mut file).unwrap();
    let mut printed = Vec::new();
    pdf::write(layout.pages.clone(), &pdf::Options::default(), &mut printed).unwrap();
    if let Err(fault) = parity::of_page_list(&book, file.get_ref(), &printed) {
        panic!("{}: {fault:?}", reading.input.display());
    }
    if let Err(fault) = parity::of_epub(&book, file.get_ref()) {
        panic!("{}: {fault:?}", reading.input.display());
    }
    if let Err(fault) = parity::of_pdf(&book, &printed) {
        panic!("{}: {fault:?}", reading.input.display());
    }
    if let Err(fault) = parity::of_blocks(&book, file.get_ref(), &printed) {
        panic!("{}: {fault:?}", reading.input.display());
    }
    let documents = epub::read_back(file.get_ref()).unwrap().concat();
    for place in tags::places(&lopdf::Document::load_mem(&printed).unwrap()) {
        let id = format!("id=\"{place}\"");
        assert!(documents.contains(&id), "{}: {id}", reading.input.display());
    }
    let described = layout.pages.every_picture_has_alt;
    Editions {
        epub: file.into_inner(),
        pdf: printed,
        described,
    }
}

/// Every case that is not an error in the manuscript, with the name its editions get.
fn cases() -> Vec<(String, Reading)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases");
    let mut found = Vec::new();
    for area in entries(&root) {
        for case in entries(&area) {
            let extension = case.extension().and_then(|extension| extension.to_str());
            let manuscript = case.is_dir() || matches!(extension, Some("md" | "txt"));
            let Some(reading) = manuscript.then(|| support::read(&case).ok()).flatten() else {
                continue;
            };
            let broken = reading
                .diagnostics
                .iter()
                .any(|diagnostic| diagnostic.severity() == Severity::Error);
            if !broken {
                let area = area.file_name().unwrap().to_string_lossy();
                let stem = case.file_stem().unwrap().to_string_lossy();
                found.push((format!("{area}-{stem}"), reading));
            }
        }
    }
    assert!(found.len() > 20, "the walk finds the cases");
    found
}

fn entries(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap();
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    paths
}

#[test]
fn every_case_becomes_the_same_editions_twice() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/editions");
    fs::create_dir_all(&folder).unwrap();
    for (name, reading) in cases() {
        let (first, second) = (make(&reading), make(&reading));
        assert_eq!(first.epub, second.epub, "{name}: the EPUB");
        assert_eq!(first.pdf, second.pdf, "{name}: the PDF");
        fs::write(folder.join(format!("{name}.epub")), first.epub).unwrap();
        fs::write(folder.join(format!("{name}.pdf")), first.pdf).unwrap();
    }
}

/// Tags, links and text of imposed editions, which the validators see as well.
#[test]
fn imposed_editions_say_the_same() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/editions");
    fs::create_dir_all(&folder).unwrap();
    let mut imposed = 0;
    for (name, reading) in cases() {
        if !["editions-blocks", "editions-chapters", "editions-notes"].contains(&name.as_str()) {
            continue;
        }
        let (book, _) = reading.look_up();
        let layout = paginate(&book, &Spec::book(PageSize::A5));
        for (how, scheme) in [
            ("booklet", Scheme::Booklet),
            ("2up", Scheme::TwoUp),
            ("4up", Scheme::FourUp),
        ] {
            let options = pdf::Options {
                purpose: Purpose::Imposed(Imposition {
                    scheme,
                    narrow: Length::mm(210),
                    long: Length::mm(297),
                }),
                ..pdf::Options::default()
            };
            let mut printed = Vec::new();
            pdf::write(layout.pages.clone(), &options, &mut printed).unwrap();
            if let Err(fault) = parity::of_pdf(&book, &printed) {
                panic!("{name}, {how}: {fault:?}");
            }
            fs::write(folder.join(format!("{name}-{how}.pdf")), printed).unwrap();
            imposed += 1;
        }
    }
    assert_eq!(imposed, 9);
}

/// Words alone would not tell: a paragraph of one edition that is two in the other.
#[test]
fn a_block_that_is_divided_in_one_edition_is_found() {
    let of = |text: &str| {
        let reading = support::read_text("book.md", text);
        let (book, _) = reading.look_up();
        let layout = paginate(&book, &Spec::book(PageSize::A5));
        let mut epub = Cursor::new(Vec::new());
        epub::write(&book, None, &epub::Options::default(), &mut epub).unwrap();
        let mut printed = Vec::new();
        pdf::write(layout.pages.clone(), &pdf::Options::default(), &mut printed).unwrap();
        (book, epub.into_inner(), printed)
    };
    let (book, whole, printed) = of("# One\n\nTwo three\nfour five.\n\n- six\n");
    assert_eq!(parity::of_blocks(&book, &whole, &printed), Ok(3));
    for other in [
        "# One\n\nTwo three\n\nfour five.\n\n- six\n",
        "# One\n\nTwo three\nfour five. six\n",
    ] {
        let (_, divided, _) = of(other);
        assert!(parity::of_epub(&book, &divided).is_ok(), "{other}");
        let fault = parity::of_blocks(&book, &divided, &printed);
        assert!(matches!(fault, Err(Fault::Block { .. })), "{fault:?}");
    }
}

/// The conformance check forgives a missing claim, so that a book with an undescribed photo may
/// leave it out. This is what keeps the others from leaving it out too.
#[test]
fn pdf_ua_is_claimed_where_and_only_where_every_picture_is_described() {
    let claims = |pdf: &[u8]| {
        let claim = b"pdfuaid:part";
        pdf.windows(claim.len()).any(|window| window == claim)
    };
    let (mut claimed, mut left_out) = (0, 0);
    for (name, reading) in cases() {
        let editions = make(&reading);
        assert_eq!(claims(&editions.pdf), editions.described, "{name}");
        *(if editions.described {
            &mut claimed
        } else {
            &mut left_out
        }) += 1;
    }
    assert!(claimed > 0 && left_out > 0, "cases of both kinds");
}
