//! The structure tree of the PDF as text, read back by a program that knows nothing of how it was made:
//! an element a line with what is said of it, under it what it holds.

use std::fmt::Write;

use cutline::layout::paginate;
use cutline::pdf;
use lopdf::{Dictionary, Document, Object};

use super::Reading;

/// The tree, then page labels and the names of places.
pub fn render(reading: &Reading) -> String {
    let (book, _) = reading.look_up();
    let layout = paginate(&book, &reading.spec().0);
    let mut bytes = Vec::new();
    pdf::write(layout.pages.clone(), &pdf::Options::default(), &mut bytes).unwrap();
    let document = Document::load_mem(&bytes).unwrap();
    let catalogue = document.catalog().unwrap();
    let mut out = format!("Lang {}\n", said(catalogue, b"Lang").unwrap_or_default());
    let root = dictionary(&document, catalogue.get(b"StructTreeRoot").unwrap());
    kids(&document, root.get(b"K").unwrap(), 0, &mut out);
    let labels = pdf::read_back(&bytes).unwrap().page_labels;
    writeln!(out, "pages {}", labels.join(" ")).unwrap();
    writeln!(out, "places {}", places(&document).join(" ")).unwrap();
    out
}

/// The names of all named places, in order.
pub fn places(document: &Document) -> Vec<String> {
    let catalogue = document.catalog().unwrap();
    let Ok(names) = catalogue.get(b"Names") else {
        return Vec::new();
    };
    let tree = dictionary(document, dictionary(document, names).get(b"Dests").unwrap());
    let names = tree.get(b"Names").unwrap().as_array().unwrap();
    let names = names.iter().step_by(2);
    names.map(|name| text(name.as_str().unwrap())).collect()
}

fn dictionary<'a>(document: &'a Document, object: &'a Object) -> &'a Dictionary {
    document.dereference(object).unwrap().1.as_dict().unwrap()
}

fn text(bytes: &[u8]) -> String {
    let Some(units) = bytes.strip_prefix(&[0xFE, 0xFF]) else {
        return String::from_utf8_lossy(bytes).into_owned();
    };
    let units = units
        .chunks_exact(2)
        .map(|pair| u16::from_be_bytes([pair[0], pair[1]]));
    String::from_utf16_lossy(&units.collect::<Vec<_>>())
}

/// What an entry says: words, a name, a number.
fn said(dictionary: &Dictionary, key: &[u8]) -> Option<String> {
    Some(match dictionary.get(key).ok()? {
        Object::String(bytes, _) => text(bytes),
        Object::Name(name) => text(name),
        other => other.as_i64().ok()?.to_string(),
    })
}

fn kids(document: &Document, object: &Object, depth: usize, out: &mut String) {
    match object {
        Object::Array(all) => all.iter().for_each(|kid| kids(document, kid, depth, out)),
        Object::Reference(_) => element(document, dictionary(document, object), depth, out),
        Object::Dictionary(kid) if kid.has_type(b"OBJR") => {
            let annotation = dictionary(document, kid.get(b"Obj").unwrap());
            let contents = said(annotation, b"Contents").unwrap_or_default();
            let place = said(annotation, b"Dest").unwrap_or_else(|| "elsewhere".to_owned());
            writeln!(out, "{}@ {place} “{contents}”", "  ".repeat(depth)).unwrap();
        }
        // Marked content, on one page or on the next.
        _ => writeln!(out, "{}.", "  ".repeat(depth)).unwrap(),
    }
}

fn element(document: &Document, element: &Dictionary, depth: usize, out: &mut String) {
    write!(
        out,
        "{}{}",
        "  ".repeat(depth),
        said(element, b"S").unwrap()
    )
    .unwrap();
    for key in ["ID", "Lang", "Alt", "E"] {
        if let Some(said) = said(element, key.as_bytes()) {
            write!(out, " {key} “{said}”").unwrap();
        }
    }
    if let Ok(attributes) = element.get(b"A").and_then(Object::as_dict) {
        for key in ["ListNumbering", "Scope", "ColSpan", "RowSpan"] {
            if let Some(said) = said(attributes, key.as_bytes()) {
                write!(out, " {key} {said}").unwrap();
            }
        }
    }
    out.push('\n');
    if let Ok(inside) = element.get(b"K") {
        kids(document, inside, depth + 1, out);
    }
}
