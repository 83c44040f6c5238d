//! What stands outside the text area: a photo over the edges of the paper, and photos in the margin.

use super::column::Column;
use super::compose::{Composer, anchor};
use super::figure::Mounted;
use super::frame::{Point, Rect};
use super::galley::{Entry, Float, GalleyBox};
use super::length::Length;
use super::pagebreak::Side;
use super::paragraph::Text;
use super::row::NARROWEST;
use super::spec::Spec;
use super::text::height_at;
use crate::book::Picture;
use crate::document::{Aspect, Block, Edition, Figure, NodeId, Placement};
use crate::photo::{Crop, Photo};

/// What a box brings along that stands outside the text area of its page.
#[derive(Clone, Debug)]
pub struct Outside {
    /// Where.
    pub region: Region,
    /// What stands there, placed from the region's top left corner.
    pub content: GalleyBox,
}

/// A part of the page that is not the text area.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Region {
    /// All of the page.
    Page,
    /// The outer margin, or the column beside the text.
    Margin,
}

impl Region {
    /// The region's top left corner on a page of this side, from that of the text area. In the margin a box
    /// stands at the height of what brings it.
    pub fn corner(self, spec: &Spec, side: Side) -> Point {
        let text = spec.corner(side == Side::Recto);
        match self {
            Region::Page => Point {
                x: -text.x,
                y: -text.y,
            },
            Region::Margin => {
                let is_right = side == Side::Recto || !spec.facing || spec.side.is_some();
                let room = spec.margin().unwrap_or_default();
                let x = match is_right {
                    true => spec.across() + room.gap,
                    false => -room.gap - room.width,
                };
                Point { x, y: Length::ZERO }
            }
        }
    }
}

/// A figure that is ready to be put somewhere.
#[derive(Clone, Copy)]
pub struct Ready<'a> {
    /// Its block.
    pub block: &'a Block,
    /// What the manuscript says of it.
    pub figure: &'a Figure,
    /// Its picture.
    pub mounted: &'a Mounted,
    /// Its cutline and credit, not yet in lines.
    pub text: Option<&'a Text>,
}

impl Outside {
    /// How high a box in the margin is.
    pub fn in_margin(of: &GalleyBox) -> Option<Length> {
        let outside = of.outside.as_deref()?;
        (outside.region == Region::Margin).then_some(outside.content.height)
    }

    /// Adds what stands below this in the margin.
    fn add(&mut self, below: GalleyBox, apart: Length) {
        let y = self.content.height + apart;
        let by = Point { x: Length::ZERO, y };
        self.content.height = y + below.height;
        self.content.take(below.items, below.links, by);
        self.content.anchors.extend(below.anchors);
        self.content.figures.extend(below.figures);
    }
}

impl Composer<'_, '_> {
    /// Sets a photo that is to stand outside the text area. Gives `false` where it is to stand in the text,
    /// or must.
    pub fn outside(&mut self, ready: Ready<'_>, column: Column) -> bool {
        match ready.figure.placement {
            Some(Placement::FullBleed) if !column.nested => {
                let across = self.column_across(Some(Placement::Page), column);
                let float = self.full_bleed(ready, across);
                let is_set = float.is_some();
                self.galley.extend(float.map(Entry::Float));
                is_set
            }
            Some(Placement::Margin) => {
                let is_set = self.in_margin(ready, column);
                if !is_set {
                    self.findings.narrow_margins.push(ready.block.span);
                }
                is_set
            }
            _ => false,
        }
    }

    /// A photo over the edges of the paper, with its cutline below it at the foot of the text area. Gives
    /// `None` where the cutline is too long for that.
    fn full_bleed(&mut self, ready: Ready<'_>, column: Column) -> Option<Float> {
        let Ready {
            block,
            figure,
            mounted,
            text,
        } = ready;
        let lines = text.map(|text| self.cutline_lines(text, column.measure));
        let lines = lines.unwrap_or_default();
        let depth = self.spec.depth();
        let height = self.spec.cutline.leading * (lines.len() as i64);
        if height > depth / 3 {
            return None;
        }
        let apart = self.spec.body.leading / 2;
        let below = match lines.is_empty() {
            true => Length::ZERO,
            false => self.spec.height - self.spec.top - depth + height + apart,
        };
        let area = Rect {
            origin: Point::default(),
            width: self.spec.width,
            height: self.spec.height - below,
        };
        let mut made = GalleyBox {
            height: depth - height,
            ..GalleyBox::default()
        };
        made.anchors.extend(anchor(block));
        let mut picture = GalleyBox::default();
        let cropped = self.cropped(block.id, figure, mounted, area);
        self.mount(&mut picture, block.id, block.span, figure, &cropped, area);
        made.outside = Some(Box::new(Outside {
            region: Region::Page,
            content: picture,
        }));
        self.add_cutline_lines(&mut made, column.left, &lines);
        made.height = depth;
        Some(Float {
            sizes: vec![made],
            apart,
            placement: Some(Placement::Page),
            columns: self.spec.columns.count,
            leads: self.leading,
            plate: false,
        })
    }

    /// The picture cropped so that it fills an area, its focal point kept.
    fn cropped(&mut self, node: NodeId, figure: &Figure, mounted: &Mounted, area: Rect) -> Mounted {
        let Some(Picture::Photo(photo)) = self.book.picture_in(Edition::Pdf, node) else {
            return mounted.clone();
        };
        /// Parts of a length that keep both sides of a page in an aspect.
        const PART: i64 = 1 << 12;
        let part = |length: Length| u32::try_from(length.units() / PART).unwrap_or(1);
        let aspect = Aspect::new(part(area.width), part(area.height)).unwrap_or(Aspect::USUAL);
        let filling = Photo {
            crop: Crop::to_aspect(photo.upright_size(), aspect, figure.focus),
            ..photo.clone()
        };
        mounted.clone().showing(self.photo_id(&filling))
    }

    /// Sets a photo in the margin, beside what follows. Gives `false` where there is no margin that has
    /// room for it.
    fn in_margin(&mut self, ready: Ready<'_>, column: Column) -> bool {
        let Ready {
            block,
            figure,
            mounted,
            text,
        } = ready;
        let Some(room) = self.spec.margin().filter(|_| !column.nested) else {
            return false;
        };
        let share = i64::from(figure.width.unwrap_or(100));
        let width = room.width.scaled(share, 100).max(NARROWEST).min(room.width);
        let area = Rect {
            origin: Point {
                x: Length::ZERO,
                y: self.above_photo(),
            },
            width,
            height: height_at(mounted.aspect, width),
        };
        let overfull = self.findings.overfull.len();
        let lines = text.map(|text| self.cutline_lines(text, room.width));
        let mut made = GalleyBox::default();
        made.anchors.extend(anchor(block));
        self.mount(&mut made, block.id, block.span, figure, mounted, area);
        made.height = area.origin.y + area.height;
        self.add_cutline(&mut made, Length::ZERO, &lines.unwrap_or_default());
        let apart = self.spec.body.leading;
        let waiting = self
            .beside
            .as_ref()
            .map_or(Length::ZERO, |outside| outside.content.height + apart);
        if waiting + made.height > self.spec.depth() {
            self.findings.overfull.truncate(overfull);
            return false;
        }
        match &mut self.beside {
            Some(outside) => outside.add(made, apart),
            None => {
                self.beside = Some(Box::new(Outside {
                    region: Region::Margin,
                    content: made,
                }));
            }
        }
        true
    }

    /// Gives what waits to stand in the margin to the first box of what was set from `begin` on.
    pub fn give_beside(&mut self, begin: usize) {
        if self.beside.is_none() {
            return;
        }
        let boxes = self.galley.get_mut(begin..).unwrap_or_default().iter_mut();
        let mut boxes = boxes.filter_map(|entry| match entry {
            Entry::Box(content) if content.outside.is_none() => Some(content),
            _ => None,
        });
        if let Some(first) = boxes.next() {
            first.outside = self.beside.take();
        }
    }

    /// Where nothing follows, what waits to stand in the margin has room of its own.
    pub fn close_beside(&mut self) {
        if let Some(outside) = self.beside.take() {
            self.galley.push(Entry::Box(GalleyBox {
                height: outside.content.height,
                on_grid: true,
                outside: Some(outside),
                ..GalleyBox::default()
            }));
        }
    }
}

/// What stands outside as a part of the page, from the text area's corner.
pub fn placed(outside: Outside, spec: &Spec, side: Side, y: Length) -> (GalleyBox, Point) {
    let corner = outside.region.corner(spec, side);
    let y = match outside.region {
        Region::Page => corner.y,
        Region::Margin => y,
    };
    (outside.content, Point { x: corner.x, y })
}
