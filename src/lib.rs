//! cutline makes two editions from one manuscript with photos: an accessible EPUB and a printable,
//! tagged PDF.
//!
//! The steps, each a room of its own:
//!
//! 1. [`manuscript`] opens files and finds chapters;
//! 2. [`markdown`] reads them into a [`document::Document`] and its diagnostics;
//! 3. [`photo`] looks every figure up, which makes a [`book::Book`];
//! 4. [`layout`] sets the book in pages, and maps where each begins;
//! 5. [`pdf`] writes the pages, [`epub`] the e-book. Neither knows the other;
//! 6. [`parity`] proves that both say what the manuscript says.

pub mod bibliography;
pub mod book;
#[cfg(feature = "cli")]
pub mod cli;
pub mod code;
pub mod cover;
pub mod design;
pub mod diagnostic;
pub mod document;
pub mod epub;
pub mod fonts;
pub mod inputs;
pub mod layout;
pub mod limits;
pub mod manuscript;
pub mod markdown;
pub mod paper;
pub mod parity;
pub mod pdf;
pub mod photo;
pub mod press;
pub mod shops;
pub mod source;

mod balance;
mod nearest;
mod percent;
mod whole;
