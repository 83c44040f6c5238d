//! XMP (ISO 16684-1): properties of one resource, in RDF.

use roxmltree::{Document, Node, ParsingOptions};

use super::{Stated, date, text};

const RDF: &str = "http://www.w3.org/1999/02/22-rdf-syntax-ns#";
const DC: &str = "http://purl.org/dc/elements/1.1/";
const PHOTOSHOP: &str = "http://ns.adobe.com/photoshop/1.0/";
const IPTC: &str = "http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/";

/// More elements than any block has that a person wrote.
const MOST_NODES: u32 = 100_000;

/// Reads a packet.
pub(super) fn read(packet: &[u8]) -> Stated {
    let packet = String::from_utf8_lossy(packet);
    // Programs leave room for later edits, some of zero bytes.
    let packet = packet.trim_matches(|c: char| c == '\0' || c == '\u{FEFF}' || c.is_whitespace());
    let options = ParsingOptions {
        allow_dtd: false,
        nodes_limit: MOST_NODES,
        ..ParsingOptions::default()
    };
    let Ok(document) = Document::parse_with_options(packet, options) else {
        return Stated::default();
    };
    // Only what is said of the photo itself: structures below have descriptions too.
    let descriptions: Vec<Node<'_, '_>> = document
        .descendants()
        .filter(|node| node.has_tag_name((RDF, "RDF")))
        .flat_map(|node| node.children())
        .filter(|node| node.has_tag_name((RDF, "Description")))
        .collect();
    let property = |namespace, name| {
        descriptions
            .iter()
            .find_map(|description| value(description, namespace, name))
    };
    Stated {
        description: property(DC, "description").as_deref().and_then(text),
        creator: property(DC, "creator").as_deref().and_then(text),
        credit: property(PHOTOSHOP, "Credit").as_deref().and_then(text),
        copyright: property(DC, "rights").as_deref().and_then(text),
        alt: property(IPTC, "AltTextAccessibility")
            .as_deref()
            .and_then(text),
        extended_description: property(IPTC, "ExtDescrAccessibility")
            .as_deref()
            .and_then(text),
        date: property(PHOTOSHOP, "DateCreated").as_deref().and_then(date),
    }
}

/// A property: an attribute, an element with text, or one with a list in it. Of alternatives the
/// default counts, of other lists every item.
fn value(description: &Node<'_, '_>, namespace: &str, name: &str) -> Option<String> {
    if let Some(value) = description.attribute((namespace, name)) {
        return Some(value.to_owned());
    }
    let mut elements = description.children();
    let element = elements.find(|node| node.has_tag_name((namespace, name)))?;
    let Some(list) = element.children().find(|node| node.is_element()) else {
        return element.text().map(str::to_owned);
    };
    let items: Vec<Node<'_, '_>> = list
        .children()
        .filter(|node| node.has_tag_name((RDF, "li")))
        .collect();
    if list.has_tag_name((RDF, "Alt")) {
        const XML: &str = "http://www.w3.org/XML/1998/namespace";
        let is_default = |node: &&Node<'_, '_>| node.attribute((XML, "lang")) == Some("x-default");
        let item = items.iter().find(is_default).or(items.first())?;
        return item.text().map(str::to_owned);
    }
    let texts: Vec<&str> = items.iter().filter_map(|node| node.text()).collect();
    (!texts.is_empty()).then(|| texts.join(", "))
}
