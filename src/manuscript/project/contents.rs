//! What a table of contents lists, whatever program it is written for.

use crate::manuscript::Standing;
use crate::manuscript::entry::StatedText;

/// One line of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Entry {
    pub kind: EntryKind,
    /// How deep it stands: 0 at the top, 1 under a part or under a chapter at the top.
    pub depth: u8,
    /// Whether it stands outside the list, as the prefix and suffix chapters of an mdBook.
    pub is_unnumbered: bool,
}

/// What a line stands for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum EntryKind {
    /// A chapter in a file.
    File {
        /// Its path from the folder of the chapters, as it is written; percent-decoded where the
        /// table is one of links.
        path: StatedText,
        /// What it is called here.
        title: Option<String>,
    },
    /// A title without a file: of a part, or of a chapter that is not written yet.
    Title {
        title: StatedText,
        standing: Standing,
    },
}

impl Entry {
    /// A file at the top that has no other name.
    pub fn file(path: StatedText) -> Entry {
        Entry {
            kind: EntryKind::File { path, title: None },
            depth: 0,
            is_unnumbered: false,
        }
    }
}
