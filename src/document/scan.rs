//! Goes through a finished text, for what links start from and point to.

use super::{
    Anchor, Block, BlockKind, CellFigure, CellPart, IndexMark, Inline, InlineKind, SpanRole,
};

/// What links start from or point to.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Found<'a> {
    /// A place that links can point to.
    Anchor(&'a Anchor),
    /// A place that the index names.
    Mark(&'a IndexMark),
    /// A reference to the note of this index.
    Reference(usize),
}

/// Gives `see` everything in `blocks`, in reading order.
pub(crate) fn blocks<'a>(blocks: &'a [Block], see: &mut dyn FnMut(Found<'a>)) {
    for block in blocks {
        if let Some(anchor) = &block.anchor {
            see(Found::Anchor(anchor));
        }
        match &block.kind {
            BlockKind::Heading { content, .. } | BlockKind::Paragraph(content) => {
                inlines(content, see);
            }
            BlockKind::Quote(inner) => self::blocks(inner, see),
            BlockKind::List(list) => {
                for item in &list.items {
                    self::blocks(&item.blocks, see);
                }
            }
            BlockKind::Table(table) => {
                inlines(&table.caption, see);
                for cell in table.head.iter().chain(&table.rows).flatten() {
                    cell.anchor
                        .iter()
                        .for_each(|anchor| see(Found::Anchor(anchor)));
                    for part in cell.parts() {
                        match part {
                            CellPart::Figure(CellFigure { figure, .. }) => {
                                inlines(&figure.cutline, see);
                                inlines(&figure.credit, see);
                            }
                            CellPart::Text(text) => inlines(text, see),
                        }
                    }
                }
            }
            BlockKind::Figure(figure) => {
                inlines(&figure.cutline, see);
                inlines(&figure.credit, see);
            }
            BlockKind::FigureRow(row) => {
                for one in &row.figures {
                    one.anchor
                        .iter()
                        .for_each(|anchor| see(Found::Anchor(anchor)));
                    inlines(&one.figure.cutline, see);
                    inlines(&one.figure.credit, see);
                }
                inlines(&row.cutline, see);
                inlines(&row.credit, see);
            }
            BlockKind::DefinitionList(groups) => {
                for group in groups {
                    group
                        .terms
                        .iter()
                        .for_each(|term| inlines(&term.content, see));
                    group
                        .definitions
                        .iter()
                        .for_each(|one| self::blocks(&one.blocks, see));
                }
            }
            BlockKind::Aside(aside) => {
                inlines(&aside.title, see);
                self::blocks(&aside.blocks, see);
            }
            BlockKind::Verse(lines) => {
                lines.iter().for_each(|line| inlines(&line.content, see));
            }
            BlockKind::Code { .. } | BlockKind::ThematicBreak => {}
        }
    }
}

/// Gives `see` everything in `content`, in reading order.
pub(crate) fn inlines<'a>(content: &'a [Inline], see: &mut dyn FnMut(Found<'a>)) {
    for inline in content {
        match &inline.kind {
            InlineKind::NoteReference(note) => see(Found::Reference(*note)),
            InlineKind::Span { role, .. } => {
                if let SpanRole::Indexed(mark) = &**role {
                    see(Found::Mark(mark));
                }
            }
            _ => {}
        }
        inlines(inline.kind.content().unwrap_or_default(), see);
    }
}
