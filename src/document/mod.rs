//! The document model: pure data, no input or output, no points, no CSS.

pub mod aside;
pub mod back_list;
pub mod block;
pub mod direction;
pub mod figure;
pub mod index;
pub mod inline;
pub mod makeup;
pub mod metadata;
pub mod opening;
pub mod outline;
pub mod role;
pub(crate) mod scan;
pub(crate) mod walk;
pub mod words;

pub use aside::{Aside, AsideRole};
pub use block::{
    Alignment, Block, BlockAttributes, BlockKind, CellFigure, CellPart, CellSpan, Definition,
    DefinitionGroup, List, ListItem, Note, NumberStyle, Table, TableCell, Term, VerseLine,
};
pub use direction::Direction;
pub use figure::{
    Aspect, Edition, Figure, FigureRow, Focus, PhotoSource, Placement, Rights, RowFigure, Slug,
};
pub use index::IndexMark;
pub use inline::{Formula, Inline, InlineKind, PageReference, SpanRole, Target, plain_text};
pub use makeup::Makeup;
// The photo desk makes what is asked for here.
pub use crate::paper::PrintColours;
pub use metadata::{CoverChoice, Metadata};
pub use outline::{Chapter, Document, Form, PlacedFigure, chapter_numbers};
pub use role::{ChapterRole, Matter};

/// Names one node of a document, in reading order. It goes all the way through: EPUB markers, PDF
/// structure elements, the page map and diagnostics all speak of nodes by it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct NodeId(pub u32);

/// A place that links can point to: an XML id and a PDF destination name, unique in the document.
/// Only characters that both allow: a letter first, then letters, digits, `-`, `_` and `.`.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Anchor(String);

impl Anchor {
    /// Makes an anchor from any text: lower case, spaces to hyphens, what XML ids forbid dropped.
    /// Gives `None` where nothing is left.
    pub fn from_text(text: &str) -> Option<Anchor> {
        let mut name = String::with_capacity(text.len());
        for character in text.trim().chars().flat_map(char::to_lowercase) {
            match character {
                c if is_name_character(c) || c == '_' || c == '.' => name.push(c),
                c if (matches!(c, '-' | '–' | '—' | ':') || c.is_whitespace())
                    && !name.ends_with('-') =>
                {
                    name.push('-');
                }
                _ => {}
            }
        }
        let name = name.trim_matches('-');
        let first = name.chars().next()?;
        Some(Anchor(if first.is_alphabetic() {
            name.to_owned()
        } else {
            format!("n-{name}")
        }))
    }

    /// What stands in where a text leaves no anchor.
    pub fn unnamed() -> Anchor {
        Anchor("section".to_owned())
    }

    /// The place of a term of the index. No other anchor has a capital letter, so none is equal.
    pub(crate) fn of_index_mark(number: usize) -> Anchor {
        Anchor(format!("{}-{number}", IndexMark::INDEX))
    }

    /// The same anchor with a number, to make it unique.
    pub fn numbered(&self, number: usize) -> Anchor {
        Anchor(format!("{}-{number}", self.0))
    }

    /// The name as it stands in both editions.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Letters and digits that XML allows in a name (XML 1.0, 2.3): not `²`, `½` or `①`.
fn is_name_character(character: char) -> bool {
    character.is_alphanumeric()
        && match u32::from(character) {
            0..0xC0 => character.is_ascii(),
            0xC0..=0x1FFF | 0x2070..=0x218F | 0x2C00..=0x2FEF | 0x3001..=0xD7FF => true,
            0xF900..=0xFDCF | 0xFDF0..=0xFFFD | 0x1_0000..=0xE_FFFF => true,
            _ => false,
        }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn anchors_are_xml_ids() {
        let name = |text| Anchor::from_text(text).map(|anchor| anchor.as_str().to_owned());
        assert_eq!(
            name("Two Leaders, Two  Trains").as_deref(),
            Some("two-leaders-two-trains")
        );
        assert_eq!(name("fig:Harbour").as_deref(), Some("fig-harbour"));
        assert_eq!(name("2024 in review").as_deref(), Some("n-2024-in-review"));
        assert_eq!(
            name("Überblick — Größe").as_deref(),
            Some("überblick-größe")
        );
        assert_eq!(name("10 m² of ½ ①").as_deref(), Some("n-10-m-of"));
        assert_eq!(name("…"), None);
    }
}
