//! The ledger and `cutline photos`, as people and scripts meet them; and what must hold of pages
//! while photos come, go and break.
#![cfg(all(feature = "cli", unix))]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

mod support;

use std::fs;
use std::io::{Cursor, Read};
use std::os::unix::fs::symlink;
use std::process::{Command, Output};

use cutline::diagnostic::Code;
use cutline::layout::frame::{FontId, Item, PagedBook, Shape, TextRun};
use cutline::layout::{PageSize, Spec, paginate};
use image::{DynamicImage, ImageFormat, Rgb, RgbImage};
use serde_json::Value;
use support::desk::{CUTLINE, Desk, stderr};

/// A photo that differs from those of other seeds in every part.
fn photo(width: u32, height: u32, seed: u32, format: ImageFormat) -> Vec<u8> {
    let pixel = |x: u32, y: u32| {
        let mixed = (x + 1)
            .wrapping_mul(y.wrapping_add(seed * 7_919 + 3))
            .wrapping_mul(2_654_435_761);
        let value = mixed.to_be_bytes()[0];
        Rgb([value, value / 2 + 60, 255 - value])
    };
    let picture: DynamicImage = RgbImage::from_fn(width, height, pixel).into();
    let mut bytes = Cursor::new(Vec::new());
    picture.write_to(&mut bytes, format).unwrap();
    bytes.into_inner()
}

fn jpeg(width: u32, height: u32, seed: u32) -> Vec<u8> {
    photo(width, height, seed, ImageFormat::Jpeg)
}

fn stdout(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

fn text_of(desk: &Desk, name: &str) -> String {
    String::from_utf8(fs::read(desk.path(name)).unwrap()).unwrap()
}

const ARTICLE: &str = "\
# The quay

The boats came in at dawn, and the mole was full of people before the sun was up.

![The quay at dawn.](photo:quay)

They had been away for three days. Nobody had slept.

![The mole on Monday.](photos/mole.jpg){credit=\"Ida Lund\" alt=\"A stone mole.\"}

The auction was over by eight. (photo: Harbour Press)

Herring, mostly, and one very old anchor.
";

fn article() -> Desk {
    let desk = Desk::new();
    desk.put("quay.md", ARTICLE);
    desk.put("photos/mole.jpg", jpeg(60, 40, 1));
    desk
}

#[test]
fn an_update_adds_records_and_the_next_changes_nothing() {
    let desk = article();
    let output = desk.run(&["photos", "--update", "quay.md"]);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    assert!(stderr(&output).contains("photos.toml: 3 records added"));
    let made = text_of(&desk, "photos.toml");
    let expected = "\
# The quay at dawn.
[quay]
# file = \"photos/quay.jpg\"
alt = \"\"
credit = \"\"

# The mole on Monday.
[mole]
seen = \"60x40\"

# The auction was over by eight.
[the-auction-was-over-by-eight]
# file = \"photos/the-auction-was-over-by-eight.jpg\"
alt = \"\"
";
    assert_eq!(made, expected);
    let written = fs::metadata(desk.path("photos.toml")).unwrap();
    let again = desk.run(&["photos", "--update", "quay.md"]);
    assert!(stderr(&again).contains("the ledger is up to date"));
    assert_eq!(text_of(&desk, "photos.toml"), expected);
    let untouched = fs::metadata(desk.path("photos.toml")).unwrap();
    assert_eq!(untouched.modified().unwrap(), written.modified().unwrap());
    // No draft is left.
    assert_eq!(fs::read_dir(desk.path("")).unwrap().count(), 3);
}

#[test]
fn what_a_person_wrote_stays_to_the_byte() {
    let desk = article();
    let old =
        "\u{feff}# Ours.\r\nquay.alt = \"A quay.\"\r\n\r\n[mole]   # by Ida\r\ncredit='Ida Lund'";
    desk.put("photos.toml", old);
    let output = desk.run(&["photos", "--update", "quay.md"]);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    let made = text_of(&desk, "photos.toml");
    let added = "\r\nseen = \"60x40\"\r\n\r\n# The auction was over by eight.\r\n[the-auction-was-over-by-eight]\r\n# file = \"photos/the-auction-was-over-by-eight.jpg\"\r\nalt = \"\"\r\n";
    assert_eq!(made, format!("{old}{added}"));
    desk.run(&["photos", "--update", "quay.md"]);
    assert_eq!(text_of(&desk, "photos.toml"), made);
}

#[test]
fn an_update_of_a_ledger_full_of_comments_only_adds() {
    let desk = article();
    desk.put("photos/quay.jpg", jpeg(90, 60, 2));
    let old = "\
# The ledger of the quay.
# Ask Ida before you change anything.

mole = { credit = \"Ida\", alt = \"A mole.\" } # in one line
# between records

[the-auction-was-over-by-eight] # still to come
# nothing yet
  editions = [ # on paper
    \"pdf\", # only
  ]
expires = 2030-01-01 # a day

    # indented
[ 'quay' ]  # in quotes
credit   =   \"\"   # ask
alt = \"\"\"
A quay, \\
early.\"\"\" # three lines
# the last line has no end";
    desk.put("photos.toml", old);
    let output = desk.run(&["photos", "--update", "quay.md"]);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    let made = text_of(&desk, "photos.toml");
    // Two sizes are new, and without them the old text is there to the byte.
    let without = made.replacen(", seen = \"60x40\"", "", 1);
    let without = without.replacen("seen = \"90x60\"\n", "", 1);
    assert_eq!(without, old);
    assert_eq!(
        made.len() - old.len(),
        ", seen = \"60x40\"seen = \"90x60\"\n".len()
    );
    desk.run(&["photos", "--update", "quay.md"]);
    assert_eq!(text_of(&desk, "photos.toml"), made);
}

#[test]
fn a_ledger_that_cannot_be_read_stops_everything_and_is_left_alone() {
    let desk = article();
    for (name, broken) in [
        ("not closed", "[quay\nalt = \"\"\n".as_bytes()),
        ("twice", b"[quay]\n[quay]\n"),
        ("no text", b"\xff\0\x89"),
        ("rights", b"[quay]\neditions = \"web\"\n"),
    ] {
        desk.put("photos.toml", broken);
        for command in ["build", "check", "photos"] {
            let output = desk.run(&[command, "quay.md"]);
            assert_eq!(output.status.code(), Some(1), "{name}: {command}");
        }
        let output = desk.run(&["photos", "--update", "quay.md"]);
        assert_eq!(output.status.code(), Some(1), "{name}: {}", stderr(&output));
        assert_eq!(fs::read(desk.path("photos.toml")).unwrap(), broken);
        assert!(desk.names("out").is_empty());
    }
    fs::remove_file(desk.path("photos.toml")).unwrap();
    let outside = tempfile::tempdir().unwrap();
    fs::write(outside.path().join("photos.toml"), "[quay]\n").unwrap();
    symlink(outside.path().join("photos.toml"), desk.path("photos.toml")).unwrap();
    let output = desk.run(&["photos", "--update", "quay.md"]);
    assert_eq!(output.status.code(), Some(1), "{}", stderr(&output));
    assert!(stderr(&output).contains("leads out of the project folder"));
    let kept = fs::read_to_string(outside.path().join("photos.toml")).unwrap();
    assert_eq!(kept, "[quay]\n");
}

#[test]
fn the_table_says_the_same_in_every_format() {
    let desk = article();
    desk.put(
        "photos.toml",
        "[quay]\nlicence = \"CC BY 4.0\"\neditions = [\"pdf\"]\nterritory = [\"DE\"]\n",
    );
    let human = stdout(&desk.run(&["photos", "quay.md"]));
    assert_eq!(human.lines().count(), 4, "{human}");
    assert!(human.lines().nth(1).unwrap().contains("missing"));
    assert!(human.contains("CC BY 4.0; pdf only; DE"), "{human}");
    let json = stdout(&desk.run(&["photos", "--format", "json", "quay.md"]));
    let lines: Vec<Value> = json
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    let photos: Vec<&Value> = lines
        .iter()
        .filter(|line| line.get("slug").is_some())
        .collect();
    let codes: Vec<&Value> = lines.iter().filter_map(|line| line.get("code")).collect();
    assert_eq!(photos.len(), 3);
    assert_eq!(photos.len() + codes.len(), lines.len());
    assert!(codes.contains(&&Value::from("missing-photo")));
    assert_eq!(photos[0]["editions"], serde_json::json!(["pdf"]));
    assert_eq!(photos[1]["pixels"], serde_json::json!([60, 40]));
    assert_eq!(photos[1]["credit"], "Ida Lund");
    assert_eq!(photos[1]["chapter"], "The quay");
    assert_eq!(photos[1]["page"], "2");
    let inches = photos[1]["millimetres"][0].as_f64().unwrap() / 25.4;
    let measured = photos[1]["ppi"].as_f64().unwrap();
    assert!((measured - 60.0 / inches).abs() < 1.0, "{measured}");
    let csv = stdout(&desk.run(&["photos", "--format", "csv", "quay.md"]));
    assert_eq!(csv.lines().count(), 4);
    let columns = csv.lines().next().unwrap().split(',').count();
    assert_eq!(columns, 17);
}

#[test]
fn the_table_measures_photos_wherever_they_stand() {
    let desk = Desk::new();
    let text = "\
# Places

| A | B |
|---|---|
| ![In a cell, in Sandhaven.](photo:cell){credit=\"Ann Lee\"} | ![small](photo:small){alt=\"A.\"} and ![more](photo:more){alt=\"B.\"} |

<table><tr><td><figure><img src=\"photos/html.jpg\"><figcaption>In HTML. (Photo: Bo Reis)</figcaption></figure></td></tr></table>

- ![In a list.](photo:list)

> ![In a quotation.](photo:quote)

Text.[^1]

[^1]: A note.

    ![In a note.](photo:note)
";
    desk.put("places.md", text);
    for (seed, slug) in (1..).zip(["cell", "small", "html", "list", "quote", "note"]) {
        desk.put(&format!("photos/{slug}.jpg"), jpeg(60, 40, seed));
    }
    let said = stdout(&desk.run(&["photos", "--format", "json", "places.md"]));
    let lines = said.lines().map(|line| serde_json::from_str(line).unwrap());
    let lines: Vec<Value> = lines.collect();
    let row = |slug: &str| lines.iter().find(|line| line["slug"] == slug).unwrap();
    let finding = |code: &str, slug: &str| {
        let named = format!("`{slug}`");
        lines
            .iter()
            .any(|line| line["code"] == code && line["message"].as_str().unwrap().contains(&named))
    };
    for slug in ["cell", "html", "list", "quote", "note"] {
        let row = row(slug);
        let inches = row["millimetres"][0].as_f64().unwrap() / 25.4;
        let measured = row["ppi"].as_f64().unwrap();
        assert!((measured - 60.0 / inches).abs() < 1.0, "{slug}: {row}");
        assert!(row["page"].is_string(), "{slug}");
        assert_eq!(row["alt"], "no", "{slug}");
        assert!(finding("low-resolution", slug), "{slug}: {said}");
        assert!(finding("missing-alt", slug), "{slug}: {said}");
    }
    assert_eq!(row("cell")["credit"], "Ann Lee");
    assert_eq!(row("html")["credit"], "Bo Reis");
    // In a line a photo is as high as a letter, and so is the frame of one that is still to come.
    assert_eq!(row("small")["millimetres"], row("more")["millimetres"]);
    assert!(row("small")["ppi"].as_f64().unwrap() > 150.0);
    assert_eq!(row("more")["file"], Value::Null);
    assert!(row("more")["ppi"].is_null() && row("more")["page"].is_string());
}

#[test]
fn the_shopping_list_has_what_is_missing_and_nothing_else() {
    let desk = article();
    let human = stdout(&desk.run(&["photos", "--missing", "quay.md"]));
    assert!(
        human.contains("photos/quay.jpg") && !human.contains("mole"),
        "{human}"
    );
    let json = stdout(&desk.run(&["photos", "--missing", "--format", "json", "quay.md"]));
    let first: Value = serde_json::from_str(json.lines().next().unwrap()).unwrap();
    assert_eq!(first["path"], "photos/quay.jpg");
    // 111 mm at 300 to the inch.
    let pixels = first["pixels"][0].as_u64().unwrap();
    assert!((1_300..1_320).contains(&pixels), "{pixels}");
    let csv = stdout(&desk.run(&["photos", "--missing", "--format", "csv", "quay.md"]));
    assert_eq!(csv.lines().count(), 3, "{csv}");
}

#[test]
fn photos_ends_as_check_does() {
    let desk = article();
    let code = |arguments: &[&str]| desk.run(arguments).status.code();
    assert_eq!(code(&["photos", "quay.md"]), Some(0));
    assert_eq!(code(&["photos", "--strict", "quay.md"]), Some(4));
    assert_eq!(code(&["photos", "nothing.md"]), Some(3));
    assert_eq!(code(&["photos"]), Some(2));
    assert_eq!(code(&["photos", "--format", "xml", "quay.md"]), Some(2));
}

/// Whether an edition holds a photo's bytes: a stretch from their middle.
fn holds(edition: &[u8], photo: &[u8]) -> bool {
    let middle = photo.len() / 2;
    let stretch = &photo[middle - 100..middle + 100];
    edition
        .windows(stretch.len())
        .any(|window| window == stretch)
}

#[test]
fn what_an_edition_may_not_show_is_not_in_its_file() {
    let text = "---\ntitle: Rights\ndate: 2026-05-01\n---\n\nOne. ![in a line](photo:light)\n\n![On paper.](photo:mole){alt=\"A.\"}\n\n![On screens.](photo:quay){alt=\"B.\"}\n\n![Nowhere.](photo:gull){alt=\"C.\"}\n\n![Everywhere.](photo:pier){alt=\"D.\"}\n";
    let ledger = "[light]\neditions = []\n[mole]\neditions = [\"pdf\"]\n[quay]\neditions = [\"epub\"]\n[gull]\nexpires = 2026-04-30\n";
    let desk = Desk::new();
    desk.put("rights.md", text);
    desk.put("photos.toml", ledger);
    let slugs = ["light", "mole", "quay", "gull", "pier"];
    let photos: Vec<Vec<u8>> = (1..)
        .zip(slugs)
        .map(|(seed, _)| jpeg(90, 60, seed))
        .collect();
    for (slug, photo) in slugs.iter().zip(&photos) {
        desk.put(&format!("photos/{slug}.jpg"), photo);
    }
    let output = desk.run(&["build", "rights.md"]);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    let epub = fs::read(desk.path("out/rights.epub")).unwrap();
    let pdf = fs::read(desk.path("out/rights.pdf")).unwrap();
    let held: Vec<(bool, bool)> = photos
        .iter()
        .map(|photo| (holds(&epub, photo), holds(&pdf, photo)))
        .collect();
    let expected = [
        (false, false),
        (false, true),
        (true, false),
        (false, false),
        (true, true),
    ];
    assert_eq!(held, expected);
    desk.keep("out", "rights");
    let output = desk.run(&["check", "--parity", "rights.md"]);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
}

#[test]
fn a_permission_is_measured_by_the_editions_date() {
    let desk = article();
    desk.put("photos.toml", "[mole]\nexpires = 2001-01-01\n");
    let mole = jpeg(60, 40, 1);
    // Without a date nothing depends on the clock: it is only said.
    let (code, codes) = desk.findings(&["quay.md"]);
    assert_eq!(code, 0);
    assert!(codes.contains(&"photo-expired".to_owned()), "{codes:?}");
    assert!(holds(&fs::read(desk.path("out/quay.pdf")).unwrap(), &mole));
    let dated = |date: &str, folder: &str| {
        let mut command = desk.command(&["build", "-o", folder, "quay.md"]);
        let output = command.env("SOURCE_DATE_EPOCH", date).output().unwrap();
        assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
        let said = stderr(&output).contains("photo-expired");
        let pdf = fs::read(desk.path(&format!("{folder}/quay.pdf"))).unwrap();
        (said, holds(&pdf, &mole))
    };
    assert_eq!(dated("978393599", "last-day"), (false, true));
    assert_eq!(dated("978393600", "day-after"), (true, false));
    let (code, _) = desk.findings(&["--strict", "quay.md"]);
    assert_eq!(code, 4);
}

#[test]
fn several_articles_share_a_ledger() {
    let desk = article();
    desk.put("other.md", "# Other\n\n![The crane.](photo:crane)\n");
    desk.put("photos.toml", "[quay]\n[mole]\n[crane]\n[somebody-else]\n");
    let (_, codes) = desk.findings(&["other.md"]);
    assert_eq!(codes, ["missing-photo"]);
    desk.put("photos.toml", "[crnae]\neditions = []\n");
    let (_, codes) = desk.findings(&["other.md"]);
    assert!(codes.contains(&"unused-record".to_owned()), "{codes:?}");
}

#[test]
fn whose_photos_they_are_stands_in_the_package_and_at_the_back() {
    let desk = Desk::new();
    desk.put(
        "book.md",
        "---\ntitle: B\nauthor: Ann Lee\nphoto_credits: true\n---\n\nText.\n\n![One.](photo:one)\n\n![Two.](photo:two)\n\n![Three.](photo:three){credit=\"Sound Press\"}\n\nFour. (photo: Ida Lund / Sound Press)\n",
    );
    desk.put(
        "photos.toml",
        "[one]\ncredit = \"Harbour Press\"\ncreator = \"Nils Berg\"\n[two]\ncreator = \"Nils Berg\"\n",
    );
    let output = desk.run(&["build", "book.md"]);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    let file = fs::File::open(desk.path("out/book.epub")).unwrap();
    let mut container = zip::ZipArchive::new(file).unwrap();
    let (mut package, mut all) = (String::new(), String::new());
    for index in 0..container.len() {
        let mut entry = container.by_index(index).unwrap();
        if entry.name().ends_with(".opf") {
            entry.read_to_string(&mut package).unwrap();
        } else if entry.name().ends_with(".xhtml") {
            entry.read_to_string(&mut all).unwrap();
        }
    }
    let names: Vec<&str> = package
        .lines()
        .filter(|line| line.contains("<dc:contributor"))
        .map(|line| line.split(['>', '<']).nth(2).unwrap())
        .collect();
    assert_eq!(
        names,
        ["Nils Berg", "Sound Press", "Ida Lund / Sound Press"]
    );
    assert_eq!(package.matches(">pht</meta>").count(), 3);
    assert_eq!(package.matches(">aut</meta>").count(), 1);
    for line in [
        "Harbour Press: One.",
        "Nils Berg: Two.",
        "Sound Press: Three.",
    ] {
        assert!(all.contains(line), "{line}");
    }
    let output = desk.run(&["check", "--parity", "book.md"]);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    desk.keep("out", "credits");
}

/// What of the printed pages is not the photos' own: every page with the manuscript's text on it,
/// and every place that links lead to. Fonts are named, and words are their glyphs: their numbers count
/// what slots are marked with too.
fn pagination(pages: &PagedBook) -> String {
    let text = |item: &Item| {
        let Shape::Text(run) = &item.shape else {
            return None;
        };
        run.source.as_ref()?;
        let font = &pages.fonts[run.font.0].name;
        let mut numbers_aside = TextRun {
            font: FontId(0),
            ..run.clone()
        };
        let words = numbers_aside.parts.iter_mut();
        let words = words.map(|part| Some(pages.vocabulary.word(part.word.take()?)));
        let words: Vec<_> = words.collect();
        Some(format!(
            "{:?} {font} {numbers_aside:?} {words:?}",
            item.owner
        ))
    };
    let pages_ = pages.pages.iter().map(|page| {
        let texts: Vec<String> = page.items.iter().filter_map(text).collect();
        format!("{} {texts:?}\n", page.folio)
    });
    let texts: String = pages_.collect();
    format!("{texts}{:?}", pages.destinations)
}

/// The pages of the manuscript in a desk's folder, and what the photo desk says.
fn pages(desk: &Desk, name: &str) -> (String, Vec<Code>) {
    let reading = support::read(&desk.path(name)).unwrap();
    let (book, diagnostics) = reading.look_up();
    let pages = paginate(&book, &Spec::book(PageSize::A5)).pages;
    let codes = diagnostics.iter().map(|diagnostic| diagnostic.code);
    (pagination(&pages), codes.collect())
}

/// A text long enough that a photo of another size would move it.
fn long_text(slugs: &[&str]) -> String {
    let sentence =
        "The boats came in at dawn, and the mole was full of people before the sun was up. ";
    let mut text = String::from("# The harbour\n\n");
    for slug in slugs {
        text.push_str(&sentence.repeat(9));
        text.push_str(&format!(
            "\n\n![The {slug}.](photo:{slug}){{alt=\"It.\"}}\n\n"
        ));
    }
    text.push_str(&sentence.repeat(9));
    text.push_str(" A gull ![small](photo:gull){alt=\"A gull.\"} in a line.\n");
    text
}

const SHAPES: [(&str, u32, u32); 5] = [
    ("wide", 300, 50),
    ("high", 40, 200),
    ("square", 100, 100),
    ("usual", 90, 60),
    ("gull", 120, 60),
];

#[test]
fn no_page_moves_when_a_photo_that_was_seen_is_lost() {
    let desk = Desk::new();
    let slugs: Vec<&str> = SHAPES.iter().map(|(slug, ..)| *slug).collect();
    desk.put("book.md", long_text(&slugs[..4]));
    for (seed, (slug, width, height)) in (1..).zip(SHAPES) {
        desk.put(
            &format!("photos/{slug}.png"),
            photo(width, height, seed, ImageFormat::Png),
        );
    }
    let output = desk.run(&["photos", "--update", "book.md"]);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    let (whole, _) = pages(&desk, "book.md");
    for slug in &slugs {
        let path = desk.path(&format!("photos/{slug}.png"));
        let bytes = fs::read(&path).unwrap();
        fs::remove_file(&path).unwrap();
        let (without, codes) = pages(&desk, "book.md");
        assert_eq!(codes, [Code::MissingPhoto], "{slug}");
        assert_eq!(without, whole, "{slug}");
        fs::write(&path, bytes).unwrap();
    }
    // Not only one: all of them, and the memory is what holds the pages.
    fs::remove_dir_all(desk.path("photos")).unwrap();
    assert_eq!(pages(&desk, "book.md").0, whole);
    fs::remove_file(desk.path("photos.toml")).unwrap();
    assert_ne!(pages(&desk, "book.md").0, whole);
}

#[test]
fn no_page_moves_when_a_photo_of_a_declared_shape_is_lost_wherever_it_stands() {
    let cell = "| Quay | Photo |\n|---|---|\n| North | ![The quay.](photo:cell){alt=\"It.\" aspect=4:3} |\n";
    let row = "![One.](photo:left){alt=\"It.\" aspect=1:1} ![Two.](photo:right){alt=\"It.\" aspect=3:2}\n";
    let list = "- An item.\n\n  ![In a list.](photo:list){alt=\"It.\" aspect=2:1}\n";
    let note = "Words.[^1]\n\n[^1]: A note.\n\n    ![In it.](photo:note){alt=\"It.\" aspect=3:1}\n";
    let slugs = ["cell", "left", "right", "list", "note", "wide"];
    let desk = Desk::new();
    let text = long_text(&["wide"]).replace("{alt=\"It.\"}", "{alt=\"It.\" aspect=7:2}");
    desk.put("book.md", [&text, cell, row, list, note].join("\n"));
    for (seed, slug) in (1..).zip(slugs) {
        desk.put(
            &format!("photos/{slug}.jpg"),
            jpeg(50 + 20 * seed, 90, seed),
        );
    }
    desk.put("photos/gull.png", photo(120, 60, 9, ImageFormat::Png));
    let (whole, codes) = pages(&desk, "book.md");
    assert_eq!(codes, []);
    for slug in slugs {
        let path = desk.path(&format!("photos/{slug}.jpg"));
        let bytes = fs::read(&path).unwrap();
        for (instead, expected) in [
            (None, Code::MissingPhoto),
            (Some(&bytes[..bytes.len() / 2]), Code::UnreadablePhoto),
            (Some(&b"no photo"[..]), Code::UnreadablePhoto),
        ] {
            match instead {
                Some(bytes) => fs::write(&path, bytes).unwrap(),
                None => fs::remove_file(&path).unwrap(),
            }
            let (without, codes) = pages(&desk, "book.md");
            assert_eq!(codes, [expected], "{slug}");
            assert!(without == whole, "{slug}: pages moved");
        }
        fs::write(&path, bytes).unwrap();
    }
}

#[test]
fn a_remembered_shape_crops_no_photo_that_takes_the_place() {
    let desk = Desk::new();
    desk.put("book.md", long_text(&["wide"]));
    desk.put("photos/wide.jpg", jpeg(300, 50, 1));
    desk.run(&["photos", "--update", "book.md"]);
    desk.put("photos/wide.jpg", jpeg(60, 90, 1));
    let reading = support::read(&desk.path("book.md")).unwrap();
    let (book, _) = reading.look_up();
    let figures = book.document().figures();
    let aspect = book.looked_up(figures[0].id).unwrap().aspect();
    assert_eq!((aspect.width, aspect.height), (60, 90));
    // The next update remembers the new one.
    desk.run(&["photos", "--update", "book.md"]);
    assert!(text_of(&desk, "photos.toml").contains("seen = \"60x90\""));
}

#[test]
fn a_photo_cut_short_anywhere_keeps_its_place_and_is_reported() {
    let formats = [
        ImageFormat::Jpeg,
        ImageFormat::Png,
        ImageFormat::Gif,
        ImageFormat::WebP,
        ImageFormat::Tiff,
        ImageFormat::Bmp,
    ];
    for format in formats {
        let desk = Desk::new();
        desk.put("book.md", long_text(&["wide"]));
        desk.put("photos/gull.png", photo(120, 60, 9, ImageFormat::Png));
        let bytes = photo(90, 20, 3, format);
        let name = format!("photos/wide.{}", format.extensions_str()[0]);
        desk.put(&name, &bytes);
        desk.run(&["photos", "--update", "book.md"]);
        let (whole, codes) = pages(&desk, "book.md");
        assert_eq!(codes, []);
        for length in (0..bytes.len()).step_by(10) {
            desk.put(&name, &bytes[..length]);
            let (cut, codes) = pages(&desk, "book.md");
            assert_eq!(
                codes,
                [Code::UnreadablePhoto],
                "{format:?} of {length} bytes"
            );
            assert_eq!(cut, whole, "{format:?} of {length} bytes");
        }
    }
}

/// A PNG that claims to be of this size.
fn bomb(width: u32, height: u32) -> Vec<u8> {
    let mut bytes = photo(1, 1, 1, ImageFormat::Png);
    bytes[16..20].copy_from_slice(&width.to_be_bytes());
    bytes[20..24].copy_from_slice(&height.to_be_bytes());
    let mut sum = flate2::Crc::new();
    sum.update(&bytes[12..29]);
    bytes[29..33].copy_from_slice(&sum.sum().to_be_bytes());
    bytes
}

#[test]
fn hostile_photos_keep_their_place_are_reported_and_take_little_memory() {
    let desk = Desk::new();
    let outside = tempfile::tempdir().unwrap();
    let secret = outside.path().join("secret.jpg");
    fs::write(&secret, jpeg(300, 50, 1)).unwrap();
    desk.put("book.md", long_text(&["wide"]));
    desk.put("photos/gull.png", photo(120, 60, 9, ImageFormat::Png));
    let place = desk.path("photos/wide.jpg");
    desk.put("photos/wide.jpg", jpeg(300, 50, 1));
    desk.run(&["photos", "--update", "book.md"]);
    let (whole, _) = pages(&desk, "book.md");
    let noise: Vec<u8> = (0..4_000_u32)
        .map(|at| (at.wrapping_mul(2_654_435_761) >> 24) as u8)
        .collect();
    type Lay<'a> = Box<dyn Fn() + 'a>;
    let cases: Vec<(&str, &str, Lay<'_>)> = vec![
        (
            "noise",
            "unreadable-photo",
            Box::new(|| fs::write(&place, &noise).unwrap()),
        ),
        (
            "bomb",
            "photo-too-large",
            Box::new(|| fs::write(&place, bomb(100_000, 100_000)).unwrap()),
        ),
        (
            "bomb of six million million pixels",
            "photo-too-large",
            Box::new(|| fs::write(&place, bomb(3_000_000, 2_000_000)).unwrap()),
        ),
        (
            "half a photo",
            "unreadable-photo",
            Box::new(|| {
                let whole = jpeg(3_000, 2_000, 1);
                fs::write(&place, &whole[..whole.len() / 2]).unwrap();
            }),
        ),
        (
            "long bomb",
            "photo-too-large",
            Box::new(|| fs::write(&place, bomb(u32::MAX >> 1, 1)).unwrap()),
        ),
        (
            "link",
            "photo-outside-project",
            Box::new(|| symlink(&secret, &place).unwrap()),
        ),
        (
            "pipe",
            "unreadable-photo",
            Box::new(|| {
                let made = Command::new("mkfifo").arg(&place).status().unwrap();
                assert!(made.success());
            }),
        ),
        (
            "folder",
            "unreadable-photo",
            Box::new(|| fs::create_dir(&place).unwrap()),
        ),
        (
            "remote",
            "remote-photo",
            Box::new(|| {
                let text =
                    long_text(&["wide"]).replace("photo:wide", "https://example.org/wide.jpg");
                desk.put("book.md", text);
            }),
        ),
    ];
    for (name, expected, lay) in cases {
        fs::remove_file(&place).unwrap_or_default();
        lay();
        // All memory that is asked for counts here, so what is used is less. An arena of the
        // system's allocator reserves 64 MB a thread that it does not use.
        let limited = "ulimit -v 200000; exec \"$0\" build --format json book.md";
        let mut command = Command::new("sh");
        command
            .args(["-c", limited, CUTLINE])
            .current_dir(desk.path(""));
        command
            .env("MALLOC_ARENA_MAX", "1")
            .env("RAYON_NUM_THREADS", "2");
        let output = command.output().unwrap();
        assert_eq!(output.status.code(), Some(0), "{name}: {}", stderr(&output));
        let said = stdout(&output);
        assert!(
            said.contains(&format!("\"code\":\"{expected}\"")),
            "{name}: {said}"
        );
        assert_eq!(pages(&desk, "book.md").0, whole, "{name}");
        let _ = fs::remove_dir(&place);
    }
}

/// A JPEG with an XMP packet (XMP specification, part 3, 1.1.3).
fn with_xmp(jpeg: &[u8], properties: &str) -> Vec<u8> {
    let packet = format!(
        "http://ns.adobe.com/xap/1.0/\0<x:xmpmeta xmlns:x=\"adobe:ns:meta/\">\
         <rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\">\
         <rdf:Description rdf:about=\"\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\" \
         xmlns:photoshop=\"http://ns.adobe.com/photoshop/1.0/\" \
         xmlns:core=\"http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/\">{properties}\
         </rdf:Description></rdf:RDF></x:xmpmeta>"
    );
    let length = u16::try_from(packet.len() + 2).unwrap().to_be_bytes();
    let segment = [&[0xFF, 0xE1], length.as_slice(), packet.as_bytes()].concat();
    [&jpeg[..2], segment.as_slice(), &jpeg[2..]].concat()
}

#[test]
fn a_photos_own_file_speaks_last_and_only_when_asked() {
    let desk = Desk::new();
    desk.put(
        "book.md",
        "# The quay\n\nText.\n\n![](photo:quay)\n\n![The mole.](photo:mole){alt=\"A mole.\"}\n",
    );
    desk.put("photos.toml", "[mole]\ncredit = \"Harbour Press\"\n");
    let say = |what: &str, kind: &str| {
        format!(
            "<dc:{what}><rdf:{kind}><rdf:li xml:lang=\"x-default\">The {what}.</rdf:li></rdf:{kind}></dc:{what}>"
        )
    };
    let properties = format!(
        "{}{}<photoshop:Credit>Sound Press</photoshop:Credit><core:AltTextAccessibility><rdf:Alt>\
         <rdf:li xml:lang=\"x-default\">Boats at a quay.</rdf:li></rdf:Alt></core:AltTextAccessibility>",
        say("description", "Alt"),
        say("creator", "Seq")
    );
    for slug in ["quay", "mole"] {
        let bytes = with_xmp(&jpeg(60, 40, 1), &properties);
        desk.put(&format!("photos/{slug}.jpg"), bytes);
    }
    let row = |asked: &[&str], at: usize| {
        let arguments = [&["photos", "--format", "json", "book.md"], asked].concat();
        let said = stdout(&desk.run(&arguments));
        let row: Value = serde_json::from_str(said.lines().nth(at).unwrap()).unwrap();
        let text = |key: &str| row[key].as_str().unwrap().to_owned();
        (
            text("cutline"),
            text("credit"),
            text("alt"),
            said.matches("photo-metadata").count(),
        )
    };
    let texts = |cutline: &str, credit: &str, alt: &str, notes: usize| {
        (cutline.to_owned(), credit.to_owned(), alt.to_owned(), notes)
    };
    assert_eq!(row(&[], 0), texts("", "", "no", 0));
    // A note a field: cutline, alternative text, creator and credit of the one, creator of the other.
    let taken = texts("The description.", "Sound Press", "yes", 5);
    assert_eq!(row(&["--metadata"], 0), taken);
    let kept = texts("The mole.", "Harbour Press", "yes", 5);
    assert_eq!(row(&["--metadata"], 1), kept);
    let output = desk.run(&["check", "--parity", "--metadata", "book.md"]);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    let output = desk.run(&["build", "--metadata", "book.md"]);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    desk.keep("out", "metadata");
}

#[test]
fn the_contact_sheet_shows_every_photo_once() {
    let desk = Desk::new();
    let slugs = ["quay", "mole", "light", "cranes", "gull", "pier", "ramp"];
    let mut text =
        String::from("---\ntitle: The harbour\n---\n\nText with a note.[^1]\n\n[^1]: A note.\n\n");
    for slug in slugs {
        text.push_str(&format!(
            "![The {slug} on Monday.](photo:{slug}){{alt=\"It.\" credit=\"Ida Lund\"}}\n\n"
        ));
    }
    text.push_str("![](photo:quay)\n");
    desk.put("harbour.md", text);
    for (seed, slug) in (1..).zip(&slugs[..5]) {
        desk.put(
            &format!("photos/{slug}.jpg"),
            jpeg(90, 40 + 15 * seed, seed),
        );
    }
    fs::create_dir(desk.path("sheets")).unwrap();
    let sheet = |name: &str| {
        let output = desk.run(&["photos", "--contact-sheet", name, "harbour.md"]);
        assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
        fs::read(desk.path(name)).unwrap()
    };
    let first = sheet("sheets/first.pdf");
    assert_eq!(first, sheet("sheets/second.pdf"));
    for (seed, _) in (1..).zip(&slugs[..5]) {
        assert!(holds(&first, &jpeg(90, 40 + 15 * seed, seed)));
    }
    let claim = b"pdfuaid:part";
    assert!(first.windows(claim.len()).any(|window| window == claim));
    fs::remove_file(desk.path("sheets/second.pdf")).unwrap();
    desk.keep("sheets", "contact");
    let two = desk.run(&[
        "photos",
        "--contact-sheet",
        "s.pdf",
        "harbour.md",
        "harbour.md",
    ]);
    assert_eq!(two.status.code(), Some(2));
}
