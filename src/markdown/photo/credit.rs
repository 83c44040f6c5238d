//! Credits inside a cutline: `(photo: Agency)` and `Photo by Ann Lee`.

use std::ops::Range;

use super::credit_words::{AGENCIES, SIGN, TABLE};
use crate::document::Inline;
use crate::document::inline::plain_text;
use crate::markdown::splice;

/// What a cutline may have before a credit that may also name the source of a text, in words. A
/// longer text is prose.
const MOST_WORDS: usize = 60;

/// The most words of a name that stands right after a noun.
const LONGEST_NAME: usize = 6;

/// What a credit proves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Strength {
    /// It is one under a photo; elsewhere it may be anything.
    UnderPhotos,
    /// It may also name the source of a text.
    Weak,
    /// There is a photo.
    Sure,
}

/// The most letters of a credit that stands without parentheses: what is longer is prose.
const LONGEST_TRAILING: usize = 120;

/// Where a cutline ends and its credit stands, in bytes of the plain text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Split {
    cutline_end: usize,
    strength: Strength,
    credit: Range<usize>,
}

/// A cutline and the credit that was split off it.
#[derive(Debug)]
pub(super) struct Credited {
    pub cutline: Vec<Inline>,
    pub credit: Vec<Inline>,
}

/// Splits off a credit in the text's last parentheses. Gives the inlines back where there is none.
pub(super) fn split_parentheses(inlines: Vec<Inline>) -> Result<Credited, Vec<Inline>> {
    match in_parentheses(&plain_text(&inlines)) {
        Some(split) => Ok(apply(inlines, &split)),
        None => Err(inlines),
    }
}

/// The same for a paragraph that would become a photo by its credit alone: where the text may
/// rather name its source, being long or `nested` in a list or quotation, it stays prose.
pub(super) fn split_plausible(inlines: Vec<Inline>, nested: bool) -> Result<Credited, Vec<Inline>> {
    let plain = plain_text(&inlines);
    let is_long = |split: &Split| {
        let cutline = plain.get(..split.cutline_end).unwrap_or_default();
        cutline.split_whitespace().nth(MOST_WORDS).is_some()
    };
    let is_plausible = |split: &Split| match split.strength {
        Strength::Sure => true,
        Strength::Weak => !nested && !is_long(split),
        Strength::UnderPhotos => false,
    };
    match in_parentheses(&plain).filter(is_plausible) {
        Some(split) => Ok(apply(inlines, &split)),
        None => Err(inlines),
    }
}

/// Splits off any credit at the text's end: in parentheses, or as a last sentence.
pub(super) fn split_any(inlines: Vec<Inline>) -> Credited {
    let plain = plain_text(&inlines);
    match in_parentheses(&plain).or_else(|| trailing(&plain)) {
        Some(split) => apply(inlines, &split),
        None => Credited {
            cutline: inlines,
            credit: Vec::new(),
        },
    }
}

/// Whether a text is nothing but a credit: `Photo by Ann Lee on Shutters`.
pub(super) fn is_credit(inlines: &[Inline]) -> bool {
    let plain = plain_text(inlines);
    trailing(&plain).is_some_and(|split| split.cutline_end == 0)
}

fn apply(inlines: Vec<Inline>, split: &Split) -> Credited {
    let (left, _) = splice::cut(inlines, split.credit.end);
    let (left, mut credit) = splice::cut(left, split.credit.start);
    let (mut cutline, _) = splice::cut(left, split.cutline_end);
    splice::trim(&mut cutline);
    splice::trim(&mut credit);
    Credited {
        cutline,
        credit: splice::unwrapped(credit),
    }
}

/// A credit in the parentheses that the text ends with.
fn in_parentheses(plain: &str) -> Option<Split> {
    let text = plain.trim_end();
    // A full stop after the parentheses closes the sentence, not the credit.
    let text = match text.strip_suffix(['.', '。']) {
        Some(before) if before.ends_with([')', '）']) => before,
        _ => text,
    };
    let (open, close) = match text.chars().next_back()? {
        ')' => ('(', ')'),
        '）' => ('（', '）'),
        _ => return None,
    };
    let mut depth = 0_usize;
    let start = text.char_indices().rev().find(|(_, character)| {
        if *character == close {
            depth += 1;
        } else if *character == open {
            depth -= 1;
        }
        depth == 0
    })?;
    let inside = start.0 + open.len_utf8()..text.len() - close.len_utf8();
    let content = text.get(inside.clone())?;
    let (credit, strength) = match introduction(content, true) {
        Some(it) => (inside.start + it.length..inside.end, it.strength),
        None if is_agency_photo(content) => (inside, Strength::Sure),
        None => {
            let name = before_suffix(content)?;
            (inside.start..inside.start + name.len(), Strength::Sure)
        }
    };
    let credit = trimmed(plain, credit);
    (!credit.is_empty()).then_some(Split {
        cutline_end: before_dash(plain, start.0),
        strength,
        credit,
    })
}

/// A credit that is the text's last sentence, or all of it.
fn trailing(plain: &str) -> Option<Split> {
    let end = plain.trim_end().len();
    let longest = plain
        .char_indices()
        .rev()
        .nth(LONGEST_TRAILING)
        .map_or(0, |(at, _)| at);
    let tail = plain.get(longest..end)?;
    let mut previous = None;
    let mut start_of_sentence = longest == 0;
    let mut found = None;
    for (offset, character) in tail.char_indices() {
        let at = longest + offset;
        if character.is_whitespace() {
            let ends = |c: char| ".!?…。！？;:)”’\"*".contains(c) || DASHES.contains(c);
            if character == '\n' || previous.is_some_and(ends) {
                start_of_sentence = true;
            }
            continue;
        }
        // Chinese and Japanese have no space between sentences.
        start_of_sentence |= previous.is_some_and(|c| "。！？".contains(c));
        if start_of_sentence
            && let Some(introduction) = plain.get(at..end).and_then(|it| introduction(it, false))
            // A whole text `Image: a boat` is a cutline; `Photo by Ann Lee` is a credit.
            && (at > 0 || introduction.joined)
        {
            found = Some((at, at + introduction.length));
        }
        start_of_sentence = false;
        previous = Some(character);
    }
    let (cutline_end, start) = found?;
    let mut credit = trimmed(plain, start..end);
    // The sentence's full stop is not the name's: but an initial's or `Inc.`'s may be.
    let name = plain.get(credit.clone()).unwrap_or_default();
    if name.matches('.').count() == 1 && name.ends_with('.') {
        credit.end -= 1;
    }
    (!credit.is_empty()).then_some(Split {
        cutline_end: before_dash(plain, cutline_end),
        strength: Strength::Sure,
        credit,
    })
}

/// What may set a credit off from its cutline; it belongs to neither.
const DASHES: &str = "—–-|/·•";

/// The end of a cutline before `end` and before the dash that stands there.
fn before_dash(plain: &str, end: usize) -> usize {
    let before = plain.get(..end).unwrap_or_default().trim_end();
    let cutline = before.trim_end_matches(|c| DASHES.contains(c));
    let is_apart = cutline.is_empty() || cutline.ends_with(char::is_whitespace);
    match is_apart {
        true => cutline.trim_end().len(),
        false => before.len(),
    }
}

/// `AP Photo/Ann Lee`, as American agencies want it said, or `AP Photo`: all of it is the credit.
fn is_agency_photo(content: &str) -> bool {
    const PHOTO: &str = " photo";
    let Some(at) = content.to_ascii_lowercase().find(PHOTO) else {
        return false;
    };
    let (agency, rest) = (content.get(..at), content.get(at + PHOTO.len()..));
    let (agency, rest) = (agency.unwrap_or_default(), rest.unwrap_or_default());
    let name = rest.trim_start_matches(['s', 'S']).trim_start();
    let name = name.strip_prefix('/');
    let is_short = agency.split_whitespace().count() <= 3;
    match name {
        Some(name) => is_short && begins_like_name(agency) && begins_like_name(name.trim_start()),
        None => rest.trim().is_empty() && AGENCIES.contains(&agency.trim().to_lowercase().as_str()),
    }
}

struct Introduction {
    /// In bytes, with the colon and the white space after it.
    length: usize,
    /// Whether a word such as `by` stands in it.
    joined: bool,
    strength: Strength,
}

/// `Photo:`, `photo by`, `Photo courtesy of:` and the like at the beginning of a text; the longest
/// that any language knows.
fn introduction(text: &str, in_parentheses: bool) -> Option<Introduction> {
    let start = text.trim_start();
    if let Some(after) = start.strip_prefix(SIGN) {
        // `© Foto: Anna Öst`.
        let named = introduction(after, in_parentheses).filter(|it| it.strength == Strength::Sure);
        if let Some(named) = named {
            return Some(Introduction {
                length: text.len() - after.len() + named.length,
                ..named
            });
        }
        // The sign is part of the notice.
        return Some(Introduction {
            length: text.len() - start.len(),
            joined: true,
            strength: Strength::UnderPhotos,
        });
    }
    // What is left of the text after each introduction that fits.
    let mut offers: Vec<(&str, bool, Strength)> = Vec::new();
    for words in &TABLE {
        let weak = words.weak.iter().map(|noun| (noun, Strength::Weak));
        let nouns = words.nouns.iter().map(|noun| (noun, Strength::Sure));
        for (noun, strength) in nouns.chain(weak) {
            let Some(after) = after_words(start, noun) else {
                continue;
            };
            if let Some(rest) = after_separator(after, words.separators) {
                offers.push((rest, false, strength));
            } else if strength == Strength::Sure
                && (after.trim_start().starts_with(SIGN) || in_parentheses && names_agency(after))
            {
                offers.push((after.trim_start(), true, Strength::Sure));
            }
        }
        for joined in words.joined {
            let after_nouns = joined.nouns.iter().filter_map(|it| after_words(start, it));
            let after = after_nouns
                .flat_map(|after| joined.joints.iter().filter_map(|it| after_words(after, it)));
            for after in after {
                let rest = after_separator(after, &[]).unwrap_or(after.trim_start());
                if joined.is_sure || in_parentheses && begins_like_name(rest) {
                    offers.push((rest, true, Strength::Sure));
                }
            }
        }
        let bare = words.bare.iter().filter(|_| in_parentheses);
        for after in bare.filter_map(|noun| after_words(start, noun)) {
            let rest = after.trim_start();
            if is_name(rest) {
                offers.push((rest, true, Strength::Weak));
            }
        }
    }
    let longest = offers.into_iter().min_by_key(|(rest, ..)| rest.len());
    let (rest, joined, strength) = longest?;
    Some(Introduction {
        length: text.len() - rest.len(),
        joined,
        strength,
    })
}

/// What follows a colon, or what stands for one.
fn after_separator<'a>(text: &'a str, others: &[char]) -> Option<&'a str> {
    let is_separator = |c: char| matches!(c, ':' | '：') || others.contains(&c);
    let rest = text
        .strip_prefix(is_separator)
        .or_else(|| text.trim_start().strip_prefix(is_separator))?;
    Some(rest.trim_start())
}

/// Whether a text may begin with a name: with a capital, or in a script that has none.
fn begins_like_name(text: &str) -> bool {
    text.starts_with(|c: char| c == '@' || c.is_alphabetic() && !c.is_lowercase())
}

/// Whether a text is a name and no more: `(foto Jan Jansen)`, but not `(foto Seite 3)`.
fn is_name(text: &str) -> bool {
    begins_like_name(text)
        && text.split_whitespace().count() <= LONGEST_NAME
        && !text.contains(|c: char| c.is_numeric() || ".!?;…".contains(c) && !is_initial(text, c))
}

/// Whether every full stop of a name ends an initial: `J. B. Lind`.
fn is_initial(name: &str, stop: char) -> bool {
    stop == '.'
        && name
            .split('.')
            .rev()
            .skip(1)
            .all(|part| part.chars().rev().take_while(|c| c.is_alphabetic()).count() <= 3)
}

fn names_agency(text: &str) -> bool {
    let text = text.trim_start();
    let end = text.find(|c: char| !c.is_alphanumeric());
    let first = text.get(..end.unwrap_or(text.len())).unwrap_or_default();
    let first = first.to_lowercase();
    AGENCIES.contains(&first.as_str())
}

/// The name before a suffix: `新华社记者李明摄`. A date or a place is none, and neither is what goes
/// on in hiragana, as a clause does.
fn before_suffix(content: &str) -> Option<&str> {
    let content = content.trim_end();
    let suffixes = TABLE.iter().flat_map(|words| words.suffixes);
    let names = suffixes.filter_map(|suffix| content.strip_suffix(suffix));
    // The longest suffix leaves the shortest name.
    let name = names.min_by_key(|name| name.len())?.trim_end();
    let last = name.chars().next_back()?;
    let is_clause = matches!(
        last,
        '\u{3041}'..='\u{309F}' | '拍' | '航' | '年' | '月' | '日'
    ) || last.is_numeric();
    let is_long = name.chars().count() > 30 || name.contains(['。', '，', '；', '：', ':']);
    (name.chars().count() >= 2 && !is_clause && !is_long).then_some(name)
}

/// What follows `words` at the beginning of `text`, past white space, in any case of letters. The
/// last word must end there.
fn after_words<'a>(text: &'a str, words: &str) -> Option<&'a str> {
    let mut rest = text.trim_start().chars();
    for wanted in words.chars() {
        let found = rest.next()?;
        let is_same = match wanted {
            ' ' => found.is_whitespace(),
            '\'' => matches!(found, '\'' | '’'),
            _ if found.is_ascii() => found.to_ascii_lowercase() == wanted,
            _ => found.to_lowercase().eq(std::iter::once(wanted)),
        };
        if !is_same {
            return None;
        }
    }
    let rest = rest.as_str();
    let ends = !rest.starts_with(|c: char| c.is_alphanumeric() || "-'’".contains(c));
    (ends || words.ends_with('.')).then_some(rest)
}

fn trimmed(text: &str, range: Range<usize>) -> Range<usize> {
    let inside = text.get(range.clone()).unwrap_or_default();
    let start = range.end - inside.trim_start().len();
    start..start.max(range.start + inside.trim_end().len())
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn parts<'a>(plain: &'a str, split: &Split) -> (&'a str, &'a str) {
        let cutline = plain[..split.cutline_end].trim_end();
        (cutline, &plain[split.credit.clone()])
    }

    #[test]
    fn parentheses_at_the_end_hold_the_credit() {
        for (text, credit) in [
            ("Gulls. (photo: Harbour Press)", "Harbour Press"),
            ("Gulls. (Photo by Ann Lee)", "Ann Lee"),
            ("Gulls. (PHOTO CREDIT: Ann Lee) ", "Ann Lee"),
            ("Gulls. (Photo courtesy of the Port)", "the Port"),
            ("Gulls. (Photo courtesy: Port)", "Port"),
            ("Gulls. (Foto: Anna Öst)", "Anna Öst"),
            (
                "Gulls. (Photograph: Lee/Agency (North))",
                "Lee/Agency (North)",
            ),
            ("Gulls. (Image: Port)", "Port"),
            ("Gulls. (Source : Port)", "Port"),
            ("Gulls.（摄影：王芳）", "王芳"),
            ("Gulls.（写真：田中）", "田中"),
            ("Gulls. (photo: AP).", "AP"),
            ("Gulls. (Photo by Ann Lee / Agency)", "Ann Lee / Agency"),
            ("Gulls. (fot. Jan Kowalski)", "Jan Kowalski"),
            ("Gulls. (Foto di Ada Rossi)", "Ada Rossi"),
            ("Gulls. (Kuva: Aino Salo)", "Aino Salo"),
            ("Gulls. (Φωτογραφία: Μαρία)", "Μαρία"),
            ("Gulls. (تصوير: أحمد)", "أحمد"),
            ("Gulls. (crédit\u{a0}photo\u{a0}: AFP)", "AFP"),
            ("Gulls. (Photo AFP/Ann Lee)", "AFP/Ann Lee"),
            ("Gulls. (foto Jan J. Jansen)", "Jan J. Jansen"),
            ("Gulls. (Foto’s: ANP)", "ANP"),
            ("Gulls.（新华社记者李明摄）", "新华社记者李明"),
            ("Gulls.（撮影＝山田太郎）", "山田太郎"),
            ("Gulls.（山田太郎撮影）", "山田太郎"),
            ("Gulls.（图/新华社）", "新华社"),
            ("Gulls. (사진=연합뉴스)", "연합뉴스"),
            ("Gulls. (© Ann Lee)", "© Ann Lee"),
            ("Gulls. (AP Photo/Ann Lee)", "AP Photo/Ann Lee"),
            (
                "Gulls. (Harbour Press Photo / Ann Lee)",
                "Harbour Press Photo / Ann Lee",
            ),
            ("Gulls. (AP Photo)", "AP Photo"),
            ("Gulls. (Photo © Ann Lee)", "© Ann Lee"),
            ("Gulls. (© Foto: Anna Öst)", "Anna Öst"),
            ("Gulls. — (photo: Ann Lee)", "Ann Lee"),
            ("Gulls. (사진: 김민수)", "김민수"),
        ] {
            let split = in_parentheses(text).unwrap();
            assert_eq!(parts(text, &split), ("Gulls.", credit), "{text}");
        }
    }

    #[test]
    fn other_parentheses_are_prose() {
        for text in [
            "He kept it (photo: Lee) in a drawer.",
            "Gulls (photographed at dawn)",
            "Gulls (photo)",
            "Gulls (photo: )",
            "Gulls (photo by)",
            "Gulls (photobook: red)",
            "Gulls (see photo/plan)",
            "Gulls (Wedding photo)",
            "Gulls (see Photo/Plan)",
            "Gulls (source by the river)",
            "Gulls photo: Lee)",
            "Fest (Foto di gruppo)",
            "Fest (Foto folgt)",
            "Fest (Foto Seite 3)",
            "Fest (photo ID)",
            "Fest (Photo de famille)",
            "Fest（2020年5月撮影）",
            "Fest（東京都内で撮影）",
            "Fest（现场拍摄）",
            "Fest（示意图）",
            "Fest（图3）",
            "Fest（撮影禁止）",
            ")",
            "",
        ] {
            assert_eq!(in_parentheses(text), None, "{text}");
        }
    }

    #[test]
    fn a_last_sentence_may_be_the_credit() {
        for (text, credit) in [
            ("Gulls. Photo: Ann Lee", "Ann Lee"),
            (
                "Gulls. Photo by Ann Lee on Shutters.",
                "Ann Lee on Shutters",
            ),
            ("Gulls.\nPhoto courtesy: J. Smith", "J. Smith"),
            ("Gulls. Image credit: Port Inc.", "Port Inc"),
            ("Gulls. — Photo: Ann Lee", "Ann Lee"),
            ("Gulls. | Photo: Ann Lee", "Ann Lee"),
            ("Gulls. - Photo by Ann Lee", "Ann Lee"),
        ] {
            let split = trailing(text).unwrap();
            assert_eq!(parts(text, &split), ("Gulls.", credit), "{text}");
        }
        assert_eq!(
            parts("Photo by Lee", &trailing("Photo by Lee").unwrap()),
            ("", "Lee")
        );
        assert_eq!(trailing("Image: a boat"), None);
        assert_eq!(trailing("Gulls over the photo by the door"), None);
    }
}
