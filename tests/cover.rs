//! The cover: in the e-book, and as the first page of the printed edition.
#![allow(clippy::unwrap_used, clippy::panic)]

mod support;

use std::io::{Cursor, Read};

use cutline::photo::Cache;
use cutline::photo::derivative::{Darkroom, Settings};
use cutline::{cover, epub, layout, parity, pdf};
use image::{ImageEncoder, codecs::jpeg::JpegEncoder};
use support::Reading;

/// A folder with a manuscript of two chapters and what its metadata says besides.
struct Project {
    folder: tempfile::TempDir,
}

impl Project {
    fn new() -> Project {
        let project = Project {
            folder: tempfile::tempdir().unwrap(),
        };
        project.photo("photos/red.jpg", (900, 600), [200, 20, 20]);
        project.photo("photos/green.jpg", (600, 900), [20, 160, 40]);
        project
    }

    fn photo(&self, name: &str, (width, height): (u32, u32), colour: [u8; 3]) {
        let path = self.folder.path().join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        let samples = colour.repeat((width * height) as usize);
        let file = std::fs::File::create(path).unwrap();
        let encoder = JpegEncoder::new_with_quality(file, 90);
        let rgb = image::ExtendedColorType::Rgb8;
        encoder.write_image(&samples, width, height, rgb).unwrap();
    }

    fn read(&self, metadata: &str, photos: bool) -> Reading {
        let figures = match photos {
            true => {
                "![One.](photos/red.jpg){alt=\"Red\"}\n\n![Two.](photos/green.jpg){alt=\"Green\"}\n"
            }
            false => "No photo.\n",
        };
        let text = format!(
            "---\ntitle: The harbour\nauthor: Imke Brandt\n{metadata}\n---\n\n# Dawn\n\nText.\n\n# Noon\n\n{figures}"
        );
        let path = self.folder.path().join("book.md");
        std::fs::write(&path, text).unwrap();
        support::read(&path).unwrap()
    }
}

/// The cover of the e-book: its name, bytes and the package.
fn cover_of(reading: &Reading) -> (String, Vec<u8>, String) {
    let (book, _) = reading.look_up();
    let options = epub::Options {
        cover: cover::picture(&book, &Darkroom::default()).unwrap(),
        ..epub::Options::default()
    };
    let mut file = Cursor::new(Vec::new());
    epub::write(&book, None, &options, &mut file).unwrap();
    let mut container = zip::ZipArchive::new(file).unwrap();
    let mut package = String::new();
    let mut entry = container.by_name("OEBPS/content.opf").unwrap();
    entry.read_to_string(&mut package).unwrap();
    drop(entry);
    let line = package
        .lines()
        .find(|line| line.contains("properties=\"cover-image\""))
        .unwrap();
    let (_, href) = line.split_once("href=\"").unwrap();
    let name = href.split('"').next().unwrap().to_owned();
    let mut bytes = Vec::new();
    let mut entry = container.by_name(&format!("OEBPS/{name}")).unwrap();
    entry.read_to_end(&mut bytes).unwrap();
    drop(entry);
    (name, bytes, package)
}

fn pixel(bytes: &[u8], x: u32, y: u32) -> [u8; 3] {
    image::load_from_memory(bytes)
        .unwrap()
        .into_rgb8()
        .get_pixel(x, y)
        .0
}

#[test]
fn a_book_without_photos_has_its_title_on_a_field_of_colour() {
    let (name, bytes, _) = cover_of(&Project::new().read("", false));
    assert_eq!(name, "cover.png");
    let picture = image::load_from_memory(&bytes).unwrap().into_rgb8();
    assert_eq!(picture.dimensions(), (1_600, 2_560));
    assert_eq!(picture.get_pixel(20, 20).0, [0x1f, 0x3b, 0x63]);
    assert_eq!(picture.get_pixel(20, 2_500).0, [255; 3]);
    let count = |rows: std::ops::Range<u32>, ink: [u8; 3]| {
        let places = rows.flat_map(|y| (0..1_600).map(move |x| (x, y)));
        places
            .filter(|(x, y)| picture.get_pixel(*x, *y).0 == ink)
            .count()
    };
    assert!(count(1_000..1_792, [255; 3]) > 20_000, "the title in white");
    assert!(count(1_800..2_200, [0; 3]) > 2_000, "the author in black");
    assert_eq!(bytes, cover_of(&Project::new().read("", false)).1);
}

#[test]
fn the_first_photo_leads_unless_another_is_chosen() {
    let project = Project::new();
    let near = |found: [u8; 3], wanted: [u8; 3]| {
        let apart = found
            .iter()
            .zip(wanted)
            .map(|(one, other)| one.abs_diff(other));
        assert!(apart.max().unwrap() < 8, "{found:?} {wanted:?}");
    };
    let (name, bytes, _) = cover_of(&project.read("", true));
    assert_eq!(name, "cover.jpg");
    near(pixel(&bytes, 800, 700), [200, 20, 20]);
    let (_, bytes, package) = cover_of(&project.read("cover: green", true));
    near(pixel(&bytes, 800, 700), [20, 160, 40]);
    near(pixel(&bytes, 20, 2_500), [255; 3]);
    assert_eq!(package.matches("cover-image\"").count(), 3, "{package}");
}

#[test]
fn only_an_article_under_a_photo_is_left_to_its_readers() {
    let project = Project::new();
    let painted = |text: &str, to_shops| {
        let path = project.folder.path().join("one.md");
        std::fs::write(&path, text).unwrap();
        let (book, _) = support::read(&path).unwrap().look_up();
        cover::is_painted(&book, to_shops)
    };
    let photo = "![One.](photos/red.jpg){alt=\"Red\"}\n";
    let article = format!("# Dawn\n\n{photo}");
    assert!(!painted(&article, false));
    assert!(painted(&article, true));
    assert!(painted("# Dawn\n\nNo photo.\n", false));
    assert!(painted(&format!("{article}\n# Noon\n\nText.\n"), false));
    let given = format!("---\ncover: photos/green.jpg\n---\n\n{article}");
    assert!(painted(&given, false));
    let chosen = format!("---\ncover: red\n---\n\n{article}");
    assert!(!painted(&chosen, false));
}

#[test]
fn a_drawn_cover_keeps_the_point_that_matters() {
    let project = Project::new();
    let seen = |braces: &str| {
        let text = format!("# Dawn\n\n![One.](photos/red.jpg){{alt=\"Red\" {braces}}}\n");
        let path = project.folder.path().join("one.md");
        std::fs::write(&path, text).unwrap();
        let (book, _) = support::read(&path).unwrap().look_up();
        let mut file = Cursor::new(Vec::new());
        epub::write(&book, None, &epub::Options::default(), &mut file).unwrap();
        let mut container = zip::ZipArchive::new(file).unwrap();
        let mut page = String::new();
        let mut entry = container.by_name("OEBPS/cover.xhtml").unwrap();
        entry.read_to_string(&mut page).unwrap();
        let (_, part) = page.rsplit_once("viewBox=\"").unwrap();
        part.split('"').next().unwrap().to_owned()
    };
    // Of 900 × 600 pixels all rows, and 646 columns: 1600 to 1485.
    assert_eq!(seen(""), "127 0 646 600");
    assert_eq!(seen("focus=10,50"), "0 0 646 600");
    assert_eq!(seen("focus=90,50"), "254 0 646 600");
    // Of the square that the figure shows, at the photo's right edge, all columns and 557 rows.
    assert_eq!(seen("focus=90,50 aspect=1:1"), "0 22 600 557");
    // The photo has that shape: nothing was cropped.
    assert_eq!(seen("focus=10,50 aspect=3:2"), "0 0 646 600");
    // Of the upright part the rows around the focus, 60 from the top of 600.
    assert_eq!(seen("focus=50,10 aspect=9:16"), "0 0 338 314");
    assert_eq!(seen("focus=50,90 aspect=9:16"), "0 286 338 314");
}

#[test]
fn a_cover_that_was_kept_is_the_one_that_would_be_painted() {
    let project = Project::new();
    let kept_in = project.folder.path().join("kept");
    let painted = |metadata: &str, darkroom: &Darkroom| {
        let (book, _) = project.read(metadata, true).look_up();
        let picture = cover::picture(&book, darkroom).unwrap().unwrap();
        let mut bytes = Vec::new();
        picture.bytes.copy_to(&mut bytes).unwrap();
        bytes
    };
    let darkroom = || Darkroom::new(Settings::default(), Some(Cache::at(&kept_in)));
    let anew = painted("", &Darkroom::default());
    assert_eq!(painted("", &darkroom()), anew);
    let second = darkroom();
    assert_eq!(painted("", &second), anew);
    assert_eq!(second.decoded(), 0, "nothing is decoded for what was kept");
    // Another photo, another word, and another picture in the same file are other covers.
    let others =
        ["cover: green", "subtitle: Two towns"].map(|metadata| painted(metadata, &darkroom()));
    project.photo("photos/red.jpg", (900, 600), [20, 20, 200]);
    let repainted = painted("", &darkroom());
    assert!(![&others[0], &others[1], &repainted].contains(&&anew));
    assert_eq!(pixel(&repainted, 800, 700)[0] / 64, 0, "the photo of today");
    // The same words in a language whose letters join otherwise: Turkish has no ligature of f and i.
    let [english, turkish] = ["en", "tr"].map(|lang| format!("lang: {lang}\nsubtitle: Office"));
    let kept = painted(&english, &darkroom());
    assert_eq!(
        painted(&turkish, &darkroom()),
        painted(&turkish, &Darkroom::default())
    );
    assert_ne!(painted(&turkish, &darkroom()), kept);
}

#[test]
fn a_photo_that_may_not_be_shown_is_not_on_the_cover() {
    let project = Project::new();
    let ledger = "[red]\nfile = \"photos/red.jpg\"\neditions = [\"pdf\"]\n";
    std::fs::write(project.folder.path().join("photos.toml"), ledger).unwrap();
    for chosen in ["", "cover: red", "cover: photos/red.jpg"] {
        let (_, bytes, _) = cover_of(&project.read(chosen, true));
        let [red, green, _] = pixel(&bytes, 800, 700);
        assert!(red < 60 && green > 120, "{chosen}: {red} {green}");
    }
}

#[test]
fn a_finished_cover_goes_in_byte_for_byte() {
    let project = Project::new();
    project.photo("covers/front.jpg", (1_600, 2_560), [30, 60, 90]);
    let file = std::fs::read(project.folder.path().join("covers/front.jpg")).unwrap();
    let (name, bytes, _) = cover_of(&project.read("cover: covers/front.jpg", true));
    assert_eq!((name.as_str(), bytes == file), ("cover.jpg", true));
}

#[test]
fn a_cover_that_cannot_be_had_is_reported_and_one_is_composed() {
    let project = Project::new();
    std::fs::write(project.folder.path().join("notes.jpg"), "no picture").unwrap();
    for wrong in [
        "gone.jpg",
        "../gone.jpg",
        "/etc/passwd",
        "notes.jpg",
        "https://example.org/a.jpg",
    ] {
        let reading = project.read(&format!("cover: {wrong}"), false);
        let (_, found) = reading.look_up();
        let codes: Vec<&str> = found.iter().map(|finding| finding.code.as_str()).collect();
        assert_eq!(codes, ["unusable-cover"], "{wrong}");
        assert_eq!(cover_of(&reading).0, "cover.png");
    }
}

#[test]
fn the_printed_edition_opens_with_it_and_no_folio_moves() {
    let project = Project::new();
    let read = |metadata| {
        let (book, _) = project.read(metadata, true).look_up();
        let setup = book.document().metadata.makeup.page;
        let layout = layout::paginate(&book, &layout::Spec::of(&setup));
        (book, layout)
    };
    let (_, plain) = read("");
    let (book, covered) = read("page:\n  cover: true");
    assert_eq!(plain.page_map, covered.page_map);
    let folios = |layout: &layout::Layout| {
        let pages = layout.pages.pages.iter();
        pages.map(|page| page.folio.clone()).collect::<Vec<_>>()
    };
    let (before, after) = (folios(&plain), folios(&covered));
    assert_eq!(after[..2], ["Cover".to_owned(), String::new()]);
    assert_eq!(after[2..], before[..]);
    let mut file = Vec::new();
    pdf::write(covered.pages.clone(), &pdf::Options::default(), &mut file).unwrap();
    assert!(parity::of_pdf(&book, &file).is_ok());
}
