//! What page content calls the glyphs of a font: one byte each where a program has few enough of them, or
//! their numbers, two bytes each. A space of one byte is 32, so that `Tw` widens it (ISO 32000-1, 9.3.3) and a
//! line needs no number between its words.

use std::fmt::Write;

use super::font::Program;
use super::number::{push_code, push_literal};

/// A glyph in a string of page content.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Code {
    /// By a byte of the program's own table.
    Byte(u8),
    /// By its number in the subset.
    Number(u16),
}

impl Code {
    /// A space that `Tw` widens.
    pub const SPACE: Code = Code::Byte(b' ');

    /// Writes it inside a literal string.
    pub fn push(self, out: &mut Vec<u8>) {
        match self {
            Code::Byte(byte) => push_literal(out, byte),
            Code::Number(number) => push_code(out, number),
        }
    }
}

/// A code for each of the glyphs of a program, of which the numbers and the texts are given. Letters of ASCII
/// are themselves, which helps whoever looks into a file.
pub fn codes<'t>(glyphs: impl Iterator<Item = (u16, &'t str)> + Clone) -> Vec<Code> {
    let mut is_free = [true; 256];
    // What strings write with two bytes, and what some programs take for their end.
    for byte in *b"()\\\r\n\0 " {
        is_free[usize::from(byte)] = false;
    }
    let mut found: Vec<Option<u8>> = Vec::new();
    let mut space = None;
    for (_, text) in glyphs.clone() {
        found.push(match text.as_bytes() {
            b" " if space.is_none() => {
                space = Some(b' ');
                space
            }
            [byte @ b'!'..=b'~'] if is_free[usize::from(*byte)] => {
                is_free[usize::from(*byte)] = false;
                Some(*byte)
            }
            _ => None,
        });
    }
    let mut rest = (0..=u8::MAX).filter(|byte| is_free[usize::from(*byte)]);
    let mut all = found
        .into_iter()
        .map(|byte| byte.or_else(|| rest.next()).map(Code::Byte));
    let few: Option<Vec<Code>> = all.by_ref().collect();
    few.unwrap_or_else(|| glyphs.map(|(number, _)| Code::Number(number)).collect())
}

/// The table from bytes to glyphs (ISO 32000-1, 9.7.5.3), unless glyphs go by their numbers.
pub fn table(program: &Program, name: &str) -> Option<String> {
    let mut entries = Vec::new();
    for glyph in program.glyphs() {
        match glyph.code {
            Code::Byte(byte) => entries.push((byte, glyph.number)),
            Code::Number(_) => return None,
        }
    }
    entries.sort_unstable();
    let mut ranges: Vec<(u8, u8, u16)> = Vec::new();
    for (byte, number) in entries {
        match ranges.last_mut() {
            Some((first, last, begin))
                if last.checked_add(1) == Some(byte)
                    && number.checked_sub(*begin) == Some(u16::from(byte - *first)) =>
            {
                *last = byte;
            }
            _ => ranges.push((byte, byte, number)),
        }
    }
    let lines = ranges
        .iter()
        .map(|(first, last, number)| format!("<{first:02X}> <{last:02X}> {number}"));
    Some(resource(name, 1, "Identity", "cidrange", lines.collect()))
}

/// The table from bytes to text (ISO 32000-1, 9.10.3), of a program that has them.
pub fn texts(program: &Program) -> String {
    let mut entries: Vec<(u8, &str)> = Vec::new();
    for glyph in program.glyphs() {
        if let Code::Byte(byte) = glyph.code {
            entries.push((byte, &glyph.text));
        }
    }
    entries.sort_unstable();
    let lines = entries.iter().map(|(byte, text)| {
        let mut line = format!("<{byte:02X}> <");
        for unit in text.encode_utf16() {
            // Writing to a string cannot fail.
            let _ = write!(line, "{unit:04X}");
        }
        line + ">"
    });
    resource("Adobe-Identity-UCS", 2, "UCS", "bfchar", lines.collect())
}

/// A CMap resource over one-byte codes (Adobe Technical Note 5014).
fn resource(name: &str, kind: u8, ordering: &str, section: &str, lines: Vec<String>) -> String {
    /// Of a section.
    const MOST_LINES: usize = 100;
    let mut out = format!(
        "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n\
         /CIDSystemInfo << /Registry (Adobe) /Ordering ({ordering}) /Supplement 0 >> def\n\
         /CMapName /{name} def\n/CMapType {kind} def\n/WMode 0 def\n\
         1 begincodespacerange\n<00> <FF>\nendcodespacerange\n"
    );
    for part in lines.chunks(MOST_LINES) {
        let count = part.len();
        let lines = part.join("\n");
        out.push_str(&format!("{count} begin{section}\n{lines}\nend{section}\n"));
    }
    out.push_str("endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n");
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn few_glyphs_have_a_byte_each() {
        let glyphs = [(1, "A"), (2, "("), (3, " "), (4, "é"), (5, "A"), (6, " ")];
        let bytes: Vec<u8> = codes(glyphs.into_iter())
            .into_iter()
            .filter_map(|code| match code {
                Code::Byte(byte) => Some(byte),
                Code::Number(_) => None,
            })
            .collect();
        assert_eq!(bytes.len(), glyphs.len());
        assert_eq!((bytes[0], bytes[2]), (b'A', b' '));
        let mut different = bytes.clone();
        different.sort_unstable();
        different.dedup();
        assert_eq!(different.len(), bytes.len());
        assert!(bytes.iter().all(|byte| !b"()\\\r\n\0".contains(byte)));
    }

    #[test]
    fn many_go_by_their_numbers() {
        let glyphs = (0..300).map(|number| (number, "字"));
        assert_eq!(codes(glyphs).last(), Some(&Code::Number(299)));
    }
}
