//! The stylesheet that the metadata names, to stand after our own in the e-book.

use super::Manuscript;
use super::entry::Key;
use super::named::{self, Named};
use crate::diagnostic::{Code, Diagnostic};

/// Takes it in, if the project's metadata or the first file's names one. One that no e-book may
/// carry is reported and left out.
pub(super) fn take_in(manuscript: &mut Manuscript) {
    let Some(Named { name, span, .. }) = named::entry(manuscript, Key::Style) else {
        return;
    };
    let file = named::bytes(manuscript, &name);
    let mut refuse = |why: &str, hint: &str| {
        let message = format!("the stylesheet `{name}` is left out: {why}");
        let diagnostic = Diagnostic::new(Code::UnusableStyle, span, message);
        manuscript.diagnostics.push(diagnostic.hint(hint));
    };
    let (path, bytes) = match file {
        Ok(file) => file,
        Err(why) => {
            let hint = "name a file of CSS in the manuscript's folder: style = \"my.css\"";
            return refuse(&format!("it {why}"), hint);
        }
    };
    manuscript.inputs.read(path);
    // Nobody is to be told of its encoding in the words that are meant for manuscripts.
    let Ok(text) = String::from_utf8(bytes) else {
        return refuse("it is no text in UTF-8", "save it as UTF-8");
    };
    let text = text.trim_start_matches('\u{feff}');
    match fault(text) {
        Some((why, hint)) => refuse(why, hint),
        None => manuscript.style = Some(text.replace("\r\n", "\n").replace('\r', "\n")),
    }
}

/// Why no e-book may carry this stylesheet, and what to do. It may fetch nothing, neither from
/// elsewhere nor out of the container, where it stands alone; it must be whole, or it would swallow
/// what comes after; and EPUB 3.3, 6.3.1.2, leaves direction to the content.
fn fault(text: &str) -> Option<(&'static str, &'static str)> {
    const FETCHES: (&str, &str) = (
        "it fetches something",
        "take out `@import`, `@font-face` and `url(…)`: an e-book fetches nothing",
    );
    let mut open = Vec::new();
    let mut rest = text;
    while let Some(character) = rest.chars().next() {
        let after = rest.get(character.len_utf8()..).unwrap_or_default();
        rest = match character {
            '/' if after.starts_with('*') => match after.get(1..)?.split_once("*/") {
                Some((_, after)) => after,
                None => return Some(("a comment in it does not end", "end it with `*/`")),
            },
            '"' | '\'' => match after_string(after, character) {
                Some(after) => after,
                None => {
                    return Some((
                        "a text in it does not end",
                        "end it with its quotation mark",
                    ));
                }
            },
            '{' | '(' | '[' => {
                open.push(character);
                after
            }
            '}' | ')' | ']' => {
                let opened = match character {
                    '}' => '{',
                    ')' => '(',
                    _ => '[',
                };
                if open.pop() != Some(opened) {
                    return Some(("its brackets do not match", "look for one too many"));
                }
                after
            }
            '\\' => {
                let hint = "write names plainly; characters of other scripts need no escape";
                return Some(("it has a backslash outside a text", hint));
            }
            '<' => {
                return Some((
                    "it has a tag in it",
                    "it is CSS alone, without HTML around it",
                ));
            }
            c if c.is_control() && !matches!(c, '\n' | '\r' | '\t') => {
                return Some(("it has control characters", "delete them"));
            }
            c if c == '@' || c == '-' || c.is_alphanumeric() => {
                let is_name = |c: char| c == '-' || c == '_' || c.is_alphanumeric();
                let end = after.find(|c| !is_name(c)).unwrap_or(after.len());
                let (name, after) = after.split_at(end);
                let name = format!("{character}{name}").to_ascii_lowercase();
                let calls = after.starts_with('(');
                match name.as_str() {
                    "@import" | "@font-face" => return Some(FETCHES),
                    "url" | "src" | "image-set" | "-webkit-image-set" | "image" if calls => {
                        return Some(FETCHES);
                    }
                    "direction" | "unicode-bidi" if after.trim_start().starts_with(':') => {
                        return Some((
                            "it sets the direction of text",
                            "take out `direction` and `unicode-bidi`: say dir=rtl in the text",
                        ));
                    }
                    _ => after,
                }
            }
            _ => after,
        };
    }
    match open.is_empty() {
        true => None,
        false => Some((
            "its brackets do not match",
            "look for one that is not closed",
        )),
    }
}

/// What follows a text that was opened by `quote`: it ends on its line (CSS Syntax 3, 4.3.5).
fn after_string(text: &str, quote: char) -> Option<&str> {
    let mut characters = text.char_indices();
    while let Some((at, character)) = characters.next() {
        match character {
            '\\' => {
                characters.next()?;
            }
            '\n' | '\r' | '\u{c}' => return None,
            c if c == quote => return text.get(at + c.len_utf8()..),
            _ => {}
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::fault;

    #[test]
    fn a_plain_stylesheet_may_stand_in_an_e_book() {
        for right in [
            "",
            "p { color: #123 } /* { */ q::before { content: \"}\\201C\" }",
            "@media (prefers-color-scheme: dark) { a[href^='http'] { color: red } }",
            ".direction { hyphens: auto } .url { font: 1em/1.4 'Source Serif' }",
        ] {
            assert_eq!(fault(right), None, "{right}");
        }
    }

    #[test]
    fn what_fetches_or_is_torn_may_not() {
        for wrong in [
            "@import 'https://example.org/a.css';",
            "p { background: URL(https://example.org/a.png) }",
            "@font-face { font-family: x; src: url(a.woff2) }",
            "p { background: image-set('a.png' 1x) }",
            "p { background: u\\72l(a.png) }",
            "p { color: red",
            "p { color: red }}",
            "p ( }",
            "/* p { color: red }",
            "/*/",
            "q::before { content: 'a\n' }",
            "<style>p { color: red }</style>",
            "p { direction : rtl }",
            "p { \u{0}color: red }",
        ] {
            assert!(fault(wrong).is_some(), "{wrong}");
        }
    }
}
