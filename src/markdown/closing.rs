//! What is open closes: frames become blocks, inlines and notes of the frame below.

use std::ops::Range;

use super::builder::{Builder, Shared, UNNUMBERED};
use super::code_info::CodeInfo;
use super::entities::{clean, resolve};
use super::frame::{Frame, Kind, Wrap};
use super::hidden_lines;
use super::photo::attributes::{self, Refused};
use super::photo::beside;
use super::photo::cell::{self, Cell};
use super::photo::image::Image;
use super::photo::paragraph::{self, Group, Part, Place};
use super::{html_flow, splice, verse};
use crate::diagnostic::{Code, Diagnostic};
use crate::document::inline::plain_text;
use crate::document::{
    Anchor, Block, BlockAttributes, BlockKind, CellSpan, Formula, Inline, InlineKind, List,
    ListItem, RowFigure, SpanRole, Table, TableCell, Target,
};

impl Builder<'_> {
    /// Closes the frame on top.
    pub(super) fn close(&mut self) {
        let Some(frame) = self.frames.pop() else {
            return;
        };
        self.block_depth -= usize::from(frame.kind.nests_blocks());
        let Frame {
            kind,
            range,
            attributes,
            blocks,
            inlines,
        } = frame;
        self.closing = attributes;
        match kind {
            Kind::Root => self.frames.push(Frame {
                kind: Kind::Root,
                range,
                attributes: BlockAttributes::default(),
                blocks,
                inlines,
            }),
            // A quotation may have held nothing but a footnote.
            Kind::Quote if blocks.is_empty() => {}
            Kind::Quote => self.add_quote(blocks, &range),
            Kind::Group => {
                let around = std::mem::take(&mut self.closing);
                let mut blocks = blocks;
                for block in &mut blocks {
                    block.attributes.inherit(&around);
                }
                self.keep_blocks(blocks);
            }
            Kind::Aside { role, title } => self.add_aside(role, title, blocks, &range),
            Kind::DefinitionList(list) => self.add_definition_list(list, &range),
            Kind::Term => self.add_term(inlines, &range),
            Kind::Definition => self.add_definition(blocks),
            Kind::List { items, .. } if items.is_empty() => {}
            Kind::List {
                start,
                numbers,
                reversed,
                tight,
                items,
            } => {
                // A list of HTML that counts down to 1.
                let start = match start {
                    Some(0) if reversed => Some(items.len() as u64),
                    start => start,
                };
                let list = List {
                    start,
                    numbers,
                    reversed,
                    tight,
                    items,
                };
                self.add_block(BlockKind::List(list), None, &range);
            }
            // A macro or a comment may have been all that it held.
            Kind::Item { checked: None } if blocks.is_empty() && self.has_item_text(&range) => {}
            Kind::Item { checked } => self.add_item(checked, blocks),
            Kind::Note { label } => {
                let span = self.span(&range);
                let Shared {
                    notes, diagnostics, ..
                } = &mut *self.shared;
                notes.define(&label, span, blocks, diagnostics);
            }
            Kind::Table {
                alignments,
                head,
                rows,
            } => {
                let (caption, anchor) = self.caption_above();
                let table = Table {
                    caption,
                    alignments,
                    head,
                    rows,
                };
                self.add_block(BlockKind::Table(table), anchor, &range);
            }
            Kind::Figure { caption } => self.add_html_figure(caption, blocks, &range),
            Kind::HtmlTable(table) => self.add_html_table(*table, blocks, &range),
            Kind::HtmlCell(cell) => self.add_html_cell(cell, inlines),
            Kind::Caption => self.add_caption(inlines),
            Kind::Row { head, cells } => self.add_row(head, cells),
            Kind::Cell => self.add_cell(inlines),
            Kind::Paragraph { .. } => self.add_paragraph(inlines, &range),
            Kind::Heading { level, id } => self.add_heading(level, id, inlines, &range),
            Kind::Code { info, text } if info.language.as_deref() == Some("math") => {
                let formula = Formula::new(&text, true);
                if !formula.source().is_empty() {
                    self.push_formula(formula, range);
                    self.end_paragraph();
                }
            }
            Kind::Code { info, mut text } => {
                let CodeInfo {
                    language,
                    id,
                    first_line,
                } = info;
                if text.ends_with('\n') {
                    text.pop();
                }
                let hides = self.shared.conventions.hidden_code_lines;
                if hides && language.as_deref() == Some("rust") {
                    text = hidden_lines::without(&text);
                }
                let code = BlockKind::Code {
                    language,
                    text,
                    first_line,
                };
                self.add_block(code, id, &range);
            }
            Kind::Span { wrap, .. } => self.add_span(wrap, inlines, range),
        }
        self.closing = BlockAttributes::default();
    }

    pub(super) fn add_block(
        &mut self,
        kind: BlockKind,
        anchor: Option<Anchor>,
        range: &Range<usize>,
    ) {
        let anchor = anchor.or_else(|| self.pending_id.take());
        let attributes = std::mem::take(&mut self.closing);
        self.keep_block(Block {
            id: UNNUMBERED,
            span: self.span(range),
            anchor,
            attributes,
            kind,
        });
    }

    /// Adds finished blocks to what is open, in one step where they are what it keeps: those of
    /// deep nesting move at every level.
    pub(super) fn keep_blocks(&mut self, mut blocks: Vec<Block>) {
        match self.frames.last_mut() {
            Some(frame) if frame.kind.keeps_blocks() => frame.blocks.append(&mut blocks),
            _ => blocks.into_iter().for_each(|block| self.keep_block(block)),
        }
    }

    /// Adds a finished block to what is open.
    pub(super) fn keep_block(&mut self, block: Block) {
        let Some(frame) = self.frames.last_mut() else {
            return;
        };
        match &mut frame.kind {
            // Something between items, after a part of the source was left out.
            Kind::List { items, .. } => items.push(ListItem {
                id: UNNUMBERED,
                checked: None,
                blocks: vec![block],
            }),
            Kind::DefinitionList(list) => list.push_block(block),
            kind if kind.holds_lines() => {
                // Photos go on in a line, and their ids with them.
                self.photo_ids.extend(ids_of_photos(&block));
                html_flow::append_block(&mut frame.inlines, block);
            }
            _ => beside::keep(&mut frame.blocks, block),
        }
    }

    /// Whether something follows the mark of an item in the source; `false` for items of HTML.
    fn has_item_text(&self, range: &Range<usize>) -> bool {
        let source = self.text.get(range.clone()).unwrap_or_default();
        let mark = |c: char| "-*+.)".contains(c) || c.is_ascii_digit();
        let text = source.trim_start_matches(mark);
        text.len() < source.len() && !text.trim().is_empty()
    }

    fn add_item(&mut self, checked: Option<bool>, mut blocks: Vec<Block>) {
        let around = std::mem::take(&mut self.closing);
        for block in &mut blocks {
            block.attributes.inherit(&around);
        }
        if let Some(Frame {
            kind: Kind::List { items, .. },
            ..
        }) = self.frames.last_mut()
        {
            items.push(ListItem {
                id: UNNUMBERED,
                checked,
                blocks,
            });
        }
    }

    fn add_row(&mut self, is_head: bool, mut cells: Vec<TableCell>) {
        let Some(Frame {
            kind:
                Kind::Table {
                    alignments,
                    head,
                    rows,
                },
            ..
        }) = self.frames.last_mut()
        else {
            return;
        };
        cells.resize_with(alignments.len(), || TableCell {
            id: UNNUMBERED,
            anchor: None,
            content: Vec::new(),
            span: CellSpan::ONE,
            heads_row: false,
        });
        if is_head {
            head.push(cells);
        } else {
            rows.push(cells);
        }
    }

    fn add_cell(&mut self, mut content: Vec<Inline>) {
        splice::trim(&mut content);
        self.check_references(&content);
        let content = self.read_cell(content);
        let anchor = self.id_of_photo_in(&content);
        if let Some(Frame {
            kind: Kind::Row { cells, .. },
            ..
        }) = self.frames.last_mut()
        {
            cells.push(TableCell {
                id: UNNUMBERED,
                anchor,
                content,
                span: CellSpan::ONE,
                heads_row: false,
            });
        }
    }

    /// Finds the photos that a cell shows.
    pub(super) fn read_cell(&mut self, content: Vec<Inline>) -> Vec<Inline> {
        let Cell {
            content,
            chosen_slug,
        } = cell::read(content);
        if let Some(span) = chosen_slug {
            self.shared.chosen_slugs.insert((self.file, span.start));
        }
        let is_photo = |inline: &Inline| matches!(inline.kind, InlineKind::Photo(_));
        self.shared.has_photos |= content.iter().any(is_photo);
        content
    }

    fn add_paragraph(&mut self, mut inlines: Vec<Inline>, range: &Range<usize>) {
        splice::trim(&mut inlines);
        let (Some(first), Some(last)) = (inlines.first(), inlines.last()) else {
            return;
        };
        let range = range.start.max(first.span.range().start)..last.span.range().end;
        self.check_references(&inlines);
        if let Some(lines) = verse::read(&mut inlines, self.text) {
            return self.add_block(BlockKind::Verse(lines), None, &range);
        }
        let Some(inlines) = self.caption_below(inlines) else {
            return;
        };
        let place = match self.top() {
            _ if self.stands_on_root() => Place::Alone,
            Some(Kind::Item { .. } | Kind::Quote) => Place::Nested,
            _ => Place::Elsewhere,
        };
        let parts = paragraph::read(inlines, place);
        let is_whole = parts.len() == 1;
        let around = self.closing.clone();
        for part in parts {
            self.closing.clone_from(&around);
            match part {
                Part::Prose(inlines) => {
                    let place = match (is_whole, inlines.first(), inlines.last()) {
                        (false, Some(first), Some(last)) => {
                            first.span.range().start..last.span.range().end
                        }
                        _ => range.clone(),
                    };
                    let mut inlines = splice::notes_after_photos(inlines);
                    // A book keeps many paragraphs: none of them room for what it has not.
                    inlines.shrink_to_fit();
                    let anchor = self.id_of_photo_in(&inlines);
                    self.add_block(BlockKind::Paragraph(inlines), anchor, &place);
                }
                Part::Figures(group) => self.add_figures(group),
            }
        }
    }

    /// Adds photos, one or side by side.
    pub(super) fn add_figures(&mut self, group: Group) {
        self.shared.has_photos = true;
        if let Some(span) = group.chosen_slug {
            self.shared.chosen_slugs.insert((self.file, span.start));
        }
        let ids = &mut self.photo_ids;
        let made = group.into_block(|span| ids.remove(&span.start));
        if let Some((kind, anchor, span)) = made {
            self.add_block(kind, anchor, &span.range());
        }
    }

    /// A photo in a line has no place of its own for links: its paragraph, or its cell, stands in.
    pub(super) fn id_of_photo_in(&mut self, inlines: &[Inline]) -> Option<Anchor> {
        if self.photo_ids.is_empty() {
            return None;
        }
        let is_photo = |inline: &&Inline| matches!(inline.kind, InlineKind::Photo(_));
        let mut photos = inlines.iter().filter(is_photo);
        photos.find_map(|photo| self.photo_ids.remove(&photo.span.start))
    }

    fn add_heading(
        &mut self,
        level: u8,
        id: Option<Anchor>,
        mut content: Vec<Inline>,
        range: &Range<usize>,
    ) {
        splice::trim(&mut content);
        // A logo that is marked as a heading names nothing; it is a photo.
        if plain_text(&content).trim().is_empty() {
            return self.add_paragraph(content, range);
        }
        self.check_references(&content);
        let mut content = splice::notes_after_photos(content);
        // Only on a file's own level does a heading open a chapter.
        let is_chapter = self.stands_on_root();
        let level = if is_chapter { level } else { level.max(2) };
        // A chapter has no attributes; its title may.
        if level == 1
            && let Some(language) = self.closing.language.take()
        {
            content = vec![Inline {
                id: UNNUMBERED,
                span: self.span(range),
                kind: InlineKind::Span {
                    role: Box::new(SpanRole::Language(language)),
                    content,
                },
            }];
        }
        self.add_block(BlockKind::Heading { level, content }, id, range);
    }

    fn add_span(&mut self, wrap: Wrap, content: Vec<Inline>, range: Range<usize>) {
        self.span_depth -= 1;
        let kind = match wrap {
            Wrap::Emphasis => InlineKind::Emphasis(content),
            Wrap::Strong => InlineKind::Strong(content),
            Wrap::Strikethrough => InlineKind::Strikethrough(content),
            Wrap::Superscript => InlineKind::Superscript(content),
            Wrap::Subscript => InlineKind::Subscript(content),
            Wrap::Transparent => {
                return self.push_content(content);
            }
            Wrap::Role(role) => InlineKind::Span {
                role: Box::new(role),
                content,
            },
            Wrap::Code => InlineKind::Code(plain_text(&content)),
            Wrap::Link { address } => {
                self.link_is_open = false;
                self.shared.has_references |= content.is_empty();
                // The address as it was written, until `links.rs` knows every anchor.
                let target = Box::new(Target::External(address));
                InlineKind::Link { target, content }
            }
            Wrap::Image { address, title } => {
                self.image_is_open = false;
                return self.add_image(address, title, content, range);
            }
        };
        self.push_inline(kind, range);
    }

    fn add_image(
        &mut self,
        address: String,
        title: String,
        mut text: Vec<Inline>,
        mut range: Range<usize>,
    ) {
        let source = self.text.get(range.clone()).unwrap_or_default();
        if source.starts_with("![[") && is_size(&plain_text(&text)) {
            text.clear();
        }
        let after = self.text.get(range.end..self.end_of_line());
        let after = after.unwrap_or_default();
        let attributes = match attributes::parse(after) {
            Some((mut attributes, length)) => {
                self.report_refused(&attributes.refused, range.end);
                for value in [&mut attributes.alt, &mut attributes.credit]
                    .into_iter()
                    .flatten()
                {
                    *value = self.smart(&clean(&resolve(value)));
                }
                range.end += length;
                self.skip_to(range.end);
                attributes
            }
            None => attributes::Attributes::default(),
        };
        // A photo that the parser did not take for one goes on after its text.
        self.skip_to(range.end);
        let span = self.span(&range);
        self.push_photo(Image {
            span,
            text,
            address,
            title,
            attributes,
        });
    }

    fn report_refused(&mut self, refused: &[(Range<usize>, Refused)], base: usize) {
        for (range, why) in refused {
            let range = base + range.start..base + range.end;
            let span = self.span(&range);
            let diagnostic = Diagnostic::new(Code::InvalidAttribute, span, why.message());
            self.shared.diagnostics.push(match why.hint() {
                Some(hint) => diagnostic.hint(hint),
                None => diagnostic,
            });
        }
    }

    /// A reference to a footnote that nobody wrote is plain text to Markdown. What is escaped is
    /// meant as text.
    pub(super) fn check_references(&mut self, inlines: &[Inline]) {
        if !std::mem::take(&mut self.may_refer) {
            return;
        }
        for inline in inlines {
            let InlineKind::Text(text) = &inline.kind else {
                continue;
            };
            if !text.contains("[^") {
                continue;
            }
            let whole = inline.span.range();
            let source = self.text.get(whole.clone()).unwrap_or_default();
            let mut from = 0;
            while let Some(found) = source.get(from..).and_then(|rest| rest.find("[^")) {
                let start = from + found;
                from = start + 2;
                let after = source.get(from..).unwrap_or_default();
                let end = after.find(|c: char| "[]".contains(c) || c.is_whitespace());
                let Some((label, rest)) = end.and_then(|end| after.split_at_checked(end)) else {
                    continue;
                };
                let is_escaped = source.get(..start).is_some_and(|it| it.ends_with('\\'));
                if label.is_empty() || !rest.starts_with(']') || is_escaped {
                    continue;
                }
                let range = whole.start + start..whole.start + from + label.len() + 1;
                let message = format!("there is no footnote “{label}”");
                let diagnostic = Diagnostic::new(Code::UnresolvedNote, self.span(&range), message)
                    .hint(format!("write the note as a paragraph: [^{label}]: …"));
                self.shared.diagnostics.push(diagnostic);
            }
        }
    }
}

/// Where photos begin that stand alone, one or side by side, and the ids that were given to them.
fn ids_of_photos(block: &Block) -> Vec<(u32, Anchor)> {
    match &block.kind {
        BlockKind::Figure(_) => {
            let id = block.anchor.clone();
            id.map(|id| (block.span.start, id)).into_iter().collect()
        }
        BlockKind::FigureRow(row) => {
            let named = |one: &RowFigure| Some((one.span.start, one.anchor.clone()?));
            row.figures.iter().filter_map(named).collect()
        }
        _ => Vec::new(),
    }
}

/// The size that Obsidian shows an image at, where a cutline would stand: `300`, `300x200`. Editions
/// have sizes of their own.
fn is_size(text: &str) -> bool {
    let is_number = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    let (width, height) = text.split_once('x').unwrap_or((text, text));
    is_number(width) && is_number(height)
}
