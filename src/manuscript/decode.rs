//! Bytes to text: encodings, line ends, control characters.

use std::borrow::Cow;
use std::path::PathBuf;

use encoding_rs::{Encoding, WINDOWS_1252};

use crate::diagnostic::{Code, Diagnostic};
use crate::source::{FileId, Sources, Span};

/// A file's text with `\n` line ends and nothing that XML cannot carry.
struct Decoded {
    text: String,
    /// What was wrong with the encoding, and the first byte of `text` that it touches.
    flaw: Option<(Flaw, usize)>,
    /// How many control characters were dropped, and where in `text` the first one stood.
    dropped: Option<(usize, usize)>,
}

#[derive(Clone, Copy)]
enum Flaw {
    /// Not Unicode at all.
    Guessed,
    /// Unicode with broken places.
    Broken,
}

/// Decodes a file and takes it into `sources`. `None` for bytes that are no text.
pub(super) fn take_in(
    sources: &mut Sources,
    path: PathBuf,
    bytes: &[u8],
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<FileId> {
    let decoded = decode(bytes)?;
    let length = |at: usize| decoded.text.get(at..)?.chars().next().map(char::len_utf8);
    let flaw = decoded
        .flaw
        .map(|(flaw, at)| (flaw, at..at + length(at).unwrap_or_default()));
    let file = sources.add(path, decoded.text);
    if let Some((flaw, range)) = flaw {
        let message = match flaw {
            Flaw::Guessed => "this file is not in UTF-8; it was read as Windows-1252",
            Flaw::Broken => "this file has broken characters; a mark stands for each",
        };
        let span = Span::new(file, range);
        diagnostics
            .push(Diagnostic::new(Code::Encoding, span, message).hint("save the file as UTF-8"));
    }
    if let Some((count, at)) = decoded.dropped {
        let message = match count {
            1 => "a control character was dropped".to_owned(),
            _ => format!("{count} control characters were dropped, the first one here"),
        };
        let span = Span::new(file, at..at);
        diagnostics.push(Diagnostic::new(Code::ControlCharacter, span, message));
    }
    Some(file)
}

fn decode(bytes: &[u8]) -> Option<Decoded> {
    let (text, flaw) = decode_bytes(bytes)?;
    let mark = match flaw {
        Some(Flaw::Guessed) => text.find(|c: char| !c.is_ascii()),
        Some(Flaw::Broken) => text.find(char::REPLACEMENT_CHARACTER),
        None => None,
    };
    if !text.bytes().any(begins_cleaned) || !text.chars().any(is_cleaned) {
        return Some(Decoded {
            flaw: flaw.zip(mark),
            text: text.into_owned(),
            dropped: None,
        });
    }
    let mut clean = String::with_capacity(text.len());
    let mut moved_mark = None;
    let mut dropped: Option<(usize, usize)> = None;
    let mut characters = text.char_indices().peekable();
    while let Some((at, character)) = characters.next() {
        if mark == Some(at) {
            moved_mark = Some(clean.len());
        }
        match character {
            '\r' => {
                if characters.peek().is_none_or(|(_, next)| *next != '\n') {
                    clean.push('\n');
                }
            }
            c if is_cleaned(c) => {
                let (count, first) = dropped.unwrap_or((0, clean.len()));
                dropped = Some((count + 1, first));
                // A page feed parts words, so a space stays in its place.
                if matches!(c, '\u{b}' | '\u{c}' | '\u{85}') {
                    clean.push(' ');
                }
            }
            c => clean.push(c),
        }
    }
    Some(Decoded {
        text: clean,
        flaw: flaw.zip(moved_mark),
        dropped,
    })
}

fn decode_bytes(bytes: &[u8]) -> Option<(Cow<'_, str>, Option<Flaw>)> {
    if let Some((encoding, mark_length)) = Encoding::for_bom(bytes) {
        let content = bytes.get(mark_length..).unwrap_or_default();
        let (text, broken) = encoding.decode_without_bom_handling(content);
        return Some((text, broken.then_some(Flaw::Broken)));
    }
    if let Ok(text) = std::str::from_utf8(bytes) {
        return Some((Cow::Borrowed(text), None));
    }
    if bytes.contains(&0) {
        return None;
    }
    // A UTF-8 file with a broken place or two has more whole characters than broken ones; in
    // Windows-1252 text nearly every letter beyond ASCII is a broken one.
    let (mut whole, mut broken) = (0, 0);
    for chunk in bytes.utf8_chunks() {
        whole += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        broken += usize::from(!chunk.invalid().is_empty());
    }
    if whole > broken {
        return Some((String::from_utf8_lossy(bytes), Some(Flaw::Broken)));
    }
    let (text, _) = WINDOWS_1252.decode_without_bom_handling(bytes);
    Some((text, Some(Flaw::Guessed)))
}

/// Carriage returns, and the characters that XML 1.0 forbids or discourages (section 2.2).
fn is_cleaned(character: char) -> bool {
    match character {
        '\t' | '\n' => false,
        '\u{fffe}' | '\u{ffff}' => true,
        c => c.is_control(),
    }
}

/// Whether a character that is cleaned begins with such a byte in UTF-8. Most texts have none of them.
fn begins_cleaned(byte: u8) -> bool {
    (byte.is_ascii_control() && !matches!(byte, b'\t' | b'\n')) || matches!(byte, 0xC2 | 0xEF)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn text(bytes: &[u8]) -> String {
        decode(bytes).unwrap().text
    }

    #[test]
    fn marks_and_encodings_are_understood() {
        assert_eq!(text(b"\xef\xbb\xbfplain"), "plain");
        assert_eq!(text(b"\xff\xfeh\0\xe9\0"), "hé");
        assert_eq!(text(b"\xfe\xff\0h\0\xe9"), "hé");
        assert_eq!(text(b"caf\xe9 \x93quoted\x94"), "café “quoted”");
        assert_eq!(text("na\u{ef}ve café \u{2014}".as_bytes()), "naïve café —");
        assert_eq!(
            text(b"na\xc3\xafve caf\xc3\xa9 \xff"),
            "naïve café \u{fffd}"
        );
        assert!(decode(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR").is_none());
    }

    #[test]
    fn lines_end_in_one_way() {
        assert_eq!(text(b"a\r\nb\rc\n"), "a\nb\nc\n");
    }

    #[test]
    fn control_characters_are_counted_and_dropped() {
        let decoded = decode(b"a\0b\x07\r\nc\x0cd").unwrap();
        assert_eq!(decoded.text, "ab\nc d");
        assert_eq!(decoded.dropped, Some((3, 1)));
    }

    #[test]
    fn what_is_cleaned_begins_as_the_first_look_knows() {
        for character in ('\0'..=char::MAX).filter(|character| is_cleaned(*character)) {
            let first = character.encode_utf8(&mut [0; 4]).as_bytes()[0];
            assert!(begins_cleaned(first), "{character:?}");
        }
    }
}
