//! What there is to say about each photo of a book, in reading order.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use crate::book::{Book, Picture, SlotReason};
use crate::document::inline::plain_text;
use crate::document::{Document, Edition, Figure, NodeId};
use crate::layout::Layout;
use crate::layout::frame::PlacedPhoto;
use crate::layout::length::Length;
use crate::manuscript::Manuscript;
use crate::photo::Photo;

/// One figure.
pub struct Row {
    /// The book, as the user named it.
    pub book: String,
    /// The photo's slug.
    pub slug: String,
    /// Its file, relative to the project folder; none while it is still to come.
    pub file: Option<String>,
    /// Its width and height in pixels, upright.
    pub pixels: Option<(u32, u32)>,
    /// Where it stands in print, if it came onto a page.
    pub placed: Option<Placed>,
    /// The text under it.
    pub cutline: String,
    /// Whom it is credited to.
    pub credit: String,
    /// Its alternative text.
    pub alt: Alt,
    /// The licence, as the ledger says it.
    pub licence: Option<String>,
    /// The editions that may show it.
    pub editions: Vec<&'static str>,
    /// The last day of its permission.
    pub expires: Option<String>,
    /// Where it may be shown; empty is everywhere.
    pub territory: Vec<String>,
    /// The title of its chapter.
    pub chapter: String,
}

/// A place in print.
pub struct Placed {
    /// The page number.
    pub page: String,
    /// Width in millimetres.
    pub width: f64,
    /// Height in millimetres.
    pub height: f64,
    /// Pixels to the inch.
    pub ppi: Option<u32>,
    /// The pixels that make 300 to the inch.
    pub wanted: (u32, u32),
}

/// Whether a photo has an alternative text.
pub enum Alt {
    /// It has.
    Said(String),
    /// It is decoration.
    Decoration,
    /// Nobody wrote one.
    Missing,
}

impl Alt {
    /// The word in a table.
    pub fn word(&self) -> &'static str {
        match self {
            Alt::Said(_) => "yes",
            Alt::Decoration => "decorative",
            Alt::Missing => "no",
        }
    }
}

/// A row for every figure.
pub fn of(input: &Path, manuscript: &Manuscript, book: &Book, layout: &Layout) -> Vec<Row> {
    let document = book.document();
    // A root that cannot be resolved has no photos.
    let root = fs::canonicalize(&manuscript.root).unwrap_or_default();
    let places = layout.placed.iter().chain(&layout.in_lines);
    let places: BTreeMap<NodeId, &PlacedPhoto> =
        places.map(|placed| (placed.node, placed)).collect();
    let rows = document.figures().into_iter().map(|it| {
        let photo = match book.looked_up(it.id) {
            Some(Picture::Photo(photo)) => Some(photo),
            _ => None,
        };
        let Figure {
            cutline,
            alt,
            rights,
            slug,
            ..
        } = it.figure;
        let shows = |(edition, name)| match book.picture_in(edition, it.id) {
            Some(Picture::ReservedSlot {
                reason: SlotReason::Withheld,
                ..
            }) => None,
            _ => Some(name),
        };
        let editions = [(Edition::Epub, "epub"), (Edition::Pdf, "pdf")];
        Row {
            book: input.display().to_string(),
            slug: slug.as_str().to_owned(),
            file: photo.map(|photo| name(photo, &root)),
            pixels: photo.map(Photo::upright_size),
            placed: places.get(&it.id).map(|placed| measured(placed)),
            cutline: one_line(&plain_text(cutline)),
            credit: one_line(&plain_text(it.credit())),
            alt: match alt.as_deref().map(str::trim) {
                None => Alt::Missing,
                Some("") => Alt::Decoration,
                Some(text) => Alt::Said(one_line(text)),
            },
            licence: rights.licence.clone(),
            editions: editions.into_iter().filter_map(shows).collect(),
            expires: rights.expires.clone(),
            territory: rights.territory.clone(),
            chapter: chapter(document, it.id),
        }
    });
    rows.collect()
}

fn measured(placed: &PlacedPhoto) -> Placed {
    let millimetres = |length: Length| (length.to_pt() * 254.0 / 72.0).round() / 10.0;
    // Layout is exact; so is this, up to the last pixel.
    let pixels = |length: Length| (length.to_pt() * 300.0 / 72.0).ceil() as u32;
    Placed {
        page: placed.folio.clone(),
        width: millimetres(placed.width),
        height: millimetres(placed.height),
        ppi: placed.pixels_an_inch(),
        wanted: (pixels(placed.width), pixels(placed.height)),
    }
}

fn name(photo: &Photo, root: &Path) -> String {
    let path = photo.path.strip_prefix(root).unwrap_or(&photo.path);
    let parts: Vec<_> = path.iter().map(|part| part.to_string_lossy()).collect();
    parts.join("/")
}

/// The chapter of a node: the last that begins before it. Notes have none.
fn chapter(document: &Document, node: NodeId) -> String {
    if document.notes.first().is_some_and(|note| note.id < node) {
        return String::new();
    }
    let chapters = &document.chapters;
    let after = chapters.partition_point(|chapter| chapter.id <= node);
    let chapter = after.checked_sub(1).and_then(|last| chapters.get(last));
    let title = chapter.map(|chapter| one_line(&plain_text(&chapter.title)));
    title.unwrap_or_default()
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
