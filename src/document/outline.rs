//! The whole: metadata, chapters and notes.

use super::{
    Anchor, Block, BlockKind, CellPart, ChapterRole, Figure, FigureRow, Inline, InlineKind,
    Metadata, NodeId, Note, TableCell,
};
use crate::source::Span;

/// A manuscript after reading. Everything that can be resolved without looking at a photo is.
#[derive(Clone, Debug, PartialEq)]
pub struct Document {
    /// What it says about itself.
    pub metadata: Metadata,
    /// At least one.
    pub chapters: Vec<Chapter>,
    /// In the order of their first reference.
    pub notes: Vec<Note>,
}

/// A chapter, or the whole of an article.
#[derive(Clone, Debug, PartialEq)]
pub struct Chapter {
    /// Its name.
    pub id: NodeId,
    /// Where its title, or else its first block, stands.
    pub span: Span,
    /// The place links to the chapter, or to its file, point to.
    pub anchor: Anchor,
    /// What it is to the book.
    pub role: ChapterRole,
    /// Whether the author asks for no number.
    pub is_unnumbered: bool,
    /// How deep it stands in the contents: 0 at the top, 1 under a part or under a chapter at the
    /// top.
    pub depth: u8,
    /// Its title. Empty for the text that stands before a file's first heading; an article always
    /// has one.
    pub title: Vec<Inline>,
    /// What it holds, without its title.
    pub blocks: Vec<Block>,
}

/// The two kinds of document that are made up differently.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// One chapter: its title opens the first page.
    Article,
    /// Several: a title page, contents, chapters on new pages.
    Book,
}

impl Chapter {
    /// Whether it counts where chapters are numbered.
    pub fn is_numbered(&self) -> bool {
        self.role == ChapterRole::Chapter && !self.is_unnumbered && !self.title.is_empty()
    }
}

impl Document {
    /// The numbers of the chapters, none for those that do not count. Parts do not count and do not
    /// make the count begin again; a chapter under another is its part: 2.1.
    pub fn chapter_numbers(&self) -> Vec<Option<String>> {
        chapter_numbers(&self.chapters)
    }

    /// Whether it is made up as an article or as a book.
    pub fn form(&self) -> Form {
        if self.chapters.len() == 1 {
            Form::Article
        } else {
            Form::Book
        }
    }
}

/// The numbers of chapters, as [`Document::chapter_numbers`] gives them.
pub fn chapter_numbers(chapters: &[Chapter]) -> Vec<Option<String>> {
    let mut counts: Vec<usize> = Vec::new();
    // The depth of chapters that stand right under a part, or at the top.
    let mut top = 0;
    let number = |chapter: &Chapter| {
        let depth = usize::from(chapter.depth);
        if chapter.role == ChapterRole::Part {
            top = depth + 1;
            counts.truncate(1);
        }
        top = top.min(depth + usize::from(chapter.role == ChapterRole::Part));
        if !chapter.is_numbered() {
            return None;
        }
        let level = (depth - top).min(counts.len());
        counts.truncate(level + 1);
        match counts.get_mut(level) {
            Some(count) => *count += 1,
            None => counts.push(1),
        }
        let numbers: Vec<String> = counts.iter().map(usize::to_string).collect();
        Some(numbers.join("."))
    };
    chapters.iter().map(number).collect()
}

/// A figure with the node that it stands at.
#[derive(Clone, Copy, Debug)]
pub struct PlacedFigure<'a> {
    /// The block or inline that holds it.
    pub id: NodeId,
    /// Where it stands in the source.
    pub span: Span,
    /// The figure.
    pub figure: &'a Figure,
    /// The row that it stands in.
    pub row: Option<&'a FigureRow>,
    /// Where links to it lead: its own place, or the nearest around it. In a finished document
    /// there is always one.
    pub anchor: Option<&'a Anchor>,
    /// Whether it stands in the middle of a line, without its cutline and credit.
    pub is_in_line: bool,
}

impl<'a> PlacedFigure<'a> {
    /// Who made or owns the photo: its own credit, or else that of its row.
    pub fn credit(&self) -> &'a [Inline] {
        match (self.figure.credit.as_slice(), self.row) {
            ([], Some(row)) => &row.credit,
            (own, _) => own,
        }
    }
}

impl Document {
    /// Every figure, in reading order, the notes' last.
    pub fn figures(&self) -> Vec<PlacedFigure<'_>> {
        let mut figures = Figures::default();
        for chapter in &self.chapters {
            let anchor = Some(&chapter.anchor);
            figures.inlines(&chapter.title, anchor);
            figures.blocks(&chapter.blocks, anchor);
        }
        for note in &self.notes {
            figures.blocks(&note.blocks, Some(&note.anchor));
        }
        figures.found
    }
}

/// The figures found so far.
#[derive(Default)]
struct Figures<'a> {
    found: Vec<PlacedFigure<'a>>,
}

impl<'a> Figures<'a> {
    /// Those in blocks; `around` is where links to the nearest place around them lead.
    fn blocks(&mut self, blocks: &'a [Block], around: Option<&'a Anchor>) {
        for block in blocks {
            let anchor = block.anchor.as_ref().or(around);
            match &block.kind {
                BlockKind::Figure(figure) => self.figure(block.id, block.span, figure, anchor),
                BlockKind::FigureRow(row) => self.row(row, anchor),
                BlockKind::Heading { content, .. } | BlockKind::Paragraph(content) => {
                    self.inlines(content, anchor);
                }
                BlockKind::Quote(inner) => self.blocks(inner, anchor),
                BlockKind::List(list) => {
                    let items = list.items.iter();
                    items.for_each(|item| self.blocks(&item.blocks, anchor));
                }
                BlockKind::Table(table) => {
                    self.inlines(&table.caption, anchor);
                    let cells = table.head.iter().chain(&table.rows).flatten();
                    cells.for_each(|cell| self.cell(cell, anchor));
                }
                BlockKind::DefinitionList(groups) => {
                    for group in groups {
                        let terms = group.terms.iter();
                        terms.for_each(|term| self.inlines(&term.content, anchor));
                        let definitions = group.definitions.iter();
                        definitions.for_each(|one| self.blocks(&one.blocks, anchor));
                    }
                }
                BlockKind::Aside(aside) => {
                    self.inlines(&aside.title, anchor);
                    self.blocks(&aside.blocks, anchor);
                }
                BlockKind::Verse(lines) => {
                    let lines = lines.iter();
                    lines.for_each(|line| self.inlines(&line.content, anchor));
                }
                BlockKind::Code { .. } | BlockKind::ThematicBreak => {}
            }
        }
    }

    fn figure(&mut self, id: NodeId, span: Span, figure: &'a Figure, anchor: Option<&'a Anchor>) {
        self.found.push(PlacedFigure {
            id,
            span,
            figure,
            row: None,
            anchor,
            is_in_line: false,
        });
        self.inlines(&figure.cutline, anchor);
        self.inlines(&figure.credit, anchor);
    }

    fn row(&mut self, row: &'a FigureRow, around: Option<&'a Anchor>) {
        for one in &row.figures {
            let anchor = one.anchor.as_ref().or(around);
            self.found.push(PlacedFigure {
                id: one.id,
                span: one.span,
                figure: &one.figure,
                row: Some(row),
                anchor,
                is_in_line: false,
            });
            self.inlines(&one.figure.cutline, anchor);
            self.inlines(&one.figure.credit, anchor);
        }
        self.inlines(&row.cutline, around);
        self.inlines(&row.credit, around);
    }

    fn cell(&mut self, cell: &'a TableCell, around: Option<&'a Anchor>) {
        let anchor = cell.anchor.as_ref().or(around);
        for part in cell.parts() {
            match part {
                CellPart::Figure(it) => self.figure(it.id, it.span, it.figure, anchor),
                CellPart::Text(text) => self.inlines(text, anchor),
            }
        }
    }

    fn inlines(&mut self, inlines: &'a [Inline], anchor: Option<&'a Anchor>) {
        for inline in inlines {
            if let InlineKind::Photo(figure) = &inline.kind {
                self.found.push(PlacedFigure {
                    id: inline.id,
                    span: inline.span,
                    figure,
                    row: None,
                    anchor,
                    is_in_line: true,
                });
            }
            self.inlines(inline.kind.content().unwrap_or_default(), anchor);
        }
    }
}
