//! Placeholders in words, alone in their paragraph: `[photo: slug | cutline | credit]`,
//! `[INSERT photo here]`, and `Insert 18333fig0101.png` over a line that begins `Figure 1-1.`

use std::ops::Range;

use super::attributes::Attributes;
use super::image::{self, Image, NamedFigure};
use super::junk::names_picture;
use crate::document::inline::plain_text;
use crate::document::{Inline, InlineKind};
use crate::markdown::splice;
use crate::source::Span;

/// What stands in brackets for a photo, in small letters.
const NOUNS: [&str; 31] = [
    "photo",
    "photos",
    "photograph",
    "image",
    "picture",
    "pic",
    "figure",
    "foto",
    "fotos",
    "bild",
    "abbildung",
    "imagen",
    "fotografía",
    "imagem",
    "fotografia",
    "immagine",
    "afbeelding",
    "beeld",
    "фото",
    "фотография",
    "рисунок",
    "照片",
    "图片",
    "圖片",
    "图",
    "写真",
    "画像",
    "사진",
    "صورة",
    "zdjęcie",
    "kuva",
];

/// What asks for one.
const VERBS: [&str; 10] = [
    "insert",
    "place",
    "add",
    "put",
    "einfügen",
    "insérer",
    "insertar",
    "inserir",
    "inserire",
    "вставить",
];

/// What may follow the noun and says no more than that a photo comes here.
const RESTS: [&str; 10] = [
    "",
    "here",
    "goes here",
    "to come",
    "to follow",
    "tk",
    "tba",
    "hier",
    "ici",
    "aquí",
];

/// Reads a paragraph without photos. Gives it back where it is prose.
pub(super) fn read(inlines: Vec<Inline>, span: Span) -> Result<NamedFigure, Vec<Inline>> {
    match begins_with(&inlines) {
        Some(text) if text.starts_with(['[', '［', '【']) => in_brackets(inlines, span),
        Some(text) if insert(text).is_some() => to_insert(inlines, span),
        _ => Err(inlines),
    }
}

fn begins_with(inlines: &[Inline]) -> Option<&str> {
    match &inlines.first()?.kind {
        InlineKind::Text(text) => Some(text.trim_start()),
        _ => None,
    }
}

fn named(span: Span, address: String, text: Vec<Inline>, credit: Option<String>) -> NamedFigure {
    image::figure(Image {
        span,
        text,
        address,
        title: String::new(),
        attributes: Attributes {
            credit,
            ..Attributes::default()
        },
    })
}

/// What the brackets hold, as bytes of the plain text.
struct Bracketed {
    address: String,
    /// Where the cutline stands.
    cutline: Range<usize>,
    credit: Option<String>,
}

fn in_brackets(inlines: Vec<Inline>, span: Span) -> Result<NamedFigure, Vec<Inline>> {
    let plain = plain_text(&inlines);
    let Some(found) = bracketed(&plain) else {
        return Err(inlines);
    };
    let (left, _) = splice::cut(inlines, found.cutline.end);
    let (_, mut cutline) = splice::cut(left, found.cutline.start);
    splice::trim(&mut cutline);
    Ok(named(span, found.address, cutline, found.credit))
}

fn bracketed(plain: &str) -> Option<Bracketed> {
    let text = plain.trim();
    let inside = text.strip_prefix(['[', '［', '【'])?;
    let inside = inside.strip_suffix([']', '］', '】'])?;
    if inside.contains(['[', ']', '\n']) {
        return None;
    }
    let end = plain.find(inside)? + inside.len();
    let mut words = inside.trim_start();
    if let Some(after) = after_any(words, &VERBS) {
        words = after;
        for article in ["a ", "an ", "the "] {
            words = after_any(words, &[article.trim_end()]).unwrap_or(words);
        }
    }
    let after = after_any(words, &NOUNS)?;
    let slug = |text: &str| format!("photo:{text}");
    let Some(fields) = after.strip_prefix([':', '：']) else {
        // Instructions to the desk are for the desk: they name the photo and are not printed.
        let rest = after.trim().trim_end_matches('.').to_lowercase();
        let of = rest
            .strip_prefix("of ")
            .map(|rest| rest.trim_end_matches(" here").trim().to_owned());
        let is_number = !rest.is_empty() && rest.chars().all(char::is_numeric);
        let address = match of {
            Some(of) => slug(&of),
            None if is_number => slug(&format!("photo {rest}")),
            None if RESTS.contains(&rest.as_str()) => String::new(),
            None => return None,
        };
        return Some(Bracketed {
            address,
            cutline: 0..0,
            credit: None,
        });
    };
    let base = end - fields.len();
    let mut places = Vec::new();
    let mut from = base;
    for (at, bar) in fields.match_indices(['|', '｜']) {
        places.push(from..base + at);
        from = base + at + bar.len();
    }
    places.push(from..end);
    let field = |place: &Range<usize>| plain.get(place.clone()).unwrap_or_default().trim();
    let first = field(places.first()?);
    let is_name = !first.is_empty()
        && !first.contains(char::is_whitespace)
        && (places.len() > 1 || !first.contains(char::is_uppercase));
    let address = if names_picture(&first.to_lowercase()) {
        first.to_owned()
    } else if is_name {
        slug(first)
    } else {
        // Only a cutline, perhaps with its credit.
        places.insert(0, base..base);
        String::new()
    };
    let cutline = places.get(1).cloned().unwrap_or(base..base);
    let credit = places.get(2).map(field).filter(|credit| !credit.is_empty());
    if places.len() > 3 || address.is_empty() && field(&cutline).is_empty() {
        return None;
    }
    Some(Bracketed {
        address,
        cutline,
        credit: credit.map(str::to_owned),
    })
}

/// What follows the longest of `words`, in any case of letters, at the beginning of a text.
fn after_any<'a>(text: &'a str, words: &[&str]) -> Option<&'a str> {
    let after = words.iter().filter_map(|word| {
        let length: usize = text
            .chars()
            .take(word.chars().count())
            .map(char::len_utf8)
            .sum();
        let (found, rest) = text.split_at_checked(length)?;
        let ends = !rest.starts_with(|c: char| c.is_alphanumeric() || "-_'’".contains(c));
        (ends && found.to_lowercase() == **word).then(|| rest.trim_start())
    });
    after.min_by_key(|rest| rest.len())
}

/// The file's name of `Insert 18333fig0101.png`.
fn insert(text: &str) -> Option<&str> {
    let file = after_any(text, &["insert"])?.trim_end();
    let is_file = !file.contains(char::is_whitespace) && names_picture(&file.to_lowercase());
    is_file.then_some(file)
}

/// A file to be inserted, with the lines that begin with its number in any language: `Рисунок 1-1.`
fn to_insert(inlines: Vec<Inline>, span: Span) -> Result<NamedFigure, Vec<Inline>> {
    let Some(file) = begins_with(&inlines).and_then(insert).map(str::to_owned) else {
        return Err(inlines);
    };
    let rest = inlines.get(2..).unwrap_or_default();
    let is_numbered = rest.first().is_some_and(|first| match &first.kind {
        InlineKind::Text(text) => text.split_whitespace().take(2).any(holds_number),
        _ => false,
    });
    if inlines.len() > 1 && !is_numbered {
        return Err(inlines);
    }
    let cutline = inlines.into_iter().skip(2).collect();
    Ok(named(span, file, cutline, None))
}

/// `1-1` and the like, alone or after the word for a figure.
fn holds_number(word: &str) -> bool {
    let mut before = ['a'; 2];
    word.chars().any(|c| {
        let is_number = before[0].is_numeric() && "-–‑.:".contains(before[1]) && c.is_numeric();
        before = [before[1], c];
        is_number
    })
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn parts(text: &str) -> Option<(String, String, Option<String>)> {
        let found = bracketed(text)?;
        let cutline = text[found.cutline].trim().to_owned();
        Some((found.address, cutline, found.credit))
    }

    #[test]
    fn brackets_hold_a_name_a_cutline_and_a_credit() {
        let full = |address: &str, cutline: &str, credit: Option<&str>| {
            Some((
                address.to_owned(),
                cutline.to_owned(),
                credit.map(str::to_owned),
            ))
        };
        for (text, wanted) in [
            (
                "[photo: quay | The quay. | Ann Lee]",
                full("photo:quay", "The quay.", Some("Ann Lee")),
            ),
            ("[PHOTO: mole.png]", full("mole.png", "", None)),
            (
                "[Photo: The quay at dawn.]",
                full("", "The quay at dawn.", None),
            ),
            ("[Photo: Quay]", full("", "Quay", None)),
            ("[photo: quay]", full("photo:quay", "", None)),
            ("[INSERT photo]", full("", "", None)),
            ("[photo here]", full("", "", None)),
            (
                "[Insert a photo of the old quay here.]",
                full("photo:the old quay", "", None),
            ),
            ("[Photo 3]", full("photo:photo 3", "", None)),
            (
                "[照片：quay｜码头｜王芳]",
                full("photo:quay", "码头", Some("王芳")),
            ),
        ] {
            assert_eq!(parts(text), wanted, "{text}");
        }
        for text in [
            "[photo gallery]",
            "[sic]",
            "[photo: ]",
            "[Image removed by sender]",
            "[photo",
            "[]",
            "[photo: a | b | c | d]",
            "[photo] and [more]",
            "[photographer: Lee]",
            "[1]",
        ] {
            assert_eq!(parts(text), None, "{text}");
        }
    }

    #[test]
    fn files_to_insert_are_named() {
        assert_eq!(insert("Insert 18333fig0101.png "), Some("18333fig0101.png"));
        for text in [
            "Insert the coin",
            "Insert a.png now",
            "insertion.png",
            "Insert",
        ] {
            assert_eq!(insert(text), None, "{text}");
        }
        for word in ["1-1.", "图1-1.", "١-١", "1.1:"] {
            assert!(holds_number(word), "{word}");
        }
        for word in ["1.", "1-", "a-1", "Figure", ""] {
            assert!(!holds_number(word), "{word}");
        }
    }
}
