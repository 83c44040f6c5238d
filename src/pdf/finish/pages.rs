//! Page objects with their content, resources and links.

use lopdf::{Dictionary, Document, Object, ObjectId, Stream};

use super::draft::Draft;
use super::images::Images;
use super::object::{bytes, entry, name, rectangle, text};
use super::structure::Structure;
use crate::layout::frame::{LinkArea, LinkTarget, PagedBook, Point, Rect};
use crate::layout::length::Length;
use crate::pdf::content::{PageContent, bounds};

/// Completes every page.
pub fn complete(
    document: &mut Document,
    book: &PagedBook,
    contents: Vec<PageContent>,
    draft: &Draft,
    images: &Images,
    structure: &Structure,
) {
    let fonts = document.add_object(draft.fonts.clone());
    let plain = entry("Font", fonts);
    let plain_resources = document.add_object(plain.clone());
    let mut next_link = contents.len();
    let pages = book.pages.iter().zip(&draft.pages).zip(&structure.links);
    for (number, (((page, id), links), content)) in pages.zip(contents).enumerate() {
        let sheet = Rect {
            origin: Point::default(),
            width: page.width,
            height: page.height,
        };
        let sheet = rectangle(bounds(sheet, page.height));

        let resources = if content.pictures.is_empty() {
            plain_resources
        } else {
            let shown = content.pictures.iter().filter_map(|picture| {
                let image = images.ids.get(picture.0)?;
                Some((picture.resource(), Object::Reference(*image)))
            });
            let mut resources = plain.clone();
            resources.set("XObject", Dictionary::from_iter(shown));
            document.add_object(resources)
        };
        let deflated = entry("Filter", name("FlateDecode"));
        let content = Stream::new(deflated, content.stream).with_compression(false);
        let content = document.add_object(content);

        for (link, link_id) in page.links.iter().zip(links) {
            let mut annotation = annotation(link, *id, page.height);
            annotation.set("StructParent", next_link as i64);
            next_link += 1;
            document.set_object(*link_id, annotation);
        }
        let Ok(dictionary) = document.get_dictionary_mut(*id) else {
            continue;
        };
        dictionary.remove(b"CropBox");
        dictionary.remove(b"Annots");
        for key in ["MediaBox", "BleedBox", "TrimBox"] {
            dictionary.set(key, sheet.clone());
        }
        dictionary.set("Resources", resources);
        dictionary.set("Contents", content);
        dictionary.set("StructParents", number as i64);
        dictionary.set("Tabs", name("S"));
        if !links.is_empty() {
            let links = links.iter().copied().map(Object::Reference);
            dictionary.set("Annots", links.collect::<Vec<_>>());
        }
    }
}

/// A link annotation (ISO 32000-1, 12.5.6.5).
fn annotation(link: &LinkArea, page: ObjectId, page_height: Length) -> Dictionary {
    const PRINT: i64 = 1 << 2;
    let mut annotation = Dictionary::from_iter([
        ("Type", name("Annot")),
        ("Subtype", name("Link")),
        ("Rect", rectangle(bounds(link.area, page_height))),
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
