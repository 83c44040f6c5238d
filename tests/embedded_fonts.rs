//! Fonts that an e-book brings along: a part of a face sets what the whole face sets, and the package, its
//! stylesheet and its font files belong together.

#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

mod support;

use std::collections::BTreeSet;
use std::fs;
use std::io::{Cursor, Read};
use std::path::Path;

use cutline::epub;
use cutline::fonts::{self, BUNDLED, part};
use harfrust::{Buffer, Direction, Feature, Font, ShapeOptions, ShaperFont, Tag};
use skrifa::instance::{LocationRef, Size};
use skrifa::outline::DrawSettings;
use skrifa::outline::pen::SvgPen;
use skrifa::{FontRef, GlyphId, MetadataProvider};
use support::Reading;
use support::dice::Dice;
use unicode_normalization::UnicodeNormalization;

/// Words of every bundled script, with ligatures, pairs that are kerned, points, signs and figures.
const TEXT: &str = "Office fjord AVATAR Wörter „Tö“ Ǆ Žluťoučký naïve fi ffl 1886 3,200 ½ ¼ e\u{301} x² H₂O ‹→›\n\
    مرحبا بالعالم لا إله الله ١٢٣ \u{200d}ه\u{200d} ـبـ\n\
    שָׁלוֹם עוֹלָם בְּרֵאשִׁית\n\
    Ἀχιλλεύς μῆνις Привет мир\n\
    ☂ ☎ ♠ ⚓ ⮕ 🖂\n\
    fn main() { a != b && c => d }";

/// The glyphs of a line with their outlines and places, and how wide it is.
fn set(font: &[u8], line: &str, features: &[&[u8; 4]]) -> Vec<String> {
    let bytes: std::sync::Arc<dyn AsRef<[u8]> + Send + Sync> = std::sync::Arc::new(font.to_vec());
    let shaping = Font::new(bytes, 0).unwrap();
    let mut buffer = Buffer::new();
    buffer.push_str(line);
    buffer.guess_segment_properties();
    assert_ne!(buffer.direction(), Direction::Invalid);
    let features: Vec<Feature> = features
        .iter()
        .map(|tag| Feature::new(Tag::new(tag), 1, ..))
        .collect();
    let options = ShapeOptions::new().features(&features);
    harfrust::shape(&ShaperFont::new(&shaping), &mut buffer, options).unwrap();
    let drawn = FontRef::new(font).unwrap();
    let outlines = drawn.outline_glyphs();
    let glyphs = buffer.glyph_infos().iter().zip(buffer.glyph_positions());
    let glyphs = glyphs.map(|(info, at)| {
        let mut pen = SvgPen::new();
        let how = DrawSettings::unhinted(Size::unscaled(), LocationRef::default());
        let outline = outlines.get(GlyphId::from(info.glyph_id)).unwrap();
        outline.draw(how, &mut pen).unwrap();
        let place = (at.x_advance, at.y_advance, at.x_offset, at.y_offset);
        format!("{} {place:?} {pen}", info.cluster)
    });
    glyphs.collect()
}

#[test]
fn a_part_of_a_face_sets_what_the_whole_face_sets() {
    // A reader sets a letter and an accent as one.
    let characters: BTreeSet<char> = TEXT.chars().chain(TEXT.nfc()).collect();
    let characters: Vec<char> = characters.into_iter().collect();
    let mut smaller = 0;
    for (name, whole) in &BUNDLED {
        let cut = part(whole, 0, &characters).unwrap();
        assert!(
            cut.starts_with(b"OTTO") == whole.starts_with(b"OTTO"),
            "{name}"
        );
        let charmap = FontRef::new(whole).unwrap().charmap();
        let has = |character: &char| character.is_control() || charmap.map(*character).is_some();
        for line in TEXT.lines() {
            let line: String = line.chars().filter(has).collect();
            if line.trim().is_empty() {
                continue;
            }
            for features in [
                &[][..],
                &[b"smcp", b"onum"],
                &[b"c2sc", b"lnum", b"tnum"],
                &[b"pnum"],
            ] {
                let (all, some) = (set(whole, &line, features), set(&cut, &line, features));
                for (all, some) in all.iter().zip(&some) {
                    assert_eq!(all, some, "{name}: {line:?} with {features:?}");
                }
                assert_eq!(all.len(), some.len(), "{name}: {line:?} with {features:?}");
            }
        }
        smaller += usize::from(cut.len() * 2 < whole.len());
    }
    assert_eq!(smaller, BUNDLED.len());
}

#[test]
fn a_face_without_any_of_the_characters_has_no_part() {
    let face = |wanted: &str| BUNDLED.iter().find(|(name, _)| *name == wanted).unwrap().1;
    assert!(part(face("NotoSansHebrew-Regular"), 0, &['語']).is_none());
    assert!(part(b"no font at all", 0, &['a']).is_none());
}

#[test]
fn a_broken_font_never_breaks_the_build() {
    let mut dice = Dice(7);
    for (_, whole) in BUNDLED.iter().filter(|(name, _)| name.ends_with("Regular")) {
        for _ in 0..60 {
            let mut torn = whole.to_vec();
            for _ in 0..1 + dice.below(12) {
                // Tables of contents are at the front.
                let most = if dice.below(2) == 0 { 600 } else { torn.len() };
                let at = dice.below(most);
                torn[at] = u8::try_from(dice.below(256)).unwrap();
            }
            if dice.below(4) == 0 {
                torn.truncate(dice.below(whole.len()));
            }
            let _ = part(&torn, 0, &['a', 'b', 'ש', 'م', '☂', '½']);
        }
    }
}

fn made(reading: &Reading) -> Vec<u8> {
    let (book, _) = reading.look_up();
    let (given, _) = fonts::of_project(&reading.manuscript.root);
    let options = epub::Options {
        fonts: Some(given),
        style: reading.manuscript.style.clone(),
        ..epub::Options::default()
    };
    let mut file = Cursor::new(Vec::new());
    epub::write(&book, None, &options, &mut file).unwrap();
    file.into_inner()
}

fn entry(epub: &[u8], name: &str) -> Vec<u8> {
    let mut archive = zip::ZipArchive::new(Cursor::new(epub)).unwrap();
    let mut bytes = Vec::new();
    let mut entry = archive.by_name(&format!("OEBPS/{name}")).unwrap();
    entry.read_to_end(&mut bytes).unwrap();
    bytes
}

fn lines(epub: &[u8], name: &str) -> Vec<String> {
    let text = String::from_utf8(entry(epub, name)).unwrap();
    text.lines().map(str::to_owned).collect()
}

/// The font files that the stylesheet names, in order.
fn named(epub: &[u8]) -> Vec<String> {
    let lines = lines(epub, "stylesheet.css");
    let lines = lines.iter().map(|line| line.trim());
    let named = lines.filter_map(|line| line.strip_prefix("src: url(\"")?.strip_suffix("\");"));
    named.map(str::to_owned).collect()
}

fn faces(epub: &[u8]) -> Vec<String> {
    let name = |href: &String| href.split_once('-').unwrap().1.to_owned();
    named(epub).iter().map(name).collect()
}

#[test]
fn the_book_names_the_fonts_that_it_brings_and_no_others() {
    let reading = support::read_text(
        "a.md",
        format!("---\nembed_fonts: true\n---\n# Signs\n\n{TEXT}\n"),
    );
    assert_eq!(reading.diagnostics, []);
    let epub = made(&reading);
    assert_eq!(epub, made(&reading), "the same fonts twice");
    // Where the validators find it.
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/editions");
    fs::create_dir_all(&folder).unwrap();
    fs::write(folder.join("fonts-embedded.epub"), &epub).unwrap();
    let package = lines(&epub, "content.opf");
    let text: Vec<char> = TEXT
        .chars()
        .filter(|character| !character.is_control())
        .collect();
    let mut shown: BTreeSet<char> = BTreeSet::new();
    for href in named(&epub) {
        let bytes = entry(&epub, &href);
        let kind = if bytes.starts_with(b"OTTO") {
            "otf"
        } else {
            "ttf"
        };
        let stated = format!("href=\"{href}\" media-type=\"font/{kind}\"");
        assert!(
            package.iter().any(|line| line.contains(&stated)),
            "{stated}"
        );
        let charmap = FontRef::new(&bytes).unwrap().charmap();
        shown.extend(
            text.iter()
                .filter(|character| charmap.map(**character).is_some()),
        );
    }
    let listed = package
        .iter()
        .filter(|line| line.contains("media-type=\"font/"));
    assert_eq!(listed.count(), named(&epub).len());
    // The joiner shows nothing, and the envelope is in no bundled face.
    let missing: Vec<char> = text.into_iter().filter(|it| !shown.contains(it)).collect();
    let known = missing.iter().all(|it| "\u{200d}🖂".contains(*it));
    assert!(known, "{missing:?}");
    // Nothing here is code.
    let faces = faces(&epub);
    assert!(
        faces.contains(&"NotoNaskhArabic-Bold.ttf".to_owned()),
        "{faces:?}"
    );
    assert!(!faces.iter().any(|face| face.contains("Code")), "{faces:?}");
}

/// The faces in the e-book of a text.
fn faces_for(text: &str) -> Vec<String> {
    let text = format!("---\nembed_fonts: true\n---\n{text}\n");
    faces(&made(&support::read_text("a.md", text)))
}

#[test]
fn every_cut_of_a_family_is_there_and_code_brings_its_own() {
    let cuts = ["Regular", "It", "Bold", "BoldIt"];
    let expected = [(
        "LibertinusSerif",
        ["Regular", "Italic", "Bold", "BoldItalic"],
    )]
    .into_iter()
    .chain([("SourceSans3", cuts), ("SourceCodePro", cuts)])
    .flat_map(|(family, cuts)| cuts.map(|cut| format!("{family}-{cut}.otf")));
    let expected: Vec<String> = expected.collect();
    assert_eq!(faces_for("# A\n\nA `river`."), expected);
    assert_eq!(faces_for("# A\n\nA river."), expected[..8]);
    // So do signs that no other family has.
    assert_eq!(faces_for("# A\n\nA tree: ├── leaf."), expected);
}

#[test]
fn what_the_stylesheet_makes_of_letters_is_embedded() {
    let text = "---\nembed_fonts: true\nkicker: новости café\n---\n# A\n\nA line.\n\n***\n";
    let epub = made(&support::read_text("a.md", text));
    let sans = named(&epub)
        .into_iter()
        .find(|href| href.contains("SourceSans3-Bold."));
    let sans = entry(&epub, &sans.unwrap());
    let charmap = FontRef::new(&sans).unwrap().charmap();
    for character in "НОВОСТИ CAFÉ‐…".chars() {
        assert!(charmap.map(character).is_some(), "{character}");
    }
}

/// A table of a font filled with a byte.
fn spoiled(font: &[u8], tag: &[u8; 4]) -> Vec<u8> {
    let tables = FontRef::new(font)
        .unwrap()
        .table_directory()
        .table_records()
        .to_vec();
    let record = tables
        .iter()
        .find(|record| record.tag() == Tag::new(tag))
        .unwrap();
    let (from, length) = (record.offset() as usize, record.length() as usize);
    let mut font = font.to_vec();
    font[from..from + length].fill(255);
    font
}

#[test]
fn what_print_refuses_is_not_embedded_and_the_next_family_takes_its_place() {
    let naskh = BUNDLED
        .iter()
        .find(|(name, _)| *name == "NotoNaskhArabic-Regular")
        .unwrap()
        .1;
    let wanted = ['ن', 'ص'];
    assert!(part(naskh, 0, &wanted).is_some());
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    fs::create_dir(root.join("fonts")).unwrap();
    fs::write(
        root.join("cutline.toml"),
        "title = \"A\"\nembed_fonts = true\n",
    )
    .unwrap();
    fs::write(root.join("a.md"), "# A\n\nA word: نص.\n").unwrap();
    for table in [b"glyf", b"loca"] {
        let spoiled = spoiled(naskh, table);
        assert!(part(&spoiled, 0, &wanted).is_none(), "{table:?}");
        fs::write(root.join("fonts/own.ttf"), spoiled).unwrap();
        let epub = made(&support::read(root).unwrap());
        let last = named(&epub)
            .into_iter()
            .rev()
            .find(|href| href.contains("Naskh"))
            .unwrap();
        let charmap_of = entry(&epub, &last);
        assert!(
            FontRef::new(&charmap_of)
                .unwrap()
                .charmap()
                .map('ن')
                .is_some()
        );
        assert_eq!(
            faces(&epub)
                .iter()
                .filter(|face| face.contains("Naskh"))
                .count(),
            2
        );
    }
}

#[test]
fn a_face_of_the_project_is_embedded_before_the_fallbacks() {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, bytes: &[u8]| {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    };
    let symbols = BUNDLED
        .iter()
        .find(|(name, _)| *name == "NotoSansSymbols2-Regular");
    write("cutline.toml", b"title = \"A\"\nembed_fonts = true\n");
    // Two of the bundled faces have the sign.
    write("a.md", "# A\n\nA sign: \u{2394}.\n".as_bytes());
    let last = || {
        let reading = support::read(folder.path()).unwrap();
        faces(&made(&reading)).pop().unwrap()
    };
    assert_eq!(last(), "NotoSansSymbols-Regular.ttf");
    write("fonts/own.ttf", symbols.unwrap().1);
    assert_eq!(last(), "NotoSansSymbols2-Regular.ttf");
    // Nor is a face left out that only the publisher's stylesheet asks for.
    write("a.md", b"# A\n\nNo sign.\n");
    assert_eq!(last(), "SourceSans3-BoldIt.otf");
    let project = b"title = \"A\"\nembed_fonts = true\nstyle = \"own.css\"\n";
    write("cutline.toml", project);
    write(
        "own.css",
        b"h1 { font-family: 'Noto Sans Symbols2', serif }\n",
    );
    assert_eq!(last(), "NotoSansSymbols2-Regular.ttf");
}

#[test]
fn nothing_is_embedded_unasked() {
    let reading = support::read_text("a.md", "# A\n\nA river.\n");
    let (book, _) = reading.look_up();
    let mut file = Cursor::new(Vec::new());
    epub::write(&book, None, &epub::Options::default(), &mut file).unwrap();
    assert_eq!(named(file.get_ref()), Vec::<String>::new());
}
