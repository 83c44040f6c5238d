//! A book: a document with a photo or a reserved slot for every figure. A back-end takes a `Book`,
//! so it never meets a figure that nobody looked up.

use std::collections::BTreeMap;

use crate::document::{Aspect, Document, Edition, NodeId, PlacedFigure};
use crate::photo::{Format, Photo};

/// What stands in a figure's place.
#[derive(Clone, Debug, PartialEq)]
pub enum Picture {
    /// A photo whose file was found and whose header was read.
    Photo(Photo),
    /// A frame that holds the photo's place.
    ReservedSlot {
        /// The shape that the frame is given.
        aspect: Aspect,
        /// Why the photo is not there.
        reason: SlotReason,
    },
}

/// Why a reserved slot has no photo.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SlotReason {
    /// It has not arrived.
    ToCome,
    /// Its owner does not allow it in this edition.
    Withheld,
}

impl Picture {
    /// Width to height as the reader sees it, upright.
    pub fn aspect(&self) -> Aspect {
        match self {
            Picture::Photo(photo) => photo.aspect(),
            Picture::ReservedSlot { aspect, .. } => *aspect,
        }
    }
}

/// A document that is ready for both back-ends.
#[derive(Debug)]
pub struct Book {
    document: Document,
    pictures: BTreeMap<NodeId, Picture>,
    /// What stands in an edition for a picture that it may not show.
    withheld: BTreeMap<(NodeId, Edition), Picture>,
    cover: Cover,
}

/// What the cover shows.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Cover {
    /// Title and author, under the first photo of the text if it has one.
    #[default]
    Composed,
    /// The same, under the photo of the figure at this node.
    ComposedUnder(NodeId),
    /// A picture that is the whole cover.
    Given(Photo),
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
        Book {
            document,
            pictures,
            withheld: BTreeMap::new(),
            cover: Cover::default(),
        }
    }

    /// Says what the cover is to show.
    pub fn choose_cover(&mut self, cover: Cover) {
        self.cover = cover;
    }

    /// The picture that is the whole cover of an edition, if one is given and may stand there.
    pub fn given_cover(&self, edition: Edition) -> Option<&Photo> {
        let Cover::Given(given) = &self.cover else {
            return None;
        };
        let is_withheld = self.withheld.keys().any(|(node, of)| {
            let photo = self.pictures.get(node);
            let same = |picture: &Picture| matches!(picture, Picture::Photo(photo) if photo.path == given.path);
            *of == edition && photo.is_some_and(same)
        });
        (!is_withheld).then_some(given)
    }

    /// The photo that leads on the composed cover of an edition: the one that is chosen, else the
    /// first of the text, of pixels, since a drawing has no crop.
    pub fn lead_photo(&self, edition: Edition) -> Option<(NodeId, &Photo)> {
        let of = |node: NodeId| match self.picture_in(edition, node)? {
            Picture::Photo(photo) if photo.format != Format::Svg => Some((node, photo)),
            _ => None,
        };
        let chosen = match self.cover {
            Cover::ComposedUnder(node) => of(node),
            _ => None,
        };
        let figures = self.document.figures();
        chosen.or_else(|| figures.into_iter().find_map(|placed| of(placed.id)))
    }

    /// Puts a slot of the same shape in the place of the picture at `node` in one edition.
    pub fn withhold(&mut self, node: NodeId, edition: Edition) {
        if let Some(picture) = self.pictures.get(&node) {
            let slot = Picture::ReservedSlot {
                aspect: picture.aspect(),
                reason: SlotReason::Withheld,
            };
            self.withheld.insert((node, edition), slot);
        }
    }

    /// The document.
    pub fn document(&self) -> &Document {
        &self.document
    }

    /// What an edition shows for the figure at `node`. Only nodes without a figure have nothing.
    pub fn picture_in(&self, edition: Edition, node: NodeId) -> Option<&Picture> {
        let withheld = self.withheld.get(&(node, edition));
        withheld.or_else(|| self.pictures.get(&node))
    }

    /// What an edition shows for every figure, in the order of the nodes.
    pub fn pictures_in(&self, edition: Edition) -> impl Iterator<Item = (NodeId, &Picture)> {
        let nodes = self.pictures.keys();
        nodes.filter_map(move |node| Some((*node, self.picture_in(edition, *node)?)))
    }

    /// What was found for the figure at `node`, whether an edition may show it or not.
    pub fn looked_up(&self, node: NodeId) -> Option<&Picture> {
        self.pictures.get(&node)
    }

    /// What was found for every figure, in the order of the nodes.
    pub fn all_looked_up(&self) -> impl Iterator<Item = (NodeId, &Picture)> {
        self.pictures.iter().map(|(node, picture)| (*node, picture))
    }
}
