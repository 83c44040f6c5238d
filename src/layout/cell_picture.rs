//! A photo in a cell of a table, with its cutline and credit below it.

use super::compose::Composer;
use super::figure::Mounted;
use super::frame::{ElementId, Point, Rect};
use super::galley::GalleyBox;
use super::length::Length;
use super::paragraph::Text;
use super::text::height_at;
use crate::document::CellFigure;

/// A photo that waits for the width of its column.
pub struct CellPicture<'a> {
    shown: CellFigure<'a>,
    mounted: Mounted,
    /// Cutline and credit.
    text: Option<Text>,
    /// From line to line of them.
    leading: Length,
}

/// The room that a cell gives.
#[derive(Clone, Copy)]
pub struct Room {
    /// Its left edge.
    pub left: Length,
    pub width: Length,
    /// The share of what is left free that stands before the content, in halves.
    pub halves: i64,
}

impl Room {
    /// Where something begins that is so wide.
    pub fn start(self, width: Length) -> Length {
        let free = (self.width - width).max(Length::ZERO);
        self.left + free.scaled(self.halves, 2)
    }
}

impl CellPicture<'_> {
    /// Scales its text as the table's is scaled.
    pub fn scale(&mut self, by: i64, of: i64) {
        let pieces = self.text.iter_mut().flat_map(|text| &mut text.pieces);
        pieces.for_each(|piece| piece.style = piece.style.scaled(by, of));
        self.leading = self.leading.scaled(by, of);
    }
}

impl Composer<'_, '_> {
    /// Gives a cell's photo its place in the structure.
    pub fn cell_picture<'a>(
        &mut self,
        shown: CellFigure<'a>,
        cell: ElementId,
    ) -> Option<CellPicture<'a>> {
        let mounted = self.place_photo(shown.id, shown.figure, cell)?;
        Some(CellPicture {
            text: self.own_text(shown.id, shown.span, shown.figure, &mounted),
            shown,
            mounted,
            leading: self.spec.cutline.leading,
        })
    }

    /// What a photo and its cutline ask for in a table of so many columns, and below what they have
    /// too little.
    pub fn figure_widths(
        &mut self,
        picture: &CellPicture<'_>,
        columns: usize,
        measure: Length,
    ) -> (Length, Length) {
        let (wanted, least) = self.picture_widths(picture, columns, measure);
        let longest_word = match &picture.text {
            Some(text) => self.text_widths(text).1,
            None => Length::ZERO,
        };
        (wanted.max(longest_word), least.max(longest_word))
    }

    /// What the photo asks for: the share of the measure that is written, or else twice an even one,
    /// where the page has the depth; and below what it is too small.
    fn picture_widths(
        &self,
        picture: &CellPicture<'_>,
        columns: usize,
        measure: Length,
    ) -> (Length, Length) {
        let even = measure / (columns.max(1) as i64);
        let wanted = match picture.shown.figure.width {
            Some(share) => measure.scaled(i64::from(share), 100),
            None => (even * 2).min(measure),
        };
        let wanted = wanted.min(self.widest_picture(picture));
        (wanted, wanted.min(even / 2))
    }

    /// As wide as two fifths of the page's depth make it.
    fn widest_picture(&self, picture: &CellPicture<'_>) -> Length {
        let aspect = picture.mounted.aspect;
        let tallest = self.spec.depth().scaled(2, 5);
        tallest.scaled(i64::from(aspect.width), i64::from(aspect.height))
    }

    /// Sets it into its room, its top at 0. The height is that of the photo and what stands below it.
    pub fn set_cell_picture(
        &mut self,
        picture: CellPicture<'_>,
        columns: usize,
        measure: Length,
        room: Room,
    ) -> GalleyBox {
        let (wanted, _) = self.picture_widths(&picture, columns, measure);
        let CellPicture {
            shown,
            mounted,
            text,
            leading,
        } = picture;
        let width = wanted.min(room.width);
        let area = Rect {
            origin: Point {
                x: room.start(width),
                // Its upper edge stands where the x-height of the text beside it does.
                y: self.spec.table.leading / 4,
            },
            width,
            height: height_at(mounted.aspect, width),
        };
        let mut made = GalleyBox::default();
        self.mount(
            &mut made,
            shown.id,
            shown.span,
            shown.figure,
            &mounted,
            area,
        );
        let mut bottom = area.origin.y + area.height;
        if let Some(text) = text {
            bottom += leading / 4;
            for line in self.cutline_lines(&text, room.width) {
                made.notes.extend(line.notes);
                let to = Point {
                    x: room.start(line.width),
                    y: bottom + leading.scaled(3, 4),
                };
                made.take(line.items, line.links, to);
                bottom += leading;
            }
        }
        made.height = bottom;
        made
    }
}
