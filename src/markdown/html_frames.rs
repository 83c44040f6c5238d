//! What HTML opens stands on the builder's stack between what Markdown opens.

use std::ops::Range;

use super::builder::{Builder, Tag};
use super::frame::{Frame, Kind, Wrap};
use super::html_blocks;
use crate::document::{Inline, InlineKind};

impl Builder<'_> {
    /// Opens something inside a line that an HTML tag asks for.
    pub fn open_html_span(&mut self, wrap: Wrap, tag: &'static str, range: Range<usize>) {
        if self.may_open(&wrap, &range) {
            self.open_line(&range);
            self.push_span(wrap, Some(tag), range);
        }
    }

    /// Closes the tag with those that were opened in it and forgotten. A tag that is not open says
    /// nothing.
    pub fn close_html_span(&mut self, name: &str) {
        let open = self.frames.iter().enumerate().rev();
        let mut spans = open.map_while(|(at, frame)| match frame.kind {
            Kind::Span { tag: Some(tag), .. } => Some((at, tag)),
            _ => None,
        });
        if let Some((at, _)) = spans.find(|(_, tag)| *tag == name) {
            self.close_down_to(at);
        }
    }

    /// Opens a block of HTML, if it is not too deep.
    pub fn open_html_block(
        &mut self,
        kind: Kind,
        tag: &'static str,
        attributes: &str,
        range: Range<usize>,
    ) {
        self.end_paragraph();
        if kind.nests_blocks() && self.block_depth >= self.shared.nesting {
            self.report_depth(&range, "blocks are");
            return self.open_html_nothing(tag);
        }
        self.tags.push(Tag {
            html: Some(tag),
            frame: Some(self.frames.len()),
        });
        self.push(kind, range);
        if let Some(frame) = self.frames.last_mut() {
            frame.attributes = html_blocks::attributes_of(tag, attributes);
        }
    }

    /// Notes that a tag of HTML is open that holds what is around it, so that its closing tag closes
    /// no other.
    pub fn open_html_nothing(&mut self, tag: &'static str) {
        /// Tags are looked for one by one.
        const MOST_TAGS: usize = 1_000;
        self.end_paragraph();
        if self.tags.len() < MOST_TAGS {
            self.tags.push(Tag {
                html: Some(tag),
                frame: Some(self.frames.len()),
            });
        }
    }

    /// Closes the innermost open block of HTML of this name, with what is open in it. What Markdown
    /// opened meanwhile stays open: the tag says nothing then.
    pub fn close_html_block(&mut self, name: &str) {
        self.end_paragraph();
        if let Some(at) = self.html_place(name)
            && let Some(frame) = self.tags.get(at).and_then(|tag| tag.frame)
        {
            self.tags.truncate(at);
            self.close_down_to(frame);
        }
    }

    /// Whether such a block is open that a closing tag here would close.
    pub fn html_is_open(&self, name: &str) -> bool {
        self.html_place(name).is_some()
    }

    /// Whether such a tag was opened last.
    pub fn html_is_top(&self, name: &str) -> bool {
        self.tags.last().is_some_and(|tag| tag.html == Some(name))
    }

    /// Says that the open item, if it is one, has paragraphs of its own.
    pub fn loosen_list(&mut self) {
        if let [.., list, item] = self.frames.as_mut_slice()
            && let (Kind::List { tight, .. }, Kind::Item { .. }) = (&mut list.kind, &item.kind)
        {
            *tight = false;
        }
    }

    /// Whether such a block is open, with none of the others open inside it.
    pub fn html_is_innermost(&self, name: &str, others: &[&str]) -> bool {
        let place = self.html_last(|html| html == name || others.contains(&html));
        place.is_some_and(|at| self.tags.get(at).is_some_and(|tag| tag.html == Some(name)))
    }

    /// Whether a closing tag of this name comes after `at`.
    pub fn closes(&mut self, name: &str, at: usize) -> bool {
        self.html.closes(self.text, name, at)
    }

    fn html_place(&self, name: &str) -> Option<usize> {
        self.html_last(|html| html == name)
    }

    /// The place of the innermost tag of HTML that is wanted, above what is open of Markdown.
    fn html_last(&self, is_wanted: impl Fn(&str) -> bool) -> Option<usize> {
        // The lines of a block of HTML have a tag of Markdown of their own, without a frame.
        let mut open = self.tags.iter().enumerate().rev();
        open.find_map(|(at, tag)| match (tag.html, tag.frame) {
            (Some(html), _) if is_wanted(html) => Some(Some(at)),
            (Some(_), _) | (None, None) => None,
            (None, Some(_)) => Some(None),
        })
        .flatten()
    }

    /// The frame on top.
    pub fn top_mut(&mut self) -> Option<&mut Frame> {
        self.frames.last_mut()
    }

    /// Begins a new line where a block would begin, in what holds lines only.
    pub fn part_lines(&mut self, range: &Range<usize>) {
        self.end_paragraph();
        let Some(frame) = self.frames.last() else {
            return;
        };
        let is_break = |inline: &Inline| matches!(inline.kind, InlineKind::HardBreak);
        if frame.kind.holds_lines() && frame.inlines.last().is_some_and(|last| !is_break(last)) {
            self.push_inline(InlineKind::HardBreak, range.clone());
        }
    }

    pub(super) fn close_html_spans(&mut self) {
        while matches!(self.top(), Some(Kind::Span { tag: Some(_), .. })) {
            self.close();
        }
    }
}
