//! Random manuscripts from the constructs that the reader knows: every word of the source stands
//! exactly once, in order, in the text of the EPUB and in that of the PDF.
//!
//! The seeds are fixed. `CUTLINE_SEEDS=2000` tries so many instead of the usual number.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

mod support;

use std::collections::BTreeSet;
use std::io::Cursor;

use cutline::document::inline::plain_text;
use cutline::document::{Block, BlockKind, CellPart, Inline};
use cutline::parity::{self, Count, Fault};
use cutline::{epub, layout, pdf};
use support::dice::Dice;

const SEEDS: u64 = 40;

/// Writes manuscripts by chance.
struct Writer {
    dice: Dice,
    words: usize,
    notes: Vec<String>,
    out: String,
}

impl Writer {
    fn below(&mut self, limit: usize) -> usize {
        self.dice.below(limit)
    }

    fn word(&mut self) -> String {
        self.words += 1;
        format!("w{:06}", self.words)
    }

    fn words(&mut self, most: usize) -> String {
        let count = 1 + self.below(most);
        let words: Vec<_> = (0..count).map(|_| self.word()).collect();
        words.join(" ")
    }

    /// A line of text with inline constructs.
    fn line(&mut self, notes: bool) -> String {
        let count = 1 + self.below(6);
        let mut parts = Vec::new();
        for _ in 0..count {
            let text = self.words(12);
            parts.push(match self.below(20) {
                0 => format!("*{text}*"),
                1 => format!("**{text}**"),
                2 => format!("~~{text}~~"),
                3 => format!("`{text}`"),
                4 => format!("[{text}](https://example.org/a)"),
                5 => format!("**{text} *{}***", self.words(3)),
                6 => format!("“{text}” — {},", self.word()),
                7 if notes => {
                    let name = format!("n{}", self.notes.len());
                    self.notes.push(name.clone());
                    format!("{text}[^{name}]")
                }
                8 => format!("{text}, fjord‑office &amp; Čapek"),
                9 => format!("[**{text}**][r]"),
                10 => format!("{text}.^{}^ 2~.*{}*.~.", self.word(), self.word()),
                11 => {
                    let attributes = [
                        "lang=de",
                        ".smallcaps",
                        "lang=fr .mark",
                        ".kbd",
                        "lang=he dir=rtl",
                    ];
                    format!("[{text}]{{{}}}", attributes[self.below(5)])
                }
                12 => format!("\"{text}\" -- '{}' it's {}...", self.word(), self.words(2)),
                13 => format!("$x_{{{text}}}$, $5 and ${}", self.below(9)),
                14 => format!(
                    "{text} $$\\mathrm{{{}}} \\\\ {}$$.",
                    self.word(),
                    self.words(3)
                ),
                15 => format!(
                    "{text} www.example.org/{}, ({}@example.org)",
                    self.word(),
                    self.word()
                ),
                16 => format!("{{{{< note a=\"*b\" >}}}}{text}{{{{< /note >}}}}"),
                17 => format!(
                    "{text} {{{{ page.title | x }}}} {{% if %}}{text_2}",
                    text_2 = self.word()
                ),
                _ => text,
            });
        }
        parts.join(" ")
    }

    fn paragraph(&mut self) -> String {
        let lines = 1 + self.below(4);
        let lines: Vec<_> = (0..lines).map(|_| self.line(true)).collect();
        let between = ["\n", "  \n", "\\\n"][self.below(3)];
        lines.join(between)
    }

    /// A block, each line after `indent`, so that blocks nest.
    fn block(&mut self, indent: &str, depth: u64) {
        let text = match self.below(if depth > 3 { 6 } else { 22 }) {
            0 => {
                let level = "#".repeat(2 + self.below(5));
                format!("{level} {}", self.line(false))
            }
            1 => {
                let code: Vec<_> = (0..1 + self.below(5)).map(|_| self.words(4)).collect();
                format!("```rust\n{}\n```", code.join("\n\n    "))
            }
            2 => {
                let photo = |w: &mut Writer| format!("![{}](photo:c{})", w.words(6), w.words);
                let row = |w: &mut Writer| {
                    let first = w.words(3);
                    let second = match w.below(6) {
                        0 => photo(w),
                        1 => format!("{}<br>{}", photo(w), w.words(9)),
                        _ => w.words(8),
                    };
                    format!("| {first} | {second} |")
                };
                let head = row(self);
                let rows: Vec<_> = (0..self.below(4)).map(|_| row(self)).collect();
                format!("{head}\n|---|--:|\n{}", rows.join("\n"))
            }
            3 if depth == 0 && self.below(3) == 0 => {
                let name = format!("n{}", self.notes.len());
                self.notes.push(name.clone());
                format!(
                    "![{} [^{name}] {}](photo:n{})",
                    self.words(4),
                    self.word(),
                    self.words
                )
            }
            3 => {
                let attributes = [
                    "",
                    "",
                    "{width=40% placement=here}",
                    "{placement=top aspect=2:1}",
                    "{placement=bottom}",
                    "{placement=page focus=10,90}",
                    "{placement=margin}",
                    "{placement=full-bleed}",
                    "{placement=row}",
                    "{width=1% aspect=1:4}",
                ];
                let attributes = attributes[self.below(7)];
                format!("![{}](photo:p{}){attributes}", self.words(9), self.words)
            }
            4 => "* * *".to_owned(),
            18 => {
                let photo = |w: &mut Writer| {
                    let shape = ["3:2", "2:3", "1:1", "4:1", "1:4"][w.below(5)];
                    format!("![{}](photo:r{}){{aspect={shape}}}", w.words(9), w.words)
                };
                let photos: Vec<_> = (0..2 + self.below(6)).map(|_| photo(self)).collect();
                match self.below(3) {
                    0 => photos.join(" "),
                    1 => format!("{}\n*{}*", photos.join(" "), self.words(20)),
                    _ => {
                        let with_line = |photo: &String| format!("{photo}\n*{}*", self.words(9));
                        let lines: Vec<_> = photos.iter().map(with_line).collect();
                        lines.join("\n")
                    }
                }
            }
            20 => {
                // Photos with a line to themselves between lines of text.
                let (before, after) = (self.words(6), self.words(6));
                format!(
                    "{before}:\n![{}](photo:l{})\n{after}",
                    self.words(4),
                    self.words
                )
            }
            21 => {
                let said = (self.words(9), self.words(3));
                format!("[photo: b{} | {} | {}]", self.words, said.0, said.1)
            }
            19 => {
                let figure = |w: &mut Writer| {
                    let (src, said) = (w.words, w.words(9));
                    format!("<figure><img src=h{src}.jpg><figcaption>{said}</figcaption></figure>")
                };
                let figures: Vec<_> = (0..2 + self.below(3)).map(|_| figure(self)).collect();
                format!(
                    "<figure>{}<figcaption>{} (photo: {})</figcaption></figure>",
                    figures.join("\n"),
                    self.words(20),
                    self.words(2)
                )
            }
            6 | 7 => {
                let quote = format!("{indent}> ");
                return self.nested(&quote, &quote, indent, depth);
            }
            8 => {
                for _ in 0..1 + self.below(3) {
                    self.nested(
                        &format!("{indent}- "),
                        &format!("{indent}  "),
                        indent,
                        depth,
                    );
                }
                return;
            }
            10 => {
                let kind = ["NOTE", "warning]- A title of it", "odd"][self.below(3)];
                let kind = kind.strip_suffix(" A title of it").map_or_else(
                    || format!("{kind}]"),
                    |kind| format!("{kind} {}", self.words(4)),
                );
                let quote = format!("{indent}> ");
                self.out.push_str(&format!("{quote}[!{kind}\n"));
                return self.nested(&quote, &quote, indent, depth);
            }
            11 => {
                let terms: Vec<_> = (0..1 + self.below(2)).map(|_| self.line(true)).collect();
                for term in terms {
                    self.out.push_str(&format!("{indent}{term}\n"));
                }
                for _ in 0..1 + self.below(2) {
                    self.nested(
                        &format!("{indent}: "),
                        &format!("{indent}  "),
                        indent,
                        depth,
                    );
                }
                return;
            }
            12 => {
                let kind = ["note", "tip Said", "columns", "{.danger title=\"Said\"}"];
                let kind = kind[self.below(4)];
                self.out.push_str(&format!("{indent}::: {kind}\n"));
                self.nested(indent, indent, indent, depth);
                return self.put(":::", indent, indent);
            }
            13 => {
                let lines = 2 + self.below(5);
                let lines: Vec<_> = (0..lines)
                    .map(|_| {
                        let spaces = " ".repeat(self.below(9));
                        format!("| {spaces}{}", self.line(true))
                    })
                    .collect();
                lines.join("\n|\n")
            }
            14 => format!(
                "<ol type=i reversed><li>{}<li><p>{}</p><ul><li>{}</li></ul></ol>",
                self.words(9),
                self.words(30),
                self.words(3)
            ),
            15 => format!(
                "<dl><dt>{}<dd>{}</dd><dt>{}</dt></dl>",
                self.words(3),
                self.words(20),
                self.words(2)
            ),
            16 => format!(
                "<div align=center lang=de>\n\n{}\n\n<p align=right>{}</p>\n<pre>\n{}\n  {}</pre>\n</div>",
                self.paragraph(),
                self.words(12),
                self.words(3),
                self.words(3)
            ),
            17 => format!(
                "<details><summary>{}</summary>\n\n{}\n\n</details>",
                self.words(3),
                self.paragraph()
            ),
            9 => {
                self.nested(
                    &format!("{indent}7. "),
                    &format!("{indent}   "),
                    indent,
                    depth,
                );
                return;
            }
            _ => self.paragraph(),
        };
        self.put(&text, indent, indent);
    }

    fn nested(&mut self, first: &str, rest: &str, around: &str, depth: u64) {
        let text = self.paragraph();
        self.put(&text, first, rest);
        for _ in 0..self.below(3) {
            self.block(rest, depth + 1);
        }
        self.out.push_str(around.trim_end());
        self.out.push('\n');
    }

    fn put(&mut self, text: &str, first: &str, rest: &str) {
        for (index, line) in text.lines().enumerate() {
            self.out.push_str(if index == 0 { first } else { rest });
            self.out.push_str(line);
            self.out.push('\n');
        }
        self.out.push_str(rest.trim_end());
        self.out.push('\n');
    }
}

fn manuscript(seed: u64) -> (String, usize) {
    let mut writer = Writer {
        dice: Dice((seed + 1).wrapping_mul(0x9E37_79B9_7F4A_7C15)),
        words: 0,
        notes: Vec::new(),
        out: String::new(),
    };
    for _ in 0..1 + seed % 3 {
        let title = writer.words(5);
        let role = ["", "", "", " {.part}", " {.preface}"][writer.below(5)];
        writer.put(&format!("# {title}{role}"), "", "");
        for _ in 0..2 + writer.below(14) {
            writer.block("", 0);
        }
    }
    // A note may have several blocks, but refers to no other.
    for name in std::mem::take(&mut writer.notes) {
        let text = writer.line(false);
        writer.put(&text, &format!("[^{name}]: "), "    ");
        if writer.below(3) == 0 {
            let more = writer.line(false);
            writer.put(&more, "    ", "    ");
        }
    }
    writer.out.push_str("[r]: https://example.org/r\n");
    (writer.out, writer.words)
}

#[test]
fn every_word_stands_once_and_in_order_in_both_editions() {
    let seeds = std::env::var("CUTLINE_SEEDS").ok();
    let seeds = seeds.and_then(|text| text.parse().ok()).unwrap_or(SEEDS);
    let mut complaints = Vec::new();
    for seed in 0..seeds {
        if let Err(fault) = check(seed) {
            complaints.push(format!("seed {seed}: {fault}"));
        }
    }
    let count = complaints.len();
    complaints.truncate(8);
    assert!(count == 0, "{count} of {seeds}:\n{}", complaints.join("\n"));
}

fn check(seed: u64) -> Result<(), String> {
    let (text, words) = manuscript(seed);
    let reading = support::read_text("random.md", &text);
    let (book, _) = reading.look_up();
    let layout = layout::paginate(&book, &layout::Spec::book(layout::PageSize::A5));
    let mut file = Cursor::new(Vec::new());
    epub::write(
        &book,
        Some(&layout.page_map),
        &epub::Options::default(),
        &mut file,
    )
    .map_err(|error| error.to_string())?;
    let epub = file.into_inner();
    let in_epub = parity::of_epub(&book, &epub).map_err(|fault| format!("EPUB: {fault:?}"))?;
    let mut file = Vec::new();
    pdf::write(layout.pages.clone(), &pdf::Options::default(), &mut file)
        .map_err(|error| error.to_string())?;
    parity::of_pdf(&book, &file).map_err(|fault| format!("PDF: {fault:?}"))?;
    let pages = parity::of_page_list(&book, &epub, &file)
        .map_err(|fault| format!("page list: {fault:?}"))?;
    if pages != layout.page_map.pages.len() {
        return Err(format!(
            "{pages} marks of {} pages",
            layout.page_map.pages.len()
        ));
    }
    let said = in_epub.running + in_epub.cutlines + in_epub.notes;
    // Some words of a manuscript stand together with signs, but none are lost on the way in.
    let read = numbered(&book);
    let lost: Vec<_> = (1..=words)
        .filter(|word| !read.contains(word))
        .take(5)
        .collect();
    if !lost.is_empty() || said == 0 {
        return Err(format!(
            "the reader lost the words {lost:?} of {words}\n{text}"
        ));
    }
    Ok(())
}

/// The numbers of all words in the model.
fn numbered(book: &cutline::book::Book) -> BTreeSet<usize> {
    let mut text = String::new();
    let document = book.document();
    for chapter in &document.chapters {
        text.push(' ');
        text.push_str(&plain_text(&chapter.title));
        blocks(&chapter.blocks, &mut text);
    }
    for note in &document.notes {
        blocks(&note.blocks, &mut text);
    }
    let runs = text.split(|c: char| !c.is_ascii_alphanumeric());
    let words = runs.filter_map(|run| run.strip_prefix('w')?.parse().ok());
    words.collect()
}

fn blocks(all: &[Block], text: &mut String) {
    for block in all {
        text.push(' ');
        match &block.kind {
            BlockKind::Heading { content, .. } | BlockKind::Paragraph(content) => {
                text.push_str(&plain_text(content));
            }
            BlockKind::Quote(inner) => blocks(inner, text),
            BlockKind::List(list) => list
                .items
                .iter()
                .for_each(|item| blocks(&item.blocks, text)),
            BlockKind::Code { text: code, .. } => text.push_str(code),
            BlockKind::Table(table) => {
                for cell in table.head.iter().chain(&table.rows).flatten() {
                    text.push(' ');
                    for part in cell.parts() {
                        match part {
                            CellPart::Figure(it) => {
                                under_photo(&it.figure.cutline, &it.figure.credit, text);
                            }
                            CellPart::Text(lines) => text.push_str(&plain_text(lines)),
                        }
                        text.push(' ');
                    }
                }
            }
            BlockKind::Figure(figure) => under_photo(&figure.cutline, &figure.credit, text),
            BlockKind::FigureRow(row) => {
                for one in &row.figures {
                    under_photo(&one.figure.cutline, &one.figure.credit, text);
                    // What stands in the brackets over a cutline of the row is a description.
                    text.push_str(one.figure.alt.as_deref().unwrap_or_default());
                    text.push(' ');
                }
                under_photo(&row.cutline, &row.credit, text);
            }
            BlockKind::DefinitionList(groups) => {
                for group in groups {
                    for term in &group.terms {
                        text.push(' ');
                        text.push_str(&plain_text(&term.content));
                    }
                    for definition in &group.definitions {
                        blocks(&definition.blocks, text);
                    }
                }
            }
            BlockKind::Aside(aside) => {
                text.push_str(&plain_text(&aside.title));
                blocks(&aside.blocks, text);
            }
            BlockKind::Verse(lines) => {
                for line in lines {
                    text.push(' ');
                    text.push_str(&plain_text(&line.content));
                }
            }
            BlockKind::ThematicBreak => {}
        }
    }
}

fn under_photo(cutline: &[Inline], credit: &[Inline], text: &mut String) {
    for content in [cutline, credit] {
        text.push_str(&plain_text(content));
        text.push(' ');
    }
}

#[test]
fn a_word_too_many_too_few_or_out_of_order_is_found() {
    let build = |text: &str| {
        let reading = support::read_text("a.md", text);
        let (book, _) = reading.look_up();
        let layout = layout::paginate(&book, &layout::Spec::book(layout::PageSize::A5));
        let mut epub = Cursor::new(Vec::new());
        epub::write(
            &book,
            Some(&layout.page_map),
            &epub::Options::default(),
            &mut epub,
        )
        .unwrap();
        let mut pdf = Vec::new();
        pdf::write(layout.pages.clone(), &pdf::Options::default(), &mut pdf).unwrap();
        (book, epub.into_inner(), pdf)
    };
    let text = "# One\n\nTwo three[^n] four.\n\n![Five](photo:five)\n\n[^n]: Six seven.\n";
    let (book, epub, pdf) = build(text);
    let whole = Count {
        running: 4,
        cutlines: 1,
        notes: 2,
    };
    assert_eq!(parity::of_epub(&book, &epub), Ok(whole));
    assert_eq!(parity::of_pdf(&book, &pdf), Ok(whole));
    for (from, to) in [
        ("three", "three three"),
        ("three", ""),
        ("Two three", "three Two"),
        ("Five", "Fife"),
        ("seven", ""),
        ("seven", "seven seven"),
    ] {
        let (_, epub, pdf) = build(&text.replace(from, to));
        assert!(
            matches!(parity::of_epub(&book, &epub), Err(Fault::Word { .. })),
            "{from}"
        );
        assert!(
            matches!(parity::of_pdf(&book, &pdf), Err(Fault::Word { .. })),
            "{from}"
        );
    }
    assert!(matches!(
        parity::of_epub(&book, b"none"),
        Err(Fault::Unreadable(_))
    ));
    assert!(matches!(
        parity::of_pdf(&book, b"none"),
        Err(Fault::Unreadable(_))
    ));
}

#[test]
fn a_page_that_is_marked_elsewhere_not_at_all_or_by_another_name_is_found() {
    let words = "The tide turned late and the ferry waited. ".repeat(400);
    let reading = support::read_text("a.md", format!("# One\n\n{words}\n"));
    let (book, _) = reading.look_up();
    let layout = layout::paginate(&book, &layout::Spec::book(layout::PageSize::A5));
    let mut pdf = Vec::new();
    pdf::write(layout.pages.clone(), &pdf::Options::default(), &mut pdf).unwrap();
    let prove = |change: &dyn Fn(&mut layout::frame::PageMap)| {
        let mut map = layout.page_map.clone();
        change(&mut map);
        let mut epub = Cursor::new(Vec::new());
        epub::write(&book, Some(&map), &epub::Options::default(), &mut epub).unwrap();
        parity::of_page_list(&book, epub.get_ref(), &pdf)
    };
    let pages = layout.page_map.pages.len();
    assert!(pages > 5);
    assert_eq!(prove(&|_| ()), Ok(pages));
    let changes: [&dyn Fn(&mut layout::frame::PageMap); 5] = [
        &|map| map.pages[2].at.offset += 1,
        &|map| map.pages[2].at.offset -= 2,
        &|map| drop(map.pages.remove(2)),
        &|map| map.pages[2].label = "iii".to_owned(),
        &|map| {
            let twice = map.pages[2].clone();
            map.pages.push(twice);
        },
    ];
    for change in changes {
        assert!(matches!(prove(change), Err(Fault::Page { .. })));
    }
}
