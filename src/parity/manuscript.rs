//! The words that a book has.

use super::flows::{Flow, Flows};
use crate::book::Book;
use crate::document::inline::plain_text;
use crate::document::{Block, BlockKind, CellFigure, CellPart, Chapter, Form, Inline};

/// Whether chapters are numbered in their heads.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Numbers {
    /// No.
    Left,
    /// Yes: those that count, unless their titles bear numbers of their own.
    OfChapters,
}

/// Where a block stands.
#[derive(Clone, Copy)]
struct Place<'a> {
    flow: &'a Flow,
    /// Whether photos float here, and do not stand where they are written.
    floats: bool,
}

impl Place<'_> {
    fn of(flow: &Flow) -> Place<'_> {
        Place { flow, floats: true }
    }

    fn inside(self) -> Self {
        Place {
            floats: false,
            ..self
        }
    }
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
        blocks(&chapter.blocks, Place::of(&Flow::Running), &mut flows);
    }
    for (note, number) in document.notes.iter().zip(1_usize..) {
        let flow = Flow::Note(number.to_string());
        blocks(&note.blocks, Place::of(&flow), &mut flows);
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

fn blocks(blocks: &[Block], place: Place<'_>, flows: &mut Flows) {
    for block in blocks {
        self::block(block, place, flows);
    }
}

fn block(block: &Block, place: Place<'_>, flows: &mut Flows) {
    let flow = place.flow;
    match &block.kind {
        BlockKind::Heading { content, .. } | BlockKind::Paragraph(content) => {
            inlines(content, flow, flows);
        }
        BlockKind::Quote(inner) => blocks(inner, place.inside(), flows),
        BlockKind::List(list) => {
            for item in &list.items {
                blocks(&item.blocks, place.inside(), flows);
            }
        }
        BlockKind::Code { text, .. } => {
            flows.push_code(flow, text);
            flows.push(flow, "\n");
        }
        BlockKind::Table(table) => {
            inlines(&table.caption, flow, flows);
            for cell in table.head.iter().chain(&table.rows).flatten() {
                for part in cell.parts() {
                    match part {
                        CellPart::Figure(CellFigure { figure, .. }) => {
                            under_photo(&figure.cutline, &figure.credit, place.inside(), flows);
                        }
                        CellPart::Text(text) => inlines(text, flow, flows),
                    }
                }
            }
        }
        BlockKind::Figure(figure) => {
            under_photo(&figure.cutline, &figure.credit, place, flows);
        }
        BlockKind::FigureRow(row) => {
            for one in &row.figures {
                under_photo(&one.figure.cutline, &one.figure.credit, place, flows);
            }
            under_photo(&row.cutline, &row.credit, place, flows);
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
                    .for_each(|one| blocks(&one.blocks, place.inside(), flows));
            }
        }
        BlockKind::Aside(aside) => {
            inlines(&aside.title, flow, flows);
            blocks(&aside.blocks, place, flows);
        }
        BlockKind::Verse(lines) => {
            lines
                .iter()
                .for_each(|line| inlines(&line.content, flow, flows));
        }
        BlockKind::ThematicBreak => {}
    }
}

fn under_photo(cutline: &[Inline], credit: &[Inline], place: Place<'_>, flows: &mut Flows) {
    let flow = match (place.flow, place.floats) {
        (Flow::Running, true) => &Flow::Cutlines,
        (Flow::Running, false) => &Flow::CutlinesInside,
        (flow, _) => flow,
    };
    inlines(cutline, flow, flows);
    inlines(credit, flow, flows);
}
