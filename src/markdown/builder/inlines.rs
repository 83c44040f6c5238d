//! What a line holds, added in the order of the source.

use std::borrow::Cow;
use std::ops::Range;

use super::super::entities::clean;
use super::super::frame::{Frame, Kind};
use super::super::{punctuation, references};
use super::{Builder, UNNUMBERED};
use crate::document::{Formula, Inline, InlineKind, PageReference, Target};

impl Builder<'_> {
    /// Text of the manuscript outside its lines, with the signs of print.
    pub fn smart(&self, text: &str) -> String {
        let reading = &self.shared.reading;
        match reading.smart {
            true => punctuation::set(text, &reading.language),
            false => text.to_owned(),
        }
    }

    /// Adds a formula to the line.
    pub fn push_formula(&mut self, formula: Formula, range: Range<usize>) {
        let span = self.span(&range);
        let (_, count) = self.shared.formulas.get_or_insert((span, 0));
        *count += 1;
        self.push_inline(InlineKind::Math(formula), range);
    }

    /// Adds text to the line, or to the code that is open.
    pub fn push_text(&mut self, text: &str, range: Range<usize>) {
        self.may_refer = true;
        if let Some(Frame {
            kind: Kind::Code { text: code, .. },
            ..
        }) = self.frames.last_mut()
        {
            code.push_str(text);
            return;
        }
        // Only text that stands in the source as it is has places inside it.
        let has_marks = references::may_hold_mark(text)
            && text.len() == range.len()
            && !self.link_is_open
            && !self.image_is_open;
        if !has_marks {
            return self.push_plain_text(text, range);
        }
        let place = |part: &Range<usize>| range.start + part.start..range.start + part.end;
        let part = |part: &Range<usize>| text.get(part.clone()).unwrap_or_default();
        let (mut done, mut from) = (0, 0);
        while let Some(mark) = references::find_mark(text, from) {
            from = mark.end;
            // What is escaped is meant as text.
            let before = self.text.get(..place(&mark).start).unwrap_or_default();
            if before.ends_with('\\') {
                continue;
            }
            let between = done..mark.start;
            if !between.is_empty() {
                self.push_plain_text(part(&between), place(&between));
            }
            self.push_reference(part(&mark), place(&mark));
            done = mark.end;
            if let Some(length) = references::asks_for_page(text.get(done..)) {
                self.add_page();
                done += length;
                from = done;
            }
        }
        let rest = done..text.len();
        if !rest.is_empty() {
            self.push_plain_text(part(&rest), place(&rest));
        }
    }

    /// A mark such as `@fig:quay`, until `references.rs` knows what it is called.
    fn push_reference(&mut self, mark: &str, range: Range<usize>) {
        self.shared.has_references = true;
        let span = self.span(&range);
        let target = Box::new(Target::External(mark.replacen('@', "#", 1)));
        let content = vec![Inline {
            id: UNNUMBERED,
            span,
            kind: InlineKind::Text(mark.to_owned()),
        }];
        self.push_inline(InlineKind::Link { target, content }, range);
    }

    fn push_plain_text(&mut self, text: &str, range: Range<usize>) {
        self.push_clean_text(clean(text), &range);
    }

    /// Adds text in which nothing is left to read, such as [`clean`] gives.
    pub(in crate::markdown) fn push_clean_text(
        &mut self,
        text: Cow<'_, str>,
        range: &Range<usize>,
    ) {
        self.open_line(range);
        let span = self.span(range);
        let Some(frame) = self.frames.last_mut() else {
            return;
        };
        if let Some(Inline {
            kind: InlineKind::Text(before),
            span: whole,
            ..
        }) = frame.inlines.last_mut()
        {
            before.push_str(&text);
            whole.end = span.end;
            return;
        }
        frame.inlines.push(Inline {
            id: UNNUMBERED,
            span,
            kind: InlineKind::Text(text.into_owned()),
        });
    }

    /// Makes room for the inlines of a line.
    pub(in crate::markdown) fn expect_inlines(&mut self, count: usize) {
        if let Some(frame) = self
            .frames
            .last_mut()
            .filter(|frame| frame.kind.holds_lines())
        {
            frame.inlines.reserve(count);
        }
    }

    /// Adds what a tag held that stands for nothing; text that met a tag goes on.
    pub(in crate::markdown) fn push_content(&mut self, content: Vec<Inline>) {
        let Some(frame) = self.frames.last_mut() else {
            return;
        };
        for inline in content {
            match (frame.inlines.last_mut(), &inline.kind) {
                (
                    Some(Inline {
                        kind: InlineKind::Text(before),
                        span,
                        ..
                    }),
                    InlineKind::Text(text),
                ) => {
                    before.push_str(text);
                    span.end = inline.span.end;
                }
                _ => frame.inlines.push(inline),
            }
        }
    }

    /// Adds an inline to the line.
    pub fn push_inline(&mut self, kind: InlineKind, range: Range<usize>) {
        self.open_line(&range);
        let span = self.span(&range);
        if let Some(frame) = self.frames.last_mut() {
            frame.inlines.push(Inline {
                id: UNNUMBERED,
                span,
                kind,
            });
        }
    }

    pub fn push_note_reference(&mut self, label: &str, range: Range<usize>) {
        let key = self.shared.notes.key(label);
        self.push_inline(InlineKind::NoteReference(key), range);
    }

    /// Adds the page to the link that was read last; one without text gives way to it.
    pub fn add_page(&mut self) {
        let Some(frame) = self.frames.last_mut() else {
            return;
        };
        let Some(Inline {
            span,
            kind: InlineKind::Link { target, content },
            ..
        }) = frame.inlines.last()
        else {
            return;
        };
        let is_beside = !content.is_empty();
        let page = PageReference {
            target: (**target).clone(),
            is_beside,
            name: String::new(),
        };
        let page = Inline {
            id: UNNUMBERED,
            span: *span,
            kind: InlineKind::PageReference(Box::new(page)),
        };
        if !is_beside {
            frame.inlines.pop();
        }
        frame.inlines.push(page);
        self.shared.has_references = true;
    }
}
