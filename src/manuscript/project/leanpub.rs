//! A Leanpub book: the folder `manuscript` with the list of its files in `Book.txt`.

use super::contents::Entry;
use super::shelf::{Shelf, Weave};
use super::weave::Line;
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

/// What becomes of a chapter's lines, one after the other: those about matter go, and what opens a
/// part says so as Markdown does here. A part is `-# Title`, or a heading under `{class: part}`.
pub(super) fn lines() -> impl FnMut(&str) -> Line {
    const PART: &str = " {.part}";
    let mut opens_part = false;
    let mut in_code = false;
    move |line| {
        let text = line.trim();
        if text.starts_with("```") || text.starts_with("~~~") {
            in_code = !in_code;
        }
        if in_code {
            return Line::Kept;
        }
        if std::mem::take(&mut opens_part) && line.starts_with("# ") {
            return Line::Changed(0, PART);
        }
        let inner = text.strip_prefix('{').and_then(|it| it.strip_suffix('}'));
        let words = inner.map(|inner| inner.split(':').map(str::trim));
        if words.is_some_and(|words| words.eq(["class", "part"])) {
            opens_part = true;
            return Line::LeftOut;
        }
        match line.strip_prefix("-# ") {
            Some(_) => Line::Changed("-".len(), PART),
            None if is_about_matter(line) => Line::LeftOut,
            None => Line::Kept,
        }
    }
}
