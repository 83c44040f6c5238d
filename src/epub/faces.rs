//! Fonts inside the publication: of each face the part that the book's characters need, as a font file that the
//! stylesheet names. Nothing is obfuscated: it would protect nothing, and reading systems need not undo it.

use std::collections::BTreeSet;

use rayon::prelude::*;
use unicode_normalization::UnicodeNormalization;

use super::manifest::{Content, Item, OWN_STYLESHEET, STYLESHEET};
use crate::fonts::{FontFamily, Given, GivenFace, other_families, part, text_families};

/// What reading systems put into a text of their own: hyphens where they divide words, signs of lists, and
/// digits and letters that number things.
const ALWAYS: [char; 8] = ['\u{a0}', '\u{ad}', '‐', '–', '—', '…', '•', '◦'];

/// Embeds the bundled families that the stylesheet names, and of `given` and the others those that have characters
/// which the first do not have, or that the publisher's stylesheet names.
pub fn embed(items: &mut Vec<Item>, given: &Given) {
    let texts = || items.iter().filter_map(Item::text);
    // A letter and its accent are set as one where a face has both in one.
    let written = texts().flat_map(|text| text.chars().chain(text.nfc()));
    let mut characters: BTreeSet<char> = written.collect();
    characters.retain(|character| !character.is_control());
    characters.extend((' '..='~').chain(ALWAYS));
    let has_code = texts().any(|text| text.contains("<code") || text.contains("<pre"));
    let has_bold_italic = texts().any(is_bold_italic);

    let mut families = text_families();
    let mut lacking = characters.clone();
    for family in &families {
        let had = family.having(&characters);
        lacking.retain(|character| !had.contains(character));
    }
    families.retain(|family| has_code || family.name != CODE);
    let own = items.iter().find(|item| item.href == OWN_STYLESHEET);
    let own = own.and_then(Item::text).unwrap_or_default();
    for family in other_families(given) {
        let had = family.having(&lacking);
        if !had.is_empty() || own.contains(&format!("\"{}\"", family.name)) {
            lacking.retain(|character| !had.contains(character));
            families.push(family);
        }
    }
    let characters: Vec<char> = characters.into_iter().collect();
    let faces = families.iter().flat_map(|family| {
        let cuts = family.faces.iter();
        let cuts = cuts.filter(|face| has_bold_italic || !(face.bold && face.italic));
        cuts.map(move |face| (family, face))
    });
    let faces: Vec<(&FontFamily, &GivenFace)> = faces.collect();
    let parts = faces
        .par_iter()
        .map(|(_, face)| part(&face.data, face.index, &characters));
    let parts: Vec<Option<Vec<u8>>> = parts.collect();

    let mut rules = String::new();
    let mut files: Vec<Item> = Vec::new();
    for ((family, face), part) in faces.into_iter().zip(parts) {
        if let Some(part) = part {
            let file = file(face, part, files.len() + 1);
            rules.push_str(&rule(family, face, &file.href));
            files.push(file);
        }
    }
    let sheet = items.iter().position(|item| item.href == STYLESHEET);
    let Some(sheet) = sheet else {
        return;
    };
    if let Some(Content::Assembled(text)) = items.get_mut(sheet).map(|item| &mut item.content) {
        *text = in_turn(text, &families);
        text.push_str("\n/* ---- Fonts of this book */\n");
        text.push_str(&rules);
    }
    items.splice(sheet + 1..sheet + 1, files);
}

/// The family that the stylesheet sets code in.
const CODE: &str = "Source Code Pro";

/// A stylesheet that names every family wherever it names one of them, in the order in which print asks them.
fn in_turn(sheet: &str, families: &[FontFamily]) -> String {
    let mut sheet = sheet.to_owned();
    for family in families {
        let others = families.iter().filter(|other| other.name != family.name);
        let mut names = format!("font-family: \"{}\", ", family.name);
        let first = names.clone();
        for other in others {
            names.push_str(&format!("\"{}\", ", other.name));
        }
        sheet = sheet.replace(&first, &names);
    }
    sheet
}

fn rule(family: &FontFamily, face: &GivenFace, href: &str) -> String {
    let style = if face.italic { "italic" } else { "normal" };
    let weight = if face.bold { "bold" } else { "normal" };
    format!(
        "\n@font-face {{\n  font-family: \"{}\";\n  font-style: {style};\n  font-weight: {weight};\n  \
         src: url(\"{href}\");\n}}\n",
        family.name
    )
}

/// A file of the publication (EPUB 3.3, 3.2: OpenType and TrueType are core media types).
fn file(face: &GivenFace, part: Vec<u8>, number: usize) -> Item {
    let (media_type, extension) = match part.starts_with(b"OTTO") {
        true => ("font/otf", "otf"),
        false => ("font/ttf", "ttf"),
    };
    let safe = |character: &char| character.is_ascii_alphanumeric() || *character == '-';
    let name: String = face.name.chars().filter(safe).take(40).collect();
    Item {
        id: format!("font-{number}"),
        href: format!("fonts/{number}-{name}.{extension}"),
        media_type,
        property: None,
        in_spine: false,
        content: Content::Font(part),
    }
}

/// Whether something is emphasised inside what is bold, or the other way round.
fn is_bold_italic(text: &str) -> bool {
    let (mut bold, mut italic) = (0_u32, 0_u32);
    text.split('<').any(|tag| {
        let end = tag.find([' ', '>', '/']).unwrap_or(tag.len());
        let (name, closes) = match tag.strip_prefix('/') {
            Some(closing) => (closing.split('>').next().unwrap_or_default(), true),
            None => (tag.get(..end).unwrap_or_default(), false),
        };
        let depth = match name {
            "strong" | "th" | "dt" | "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => &mut bold,
            "em" | "cite" => &mut italic,
            _ => return false,
        };
        *depth = if closes {
            depth.saturating_sub(1)
        } else {
            *depth + 1
        };
        bold > 0 && italic > 0
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bold_italic_is_found() {
        assert!(is_bold_italic("<p><strong>a <em>b</em></strong></p>"));
        assert!(is_bold_italic("<h2 id=\"a\">A <em>b</em></h2>"));
        assert!(is_bold_italic("<em>a <strong lang=\"de\">b</strong></em>"));
        assert!(!is_bold_italic("<h2>A</h2><p><em>b</em><strong>c</strong>"));
    }

    #[test]
    fn families_follow_each_other_as_in_print() {
        let sheet = "a { font-family: \"Source Sans 3\", Arial, sans-serif; }";
        let families = text_families();
        assert_eq!(
            in_turn(sheet, &families),
            "a { font-family: \"Source Sans 3\", \"Libertinus Serif\", \"Source Code Pro\", Arial, sans-serif; }"
        );
    }
}
