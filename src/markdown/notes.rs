//! Footnotes: gathered where they stand, put in the order of their first reference.

use std::collections::HashMap;

use super::survey::{Found, Survey};
use crate::diagnostic::{Code, Diagnostic};
use crate::document::{Anchor, Block, Inline, InlineKind, NodeId, Note};
use crate::source::{FileId, Span};

/// The footnotes of a file while it is read, or those of all files. Labels and keys count within
/// their file.
#[derive(Default)]
pub(super) struct NoteBook {
    keys: HashMap<String, usize>,
    notes: Vec<GatheredNote>,
    /// Where the notes of each file begin, once they stand with others.
    beginnings: HashMap<FileId, usize>,
}

struct GatheredNote {
    label: String,
    definition: Option<(Span, Vec<Block>)>,
}

impl NoteBook {
    /// The key that stands for a label until the notes are in order.
    pub fn key(&mut self, label: &str) -> usize {
        // As CommonMark compares the labels of links: without regard to case.
        let folded = label.to_lowercase();
        let next = self.notes.len();
        let key = *self.keys.entry(folded).or_insert(next);
        if key == next {
            self.notes.push(GatheredNote {
                label: label.to_owned(),
                definition: None,
            });
        }
        key
    }

    /// Takes a definition in; the first of a label stands.
    pub fn define(
        &mut self,
        label: &str,
        span: Span,
        blocks: Vec<Block>,
        diagnostics: &mut Vec<Diagnostic>,
    ) {
        let key = self.key(label);
        let Some(note) = self.notes.get_mut(key) else {
            return;
        };
        if note.definition.is_some() {
            let message = format!("the footnote “{label}” is written twice; the first stands");
            diagnostics.push(Diagnostic::new(Code::DuplicateId, span, message));
            return;
        }
        note.definition = Some((span, blocks));
    }

    /// Takes in the notes of a file that was read. Gives what is to be added to its keys.
    pub fn join(&mut self, file: FileId, of_file: NoteBook) -> usize {
        let beginning = self.notes.len();
        self.beginnings.insert(file, beginning);
        self.notes.extend(of_file.notes);
        beginning
    }

    /// Puts the notes in the order of their first reference. References hold the keys of their
    /// files until they are pointed to the places that this gives.
    pub fn in_order(
        mut self,
        references: impl Iterator<Item = usize>,
        found: &mut Found,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> (Vec<Note>, Places) {
        let mut order = Order {
            indices: vec![None; self.notes.len()],
            keys: Vec::new(),
        };
        references.for_each(|key| order.refer(key));
        let mut notes: Vec<Note> = Vec::new();
        // A note may refer to further notes: they join the end of the row.
        while let Some(key) = order.keys.get(notes.len()).copied() {
            let gathered = self.notes.get_mut(key);
            let Some((span, blocks)) = gathered.and_then(|note| note.definition.as_mut()) else {
                break;
            };
            let (span, mut blocks) = (*span, std::mem::take(blocks));
            let survey = Survey::of_blocks(&mut blocks, &self);
            survey.references.iter().for_each(|key| order.refer(*key));
            found.add(survey.found);
            notes.push(Note {
                id: NodeId(0),
                span,
                anchor: Anchor::unnamed(),
                blocks,
            });
        }
        for (GatheredNote { label, definition }, index) in self.notes.iter().zip(&order.indices) {
            if let (Some((span, _)), None) = (definition, index) {
                let message = format!("nothing refers to the footnote “{label}”; it is left out");
                diagnostics.push(
                    Diagnostic::new(Code::UnresolvedNote, *span, message)
                        .hint(format!("write [^{label}] where it belongs")),
                );
            }
        }
        let places = Places {
            indices: order.indices,
            beginnings: self.beginnings,
        };
        (notes, places)
    }

    /// The key of a reference among all notes. One whose definition was inside something that is
    /// left out becomes text.
    pub fn see(&self, reference: &mut Inline) -> Option<usize> {
        let InlineKind::NoteReference(key) = reference.kind else {
            return None;
        };
        let key = key + beginning(&self.beginnings, reference);
        let note = self.notes.get(key)?;
        if note.definition.is_some() {
            return Some(key);
        }
        reference.kind = InlineKind::Text(format!("[^{}]", note.label));
        None
    }
}

fn beginning(beginnings: &HashMap<FileId, usize>, reference: &Inline) -> usize {
    let beginning = beginnings.get(&reference.span.file);
    beginning.copied().unwrap_or_default()
}

struct Order {
    /// For each note of all files the index it gets, once a reference was met.
    indices: Vec<Option<usize>>,
    /// The notes in order, by their keys.
    keys: Vec<usize>,
}

impl Order {
    fn refer(&mut self, key: usize) {
        if let Some(index) = self.indices.get_mut(key)
            && index.is_none()
        {
            *index = Some(self.keys.len());
            self.keys.push(key);
        }
    }
}

/// Where the notes went.
pub(super) struct Places {
    indices: Vec<Option<usize>>,
    beginnings: HashMap<FileId, usize>,
}

impl Places {
    /// Points a reference to its note.
    pub fn point(&self, reference: &mut Inline) {
        let beginning = beginning(&self.beginnings, reference);
        if let InlineKind::NoteReference(key) = &mut reference.kind {
            let index = self.indices.get(*key + beginning).copied().flatten();
            *key = index.unwrap_or(*key);
        }
    }
}
