//! Footnotes: set when they are referred to, placed by the page.

use super::column::{Column, Paragraphs, Setting};
use super::compose::Composer;
use super::frame::{ElementId, Owner, Role};
use super::galley::{Entry, GalleyBox};
use super::length::Length;
use crate::document::Note;

impl Composer<'_, '_> {
    /// Takes a reference to a note. Gives whether it is the first: the note stands on its page.
    pub fn refer(&mut self, note: usize) -> bool {
        let first = self.referred_to.insert(note);
        if first {
            self.referred.push_back(note);
        }
        first
    }

    /// Sets the notes that were referred to and are not set yet. A note may refer to another.
    pub fn pending_notes(&mut self, parent: ElementId) {
        let book = self.book;
        while let Some(index) = self.referred.pop_front() {
            let Some(note) = book.document().notes.get(index) else {
                continue;
            };
            if self.notes[index].is_empty() {
                self.notes[index] = self.note(index, note, parent);
            }
        }
    }

    /// Sets a note as boxes of a line each, which stand at a page's foot.
    fn note(&mut self, index: usize, note: &Note, parent: ElementId) -> Vec<GalleyBox> {
        let element = self.structure.add(Role::Note, parent, Some(note.id));
        let label_element = self.structure.add(Role::Label, element, None);
        let style = self.spec.note;
        let number = (index + 1).to_string();
        let label = self.one_line(
            &number,
            style.superior(),
            Owner::Element(label_element),
            note.span,
        );
        let indent = style.size;
        let around = std::mem::take(&mut self.galley);
        let column = Column {
            left: Length::ZERO,
            measure: self.spec.measure(),
            style,
            parent: element,
            nested: true,
            paragraphs: Paragraphs::Indented,
            setting: Setting::Justified,
        };
        self.blocks(&note.blocks, column.inside(indent, Length::ZERO, element));
        self.hang(0, label, indent - style.size / 5, column);
        let set = std::mem::replace(&mut self.galley, around);
        let mut boxes: Vec<GalleyBox> = set
            .into_iter()
            .filter_map(|entry| match entry {
                Entry::Box(made) => Some(made),
                _ => None,
            })
            .collect();
        if let Some(first) = boxes.first_mut() {
            first.anchors.push(note.anchor.as_str().to_owned());
        }
        boxes
    }
}
