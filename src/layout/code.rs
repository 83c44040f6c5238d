//! Blocks of code: no background, a hairline at the left.

use super::compose::{Column, Composer};
use super::frame::{Colour, Item, Owner, Point, Role, Shape, TextPosition};
use super::galley::{Entry, GalleyBox};
use super::length::Length;
use super::line::LineBox;
use super::paragraph::Text;
use super::segment::{Content, Piece};
use crate::document::Block;

/// Lines of code that no page parts.
const LONGEST_WHOLE: usize = 9;

impl Composer<'_, '_> {
    /// Sets a block of code.
    pub fn code(&mut self, block: &Block, text: &str, column: Column) {
        let style = self.spec.code;
        let element = self
            .structure
            .add(Role::Code, column.parent, Some(block.id));
        let indent = self.spec.em();
        let measure = column.measure - indent;
        self.part(column);
        let lines: Vec<&str> = text.split('\n').collect();
        let mut offset = 0;
        for (index, line) in lines.iter().enumerate() {
            let piece = Piece {
                content: Content::Text(expand_tabs(line)),
                style,
                owner: Owner::Element(element),
                source: Some(TextPosition {
                    node: block.id,
                    offset,
                }),
                span: block.span,
                link: None,
                hyphenator: None,
            };
            offset += line.len() + 1;
            let set = Text {
                pieces: vec![piece],
                ..Text::default()
            };
            // Room for the mark of a line that goes on.
            let mut broken = self.set_lines(&set, self.ragged(measure - style.size));
            if broken.is_empty() {
                broken.push(LineBox::default());
            }
            let whole = lines.len() <= LONGEST_WHOLE;
            if index > 0 && (whole || index == 1 || index + 1 == lines.len()) {
                self.galley.push(Entry::Keep);
            }
            let last = broken.len() - 1;
            for (part, line) in broken.into_iter().enumerate() {
                let mut made = GalleyBox::line(line, style.leading, column.left + indent);
                made.items
                    .push(hairline(column.left + indent / 3, style.leading));
                if part < last {
                    let mark = self.one_line("⏎", style, Owner::Layout, block.span);
                    let x = column.left + column.measure - mark.width;
                    made.take(
                        mark.items,
                        mark.links,
                        Point {
                            x,
                            y: style.leading.scaled(3, 4),
                        },
                    );
                }
                self.galley.push(Entry::Box(made));
            }
        }
        self.part(column);
    }
}

/// The line at the left of one line of code.
fn hairline(x: Length, height: Length) -> Item {
    let (from, to) = (Point { x, y: Length::ZERO }, Point { x, y: height });
    let thickness = Length::milli_pt(400);
    let shape = Shape::Stroke {
        from,
        to,
        thickness,
        colour: Colour::Grey(40),
    };
    Item {
        owner: Owner::Layout,
        shape,
    }
}

/// Tabs as spaces up to the next stop, four characters apart.
fn expand_tabs(line: &str) -> String {
    let mut out = String::with_capacity(line.len());
    let mut column = 0;
    for character in line.chars() {
        let width = if character == '\t' { 4 - column % 4 } else { 1 };
        if character == '\t' {
            out.extend(std::iter::repeat_n(' ', width));
        } else {
            out.push(character);
        }
        column += width;
    }
    out
}
