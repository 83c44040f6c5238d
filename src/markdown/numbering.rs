//! The last walk: every node gets its id, every link and reference its target. Nothing moves after
//! it.

use super::links::Resolver;
use super::notes::Places;
use super::walk::{self, Visit};
use crate::document::{
    Block, BlockKind, Chapter, Inline, InlineKind, ListItem, NodeId, Note, RowFigure, TableCell,
};

/// Numbers every node from 1 in reading order, the notes after the chapters, and resolves links and
/// references to notes.
pub(super) fn finish(
    chapters: &mut [Chapter],
    notes: &mut [Note],
    links: Resolver<'_>,
    places: &Places,
) {
    let mut finish = Finish {
        last: 0,
        links,
        places,
    };
    for chapter in chapters {
        chapter.id = finish.next();
        walk::chapter(chapter, &mut finish);
    }
    for note in notes {
        note.id = finish.next();
        walk::blocks(&mut note.blocks, &mut finish);
    }
}

struct Finish<'a> {
    last: u32,
    links: Resolver<'a>,
    places: &'a Places,
}

impl Finish<'_> {
    fn next(&mut self) -> NodeId {
        self.last += 1;
        NodeId(self.last)
    }
}

impl Visit for Finish<'_> {
    fn block(&mut self, block: &mut Block) {
        match &mut block.kind {
            // It speaks only after its photos.
            BlockKind::FigureRow(_) => return,
            BlockKind::Figure(figure) => self.links.resolve_figure(figure, block.span),
            _ => {}
        }
        block.id = self.next();
    }

    fn row_text(&mut self, id: &mut NodeId) {
        *id = self.next();
    }

    fn inline(&mut self, inline: &mut Inline) {
        inline.id = self.next();
        match &mut inline.kind {
            InlineKind::Link { .. } => self.links.resolve_in(inline),
            InlineKind::NoteReference(_) => self.places.point(inline),
            InlineKind::Photo(figure) => self.links.resolve_figure(figure, inline.span),
            _ => {}
        }
    }

    fn part(&mut self, id: &mut NodeId) {
        *id = self.next();
    }

    fn item(&mut self, item: &mut ListItem) {
        item.id = self.next();
    }

    fn row_figure(&mut self, figure: &mut RowFigure) {
        figure.id = self.next();
        self.links.resolve_figure(&mut figure.figure, figure.span);
    }

    fn cell(&mut self, cell: &mut TableCell) {
        cell.id = self.next();
    }
}
