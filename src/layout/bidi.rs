//! Which way text runs: levels of embedding (UAX 9) for the parts of a paragraph, and the order in
//! which the parts of a line are seen.

use unicode_bidi::{BidiClass, BidiInfo, Level, bidi_class};

/// Whether `text` has something in it that runs from right to left, or asks for it.
pub fn has_right_to_left(text: &str) -> bool {
    // Every such character has at least this first byte in UTF-8.
    text.bytes().any(|byte| byte >= 0xD6)
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
