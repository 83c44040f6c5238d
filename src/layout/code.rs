//! Blocks of code: no background, a hairline at the left.

use super::column::Column;
use super::compose::{Composer, anchor};
use super::frame::{Colour, Item, Owner, Point, Role, Shape, TextPosition};
use super::galley::{Entry, GalleyBox};
use super::length::Length;
use super::line::LineBox;
use super::paragraph::{Manner, Text};
use super::segment::{Content, Piece};
use super::style::TextStyle;
use crate::code;
use crate::document::{Block, Direction};

/// Lines of code that no page parts.
const LONGEST_WHOLE: usize = 9;

/// A block of code.
#[derive(Clone, Copy)]
pub struct Code<'a> {
    /// The language.
    pub language: Option<&'a str>,
    /// The text.
    pub text: &'a str,
    /// The number of its first line, where lines are numbered.
    pub first_line: Option<u64>,
}

impl Composer<'_, '_> {
    /// Sets a block of code. Numbers of lines stand before the hairline; they are no part of the text.
    pub fn code(&mut self, block: &Block, code: Code<'_>, column: Column) {
        let Code {
            language,
            text,
            first_line,
        } = code;
        let style = self.spec.code;
        let number_style = TextStyle {
            size: style.size.scaled(85, 100),
            colour: Colour::Grey(60),
            ..style
        };
        let last_line = first_line.map(|first| first + text.matches('\n').count() as u64);
        let numbers = last_line.map_or(Length::ZERO, |last| {
            let widest = "0".repeat(last.to_string().len());
            self.one_line(&widest, number_style, Owner::Layout, block.span)
                .width
        });
        let element = self
            .structure
            .add(Role::Code, column.parent, Some(block.id));
        let indent = self.spec.em() + numbers;
        let measure = column.measure - indent;
        // Code runs from left to right in every book. The page of one that does not is a mirror image.
        let mirrored = self.shaper.right_to_left();
        let manner = Manner {
            follows: true,
            ..self.ragged(measure - style.size)
        };
        let (left, bar) = if mirrored {
            (style.size, column.measure - numbers - self.spec.em() / 3)
        } else {
            (indent, numbers + self.spec.em() / 3)
        };
        self.part(column);
        let lines: Vec<&str> = text.split('\n').collect();
        let parts = code::parts(language, text);
        let mut anchor = anchor(block);
        let mut parts = parts.as_slice();
        let mut offset = 0;
        for (index, line) in lines.iter().enumerate() {
            let mut pieces = Vec::new();
            let mut tabs = Tabs::default();
            let (mut rest, end) = (*line, offset + line.len());
            while let Some((part, later)) = parts.split_first() {
                let (piece, after) = rest.split_at(part.end.min(end) - offset);
                if !piece.is_empty() {
                    pieces.push(Piece {
                        content: Content::Text(tabs.expand(piece)),
                        style: coloured(style, part.kind),
                        owner: Owner::Element(element),
                        source: Some(TextPosition {
                            node: block.id,
                            offset,
                        }),
                        span: block.span,
                        link: None,
                        hyphenator: None,
                    });
                }
                (rest, offset) = (after, offset + piece.len());
                if part.end > end {
                    break;
                }
                parts = later;
            }
            offset = end + 1;
            let set = Text {
                pieces,
                direction: Some(Direction::LeftToRight),
                ..Text::default()
            };
            // There is room for the mark of a line that goes on.
            let mut broken = self.set_lines(&set, manner);
            if broken.is_empty() {
                broken.push(LineBox::default());
            }
            let whole = lines.len() <= LONGEST_WHOLE;
            if index > 0 && (whole || index == 1 || index + 1 == lines.len()) {
                self.galley.push(Entry::Keep);
            }
            let last = broken.len() - 1;
            for (part, line) in broken.into_iter().enumerate() {
                let mut made = GalleyBox::line(line, style.leading, column.left + left);
                made.anchors.extend(anchor.take());
                if let Some(first) = first_line.filter(|_| part == 0) {
                    let number = (first + index as u64).to_string();
                    let number = self.one_line(&number, number_style, Owner::Layout, block.span);
                    let x = match mirrored {
                        true => column.left + column.measure - numbers,
                        false => column.left + numbers - number.width,
                    };
                    let y = style.leading.scaled(3, 4);
                    made.take(number.items, number.links, Point { x, y });
                }
                made.items.push(hairline(column.left + bar, style.leading));
                if part < last {
                    let mark = self.one_line("⏎", style, Owner::Layout, block.span);
                    let x = match mirrored {
                        true => column.left,
                        false => column.left + column.measure - mark.width,
                    };
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

/// The style of a part. Weight and slope tell them apart where there is no colour, and the colours
/// are as dark as each other is light: all over 7 : 1 on white.
fn coloured(style: TextStyle, kind: code::Kind) -> TextStyle {
    let (colour, bold, italic) = match kind {
        code::Kind::Plain => return style,
        code::Kind::Comment => (Colour::Rgb([0x55, 0x55, 0x55]), false, true),
        code::Kind::Keyword => (Colour::Rgb([0x1f, 0x3b, 0x63]), true, false),
        code::Kind::Literal => (Colour::Rgb([0x7a, 0x2e, 0x12]), false, false),
        code::Kind::Name => (Colour::Rgb([0x0f, 0x52, 0x57]), false, false),
    };
    TextStyle {
        colour,
        bold,
        italic,
        ..style
    }
}

/// Tabs as spaces up to the next stop, four characters apart.
#[derive(Default)]
struct Tabs {
    column: usize,
}

impl Tabs {
    /// The next piece of the line.
    fn expand(&mut self, piece: &str) -> String {
        let mut out = String::with_capacity(piece.len());
        for character in piece.chars() {
            let width = match character {
                '\t' => 4 - self.column % 4,
                _ => 1,
            };
            if character == '\t' {
                out.extend(std::iter::repeat_n(' ', width));
            } else {
                out.push(character);
            }
            self.column += width;
        }
        out
    }
}
