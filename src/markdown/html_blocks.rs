//! Figures, tables, lists and headings of HTML: which tags open them, and what they become.

use std::ops::Range;

use super::asides::role_of_class;
use super::builder::Builder;
use super::frame::{Frame, Kind, Wrap};
use super::html_table::{CellDraft, TableDraft, alignment_of};
use super::html_tags::is_language;
use super::photo::beside;
use super::photo::image;
use super::photo::paragraph::{self, Part, Place};
use super::{html, html_flow, html_lists, splice};
use crate::document::{
    Alignment, AsideRole, Block, BlockAttributes, BlockKind, Direction, Inline, InlineKind,
};

/// Opens what a tag in a block of HTML stands for. Gives `false` for tags that open no block.
pub(super) fn open(
    builder: &mut Builder<'_>,
    name: &str,
    attributes: &str,
    range: &Range<usize>,
) -> bool {
    if html_lists::open(builder, name, attributes, range) {
        return true;
    }
    let (kind, tag) = match name {
        "figure" => {
            let caption = Vec::new();
            (Kind::Figure { caption }, "figure")
        }
        "figcaption" if builder.html_is_open("figure") => (Kind::Caption, "figcaption"),
        "table" => (Kind::HtmlTable(Box::default()), "table"),
        "caption" if builder.html_is_open("table") => (Kind::Caption, "caption"),
        "thead" | "tbody" | "tfoot" | "tr" => {
            close_cell(builder);
            let Some(table) = table(builder) else {
                return false;
            };
            match name {
                "tr" => table.begin_row(),
                part => table.set_head(part == "thead"),
            }
            return true;
        }
        "td" | "th" => {
            close_cell(builder);
            if table(builder).is_none() {
                return false;
            }
            (Kind::HtmlCell(CellDraft::read(name, attributes)), "td")
        }
        "colgroup" | "col" => return true,
        "blockquote" => (Kind::Quote, "blockquote"),
        "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => {
            let level = name.bytes().last().map_or(2, |digit| digit - b'0');
            (Kind::Heading { level, id: None }, "h")
        }
        "details" => (aside(AsideRole::Details), "details"),
        "summary" if matches!(builder.top(), Some(Kind::Aside { .. })) => {
            (Kind::Caption, "summary")
        }
        // A lone term or summary announces what follows.
        "summary" | "dt" => {
            builder.part_lines(range);
            builder.open_html_span(Wrap::Strong, "summary", range.clone());
            return true;
        }
        "dd" => {
            builder.part_lines(range);
            return true;
        }
        "p" => return open_paragraph(builder, attributes, range),
        _ => match container(name) {
            Some(tag) => return open_container(builder, tag, attributes, range),
            None => return false,
        },
    };
    // What is never closed would swallow the rest of the book.
    let may_go_unclosed = matches!(kind, Kind::HtmlCell(_));
    if !may_go_unclosed && !builder.closes(name, range.end) {
        return false;
    }
    if matches!(kind, Kind::Heading { .. }) {
        builder.close_html_block("h");
    }
    builder.open_html_block(kind, tag, attributes, range.clone());
    true
}

fn aside(role: AsideRole) -> Kind {
    let title = Vec::new();
    Kind::Aside { role, title }
}

/// Tags that hold blocks and are nothing themselves, or an aside if their class says so.
fn container(name: &str) -> Option<&'static str> {
    const CONTAINERS: [&str; 10] = [
        "address", "article", "aside", "center", "div", "footer", "header", "main", "nav",
        "section",
    ];
    CONTAINERS.into_iter().find(|container| *container == name)
}

fn open_container(
    builder: &mut Builder<'_>,
    tag: &'static str,
    attributes: &str,
    range: &Range<usize>,
) -> bool {
    if !builder.closes(tag, range.end) {
        return false;
    }
    let classes = html::attribute(attributes, "class").unwrap_or_default();
    let role = classes.split_ascii_whitespace().find_map(role_of_class);
    match role.filter(|_| matches!(tag, "aside" | "div" | "section")) {
        Some(role) => builder.open_html_block(aside(role), tag, attributes, range.clone()),
        None if attributes_of(tag, attributes).is_empty() => builder.open_html_nothing(tag),
        None => builder.open_html_block(Kind::Group, tag, attributes, range.clone()),
    }
    true
}

/// A paragraph of HTML begins where the one before ends, whose closing tag may be left out. The
/// title of an aside may be one.
fn open_paragraph(builder: &mut Builder<'_>, attributes: &str, range: &Range<usize>) -> bool {
    close_paragraph(builder);
    builder.part_lines(range);
    builder.loosen_list();
    if !builder.closes("p", range.end) {
        return true;
    }
    let classes = html::attribute(attributes, "class").unwrap_or_default();
    let is_title = classes
        .split_ascii_whitespace()
        .any(|class| class == "title" || class == "admonition-title");
    let begins_aside = builder.top_mut().is_some_and(|frame| {
        matches!(&frame.kind, Kind::Aside { title, .. } if title.is_empty())
            && frame.blocks.is_empty()
    });
    if is_title && begins_aside {
        builder.open_html_block(Kind::Caption, "p", attributes, range.clone());
    } else if !attributes_of("p", attributes).is_empty() {
        builder.open_html_block(Kind::Group, "p", attributes, range.clone());
    }
    true
}

fn close_paragraph(builder: &mut Builder<'_>) {
    if builder.html_is_top("p") {
        builder.close_html_block("p");
    }
}

/// What the attributes of a tag say about all that stands in it.
pub(super) fn attributes_of(tag: &str, attributes: &str) -> BlockAttributes {
    let value = |name| html::attribute(attributes, name).map(str::trim);
    let alignment = match tag {
        "table" | "td" | "figure" => None,
        "center" => Some(Alignment::Centre),
        _ => alignment_of(attributes),
    };
    let language = value("lang").or_else(|| value("xml:lang"));
    let direction = value("dir").map(str::to_ascii_lowercase);
    BlockAttributes {
        alignment,
        language: language.filter(|tag| is_language(tag)).map(str::to_owned),
        direction: match direction.as_deref() {
            Some("ltr") => Some(Direction::LeftToRight),
            Some("rtl") => Some(Direction::RightToLeft),
            _ => None,
        },
    }
}

/// Closes what a tag stands for. Gives `false` for tags that close no block.
pub(super) fn close(builder: &mut Builder<'_>, name: &str, range: &Range<usize>) -> bool {
    if html_lists::close(builder, name) {
        return true;
    }
    match name {
        "td" | "th" => close_cell(builder),
        "tr" | "thead" | "tbody" | "tfoot" => {
            close_cell(builder);
            if let (Some(table), "thead") = (table(builder), name) {
                table.set_head(false);
            }
        }
        "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => builder.close_html_block("h"),
        "figcaption" if !builder.html_is_open("figcaption") => {
            builder.close_html_span("figcaption");
        }
        "figure" | "figcaption" | "table" | "caption" | "blockquote" | "details" => {
            builder.close_html_block(name);
        }
        "summary" if builder.html_is_open("summary") => builder.close_html_block("summary"),
        "p" => {
            close_paragraph(builder);
            builder.part_lines(range);
        }
        _ if container(name).is_some_and(|name| builder.html_is_open(name)) => {
            builder.part_lines(range);
            builder.close_html_block(name);
        }
        "summary" | "dt" | "dd" => {
            builder.close_html_span("summary");
            builder.part_lines(range);
        }
        _ => return false,
    }
    true
}

/// Closes the cell that is open, if it is one of the innermost table.
fn close_cell(builder: &mut Builder<'_>) {
    if builder.html_is_innermost("td", &["table"]) {
        builder.close_html_block("td");
    }
}

/// The table in which the next row or cell stands.
fn table<'b>(builder: &'b mut Builder<'_>) -> Option<&'b mut TableDraft> {
    builder.end_paragraph();
    match builder.top_mut() {
        Some(Frame {
            kind: Kind::HtmlTable(table),
            ..
        }) => Some(table),
        _ => None,
    }
}

impl Builder<'_> {
    /// A caption goes to its figure or table.
    pub(super) fn add_caption(&mut self, mut content: Vec<Inline>) {
        splice::trim(&mut content);
        match self.top_mut().map(|frame| &mut frame.kind) {
            Some(Kind::Figure { caption }) => html_flow::append(caption, content),
            Some(Kind::HtmlTable(table)) => html_flow::append(&mut table.caption, content),
            Some(Kind::Aside { title, .. }) => html_flow::append(title, content),
            _ => {}
        }
    }

    pub(super) fn add_html_cell(&mut self, draft: CellDraft, mut content: Vec<Inline>) {
        splice::trim(&mut content);
        let content = self.read_cell(content);
        let anchor = self.id_of_photo_in(&content);
        if let Some(Kind::HtmlTable(table)) = self.top_mut().map(|frame| &mut frame.kind) {
            table.push_cell(draft, anchor, content);
        }
    }

    /// What stood outside the cells stands before the table.
    pub(super) fn add_html_table(
        &mut self,
        table: TableDraft,
        blocks: Vec<Block>,
        range: &Range<usize>,
    ) {
        self.keep_blocks(blocks);
        if let Some(table) = table.finish() {
            self.add_block(BlockKind::Table(table), None, range);
        }
    }

    /// The blocks of a figure of HTML. Where it holds nothing but photos, they stand side by side
    /// over the caption; otherwise its last photo or table takes it. A caption alone is the cutline
    /// of a photo to come.
    pub(super) fn add_html_figure(
        &mut self,
        mut caption: Vec<Inline>,
        mut blocks: Vec<Block>,
        range: &Range<usize>,
    ) {
        splice::trim(&mut caption);
        blocks = beside::in_one_figure(blocks);
        let takes = |block: &&mut Block| match &block.kind {
            BlockKind::Figure(_) => true,
            BlockKind::FigureRow(row) => row.cutline.is_empty() && row.credit.is_empty(),
            BlockKind::Table(table) => table.caption.is_empty(),
            _ => false,
        };
        if !caption.is_empty()
            && let Some(block) = blocks.iter_mut().rev().find(takes)
        {
            let caption = std::mem::take(&mut caption);
            block.span.end = self.span(range).end.max(block.span.end);
            match &mut block.kind {
                BlockKind::Figure(figure) => image::attach(figure, caption),
                BlockKind::FigureRow(row) => image::attach_to_row(row, caption),
                BlockKind::Table(table) => table.caption = caption,
                _ => {}
            }
        }
        let is_empty = blocks.is_empty();
        self.keep_blocks(blocks);
        if caption.is_empty() {
            return;
        }
        let place = if is_empty {
            Place::Alone
        } else {
            Place::Elsewhere
        };
        for part in paragraph::read(caption, place) {
            match part {
                Part::Prose(caption) => {
                    self.add_block(BlockKind::Paragraph(caption), None, range);
                }
                Part::Figures(group) => self.add_figures(group),
            }
        }
    }

    /// Takes a photo without a cutline up into the line that begins, if nothing but tags stands
    /// between them: `<p align="center"><img …></p><span class="caption">`.
    pub(super) fn take_up_photo(&mut self, range: &Range<usize>) -> bool {
        let Some(top) = self.frames.last() else {
            return false;
        };
        let above = match &top.kind {
            Kind::Paragraph { .. } if top.inlines.iter().all(is_blank) => 2,
            kind if !kind.holds_lines() => 1,
            _ => return false,
        };
        let text = self.text;
        let is_bare = |block: &Block| {
            let between = text.get(block.span.range().end..range.start);
            let is_bare = match &block.kind {
                BlockKind::Figure(figure) => figure.cutline.is_empty() && figure.credit.is_empty(),
                _ => false,
            };
            is_bare && between.is_some_and(holds_only_tags)
        };
        let holder = self.frames.len().checked_sub(above);
        let blocks = holder.and_then(|holder| self.frames.get_mut(holder));
        let photo = blocks.and_then(|frame| frame.blocks.pop_if(|last| is_bare(last)));
        let Some(photo) = photo else {
            return false;
        };
        self.open_line(range);
        self.keep_block(photo);
        true
    }

    /// Whether a row of a table is open.
    pub(super) fn is_in_row(&self) -> bool {
        let mut kinds = self.frames.iter().map(|frame| &frame.kind);
        kinds.any(|kind| matches!(kind, Kind::Row { .. }))
    }

    /// Whether the photo that was read last is all that stands before this place of the line.
    pub(super) fn follows_photo(&mut self) -> bool {
        let line = self.top_mut().map(|frame| &frame.inlines);
        let last = line.and_then(|line| line.iter().rev().find(|inline| !is_blank(inline)));
        last.is_some_and(|last| match &last.kind {
            InlineKind::Photo(_) => true,
            InlineKind::Link { content, .. } => {
                matches!(content.as_slice(), [only] if matches!(only.kind, InlineKind::Photo(_)))
            }
            _ => false,
        })
    }
}

fn is_blank(inline: &Inline) -> bool {
    match &inline.kind {
        InlineKind::Text(text) => text.trim().is_empty(),
        InlineKind::SoftBreak | InlineKind::HardBreak => true,
        _ => false,
    }
}

/// Whether a stretch of the source holds tags and white space, and no words.
fn holds_only_tags(source: &str) -> bool {
    let mut in_tag = false;
    source.chars().all(|character| {
        match character {
            '<' => in_tag = true,
            '>' if in_tag => in_tag = false,
            _ => return in_tag || character.is_whitespace(),
        }
        true
    })
}
