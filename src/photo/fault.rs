//! What can be wrong with a photo's file, and the limits it must keep.

use std::path::PathBuf;
use std::{fmt, io};

use rayon::prelude::*;

/// The largest file that is opened, in bytes. A photo of the largest cameras, uncompressed at 16
/// bits, stays under it.
pub const MOST_BYTES: u64 = 256 * 1024 * 1024;

/// The most pixels a photo may have: twice the largest camera sensors made.
pub const MOST_PIXELS: u64 = 200_000_000;

/// The most memory that decoding a photo may take, in bytes, however small its file: that of 64
/// million pixels in colour, more than a full-frame sensor has.
pub const MOST_DECODED_BYTES: u64 = 192_000_000;

/// The same for a photo whose file is large too, as those of larger sensors are: a file that grows
/// to more than 64 times its size when it is decoded is a trick, or a plain surface.
pub const MOST_DECODED_OF_LARGE_FILES: u64 = 320_000_000;

/// The most memory that decoding may take, by the length of the file.
pub(super) fn most_decoded(file: u64) -> u64 {
    (64 * file).clamp(MOST_DECODED_BYTES, MOST_DECODED_OF_LARGE_FILES)
}

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
    /// It is larger than [`MOST_BYTES`].
    TooManyBytes(u64),
    /// It claims more pixels than [`MOST_PIXELS`].
    TooManyPixels {
        /// Width in pixels.
        width: u32,
        /// Height in pixels.
        height: u32,
    },
    /// Decoding it would take more than so many bytes: [`MOST_DECODED_BYTES`], or more for a large
    /// file.
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
            Fault::TooManyBytes(_) | Fault::TooManyPixels { .. } | Fault::TooMuchMemory(_)
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
        const MIB: u64 = 1024 * 1024;
        match self {
            Fault::Io(error) => write!(out, "{error}"),
            Fault::NotAFile => out.write_str("it is a folder, a pipe or a device, not a file"),
            Fault::UnknownType => out.write_str("its content is no picture that cutline reads"),
            Fault::ForeignType(name) => write!(out, "it is {name}, which cutline does not read"),
            Fault::TooManyBytes(bytes) => write!(
                out,
                "it has {} MiB, the limit is {} MiB",
                bytes.div_ceil(MIB),
                MOST_BYTES / MIB
            ),
            Fault::TooManyPixels { width, height } => write!(
                out,
                "it has {width} × {height} pixels, the limit is {} million",
                MOST_PIXELS / 1_000_000
            ),
            Fault::TooMuchMemory(most) => write!(
                out,
                "decoding it takes over {} MB of memory",
                most / 1_000_000
            ),
            Fault::CutShort => out.write_str("the file ends before the picture does"),
            Fault::Broken(reason) => out.write_str(reason),
        }
    }
}
