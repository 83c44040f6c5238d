//! A folder as a manuscript: whose project it is, and the order of its chapters.

mod contents;
mod leanpub;
mod mdbook;
mod natural;
mod own;
mod pandoc;
mod shelf;
mod summary;
mod weave;

use std::path::Path;

use self::shelf::Shelf;
use super::open::unfit;
use super::{Manuscript, OpenError, Unfit};
use crate::limits::Limits;

/// The project files that are a project's and nothing else, in the order of their say.
const FILES: [&str; 6] = [
    own::FILE,
    mdbook::FILE,
    leanpub::FILE,
    summary::DOCSIFY,
    pandoc::FILES[0],
    pandoc::FILES[1],
];

/// Whether naming this file means its folder.
pub(super) fn is_project_file(path: &Path) -> bool {
    path.file_name()
        .is_some_and(|name| FILES.iter().any(|file| name == *file))
}

/// What a folder has that is a vault of Obsidian.
pub(super) const VAULT: &str = ".obsidian";

/// Opens a folder.
pub(super) fn open(root: &Path, limits: &Limits) -> Result<Manuscript, OpenError> {
    let mut shelf = Shelf::new(root, limits)?;
    if shelf.has(own::FILE) {
        own::open(&mut shelf)?;
    } else if shelf.has(mdbook::FILE) {
        mdbook::open(&mut shelf)?;
    } else if shelf.has(leanpub::FILE) {
        leanpub::open(&mut shelf)?;
    } else if shelf.has(&format!("{}/{}", leanpub::FOLDER, leanpub::FILE)) {
        shelf.enter(leanpub::FOLDER)?;
        leanpub::open(&mut shelf)?;
    } else if !summary::open(&mut shelf)? && !pandoc::open(&mut shelf)? {
        shelf.manuscript.conventions.wiki_links = true;
        natural::add_all(&mut shelf)?;
        if shelf.manuscript.files.is_empty() {
            return Err(unfit(root, Unfit::NothingToRead));
        }
    }
    Ok(shelf.manuscript)
}
