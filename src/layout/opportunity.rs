//! Where a line may begin (UAX 14).

use icu_segmenter::LineSegmenter;
use icu_segmenter::options::{LineBreakOptions, LineBreakWordOption};

use super::script;

/// Offsets at which a line may begin, without the one at the text's beginning but with its end. No
/// line begins with an em dash.
/// Plain prose, which most paragraphs are, is told by its words: there the rules come to a break
/// after every space and every dash.
pub fn opportunities(text: &str, language: Option<[u8; 2]>) -> Vec<usize> {
    in_prose(text).unwrap_or_else(|| by_the_rules(text, language))
}

/// UAX 14, strict: no line begins with a small kana or the sign of a long vowel (the customary rule of
/// books: JIS X 4051, kinsoku). Korean breaks between words, as its books do; Thai, Lao, Khmer and Burmese
/// where a model of their words finds an end.
fn by_the_rules(text: &str, language: Option<[u8; 2]>) -> Vec<usize> {
    let mut options = LineBreakOptions::default();
    let is_hangul = |c: char| matches!(c, '\u{1100}'..='\u{11FF}' | '\u{AC00}'..='\u{D7FF}');
    let korean = text.chars().any(is_hangul) && !text.chars().any(script::is_kana);
    if korean && language.is_none_or(|language| !matches!(&language, b"zh" | b"ja")) {
        options.word_option = Some(LineBreakWordOption::KeepAll);
    }
    let segmenter = match text.chars().any(script::is_unspaced) {
        true => LineSegmenter::new_lstm(options),
        false => LineSegmenter::new_for_non_complex_scripts(options),
    };
    segmenter
        .segment_str(text)
        .skip(1)
        // UAX 14 allows it; books do not.
        .filter(|at| !text[*at..].starts_with('—'))
        .collect()
}

/// The same for text of letters, single spaces and the commonest signs; `None` for any other.
fn in_prose(text: &str) -> Option<Vec<usize>> {
    let mut found = Vec::with_capacity(text.len() / 5);
    let mut start = 0;
    for word in text.split(' ') {
        if start > 0 {
            found.push(start);
        }
        word_in_prose(word, start, &mut found)?;
        start += word.len() + 1;
    }
    found.push(text.len());
    Some(found)
}

/// Opening signs, letters, closing signs; words may be joined by dashes.
fn word_in_prose(word: &str, start: usize, found: &mut Vec<usize>) -> Option<()> {
    use Place::{After, Apostrophe, Before, Dash, Inside};
    let mut place = Before;
    for (at, character) in word.char_indices() {
        place = match (place, character) {
            (Before, '“' | '‘' | '(') => Before,
            (Before | Inside | Apostrophe, c) if is_letter(c) => Inside,
            (Dash, c) if is_letter(c) => {
                found.push(start + at);
                Inside
            }
            (Inside, '’' | '\'') => Apostrophe,
            (Inside | Apostrophe | After, '.' | ',' | ';' | ':' | '!' | '?' | '”' | '’') => {
                After
            }
            (Inside, '-' | '—') => Dash,
            _ => return None,
        };
    }
    matches!(place, Inside | Apostrophe | After).then_some(())
}

/// Where a character of a word stands.
#[derive(Clone, Copy, PartialEq)]
enum Place {
    Before,
    Inside,
    Apostrophe,
    Dash,
    After,
}

/// Letters of class AL, whatever stands beside them.
fn is_letter(character: char) -> bool {
    character.is_ascii_alphabetic()
        || (('\u{c0}'..='\u{24f}').contains(&character) && character.is_alphabetic())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prose_breaks_as_the_rules_say() {
        let words = [
            "a",
            "Word",
            "“said",
            "he,”",
            "it’s",
            "dogs’",
            "well-known",
            "no—yes",
            "‘so’,",
            "(here",
            "end.",
            "what?!",
            "été",
            "it's",
            "Mr.",
            "done;",
            "‘“oh!”’",
            "x—y-z",
        ];
        for first in words {
            for second in words {
                for text in [
                    format!("{first} {second}"),
                    format!("{second} {first} {first}"),
                ] {
                    assert_eq!(in_prose(&text), Some(by_the_rules(&text, None)), "{text}");
                }
            }
        }
    }

    #[test]
    fn what_is_not_plain_is_left_to_the_rules() {
        let texts = [
            "", "a  b", "a b ", "(a", "1.5 mm", "a) b", "—a", "a\u{a0}b", "א", "a/b", "”a",
            "a ’tis",
        ];
        for text in texts {
            let plain = in_prose(text);
            assert!(
                plain.is_none() || plain == Some(by_the_rules(text, None)),
                "{text}"
            );
        }
    }
}
