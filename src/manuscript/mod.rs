//! The manuscript: project file, chapter order, reading files. The only text input. Knows no
//! Markdown: what stands after the metadata block is handed on as it is.

mod decode;
mod entry;
mod facts;
mod metadata_block;
mod open;
mod project;
mod toml;
mod yaml;

use std::path::PathBuf;

use crate::diagnostic::Diagnostic;
use crate::source::{FileId, Sources, Span};

pub use facts::Facts;
pub use open::{LONGEST_FILE, OpenError, Unfit, open};

/// How a file is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Syntax {
    /// CommonMark.
    Markdown,
    /// A first line as title, blank lines between paragraphs.
    PlainText,
}

/// One file of the manuscript, in reading order.
#[derive(Clone, Debug)]
pub struct ManuscriptFile {
    /// Its text in [`Manuscript::sources`].
    pub file: FileId,
    /// Its path relative to [`Manuscript::root`], with `/` between parts: what links name.
    pub name: String,
    /// How it is written.
    pub syntax: Syntax,
    /// What its metadata block says.
    pub metadata: Vec<MetadataEntry>,
    /// The byte at which its text begins, after the metadata block.
    pub body: usize,
}

/// A value of the metadata with where it stands.
#[derive(Clone, Debug, PartialEq)]
pub struct MetadataEntry {
    /// The key as written.
    pub key: String,
    /// Where the key stands.
    pub span: Span,
    /// One value, or several for a list; none where the key stands empty.
    pub values: Vec<String>,
}

/// All text of one book, read and decoded, nothing of it understood yet.
#[derive(Debug)]
pub struct Manuscript {
    /// What the outputs are named after.
    pub stem: String,
    /// The project folder. No photo is taken from outside it.
    pub root: PathBuf,
    /// Every text file.
    pub sources: Sources,
    /// The chapters' files in reading order. None only where a diagnostic says why.
    pub files: Vec<ManuscriptFile>,
    /// What the project file says about the book.
    pub metadata: Vec<MetadataEntry>,
    /// What was found while opening.
    pub diagnostics: Vec<Diagnostic>,
}
