//! Blocks that stand where only lines can: in a cell, a caption or a heading of HTML. Their text
//! goes on there, each block on a line of its own.

use crate::document::{Block, BlockKind, Inline, InlineKind};
use crate::markdown::builder::UNNUMBERED;

/// Adds the text of a block.
pub(super) fn append_block(line: &mut Vec<Inline>, block: Block) {
    let span = block.span;
    let inline = |kind| Inline {
        id: UNNUMBERED,
        span,
        kind,
    };
    match block.kind {
        BlockKind::Paragraph(content) | BlockKind::Heading { content, .. } => append(line, content),
        BlockKind::Code { text, .. } => append(line, vec![inline(InlineKind::Code(text))]),
        BlockKind::Figure(figure) => append(line, vec![inline(InlineKind::Photo(figure))]),
        BlockKind::FigureRow(row) => {
            for one in row.figures {
                let kind = InlineKind::Photo(Box::new(one.figure));
                append(
                    line,
                    vec![Inline {
                        span: one.span,
                        ..inline(kind)
                    }],
                );
            }
            append(line, row.cutline);
            append(line, row.credit);
        }
        BlockKind::Quote(blocks) => append_blocks(line, blocks),
        BlockKind::List(list) => {
            for item in list.items {
                append_blocks(line, item.blocks);
            }
        }
        BlockKind::Table(table) => {
            append(line, table.caption);
            for cell in table.head.into_iter().chain(table.rows).flatten() {
                append(line, cell.content);
            }
        }
        BlockKind::DefinitionList(groups) => {
            for group in groups {
                for term in group.terms {
                    append(line, term.content);
                }
                for definition in group.definitions {
                    append_blocks(line, definition.blocks);
                }
            }
        }
        BlockKind::Aside(aside) => {
            append(line, aside.title);
            append_blocks(line, aside.blocks);
        }
        BlockKind::Verse(lines) => {
            for verse in lines {
                append(line, verse.content);
            }
        }
        BlockKind::ThematicBreak => {}
    }
}

fn append_blocks(line: &mut Vec<Inline>, blocks: Vec<Block>) {
    for block in blocks {
        append_block(line, block);
    }
}

/// Adds content on a new line.
pub(super) fn append(line: &mut Vec<Inline>, content: Vec<Inline>) {
    let Some(first) = content.first() else {
        return;
    };
    let is_break = |inline: &Inline| matches!(inline.kind, InlineKind::HardBreak);
    if line.last().is_some_and(|last| !is_break(last)) {
        line.push(Inline {
            id: UNNUMBERED,
            span: first.span,
            kind: InlineKind::HardBreak,
        });
    }
    line.extend(content);
}
