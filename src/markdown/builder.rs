//! The tree is built on an explicit stack, so that no nesting of the source overflows anything.

use std::collections::{BTreeMap, HashMap};
use std::ops::Range;

use super::entities::clean;
use super::frame::{Frame, Kind, Wrap};
use super::html_tags::HtmlReport;
use super::notes::NoteBook;
use super::photo::image::{self, Image};
use super::photo::slugs::ChosenSlugs;
use super::references;
use crate::diagnostic::{Code, Diagnostic};
use crate::document::{Anchor, Block, BlockKind, ChapterRole, Inline, InlineKind, NodeId, Target};
use crate::manuscript::Conventions;
use crate::source::{FileId, Span};

/// How deep quotations, lists and footnotes stand in each other at most, and how deep emphasis and
/// links within one line. What is deeper is kept at this depth.
pub const DEEPEST_NESTING: usize = 64;

/// A node that is not numbered yet.
pub(super) const UNNUMBERED: NodeId = NodeId(0);

/// What the files of a manuscript share while they are read.
#[derive(Default)]
pub(super) struct Shared {
    pub conventions: Conventions,
    pub notes: NoteBook,
    pub has_photos: bool,
    pub chosen_slugs: ChosenSlugs,
    /// Roles that attributes give, by the place of their heading.
    pub roles: BTreeMap<(FileId, u32), ChapterRole>,
    pub diagnostics: Vec<Diagnostic>,
}

impl Shared {
    /// Nothing read yet, in a project of these conventions.
    pub fn new(conventions: &Conventions) -> Shared {
        Shared {
            conventions: conventions.clone(),
            ..Shared::default()
        }
    }
}

/// An open tag of Markdown or, with a name, of HTML.
struct Tag {
    html: Option<&'static str>,
    /// The frame that stands for it, as its place on the stack.
    frame: Option<usize>,
}

/// Builds the blocks of one file.
pub(super) struct Builder<'a> {
    pub(super) file: FileId,
    pub(super) text: &'a str,
    pub(super) shared: &'a mut Shared,
    pub(super) frames: Vec<Frame>,
    /// The tags that are open.
    tags: Vec<Tag>,
    pub(super) block_depth: usize,
    pub(super) span_depth: usize,
    pub(super) link_is_open: bool,
    pub(super) image_is_open: bool,
    /// Source before this byte was already read, or is left out.
    skip_until: usize,
    nesting_reported: bool,
    /// Ids that images ask for, by the byte where the image begins.
    pub(super) photo_ids: HashMap<u32, Anchor>,
    html: HtmlReport,
    /// An id of HTML that the next block takes.
    pub(super) pending_id: Option<Anchor>,
}

impl<'a> Builder<'a> {
    /// A builder for a file's whole `text`.
    pub fn new(file: FileId, text: &'a str, shared: &'a mut Shared) -> Builder<'a> {
        let root = Frame {
            kind: Kind::Root,
            range: 0..text.len(),
            blocks: Vec::new(),
            inlines: Vec::new(),
        };
        Builder {
            file,
            text,
            shared,
            frames: vec![root],
            tags: Vec::new(),
            block_depth: 0,
            span_depth: 0,
            link_is_open: false,
            image_is_open: false,
            skip_until: 0,
            nesting_reported: false,
            photo_ids: HashMap::new(),
            html: HtmlReport::default(),
            pending_id: None,
        }
    }

    /// Closes everything. Headings of level 1 stand among the blocks.
    pub fn finish(mut self) -> Vec<Block> {
        self.end_paragraph();
        while self.frames.len() > 1 {
            self.close();
        }
        self.html.report(self.file, &mut self.shared.diagnostics);
        self.frames
            .pop()
            .map(|root| root.blocks)
            .unwrap_or_default()
    }

    pub fn source(&self) -> &'a str {
        self.text
    }

    pub fn skip_until(&self) -> usize {
        self.skip_until
    }

    /// Leaves out the source before `end`.
    pub fn skip_to(&mut self, end: usize) {
        self.skip_until = self.skip_until.max(end);
    }

    pub fn html(&mut self) -> &mut HtmlReport {
        &mut self.html
    }

    /// The place in the file.
    pub fn span(&self, range: &Range<usize>) -> Span {
        Span::new(self.file, range.clone())
    }

    pub(super) fn report(&mut self, code: Code, range: &Range<usize>, message: impl Into<String>) {
        let diagnostic = Diagnostic::new(code, self.span(range), message);
        self.shared.diagnostics.push(diagnostic);
    }

    /// Where the block ends whose lines are open. The end of an item that holds its text directly
    /// stands in.
    pub fn end_of_line(&self) -> usize {
        let mut frames = self.frames.iter().rev();
        let line = frames.find(|frame| match frame.kind {
            Kind::Paragraph { implicit } => !implicit,
            Kind::Heading { .. } | Kind::Cell | Kind::Item { .. } | Kind::Root => true,
            _ => false,
        });
        line.map_or(self.text.len(), |frame| frame.range.end)
    }

    pub(super) fn top(&self) -> Option<&Kind> {
        self.frames.last().map(|frame| &frame.kind)
    }

    /// Whether lines are open that text can join.
    pub fn line_is_open(&self) -> bool {
        matches!(self.top(), Some(kind) if kind.holds_lines() || matches!(kind, Kind::Span { .. }))
    }

    // Tags of the Markdown. Each `open_…` is answered by one `end_block` or `end_span`.

    /// Opens a quotation, list, item or footnote, if it is not too deep.
    pub fn open_container(&mut self, kind: Kind, range: Range<usize>) {
        self.end_paragraph();
        let fits = match kind {
            // An item of a list that was too deep is flattened with it.
            Kind::Item { .. } => matches!(self.top(), Some(Kind::List { .. })),
            _ => self.block_depth < DEEPEST_NESTING,
        };
        let frame = fits.then_some(self.frames.len());
        if fits {
            self.push(kind, range);
        } else if !matches!(kind, Kind::Item { .. }) {
            self.report_nesting(&range, "blocks are nested deeper than 64 levels");
        }
        self.tags.push(Tag { html: None, frame });
    }

    /// Opens a block that holds no blocks.
    pub fn open_leaf(&mut self, kind: Kind, range: Range<usize>) {
        self.end_paragraph();
        if matches!(kind, Kind::Paragraph { .. })
            && let [.., list, item] = self.frames.as_mut_slice()
            && let (Kind::List { tight, .. }, Kind::Item { .. }) = (&mut list.kind, &item.kind)
        {
            *tight = false;
        }
        let frame = Some(self.frames.len());
        self.push(kind, range);
        self.tags.push(Tag { html: None, frame });
    }

    /// Opens something inside a line, if it may stand there.
    pub fn open_span(&mut self, wrap: Wrap, range: Range<usize>) {
        let fits = self.may_open(&wrap, &range);
        if fits {
            self.open_line(&range);
        }
        let frame = fits.then_some(self.frames.len());
        if fits {
            self.push_span(wrap, None, range);
        }
        self.tags.push(Tag { html: None, frame });
    }

    /// Passes over a tag that has no place in the model; what it holds joins what is around it.
    pub fn open_nothing(&mut self) {
        self.tags.push(Tag {
            html: None,
            frame: None,
        });
    }

    /// Ends the block that was opened last.
    pub fn end_block(&mut self) {
        self.end_paragraph();
        self.end_tag();
    }

    /// Ends the tag of Markdown that was opened last, with all HTML that is open in it.
    fn end_tag(&mut self) {
        while let Some(tag) = self.tags.pop() {
            if let Some(frame) = tag.frame {
                self.close_down_to(frame);
            }
            if tag.html.is_none() {
                break;
            }
        }
    }

    /// Closes the frame at this place of the stack and everything above it.
    fn close_down_to(&mut self, frame: usize) {
        while self.frames.len() > frame.max(1) {
            self.close();
        }
    }

    /// Ends what was opened last inside a line.
    pub fn end_span(&mut self) {
        self.end_tag();
    }

    /// Ends text that stands without a paragraph of its own.
    pub fn end_paragraph(&mut self) {
        self.close_html_spans();
        if matches!(self.top(), Some(Kind::Paragraph { implicit: true })) {
            self.close();
        }
    }

    // Tags of HTML.

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
    pub fn open_html_block(&mut self, kind: Kind, tag: &'static str, range: Range<usize>) {
        self.end_paragraph();
        if kind.nests_blocks() && self.block_depth >= DEEPEST_NESTING {
            return self.report_nesting(&range, "blocks are nested deeper than 64 levels");
        }
        self.tags.push(Tag {
            html: Some(tag),
            frame: Some(self.frames.len()),
        });
        self.push(kind, range);
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

    /// Whether both are open and `inner` stands inside the innermost `outer` only.
    pub fn html_is_within(&self, inner: &str, outer: &str) -> bool {
        self.html_place(inner) > self.html_place(outer)
    }

    /// Whether a closing tag of this name comes after `at`.
    pub fn closes(&mut self, name: &str, at: usize) -> bool {
        self.html.closes(self.text, name, at)
    }

    fn html_place(&self, name: &str) -> Option<usize> {
        // The lines of a block of HTML have a tag of Markdown of their own, without a frame.
        let mut open = self.tags.iter().enumerate().rev();
        open.find_map(|(at, tag)| match (tag.html, tag.frame) {
            (Some(html), _) if html == name => Some(Some(at)),
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

    fn close_html_spans(&mut self) {
        while matches!(self.top(), Some(Kind::Span { tag: Some(_), .. })) {
            self.close();
        }
    }

    // Content.

    /// Adds text to the line, or to the code that is open.
    pub fn push_text(&mut self, text: &str, range: Range<usize>) {
        if let Some(Frame {
            kind: Kind::Code { text: code, .. },
            ..
        }) = self.frames.last_mut()
        {
            code.push_str(text);
            return;
        }
        // Only text that stands in the source as it is has places inside it.
        let has_marks = text.contains(references::MARK)
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
        }
        let rest = done..text.len();
        if !rest.is_empty() {
            self.push_plain_text(part(&rest), place(&rest));
        }
    }

    /// A mark such as `@fig:quay`, until `references.rs` knows what it is called.
    fn push_reference(&mut self, mark: &str, range: Range<usize>) {
        let span = self.span(&range);
        let target = Target::External(mark.replacen('@', "#", 1));
        let content = vec![Inline {
            id: UNNUMBERED,
            span,
            kind: InlineKind::Text(mark.to_owned()),
        }];
        self.push_inline(InlineKind::Link { target, content }, range);
    }

    fn push_plain_text(&mut self, text: &str, range: Range<usize>) {
        let text = clean(text);
        self.open_line(&range);
        let end = self.span(&range).end;
        if let Some(Inline {
            kind: InlineKind::Text(before),
            span,
            ..
        }) = self
            .frames
            .last_mut()
            .and_then(|frame| frame.inlines.last_mut())
        {
            before.push_str(&text);
            span.end = end;
            return;
        }
        self.push_inline(InlineKind::Text(text.into_owned()), range);
    }

    /// Adds what a tag held that stands for nothing; text that met a tag goes on.
    pub(super) fn push_content(&mut self, content: Vec<Inline>) {
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
        let key = self.shared.notes.key(self.file, label);
        self.push_inline(InlineKind::NoteReference(key), range);
    }

    /// Adds a change of scene.
    pub fn push_break(&mut self, range: Range<usize>) {
        self.end_paragraph();
        self.add_block(BlockKind::ThematicBreak, None, &range);
    }

    /// Marks the open item as a task.
    pub fn check_item(&mut self, is_done: bool) {
        let mut frames = self.frames.iter_mut().rev();
        let item = frames.find_map(|frame| match &mut frame.kind {
            Kind::Item { checked } => Some(checked),
            _ => None,
        });
        if let Some(checked) = item {
            *checked = Some(is_done);
        }
    }

    /// Adds a photo that was read, with the id it asks for.
    pub fn push_photo(&mut self, image: Image) {
        let span = image.span;
        if let Some(id) = image.attributes.id.as_deref().and_then(Anchor::from_text) {
            self.photo_ids.insert(span.start, id);
        }
        self.shared.has_photos = true;
        let named = image::figure(image);
        if named.slug_is_chosen {
            self.shared.chosen_slugs.insert((self.file, span.start));
        }
        let photo = InlineKind::Photo(Box::new(named.figure));
        self.push_inline(photo, span.range());
    }

    // The stack.

    fn push(&mut self, kind: Kind, range: Range<usize>) {
        self.block_depth += usize::from(kind.nests_blocks());
        self.frames.push(Frame {
            kind,
            range,
            blocks: Vec::new(),
            inlines: Vec::new(),
        });
    }

    fn push_span(&mut self, wrap: Wrap, tag: Option<&'static str>, range: Range<usize>) {
        self.open_line(&range);
        self.span_depth += 1;
        match wrap {
            Wrap::Link { .. } => self.link_is_open = true,
            Wrap::Image { .. } => self.image_is_open = true,
            _ => {}
        }
        self.push(Kind::Span { wrap, tag }, range);
    }

    fn may_open(&mut self, wrap: &Wrap, range: &Range<usize>) -> bool {
        match wrap {
            // A link cannot stand in a link, but Markdown lets one in by way of an image.
            Wrap::Link { .. } if self.link_is_open => false,
            Wrap::Image { .. } if self.image_is_open => {
                let message = "a photo inside the text of another is left out, its text is kept";
                self.report_nesting(range, message);
                false
            }
            // An image is never lost to depth: it is a photo, and none can stand in it.
            Wrap::Image { .. } => true,
            _ if self.span_depth >= DEEPEST_NESTING => {
                self.report_nesting(range, "a line is nested deeper than 64 levels");
                false
            }
            _ => true,
        }
    }

    fn report_nesting(&mut self, range: &Range<usize>, message: &str) {
        if !std::mem::replace(&mut self.nesting_reported, true) {
            let range = range.start..first_line_end(self.text, range);
            self.report(Code::NestingLimit, &range, message);
        }
    }

    /// Opens a paragraph where text stands directly in a container.
    fn open_line(&mut self, range: &Range<usize>) {
        if self.top().is_some_and(Kind::holds_blocks) {
            self.push(Kind::Paragraph { implicit: true }, range.clone());
        }
    }
}

fn first_line_end(text: &str, range: &Range<usize>) -> usize {
    /// Enough of a line to point at.
    const SHOWN: usize = 40;
    let source = text.get(range.clone()).unwrap_or_default();
    let line = source.lines().next().unwrap_or_default();
    let shown = line
        .char_indices()
        .nth(SHOWN)
        .map_or(line.len(), |(at, _)| at);
    range.start + shown
}
