//! A folder for pandoc: `metadata.yaml` says what the book is called, its files stand in natural
//! order.

use super::natural;
use super::shelf::Shelf;
use crate::manuscript::entry::{self, Beside, Place};
use crate::manuscript::{OpenError, foreign_keys, yaml};

/// Its names.
pub(super) const FILES: [&str; 2] = ["metadata.yaml", "metadata.yml"];

const BESIDE: Beside = Beside {
    read: &[],
    ignored: foreign_keys::OF_BLOCKS,
};

/// Opens it, if the folder is one.
pub(super) fn open(shelf: &mut Shelf) -> Result<bool, OpenError> {
    let Some(name) = FILES.into_iter().find(|name| shelf.has(name)) else {
        return Ok(false);
    };
    let file = shelf.read_own(name)?;
    let manuscript = &mut shelf.manuscript;
    let text = manuscript.sources.file(file).text();
    match yaml::parse(text, Place { file, base: 0 }) {
        Ok(stated) => {
            manuscript.metadata = entry::accept(stated, BESIDE, &mut manuscript.diagnostics);
        }
        Err(diagnostic) => manuscript.diagnostics.push(diagnostic),
    }
    natural::add_all(shelf)?;
    Ok(true)
}
