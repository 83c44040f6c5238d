//! Whole publications, made from documents that are built by hand.
#![allow(clippy::unwrap_used, clippy::panic)]

use std::cell::Cell;
use std::collections::BTreeSet;
use std::io::Cursor;

use super::manifest::{self, Item};
use super::photos::PhotoFiles;
use super::plan::Plan;
use super::{Options, nav, record, write};
use crate::book::{Book, Picture, SlotReason};
use crate::document::{
    Anchor, Aspect, Block, BlockKind, Chapter, ChapterRole, Document, Figure, Inline, InlineKind,
    List, ListItem, Metadata, NodeId, Note, PhotoSource, Rights, Slug, Target,
};
use crate::layout::frame::{PageMap, PageStart, TextPosition};
use crate::source::{Sources, Span};

/// Numbers nodes in the order they are made.
struct Maker {
    next: Cell<u32>,
    span: Span,
}

impl Maker {
    fn new() -> Maker {
        let file = Sources::default().add("a.md".into(), String::new());
        Maker {
            next: Cell::new(0),
            span: Span::new(file, 0..0),
        }
    }

    fn id(&self) -> NodeId {
        NodeId(self.next.replace(self.next.get() + 1))
    }

    fn inline(&self, kind: InlineKind) -> Inline {
        Inline {
            id: self.id(),
            span: self.span,
            kind,
        }
    }

    fn text(&self, text: &str) -> Inline {
        self.inline(InlineKind::Text(text.to_owned()))
    }

    fn block(&self, anchor: Option<&str>, kind: BlockKind) -> Block {
        Block {
            id: self.id(),
            span: self.span,
            anchor: anchor.and_then(Anchor::from_text),
            attributes: Default::default(),
            kind,
        }
    }

    fn paragraph(&self, text: &str) -> Block {
        self.block(None, BlockKind::Paragraph(vec![self.text(text)]))
    }

    fn heading(&self, level: u8, text: &str) -> Block {
        let content = vec![self.text(text)];
        self.block(Some(text), BlockKind::Heading { level, content })
    }

    fn figure(&self, slug: &str, alt: Option<&str>) -> Block {
        let figure = Figure {
            slug: Slug::from_text(slug).unwrap(),
            source: PhotoSource::Slug,
            cutline: vec![self.text("Delegates sign.")],
            credit: vec![self.text("Press Office")],
            alt: alt.map(str::to_owned),
            aspect: None,
            focus: None,
            width: None,
            placement: None,
            link: None,
            rights: Rights::default(),
        };
        self.block(Some(slug), BlockKind::Figure(Box::new(figure)))
    }

    fn chapter(&self, title: &str, blocks: Vec<Block>) -> Chapter {
        Chapter {
            id: self.id(),
            span: self.span,
            anchor: Anchor::from_text(title).unwrap(),
            is_unnumbered: false,
            role: ChapterRole::Chapter,
            depth: 0,
            title: vec![self.text(title)],
            blocks,
        }
    }

    fn note(&self, anchor: &str, blocks: Vec<Block>) -> Note {
        Note {
            id: self.id(),
            span: self.span,
            anchor: Anchor::from_text(anchor).unwrap(),
            blocks,
        }
    }
}

fn metadata(title: &str) -> Metadata {
    Metadata {
        title: title.to_owned(),
        language: "en".to_owned(),
        ..Metadata::default()
    }
}

/// A book of which no photo has come yet.
fn without_photos(document: Document) -> Book {
    Book::resolve(document, |_| Picture::ReservedSlot {
        aspect: Aspect::USUAL,
        reason: SlotReason::ToCome,
    })
}

/// Two chapters with a link, a shared note, skipped heading levels and page breaks.
fn two_chapters() -> (Book, PageMap) {
    let maker = Maker::new();
    let link = maker.inline(InlineKind::Link {
        target: Box::new(Target::Internal(Anchor::from_text("deep").unwrap())),
        content: vec![
            maker.text("see below"),
            maker.inline(InlineKind::NoteReference(0)),
        ],
    });
    let emphasis = maker.inline(InlineKind::Emphasis(vec![maker.text("harbour")]));
    let opening = vec![maker.text("In the "), emphasis, maker.text(" "), link];
    let opening = maker.block(None, BlockKind::Paragraph(opening));
    let code = BlockKind::Code {
        language: Some("rust".to_owned()),
        text: "let a = b < c;".to_owned(),
        first_line: None,
    };
    let code = maker.block(None, code);
    let pages = [
        ("xii", opening.id, 10),
        ("1", code.id, 4),
        ("2", code.id, 400),
    ];
    let start = |(label, node, offset): (&str, NodeId, usize)| PageStart {
        label: label.to_owned(),
        at: TextPosition { node, offset },
    };
    let again = maker.inline(InlineKind::NoteReference(0));
    let items = vec![ListItem {
        id: maker.id(),
        checked: Some(true),
        blocks: vec![maker.block(None, BlockKind::Paragraph(vec![maker.text("Done"), again]))],
    }];
    let list = BlockKind::List(List {
        start: None,
        numbers: Default::default(),
        reversed: false,
        tight: true,
        items,
    });
    let second = vec![
        maker.heading(4, "Page 1"),
        maker.heading(4, "Deep"),
        maker.figure("signing", None),
        maker.block(None, list),
    ];
    let chapters = vec![
        maker.chapter("Fog & <Light>", vec![opening, code]),
        maker.chapter("Tide", second),
    ];
    let notes = vec![maker.note("note-1", vec![maker.paragraph("Built \"1871\".")])];
    let mut metadata = metadata("A & B");
    metadata.authors = vec!["C < D".to_owned(), "E".to_owned()];
    let book = without_photos(Document {
        metadata,
        chapters,
        notes,
    });
    (
        book,
        PageMap {
            pages: pages.map(start).into(),
            ..PageMap::default()
        },
    )
}

fn items(book: &Book, pages: Option<&PageMap>) -> Vec<Item> {
    manifest::items(&Plan::new(book, pages, PhotoFiles::default())).0
}

fn text<'a>(items: &'a [Item], href: &str) -> &'a str {
    let item = items.iter().find(|item| item.href == href).unwrap();
    item.text().unwrap()
}

#[test]
fn every_document_is_xml_and_every_address_leads_to_an_id() {
    let (book, pages) = two_chapters();
    let items = items(&book, Some(&pages));
    let mut targets = BTreeSet::new();
    let mut addresses = Vec::new();
    for item in items.iter().filter(|item| !item.href.ends_with(".css")) {
        let xml = text(&items, &item.href);
        let options = roxmltree::ParsingOptions {
            allow_dtd: true,
            ..Default::default()
        };
        let parsed = roxmltree::Document::parse_with_options(xml, options).unwrap();
        targets.insert(item.href.clone());
        for node in parsed.descendants() {
            if let Some(id) = node.attribute("id") {
                assert!(targets.insert(format!("{}#{id}", item.href)), "{id} twice");
            }
            for name in ["href", "src"] {
                addresses.extend(node.attribute(name).map(|to| match to.strip_prefix('#') {
                    Some(id) => format!("{}#{id}", item.href),
                    None => to.to_owned(),
                }));
            }
        }
    }
    for address in addresses {
        assert!(
            targets.contains(&address) || address == "stylesheet.css",
            "{address}"
        );
    }
}

#[test]
fn page_breaks_fall_to_the_byte_and_are_all_listed() {
    let (book, pages) = two_chapters();
    let items = items(&book, Some(&pages));
    let first = text(&items, "chapter-1.xhtml");
    let marker = |id, label| {
        format!(
            "<span epub:type=\"pagebreak\" role=\"doc-pagebreak\" id=\"{id}\" \
             aria-label=\"{label}\"></span>"
        )
    };
    assert!(first.contains(&format!("<em>har{}bour</em>", marker("page-xii", "xii"))));
    // A heading is called "Page 1": the anchor keeps its name.
    assert!(first.contains(&format!(
        "<span class=\"keyword\">let</span> {}a = b &lt; c;",
        marker("page-1-2", "1")
    )));
    assert!(first.contains(&format!("c;{}</code>", marker("page-2", "2"))));
    for (href, target) in [("nav.xhtml", "href"), ("toc.ncx", "src")] {
        for id in ["page-xii", "page-1-2", "page-2"] {
            let address = format!("{target}=\"chapter-1.xhtml#{id}\"");
            assert!(text(&items, href).contains(&address), "{href}: {id}");
        }
    }
    let items_without_pages = self::items(&book, None);
    assert!(!text(&items_without_pages, "nav.xhtml").contains("page-list"));
}

#[test]
fn a_note_stands_once_and_leads_back_to_its_first_reference() {
    let (book, _) = two_chapters();
    let items = items(&book, None);
    let first = text(&items, "chapter-1.xhtml");
    let second = text(&items, "chapter-2.xhtml");
    // A link cannot hold the reference: it follows the link.
    assert!(first.contains("see below</a><a class=\"note-reference\""));
    assert!(first.contains("href=\"#note-1\" id=\"to-note-1\">1</a>"));
    assert!(first.contains("<aside id=\"note-1\""));
    assert!(first.contains("href=\"#to-note-1\" role=\"doc-backlink\""));
    assert!(second.contains("href=\"chapter-1.xhtml#note-1\">1</a>"));
    assert!(!second.contains("<aside"));
}

#[test]
fn headings_leave_no_level_out_in_text_and_contents() {
    let (book, _) = two_chapters();
    let items = items(&book, None);
    let second = text(&items, "chapter-2.xhtml");
    assert!(second.contains("<h2 id=\"page-1\">") && second.contains("<h2 id=\"deep\">"));
    let contents = nav::contents(&Plan::new(&book, None, PhotoFiles::default()));
    assert_eq!(contents[1].children.len(), 2);
}

#[test]
fn a_reserved_slot_says_what_it_waits_for() {
    let (book, _) = two_chapters();
    let items = items(&book, None);
    let second = text(&items, "chapter-2.xhtml");
    assert!(second.contains("aria-label=\"Photo to come: signing\""));
    assert!(second.contains(
        "<span class=\"cutline\">Delegates sign.</span> <span class=\"credit\">Press Office</span>"
    ));
    let drawn = items.iter().find(|item| item.href == "chapter-2.xhtml");
    assert_eq!(drawn.unwrap().property, Some("svg"));
}

#[test]
fn an_article_has_no_title_page_and_its_contents_are_not_read_in_turn() {
    let maker = Maker::new();
    let book = without_photos(Document {
        metadata: metadata("Tide"),
        chapters: vec![maker.chapter("Tide", vec![maker.paragraph("Text.")])],
        notes: Vec::new(),
    });
    let items = items(&book, None);
    let spine = items.iter().filter(|item| item.in_spine);
    let spine: Vec<&str> = spine.map(|item| item.href.as_str()).collect();
    assert_eq!(spine, ["cover.xhtml", "article.xhtml"]);
    assert!(!text(&items, "nav.xhtml").contains("epub:type=\"toc\" href"));
}

#[test]
fn the_identifier_outlives_corrections_but_tells_books_apart() {
    let identifier = |title: &str, opening: &str, later: &str| {
        let maker = Maker::new();
        let blocks = vec![maker.paragraph(opening), maker.paragraph(later)];
        let book = without_photos(Document {
            metadata: metadata(title),
            chapters: vec![maker.chapter("One", blocks)],
            notes: Vec::new(),
        });
        record::identifier(&Plan::new(&book, None, PhotoFiles::default()))
    };
    let first = identifier("Tide", "The water.", "It rose.");
    assert!(first.starts_with("urn:uuid:"));
    assert_eq!(first, identifier("Tide", "The water.", "It rises."));
    assert_ne!(first, identifier("Tide", "The moon.", "It rose."));
    assert_ne!(first, identifier("Tides", "The water.", "It rose."));
}

#[test]
fn the_same_book_gives_the_same_bytes() {
    let (book, pages) = two_chapters();
    let written = || {
        let mut out = Cursor::new(Vec::new());
        write(&book, Some(&pages), &Options::default(), &mut out).unwrap();
        out.into_inner()
    };
    let bytes = written();
    assert_eq!(bytes, written());
    // The first entry: stored, without an extra field, so that the type stands at byte 38.
    assert_eq!(&bytes[30..58], b"mimetypeapplication/epub+zip");
}
