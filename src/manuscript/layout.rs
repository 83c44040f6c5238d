//! The layout that the metadata or the command line names, as a name or as a text of TOML.

use std::path::Path;

use super::entry::Key;
use super::named::{self, Named};
use super::open::{read_bytes, unfit};
use super::{Manuscript, OpenError, Unfit};
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
    let Some(Named {
        name,
        span,
        of_project,
    }) = named::entry(manuscript, Key::Layout)
    else {
        return;
    };
    if !names_layout_file(&name) {
        manuscript.layout = Some(LayoutChoice::Named {
            name,
            span,
            may_be_foreign: !of_project,
        });
        return;
    }
    let (path, bytes) = match named::bytes(manuscript, &name) {
        Ok(file) => file,
        Err(why) => {
            let message = format!("the layout `{name}` {why}");
            let hint = "name a file in the manuscript's folder: layout = \"mine.toml\"";
            let diagnostic = Diagnostic::new(Code::MalformedLayout, span, message).hint(hint);
            return manuscript.diagnostics.push(diagnostic);
        }
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
        let bytes = read_bytes(path, &self.limits)?;
        let file = self.take_in(path.to_owned(), &bytes);
        let file = file.ok_or_else(|| unfit(path, Unfit::NotText))?;
        self.layout = Some(LayoutChoice::File(file));
        Ok(())
    }
}
