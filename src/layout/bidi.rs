//! Which way text runs: levels of embedding (UAX 9) for the parts of a paragraph, and the order in
//! which the parts of a line are seen.

use unicode_bidi::{BidiClass, BidiInfo, Level, bidi_class};

use super::script;

/// Whether `text` has something in it that runs from right to left, or asks for it.
pub fn has_right_to_left(text: &str) -> bool {
    // Every such character has at least this first byte in UTF-8. Among the signs before U+2E80 only a mark and
    // those that embed do.
    let begins = |rest: &[u8]| match rest {
        [0xE2, 0x80, last, ..] => matches!(last, 0x8F | 0xAB | 0xAE),
        [0xE2, 0x81, last, ..] => *last == 0xA7,
        [0xE2, ..0xBA, ..] => false,
        _ => true,
    };
    script::any_from(text, 0xD6, begins)
        && text.chars().any(|character| {
            use BidiClass::{AL, R, RLE, RLI, RLO};
            // Before the first right-to-left block, and among the ideographs, there is none.
            !matches!(character, ..'\u{590}' | '\u{2E80}'..='\u{D7FF}')
                && matches!(bidi_class(character), R | AL | RLE | RLO | RLI)
        })
}

/// The level of every byte of `text`, even where it runs from left to right.
pub fn levels(text: &str, right_to_left: bool) -> Vec<Level> {
    BidiInfo::new(text, Some(base(right_to_left))).levels
}

/// The level of a paragraph.
pub fn base(right_to_left: bool) -> Level {
    match right_to_left {
        true => Level::rtl(),
        false => Level::ltr(),
    }
}

/// The parts of a line in the order in which they are seen from the left.
pub fn visual_order(levels: &[Level]) -> Vec<usize> {
    BidiInfo::reorder_visual(levels)
}

pub use unicode_bidi::Level as BidiLevel;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_character_from_right_to_left_is_overlooked() {
        use BidiClass::{AL, R, RLE, RLI, RLO};
        for character in '\u{80}'..=char::MAX {
            let expected = matches!(bidi_class(character), R | AL | RLE | RLO | RLI);
            let text = format!("“Plain words — and more of them — before it, {character}”");
            assert_eq!(has_right_to_left(&text), expected, "{character:?}");
        }
    }

    #[test]
    fn what_runs_from_right_to_left_is_found() {
        for text in ["שלום", "a ب", "\u{200f}", "\u{2067}x"] {
            assert!(has_right_to_left(text), "{text}");
        }
        for text in ["", "été – Ωμέγα", "中文「かな」", "हिन्दी ไทย", "€ “x”"]
        {
            assert!(!has_right_to_left(text), "{text}");
        }
    }
}
