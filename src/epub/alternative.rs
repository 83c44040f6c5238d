//! What is said in a photo's stead.

use crate::document::Figure;

/// The alternative text of a figure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Alternative<'a> {
    /// What a person wrote.
    Text(&'a str),
    /// The photo is decoration: nothing is to be said.
    Decoration,
    /// Nobody has written any yet.
    Missing,
}

impl Alternative<'_> {
    /// What the manuscript gives for `figure`.
    pub fn of(figure: &Figure) -> Alternative<'_> {
        match figure.alt.as_deref().map(str::trim) {
            Some("") => Alternative::Decoration,
            Some(text) => Alternative::Text(text),
            None => Alternative::Missing,
        }
    }
}
