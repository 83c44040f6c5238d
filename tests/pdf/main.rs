//! The PDF room from finished pages to the file, with pages set by hand.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod imposed;
mod rendered;
mod sample;

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use cutline::layout::frame::*;
use cutline::layout::length::Length;
use cutline::pdf::{Error, Options, write};
use lopdf::content::Content;
use lopdf::{Dictionary, Document, Object, ObjectId};

use sample::{Press, SANS, SERIF, piece, rect, sample};

fn folder(name: &str) -> PathBuf {
    Path::new(env!("CARGO_TARGET_TMPDIR")).join(name)
}

fn built(book: &PagedBook) -> Vec<u8> {
    let mut out = Vec::new();
    write(book.clone(), &Options::default(), &mut out).unwrap();
    out
}

fn catalogue(document: &Document) -> &Dictionary {
    document.catalog().unwrap()
}

fn metadata(document: &Document) -> String {
    let id = catalogue(document).get(b"Metadata").unwrap();
    let packet = document.get_object(id.as_reference().unwrap()).unwrap();
    String::from_utf8(packet.as_stream().unwrap().content.clone()).unwrap()
}

/// One line of text on one page.
fn one_line(text: &str) -> PagedBook {
    let mut press = Press::new();
    press.book.metadata.title = "One line".into();
    press.book.metadata.language = "en".into();
    press.page("1");
    let paragraph = press.under(ElementId(0), Role::Paragraph);
    press.line(48, 100, 10_500, &[piece(paragraph, SERIF, text)]);
    press.book
}

/// The glyphs of a run of one word.
fn shaped<'v>(vocabulary: &'v Vocabulary, run: &TextRun) -> &'v Shaped {
    vocabulary.word(run.parts[0].word.expect("the run is a word"))
}

/// Gives a run of one word other glyphs.
fn shape_again(vocabulary: &mut Vocabulary, run: &mut TextRun, glyphs: Vec<ShapedGlyph>) {
    let mut word = shaped(vocabulary, run).clone();
    word.glyphs = glyphs.into();
    run.parts[0].word = Some(vocabulary.add(word));
}

/// The structure types from `id` downwards, marked content as a dot.
fn tree(document: &Document, kid: &Object, out: &mut String) {
    match kid {
        Object::Integer(_) => out.push('.'),
        Object::Array(kids) => kids.iter().for_each(|kid| tree(document, kid, out)),
        Object::Dictionary(kid) if kid.has_type(b"MCR") => out.push('.'),
        Object::Dictionary(kid) if kid.has_type(b"OBJR") => out.push('@'),
        Object::Reference(id) => element(document, *id, out),
        other => panic!("{other:?} is no kid"),
    }
}

fn element(document: &Document, id: ObjectId, out: &mut String) {
    let element = document.get_dictionary(id).unwrap();
    let name = element.get(b"S").unwrap().as_name().unwrap();
    out.push_str(&String::from_utf8_lossy(name));
    out.push('(');
    if let Ok(kids) = element.get(b"K") {
        tree(document, kids, out);
    }
    out.push(')');
}

#[test]
fn the_structure_tree_holds_everything_in_reading_order() {
    let folder = folder("pdf-sample");
    let bytes = built(&sample(&folder));
    // Kept for validators.
    fs::write(folder.join("sample.pdf"), &bytes).unwrap();
    let document = Document::load_mem(&bytes).unwrap();
    let root = catalogue(&document).get(b"StructTreeRoot").unwrap();
    let root = document
        .get_dictionary(root.as_reference().unwrap())
        .unwrap();
    let mut found = String::new();
    tree(&document, root.get(b"K").unwrap(), &mut found);
    let expected = [
        "Document(H1(.)",
        "TOC(TOCI(Reference(Link(.@))))",
        "Part(H2(.)P(.Link(.@).Reference(.)...)",
        "L(LI(Lbl(.)LBody(.))LI(Lbl(.)LBody(.)))",
        "Table(TR(TH(.)TH(.)TH(.))TR(TD(.)TD(.)TD())TR(TD()TD()TD(.))))",
        "Figure(.Caption(.))Figure(.Caption(.))Figure(.)",
        "P(.)Note(Lbl(.)P(.)))",
    ];
    assert_eq!(found, expected.concat());

    let numbers = root.get(b"ParentTree").unwrap().as_reference().unwrap();
    let numbers = document.get_dictionary(numbers).unwrap();
    let numbers = numbers.get(b"Nums").unwrap().as_array().unwrap();
    assert_eq!(numbers.len(), 2 * (3 + 2), "three pages and two links");
}

#[test]
fn any_number_of_threads_gives_the_same_bytes() {
    let book = sample(&folder("pdf-threads"));
    let first = built(&book);
    assert!(first == built(&book));
    let alone = rayon::ThreadPoolBuilder::new().num_threads(1);
    let alone = alone.build().unwrap().install(|| built(&book));
    assert!(first == alone);
}

#[test]
fn a_jpeg_stands_in_the_file_byte_for_byte() {
    let folder = folder("pdf-jpeg");
    let bytes = built(&sample(&folder));
    let jpeg = fs::read(folder.join("hills.jpg")).unwrap();
    let found = bytes.windows(jpeg.len()).filter(|window| *window == jpeg);
    assert_eq!(found.count(), 1);
}

#[test]
fn text_is_told_by_the_fonts() {
    let mut book = one_line("office-\u{E001}");
    let Shape::Text(run) = &mut book.pages[0].items[0].shape else {
        panic!("the line is text");
    };
    // A hyphen of layout's after the manuscript's own, the last glyph but one.
    let end = run.text.len() as u32;
    let mut glyphs = shaped(&book.vocabulary, run).glyphs.to_vec();
    let hyphen = ShapedGlyph {
        cluster: end,
        ..glyphs[glyphs.len() - 2]
    };
    glyphs.push(hyphen);
    shape_again(&mut book.vocabulary, run, glyphs);
    let document = Document::load_mem(&built(&book)).unwrap();
    let (maps, tables): (Vec<String>, Vec<String>) = document
        .objects
        .values()
        .filter_map(|object| object.as_stream().ok())
        .filter_map(|stream| stream.get_plain_content().ok())
        .filter_map(|content| String::from_utf8(content).ok())
        .filter(|content| content.contains("begincmap"))
        .partition(|content| content.contains("beginbfchar"));
    assert_eq!(tables.len(), 2, "each has a byte for every glyph");
    assert!(tables.iter().all(|table| table.contains("begincidrange")));
    assert_eq!(
        maps.len(),
        2,
        "one program for the hyphen, one for the soft hyphen"
    );
    assert!(maps[0].contains("<006600660069>") && maps[0].contains("<002D>"));
    assert!(maps[1].contains("<00AD>"));
    let page = document.page_iter().next().unwrap();
    let content = document.get_page_content(page);
    let content = String::from_utf8(content).unwrap();
    assert!(
        content.contains("/Span <</ActualText <FEFFE001>>> BDC"),
        "{content}"
    );
}

/// The operands of an operator on the first page, one after the other.
fn operands(document: &Document, operator: &str) -> Vec<f32> {
    let page = document.page_iter().next().unwrap();
    let content = Content::decode(&document.get_page_content(page)).unwrap();
    let all = content.operations.iter();
    all.filter(|operation| operation.operator == operator)
        .map(|operation| operation.operands[0].as_float().unwrap())
        .collect()
}

#[test]
fn spaces_among_the_letters_of_a_word_are_not_widened() {
    let run_of = |book: &PagedBook| match &book.pages[0].items[0].shape {
        Shape::Text(run) => run.clone(),
        other => panic!("{other:?} is no text"),
    };
    let mut book = one_line("a b");
    let (mut code, other) = (run_of(&book), one_line("prose"));
    let mut prose = run_of(&other);
    let word = prose.parts[0].word.as_mut().unwrap();
    *word = book.vocabulary.add(other.vocabulary.word(*word).clone());
    let wide = Space {
        id: shaped(&book.vocabulary, &code).glyphs[1].id,
        advance: Length::pt(9),
    };
    // A run whose space is wide, and then code, whose spaces are letters.
    prose.space = wide;
    prose.push_space();
    let first = Item {
        shape: Shape::Text(prose),
        ..book.pages[0].items[0].clone()
    };
    book.pages[0].items.insert(0, first);
    let widened = |book: &PagedBook| {
        let document = Document::load_mem(&built(book)).unwrap();
        operands(&document, "Tw")
    };
    let found = widened(&book);
    assert!(
        matches!(found[..], [wide, none] if wide > 5.0 && none == 0.0),
        "{found:?}"
    );
    // The same where code has a space of its own as well, since it has several lines.
    code.space = wide;
    code.push_space();
    book.pages[0].items[1].shape = Shape::Text(code);
    assert_eq!(widened(&book), found);
}

#[test]
fn letters_that_move_apart_take_one_operator_and_no_numbers() {
    let mut book = one_line("apart");
    let Shape::Text(run) = &mut book.pages[0].items[0].shape else {
        panic!("the line is text");
    };
    run.tracking = Length::milli_pt(250);
    run.scale = 980;
    let (end, mut parted) = (run.width(&book.vocabulary), run.clone());
    // What stands beside it again is set as it was.
    let mut plain = run.clone();
    (plain.tracking, plain.origin.x) = (Length::ZERO, run.origin.x + end);
    let next = Item {
        shape: Shape::Text(plain),
        ..book.pages[0].items[0].clone()
    };
    book.pages[0].items.push(next);
    let document = Document::load_mem(&built(&book)).unwrap();
    // A quarter of a point after it is scaled with the glyphs.
    assert_eq!(operands(&document, "Tc"), [0.255, 0.0]);
    // Where letters are apart, no space is widened: Poppler would part words there.
    let mut words = one_line("a b");
    let Shape::Text(run) = &mut words.pages[0].items[0].shape else {
        panic!("the line is text");
    };
    parted.space = Space {
        id: shaped(&words.vocabulary, run).glyphs[1].id,
        advance: Length::pt(9),
    };
    parted.push_space();
    book.pages[0].items.truncate(1);
    book.pages[0].items[0].shape = Shape::Text(parted.clone());
    let document = Document::load_mem(&built(&book)).unwrap();
    assert!(operands(&document, "Tw").is_empty());
    parted.tracking = Length::ZERO;
    book.pages[0].items[0].shape = Shape::Text(parted);
    let document = Document::load_mem(&built(&book)).unwrap();
    assert_eq!(operands(&document, "Tw").len(), 1);
}

#[test]
fn only_what_is_true_is_claimed() {
    let claims = |book: &PagedBook| {
        let document = Document::load_mem(&built(book)).unwrap();
        let packet = metadata(&document);
        (
            packet.contains("<pdfaid:part>2"),
            packet.contains("<pdfuaid:part>1"),
        )
    };
    let mut book = one_line("All is well.");
    assert_eq!(claims(&book), (true, true));
    book.every_picture_has_alt = false;
    assert_eq!(claims(&book), (true, false));
    book.metadata.language = "plain English".into();
    assert_eq!(claims(&book), (false, false));
    assert_eq!(claims(&one_line("No glyph: 照")), (false, false));
}

#[test]
fn dates_come_from_the_option_or_the_metadata() {
    let mut book = one_line("When?");
    let dated = |book: &PagedBook, modified| {
        let mut out = Vec::new();
        let options = Options {
            modified,
            ..Options::default()
        };
        write(book.clone(), &options, &mut out).unwrap();
        let document = Document::load_mem(&out).unwrap();
        let information = document
            .trailer
            .get(b"Info")
            .unwrap()
            .as_reference()
            .unwrap();
        let date = document
            .get_dictionary(information)
            .unwrap()
            .get(b"ModDate")
            .ok();
        date.map(|date| String::from_utf8_lossy(date.as_str().unwrap()).into_owned())
    };
    assert_eq!(dated(&book, None), None);
    book.metadata.date = Some("2024-05".into());
    assert_eq!(dated(&book, None).as_deref(), Some("D:20240501000000Z"));
    assert_eq!(dated(&book, Some(60)).as_deref(), Some("D:19700101000100Z"));
}

#[test]
fn errors_say_whose_they_are() {
    struct Full;
    impl io::Write for Full {
        fn write(&mut self, _: &[u8]) -> io::Result<usize> {
            Err(io::ErrorKind::StorageFull.into())
        }
        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }
    let folder = folder("pdf-errors");
    let mut book = sample(&folder);
    let error = write(book.clone(), &Options::default(), &mut Full).unwrap_err();
    assert!(matches!(error, Error::Output(error) if error.kind() == io::ErrorKind::StorageFull));

    fs::remove_file(folder.join("disc.png")).unwrap();
    let error = write(book.clone(), &Options::default(), &mut Vec::new()).unwrap_err();
    assert!(matches!(error, Error::Photo(error) if error.path.ends_with("disc.png")));

    book.fonts[1].data = b"OTTO, but no font".to_vec().into();
    let error = write(book.clone(), &Options::default(), &mut Vec::new()).unwrap_err();
    assert!(matches!(error, Error::Font { name, .. } if name.starts_with("SourceSans3")));
}

#[test]
fn odd_pages_do_no_harm() {
    let mut press = Press::new();
    assert!(
        built(&press.book).starts_with(b"%PDF-1.7"),
        "no pages at all"
    );

    press.page("");
    let nobody = ElementId(99);
    press.line(10, 10, 0, &[piece(ElementId(0), SANS, "no size")]);
    press.line(10, 10, 9_000, &[piece(nobody, SANS, "no element")]);
    let area = rect([0, 0, -5, 10]);
    press.show(nobody, area, PhotoId(7));
    press.push(
        Owner::Layout,
        Shape::Fill {
            area,
            colour: Colour::Grey(200),
        },
    );
    let mut lost = press.book.pages[0].items[1].clone();
    if let Shape::Text(run) = &mut lost.shape {
        run.font = FontId(42);
        let mut glyphs = shaped(&press.book.vocabulary, run).glyphs.to_vec();
        glyphs[0].advance = i32::MAX;
        shape_again(&mut press.book.vocabulary, run, glyphs);
    }
    press.book.pages[0].items.push(lost);
    press.link(
        nobody,
        [0, 0, 1, 1],
        LinkTarget::Destination("nowhere".into()),
        "",
    );
    for page_index in [0, 5] {
        press.book.outline.push(OutlineEntry {
            title: "(\\".into(),
            level: 200,
            page_index,
            point: Point::default(),
            element: nobody,
        });
    }
    press.book.structure[0].parent = Some(ElementId(0));
    Document::load_mem(&built(&press.book)).unwrap();
}
