//! Drawings as form XObjects (ISO 32000-1, 8.10): the one page of a PDF is taken in, with what it
//! refers to.

use std::collections::BTreeMap;

use flate2::Crc;
use lopdf::{Dictionary, Document, Object, ObjectId};

use super::images::Profiles;
use super::object::name;
use super::syntax::push_object;

/// A form, one unit wide and high as images are, and a checksum of all that it shows.
pub struct Form {
    /// Its object.
    pub id: ObjectId,
    /// Of the form and what it refers to.
    pub checksum: u32,
}

/// Takes a drawing into the document. `None` where it is no PDF of a page.
pub fn take_in(document: &mut Document, profiles: &mut Profiles, file: &[u8]) -> Option<Form> {
    let mut drawing = Document::load_mem(file).ok()?;
    let page = drawing.page_iter().next()?;
    let Object::Dictionary(page) = drawing.objects.remove(&page)? else {
        return None;
    };
    let content = page.get(b"Contents").ok()?.as_reference().ok()?;
    let Object::Stream(mut form) = drawing.objects.remove(&content)? else {
        return None;
    };
    let bounds = page.get(b"MediaBox").ok()?.as_array().ok()?.clone();
    let [_, _, width, height] = bounds.as_slice() else {
        return None;
    };
    let unit = |side: &Object| Some(Object::Real(side.as_float().ok()?.recip()));
    let zero = || Object::Integer(0);
    let matrix = vec![unit(width)?, zero(), zero(), unit(height)?, zero(), zero()];
    form.dict.set("Type", name("XObject"));
    form.dict.set("Subtype", name("Form"));
    form.dict.set("BBox", bounds);
    form.dict.set("Matrix", matrix);
    for key in ["Resources", "Group"] {
        form.dict.set(key, page.get(key.as_bytes()).ok()?.clone());
    }

    let information = drawing
        .trailer
        .get(b"Info")
        .and_then(Object::as_reference)
        .ok();
    drawing.objects.retain(|id, object| {
        let kind = object.type_name().unwrap_or_default();
        Some(*id) != information && kind != b"Catalog" && kind != b"Pages"
    });
    let mut move_in = Move {
        numbers: BTreeMap::new(),
        crc: Crc::new(),
    };
    for (old, object) in &drawing.objects {
        let fresh = || document.new_object_id();
        // Every drawing has the same colour profiles.
        let new = match object {
            Object::Stream(stream) if stream.dict.has(b"N") => {
                let content = stream.content.as_slice().into();
                *profiles.entry(content).or_insert_with(fresh)
            }
            _ => document.new_object_id(),
        };
        move_in.numbers.insert(*old, new);
    }
    for (old, object) in std::mem::take(&mut drawing.objects) {
        if let Some(new) = move_in.numbers.get(&old).copied() {
            let object = move_in.object(object);
            document.set_object(new, object);
        }
    }
    let id = document.new_object_id();
    let form = move_in.object(Object::Stream(form));
    document.set_object(id, form);
    Some(Form {
        id,
        checksum: move_in.crc.sum(),
    })
}

/// From a drawing's numbers to the document's.
struct Move {
    numbers: BTreeMap<ObjectId, ObjectId>,
    crc: Crc,
}

impl Move {
    fn object(&mut self, mut object: Object) -> Object {
        self.renumber(&mut object);
        let mut bytes = Vec::new();
        push_object(&mut bytes, &object);
        self.crc.update(&bytes);
        if let Object::Stream(stream) = &mut object {
            self.crc.update(&stream.content);
            // What is compressed is compressed already.
            stream.allows_compression = false;
        }
        object
    }

    fn renumber(&self, object: &mut Object) {
        match object {
            Object::Reference(id) => {
                if let Some(new) = self.numbers.get(id) {
                    *id = *new;
                }
            }
            Object::Array(items) => items.iter_mut().for_each(|item| self.renumber(item)),
            Object::Dictionary(dictionary) => self.dictionary(dictionary),
            Object::Stream(stream) => self.dictionary(&mut stream.dict),
            _ => {}
        }
    }

    /// Sorts the keys too: resources come in another order each time.
    fn dictionary(&self, dictionary: &mut Dictionary) {
        let mut entries: Vec<_> = std::mem::take(dictionary).into_iter().collect();
        entries.sort_by(|(one, _), (other, _)| one.cmp(other));
        for (_, value) in &mut entries {
            self.renumber(value);
        }
        for (key, value) in entries {
            dictionary.set(key, value);
        }
    }
}
