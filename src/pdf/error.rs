//! Errors of the PDF room, by who must act.

use std::fmt;
use std::io;

use crate::photo::CopyError;
use crate::photo::derivative::PhotoError;

/// Why an edition was not written.
#[derive(Debug)]
pub enum Error {
    /// The output refuses bytes.
    Output(io::Error),
    /// A photo that could be read when the book was resolved no longer can.
    Photo(PhotoError),
    /// A font that cannot be embedded.
    Font {
        /// Its PostScript name.
        name: String,
        /// What is the matter with it.
        source: FontError,
    },
}

/// What is the matter with a font.
#[derive(Debug)]
pub enum FontError {
    /// The file is no OpenType font.
    Malformed,
    /// Its outlines or metrics cannot be cut down to the glyphs in use.
    Subset(subsetter::Error),
}

impl From<io::Error> for Error {
    /// Of the output: photos' errors come as [`PhotoError`] or [`CopyError`].
    fn from(error: io::Error) -> Error {
        Error::Output(error)
    }
}

impl From<PhotoError> for Error {
    fn from(error: PhotoError) -> Error {
        Error::Photo(error)
    }
}

impl From<CopyError> for Error {
    fn from(error: CopyError) -> Error {
        match error {
            CopyError::Write(error) => Error::Output(error),
            CopyError::Read(path, error) => Error::Photo(PhotoError {
                path,
                fault: error.into(),
            }),
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Error::Output(error) => error.fmt(f),
            Error::Photo(error) => error.fmt(f),
            Error::Font { name, source } => {
                write!(f, "the font {name} cannot be embedded: {source}")
            }
        }
    }
}

impl fmt::Display for FontError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            FontError::Malformed => f.write_str("it is no OpenType font"),
            FontError::Subset(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for FontError {}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Error::Output(error) => Some(error),
            Error::Photo(error) => Some(error),
            Error::Font { source, .. } => Some(source),
        }
    }
}
