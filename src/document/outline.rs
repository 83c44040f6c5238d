//! The whole: metadata, chapters and notes.

use super::{
    Anchor, Block, BlockKind, ChapterRole, Figure, FigureRow, Inline, InlineKind, Metadata, NodeId,
    Note, RowFigure,
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
        let mut found = Vec::new();
        for chapter in &self.chapters {
            figures_in_inlines(&chapter.title, &mut found);
            figures_in_blocks(&chapter.blocks, &mut found);
        }
        for note in &self.notes {
            figures_in_blocks(&note.blocks, &mut found);
        }
        found
    }
}

fn figures_in_blocks<'a>(blocks: &'a [Block], found: &mut Vec<PlacedFigure<'a>>) {
    for block in blocks {
        match &block.kind {
            BlockKind::Figure(figure) => {
                found.push(PlacedFigure {
                    id: block.id,
                    span: block.span,
                    figure,
                    row: None,
                });
                figures_in_inlines(&figure.cutline, found);
                figures_in_inlines(&figure.credit, found);
            }
            BlockKind::FigureRow(row) => {
                for RowFigure {
                    id, span, figure, ..
                } in &row.figures
                {
                    found.push(PlacedFigure {
                        id: *id,
                        span: *span,
                        figure,
                        row: Some(row),
                    });
                    figures_in_inlines(&figure.cutline, found);
                    figures_in_inlines(&figure.credit, found);
                }
                figures_in_inlines(&row.cutline, found);
                figures_in_inlines(&row.credit, found);
            }
            BlockKind::Heading { content, .. } | BlockKind::Paragraph(content) => {
                figures_in_inlines(content, found);
            }
            BlockKind::Quote(inner) => figures_in_blocks(inner, found),
            BlockKind::List(list) => {
                list.items
                    .iter()
                    .for_each(|item| figures_in_blocks(&item.blocks, found));
            }
            BlockKind::Table(table) => {
                figures_in_inlines(&table.caption, found);
                let cells = table.head.iter().chain(&table.rows).flatten();
                cells.for_each(|cell| figures_in_inlines(&cell.content, found));
            }
            BlockKind::DefinitionList(groups) => {
                for group in groups {
                    group
                        .terms
                        .iter()
                        .for_each(|term| figures_in_inlines(&term.content, found));
                    group
                        .definitions
                        .iter()
                        .for_each(|one| figures_in_blocks(&one.blocks, found));
                }
            }
            BlockKind::Aside(aside) => {
                figures_in_inlines(&aside.title, found);
                figures_in_blocks(&aside.blocks, found);
            }
            BlockKind::Verse(lines) => {
                lines
                    .iter()
                    .for_each(|line| figures_in_inlines(&line.content, found));
            }
            BlockKind::Code { .. } | BlockKind::ThematicBreak => {}
        }
    }
}

fn figures_in_inlines<'a>(inlines: &'a [Inline], found: &mut Vec<PlacedFigure<'a>>) {
    for inline in inlines {
        if let InlineKind::Photo(figure) = &inline.kind {
            found.push(PlacedFigure {
                id: inline.id,
                span: inline.span,
                figure,
                row: None,
            });
        }
        figures_in_inlines(inline.kind.content().unwrap_or_default(), found);
    }
}
