//! The catalogue: language, labels, outline, destinations, output intent (ISO 32000-1, 7.7.2).

use std::collections::BTreeMap;

use lopdf::{Dictionary, Document, Object, ObjectId, Stream};

use super::object::{entry, name, number, text};
use super::structure::Structure;
use crate::layout::frame::{PagedBook, Point};
use crate::pdf::claim::language_tag;
use crate::pdf::label::{Counting, runs};
use crate::pdf::number::milli;
use crate::pdf::outline::nest;

/// sRGB, version 4; where it comes from stands beside it.
const SRGB: &[u8] = include_bytes!("../../../assets/srgb.icc");

/// Replaces the draft's catalogue but for its page tree.
pub fn set(
    document: &mut Document,
    book: &PagedBook,
    page_ids: &[ObjectId],
    structure: &Structure,
) {
    let outline = add_outline(document, book, page_ids, structure);
    let destinations = add_destinations(document, book, page_ids);
    let profile = entry("N", 3);
    let profile = document.add_object(Stream::new(profile, SRGB.to_vec()));
    let Ok(catalogue) = document.catalog_mut() else {
        return;
    };
    catalogue.remove(b"PageLayout");
    catalogue.remove(b"PageMode");
    if let Some(language) = language_tag(&book.metadata.language) {
        catalogue.set("Lang", text(language));
    }
    let marked = entry("Marked", true);
    catalogue.set("MarkInfo", marked);
    catalogue.set("StructTreeRoot", structure.root);
    let mut preferences = entry("DisplayDocTitle", true);
    if book.metadata.is_right_to_left() {
        // Facing pages stand the other way round (ISO 32000-1, table 150).
        preferences.set("Direction", name("R2L"));
    }
    catalogue.set("ViewerPreferences", preferences);
    catalogue.set("PageLabels", page_labels(book));
    catalogue.set("OutputIntents", vec![output_intent(profile).into()]);
    if let Some(outline) = outline {
        catalogue.set("Outlines", outline);
        catalogue.set("PageMode", name("UseOutlines"));
    }
    if let Some(destinations) = destinations {
        catalogue.set("Names", entry("Dests", destinations));
    }
}

/// Says that colours are meant as sRGB (ISO 19005-2, 6.2.3).
fn output_intent(profile: ObjectId) -> Dictionary {
    Dictionary::from_iter([
        ("Type", name("OutputIntent")),
        ("S", name("GTS_PDFA1")),
        ("OutputConditionIdentifier", text("sRGB")),
        ("Info", text("sRGB IEC61966-2.1")),
        ("DestOutputProfile", Object::Reference(profile)),
    ])
}

fn page_labels(book: &PagedBook) -> Dictionary {
    let folios = book.pages.iter().map(|page| page.folio.as_str());
    let mut numbers = Vec::new();
    for run in runs(folios) {
        let mut label = Dictionary::new();
        match run.counting {
            Counting::Decimal => label.set("S", name("D")),
            Counting::LowerRoman => label.set("S", name("r")),
            Counting::UpperRoman => label.set("S", name("R")),
            Counting::Words(words) => label.set("P", text(&words)),
        }
        if run.first != 1 {
            label.set("St", run.first);
        }
        numbers.extend([Object::Integer(run.page_index as i64), label.into()]);
    }
    entry("Nums", numbers)
}

/// A place in the file (ISO 32000-1, 12.3.2.2). `None` for a page that is not there.
fn place(
    book: &PagedBook,
    page_ids: &[ObjectId],
    page_index: usize,
    point: Point,
) -> Option<Vec<Object>> {
    let page = book.pages.get(page_index)?;
    Some(vec![
        Object::Reference(*page_ids.get(page_index)?),
        name("XYZ"),
        number(milli(point.x)),
        number(milli(page.height - point.y)),
        Object::Null,
    ])
}

/// The outline. A book's chapters show closed; where all stands under one heading, that is open.
fn add_outline(
    document: &mut Document,
    book: &PagedBook,
    page_ids: &[ObjectId],
    structure: &Structure,
) -> Option<ObjectId> {
    let entries: Vec<_> = book
        .outline
        .iter()
        .filter_map(|item| Some((item, place(book, page_ids, item.page_index, item.point)?)))
        .collect();
    let levels: Vec<u8> = entries.iter().map(|(entry, _)| entry.level).collect();
    let tree = nest(&levels);
    let top: Vec<usize> = (0..tree.len())
        .filter(|index| tree[*index].parent.is_none())
        .collect();
    let (first, last) = (*top.first()?, *top.last()?);
    let root = document.new_object_id();
    let ids: Vec<ObjectId> = entries.iter().map(|_| document.new_object_id()).collect();
    let open = if top.len() == 1 {
        tree[first].children
    } else {
        0
    };

    for (index, ((entry, place), neighbours)) in entries.into_iter().zip(&tree).enumerate() {
        let mut item = Dictionary::from_iter([
            ("Title", text(&entry.title)),
            (
                "Parent",
                neighbours.parent.map_or(root, |parent| ids[parent]).into(),
            ),
            ("Dest", Object::Array(place)),
        ]);
        for (key, other) in [
            ("Prev", neighbours.previous),
            ("Next", neighbours.next),
            ("First", neighbours.first),
            ("Last", neighbours.last),
        ] {
            if let Some(other) = other {
                item.set(key, ids[other]);
            }
        }
        if neighbours.children > 0 {
            let children = neighbours.children as i64;
            item.set(
                "Count",
                if index == first && open > 0 {
                    children
                } else {
                    -children
                },
            );
        }
        if let Some(element) = structure.element(entry.element) {
            item.set("SE", element);
        }
        document.set_object(ids[index], item);
    }
    let outline = Dictionary::from_iter([
        ("Type", name("Outlines")),
        ("First", ids[first].into()),
        ("Last", ids[last].into()),
        ("Count", Object::Integer((top.len() + open) as i64)),
    ]);
    document.set_object(root, outline);
    Some(root)
}

/// The name tree of destinations (ISO 32000-1, 7.9.6), sorted by the bytes of their names.
fn add_destinations(
    document: &mut Document,
    book: &PagedBook,
    page_ids: &[ObjectId],
) -> Option<ObjectId> {
    let mut places = BTreeMap::new();
    for destination in &book.destinations {
        let name = text(&destination.name);
        let place = place(book, page_ids, destination.page_index, destination.point);
        if let (Ok(key), Some(place)) = (name.as_str(), place) {
            places.entry(key.to_vec()).or_insert([name, place.into()]);
        }
    }
    if places.is_empty() {
        return None;
    }
    let names: Vec<Object> = places.into_values().flatten().collect();
    Some(document.add_object(entry("Names", names)))
}
