//! The words that a book has.

use super::flows::{Flow, Flows};
use crate::book::Book;
use crate::document::inline::plain_text;
use crate::document::{Block, BlockKind, Chapter, Figure, Form, Inline};

/// Whether chapters are numbered in their heads.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Numbers {
    /// No.
    Left,
    /// Yes: those that count, unless their titles bear numbers of their own.
    OfChapters,
}

/// The book's text by flow.
pub fn flows(book: &Book, numbers: Numbers) -> Flows {
    let document = book.document();
    let mut flows = Flows::default();
    // A title that bears its number has none above it.
    let are_shown = numbers == Numbers::OfChapters && !document.metadata.makeup.number_headings;
    for (chapter, number) in document.chapters.iter().zip(document.chapter_numbers()) {
        if document.form() == Form::Article {
            article_head(book, chapter, &mut flows);
        } else {
            if let Some(number) = number.filter(|_| are_shown) {
                let start = flows.letters();
                push(&mut flows, &Flow::Running, &number);
                flows.only_printed.push(start..flows.letters());
            }
            inlines(&chapter.title, &Flow::Running, &mut flows);
        }
        blocks(&chapter.blocks, &Flow::Running, &mut flows);
    }
    for (note, number) in document.notes.iter().zip(1_usize..) {
        blocks(&note.blocks, &Flow::Note(number.to_string()), &mut flows);
    }
    flows
}

/// An article shows what its metadata says around its headline, in both editions alike.
fn article_head(book: &Book, chapter: &Chapter, flows: &mut Flows) {
    let metadata = &book.document().metadata;
    let mut line = |text: &Option<String>| {
        if let Some(text) = text {
            push(flows, &Flow::Running, text);
        }
    };
    line(&metadata.kicker);
    line(&Some(plain_text(&chapter.title)));
    line(&metadata.subtitle);
    line(&metadata.description);
    line(&Some(metadata.authors.join(", ")));
    line(&metadata.date);
}

fn push(flows: &mut Flows, flow: &Flow, text: &str) {
    flows.push(flow, text);
    flows.push(flow, "\n");
}

fn inlines(content: &[Inline], flow: &Flow, flows: &mut Flows) {
    push(flows, flow, &plain_text(content));
}

fn blocks(blocks: &[Block], flow: &Flow, flows: &mut Flows) {
    for block in blocks {
        self::block(block, flow, flows);
    }
}

fn block(block: &Block, flow: &Flow, flows: &mut Flows) {
    match &block.kind {
        BlockKind::Heading { content, .. } | BlockKind::Paragraph(content) => {
            inlines(content, flow, flows);
        }
        BlockKind::Quote(inner) => blocks(inner, flow, flows),
        BlockKind::List(list) => {
            for item in &list.items {
                blocks(&item.blocks, flow, flows);
            }
        }
        BlockKind::Code { text, .. } => {
            flows.push_code(flow, text);
            flows.push(flow, "\n");
        }
        BlockKind::Table(table) => {
            inlines(&table.caption, flow, flows);
            for cell in table.head.iter().chain(&table.rows).flatten() {
                let text = match cell.figure() {
                    Some(shown) => {
                        let Figure {
                            cutline, credit, ..
                        } = shown.figure;
                        under_photo(cutline, credit, flow, flows);
                        shown.below
                    }
                    None => &cell.content,
                };
                inlines(text, flow, flows);
            }
        }
        BlockKind::Figure(figure) => {
            under_photo(&figure.cutline, &figure.credit, flow, flows);
        }
        BlockKind::FigureRow(row) => {
            for one in &row.figures {
                under_photo(&one.figure.cutline, &one.figure.credit, flow, flows);
            }
            under_photo(&row.cutline, &row.credit, flow, flows);
        }
        BlockKind::DefinitionList(groups) => {
            for group in groups {
                group
                    .terms
                    .iter()
                    .for_each(|term| inlines(&term.content, flow, flows));
                group
                    .definitions
                    .iter()
                    .for_each(|one| blocks(&one.blocks, flow, flows));
            }
        }
        BlockKind::Aside(aside) => {
            inlines(&aside.title, flow, flows);
            blocks(&aside.blocks, flow, flows);
        }
        BlockKind::Verse(lines) => {
            lines
                .iter()
                .for_each(|line| inlines(&line.content, flow, flows));
        }
        BlockKind::ThematicBreak => {}
    }
}

/// A note does not float: what stands under its photos is part of it.
fn under_photo(cutline: &[Inline], credit: &[Inline], flow: &Flow, flows: &mut Flows) {
    let flow = match flow {
        Flow::Note(_) => flow,
        _ => &Flow::Cutlines,
    };
    inlines(cutline, flow, flows);
    inlines(credit, flow, flows);
}
