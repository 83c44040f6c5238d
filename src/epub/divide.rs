//! Long chapters are divided into several documents, between blocks: reading programs lay a whole
//! document out before they show its first page, and old ones give up on long ones.

use std::collections::BTreeSet;
use std::ops::Range;

use crate::document::scan::{self, Found};
use crate::document::{Block, BlockKind, Document, Inline, InlineKind};

/// About so many bytes of XHTML a document has at most, unless one block is longer. Older Adobe
/// readers refuse documents of more than 300 kB.
pub const MOST: usize = 250_000;

/// The blocks of each document of each chapter, in order. A chapter has at least one.
pub fn documents(document: &Document) -> Vec<Vec<Range<usize>>> {
    let mut notes_seen = BTreeSet::new();
    document
        .chapters
        .iter()
        .map(|chapter| {
            let weights: Vec<usize> = chapter
                .blocks
                .iter()
                .map(|block| {
                    let notes = new_notes(block, document, &mut notes_seen);
                    let notes = notes
                        .into_iter()
                        .map(|note| 300 + blocks(&document.notes[note].blocks));
                    self::block(block) + notes.sum::<usize>()
                })
                .collect();
            let is_heading = |index: usize| {
                let block = chapter.blocks.get(index);
                matches!(
                    block.map(|block| &block.kind),
                    Some(BlockKind::Heading { .. })
                )
            };
            divided(&weights, is_heading)
        })
        .collect()
}

/// The notes that are referred to from a block, or from one of these notes, and from nowhere before:
/// they stand in its document.
fn new_notes(block: &Block, document: &Document, seen: &mut BTreeSet<usize>) -> Vec<usize> {
    let mut notes = Vec::new();
    let mut see = |found: Found<'_>| {
        if let Found::Reference(note) = found
            && note < document.notes.len()
            && seen.insert(note)
        {
            notes.push(note);
        }
    };
    scan::blocks(std::slice::from_ref(block), &mut see);
    let mut next = 0;
    while let Some(note) = notes.get(next).copied() {
        let mut more = Vec::new();
        scan::blocks(&document.notes[note].blocks, &mut |found| {
            if let Found::Reference(note) = found {
                more.push(note);
            }
        });
        more.retain(|note| *note < document.notes.len() && seen.insert(*note));
        notes.extend(more);
        next += 1;
    }
    notes
}

/// Stretches of at most [`MOST`]: each ends before a heading where there is one in its second half,
/// and never after one.
fn divided(weights: &[usize], is_heading: impl Fn(usize) -> bool) -> Vec<Range<usize>> {
    let mut stretches = Vec::new();
    let mut start = 0;
    let mut filled = 0;
    let mut index = 0;
    while let Some(weight) = weights.get(index) {
        if filled + weight <= MOST || (start..index).all(&is_heading) {
            filled += weight;
            index += 1;
            continue;
        }
        let mut before_heading = None;
        let mut so_far = 0;
        for at in start..index {
            if at > start && is_heading(at) && so_far >= MOST / 2 {
                before_heading = Some(at);
            }
            so_far += weights.get(at).copied().unwrap_or(0);
        }
        let mut end = match is_heading(index) {
            true => index,
            false => before_heading.unwrap_or(index),
        };
        while end > start + 1 && is_heading(end - 1) {
            end -= 1;
        }
        stretches.push(start..end);
        (start, index, filled) = (end, end, 0);
    }
    stretches.push(start..weights.len());
    stretches
}

/// About how many bytes of XHTML blocks make.
fn blocks(blocks: &[Block]) -> usize {
    blocks.iter().map(block).sum()
}

/// For a block its tags, with an id and a page break.
const BLOCK: usize = 60;
/// For an inline its tags.
const INLINE: usize = 20;
/// For a photo its tag, or the drawing of a reserved slot.
const PHOTO: usize = 900;

fn block(block: &Block) -> usize {
    let inside = match &block.kind {
        BlockKind::Heading { content, .. } | BlockKind::Paragraph(content) => inlines(content),
        BlockKind::Quote(inner) => blocks(inner),
        BlockKind::List(list) => {
            let items = list.items.iter();
            items.map(|item| BLOCK / 2 + blocks(&item.blocks)).sum()
        }
        BlockKind::DefinitionList(groups) => {
            let groups = groups.iter();
            let group = groups.map(|group| {
                let terms = group
                    .terms
                    .iter()
                    .map(|term| BLOCK / 2 + inlines(&term.content));
                let definitions = group.definitions.iter();
                let definitions = definitions.map(|one| BLOCK / 2 + blocks(&one.blocks));
                terms.sum::<usize>() + definitions.sum::<usize>()
            });
            group.sum()
        }
        BlockKind::Aside(aside) => inlines(&aside.title) + blocks(&aside.blocks),
        BlockKind::Verse(lines) => {
            let lines = lines.iter();
            lines.map(|line| BLOCK / 2 + inlines(&line.content)).sum()
        }
        BlockKind::Code { text, .. } => text.len(),
        BlockKind::Table(table) => {
            let cells = table.head.iter().chain(&table.rows).flatten();
            let cells = cells.map(|cell| BLOCK / 2 + inlines(&cell.content));
            inlines(&table.caption) + cells.sum::<usize>()
        }
        BlockKind::Figure(figure) => PHOTO + inlines(&figure.cutline) + inlines(&figure.credit),
        BlockKind::FigureRow(row) => {
            let figures = row
                .figures
                .iter()
                .map(|one| PHOTO + inlines(&one.figure.cutline) + inlines(&one.figure.credit));
            figures.sum::<usize>() + inlines(&row.cutline) + inlines(&row.credit)
        }
        BlockKind::ThematicBreak => 0,
    };
    BLOCK + inside
}

fn inlines(content: &[Inline]) -> usize {
    let one = |inline: &Inline| match &inline.kind {
        InlineKind::Text(text) => text.len(),
        InlineKind::SoftBreak | InlineKind::HardBreak => INLINE / 2,
        InlineKind::Code(text) => INLINE + text.len(),
        // A sign of TeX becomes an element.
        InlineKind::Math(formula) => 100 + 12 * formula.source().len(),
        InlineKind::NoteReference(_) | InlineKind::PageReference(_) => 120,
        InlineKind::Photo(figure) => PHOTO + inlines(&figure.cutline),
        kind => INLINE + inlines(kind.content().unwrap_or_default()),
    };
    content.iter().map(one).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chapters_are_divided_before_headings_where_there_are_some() {
        let tenth = MOST / 10;
        let weights = vec![tenth; 24];
        let none = |_| false;
        assert_eq!(divided(&weights[..10], none).len(), 1);
        assert_eq!(divided(&weights, none), [0..10, 10..20, 20..24]);
        let at_seven = |index| index == 7;
        assert_eq!(divided(&weights, at_seven), [0..7, 7..17, 17..24]);
        let early = |index| index == 2;
        assert_eq!(divided(&weights[..12], early), [0..10, 10..12]);
        let last = |index| index == 9;
        assert_eq!(divided(&weights[..12], last), [0..9, 9..12]);
    }

    #[test]
    fn a_block_is_never_divided() {
        assert_eq!(divided(&[], |_| true).len(), 1);
        assert_eq!(
            divided(&[3 * MOST, 1, 3 * MOST], |_| false),
            [0..1, 1..2, 2..3]
        );
        assert_eq!(divided(&[1, 3 * MOST, 1], |index| index == 0), [0..2, 2..3]);
    }
}
