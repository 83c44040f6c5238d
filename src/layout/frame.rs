//! What layout hands over: finished pages, their structure and the map of page breaks. The PDF
//! writer knows this file and nothing else of the book.

use std::collections::BTreeMap;

use super::length::Length;
pub use super::run::{Drawing, Glyph, RunPart, Space, TextRun};
pub use super::vocabulary::{Shaped, ShapedGlyph, Shift, Vocabulary, WordId};
use crate::document::{Metadata, NodeId};
pub use crate::fonts::FontData;
use crate::photo::Photo;

/// The printed edition, set.
#[derive(Clone, Debug)]
pub struct PagedBook {
    /// What the book says about itself.
    pub metadata: Metadata,
    /// Every page in order.
    pub pages: Vec<Page>,
    /// Every word that a text run says, addressed by [`WordId`].
    pub vocabulary: Vocabulary,
    /// Every font that a text run uses, addressed by [`FontId`].
    pub fonts: Vec<FontFile>,
    /// Every photo that is placed, addressed by [`PhotoId`].
    pub photos: Vec<Photo>,
    /// The structure tree, addressed by [`ElementId`]. The first element is the root, of role
    /// [`Role::Document`]; a parent always stands before its children.
    pub structure: Vec<Element>,
    /// Headings in order, for the outline.
    pub outline: Vec<OutlineEntry>,
    /// Every place that links can point to.
    pub destinations: Vec<Destination>,
    /// Whether every picture has alternative text, so that the file may claim PDF/UA.
    pub every_picture_has_alt: bool,
}

/// Index into [`PagedBook::fonts`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct FontId(pub usize);

/// Index into [`PagedBook::photos`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct PhotoId(pub usize);

/// Index into [`PagedBook::structure`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ElementId(pub usize);

/// A face in a whole font file, OpenType with TrueType or CFF outlines.
#[derive(Clone, Debug, PartialEq)]
pub struct FontFile {
    /// PostScript name.
    pub name: String,
    /// The bytes of the file.
    pub data: FontData,
    /// Which font of a collection it is; 0 for a file of one.
    pub index: u32,
}

/// A place on a page: from its left edge rightwards and its top edge downwards.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Point {
    /// From the left.
    pub x: Length,
    /// From the top.
    pub y: Length,
}

/// A box on a page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Rect {
    /// Top left corner.
    pub origin: Point,
    /// Width.
    pub width: Length,
    /// Height.
    pub height: Length,
}

/// A colour of the printed edition.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Colour {
    /// Full black.
    Black,
    /// Black at this many per cent.
    Grey(u8),
    /// White: the plate in a reserved slot.
    White,
    /// Red, green and blue of sRGB.
    Rgb([u8; 3]),
}

/// One page.
#[derive(Clone, Debug, PartialEq)]
pub struct Page {
    /// Trim width.
    pub width: Length,
    /// Trim height.
    pub height: Length,
    /// The page number as it is printed, or would be on a page that shows none.
    pub folio: String,
    /// What stands on it, in reading order.
    pub items: Vec<Item>,
    /// Where it can be clicked.
    pub links: Vec<LinkArea>,
}

impl Page {
    /// Turns a page that was composed as its own mirror image: everything stands where it would stand in
    /// the mirror, and no letter is reversed.
    pub fn mirror(&mut self, vocabulary: &Vocabulary) {
        let width = self.width;
        let turn = |area: &mut Rect| area.origin.x = width - area.origin.x - area.width;
        for item in &mut self.items {
            match &mut item.shape {
                Shape::Text(run) => run.origin.x = width - run.origin.x - run.width(vocabulary),
                Shape::Fill { area, .. } | Shape::Photo { area, .. } => turn(area),
                Shape::Stroke { from, to, .. } => {
                    from.x = width - from.x;
                    to.x = width - to.x;
                }
            }
        }
        self.links.iter_mut().for_each(|link| turn(&mut link.area));
    }
}

/// One thing on a page with its place in the structure.
#[derive(Clone, Debug, PartialEq)]
pub struct Item {
    /// Whose it is.
    pub owner: Owner,
    /// What it is.
    pub shape: Shape,
}

/// What a piece of page content belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Owner {
    /// An element of the structure tree.
    Element(ElementId),
    /// A running head or folio.
    Pagination,
    /// A rule or other ornament.
    Layout,
}

/// Content of a page.
#[derive(Clone, Debug, PartialEq)]
pub enum Shape {
    /// Glyphs on one baseline.
    Text(TextRun),
    /// A filled box.
    Fill {
        /// Where.
        area: Rect,
        /// With what.
        colour: Colour,
    },
    /// A straight line.
    Stroke {
        /// One end.
        from: Point,
        /// The other end.
        to: Point,
        /// How thick.
        thickness: Length,
        /// With what.
        colour: Colour,
    },
    /// A photo, upright and unstretched in its box.
    Photo {
        /// Where.
        area: Rect,
        /// Which.
        photo: PhotoId,
        /// The figure of the manuscript that shows it there, if one does.
        node: Option<NodeId>,
    },
}

/// A place in the manuscript's text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TextPosition {
    /// The block (or chapter, for its title; item, cell or figure for theirs).
    pub node: NodeId,
    /// Bytes into its plain text.
    pub offset: usize,
}

/// Where a page can be clicked.
#[derive(Clone, Debug, PartialEq)]
pub struct LinkArea {
    /// The box that reacts.
    pub area: Rect,
    /// Where it leads.
    pub target: LinkTarget,
    /// The link's element of the structure tree.
    pub element: ElementId,
    /// What it leads to, in words (ISO 14289-1, 7.18.5).
    pub contents: String,
}

/// Where a link of the printed edition leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LinkTarget {
    /// An address.
    Address(String),
    /// The name of a [`Destination`].
    Destination(String),
}

/// An element of the structure tree (ISO 32000-1, 14.8.4).
#[derive(Clone, Debug, PartialEq)]
pub struct Element {
    /// What it is.
    pub role: Role,
    /// Its parent; only the root has none.
    pub parent: Option<ElementId>,
    /// The node of the document that it stands for, if any.
    pub node: Option<NodeId>,
    /// Alternative text, for figures and formulas.
    pub alt: Option<String>,
    /// BCP 47 tag, where it differs from the parent's.
    pub language: Option<String>,
    /// What an abbreviation stands for.
    pub expansion: Option<String>,
    /// What a cell of a table spans and heads. Other elements have the plain one.
    pub cell: Cell,
}

/// What a cell of a table spans and heads (ISO 32000-1, table 349).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cell {
    /// Columns, at least 1.
    pub columns: usize,
    /// Rows, at least 1.
    pub rows: usize,
    /// A head that heads its row, not its column.
    pub heads_row: bool,
}

impl Cell {
    /// One column and one row.
    pub const PLAIN: Cell = Cell {
        columns: 1,
        rows: 1,
        heads_row: false,
    };
}

/// Standard structure types that layout uses (ISO 32000-1, 14.8.4).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Role {
    /// The whole.
    Document,
    /// A chapter.
    Part,
    /// A section.
    Section,
    /// Blocks that belong together: an aside, verse, what is in another language.
    Division,
    /// A heading of level 1 to 6.
    Heading(u8),
    /// A paragraph.
    Paragraph,
    /// A stretch of text inside a paragraph.
    Span,
    /// A block quotation.
    BlockQuote,
    /// A list with its kind of numbering.
    List(Numbering),
    /// An item.
    ListItem,
    /// An item's number or bullet.
    Label,
    /// An item's content.
    ListBody,
    /// A table.
    Table,
    /// A row.
    TableRow,
    /// A cell that heads its column or row.
    TableHead,
    /// A cell.
    TableCell,
    /// A photo or reserved slot.
    Figure,
    /// Cutline and credit.
    Caption,
    /// Code.
    Code,
    /// A formula.
    Formula,
    /// A footnote.
    Note,
    /// A reference to a note.
    Reference,
    /// A link.
    Link,
    /// The table of contents.
    Contents,
    /// One line of it.
    ContentsItem,
    /// The index.
    Index,
}

/// How a list is numbered (ISO 32000-1, table 347).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Numbering {
    /// Bullets.
    Disc,
    /// 1, 2, 3.
    Decimal,
    /// a, b, c.
    LowerAlpha,
    /// A, B, C.
    UpperAlpha,
    /// i, ii, iii.
    LowerRoman,
    /// I, II, III.
    UpperRoman,
    /// No label but words of the text.
    None,
}

/// A heading for the outline.
#[derive(Clone, Debug, PartialEq)]
pub struct OutlineEntry {
    /// Its text.
    pub title: String,
    /// Depth from 1; never more than one deeper than the entry before.
    pub level: u8,
    /// Page, from 0.
    pub page_index: usize,
    /// The top of the heading.
    pub point: Point,
    /// Its element of the structure tree.
    pub element: ElementId,
}

/// A place that links can point to.
#[derive(Clone, Debug, PartialEq)]
pub struct Destination {
    /// The anchor's name, the same as the EPUB's id.
    pub name: String,
    /// Page, from 0.
    pub page_index: usize,
    /// What comes to the window's top left.
    pub point: Point,
}

/// Where a figure's photo, or its reserved slot, stands and how large.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlacedPhoto {
    /// The figure's node.
    pub node: NodeId,
    /// Page, from 0.
    pub page_index: usize,
    /// The page number as it is printed.
    pub folio: String,
    /// Width on the page.
    pub width: Length,
    /// Height on the page.
    pub height: Length,
    /// What is shown of the photo, in pixels; none for a reserved slot.
    pub pixels: Option<(u32, u32)>,
}

/// Where every printed page begins: what the EPUB's page list is made from.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PageMap {
    /// In order. Pages that show nothing of the manuscript (a title page, the contents, a blank verso)
    /// have no entry. Several may begin at one place: photos whose text is on another page.
    pub pages: Vec<PageStart>,
    /// The page on which each place stands, by the name of its anchor.
    pub places: BTreeMap<String, PagePlace>,
}

/// The page of a place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PagePlace {
    /// How many pages of the book stand before it; those of a cover do not count.
    pub pages_before: usize,
    /// Its folio.
    pub label: String,
}

/// The beginning of a printed page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PageStart {
    /// The folio.
    pub label: String,
    /// The first text on it.
    pub at: TextPosition,
}
