//! The layout that the metadata or the command line names, as a name or as a text of TOML.

use std::io::ErrorKind;
use std::path::Path;

use super::entry::Key;
use super::open::{bytes_inside, read_bytes, unfit};
use super::{Manuscript, MetadataEntry, OpenError, Unfit};
use crate::diagnostic::{Code, Diagnostic};
use crate::source::{FileId, Span};

/// A layout, not yet understood.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LayoutChoice {
    /// One that comes with cutline, by its name.
    Named {
        /// As it is written.
        name: String,
        /// Where it stands.
        span: Span,
        /// Whether it may be another program's word: static site generators have a `layout` too.
        may_be_foreign: bool,
    },
    /// A file of one's own.
    File(FileId),
}

/// Whether this names a file, and not one of the layouts that come with cutline.
pub fn names_layout_file(name: &str) -> bool {
    let extension = Path::new(name).extension();
    extension.is_some_and(|extension| extension.eq_ignore_ascii_case("toml"))
}

/// Takes it in, if the project's metadata or the first file's names one.
pub(super) fn take_in(manuscript: &mut Manuscript) {
    let is_layout = |entry: &&MetadataEntry| Key::named(&entry.key) == Some(Key::Layout);
    let of_first = manuscript.files.first().map(|file| &file.metadata);
    let of_project = manuscript.metadata.iter().find(is_layout);
    let may_be_foreign = of_project.is_none();
    let Some(entry) = of_project.or_else(|| of_first?.iter().find(is_layout)) else {
        return;
    };
    let span = entry.span;
    let Some(name) = entry.values.first().cloned() else {
        return;
    };
    if !names_layout_file(&name) {
        manuscript.layout = Some(LayoutChoice::Named {
            name,
            span,
            may_be_foreign,
        });
        return;
    }
    let mut refuse = |why: &str| {
        let message = format!("the layout `{name}` {why}");
        let diagnostic = Diagnostic::new(Code::MalformedLayout, span, message);
        manuscript.diagnostics.push(
            diagnostic.hint("name a file in the manuscript's folder: layout = \"mine.toml\""),
        );
    };
    if Path::new(&name).is_absolute() {
        return refuse("has a path that does not begin in the manuscript's folder");
    }
    let path = manuscript.root.join(&name);
    let bytes = match bytes_inside(&path, &manuscript.root) {
        Ok(bytes) => bytes,
        Err(OpenError::Read { error, .. }) if error.kind() == ErrorKind::NotFound => {
            refuse("is not there");
            return manuscript.inputs.missed(path);
        }
        Err(OpenError::Read { .. }) => return refuse("cannot be read"),
        Err(OpenError::Unfit {
            reason: Unfit::Outside,
            ..
        }) => return refuse("is outside the manuscript's folder"),
        Err(OpenError::Unfit { .. }) => return refuse("is no file, or too long"),
    };
    match manuscript.take_in(path, &bytes) {
        Some(file) => manuscript.layout = Some(LayoutChoice::File(file)),
        None => {
            let message = format!("the layout `{name}` is not a text");
            let diagnostic = Diagnostic::new(Code::MalformedLayout, span, message);
            manuscript.diagnostics.push(diagnostic);
        }
    }
}

impl Manuscript {
    /// Takes a file in as the layout, whatever the metadata says. It may stand anywhere: whoever
    /// gives the command names it.
    ///
    /// # Errors
    ///
    /// [`OpenError`] where it cannot be read or is no text.
    pub fn lay_out_as(&mut self, path: &Path) -> Result<(), OpenError> {
        let bytes = read_bytes(path)?;
        let file = self.take_in(path.to_owned(), &bytes);
        let file = file.ok_or_else(|| unfit(path, Unfit::NotText))?;
        self.layout = Some(LayoutChoice::File(file));
        Ok(())
    }
}
