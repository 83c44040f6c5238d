//! Blocks: what stands one below the other.

use super::{Anchor, Figure, Inline, NodeId};
use crate::source::Span;

/// One block node.
#[derive(Clone, Debug, PartialEq)]
pub struct Block {
    /// Its name.
    pub id: NodeId,
    /// Where it stands in the source.
    pub span: Span,
    /// The place links can point to, if it has one. Headings and figures always do.
    pub anchor: Option<Anchor>,
    /// What it is.
    pub kind: BlockKind,
}

/// What a block is.
#[derive(Clone, Debug, PartialEq)]
pub enum BlockKind {
    /// A heading inside a chapter; a chapter's own title is [`Chapter::title`](super::Chapter).
    Heading {
        /// 2 to 6 as people wrote it; a chapter's title is 1.
        level: u8,
        /// Its text.
        content: Vec<Inline>,
    },
    /// A paragraph.
    Paragraph(Vec<Inline>),
    /// A block quotation.
    Quote(Vec<Block>),
    /// A list.
    List(List),
    /// A block of code, verbatim, without its last newline.
    Code {
        /// The language, cleaned: the first word of the info string without `{`, `.` and `,…`.
        language: Option<String>,
        /// The text.
        text: String,
    },
    /// A table.
    Table(Table),
    /// A photo, or the place of one, with cutline and credit.
    Figure(Box<Figure>),
    /// A change of scene.
    ThematicBreak,
}

/// A list.
#[derive(Clone, Debug, PartialEq)]
pub struct List {
    /// The first number of an ordered list.
    pub start: Option<u64>,
    /// Items without blank lines between them: their paragraphs stand close.
    pub tight: bool,
    /// The items.
    pub items: Vec<ListItem>,
}

/// An item of a list.
#[derive(Clone, Debug, PartialEq)]
pub struct ListItem {
    /// Its name.
    pub id: NodeId,
    /// A task's state, where it is one.
    pub checked: Option<bool>,
    /// What it holds.
    pub blocks: Vec<Block>,
}

/// A table: one head row, then rows of as many cells.
#[derive(Clone, Debug, PartialEq)]
pub struct Table {
    /// One a column.
    pub alignments: Vec<Alignment>,
    /// The head's cells.
    pub head: Vec<TableCell>,
    /// The body's rows; each has as many cells as the head.
    pub rows: Vec<Vec<TableCell>>,
}

/// A cell of a table.
#[derive(Clone, Debug, PartialEq)]
pub struct TableCell {
    /// Its name.
    pub id: NodeId,
    /// Its text.
    pub content: Vec<Inline>,
}

/// How a column is aligned.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Alignment {
    /// As the script runs.
    Start,
    /// Centred.
    Centre,
    /// Against the script's end.
    End,
}

/// A footnote. Numbered from 1 in the order of its first reference.
#[derive(Clone, Debug, PartialEq)]
pub struct Note {
    /// Its name.
    pub id: NodeId,
    /// Where it stands in the source.
    pub span: Span,
    /// The place its reference points to.
    pub anchor: Anchor,
    /// What it says.
    pub blocks: Vec<Block>,
}
