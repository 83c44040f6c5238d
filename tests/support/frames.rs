//! The printed pages as text: a line a run, rule, photo or link, with its place in points from the
//! page's top left corner and its element of the structure.

use std::fmt::Write;

use cutline::layout::frame::{Colour, Element, Item, Owner, Page, PagedBook, Rect, Shape};
use cutline::layout::length::Length;
use cutline::layout::paginate;

use super::Reading;

pub fn render(reading: &Reading) -> String {
    let (book, _) = reading.look_up();
    let pages = paginate(&book, &reading.spec().0).pages;
    let mut text = String::new();
    for page in &pages.pages {
        render_page(&pages, page, &mut text);
    }
    for entry in &pages.outline {
        let level = "  ".repeat(entry.level.into());
        writeln!(
            text,
            "outline{level}{} on {}",
            entry.title, entry.page_index
        )
        .unwrap();
    }
    text
}

fn render_page(book: &PagedBook, page: &Page, text: &mut String) {
    let size = (points(page.width), points(page.height));
    writeln!(text, "page {} {}×{}", page.folio, size.0, size.1).unwrap();
    for item in &page.items {
        let owner = match item.owner {
            Owner::Element(id) => role(&book.structure[id.0]),
            Owner::Pagination => "pagination".to_owned(),
            Owner::Layout => "ornament".to_owned(),
        };
        writeln!(text, "  {} [{owner}]", shape(book, item)).unwrap();
    }
    for link in &page.links {
        writeln!(text, "  link {} {:?}", area(link.area), link.target).unwrap();
    }
}

fn role(element: &Element) -> String {
    let mut text = format!("{:?}", element.role);
    if let Some(alt) = &element.alt {
        write!(text, " alt={alt:?}").unwrap();
    }
    text
}

fn shape(book: &PagedBook, item: &Item) -> String {
    match &item.shape {
        Shape::Text(run) => {
            let glyphs = run.glyphs(&book.vocabulary);
            let width: Length = glyphs.iter().map(|glyph| glyph.advance).sum();
            let hyphen = glyphs
                .last()
                .is_some_and(|glyph| glyph.text_start == glyph.text_end);
            format!(
                "{} {} w{} {} {} {:?}{}",
                points(run.origin.x),
                points(run.origin.y),
                points(width),
                book.fonts[run.font.0].name,
                points(run.size),
                run.text,
                if hyphen { " hyphen" } else { "" }
            )
        }
        Shape::Fill { area: at, colour } => format!("fill {} {}", area(*at), name(*colour)),
        Shape::Stroke {
            from, to, colour, ..
        } => format!(
            "stroke {} {} to {} {} {}",
            points(from.x),
            points(from.y),
            points(to.x),
            points(to.y),
            name(*colour)
        ),
        Shape::Photo { area: at, .. } => format!("photo {}", area(*at)),
    }
}

fn name(colour: Colour) -> String {
    match colour {
        Colour::Black => "black".to_owned(),
        Colour::Grey(percent) => format!("grey{percent}"),
        Colour::White => "white".to_owned(),
        Colour::Rgb([red, green, blue]) => format!("#{red:02x}{green:02x}{blue:02x}"),
    }
}

fn area(rect: Rect) -> String {
    let (x, y) = (points(rect.origin.x), points(rect.origin.y));
    format!("{x} {y} {}×{}", points(rect.width), points(rect.height))
}

/// Points with two decimals: finer than anybody sees, coarse enough to read.
fn points(length: Length) -> String {
    format!("{:.2}", length.to_pt())
}
