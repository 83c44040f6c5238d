//! Blocks of code: parts with classes, and numbers of lines that no reader copies.

use super::Writer;
use crate::code;
use crate::epub::page_break::{BreakWalk, PageBreak};

impl Writer<'_> {
    /// The text of a block of code.
    pub(super) fn code(
        &mut self,
        language: Option<&str>,
        text: &str,
        first_line: Option<u64>,
        breaks: &[PageBreak],
    ) {
        let class = language.map(|language| format!("language-{language}"));
        let class = class.as_deref().map(|class| ("class", class));
        self.out.open("code", class.as_slice());
        let mut walk = BreakWalk::new(breaks);
        let mut next_line = first_line;
        self.line_number(&mut next_line);
        let mut rest = text;
        let mut at = 0;
        for part in code::parts(language, text) {
            let (piece, after) = rest.split_at(part.end - at);
            (rest, at) = (after, part.end);
            let class = class_of(part.kind);
            if let Some(class) = class {
                self.out.open("span", &[("class", class)]);
            }
            for line in piece.split_inclusive('\n') {
                self.run(line, &mut walk);
                if line.ends_with('\n') {
                    self.line_number(&mut next_line);
                }
            }
            if class.is_some() {
                self.out.close();
            }
        }
        self.page_breaks(walk.rest());
        self.out.close();
    }

    /// The number of the line that begins here. The stylesheet shows it: it is no part of the text.
    fn line_number(&mut self, next: &mut Option<u64>) {
        if let Some(line) = next {
            let number = line.to_string();
            let attributes = [("class", "line-number"), ("data-line", number.as_str())];
            self.out.element("span", &attributes, "");
            *line += 1;
        }
    }
}

fn class_of(kind: code::Kind) -> Option<&'static str> {
    match kind {
        code::Kind::Plain => None,
        code::Kind::Comment => Some("comment"),
        code::Kind::Keyword => Some("keyword"),
        code::Kind::Literal => Some("literal"),
        code::Kind::Name => Some("name"),
    }
}
