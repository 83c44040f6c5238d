//! Ids that only the e-book has, beside the document's anchors.

use std::collections::BTreeSet;

/// Every id that is taken, in the whole publication.
#[derive(Debug, Default)]
pub struct Ids {
    taken: BTreeSet<String>,
}

impl Ids {
    /// Takes an id that must be as it is: an anchor.
    pub fn take(&mut self, id: &str) {
        self.taken.insert(id.to_owned());
    }

    /// `wanted`, or the first `wanted-2`, `wanted-3` … that is free.
    pub fn fresh(&mut self, wanted: &str) -> String {
        let mut id = wanted.to_owned();
        let mut number = 2;
        while !self.taken.insert(id.clone()) {
            id = format!("{wanted}-{number}");
            number += 1;
        }
        id
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_anchor_keeps_its_name() {
        let mut ids = Ids::default();
        ids.take("page-2");
        assert_eq!(ids.fresh("page-1"), "page-1");
        assert_eq!(ids.fresh("page-2"), "page-2-2");
        assert_eq!(ids.fresh("page-2"), "page-2-3");
    }
}
