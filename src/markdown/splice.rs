//! Cutting inlines at a place of their plain text, so that rules can look at plain text and yet
//! keep emphasis and links.

use crate::document::{Formula, Inline, InlineKind};
use crate::source::Span;

/// Cuts at a byte of [`plain_text`](crate::document::inline::plain_text), on a character
/// boundary. An inline that holds the place is cut in two of its kind.
pub(super) fn cut(inlines: Vec<Inline>, at: usize) -> (Vec<Inline>, Vec<Inline>) {
    let mut rest = at;
    let (mut left, mut right) = (Vec::new(), Vec::new());
    for inline in inlines {
        let length = length(&inline);
        if !right.is_empty() || (rest == 0 && length > 0) {
            right.push(inline);
        } else if length <= rest {
            rest -= length;
            left.push(inline);
        } else {
            let (before, after) = cut_one(inline, rest);
            rest = 0;
            left.push(before);
            right.push(after);
        }
    }
    (left, right)
}

fn cut_one(inline: Inline, at: usize) -> (Inline, Inline) {
    let Inline { id, span, kind } = inline;
    let (mut before_span, mut after_span) = (span, span);
    let (before, after) = match kind {
        InlineKind::Text(text) => {
            // Where the text stands in the source as it is, the cut is exact there too.
            if stands_as_written(&text, span) {
                let cut = span
                    .start
                    .saturating_add(u32::try_from(at).unwrap_or(u32::MAX));
                before_span.end = cut.min(span.end);
                after_span.start = cut.min(span.end);
            }
            let (before, after) = cut_text(&text, at);
            (InlineKind::Text(before), InlineKind::Text(after))
        }
        InlineKind::Code(text) => {
            let (before, after) = cut_text(&text, at);
            (InlineKind::Code(before), InlineKind::Code(after))
        }
        InlineKind::Math(formula) => {
            let (before, after) = cut_text(formula.source(), at);
            let part = |text: &str| InlineKind::Math(Formula::new(text, formula.is_displayed()));
            (part(&before), part(&after))
        }
        InlineKind::Emphasis(content) => cut_content(content, at, InlineKind::Emphasis),
        InlineKind::Strong(content) => cut_content(content, at, InlineKind::Strong),
        InlineKind::Strikethrough(content) => cut_content(content, at, InlineKind::Strikethrough),
        InlineKind::Superscript(content) => cut_content(content, at, InlineKind::Superscript),
        InlineKind::Subscript(content) => cut_content(content, at, InlineKind::Subscript),
        InlineKind::Span { role, content } => cut_content(content, at, |content| {
            let role = role.clone();
            InlineKind::Span { role, content }
        }),
        InlineKind::Link { target, content } => cut_content(content, at, |content| {
            let target = target.clone();
            InlineKind::Link { target, content }
        }),
        // At most one byte long, so no cut falls inside.
        kind @ (InlineKind::SoftBreak
        | InlineKind::HardBreak
        | InlineKind::NoteReference(_)
        | InlineKind::PageReference(_)
        | InlineKind::Photo(_)) => (kind, InlineKind::Text(String::new())),
    };
    let part = |span, kind| Inline { id, span, kind };
    (part(before_span, before), part(after_span, after))
}

/// Whether every byte of a text stands in the source where its span says. The signs of print that
/// the reader sets are longer or shorter than what was typed, and may make up for one another, so
/// that a length alone proves nothing of a text that has one.
fn stands_as_written(text: &str, span: Span) -> bool {
    let is_set = |c| {
        matches!(
            c,
            '“' | '”'
                | '„'
                | '‘'
                | '’'
                | '‚'
                | '«'
                | '»'
                | '‹'
                | '›'
                | '–'
                | '—'
                | '…'
                | '\u{202f}'
        )
    };
    span.range().len() == text.len() && (text.is_ascii() || !text.contains(is_set))
}

fn cut_text(text: &str, at: usize) -> (String, String) {
    let (before, after) = text.split_at_checked(at).unwrap_or((text, ""));
    (before.to_owned(), after.to_owned())
}

fn cut_content(
    content: Vec<Inline>,
    at: usize,
    wrap: impl Fn(Vec<Inline>) -> InlineKind,
) -> (InlineKind, InlineKind) {
    let (before, after) = cut(content, at);
    (wrap(before), wrap(after))
}

fn length(inline: &Inline) -> usize {
    match &inline.kind {
        InlineKind::Text(text) | InlineKind::Code(text) => text.len(),
        InlineKind::Math(formula) => formula.source().len(),
        InlineKind::SoftBreak | InlineKind::HardBreak => 1,
        InlineKind::NoteReference(_) | InlineKind::PageReference(_) | InlineKind::Photo(_) => 0,
        InlineKind::Emphasis(content)
        | InlineKind::Strong(content)
        | InlineKind::Strikethrough(content)
        | InlineKind::Superscript(content)
        | InlineKind::Subscript(content)
        | InlineKind::Span { content, .. }
        | InlineKind::Link { content, .. } => content.iter().map(length).sum(),
    }
}

/// Takes white space, line breaks and what has become empty off both ends.
pub(super) fn trim(inlines: &mut Vec<Inline>) {
    trim_end(inlines, End::Last);
    trim_end(inlines, End::First);
}

/// Trims one end, and no more: nested content is looked at once for each end.
fn trim_end(inlines: &mut Vec<Inline>, end: End) {
    match end {
        End::Last => {
            while inlines.last_mut().is_some_and(|last| trim_one(last, end)) {
                inlines.pop();
            }
        }
        End::First => {
            let kept = inlines.iter_mut().position(|first| !trim_one(first, end));
            inlines.drain(..kept.unwrap_or(inlines.len()));
        }
    }
}

#[derive(Clone, Copy)]
enum End {
    First,
    Last,
}

/// Trims one end. Gives `true` if nothing is left.
fn trim_one(inline: &mut Inline, end: End) -> bool {
    let span = inline.span;
    match &mut inline.kind {
        InlineKind::Text(text) => {
            let exact = stands_as_written(text, span);
            let trimmed = match end {
                End::First => text.trim_ascii_start(),
                End::Last => text.trim_ascii_end(),
            };
            let kept = trimmed.len();
            let removed = text.len() - kept;
            if removed > 0 {
                match end {
                    End::First => drop(text.drain(..removed)),
                    End::Last => text.truncate(kept),
                }
                let removed = u32::try_from(removed).unwrap_or(u32::MAX);
                match end {
                    End::First if exact => inline.span.start += removed,
                    End::Last if exact => inline.span.end -= removed,
                    _ => {}
                }
            }
            text.is_empty()
        }
        InlineKind::SoftBreak | InlineKind::HardBreak => true,
        InlineKind::Emphasis(content)
        | InlineKind::Strong(content)
        | InlineKind::Strikethrough(content)
        | InlineKind::Superscript(content)
        | InlineKind::Subscript(content)
        | InlineKind::Span { content, .. } => {
            trim_end(content, end);
            content.is_empty()
        }
        // A link without text asks for the name of its target.
        InlineKind::Link { content, .. } if content.is_empty() => false,
        InlineKind::Link { content, .. } => {
            trim_end(content, end);
            content.is_empty()
        }
        InlineKind::Code(_)
        | InlineKind::Math(_)
        | InlineKind::NoteReference(_)
        | InlineKind::PageReference(_)
        | InlineKind::Photo(_) => false,
    }
}

fn holds_photo(inline: &Inline) -> bool {
    matches!(inline.kind, InlineKind::Photo(_))
        || inline
            .kind
            .content()
            .unwrap_or_default()
            .iter()
            .any(holds_photo)
}

/// Sets the notes of photos that stand in a line after them: the words under such a photo are not
/// printed, and a note that no reference shows would be lost.
pub(super) fn notes_after_photos(inlines: Vec<Inline>) -> Vec<Inline> {
    if !inlines.iter().any(holds_photo) {
        return inlines;
    }
    let mut out = Vec::with_capacity(inlines.len());
    for mut inline in inlines {
        let mut notes = Vec::new();
        if let InlineKind::Photo(figure) = &mut inline.kind {
            take_notes(&mut figure.cutline, &mut notes);
            take_notes(&mut figure.credit, &mut notes);
        } else if let Some(content) = inline.kind.content_mut() {
            *content = notes_after_photos(std::mem::take(content));
        }
        out.push(inline);
        out.append(&mut notes);
    }
    out
}

fn take_notes(inlines: &mut Vec<Inline>, notes: &mut Vec<Inline>) {
    let is_note = |inline: &Inline| matches!(inline.kind, InlineKind::NoteReference(_));
    for mut inline in std::mem::take(inlines) {
        if is_note(&inline) {
            notes.push(inline);
            continue;
        }
        if let Some(content) = inline.kind.content_mut() {
            take_notes(content, notes);
        }
        inlines.push(inline);
    }
}

/// The content, if all of it stands in one emphasis; it goes on in a style of its own.
pub(super) fn unwrapped(mut inlines: Vec<Inline>) -> Vec<Inline> {
    while let [
        Inline {
            kind: InlineKind::Emphasis(content) | InlineKind::Strong(content),
            ..
        },
    ] = inlines.as_mut_slice()
    {
        inlines = std::mem::take(content);
    }
    inlines
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::NodeId;
    use crate::document::inline::plain_text;
    use crate::source::Sources;

    fn sample() -> Vec<Inline> {
        let file = Sources::default().add("a.md".into(), String::new());
        let inline = |range, kind| Inline {
            id: NodeId(0),
            span: Span::new(file, range),
            kind,
        };
        let text = |range: std::ops::Range<usize>, text: &str| {
            inline(range, InlineKind::Text(text.to_owned()))
        };
        vec![
            text(0..4, "one "),
            inline(4..11, InlineKind::Emphasis(vec![text(5..10, "två t")])),
            inline(11..12, InlineKind::SoftBreak),
        ]
    }

    #[test]
    fn a_cut_keeps_the_emphasis_on_both_sides() {
        let (left, right) = cut(sample(), 6);
        assert_eq!(plain_text(&left), "one tv");
        assert_eq!(plain_text(&right), "å t ");
        assert!(matches!(right[0].kind, InlineKind::Emphasis(_)));
        for at in [0, 4, 10, 11, 99] {
            let (left, right) = cut(sample(), at);
            let both = plain_text(&left) + &plain_text(&right);
            assert_eq!(both, "one två t ");
        }
    }

    #[test]
    fn trimming_reaches_into_emphasis() {
        let (mut left, _) = cut(sample(), 9);
        trim(&mut left);
        assert_eq!(plain_text(&left), "one två");
    }
}
