//! The ledger of photos, `photos.toml`, as text: in the project folder, or beside the manuscript's
//! one file.

use std::fs;
use std::path::Path;

use super::open::{bytes_inside, is_markdown, unfit};
use super::{Manuscript, OpenError, Unfit};
use crate::diagnostic::{Code, Diagnostic};
use crate::limits::Limits;

/// Its name.
pub const FILE: &str = "photos.toml";

/// Takes the ledger in, if there is one. One that is no text is an error: the rights of photos
/// stand in it.
pub(super) fn take_in(manuscript: &mut Manuscript) -> Result<(), OpenError> {
    let path = manuscript.root.join(FILE);
    // A link that leads nowhere is there: it was meant to say something.
    if fs::symlink_metadata(&path).is_err() {
        manuscript.inputs.missed(path);
        return Ok(());
    }
    let bytes = match bytes_inside(&path, &manuscript.root, &manuscript.limits) {
        Ok(bytes) => bytes,
        Err(error @ OpenError::Read { .. }) => return Err(error),
        Err(error @ OpenError::Unfit { .. }) => {
            manuscript.diagnostics.push(refused(error.to_string()));
            return Ok(());
        }
    };
    manuscript.ledger = manuscript.take_in(path.clone(), &bytes);
    if manuscript.ledger.is_none() {
        let message = unfit(&path, Unfit::NotText).to_string();
        manuscript.diagnostics.push(refused(message));
    }
    Ok(())
}

fn refused(message: String) -> Diagnostic {
    Diagnostic::without_span(Code::MalformedLedger, message)
        .hint("the ledger is a text file in UTF-8; move what stands in its place elsewhere")
}

/// The ledger of the project folder `root` to the byte, with its byte-order mark and line ends, for
/// adding to it. Empty where there is none yet.
///
/// # Errors
///
/// [`OpenError`] where it cannot be read, leads out of the folder, or is not in UTF-8.
pub fn verbatim(root: &Path, limits: &Limits) -> Result<String, OpenError> {
    let path = root.join(FILE);
    if fs::symlink_metadata(&path).is_err() {
        return Ok(String::new());
    }
    let bytes = bytes_inside(&path, root, limits)?;
    String::from_utf8(bytes).map_err(|_| unfit(&path, Unfit::NotText))
}

/// Whether a file has other manuscripts beside it.
pub(super) fn has_neighbours(input: &Path, root: &Path) -> bool {
    let is_manuscript = |path: &Path| {
        is_markdown(path)
            || path
                .extension()
                .is_some_and(|it| it.eq_ignore_ascii_case("txt"))
    };
    // A folder that cannot be listed shows no neighbours.
    let entries = root.read_dir().into_iter().flatten().flatten();
    let mut names = entries.map(|entry| entry.file_name());
    names.any(|name| Some(name.as_os_str()) != input.file_name() && is_manuscript(Path::new(&name)))
}
