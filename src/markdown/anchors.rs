//! Anchors: every chapter, heading, figure and note gets one, unique in the document.

use std::collections::{HashMap, HashSet};

use super::chapters::Name;
use super::survey::Found;
use super::walk;
use crate::diagnostic::{Code, Diagnostic};
use crate::document::inline::plain_text;
use crate::document::{Anchor, Block, BlockKind, Chapter, Figure, Inline, InlineKind, Note};
use crate::source::{FileId, Span};

/// What links can name, and where it leads.
#[derive(Default)]
pub(super) struct Index {
    /// By the name as it was asked for in its file: two files may use the same.
    in_file: HashMap<(FileId, Anchor), Anchor>,
    anywhere: HashMap<Anchor, Anchor>,
    /// The beginning of each file.
    files: HashMap<FileId, Anchor>,
    /// All names that were asked for, in reading order.
    names: Vec<Anchor>,
}

impl Index {
    /// The place that `name` means in a file: its own first, then that of any other.
    pub fn find(&self, file: FileId, name: &Anchor) -> Option<&Anchor> {
        self.find_in(file, name).or_else(|| self.anywhere.get(name))
    }

    /// The place that `name` means in a file alone.
    pub fn find_in(&self, file: FileId, name: &Anchor) -> Option<&Anchor> {
        self.in_file.get(&(file, name.clone()))
    }

    /// The chapter with which a file begins.
    pub fn beginning(&self, file: FileId) -> Option<&Anchor> {
        self.files.get(&file)
    }

    /// Every name, in reading order.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.names.iter().map(Anchor::as_str)
    }
}

/// Gives anchors: first those that authors chose, so that nothing automatic takes them away.
pub(super) fn give(
    chapters: &mut [Chapter],
    names: Vec<Name>,
    notes: &mut [Note],
    found: Found,
    diagnostics: &mut Vec<Diagnostic>,
) -> Index {
    let mut registry = Registry {
        index: Index::default(),
        taken: HashSet::new(),
        next: HashMap::new(),
        aliases: Vec::new(),
        repeats: HashMap::new(),
        photos_in_lines: found.photos_in_lines,
        diagnostics,
    };
    for (chapter, name) in chapters.iter_mut().zip(&names) {
        if let Some(id) = &name.id {
            chapter.anchor = registry.chosen(chapter.span, id.clone());
        }
        if found.ids {
            walk::blocks_only(&mut chapter.blocks, &mut |block| registry.chosen_at(block));
        }
    }
    for note in notes.iter_mut().filter(|_| found.ids) {
        walk::blocks_only(&mut note.blocks, &mut |block| registry.chosen_at(block));
    }
    for (chapter, name) in chapters.iter_mut().zip(names) {
        registry.name(chapter, name);
        walk::blocks_only(&mut chapter.blocks, &mut |block| {
            registry.automatic_at(block)
        });
    }
    for (number, note) in (1..).zip(notes.iter_mut()) {
        let wanted = Anchor::from_text(&format!("note-{number}"));
        note.anchor = registry.claim(wanted.unwrap_or_else(Anchor::unnamed));
        walk::blocks_only(&mut note.blocks, &mut |block| registry.automatic_at(block));
    }
    let Registry {
        mut index, aliases, ..
    } = registry;
    for (file, alias, anchor) in aliases {
        let known = index.in_file.entry((file, alias.clone()));
        known.or_insert_with(|| anchor.clone());
        index.anywhere.entry(alias).or_insert(anchor);
    }
    index
}

struct Registry<'a> {
    index: Index,
    taken: HashSet<Anchor>,
    /// The next number for a name that is taken.
    next: HashMap<Anchor, usize>,
    /// Other names of headings, which count where nothing is called so.
    aliases: Vec<(FileId, Anchor, Anchor)>,
    /// How often a file's headings gave the same name.
    repeats: HashMap<(FileId, Anchor), usize>,
    /// Whether there is any photo in a line.
    photos_in_lines: bool,
    diagnostics: &'a mut Vec<Diagnostic>,
}

impl Registry<'_> {
    /// The anchor itself if it is free, or else with a number.
    fn claim(&mut self, wanted: Anchor) -> Anchor {
        if !self.taken.contains(&wanted) {
            self.taken.insert(wanted.clone());
            return wanted;
        }
        let next = self.next.entry(wanted.clone()).or_insert(2);
        loop {
            let numbered = wanted.numbered(*next);
            *next += 1;
            if self.taken.insert(numbered.clone()) {
                return numbered;
            }
        }
    }

    fn list(&mut self, file: FileId, name: Anchor, anchor: &Anchor) {
        let index = &mut self.index;
        index.names.push(name.clone());
        let known = index.in_file.entry((file, name.clone()));
        known.or_insert_with(|| anchor.clone());
        index.anywhere.entry(name).or_insert_with(|| anchor.clone());
    }

    fn chosen(&mut self, span: Span, id: Anchor) -> Anchor {
        if self.taken.contains(&id) {
            let message = format!("the id `{}` is already taken", id.as_str());
            self.diagnostics.push(
                Diagnostic::new(Code::DuplicateId, span, message)
                    .hint("links lead to the first; give this one an id of its own"),
            );
        }
        let anchor = self.claim(id.clone());
        self.list(span.file, id, &anchor);
        anchor
    }

    fn automatic(&mut self, span: Span, text: &str) -> Anchor {
        let name = Anchor::from_text(text).unwrap_or_else(Anchor::unnamed);
        let anchor = self.claim(name.clone());
        // Other programs number a file's repeated headings from 1; links were written for them.
        let repeats = self.repeats.entry((span.file, name.clone())).or_insert(0);
        let repeat = std::mem::replace(repeats, *repeats + 1);
        let numbered = |name: Anchor| match repeat {
            0 => name,
            repeat => name.numbered(repeat),
        };
        let alias = name_on_forges(text).map(numbered);
        self.list(span.file, numbered(name), &anchor);
        if let Some(alias) = alias {
            self.aliases.push((span.file, alias, anchor.clone()));
        }
        anchor
    }

    fn chosen_at(&mut self, block: &mut Block) {
        if let Some(id) = block.anchor.take() {
            block.anchor = Some(self.chosen(block.span, id));
        }
        if let BlockKind::FigureRow(row) = &mut block.kind {
            for one in &mut row.figures {
                let id = one.anchor.take();
                one.anchor = id.map(|id| self.chosen(one.span, id));
            }
        }
        if let BlockKind::Table(table) = &mut block.kind {
            for cell in table.cells_mut() {
                let id = cell.anchor.take();
                cell.anchor = id.map(|id| self.chosen(block.span, id));
            }
        }
    }

    fn automatic_at(&mut self, block: &mut Block) {
        if let BlockKind::FigureRow(row) = &mut block.kind {
            for one in row.figures.iter_mut().filter(|one| one.anchor.is_none()) {
                one.anchor = Some(self.automatic(one.span, &name_of(&one.figure)));
            }
        }
        if let BlockKind::Table(table) = &mut block.kind
            && self.photos_in_lines
        {
            for cell in table.cells_mut().filter(|cell| cell.anchor.is_none()) {
                let photo = first_photo(&cell.content);
                let named = photo.map(|(span, figure)| (span, name_of(figure)));
                cell.anchor = named.map(|(span, name)| self.automatic(span, &name));
            }
        }
        if block.anchor.is_some() {
            return;
        }
        block.anchor = match &block.kind {
            BlockKind::Heading { content, .. } => {
                Some(self.automatic(block.span, &plain_text(content)))
            }
            BlockKind::Figure(figure) => Some(self.automatic(block.span, &name_of(figure))),
            BlockKind::Paragraph(content) if self.photos_in_lines => {
                let photo = first_photo(content);
                photo.map(|(span, figure)| self.automatic(span, &name_of(figure)))
            }
            _ => None,
        };
    }

    fn name(&mut self, chapter: &mut Chapter, name: Name) {
        if name.id.is_none() {
            chapter.anchor = self.automatic(chapter.span, &name.text);
        }
        for file in name.opens {
            self.index.files.insert(file, chapter.anchor.clone());
        }
        for (file, alias) in name.aliases {
            self.list(file, alias, &chapter.anchor);
        }
    }
}

/// The first photo of a text. Its cell, or its paragraph, is where links to it lead.
fn first_photo(content: &[Inline]) -> Option<(Span, &Figure)> {
    content.iter().find_map(|inline| match &inline.kind {
        InlineKind::Photo(figure) => Some((inline.span, &**figure)),
        kind => first_photo(kind.content()?),
    })
}

fn name_of(figure: &Figure) -> String {
    format!("fig:{}", figure.slug.as_str())
}

/// What code forges and mdBook call a heading, where that is something else: they drop full stops
/// and colons, so that “What’s new in 2.0” is `whats-new-in-20`.
fn name_on_forges(text: &str) -> Option<Anchor> {
    if !text.contains(['.', ':']) {
        return None;
    }
    Anchor::from_text(&text.replace(['.', ':'], ""))
}
