//! Captions of tables in Markdown: a paragraph beside the table that begins with a colon or with `Table:`, as
//! pandoc reads it. Braces at its end name the table: `{#tbl:fees}`.

use super::builder::Builder;
use super::{braces, splice};
use crate::diagnostic::{Code, Diagnostic};
use crate::document::inline::plain_text;
use crate::document::words::Words;
use crate::document::{Anchor, Block, BlockKind, Inline, InlineKind, Table};

/// On which side of its table a paragraph stands.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    Above,
    Below,
}

/// The bytes at the beginning of a paragraph that make it a caption. A colon alone is one only below.
fn mark(text: &str, language: &str, side: Side) -> Option<usize> {
    let words = [Words::of(language).table, "Table", "table"];
    let named = words.into_iter().find_map(|word| {
        let after = text
            .strip_prefix(word)?
            .trim_start_matches(['\u{a0}', '\u{202f}']);
        let after = after.strip_prefix([':', '：'])?;
        Some(text.len() - after.len())
    });
    let is_colon = side == Side::Below && text.starts_with(": ");
    named.or_else(|| is_colon.then_some(1))
}

impl Builder<'_> {
    /// Gives a paragraph to the table before it, if it is its caption. Gives it back if it is not.
    pub(super) fn caption_below(&mut self, inlines: Vec<Inline>) -> Option<Vec<Inline>> {
        let last = self.frames.last().and_then(|frame| frame.blocks.last());
        let Some(BlockKind::Table(Table { caption, .. })) = last.map(|block| &block.kind) else {
            return Some(inlines);
        };
        let language = &self.shared.reading.language;
        let Some(at) = mark(&plain_text(&inlines), language, Side::Below) else {
            return Some(inlines);
        };
        if !caption.is_empty() {
            return Some(inlines);
        }
        let (caption, anchor) = self.read_caption(inlines, at);
        if let Some(table) = self
            .frames
            .last_mut()
            .and_then(|frame| frame.blocks.last_mut())
        {
            give(table, caption, anchor);
        }
        None
    }

    /// Takes the paragraph before a table, if it is its caption.
    pub(super) fn caption_above(&mut self) -> (Vec<Inline>, Option<Anchor>) {
        let nothing = (Vec::new(), None);
        let Some(frame) = self.frames.last_mut() else {
            return nothing;
        };
        let Some(BlockKind::Paragraph(content)) = frame.blocks.last().map(|block| &block.kind)
        else {
            return nothing;
        };
        let language = &self.shared.reading.language;
        let Some(at) = mark(&plain_text(content), language, Side::Above) else {
            return nothing;
        };
        match frame.blocks.pop().map(|block| block.kind) {
            Some(BlockKind::Paragraph(content)) => self.read_caption(content, at),
            _ => nothing,
        }
    }

    /// What stands after the mark, without the braces at its end, and the name in them.
    fn read_caption(&mut self, inlines: Vec<Inline>, at: usize) -> (Vec<Inline>, Option<Anchor>) {
        let (_, mut caption) = splice::cut(inlines, at);
        splice::trim(&mut caption);
        let mut anchor = None;
        if let Some(Inline {
            kind: InlineKind::Text(text),
            span,
            ..
        }) = caption.last_mut()
            && let Some(at) = text.rfind('{')
            && let Some(rest) = text.get(at..)
            && let Some((attributes, length)) = braces::parse(rest)
            && length == rest.len()
        {
            let mut refused = Vec::new();
            for (_, attribute) in attributes {
                match attribute {
                    braces::Attribute::Id(id) => anchor = Anchor::from_text(id),
                    braces::Attribute::Class(_) => {}
                    braces::Attribute::Value(name, _) => refused.push(name.to_owned()),
                }
            }
            let span = *span;
            text.truncate(at);
            for name in refused {
                let message = format!("no edition uses the attribute `{name}`");
                let diagnostic = Diagnostic::new(Code::InvalidAttribute, span, message);
                self.shared.diagnostics.push(diagnostic);
            }
            splice::trim(&mut caption);
        }
        (caption, anchor)
    }
}

fn give(block: &mut Block, content: Vec<Inline>, anchor: Option<Anchor>) {
    if let BlockKind::Table(table) = &mut block.kind {
        table.caption = content;
    }
    block.anchor = block.anchor.take().or(anchor);
}
