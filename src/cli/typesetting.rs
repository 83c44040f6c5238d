//! From a book to its pages, as every subcommand sets them, and the fonts that it is set in.

use crate::book::Book;
use crate::diagnostic::Diagnostic;
use crate::fonts::{self, Given};
use crate::layout::{self, Layout, Spec};
use crate::manuscript::Manuscript;

/// Sets the book; `system_fonts` says whether the fonts of the machine may be asked for what others
/// do not have. What is wrong with the project's fonts is among its findings.
pub fn set(manuscript: &Manuscript, book: &Book, spec: &Spec, system_fonts: bool) -> Layout {
    let (given, refused) = fonts::of_project(&manuscript.root);
    let spec = spec.clone().with_fonts(given.clone());
    let mut layout = layout::paginate(book, &spec);
    if system_fonts && !layout.missing.is_empty() {
        let installed = fonts::of_system(&layout.missing);
        layout = layout::paginate(book, &spec.with_fonts(given.and(installed)));
    }
    layout.diagnostics.splice(..0, refused);
    layout
}

/// The project's fonts for an e-book that brings its fonts along, and what is wrong with them.
pub fn for_screen(manuscript: &Manuscript, book: &Book) -> Option<(Given, Vec<Diagnostic>)> {
    let embeds = book.document().metadata.makeup.embed_fonts;
    embeds.then(|| fonts::of_project(&manuscript.root))
}
