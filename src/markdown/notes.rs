//! Footnotes: gathered where they stand, put in the order of their first reference.

use std::collections::HashMap;

use super::walk::{self, Visit};
use crate::diagnostic::{Code, Diagnostic};
use crate::document::{Anchor, Block, Chapter, Inline, InlineKind, NodeId, Note};
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

    /// Takes in the notes of a file that was read.
    pub fn join(&mut self, file: FileId, of_file: NoteBook) {
        self.beginnings.insert(file, self.notes.len());
        self.notes.extend(of_file.notes);
    }

    /// Puts the notes in the order of their first reference, and points the references there.
    pub fn in_order(
        self,
        chapters: &mut [Chapter],
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Vec<Note> {
        if self.notes.is_empty() {
            return Vec::new();
        }
        let mut order = Order {
            places: vec![None; self.notes.len()],
            keys: Vec::new(),
            gathered: self.notes,
            beginnings: self.beginnings,
        };
        for chapter in chapters {
            walk::chapter(chapter, &mut order);
        }
        let mut notes: Vec<Note> = Vec::new();
        // A note may refer to further notes: they join the end of the row.
        while let Some(key) = order.keys.get(notes.len()).copied() {
            let gathered = order.gathered.get_mut(key);
            let Some((span, mut blocks)) = gathered.and_then(|note| note.definition.take()) else {
                break;
            };
            walk::blocks(&mut blocks, &mut order);
            notes.push(Note {
                id: NodeId(0),
                span,
                anchor: Anchor::unnamed(),
                blocks,
            });
        }
        for GatheredNote { label, definition } in order.gathered {
            if let Some((span, _)) = definition {
                let message = format!("nothing refers to the footnote “{label}”; it is left out");
                diagnostics.push(
                    Diagnostic::new(Code::UnresolvedNote, span, message)
                        .hint(format!("write [^{label}] where it belongs")),
                );
            }
        }
        notes
    }
}

struct Order {
    gathered: Vec<GatheredNote>,
    /// For each note of all files the index it gets, once a reference was met.
    places: Vec<Option<usize>>,
    /// The notes in order, as places of all.
    keys: Vec<usize>,
    beginnings: HashMap<FileId, usize>,
}

impl Visit for Order {
    fn inline(&mut self, inline: &mut Inline) {
        let InlineKind::NoteReference(key) = inline.kind else {
            return;
        };
        let key = key + self.beginnings.get(&inline.span.file).copied().unwrap_or(0);
        let (Some(note), Some(place)) = (self.gathered.get(key), self.places.get_mut(key)) else {
            return;
        };
        if note.definition.is_none() && place.is_none() {
            // Its definition was inside something that is left out.
            inline.kind = InlineKind::Text(format!("[^{}]", note.label));
            return;
        }
        let index = *place.get_or_insert_with(|| {
            self.keys.push(key);
            self.keys.len() - 1
        });
        inline.kind = InlineKind::NoteReference(index);
    }
}
