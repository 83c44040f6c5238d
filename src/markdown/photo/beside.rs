//! Photos that stand beside each other because they are said to: in one figure of HTML, or each with
//! `placement=row`.

use crate::document::{Block, BlockKind, FigureRow, Placement, RowFigure};
use crate::markdown::builder::UNNUMBERED;

/// Photos in one figure become a row, each with what it says itself. A row that already has a
/// cutline stays as it is, and so does anything else.
pub(in crate::markdown) fn in_one_figure(blocks: Vec<Block>) -> Vec<Block> {
    if blocks.len() < 2 || !blocks.iter().all(|block| may_join(block, |_| true)) {
        return blocks;
    }
    joined(blocks).into_iter().collect()
}

/// Adds a block to those before it. A photo that is to stand in a row joins the one before that is
/// to, too.
pub(in crate::markdown) fn keep(blocks: &mut Vec<Block>, block: Block) {
    let in_row = |placement| placement == Some(Placement::Row);
    let both = [blocks.last(), Some(&block)];
    let join = both
        .iter()
        .all(|block| block.is_some_and(|block| may_join(block, in_row)));
    if join && let Some(before) = blocks.pop() {
        blocks.extend(joined(vec![before, block]));
    } else {
        blocks.push(block);
    }
}

/// Whether a block is photos without a cutline under all of them, each of a placement that `allows`.
fn may_join(block: &Block, allows: impl Fn(Option<Placement>) -> bool) -> bool {
    match &block.kind {
        BlockKind::Figure(figure) => allows(figure.placement),
        BlockKind::FigureRow(row) => {
            let own = row.cutline.is_empty() && row.credit.is_empty();
            let mut figures = row.figures.iter();
            own && figures.all(|one| allows(one.figure.placement))
        }
        _ => false,
    }
}

/// One row of all the photos.
fn joined(blocks: Vec<Block>) -> Option<Block> {
    let mut span = blocks.first()?.span;
    span.end = blocks.last()?.span.end.max(span.end);
    let attributes = blocks.first()?.attributes.clone();
    let mut figures = Vec::new();
    for block in blocks {
        match block.kind {
            BlockKind::Figure(figure) => figures.push(RowFigure {
                id: block.id,
                span: block.span,
                anchor: block.anchor,
                figure: *figure,
            }),
            BlockKind::FigureRow(row) => figures.extend(row.figures),
            _ => {}
        }
    }
    Some(Block {
        id: UNNUMBERED,
        span,
        anchor: None,
        attributes,
        kind: BlockKind::FigureRow(FigureRow {
            figures,
            cutline: Vec::new(),
            credit: Vec::new(),
        }),
    })
}
