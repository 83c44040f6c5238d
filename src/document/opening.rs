//! What a chapter opens with.

use super::inline::is_displayed_formula;
use super::{Block, BlockKind, Inline, plain_text};

/// The paragraph that a chapter opens with, and its content: nothing but photos, a motto or verse may come before
/// it. A formula, or a paragraph that stands in the middle or at the end of its line, opens nothing.
pub fn opening(blocks: &[Block]) -> Option<(&Block, &[Inline])> {
    let first = blocks.iter().find(|block| {
        !matches!(
            block.kind,
            BlockKind::Figure(_)
                | BlockKind::FigureRow(_)
                | BlockKind::Quote(_)
                | BlockKind::Verse(_)
        )
    })?;
    match &first.kind {
        BlockKind::Paragraph(content)
            if first.attributes.alignment.is_none() && !is_displayed_formula(content) =>
        {
            Some((first, content))
        }
        _ => None,
    }
}

/// Whether a text begins with a capital letter, quotation marks apart.
pub fn begins_with_capital(content: &[Inline]) -> bool {
    let text = plain_text(content);
    let letter = text.chars().find(|c| c.is_alphanumeric());
    letter.is_some_and(char::is_uppercase)
}
