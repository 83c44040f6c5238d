//! A Leanpub book: the folder `manuscript` with the list of its files in `Book.txt`.

use super::contents::Entry;
use super::shelf::{Shelf, Weave};
use crate::manuscript::OpenError;
use crate::manuscript::entry::StatedText;
use crate::source::Span;

/// The list of files, one a line.
pub(super) const FILE: &str = "Book.txt";

/// The folder that holds it and the text, in a project that has other folders.
pub(super) const FOLDER: &str = "manuscript";

/// Opens the files that are listed.
pub(super) fn open(shelf: &mut Shelf) -> Result<(), OpenError> {
    let file = shelf.read_own(FILE)?;
    let mut at = 0;
    let mut entries = Vec::new();
    for line in shelf.text(file).split_inclusive('\n') {
        let start = at + line.len() - line.trim_start().len();
        at += line.len();
        let name = line.trim();
        let is_note = name.is_empty() || name.starts_with('#') || is_about_matter(name);
        if !is_note {
            entries.push(Entry::file(StatedText {
                text: name.to_owned(),
                span: Span::new(file, start..start + name.len()),
            }));
        }
    }
    shelf.weave = Weave::Leanpub;
    shelf.add_listed("", entries)
}

/// Whether a line of the list or of a chapter says which matter begins. Chapters have their matter
/// from their role and place, so nothing is made of it.
pub(super) fn is_about_matter(line: &str) -> bool {
    let line = line.trim();
    let inner = line
        .strip_prefix('{')
        .and_then(|line| line.strip_suffix('}'))
        .or_else(|| line.strip_suffix(':'));
    inner.is_some_and(|name| ["frontmatter", "mainmatter", "backmatter"].contains(&name.trim()))
}
