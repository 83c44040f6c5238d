//! Asides: which manuscripts' words mean them, and where their titles come from.

use std::ops::Range;

use super::builder::{Builder, UNNUMBERED};
use super::entities::{clean, resolve};
use super::fences::Opening;
use super::frame::Kind;
use super::{splice, walk};
use crate::document::{
    Anchor, Aside, AsideRole, Block, BlockKind, Chapter, Inline, InlineKind, Note,
};
use crate::source::Span;

/// The role that a class or the name of a fenced div means. What may be folded has a tag of its
/// own.
pub(super) fn role_of_class(name: &str) -> Option<AsideRole> {
    AsideRole::named(name).filter(|role| *role != AsideRole::Details)
}

/// The role of a quotation that begins with `[!word]`. Words beyond GitHub's five are Obsidian's.
fn role_of_callout(word: &str) -> AsideRole {
    match word.to_ascii_lowercase().as_str() {
        "hint" => AsideRole::Tip,
        "attention" => AsideRole::Warning,
        "error" => AsideRole::Danger,
        word => role_of_class(word).unwrap_or(AsideRole::Note),
    }
}

impl Builder<'_> {
    /// Opens or closes a fenced div. One that is no aside stands for what it holds.
    pub(super) fn take_fence(&mut self, opens: Option<Opening>, range: Range<usize>) {
        const TAG: &str = ":::";
        let Some(opening) = opens else {
            return self.close_html_block(TAG);
        };
        self.end_paragraph();
        if let Some(id) = opening.id.as_deref().and_then(Anchor::from_text) {
            self.pending_id = Some(id);
        }
        let title = opening.title.as_deref().unwrap_or_default();
        let title = self.smart(&clean(&resolve(title)));
        let mut title = vec![text_at(self.span(&range), &title)];
        splice::trim(&mut title);
        match role_of_class(&opening.name) {
            Some(role) => self.open_html_block(Kind::Aside { role, title }, TAG, "", range),
            None => {
                if !opening.name.is_empty() {
                    self.html().add_div(&opening.name, range.clone());
                }
                self.open_html_nothing(TAG);
                if !title.is_empty() {
                    self.add_block(BlockKind::Paragraph(title), None, &range);
                }
            }
        }
    }

    /// A quotation, or the aside that its first line announces: `[!tip]- A title`.
    pub(super) fn add_quote(&mut self, mut blocks: Vec<Block>, range: &Range<usize>) {
        let Some((role, title)) = self.take_callout(&mut blocks) else {
            return self.add_block(BlockKind::Quote(blocks), None, range);
        };
        self.add_aside(role, title, blocks, range);
    }

    pub(super) fn add_aside(
        &mut self,
        role: AsideRole,
        title: Vec<Inline>,
        blocks: Vec<Block>,
        range: &Range<usize>,
    ) {
        let aside = Aside {
            role,
            title,
            blocks,
        };
        self.add_block(BlockKind::Aside(aside), None, range);
    }

    /// Takes the line of a callout off the first paragraph.
    fn take_callout(&self, blocks: &mut Vec<Block>) -> Option<(AsideRole, Vec<Inline>)> {
        let first = blocks.first_mut()?;
        let BlockKind::Paragraph(content) = &mut first.kind else {
            return None;
        };
        let Inline {
            kind: InlineKind::Text(text),
            span,
            ..
        } = content.first()?
        else {
            return None;
        };
        // What is escaped is meant as text.
        let at = span.range().start;
        let is_escaped = self.text.get(..at)?.ends_with('\\');
        if is_escaped || !self.text.get(at..)?.starts_with("[!") {
            return None;
        }
        let (word, after) = text.strip_prefix("[!")?.split_once(']')?;
        let is_word = |c: char| c.is_ascii_alphabetic() || c == '-';
        if word.is_empty() || !word.chars().all(is_word) {
            return None;
        }
        let after = after.strip_prefix(['-', '+']).unwrap_or(after);
        if !(after.is_empty() || after.starts_with(' ')) {
            return None;
        }
        let role = role_of_callout(word);
        // A word that is none of ours says itself what the aside is.
        let is_known = word.eq_ignore_ascii_case(role.as_str());
        let stated = (!is_known).then(|| capitalised(word));
        let at = text.len() - after.len();
        let span = *span;
        let (_, mut rest) = splice::cut(std::mem::take(content), at);
        let is_break =
            |inline: &Inline| matches!(inline.kind, InlineKind::SoftBreak | InlineKind::HardBreak);
        let line_end = rest.iter().position(is_break).unwrap_or(rest.len());
        *content = rest.split_off(line_end);
        splice::trim(content);
        splice::trim(&mut rest);
        if let (true, Some(word)) = (rest.is_empty(), stated) {
            rest.push(text_at(span, &word));
        }
        if content.is_empty() {
            blocks.remove(0);
        }
        Some((role, rest))
    }
}

/// Gives every aside that has no title the word for it.
pub(super) fn title(chapters: &mut [Chapter], notes: &mut [Note], language: &str) {
    let mut give = |block: &mut Block| {
        let spoken = block.attributes.language.as_deref().unwrap_or(language);
        if let BlockKind::Aside(aside) = &mut block.kind
            && aside.title.is_empty()
        {
            let at = Span {
                end: block.span.start,
                ..block.span
            };
            aside.title.push(text_at(at, aside.role.title(spoken)));
        }
    };
    for chapter in chapters {
        walk::blocks_only(&mut chapter.blocks, &mut give);
    }
    for note in notes {
        walk::blocks_only(&mut note.blocks, &mut give);
    }
}

/// Text that cutline says at a place.
pub(super) fn text_at(span: Span, text: &str) -> Inline {
    Inline {
        id: UNNUMBERED,
        span,
        kind: InlineKind::Text(text.to_owned()),
    }
}

/// A word in lower case with its first letter a capital.
fn capitalised(word: &str) -> String {
    let word = word.to_ascii_lowercase();
    let (first, rest) = word.split_at_checked(1).unwrap_or((&word, ""));
    first.to_ascii_uppercase() + rest
}
