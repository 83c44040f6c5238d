//! The tree is built on an explicit stack, so that no nesting of the source overflows anything.

mod inlines;

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::ops::Range;

use super::frame::{Frame, Kind, Wrap};
use super::html_tags::HtmlReport;
use super::line::Reading;
use super::macros::MacroReport;
use super::notes::NoteBook;
use super::photo::image::{self, Image};
use super::photo::slugs::ChosenSlugs;
use crate::diagnostic::{Code, Diagnostic};
use crate::document::{Anchor, Block, BlockAttributes, BlockKind, ChapterRole, InlineKind, NodeId};
use crate::manuscript::Conventions;
use crate::source::{FileId, Span};

/// A node that is not numbered yet.
pub(super) const UNNUMBERED: NodeId = NodeId(0);

/// What is known of the files of a manuscript while they are read: of each by itself first, then of
/// all together.
#[derive(Default)]
pub(super) struct Shared {
    pub conventions: Conventions,
    /// How deep quotations, lists and footnotes stand in each other at most, and how deep emphasis and
    /// links within one line. What is deeper is kept at this depth.
    pub nesting: usize,
    pub notes: NoteBook,
    pub has_photos: bool,
    /// Whether a link may ask for the name of its target.
    pub has_references: bool,
    pub chosen_slugs: ChosenSlugs,
    /// Roles that attributes give, by the place of their heading.
    pub roles: BTreeMap<(FileId, u32), ChapterRole>,
    /// The places of headings that are to bear no number.
    pub unnumbered: BTreeSet<(FileId, u32)>,
    /// The first formula, and how many there are.
    pub formulas: Option<(Span, usize)>,
    pub reading: Reading,
    pub diagnostics: Vec<Diagnostic>,
}

impl Shared {
    /// Nothing read yet, in a project of these conventions, and to be nested no deeper.
    pub fn new(conventions: &Conventions, nesting: usize) -> Shared {
        Shared {
            conventions: conventions.clone(),
            nesting,
            ..Shared::default()
        }
    }

    /// For a file that is to be read in the same way.
    pub fn of_file(&self) -> Shared {
        Shared {
            reading: self.reading.clone(),
            ..Shared::new(&self.conventions, self.nesting)
        }
    }

    /// Takes in what is known of a file. Files come in their order.
    /// Gives what is to be added to the keys of its notes.
    pub fn join(&mut self, file: FileId, mut of_file: Shared) -> usize {
        let beginning = self.notes.join(file, of_file.notes);
        self.has_photos |= of_file.has_photos;
        self.has_references |= of_file.has_references;
        self.chosen_slugs.extend(of_file.chosen_slugs);
        self.roles.append(&mut of_file.roles);
        self.unnumbered.append(&mut of_file.unnumbered);
        if let Some((first, count)) = of_file.formulas {
            self.formulas.get_or_insert((first, 0)).1 += count;
        }
        self.diagnostics.append(&mut of_file.diagnostics);
        beginning
    }
}

/// An open tag of Markdown or, with a name, of HTML.
pub(super) struct Tag {
    pub html: Option<&'static str>,
    /// The frame that stands for it, as its place on the stack.
    pub frame: Option<usize>,
}

/// Builds the blocks of one file.
pub(super) struct Builder<'a> {
    pub(super) file: FileId,
    pub(super) text: &'a str,
    pub(super) shared: &'a mut Shared,
    pub(super) frames: Vec<Frame>,
    /// The tags that are open.
    pub(super) tags: Vec<Tag>,
    pub(super) block_depth: usize,
    pub(super) span_depth: usize,
    pub(super) link_is_open: bool,
    pub(super) image_is_open: bool,
    /// Source before this byte was already read, or is left out.
    skip_until: usize,
    nesting_reported: bool,
    /// Ids that images ask for, by the byte where the image begins.
    pub(super) photo_ids: HashMap<u32, Anchor>,
    pub(super) html: HtmlReport,
    /// The macros that were left out.
    pub(super) macros: MacroReport,
    /// The cutline that a macro around a photo gives it.
    pub(super) macro_caption: Option<String>,
    /// An id of HTML that the next block takes.
    pub(super) pending_id: Option<Anchor>,
    /// What the tag of the block that closes says.
    pub(super) closing: BlockAttributes,
    /// Whether text came, since the last look, that may hold a reference to a footnote that nobody
    /// wrote.
    pub(super) may_refer: bool,
}

impl<'a> Builder<'a> {
    /// A builder for a file's whole `text`.
    pub fn new(file: FileId, text: &'a str, shared: &'a mut Shared) -> Builder<'a> {
        let root = Frame {
            kind: Kind::Root,
            range: 0..text.len(),
            attributes: BlockAttributes::default(),
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
            macros: MacroReport::default(),
            macro_caption: None,
            pending_id: None,
            closing: BlockAttributes::default(),
            may_refer: false,
        }
    }

    /// Closes everything. Headings of level 1 stand among the blocks.
    pub fn finish(mut self) -> Vec<Block> {
        self.end_paragraph();
        while self.frames.len() > 1 {
            self.close();
        }
        self.html.report(self.file, &mut self.shared.diagnostics);
        self.macros.report(self.file, &mut self.shared.diagnostics);
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
            Kind::Heading { .. }
            | Kind::Cell
            | Kind::Term
            | Kind::Definition
            | Kind::Item { .. }
            | Kind::Root => true,
            _ => false,
        });
        line.map_or(self.text.len(), |frame| frame.range.end)
    }

    pub(super) fn top(&self) -> Option<&Kind> {
        self.frames.last().map(|frame| &frame.kind)
    }

    /// Whether a block that begins here stands on its file's own level.
    pub(super) fn stands_on_root(&self) -> bool {
        let mut frames = self.frames.iter().rev();
        let around = frames.find(|frame| !matches!(frame.kind, Kind::Group));
        around.is_none_or(|frame| matches!(frame.kind, Kind::Root))
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
            Kind::Definition => matches!(self.top(), Some(Kind::DefinitionList(_))),
            _ => self.block_depth < self.shared.nesting,
        };
        let frame = fits.then_some(self.frames.len());
        if fits {
            self.push(kind, range);
        } else if !matches!(kind, Kind::Item { .. } | Kind::Definition) {
            self.report_depth(&range, "blocks are");
        }
        self.tags.push(Tag { html: None, frame });
    }

    /// Opens a block that holds no blocks.
    pub fn open_leaf(&mut self, kind: Kind, range: Range<usize>) {
        self.end_paragraph();
        if matches!(kind, Kind::Paragraph { .. }) {
            self.loosen_list();
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
    pub(super) fn close_down_to(&mut self, frame: usize) {
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

    // Content.

    /// Adds a change of scene.
    pub fn push_break(&mut self, range: Range<usize>) {
        self.end_paragraph();
        self.add_block(BlockKind::ThematicBreak, None, &range);
    }

    /// Whether an item of a list is open that could be a task.
    pub fn is_in_item(&self) -> bool {
        let mut frames = self.frames.iter().rev();
        frames.any(|frame| matches!(frame.kind, Kind::Item { .. }))
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

    pub(super) fn push(&mut self, kind: Kind, range: Range<usize>) {
        self.block_depth += usize::from(kind.nests_blocks());
        self.frames.push(Frame {
            kind,
            range,
            attributes: BlockAttributes::default(),
            blocks: Vec::new(),
            inlines: Vec::new(),
        });
    }

    pub(super) fn push_span(&mut self, wrap: Wrap, tag: Option<&'static str>, range: Range<usize>) {
        self.open_line(&range);
        self.span_depth += 1;
        match wrap {
            Wrap::Link { .. } => self.link_is_open = true,
            Wrap::Image { .. } => self.image_is_open = true,
            _ => {}
        }
        self.push(Kind::Span { wrap, tag }, range);
    }

    pub(super) fn may_open(&mut self, wrap: &Wrap, range: &Range<usize>) -> bool {
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
            _ if self.span_depth >= self.shared.nesting => {
                self.report_depth(range, "a line is");
                false
            }
            _ => true,
        }
    }

    /// Says once that something is too deep: `what` with its verb.
    pub(super) fn report_depth(&mut self, range: &Range<usize>, what: &str) {
        let message = format!("{what} nested deeper than {} levels", self.shared.nesting);
        self.report_nesting(range, &message);
    }

    pub(super) fn report_nesting(&mut self, range: &Range<usize>, message: &str) {
        if !std::mem::replace(&mut self.nesting_reported, true) {
            let range = range.start..first_line_end(self.text, range);
            self.report(Code::NestingLimit, &range, message);
        }
    }

    /// Opens a paragraph where text stands directly in a container.
    pub(super) fn open_line(&mut self, range: &Range<usize>) {
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
