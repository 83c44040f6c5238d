//! Imposition, proved by what is drawn where: every page has a bar as wide as its number, and a booklet is
//! folded as paper is.

use cutline::layout::frame::*;
use cutline::layout::length::Length;
use cutline::pdf::{Imposition, Options, Purpose, Scheme, write};
use lopdf::Document;
use lopdf::content::Content;

/// A book of so many pages of A5. Page 7 shows a bar of 7 points.
fn book(pages: usize, language: &str) -> PagedBook {
    let bar = |page: usize| Item {
        owner: Owner::Layout,
        shape: Shape::Fill {
            area: Rect {
                origin: Point {
                    x: Length::mm(60),
                    y: Length::mm(100),
                },
                width: Length::pt(page as i64),
                height: Length::pt(1),
            },
            colour: Colour::Black,
        },
    };
    let pages = (1..=pages).map(|page| Page {
        width: Length::mm(148),
        height: Length::mm(210),
        folio: page.to_string(),
        items: vec![bar(page)],
        links: Vec::new(),
    });
    PagedBook {
        metadata: cutline::document::Metadata {
            language: language.into(),
            ..Default::default()
        },
        pages: pages.collect(),
        vocabulary: Default::default(),
        fonts: Vec::new(),
        photos: Vec::new(),
        structure: Vec::new(),
        outline: Vec::new(),
        destinations: Vec::new(),
        every_picture_has_alt: true,
    }
}

/// A page on a side: its number, and the left and upper edges of where it is, in millimetres.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Found {
    page: usize,
    left: f64,
    bottom: f64,
    scale: f64,
    /// From where to where it is shown.
    shown: (f64, f64),
}

/// What is on every side of every sheet, read from the operators of the file.
fn sides(book: &PagedBook, scheme: Scheme) -> Vec<Vec<Found>> {
    let imposition = Imposition {
        scheme,
        narrow: Length::mm(210),
        long: Length::mm(297),
    };
    let options = Options {
        purpose: Purpose::Imposed(imposition),
        ..Options::default()
    };
    let mut out = Vec::new();
    write(book.clone(), &options, &mut out).unwrap();
    let document = Document::load_mem(&out).unwrap();
    let mm = |points: f64| points * 25.4 / 72.0;
    let sides = document.page_iter().map(|id| {
        let content = Content::decode(&document.get_page_content(id)).unwrap();
        let (mut at, mut found) = ([1.0, 0.0, 0.0], Vec::new());
        let (mut last, mut shown) = ([0.0; 2], (0.0, 0.0));
        for operation in &content.operations {
            let operands: Vec<f64> = operation
                .operands
                .iter()
                .filter_map(|operand| operand.as_float().ok())
                .map(f64::from)
                .collect();
            match (operation.operator.as_str(), operands.as_slice()) {
                ("Q", _) => at = [1.0, 0.0, 0.0],
                ("cm", [scale, _, _, _, x, y]) => at = [*scale, *x, *y],
                ("re", [x, _, width, _]) => last = [*x, *width],
                ("W", _) => {
                    let edge = |x: f64| mm(at[1] + x * at[0]);
                    shown = (edge(last[0]), edge(last[0] + last[1]));
                }
                ("f", _) => found.push(Found {
                    page: last[1].round() as usize,
                    left: mm(at[1]),
                    bottom: mm(at[2]),
                    scale: at[0],
                    shown,
                }),
                _ => {}
            }
        }
        found
    });
    sides.collect()
}

/// Pages in the order in which they are read when the sheets of each signature are laid into each
/// other, folded, and the signatures laid one upon the other. 0 is an empty side of a leaf.
fn folded(sides: &[Vec<Found>], signatures: &[usize], right_to_left: bool) -> Vec<usize> {
    let mut order = Vec::new();
    let mut sheets = sides.chunks(2);
    for count in signatures {
        let half = |side: &[Found], left: bool| {
            let middle = 297.0 / 2.0;
            let mut there = side
                .iter()
                .filter(|found| (found.left < middle - 30.0) == left);
            let page = there.next().map_or(0, |found| found.page);
            assert_eq!(there.next(), None, "one page on half a side");
            page
        };
        // The half of a sheet that comes first to the hand, and the half that comes last.
        let (near, far) = (right_to_left, !right_to_left);
        let signature: Vec<&[Vec<Found>]> = sheets.by_ref().take(*count).collect();
        for sheet in &signature {
            order.extend([half(&sheet[0], near), half(&sheet[1], !near)]);
        }
        for sheet in signature.iter().rev() {
            order.extend([half(&sheet[1], !far), half(&sheet[0], far)]);
        }
    }
    order
}

#[test]
fn a_booklet_is_folded_into_the_order_of_its_pages() {
    for pages in (1..=33).chain([48, 49, 97, 200]) {
        for (language, right_to_left) in [("en", false), ("ar", true)] {
            let book = book(pages, language);
            let sides = sides(&book, Scheme::Booklet);
            let signatures = Imposition::signatures(pages);
            assert_eq!(sides.len(), 2 * signatures.iter().sum::<usize>());
            let order = folded(&sides, &signatures, right_to_left);
            let mut expected: Vec<usize> = (1..=pages).collect();
            expected.resize(pages.next_multiple_of(4), 0);
            assert_eq!(order, expected, "{pages} pages in {language}");
        }
    }
}

#[test]
fn inner_sheets_creep_towards_the_fold() {
    let sides = sides(&book(32, "en"), Scheme::Booklet);
    for (sheet, front) in sides.iter().step_by(2).enumerate() {
        let creep = 0.1 * sheet as f64;
        let edges: Vec<f64> = front.iter().map(|found| found.left).collect();
        let expected = [148.5 - creep, 148.5 - 148.0 + creep];
        for (edge, expected) in edges.iter().zip(expected) {
            assert!((edge - expected).abs() < 0.01, "{sheet}: {edges:?}");
        }
    }
}

#[test]
fn nothing_is_shown_beyond_the_fold() {
    for language in ["en", "ar"] {
        for side in sides(&book(48, language), Scheme::Booklet) {
            let near = |one: f64, other: f64| (one - other).abs() < 0.01;
            let mut halves = Vec::new();
            for Found { left, shown, .. } in &side {
                // To the fold, and from there as far as the page reaches: nothing of its outer side is lost.
                let is_left = *left < 148.5 - 30.0;
                let (at_fold, outer) = if is_left {
                    (shown.1, (shown.0, *left))
                } else {
                    (shown.0, (shown.1, *left + 148.0))
                };
                assert!(near(at_fold, 148.5) && near(outer.0, outer.1), "{side:?}");
                halves.push(is_left);
            }
            halves.sort_unstable();
            assert_eq!(halves, [false, true]);
        }
    }
}

#[test]
fn pages_in_order_stand_in_rows() {
    let two = sides(&book(5, "en"), Scheme::TwoUp);
    let numbers = |sides: &[Vec<Found>]| -> Vec<Vec<usize>> {
        let numbers = sides
            .iter()
            .map(|side| side.iter().map(|found| found.page).collect());
        numbers.collect()
    };
    assert_eq!(numbers(&two), [vec![1, 2], vec![3, 4], vec![5]]);
    assert!(two[0][0].left < two[0][1].left && two[0][0].scale == 1.0);
    let arabic = sides(&book(2, "ar"), Scheme::TwoUp);
    assert!(arabic[0][0].left > arabic[0][1].left, "read from the right");

    let four = sides(&book(5, "en"), Scheme::FourUp);
    assert_eq!(numbers(&four), [vec![1, 2, 3, 4], vec![5]]);
    let [first, second, third, fourth] = four[0].as_slice() else {
        panic!("four pages");
    };
    assert!(first.left < second.left && third.left < fourth.left);
    assert!(first.bottom > third.bottom && second.bottom > fourth.bottom);
    for found in &four[0] {
        assert!(found.scale > 0.7 && found.scale < 0.71, "{found:?}");
        assert!(found.left > 0.0 && found.left + 148.0 * found.scale < 210.0);
    }
}
