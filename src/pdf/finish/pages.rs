//! Page objects with their content, resources and links.

use std::collections::BTreeSet;

use lopdf::{Dictionary, Document, Object, ObjectId, Stream};

use super::Scene;
use super::draft::Draft;
use super::images::Images;
use super::object::{bytes, entry, name, rectangle, text};
use super::structure::Structure;
use crate::layout::frame::{LinkArea, LinkTarget};
use crate::pdf::content::{Bounds, PageContent, bounds};
use crate::pdf::sheet::ALL_PLATES;

/// Completes every page of the file.
pub fn complete(
    document: &mut Document,
    scene: &Scene<'_>,
    contents: Vec<PageContent>,
    draft: &Draft,
    images: &Images,
    structure: &Structure,
) {
    let fonts = document.add_object(draft.fonts.clone());
    let plain = entry("Font", fonts);
    let plain_resources = document.add_object(plain.clone());
    let plates = scene.sheets.sheets.iter().any(|sheet| sheet.marks);
    let plates = plates.then(|| document.add_object(every_plate()));
    let mut contents: Vec<Option<PageContent>> = contents.into_iter().map(Some).collect();
    let mut next_link = scene.sheets.sheets.len();
    let first_links: Vec<usize> = structure
        .links
        .iter()
        .map(|links| {
            let first = next_link;
            next_link += links.len();
            first
        })
        .collect();
    let sheets = scene.sheets.sheets.iter().zip(&draft.pages);
    for (number, (sheet, id)) in sheets.enumerate() {
        let mut streams = Vec::new();
        let mut pictures = BTreeSet::new();
        let mut annotations = Vec::new();
        for placed in &sheet.pages {
            let (Some(page), Some(content)) = (
                scene.book.pages.get(placed.page),
                contents.get_mut(placed.page).and_then(Option::take),
            ) else {
                continue;
            };
            pictures.extend(content.pictures.iter().copied());
            let deflated = entry("Filter", name("FlateDecode"));
            let content = Stream::new(deflated, content.stream).with_compression(false);
            streams.push(Object::Reference(document.add_object(content)));

            let links = structure.links.get(placed.page);
            let first = first_links.get(placed.page).copied().unwrap_or_default();
            let links = page.links.iter().zip(links.into_iter().flatten());
            for (key, (link, link_id)) in (first..).zip(links) {
                let area = placed.bounds(bounds(link.area, page.height));
                let mut annotation = annotation(link, area, *id);
                annotation.set("StructParent", key as i64);
                document.set_object(*link_id, annotation);
                annotations.push(Object::Reference(*link_id));
            }
        }
        let around = sheet.surroundings();
        if !around.is_empty() {
            let around = Stream::new(Dictionary::new(), around);
            streams.push(Object::Reference(document.add_object(around)));
        }
        let resources = if pictures.is_empty() && !sheet.marks {
            plain_resources
        } else {
            let shown = pictures.iter().filter_map(|picture| {
                let image = images.ids.get(picture.0)?;
                Some((picture.resource(), Object::Reference(*image)))
            });
            let mut resources = plain.clone();
            if !pictures.is_empty() {
                resources.set("XObject", Dictionary::from_iter(shown));
            }
            if let Some(plates) = plates.filter(|_| sheet.marks) {
                resources.set("ColorSpace", entry(ALL_PLATES, plates));
            }
            document.add_object(resources)
        };
        let Ok(dictionary) = document.get_dictionary_mut(*id) else {
            continue;
        };
        dictionary.remove(b"CropBox");
        dictionary.remove(b"Annots");
        for (key, area) in [
            ("MediaBox", sheet.media),
            ("BleedBox", sheet.bleed),
            ("TrimBox", sheet.trim),
        ] {
            dictionary.set(key, rectangle(area));
        }
        dictionary.set("Resources", resources);
        match streams.as_slice() {
            [] => {
                dictionary.remove(b"Contents");
            }
            [only] => dictionary.set("Contents", only.clone()),
            _ => dictionary.set("Contents", streams),
        }
        dictionary.set("StructParents", number as i64);
        dictionary.set("Tabs", name("S"));
        if !annotations.is_empty() {
            dictionary.set("Annots", annotations);
        }
    }
}

/// The colour of all plates at once, for marks by which they are laid over each other (ISO 32000-1,
/// 8.6.6.4).
fn every_plate() -> Object {
    let unit = vec![Object::Integer(0), Object::Integer(1)];
    let function = Dictionary::from_iter([
        ("FunctionType", Object::Integer(2)),
        ("Domain", unit.into()),
        ("C0", vec![Object::Integer(0); 4].into()),
        ("C1", vec![Object::Integer(1); 4].into()),
        ("N", Object::Integer(1)),
    ]);
    Object::Array(vec![
        name("Separation"),
        name("All"),
        name("DeviceCMYK"),
        function.into(),
    ])
}

/// A link annotation (ISO 32000-1, 12.5.6.5).
fn annotation(link: &LinkArea, area: Bounds, page: ObjectId) -> Dictionary {
    const PRINT: i64 = 1 << 2;
    let mut annotation = Dictionary::from_iter([
        ("Type", name("Annot")),
        ("Subtype", name("Link")),
        ("Rect", rectangle(area)),
        ("Border", vec![Object::Integer(0); 3].into()),
        // PDF/A wants annotations to print (ISO 19005-2, 6.3.2).
        ("F", Object::Integer(PRINT)),
        ("P", Object::Reference(page)),
        ("Contents", text(&link.contents)),
    ]);
    match &link.target {
        LinkTarget::Destination(target) => {
            annotation.set("Dest", text(target));
        }
        LinkTarget::Address(address) => {
            let action = Dictionary::from_iter([
                ("Type", name("Action")),
                ("S", name("URI")),
                ("URI", bytes(ascii_address(address).into_bytes())),
            ]);
            annotation.set("A", action);
        }
    }
    annotation
}

/// An address in seven bits (ISO 32000-1, 12.6.4.7): other bytes percent-encoded.
fn ascii_address(address: &str) -> String {
    let mut ascii = String::with_capacity(address.len());
    for byte in address.bytes() {
        if byte.is_ascii_graphic() {
            ascii.push(char::from(byte));
        } else {
            ascii.push_str(&format!("%{byte:02X}"));
        }
    }
    ascii
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_ascii() {
        let ascii = ascii_address("https://example.org/über uns?q=a%20b");
        assert_eq!(ascii, "https://example.org/%C3%BCber%20uns?q=a%20b");
    }
}
