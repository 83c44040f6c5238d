//! Attributes in braces right after an image: `{#fig:quay alt="…" credit="…" aspect=3:2}`.

use std::ops::Range;

use crate::document::Aspect;

/// What the braces say.
#[derive(Debug, Default, PartialEq, Eq)]
pub(in crate::markdown) struct Attributes {
    /// The id, as written.
    pub id: Option<String>,
    /// The alternative text; empty for a photo that is decoration.
    pub alt: Option<String>,
    /// The credit.
    pub credit: Option<String>,
    /// Width to height.
    pub aspect: Option<Aspect>,
    /// Attributes that mean nothing, with their place in the text that was parsed.
    pub refused: Vec<(Range<usize>, Refused)>,
}

/// Why an attribute means nothing.
#[derive(Debug, PartialEq, Eq)]
pub(in crate::markdown) enum Refused {
    /// No edition uses this name.
    Unknown(String),
    /// `aspect` with something else than two positive numbers.
    Aspect(String),
}

/// Reads braces at the beginning of `text`, on one line. Gives the attributes and the length of
/// the braces, or `None` where the braces are prose.
pub(in crate::markdown) fn parse(text: &str) -> Option<(Attributes, usize)> {
    let mut scanner = Scanner { text, at: 0 };
    scanner.expect('{')?;
    let mut attributes = Attributes::default();
    let mut any = false;
    loop {
        scanner.skip_spaces();
        let start = scanner.at;
        match scanner.peek()? {
            '}' => break,
            '#' => {
                scanner.expect('#')?;
                attributes.id = Some(scanner.word()?.to_owned());
            }
            '.' => {
                // A class is for other programs; there is nothing to lose in it.
                scanner.expect('.')?;
                scanner.word()?;
            }
            _ => {
                let name = scanner.name()?;
                scanner.expect('=')?;
                let value = scanner.value()?;
                let mut refuse = |why| attributes.refused.push((start..scanner.at, why));
                match name {
                    "id" => attributes.id = Some(value),
                    "alt" => attributes.alt = Some(value),
                    "credit" => attributes.credit = Some(value),
                    "aspect" => match parse_aspect(&value) {
                        Some(aspect) => attributes.aspect = Some(aspect),
                        None => refuse(Refused::Aspect(value)),
                    },
                    _ => refuse(Refused::Unknown(name.to_owned())),
                }
            }
        }
        any = true;
    }
    scanner.expect('}')?;
    any.then_some((attributes, scanner.at))
}

/// `3:2`, `3/2` or `3x2`.
fn parse_aspect(value: &str) -> Option<Aspect> {
    let (width, height) = value.split_once([':', '/', 'x'])?;
    Aspect::new(width.trim().parse().ok()?, height.trim().parse().ok()?)
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
        let taken = &rest[..rest.find(stop)?];
        self.at += taken.len();
        (!taken.is_empty()).then_some(taken)
    }

    fn word(&mut self) -> Option<&'a str> {
        self.take_until(|c| c.is_whitespace() || "}\"'={".contains(c))
    }

    fn name(&mut self) -> Option<&'a str> {
        self.take_until(|c| !(c.is_ascii_alphanumeric() || c == '-' || c == '_'))
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

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn braces_are_read() {
        let text = r#"{#fig:quay .wide alt="A \"long\" quay" credit='Ann Lee' aspect=3:2} more"#;
        let (attributes, length) = parse(text).unwrap();
        assert_eq!(attributes.id.as_deref(), Some("fig:quay"));
        assert_eq!(attributes.alt.as_deref(), Some("A \"long\" quay"));
        assert_eq!(attributes.credit.as_deref(), Some("Ann Lee"));
        assert_eq!(attributes.aspect, Aspect::new(3, 2));
        assert_eq!(&text[length..], " more");
    }

    #[test]
    fn what_means_nothing_is_kept_for_the_report() {
        let (attributes, _) = parse("{width=60% aspect=0:2}").unwrap();
        assert_eq!(attributes.aspect, None);
        assert_eq!(
            attributes.refused,
            [
                (1..10, Refused::Unknown("width".into())),
                (11..21, Refused::Aspect("0:2".into())),
            ]
        );
    }

    #[test]
    fn other_braces_are_prose() {
        for text in [
            "{}",
            "{ }",
            "{a b}",
            "{#a",
            "{alt=\"a}",
            "{alt=\"a\nb\"}",
            "x",
            "",
            "{=}",
        ] {
            assert_eq!(parse(text), None, "{text}");
        }
    }
}
