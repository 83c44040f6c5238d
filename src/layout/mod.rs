//! Layout: a book becomes pages. Knows [`Book`](crate::book::Book); never a PDF.
//!
//! In the order data takes: a `text` is collected from inlines, cut into `segment`s that are
//! `shape`d, broken into lines by `linebreak`, set as `line`s, many by a `crew`; `compose` puts them one
//! below the other in a `column`, a galley; `page` fills pages with a `chapter`'s, `dress` adds heads
//! and folios, `finish` joins all; `frame` is what comes out.

pub mod frame;
pub mod length;
pub mod spec;

mod across;
mod aside;
mod bidi;
mod binding;
mod breakpoint;
mod cell_picture;
mod chapter;
mod code;
mod column;
mod compose;
mod count;
pub mod cover;
mod crew;
mod cutter;
mod definition;
mod dress;
mod figure;
mod filling;
mod finish;
mod fit;
mod folio;
mod font;
mod found;
mod galley;
mod hyphenate;
mod index;
mod initial;
mod lexicon;
mod line;
mod linebreak;
mod list;
mod lists;
mod note;
mod numeral;
mod opening;
mod opportunity;
mod outside;
mod page;
mod pagebreak;
mod paginate;
mod paragraph;
mod passage;
mod place;
mod protrusion;
mod resolution;
mod river;
mod row;
mod run;
mod script;
mod segment;
mod shape;
mod slot;
mod structure;
mod style;
mod table;
mod table_width;
mod text;
mod verse;
mod vocabulary;

pub use finish::{Layout, Pagination};
pub use paginate::{paginate, pagination};
pub use spec::Spec;

pub use crate::paper::PageSize;
