//! Margin protrusion: how far a character may hang over the edge so that the edge looks straight.
//! After Hàn Thế Thành, "Micro-typographic extensions to the TeX typesetting system", TUGboat 21
//! (2000); the shares are set by eye for the bundled serif.

use super::length::Length;

/// How far `character` hangs over the right edge, for text of this size.
#[inline]
pub fn at_end(character: char, size: Length) -> Length {
    let thousandths = match character {
        '-' | '\u{ad}' | '‐' => 190,
        '.' | ',' | '،' | '·' => 170,
        '’' | '‘' | '”' | '“' | '"' | '\'' => 150,
        ':' | ';' => 100,
        '–' => 130,
        '—' => 180,
        '!' | '?' | ')' | ']' | '»' | '›' => 50,
        'r' | 't' | 'y' | 'v' | 'w' | 'k' => 15,
        _ => return Length::ZERO,
    };
    size.scaled(thousandths, 1_000)
}

/// How far `character` hangs over the left edge.
#[inline]
pub fn at_start(character: char, size: Length) -> Length {
    let thousandths = match character {
        '“' | '‘' | '„' | '‚' | '"' | '\'' | '’' => 150,
        '«' | '‹' | '(' | '[' => 60,
        '–' => 130,
        '—' => 180,
        'A' | 'J' | 'T' | 'V' | 'W' | 'Y' | 'v' | 'w' | 'y' => 25,
        _ => return Length::ZERO,
    };
    size.scaled(thousandths, 1_000)
}
