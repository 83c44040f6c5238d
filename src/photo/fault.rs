//! What can be wrong with a photo's file, and the limits it must keep.

use std::path::PathBuf;
use std::{fmt, io};

use rayon::prelude::*;

use crate::limits;

/// A photo that cannot be used, and why. Shown, it tells only what is the matter: whoever reports
/// it names the path.
#[derive(Debug)]
pub struct PhotoError {
    /// The file.
    pub path: PathBuf,
    /// What is the matter with it.
    pub fault: Fault,
}

impl fmt::Display for PhotoError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.fault.fmt(out)
    }
}

impl std::error::Error for PhotoError {}

impl PhotoError {
    /// The file, and what is the matter with it.
    pub fn with_path(&self) -> String {
        format!("{}: {self}", self.path.display())
    }
}

/// Gathers what is made of photos side by side. Of several errors, the first of the book is told, not
/// that of the fastest thread.
///
/// # Errors
///
/// [`PhotoError`] for the first photo that cannot be used.
pub fn in_order<T: Send>(
    made: impl IndexedParallelIterator<Item = Result<T, PhotoError>>,
) -> Result<Vec<T>, PhotoError> {
    let made: Vec<Result<T, PhotoError>> = made.collect();
    made.into_iter().collect()
}

/// What is the matter with a photo's file.
#[derive(Debug)]
pub enum Fault {
    /// The system would not open or read it.
    Io(io::Error),
    /// A folder, a pipe or a device. It is not opened.
    NotAFile,
    /// Its content is no picture of a type that cutline reads, whatever its name says.
    UnknownType,
    /// It is a picture of a type that cutline knows but does not read.
    ForeignType(&'static str),
    /// It is larger than the limit.
    TooManyBytes {
        /// Its length.
        bytes: u64,
        /// [`Limits::photo`](crate::limits::Limits::photo).
        most: u64,
    },
    /// It claims more pixels than the limit.
    TooManyPixels {
        /// Width in pixels.
        width: u32,
        /// Height in pixels.
        height: u32,
        /// [`Limits::pixels`](crate::limits::Limits::pixels).
        most: u64,
    },
    /// Decoding it would take more than so many bytes, by
    /// [`Limits::decoded`](crate::limits::Limits::decoded).
    TooMuchMemory(u64),
    /// It ends before the picture does.
    CutShort,
    /// It breaks the rules of its type, or uses a part of them that cutline does not read.
    Broken(String),
}

impl Fault {
    /// Whether a limit was passed, rather than the file being bad.
    pub fn is_size(&self) -> bool {
        matches!(
            self,
            Fault::TooManyBytes { .. } | Fault::TooManyPixels { .. } | Fault::TooMuchMemory(_)
        )
    }
}

impl From<io::Error> for Fault {
    fn from(error: io::Error) -> Fault {
        if error.kind() == io::ErrorKind::UnexpectedEof {
            Fault::CutShort
        } else {
            Fault::Io(error)
        }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Fault::Io(error) => write!(out, "{error}"),
            Fault::NotAFile => out.write_str("it is a folder, a pipe or a device, not a file"),
            Fault::UnknownType => out.write_str("its content is no picture that cutline reads"),
            Fault::ForeignType(name) => write!(out, "it is {name}, which cutline does not read"),
            Fault::TooManyBytes { bytes, most } => write!(
                out,
                "it has {}, the limit is {}",
                limits::size(*bytes),
                limits::size(*most)
            ),
            Fault::TooManyPixels {
                width,
                height,
                most,
            } => write!(
                out,
                "it has {width} × {height} pixels, the limit is {}",
                millions(*most)
            ),
            Fault::TooMuchMemory(most) => {
                write!(
                    out,
                    "decoding it takes over {} bytes of memory",
                    millions(*most)
                )
            }
            Fault::CutShort => out.write_str("the file ends before the picture does"),
            Fault::Broken(reason) => out.write_str(reason),
        }
    }
}

/// A number in words: in millions, if it is a whole number of them.
fn millions(number: u64) -> String {
    match number % 1_000_000 {
        0 => format!("{} million", number / 1_000_000),
        _ => number.to_string(),
    }
}
