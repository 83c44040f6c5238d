//! Node ids: ascending in reading order, given last, when nothing moves any more.

use super::walk::{self, Visit};
use crate::document::{Block, Document, Inline, ListItem, NodeId, TableCell};

/// Numbers every node of the document from 1.
pub(super) fn number(document: &mut Document) {
    let mut counter = Counter(0);
    for chapter in &mut document.chapters {
        chapter.id = counter.next();
        walk::chapter(chapter, &mut counter);
    }
    for note in &mut document.notes {
        note.id = counter.next();
        walk::blocks(&mut note.blocks, &mut counter);
    }
}

struct Counter(u32);

impl Counter {
    fn next(&mut self) -> NodeId {
        self.0 += 1;
        NodeId(self.0)
    }
}

impl Visit for Counter {
    fn block(&mut self, block: &mut Block) {
        block.id = self.next();
    }

    fn inline(&mut self, inline: &mut Inline) {
        inline.id = self.next();
    }

    fn item(&mut self, item: &mut ListItem) {
        item.id = self.next();
    }

    fn cell(&mut self, cell: &mut TableCell) {
        cell.id = self.next();
    }
}
