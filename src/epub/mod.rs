//! The e-book: an EPUB 3.3 publication. Knows [`Book`]; of layout only the map of printed pages.
//!
//! Photos are stored first, one after the other; then the plan names every file and id, the
//! documents are written, assembled, and put into the final container with a package, navigation
//! and NCX of our own.

mod alternative;
mod assemble;
mod contributors;
mod cover;
mod date;
mod divide;
mod faces;
mod facts;
mod finish;
mod ids;
mod index;
mod levels;
mod manifest;
mod markup;
mod nav;
mod ncx;
mod package;
mod page_break;
mod photos;
mod plan;
mod read_back;
mod record;
mod roles;
#[cfg(test)]
mod tests;
mod words;
mod xhtml;

use std::fmt;
use std::io::{self, Seek, Write};
use std::path::PathBuf;

use crate::book::Book;
use crate::fonts::Given;
use crate::layout::frame::PageMap;
use crate::photo::derivative::{Darkroom, ScreenImage};
use facts::Facts;
use finish::Container;
use photos::PhotoFiles;
use plan::Plan;
pub use read_back::{parsing, read_back};

/// What the build decides about an e-book.
#[derive(Debug, Default)]
pub struct Options {
    /// When the book was last changed, in seconds after 1970 began: `SOURCE_DATE_EPOCH`. Without
    /// it the metadata's date stands in, and without that 1980-01-01, so that the same input always
    /// gives the same bytes.
    pub modified: Option<u64>,
    /// A stylesheet to stand after our own, in which nothing is fetched.
    pub style: Option<String>,
    /// The picture of the cover. Without one it is drawn with the reader's fonts.
    pub cover: Option<ScreenImage>,
    /// The faces beside the bundled ones, where fonts are embedded: what the book needs of all.
    pub fonts: Option<Given>,
    /// Makes what is embedded of photos.
    pub darkroom: Darkroom,
}

/// Why there is no e-book.
#[derive(Debug)]
pub enum Error {
    /// The output cannot be written.
    Output(io::Error),
    /// A photo that was there when the book was resolved can no longer be read.
    Photo {
        /// Its file.
        path: PathBuf,
        /// What is the matter with it.
        source: Box<dyn std::error::Error + Send + Sync>,
    },
    /// The container cannot be put together: a fault of cutline, not of the manuscript.
    Assemble(String),
}

impl fmt::Display for Error {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Error::Output(error) => write!(formatter, "the e-book cannot be written: {error}"),
            Error::Photo { path, source } => {
                write!(
                    formatter,
                    "the photo {} cannot be read: {source}",
                    path.display()
                )
            }
            Error::Assemble(message) => {
                write!(formatter, "the e-book cannot be assembled: {message}")
            }
        }
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Error::Output(error) => Some(error),
            Error::Photo { source, .. } => Some(source.as_ref()),
            Error::Assemble(_) => None,
        }
    }
}

/// Writes `book` to `out` as an EPUB 3.3 publication, with a page list where `page_map` tells
/// where the pages of the printed edition begin. The same arguments give the same bytes.
///
/// # Errors
///
/// See [`Error`]. What was written to `out` by then is worth nothing.
pub fn write(
    book: &Book,
    page_map: Option<&PageMap>,
    options: &Options,
    out: impl Write + Seek,
) -> Result<(), Error> {
    let mut container = Container::begin(out)?;
    let cover = PhotoFiles::store_cover(options.cover.as_ref(), &mut container)?;
    let photos = PhotoFiles::store(book, &options.darkroom, &mut container)?;
    let mut plan = Plan::new(book, page_map, photos);
    plan.cover = cover;
    plan.own_style = options.style.as_deref();
    let (mut items, page_list) = manifest::items(&plan);
    let mut facts = Facts::of(book, !page_list.is_empty());
    facts.mathml = items.iter().any(manifest::Item::has_formula);
    if let Some(given) = &options.fonts {
        faces::embed(&mut items, given);
    }
    let package = package::write(&plan, &items, &facts, options);
    container.finish(assemble::parcels(&items)?, &package)
}
