//! Plain text: a first line as title, blank lines between paragraphs, cutlines among them.

use super::builder::Shared;
use super::entities::clean;
use super::line::Reading;
use super::photo::paragraph::{self, Part, Place};
use super::punctuation::{self, Change, Line};
use super::quotation_marks::Marks;
use super::splice;
use crate::document::inline::plain_text;
use crate::document::{Block, BlockAttributes, BlockKind, Inline, InlineKind, NodeId};
use crate::source::{FileId, Span};

/// Reads the text that begins at the byte `body` of a file. The first line becomes a heading of
/// level 1, unless `title` already says something else: then the text begins with prose.
pub(super) fn read(
    file: FileId,
    text: &str,
    body: usize,
    title: Option<&str>,
    shared: &mut Shared,
) -> Vec<Block> {
    let mut blocks = Vec::new();
    let mut paragraph = Vec::new();
    let mut at = body;
    let mut is_first = true;
    for line in text.get(body..).unwrap_or_default().split_inclusive('\n') {
        let start = at + line.len() - line.trim_ascii_start().len();
        at += line.len();
        let words = line.trim_ascii();
        if words.is_empty() {
            end_paragraph(&mut blocks, &mut paragraph, shared);
            continue;
        }
        let inline = |range, kind| Inline {
            id: NodeId(0),
            span: Span::new(file, range),
            kind,
        };
        let range = start..start + words.len();
        let content = inline(range.clone(), InlineKind::Text(clean(words).into_owned()));
        let mut content = vec![content];
        if is_first {
            set_signs(&mut content, &shared.reading);
        }
        let says_title = |title: &str| title == plain_text(&content);
        if std::mem::take(&mut is_first) && title.is_none_or(says_title) {
            let heading = BlockKind::Heading { level: 1, content };
            blocks.push(block(Span::new(file, range), heading));
            continue;
        }
        if !paragraph.is_empty() {
            paragraph.push(inline(start..start, InlineKind::SoftBreak));
        }
        paragraph.append(&mut content);
    }
    end_paragraph(&mut blocks, &mut paragraph, shared);
    let is_figure = |block: &Block| matches!(block.kind, BlockKind::Figure(_));
    shared.has_photos |= blocks.iter().any(is_figure);
    blocks
}

/// Sets the signs of a paragraph or title.
fn set_signs(inlines: &mut [Inline], reading: &Reading) {
    if !reading.smart {
        return;
    }
    let marks = Marks::of(&reading.language);
    let mut line = Line::default();
    let mut starts = Vec::with_capacity(inlines.len());
    for inline in inlines.iter() {
        starts.push(line.len());
        match &inline.kind {
            InlineKind::Text(text) => line.push(text, marks),
            _ => line.push_fixed("\n"),
        }
    }
    let mut changes = line.changes().into_iter().peekable();
    for (inline, start) in inlines.iter_mut().zip(starts) {
        if let InlineKind::Text(text) = &mut inline.kind {
            let end = start + text.len();
            let own = std::iter::from_fn(|| changes.next_if(|change| change.at < end));
            let own = own.map(|change| Change {
                at: change.at - start,
                ..change
            });
            let own: Vec<Change> = own.collect();
            if !own.is_empty() {
                *text = punctuation::apply(text, &own);
            }
        }
    }
}

fn end_paragraph(blocks: &mut Vec<Block>, paragraph: &mut Vec<Inline>, shared: &mut Shared) {
    let mut inlines = std::mem::take(paragraph);
    set_signs(&mut inlines, &shared.reading);
    splice::trim(&mut inlines);
    let (Some(first), Some(last)) = (inlines.first(), inlines.last()) else {
        return;
    };
    let mut span = first.span;
    span.end = last.span.end;
    for part in paragraph::read(inlines, Place::Alone) {
        match part {
            Part::Prose(inlines) => blocks.push(block(span, BlockKind::Paragraph(inlines))),
            Part::Figures(group) => {
                let chosen = group.chosen_slug.map(|span| (span.file, span.start));
                shared.chosen_slugs.extend(chosen);
                let made = group.into_block(|_| None);
                blocks.extend(made.map(|(kind, _, span)| block(span, kind)));
            }
        }
    }
}

fn block(span: Span, kind: BlockKind) -> Block {
    Block {
        id: NodeId(0),
        span,
        anchor: None,
        attributes: BlockAttributes::default(),
        kind,
    }
}
