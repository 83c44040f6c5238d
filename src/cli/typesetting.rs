//! From a book to its pages, as every subcommand sets them.

use crate::book::Book;
use crate::diagnostic::Diagnostic;
use crate::fonts;
use crate::layout::{self, Layout, Pagination, Spec};
use crate::manuscript::Manuscript;

/// Sets the book; `system_fonts` says whether the fonts of the machine may be asked for what others
/// do not have. What is wrong with the project's fonts is among its findings.
pub fn set(manuscript: &Manuscript, book: &Book, spec: &Spec, system_fonts: bool) -> Layout {
    let set = |spec: &Spec| layout::paginate(book, spec);
    let missing = |layout: &Layout| layout.missing.clone();
    let (mut layout, refused) = in_fonts(manuscript, spec, system_fonts, set, missing);
    layout.diagnostics.splice(..0, refused);
    layout
}

/// The same for a book that nobody prints.
pub fn number(manuscript: &Manuscript, book: &Book, spec: &Spec, system_fonts: bool) -> Pagination {
    let set = |spec: &Spec| layout::pagination(book, spec);
    let missing = |pages: &Pagination| pages.missing.clone();
    let (mut pages, refused) = in_fonts(manuscript, spec, system_fonts, set, missing);
    pages.diagnostics.splice(..0, refused);
    pages
}

/// Sets in the project's fonts, and once more with the machine's where characters are missing; gives what is wrong
/// with the project's, too.
fn in_fonts<T>(
    manuscript: &Manuscript,
    spec: &Spec,
    system_fonts: bool,
    set: impl Fn(&Spec) -> T,
    missing: impl Fn(&T) -> Vec<char>,
) -> (T, Vec<Diagnostic>) {
    let (given, refused) = fonts::of_project(&manuscript.root);
    let spec = spec.clone().with_fonts(given.clone());
    let mut made = set(&spec);
    let missing = missing(&made);
    if system_fonts && !missing.is_empty() {
        let installed = fonts::of_system(&missing);
        made = set(&spec.with_fonts(given.and(installed)));
    }
    (made, refused)
}
