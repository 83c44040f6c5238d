//! The structure tree while it grows.

use super::frame::{Cell, Element, ElementId, Owner, Role};
use crate::document::NodeId;

/// Elements in the order of the document.
#[derive(Debug)]
pub struct Structure {
    elements: Vec<Element>,
}

impl Structure {
    /// A tree with its root, which speaks `language`.
    pub fn new(language: &str) -> Structure {
        let root = Element {
            role: Role::Document,
            parent: None,
            node: None,
            alt: None,
            language: Some(language.to_owned()),
            expansion: None,
            cell: Cell::PLAIN,
        };
        Structure {
            elements: vec![root],
        }
    }

    /// The root.
    pub const ROOT: ElementId = ElementId(0);

    /// Adds an element as the last child of `parent`.
    pub fn add(&mut self, role: Role, parent: ElementId, node: Option<NodeId>) -> ElementId {
        let element = Element {
            role,
            parent: Some(parent),
            node,
            alt: None,
            language: None,
            expansion: None,
            cell: Cell::PLAIN,
        };
        self.elements.push(element);
        ElementId(self.elements.len() - 1)
    }

    /// Adds a figure with its alternative text.
    pub fn add_figure(&mut self, parent: ElementId, node: NodeId, alt: String) -> ElementId {
        let id = self.add(Role::Figure, parent, Some(node));
        self.elements[id.0].alt = Some(alt);
        id
    }

    /// Adds a picture that is none of the manuscript's figures.
    pub fn add_picture(&mut self, parent: ElementId, alt: String) -> ElementId {
        let id = self.add(Role::Figure, parent, None);
        self.elements[id.0].alt = Some(alt);
        id
    }

    /// Adds a formula with its source.
    pub fn add_formula(&mut self, parent: ElementId, node: NodeId, source: String) -> ElementId {
        let id = self.add(Role::Formula, parent, Some(node));
        self.elements[id.0].alt = Some(source);
        id
    }

    /// Adds a cell, or the head of a column or row.
    pub fn add_cell(&mut self, role: Role, row: ElementId, node: NodeId, cell: Cell) -> ElementId {
        let id = self.add(role, row, Some(node));
        self.elements[id.0].cell = cell;
        id
    }

    /// Adds a stretch of text in another language.
    pub fn add_language(&mut self, parent: ElementId, node: NodeId, tag: &str) -> ElementId {
        let id = self.add(Role::Span, parent, Some(node));
        self.elements[id.0].language = Some(tag.to_owned());
        id
    }

    /// Adds an abbreviation with what it stands for.
    pub fn add_abbreviation(&mut self, parent: ElementId, node: NodeId, of: &str) -> ElementId {
        let id = self.add(Role::Span, parent, Some(node));
        self.elements[id.0].expansion = Some(of.to_owned());
        id
    }

    /// Adds blocks in another language.
    pub fn add_division(&mut self, parent: ElementId, tag: &str) -> ElementId {
        let id = self.add(Role::Division, parent, None);
        self.elements[id.0].language = Some(tag.to_owned());
        id
    }

    /// The node that the owner of something on a page stands for.
    pub fn node_of(&self, owner: Owner) -> Option<NodeId> {
        match owner {
            Owner::Element(element) => self.elements.get(element.0)?.node,
            Owner::Pagination | Owner::Layout => None,
        }
    }

    /// All of it.
    pub fn into_elements(self) -> Vec<Element> {
        self.elements
    }
}
