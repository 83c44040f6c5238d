//! The structure tree (ISO 32000-1, 14.7) as plain data, before it is objects.

use std::collections::BTreeMap;

use super::content::{Bounds, PageContent, bounds};
use crate::layout::frame::{Element, ElementId, Owner, PagedBook, Role, Shape};

/// A child of a structure element.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kid {
    /// Another element.
    Element(ElementId),
    /// Marked content of a page.
    Marked {
        /// Page, from 0.
        page: usize,
        /// Its identifier on the page.
        mark: usize,
    },
    /// A link that can be clicked.
    Link {
        /// Page, from 0.
        page: usize,
        /// Index into the page's links.
        link: usize,
    },
}

/// The tree. All lists are addressed by [`ElementId`].
#[derive(Debug)]
pub struct Tree {
    /// What each element holds, in reading order. `None` for an element that nothing on any page
    /// belongs to.
    pub kids: Vec<Option<Vec<Kid>>>,
    /// The page and box of each figure that stands on one page only.
    pub figures: BTreeMap<ElementId, (usize, Bounds)>,
}

impl Tree {
    /// Hangs the content of all pages under the elements it belongs to, in the order in which it
    /// first appears.
    pub fn build(book: &PagedBook, pages: &[PageContent]) -> Tree {
        let structure = &book.structure;
        let mut tree = Tree {
            kids: vec![None; structure.len()],
            figures: figures(book),
        };
        if let Some(root) = tree.kids.first_mut() {
            *root = Some(Vec::new());
        }
        for (page, content) in pages.iter().enumerate() {
            for (mark, owner) in content.marks.iter().enumerate() {
                tree.hang(structure, *owner, Kid::Marked { page, mark });
            }
            let links = book.pages.get(page).map_or(&[][..], |page| &page.links);
            for (link, area) in links.iter().enumerate() {
                tree.hang(structure, area.element, Kid::Link { page, link });
            }
        }
        tree.keep_empty_cells(structure);
        tree.order_blocks(structure);
        tree
    }

    fn hang(&mut self, structure: &[Element], owner: ElementId, kid: Kid) {
        let (mut owner, mut kid) = (owner, kid);
        loop {
            let Some(kids) = self.kids.get_mut(owner.0) else {
                return;
            };
            let known = kids.is_some();
            kids.get_or_insert_default().push(kid);
            let parent = structure.get(owner.0).and_then(|element| element.parent);
            match parent {
                // Only ever upwards: a parent that does not stand before its child is none.
                Some(parent) if !known && parent < owner => {
                    kid = Kid::Element(owner);
                    owner = parent;
                }
                _ => return,
            }
        }
    }

    /// What a chapter and the blocks in it hold stands in the order of the document, wherever photos
    /// have floated to and notes stand.
    fn order_blocks(&mut self, structure: &[Element]) {
        for (element, kids) in structure.iter().zip(&mut self.kids) {
            let holds_blocks = matches!(
                element.role,
                Role::Part | Role::Division | Role::BlockQuote | Role::ListBody | Role::Note
            );
            let Some(kids) = kids.as_mut().filter(|_| holds_blocks) else {
                continue;
            };
            let ids: Option<Vec<ElementId>> = kids
                .iter()
                .map(|kid| match kid {
                    Kid::Element(id) => Some(*id),
                    Kid::Marked { .. } | Kid::Link { .. } => None,
                })
                .collect();
            if let Some(mut ids) = ids {
                ids.sort_unstable();
                *kids = ids.into_iter().map(Kid::Element).collect();
            }
        }
    }

    /// A row's cells are all there and in order, the empty ones too: a reader counts them.
    fn keep_empty_cells(&mut self, structure: &[Element]) {
        let mut cells: BTreeMap<ElementId, Vec<ElementId>> = BTreeMap::new();
        for (index, element) in structure.iter().enumerate() {
            if let (Role::TableCell | Role::TableHead, Some(row)) = (element.role, element.parent) {
                cells.entry(row).or_default().push(ElementId(index));
            }
        }
        for (row, cells) in cells {
            if let Some(Some(kids)) = self.kids.get_mut(row.0) {
                // The cells are in the order of their ids.
                kids.retain(
                    |kid| !matches!(kid, Kid::Element(id) if cells.binary_search(id).is_ok()),
                );
                kids.extend(cells.iter().copied().map(Kid::Element));
                for cell in cells {
                    if let Some(kids) = self.kids.get_mut(cell.0) {
                        kids.get_or_insert_default();
                    }
                }
            }
        }
    }
}

/// Where each figure stands, for those that stand on one page.
fn figures(book: &PagedBook) -> BTreeMap<ElementId, (usize, Bounds)> {
    let mut found: BTreeMap<ElementId, Option<(usize, Bounds)>> = BTreeMap::new();
    for (index, page) in book.pages.iter().enumerate() {
        for item in &page.items {
            let Owner::Element(id) = item.owner else {
                continue;
            };
            let (Shape::Photo { area, .. } | Shape::Fill { area, .. }) = item.shape else {
                continue;
            };
            let role = book.structure.get(id.0).map(|element| element.role);
            if role != Some(Role::Figure) {
                continue;
            }
            let area = bounds(area, page.height);
            found
                .entry(id)
                .and_modify(|place| {
                    *place = place
                        .filter(|(on, _)| *on == index)
                        .map(|(on, known)| (on, union(known, area)));
                })
                .or_insert(Some((index, area)));
        }
    }
    let placed = found.into_iter();
    placed
        .filter_map(|(id, place)| Some((id, place?)))
        .collect()
}

fn union(one: Bounds, other: Bounds) -> Bounds {
    [
        one[0].min(other[0]),
        one[1].min(other[1]),
        one[2].max(other[2]),
        one[3].max(other[3]),
    ]
}

/// The standard structure type of every element (ISO 32000-1, 14.8.4). A heading is never more than
/// one level deeper than the heading before it (ISO 14289-1, 7.4.2). Links that lead nowhere are
/// text.
pub fn names(structure: &[Element], links: bool) -> Vec<&'static str> {
    let mut heading_before = 0;
    let named = structure.iter().map(|element| match element.role {
        Role::Heading(level) => {
            heading_before = level.clamp(1, 6).min(heading_before + 1);
            heading(heading_before)
        }
        Role::Link if !links => name(Role::Span),
        other => name(other),
    });
    named.collect()
}

fn heading(level: u8) -> &'static str {
    match level {
        0 | 1 => "H1",
        2 => "H2",
        3 => "H3",
        4 => "H4",
        5 => "H5",
        _ => "H6",
    }
}

fn name(role: Role) -> &'static str {
    match role {
        Role::Document => "Document",
        Role::Part => "Part",
        Role::Section => "Sect",
        Role::Division => "Div",
        Role::Heading(level) => heading(level),
        Role::Paragraph => "P",
        Role::Span => "Span",
        Role::BlockQuote => "BlockQuote",
        Role::List(_) => "L",
        Role::ListItem => "LI",
        Role::Label => "Lbl",
        Role::ListBody => "LBody",
        Role::Table => "Table",
        Role::TableRow => "TR",
        Role::TableHead => "TH",
        Role::TableCell => "TD",
        Role::Figure => "Figure",
        Role::Caption => "Caption",
        Role::Code => "Code",
        Role::Formula => "Formula",
        Role::Note => "Note",
        Role::Reference => "Reference",
        Role::Link => "Link",
        Role::Contents => "TOC",
        Role::ContentsItem => "TOCI",
        Role::Index => "Index",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::layout::frame::{Cell, Page};

    fn element(role: Role, parent: Option<usize>) -> Element {
        Element {
            role,
            parent: parent.map(ElementId),
            node: None,
            alt: None,
            language: None,
            expansion: None,
            cell: Cell::PLAIN,
        }
    }

    fn tree(structure: Vec<Element>, pages: &[&[usize]]) -> Tree {
        let blank = || Page {
            width: Default::default(),
            height: Default::default(),
            folio: String::new(),
            items: Vec::new(),
            links: Vec::new(),
        };
        let contents: Vec<PageContent> = pages
            .iter()
            .map(|marks| PageContent {
                stream: Vec::new(),
                marks: marks.iter().copied().map(ElementId).collect(),
                pictures: Vec::new(),
            })
            .collect();
        let book = PagedBook {
            metadata: Default::default(),
            pages: pages.iter().map(|_| blank()).collect(),
            vocabulary: Default::default(),
            fonts: Vec::new(),
            photos: Vec::new(),
            structure,
            outline: Vec::new(),
            destinations: Vec::new(),
            every_picture_has_alt: true,
        };
        Tree::build(&book, &contents)
    }

    #[test]
    fn kids_stand_in_the_order_of_first_appearance() {
        let structure = vec![
            element(Role::Document, None),
            element(Role::Paragraph, Some(0)),
            element(Role::Link, Some(1)),
            element(Role::Paragraph, Some(0)),
        ];
        let built = tree(structure, &[&[1, 2, 1], &[1]]);
        let marked = |page, mark| Kid::Marked { page, mark };
        assert_eq!(
            built.kids[0].as_deref(),
            Some(&[Kid::Element(ElementId(1))][..])
        );
        let paragraph = [
            marked(0, 0),
            Kid::Element(ElementId(2)),
            marked(0, 2),
            marked(1, 0),
        ];
        assert_eq!(built.kids[1].as_deref(), Some(&paragraph[..]));
        assert_eq!(built.kids[3], None, "nothing belongs to it");
    }

    #[test]
    fn an_empty_cell_keeps_its_place_in_its_row() {
        let structure = vec![
            element(Role::Document, None),
            element(Role::Table, Some(0)),
            element(Role::TableRow, Some(1)),
            element(Role::TableCell, Some(2)),
            element(Role::TableCell, Some(2)),
            element(Role::TableCell, Some(2)),
        ];
        let built = tree(structure, &[&[3, 5]]);
        let cells = [3, 4, 5].map(|id| Kid::Element(ElementId(id)));
        assert_eq!(built.kids[2].as_deref(), Some(&cells[..]));
        assert_eq!(built.kids[4].as_deref(), Some(&[][..]));
    }

    #[test]
    fn headings_never_skip_a_level() {
        let levels = [1, 4, 4, 2, 6, 9, 0];
        let structure: Vec<_> = levels
            .iter()
            .map(|level| element(Role::Heading(*level), None))
            .collect();
        assert_eq!(
            names(&structure, true),
            ["H1", "H2", "H3", "H2", "H3", "H4", "H1"]
        );
    }
}
