//! Walking over a finished tree in reading order, to change it. The reader makes no tree deeper than
//! its limit of nesting, so recursion is safe here.

use super::{
    Block, BlockKind, Chapter, Document, Figure, Inline, InlineKind, ListItem, NodeId, Note,
    RowFigure, TableCell,
};
use crate::source::Span;

/// What is done at each node, before what the node holds.
pub(crate) trait Visit {
    /// At a block.
    fn block(&mut self, _block: &mut Block) {}
    /// At a text, before its inlines.
    fn line(&mut self, _content: &mut Vec<Inline>) {}
    /// At an inline.
    fn inline(&mut self, _inline: &mut Inline) {}
    /// At a term, a definition or a line of verse, by its name.
    fn part(&mut self, _id: &mut NodeId) {}
    /// At an item of a list.
    fn item(&mut self, _item: &mut ListItem) {}
    /// At a photo of a row.
    fn row_figure(&mut self, _figure: &mut RowFigure) {}
    /// After the photos of a row, by the name of what stands under all of them, which is the row's.
    fn row_text(&mut self, _id: &mut NodeId) {}
    /// At a cell of a table.
    fn cell(&mut self, _cell: &mut TableCell) {}
}

/// A chapter's title and blocks.
pub(crate) fn chapter(chapter: &mut Chapter, visit: &mut impl Visit) {
    line(&mut chapter.title, visit);
    blocks(&mut chapter.blocks, visit);
}

/// Chapters, then notes.
pub(crate) fn all(chapters: &mut [Chapter], notes: &mut [Note], visit: &mut impl Visit) {
    for one in chapters {
        chapter(one, visit);
    }
    for note in notes {
        blocks(&mut note.blocks, visit);
    }
}

/// Blocks at every depth, without looking into their lines.
pub(crate) fn blocks_only(blocks: &mut [Block], visit: &mut impl FnMut(&mut Block)) {
    for block in blocks {
        visit(block);
        match &mut block.kind {
            BlockKind::Quote(inner) => blocks_only(inner, visit),
            BlockKind::List(list) => {
                for item in &mut list.items {
                    blocks_only(&mut item.blocks, visit);
                }
            }
            BlockKind::DefinitionList(groups) => {
                let definitions = groups.iter_mut().flat_map(|group| &mut group.definitions);
                definitions.for_each(|one| blocks_only(&mut one.blocks, visit));
            }
            BlockKind::Aside(aside) => blocks_only(&mut aside.blocks, visit),
            _ => {}
        }
    }
}

/// Blocks with all they hold.
pub(crate) fn blocks(blocks_: &mut [Block], visit: &mut impl Visit) {
    for block in blocks_ {
        visit.block(block);
        match &mut block.kind {
            BlockKind::Heading { content, .. } | BlockKind::Paragraph(content) => {
                line(content, visit);
            }
            BlockKind::Quote(inner) => blocks(inner, visit),
            BlockKind::List(list) => {
                for item in &mut list.items {
                    visit.item(item);
                    blocks(&mut item.blocks, visit);
                }
            }
            BlockKind::Table(table) => {
                line(&mut table.caption, visit);
                for cell in table.cells_mut() {
                    visit.cell(cell);
                    line(&mut cell.content, visit);
                }
            }
            BlockKind::Figure(figure) => {
                line(&mut figure.cutline, visit);
                line(&mut figure.credit, visit);
            }
            BlockKind::FigureRow(row) => {
                for one in &mut row.figures {
                    visit.row_figure(one);
                    line(&mut one.figure.cutline, visit);
                    line(&mut one.figure.credit, visit);
                }
                visit.row_text(&mut block.id);
                line(&mut row.cutline, visit);
                line(&mut row.credit, visit);
            }
            BlockKind::DefinitionList(groups) => {
                for group in groups {
                    for term in &mut group.terms {
                        visit.part(&mut term.id);
                        line(&mut term.content, visit);
                    }
                    for definition in &mut group.definitions {
                        visit.part(&mut definition.id);
                        blocks(&mut definition.blocks, visit);
                    }
                }
            }
            BlockKind::Aside(aside) => {
                line(&mut aside.title, visit);
                blocks(&mut aside.blocks, visit);
            }
            BlockKind::Verse(lines) => {
                for one in lines {
                    visit.part(&mut one.id);
                    line(&mut one.content, visit);
                }
            }
            BlockKind::Code { .. } | BlockKind::ThematicBreak => {}
        }
    }
}

/// A text with all it holds.
fn line(content: &mut Vec<Inline>, visit: &mut impl Visit) {
    visit.line(content);
    inlines(content, visit);
}

/// Inlines with all they hold.
pub(crate) fn inlines(inlines_: &mut [Inline], visit: &mut impl Visit) {
    for inline in inlines_ {
        visit.inline(inline);
        if let InlineKind::Photo(figure) = &mut inline.kind {
            inlines(&mut figure.cutline, visit);
            inlines(&mut figure.credit, visit);
        } else if let Some(content) = inline.kind.content_mut() {
            inlines(content, visit);
        }
    }
}

/// Every figure with where it stands, in reading order, the notes' last, as
/// [`Document::figures`] gives them.
pub(crate) fn figures(document: &mut Document, visit: impl FnMut(Span, &mut Figure)) {
    all(
        &mut document.chapters,
        &mut document.notes,
        &mut EachFigure(visit),
    );
}

/// Does the same at every figure that is met.
pub(crate) struct EachFigure<F: FnMut(Span, &mut Figure)>(pub F);

impl<F: FnMut(Span, &mut Figure)> Visit for EachFigure<F> {
    fn block(&mut self, block: &mut Block) {
        if let BlockKind::Figure(figure) = &mut block.kind {
            (self.0)(block.span, figure);
        }
    }

    fn row_figure(&mut self, one: &mut RowFigure) {
        (self.0)(one.span, &mut one.figure);
    }

    fn inline(&mut self, inline: &mut Inline) {
        if let InlineKind::Photo(figure) = &mut inline.kind {
            (self.0)(inline.span, figure);
        }
    }
}

/// Numbers every node from 1 in reading order, the notes after the chapters.
pub(crate) fn number(document: &mut Document) {
    let mut numbers = Numbers::default();
    for one in &mut document.chapters {
        one.id = numbers.next();
        chapter(one, &mut numbers);
    }
    for note in &mut document.notes {
        note.id = numbers.next();
        blocks(&mut note.blocks, &mut numbers);
    }
}

#[derive(Default)]
struct Numbers {
    last: u32,
}

impl Numbers {
    fn next(&mut self) -> NodeId {
        self.last += 1;
        NodeId(self.last)
    }
}

impl Visit for Numbers {
    fn block(&mut self, block: &mut Block) {
        if !matches!(block.kind, BlockKind::FigureRow(_)) {
            block.id = self.next();
        }
    }

    fn row_text(&mut self, id: &mut NodeId) {
        *id = self.next();
    }

    fn inline(&mut self, inline: &mut Inline) {
        inline.id = self.next();
    }

    fn part(&mut self, id: &mut NodeId) {
        *id = self.next();
    }

    fn item(&mut self, item: &mut ListItem) {
        item.id = self.next();
    }

    fn row_figure(&mut self, figure: &mut RowFigure) {
        figure.id = self.next();
    }

    fn cell(&mut self, cell: &mut TableCell) {
        cell.id = self.next();
    }
}
