//! The PDF edition: finished pages become a tagged PDF/UA-1 and PDF/A-2a file (ISO 14289-1,
//! ISO 19005-2), or one for a press, PDF/X-4 (ISO 15930-7). Knows [`PagedBook`]; never a document or a book.
//!
//! 1. `font` subsets what the pages use;
//! 2. `sheet` says which pages of the book stand where on the pages of the file: one on each, with
//!    bleed and marks for a press, several where they are imposed;
//! 3. `content` turns each page into operators and notes whose they are;
//! 4. `tag` makes the structure tree from those notes;
//! 5. `write` drafts page tree and fonts, and alone knows the crate that does;
//! 6. `finish` writes the photos, each straight from its file, adds everything else to the objects of
//!    the draft and writes them.

mod claim;
mod cluster;
mod content;
mod date;
mod encoding;
mod error;
mod finish;
mod font;
mod ink;
mod inventory;
mod label;
mod metrics;
mod number;
mod outline;
mod picture;
mod read_back;
mod sheet;
mod show;
mod spelling;
mod tag;
mod word;
mod write;
mod xmp;

use std::io::Write;

use rayon::prelude::*;

pub use error::{Error, FontError};
pub use read_back::{ReadBack, Step, read_back};
pub use sheet::{Bleed, Imposition, OutputIntent, PressSheet, Purpose, Scheme, bleeds, bleeds_off};

use crate::layout::frame::{Page, PagedBook, Shape};
use crate::photo::derivative::Darkroom;
use crate::photo::progress::Task;

/// What the writer is told beside the pages.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// When the edition was made, in seconds since 1970-01-01 UTC. Where nothing is given, the
    /// metadata's date stands in, at midnight UTC; where there is none, the file has no date.
    pub modified: Option<i64>,
    /// Makes what is embedded of photos.
    pub darkroom: Darkroom,
    /// What the file is for.
    pub purpose: Purpose,
}

/// Writes the printed edition. The same book and options give the same bytes. Text that is drawn is
/// forgotten, for a long book has much of it.
///
/// # Errors
///
/// When `out` cannot be written, when a photo can no longer be read, and when a font cannot be
/// subset.
pub fn write(mut book: PagedBook, options: &Options, out: &mut impl Write) -> Result<(), Error> {
    let (fonts, words) = font::Fonts::embed(&book.fonts, &book.pages, &book.vocabulary)?;
    let pictures = picture::Pictures::of(&book.photos);
    let names = tag::names(&book.structure, options.purpose.has_links());
    let sheets = sheet::Sheets::of(&book, &options.purpose, &names);
    let studio = content::Studio {
        fonts: &fonts,
        names: &names,
        photos: &book.photos,
        pictures: &pictures,
        inks: options.purpose.inks(),
    };
    let count = options.darkroom.begin(Task::Draw, book.pages.len());
    let draw = |room: &mut Vec<u8>, (index, page): (usize, &mut Page)| {
        let (words, setting) = (words.page(index), sheets.setting(index));
        let drawn = content::page(page, words, &studio, setting, room);
        page.items
            .retain(|item| !matches!(item.shape, Shape::Text(_)));
        count.one();
        drawn
    };
    let pages = book.pages.par_iter_mut().enumerate();
    let pages = pages.map_init(Vec::new, draw);
    let pages: Vec<content::PageContent> = pages.collect();
    drop(words);
    let tree = tag::Tree::build(&book, &pages);
    let draft = write::draft(sheets.sheets.len(), &fonts.programs);
    finish::finish(
        draft,
        finish::Parts {
            book: &book,
            options,
            fonts: &fonts,
            pictures: &pictures,
            pages,
            sheets: &sheets,
            names: &names,
            tree: &tree,
        },
        out,
    )
}
