//! The PDF edition: finished pages become a tagged PDF/UA-1 and PDF/A-2a file (ISO 14289-1,
//! ISO 19005-2). Knows [`PagedBook`]; never a document or a book.
//!
//! 1. `font` subsets what the pages use;
//! 2. `content` turns each page into operators and notes whose they are;
//! 3. `tag` makes the structure tree from those notes;
//! 4. `write` drafts pages, fonts and images with printpdf;
//! 5. `finish` adds everything else through lopdf and saves.

mod claim;
mod cluster;
mod content;
mod date;
mod error;
mod finish;
mod font;
mod image;
mod label;
mod number;
mod outline;
mod show;
mod tag;
mod write;
mod xmp;

use std::io::Write;

use rayon::prelude::*;

pub use error::{Error, FontError};

use crate::layout::frame::PagedBook;

/// What the writer is told beside the pages.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Options {
    /// When the edition was made, in seconds since 1970-01-01 UTC. Where nothing is given, the
    /// metadata's date stands in, at midnight UTC; where there is none, the file has no date.
    pub modified: Option<i64>,
}

/// Writes the printed edition. The same book and options give the same bytes.
///
/// # Errors
///
/// When `out` cannot be written, when a photo can no longer be read, and when a font cannot be
/// subset.
pub fn write(book: &PagedBook, options: &Options, out: &mut impl Write) -> Result<(), Error> {
    let fonts = font::embed(book)?;
    let images = image::prepare(&book.photos)?;
    let names = tag::names(&book.structure);
    let pages: Vec<content::PageContent> = book
        .pages
        .par_iter()
        .map(|page| content::page(page, &fonts, &names, &book.photos))
        .collect();
    let tree = tag::Tree::build(book, &pages);
    let claims = claim::Claims::of(book, &fonts, &images);
    let draft = write::draft(book, &fonts, &images);
    finish::finish(
        draft,
        finish::Parts {
            book,
            options,
            fonts: &fonts,
            images,
            pages,
            names: &names,
            tree: &tree,
            claims,
        },
        out,
    )
    .map_err(Error::Output)
}
