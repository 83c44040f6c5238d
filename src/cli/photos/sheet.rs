//! The contact sheet: every photo of a book with its slug, cutline and credit, several a page. It is
//! a document like any other, set and written as an edition is.

use std::collections::{BTreeMap, HashSet};
use std::path::Path;

use crate::book::{Book, Picture, SlotReason};
use crate::cli::output::{Draft, publish};
use crate::document::inline::plain_text;
use crate::document::words::Words;
use crate::document::{
    Alignment, Anchor, Aspect, Block, BlockAttributes, BlockKind, CellSpan, Chapter, ChapterRole,
    Document, Figure, Inline, InlineKind, Metadata, NodeId, PlacedFigure, Rights, Table, TableCell,
    walk,
};
use crate::layout::{self, Spec};
use crate::pdf;
use crate::photo::Photo;
use crate::source::Span;

/// Photos side by side.
const IN_A_ROW: usize = 3;

/// Writes the contact sheet of a book. Gives `false` where it has no photo to show.
///
/// # Errors
///
/// In words, when it cannot be written or a photo can no longer be read.
pub fn write(
    book: &Book,
    spec: &Spec,
    options: &pdf::Options,
    path: &Path,
) -> Result<bool, String> {
    let Some(sheet) = sheet(book) else {
        return Ok(false);
    };
    let pages = layout::paginate(&sheet, spec).pages;
    let cannot_write = |error| format!("cannot write {}: {error}", path.display());
    let mut draft = Draft::begin(path).map_err(cannot_write)?;
    pdf::write(pages, options, draft.writer())
        .map_err(|error| format!("{}: {error}", path.display()))?;
    publish(vec![draft]).map_err(cannot_write)?;
    Ok(true)
}

/// The sheet as a book: each photo once, whole, and a slot for each that is still to come.
fn sheet(book: &Book) -> Option<Book> {
    let document = book.document();
    let mut seen = HashSet::new();
    let mut figures = document.figures();
    figures.retain(|placed| seen.insert(&placed.figure.slug));
    let first = figures.first()?.span;
    let pictures: BTreeMap<&str, Picture> = figures
        .iter()
        .filter_map(|placed| Some((placed.figure.slug.as_str(), whole(book, placed.id)?)))
        .collect();
    let words = Words::of(&document.metadata.language);
    let mut sheet = Document {
        metadata: Metadata {
            title: document.metadata.title.clone(),
            language: document.metadata.language.clone(),
            kicker: Some(words.contact_sheet.to_owned()),
            ..Metadata::default()
        },
        chapters: vec![Chapter {
            id: NodeId(0),
            span: first,
            anchor: Anchor::unnamed(),
            role: ChapterRole::Chapter,
            is_unnumbered: false,
            depth: 0,
            title: vec![text(&document.metadata.title, first)],
            blocks: vec![table(&figures, first)],
        }],
        notes: Vec::new(),
    };
    walk::number(&mut sheet);
    Some(Book::resolve(sheet, |placed| {
        let picture = pictures.get(placed.figure.slug.as_str());
        picture.cloned().unwrap_or(Picture::ReservedSlot {
            aspect: Aspect::USUAL,
            reason: SlotReason::ToCome,
        })
    }))
}

/// What was found, without a crop: who chooses photos wants to see all of them.
fn whole(book: &Book, node: NodeId) -> Option<Picture> {
    Some(match book.looked_up(node)? {
        Picture::Photo(photo) => Picture::Photo(Photo {
            crop: None,
            ..photo.clone()
        }),
        slot => slot.clone(),
    })
}

/// A table of them, so that all are of one width.
fn table(figures: &[PlacedFigure<'_>], first: Span) -> Block {
    let rows = figures.chunks(IN_A_ROW).map(|row| {
        let mut cells: Vec<TableCell> = row.iter().map(cell).collect();
        cells.resize_with(IN_A_ROW, || holding(Vec::new()));
        cells
    });
    Block {
        id: NodeId(0),
        span: first,
        anchor: None,
        attributes: BlockAttributes::default(),
        kind: BlockKind::Table(Table {
            caption: Vec::new(),
            alignments: vec![Alignment::Start; IN_A_ROW],
            head: Vec::new(),
            rows: rows.collect(),
        }),
    }
}

fn cell(placed: &PlacedFigure<'_>) -> TableCell {
    let photo = InlineKind::Photo(Box::new(shown(placed)));
    holding(vec![inline(photo, placed.span)])
}

fn holding(content: Vec<Inline>) -> TableCell {
    TableCell {
        id: NodeId(0),
        anchor: None,
        content,
        span: CellSpan::ONE,
        heads_row: false,
    }
}

/// A figure with its slug before its cutline, of which only the words are kept: links and notes lead
/// nowhere here.
fn shown(placed: &PlacedFigure<'_>) -> Figure {
    let span = placed.span;
    let figure = placed.figure;
    let slug = vec![text(figure.slug.as_str(), span)];
    let mut cutline = vec![inline(InlineKind::Strong(slug), span)];
    let words = plain_text(&figure.cutline);
    if !words.trim().is_empty() {
        cutline.push(text(&format!(" {}", words.trim()), span));
    }
    let credit = plain_text(placed.credit());
    let credit = (!credit.trim().is_empty()).then(|| text(credit.trim(), span));
    Figure {
        cutline,
        credit: credit.into_iter().collect(),
        aspect: None,
        width: None,
        placement: None,
        link: None,
        rights: Rights::default(),
        ..figure.clone()
    }
}

fn text(text: &str, span: Span) -> Inline {
    inline(InlineKind::Text(text.to_owned()), span)
}

fn inline(kind: InlineKind, span: Span) -> Inline {
    Inline {
        id: NodeId(0),
        span,
        kind,
    }
}
