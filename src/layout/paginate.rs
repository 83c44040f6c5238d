//! The whole book in pages: chapters, then the front matter that needs their folios.

use std::collections::HashSet;

use super::compose::{Column, Composer, Paragraphs};
use super::dress::Dress;
use super::font::Fonts;
use super::frame::{
    Destination, ElementId, LinkTarget, OutlineEntry, Page, PageMap, PageStart, PagedBook, Point,
    Role,
};
use super::galley::Heading;
use super::length::Length;
use super::opening::ContentsLine;
use super::page::{Filler, PageBody};
use super::paragraph::Findings;
use super::spec::Spec;
use super::structure::Structure;
use crate::book::Book;
use crate::diagnostic::{Code, Diagnostic};
use crate::document::inline::plain_text;
use crate::document::{Chapter, Form};
use crate::source::Span;

/// What layout makes of a book.
#[derive(Debug)]
pub struct Layout {
    /// The printed edition.
    pub pages: PagedBook,
    /// Where its pages begin in the manuscript.
    pub page_map: PageMap,
    /// What was found while setting.
    pub diagnostics: Vec<Diagnostic>,
}

/// A page before it is dressed.
struct Sheet {
    body: PageBody,
    folio: String,
    running_head: Option<String>,
    shows_folio: bool,
    span: Span,
}

/// Sets a book in pages.
pub fn paginate(book: &Book, spec: &Spec) -> Layout {
    let fonts = Fonts::bundled();
    let mut composer = Composer::new(book, spec, &fonts);
    let document = book.document();
    let is_book = document.form() == Form::Book;
    // Made first, so that it stands first in the structure.
    let front = is_book.then(|| composer.structure.add(Role::Section, Structure::ROOT, None));
    let mut body = Vec::new();
    let mut number = 0;
    for chapter in &document.chapters {
        if is_book && !chapter.title.is_empty() {
            number += 1;
        }
        let shown = (is_book && !chapter.title.is_empty()).then_some(number);
        set_chapter(&mut composer, chapter, shown, &mut body);
    }
    let span = document.chapters.first().map(|chapter| chapter.span);
    let mut sheets = match (front, span) {
        (Some(front), Some(span)) => front_matter(&mut composer, front, span, &body),
        _ => Vec::new(),
    };
    sheets.append(&mut body);
    finish(composer, &fonts, sheets)
}

fn column(composer: &Composer<'_, '_>, parent: ElementId) -> Column {
    let measure = composer.spec.measure();
    Column {
        left: Length::ZERO,
        measure,
        style: composer.spec.body,
        parent,
        nested: false,
        paragraphs: Paragraphs::Indented,
    }
}

fn fill(composer: &mut Composer<'_, '_>) -> Vec<PageBody> {
    let galley = std::mem::take(&mut composer.galley);
    Filler::new(composer.spec, &galley, &composer.notes).fill()
}

fn set_chapter(
    composer: &mut Composer<'_, '_>,
    chapter: &Chapter,
    number: Option<usize>,
    sheets: &mut Vec<Sheet>,
) {
    let metadata = &composer.book.document().metadata;
    let is_book = composer.book.document().form() == Form::Book;
    let part = composer
        .structure
        .add(Role::Part, Structure::ROOT, Some(chapter.id));
    let column = column(composer, part);
    if is_book {
        composer.chapter_title(chapter, number, column);
    } else {
        composer.article_title(chapter, column);
    }
    composer.blocks(&chapter.blocks, column);
    let title = plain_text(&chapter.title);
    for (index, body) in fill(composer).into_iter().enumerate() {
        let page = sheets.len() + 1;
        let recto = page % 2 == 1;
        let head = if recto && !title.is_empty() {
            &title
        } else {
            &metadata.title
        };
        sheets.push(Sheet {
            body,
            folio: page.to_string(),
            running_head: (index > 0).then(|| head.clone()),
            shows_folio: true,
            span: chapter.span,
        });
    }
}

/// Title page, blank verso, contents; an even number of pages, so that the body opens on a recto.
fn front_matter(
    composer: &mut Composer<'_, '_>,
    front: ElementId,
    span: Span,
    body: &[Sheet],
) -> Vec<Sheet> {
    let column = column(composer, front);
    composer.title_page(span, column);
    let mut sheets: Vec<Sheet> = Vec::new();
    let mut push = |body, shows_folio| {
        let folio = roman(sheets.len() + 1);
        sheets.push(Sheet {
            body,
            folio,
            running_head: None,
            shows_folio,
            span,
        });
    };
    fill(composer)
        .into_iter()
        .for_each(|page| push(page, false));
    push(PageBody::default(), false);
    let lines: Vec<ContentsLine> = body
        .iter()
        .flat_map(|sheet| {
            sheet
                .body
                .headings
                .iter()
                .map(move |(heading, _)| (sheet, heading))
        })
        .filter(|(_, heading)| heading.level <= 2)
        .map(|(sheet, heading)| ContentsLine {
            heading: heading.clone(),
            folio: sheet.folio.clone(),
            span: sheet.span,
        })
        .collect();
    composer.contents(&lines, span, column);
    fill(composer).into_iter().for_each(|page| push(page, true));
    if sheets.len() % 2 == 1 {
        let folio = roman(sheets.len() + 1);
        let body = PageBody::default();
        sheets.push(Sheet {
            body,
            folio,
            running_head: None,
            shows_folio: false,
            span,
        });
    }
    sheets
}

fn finish(mut composer: Composer<'_, '_>, fonts: &Fonts, sheets: Vec<Sheet>) -> Layout {
    let mut pages: Vec<Page> = Vec::with_capacity(sheets.len());
    let mut outline: Vec<OutlineEntry> = Vec::new();
    let mut destinations = Vec::new();
    let mut page_map = PageMap::default();
    for (page_index, sheet) in sheets.into_iter().enumerate() {
        let recto = page_index % 2 == 0;
        let corner = composer.corner(recto);
        let on_page = |point: Point| Point {
            x: corner.x + point.x,
            y: corner.y + point.y,
        };
        for (name, point) in &sheet.body.anchors {
            let point = on_page(*point);
            destinations.push(Destination {
                name: name.clone(),
                page_index,
                point,
            });
        }
        for (heading, point) in &sheet.body.headings {
            outline.push(entry(heading, page_index, on_page(*point), outline.last()));
        }
        if let Some(at) = sheet.body.begins_with {
            // A float may have come from further back: markers stay in the order of the text.
            if page_map
                .pages
                .last()
                .is_none_or(|last: &PageStart| last.at < at)
            {
                page_map.pages.push(PageStart {
                    label: sheet.folio.clone(),
                    at,
                });
            }
        }
        let dress = Dress {
            folio: &sheet.folio,
            running_head: sheet.running_head.as_deref(),
            shows_folio: sheet.shows_folio,
            recto,
            span: sheet.span,
        };
        pages.push(composer.dress(sheet.body, &dress));
    }
    // A place that came onto no page cannot be linked to.
    let known: HashSet<&str> = destinations
        .iter()
        .map(|d: &Destination| d.name.as_str())
        .collect();
    for page in &mut pages {
        page.links.retain(|link| match &link.target {
            LinkTarget::Destination(name) => known.contains(name.as_str()),
            LinkTarget::Address(_) => true,
        });
    }
    let diagnostics = diagnostics(&composer.findings);
    let pages = PagedBook {
        metadata: composer.book.document().metadata.clone(),
        pages,
        fonts: composer.faces.files(fonts),
        photos: composer.photos,
        structure: composer.structure.into_elements(),
        outline,
        destinations,
        every_picture_has_alt: composer.every_picture_has_alt,
    };
    Layout {
        pages,
        page_map,
        diagnostics,
    }
}

/// An outline entry; a level that the manuscript skips is skipped here too.
fn entry(
    heading: &Heading,
    page_index: usize,
    point: Point,
    before: Option<&OutlineEntry>,
) -> OutlineEntry {
    let deepest = before.map_or(1, |before| before.level + 1);
    OutlineEntry {
        title: heading.title.clone(),
        level: heading.level.min(deepest),
        page_index,
        point,
        element: heading.element,
    }
}

/// One diagnostic for all characters that cannot be set, one for every line that does not fit.
fn diagnostics(findings: &Findings) -> Vec<Diagnostic> {
    const SHOWN: usize = 12;
    let mut found = Vec::new();
    if let Some(first) = findings.missing.first() {
        let mut characters: Vec<char> = findings.missing.iter().map(|m| m.character).collect();
        characters.sort_unstable();
        characters.dedup();
        let shown: Vec<String> = characters
            .iter()
            .take(SHOWN)
            .map(|c| format!("{c} (U+{:04X})", u32::from(*c)))
            .collect();
        let more = characters.len().saturating_sub(SHOWN);
        let tail = if more > 0 {
            format!(" and {more} more")
        } else {
            String::new()
        };
        let message = format!("no bundled font can set {}{tail}", shown.join(", "));
        let hint =
            "the printed edition shows an empty box for each; the e-book uses the reader's fonts";
        found.push(Diagnostic::new(Code::MissingGlyph, first.span, message).hint(hint));
    }
    found.extend(findings.overfull.iter().map(|span| {
        Diagnostic::new(
            Code::OverfullLine,
            *span,
            "a line is wider than its measure",
        )
        .hint("allow a break, for example with a hyphen or a soft hyphen")
    }));
    found
}

/// A number in lower-case roman figures, as front matter is numbered.
fn roman(mut number: usize) -> String {
    const FIGURES: [(usize, &str); 13] = [
        (1000, "m"),
        (900, "cm"),
        (500, "d"),
        (400, "cd"),
        (100, "c"),
        (90, "xc"),
        (50, "l"),
        (40, "xl"),
        (10, "x"),
        (9, "ix"),
        (5, "v"),
        (4, "iv"),
        (1, "i"),
    ];
    let mut out = String::new();
    for (value, figure) in FIGURES {
        while number >= value {
            out.push_str(figure);
            number -= value;
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn front_matter_is_numbered_in_roman() {
        assert_eq!([1, 4, 9, 14, 40].map(roman), ["i", "iv", "ix", "xiv", "xl"]);
    }
}
