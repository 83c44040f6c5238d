//! Lists: labels that hang in the indent.

use super::column::{Column, Paragraphs};
use super::compose::Composer;
use super::frame::{ElementId, Numbering, Owner, Role};
use super::galley::{Entry, GalleyBox};
use super::length::Length;
use super::line::LineBox;
use super::numeral::{alphabetic, roman};
use crate::document::{Block, List, ListItem, NumberStyle};
use crate::source::Span;

impl Composer<'_, '_> {
    /// Sets a list.
    pub fn list(&mut self, block: &Block, list: &List, column: Column) {
        let numbering = match (list.start, list.numbers) {
            (None, _) => Numbering::Disc,
            (_, NumberStyle::Decimal) => Numbering::Decimal,
            (_, NumberStyle::LowerAlpha) => Numbering::LowerAlpha,
            (_, NumberStyle::UpperAlpha) => Numbering::UpperAlpha,
            (_, NumberStyle::LowerRoman) => Numbering::LowerRoman,
            (_, NumberStyle::UpperRoman) => Numbering::UpperRoman,
        };
        let element = self
            .structure
            .add(Role::List(numbering), column.parent, Some(block.id));
        self.part(column);
        // Room for the widest number, and a bullet's worth in any case.
        let last = list
            .start
            .unwrap_or(0)
            .saturating_add(list.items.len() as u64);
        let widths = || (0..list.items.len()).filter_map(|index| label(list, index));
        let digits = match (list.start, list.numbers) {
            (None, _) => 1,
            (_, NumberStyle::Decimal) => last.to_string().len(),
            _ => widths().map(|label| label.len() - 1).max().unwrap_or(1),
        };
        // A task that is numbered has its box after the number.
        let has_boxes = list.items.iter().any(|item| item.checked.is_some());
        let digits = digits as i64
            + if list.start.is_some() && has_boxes {
                3
            } else {
                0
            };
        let indent = column.style.size.scaled(3, 4) + column.style.size.scaled(digits, 2);
        for (index, item) in list.items.iter().enumerate() {
            let mark = item.checked.map(|done| if done { "☑" } else { "☐" });
            let label = match (label(list, index), mark) {
                (Some(number), Some(mark)) => format!("{number} {mark}"),
                (Some(number), None) => number,
                (None, mark) => mark.unwrap_or("•").to_owned(),
            };
            if index > 0 && !list.tight && !column.nested {
                self.galley.push(Entry::Space(column.style.leading / 4));
            }
            self.list_item(item, &label, indent, block.span, element, column);
        }
        self.part(column);
    }

    fn list_item(
        &mut self,
        item: &ListItem,
        label: &str,
        indent: Length,
        span: Span,
        list: ElementId,
        column: Column,
    ) {
        let element = self.structure.add(Role::ListItem, list, Some(item.id));
        let label_element = self.structure.add(Role::Label, element, None);
        let body = self.structure.add(Role::ListBody, element, None);
        let label = self.one_line(label, column.style, Owner::Element(label_element), span);
        let inside = Column {
            paragraphs: Paragraphs::Parted,
            ..column.inside(indent, Length::ZERO, body)
        };
        let begin = self.galley.len();
        self.blocks(&item.blocks, inside);
        let right = column.left + indent - column.style.size.scaled(1, 2);
        self.hang(begin, label, right, column);
    }

    /// Sets `label` on the first line after `begin`, ending at `right`.
    pub fn hang(&mut self, begin: usize, label: LineBox, right: Length, column: Column) {
        let leading = column.style.leading;
        let left = right - label.width;
        let first = self.galley[begin..]
            .iter_mut()
            .find_map(|entry| match entry {
                Entry::Box(made) => Some(made),
                _ => None,
            });
        let labelled = GalleyBox::line(label, leading, left);
        match first {
            Some(made) => {
                made.items.splice(0..0, labelled.items);
            }
            None => self.galley.push(Entry::Box(labelled)),
        }
    }
}

/// The number of an item with its full stop, if its list is ordered.
fn label(list: &List, index: usize) -> Option<String> {
    let number = list.number(index)?;
    Some(match list.numbers {
        NumberStyle::Decimal => format!("{number}."),
        NumberStyle::LowerAlpha => format!("{}.", alphabetic(number)),
        NumberStyle::UpperAlpha => format!("{}.", alphabetic(number).to_uppercase()),
        NumberStyle::LowerRoman => format!("{}.", roman(number)),
        NumberStyle::UpperRoman => format!("{}.", roman(number).to_uppercase()),
    })
}
