//! Reserved slots: what stands on paper where a photo is to come.

use super::compose::Composer;
use super::frame::{Colour, Item, Owner, Point, Rect, Shape};
use super::galley::GalleyBox;
use super::length::Length;
use super::linebreak::Fill;
use super::paragraph::{Manner, Text};
use super::resolution::{millimetres, pixels_for};
use super::style::TextStyle;
use crate::book::SlotReason;
use crate::document::Figure;
use crate::source::Span;

impl Composer<'_, '_> {
    /// What layout artists drew for a photo to come: a grey box with a frame and two diagonals,
    /// and in the middle a plate with what is awaited.
    pub fn slot(
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
            follows: false,
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
