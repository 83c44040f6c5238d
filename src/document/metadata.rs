//! What a book says about itself.

use super::{Direction, Makeup};
use crate::bibliography::Bibliography;
use crate::source::Span;

/// The facts of a metadata block or project file, with defaults filled in by the reader.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Metadata {
    /// The title. Never empty: the first heading, the first line or the file's stem stand in.
    pub title: String,
    /// What stands under the title.
    pub subtitle: Option<String>,
    /// In the order given; none is allowed.
    pub authors: Vec<String>,
    /// A BCP 47 tag; `en` where nothing says so.
    pub language: String,
    /// `YYYY`, `YYYY-MM` or `YYYY-MM-DD`.
    pub date: Option<String>,
    /// A sentence or two; an article's standfirst.
    pub description: Option<String>,
    /// The line above an article's headline.
    pub kicker: Option<String>,
    /// Who brings it out.
    pub publisher: Option<String>,
    /// Who may do what with it.
    pub rights: Option<String>,
    /// An ISBN, URN or address that names this edition.
    pub identifier: Option<String>,
    /// What catalogues and shops want to know besides.
    pub bibliography: Bibliography,
    /// Where the editions are sold; empty where nothing is said. Photos may be allowed only in some
    /// places.
    pub territory: Vec<String>,
    /// Words of the book's language with a hyphen wherever they may be divided; a word without one
    /// stays whole.
    pub hyphenation: Vec<String>,
    /// What the cover shows, where that is said.
    pub cover: Option<CoverChoice>,
    /// What is asked of both editions.
    pub makeup: Makeup,
}

/// What the metadata chooses for the cover.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CoverChoice {
    /// The slug of a photo in the text, or a file.
    pub name: String,
    /// Where it is said.
    pub span: Span,
}

impl Metadata {
    /// Whether the book is read from right to left.
    pub fn is_right_to_left(&self) -> bool {
        Direction::of_language(&self.language) == Direction::RightToLeft
    }
}
