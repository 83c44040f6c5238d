//! Cross-references: a link without text, `@fig:id`, `@tbl:id` or `@sec:id` says what its target is called.
//!
//! The photos and tables that such references name are numbered from 1 in reading order, and bear their
//! number before their cutline or caption; one that nothing speaks of needs none.

use std::collections::{BTreeMap, BTreeSet};

use super::braces;
use super::links::Resolver;
use super::walk::{self, Visit};
use crate::document::inline::plain_text;
use crate::document::words::Words;
use crate::document::{
    Anchor, Block, BlockKind, Chapter, Figure, Inline, InlineKind, NodeId, Note, Target,
};
use crate::source::Span;

/// What marks such as `@fig:id` begin with: those of photos, tables and headings.
const MARKS: [&str; 3] = ["@fig:", "@tbl:", "@sec:"];

/// Whether a text begins with a mark.
fn is_mark(text: &str) -> bool {
    MARKS.iter().any(|mark| text.starts_with(mark))
}

/// A quick look.
pub(super) fn may_hold_mark(text: &str) -> bool {
    text.as_bytes().contains(&b'@') && MARKS.iter().any(|mark| text.contains(mark))
}

/// The bytes of the first mark such as `@fig:id` in a text, from `from` on. One that goes on from a word, as an
/// address does, is none.
pub(super) fn find_mark(text: &str, mut from: usize) -> Option<std::ops::Range<usize>> {
    loop {
        let start = from + text.get(from..)?.find('@')?;
        from = start + 1;
        let Some(mark) = MARKS.iter().find(|mark| text[start..].starts_with(*mark)) else {
            continue;
        };
        from = start + mark.len();
        let before = text.get(..start)?.chars().next_back();
        let after = text.get(from..)?;
        let is_name = |c: char| c.is_alphanumeric() || "-_.".contains(c);
        let length = after.find(|c| !is_name(c)).unwrap_or(after.len());
        let name = after.get(..length)?.trim_end_matches(['.', '-', '_']);
        if name.is_empty() || before.is_some_and(|c| c.is_alphanumeric() || c == '\\') {
            continue;
        }
        return Some(start..from + name.len());
    }
}

/// The length of the braces after a mark that ask for its page.
pub(super) fn asks_for_page(after: Option<&str>) -> Option<usize> {
    let (attributes, length) = braces::parse(after.filter(|text| text.starts_with('{'))?)?;
    let is_page = |(_, one): &braces::Placed<'_>| *one == braces::Attribute::Class("page");
    attributes.iter().all(is_page).then_some(length)
}

/// Resolves references and gives them their text. Anchors must be given, nodes not yet numbered.
pub(super) fn fill(
    chapters: &mut [Chapter],
    notes: &mut [Note],
    links: &mut Resolver<'_>,
    language: &str,
) {
    let mut resolve = Resolve {
        links,
        named: BTreeSet::new(),
    };
    walk::all(chapters, notes, &mut resolve);
    if resolve.named.is_empty() {
        return;
    }
    let named = resolve.named;
    let mut names = BTreeMap::new();
    let words = Words::of(language);
    let mut count = 0;
    let mut number = |anchor: &Anchor, figure: &mut Figure, span| {
        count += 1;
        let label = format!("{}\u{a0}{count}", words.photo);
        label_cutline(&mut figure.cutline, &label, span);
        (anchor.clone(), label)
    };
    let mut tables = 0;
    let mut see = |block: &mut Block| {
        if let BlockKind::FigureRow(row) = &mut block.kind {
            for one in &mut row.figures {
                let anchor = one.anchor.as_ref();
                if let Some(anchor) = anchor.filter(|anchor| named.contains(anchor)) {
                    names.extend([number(anchor, &mut one.figure, one.span)]);
                }
            }
        }
        if let BlockKind::Table(table) = &mut block.kind {
            for cell in table.cells_mut() {
                let anchor = cell.anchor.clone();
                if let Some(anchor) = anchor.filter(|anchor| named.contains(anchor))
                    && let Some((span, figure)) = cell.figure_mut()
                {
                    names.extend([number(&anchor, figure, span)]);
                }
            }
        }
        let Some(anchor) = block
            .anchor
            .as_ref()
            .filter(|anchor| named.contains(anchor))
        else {
            return;
        };
        match &mut block.kind {
            BlockKind::Figure(figure) => {
                names.extend([number(anchor, figure, block.span)]);
            }
            BlockKind::Table(table) => {
                tables += 1;
                let label = format!("{}\u{a0}{tables}", words.table);
                label_cutline(&mut table.caption, &label, block.span);
                names.insert(anchor.clone(), label);
            }
            BlockKind::Heading { content, .. } => {
                names.insert(anchor.clone(), one_line(content));
            }
            _ => {}
        }
    };
    for chapter in chapters.iter_mut() {
        walk::blocks_only(&mut chapter.blocks, &mut see);
    }
    for note in notes.iter_mut() {
        walk::blocks_only(&mut note.blocks, &mut see);
    }
    for chapter in chapters.iter().filter(|chapter| !chapter.title.is_empty()) {
        names.insert(chapter.anchor.clone(), one_line(&chapter.title));
    }
    walk::all(chapters, notes, &mut Say { names });
}

/// The number is set before the cutline, and told from it by its weight.
fn label_cutline(cutline: &mut Vec<Inline>, label: &str, span: Span) {
    let space = if cutline.is_empty() { "" } else { "\u{2002}" };
    let label = vec![text(label.to_owned(), span)];
    let strong = Inline {
        kind: InlineKind::Strong(label),
        ..text(String::new(), span)
    };
    cutline.splice(0..0, [strong, text(space.to_owned(), span)]);
    cutline.retain(|inline| !matches!(&inline.kind, InlineKind::Text(text) if text.is_empty()));
}

/// Text that stands in no source, at the place of what it speaks of.
pub(super) fn text(text: String, span: Span) -> Inline {
    Inline {
        id: NodeId(0),
        span: Span {
            end: span.start,
            ..span
        },
        kind: InlineKind::Text(text),
    }
}

fn one_line(content: &[Inline]) -> String {
    let text = plain_text(content);
    text.split_ascii_whitespace().collect::<Vec<_>>().join(" ")
}

/// Whether a link asks for the name of its target.
fn asks(content: &[Inline]) -> bool {
    match content {
        [] => true,
        [only] => matches!(&only.kind, InlineKind::Text(text) if is_mark(text)),
        _ => false,
    }
}

struct Resolve<'l, 'a> {
    links: &'l mut Resolver<'a>,
    named: BTreeSet<Anchor>,
}

impl Visit for Resolve<'_, '_> {
    fn inline(&mut self, inline: &mut Inline) {
        let span = inline.span;
        if let InlineKind::PageReference(page) = &mut inline.kind {
            let Target::External(address) = &page.target else {
                return;
            };
            let shown = address.clone();
            self.links.resolve_page(page, span);
            match &page.target {
                // In an edition without pages its name is shown.
                Target::Internal(anchor) if !page.is_beside => {
                    self.named.insert(anchor.clone());
                }
                _ if page.is_beside => {}
                _ => inline.kind = InlineKind::Text(shown),
            }
            return;
        }
        let InlineKind::Link { target, content } = &inline.kind else {
            return;
        };
        let Target::External(address) = &**target else {
            return;
        };
        if !asks(content) || !address.contains('#') || address.contains("://") {
            return;
        }
        let shown = address.clone();
        self.links.resolve_in(inline);
        if let InlineKind::Link { target, content } = &mut inline.kind {
            match &**target {
                Target::Internal(anchor) => {
                    self.named.insert(anchor.clone());
                }
                // Better an odd word than a hole in the sentence.
                _ if content.is_empty() => content.push(text(shown, span)),
                _ => {}
            }
        }
    }
}

struct Say {
    names: BTreeMap<Anchor, String>,
}

impl Visit for Say {
    fn inline(&mut self, inline: &mut Inline) {
        // A place without a name, such as a paragraph, is named by its anchor.
        let name = |anchor: &Anchor| {
            let name = self.names.get(anchor).map(String::as_str);
            name.unwrap_or(anchor.as_str()).to_owned()
        };
        match &mut inline.kind {
            InlineKind::Link { target, content } if asks(content) => {
                if let Target::Internal(anchor) = &**target {
                    *content = vec![text(name(anchor), inline.span)];
                }
            }
            InlineKind::PageReference(page) if !page.is_beside => {
                if let Target::Internal(anchor) = &page.target {
                    page.name = name(anchor);
                }
            }
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::find_mark;

    #[test]
    fn marks_stand_between_words() {
        let found = |text| find_mark(text, 0).and_then(|range| str::get(text, range));
        assert_eq!(found("see @fig:the-quay."), Some("@fig:the-quay"));
        assert_eq!(found("(@fig:a_b)"), Some("@fig:a_b"));
        assert_eq!(found("me@fig:home or @fig:x"), Some("@fig:x"));
        assert_eq!(found("@fig: nothing"), None);
    }
}
