//! Plain text: a first line as title, blank lines between paragraphs, cutlines among them.

use super::builder::Shared;
use super::entities::clean;
use super::photo::paragraph::{self, Meaning, Place};
use super::splice;
use crate::document::{Block, BlockKind, Inline, InlineKind, NodeId};
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
            end_paragraph(&mut blocks, &mut paragraph);
            continue;
        }
        let inline = |range, kind| Inline {
            id: NodeId(0),
            span: Span::new(file, range),
            kind,
        };
        let range = start..start + words.len();
        let content = inline(range.clone(), InlineKind::Text(clean(words).into_owned()));
        if std::mem::take(&mut is_first) && title.is_none_or(|title| title == words) {
            let heading = BlockKind::Heading {
                level: 1,
                content: vec![content],
            };
            blocks.push(block(Span::new(file, range), heading));
            continue;
        }
        if !paragraph.is_empty() {
            paragraph.push(inline(start..start, InlineKind::SoftBreak));
        }
        paragraph.push(content);
    }
    end_paragraph(&mut blocks, &mut paragraph);
    let is_figure = |block: &Block| matches!(block.kind, BlockKind::Figure(_));
    shared.has_photos |= blocks.iter().any(is_figure);
    blocks
}

fn end_paragraph(blocks: &mut Vec<Block>, paragraph: &mut Vec<Inline>) {
    let mut inlines = std::mem::take(paragraph);
    splice::trim(&mut inlines);
    let (Some(first), Some(last)) = (inlines.first(), inlines.last()) else {
        return;
    };
    let mut span = first.span;
    span.end = last.span.end;
    match paragraph::read(inlines, Place::Alone) {
        Meaning::Prose(inlines) => blocks.push(block(span, BlockKind::Paragraph(inlines))),
        Meaning::Figures(figures) => blocks.extend(
            figures
                .into_iter()
                .map(|(span, figure)| block(span, BlockKind::Figure(Box::new(figure)))),
        ),
    }
}

fn block(span: Span, kind: BlockKind) -> Block {
    Block {
        id: NodeId(0),
        span,
        anchor: None,
        kind,
    }
}
