//! What can be wrong with a photo's file, and the limits it must keep.

use std::path::PathBuf;
use std::{fmt, io};

/// The largest file that is opened, in bytes. A photo of the largest cameras, uncompressed at 16
/// bits, stays under it.
pub const MOST_BYTES: u64 = 256 * 1024 * 1024;

/// The most pixels a photo may have: twice the largest camera sensors made.
pub const MOST_PIXELS: u64 = 200_000_000;

/// The most memory that the samples of one photo may take when it has to be decoded, in bytes:
/// enough for [`MOST_PIXELS`] in colour at 8 bits.
pub const MOST_DECODED_BYTES: u64 = 3 * MOST_PIXELS;

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

/// What is the matter with a photo's file.
#[derive(Debug)]
pub enum Fault {
    /// The system would not open or read it.
    Io(io::Error),
    /// A folder, a pipe or a device. It is not opened.
    NotAFile,
    /// Its content is no picture of a type that cutline reads, whatever its name says.
    UnknownType,
    /// It is larger than [`MOST_BYTES`].
    TooManyBytes(u64),
    /// It claims more pixels than [`MOST_PIXELS`].
    TooManyPixels {
        /// Width in pixels.
        width: u32,
        /// Height in pixels.
        height: u32,
    },
    /// Its samples would take more than [`MOST_DECODED_BYTES`].
    TooMuchMemory,
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
            Fault::TooManyBytes(_) | Fault::TooManyPixels { .. } | Fault::TooMuchMemory
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
            Fault::TooMuchMemory => write!(
                out,
                "it takes over {} MB when decoded",
                MOST_DECODED_BYTES / 1_000_000
            ),
            Fault::CutShort => out.write_str("the file ends before the picture does"),
            Fault::Broken(reason) => out.write_str(reason),
        }
    }
}
