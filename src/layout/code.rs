//! Blocks of code: no background, a hairline at the left.

use super::compose::{Column, Composer};
use super::frame::{Owner, Role, TextPosition};
use super::galley::{Entry, GalleyBox, rule};
use super::length::Length;
use super::line::LineBox;
use super::paragraph::Text;
use super::segment::{Content, Piece};
use crate::document::Block;

impl Composer<'_, '_> {
    /// Sets a block of code.
    pub fn code(&mut self, block: &Block, text: &str, column: Column) {
        let style = self.spec.code;
        let element = self
            .structure
            .add(Role::Code, column.parent, Some(block.id));
        let indent = self.spec.em();
        self.part(column);
        let rule_x = column.left + indent.scaled(1, 3);
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
            };
            offset += line.len() + 1;
            let set = Text {
                pieces: vec![piece],
                ..Text::default()
            };
            let manner = self.ragged(column.measure - indent);
            let mut broken = self.set_lines(&set, manner);
            if broken.is_empty() {
                broken.push(LineBox::default());
            }
            if index > 0 && (index == 1 || index + 1 == lines.len()) {
                self.galley.push(Entry::Keep);
            }
            for line in broken {
                let mut made = GalleyBox::line(line, style.leading, column.left + indent);
                let hairline = rule(rule_x, Length::ZERO, Length::milli_pt(400), style.leading);
                made.items.push(hairline);
                self.galley.push(Entry::Box(made));
            }
        }
        self.part(column);
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
