//! The catalogue: language, labels, outline, destinations, output intent (ISO 32000-1, 7.7.2).

use std::collections::BTreeMap;

use lopdf::{Dictionary, Document, Object, ObjectId, Stream};

use super::Scene;
use super::object::{entry, name, number, text};
use super::structure::Structure;
use crate::layout::frame::Point;
use crate::pdf::claim::language_tag;
use crate::pdf::label::{Counting, runs};
use crate::pdf::outline::nest;
use crate::pdf::sheet::{Purpose, Scheme};

/// sRGB, version 4; where it comes from stands beside it.
pub const SRGB: &[u8] = include_bytes!("../../../assets/srgb.icc");

/// Replaces the draft's catalogue but for its page tree.
pub fn set(document: &mut Document, scene: &Scene<'_>, purpose: &Purpose, structure: &Structure) {
    let book = scene.book;
    let links = purpose.has_links();
    let outline = links
        .then(|| add_outline(document, scene, structure))
        .flatten();
    let destinations = links.then(|| add_destinations(document, scene)).flatten();
    let intent = add_intent(document, purpose);
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
    if let Purpose::Imposed(imposition) = purpose {
        preferences.set("PrintScaling", name("None"));
        if imposition.scheme == Scheme::Booklet {
            // The back of a sheet stands as its front does, turned about the fold.
            preferences.set("Duplex", name("DuplexFlipShortEdge"));
        }
    }
    catalogue.set("ViewerPreferences", preferences);
    catalogue.set("PageLabels", page_labels(scene));
    if let Some(intent) = intent {
        catalogue.set("OutputIntents", vec![intent.into()]);
    }
    if let Some(outline) = outline {
        catalogue.set("Outlines", outline);
        catalogue.set("PageMode", name("UseOutlines"));
    }
    if let Some(destinations) = destinations {
        catalogue.set("Names", entry("Dests", destinations));
    }
}

/// Says what colours are meant for: sRGB, or the inks of a press.
fn add_intent(document: &mut Document, purpose: &Purpose) -> Option<Dictionary> {
    let mut add = |channels: i64, profile: &[u8]| {
        document.add_object(Stream::new(entry("N", channels), profile.to_vec()))
    };
    let mut intent = entry("Type", name("OutputIntent"));
    match purpose {
        Purpose::Reading | Purpose::Imposed(_) => {
            // ISO 19005-2, 6.2.3.
            intent.set("S", name("GTS_PDFA1"));
            intent.set("OutputConditionIdentifier", text("sRGB"));
            intent.set("Info", text("sRGB IEC61966-2.1"));
            intent.set("DestOutputProfile", add(3, SRGB));
        }
        Purpose::Press(press) => {
            // ISO 15930-7, on output intents.
            let meant = press.intent.as_ref()?;
            let registered = meant.registered.as_deref();
            intent.set("S", name("GTS_PDFX"));
            let condition = registered.unwrap_or("Custom");
            intent.set("OutputConditionIdentifier", text(condition));
            if registered.is_some() {
                intent.set("RegistryName", text("http://www.color.org"));
            }
            intent.set("Info", text(&meant.description));
            intent.set("DestOutputProfile", add(4, meant.profile.bytes()));
        }
    }
    Some(intent)
}

fn page_labels(scene: &Scene<'_>) -> Dictionary {
    let folios: Vec<_> = scene.sheets.folios(scene.book).collect();
    let folios = folios.iter().map(|folio| &**folio);
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
fn place(scene: &Scene<'_>, page_index: usize, point: Point) -> Option<Vec<Object>> {
    let (sheet, (x, y)) = scene.sheets.point(scene.book, page_index, point)?;
    Some(vec![
        Object::Reference(*scene.page_ids.get(sheet)?),
        name("XYZ"),
        number(x),
        number(y),
        Object::Null,
    ])
}

/// The outline. A book's chapters show closed; where all stands under one heading, that is open.
fn add_outline(
    document: &mut Document,
    scene: &Scene<'_>,
    structure: &Structure,
) -> Option<ObjectId> {
    let entries: Vec<_> = scene
        .book
        .outline
        .iter()
        .filter_map(|item| Some((item, place(scene, item.page_index, item.point)?)))
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
fn add_destinations(document: &mut Document, scene: &Scene<'_>) -> Option<ObjectId> {
    let mut places = BTreeMap::new();
    for destination in &scene.book.destinations {
        let name = text(&destination.name);
        let place = place(scene, destination.page_index, destination.point);
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
