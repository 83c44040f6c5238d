//! What holds for every manuscript: invariants of the document, errors of opening, hostile input.

#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

mod support;

use std::collections::HashSet;
use std::path::Path;

use cutline::diagnostic::Code;
use cutline::document::block::first_columns;
use cutline::document::inline::plain_text;
use cutline::document::{
    Block, BlockKind, Figure, Form, Inline, InlineKind, NodeId, TableCell, Target,
};
use cutline::limits::Limits;
use cutline::manuscript::{self, OpenError, Unfit};
use support::pathological::pathological;
use support::{Reading, read, read_text};

/// Walks a document in reading order and checks what every later room relies on.
struct Invariants<'a> {
    reading: &'a Reading,
    last: NodeId,
    anchors: HashSet<String>,
    targets: HashSet<String>,
}

impl Invariants<'_> {
    fn check(reading: &Reading) {
        let mut this = Invariants {
            reading,
            last: NodeId(0),
            anchors: HashSet::new(),
            targets: HashSet::new(),
        };
        let document = &reading.document;
        assert!(!document.metadata.title.is_empty());
        assert!(!document.chapters.is_empty());
        if document.form() == Form::Article {
            assert!(!document.chapters[0].title.is_empty());
        }
        for chapter in &document.chapters {
            this.node(chapter.id);
            this.anchor(chapter.anchor.as_str());
            this.inlines(&chapter.title);
            this.blocks(&chapter.blocks);
        }
        for note in &document.notes {
            this.node(note.id);
            this.anchor(note.anchor.as_str());
            this.blocks(&note.blocks);
        }
        for target in &this.targets {
            assert!(this.anchors.contains(target), "{target} leads nowhere");
        }
    }

    fn node(&mut self, id: NodeId) {
        assert!(id > self.last, "node ids ascend in reading order");
        self.last = id;
    }

    fn anchor(&mut self, name: &str) {
        let fine = |c: char| c.is_alphanumeric() || "-_.".contains(c);
        assert!(
            name.starts_with(char::is_alphabetic) && name.chars().all(fine),
            "{name}"
        );
        assert!(self.anchors.insert(name.to_owned()), "two anchors {name}");
    }

    fn blocks(&mut self, blocks: &[Block]) {
        for block in blocks {
            // A row speaks only after its photos.
            if !matches!(block.kind, BlockKind::FigureRow(_)) {
                self.node(block.id);
            }
            let text = self.reading.manuscript.sources.file(block.span.file).text();
            assert!(
                text.get(block.span.range()).is_some(),
                "a span on character boundaries"
            );
            if let Some(anchor) = &block.anchor {
                self.anchor(anchor.as_str());
            }
            match &block.kind {
                BlockKind::Heading { level, content } => {
                    assert!((2..=6).contains(level) && block.anchor.is_some());
                    self.inlines(content);
                }
                BlockKind::Paragraph(content) => {
                    assert!(!content.is_empty());
                    self.inlines(content);
                }
                BlockKind::Quote(inner) => self.blocks(inner),
                BlockKind::List(list) => {
                    for item in &list.items {
                        self.node(item.id);
                        self.blocks(&item.blocks);
                    }
                }
                BlockKind::Table(table) => {
                    self.inlines(&table.caption);
                    self.section(table.alignments.len(), &table.head);
                    self.section(table.alignments.len(), &table.rows);
                }
                BlockKind::Figure(figure) => {
                    assert!(block.anchor.is_some());
                    self.inlines(&figure.cutline);
                    self.inlines(&figure.credit);
                }
                BlockKind::FigureRow(row) => {
                    assert!(row.figures.len() > 1);
                    for one in &row.figures {
                        self.anchor(one.anchor.as_ref().unwrap().as_str());
                        self.node(one.id);
                        self.inlines(&one.figure.cutline);
                        self.inlines(&one.figure.credit);
                    }
                    self.node(block.id);
                    self.inlines(&row.cutline);
                    self.inlines(&row.credit);
                }
                BlockKind::DefinitionList(groups) => {
                    for group in groups {
                        assert!(!group.terms.is_empty() && !group.definitions.is_empty());
                        for term in &group.terms {
                            self.node(term.id);
                            self.inlines(&term.content);
                        }
                        for definition in &group.definitions {
                            self.node(definition.id);
                            self.blocks(&definition.blocks);
                        }
                    }
                }
                BlockKind::Aside(aside) => {
                    assert!(!aside.title.is_empty());
                    self.inlines(&aside.title);
                    self.blocks(&aside.blocks);
                }
                BlockKind::Verse(lines) => {
                    for line in lines {
                        self.node(line.id);
                        self.inlines(&line.content);
                    }
                }
                BlockKind::Code { .. } | BlockKind::ThematicBreak => {}
            }
        }
    }

    /// Every row of the head or body fills the same columns.
    fn section(&mut self, columns: usize, rows: &[Vec<TableCell>]) {
        let mut reaching = vec![0_usize; columns];
        let places = first_columns(rows);
        for (index, row) in rows.iter().enumerate() {
            let mut filled: Vec<bool> = reaching.iter().map(|rows| *rows > 0).collect();
            for (cell, at) in row.iter().zip(&places[index]) {
                for column in *at..*at + cell.span.columns {
                    assert!(!std::mem::replace(&mut filled[column], true));
                    reaching[column] = cell.span.rows;
                }
                assert!(index + cell.span.rows <= rows.len());
                self.node(cell.id);
                self.inlines(&cell.content);
            }
            assert!(filled.iter().all(|filled| *filled), "row {index}");
            reaching
                .iter_mut()
                .for_each(|rows| *rows = rows.saturating_sub(1));
        }
    }

    fn inlines(&mut self, inlines: &[Inline]) {
        for inline in inlines {
            self.node(inline.id);
            let source = self.reading.manuscript.sources.snippet(inline.span);
            match &inline.kind {
                InlineKind::Text(text) => {
                    assert!(!text.contains(char::is_control), "{text:?}");
                    // Text without entities, escapes and signs of a typewriter stands in the
                    // source as it is.
                    let is_typed = source.contains(['"', '\'']) || source.contains("--");
                    let is_exact = !source.contains(['\\', '&', '\t']) && !is_typed;
                    if source.len() == text.len() && is_exact && !source.contains("...") {
                        assert_eq!(source, text);
                    }
                }
                InlineKind::Link { target, content } => {
                    if let Target::Internal(anchor) = &**target {
                        self.targets.insert(anchor.as_str().to_owned());
                    }
                    self.inlines(content);
                }
                InlineKind::Emphasis(content)
                | InlineKind::Strong(content)
                | InlineKind::Strikethrough(content)
                | InlineKind::Superscript(content)
                | InlineKind::Subscript(content)
                | InlineKind::Span { content, .. } => self.inlines(content),
                InlineKind::NoteReference(index) => {
                    assert!(*index < self.reading.document.notes.len());
                }
                InlineKind::PageReference(page) => {
                    if let Target::Internal(anchor) = &page.target {
                        self.targets.insert(anchor.as_str().to_owned());
                    }
                    assert!(!matches!(page.target, Target::External(_)));
                }
                InlineKind::Photo(figure) => {
                    self.inlines(&figure.cutline);
                    self.inlines(&figure.credit);
                }
                InlineKind::Code(_)
                | InlineKind::Math(_)
                | InlineKind::SoftBreak
                | InlineKind::HardBreak => {}
            }
        }
    }
}

#[test]
fn invariants_hold_for_every_case() {
    let cases = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases/reader");
    for entry in std::fs::read_dir(cases).unwrap() {
        let path = entry.unwrap().path();
        let extension = path.extension().unwrap_or_default();
        if extension != "document" && extension != "diagnostics" {
            Invariants::check(&read(&path).unwrap());
        }
    }
}

#[test]
fn opening_tells_who_must_act() {
    let folder = tempfile::tempdir().unwrap();
    let missing = manuscript::open(&folder.path().join("missing.md"));
    assert!(
        matches!(missing, Err(OpenError::Read { .. })),
        "{missing:?}"
    );
    let reason = |path: &Path| match manuscript::open(path) {
        Err(OpenError::Unfit { reason, .. }) => reason,
        other => panic!("{other:?}"),
    };
    assert_eq!(reason(folder.path()), Unfit::NothingToRead);
    let picture = folder.path().join("picture.jpg");
    std::fs::write(&picture, b"\xff\xd8\xff\xe0\0\x10JFIF\0").unwrap();
    assert_eq!(reason(&picture), Unfit::NotText);
    #[cfg(unix)]
    assert_eq!(reason(Path::new("/dev/null")), Unfit::NotAFile);
    let long = folder.path().join("long.md");
    let file = std::fs::File::create(&long).unwrap();
    file.set_len(Limits::default().text + 1).unwrap();
    assert_eq!(reason(&long), Unfit::TooLong(64 << 20));
}

#[cfg(unix)]
#[test]
fn a_link_out_of_the_project_is_not_followed() {
    let outside = tempfile::tempdir().unwrap();
    std::fs::write(outside.path().join("secret.md"), "# Secret").unwrap();
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("a.md"), "# A").unwrap();
    let link = folder.path().join("b.md");
    std::os::unix::fs::symlink(outside.path().join("secret.md"), link).unwrap();
    let reading = read(folder.path()).unwrap();
    assert_eq!(reading.document.chapters.len(), 1);
    assert_eq!(reading.diagnostics[0].code, Code::UnusableChapter);
}

#[test]
fn a_project_file_names_its_folder() {
    let folder = tempfile::tempdir().unwrap();
    let book = folder.path().join("harbour");
    std::fs::create_dir(&book).unwrap();
    std::fs::write(book.join("cutline.toml"), "title = 'Harbour'").unwrap();
    std::fs::write(book.join("a.md"), "# A").unwrap();
    for input in [book.clone(), book.join("cutline.toml")] {
        let reading = read(&input).unwrap();
        assert_eq!(reading.manuscript.stem, "harbour");
        assert_eq!(reading.document.metadata.title, "Harbour");
        // One chapter is an article, under the title of the project.
        let article = &reading.document.chapters[0];
        assert_eq!(plain_text(&article.title), "Harbour");
        assert!(matches!(
            &article.blocks[0].kind,
            BlockKind::Heading { level: 2, content } if plain_text(content) == "A"
        ));
    }
}

fn project(files: &[(&str, &str)]) -> (tempfile::TempDir, Reading) {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in files {
        let path = folder.path().join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }
    let reading = read(folder.path()).unwrap();
    Invariants::check(&reading);
    (folder, reading)
}

#[test]
fn includes_that_multiply_come_to_an_end() {
    let ten = |name: &str| format!("{{{{#include {name}.md}}}}\n").repeat(10);
    let mut files = vec![
        ("book.toml".to_owned(), "[book]".to_owned()),
        ("src/SUMMARY.md".to_owned(), "- [0](0.md)".to_owned()),
    ];
    files.extend((0..9).map(|n| (format!("src/{n}.md"), ten(&format!("{}", n + 1)))));
    files.push(("src/9.md".to_owned(), "a".to_owned()));
    let files: Vec<_> = files
        .iter()
        .map(|(a, b)| (a.as_str(), b.as_str()))
        .collect();
    let (_folder, reading) = project(&files);
    let codes: Vec<Code> = reading.diagnostics.iter().map(|found| found.code).collect();
    assert_eq!(codes, [Code::UnusableInclude]);
}

#[test]
fn what_is_said_about_included_text_names_its_own_file() {
    let (folder, reading) = project(&[
        ("book.toml", "[book]"),
        ("src/SUMMARY.md", "- [A](a.md)"),
        ("src/a.md", "# A\n\n> {{#include b/b.md:2}}\n"),
        ("src/b/b.md", "none\nto a [place](#lost)\n"),
    ]);
    let [found] = reading.diagnostics.as_slice() else {
        panic!("{:?}", reading.diagnostics);
    };
    let span = reading.manuscript.sources.origin(found.span.unwrap());
    let path = reading.manuscript.sources.file(span.file).path();
    assert_eq!(path, folder.path().join("src/b/b.md"));
    assert_eq!(reading.place(span), "src/b/b.md:2:6");
}

#[cfg(unix)]
#[test]
fn nothing_is_included_through_a_link_out_of_the_project() {
    let outside = tempfile::tempdir().unwrap();
    std::fs::write(outside.path().join("secret.md"), "secret").unwrap();
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| std::fs::write(folder.path().join(name), text).unwrap();
    std::fs::create_dir(folder.path().join("src")).unwrap();
    write("book.toml", "[book]");
    write("src/SUMMARY.md", "- [A](a.md)");
    write("src/a.md", "# A\n\n{{#include link.md}}\n");
    let link = folder.path().join("src/link.md");
    std::os::unix::fs::symlink(outside.path().join("secret.md"), link).unwrap();
    let reading = read(folder.path()).unwrap();
    assert!(reading.document.chapters[0].blocks.is_empty());
    assert_eq!(reading.diagnostics[0].code, Code::UnusableInclude);
}

#[test]
fn a_summary_that_lists_nothing_is_a_chapter() {
    let (_folder, reading) = project(&[
        ("SUMMARY.md", "# In short\n\nIt rained.\n"),
        ("a.md", "# At length\n"),
    ]);
    assert_eq!(reading.document.chapters.len(), 2);
    assert_eq!(reading.diagnostics, []);
}

#[test]
fn a_project_without_chapters_is_reported() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("cutline.toml"), "chapters = ['gone.md']").unwrap();
    let reading = read(folder.path()).unwrap();
    Invariants::check(&reading);
    let codes: Vec<Code> = reading.diagnostics.iter().map(|found| found.code).collect();
    assert_eq!(codes, [Code::UnusableChapter, Code::EmptyManuscript]);
}

#[test]
fn hostile_input_is_read() {
    for (name, text) in pathological(3_000) {
        Invariants::check(&read_text("hostile.md", &text));
        Invariants::check(&read_text("hostile.txt", &text));
        eprintln!("{name}");
    }
}

/// A small generator of random numbers, the same on every machine (Knuth's MMIX constants).
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % sides
    }
}

#[test]
fn random_pieces_are_read() {
    #[rustfmt::skip]
    const PIECES: [&str; 94] = [
        "a", "ä", "会", " ", "  ", "\n", "\n\n", "\t", "\r\n", "# ", "## ", "#", "- ", "1. ", "> ", "*", "**", "_", "~~",
        "^", "`", "```", "[", "]", "(", ")", "](", "![", "](a.jpg)", "](photo:a)", "{", "}", "{#a}", "{alt=\"", "\"}",
        "{aspect=3:2}", "{width=9%}", "![a](b) ![c](photo:d)\n", "*e*\n", "[photo: ", " | ", "Insert a.png\n", "图1-1.", "（王芳摄）", "<", ">", "<b>", "</b>", "<div>", "</div>", "<img src=a.jpg alt=b>", "<br>", "<script>",
        "</script>", "<!--", "-->", "<p", "=\"", "'", "&amp;", "&#0;", "&#10;", "&", ";", "[^1]", "[^1]: ", "[^", "|",
        "|-|\n", "|a|\n|-|\n", "---", "---\n", "+++\n", "title: ", "a: [", "a = ", "\\", "photo: ", "(photo: ", "Photo by ",
        "[a]: ", "<a@b.c>", "https://a.b", "[a](#a)", "[a](b.md)", "- [ ] ", "    ", ":", "!", "{.x}", "===\n", "\u{0}",
        "\u{feff}", "\u{2028}",
    ];
    let mut dice = Dice(1);
    for round in 0..2_000 {
        let length = 1 + dice.roll(40);
        let mut text = String::new();
        if dice.roll(4) == 0 {
            text.push_str(["---\n", "+++\n", "\u{feff}"][dice.roll(3)]);
        }
        for _ in 0..length {
            text.push_str(PIECES[dice.roll(PIECES.len())]);
        }
        let name = if round % 8 == 0 { "a.txt" } else { "a.md" };
        let text = text.as_str();
        let read = std::panic::catch_unwind(|| Invariants::check(&read_text(name, text)));
        assert!(read.is_ok(), "{text:?}");
    }
}

/// All text of a document in reading order, without its notes.
fn words_of(reading: &Reading) -> Vec<String> {
    fn of_figure(figure: &Figure, text: &mut String) {
        text.push_str(figure.alt.as_deref().unwrap_or_default());
        text.push(' ');
        text.push_str(&plain_text(&figure.cutline));
        text.push(' ');
        text.push_str(&plain_text(&figure.credit));
    }
    fn blocks(blocks_: &[Block], text: &mut String) {
        for block in blocks_ {
            match &block.kind {
                BlockKind::Heading { content, .. } | BlockKind::Paragraph(content) => {
                    text.push_str(&plain_text(content));
                }
                BlockKind::Quote(inner) => blocks(inner, text),
                BlockKind::List(list) => {
                    list.items
                        .iter()
                        .for_each(|item| blocks(&item.blocks, text));
                }
                BlockKind::Code { text: code, .. } => text.push_str(code),
                BlockKind::Table(table) => {
                    text.push_str(&plain_text(&table.caption));
                    text.push(' ');
                    for cell in table.head.iter().chain(&table.rows).flatten() {
                        text.push_str(&plain_text(&cell.content));
                        text.push(' ');
                    }
                }
                BlockKind::Figure(figure) => of_figure(figure, text),
                BlockKind::FigureRow(row) => {
                    for one in &row.figures {
                        of_figure(&one.figure, text);
                        text.push(' ');
                    }
                    text.push_str(&plain_text(&row.cutline));
                    text.push(' ');
                    text.push_str(&plain_text(&row.credit));
                }
                BlockKind::DefinitionList(groups) => {
                    for group in groups {
                        for term in &group.terms {
                            text.push_str(&plain_text(&term.content));
                            text.push(' ');
                        }
                        for definition in &group.definitions {
                            blocks(&definition.blocks, text);
                        }
                    }
                }
                BlockKind::Aside(aside) => {
                    text.push_str(&plain_text(&aside.title));
                    text.push(' ');
                    blocks(&aside.blocks, text);
                }
                BlockKind::Verse(lines) => {
                    for line in lines {
                        text.push_str(&plain_text(&line.content));
                        text.push(' ');
                    }
                }
                BlockKind::ThematicBreak => {}
            }
            text.push(' ');
        }
    }
    let mut text = String::new();
    for chapter in &reading.document.chapters {
        text.push_str(&plain_text(&chapter.title));
        text.push(' ');
        blocks(&chapter.blocks, &mut text);
    }
    let words = text.split(|c: char| !c.is_ascii_alphanumeric());
    let is_number = |text: &str| text.parse::<usize>().is_ok();
    let numbered = words.filter(|word| word.strip_prefix('w').is_some_and(is_number));
    numbered.map(str::to_owned).collect()
}

#[test]
fn every_word_is_read_once_and_in_order() {
    #[rustfmt::skip]
    const PIECES: [&str; 26] = [
        "W W *W **W** W* W", "W\nW  \nW\\\nW", "# W", "## W W", "> W\n> W\n>\n> > W", "- W\n- W\n  1. W\n  2. W",
        "- [ ] W\n\n- [x] W", "```W\nW W\n```", "    W W", "| W | W |\n|---|---|\n| W | `W` |\n| W |", "***", "W [W](https://example.org) <https://wide.org>",
        "W (photo: W)", "*W W. (Photo by W)*", "![W. Photo: W](photo:a)", "![W](photos/a.jpg)", "![W](a.jpg)\n*W. (photo: W)*",
        "![W](a.jpg){credit=\"W W\"}", "![W](a.jpg \"W\")", "<div>W <b>W</b><br>W</div>", "W <span>W</span> W", "W ~~W~~ W", "<p>W</p>\n<p>W &amp; W</p>",
        "W &mdash; W", "![W](a.jpg) ![W](b.jpg)", "<!-- gone -->",
    ];
    let mut dice = Dice(7);
    for _ in 0..1_500 {
        // Photos above the first heading would come after it: they lead what it begins.
        let mut text = "# w1\n\nw2\n\n".to_owned();
        let mut count = 2;
        for _ in 0..=dice.roll(8) {
            let piece = PIECES[dice.roll(PIECES.len())];
            for (index, part) in piece.split('W').enumerate() {
                if index > 0 {
                    count += 1;
                    text.push_str(&format!("w{count}"));
                }
                text.push_str(part);
            }
            // A comment of its own parts lists and code from what follows.
            text.push_str("\n\n<!-- -->\n\n");
        }
        let found = words_of(&read_text("a.md", &text));
        let info_strings = text.matches("```w").count();
        assert_eq!(found.len() + info_strings, count, "{text}");
        assert!(
            found.is_sorted_by_key(|word| word[1..].parse::<usize>().unwrap()),
            "{text}"
        );
    }
}
