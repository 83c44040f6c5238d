//! The structure tree as objects (ISO 32000-1, 14.7.2 to 14.7.5).

use lopdf::{Dictionary, Document, Object, ObjectId};

use super::Scene;
use super::object::{entry, name, rectangle, text};
use crate::layout::frame::{Element, ElementId, Numbering, Role};
use crate::pdf::claim::language_tag;
use crate::pdf::content::PageContent;
use crate::pdf::sheet::Purpose;
use crate::pdf::tag::{Kid, Tree};

/// Where the tree's objects are.
pub struct Structure {
    /// The root.
    pub root: ObjectId,
    /// Every element that is kept, addressed by [`ElementId`].
    pub elements: Vec<Option<ObjectId>>,
    /// The annotation for each link of each page.
    pub links: Vec<Vec<ObjectId>>,
}

impl Structure {
    /// The object of an element, if it is kept.
    pub fn element(&self, id: ElementId) -> Option<ObjectId> {
        self.elements.get(id.0).copied().flatten()
    }
}

/// Adds the tree. Annotations get their numbers here and are filled in with the pages.
pub fn add(
    document: &mut Document,
    scene: &Scene<'_>,
    purpose: &Purpose,
    names: &[&'static str],
    tree: &Tree,
    pages: &[PageContent],
) -> Structure {
    let book = scene.book;
    let root = document.new_object_id();
    let kept = tree.kids.iter();
    let elements = kept.map(|kids| kids.as_ref().map(|_| document.new_object_id()));
    let elements = elements.collect();
    let links = book.pages.iter().map(|page| {
        let links = page.links.iter().filter(|_| purpose.has_links());
        links.map(|_| document.new_object_id()).collect()
    });
    let links = links.collect();
    let structure = Structure {
        root,
        elements,
        links,
    };
    let builder = Builder {
        tree,
        scene,
        structure: &structure,
    };
    let mut identifiers = Vec::new();
    for (index, (element, structure_type)) in book.structure.iter().zip(names).enumerate() {
        let Some(id) = structure.element(ElementId(index)) else {
            continue;
        };
        let mut dictionary = builder.element(ElementId(index), element, structure_type);
        if element.role == Role::Note {
            // Every note has an identifier (ISO 14289-1, 7.9).
            let identifier = Object::string_literal(format!("note-{index:08}"));
            identifiers.extend([identifier.clone(), Object::Reference(id)]);
            dictionary.set("ID", identifier);
        }
        document.set_object(id, dictionary);
    }

    let parents = parent_tree(document, scene, &structure, pages);
    let parents = document.add_object(parents);
    let mut dictionary = entry("Type", name("StructTreeRoot"));
    if let Some(first) = structure.element(ElementId(0)) {
        dictionary.set("K", vec![Object::Reference(first)]);
    }
    dictionary.set("ParentTree", parents);
    let links: usize = structure.links.iter().map(Vec::len).sum();
    dictionary.set(
        "ParentTreeNextKey",
        (scene.sheets.sheets.len() + links) as i64,
    );
    if !identifiers.is_empty() {
        // Sorted, because the numbers in them all have as many digits.
        dictionary.set("IDTree", document.add_object(entry("Names", identifiers)));
    }
    document.set_object(root, dictionary);
    structure
}

struct Builder<'a> {
    tree: &'a Tree,
    scene: &'a Scene<'a>,
    structure: &'a Structure,
}

impl Builder<'_> {
    fn element(&self, id: ElementId, element: &Element, structure_type: &str) -> Dictionary {
        let mut dictionary =
            Dictionary::from_iter([("Type", name("StructElem")), ("S", name(structure_type))]);
        let parent = element.parent.filter(|parent| *parent < id);
        let parent = parent.and_then(|parent| self.structure.element(parent));
        dictionary.set("P", parent.unwrap_or(self.structure.root));
        let kids = self.tree.kids.get(id.0).and_then(Option::as_deref);
        self.set_kids(&mut dictionary, kids.unwrap_or_default());
        if let Some(alt) = &element.alt {
            dictionary.set("Alt", text(alt));
        }
        if let Some(language) = element.language.as_deref().and_then(language_tag) {
            dictionary.set("Lang", text(language));
        }
        if let Some(expansion) = &element.expansion {
            // ISO 32000-1, 14.9.5.
            dictionary.set("E", text(expansion));
        }
        if let Some(attributes) = self.attributes(id, element) {
            dictionary.set("A", attributes);
        }
        dictionary
    }

    fn set_kids(&self, dictionary: &mut Dictionary, kids: &[Kid]) {
        let sheet_of = |page| Some(self.scene.sheets.place(page)?.0);
        let first_sheet = kids.iter().find_map(|kid| match *kid {
            Kid::Marked { page, .. } => sheet_of(page),
            Kid::Link { page, link } => self.link(page, link).and_then(|_| sheet_of(page)),
            Kid::Element(_) => None,
        });
        if let Some(id) = first_sheet.and_then(|sheet| self.scene.page_ids.get(sheet)) {
            dictionary.set("Pg", *id);
        }
        let objects = kids.iter().filter_map(|kid| match *kid {
            Kid::Element(id) => self.structure.element(id).map(Object::Reference),
            Kid::Marked { page, mark } => {
                let (sheet, _, before) = self.scene.sheets.place(page)?;
                let mark = (before + mark) as i64;
                if Some(sheet) == first_sheet {
                    return Some(Object::Integer(mark));
                }
                let mut reference = self.reference("MCR", sheet)?;
                reference.set("MCID", mark);
                Some(Object::Dictionary(reference))
            }
            Kid::Link { page, link } => {
                let link = self.link(page, link)?;
                let mut reference = self.reference("OBJR", sheet_of(page)?)?;
                reference.set("Obj", link);
                Some(Object::Dictionary(reference))
            }
        });
        let objects: Vec<Object> = objects.collect();
        if !objects.is_empty() {
            dictionary.set("K", objects);
        }
    }

    fn link(&self, page: usize, link: usize) -> Option<ObjectId> {
        self.structure.links.get(page)?.get(link).copied()
    }

    fn reference(&self, kind: &str, sheet: usize) -> Option<Dictionary> {
        let page = Object::Reference(*self.scene.page_ids.get(sheet)?);
        Some(Dictionary::from_iter([("Type", name(kind)), ("Pg", page)]))
    }

    fn attributes(&self, id: ElementId, element: &Element) -> Option<Dictionary> {
        let (owner, key, value) = match element.role {
            Role::List(numbering) => {
                let style = match numbering {
                    Numbering::Disc => "Disc",
                    Numbering::Decimal => "Decimal",
                    Numbering::LowerAlpha => "LowerAlpha",
                    Numbering::UpperAlpha => "UpperAlpha",
                    Numbering::LowerRoman => "LowerRoman",
                    Numbering::UpperRoman => "UpperRoman",
                    Numbering::None => "None",
                };
                ("List", "ListNumbering", name(style))
            }
            Role::TableHead | Role::TableCell => return cell_attributes(element),
            Role::Figure => {
                let (page, bounds) = self.tree.figures.get(&id)?;
                let (_, placed, _) = self.scene.sheets.place(*page)?;
                ("Layout", "BBox", rectangle(placed.bounds(*bounds)))
            }
            _ => return None,
        };
        Some(Dictionary::from_iter([("O", name(owner)), (key, value)]))
    }
}

/// What a cell spans and heads (ISO 32000-1, table 349).
fn cell_attributes(element: &Element) -> Option<Dictionary> {
    let cell = element.cell;
    let mut attributes = Dictionary::new();
    if element.role == Role::TableHead {
        let scope = if cell.heads_row { "Row" } else { "Column" };
        attributes.set("Scope", name(scope));
    }
    for (key, span) in [("ColSpan", cell.columns), ("RowSpan", cell.rows)] {
        if span > 1 {
            attributes.set(key, span as i64);
        }
    }
    if attributes.is_empty() {
        return None;
    }
    attributes.set("O", name("Table"));
    Some(attributes)
}

/// From marked content and annotations back to their elements (ISO 32000-1, 14.7.4.4). Pages of the
/// file have the first numbers, annotations the following.
fn parent_tree(
    document: &mut Document,
    scene: &Scene<'_>,
    structure: &Structure,
    pages: &[PageContent],
) -> Dictionary {
    let reference = |id| {
        structure
            .element(id)
            .map_or(Object::Null, Object::Reference)
    };
    let sheets = &scene.sheets.sheets;
    let mut numbers = Vec::new();
    for (number, sheet) in sheets.iter().enumerate() {
        let contents = sheet
            .pages
            .iter()
            .filter_map(|placed| pages.get(placed.page));
        let marks = contents.flat_map(|content| content.marks.iter().copied());
        let owners: Vec<Object> = marks.map(reference).collect();
        let owners = document.add_object(owners);
        numbers.extend([Object::Integer(number as i64), Object::Reference(owners)]);
    }
    let pages = scene.book.pages.iter().zip(&structure.links);
    // Where the file has no links, none has an object.
    let links = pages.flat_map(|(page, ids)| page.links.iter().zip(ids));
    for (key, (link, _)) in (sheets.len()..).zip(links) {
        numbers.extend([Object::Integer(key as i64), reference(link.element)]);
    }
    entry("Nums", numbers)
}
