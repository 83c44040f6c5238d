//! A book: a document with a photo or a reserved slot for every figure. A back-end takes a `Book`,
//! so it never meets a figure that nobody looked up.

use std::collections::BTreeMap;

use crate::document::{Aspect, Document, NodeId, PlacedFigure};
use crate::photo::Photo;

/// What stands in a figure's place.
#[derive(Clone, Debug, PartialEq)]
pub enum Picture {
    /// A photo whose file was found and whose header was read.
    Photo(Photo),
    /// A frame that holds the photo's place until it arrives.
    ReservedSlot {
        /// The shape that the frame is given.
        aspect: Aspect,
    },
}

impl Picture {
    /// Width to height as the reader sees it, upright.
    pub fn aspect(&self) -> Aspect {
        match self {
            Picture::Photo(photo) => photo.aspect(),
            Picture::ReservedSlot { aspect } => *aspect,
        }
    }
}

/// A document that is ready for both back-ends.
#[derive(Debug)]
pub struct Book {
    document: Document,
    pictures: BTreeMap<NodeId, Picture>,
}

impl Book {
    /// Asks `look_up` for the picture of every figure. The only way to make a book.
    pub fn resolve(
        document: Document,
        mut look_up: impl FnMut(PlacedFigure<'_>) -> Picture,
    ) -> Book {
        let pictures = document
            .figures()
            .into_iter()
            .map(|placed| (placed.id, look_up(placed)))
            .collect();
        Book { document, pictures }
    }

    /// The document.
    pub fn document(&self) -> &Document {
        &self.document
    }

    /// The picture of the figure at `node`. Only nodes without a figure have none.
    pub fn picture(&self, node: NodeId) -> Option<&Picture> {
        self.pictures.get(&node)
    }

    /// Every picture with its node, in the order of the nodes.
    pub fn pictures(&self) -> impl Iterator<Item = (NodeId, &Picture)> {
        self.pictures.iter().map(|(node, picture)| (*node, picture))
    }
}
