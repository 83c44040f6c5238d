//! Which glyph of a cluster stands for which part of its text.

use skrifa::GlyphId;
use skrifa::charmap::Charmap;

use crate::layout::frame::Glyph;

/// The longest text of a glyph in characters, and so the most glyphs that share one.
pub const LONGEST: usize = 8;

/// How the text of a cluster is shared among its glyphs.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Spelling {
    /// Its only glyph has it all.
    Whole,
    /// Each glyph has a character.
    Forwards,
    /// Each glyph has a character, the last first: from right to left, a mark stands before its
    /// base.
    Backwards,
    /// Only all glyphs together have it.
    Together,
}

impl Spelling {
    /// The spelling of a cluster in the font of `charmap`, in a word whose glyphs stand `reversed` or not.
    /// One glyph may be another than the font's first for its character: a letter in its joined form.
    pub fn of(glyphs: &[Glyph], text: &str, charmap: &Charmap<'_>, reversed: bool) -> Spelling {
        let other = |(glyph, character): &(&Glyph, char)| {
            charmap.map(*character) != Some(GlyphId::from(glyph.id))
        };
        if !is_tellable(text) {
            Spelling::Together
        } else if glyphs.len() == 1 {
            Spelling::Whole
        } else if text.chars().count() != glyphs.len() {
            Spelling::Together
        } else if !reversed && glyphs.iter().zip(text.chars()).filter(other).count() == 0 {
            Spelling::Forwards
        } else if reversed && glyphs.iter().zip(text.chars().rev()).filter(other).count() <= 1 {
            Spelling::Backwards
        } else {
            Spelling::Together
        }
    }

    /// The text of the glyph at this place of the cluster.
    pub fn part(self, text: &str, place: usize) -> Option<&str> {
        let mut characters = text.char_indices();
        let (at, character) = match self {
            Spelling::Whole => return Some(text),
            Spelling::Forwards => characters.nth(place)?,
            Spelling::Backwards => characters.nth_back(place)?,
            Spelling::Together => return None,
        };
        text.get(at..at + character.len_utf8())
    }
}

/// Whether a ToUnicode table may hold `text`: a few characters, none of them private (ISO 19005-2,
/// 6.2.11.7.3) or forbidden there (ISO 14289-1, 7.21.7).
pub fn is_tellable(text: &str) -> bool {
    let private = |c| matches!(c, '\u{E000}'..='\u{F8FF}' | '\u{F0000}'..);
    let forbidden = |c| matches!(c, '\0' | '\u{FEFF}' | '\u{FFFE}');
    !text.is_empty()
        && text.chars().nth(LONGEST).is_none()
        && !text.chars().any(|c| private(c) || forbidden(c))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn characters_are_dealt_out_in_order() {
        let parts = |spelling: Spelling| [0, 1, 2].map(|place| spelling.part("xé", place));
        assert_eq!(parts(Spelling::Forwards), [Some("x"), Some("é"), None]);
        assert_eq!(parts(Spelling::Backwards), [Some("é"), Some("x"), None]);
        assert_eq!(parts(Spelling::Whole)[0], Some("xé"));
        assert_eq!(parts(Spelling::Together)[0], None);
    }

    #[test]
    fn private_and_long_texts_are_not_told() {
        assert!(is_tellable("ffi"));
        assert!(!is_tellable(""));
        assert!(!is_tellable("\u{F6BE}"));
        assert!(!is_tellable(
            "a\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}"
        ));
    }
}
