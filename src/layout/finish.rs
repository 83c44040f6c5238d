//! From sheets to what layout makes of a book: pages in their dress, and what leads to them.

use std::collections::{BTreeSet, HashSet};

use super::compose::Composer;
use super::dress::Dress;
use super::font::Fonts;
use super::found;
use super::frame::{
    Destination, LinkTarget, OutlineEntry, Page, PageMap, PagePlace, PageStart, PagedBook,
    PlacedPhoto, Point, Rect, Shape, TextPosition,
};
use super::galley::Heading;
use super::page::PageBody;
use super::resolution;
use crate::diagnostic::Diagnostic;
use crate::document::{Edition, NodeId};
use crate::fonts::Given;
use crate::source::Span;

/// What layout makes of a book.
#[derive(Debug)]
pub struct Layout {
    /// The printed edition.
    pub pages: PagedBook,
    /// Where its pages begin in the manuscript.
    pub page_map: PageMap,
    /// The photos of all figures, where they stand and how large, page by page.
    pub placed: Vec<PlacedPhoto>,
    /// The photos in the middle of lines, likewise; one of a head that is repeated, where it stands first.
    pub in_lines: Vec<PlacedPhoto>,
    /// What was found while setting.
    pub diagnostics: Vec<Diagnostic>,
    /// Characters that no face has, in the order of their numbers.
    pub missing: Vec<char>,
    /// The given faces that were asked, but for those that no PDF can hold.
    pub given: Given,
    /// Given faces, by their place, that no PDF can hold.
    pub(super) refused: Vec<usize>,
}

/// What layout tells of a book that nobody prints.
#[derive(Debug)]
pub struct Pagination {
    /// Where its pages would begin in the manuscript.
    pub page_map: PageMap,
    /// What was found while setting.
    pub diagnostics: Vec<Diagnostic>,
    /// Characters that no face has, in the order of their numbers.
    pub missing: Vec<char>,
    /// The given faces that were asked, but for those that no PDF can hold.
    pub given: Given,
}

/// A page before it is dressed.
pub struct Sheet {
    /// What stands on it.
    pub body: PageBody,
    /// Its number, as it is printed.
    pub folio: String,
    /// The running heads of a left-hand and a right-hand page.
    pub heads: Option<[String; 2]>,
    /// Whether the number is printed.
    pub shows_folio: bool,
    /// What to name where something is wrong with the page.
    pub span: Span,
}

impl Sheet {
    /// An empty page: no running head, no folio.
    pub fn blank(span: Span) -> Sheet {
        Sheet {
            body: PageBody::default(),
            folio: String::new(),
            heads: None,
            shows_folio: false,
            span,
        }
    }
}

/// Dresses the pages, and gathers from them what leads to them: outline, places, page map, photos.
pub fn finish(mut composer: Composer<'_, '_>, fonts: &Fonts, sheets: Vec<Sheet>) -> Layout {
    let count = sheets.len();
    let is_of_cover =
        |sheet: &&Sheet| sheet.folio.is_empty() || sheet.folio == composer.words.cover;
    let of_cover = sheets.iter().take_while(is_of_cover).count();
    let mut pages: Vec<Page> = Vec::with_capacity(sheets.len());
    let mut outline: Vec<OutlineEntry> = Vec::new();
    let mut destinations = Vec::new();
    let mut page_map = PageMap::default();
    let mut waiting: Vec<String> = Vec::new();
    let mut placed = Vec::new();
    let mut in_lines: Vec<PlacedPhoto> = Vec::new();
    let mut known = HashSet::new();
    let book = composer.book;
    let is_figure = |node: NodeId| book.picture_in(Edition::Pdf, node).is_some();
    for (page_index, sheet) in sheets.into_iter().enumerate() {
        let recto = page_index % 2 == 0;
        let corner = composer.spec.corner(recto);
        let on_page = |point: Point| Point {
            x: corner.x + point.x,
            y: corner.y + point.y,
        };
        for (name, point) in &sheet.body.anchors {
            let point = on_page(*point);
            let place = PagePlace {
                pages_before: page_index.saturating_sub(of_cover),
                label: sheet.folio.clone(),
            };
            page_map.places.insert(name.clone(), place);
            destinations.push(Destination {
                name: name.clone(),
                page_index,
                point,
            });
        }
        for (heading, point) in &sheet.body.headings {
            outline.push(entry(heading, page_index, on_page(*point), outline.last()));
        }
        // A float may have come from further back, or have no words: a page of such floats alone
        // begins where the text goes on, so that marks stay in the order of the text.
        let last = page_map.pages.last().map(|last: &PageStart| last.at);
        match sheet.body.begins_with {
            Some(at) if last.is_none_or(|last| last < at) => {
                let labels = waiting.drain(..).chain([sheet.folio.clone()]);
                page_map
                    .pages
                    .extend(labels.map(|label| PageStart { label, at }));
            }
            None if sheet.body.figures.is_empty() => {}
            _ => waiting.push(sheet.folio.clone()),
        }
        let shown = |node: NodeId, area: &Rect| PlacedPhoto {
            node,
            page_index,
            folio: sheet.folio.clone(),
            width: area.width,
            height: area.height,
            pixels: resolution::pixels_of(book.picture_in(Edition::Pdf, node)),
        };
        for (node, area) in &sheet.body.figures {
            known.insert(*node);
            placed.push(shown(*node, area));
        }
        for item in &sheet.body.items {
            let seen = match &item.shape {
                Shape::Photo { area, node, .. } => node.map(|node| (node, area)),
                // The frame of one that is still to come.
                Shape::Fill { area, .. } => {
                    let node = composer.structure.node_of(item.owner);
                    node.filter(|node| is_figure(*node))
                        .map(|node| (node, area))
                }
                _ => None,
            };
            if let Some((node, area)) = seen
                && known.insert(node)
            {
                in_lines.push(shown(node, area));
            }
        }
        let dress = Dress {
            folio: &sheet.folio,
            running_head: sheet.heads.as_ref().map(|[verso, right]| {
                let head = if recto { right } else { verso };
                head.as_str()
            }),
            shows_folio: sheet.shows_folio,
            recto,
            count,
            span: sheet.span,
        };
        pages.push(composer.dress(sheet.body, &dress));
    }
    // Floats may also close the book: then past the end of what stands on the page before them.
    if let Some(last) = page_map.pages.last().map(|last| last.at) {
        let offset = usize::MAX;
        let at = TextPosition { offset, ..last };
        page_map
            .pages
            .extend(waiting.into_iter().map(|label| PageStart { label, at }));
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
    let mut diagnostics = found::diagnostics(&composer.findings, composer.spec.margins_refused);
    diagnostics.extend(resolution::judge(composer.book.document(), &placed));
    let missing: BTreeSet<char> = composer
        .findings
        .missing
        .iter()
        .map(|m| m.character)
        .collect();
    let refused = fonts.refused(&pages, composer.shaper.vocabulary());
    if composer.shaper.right_to_left() {
        let vocabulary = composer.shaper.vocabulary();
        pages.iter_mut().for_each(|page| page.mirror(vocabulary));
        let width = composer.spec.width;
        let mirror = |point: &mut Point| point.x = width - point.x;
        destinations.iter_mut().for_each(|d| mirror(&mut d.point));
        outline
            .iter_mut()
            .for_each(|entry| mirror(&mut entry.point));
    }
    let given = composer.spec.fonts.clone();
    let files = fonts.number(&mut pages);
    let pages = PagedBook {
        metadata: composer.book.document().metadata.clone(),
        pages,
        vocabulary: composer.shaper.into_vocabulary(),
        fonts: files,
        photos: composer.photos,
        structure: composer.structure.into_elements(),
        outline,
        destinations,
        every_picture_has_alt: composer.every_picture_has_alt,
    };
    Layout {
        pages,
        page_map,
        placed,
        in_lines,
        diagnostics,
        missing: missing.into_iter().collect(),
        given,
        refused,
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
