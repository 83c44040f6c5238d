//! Layout: a book becomes pages. Knows [`Book`](crate::book::Book); never a PDF.

pub mod frame;
pub mod length;
