//! Definition lists, of Markdown and of HTML, while they are read.

use std::borrow::Cow;
use std::ops::Range;

use super::builder::{Builder, UNNUMBERED};
use super::frame::Kind;
use super::splice;
use crate::document::{Block, BlockKind, Definition, DefinitionGroup, Inline, InlineKind, Term};

/// Stands for a colon that begins a line and is none of a definition: to the parser even `:smile:`
/// is one.
pub(super) const COLON: char = '\u{1}';

/// Writes over the colons at the beginnings of lines that no space follows, or nothing at all.
/// The rows that align a table's columns stay.
pub(super) fn guard(text: Cow<'_, str>) -> Cow<'_, str> {
    const BEFORE: [char; 3] = [' ', '\t', '>'];
    let is_odd = |line: &str| {
        let after = line.trim_start_matches(BEFORE).strip_prefix(':');
        after.is_some_and(|after| {
            let is_row = after.contains('-') && after.trim().chars().all(|c| "-:| \t>".contains(c));
            (after.trim().is_empty() || !after.starts_with([' ', '\t'])) && !is_row
        })
    };
    if text.contains(COLON) || !text.lines().any(is_odd) {
        return text;
    }
    let mut guarded = String::with_capacity(text.len());
    for line in text.split_inclusive('\n') {
        if is_odd(line) {
            guarded.push_str(&line.replacen(':', &COLON.to_string(), 1));
        } else {
            guarded.push_str(line);
        }
    }
    Cow::Owned(guarded)
}

/// A definition list that is being read. Only its first group may lack terms, only its last
/// definitions.
#[derive(Default)]
pub(super) struct DefinitionDraft {
    groups: Vec<DefinitionGroup>,
}

impl DefinitionDraft {
    /// A term: one after a definition begins the next group.
    fn push_term(&mut self, term: Term) {
        match self.groups.last_mut() {
            Some(group) if group.definitions.is_empty() => group.terms.push(term),
            _ => self.groups.push(DefinitionGroup {
                terms: vec![term],
                definitions: Vec::new(),
            }),
        }
    }

    fn push_definition(&mut self, blocks: Vec<Block>) {
        let definition = Definition {
            id: UNNUMBERED,
            blocks,
        };
        match self.groups.last_mut() {
            Some(group) => group.definitions.push(definition),
            None => self.groups.push(DefinitionGroup {
                terms: Vec::new(),
                definitions: vec![definition],
            }),
        }
    }

    /// What stands outside terms and definitions joins the definition before it.
    pub fn push_block(&mut self, block: Block) {
        let last = self.groups.last_mut();
        match last.and_then(|group| group.definitions.last_mut()) {
            Some(definition) => definition.blocks.push(block),
            None => self.push_definition(vec![block]),
        }
    }
}

impl Builder<'_> {
    pub(super) fn add_term(&mut self, mut content: Vec<Inline>, range: &Range<usize>) {
        splice::trim(&mut content);
        if content.is_empty() {
            return;
        }
        self.check_references(&content);
        let span = self.span(range);
        match self.top_mut().map(|frame| &mut frame.kind) {
            Some(Kind::DefinitionList(list)) => list.push_term(Term {
                id: UNNUMBERED,
                span,
                content,
            }),
            // Its list was too deep.
            _ => self.add_lone_term(content, range),
        }
    }

    /// Whether a term is open, and nothing in it.
    pub(super) fn is_term(&self) -> bool {
        matches!(self.top(), Some(Kind::Term))
    }

    /// In Markdown each line before a definition is a term.
    pub(super) fn part_terms(&mut self, range: &Range<usize>) {
        self.end_block();
        self.open_leaf(Kind::Term, range.clone());
    }

    fn add_lone_term(&mut self, content: Vec<Inline>, range: &Range<usize>) {
        let strong = Inline {
            id: UNNUMBERED,
            span: self.span(range),
            kind: InlineKind::Strong(content),
        };
        self.add_block(BlockKind::Paragraph(vec![strong]), None, range);
    }

    pub(super) fn add_definition(&mut self, mut blocks: Vec<Block>) {
        let around = std::mem::take(&mut self.closing);
        for block in &mut blocks {
            block.attributes.inherit(&around);
        }
        if let Some(Kind::DefinitionList(list)) = self.top_mut().map(|frame| &mut frame.kind) {
            list.push_definition(blocks);
        }
    }

    /// Definitions without a term stand before the list as they are; terms without a definition
    /// stand after it.
    pub(super) fn add_definition_list(&mut self, list: DefinitionDraft, range: &Range<usize>) {
        let attributes = std::mem::take(&mut self.closing);
        let mut groups = list.groups;
        if groups.first().is_some_and(|first| first.terms.is_empty()) {
            let first = groups.remove(0);
            let blocks = first.definitions.into_iter().flat_map(|one| one.blocks);
            blocks.for_each(|block| self.keep_block(block));
        }
        let last = groups.pop_if(|last| last.definitions.is_empty());
        if !groups.is_empty() {
            self.closing = attributes;
            self.add_block(BlockKind::DefinitionList(groups), None, range);
        }
        for term in last.into_iter().flat_map(|group| group.terms) {
            self.add_lone_term(term.content, &term.span.range());
        }
    }
}
