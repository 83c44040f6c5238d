//! Figures: photo or reserved slot with cutline and credit, as one box.

use super::compose::{Column, Composer};
use super::frame::{Colour, ElementId, Item, Owner, PhotoId, Point, Rect, Role, Shape};
use super::galley::{Entry, Float, GalleyBox};
use super::length::Length;
use super::line::LineBox;
use super::linebreak::Fill;
use super::paragraph::{Manner, Text};
use super::resolution::{millimetres, pixels_for};
use super::style::TextStyle;
use super::text::{TextBuilder, height_at};
use crate::book::{Picture, SlotReason};
use crate::document::{Aspect, Block, Edition, Figure, NodeId};
use crate::source::Span;

/// A picture with its place in the structure.
pub struct Mounted {
    /// The element that it belongs to, or an ornament where the photo is decoration.
    pub owner: Owner,
    /// The photo, or why there is a reserved slot.
    pub photo: Result<PhotoId, SlotReason>,
    /// Its shape.
    pub aspect: Aspect,
    /// The element that a cutline hangs on.
    element: ElementId,
}

/// The share of its full size that a picture may be given, in per cent, so that it fits a page.
const SIZES: [i64; 4] = [100, 92, 85, SMALLEST];
const SMALLEST: i64 = 78;

impl Composer<'_, '_> {
    /// Gives the picture of the figure at `node` its place in the structure.
    pub fn place_photo(
        &mut self,
        node: NodeId,
        figure: &Figure,
        parent: ElementId,
    ) -> Option<Mounted> {
        let picture = self.book.picture_in(Edition::Pdf, node)?;
        let photo = match picture {
            Picture::Photo(photo) => Ok(self.photo_id(photo)),
            Picture::ReservedSlot { reason, .. } => Err(*reason),
        };
        let decoration = figure.alt.as_deref() == Some("");
        let alt = figure.alt.clone().filter(|alt| !alt.is_empty());
        let (alt, is_said) = match photo {
            // What it would show is not for readers of this edition.
            Err(SlotReason::Withheld) => (Some(self.words.photo_withheld.to_owned()), true),
            _ => (alt, figure.alt.is_some()),
        };
        self.every_picture_has_alt &= is_said;
        let alt = alt.unwrap_or_else(|| self.words.photo.to_owned());
        let (element, owner) = if decoration {
            (parent, Owner::Layout)
        } else {
            let element = self.structure.add_figure(parent, node, alt);
            (element, Owner::Element(element))
        };
        Some(Mounted {
            owner,
            photo,
            aspect: picture.aspect(),
            element,
        })
    }

    /// Sets a figure, in every size that it may be given to make a page work.
    pub fn figure(&mut self, block: &Block, figure: &Figure, column: Column) {
        let Some(placed) = self.place_photo(block.id, figure, column.parent) else {
            return;
        };
        let cutline = self.cutline(block, figure, &placed, column);
        let (width, height) = self.picture_size(placed.aspect, column.measure);
        let sizes = SIZES.map(|percent| {
            let size = (width.scaled(percent, 100), height.scaled(percent, 100));
            self.sized_figure(block, figure, &placed, size, &cutline, column)
        });
        let apart = self.spec.body.leading / 2;
        let depth = self.spec.depth();
        let fits = |made: &GalleyBox| made.height <= depth;
        if column.nested {
            // Inside a list, a quotation or a note it stays where it belongs.
            if let Some(made) = sizes.iter().find(|made| fits(made)) {
                self.galley.push(Entry::Space(apart));
                self.galley.push(Entry::Box(made.clone()));
                self.galley.push(Entry::Space(apart));
                return;
            }
        } else if sizes.last().is_some_and(fits) {
            let sizes = sizes.into();
            let placement = figure.placement;
            self.galley.push(Entry::Float(Float {
                sizes,
                apart,
                placement,
            }));
            return;
        }
        // A cutline longer than a page goes on like text.
        let size = (width.scaled(SMALLEST, 100), height.scaled(SMALLEST, 100));
        let photo = self.sized_figure(block, figure, &placed, size, &[], column);
        self.galley.push(Entry::Space(apart));
        self.galley.push(Entry::Box(photo));
        self.galley.push(Entry::Keep);
        self.push_lines(cutline, self.spec.cutline.leading, column.left, false, None);
        self.galley.push(Entry::Space(apart));
    }

    fn sized_figure(
        &mut self,
        block: &Block,
        figure: &Figure,
        placed: &Mounted,
        (width, height): (Length, Length),
        cutline: &[LineBox],
        column: Column,
    ) -> GalleyBox {
        let mut made = GalleyBox {
            on_grid: true,
            ..GalleyBox::default()
        };
        made.anchors
            .extend(block.anchor.iter().map(|anchor| anchor.as_str().to_owned()));
        // The photo's upper edge stands where the x-height of a line of text would.
        let leading = self.spec.body.leading;
        let top = leading.scaled(3, 4) - self.spec.body.size.scaled(43, 100);
        let area = Rect {
            origin: Point {
                x: column.left,
                y: top,
            },
            width,
            height,
        };
        made.figures.push((block.id, area));
        match placed.photo {
            Ok(photo) => {
                made.items.push(Item {
                    owner: placed.owner,
                    shape: Shape::Photo { area, photo },
                });
            }
            Err(reason) => {
                let slot = self.slot(block.span, figure, placed.owner, area, reason);
                made.items.extend(slot);
            }
        }
        made.height = top + height;
        let style = self.spec.cutline;
        if !cutline.is_empty() {
            made.height += leading / 4;
        }
        for line in cutline.iter().cloned() {
            made.notes.extend(line.notes);
            let to = Point {
                x: column.left,
                y: made.height + style.leading.scaled(3, 4),
            };
            made.take(line.items, line.links, to);
            made.height += style.leading;
        }
        made
    }

    /// The printed size of a picture: the full measure, unless it would take more than three
    /// fifths of the page's depth.
    fn picture_size(&self, aspect: Aspect, measure: Length) -> (Length, Length) {
        let tallest = self.spec.depth().scaled(3, 5);
        let height = height_at(aspect, measure);
        if height <= tallest {
            (measure, height)
        } else {
            (
                tallest.scaled(i64::from(aspect.width), i64::from(aspect.height)),
                tallest,
            )
        }
    }

    /// The lines of cutline and credit.
    fn cutline(
        &mut self,
        block: &Block,
        figure: &Figure,
        placed: &Mounted,
        column: Column,
    ) -> Vec<LineBox> {
        if figure.cutline.is_empty() && figure.credit.is_empty() {
            return Vec::new();
        }
        let style = self.spec.cutline;
        let role = self.structure.add(Role::Caption, placed.element, None);
        let mut builder = TextBuilder::new(self, block.id).add(&figure.cutline, style, role);
        if !figure.credit.is_empty() {
            if !figure.cutline.is_empty() {
                builder = builder.gap(role, style, block.span);
            }
            builder = builder.add(&figure.credit, style.italic(), role);
        }
        let text = builder.finish();
        // Sixty characters of a sans come to about 27 em; what fits on one line stays on one.
        let (natural, _) = self.text_widths(&text);
        let whole = natural <= column.measure;
        let measure = if whole {
            column.measure
        } else {
            column.measure.min(style.size * 27)
        };
        let manner = self.ragged(measure);
        self.set_lines(&text, manner)
    }

    /// What layout artists drew for a photo to come: a grey box with a frame and two diagonals,
    /// and in the middle a plate with what is awaited.
    fn slot(
        &mut self,
        span: Span,
        figure: &Figure,
        owner: Owner,
        area: Rect,
        reason: SlotReason,
    ) -> Vec<Item> {
        let thickness = Length::milli_pt(400);
        let stroke = |from, to| Item {
            owner: Owner::Layout,
            shape: Shape::Stroke {
                from,
                to,
                thickness,
                colour: Colour::Grey(40),
            },
        };
        let corner = |right: bool, low: bool| Point {
            x: area.origin.x + if right { area.width } else { Length::ZERO },
            y: area.origin.y + if low { area.height } else { Length::ZERO },
        };
        let corners = [
            corner(false, false),
            corner(true, false),
            corner(true, true),
            corner(false, true),
        ];
        let mut items = vec![Item {
            owner,
            shape: Shape::Fill {
                area,
                colour: Colour::Grey(8),
            },
        }];
        items.extend((0..4).map(|side| stroke(corners[side], corners[(side + 1) % 4])));
        items.push(stroke(corners[0], corners[2]));
        items.push(stroke(corners[1], corners[3]));
        items.extend(self.plate(span, figure, owner, area, reason));
        items
    }

    fn plate(
        &mut self,
        span: Span,
        figure: &Figure,
        owner: Owner,
        area: Rect,
        reason: SlotReason,
    ) -> Vec<Item> {
        let small = TextStyle {
            size: Length::milli_pt(7_500),
            ..self.spec.cutline
        };
        let leading = self.spec.cutline.leading;
        let bold = self.spec.cutline.bold();
        let lines = match reason {
            SlotReason::ToCome => vec![
                (self.words.photo_to_come.to_owned(), bold),
                (figure.slug.as_str().to_owned(), small.code()),
                (self.wanted(area), small),
            ],
            SlotReason::Withheld => vec![(self.words.photo_withheld.to_owned(), bold)],
        };
        let padding = leading / 2;
        let room = area.width - padding * 4;
        let manner = Manner {
            measure: room.max(leading),
            indent: Length::ZERO,
            fill: Fill::Ragged,
            hyphenate: false,
        };
        let mut set = Vec::new();
        for (content, style) in lines {
            let text = Text::of(&content, style, owner, span);
            set.extend(self.set_lines(&text, manner));
        }
        let width = set.iter().map(|line| line.width).max().unwrap_or_default() + padding * 2;
        let height = leading * (set.len() as i64) + padding;
        if height + padding > area.height {
            // Too small a slot for words: the frame alone says it.
            return Vec::new();
        }
        let origin = Point {
            x: area.origin.x + (area.width - width) / 2,
            y: area.origin.y + (area.height - height) / 2,
        };
        let plate = Rect {
            origin,
            width,
            height,
        };
        let mut made = GalleyBox::default();
        let white = Shape::Fill {
            area: plate,
            colour: Colour::White,
        };
        made.items.push(Item {
            owner: Owner::Layout,
            shape: white,
        });
        let mut y = origin.y + padding / 2 + leading.scaled(3, 4);
        for line in set {
            let x = area.origin.x + (area.width - line.width) / 2;
            made.take(line.items, line.links, Point { x, y });
            y += leading;
        }
        made.items
    }

    /// The printed size of a slot and the pixels it needs.
    fn wanted(&self, area: Rect) -> String {
        format!(
            "{} × {} mm, {} {} × {} px",
            millimetres(area.width),
            millimetres(area.height),
            self.words.at_least,
            pixels_for(area.width),
            pixels_for(area.height)
        )
    }
}
