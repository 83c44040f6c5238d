//! The photos that a table's cell shows: each alone on a line, or beside others on it, with text above
//! or below on lines of its own.

use super::paragraph::{is_photo, take_photo};
use crate::document::{Inline, InlineKind};
use crate::markdown::builder::UNNUMBERED;
use crate::markdown::splice;

/// Takes off what stands around the photos of a cell, as in a paragraph; each has a line of its own,
/// and is shown with its cutline and credit. Of other photos in lines, the notes come after them.
pub(in crate::markdown) fn read(content: Vec<Inline>) -> Vec<Inline> {
    if !content.iter().any(is_photo) {
        return splice::notes_after_photos(content);
    }
    let mut out = Vec::with_capacity(content.len());
    let mut line = Vec::new();
    for inline in content {
        if inline.kind == InlineKind::HardBreak {
            add_line(std::mem::take(&mut line), &mut out);
            out.push(inline);
        } else {
            line.push(inline);
        }
    }
    add_line(line, &mut out);
    out
}

/// Adds a line, or, if it has nothing but photos, a line for each.
fn add_line(line: Vec<Inline>, out: &mut Vec<Inline>) {
    if !line.iter().any(is_photo) || !line.iter().all(|it| is_photo(it) || is_blank(it)) {
        out.append(&mut splice::notes_after_photos(line));
        return;
    }
    let mut is_first = true;
    for (span, figure) in line.into_iter().filter_map(take_photo) {
        let with = |kind| Inline {
            id: UNNUMBERED,
            span,
            kind,
        };
        if !std::mem::take(&mut is_first) {
            out.push(with(InlineKind::HardBreak));
        }
        out.push(with(InlineKind::Photo(Box::new(figure))));
    }
}

fn is_blank(inline: &Inline) -> bool {
    match &inline.kind {
        InlineKind::Text(text) => text.trim().is_empty(),
        InlineKind::SoftBreak => true,
        _ => false,
    }
}
