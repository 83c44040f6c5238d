//! Raw HTML as text and tags. No tree: what is not understood is left out tag by tag.

use std::ops::Range;

/// The lines of a block of HTML, which may stand apart in the source: a quotation's mark begins
/// each line.
#[derive(Default)]
pub(super) struct Lines {
    text: String,
    /// Where each line begins here, and where it stands in the source.
    places: Vec<(usize, Range<usize>)>,
}

impl Lines {
    pub fn push(&mut self, line: &str, range: Range<usize>) {
        self.places.push((self.text.len(), range));
        self.text.push_str(line);
    }

    pub fn text(&self) -> &str {
        &self.text
    }

    /// The place in the source of a place here. Where a line does not stand in the source as it
    /// is, for a tab of its indentation became spaces, the whole line is given.
    pub fn in_source(&self, range: &Range<usize>) -> Range<usize> {
        let line_of = |at: usize| {
            let after = self.places.partition_point(|(here, _)| *here <= at);
            let index = after.checked_sub(1)?;
            let (here, source) = self.places.get(index)?;
            let next = self.places.get(index + 1).map(|(next, _)| *next);
            let is_exact = next.unwrap_or(self.text.len()) - here == source.len();
            Some((at - here, source, is_exact))
        };
        let start = line_of(range.start).map_or(0, |(at, source, is_exact)| {
            source.start + if is_exact { at } else { 0 }
        });
        // The end is the place after the last byte, which may stand on the line before.
        let last = range.end.checked_sub(1).and_then(line_of);
        let end = last.map_or(0, |(at, source, is_exact)| {
            if is_exact {
                source.start + at + 1
            } else {
                source.end
            }
        });
        start..end.max(start)
    }
}

/// A piece of HTML.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Token<'a> {
    /// Text with its entities.
    Text(&'a str),
    /// An opening tag, its name in lower case.
    Open { name: String, attributes: &'a str },
    /// A closing tag, its name in lower case.
    Close { name: String },
    /// A comment.
    Comment,
    /// A declaration, processing instruction or CDATA section.
    Other,
}

/// Cuts HTML into its pieces, with their places. Takes linear time: a piece that is not closed
/// ends all search, and the rest is text.
pub(super) fn tokens(html: &str) -> Vec<(Token<'_>, Range<usize>)> {
    let mut tokens = Vec::new();
    let mut text_start = 0;
    let mut at = 0;
    while let Some(found) = html.get(at..).and_then(|rest| rest.find('<')) {
        let start = at + found;
        let rest = html.get(start..).unwrap_or_default();
        match token(rest) {
            Scan::Token(token, length) => {
                push_text(&mut tokens, html, text_start..start);
                at = start + length;
                let next = end_of_raw_text(html, &token, at);
                tokens.push((token, start..at));
                at = next;
                text_start = at;
            }
            Scan::Text => at = start + 1,
            Scan::Unclosed => break,
        }
    }
    push_text(&mut tokens, html, text_start..html.len());
    tokens
}

/// The tags whose content is no HTML and no text for readers.
pub(super) fn holds_raw_text(name: &str) -> bool {
    matches!(name, "script" | "style")
}

/// Past the content of a script or style sheet: what looks like a tag in there is none.
fn end_of_raw_text(html: &str, token: &Token<'_>, at: usize) -> usize {
    match token {
        Token::Open { name, .. } if holds_raw_text(name) => {
            find_closing(html, name, at..html.len()).unwrap_or(html.len())
        }
        _ => at,
    }
}

/// Where the closing tag of this name begins within a part of the text.
pub(super) fn find_closing(text: &str, name: &str, within: Range<usize>) -> Option<usize> {
    let part = text.get(within.clone())?;
    let is_it = |at: &usize| {
        let found = part.get(at + 2..at + 2 + name.len());
        found.is_some_and(|found| found.eq_ignore_ascii_case(name))
    };
    let mut places = part.match_indices("</").map(|(at, _)| at);
    places.find(is_it).map(|at| within.start + at)
}

fn push_text<'a>(tokens: &mut Vec<(Token<'a>, Range<usize>)>, html: &'a str, range: Range<usize>) {
    if let Some(text) = html.get(range.clone())
        && !text.is_empty()
    {
        tokens.push((Token::Text(text), range));
    }
}

enum Scan<'a> {
    Token(Token<'a>, usize),
    Text,
    Unclosed,
}

fn token(rest: &str) -> Scan<'_> {
    let delimited = |token: Token<'static>, open: usize, close: &str| {
        let end = rest.get(open..).and_then(|inner| inner.find(close));
        end.map_or(Scan::Unclosed, |end| {
            Scan::Token(token, open + end + close.len())
        })
    };
    if rest.starts_with("<!-->") || rest.starts_with("<!--->") {
        let length = rest.find('>').map_or(rest.len(), |end| end + 1);
        Scan::Token(Token::Comment, length)
    } else if rest.starts_with("<!--") {
        delimited(Token::Comment, 4, "-->")
    } else if rest.starts_with("<![CDATA[") {
        delimited(Token::Other, 9, "]]>")
    } else if rest.starts_with("<?") {
        delimited(Token::Other, 2, "?>")
    } else if rest.starts_with("<!") {
        delimited(Token::Other, 2, ">")
    } else {
        tag(rest)
    }
}

fn tag(rest: &str) -> Scan<'_> {
    let (closes, name_start) = match rest.strip_prefix("</") {
        Some(_) => (true, 2),
        None => (false, 1),
    };
    let after = rest.get(name_start..).unwrap_or_default();
    let name_length = after
        .find(|c: char| !(c.is_ascii_alphanumeric() || c == '-' || c == ':'))
        .unwrap_or(after.len());
    let (name, after_name) = after.split_at(name_length);
    if !name.starts_with(|c: char| c.is_ascii_alphabetic())
        || !after_name.starts_with(|c: char| c.is_whitespace() || c == '>' || c == '/')
    {
        return Scan::Text;
    }
    let mut quote = None;
    for (at, byte) in after_name.bytes().enumerate() {
        match (quote, byte) {
            (None, b'>') => {
                let name = name.to_ascii_lowercase();
                let attributes = after_name.get(..at).unwrap_or_default();
                let token = if closes {
                    Token::Close { name }
                } else {
                    Token::Open { name, attributes }
                };
                return Scan::Token(token, name_start + name_length + at + 1);
            }
            (None, b'"' | b'\'') => quote = Some(byte),
            (Some(open), byte) if open == byte => quote = None,
            _ => {}
        }
    }
    Scan::Unclosed
}

/// The value of an attribute, entities not resolved. The first of a name counts.
pub(super) fn attribute<'a>(attributes: &'a str, wanted: &str) -> Option<&'a str> {
    let mut rest = attributes;
    loop {
        rest = rest.trim_start_matches(|c: char| c.is_whitespace() || c == '/');
        let name_end = rest.find(|c: char| c.is_whitespace() || c == '=' || c == '/');
        let (name, after) = rest.split_at(name_end.unwrap_or(rest.len()));
        if name.is_empty() && after.is_empty() {
            return None;
        }
        let value;
        (value, rest) = match after.trim_start().strip_prefix('=') {
            Some(after) => attribute_value(after.trim_start()),
            None => ("", after),
        };
        if name.eq_ignore_ascii_case(wanted) {
            return Some(value);
        }
    }
}

fn attribute_value(text: &str) -> (&str, &str) {
    for quote in ['"', '\''] {
        if let Some(inner) = text.strip_prefix(quote) {
            return inner.split_once(quote).unwrap_or((inner, ""));
        }
    }
    text.split_at(text.find(char::is_whitespace).unwrap_or(text.len()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kinds(html: &str) -> Vec<Token<'_>> {
        tokens(html).into_iter().map(|(token, _)| token).collect()
    }

    #[test]
    fn tags_and_text_are_told_apart() {
        let open = |attributes| Token::Open {
            name: "b".into(),
            attributes,
        };
        let close = || Token::Close { name: "b".into() };
        assert_eq!(
            kinds("a <B x='>'>c</b > <!-- d > --><br/>"),
            [
                Token::Text("a "),
                open(" x='>'"),
                Token::Text("c"),
                close(),
                Token::Text(" "),
                Token::Comment,
                Token::Open {
                    name: "br".into(),
                    attributes: "/"
                },
            ]
        );
        assert_eq!(kinds("1 < 2 <3"), [Token::Text("1 < 2 <3")]);
        assert_eq!(kinds("a <b c=\"d"), [Token::Text("a <b c=\"d")]);
        assert_eq!(kinds("<script>a<b c='</script>d").len(), 3);
        assert_eq!(kinds("<style>a").len(), 1);
        assert_eq!(kinds("<?php x ?><!doctype html>").len(), 2);
    }

    #[test]
    fn attributes_are_found() {
        let text = " src=a.jpg ALT = 'The \"old\" quay' hidden title=\"\" alt=no /";
        assert_eq!(attribute(text, "src"), Some("a.jpg"));
        assert_eq!(attribute(text, "alt"), Some("The \"old\" quay"));
        assert_eq!(attribute(text, "hidden"), Some(""));
        assert_eq!(attribute(text, "title"), Some(""));
        assert_eq!(attribute(text, "width"), None);
        assert_eq!(attribute("==", "x"), None);
    }
}
