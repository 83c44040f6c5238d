//! cutline's own project file.

use super::contents::Entry;
use super::natural;
use super::shelf::Shelf;
use crate::diagnostic::{Code, Diagnostic};
use crate::manuscript::entry::{self, Beside, Place, StatedText, Value};
use crate::manuscript::{OpenError, toml};

/// Its name.
pub(super) const FILE: &str = "cutline.toml";

const BESIDE: Beside = Beside {
    read: &["chapters"],
    ignored: &[],
};

/// Opens the chapters that it lists, or every Markdown file of the folder.
pub(super) fn open(shelf: &mut Shelf) -> Result<(), OpenError> {
    match read(shelf)? {
        Some(listed) => shelf.add_listed("", listed.into_iter().map(Entry::file).collect()),
        None => natural::add_all(shelf),
    }
}

/// Reads it into the manuscript's metadata. Gives the chapters it lists.
fn read(shelf: &mut Shelf) -> Result<Option<Vec<StatedText>>, OpenError> {
    let file = shelf.read_own(FILE)?;
    let mut stated = match toml::parse(shelf.text(file), Place { file, base: 0 }) {
        Ok(stated) => stated,
        Err(diagnostic) => {
            shelf.report(diagnostic);
            return Ok(None);
        }
    };
    let at = stated.iter().position(|stated| stated.key == "chapters");
    let chapters = at.map(|at| stated.remove(at));
    let manuscript = &mut shelf.manuscript;
    manuscript.metadata = entry::accept(stated, BESIDE, &mut manuscript.diagnostics);
    let Some(chapters) = chapters else {
        return Ok(None);
    };
    let (message, hint) = match chapters.value {
        Value::Texts(paths) if !paths.is_empty() => return Ok(Some(paths)),
        Value::Texts(_) => (
            "`chapters` lists no chapter; every Markdown file of the folder is taken",
            "name the files, or leave the key out",
        ),
        Value::Groups(_) | Value::Nested => (
            "`chapters` must be a list of paths",
            "chapters = [\"one.md\", \"two.md\"]",
        ),
    };
    let code = Code::InvalidMetadataValue;
    shelf.report(Diagnostic::new(code, chapters.span, message).hint(hint));
    Ok(None)
}
