//! Blocks: what stands one below the other.

use std::ops::Range;

use super::{Anchor, Aside, Direction, Figure, FigureRow, Inline, InlineKind, NodeId};
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
    /// What it says about all that it holds.
    pub attributes: BlockAttributes,
    /// What it is.
    pub kind: BlockKind,
}

/// What a block says about all that it holds. What is not said holds on from around it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct BlockAttributes {
    /// How its lines stand.
    pub alignment: Option<Alignment>,
    /// The BCP 47 tag of its language.
    pub language: Option<String>,
    /// Where its lines begin.
    pub direction: Option<Direction>,
}

impl BlockAttributes {
    /// Fills what is not said from what stands around it.
    pub fn inherit(&mut self, around: &BlockAttributes) {
        self.alignment = self.alignment.or(around.alignment);
        self.direction = self.direction.or(around.direction);
        if self.language.is_none() {
            self.language.clone_from(&around.language);
        }
    }

    /// Whether nothing is said.
    pub fn is_empty(&self) -> bool {
        *self == BlockAttributes::default()
    }
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
    /// Terms with what they mean.
    DefinitionList(Vec<DefinitionGroup>),
    /// Blocks under a title of their own.
    Aside(Aside),
    /// Lines that stay as they are; one that is turned over goes on with an indent. A line without
    /// content parts stanzas.
    Verse(Vec<VerseLine>),
    /// A block of code, verbatim, without its last newline.
    Code {
        /// The language, cleaned: the first word of the info string without `{`, `.` and `,…`.
        language: Option<String>,
        /// The text.
        text: String,
        /// The number of its first line, where lines are numbered.
        first_line: Option<u64>,
    },
    /// A table.
    Table(Table),
    /// A photo, or the place of one, with cutline and credit.
    Figure(Box<Figure>),
    /// Photos side by side.
    FigureRow(FigureRow),
    /// A change of scene.
    ThematicBreak,
}

/// A list.
#[derive(Clone, Debug, PartialEq)]
pub struct List {
    /// The first number of an ordered list.
    pub start: Option<u64>,
    /// How an ordered list is numbered.
    pub numbers: NumberStyle,
    /// Whether it counts down.
    pub reversed: bool,
    /// Items without blank lines between them: their paragraphs stand close.
    pub tight: bool,
    /// The items.
    pub items: Vec<ListItem>,
}

impl List {
    /// The number of the item at `index`, if it is ordered.
    pub fn number(&self, index: usize) -> Option<u64> {
        let index = index as u64;
        let start = self.start?;
        Some(if self.reversed {
            start.saturating_sub(index)
        } else {
            start.saturating_add(index)
        })
    }
}

/// How an ordered list is numbered.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum NumberStyle {
    /// 1, 2, 3.
    #[default]
    Decimal,
    /// a, b, c.
    LowerAlpha,
    /// A, B, C.
    UpperAlpha,
    /// i, ii, iii.
    LowerRoman,
    /// I, II, III.
    UpperRoman,
}

/// Terms that share definitions; at least one of each.
#[derive(Clone, Debug, PartialEq)]
pub struct DefinitionGroup {
    /// What is defined.
    pub terms: Vec<Term>,
    /// What it means.
    pub definitions: Vec<Definition>,
}

/// A term of a definition list.
#[derive(Clone, Debug, PartialEq)]
pub struct Term {
    /// Its name.
    pub id: NodeId,
    /// Where it stands in the source.
    pub span: Span,
    /// Its text.
    pub content: Vec<Inline>,
}

/// A definition of a definition list.
#[derive(Clone, Debug, PartialEq)]
pub struct Definition {
    /// Its name.
    pub id: NodeId,
    /// What it holds.
    pub blocks: Vec<Block>,
}

/// A line of verse.
#[derive(Clone, Debug, PartialEq)]
pub struct VerseLine {
    /// Its name.
    pub id: NodeId,
    /// How far it is set in, in spaces of the source; at most [`VerseLine::DEEPEST`].
    pub indent: usize,
    /// Its text. Empty between stanzas.
    pub content: Vec<Inline>,
}

impl VerseLine {
    /// No line is set in further, so that there is always a measure left.
    pub const DEEPEST: usize = 24;
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

/// A table: rows of the head, then rows of the body. In each row, the columns that its cells span
/// and those that cells of earlier rows reach down into are together as many as the alignments; no
/// cell of the head reaches into the body, none past the last row.
#[derive(Clone, Debug, PartialEq)]
pub struct Table {
    /// What the table is said to show; its text belongs to the table's node.
    pub caption: Vec<Inline>,
    /// One a column.
    pub alignments: Vec<Alignment>,
    /// The head's rows.
    pub head: Vec<Vec<TableCell>>,
    /// The body's rows.
    pub rows: Vec<Vec<TableCell>>,
}

/// A cell of a table.
#[derive(Clone, Debug, PartialEq)]
pub struct TableCell {
    /// Its name.
    pub id: NodeId,
    /// What links to the photo in it lead to.
    pub anchor: Option<Anchor>,
    /// Its text.
    pub content: Vec<Inline>,
    /// How many columns and rows it spans.
    pub span: CellSpan,
    /// Whether it heads its row. The cells of the head all head their columns.
    pub heads_row: bool,
}

impl Table {
    /// The cells of the head, then those below it, row by row.
    pub(crate) fn cells_mut(&mut self) -> impl Iterator<Item = &mut TableCell> {
        self.head.iter_mut().chain(&mut self.rows).flatten()
    }
}

impl TableCell {
    /// The first photo that the cell shows, to be changed.
    pub(crate) fn figure_mut(&mut self) -> Option<(Span, &mut Figure)> {
        let is_break = |inline: &Inline| inline.kind == InlineKind::HardBreak;
        self.content
            .split_mut(is_break)
            .find_map(|line| match line {
                [
                    Inline {
                        span,
                        kind: InlineKind::Photo(figure),
                        ..
                    },
                ] => Some((*span, &mut **figure)),
                _ => None,
            })
    }

    /// What the cell shows from top to bottom: a photo alone on a line is shown with its cutline and
    /// credit; the lines between photos are text.
    pub fn parts(&self) -> Vec<CellPart<'_>> {
        let mut parts = Vec::new();
        let text_in = |range: Range<usize>| {
            let text = self.content.get(range).unwrap_or_default();
            (!text.is_empty()).then_some(CellPart::Text(text))
        };
        let (mut text_start, mut line_start) = (0, 0);
        let is_break = |inline: &Inline| inline.kind == InlineKind::HardBreak;
        for line in self.content.split(is_break) {
            let line_end = line_start + line.len();
            if let [first] = line
                && let InlineKind::Photo(figure) = &first.kind
            {
                parts.extend(text_in(text_start..line_start.saturating_sub(1)));
                parts.push(CellPart::Figure(CellFigure {
                    id: first.id,
                    span: first.span,
                    figure,
                }));
                text_start = line_end + 1;
            }
            line_start = line_end + 1;
        }
        parts.extend(text_in(text_start..self.content.len()));
        parts
    }
}

/// What stands in a cell, from top to bottom.
#[derive(Clone, Copy, Debug)]
pub enum CellPart<'a> {
    /// A photo.
    Figure(CellFigure<'a>),
    /// Lines of text.
    Text(&'a [Inline]),
}

/// A photo that a cell shows.
#[derive(Clone, Copy, Debug)]
pub struct CellFigure<'a> {
    /// Its name.
    pub id: NodeId,
    /// Where it stands in the source.
    pub span: Span,
    /// The photo, its cutline and its credit.
    pub figure: &'a Figure,
}

/// How many columns and rows a cell spans; at least one of each.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CellSpan {
    /// Columns.
    pub columns: usize,
    /// Rows.
    pub rows: usize,
}

impl CellSpan {
    /// What nearly all cells span.
    pub const ONE: CellSpan = CellSpan {
        columns: 1,
        rows: 1,
    };
}

/// The first column of each cell of some rows, from 0: what cells of earlier rows reach down into
/// is passed over.
pub fn first_columns(rows: &[Vec<TableCell>]) -> Vec<Vec<usize>> {
    let mut reaching: Vec<usize> = Vec::new();
    let place = |row: &Vec<TableCell>| {
        let mut at = 0;
        let mut places = Vec::with_capacity(row.len());
        let is_taken = |rows: Option<&usize>| rows.is_some_and(|rows| *rows > 0);
        let mut begun = Vec::new();
        for cell in row {
            while is_taken(reaching.get(at)) {
                at += 1;
            }
            places.push(at);
            if cell.span.rows > 1 {
                begun.push((at, cell.span));
            }
            at += cell.span.columns;
        }
        for rows in &mut reaching {
            *rows = rows.saturating_sub(1);
        }
        for (at, span) in begun {
            let end = at + span.columns;
            if reaching.len() < end {
                reaching.resize(end, 0);
            }
            if let Some(columns) = reaching.get_mut(at..end) {
                columns.fill(span.rows - 1);
            }
        }
        places
    };
    rows.iter().map(place).collect()
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
