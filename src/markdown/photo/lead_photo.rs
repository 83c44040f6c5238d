//! The photo that a metadata block names opens the text, as it does on the page of the site.

use super::attributes::Attributes;
use super::image::{self, Image};
use crate::document::{
    Block, BlockAttributes, BlockKind, Figure, Inline, InlineKind, NodeId, PhotoSource,
};
use crate::manuscript::LeadPhoto;
use crate::markdown::builder::Shared;

/// Puts it before the first block, unless the text shows it already.
pub(in crate::markdown) fn add(lead: &LeadPhoto, blocks: &mut Vec<Block>, shared: &mut Shared) {
    let text = lead.cutline.iter().map(|cutline| Inline {
        id: NodeId(0),
        span: lead.span,
        kind: InlineKind::Text(cutline.clone()),
    });
    let named = image::figure(Image {
        span: lead.span,
        text: text.collect(),
        address: lead.address.clone(),
        title: String::new(),
        attributes: Attributes {
            alt: lead.alt.clone(),
            ..Attributes::default()
        },
    });
    let shows = |block: &Block| match &block.kind {
        BlockKind::Figure(figure) => same(figure, &named.figure),
        BlockKind::FigureRow(row) => {
            let mut figures = row.figures.iter();
            figures.any(|one| same(&one.figure, &named.figure))
        }
        _ => false,
    };
    if blocks.iter().any(shows) {
        return;
    }
    shared.has_photos = true;
    let block = Block {
        id: NodeId(0),
        span: lead.span,
        anchor: None,
        attributes: BlockAttributes::default(),
        kind: BlockKind::Figure(Box::new(named.figure)),
    };
    blocks.insert(0, block);
}

/// Whether both are one photo: the way to it may be written differently.
fn same(one: &Figure, other: &Figure) -> bool {
    let name = |figure: &Figure| match &figure.source {
        PhotoSource::Path(path) => path.rsplit('/').next().map(str::to_owned),
        PhotoSource::Remote(address) => Some(address.clone()),
        PhotoSource::Slug => None,
    };
    name(one).is_some() && name(one) == name(other)
}
