//! The outline's tree from headings in a row (ISO 32000-1, 12.3.3).

/// One entry's neighbours, as indices into the same list.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Neighbours {
    /// The entry above; `None` at the top level.
    pub parent: Option<usize>,
    /// The entry before under the same parent.
    pub previous: Option<usize>,
    /// The entry after under the same parent.
    pub next: Option<usize>,
    /// The first entry below.
    pub first: Option<usize>,
    /// The last entry below.
    pub last: Option<usize>,
    /// How many entries stand directly below.
    pub children: usize,
}

/// Nests entries by their levels. A deeper entry hangs under the nearest shallower one before it.
pub fn nest(levels: &[u8]) -> Vec<Neighbours> {
    let mut tree: Vec<Neighbours> = Vec::with_capacity(levels.len());
    let mut open: Vec<usize> = Vec::new();
    let mut last_at_top = None;
    for (index, level) in levels.iter().enumerate() {
        while open
            .last()
            .is_some_and(|above| levels.get(*above) >= Some(level))
        {
            open.pop();
        }
        let parent = open.last().copied();
        let previous = match parent {
            Some(parent) => tree.get(parent).and_then(|entry| entry.last),
            None => last_at_top.replace(index),
        };
        if let Some(previous) = previous.and_then(|previous| tree.get_mut(previous)) {
            previous.next = Some(index);
        }
        if let Some(parent) = parent.and_then(|parent| tree.get_mut(parent)) {
            parent.first.get_or_insert(index);
            parent.last = Some(index);
            parent.children += 1;
        }
        tree.push(Neighbours {
            parent,
            previous,
            ..Neighbours::default()
        });
        open.push(index);
    }
    tree
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entries_nest_by_level() {
        let tree = nest(&[1, 2, 3, 2, 1]);
        assert_eq!(
            tree[0],
            Neighbours {
                next: Some(4),
                first: Some(1),
                last: Some(3),
                children: 2,
                ..Neighbours::default()
            }
        );
        assert_eq!(tree[2].parent, Some(1));
        assert_eq!(tree[3].previous, Some(1));
        assert_eq!(tree[4].previous, Some(0));
    }

    #[test]
    fn a_first_entry_that_is_deep_stands_at_the_top() {
        let tree = nest(&[3, 2, 5]);
        assert_eq!(tree[0].parent, None);
        assert_eq!(tree[1].previous, Some(0));
        assert_eq!(tree[2].parent, Some(1));
    }
}
