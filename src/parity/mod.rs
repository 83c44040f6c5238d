//! The proof that both editions say what the manuscript says: every word once, in order. It reads
//! the bytes of the finished editions, not what they were made from.
//!
//! A word is what stands between white space. Words are compared in flows, since the editions place
//! some text where their readers look for it: the running text is one flow; the words under all
//! photos are another, because photos float on paper; each note is one of its own, which stands at
//! the page's foot in the one edition and at the chapter's end in the other. What an edition adds
//! by itself (folios, list labels, note numbers, contents, title page, plates of photos to come) is
//! left out by its role in the structure tree or its element, never by what it says. Soft hyphens
//! are no characters here; neither is white space in code blocks, which paper breaks anew.
//!
//! The blocks of both editions are compared as well: the structure tree, read in its order, has the same
//! paragraphs, items, cells and so on as the e-book, node for node.
//!
//! The page list is proved from the same bytes: every page of the PDF begins, in the running text,
//! at the letter where the EPUB has its mark.

mod editions;
mod flows;
mod manuscript;
mod page_list;

use crate::book::Book;

/// The words that were compared.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Count {
    /// In running text, titles included.
    pub running: usize,
    /// Under photos.
    pub cutlines: usize,
    /// In notes.
    pub notes: usize,
}

/// Why an edition does not say what the manuscript says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    /// The edition cannot be read back.
    Unreadable(String),
    /// The first word that differs.
    Word {
        /// Where it stands: the running text, the words under photos, or a note.
        flow: String,
        /// The words before it, for finding the place.
        after: String,
        /// What the manuscript has there; none at its end.
        manuscript: Option<String>,
        /// What the edition has there; none at its end.
        edition: Option<String>,
    },
    /// The first block that is divided in another way in the other edition.
    Block {
        /// Where it stands.
        flow: String,
        /// Its letters in the printed edition; none at its end.
        printed: Option<String>,
        /// Its letters in the e-book; none at its end.
        shown: Option<String>,
    },
    /// The first printed page that does not begin at its mark in the EPUB.
    Page {
        /// The folio.
        label: String,
        /// The words before it on the printed pages; none for a page that is not there.
        printed: Option<String>,
        /// The words before its mark; none where there is no mark.
        marked: Option<String>,
    },
}

/// Compares the bytes of an EPUB with the book that it was made from.
///
/// # Errors
///
/// The first difference.
pub fn of_epub(book: &Book, bytes: &[u8]) -> Result<Count, Fault> {
    let read = editions::epub(bytes).map_err(Fault::Unreadable)?;
    manuscript::flows(book, manuscript::Numbers::Left).compare(&read)
}

/// Compares the bytes of a PDF with the book that it was made from.
///
/// # Errors
///
/// The first difference.
pub fn of_pdf(book: &Book, bytes: &[u8]) -> Result<Count, Fault> {
    let read = editions::pdf(bytes).map_err(Fault::Unreadable)?;
    manuscript::flows(book, manuscript::Numbers::OfChapters).compare(&read)
}

/// Compares the PDF's structure tree with the EPUB, block for block in the order of reading: paragraphs,
/// headings, items, cells, cutlines, notes. Gives the number of blocks compared.
///
/// # Errors
///
/// The first block that is not the same.
pub fn of_blocks(book: &Book, epub: &[u8], pdf: &[u8]) -> Result<usize, Fault> {
    let shown = editions::epub(epub).map_err(Fault::Unreadable)?;
    let printed = editions::pdf(pdf).map_err(Fault::Unreadable)?;
    let manuscript = manuscript::flows(book, manuscript::Numbers::OfChapters);
    printed.compare_blocks(&shown, &manuscript.only_printed)
}

/// Proves the page list: for every page of the PDF, the running text before its mark in the EPUB is
/// the running text on the pages before it, to the letter. Gives the number of pages compared.
///
/// # Errors
///
/// The first page that begins elsewhere, has no mark, or is marked and not there.
pub fn of_page_list(book: &Book, epub: &[u8], pdf: &[u8]) -> Result<usize, Fault> {
    let marked = editions::epub(epub).map_err(Fault::Unreadable)?;
    let printed = editions::pdf(pdf).map_err(Fault::Unreadable)?;
    let manuscript = manuscript::flows(book, manuscript::Numbers::OfChapters);
    page_list::compare(&printed, &marked, &manuscript.only_printed)
}
