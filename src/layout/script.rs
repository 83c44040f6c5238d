//! What scripts ask of a line.

use unicode_script::{Script, UnicodeScript};

/// Whether it is a character of Chinese or Japanese, letters and signs alike: each stands in a square of
/// its own and a line may be stretched beside it.
pub fn is_square(character: char) -> bool {
    matches!(character,
        '\u{2E80}'..='\u{303F}' | '\u{3041}'..='\u{3130}' | '\u{3190}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}'
        | '\u{F900}'..='\u{FAFF}' | '\u{FE30}'..='\u{FE4F}' | '\u{FF01}'..='\u{FF60}' | '\u{20000}'..='\u{3FFFD}')
}

/// The letters that are Japanese alone.
pub fn is_kana(character: char) -> bool {
    matches!(character, '\u{3041}'..='\u{30FF}' | '\u{31F0}'..='\u{31FF}' | '\u{FF66}'..='\u{FF9F}')
}

/// Ideographs and kana, beside which Latin letters and figures want a quarter of an em (Requirements for
/// Japanese Text Layout, 3.2.6; Requirements for Chinese Text Layout, 3.2.2).
pub fn is_ideographic(character: char) -> bool {
    is_square(character) && (character.is_alphabetic() || character == '々')
}

/// Letters and figures that stand in a line of squares as foreign words do.
pub fn is_foreign(character: char) -> bool {
    character.is_ascii_alphanumeric()
        || matches!(
            character.script(),
            Script::Latin | Script::Greek | Script::Cyrillic
        ) && character.is_alphanumeric()
}

/// Signs that Chinese and Japanese share with Latin, but set in squares of their own.
pub fn is_shared(character: char) -> bool {
    matches!(
        character,
        '“' | '”' | '‘' | '’' | '…' | '—' | '·' | '⋯' | '―'
    )
}

/// The part of a square that a sign leaves empty.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Empty {
    /// Brackets and quotation marks that open.
    FirstHalf,
    /// Those that close; commas and full stops.
    SecondHalf,
}

/// Which half of its square `character` leaves empty (Requirements for Japanese Text Layout, 3.1.1,
/// classes cl-01, 02, 06 and 07). Whether it can do with the other half, its font knows.
#[inline]
pub fn empty_half(character: char) -> Option<Empty> {
    match character {
        '「' | '『' | '（' | '【' | '《' | '〈' | '〔' | '〖' | '〘' | '［' | '｛' | '“' | '‘' => {
            Some(Empty::FirstHalf)
        }
        '」' | '』' | '）' | '】' | '》' | '〉' | '〕' | '〗' | '〙' | '］' | '｝' | '”' | '’'
        | '、' | '。' | '，' | '．' | '：' | '；' => Some(Empty::SecondHalf),
        _ => None,
    }
}

/// Whether letters of its script join or hang from one line, so that nothing may come between them.
pub fn is_joined(character: char) -> bool {
    use Script::*;
    matches!(
        character.script(),
        Arabic
            | Syriac
            | Mongolian
            | Nko
            | Adlam
            | Mandaic
            | Devanagari
            | Bengali
            | Gurmukhi
            | Tibetan
            | Phags_Pa
            | Hanifi_Rohingya
    )
}

/// Whether its script has no spaces between words: a line may be stretched between them all the same.
pub fn is_unspaced(character: char) -> bool {
    // Thai, Lao, Burmese, Khmer.
    matches!(character,
        '\u{E01}'..='\u{EFF}' | '\u{1000}'..='\u{109F}' | '\u{1780}'..='\u{17FF}' | '\u{19E0}'..='\u{19FF}'
        | '\u{A9E0}'..='\u{A9FF}' | '\u{AA60}'..='\u{AA7F}')
}

/// Whether lines of `text` need room that no space of it gives.
pub fn wants_room(text: &str) -> bool {
    // What such a character begins with in UTF-8. The dashes and quotation marks of Latin prose, and all before
    // U+2E80, stay below.
    let begins = |rest: &[u8]| !matches!(rest, [0xE2, ..0xBA, ..]);
    any_from(text, 0xE0, begins) && text.chars().any(|c| is_square(c) || is_unspaced(c))
}

/// Whether `is_one` holds of the rest of `text` at any byte that is no less than `least`. Prose has few of these:
/// it is looked through in strides.
pub fn any_from(text: &str, least: u8, is_one: impl Fn(&[u8]) -> bool) -> bool {
    const STRIDE: usize = 32;
    let bytes = text.as_bytes();
    let mut strides = bytes.chunks(STRIDE).enumerate();
    strides.any(|(number, stride)| {
        // No branches inside: several bytes are compared at once.
        let most = stride.iter().fold(0, |most, byte| *byte.max(&most));
        let here = number * STRIDE..number * STRIDE + stride.len();
        most >= least
            && here
                .into_iter()
                .any(|at| bytes[at] >= least && is_one(&bytes[at..]))
    })
}

/// Whether a language (a BCP 47 tag) is written without small letters.
pub fn is_caseless(language: &str) -> bool {
    let primary = language.split(['-', '_']).next().unwrap_or_default();
    let primary = primary.to_ascii_lowercase();
    matches!(
        primary.as_str(),
        "am" | "ar"
            | "as"
            | "bn"
            | "bo"
            | "ckb"
            | "dv"
            | "dz"
            | "fa"
            | "gu"
            | "he"
            | "hi"
            | "ja"
            | "ka"
            | "km"
            | "kn"
            | "ko"
            | "lo"
            | "ml"
            | "mr"
            | "my"
            | "ne"
            | "or"
            | "pa"
            | "ps"
            | "sa"
            | "sd"
            | "si"
            | "ta"
            | "te"
            | "th"
            | "ti"
            | "ug"
            | "ur"
            | "yi"
            | "yue"
            | "zh"
    )
}

/// The name of the script of a character as readers know it.
pub fn name(character: char) -> &'static str {
    match character {
        '\u{2190}'..='\u{2BFF}' => "signs",
        '\u{3000}'..='\u{303F}' | '\u{FF00}'..='\u{FF65}' => "Chinese characters",
        '\u{964}' | '\u{965}' => "Devanagari",
        '\u{1F000}'..='\u{1FAFF}' => "emoji",
        '\u{E000}'..='\u{F8FF}' | '\u{F0000}'.. => "private use",
        _ => match character.script() {
            Script::Common | Script::Inherited => "signs",
            Script::Unknown => "no script that is known",
            Script::Han => "Chinese characters",
            script => script.full_name(),
        },
    }
}

/// What the characters of the script of that name are called.
pub fn characters(name: &str) -> String {
    match name {
        "signs" | "emoji" | "Chinese characters" => name.to_owned(),
        "private use" => "characters of private use".to_owned(),
        "no script that is known" => "characters of no script that is known".to_owned(),
        other => format!("{} characters", other.replace('_', " ")),
    }
}

/// A family that has the script of that name.
pub fn family(name: &str) -> String {
    match name {
        "Chinese characters" | "Hiragana" | "Katakana" | "Hangul" | "Bopomofo" => {
            "Noto Serif CJK".to_owned()
        }
        "emoji" => "Noto Emoji".to_owned(),
        "signs" => "Noto Sans Symbols 2 or Noto Sans Math".to_owned(),
        "private use" | "no script that is known" => "the one that it was written with".to_owned(),
        "Arabic" => "Noto Naskh Arabic".to_owned(),
        "Cyrillic" | "Greek" | "Latin" => "Noto Serif".to_owned(),
        other => format!("Noto Serif or Noto Sans {}", other.replace('_', " ")),
    }
}
