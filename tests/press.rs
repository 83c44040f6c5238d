//! The printed edition for a press: boxes, inks, what is left out. Everything that is built here goes
//! into `target/press/`, where `tests/conformance/check` holds it against PDF/X-4 rule by rule.

#![cfg(feature = "cli")]
#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use cutline::layout::{PageSize, Spec, paginate};
use cutline::paper::PressSetup;
use cutline::photo::derivative::Darkroom;
use cutline::photo::{self, Assignment};
use cutline::press::{self, Order, Printer};
use cutline::shops::{self, Shop};
use cutline::{manuscript, markdown};
use image::{Rgb, RgbImage};
use lopdf::content::Content;
use lopdf::{Dictionary, Document, Object};

/// A folder of a book, removed with everything in it.
struct Desk {
    folder: tempfile::TempDir,
}

/// A book with a photo that reaches nowhere near an edge, code in colours, a drawing and notes.
const BOOK: &str = "\
# The quay {#quay}

A [link](https://example.org), a [place](#quay) and a note.[^n]

![The quay in the morning.](photos/quay.jpg)

![A drawing.](photos/plan.svg)

```rust
fn main() { let said = \"all of it\"; } // in colours
```

[^n]: It stands below.
";

impl Desk {
    fn new(metadata: &str, text: &str) -> Desk {
        let folder = tempfile::tempdir().unwrap();
        let desk = Desk { folder };
        let book = format!(
            "---\ntitle: Quay & crane\nauthor: Imke\nlanguage: en\n{metadata}---\n\n{text}"
        );
        fs::create_dir(desk.at("photos")).unwrap();
        fs::write(desk.at("book.md"), book).unwrap();
        let photo = RgbImage::from_fn(300, 200, |x, y| Rgb([x as u8, y as u8, 160]));
        photo.save(desk.at("photos/quay.jpg")).unwrap();
        let plan = "<svg xmlns='http://www.w3.org/2000/svg' width='300' height='90'>\
             <rect width='200' height='60' fill='#c33' fill-opacity='0.5'/></svg>";
        fs::write(desk.at("photos/plan.svg"), plan).unwrap();
        desk
    }

    fn at(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Builds the PDF, and gives whether that was done and what was said.
    fn build(&self, arguments: &[&str]) -> (bool, String) {
        let done = Command::new(env!("CARGO_BIN_EXE_cutline"))
            .current_dir(self.folder.path())
            .env_remove("SOURCE_DATE_EPOCH")
            .args(["build", "book.md", "--quiet"])
            .args(match arguments.contains(&"--to") {
                true => &[][..],
                false => &["--to", "pdf"],
            })
            .args(arguments)
            .output()
            .unwrap();
        let said = String::from_utf8_lossy(&done.stderr).into_owned();
        (done.status.success(), said)
    }

    /// The PDF, also kept for the validators under a name of its own.
    fn made(&self, name: &str, arguments: &[&str]) -> Document {
        let (done, said) = self.build(arguments);
        assert!(done, "{said}");
        let bytes = fs::read(self.at("out/book.pdf")).unwrap();
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/press");
        fs::create_dir_all(&folder).unwrap();
        fs::write(folder.join(format!("{name}.pdf")), &bytes).unwrap();
        Document::load_mem(&bytes).unwrap()
    }
}

fn number(object: &Object) -> f64 {
    f64::from(object.as_float().unwrap())
}

/// A box of a page in millimetres: left, bottom, right, top.
fn millimetres(page: &Dictionary, key: &[u8]) -> [i64; 4] {
    let sides = page.get(key).unwrap().as_array().unwrap();
    let sides: Vec<i64> = sides
        .iter()
        .map(|side| (number(side) * 25.4 / 72.0).round() as i64)
        .collect();
    sides.try_into().unwrap()
}

fn pages(document: &Document) -> Vec<&Dictionary> {
    let ids = document.page_iter();
    ids.map(|id| document.get_dictionary(id).unwrap()).collect()
}

/// The operators of all pages.
fn operators(document: &Document) -> Vec<lopdf::content::Operation> {
    let contents = document.page_iter().map(|id| {
        let bytes = document.get_page_content(id);
        Content::decode(&bytes).unwrap().operations
    });
    contents.flatten().collect()
}

fn packet(document: &Document) -> String {
    let metadata = document.catalog().unwrap().get(b"Metadata").unwrap();
    let metadata = document
        .get_object(metadata.as_reference().unwrap())
        .unwrap();
    String::from_utf8(metadata.as_stream().unwrap().content.clone()).unwrap()
}

const DATED: &str = "date: 2026-11-01\n";

#[test]
fn a_page_has_its_bleed_and_no_more_unless_marks_are_asked_for() {
    let plain = Desk::new(DATED, BOOK).made("plain", &["--profile", "print"]);
    let page = pages(&plain)[0];
    assert_eq!(millimetres(page, b"MediaBox"), [0, 0, 154, 216]);
    assert_eq!(millimetres(page, b"BleedBox"), [0, 0, 154, 216]);
    assert_eq!(millimetres(page, b"TrimBox"), [3, 3, 151, 213]);

    let asked = format!("{DATED}press: {{bleed: 5mm, marks: true, slug: true}}\n");
    let desk = Desk::new(&asked, BOOK);
    let marked = desk.made("marks", &["--profile", "print"]);
    let page = pages(&marked)[0];
    assert_eq!(millimetres(page, b"MediaBox"), [0, 0, 176, 238]);
    assert_eq!(millimetres(page, b"BleedBox"), [9, 9, 167, 229]);
    assert_eq!(millimetres(page, b"TrimBox"), [14, 14, 162, 224]);
    let on_every_plate = |operation: &lopdf::content::Operation| {
        operation.operator == "CS" && operation.operands == [Object::Name(b"All".to_vec())]
    };
    let marks = operators(&marked)
        .iter()
        .filter(|one| on_every_plate(one))
        .count();
    assert_eq!(marks, pages(&marked).len());
    assert!(!operators(&plain).iter().any(on_every_plate));

    // A printer who wants none gets none, whatever the book asks for.
    let ingram = desk.made("ingram-without-marks", &["--profile", "ingram"]);
    assert!(!operators(&ingram).iter().any(on_every_plate));
    assert_eq!(pages(&ingram).len() % 2, 0);
}

#[test]
fn a_book_for_ingram_ends_with_an_empty_page_where_its_pages_are_odd() {
    for count in 1..=4 {
        let chapter = |n| format!("# Chapter {n}\n\nWords.\n\n");
        let text: String = (1..=count).map(chapter).collect();
        let desk = Desk::new(&format!("{DATED}page: {{chapters_on: any}}\n"), &text);
        let plain = desk.made(&format!("plain-{count}"), &["--profile", "print"]);
        let even = desk.made(&format!("even-{count}"), &["--profile", "ingram"]);
        let shown = |document: &Document| -> Vec<usize> {
            let pages = document.page_iter().map(|id| {
                let content = Content::decode(&document.get_page_content(id)).unwrap();
                let shows =
                    |one: &&lopdf::content::Operation| matches!(&*one.operator, "Tj" | "TJ");
                content.operations.iter().filter(shows).count()
            });
            pages.collect()
        };
        let (plain, shown) = (shown(&plain).len(), shown(&even));
        assert_eq!(shown.len(), plain.next_multiple_of(2));
        let (last, before) = shown.split_last().unwrap();
        assert_eq!(*last == 0, plain % 2 == 1, "{shown:?}");
        assert!(before.iter().any(|shown| *shown > 0));
        let sizes: Vec<_> = pages(&even)
            .iter()
            .map(|page| millimetres(page, b"TrimBox"))
            .collect();
        assert!(sizes.iter().all(|size| *size == sizes[0]));
    }
}

#[test]
fn what_reaches_the_edge_is_printed_beyond_it() {
    let desk = Desk::new(
        &format!("{DATED}page: {{cover: true}}\ncover: quay\n"),
        BOOK,
    );
    let text = fs::read_to_string(desk.at("book.md")).unwrap();
    fs::write(
        desk.at("book.md"),
        text.replace("# The quay", "# One\n\nWords.\n\n# The quay"),
    )
    .unwrap();
    let document = desk.made("cover", &["--profile", "print"]);
    let first = document.page_iter().next().unwrap();
    let content = Content::decode(&document.get_page_content(first)).unwrap();
    // The page's own coordinates begin 3 mm inside the sheet.
    let clip = content
        .operations
        .iter()
        .find(|one| one.operator == "re")
        .unwrap();
    let [left, _, width, _] = clip.operands.as_slice() else {
        panic!("a box has four numbers");
    };
    let bleed = 3.0 * 72.0 / 25.4;
    let page = 148.0 * 72.0 / 25.4;
    assert!((number(left) + bleed).abs() < 0.01, "{left:?}");
    assert!(
        (number(width) - page - 2.0 * bleed).abs() < 0.01,
        "{width:?}"
    );
}

#[test]
fn paper_has_no_links_and_text_has_one_ink() {
    for (name, profile) in [("links", "print"), ("ingram", "ingram")] {
        let document = Desk::new(DATED, BOOK).made(name, &["--profile", profile]);
        assert!(pages(&document).iter().all(|page| !page.has(b"Annots")));
        let catalogue = document.catalog().unwrap();
        assert!(!catalogue.has(b"Outlines") && !catalogue.has(b"Names"));
        let mut fill = String::from("g");
        let mut shown = 0;
        for operation in operators(&document) {
            match operation.operator.as_str() {
                "g" | "rg" | "k" | "scn" => fill = operation.operator,
                "Tj" | "TJ" => {
                    assert_eq!(fill, "g", "{name}");
                    shown += 1;
                }
                _ => {}
            }
        }
        assert!(shown > 10, "{name}");
    }
}

#[test]
fn photos_keep_their_light_or_get_the_inks_of_the_press() {
    let space = |document: &Document| {
        let images = document
            .objects
            .values()
            .filter_map(|object| object.as_stream().ok());
        let mut images = images.filter(|stream| {
            matches!(stream.dict.get(b"Subtype"), Ok(Object::Name(name)) if name == b"Image")
        });
        images
            .next()
            .unwrap()
            .dict
            .get(b"ColorSpace")
            .unwrap()
            .clone()
    };
    let desk = Desk::new(DATED, BOOK);
    let kept = desk.made("light", &["--profile", "print"]);
    assert!(space(&kept).as_array().is_ok(), "sRGB is said");
    let inked = desk.made("inks", &["--profile", "print", "--print-colours", "cmyk"]);
    assert_eq!(space(&inked), Object::Name(b"DeviceCMYK".to_vec()));
    // One that is at home in the same inks has no need of a profile, and must have none.
    let icc = include_bytes!("../assets/FOGRA39L_coated.icc");
    let own = Desk::new(
        &format!("{DATED}press: {{profile: own.icc}}\nprint_colours: cmyk\n"),
        BOOK,
    );
    fs::write(own.at("own.icc"), icc).unwrap();
    let own = own.made("own-profile", &["--profile", "print"]);
    assert_eq!(space(&own), Object::Name(b"DeviceCMYK".to_vec()));
    let intents = own.catalog().unwrap().get(b"OutputIntents").unwrap();
    let intent = intents.as_array().unwrap()[0].as_dict().unwrap();
    let said = |key: &[u8]| intent.get(key).unwrap().as_str().unwrap().to_vec();
    assert_eq!(said(b"OutputConditionIdentifier"), b"Custom");
    assert_eq!(said(b"Info"), b"FOGRA39L coated");
    let profile = intent
        .get(b"DestOutputProfile")
        .unwrap()
        .as_reference()
        .unwrap();
    let profile = own.get_object(profile).unwrap().as_stream().unwrap();
    assert_eq!(profile.get_plain_content().unwrap(), icc);
}

#[test]
fn what_gets_no_inks_is_said_or_refused() {
    let desk = Desk::new(DATED, BOOK);
    for profile in [&[][..], &["--profile", "kdp"]] {
        let (done, said) = desk.build(&[profile, &["--print-colours", "cmyk"]].concat());
        assert!(!done && said.contains("names the inks"), "{said}");
    }
    let loud = |metadata: &str, profile: &str| {
        let desk = Desk::new(&format!("{DATED}{metadata}"), BOOK);
        desk.build(&["--profile", profile]).1
    };
    let asked = "print_colours: cmyk\n";
    assert!(loud(asked, "kdp").contains("KDP: photos keep their colours"));
    assert!(!loud("", "kdp").contains("press-colours"));
    assert!(loud(asked, "print").contains("a drawing keeps its colours"));
    assert!(!loud("", "print").contains("press-colours"));
}

#[test]
fn a_profile_of_no_use_stops_no_other_edition() {
    for bytes in [None, Some("no profile at all")] {
        let desk = Desk::new(&format!("{DATED}press: {{profile: own.icc}}\n"), BOOK);
        if let Some(bytes) = bytes {
            fs::write(desk.at("own.icc"), bytes).unwrap();
        }
        let (done, said) = desk.build(&["--profile", "print"]);
        assert!(!done && said.contains("unusable-profile"), "{said}");
        for arguments in [
            &["--to", "epub"][..],
            &["--to", "epub", "--profile", "print"],
            &[],
        ] {
            let (done, said) = desk.build(arguments);
            assert!(done && !said.contains("unusable-profile"), "{said}");
        }
    }
}

#[test]
fn only_what_is_true_is_claimed() {
    let claims = |document: &Document| {
        let packet = packet(document);
        ["pdfxid:GTS_PDFXVersion>", "pdfaid:part>", "pdfuaid:part>"]
            .map(|claim| packet.contains(claim))
    };
    let desk = Desk::new(DATED, BOOK);
    assert_eq!(
        claims(&desk.made("claims", &["--profile", "print"])),
        [true, false, false]
    );
    let undated = Desk::new("", BOOK);
    let document = undated.made("undated", &["--profile", "print"]);
    assert_eq!(claims(&document), [false, false, false]);
    let (_, said) = undated.build(&["--profile", "print"]);
    assert!(said.contains("press-claim"), "{said}");
}

#[test]
fn kdp_refuses_what_it_would_send_back() {
    let desk = Desk::new("page: 6x9\n", BOOK);
    let (done, said) = desk.build(&["--profile", "kdp"]);
    assert!(
        !done && said.contains("press-photo") && said.contains("press-page"),
        "{said}"
    );
    assert!(!desk.at("out/book.pdf").exists());

    let prose = "A sentence that has nothing to say but that it is there. ".repeat(40);
    let chapters: String = (1..60)
        .map(|n| format!("# Chapter {n}\n\n{prose}\n\n{prose}\n\n"))
        .collect();
    let document = Desk::new("page: 6x9\n", &chapters).made("kdp", &["--profile", "kdp"]);
    let page = pages(&document)[4];
    let size = [0, 0, 152, 229];
    assert_eq!(millimetres(page, b"MediaBox"), size);
    assert_eq!(millimetres(page, b"TrimBox"), size);
    assert!(!document.catalog().unwrap().has(b"OutputIntents"));
}

#[test]
fn a_pdf_is_for_one_printer() {
    let (done, said) = Desk::new(DATED, BOOK).build(&["--profile", "kdp,print"]);
    assert!(!done && said.contains("two printers"), "{said}");
}

#[test]
fn the_same_book_is_the_same_file() {
    let desk = Desk::new(DATED, BOOK);
    let mut made = [(); 2].map(|()| {
        let (done, said) = desk.build(&["--profile", "ingram", "--no-cache"]);
        assert!(done, "{said}");
        fs::read(desk.at("out/book.pdf")).unwrap()
    });
    let [first, second] = &mut made;
    assert!(first == second);
}

/// Whichever thread is first, the photo is named that stands first.
#[test]
fn the_first_photo_that_is_gone_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let photo = |number: u8| format!("photo-{number}.jpg");
    let mut text = String::from("# Photos\n\n");
    for number in 0..8 {
        let picture = RgbImage::from_pixel(400 - 40 * u32::from(number), 40, Rgb([number; 3]));
        picture.save(folder.path().join(photo(number))).unwrap();
        text += &format!("![Words.]({})\n\n", photo(number));
    }
    let input = folder.path().join("book.md");
    fs::write(&input, text).unwrap();
    let manuscript = manuscript::open(&input).unwrap();
    let (document, _) = markdown::read(&manuscript);
    let assignment = Assignment::of(&manuscript.root, &manuscript.sources);
    let (book, _) = photo::resolve(document, &assignment);
    let order = Order::of(Printer::Print, PressSetup::default(), None, &mut Vec::new());
    let layout = paginate(&book, &Spec::book(PageSize::A5));
    let darkroom = order.equip(Darkroom::default());
    for number in 0..8 {
        fs::remove_file(folder.path().join(photo(number))).unwrap();
    }
    for _ in 0..20 {
        let judged = press::judge(order.profile, &book, &layout, &darkroom, true);
        let shops = shops::judge(&book, None, &darkroom, &[Shop::Kobo]);
        for error in [judged.unwrap_err(), shops.unwrap_err()] {
            assert!(error.path.ends_with("photo-0.jpg"), "{error:?}");
        }
    }
}
