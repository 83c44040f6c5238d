//! Figures: photo or reserved slot with cutline and credit, as one box.

use super::column::Column;
use super::compose::{Composer, anchor};
use super::frame::{ElementId, Item, LinkArea, Owner, PhotoId, Point, Rect, Role, Shape};
use super::galley::{Entry, Float, GalleyBox};
use super::length::Length;
use super::line::LineBox;
use super::outside::Ready;
use super::paragraph::{Link, Text};
use super::text::{TextBuilder, height_at, leads_to};
use crate::book::{Picture, SlotReason};
use crate::document::{Aspect, Block, Edition, Figure, Inline, InlineKind, NodeId, Placement};
use crate::source::Span;

/// A picture with its place in the structure.
#[derive(Clone)]
pub struct Mounted {
    /// The element that it belongs to, or an ornament where the photo is decoration.
    pub owner: Owner,
    /// The photo, or why there is a reserved slot.
    pub photo: Result<PhotoId, SlotReason>,
    /// Its shape.
    pub aspect: Aspect,
    /// The element that a cutline hangs on.
    element: ElementId,
    /// Where the photo leads.
    link: Option<Link>,
}

impl Mounted {
    /// The same with another part of its photo.
    pub fn showing(self, photo: PhotoId) -> Mounted {
        Mounted {
            photo: Ok(photo),
            ..self
        }
    }
}

/// The measures of a figure in its column.
#[derive(Clone, Copy)]
struct FigureFrame {
    /// The left edge of the cutline.
    left: Length,
    /// The room for its lines.
    width: Length,
    photo_left: Length,
    photo: (Length, Length),
    stands: Stands,
    cutline: CutlinePlace,
}

/// Where the cutline stands.
#[derive(Clone, Copy, PartialEq, Eq)]
enum CutlinePlace {
    /// Under the photo.
    Below,
    /// In the column beside the text, from the photo's head downwards.
    AtHead,
    /// In what the photo leaves of the measure; it ends at the photo's foot.
    AtFoot,
}

/// Where a photo that is smaller than its room stands in it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Stands {
    Left,
    Centred,
    Right,
}

impl FigureFrame {
    /// The same with a smaller photo.
    fn scaled(self, percent: i64) -> FigureFrame {
        let (width, height) = self.photo;
        let photo = (width.scaled(percent, 100), height.scaled(percent, 100));
        let inside = match self.stands {
            Stands::Left => Length::ZERO,
            Stands::Centred => (width - photo.0) / 2,
            Stands::Right => width - photo.0,
        };
        let frame = FigureFrame {
            photo_left: self.photo_left + inside,
            photo,
            ..self
        };
        match self.cutline {
            CutlinePlace::Below | CutlinePlace::AtHead => frame,
            CutlinePlace::AtFoot => FigureFrame {
                left: self.left - (width - photo.0),
                width: self.width + (width - photo.0),
                ..frame
            },
        }
    }
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
        let link = figure.link.as_ref().and_then(|target| {
            let (target, contents) = leads_to(target, || alt.clone())?;
            let element = self.structure.add(Role::Link, parent, None);
            Some(Link {
                target,
                element,
                contents,
            })
        });
        let parent = link.as_ref().map_or(parent, |link| link.element);
        let (element, owner) = if decoration {
            (parent, Owner::Layout)
        } else {
            let element = self.structure.add_figure(parent, node, alt);
            (element, Owner::Element(element))
        };
        Some(Mounted {
            owner,
            photo,
            // A crop is rounded to pixels; its place is not, so that nothing moves when a photo is lost.
            aspect: figure.aspect.unwrap_or_else(|| picture.aspect()),
            element,
            link,
        })
    }

    /// Sets a figure, in every size that it may be given to make a page work.
    pub fn figure(&mut self, block: &Block, figure: &Figure, column: Column) {
        let Some(mounted) = self.place_photo(block.id, figure, column.parent) else {
            return;
        };
        let text = self.own_text(block.id, block.span, figure, &mounted);
        let has_notes = refers(&figure.cutline) || refers(&figure.credit);
        let ready = Ready {
            block,
            figure,
            mounted: &mounted,
            text: text.as_ref(),
        };
        if !has_notes && self.outside(ready, column) {
            return;
        }
        let column = match has_notes {
            true => column,
            false => self.column_across(figure.placement, column),
        };
        let plate = self.spec.plates
            && !column.nested
            && matches!(
                figure.placement,
                None | Some(Placement::Page | Placement::FullBleed | Placement::Row)
            );
        let frames = match plate {
            true => self.plate_frames(figure, mounted.aspect, column),
            false => {
                let frame = self.frame_of(figure, mounted.aspect, column);
                self.sizes()
                    .iter()
                    .map(|percent| frame.scaled(*percent))
                    .collect()
            }
        };
        let mut sizes = Vec::with_capacity(frames.len());
        let mut last = (Vec::new(), Length::ZERO);
        let mut found = None;
        for frame in &frames {
            // Most of them give the cutline the same room.
            if sizes.is_empty() || last.1 != frame.width {
                let lines = text
                    .as_ref()
                    .map(|text| self.cutline_lines(text, frame.width));
                last = (lines.unwrap_or_default(), frame.width);
            }
            sizes.push(self.sized_figure(block, figure, &mounted, *frame, &last.0));
            // What does not fit a narrow column is found once, not in every size.
            let overfull = &mut self.findings.overfull;
            overfull.truncate(*found.get_or_insert(overfull.len()));
        }
        let depth = self.spec.depth();
        if sizes.last().is_some_and(|made| made.height <= depth) {
            if plate {
                // On a page of its own nothing has to give way to text.
                sizes.retain(|made| made.height <= depth);
                return self.galley.push(Entry::Float(Float {
                    sizes,
                    apart: self.spec.body.leading / 2,
                    placement: Some(Placement::Page),
                    columns: 1,
                    leads: self.leading,
                    plate,
                }));
            }
            let placement = match figure.placement {
                Some(Placement::FullBleed) => Some(Placement::Page),
                other => other,
            };
            return self.push_float(sizes, placement, column);
        }
        let Some(smallest) = frames.last() else {
            return;
        };
        // A cutline longer than a page goes on like text.
        let apart = self.spec.body.leading / 2;
        let photo = self.sized_figure(block, figure, &mounted, *smallest, &[]);
        self.galley.push(Entry::Space(apart));
        self.galley.push(Entry::Box(photo));
        if smallest.cutline == CutlinePlace::Below {
            self.galley.push(Entry::Keep);
        }
        let leading = self.spec.cutline.leading;
        self.push_lines(last.0, leading, smallest.left, false, None);
        self.galley.push(Entry::Space(apart));
    }

    /// The measures of a photo on a page of photos, the largest first. One that lies may have all of
    /// the width, with its cutline under it; else the cutline stands in the side column. A photo
    /// that opens the book has a page to itself.
    fn plate_frames(&self, figure: &Figure, aspect: Aspect, column: Column) -> Vec<FigureFrame> {
        let frame = self.frame_of(figure, aspect, column);
        let side = self
            .spec
            .side
            .map_or(Length::ZERO, |side| side.width + side.gap);
        let all = column.measure + side;
        let room = self.spec.depth() - self.spec.body.leading * 4;
        let lies = aspect.width > aspect.height && figure.width.is_none();
        let mut frames = Vec::new();
        if lies && height_at(aspect, all) <= room {
            frames.push(FigureFrame {
                left: column.left,
                width: all,
                photo_left: column.left,
                photo: (all, height_at(aspect, all)),
                stands: Stands::Left,
                cutline: CutlinePlace::Below,
            });
        }
        if frames.is_empty() || !self.leading {
            frames.extend(SIZES.iter().map(|percent| frame.scaled(*percent)));
        }
        frames
    }

    /// Adds what was set in several sizes, the smallest of which fits a page: as a float, or, inside
    /// a list, a quotation or a note, where it belongs.
    pub fn push_float(
        &mut self,
        sizes: Vec<GalleyBox>,
        placement: Option<Placement>,
        column: Column,
    ) {
        let apart = self.spec.body.leading / 2;
        if !column.nested {
            self.galley.push(Entry::Float(Float {
                sizes,
                apart,
                placement,
                columns: match column.measure > self.spec.measure() {
                    true => self.columns_of(placement),
                    false => 1,
                },
                leads: self.leading,
                plate: false,
            }));
            return;
        }
        let depth = self.spec.depth();
        if let Some(made) = sizes.into_iter().find(|made| made.height <= depth) {
            self.galley.push(Entry::Space(apart));
            self.galley.push(Entry::Box(made));
            self.galley.push(Entry::Space(apart));
        }
    }

    /// The shares of its full size that a photo may be given. In columns it is as wide as they are.
    pub fn sizes(&self) -> &'static [i64] {
        match self.spec.columns.count {
            1 => &SIZES,
            _ => &SIZES[..1],
        }
    }

    /// How many columns a photo spans. One that is to stand at the head or foot of a page stands
    /// across all of them; the one that opens an article has its own measure.
    fn columns_of(&self, placement: Option<Placement>) -> usize {
        match placement {
            _ if self.leading => self.spec.lead.min(self.spec.columns.count),
            Some(Placement::Top | Placement::Bottom | Placement::Page | Placement::FullBleed) => {
                self.spec.columns.count
            }
            Some(Placement::Here | Placement::Margin | Placement::Row) | None => 1,
        }
    }

    /// The column of a photo across several.
    pub fn column_across(&self, placement: Option<Placement>, column: Column) -> Column {
        if column.nested {
            return column;
        }
        let columns = self.columns_of(placement) as i64;
        let gaps = self.spec.columns.gap * (columns - 1);
        Column {
            measure: self.spec.measure() * columns + gaps,
            ..column
        }
    }

    fn sized_figure(
        &mut self,
        block: &Block,
        figure: &Figure,
        mounted: &Mounted,
        frame: FigureFrame,
        cutline: &[LineBox],
    ) -> GalleyBox {
        let mut made = GalleyBox {
            on_grid: true,
            ..GalleyBox::default()
        };
        made.anchors.extend(anchor(block));
        let area = Rect {
            origin: Point {
                x: frame.photo_left,
                y: self.above_photo(),
            },
            width: frame.photo.0,
            height: frame.photo.1,
        };
        self.mount(&mut made, block.id, block.span, figure, mounted, area);
        made.height = area.origin.y + area.height;
        let photo = made.height;
        let style = self.spec.cutline;
        // Its first line has its x-height where the photo has its edge.
        let at_head = area.origin.y + style.size.scaled(48, 100) - style.leading.scaled(3, 4);
        made.height = match frame.cutline {
            CutlinePlace::Below => {
                self.add_cutline(&mut made, frame.left, cutline);
                return made;
            }
            CutlinePlace::AtHead => at_head,
            // Its last line stands on the line of the photo's lower edge.
            CutlinePlace::AtFoot => {
                let height = style.leading * (cutline.len() as i64);
                at_head.max(photo + style.leading / 4 - height)
            }
        };
        self.add_cutline_lines(&mut made, frame.left, cutline);
        made.height = made.height.max(photo);
        made
    }

    /// A photo's upper edge stands where the x-height of a line of text would.
    pub fn above_photo(&self) -> Length {
        self.spec.body.leading.scaled(3, 4) - self.spec.body.size.scaled(43, 100)
    }

    /// Puts a picture into its area.
    pub fn mount(
        &mut self,
        made: &mut GalleyBox,
        node: NodeId,
        span: Span,
        figure: &Figure,
        mounted: &Mounted,
        area: Rect,
    ) {
        made.figures.push((node, area));
        if let Some(link) = mounted.link.clone() {
            made.links.push(LinkArea {
                area,
                target: link.target,
                element: link.element,
                contents: link.contents,
            });
        }
        match mounted.photo {
            Ok(photo) => {
                made.items.push(Item {
                    owner: mounted.owner,
                    shape: Shape::Photo {
                        area,
                        photo,
                        node: Some(node),
                    },
                });
            }
            Err(reason) => {
                let slot = self.slot(span, figure, mounted.owner, area, reason);
                made.items.extend(slot);
            }
        }
    }

    /// Adds the lines of a cutline below what a box holds, with half a line between.
    pub fn add_cutline(&self, made: &mut GalleyBox, left: Length, cutline: &[LineBox]) {
        if !cutline.is_empty() {
            made.height += self.spec.body.leading / 4;
        }
        self.add_cutline_lines(made, left, cutline);
    }

    /// Adds the lines of a cutline right below what a box holds.
    pub fn add_cutline_lines(&self, made: &mut GalleyBox, left: Length, cutline: &[LineBox]) {
        let style = self.spec.cutline;
        for line in cutline.iter().cloned() {
            made.notes.extend(line.notes);
            let to = Point {
                x: left,
                y: made.height + style.leading.scaled(3, 4),
            };
            made.take(line.items, line.links, to);
            made.height += style.leading;
        }
    }

    /// The measures of a figure. A photo has the full measure unless its share is given, or it would
    /// take more than three fifths of the page's depth. One that is given less room than others, or
    /// a page of its own, stands in the middle, and its cutline under it.
    fn frame_of(&self, figure: &Figure, aspect: Aspect, column: Column) -> FigureFrame {
        let takes_page = matches!(
            figure.placement,
            Some(Placement::Page | Placement::FullBleed)
        );
        let is_alone = takes_page && !column.nested;
        let beside = self.spec.cutline_beside && !column.nested;
        let tallest = match is_alone || self.spec.plates {
            true if beside => self.spec.depth() - self.above_photo(),
            true => self.spec.depth() - self.spec.body.leading * 4,
            false => self.spec.depth().scaled(self.spec.tallest, 100),
        };
        let share = i64::from(figure.width.unwrap_or(100));
        let widest = column.measure.scaled(share, 100);
        let height = height_at(aspect, widest);
        let photo = if height <= tallest {
            (widest, height)
        } else {
            let (width, height) = (i64::from(aspect.width), i64::from(aspect.height));
            (tallest.scaled(width, height), tallest)
        };
        if let Some(side) = self
            .spec
            .side
            .filter(|_| self.spec.cutline_beside && !column.nested)
        {
            // The photo keeps to the cutline.
            return FigureFrame {
                left: column.left + column.measure + side.gap,
                width: side.width,
                photo_left: column.left + column.measure - photo.0,
                photo,
                stands: Stands::Right,
                cutline: CutlinePlace::AtHead,
            };
        }
        // Narrower, a cutline would be a column of single words.
        let narrowest = self.spec.cutline.size * 14;
        if figure.width.is_none() && !is_alone {
            let gap = self.spec.em();
            let left_over = column.measure - photo.0 - gap;
            if !column.nested && self.spec.columns.count == 1 && left_over >= narrowest {
                return FigureFrame {
                    left: column.left + photo.0 + gap,
                    width: left_over,
                    photo_left: column.left,
                    photo,
                    stands: Stands::Left,
                    cutline: CutlinePlace::AtFoot,
                };
            }
            return FigureFrame {
                left: column.left,
                width: column.measure,
                photo_left: column.left,
                photo,
                stands: Stands::Left,
                cutline: CutlinePlace::Below,
            };
        }
        let width = photo.0.max(narrowest).min(column.measure);
        let left = column.left + (column.measure - width) / 2;
        FigureFrame {
            left,
            width,
            photo_left: left + (width - photo.0) / 2,
            photo,
            stands: Stands::Centred,
            cutline: CutlinePlace::Below,
        }
    }

    /// A figure's own cutline and credit, not yet in lines.
    pub fn own_text(
        &mut self,
        node: NodeId,
        span: Span,
        figure: &Figure,
        mounted: &Mounted,
    ) -> Option<Text> {
        if figure.cutline.is_empty() && figure.credit.is_empty() {
            return None;
        }
        let element = self.structure.add(Role::Caption, mounted.element, None);
        Some(self.cutline_text(node, span, &figure.cutline, &figure.credit, element))
    }

    /// Cutline and credit, one after the other.
    pub fn cutline_text(
        &mut self,
        node: NodeId,
        span: Span,
        cutline: &[Inline],
        credit: &[Inline],
        element: ElementId,
    ) -> Text {
        let style = self.spec.cutline;
        let mut builder = TextBuilder::new(self, node).add(cutline, style, element);
        if !credit.is_empty() {
            if !cutline.is_empty() {
                builder = builder.gap(element, style, span);
            }
            builder = builder.add(credit, style.italic(), element);
        }
        builder.finish()
    }

    /// Sixty characters of a sans come to about 27 em; what fits on one line stays on one.
    pub fn cutline_lines(&mut self, text: &Text, measure: Length) -> Vec<LineBox> {
        let (natural, _) = self.text_widths(text);
        let measure = if natural <= measure {
            measure
        } else {
            measure.min(self.spec.cutline.size * 27)
        };
        let manner = self.ragged(measure);
        self.set_lines(text, manner)
    }
}

/// Whether a text refers to notes. They stand at the foot of a column, so what refers to them stands
/// in one.
pub fn refers(text: &[Inline]) -> bool {
    text.iter().any(|inline| {
        matches!(inline.kind, InlineKind::NoteReference(_))
            || inline.kind.content().is_some_and(refers)
    })
}
