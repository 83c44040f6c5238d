//! From a book to its pages, as every subcommand sets them.

use crate::book::Book;
use crate::fonts;
use crate::layout::{self, Layout};
use crate::manuscript::Manuscript;
use crate::paper::{PageSetup, PageSize};

/// What a run asks of pages.
#[derive(Clone, Copy)]
pub struct PageOrders {
    /// What the command line says goes before what the manuscript does.
    pub size: Option<PageSize>,
    /// Whether the fonts of the machine may be asked for what others do not have.
    pub system_fonts: bool,
}

/// Sets the book. What is wrong with the project's fonts is among its findings.
pub fn set(manuscript: &Manuscript, book: &Book, orders: PageOrders) -> Layout {
    let (given, refused) = fonts::of_project(&manuscript.root);
    let spec = spec(orders.size, book).with_fonts(given.clone());
    let mut layout = layout::paginate(book, &spec);
    if orders.system_fonts && !layout.missing.is_empty() {
        let installed = fonts::of_system(&layout.missing);
        layout = layout::paginate(book, &spec.with_fonts(given.and(installed)));
    }
    layout.diagnostics.splice(..0, refused);
    layout
}

/// The page of a book.
pub fn spec(size: Option<PageSize>, book: &Book) -> layout::Spec {
    let asked = PageSetup {
        size,
        ..PageSetup::default()
    };
    layout::Spec::of(&asked.or(book.document().metadata.makeup.page))
}
