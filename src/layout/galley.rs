//! The galley: a chapter as one long column of boxes and spaces, not yet in pages.

use std::sync::Arc;

use super::frame::{Colour, ElementId, Item, LinkArea, Owner, Point, Rect, Shape};
use super::length::Length;
use super::line::LineBox;
use super::outside::Outside;
use super::style::TextStyle;
use crate::document::{NodeId, Placement};
use crate::source::Span;

/// One thing of a galley.
#[derive(Clone, Debug)]
pub enum Entry {
    /// Something with height.
    Box(GalleyBox),
    /// A paragraph that may be set in several numbers of lines.
    Passage(Vec<Version>),
    /// Something that text may pass where it does not fit.
    Float(Float),
    /// Room between boxes. It vanishes at a page's head.
    Space(Length),
    /// Room that a page which needs it may make a line larger.
    Room(Length),
    /// No page may end between the boxes before and after.
    Keep,
    /// A page that ended here would leave a line of a paragraph alone.
    Bind,
    /// Another chapter begins: no photo that waits passes it.
    Barrier,
}

/// Something with height, its content placed from its top left corner.
#[derive(Clone, Debug, Default)]
pub struct GalleyBox {
    /// Its height.
    pub height: Length,
    /// What stands in it.
    pub items: Vec<Item>,
    /// Where it can be clicked.
    pub links: Vec<LinkArea>,
    /// The notes that its text refers to.
    pub notes: Vec<usize>,
    /// The names of the places that are here.
    pub anchors: Vec<String>,
    /// The figures that stand in it, each with the area of its photo.
    pub figures: Vec<(NodeId, Rect)>,
    /// The heading it shows, for the outline.
    pub heading: Option<Heading>,
    /// What it is part of, if it is a row of a table.
    pub row: Option<TableRow>,
    /// The folio that it is to show once pages have their numbers.
    pub folio: Option<Box<FolioToCome>>,
    /// Whether the title of a page ends with it: photos at the head of the page stand below.
    pub ends_title: bool,
    /// What it brings along that stands outside the text area.
    pub outside: Option<Box<Outside>>,
    /// Whether its top stands on the baseline grid.
    pub on_grid: bool,
    /// Whether it is a line that ends in a hyphen: no page ends there if that can be helped.
    pub ends_in_hyphen: bool,
}

/// A row of a table, or a part of one.
#[derive(Clone, Debug)]
pub struct TableRow {
    /// Which table: no two have the same number.
    pub table: usize,
    /// What stands over it where a page begins with it. Rows of a head have none.
    pub head: Option<Arc<RepeatedHead>>,
}

/// The head of a table as it stands again on a page that goes on with it.
#[derive(Debug)]
pub struct RepeatedHead {
    /// How high it is.
    pub height: Length,
    /// What stands in it.
    pub items: Vec<Item>,
}

/// A way of setting a paragraph, in lines of its own.
#[derive(Clone, Debug)]
pub struct Version {
    /// The lines; never two versions of a paragraph with the same number of them.
    pub lines: Vec<GalleyBox>,
    /// What it costs a page to take it, next to 0 for the best, in the unit of
    /// [`pagebreak`](super::pagebreak).
    pub cost: i64,
}

/// A photo with its cutline. It brings its own room above and below, and leaves none behind where
/// it was.
#[derive(Clone, Debug)]
pub struct Float {
    /// The same thing in the sizes that it may have, the largest first; at least one.
    pub sizes: Vec<GalleyBox>,
    /// The room above and below.
    pub apart: Length,
    /// Where on the page it is to stand, where the manuscript says it.
    pub placement: Option<Placement>,
    /// How many columns it spans: at least 1.
    pub columns: usize,
    /// Whether it opens an article, at the head of its first page.
    pub leads: bool,
    /// Whether it stands on a page of photos alone, which two may share.
    pub plate: bool,
}

/// A folio that is not known yet: that of the page on which a place stands.
#[derive(Clone, Debug)]
pub struct FolioToCome {
    /// The name of the place.
    pub anchor: String,
    /// Where on its baseline it ends, from the box's top left corner.
    pub end: Point,
    /// What it looks like.
    pub style: TextStyle,
    /// The link that it belongs to.
    pub element: ElementId,
    /// What its page is reported under.
    pub span: Span,
}

/// A heading, for the outline and the contents.
#[derive(Clone, Debug)]
pub struct Heading {
    /// Its text.
    pub title: String,
    /// Its level in the outline: 1 for what stands at the top of the contents.
    pub level: u8,
    /// Whether the contents show it: parts, chapters, and the sections right below them.
    pub in_contents: bool,
    /// Its element of the structure.
    pub element: ElementId,
    /// The place that links to it name.
    pub anchor: String,
}

impl GalleyBox {
    /// A box of one line, `left` from the column's edge. Its baseline stands three quarters of
    /// the leading below its top, which is where the eye takes the line to be.
    pub fn line(line: LineBox, leading: Length, left: Length) -> GalleyBox {
        let to = Point {
            x: left,
            y: leading.scaled(3, 4),
        };
        let mut made = GalleyBox {
            height: leading,
            notes: line.notes,
            ends_in_hyphen: line.ends_in_hyphen,
            ..GalleyBox::default()
        };
        made.take(line.items, line.links, to);
        made
    }

    /// Adds what another box shows, moved by `by`. Its height stays its own.
    pub fn take_box(&mut self, other: GalleyBox, by: Point) {
        self.take(other.items, other.links, by);
        self.notes.extend(other.notes);
        self.anchors.extend(other.anchors);
        let figures = other.figures.into_iter().map(|(node, mut area)| {
            shift(&mut area.origin, by);
            (node, area)
        });
        self.figures.extend(figures);
    }

    /// Adds content, moved by `by`.
    pub fn take(&mut self, items: Vec<Item>, links: Vec<LinkArea>, by: Point) {
        add(
            &mut self.items,
            items.into_iter().map(|item| moved(item, by)),
        );
        add(
            &mut self.links,
            links.into_iter().map(|link| moved_link(link, by)),
        );
    }
}

/// Adds `more`, which stays where it is in memory if there was nothing.
fn add<T>(all: &mut Vec<T>, more: impl Iterator<Item = T>) {
    if all.is_empty() {
        *all = more.collect();
    } else {
        all.extend(more);
    }
}

/// `item` moved by `by`.
pub fn moved(mut item: Item, by: Point) -> Item {
    match &mut item.shape {
        Shape::Text(run) => shift(&mut run.origin, by),
        Shape::Fill { area, .. } | Shape::Photo { area, .. } => shift(&mut area.origin, by),
        Shape::Stroke { from, to, .. } => {
            shift(from, by);
            shift(to, by);
        }
    }
    item
}

/// `link` moved by `by`.
pub fn moved_link(mut link: LinkArea, by: Point) -> LinkArea {
    shift(&mut link.area.origin, by);
    link
}

fn shift(point: &mut Point, by: Point) {
    point.x += by.x;
    point.y += by.y;
}

/// Moves a line into the middle of its measure.
pub fn centre(line: &mut LineBox, measure: Length) {
    move_line(line, (measure - line.width) / 2);
}

/// Moves a line to the right edge of its measure.
pub fn push_right(line: &mut LineBox, measure: Length) {
    move_line(line, measure - line.width);
}

fn move_line(line: &mut LineBox, x: Length) {
    let by = Point { x, y: Length::ZERO };
    line.items = std::mem::take(&mut line.items)
        .into_iter()
        .map(|item| moved(item, by))
        .collect();
    line.links = std::mem::take(&mut line.links)
        .into_iter()
        .map(|link| moved_link(link, by))
        .collect();
}

/// A horizontal rule as an ornament.
pub fn rule(left: Length, y: Length, width: Length, thickness: Length) -> Item {
    let area = Rect {
        origin: Point { x: left, y },
        width,
        height: thickness,
    };
    Item {
        owner: Owner::Layout,
        shape: Shape::Fill {
            area,
            colour: Colour::Black,
        },
    }
}
