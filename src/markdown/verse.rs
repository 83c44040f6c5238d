//! Line blocks: paragraphs of which each line begins with `| `.

use super::builder::UNNUMBERED;
use super::splice;
use crate::document::inline::plain_text;
use crate::document::{Inline, InlineKind, VerseLine};

/// The lines of a paragraph that is a line block; the paragraph is left as it was if it is none.
/// `source` is its file's text.
///
/// A line without a bar of its own goes on with the line before it, if it is set in. A line that
/// ends with a bar too is one of a table that is none for another reason.
pub(super) fn read(content: &mut Vec<Inline>, source: &str) -> Option<Vec<VerseLine>> {
    if !has_bar(content.first()?, source) || !lines_are_verse(content, source) {
        return None;
    }
    let mut verse: Vec<VerseLine> = Vec::new();
    for mut line in lines_of(std::mem::take(content)) {
        let first = line.first();
        match (first.map(|first| has_bar(first, source)), verse.last_mut()) {
            (Some(false), Some(last)) => {
                if let Some(first) = line.first() {
                    last.content.push(Inline {
                        id: UNNUMBERED,
                        span: first.span,
                        kind: InlineKind::SoftBreak,
                    });
                }
                last.content.append(&mut line);
            }
            (None, _) => {}
            _ => verse.push(verse_line(line)),
        }
    }
    let is_blank = |line: &VerseLine| line.content.is_empty();
    while verse.pop_if(|last| is_blank(last)).is_some() {}
    let begin = verse.iter().position(|line| !is_blank(line));
    verse.drain(..begin.unwrap_or(verse.len()));
    Some(verse)
}

/// Whether an inline begins with a bar and a space, or is nothing but a bar.
fn has_bar(inline: &Inline, source: &str) -> bool {
    match &inline.kind {
        InlineKind::Text(text) => {
            let after = text.strip_prefix('|');
            let stands =
                after.is_some_and(|after| after.is_empty() || after.starts_with([' ', '\t']));
            // What is escaped is meant as text.
            let at = inline.span.range().start;
            let before = source.get(..at).unwrap_or_default();
            let is_written = source.get(at..).is_some_and(|rest| rest.starts_with('|'));
            stands && is_written && !before.ends_with('\\')
        }
        _ => inline
            .kind
            .content()
            .and_then(<[Inline]>::first)
            .is_some_and(|first| has_bar(first, source)),
    }
}

/// Whether every line begins with a bar, or goes on with the line before, and none ends with one.
fn lines_are_verse(content: &[Inline], source: &str) -> bool {
    let mut flat = Vec::new();
    flatten(content, &mut flat);
    let ends_with_bar = |inline: &&Inline| match &inline.kind {
        InlineKind::Text(text) => text.trim_end().len() > 1 && text.trim_end().ends_with('|'),
        _ => false,
    };
    let is_break =
        |inline: &&Inline| matches!(inline.kind, InlineKind::SoftBreak | InlineKind::HardBreak);
    flat.split(is_break).all(|line| {
        let Some(first) = line.first() else {
            return true;
        };
        let start = first.span.range().start;
        let before = source.get(..start).unwrap_or_default();
        let goes_on = before.ends_with([' ', '\t']);
        let begins = goes_on || has_bar(first, source);
        begins && !line.last().is_some_and(ends_with_bar)
    })
}

/// Leaves of inlines, in order.
fn flatten<'a>(content: &'a [Inline], flat: &mut Vec<&'a Inline>) {
    for inline in content {
        match inline.kind.content() {
            Some(inner) => flatten(inner, flat),
            None => flat.push(inline),
        }
    }
}

/// Parts inlines at their line ends; what reaches over one goes on in the next line.
fn lines_of(content: Vec<Inline>) -> Vec<Vec<Inline>> {
    let mut lines = vec![Vec::new()];
    for inline in content {
        let Inline { id, span, kind } = inline;
        let parts: Vec<InlineKind> = match kind {
            InlineKind::SoftBreak | InlineKind::HardBreak => {
                lines.push(Vec::new());
                continue;
            }
            InlineKind::Emphasis(inner) => wrapped(inner, InlineKind::Emphasis),
            InlineKind::Strong(inner) => wrapped(inner, InlineKind::Strong),
            InlineKind::Strikethrough(inner) => wrapped(inner, InlineKind::Strikethrough),
            InlineKind::Superscript(inner) => wrapped(inner, InlineKind::Superscript),
            InlineKind::Subscript(inner) => wrapped(inner, InlineKind::Subscript),
            InlineKind::Span { role, content } => wrapped(content, |content| InlineKind::Span {
                role: role.clone(),
                content,
            }),
            InlineKind::Link { target, content } => wrapped(content, |content| InlineKind::Link {
                target: target.clone(),
                content,
            }),
            kind => vec![kind],
        };
        for (index, kind) in parts.into_iter().enumerate() {
            if index > 0 {
                lines.push(Vec::new());
            }
            if let Some(line) = lines.last_mut() {
                line.push(Inline { id, span, kind });
            }
        }
    }
    lines
}

fn wrapped(inner: Vec<Inline>, wrap: impl Fn(Vec<Inline>) -> InlineKind) -> Vec<InlineKind> {
    lines_of(inner).into_iter().map(wrap).collect()
}

/// Takes the bar off a line, and counts the spaces after it.
fn verse_line(line: Vec<Inline>) -> VerseLine {
    let (_, mut content) = splice::cut(line, 1);
    let text = plain_text(&content);
    let spaces = text.len() - text.trim_start_matches([' ', '\t']).len();
    let tabs = text.get(..spaces).unwrap_or_default().matches('\t').count();
    splice::trim(&mut content);
    VerseLine {
        id: UNNUMBERED,
        indent: (spaces + tabs * 3)
            .saturating_sub(1)
            .min(VerseLine::DEEPEST),
        content,
    }
}
