//! What the tags of raw HTML become: a small safe subset joins the model. Of everything else the
//! text is kept, the tag left out and reported.

use std::collections::HashMap;
use std::ops::Range;

use super::builder::Builder;
use super::entities::{clean, resolve};
use super::frame::Wrap;
use super::html::{self, Lines, Token};
use super::html_blocks;
use super::html_pre::Verbatim;
use super::macros::{self, Finder, Kept};
use super::photo::attributes::{Attributes, parse_share};
use super::photo::image::{self, Image};
use super::photo::junk::is_junk;
use super::quotation_marks::Marks;
use crate::diagnostic::{Code, Diagnostic};
use crate::document::{Anchor, InlineKind, SpanRole};
use crate::source::{FileId, Span};

/// The tags that a file uses and no edition shows, each reported once.
#[derive(Default)]
pub(super) struct HtmlReport {
    places: HashMap<String, usize>,
    tags: Vec<ReportedTag>,
    /// Up to which byte the closing tag of a script was looked for in vain.
    searched: HashMap<String, usize>,
    /// The next closing tag of each name that was looked for; none any more where it is past all.
    closings: HashMap<String, usize>,
}

struct ReportedTag {
    /// With three colons before it, the name of a fenced div.
    name: String,
    first: Range<usize>,
    count: usize,
}

impl HtmlReport {
    fn add(&mut self, name: &str, range: Range<usize>) {
        if let Some(tag) = self.places.get(name).and_then(|at| self.tags.get_mut(*at)) {
            tag.count += 1;
            return;
        }
        self.places.insert(name.to_owned(), self.tags.len());
        self.tags.push(ReportedTag {
            name: name.to_owned(),
            first: range,
            count: 1,
        });
    }

    /// Adds a fenced div that no edition shows as one.
    pub fn add_div(&mut self, name: &str, range: Range<usize>) {
        self.add(&format!(":::{name}"), range);
    }

    /// Whether a closing tag of this name comes after `at`. Places are asked for in their order, so
    /// the text is gone through once for each name.
    pub fn closes(&mut self, text: &str, name: &str, at: usize) -> bool {
        let known = self.closings.get(name).copied();
        let next = match known {
            Some(next) if next >= at => next,
            _ => html::find_closing(text, name, at..text.len()).unwrap_or(usize::MAX),
        };
        if known != Some(next) {
            self.closings.insert(name.to_owned(), next);
        }
        next != usize::MAX
    }

    /// Gives the findings of one file.
    pub fn report(&mut self, file: FileId, diagnostics: &mut Vec<Diagnostic>) {
        for tag in self.tags.drain(..) {
            let kept = if html::holds_raw_text(&tag.name) {
                "what stands in it is left out"
            } else {
                "its text is kept"
            };
            let times = match tag.count {
                1 => String::new(),
                count => format!(" ({count} times in this file)"),
            };
            let span = Span::new(file, tag.first);
            diagnostics.push(match tag.name.strip_prefix(":::") {
                Some(name) => {
                    let message = format!("no edition knows the div “{name}”, {kept}{times}");
                    let hint =
                        "an aside is a note, info, tip, important, warning, caution or danger";
                    Diagnostic::new(Code::UnknownDiv, span, message).hint(hint)
                }
                None => {
                    let name = tag.name;
                    let message = format!("the HTML tag <{name}> is left out, {kept}{times}");
                    Diagnostic::new(Code::RawHtml, span, message)
                }
            });
        }
    }
}

/// Takes one tag that stands inside a line of Markdown.
pub(super) fn inline(builder: &mut Builder<'_>, tag: &str, range: Range<usize>) {
    for (token, _) in html::tokens(tag) {
        match token {
            Token::Open { name, attributes } => {
                open(builder, &name, attributes, &range, false);
            }
            Token::Close { name } => close(builder, &name, &range, false),
            Token::Text(_) | Token::Comment | Token::Other => {}
        }
    }
}

/// Takes a block of HTML.
pub(super) fn block(builder: &mut Builder<'_>, lines: &Lines) {
    let mut verbatim: Option<Verbatim> = None;
    let mut end = 0;
    let mut finder = Finder::new(lines.text());
    for (token, here) in html::tokens(lines.text()) {
        let range = lines.in_source(&here);
        if range.start < builder.skip_until() {
            continue;
        }
        end = range.end;
        match (token, &mut verbatim) {
            (Token::Text(text), Some(pre)) => pre.push(text),
            (Token::Open { name, attributes }, Some(pre)) => pre.open(&name, attributes),
            (Token::Close { name }, Some(_)) if name == "pre" => {
                if let Some(pre) = verbatim.take() {
                    pre.finish(builder, range.end);
                }
            }
            (Token::Close { .. } | Token::Comment | Token::Other, Some(_)) => {}
            (token, None) => match token {
                Token::Open { name, attributes } if name == "pre" => {
                    take_id(builder, &name, attributes);
                    verbatim = Some(Verbatim::begin(attributes, range));
                }
                Token::Text(_) => {
                    for part in macros::read_html_text(builder, &mut finder, lines, &here) {
                        let text = lines.text().get(part.clone()).unwrap_or_default();
                        push_text(builder, text, &lines.in_source(&part));
                    }
                }
                Token::Open { name, attributes } => {
                    open(builder, &name, attributes, &range, true);
                }
                Token::Close { name } => close(builder, &name, &range, true),
                Token::Comment | Token::Other => {}
            },
        }
    }
    // A blank line may have ended the block before its text.
    if let Some(pre) = verbatim {
        pre.finish(builder, end);
    }
    builder.end_paragraph();
}

/// Text of a block: its line ends are soft, the indentation of the source means nothing.
fn push_text(builder: &mut Builder<'_>, text: &str, range: &Range<usize>) {
    let mut first = true;
    for line in text.split('\n') {
        if !first && builder.line_is_open() {
            builder.push_inline(InlineKind::SoftBreak, range.clone());
        }
        let line = if first && builder.line_is_open() {
            line
        } else {
            line.trim_ascii_start()
        };
        first = false;
        if !line.is_empty() {
            builder.push_text(&resolve(line), range.clone());
        }
    }
}

fn open(
    builder: &mut Builder<'_>,
    name: &str,
    attributes: &str,
    range: &Range<usize>,
    in_block: bool,
) {
    take_id(builder, name, attributes);
    if in_block && html_blocks::open(builder, name, attributes, range) {
        return;
    }
    if in_block && parts_lines(name) {
        builder.part_lines(range);
    }
    if let Some((tag, wrap)) = span_of(name, attributes) {
        return builder.open_html_span(wrap, tag, range.clone());
    }
    match name {
        "br" => builder.push_inline(InlineKind::HardBreak, range.clone()),
        "hr" if in_block => builder.push_break(range.clone()),
        "input" if builder.is_in_item() => {
            builder.check_item(html::attribute(attributes, "checked").is_some());
        }
        "img" => photo(builder, attributes, range),
        "a" => {
            if let Some(address) = value_of(attributes, "href") {
                builder.open_html_span(Wrap::Link { address }, "a", range.clone());
            }
        }
        "q" => {
            let mark = Marks::of(&builder.shared.reading.language).double.0;
            builder.push_text(mark, range.clone());
        }
        "span" => span(builder, attributes, range),
        // In a line, where it belongs to no block.
        "figcaption" if builder.follows_photo() => open_cutline(builder, "figcaption", range),
        // Around the photo of a cell, which is a figure anyway.
        "figure" if builder.is_in_row() => {}
        _ if joins_its_content(name) => {}
        _ => {
            match component_name(builder.source(), range) {
                Some(component) => {
                    let shown = format!("<{component}>");
                    builder
                        .macros
                        .add(&shown, range.clone(), Kept::Inside, false);
                }
                None => builder.html().add(name, range.clone()),
            }
            if html::holds_raw_text(name) {
                drop_content(builder, name, range, in_block);
            }
        }
    }
}

fn close(builder: &mut Builder<'_>, name: &str, range: &Range<usize>, in_block: bool) {
    if in_block && html_blocks::close(builder, name, range) {
        return;
    }
    if name == "q" {
        let mark = Marks::of(&builder.shared.reading.language).double.1;
        builder.push_text(mark, range.clone());
    }
    let tag = span_of(name, "").map_or(name, |(tag, _)| tag);
    builder.close_html_span(tag);
    if in_block && parts_lines(name) {
        builder.part_lines(range);
    }
}

/// The name of a component of MDX, which begins with a capital and has small letters too.
fn component_name<'a>(source: &'a str, range: &Range<usize>) -> Option<&'a str> {
    let after = source.get(range.clone())?.strip_prefix('<')?;
    let end = after.find(|c: char| !c.is_ascii_alphanumeric())?;
    let name = after.get(..end)?;
    let is_component = name.starts_with(|c: char| c.is_ascii_uppercase())
        && name.contains(|c: char| c.is_ascii_lowercase());
    is_component.then_some(name)
}

/// Tags that say nothing either edition could show, and hold what both do.
fn joins_its_content(name: &str) -> bool {
    const JOINING: [&str; 21] = [
        "address", "article", "aside", "center", "div", "footer", "header", "hr", "main", "nav",
        "p", "picture", "section", "source", "wbr", "bdi", "tbody", "dl", "dd", "details", "a",
    ];
    JOINING.contains(&name)
}

fn value_of(attributes: &str, name: &str) -> Option<String> {
    let value = html::attribute(attributes, name)?;
    Some(clean(&resolve(value)).into_owned())
}

/// A place that links can point to; photos keep their own.
fn take_id(builder: &mut Builder<'_>, name: &str, attributes: &str) {
    if name == "img" || attributes.is_empty() {
        return;
    }
    let named = (name == "a")
        .then(|| value_of(attributes, "name"))
        .flatten();
    let id = value_of(attributes, "id").or(named);
    if let Some(id) = id.as_deref().and_then(Anchor::from_text) {
        builder.pending_id = Some(id);
    }
}

/// A span is a cutline where its class says so and a photo stands before it, or text in another
/// language.
fn span(builder: &mut Builder<'_>, attributes: &str, range: &Range<usize>) {
    let is_caption = html::attribute(attributes, "class").is_some_and(|classes| {
        let mut classes = classes.split_ascii_whitespace();
        classes.any(|class| class.to_ascii_lowercase().contains("caption"))
    });
    if is_caption && (builder.follows_photo() || builder.take_up_photo(range)) {
        return open_cutline(builder, "span", range);
    }
    let role = match language_of(attributes) {
        Some(tag) => Wrap::Role(SpanRole::Language(tag)),
        // It must be known to be open, so that its closing tag closes no other.
        None => Wrap::Transparent,
    };
    builder.open_html_span(role, "span", range.clone());
}

/// What the line of a photo is followed by, wholly italic, is its cutline.
fn open_cutline(builder: &mut Builder<'_>, tag: &'static str, range: &Range<usize>) {
    builder.push_inline(InlineKind::SoftBreak, range.clone());
    builder.open_html_span(Wrap::Emphasis, tag, range.clone());
}

/// The language that a tag says its text is in.
pub(super) fn language_of(attributes: &str) -> Option<String> {
    let language = value_of(attributes, "lang").or_else(|| value_of(attributes, "xml:lang"));
    language.filter(|tag| is_language(tag))
}

/// Whether the text in a tag stands for nothing but its own characters.
pub(super) fn is_verbatim(name: &str) -> bool {
    html::holds_raw_text(name) || ["code", "kbd", "pre", "samp", "tt", "var"].contains(&name)
}

/// Whether a tag is well-formed enough for both editions (BCP 47, 2.1).
pub(super) fn is_language(tag: &str) -> bool {
    let mut parts = tag.split('-');
    let is_part = |part: &str| {
        (1..=8).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_alphanumeric())
    };
    let first = parts.next().unwrap_or_default();
    (2..=3).contains(&first.len())
        && first.bytes().all(|b| b.is_ascii_alphabetic())
        && parts.all(is_part)
}

/// The tags that become something inside a line, under one name for all that mean the same.
fn span_of(name: &str, attributes: &str) -> Option<(&'static str, Wrap)> {
    Some(match name {
        "em" => ("em", Wrap::Emphasis),
        "i" => ("i", Wrap::Emphasis),
        // Where there is no second colour, what was underlined is set in italics.
        "u" => ("u", Wrap::Emphasis),
        "var" => ("var", Wrap::Emphasis),
        "dfn" => ("dfn", Wrap::Emphasis),
        "strong" => ("strong", Wrap::Strong),
        "b" => ("b", Wrap::Strong),
        "del" => ("del", Wrap::Strikethrough),
        "s" => ("s", Wrap::Strikethrough),
        "strike" => ("strike", Wrap::Strikethrough),
        "sup" => ("sup", Wrap::Superscript),
        "sub" => ("sub", Wrap::Subscript),
        "code" => ("code", Wrap::Code),
        "tt" => ("tt", Wrap::Code),
        "samp" => ("samp", Wrap::Code),
        "kbd" => ("kbd", Wrap::Role(SpanRole::Key)),
        "mark" => ("mark", Wrap::Role(SpanRole::Highlight)),
        "small" => ("small", Wrap::Role(SpanRole::Small)),
        "cite" => ("cite", Wrap::Role(SpanRole::Citation)),
        "ins" => ("ins", Wrap::Role(SpanRole::Inserted)),
        "abbr" | "acronym" => {
            let title = value_of(attributes, "title").filter(|title| !title.trim().is_empty());
            ("abbr", Wrap::Role(SpanRole::Abbreviation(title)))
        }
        _ => return None,
    })
}

/// Tags before and after which a new paragraph begins (HTML, 15.3: their display is not inline).
fn parts_lines(name: &str) -> bool {
    const PARTING: [&str; 42] = [
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "caption",
        "center",
        "dd",
        "details",
        "dialog",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hr",
        "html",
        "li",
        "main",
        "nav",
        "ol",
        "p",
        "pre",
        "section",
        "summary",
        "table",
        "tbody",
        "td",
        "th",
        "thead",
        "tr",
        "ul",
    ];
    PARTING.contains(&name)
}

fn photo(builder: &mut Builder<'_>, attributes: &str, range: &Range<usize>) {
    let value = |name| value_of(attributes, name);
    let Some(address) = value("src").filter(|address| !address.trim().is_empty()) else {
        builder.html().add("img", range.clone());
        return;
    };
    let size = (value("width"), value("height"));
    let aspect = match &size {
        (Some(width), Some(height)) => image::aspect_of(width, height),
        _ => None,
    };
    // In HTML the attribute says what it means: no alt is no alt, an empty one is decoration.
    let alt = value("alt").filter(|alt| !is_junk(alt, &address));
    let image = Image {
        span: builder.span(range),
        text: Vec::new(),
        address,
        title: value("title").unwrap_or_default(),
        attributes: Attributes {
            id: value("id"),
            alt,
            aspect,
            width: size.0.as_deref().and_then(parse_share),
            ..Attributes::default()
        },
    };
    builder.push_photo(image);
}

/// Leaves out everything up to the closing tag. A block's may stand in a block further down;
/// inside a line of prose, only the same paragraph is looked at.
fn drop_content(builder: &mut Builder<'_>, name: &str, range: &Range<usize>, in_block: bool) {
    let end = if in_block {
        builder.source().len()
    } else {
        builder.end_of_line()
    };
    let searched = builder.html().searched.get(name).copied();
    let start = range.end.max(searched.unwrap_or_default());
    match html::find_closing(builder.source(), name, start..end.max(start)) {
        Some(closing) => builder.skip_to(closing + 1),
        None => {
            let searched = end.max(start);
            builder.html().searched.insert(name.to_owned(), searched);
        }
    }
}
