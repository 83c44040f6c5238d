//! The structure tree as objects (ISO 32000-1, 14.7.2 to 14.7.5).

use std::io::{self, Write};

use lopdf::{Dictionary, Document, Object, ObjectId};

use super::Scene;
use super::object::{entry, name, rectangle, text};
use super::save::Body;
use super::syntax::{Entries, Items};
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

/// Writes the tree and adds its root. Annotations get their numbers here and are filled in with the pages.
///
/// # Errors
///
/// Those of the file.
pub fn add(
    document: &mut Document,
    body: &mut Body<impl Write>,
    scene: &Scene<'_>,
    purpose: &Purpose,
    (tree, names): (&Tree, &[&'static str]),
    pages: &[PageContent],
) -> io::Result<Structure> {
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
    let kept = structure.elements.iter().enumerate();
    let elements: Vec<(u32, ElementId)> = kept
        .filter_map(|(index, id)| Some(((*id)?.0, ElementId(index))))
        .collect();
    body.pack(
        &elements,
        || document.new_object_id(),
        |element, out| builder.write(*element, names, out),
    )?;
    let notes = elements.iter().filter(|(_, element)| {
        let element = book.structure.get(element.0);
        element.is_some_and(|element| element.role == Role::Note)
    });
    let identifiers: Vec<Object> = notes
        .flat_map(|(number, element)| [identifier(*element), Object::Reference((*number, 0))])
        .collect();

    let parents = parent_tree(document, body, scene, &structure, pages)?;
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
    Ok(structure)
}

/// Every note has an identifier (ISO 14289-1, 7.9).
fn identifier(note: ElementId) -> Object {
    Object::string_literal(format!("note-{:08}", note.0))
}

struct Builder<'a> {
    tree: &'a Tree,
    scene: &'a Scene<'a>,
    structure: &'a Structure,
}

impl Builder<'_> {
    fn write(&self, id: ElementId, names: &[&'static str], out: &mut Vec<u8>) {
        let element = self.scene.book.structure.get(id.0);
        let Some((element, structure_type)) = element.zip(names.get(id.0)) else {
            return;
        };
        Entries::write(out, |entries| {
            entries.name("Type", "StructElem");
            entries.name("S", structure_type);
            let parent = element.parent.filter(|parent| *parent < id);
            let parent = parent.and_then(|parent| self.structure.element(parent));
            entries.reference("P", parent.unwrap_or(self.structure.root));
            let kids = self.tree.kids.get(id.0).and_then(Option::as_deref);
            self.write_kids(kids.unwrap_or_default(), entries);
            if let Some(alt) = &element.alt {
                entries.object("Alt", &text(alt));
            }
            if let Some(language) = element.language.as_deref().and_then(language_tag) {
                entries.object("Lang", &text(language));
            }
            if let Some(expansion) = &element.expansion {
                // ISO 32000-1, 14.9.5.
                entries.object("E", &text(expansion));
            }
            if let Some(attributes) = self.attributes(id, element) {
                entries.object("A", &attributes.into());
            }
            if element.role == Role::Note {
                entries.object("ID", &identifier(id));
            }
        });
    }

    fn write_kids(&self, kids: &[Kid], entries: &mut Entries<'_>) {
        let sheet_of = |page| Some(self.scene.sheets.place(page)?.0);
        let first_sheet = kids.iter().find_map(|kid| match *kid {
            Kid::Marked { page, .. } => sheet_of(page),
            Kid::Link { page, link } => self.link(page, link).and_then(|_| sheet_of(page)),
            Kid::Element(_) => None,
        });
        if let Some(page) = first_sheet.and_then(|sheet| self.page(sheet)) {
            entries.reference("Pg", page);
        }
        entries.array("K", |items| {
            for kid in kids {
                // What is nowhere in the file is no kid.
                self.write_kid(*kid, first_sheet, items).unwrap_or_default();
            }
        });
    }

    fn write_kid(&self, kid: Kid, first_sheet: Option<usize>, items: &mut Items<'_>) -> Option<()> {
        match kid {
            Kid::Element(id) => items.reference(self.structure.element(id)?),
            Kid::Marked { page, mark } => {
                let (sheet, _, before) = self.scene.sheets.place(page)?;
                let mark = (before + mark) as i64;
                if Some(sheet) == first_sheet {
                    items.integer(mark);
                    return Some(());
                }
                let page = self.page(sheet)?;
                items.dictionary(|reference| {
                    reference.name("Type", "MCR");
                    reference.reference("Pg", page);
                    reference.integer("MCID", mark);
                });
            }
            Kid::Link { page, link } => {
                let link = self.link(page, link)?;
                let page = self.page(self.scene.sheets.place(page)?.0)?;
                items.dictionary(|reference| {
                    reference.name("Type", "OBJR");
                    reference.reference("Pg", page);
                    reference.reference("Obj", link);
                });
            }
        }
        Some(())
    }

    fn link(&self, page: usize, link: usize) -> Option<ObjectId> {
        self.structure.links.get(page)?.get(link).copied()
    }

    /// The object of a page of the file.
    fn page(&self, sheet: usize) -> Option<ObjectId> {
        self.scene.page_ids.get(sheet).copied()
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
    body: &mut Body<impl Write>,
    scene: &Scene<'_>,
    structure: &Structure,
    pages: &[PageContent],
) -> io::Result<Dictionary> {
    let sheets = &scene.sheets.sheets;
    let mut numbers = Vec::new();
    let mut owners = Vec::with_capacity(sheets.len());
    for (number, sheet) in (0..).zip(sheets) {
        let id = document.new_object_id();
        owners.push((id.0, sheet));
        numbers.extend([Object::Integer(number), Object::Reference(id)]);
    }
    body.pack(
        &owners,
        || document.new_object_id(),
        |sheet, out| {
            let placed = sheet.pages.iter();
            let contents = placed.filter_map(|placed| pages.get(placed.page));
            let marks = contents.flat_map(|content| content.marks.iter());
            Items::write(out, |owners| {
                marks.for_each(|owner| match structure.element(*owner) {
                    Some(owner) => owners.reference(owner),
                    None => owners.null(),
                });
            });
        },
    )?;
    let reference = |id| {
        structure
            .element(id)
            .map_or(Object::Null, Object::Reference)
    };
    let pages = scene.book.pages.iter().zip(&structure.links);
    // Where the file has no links, none has an object.
    let links = pages.flat_map(|(page, ids)| page.links.iter().zip(ids));
    for (key, (link, _)) in (sheets.len()..).zip(links) {
        numbers.extend([Object::Integer(key as i64), reference(link.element)]);
    }
    Ok(entry("Nums", numbers))
}
