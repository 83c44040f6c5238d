//! Metadata of every kind goes into the package and comes out of it as it was, and the package says
//! of itself what is true.

#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

mod support;

use std::fs;
use std::io::{Cursor, Read};
use std::path::Path;

use cutline::layout::{PageSize, Spec, paginate};
use cutline::{epub, parity};
use roxmltree::{Document, Node};
use support::Reading;

/// Reads a metadata block with a text under it, of which nothing is reported, and makes the e-book.
fn made(name: &str, block: &str) -> Vec<u8> {
    let text = format!("---\nsmart: false\n{block}\n---\n# A heading\n\nA river.\n");
    let reading = support::read_text("a.md", &text);
    assert_eq!(reading.diagnostics, [], "{name}");
    kept(name, &reading)
}

/// The e-book of a manuscript, left where the validators find it.
fn kept(name: &str, reading: &Reading) -> Vec<u8> {
    let (book, _) = reading.look_up();
    let layout = paginate(&book, &Spec::book(PageSize::A5));
    let mut file = Cursor::new(Vec::new());
    let options = epub::Options::default();
    epub::write(&book, Some(&layout.page_map), &options, &mut file).unwrap();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/editions");
    fs::create_dir_all(&folder).unwrap();
    fs::write(folder.join(format!("package-{name}.epub")), file.get_ref()).unwrap();
    parity::of_epub(&book, file.get_ref()).unwrap();
    file.into_inner()
}

fn entry(epub: &[u8], name: &str) -> String {
    let mut archive = zip::ZipArchive::new(Cursor::new(epub)).unwrap();
    let mut text = String::new();
    let mut entry = archive.by_name(name).unwrap();
    entry.read_to_string(&mut text).unwrap();
    text
}

/// What the package says: the element's or property's name, its value, and in the same form what
/// refines it, in the order of the file.
fn said(package: &str) -> Vec<(String, String)> {
    let document = Document::parse(package).unwrap();
    let metadata = document.root_element().first_element_child().unwrap();
    let name = |node: Node<'_, '_>| match node.attribute("property") {
        Some(property) => property.to_owned(),
        None => node.tag_name().name().to_owned(),
    };
    let elements = metadata.children().filter(Node::is_element);
    let all = elements.map(|node| {
        let refined = node.attribute("refines").map(|id| {
            let id = id.trim_start_matches('#');
            let same = |other: &Node<'_, '_>| other.attribute("id") == Some(id);
            let other = document.descendants().find(same).unwrap();
            format!("{} {} ", name(other), other.text().unwrap())
        });
        let text = node.text().unwrap_or_default().to_owned();
        (refined.unwrap_or_default() + &name(node), text)
    });
    all.collect()
}

fn values(said: &[(String, String)], name: &str) -> Vec<String> {
    let same = said.iter().filter(|(known, _)| known == name);
    same.map(|(_, value)| value.clone()).collect()
}

#[test]
fn hostile_metadata_comes_out_as_it_went_in() {
    let long = "Maximiliana ".repeat(25);
    let long = long.trim();
    let names: [(&str, &str, &[&str]); 8] = [
        (
            "signs",
            r#"A & B < C > D "E" 'F' ]]> <!-- --> &amp;"#,
            &["O & <P>", "Q"],
        ),
        ("emoji", "🦀 on the quay 👩‍👩‍👧‍👦", &["Ida 🦀 Lund"]),
        ("right-to-left", "ميناء واحد ومدينتان", &["ليلى حداد"]),
        ("long", long, &[long, long]),
        ("nobody", "Nobody's book", &[]),
        (
            "combining",
            "A\u{301}\u{327} Zalgo\u{335}\u{321}",
            &["Ngô Thị Bích"],
        ),
        (
            "marks",
            "\u{202e}reversed\u{202c} \u{200b}zero",
            &["\u{2067}עברית\u{2069}"],
        ),
        (
            "percent",
            "100 % of {{braces}} \\ back #hash: colon",
            &["- dash", "? question"],
        ),
    ];
    for (name, title, authors) in names {
        // JSON is YAML, and quotes everything that must be.
        let language = match name {
            "right-to-left" => "ar",
            _ => "en",
        };
        let quoted = |text: &str| serde_json::to_string(text).unwrap();
        let keys = ["subtitle", "publisher", "description", "rights", "kicker"];
        let others = keys.map(|key| format!("{key}: {}\n", quoted(title)));
        let authors_said = serde_json::to_string(authors).unwrap();
        let block = format!(
            "title: {}\nauthor: {authors_said}\nlanguage: {language}\nsubjects: [{}]\nseries: {}\n{}",
            quoted(title),
            quoted(title),
            quoted(title),
            others.concat(),
        );
        let epub = made(name, &block);
        let package = entry(&epub, "OEBPS/content.opf");
        let said = said(&package);
        assert_eq!(values(&said, "title"), [title, title], "{name}");
        assert_eq!(values(&said, "creator"), authors, "{name}");
        for key in [
            "publisher",
            "description",
            "rights",
            "subject",
            "belongs-to-collection",
        ] {
            assert_eq!(values(&said, key), [title], "{name}: {key}");
        }
        // What is shown of it is well-formed as well, and the same.
        let ncx = entry(&epub, "OEBPS/toc.ncx");
        let ncx = Document::parse(&ncx).unwrap();
        let shown = ncx
            .descendants()
            .find(|node| node.has_tag_name(("http://www.daisy.org/z3986/2005/ncx/", "docTitle")));
        let shown = shown.unwrap().descendants().filter_map(|node| node.text());
        assert!(shown.collect::<String>().contains(title), "{name}");
    }
}

#[test]
fn the_whole_record_is_told_with_its_refinements() {
    let block = r#"
title: The Merrow
title_sort: Merrow, The
subtitle: Two towns
author:
  - {name: Imke Sørli, file-as: "Sørli, Imke"}
  - {name: Jo Park, role: foreword}
contributors:
  - {name: Ana Reis, role: translator, sort: "Reis, Ana"}
  - {name: Cy}
date: 2026-09
publisher: Mole Press
identifier: https://example.org/merrow
isbn: 978-3-16-148410-0
print_isbn: 0-8044-2957-X
series: {name: Two Towns, position: 2.5}
subjects:
  - {name: Estuaries}
  - {name: Photojournalism, scheme: BISAC, code: PHO015000}
conforms_to: WCAG 2.2 AA
"#;
    let package = entry(&made("record", block), "OEBPS/content.opf");
    let said = said(&package);
    for (name, wanted) in [
        (
            "identifier",
            &["https://example.org/merrow", "urn:isbn:9783161484100"][..],
        ),
        ("title The Merrow file-as", &["Merrow, The"]),
        ("title Two towns title-type", &["subtitle"]),
        ("creator", &["Imke Sørli", "Jo Park"]),
        ("creator Imke Sørli file-as", &["Sørli, Imke"]),
        ("creator Imke Sørli role", &["aut"]),
        ("creator Jo Park role", &["aui"]),
        ("contributor", &["Ana Reis", "Cy"]),
        ("contributor Ana Reis role", &["trl"]),
        ("contributor Ana Reis file-as", &["Reis, Ana"]),
        ("contributor Cy role", &["ctb"]),
        ("date", &["2026-09"]),
        ("source", &["urn:isbn:080442957X"]),
        ("pageBreakSource", &["urn:isbn:080442957X"]),
        ("belongs-to-collection", &["Two Towns"]),
        ("belongs-to-collection Two Towns group-position", &["2.5"]),
        ("subject", &["Estuaries", "Photojournalism"]),
        ("subject Photojournalism authority", &["BISAC"]),
        ("subject Photojournalism term", &["PHO015000"]),
        (
            "dcterms:conformsTo",
            &["EPUB Accessibility 1.1 - WCAG 2.2 Level AA"],
        ),
        (
            "dcterms:conformsTo EPUB Accessibility 1.1 - WCAG 2.2 Level AA a11y:certifiedBy",
            &["Mole Press"],
        ),
    ] {
        assert_eq!(values(&said, name), wanted, "{name}");
    }
}

#[test]
fn nothing_is_claimed_that_nobody_claims() {
    let package = entry(&made("plain", "title: A"), "OEBPS/content.opf");
    let said = said(&package);
    assert_eq!(values(&said, "dcterms:conformsTo"), [""; 0]);
    assert_eq!(values(&said, "creator"), [""; 0]);
    assert_eq!(values(&said, "schema:accessModeSufficient"), ["textual"]);
    assert_eq!(values(&said, "pageBreakSource"), ["A (PDF)"]);
}

#[test]
fn a_stylesheet_of_ones_own_comes_after_ours() {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| fs::write(folder.path().join(name), text).unwrap();
    write("cutline.toml", "title = \"A\"\nstyle = \"my.css\"\n");
    write("a.md", "# A\n\nA river.\n");
    write("my.css", "p { color: teal }\r\n");
    let reading = support::read(folder.path()).unwrap();
    assert_eq!(reading.diagnostics, []);
    let (book, _) = reading.look_up();
    let mut file = Cursor::new(Vec::new());
    let options = epub::Options {
        style: reading.manuscript.style.clone(),
        ..epub::Options::default()
    };
    epub::write(&book, None, &options, &mut file).unwrap();
    let epub = file.into_inner();
    assert_eq!(entry(&epub, "OEBPS/own.css"), "p { color: teal }\n");
    let chapter = entry(&epub, "OEBPS/article.xhtml");
    let links = ["stylesheet.css", "own.css"].map(|name| chapter.find(&format!("\"{name}\"")));
    assert!(links[0].is_some() && links[0] < links[1]);
    // Without a page map nothing is said of printed pages.
    let package = entry(&epub, "OEBPS/content.opf");
    let nav = entry(&epub, "OEBPS/nav.xhtml");
    for text in [&chapter, &package, &nav] {
        assert!(!text.contains("pagebreak") && !text.contains("page-list"));
        assert!(!text.contains("pageBreak"));
    }
}

#[test]
fn formulas_are_mathml_that_says_its_source() {
    let block = "title: Formulas";
    let text = "$a < \\frac{1}{x^2}$ and $\\nosuch{x}$\n\n$$\\begin{align} a &= b \\\\ &= \\sqrt{c} \\end{align}$$\n\n$$\\begin{cases} 1 & x > 0 \\\\ 0 & \\text{else} \\end{cases}$$\n\n$$\\sum_{i=0}^{\\infty} \\hat{x}_i \\int_0^1 \\left( \\frac{\\partial f}{\\partial x} \\right) dx \\begin{pmatrix} a & b \\\\ c & d \\end{pmatrix} \\overbrace{a+b}^{n}$$\n";
    let reading = support::read_text("f.md", format!("---\n{block}\n---\n# F\n\n{text}"));
    let epub = kept("formulas", &reading);
    let chapter = entry(&epub, "OEBPS/article.xhtml");
    assert!(chapter.contains("alttext=\"a &lt; \\frac{1}{x^2}\""));
    assert_eq!(chapter.matches("<math ").count(), 4);
    assert!(chapter.contains("<code class=\"math\">\\nosuch{x}</code>"));
    let package = entry(&epub, "OEBPS/content.opf");
    assert!(package.contains("properties=\"mathml\""));
}
