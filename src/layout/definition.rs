//! Definition lists: terms stand strong at the margin, what they mean is set in.

use super::column::{Column, Paragraphs};
use super::compose::Composer;
use super::frame::{Numbering, Role};
use super::galley::Entry;
use super::length::Length;
use super::text::TextBuilder;
use crate::document::{Block, DefinitionGroup};

impl Composer<'_, '_> {
    /// Sets a definition list: a list whose labels are the terms (ISO 32000-1, 14.8.4.3.3).
    pub fn definitions(&mut self, block: &Block, groups: &[DefinitionGroup], column: Column) {
        let numbering = Role::List(Numbering::None);
        let list = self.structure.add(numbering, column.parent, Some(block.id));
        let leading = column.style.leading;
        self.part(column);
        for (index, group) in groups.iter().enumerate() {
            if index > 0 {
                self.galley.push(Entry::Space(leading / 4));
            }
            let item = self.structure.add(Role::ListItem, list, None);
            for term in &group.terms {
                let label = self.structure.add(Role::Label, item, None);
                // Numbers and bullets stand in their label directly; words of the manuscript in a
                // span of it.
                let element = self.structure.add(Role::Span, label, Some(term.id));
                let text = TextBuilder::new(self, term.id)
                    .add(&term.content, column.style.bold(), element)
                    .finish();
                let manner = self.ragged(column.measure);
                let lines = self.set_lines(&text, manner);
                self.push_lines(lines, leading, column.left, false, None);
                self.galley.push(Entry::Keep);
            }
            let body = self.structure.add(Role::ListBody, item, None);
            let inside = Column {
                paragraphs: Paragraphs::Parted,
                ..column.inside(column.style.size.scaled(3, 2), Length::ZERO, body)
            };
            for (index, definition) in group.definitions.iter().enumerate() {
                if index > 0 {
                    self.galley.push(Entry::Space(leading / 4));
                }
                self.blocks(&definition.blocks, inside);
            }
        }
        self.part(column);
    }
}
