//! Who took part besides the authors.

use std::collections::HashSet;

use crate::document::Document;
use crate::document::inline::plain_text;

/// Whose photos the book shows or waits for, each name once, in the order of first appearance. A
/// photo's creator, or else its credit as it stands: it is not known to us what in “Ida Lund / Sound
/// Press” is a person and what an agency.
pub fn photographers(document: &Document) -> Vec<String> {
    let mut names = Vec::new();
    let mut known = HashSet::new();
    for placed in document.figures() {
        let name = match &placed.figure.rights.creator {
            Some(creator) => creator.clone(),
            None => plain_text(placed.credit()),
        };
        let name: Vec<&str> = name.split_whitespace().collect();
        let name = name.join(" ");
        if !name.is_empty() && known.insert(name.clone()) {
            names.push(name);
        }
    }
    names
}
