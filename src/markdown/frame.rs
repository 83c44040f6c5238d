//! What is open while a file is read: the builder's stack is made of these.

use std::ops::Range;

use super::code_info::CodeInfo;
use super::definitions::DefinitionDraft;
use super::html_table::{CellDraft, TableDraft};
use crate::document::{
    Alignment, Anchor, AsideRole, Block, BlockAttributes, Inline, ListItem, NumberStyle, SpanRole,
    TableCell,
};

/// Something that is open, with what it holds so far.
pub(super) struct Frame {
    pub kind: Kind,
    /// Bytes of the file.
    pub range: Range<usize>,
    /// What its tag says about all that it holds.
    pub attributes: BlockAttributes,
    pub blocks: Vec<Block>,
    pub inlines: Vec<Inline>,
}

/// What is open.
pub(super) enum Kind {
    /// The file.
    Root,
    Quote,
    List {
        start: Option<u64>,
        numbers: NumberStyle,
        reversed: bool,
        tight: bool,
        items: Vec<ListItem>,
    },
    Item {
        checked: Option<bool>,
    },
    /// Nothing of its own: its blocks take its attributes and join what is around it.
    Group,
    Aside {
        role: AsideRole,
        title: Vec<Inline>,
    },
    DefinitionList(DefinitionDraft),
    Term,
    Definition,
    Note {
        label: String,
    },
    Table {
        alignments: Vec<Alignment>,
        head: Vec<Vec<TableCell>>,
        rows: Vec<Vec<TableCell>>,
    },
    Row {
        head: bool,
        cells: Vec<TableCell>,
    },
    Cell,
    /// A figure of HTML, with the caption that was read.
    Figure {
        caption: Vec<Inline>,
    },
    /// A table of HTML. What stands in it outside its cells is set before it.
    HtmlTable(Box<TableDraft>),
    /// A cell of such a table.
    HtmlCell(CellDraft),
    /// The caption of a figure or table of HTML.
    Caption,
    Paragraph {
        /// Text that stands directly in an item or in raw HTML.
        implicit: bool,
    },
    Heading {
        level: u8,
        id: Option<Anchor>,
    },
    Code {
        info: CodeInfo,
        text: String,
    },
    /// Something inside a line.
    Span {
        wrap: Wrap,
        /// The HTML tag that opened it, if it was one.
        tag: Option<&'static str>,
    },
}

/// What a piece of a line becomes.
pub(super) enum Wrap {
    Emphasis,
    Strong,
    Strikethrough,
    Superscript,
    Subscript,
    /// Nothing: its content stands as it is.
    Transparent,
    /// What HTML says beyond stress.
    Role(SpanRole),
    /// Code that HTML marks; its content is text first.
    Code,
    Link {
        address: String,
    },
    Image {
        address: String,
        title: String,
    },
}

impl Kind {
    /// Whether it holds blocks that stand one below the other.
    pub fn holds_blocks(&self) -> bool {
        matches!(
            self,
            Kind::Root
                | Kind::Quote
                | Kind::Item { .. }
                | Kind::Group
                | Kind::Aside { .. }
                | Kind::DefinitionList(_)
                | Kind::Definition
                | Kind::Note { .. }
                | Kind::List { .. }
                | Kind::Figure { .. }
                | Kind::HtmlTable(_)
        )
    }

    /// Whether it counts towards the depth of blocks. Items and definitions go with their lists.
    pub fn nests_blocks(&self) -> bool {
        matches!(
            self,
            Kind::Quote
                | Kind::Group
                | Kind::Aside { .. }
                | Kind::DefinitionList(_)
                | Kind::Note { .. }
                | Kind::List { .. }
                | Kind::Figure { .. }
                | Kind::HtmlTable(_)
        )
    }

    /// Whether finished blocks of such a frame stand in its `blocks`.
    pub fn keeps_blocks(&self) -> bool {
        !self.holds_lines() && !matches!(self, Kind::List { .. } | Kind::DefinitionList(_))
    }

    /// Whether it holds the lines of one block, so that nothing inside may reach past its end.
    pub fn holds_lines(&self) -> bool {
        matches!(
            self,
            Kind::Paragraph { .. }
                | Kind::Heading { .. }
                | Kind::Cell
                | Kind::Term
                | Kind::HtmlCell(_)
                | Kind::Caption
        )
    }
}
