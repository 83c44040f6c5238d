//! Credits inside a cutline: `(photo: Agency)` and `Photo by Ann Lee`.

use std::ops::Range;

use crate::document::Inline;
use crate::document::inline::plain_text;
use crate::markdown::splice;

/// What introduces a credit, in the languages that manuscripts came in. Lower case.
const NOUNS: [&str; 80] = [
    "photo",
    "photos",
    "photo credit",
    "photo credits",
    "photo source",
    "photograph",
    "photographs",
    "photographer",
    "photography",
    "image",
    "images",
    "image credit",
    "image source",
    "picture",
    "pictures",
    "picture credit",
    "credit",
    "credits",
    "source",
    "foto",
    "fotos",
    "fotografie",
    "fotograf",
    "bild",
    "bilder",
    "bildnachweis",
    "quelle",
    "crédit photo",
    "crédits photo",
    "crédit",
    "photographie",
    "fotografía",
    "imagen",
    "fuente",
    "crédito",
    "imagem",
    "fonte",
    "fotografia",
    "immagine",
    "beeld",
    "bron",
    "фото",
    "источник",
    "照片",
    "图片",
    "摄影",
    "写真",
    "fot",
    "fot.",
    "zdjęcie",
    "zdjęcia",
    "źródło",
    "snímek",
    "zdroj",
    "foto credit",
    "källa",
    "kilde",
    "billede",
    "kuva",
    "valokuva",
    "lähde",
    "fotoğraf",
    "kaynak",
    "φωτογραφία",
    "φωτό",
    "πηγή",
    "фотографія",
    "світлина",
    "джерело",
    "사진",
    "사진 제공",
    "צילום",
    "תמונה",
    "تصوير",
    "صورة",
    "المصدر",
    "图片来源",
    "图",
    "撮影",
    "提供",
];

/// Nouns that may go without a colon when one of the [`JOINTS`] follows.
const JOINED_NOUNS: [&str; 9] = [
    "photo",
    "photos",
    "photograph",
    "photographs",
    "photography",
    "image",
    "images",
    "picture",
    "pictures",
];

/// Nouns that name where a text comes from as often as a photo.
const WEAK_NOUNS: [&str; 21] = [
    "image",
    "images",
    "picture",
    "pictures",
    "credit",
    "credits",
    "source",
    "bild",
    "bilder",
    "quelle",
    "imagen",
    "fuente",
    "imagem",
    "fonte",
    "bron",
    "источник",
    "źródło",
    "zdroj",
    "källa",
    "kilde",
    "lähde",
];

/// What a cutline may have before a credit with one of the [`WEAK_NOUNS`], in words. A longer text
/// is prose that names its source.
const MOST_WORDS: usize = 60;

/// Nouns and what joins them to a name, in other languages than English. Only parentheses make
/// sure that no group is in the photo of `Foto di gruppo`.
const JOINED_ELSEWHERE: [&str; 12] = [
    "foto di",
    "foto von",
    "foto de",
    "foto door",
    "foto av",
    "foto af",
    "fotografia di",
    "photo de",
    "photo par",
    "crédit",
    "fot.",
    "zdjęcie",
];

/// What joins a noun to a name. Longer ones stand before their beginnings.
const JOINTS: [&str; 5] = ["courtesy of", "courtesy", "credits", "credit", "by"];

/// The most letters of a credit that stands without parentheses: what is longer is prose.
const LONGEST_TRAILING: usize = 120;

/// Where a cutline ends and its credit stands, in bytes of the plain text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Split {
    cutline_end: usize,
    /// Whether the words before the name may also introduce the source of a text.
    is_weak: bool,
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
    match in_parentheses(&plain) {
        Some(split) if !(split.is_weak && (nested || is_long(&split))) => {
            Ok(apply(inlines, &split))
        }
        _ => Err(inlines),
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
    let introduction = introduction(content, true)?;
    let credit = trimmed(plain, inside.start + introduction.length..inside.end);
    (!credit.is_empty()).then_some(Split {
        cutline_end: start.0,
        is_weak: introduction.is_weak,
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
            let ends = |c: char| ".!?…。！？|—–;:)”’\"*".contains(c);
            if character == '\n' || previous.is_some_and(ends) {
                start_of_sentence = true;
            }
            continue;
        }
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
        cutline_end,
        is_weak: false,
        credit,
    })
}

struct Introduction {
    /// In bytes, with the colon and the white space after it.
    length: usize,
    /// Whether a word such as `by` stands in it.
    joined: bool,
    /// Whether it is one of the [`WEAK_NOUNS`].
    is_weak: bool,
}

/// `Photo:`, `photo by`, `Photo courtesy of:` and the like at the beginning of a text.
fn introduction(text: &str, in_parentheses: bool) -> Option<Introduction> {
    let start = text.trim_start();
    let mut best: Option<(&str, bool, bool)> = None;
    for noun in NOUNS {
        let Some(after_noun) = after_words(start, noun) else {
            continue;
        };
        let joint = JOINED_NOUNS.contains(&noun).then(|| {
            let joint = |joint: &&str| after_words(after_noun, joint);
            JOINTS.iter().find_map(joint)
        });
        let (after, joined) = match joint.flatten() {
            Some(after_joint) => (after_joint, true),
            None => (after_noun, false),
        };
        let after_colon = after.trim_start().strip_prefix([':', '：']);
        let rest = match after_colon {
            Some(rest) => rest.trim_start(),
            None if joined => after.trim_start(),
            None => continue,
        };
        if best.is_none_or(|(shortest, ..)| rest.len() < shortest.len()) {
            best = Some((rest, joined, WEAK_NOUNS.contains(&noun)));
        }
    }
    if in_parentheses && best.is_none() {
        let mut elsewhere = JOINED_ELSEWHERE.iter();
        let rest = elsewhere.find_map(|words| after_words(start, words));
        best = rest.map(|rest| (rest.trim_start(), true, false));
    }
    let (rest, joined, is_weak) = best?;
    Some(Introduction {
        length: text.len() - rest.len(),
        joined,
        is_weak,
    })
}

/// What follows `words` at the beginning of `text`, past white space, in any case of letters. The
/// last word must end there.
fn after_words<'a>(text: &'a str, words: &str) -> Option<&'a str> {
    let mut rest = text.trim_start().chars();
    for wanted in words.chars() {
        let found = rest.next()?;
        if !found.to_lowercase().eq(std::iter::once(wanted)) {
            return None;
        }
    }
    let rest = rest.as_str();
    let ends = !rest.starts_with(|c: char| c.is_alphanumeric() || c == '-' || c == '\'');
    ends.then_some(rest)
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
            "Gulls (source by the river)",
            "Gulls photo: Lee)",
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
