//! Printed page breaks in flowing text: where each falls, to the byte.

use std::collections::BTreeMap;

use super::ids::Ids;
use crate::document::{Anchor, NodeId};
use crate::layout::frame::PageMap;

/// The beginning of a printed page inside one node's text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PageBreak {
    /// The id of the marker.
    pub id: String,
    /// The folio.
    pub label: String,
    /// Bytes into the node's [plain text](crate::document::inline::plain_text), or into a code
    /// block's text.
    pub offset: usize,
}

/// Every page break, by the node that it falls into.
#[derive(Debug, Default)]
pub struct PageBreaks {
    by_node: BTreeMap<NodeId, Vec<PageBreak>>,
}

impl PageBreaks {
    /// The breaks of the printed edition, with an id for each.
    pub fn new(map: &PageMap, ids: &mut Ids) -> PageBreaks {
        let mut by_node = BTreeMap::<NodeId, Vec<PageBreak>>::new();
        for page in &map.pages {
            let name = Anchor::from_text(&format!("page {}", page.label));
            let name = name.as_ref().map_or("page", Anchor::as_str);
            by_node.entry(page.at.node).or_default().push(PageBreak {
                id: ids.fresh(name),
                label: page.label.clone(),
                offset: page.at.offset,
            });
        }
        for breaks in by_node.values_mut() {
            breaks.sort_by_key(|page_break| page_break.offset);
        }
        PageBreaks { by_node }
    }

    /// The breaks in the text of `node`, in order.
    pub fn at(&self, node: NodeId) -> &[PageBreak] {
        self.by_node.get(&node).map_or(&[], Vec::as_slice)
    }
}

/// A piece of a node's text.
#[derive(Debug, PartialEq, Eq)]
pub enum Piece<'t, 'b> {
    /// Text without a break in it.
    Text(&'t str),
    /// A break.
    Break(&'b PageBreak),
}

/// Goes through the text of one node and says where its breaks fall.
#[derive(Debug, Default)]
pub struct BreakWalk<'b> {
    ahead: &'b [PageBreak],
    position: usize,
}

impl<'b> BreakWalk<'b> {
    /// Starts at the beginning of a text with these breaks.
    pub fn new(breaks: &'b [PageBreak]) -> BreakWalk<'b> {
        BreakWalk {
            ahead: breaks,
            position: 0,
        }
    }

    /// The next piece of `text`, which is what is left of the part of the node's text that begins
    /// where the walk stands. `text` is shortened by what was given.
    ///
    /// A break right after the text is not given: it belongs to the text that follows, or to
    /// [`BreakWalk::rest`]. One inside a character moves before it.
    pub fn next_piece<'t>(&mut self, text: &mut &'t str) -> Option<Piece<'t, 'b>> {
        if text.is_empty() {
            return None;
        }
        let mut length = text.len();
        if let Some((first, later)) = self.ahead.split_first()
            && first.offset < self.position + text.len()
        {
            length = first.offset.saturating_sub(self.position);
            while !text.is_char_boundary(length) {
                length -= 1;
            }
            if length == 0 {
                self.ahead = later;
                return Some(Piece::Break(first));
            }
        }
        let (piece, rest) = text.split_at(length);
        self.position += length;
        *text = rest;
        Some(Piece::Text(piece))
    }

    /// Goes past a piece of `length` bytes that nothing can stand in. Gives the breaks before it, or
    /// goes nowhere and gives none where one falls inside it.
    pub fn pass(&mut self, length: usize) -> Option<&'b [PageBreak]> {
        let here = self.position;
        let before = self.ahead.partition_point(|one| one.offset <= here);
        let (before, ahead) = self.ahead.split_at(before);
        if ahead.first().is_some_and(|one| one.offset < here + length) {
            return None;
        }
        (self.ahead, self.position) = (ahead, here + length);
        Some(before)
    }

    /// The breaks that stand at the text's end or past it.
    pub fn rest(self) -> &'b [PageBreak] {
        self.ahead
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn breaks(offsets: &[usize]) -> Vec<PageBreak> {
        let with_offset = |offset: &usize| PageBreak {
            id: format!("page-{offset}"),
            label: offset.to_string(),
            offset: *offset,
        };
        offsets.iter().map(with_offset).collect()
    }

    /// The texts joined, with `|label|` for every break.
    fn walked(offsets: &[usize], texts: &[&str]) -> String {
        let breaks = breaks(offsets);
        let mut walk = BreakWalk::new(&breaks);
        let mut out = String::new();
        for text in texts {
            let mut left = *text;
            while let Some(piece) = walk.next_piece(&mut left) {
                match piece {
                    Piece::Text(text) => out.push_str(text),
                    Piece::Break(page) => out.push_str(&format!("|{}|", page.label)),
                }
            }
        }
        for page in walk.rest() {
            out.push_str(&format!("|{}|", page.label));
        }
        out
    }

    #[test]
    fn breaks_fall_between_pieces_and_inside_words() {
        assert_eq!(walked(&[0], &["harbour"]), "|0|harbour");
        assert_eq!(walked(&[4], &["harbour"]), "harb|4|our");
        assert_eq!(
            walked(&[3, 3, 8], &["abc", "def", "ghi"]),
            "abc|3||3|defgh|8|i"
        );
        assert_eq!(walked(&[9, 40], &["abc", "def", "ghi"]), "abcdefghi|9||40|");
        assert_eq!(walked(&[], &["abc"]), "abc");
    }

    #[test]
    fn a_piece_is_passed_whole_or_not_at_all() {
        let all = breaks(&[0, 3, 5]);
        let mut walk = BreakWalk::new(&all);
        assert_eq!(walk.pass(4), None);
        assert_eq!(walk.pass(3).map(<[_]>::len), Some(1));
        assert_eq!(walk.pass(2).map(<[_]>::len), Some(1));
        assert_eq!(walk.rest().len(), 1);
    }

    #[test]
    fn a_break_inside_a_character_moves_before_it() {
        assert_eq!(walked(&[2], &["aé"]), "a|2|é");
        assert_eq!(walked(&[2], &["🦀"]), "|2|🦀");
    }
}
