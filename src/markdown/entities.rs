//! Text cleaned of what entities can smuggle in, and entities outside Markdown.

use std::borrow::Cow;

use pulldown_cmark::{Event, Parser};

/// Text without line breaks and without what XML cannot carry. `&#10;` and `&#1;` are fine
/// entities to CommonMark.
pub(super) fn clean(text: &str) -> Cow<'_, str> {
    // Nearly all text shows by its bytes alone that nothing is odd in it. A look at all of them is
    // faster than one that may end early: it is made on many bytes at once.
    let may_be_odd = |b: u8| b < b' ' || matches!(b, 0x7F | 0xC2 | 0xEF);
    if !text.bytes().fold(false, |odd, b| odd | may_be_odd(b)) {
        return Cow::Borrowed(text);
    }
    let odd = |c: char| c.is_control() || matches!(c, '\u{fffe}' | '\u{ffff}');
    if !text.contains(odd) {
        return Cow::Borrowed(text);
    }
    let mut cleaned = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '\n' | '\t' | '\r' | '\u{b}' | '\u{c}' | '\u{85}' => cleaned.push(' '),
            c if odd(c) => {}
            c => cleaned.push(c),
        }
    }
    Cow::Owned(cleaned)
}

/// Resolves the entities of text that stands in raw HTML. Markdown knows the same table
/// (CommonMark 0.31.2, 6.2, refers to HTML's), so its parser reads them.
pub(super) fn resolve(text: &str) -> Cow<'_, str> {
    /// The longest name in HTML's table, `CounterClockwiseContourIntegral`, with `&` and `;`.
    const LONGEST: usize = 34;
    let Some(first) = text.find('&') else {
        return Cow::Borrowed(text);
    };
    let (before, mut rest) = text.split_at(first);
    let mut resolved = before.to_owned();
    while !rest.is_empty() {
        let end = rest.bytes().take(LONGEST).position(|b| b == b';');
        let (piece, after) = match end.and_then(|end| rest.split_at_checked(end + 1)) {
            Some((entity, after)) if is_entity(entity) => {
                for event in Parser::new(entity) {
                    if let Event::Text(text) = event {
                        resolved.push_str(&text);
                    }
                }
                ("", after)
            }
            _ => ("&", rest.get(1..).unwrap_or_default()),
        };
        resolved.push_str(piece);
        let next = after.find('&').unwrap_or(after.len());
        let (plain, further) = after.split_at(next);
        resolved.push_str(plain);
        rest = further;
    }
    Cow::Owned(resolved)
}

fn is_entity(text: &str) -> bool {
    let name = text.trim_start_matches('&').trim_end_matches(';');
    let name = name.strip_prefix('#').unwrap_or(name);
    !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphanumeric())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entities_are_resolved() {
        assert_eq!(resolve("a &amp; b &mdash; c &#233;"), "a & b — c é");
        assert_eq!(resolve("AT&T; R&D &nosuch; &;"), "AT&T; R&D &nosuch; &;");
        assert_eq!(resolve("é&é;&lt"), "é&é;&lt");
    }

    #[test]
    fn control_characters_do_not_come_in_by_entities() {
        assert_eq!(clean("a\u{1}b\nc"), "ab c");
    }
}
