//! A file that an entry of the metadata names: a layout, a stylesheet, a profile of inks.

use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use super::entry::Key;
use super::open::bytes_inside;
use super::{Manuscript, MetadataEntry, OpenError, Unfit};
use crate::source::Span;

/// What an entry says.
pub(super) struct Named {
    /// Its first value.
    pub name: String,
    /// Where the entry stands.
    pub span: Span,
    /// Whether the project says it, and not the first file.
    pub of_project: bool,
}

/// The entry of that key, in the project's metadata or else in the first file's.
pub(super) fn entry(manuscript: &Manuscript, key: Key) -> Option<Named> {
    let is_wanted = |entry: &&MetadataEntry| Key::named(&entry.key) == Some(key);
    let of_project = manuscript.metadata.iter().find(is_wanted);
    let of_first = || manuscript.files.first()?.metadata.iter().find(is_wanted);
    let entry = of_project.or_else(of_first)?;
    Some(Named {
        name: entry.values.first()?.clone(),
        span: entry.span,
        of_project: of_project.is_some(),
    })
}

/// The path and the bytes of a file in the manuscript's folder, or what is wrong with it. One that
/// is not there counts as an input all the same.
pub(super) fn bytes(
    manuscript: &mut Manuscript,
    name: &str,
) -> Result<(PathBuf, Vec<u8>), &'static str> {
    if Path::new(name).is_absolute() {
        return Err("has a path that does not begin in the manuscript's folder");
    }
    let path = manuscript.root.join(name);
    match bytes_inside(&path, &manuscript.root, &manuscript.limits) {
        Ok(bytes) => Ok((path, bytes)),
        Err(OpenError::Read { error, .. }) if error.kind() == ErrorKind::NotFound => {
            manuscript.inputs.missed(path);
            Err("is not there")
        }
        Err(OpenError::Read { .. }) => Err("cannot be read"),
        Err(OpenError::Unfit {
            reason: Unfit::Outside,
            ..
        }) => Err("is outside the manuscript's folder"),
        Err(OpenError::Unfit { .. }) => Err("is no file, or too long"),
    }
}
