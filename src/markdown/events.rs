//! Markdown: the parser's events go to the builder.

use std::borrow::Cow;
use std::iter::Peekable;
use std::ops::Range;
use std::vec::IntoIter;

use pulldown_cmark::{
    Alignment as Align, BlockQuoteKind, CodeBlockKind, Event, LinkType, Options, Parser, Tag,
    TagEnd,
};

use super::builder::{Builder, Shared};
use super::code_info::CodeInfo;
use super::definitions::{self, COLON, DefinitionDraft};
use super::entities::clean;
use super::fences::{self, Fence};
use super::frame::{Kind, Wrap};
use super::glance::{self, Glance};
use super::line::{self, Line, Piece, What};
use super::links::WIKI_LINK;
use super::macros::{self, Finder};
use super::photo::junk::names_picture;
use super::punctuation::APOSTROPHE;
use super::{html, html_tags, roles};
use crate::diagnostic::Code;
use crate::document::{
    Alignment, Anchor, AsideRole, Block, Formula, InlineKind, NumberStyle, SpanRole,
};
use crate::manuscript::Conventions;
use crate::source::FileId;

/// CommonMark with what its users expect beyond it. Superscripts and subscripts are not asked for:
/// the parser takes lone carets for the one, and knows the other between words only. Nor are its
/// quotation marks, which are English. `line.rs` and what it calls read both.
fn options(conventions: &Conventions, text: &str) -> Options {
    let wiki_links = match conventions.wiki_links || shows_wiki_photos(text) {
        true => Options::ENABLE_WIKILINKS,
        false => Options::empty(),
    };
    wiki_links
        | Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_HEADING_ATTRIBUTES
        | Options::ENABLE_MATH
        | Options::ENABLE_DEFINITION_LIST
        | Options::ENABLE_GFM
}

/// Whether a photo is written as Obsidian has it: `![[quay.jpg|The quay]]`.
fn shows_wiki_photos(text: &str) -> bool {
    const LONGEST: usize = 500;
    // Faster than to look for the places.
    if !text.contains("![[") {
        return false;
    }
    let mut marks = text.match_indices("![[");
    marks.any(|(at, mark)| {
        let rest = text.get(at + mark.len()..).unwrap_or_default();
        let length = rest
            .bytes()
            .take(LONGEST)
            .position(|b| b"|]\n".contains(&b));
        let name = length
            .and_then(|length| rest.get(..length))
            .unwrap_or_default();
        // In a table its bar is escaped.
        names_picture(&name.trim_end_matches('\\').to_lowercase())
    })
}

/// Reads the Markdown that begins at the byte `body` of a file.
pub(super) fn read(file: FileId, text: &str, body: usize, shared: &mut Shared) -> Vec<Block> {
    let markdown = text.get(body..).unwrap_or_default();
    let options = options(&shared.conventions, markdown);
    let (markdown, fences) = match glance::has_line_with_colon(markdown) {
        true => {
            let (markdown, fences) = fences::take(markdown);
            (definitions::guard(markdown), fences)
        }
        false => (Cow::Borrowed(markdown), Vec::new()),
    };
    let mut reader = Reader {
        builder: Builder::new(file, text, shared),
        html_block: None,
        in_code: false,
        events: macros::Events::new(),
        line_roles: Vec::new(),
        glance: Glance::default(),
        fences: fences.into_iter().peekable(),
        body,
        finder: Finder::new(text),
        may_import: true,
        in_caption: false,
    };
    for (event, range) in Parser::new_ext(&markdown, options).into_offset_iter() {
        let range = body + range.start..body + range.end;
        let is_verbatim = reader.in_code || reader.html_block.is_some();
        if is_verbatim || !line::is_inline(&event) {
            reader.end_line();
            reader.may_import &= !is_verbatim;
            reader.take(event, range);
        } else {
            reader.glance.see(&event);
            reader.events.push((event, range));
        }
    }
    reader.end_line();
    reader.builder.finish()
}

struct Reader<'a> {
    builder: Builder<'a>,
    /// The lines of the block of HTML that is open.
    html_block: Option<html::Lines>,
    /// Whether a block of code is open.
    in_code: bool,
    /// The events of the line that is gathered.
    events: macros::Events<'a>,
    /// What the block says of its whole line.
    line_roles: Vec<SpanRole>,
    /// What there may be in it.
    glance: Glance,
    /// The fences of divs that are still to come.
    fences: Peekable<IntoIter<Fence>>,
    /// Where the Markdown begins, from which fences count.
    body: usize,
    finder: Finder<'a>,
    /// Whether only lines of code have been read, such as MDX has at the head of a file.
    may_import: bool,
    /// Whether the text after a photo is the cutline that WordPress marks.
    in_caption: bool,
}

impl<'a> Reader<'a> {
    /// Hands the line that was gathered to the builder.
    fn end_line(&mut self) {
        if self.events.is_empty() {
            return;
        }
        let glance = std::mem::take(&mut self.glance);
        if self.may_import && self.builder.skip_imports(&self.events) {
            self.events.clear();
            return;
        }
        self.may_import = false;
        self.in_caption = false;
        if glance.is_plain() && self.line_roles.is_empty() {
            return self.take_plain(glance);
        }
        let Some((_, first)) = self.events.first() else {
            return;
        };
        let start = first.start;
        let source = self.builder.source();
        let line = Line::gather(&mut self.events, glance, &mut self.finder, source);
        let mut refused = Vec::new();
        let reading = &self.builder.shared.reading;
        let roles = std::mem::take(&mut self.line_roles);
        let pieces = line.finish(source, glance, reading, roles, &mut refused);
        for (range, message) in refused {
            self.builder.report(Code::InvalidAttribute, &range, message);
        }
        for Piece { what, range } in pieces {
            self.take_piece(what, range, start);
        }
    }

    /// Takes the events of a line as they are.
    fn take_plain(&mut self, glance: Glance) {
        let sets_apostrophes = glance.has_apostrophes() && self.builder.shared.reading.smart;
        let mut events = std::mem::take(&mut self.events);
        self.builder.expect_inlines(events.len());
        // Most are text and line ends, which need not be moved.
        for (event, range) in &events {
            let is_skipped = range.start < self.builder.skip_until();
            match event {
                Event::Text(text) if !is_skipped && !glance.has_odd() => {
                    let text = match sets_apostrophes && text.contains('\'') {
                        true => Cow::Owned(text.replace('\'', APOSTROPHE)),
                        false => Cow::Borrowed(&**text),
                    };
                    self.builder.push_clean_text(text, range);
                }
                event => self.take(event.clone(), range.clone()),
            }
        }
        events.clear();
        self.events = events;
    }

    /// Takes a part of the line that begins at the byte `start`.
    fn take_piece(&mut self, what: What<'_>, range: Range<usize>, start: usize) {
        let until = self.builder.skip_until();
        let is_skipped = range.start < until;
        match what {
            What::Event(event) => self.take(event, range),
            What::Text { .. } => {
                let range = range.start.max(until)..range.end;
                let source = self.builder.source();
                if let Some(text) = source.get(range.clone()).filter(|text| !text.is_empty()) {
                    self.take_text(text, range);
                }
            }
            What::Open(_) if is_skipped => self.builder.open_nothing(),
            What::Open(wrap) => self.builder.open_span(wrap, range),
            What::Close => self.builder.end_span(),
            What::Set(_) | What::Id(_) | What::Page | What::Macro(_) if is_skipped => {}
            What::Set(text) => self.take_text(&text, range),
            What::Id(id) => self.builder.pending_id = Some(id),
            What::Page => self.builder.add_page(),
            What::Macro(found) => {
                self.in_caption = found.opens_caption();
                self.builder.take_macro(&found, start);
            }
        }
    }

    fn take_text(&mut self, text: &str, range: Range<usize>) {
        if self.in_caption && !text.trim().is_empty() && self.builder.follows_photo() {
            self.builder.open_caption(&range);
        }
        self.builder.push_text(text, range);
    }

    fn take(&mut self, event: Event<'_>, range: Range<usize>) {
        let skipped = range.start < self.builder.skip_until();
        if let Some(lines) = &mut self.html_block
            && let Event::Html(line) | Event::Text(line) = &event
        {
            // Text here is what is left of a tab that an item's indentation used up in part.
            let line = source_of(self.builder.source(), line, &range);
            lines.push(line, range);
            return;
        }
        match event {
            // What began in a part that is left out has no place, but its end will come.
            Event::Start(_) if skipped => self.builder.open_nothing(),
            Event::Start(tag) => self.start(tag, range),
            Event::End(tag) => self.end(tag),
            Event::Text(text) if skipped => self.rest_of(&text, range),
            Event::Text(text) => {
                let text = source_of(self.builder.source(), &text, &range);
                self.builder.push_text(text, range);
            }
            _ if skipped => {}
            Event::Code(text) => {
                let text = text.replace(COLON, ":");
                let code = InlineKind::Code(clean(&text).into_owned());
                self.builder.push_inline(code, range);
            }
            Event::InlineHtml(tag) => html_tags::inline(&mut self.builder, &tag, range),
            Event::FootnoteReference(label) => self.builder.push_note_reference(&label, range),
            Event::SoftBreak if self.builder.is_term() => self.builder.part_terms(&range),
            Event::SoftBreak => self.builder.push_inline(InlineKind::SoftBreak, range),
            Event::HardBreak => self.builder.push_inline(InlineKind::HardBreak, range),
            Event::Rule => self.builder.push_break(range),
            Event::TaskListMarker(is_done) => self.builder.check_item(is_done),
            Event::InlineMath(source) => self.formula(&source, false, range),
            Event::DisplayMath(source) => self.formula(&source, true, range),
            // HTML stands in its blocks only.
            Event::Html(_) => {}
        }
    }

    fn formula(&mut self, source: &str, is_displayed: bool, range: Range<usize>) {
        let formula = Formula::new(source, is_displayed);
        if !formula.source().is_empty() {
            self.builder.push_formula(formula, range);
        }
    }

    /// Text that reaches out of a part that was already read.
    fn rest_of(&mut self, text: &str, range: Range<usize>) {
        let until = self.builder.skip_until();
        // Only text that stands in the source as it is can be cut.
        if range.end <= until || range.len() != text.len() {
            return;
        }
        if let Some(rest) = text.get(until - range.start..) {
            self.builder.push_text(rest, until..range.end);
        }
    }

    fn start(&mut self, tag: Tag<'_>, range: Range<usize>) {
        let builder = &mut self.builder;
        match tag {
            Tag::Paragraph => builder.open_leaf(Kind::Paragraph { implicit: false }, range),
            Tag::Heading {
                level,
                id,
                classes,
                attrs,
            } => {
                let classes = classes.iter().map(|class| class.as_ref());
                let attrs = attrs
                    .iter()
                    .map(|(name, value)| (name.as_ref(), value.as_deref()));
                self.line_roles = roles::of_heading(builder, &range, classes, attrs.collect());
                let id = id.as_deref().and_then(Anchor::from_text);
                let level = level as u8;
                builder.open_leaf(Kind::Heading { level, id }, range);
            }
            Tag::CodeBlock(kind) => {
                let info = match &kind {
                    CodeBlockKind::Indented => CodeInfo::default(),
                    CodeBlockKind::Fenced(info) => CodeInfo::read(&clean(info)),
                };
                let text = String::new();
                self.in_code = true;
                builder.open_leaf(Kind::Code { info, text }, range);
            }
            Tag::Table(alignments) => {
                let alignments = alignments.into_iter().map(alignment).collect();
                let (head, rows) = (Vec::new(), Vec::new());
                let table = Kind::Table {
                    alignments,
                    head,
                    rows,
                };
                builder.open_leaf(table, range);
            }
            Tag::TableHead => builder.open_leaf(row(true), range),
            Tag::TableRow => builder.open_leaf(row(false), range),
            Tag::TableCell => builder.open_leaf(Kind::Cell, range),
            Tag::BlockQuote(None) => builder.open_container(Kind::Quote, range),
            Tag::BlockQuote(Some(kind)) => {
                let role = match kind {
                    BlockQuoteKind::Note => AsideRole::Note,
                    BlockQuoteKind::Tip => AsideRole::Tip,
                    BlockQuoteKind::Important => AsideRole::Important,
                    BlockQuoteKind::Warning => AsideRole::Warning,
                    BlockQuoteKind::Caution => AsideRole::Caution,
                };
                let title = Vec::new();
                builder.open_container(Kind::Aside { role, title }, range);
            }
            Tag::List(start) => {
                let list = Kind::List {
                    start,
                    numbers: NumberStyle::Decimal,
                    reversed: false,
                    tight: true,
                    items: Vec::new(),
                };
                builder.open_container(list, range);
            }
            Tag::DefinitionList => {
                builder.open_container(Kind::DefinitionList(DefinitionDraft::default()), range);
            }
            Tag::DefinitionListTitle => builder.open_leaf(Kind::Term, range),
            Tag::DefinitionListDefinition => builder.open_container(Kind::Definition, range),
            Tag::Item => builder.open_container(Kind::Item { checked: None }, range),
            Tag::FootnoteDefinition(label) => {
                let label = clean(&label).into_owned();
                builder.open_container(Kind::Note { label }, range);
            }
            Tag::Emphasis => builder.open_span(Wrap::Emphasis, range),
            Tag::Strong => builder.open_span(Wrap::Strong, range),
            Tag::Strikethrough => builder.open_span(Wrap::Strikethrough, range),
            Tag::Superscript => builder.open_span(Wrap::Superscript, range),
            Tag::Subscript => builder.open_span(Wrap::Subscript, range),
            Tag::Link {
                link_type,
                dest_url,
                ..
            } => {
                let address = match link_type {
                    LinkType::Email => format!("mailto:{}", clean(&dest_url)),
                    LinkType::WikiLink { .. } => wiki_address(&clean(&dest_url)),
                    _ => clean(&dest_url).into_owned(),
                };
                builder.open_span(Wrap::Link { address }, range);
            }
            // A note that is shown inside another has a place of its own in a book.
            Tag::Image {
                link_type: LinkType::WikiLink { .. },
                dest_url,
                ..
            } if !dest_url.contains('.') => {
                let address = wiki_address(&clean(&dest_url));
                builder.open_span(Wrap::Link { address }, range);
            }
            Tag::Image {
                link_type,
                dest_url,
                title,
                ..
            } => {
                let mut address = clean(&dest_url).into_owned();
                if matches!(link_type, LinkType::WikiLink { .. }) {
                    // In a table its bar is escaped, which leaves a backslash.
                    address.truncate(address.trim_end_matches('\\').len());
                }
                let title = builder.smart(&clean(&title));
                builder.open_span(Wrap::Image { address, title }, range);
            }
            Tag::HtmlBlock => {
                builder.end_paragraph();
                self.html_block = Some(html::Lines::default());
            }
            // Not asked for in `options`.
            Tag::MetadataBlock(_) => builder.open_nothing(),
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Emphasis
            | TagEnd::Strong
            | TagEnd::Strikethrough
            | TagEnd::Superscript
            | TagEnd::Subscript
            | TagEnd::Link
            | TagEnd::Image => self.builder.end_span(),
            TagEnd::HtmlBlock => match self.html_block.take() {
                Some(lines) => self.html_block(&lines),
                None => self.builder.end_block(),
            },
            tag => {
                self.in_code &= tag != TagEnd::CodeBlock;
                self.line_roles.clear();
                self.builder.end_block();
            }
        }
    }
}

impl Reader<'_> {
    /// A block of HTML, or a fence that was written over.
    fn html_block(&mut self, lines: &html::Lines) {
        let place = lines.in_source(&(0..lines.text().len()));
        let at = |fence: &Fence| self.body + fence.range.start;
        while self
            .fences
            .next_if(|fence| at(fence) < place.start)
            .is_some()
        {}
        match self.fences.next_if(|fence| at(fence) < place.end) {
            Some(fence) => {
                let range = self.body + fence.range.start..self.body + fence.range.end;
                if range.start >= self.builder.skip_until() {
                    self.builder.take_fence(fence.opens, range);
                }
            }
            None => html_tags::block(&mut self.builder, lines),
        }
    }
}

/// Text as it stands in the source, where it was written over for the parser.
fn source_of<'t>(source: &'t str, text: &'t str, range: &Range<usize>) -> &'t str {
    let is_written_over = text.starts_with("<?") || text.contains(COLON);
    match source.get(range.clone()) {
        Some(written) if written.len() == text.len() && is_written_over => written,
        _ => text,
    }
}

/// The address of a link to a note. In a table its bar is escaped, which leaves a backslash.
fn wiki_address(note: &str) -> String {
    format!("{WIKI_LINK}{}]]", note.trim_end_matches('\\'))
}

fn row(head: bool) -> Kind {
    Kind::Row {
        head,
        cells: Vec::new(),
    }
}

fn alignment(align: Align) -> Alignment {
    match align {
        Align::None | Align::Left => Alignment::Start,
        Align::Center => Alignment::Centre,
        Align::Right => Alignment::End,
    }
}
