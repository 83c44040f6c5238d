//! An mdBook: `book.toml` with the table `[book]`, the chapters in `src/SUMMARY.md`, and directives
//! in their text.

use super::shelf::{Leads, Shelf, Weave, name_inside};
use super::{natural, summary};
use crate::diagnostic::{Code, Diagnostic};
use crate::manuscript::entry::{self, Beside, Place, Value};
use crate::manuscript::{OpenError, foreign_keys, toml};
use crate::source::Span;

/// The project file.
pub(super) const FILE: &str = "book.toml";

const BESIDE: Beside = Beside {
    read: &["src"],
    ignored: foreign_keys::OF_MDBOOK,
};

/// Opens it.
pub(super) fn open(shelf: &mut Shelf) -> Result<(), OpenError> {
    let file = shelf.read_own(FILE)?;
    let mut stated = match toml::parse_table(shelf.text(file), "book", Place { file, base: 0 }) {
        Ok(stated) => stated,
        Err(diagnostic) => {
            shelf.report(diagnostic);
            Vec::new()
        }
    };
    let at = stated.iter().position(|stated| stated.key == "src");
    let folder = match at.map(|at| stated.remove(at)) {
        Some(src) => match &src.value {
            Value::Texts(texts) => match texts.first().map(|text| name_inside(&text.text)) {
                Some(Ok(folder)) => folder,
                Some(Err(Leads::Nowhere)) => String::new(),
                Some(Err(Leads::Outside)) | None => refused(shelf, src.span),
            },
            Value::Groups(_) | Value::Nested => refused(shelf, src.span),
        },
        None => SRC.to_owned(),
    };
    let manuscript = &mut shelf.manuscript;
    manuscript.metadata = entry::accept(stated, BESIDE, &mut manuscript.diagnostics);
    manuscript.conventions.hidden_code_lines = true;
    manuscript.conventions.folder.clone_from(&folder);
    shelf.weave = Weave::MdBook;

    let summary = match folder.as_str() {
        "" => summary::GITBOOK.to_owned(),
        folder => format!("{folder}/{}", summary::GITBOOK),
    };
    if shelf.has(&summary) {
        let file = shelf.read_own(&summary)?;
        let entries = summary::parse(shelf.text(file), file);
        return shelf.add_listed(&folder, entries);
    }
    let message = format!("the table of contents `{summary}` is not there");
    let hint = "until then the chapters stand in the order of their names";
    let span = Span::new(file, 0..0);
    shelf.report(Diagnostic::new(Code::UnusableChapter, span, message).hint(hint));
    if shelf.manuscript.root.join(&folder).is_dir() {
        natural::add_from(shelf, &folder)?;
    }
    Ok(())
}

/// Where chapters stand unless `book.toml` says otherwise.
const SRC: &str = "src";

fn refused(shelf: &mut Shelf, span: Span) -> String {
    let message = "`src` must be a folder inside the project; `src` stands in";
    shelf.report(Diagnostic::new(Code::InvalidMetadataValue, span, message));
    SRC.to_owned()
}
