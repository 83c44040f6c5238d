//! Figures, tables, lists and headings of HTML: which tags open them, and what they become.

use std::ops::Range;

use super::builder::Builder;
use super::frame::{Frame, Kind, Wrap};
use super::html_table::{CellDraft, TableDraft};
use super::photo::image;
use super::photo::paragraph::{self, Meaning, Place};
use super::{html_flow, splice};
use crate::document::{Block, BlockKind, Inline, InlineKind};

/// Opens what a tag in a block of HTML stands for. Gives `false` for tags that open no block.
pub(super) fn open(
    builder: &mut Builder<'_>,
    name: &str,
    attributes: &str,
    range: &Range<usize>,
) -> bool {
    let (kind, tag) = match name {
        "figure" => {
            let caption = Vec::new();
            (Kind::Figure { caption }, "figure")
        }
        "figcaption" if builder.html_is_open("figure") => (Kind::Caption, "figcaption"),
        "table" => (Kind::HtmlTable(Box::default()), "table"),
        "caption" if builder.html_is_open("table") => (Kind::Caption, "caption"),
        "thead" | "tbody" | "tfoot" | "tr" => {
            close_cell(builder);
            let Some(table) = table(builder) else {
                return false;
            };
            match name {
                "tr" => table.begin_row(),
                part => table.set_head(part == "thead"),
            }
            return true;
        }
        "td" | "th" => {
            close_cell(builder);
            if table(builder).is_none() {
                return false;
            }
            (Kind::HtmlCell(CellDraft::read(name, attributes)), "td")
        }
        "colgroup" | "col" => return true,
        "blockquote" => (Kind::Quote, "blockquote"),
        "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => {
            let level = name.bytes().last().map_or(2, |digit| digit - b'0');
            (Kind::Heading { level, id: None }, "h")
        }
        // Print cannot fold: the summary announces what it would have hidden. A list of
        // definitions is set the same way, term and definition as paragraphs.
        "summary" | "dt" => {
            builder.part_lines(range);
            builder.open_html_span(Wrap::Strong, "summary", range.clone());
            return true;
        }
        "details" | "dl" | "dd" => {
            builder.part_lines(range);
            return true;
        }
        _ => return false,
    };
    // What is never closed would swallow the rest of the book.
    let may_go_unclosed = matches!(kind, Kind::HtmlCell(_));
    if !may_go_unclosed && !builder.closes(name, range.end) {
        return false;
    }
    if matches!(kind, Kind::Heading { .. }) {
        builder.close_html_block("h");
    }
    builder.open_html_block(kind, tag, range.clone());
    true
}

/// Closes what a tag stands for. Gives `false` for tags that close no block.
pub(super) fn close(builder: &mut Builder<'_>, name: &str, range: &Range<usize>) -> bool {
    match name {
        "td" | "th" => close_cell(builder),
        "tr" | "thead" | "tbody" | "tfoot" => {
            close_cell(builder);
            if let (Some(table), "thead") = (table(builder), name) {
                table.set_head(false);
            }
        }
        "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => builder.close_html_block("h"),
        "figure" | "figcaption" | "table" | "caption" | "blockquote" => {
            builder.close_html_block(name);
        }
        "summary" | "dt" | "details" | "dl" | "dd" => {
            builder.close_html_span("summary");
            builder.part_lines(range);
        }
        _ => return false,
    }
    true
}

/// Closes the cell that is open, if it is one of the innermost table.
fn close_cell(builder: &mut Builder<'_>) {
    if builder.html_is_open("td") && !builder.html_is_within("table", "td") {
        builder.close_html_block("td");
    }
}

/// The table in which the next row or cell stands.
fn table<'b>(builder: &'b mut Builder<'_>) -> Option<&'b mut TableDraft> {
    builder.end_paragraph();
    match builder.top_mut() {
        Some(Frame {
            kind: Kind::HtmlTable(table),
            ..
        }) => Some(table),
        _ => None,
    }
}

impl Builder<'_> {
    /// A caption goes to its figure or table.
    pub(super) fn add_caption(&mut self, mut content: Vec<Inline>) {
        splice::trim(&mut content);
        match self.top_mut().map(|frame| &mut frame.kind) {
            Some(Kind::Figure { caption }) => html_flow::append(caption, content),
            Some(Kind::HtmlTable(table)) => html_flow::append(&mut table.caption, content),
            _ => {}
        }
    }

    pub(super) fn add_html_cell(&mut self, cell: CellDraft, mut content: Vec<Inline>) {
        splice::trim(&mut content);
        if let Some(Kind::HtmlTable(table)) = self.top_mut().map(|frame| &mut frame.kind) {
            table.push_cell(cell, content);
        }
    }

    /// What stood outside the cells stands before the table.
    pub(super) fn add_html_table(
        &mut self,
        table: TableDraft,
        blocks: Vec<Block>,
        range: &Range<usize>,
    ) {
        blocks.into_iter().for_each(|block| self.keep_block(block));
        if let Some(table) = table.finish() {
            self.add_block(BlockKind::Table(table), None, range);
        }
    }

    /// The blocks of a figure of HTML: its last photo or table takes the caption. A caption alone
    /// is the cutline of a photo to come.
    pub(super) fn add_html_figure(
        &mut self,
        mut caption: Vec<Inline>,
        mut blocks: Vec<Block>,
        range: &Range<usize>,
    ) {
        splice::trim(&mut caption);
        let takes = |block: &&mut Block| match &block.kind {
            BlockKind::Figure(_) => true,
            BlockKind::Table(table) => table.caption.is_empty(),
            _ => false,
        };
        if !caption.is_empty()
            && let Some(block) = blocks.iter_mut().rev().find(takes)
        {
            let caption = std::mem::take(&mut caption);
            block.span.end = self.span(range).end.max(block.span.end);
            match &mut block.kind {
                BlockKind::Figure(figure) => image::attach(figure, caption),
                BlockKind::Table(table) => table.caption = caption,
                _ => {}
            }
        }
        let is_empty = blocks.is_empty();
        blocks.into_iter().for_each(|block| self.keep_block(block));
        if caption.is_empty() {
            return;
        }
        let place = if is_empty {
            Place::Alone
        } else {
            Place::Elsewhere
        };
        match paragraph::read(caption, place) {
            Meaning::Prose(caption) => {
                self.add_block(BlockKind::Paragraph(caption), None, range);
            }
            Meaning::Figures(figures) => {
                self.shared.has_photos = true;
                for (span, figure) in figures {
                    self.add_block(BlockKind::Figure(Box::new(figure)), None, &span.range());
                }
            }
        }
    }

    /// Whether the photo that was read last is all that stands before this place of the line.
    pub(super) fn follows_photo(&mut self) -> bool {
        let line = self.top_mut().map(|frame| &frame.inlines);
        let is_blank = |inline: &&Inline| match &inline.kind {
            InlineKind::Text(text) => text.trim().is_empty(),
            InlineKind::SoftBreak | InlineKind::HardBreak => true,
            _ => false,
        };
        let last = line.and_then(|line| line.iter().rev().find(|inline| !is_blank(inline)));
        last.is_some_and(|last| match &last.kind {
            InlineKind::Photo(_) => true,
            InlineKind::Link { content, .. } => {
                matches!(content.as_slice(), [only] if matches!(only.kind, InlineKind::Photo(_)))
            }
            _ => false,
        })
    }
}
