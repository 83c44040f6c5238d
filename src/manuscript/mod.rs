//! The manuscript: project file, chapter order, reading files. The only text input. Knows no
//! Markdown: what stands after the metadata block is handed on as it is.

mod bibliography;
mod decode;
mod entry;
mod facts;
mod foreign_keys;
mod layout;
mod ledger;
mod metadata_block;
mod named;
mod open;
mod page;
mod pairs;
mod post;
mod press;
mod project;
mod style;
mod toml;
mod yaml;

use std::path::PathBuf;

use crate::diagnostic::Diagnostic;
use crate::inputs::Inputs;
use crate::limits::Limits;
use crate::source::{FileId, Sources, Span};

pub use facts::{CoverName, Facts, IndexTerm, LeadPhoto, pixel_limit};
pub use layout::{LayoutChoice, names_layout_file};
pub use ledger::{FILE as LEDGER, verbatim};
pub use open::{OpenError, Unfit, open, open_within, stem};
pub use press::InkProfile;

/// How a file is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Syntax {
    /// CommonMark.
    Markdown,
    /// A first line as title, blank lines between paragraphs.
    PlainText,
}

/// What a file is to the book.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Standing {
    /// Text.
    #[default]
    Text,
    /// The title of a part, out of a table of contents.
    Part,
    /// The title of a chapter that is not written yet, out of a table of contents.
    Unwritten,
}

/// What a table of contents says of a file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Listing {
    /// What it is to the book.
    pub standing: Standing,
    /// How deep it is listed: 0 at the top, 1 under a part or under a chapter at the top.
    pub depth: u8,
    /// What it is called there.
    pub title: Option<String>,
    /// Whether its chapters are to bear no number.
    pub is_unnumbered: bool,
}

/// What a project's own program means by what is written, where CommonMark means nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Conventions {
    /// Whether `[[Note]]` is a link.
    pub wiki_links: bool,
    /// Whether lines of Rust code that begin with `# ` are not shown (rustdoc).
    pub hidden_code_lines: bool,
    /// The folder inside the root to which links with a leading `/` lead; empty for the root.
    pub folder: String,
}

/// One file of the manuscript, in reading order.
#[derive(Clone, Debug)]
pub struct ManuscriptFile {
    /// Its text in [`Manuscript::sources`].
    pub file: FileId,
    /// Its path relative to [`Manuscript::root`], with `/` between parts: what links name. Empty
    /// for a title that stands in no file of its own.
    pub name: String,
    /// What a table of contents says of it.
    pub listing: Listing,
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
    /// One value, or several for a list; none where the key stands empty. For the lead photo its
    /// address, what it shows and its cutline, the last two perhaps empty or left out; for the page
    /// and the press their keys and their values in turn; for people each one's name, what it is filed under and
    /// the role; for subjects each one's name, scheme and code; for a series its name and position.
    /// What is not said of these is empty.
    pub values: Vec<String>,
}

/// All text of one book, read and decoded, nothing of it understood yet.
#[derive(Debug)]
pub struct Manuscript {
    /// What the outputs are named after.
    pub stem: String,
    /// The project folder. No photo is taken from outside it.
    pub root: PathBuf,
    /// What it may ask of the machine.
    pub limits: Limits,
    /// Every text file.
    pub sources: Sources,
    /// The chapters' files in reading order. None only where a diagnostic says why.
    pub files: Vec<ManuscriptFile>,
    /// What the project file says about the book.
    pub metadata: Vec<MetadataEntry>,
    /// What the project's program means by what is written.
    pub conventions: Conventions,
    /// The ledger of photos, where there is one: what it says is the photo desk's to know.
    pub ledger: Option<FileId>,
    /// The stylesheet that the metadata names, for the e-book to carry after its own.
    pub style: Option<String>,
    /// The layout of the printed edition, where one is asked for.
    pub layout: Option<LayoutChoice>,
    /// The profile of the press's inks, where the metadata names one.
    pub ink_profile: Option<InkProfile>,
    /// Whether other manuscripts stand in the same folder: then the ledger is theirs as well.
    pub shares_folder: bool,
    /// The files that it comes from, and those that were looked for.
    pub inputs: Inputs,
    /// What was found while opening.
    pub diagnostics: Vec<Diagnostic>,
}
