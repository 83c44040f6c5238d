//! Attributes in braces, as many programs write them: `{#id .class name=value name="a value"}`.

use std::ops::Range;

/// One attribute.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Attribute<'a> {
    Id(&'a str),
    Class(&'a str),
    Value(&'a str, String),
}

/// An attribute with its place in the text that was read.
pub(super) type Placed<'a> = (Range<usize>, Attribute<'a>);

/// Reads braces at the beginning of `text`, on one line. Gives the attributes with their places in
/// `text`, and the length of the braces, or `None` where the braces are prose.
pub(super) fn parse(text: &str) -> Option<(Vec<Placed<'_>>, usize)> {
    let mut scanner = Scanner { text, at: 0 };
    scanner.expect('{')?;
    let mut attributes = Vec::new();
    loop {
        scanner.skip_spaces();
        let start = scanner.at;
        let attribute = match scanner.peek()? {
            '}' => break,
            '#' => {
                scanner.expect('#')?;
                Attribute::Id(scanner.word()?)
            }
            '.' => {
                scanner.expect('.')?;
                Attribute::Class(scanner.word()?)
            }
            _ => {
                let name = scanner.name()?;
                scanner.expect('=')?;
                Attribute::Value(name, scanner.value()?)
            }
        };
        attributes.push((start..scanner.at, attribute));
    }
    scanner.expect('}')?;
    (!attributes.is_empty()).then_some((attributes, scanner.at))
}

struct Scanner<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Scanner<'a> {
    fn rest(&self) -> &'a str {
        self.text.get(self.at..).unwrap_or_default()
    }

    fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    fn expect(&mut self, wanted: char) -> Option<()> {
        (self.peek()? == wanted).then(|| self.at += wanted.len_utf8())
    }

    fn skip_spaces(&mut self) {
        let rest = self.rest();
        self.at += rest.len() - rest.trim_start_matches([' ', '\t']).len();
    }

    fn take_until(&mut self, stop: impl Fn(char) -> bool) -> Option<&'a str> {
        let rest = self.rest();
        let taken = rest.get(..rest.find(stop)?)?;
        self.at += taken.len();
        (!taken.is_empty()).then_some(taken)
    }

    fn word(&mut self) -> Option<&'a str> {
        self.take_until(|c| c.is_whitespace() || "}\"'={".contains(c))
    }

    fn name(&mut self) -> Option<&'a str> {
        self.take_until(|c| !(c.is_ascii_alphanumeric() || "-_:".contains(c)))
    }

    fn value(&mut self) -> Option<String> {
        let quote = self.peek()?;
        if !matches!(quote, '"' | '\'') {
            return self.word().map(str::to_owned);
        }
        self.expect(quote)?;
        let mut value = String::new();
        loop {
            let character = self.peek()?;
            self.at += character.len_utf8();
            match character {
                '\n' => return None,
                '\\' if matches!(self.peek(), Some('"' | '\'' | '\\')) => {
                    value.extend(self.peek());
                    self.at += 1;
                }
                c if c == quote => return Some(value),
                c => value.push(c),
            }
        }
    }
}
