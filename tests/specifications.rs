//! Every example of two specifications, CommonMark and GitHub's, through the document model and both
//! editions: the text of each equals the text of the specification's own rendering.
//!
//! The examples are CC-BY-SA, so they are not in this repository: `tests/conformance/install` puts
//! them into `.tools/`. Without them these tests say so and are skipped; with `CI=true` they fail.
//! `tests/specifications/differences.tsv` lists what differs on purpose, at most 2 % of each.

#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

mod support;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::Cursor;
use std::path::{Path, PathBuf};

use cutline::document::Chapter;
use cutline::document::inline::plain_text;
use cutline::layout::frame::{ElementId, Owner, PagedBook, Role, Shape};
use cutline::layout::{PageSize, Spec, paginate};
use cutline::{epub, pdf};
use support::Reading;
use support::specification::{Example, examples, visible_text};

/// A specification whose examples are taken.
struct Suite {
    /// Its name in `differences.tsv` and of the editions.
    name: &'static str,
    title: &'static str,
    /// Where `tests/conformance/install` puts it.
    path: &'static str,
}

const COMMONMARK: Suite = Suite {
    name: "commonmark",
    title: "CommonMark 0.31.2, every example",
    path: ".tools/node/node_modules/commonmark-spec/spec.txt",
};

/// GitHub's specification is CommonMark 0.29 with five extensions; its own examples stand among the
/// others.
const GFM: Suite = Suite {
    name: "gfm",
    title: "GitHub Flavored Markdown 0.29, every example",
    path: ".tools/gfm/spec.txt",
};

/// Stands before each example, so that it is an article whose title is known.
const TITLE: &str = "Title";

#[test]
fn commonmark_reads_alike_in_both_editions() {
    reads_alike(&COMMONMARK);
}

#[test]
fn gfm_reads_alike_in_both_editions() {
    reads_alike(&GFM);
}

#[test]
fn commonmark_is_a_book() {
    is_a_book(&COMMONMARK);
}

#[test]
fn gfm_is_a_book() {
    is_a_book(&GFM);
}

fn reads_alike(suite: &Suite) {
    let Some(examples) = load(suite) else {
        return;
    };
    assert!(examples.len() > 600, "the parser finds the examples");
    let allowed = differences(suite.name);
    let mut found = BTreeMap::new();
    for example in &examples {
        let faults = faults_of(example);
        if !faults.is_empty() {
            found.insert(example.number, faults);
        }
    }
    let whole = examples.len();
    println!("{}: {} of {whole} equal", suite.name, whole - found.len());
    assert!(allowed.len() * 50 <= whole, "more than 2 % differ");
    let unexpected: Vec<String> = found
        .iter()
        .filter(|(number, _)| !allowed.contains(number))
        .map(|(number, faults)| format!("example {number}\n{faults}"))
        .collect();
    assert!(unexpected.is_empty(), "{}", unexpected.join("\n"));
    let stale: Vec<_> = allowed.iter().filter(|n| !found.contains_key(n)).collect();
    assert!(stale.is_empty(), "these no longer differ: {stale:?}");
}

/// All examples as one book, a chapter each, for the validators.
fn is_a_book(suite: &Suite) {
    let Some(examples) = load(suite) else {
        return;
    };
    let folder = tempfile::tempdir().unwrap();
    let mut project = format!(
        "title = \"{}\"
smart = false
chapters = [
",
        suite.title
    );
    for Example {
        number, markdown, ..
    } in &examples
    {
        let name = format!("{number:03}.md");
        let text = format!("# Example {number}\n\n{markdown}");
        fs::write(folder.path().join(&name), text).unwrap();
        project.push_str(&format!("  \"{name}\",\n"));
    }
    project.push_str("]\n");
    fs::write(folder.path().join("cutline.toml"), project).unwrap();
    let reading = support::read(folder.path()).unwrap();
    let (book, _) = reading.look_up();
    let layout = paginate(&book, &Spec::book(PageSize::A5));
    let editions = root().join("target/editions");
    fs::create_dir_all(&editions).unwrap();
    let mut file = Cursor::new(Vec::new());
    let options = epub::Options::default();
    epub::write(&book, Some(&layout.page_map), &options, &mut file).unwrap();
    let name = suite.name;
    fs::write(editions.join(format!("{name}.epub")), file.into_inner()).unwrap();
    let mut printed = Vec::new();
    pdf::write(layout.pages.clone(), &pdf::Options::default(), &mut printed).unwrap();
    fs::write(editions.join(format!("{name}.pdf")), printed).unwrap();
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).to_owned()
}

/// The examples, or `None` where they are not installed and that may be.
fn load(suite: &Suite) -> Option<Vec<Example>> {
    let path = suite.path;
    match fs::read_to_string(root().join(path)) {
        Ok(text) => Some(examples(&text)),
        Err(error) => {
            let skipped = format!("SKIPPED: {path}: {error}; tests/conformance/install gets it");
            assert!(
                std::env::var_os("CI").is_none_or(|ci| ci != "true"),
                "{skipped}"
            );
            eprintln!("!!! {skipped}");
            None
        }
    }
}

/// The examples that differ on purpose. A line is suite, number and reason, parted by tabs.
fn differences(suite: &str) -> BTreeSet<usize> {
    let list = fs::read_to_string(root().join("tests/specifications/differences.tsv")).unwrap();
    let rows = list.lines().filter(|line| !line.starts_with('#'));
    rows.filter_map(|line| {
        let columns: Vec<&str> = line.split('\t').collect();
        let [of, number, reason] = columns.as_slice() else {
            panic!("not three columns: {line}");
        };
        assert!(!reason.is_empty(), "a difference has a reason: {line}");
        (*of == suite).then(|| number.parse().unwrap())
    })
    .collect()
}

fn faults_of(example: &Example) -> String {
    let text = format!("---\nsmart: false\n---\n# {TITLE}\n\n{}", example.markdown);
    let reading = support::read_text("example.md", text);
    // With a chapter below it the title names the book: the title page says it.
    let is_title = |chapter: &Chapter| plain_text(&chapter.title) == TITLE;
    let title = if reading.document.chapters.iter().any(is_title) {
        TITLE
    } else {
        ""
    };
    let wanted = title.to_owned() + &visible_text(&example.html);
    let mut faults = String::new();
    for (edition, made) in [("epub", epub_text(&reading)), ("pdf", pdf_text(&reading))] {
        if without_space(&made) != without_space(&wanted) {
            faults.push_str(&format!("  {edition}: {made:?}\n  wanted {wanted:?}\n"));
        }
    }
    faults
}

/// Lines and blocks are parted otherwise on a page than in HTML, so only what is seen counts.
fn without_space(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

/// The text of the chapters; each is well-formed.
fn epub_text(reading: &Reading) -> String {
    let all = support::xhtml::render(reading);
    let mut text = String::new();
    for document in all.split("=== ").skip(1) {
        let (name, document) = document.split_once('\n').unwrap();
        let options = roxmltree::ParsingOptions {
            allow_dtd: true,
            ..Default::default()
        };
        let tree = roxmltree::Document::parse_with_options(document, options)
            .unwrap_or_else(|error| panic!("{name}: {error}"));
        let body = tree
            .descendants()
            .find(|node| node.has_tag_name(XHTML_BODY));
        let kind = body.and_then(|body| body.attribute(EPUB_TYPE));
        if kind == Some("bodymatter") {
            push_text(body.unwrap(), &mut text);
        }
    }
    text
}

const XHTML_BODY: (&str, &str) = ("http://www.w3.org/1999/xhtml", "body");
const EPUB_TYPE: (&str, &str) = ("http://www.idpf.org/2007/ops", "type");

fn push_text(node: roxmltree::Node<'_, '_>, text: &mut String) {
    match node.tag_name().name() {
        // What a slot says of itself.
        "svg" => return,
        _ if matches!(node.attribute("class"), Some("task" | "slot")) => return,
        _ => {}
    }
    text.push_str(node.text().filter(|_| node.is_text()).unwrap_or_default());
    node.children().for_each(|child| push_text(child, text));
}

/// The text on the pages that belongs to the manuscript.
fn pdf_text(reading: &Reading) -> String {
    let (book, _) = reading.look_up();
    let pages = paginate(&book, &Spec::book(PageSize::A5)).pages;
    let mut text = String::new();
    for item in pages.pages.iter().flat_map(|page| &page.items) {
        if let (Owner::Element(id), Shape::Text(run)) = (item.owner, &item.shape)
            && is_manuscript(&pages, id)
        {
            text.push_str(&run.text);
        }
    }
    text
}

/// Not a label, not the number over a chapter, not the title page or contents, not inside a slot.
fn is_manuscript(book: &PagedBook, id: ElementId) -> bool {
    let element = &book.structure[id.0];
    match element.role {
        Role::Label | Role::Section | Role::Figure => false,
        Role::Paragraph if element.node.is_none() => false,
        _ => element.parent.is_none_or(|parent| {
            book.structure[parent.0].role != Role::Section
                && (book.structure[parent.0].role == Role::Figure || is_manuscript(book, parent))
        }),
    }
}
