//! A page as operators (ISO 32000-1, annex A), with notes of whose each piece is.

use std::cell::RefCell;

use libdeflater::{CompressionLvl, Compressor};

use super::font::Fonts;
use super::ink::{Ink, Inks};
use super::number::{divide, milli, push_integer, push_milli};
use super::picture::{PictureId, Pictures};
use super::sheet::{Beyond, Placed, covering};
use super::show::{Selected, show};
use super::word::Reading;
use crate::layout::frame::{ElementId, Item, Owner, Page, PhotoId, Point, Rect, Shape, TextRun};
use crate::layout::length::Length;
use crate::photo::{Crop, Orientation, Photo};

/// What a page shows.
#[derive(Debug)]
pub struct PageContent {
    /// Operators, deflated.
    pub stream: Vec<u8>,
    /// Whose marked content is, by its identifier on this page (MCID).
    pub marks: Vec<ElementId>,
    /// Which pictures the page shows, each once.
    pub pictures: Vec<PictureId>,
}

/// A rectangle in PDF's own terms: left, bottom, right, top in thousandths of a point.
pub type Bounds = [i64; 4];

/// What all pages share.
pub struct Studio<'a> {
    /// Their fonts.
    pub fonts: &'a Fonts<'a>,
    /// The structure types of all elements.
    pub names: &'a [&'static str],
    /// Every photo that is placed.
    pub photos: &'a [Photo],
    /// What photos are parts of.
    pub pictures: &'a Pictures,
    /// What colours become.
    pub inks: Inks<'a>,
}

/// Where a page stands on its sheet.
#[derive(Clone, Copy)]
pub struct Setting {
    /// The place.
    pub placed: Placed,
    /// How many marks of other pages stand on the sheet before its own.
    pub first_mark: usize,
    /// How far colour goes beyond its edges.
    pub beyond: Beyond,
    /// Whether nothing may reach beyond them.
    pub clips: bool,
}

/// How many pieces of marked content that belong to elements a page has.
pub fn marks_of(page: &Page, names: &[&'static str]) -> usize {
    let mut before = None;
    let begins = |item: &&Item| before.replace(item.owner) != Some(item.owner);
    let begun = page.items.iter().filter(begins);
    let marked = begun.filter(|item| match item.owner {
        Owner::Element(id) => names.get(id.0).is_some(),
        Owner::Pagination | Owner::Layout => false,
    });
    marked.count()
}

/// Draws `page`, which says these words. `room` is used for its operators and may be used again.
pub fn page(
    page: &Page,
    words: Reading<'_>,
    studio: &Studio<'_>,
    setting: Setting,
    room: &mut Vec<u8>,
) -> PageContent {
    let mut opening = setting.placed.opening();
    if opening.is_empty() && setting.clips {
        opening.extend(b"q ");
    }
    let closes = !opening.is_empty();
    let mut canvas = Canvas {
        out: std::mem::take(room),
        page_width: page.width,
        page_height: page.height,
        studio,
        words,
        beyond: setting.beyond,
        first_mark: setting.first_mark,
        marks: Vec::new(),
        placed: Vec::new(),
        pen: Pen::default(),
        text_at: None,
    };
    canvas.out.clear();
    canvas.out.extend(opening);
    if setting.clips {
        let (width, height) = canvas.sides();
        let [left, right] = setting.placed.hidden;
        canvas.operands(&[left, 0, width - left - right, height]);
        canvas.out.extend(b"re W n\n");
    }
    let names = studio.names;
    let mut owner = None;
    for item in &page.items {
        if owner != Some(item.owner) {
            canvas.end_mark(owner);
            canvas.begin_mark(item.owner, names);
            owner = Some(item.owner);
        }
        canvas.draw(item);
    }
    canvas.end_mark(owner);
    if closes {
        canvas.out.extend(b"Q\n");
    }
    let stream = deflate(&canvas.out);
    *room = canvas.out;
    PageContent {
        stream,
        marks: canvas.marks,
        pictures: canvas.placed,
    }
}

/// Takes half the time of zlib's usual levels, for a file of prose two per cent larger.
const LEVEL: i32 = 1;

/// What compressing works with: it is as large as many pages, and made once.
struct Deflater {
    compressor: Compressor,
    /// Room for what comes out. Most of it is never needed.
    room: Vec<u8>,
}

thread_local! {
    static DEFLATER: RefCell<Deflater> = RefCell::new(Deflater {
        compressor: Compressor::new(CompressionLvl::new(LEVEL).unwrap_or_default()),
        room: Vec::new(),
    });
}

/// Compresses bytes for `FlateDecode`.
pub fn deflate(bytes: &[u8]) -> Vec<u8> {
    DEFLATER.with_borrow_mut(|Deflater { compressor, room }| {
        let most = compressor.zlib_compress_bound(bytes.len());
        if room.len() < most {
            room.resize(most, 0);
        }
        // It can fail only where there is too little room.
        let length = compressor.zlib_compress(bytes, room).unwrap_or_default();
        let deflated = room.get(..length).unwrap_or_default().to_vec();
        // Pages are small, pictures are not.
        room.truncate(MOST_KEPT);
        room.shrink_to(MOST_KEPT);
        deflated
    })
}

/// Room that is kept from one page to the next, in bytes.
const MOST_KEPT: usize = 64_000;

/// `area` of a page of that height, upside down as PDF counts.
pub fn bounds(area: Rect, page_height: Length) -> Bounds {
    let left = milli(area.origin.x);
    let top = milli(page_height - area.origin.y);
    let right = milli(area.origin.x + area.width);
    let bottom = milli(page_height - area.origin.y - area.height);
    [
        left.min(right),
        bottom.min(top),
        left.max(right),
        bottom.max(top),
    ]
}

/// What the reader's graphics state holds at this point.
struct Pen {
    fill: Ink,
    stroke: Ink,
    thickness: Length,
    font: Selected,
}

impl Default for Pen {
    fn default() -> Pen {
        Pen {
            fill: Ink::BLACK,
            stroke: Ink::BLACK,
            thickness: Length::pt(1),
            font: Selected::default(),
        }
    }
}

struct Canvas<'a> {
    out: Vec<u8>,
    page_width: Length,
    page_height: Length,
    studio: &'a Studio<'a>,
    /// What is still to be said.
    words: Reading<'a>,
    beyond: Beyond,
    first_mark: usize,
    marks: Vec<ElementId>,
    placed: Vec<PictureId>,
    pen: Pen,
    /// Inside a text object, where its last line began.
    text_at: Option<(i64, i64)>,
}

impl Canvas<'_> {
    fn begin_mark(&mut self, owner: Owner, names: &[&'static str]) {
        let element = match owner {
            Owner::Element(id) => names.get(id.0).map(|name| (id, *name)),
            Owner::Pagination | Owner::Layout => None,
        };
        match (element, owner) {
            (Some((id, name)), _) => {
                self.out.push(b'/');
                self.out.extend(name.as_bytes());
                self.out.extend(b" <</MCID ");
                push_integer(&mut self.out, (self.first_mark + self.marks.len()) as i64);
                self.out.extend(b">> BDC\n");
                self.marks.push(id);
            }
            (None, Owner::Pagination) => {
                self.out.extend(b"/Artifact <</Type /Pagination>> BDC\n");
            }
            (None, _) => self.out.extend(b"/Artifact <</Type /Layout>> BDC\n"),
        }
    }

    fn end_mark(&mut self, owner: Option<Owner>) {
        self.end_text();
        if owner.is_some() {
            self.out.extend(b"EMC\n");
        }
    }

    fn draw(&mut self, item: &Item) {
        match &item.shape {
            Shape::Text(run) => self.text(run),
            Shape::Fill { area, colour } => {
                self.end_text();
                self.fill_colour(self.studio.inks.of_surface(*colour));
                let area = bounds(*area, self.page_height);
                let [left, bottom, right, top] = self.beyond.extended(area, self.sides());
                self.operands(&[left, bottom, right - left, top - bottom]);
                self.out.extend(b"re f\n");
            }
            Shape::Stroke {
                from,
                to,
                thickness,
                colour,
            } => {
                self.end_text();
                self.stroke_pen(self.studio.inks.of_surface(*colour), *thickness);
                for (end, operator) in [(from, b"m "), (to, b"l ")] {
                    let (x, y) = self.flipped(*end);
                    self.operands(&[x, y]);
                    self.out.extend(operator);
                }
                self.out.extend(b"S\n");
            }
            Shape::Photo { area, photo, .. } => self.photo(*area, *photo),
        }
    }

    fn text(&mut self, run: &TextRun) {
        let words = self.words.run(run);
        if run.size <= Length::ZERO {
            return;
        }
        self.fill_colour(self.studio.inks.of_text(run.colour));
        let (from_x, from_y) = self.text_at.unwrap_or_else(|| {
            self.out.extend(b"BT\n");
            (0, 0)
        });
        let (x, y) = self.flipped(run.origin);
        self.operands(&[x - from_x, y - from_y]);
        self.out.extend(b"Td\n");
        self.text_at = Some((x, y));
        let fonts = self.studio.fonts;
        show(&mut self.out, run, fonts, words, &mut self.pen.font);
    }

    fn end_text(&mut self) {
        if self.text_at.take().is_some() {
            self.out.extend(b"ET\n");
        }
    }

    fn photo(&mut self, area: Rect, id: PhotoId) {
        self.end_text();
        let studio = self.studio;
        let (Some(photo), Some(picture)) = (studio.photos.get(id.0), studio.pictures.at(id)) else {
            return;
        };
        if !self.placed.contains(&picture) {
            self.placed.push(picture);
        }
        self.out.extend(b"q ");
        let area = bounds(area, self.page_height);
        let seen = self.beyond.extended(area, self.sides());
        let shown = covering(area, seen);
        let mut whole = shown;
        if photo.crop.is_some() || shown != seen {
            let [left, bottom, right, top] = seen;
            self.operands(&[left, bottom, right - left, top - bottom]);
            self.out.extend(b"re W n ");
        }
        if let Some(crop) = photo.crop {
            whole = around(shown, crop, photo.upright_size());
        }
        self.operands(&upright(photo.orientation, whole));
        self.out.extend(b"cm /");
        self.out.extend(picture.resource().as_bytes());
        self.out.extend(b" Do Q\n");
    }

    fn fill_colour(&mut self, ink: Ink) {
        if self.pen.fill != ink {
            self.pen.fill = ink;
            self.operands(ink.operands());
            self.out.extend(ink.operators().0);
        }
    }

    fn stroke_pen(&mut self, ink: Ink, thickness: Length) {
        if self.pen.stroke != ink {
            self.pen.stroke = ink;
            self.operands(ink.operands());
            self.out.extend(ink.operators().1);
        }
        if self.pen.thickness != thickness {
            self.pen.thickness = thickness;
            self.operands(&[milli(thickness)]);
            self.out.extend(b"w\n");
        }
    }

    /// Width and height of the page.
    fn sides(&self) -> (i64, i64) {
        (milli(self.page_width), milli(self.page_height))
    }

    fn operands(&mut self, thousandths: &[i64]) {
        for value in thousandths {
            push_milli(&mut self.out, *value);
            self.out.push(b' ');
        }
    }

    fn flipped(&self, point: Point) -> (i64, i64) {
        (milli(point.x), milli(self.page_height - point.y))
    }
}

/// Where all of an upright picture lies, `size` pixels wide and high, when `crop` of it lies in `shown`.
fn around([left, bottom, right, top]: Bounds, crop: Crop, size: (u32, u32)) -> Bounds {
    let across = |pixels| divide((right - left) * i64::from(pixels), crop.width.into());
    let down = |pixels| divide((top - bottom) * i64::from(pixels), crop.height.into());
    let (left, top) = (left - across(crop.left), top + down(crop.top));
    [left, top - down(size.1), left + across(size.0), top]
}

/// The matrix that lays a stored picture, one unit wide and high, into its box so that it stands
/// upright (ISO 32000-1, 8.3.4; the eight cases of CIPA DC-008, 4.6.4).
fn upright(orientation: Orientation, [left, bottom, right, top]: Bounds) -> [i64; 6] {
    let (width, height) = (right - left, top - bottom);
    match orientation {
        Orientation::Upright => [width, 0, 0, height, left, bottom],
        Orientation::MirroredAcross => [-width, 0, 0, height, right, bottom],
        Orientation::UpsideDown => [-width, 0, 0, -height, right, top],
        Orientation::MirroredDown => [width, 0, 0, -height, left, top],
        Orientation::Transposed => [0, -height, -width, 0, right, top],
        Orientation::TurnedLeft => [0, -height, width, 0, left, top],
        Orientation::Transversed => [0, height, width, 0, left, bottom],
        Orientation::TurnedRight => [0, height, -width, 0, right, bottom],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_orientation_fills_the_same_box() {
        use Orientation::*;
        let all = [
            Upright,
            MirroredAcross,
            UpsideDown,
            MirroredDown,
            Transposed,
            TurnedLeft,
            Transversed,
            TurnedRight,
        ];
        for orientation in all {
            let [a, b, c, d, e, f] = upright(orientation, [10, 20, 40, 70]);
            let corners = [(0, 0), (1, 0), (0, 1), (1, 1)];
            let laid = corners.map(|(u, v)| (a * u + c * v + e, b * u + d * v + f));
            for corner in [(10, 20), (40, 20), (10, 70), (40, 70)] {
                assert!(laid.contains(&corner), "{orientation:?} misses {corner:?}");
            }
        }
    }

    #[test]
    fn a_crop_fills_its_box() {
        let crop = Crop {
            left: 10,
            top: 0,
            width: 20,
            height: 30,
        };
        let whole = around([100, 200, 140, 260], crop, (40, 60));
        assert_eq!(whole, [80, 140, 160, 260]);
    }

    #[test]
    fn a_picture_turned_left_has_its_stored_top_at_the_right() {
        let [a, b, c, d, e, f] = upright(Orientation::TurnedLeft, [0, 0, 30, 50]);
        let laid = |u, v| (a * u + c * v + e, b * u + d * v + f);
        assert_eq!(laid(0, 1), (30, 50), "stored top left to the top right");
        assert_eq!(laid(1, 1), (30, 0), "stored top right to the bottom right");
    }
}
