//! Asides: a rule at the side, a sans title that stays with what it announces.

use super::column::{Column, Paragraphs};
use super::compose::{Composer, anchor};
use super::font::Family;
use super::frame::{Colour, Item, Owner, Point, Role, Shape};
use super::galley::Entry;
use super::length::Length;
use super::style::TextStyle;
use super::text::TextBuilder;
use crate::document::{Aside, AsideRole, Block};

impl Composer<'_, '_> {
    /// Sets an aside.
    pub fn aside(&mut self, block: &Block, aside: &Aside, column: Column) {
        let element = self
            .structure
            .add(Role::Division, column.parent, Some(block.id));
        let title = self.structure.add(Role::Paragraph, element, Some(block.id));
        // The sans looks as large as the serif at nine tenths of its size.
        let size = column.style.size.scaled(9, 10);
        let style = TextStyle::regular(Family::Sans, size, column.style.leading).bold();
        let inside = Column {
            paragraphs: Paragraphs::Parted,
            ..column.inside(self.spec.em(), Length::ZERO, element)
        };
        let text = TextBuilder::new(self, block.id)
            .add(&aside.title, style, title)
            .finish();
        let manner = self.ragged(inside.measure);
        let lines = self.set_lines(&text, manner);
        self.part(column);
        let begin = self.galley.len();
        self.push_lines(lines, style.leading, inside.left, false, anchor(block));
        self.galley.push(Entry::Keep);
        self.blocks(&aside.blocks, inside);
        self.rule_at_side(
            begin,
            column.left + self.spec.em() / 4,
            thickness(aside.role),
        );
        self.part(column);
    }

    /// Draws a rule along the boxes from `begin` on, and over the room that follows each of them.
    fn rule_at_side(&mut self, begin: usize, x: Length, thickness: Length) {
        let mut below = Length::ZERO;
        let mut is_last = true;
        for entry in self.galley[begin..].iter_mut().rev() {
            match entry {
                Entry::Space(room) if !is_last => below += *room,
                Entry::Box(made) => {
                    let (top, bottom) = (Length::ZERO, made.height + below);
                    let shape = Shape::Stroke {
                        from: Point { x, y: top },
                        to: Point { x, y: bottom },
                        thickness,
                        colour: Colour::Grey(40),
                    };
                    made.items.push(Item {
                        owner: Owner::Layout,
                        shape,
                    });
                    below = Length::ZERO;
                    is_last = false;
                }
                _ => {}
            }
        }
    }
}

/// What warns has a stronger rule.
fn thickness(role: AsideRole) -> Length {
    Length::milli_pt(match role {
        AsideRole::Details => 400,
        AsideRole::Note | AsideRole::Info | AsideRole::Tip | AsideRole::Important => 1_200,
        AsideRole::Warning | AsideRole::Caution | AsideRole::Danger => 2_400,
    })
}
