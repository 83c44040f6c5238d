//! What every script asks of pages: fonts that are given, lines that run both ways, squares.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

mod support;

use std::fs;
use std::path::{Path, PathBuf};

use cutline::book::Book;
use cutline::layout::frame::{Owner, Page, PagedBook, Shape, TextRun};
use cutline::layout::{Layout, PageSize, Spec, paginate};
use cutline::{fonts, parity, pdf};
use support::Reading;

fn case(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases/scripts");
    let file = folder.join(format!("{name}.md"));
    match file.exists() {
        true => file,
        false => folder.join(name),
    }
}

fn set(reading: &Reading, size: PageSize) -> (Book, Layout) {
    let (book, _) = reading.look_up();
    let (given, _) = fonts::of_project(&reading.manuscript.root);
    let layout = paginate(&book, &Spec::book(size).with_fonts(given));
    (book, layout)
}

fn runs(page: &Page) -> impl Iterator<Item = (&TextRun, Owner)> {
    page.items.iter().filter_map(|item| match &item.shape {
        Shape::Text(run) => Some((run, item.owner)),
        _ => None,
    })
}

/// Every text run by its baseline, from the left.
fn lines(page: &Page) -> Vec<Vec<&TextRun>> {
    let mut all: Vec<&TextRun> = runs(page).map(|(run, _)| run).collect();
    all.sort_by_key(|run| (run.origin.y, run.origin.x));
    let same = |a: &&TextRun, b: &&TextRun| a.origin.y == b.origin.y;
    all.chunk_by(same).map(<[_]>::to_vec).collect()
}

/// A word in its own place: nothing is set over anything else, whichever way lines run.
#[test]
fn nothing_stands_over_anything_in_lines_that_run_both_ways() {
    for name in [
        "arabic",
        "hebrew",
        "persian",
        "hebrew-in-english",
        "latin-in-arabic",
    ] {
        let reading = support::read(&case(name)).unwrap();
        for size in [PageSize::A5, PageSize::POCKET] {
            let (_, layout) = set(&reading, size);
            for line in layout.pages.pages.iter().flat_map(lines) {
                for pair in line.windows(2) {
                    let end = pair[0].origin.x + pair[0].width(&layout.pages.vocabulary);
                    // Places are rounded to 1/65,536 pt. A space at a line's end hangs over its edge.
                    let overlap = (end - pair[1].origin.x).units();
                    let space = pair.iter().any(|run| run.text == " ");
                    assert!(
                        overlap <= 64 || space,
                        "{name}: {:?} over {:?} by {overlap}",
                        pair[0].text,
                        pair[1].text
                    );
                }
            }
        }
    }
}

/// The margins of a book from right to left stand the other way round: the spine is at the right of its
/// first page.
#[test]
fn pages_from_right_to_left_are_mirrored() {
    let text = "نص عربي يملأ صفحات كثيرة ويصل من حافة إلى حافة أخرى في كل سطر. ".repeat(200);
    let edges = |language: &str| {
        let reading =
            support::read_text("text.md", format!("---\nlang: {language}\n---\n\n{text}"));
        let (_, layout) = set(&reading, PageSize::A5);
        let edge = |page: &Page| {
            let left = runs(page).map(|(run, _)| run.origin.x).min().unwrap();
            let vocabulary = &layout.pages.vocabulary;
            let right = runs(page).map(|(run, _)| run.origin.x + run.width(vocabulary));
            let right = page.width - right.max().unwrap();
            (left.units() / 65_536, right.units() / 65_536)
        };
        layout
            .pages
            .pages
            .iter()
            .take(2)
            .map(edge)
            .collect::<Vec<_>>()
    };
    let spec = Spec::book(PageSize::A5);
    let points = |length: cutline::layout::length::Length| length.units() / 65_536;
    let (inner, outer) = (points(spec.inner), points(spec.outer));
    let close = |(left, right): (i64, i64), wanted: (i64, i64)| {
        // A space at a line's end and signs in the margin hang over the edges.
        assert!(
            (left - wanted.0).abs() <= 4 && (right - wanted.1).abs() <= 4,
            "{left} {right}"
        );
    };
    let [first, second] = edges("ar")[..] else {
        panic!("two pages")
    };
    close(first, (outer, inner));
    close(second, (inner, outer));
}

/// The line below the page that tells a printer which one it is: in the book's words, and where its
/// lines begin.
#[test]
fn the_slug_line_is_of_the_language_of_the_book() {
    let slug = |language: &str, title: &str| {
        let text = format!("---\ntitle: {title}\nlang: {language}\n---\n\nx\n");
        let (book, _) = support::read_text("text.md", text).look_up();
        let below = cutline::layout::length::Length::mm(3);
        let spec = Spec::book(PageSize::A5).with_slug(Some(below));
        let layout = paginate(&book, &spec);
        let page = &layout.pages.pages[0];
        let mut below: Vec<&TextRun> = runs(page)
            .map(|(run, _)| run)
            .filter(|run| run.origin.y > page.height)
            .collect();
        let left = below.iter().map(|run| run.origin.x).min().unwrap();
        let right = below
            .iter()
            .map(|run| run.origin.x + run.width(&layout.pages.vocabulary))
            .max();
        let in_middle = page.width / 2;
        assert!(left > in_middle || right.unwrap() < in_middle);
        if language == "ar" {
            below.reverse();
        }
        let text: String = below.iter().map(|run| run.text.as_str()).collect();
        (text, left > in_middle)
    };
    assert_eq!(slug("en", "Quay"), ("Quay · page 1 / 1".to_owned(), false));
    assert_eq!(slug("de", "Kai"), ("Kai · Seite 1 / 1".to_owned(), false));
    let (text, is_right) = slug("ar", "المرفأ");
    assert!(
        is_right && text.contains("صفحة") && !text.contains("page"),
        "{text}"
    );
}

/// The text of each line of a page, as far as its baseline tells.
fn texts(book: &PagedBook) -> Vec<String> {
    let text = |line: Vec<&TextRun>| line.iter().map(|run| run.text.as_str()).collect();
    book.pages.iter().flat_map(lines).map(text).collect()
}

/// JIS X 4051 and the national standard GB/T 15834: what no line begins with, and what none ends with.
#[test]
fn no_line_of_squares_begins_or_ends_where_it_must_not() {
    for name in ["chinese", "japanese"] {
        let reading = support::read(&case(name)).unwrap();
        for size in [PageSize::A5, PageSize::POCKET, PageSize::B5, PageSize::A4] {
            let (_, layout) = set(&reading, size);
            for line in texts(&layout.pages) {
                let line = line.trim();
                assert!(
                    !line.starts_with(|c| {
                        "、。，．：；！？）」』】》〉ゃゅょっァィゥェォッャュョーぁぃぅぇぉ々…"
                            .contains(c)
                    }),
                    "{name}: {line}"
                );
                assert!(
                    !line.ends_with(|c| "（「『【《〈".contains(c)),
                    "{name}: {line}"
                );
            }
        }
    }
}

#[test]
fn korean_lines_end_between_words_and_thai_ones_between_words_that_no_space_parts() {
    let reading = support::read(&case("korean")).unwrap();
    let (_, layout) = set(&reading, PageSize::POCKET);
    let source = fs::read_to_string(case("korean").join("text.md")).unwrap();
    let words: Vec<&str> = source.split_whitespace().collect();
    for line in texts(&layout.pages) {
        for word in line.split_whitespace().filter(|word| *word != "1") {
            assert!(words.contains(&word), "{word} is not whole");
        }
    }
    let reading = support::read(&case("thai")).unwrap();
    let (_, layout) = set(&reading, PageSize::POCKET);
    let inside = texts(&layout.pages)
        .iter()
        .filter(|line| !line.ends_with(' ') && line.chars().count() > 20)
        .count();
    assert!(inside > 4, "{inside} lines end where no space is");
    // No line begins with a vowel or tone mark that belongs to the letter before.
    let is_mark = |c| matches!(c, '\u{e31}' | '\u{e34}'..='\u{e3a}' | '\u{e47}'..='\u{e4e}');
    assert!(
        !texts(&layout.pages)
            .iter()
            .any(|line| line.starts_with(is_mark))
    );
}

/// With a font in the folder, from the command line on; without one, and with the machine's.
#[cfg(feature = "cli")]
#[test]
fn fonts_are_looked_for_where_the_help_says() {
    let desk = support::desk::Desk::new();
    desk.put("a.md", "A word of Thai: \u{e17}\u{e48}\u{e32}.");
    let strict = ["--strict", "--no-cache", "a.md"];
    assert_eq!(
        desk.findings(&["--no-cache", "a.md"]),
        (0, vec!["missing-glyph".to_owned()])
    );
    assert_eq!(
        desk.findings(&strict),
        (4, vec!["missing-glyph".to_owned()])
    );
    let installed = desk.path("home/.local/share/fonts");
    fs::create_dir_all(&installed).unwrap();
    let font = case("thai").join("fonts/NotoSerifThai-Regular.ttf");
    fs::copy(&font, installed.join("Thai.ttf")).unwrap();
    let output = desk
        .command(&["build", "--strict", "--no-cache", "--system-fonts", "a.md"])
        .env("HOME", desk.path("home"))
        .env_remove("XDG_DATA_HOME")
        .output()
        .unwrap();
    assert!(
        output.status.success(),
        "{}",
        support::desk::stderr(&output)
    );
    // A file of this size is not even opened.
    desk.put("fonts/huge.ttf", "");
    let huge = fs::File::options()
        .write(true)
        .open(desk.path("fonts/huge.ttf"));
    huge.unwrap().set_len(300 << 20).unwrap();
    let codes = vec!["unusable-font".to_owned(), "missing-glyph".to_owned()];
    assert_eq!(desk.findings(&["--no-cache", "a.md"]), (0, codes));
    fs::remove_file(desk.path("fonts/huge.ttf")).unwrap();
    fs::copy(&font, desk.path("fonts/Thai.ttf")).unwrap();
    assert_eq!(desk.findings(&strict), (0, Vec::new()));
}

/// Files that are torn, changed or made up: a font that cannot be used is left out, and there is always
/// an edition that says every word.
#[test]
fn hostile_fonts_never_stop_a_book() {
    let sources = [
        ("thai", "NotoSerifThai-Regular.ttf"),
        ("hindi", "NotoSerifDevanagari-Regular.ttf"),
        ("japanese", "NotoSerifCJKjp-Regular.otf"),
    ];
    let mut state = 0x9E37_79B9_7F4A_7C15_u64;
    let mut random = move || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state as usize
    };
    let mut used = 0;
    for (name, file) in sources {
        let whole = fs::read(case(name).join("fonts").join(file)).unwrap();
        let text = fs::read_to_string(case(name).join("text.md")).unwrap();
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir(folder.path().join("fonts")).unwrap();
        let input = folder.path().join("text.md");
        fs::write(&input, text).unwrap();
        for round in 0..40 {
            let mut bytes = whole.clone();
            match round % 4 {
                0 => bytes.truncate(random() % whole.len()),
                // Anywhere, in the tables' directory, and in the first tables.
                1 => (0..20).for_each(|_| bytes[random() % whole.len()] = random() as u8),
                2 => (0..4).for_each(|_| bytes[12 + random() % 240] = random() as u8),
                _ => {
                    (0..60).for_each(|_| bytes[random() % 8_000.min(whole.len())] ^= random() as u8)
                }
            }
            fs::write(folder.path().join("fonts").join(file), &bytes).unwrap();
            let reading = support::read(&input).unwrap();
            let (book, layout) = set(&reading, PageSize::A5);
            used += usize::from(layout.missing.is_empty());
            let mut printed = Vec::new();
            pdf::write(layout.pages.clone(), &pdf::Options::default(), &mut printed)
                .unwrap_or_else(|error| panic!("{name}, round {round}: {error}"));
            parity::of_pdf(&book, &printed)
                .unwrap_or_else(|fault| panic!("{name}, round {round}: {fault:?}"));
        }
    }
    assert!(
        used > 10,
        "only {used} of the changed fonts were used at all"
    );
}
