//! The photos that a table's cell shows: each alone on a line, or beside others on it, with text above
//! or below on lines of its own.

use super::paragraph::{Part, holds_photo, lines_of_photos, whole};
use super::placeholder;
use crate::document::{Inline, InlineKind};
use crate::markdown::builder::UNNUMBERED;
use crate::markdown::splice;
use crate::source::Span;

/// What a cell's text turns out to be.
pub(in crate::markdown) struct Cell {
    /// Its lines, each photo on one of its own.
    pub content: Vec<Inline>,
    /// Where the slug stands that the author chose in a placeholder of words.
    pub chosen_slug: Option<Span>,
}

/// Reads a cell as a paragraph is read: photos with the cutlines on the lines after them, which are
/// shown with cutline and credit; other photos in lines, with their notes after them; or a
/// placeholder in brackets.
pub(in crate::markdown) fn read(content: Vec<Inline>) -> Cell {
    if holds_photo(&content) {
        return Cell {
            content: lines(lines_of_photos(joined(content))),
            chosen_slug: None,
        };
    }
    let content = match whole(&content) {
        Some(span) => match placeholder::read(content, span) {
            Ok(named) => {
                return Cell {
                    content: vec![Inline {
                        id: UNNUMBERED,
                        span,
                        kind: InlineKind::Photo(Box::new(named.figure)),
                    }],
                    chosen_slug: named.slug_is_chosen.then_some(span),
                };
            }
            Err(content) => content,
        },
        None => content,
    };
    Cell {
        content: splice::notes_after_photos(content),
        chosen_slug: None,
    }
}

/// In HTML the line goes on where the source has a new one; but what is wholly italic there may be the
/// cutline of what stands before it.
fn joined(mut content: Vec<Inline>) -> Vec<Inline> {
    let mut before_italics = false;
    for inline in content.iter_mut().rev() {
        match &inline.kind {
            InlineKind::SoftBreak if !before_italics => {
                inline.kind = InlineKind::Text(" ".to_owned());
            }
            kind => before_italics = matches!(kind, InlineKind::Emphasis(_)),
        }
    }
    content
}

fn lines(parts: Vec<Part>) -> Vec<Inline> {
    let mut out: Vec<Inline> = Vec::new();
    let mut add = |line: Vec<Inline>| {
        if let (Some(last), false) = (out.last(), line.is_empty()) {
            out.push(Inline {
                kind: InlineKind::HardBreak,
                ..last.clone()
            });
        }
        out.extend(line);
    };
    for part in parts {
        match part {
            Part::Prose(inlines) => add(splice::notes_after_photos(inlines)),
            Part::Figures(group) => group.one_by_one().into_iter().for_each(|(span, figure)| {
                add(vec![Inline {
                    id: UNNUMBERED,
                    span,
                    kind: InlineKind::Photo(Box::new(figure)),
                }]);
            }),
        }
    }
    out
}
