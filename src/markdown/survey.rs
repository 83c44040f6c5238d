//! One look at a chapter when its file was read, and is still at hand for the processor: what it
//! holds, so that later walks over the whole book can be left out where there is nothing to do.

use super::notes::NoteBook;
use super::walk::{self, Visit};
use crate::document::{Block, BlockKind, Inline, InlineKind, SpanRole, TableCell};

/// What was seen.
#[derive(Default)]
pub(super) struct Survey {
    /// The notes that are referred to, by their keys, in order.
    pub references: Vec<usize>,
    pub found: Found,
}

/// What there is at all.
#[derive(Clone, Copy, Default)]
pub(super) struct Found {
    /// Photos in lines of text.
    pub photos_in_lines: bool,
    pub asides: bool,
    /// Ids that authors chose.
    pub ids: bool,
    /// Places that the index names.
    pub index: bool,
}

impl Found {
    pub fn add(&mut self, other: Found) {
        self.photos_in_lines |= other.photos_in_lines;
        self.asides |= other.asides;
        self.ids |= other.ids;
        self.index |= other.index;
    }
}

impl Survey {
    /// A chapter with its title. References to notes that `notes` does not have become text.
    pub fn of_chapter(title: &mut [Inline], blocks: &mut [Block], notes: &NoteBook) -> Survey {
        let mut look = Look::at(notes);
        walk::inlines(title, &mut look);
        walk::blocks(blocks, &mut look);
        look.survey
    }

    /// The blocks of a note.
    pub fn of_blocks(blocks: &mut [Block], notes: &NoteBook) -> Survey {
        Survey::of_chapter(&mut [], blocks, notes)
    }
}

struct Look<'a> {
    notes: &'a NoteBook,
    survey: Survey,
}

impl Look<'_> {
    fn at(notes: &NoteBook) -> Look<'_> {
        Look {
            notes,
            survey: Survey::default(),
        }
    }
}

impl Visit for Look<'_> {
    fn block(&mut self, block: &mut Block) {
        let found = &mut self.survey.found;
        found.ids |= block.anchor.is_some();
        found.asides |= matches!(block.kind, BlockKind::Aside(_));
    }

    fn cell(&mut self, cell: &mut TableCell) {
        self.survey.found.ids |= cell.anchor.is_some();
    }

    fn inline(&mut self, inline: &mut Inline) {
        match &inline.kind {
            InlineKind::NoteReference(_) => {
                let key = self.notes.see(inline);
                self.survey.references.extend(key);
            }
            InlineKind::Span { role, .. } => {
                self.survey.found.index |= matches!(**role, SpanRole::Indexed(_));
            }
            InlineKind::Photo(_) => self.survey.found.photos_in_lines = true,
            _ => {}
        }
    }
}
