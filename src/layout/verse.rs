//! Verse: ragged lines; one that is turned over goes on with an indent.

use super::column::{Column, Setting};
use super::compose::{Composer, anchor};
use super::frame::Role;
use super::galley::Entry;
use super::length::Length;
use super::paragraph::Manner;
use super::text::TextBuilder;
use crate::document::{Block, VerseLine};

impl Composer<'_, '_> {
    /// Sets verse.
    pub fn verse(&mut self, block: &Block, lines: &[VerseLine], column: Column) {
        let element = self
            .structure
            .add(Role::Division, column.parent, Some(block.id));
        let style = column.style;
        // A space of the source is half an em, so that its indents show.
        let space = style.size / 2;
        let turn = style.size * 2;
        let aligned = matches!(column.setting, Setting::Centred | Setting::End);
        let inside = column.inside(self.spec.em(), Length::ZERO, element);
        let mut name = anchor(block);
        self.part(column);
        for (index, line) in lines.iter().enumerate() {
            if line.content.is_empty() {
                self.galley.push(Entry::Space(style.leading));
                continue;
            }
            let paragraph = self.structure.add(Role::Paragraph, element, Some(line.id));
            let text = TextBuilder::new(self, line.id)
                .add(&line.content, style, paragraph)
                .finish();
            let indent = space * (line.indent as i64);
            let (left, measure, indent) = if aligned {
                (inside.left, inside.measure, Length::ZERO)
            } else {
                let measure = inside.measure - turn - indent;
                // Where there is no room to turn a line over, it is set as prose is.
                if measure < style.size * 6 {
                    (inside.left, inside.measure, Length::ZERO)
                } else {
                    (inside.left + turn + indent, measure, Length::ZERO - turn)
                }
            };
            let manner = Manner {
                indent,
                ..self.ragged(measure)
            };
            let mut set = self.set_lines(&text, manner);
            if aligned {
                self.align(&mut set, measure, column.setting);
            }
            // A stanza's first two lines stay together, and its last two.
            let starts = |at: usize| lines.get(at).is_none_or(|line| line.content.is_empty());
            let is_second = index > 0 && !starts(index - 1) && (index < 2 || starts(index - 2));
            let is_last = index > 0 && !starts(index - 1) && starts(index + 1);
            if is_second || is_last {
                self.galley.push(Entry::Keep);
            }
            self.push_lines(set, style.leading, left, !column.nested, name.take());
        }
        self.part(column);
    }
}
