//! Markdown: the parser's events go to the builder.

use std::ops::Range;

use pulldown_cmark::{
    Alignment as Align, CodeBlockKind, Event, LinkType, Options, Parser, Tag, TagEnd,
};

use super::builder::{Builder, Shared};
use super::entities::clean;
use super::frame::{Kind, Wrap};
use super::links::WIKI_LINK;
use super::{html, html_tags, roles};
use crate::document::{Alignment, Anchor, Block, InlineKind};
use crate::manuscript::Conventions;
use crate::source::FileId;

/// CommonMark with what its users expect beyond it. Quotes are left as they stand. Subscripts are
/// not asked for: the parser knows them between words only, where one tilde strikes out in GFM.
fn options(conventions: &Conventions) -> Options {
    let wiki_links = match conventions.wiki_links {
        true => Options::ENABLE_WIKILINKS,
        false => Options::empty(),
    };
    wiki_links
        | Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_HEADING_ATTRIBUTES
}

/// Reads the Markdown that begins at the byte `body` of a file.
pub(super) fn read(file: FileId, text: &str, body: usize, shared: &mut Shared) -> Vec<Block> {
    let markdown = text.get(body..).unwrap_or_default();
    let options = options(&shared.conventions);
    let mut reader = Reader {
        builder: Builder::new(file, text, shared),
        html_block: None,
    };
    for (event, range) in Parser::new_ext(markdown, options).into_offset_iter() {
        reader.take(event, body + range.start..body + range.end);
    }
    reader.builder.finish()
}

struct Reader<'a> {
    builder: Builder<'a>,
    /// The lines of the block of HTML that is open.
    html_block: Option<html::Lines>,
}

impl Reader<'_> {
    fn take(&mut self, event: Event<'_>, range: Range<usize>) {
        let skipped = range.start < self.builder.skip_until();
        if let Some(lines) = &mut self.html_block
            && let Event::Html(line) | Event::Text(line) = &event
        {
            // Text here is what is left of a tab that an item's indentation used up in part.
            lines.push(line, range);
            return;
        }
        match event {
            // What began in a part that is left out has no place, but its end will come.
            Event::Start(_) if skipped => self.builder.open_nothing(),
            Event::Start(tag) => self.start(tag, range),
            Event::End(tag) => self.end(tag),
            Event::Text(text) if skipped => self.rest_of(&text, range),
            Event::Text(text) => self.builder.push_text(&text, range),
            _ if skipped => {}
            Event::Code(text) => {
                let code = InlineKind::Code(clean(&text).into_owned());
                self.builder.push_inline(code, range);
            }
            Event::InlineHtml(tag) => html_tags::inline(&mut self.builder, &tag, range),
            Event::FootnoteReference(label) => self.builder.push_note_reference(&label, range),
            Event::SoftBreak => self.builder.push_inline(InlineKind::SoftBreak, range),
            Event::HardBreak => self.builder.push_inline(InlineKind::HardBreak, range),
            Event::Rule => self.builder.push_break(range),
            Event::TaskListMarker(is_done) => self.builder.check_item(is_done),
            // HTML stands in its blocks only, mathematics was not asked for in `options`.
            Event::Html(_) | Event::InlineMath(_) | Event::DisplayMath(_) => {}
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
                roles::of_heading(builder, &range, classes, attrs);
                let id = id.as_deref().and_then(Anchor::from_text);
                let level = level as u8;
                builder.open_leaf(Kind::Heading { level, id }, range);
            }
            Tag::CodeBlock(kind) => {
                let language = match &kind {
                    CodeBlockKind::Indented => None,
                    CodeBlockKind::Fenced(info) => language_of(&clean(info)),
                };
                let text = String::new();
                builder.open_leaf(Kind::Code { language, text }, range);
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
            Tag::BlockQuote(_) => builder.open_container(Kind::Quote, range),
            Tag::List(start) => {
                let list = Kind::List {
                    start,
                    tight: true,
                    items: Vec::new(),
                };
                builder.open_container(list, range);
            }
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
                dest_url, title, ..
            } => {
                let address = clean(&dest_url).into_owned();
                let title = clean(&title).into_owned();
                builder.open_span(Wrap::Image { address, title }, range);
            }
            Tag::HtmlBlock => {
                builder.end_paragraph();
                self.html_block = Some(html::Lines::default());
            }
            // Not asked for in `options`.
            Tag::DefinitionList
            | Tag::DefinitionListTitle
            | Tag::DefinitionListDefinition
            | Tag::MetadataBlock(_) => builder.open_nothing(),
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
                Some(lines) => html_tags::block(&mut self.builder, &lines),
                None => self.builder.end_block(),
            },
            _ => self.builder.end_block(),
        }
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

/// The first word of an info string, without what other programs put around it: `rust,ignore`,
/// `{.python .numbered}`.
fn language_of(info: &str) -> Option<String> {
    let word = info
        .trim_start_matches(|c: char| c.is_whitespace() || c == '{' || c == '.')
        .split(|c: char| c.is_whitespace() || ",{}".contains(c))
        .next()?;
    (!word.is_empty()).then(|| word.to_owned())
}

#[cfg(test)]
mod tests {
    use super::language_of;

    #[test]
    fn languages_are_cleaned() {
        for (info, language) in [
            ("rust", Some("rust")),
            ("rust,ignore", Some("rust")),
            ("{.python .numbered}", Some("python")),
            ("c++ {1,2}", Some("c++")),
            ("  ", None),
            ("{}", None),
        ] {
            assert_eq!(language_of(info).as_deref(), language, "{info}");
        }
    }
}
