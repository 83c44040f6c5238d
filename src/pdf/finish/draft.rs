//! What is kept of the draft, and what is mended in it.

use lopdf::{Dictionary, Document, Object, ObjectId, Stream};

use super::object;
use crate::pdf::encoding;
use crate::pdf::font::Program;

/// The parts of the draft that stay.
pub struct Draft {
    /// The pages in order.
    pub pages: Vec<ObjectId>,
    /// Every font by its resource name.
    pub fonts: Dictionary,
}

impl Draft {
    /// Takes stock of a draft, and drops the parts of its pages that will be replaced.
    pub fn take(document: &mut Document) -> Draft {
        let pages = page_ids(document).unwrap_or_default();
        let mut draft = Draft {
            fonts: Dictionary::new(),
            pages,
        };
        for page in draft.pages.clone() {
            for key in [b"Resources".as_slice(), b"Contents"] {
                let Some(part) = reference(document, page, key) else {
                    continue;
                };
                for (kind, kept) in [
                    (b"Font".as_slice(), Some(&mut draft.fonts)),
                    (b"XObject", None),
                    (b"ExtGState", None),
                    (b"Shading", None),
                ] {
                    // All pages share these: the first finds them.
                    let shared = reference(document, part, kind);
                    let shared = shared.and_then(|shared| document.objects.remove(&shared));
                    if let (Some(Object::Dictionary(all)), Some(kept)) = (shared, kept) {
                        *kept = all;
                    }
                }
                document.objects.remove(&part);
            }
        }
        draft
    }

    /// Writes what the draft guesses or leaves out of font descriptors (ISO 32000-1, table 122).
    pub fn mend_fonts(&self, document: &mut Document, fonts: &[Program]) {
        const FIXED_PITCH: i64 = 1;
        const NONSYMBOLIC: i64 = 1 << 5;
        const ITALIC: i64 = 1 << 6;
        for font in fonts {
            let metrics = font.metrics;
            let mut flags = NONSYMBOLIC;
            if metrics.monospaced {
                flags |= FIXED_PITCH;
            }
            if metrics.italic_angle != 0 {
                flags |= ITALIC;
            }
            if let Some(descriptor) = self.descriptor(document, &font.resource) {
                descriptor.set("CapHeight", metrics.cap_height);
                descriptor.set("ItalicAngle", metrics.italic_angle);
                descriptor.set("Flags", flags);
            }
        }
    }

    /// Gives fonts with a byte for each glyph their tables.
    pub fn encode(&self, document: &mut Document, fonts: &[Program]) {
        for font in fonts {
            let name = format!("{}-{}", font.name, font.resource);
            let Some(table) = encoding::table(font, &name) else {
                continue;
            };
            let id = self.fonts.get(font.resource.as_bytes());
            let Ok(id) = id.and_then(Object::as_reference) else {
                continue;
            };
            let system = Dictionary::from_iter([
                ("Registry", Object::string_literal("Adobe")),
                ("Ordering", Object::string_literal("Identity")),
                ("Supplement", 0.into()),
            ]);
            let dictionary = Dictionary::from_iter([
                ("Type", object::name("CMap")),
                ("CMapName", object::name(&name)),
                ("CIDSystemInfo", system.into()),
                ("WMode", 0.into()),
            ]);
            let table = document.add_object(Stream::new(dictionary, table.into_bytes()));
            let texts = Stream::new(Dictionary::new(), encoding::texts(font).into_bytes());
            let Ok(font) = document.get_dictionary_mut(id) else {
                continue;
            };
            font.set("Encoding", table);
            // The draft's own speaks of two bytes.
            if let Ok(Object::Reference(drafted)) = font.get(b"ToUnicode") {
                let drafted = *drafted;
                document.set_object(drafted, texts);
            }
        }
    }

    fn descriptor<'a>(&self, document: &'a mut Document, font: &str) -> Option<&'a mut Dictionary> {
        let font = self.fonts.get(font.as_bytes()).ok()?.as_reference().ok()?;
        let font = document.get_dictionary(font).ok()?;
        let descendants = font.get(b"DescendantFonts").ok()?.as_array().ok()?;
        let descendant = descendants.first()?.as_dict().ok()?;
        let descriptor = descendant
            .get(b"FontDescriptor")
            .ok()?
            .as_reference()
            .ok()?;
        document.get_dictionary_mut(descriptor).ok()
    }
}

fn page_ids(document: &Document) -> Option<Vec<ObjectId>> {
    let tree = document.catalog().ok()?.get(b"Pages").ok()?;
    let tree = document.get_dictionary(tree.as_reference().ok()?).ok()?;
    let kids = tree.get(b"Kids").ok()?.as_array().ok()?;
    kids.iter().map(|kid| kid.as_reference().ok()).collect()
}

/// What `key` of the dictionary `id` refers to.
fn reference(document: &Document, id: ObjectId, key: &[u8]) -> Option<ObjectId> {
    let dictionary = document.get_dictionary(id).ok()?;
    dictionary.get(key).ok()?.as_reference().ok()
}
