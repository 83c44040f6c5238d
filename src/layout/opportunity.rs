//! Where a line may begin (UAX 14).

use std::ops::{Range, RangeInclusive};

use icu_segmenter::options::{LineBreakOptions, LineBreakWordOption};
use icu_segmenter::{LineSegmenter, LineSegmenterBorrowed};

use super::script;

/// Finds the offsets at which a line may begin, without the one at the text's beginning but with its end: all
/// that `found` holds then. No line begins with an em dash.
///
/// Plain words, which prose is full of, are told by their letters: there the rules come to a break
/// after every space and every dash. Other words go by the rules, together with the plain ones on both
/// sides, beyond which no rule looks.
pub fn opportunities(text: &str, language: Option<[u8; 2]>, found: &mut Vec<usize>) {
    found.clear();
    found.reserve(text.len() / 5);
    let mut known_rules = None;
    // Where the last plain word begins, and where the others after it do.
    let mut plain = None;
    let mut others = None;
    let mut start = 0;
    while let Some(rest) = text.as_bytes().get(start..) {
        // Most words begin with nothing but letters, and many have no other. They are short: to look for the next
        // space in great strides takes longer.
        let letters = rest.iter().take_while(|byte| byte.is_ascii_alphabetic());
        let letters = letters.count();
        let others_of_it = rest.iter().skip(letters);
        let end = start + letters + others_of_it.take_while(|byte| **byte != b' ').count();
        let known = found.len();
        if start > 0 && others.is_none() {
            found.push(start);
        }
        if word_in_prose(text, start..end, letters, found).is_some() {
            if let (Some(from), Some(rules)) = (others.take(), &known_rules) {
                let own = found.split_off(known);
                let context = plain.unwrap_or(from)..end;
                by_the_rules(rules, text, context, from..=start, found);
                found.extend(own);
            }
            plain = Some(start);
        } else {
            found.truncate(known);
            others = others.or(Some(start));
            let rules = known_rules.get_or_insert_with(|| Rules::of(text, language));
            if rules.of_all {
                found.clear();
                found.reserve(text.len() / 5);
                by_the_rules(rules, text, 0..text.len(), 1..=text.len(), found);
                return;
            }
        }
        start = end + 1;
    }
    match (others, &known_rules) {
        (Some(from), Some(rules)) => {
            let context = plain.unwrap_or(from)..text.len();
            by_the_rules(rules, text, context, from..=text.len(), found);
        }
        _ => found.push(text.len()),
    }
}

/// Adds what UAX 14 says of a part of the text, inside `wanted`.
fn by_the_rules(
    rules: &Rules,
    text: &str,
    part: Range<usize>,
    wanted: RangeInclusive<usize>,
    found: &mut Vec<usize>,
) {
    let breaks = rules
        .segmenter
        .segment_str(text.get(part.clone()).unwrap_or_default());
    let breaks = breaks.skip(1).map(|at| part.start + at);
    // UAX 14 allows a dash at the beginning; books do not.
    found.extend(breaks.filter(|at| wanted.contains(at) && !text[*at..].starts_with('—')));
}

/// UAX 14, strict: no line begins with a small kana or the sign of a long vowel (the customary rule of
/// books: JIS X 4051, kinsoku). Korean breaks between words, as its books do; Thai, Lao, Khmer and Burmese
/// where a model of their words finds an end.
struct Rules {
    segmenter: LineSegmenterBorrowed<'static>,
    /// Whether they are others for plain words, too.
    of_all: bool,
}

impl Rules {
    fn of(text: &str, language: Option<[u8; 2]>) -> Rules {
        let mut options = LineBreakOptions::default();
        let is_hangul = |c: char| matches!(c, '\u{1100}'..='\u{11FF}' | '\u{AC00}'..='\u{D7FF}');
        let korean = text.chars().any(is_hangul) && !text.chars().any(script::is_kana);
        let of_all = korean && language.is_none_or(|code| !matches!(&code, b"zh" | b"ja"));
        if of_all {
            options.word_option = Some(LineBreakWordOption::KeepAll);
        }
        let segmenter = match text.chars().any(script::is_unspaced) {
            true => LineSegmenter::new_lstm(options),
            false => LineSegmenter::new_for_non_complex_scripts(options),
        };
        Rules { segmenter, of_all }
    }
}

/// Opening signs, letters, closing signs; words may be joined by dashes. So many `letters` are known already.
fn word_in_prose(
    text: &str,
    word: Range<usize>,
    letters: usize,
    found: &mut Vec<usize>,
) -> Option<()> {
    use Place::{After, Apostrophe, Before, Dash, Inside};
    let start = word.start + letters;
    if letters > 0 && start == word.end {
        return Some(());
    }
    let mut place = if letters > 0 { Inside } else { Before };
    let rest = text.get(start..word.end).unwrap_or_default();
    for (at, character) in rest.char_indices() {
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

    /// What the rules say of the whole text.
    fn ruled(text: &str, language: Option<[u8; 2]>) -> Vec<usize> {
        let mut found = Vec::new();
        let rules = Rules::of(text, language);
        by_the_rules(&rules, text, 0..text.len(), 1..=text.len(), &mut found);
        found
    }

    fn found(text: &str, language: Option<[u8; 2]>) -> Vec<usize> {
        let mut found = Vec::new();
        opportunities(text, language, &mut found);
        found
    }

    #[test]
    fn words_break_as_the_rules_say_of_the_whole_text() {
        let plain = [
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
        let others = [
            "",
            "1.5",
            "10,000",
            "a)",
            "—a",
            "was—",
            "you.—I",
            "(it",
            "a/b",
            "”a",
            "’tis",
            "…",
            "!",
            "»",
            "«",
            "(",
            ")",
            "$5",
            "5%",
            "—",
            "——",
            "-",
            "-a",
            "a-",
            "a\u{a0}b",
            "א",
            "本",
            "—本",
            "http://a.b/c?d=e",
            "\u{fffc}",
            "가나",
            "カー",
            "🙂",
            "\u{2060}a",
            "a\u{200b}b",
            "/",
            ":",
        ];
        for word in plain {
            let letters = word.bytes().take_while(u8::is_ascii_alphabetic).count();
            let plain = word_in_prose(word, 0..word.len(), letters, &mut Vec::new());
            assert!(plain.is_some(), "{word}");
        }
        for first in plain {
            for second in plain {
                for text in [
                    format!("{first} {second}"),
                    format!("{second} {first} {first}"),
                ] {
                    assert_eq!(found(&text, None), ruled(&text, None), "{text}");
                }
            }
            for other in others {
                for last in plain.into_iter().chain(others) {
                    for text in [
                        format!("{first} {other} {last}"),
                        format!("{other} {first} {last} {other}"),
                        format!("{last} {other} {other} {first} {first}"),
                    ] {
                        assert_eq!(found(&text, None), ruled(&text, None), "{text}");
                    }
                }
            }
        }
    }

    #[test]
    fn text_without_plain_words_breaks_as_the_rules_say() {
        for text in [
            "",
            " ",
            "a  b",
            "a b ",
            "(a",
            "1.5 mm",
            "a) b",
            "—a",
            "a ’tis",
            "日本語 ガー",
            "สวัสดี ครับ",
            "한국어 문장",
        ] {
            for language in [None, Some(*b"ja"), Some(*b"ko")] {
                assert_eq!(found(text, language), ruled(text, language), "{text}");
            }
        }
    }
}
