//! Fonts inside the publication: of each face the part that the book's characters need, as a font file that the
//! stylesheet names. Nothing is obfuscated: it would protect nothing, and reading systems need not undo it.

use std::collections::BTreeSet;

use rayon::prelude::*;
use unicode_normalization::UnicodeNormalization;

use super::manifest::{Content, Item, OWN_STYLESHEET, STYLESHEET};
use crate::fonts::{FontFamily, Given, GivenFace, families, part};

/// What reading systems put into a text of their own, beside ASCII: hyphens where they divide words, signs of
/// lists and of what can be opened, the ring under a mark that has no letter.
const ALWAYS: [char; 13] = [
    '\u{a0}', '\u{ad}', '‐', '–', '—', '…', '•', '◦', '▪', '▸', '▾', '\u{25cc}', '\u{2003}',
];

/// The family that the stylesheet sets code in, the third.
const CODE: &str = "Source Code Pro";
/// What it sets: code, and the name of a photo that is still to come.
const CODE_IN: [&str; 3] = ["<code", "<pre", "plate-slug\""];
/// So many families set text, the first.
const TEXT: usize = 3;

/// Embeds the bundled families that set text, and of `given` and the others those that have characters which the
/// families before them do not have, or that the publisher's stylesheet names.
pub fn embed(items: &mut Vec<Item>, given: &Given) {
    let characters = characters(items);
    let is_code = |text: &str| CODE_IN.iter().any(|code| text.contains(code));
    let has_code = items.iter().filter_map(Item::text).any(is_code);
    let own = items.iter().find(|item| item.href == OWN_STYLESHEET);
    let own = own.and_then(Item::text).unwrap_or_default().to_lowercase();

    let always = (' '..='~').chain(ALWAYS);
    let wanted: BTreeSet<char> = characters.iter().copied().chain(always).collect();
    let wanted: Vec<char> = wanted.into_iter().collect();
    let mut lacking = characters;
    let mut embedded: Vec<FontFamily> = Vec::new();
    let mut rules = String::new();
    let mut files: Vec<Item> = Vec::new();
    for (at, family) in families(given).into_iter().enumerate() {
        let sets_text = at < TEXT && (has_code || family.name != CODE);
        let is_named = names(&own, &family.name.to_lowercase());
        let had = family.having(&lacking);
        if !(sets_text || is_named) && had.is_empty() {
            continue;
        }
        let cut = |face: &GivenFace| part(&face.data, face.index, &wanted);
        let parts: Vec<_> = family.faces.par_iter().map(cut).collect();
        // A face that cannot be cut is as if it were not there: the next family is asked.
        if parts.iter().all(Option::is_some) {
            lacking.retain(|character| !had.contains(character));
        }
        for (face, part) in family.faces.iter().zip(parts) {
            if let Some(part) = part {
                let file = file(face, part, files.len() + 1);
                rules.push_str(&rule(&family, face, &file.href));
                files.push(file);
            }
        }
        embedded.push(family);
    }
    let Some(sheet) = items.iter().position(|item| item.href == STYLESHEET) else {
        return;
    };
    if let Some(Content::Assembled(text)) = items.get_mut(sheet).map(|item| &mut item.content) {
        *text = in_turn(text, &embedded);
        text.push_str("\n/* ---- Fonts of this book */\n");
        text.push_str(&rules);
    }
    items.splice(sheet + 1..sheet + 1, files);
}

/// Whether a stylesheet names this family: quoted, or as bare words (CSS Fonts 4, 2.1).
fn names(sheet: &str, family: &str) -> bool {
    let mut afters = sheet.split(family).skip(1);
    afters.any(|after| {
        after
            .trim_start()
            .starts_with(['"', '\'', ',', ';', '}', '!'])
    })
}

/// The characters that the publication can come to show.
fn characters(items: &[Item]) -> BTreeSet<char> {
    let mut shown = BTreeSet::new();
    for item in items {
        let Some(text) = item.text() else { continue };
        // A letter and its accent are set as one where a face has both in one.
        shown.extend(text.chars().chain(text.nfc()));
        if item.href.ends_with(".css") {
            shown.extend(escaped(text));
        }
    }
    // Stylesheets make capitals; small ones, too, of large ones where a face has none.
    let capitals: Vec<char> = shown
        .iter()
        .flat_map(|character| character.to_uppercase())
        .collect();
    shown.extend(capitals);
    shown.retain(|character| !character.is_control());
    shown
}

/// The characters that a stylesheet writes by their numbers (CSS Syntax 3, 4.3.7).
fn escaped(sheet: &str) -> impl Iterator<Item = char> {
    sheet.split('\\').skip(1).filter_map(|after| {
        let digits = after
            .bytes()
            .take(6)
            .take_while(u8::is_ascii_hexdigit)
            .count();
        let number = u32::from_str_radix(after.get(..digits)?, 16).ok()?;
        char::from_u32(number)
    })
}

/// A stylesheet that names every family wherever it names one of them: after it the others in their order.
fn in_turn(sheet: &str, families: &[FontFamily]) -> String {
    let mut sheet = sheet.to_owned();
    for family in families {
        let first = format!("font-family: {}, ", quoted(&family.name));
        let mut names = first.clone();
        for other in families.iter().filter(|other| other.name != family.name) {
            names.push_str(&format!("{}, ", quoted(&other.name)));
        }
        sheet = sheet.replace(&first, &names);
    }
    sheet
}

fn rule(family: &FontFamily, face: &GivenFace, href: &str) -> String {
    let style = if face.italic { "italic" } else { "normal" };
    let weight = if face.bold { "bold" } else { "normal" };
    format!(
        "\n@font-face {{\n  font-family: {};\n  font-style: {style};\n  font-weight: {weight};\n  \
         src: url(\"{href}\");\n}}\n",
        quoted(&family.name)
    )
}

/// A string of a stylesheet (CSS Syntax 3, 4.3.5).
fn quoted(name: &str) -> String {
    let mut quoted = String::from("\"");
    for character in name.chars() {
        match character {
            '"' | '\\' => quoted.extend(['\\', character]),
            control if control.is_control() => quoted.push(' '),
            other => quoted.push(other),
        }
    }
    quoted.push('"');
    quoted
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn families_follow_each_other() {
        let sheet = "a { font-family: \"Source Sans 3\", Arial, sans-serif; }";
        let mut families = families(&Given::default());
        families.truncate(TEXT);
        assert_eq!(
            in_turn(sheet, &families),
            "a { font-family: \"Source Sans 3\", \"Libertinus Serif\", \"Source Code Pro\", Arial, sans-serif; }"
        );
    }

    #[test]
    fn stylesheets_are_read_and_written_as_css_says() {
        let sheet = "hr { content: \"*\\2003*\\1f4f7 x\"; quotes: \"\\\"\" }";
        assert_eq!(escaped(sheet).collect::<String>(), "\u{2003}📷");
        for sheet in [
            "p{font-family:sea}",
            "p { font: 1em 'sea' , serif }",
            "\"sea\"",
        ] {
            assert!(names(sheet, "sea"), "{sheet}");
        }
        assert!(!names("p { font-family: \"sea 2\", seas }", "sea"));
        assert_eq!(quoted("A \"B\" \\ \n C"), "\"A \\\"B\\\" \\\\   C\"");
    }
}
