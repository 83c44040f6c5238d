//! The bytes of a derivative: stretches of a file and bytes made anew, in order. Nothing of a file is
//! held in memory: it is copied when an edition is written.

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

/// What an edition embeds of a photo.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PhotoBytes {
    pieces: Vec<Piece>,
}

/// A stretch of bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Piece {
    /// Of a file.
    OfFile {
        /// The file.
        path: PathBuf,
        /// Its first byte.
        start: u64,
        /// How many.
        length: u64,
    },
    /// Made anew.
    Made(Vec<u8>),
}

/// Why bytes could not be copied: the two sides have different people to blame.
#[derive(Debug)]
pub enum CopyError {
    /// The photo's file can no longer be read, or is shorter than it was.
    Read(PathBuf, io::Error),
    /// The edition cannot be written.
    Write(io::Error),
}

impl PhotoBytes {
    /// A whole file of a known length.
    pub fn file(path: &Path, length: u64) -> PhotoBytes {
        let path = path.to_owned();
        PhotoBytes::pieces(vec![Piece::OfFile {
            path,
            start: 0,
            length,
        }])
    }

    /// Bytes made anew.
    pub fn made(bytes: Vec<u8>) -> PhotoBytes {
        PhotoBytes::pieces(vec![Piece::Made(bytes)])
    }

    /// Stretches in order.
    pub fn pieces(pieces: Vec<Piece>) -> PhotoBytes {
        PhotoBytes { pieces }
    }

    /// The stretches, in order.
    pub fn iter(&self) -> impl Iterator<Item = &Piece> {
        self.pieces.iter()
    }

    /// How many bytes there are.
    pub fn length(&self) -> u64 {
        let lengths = self.pieces.iter().map(|piece| match piece {
            Piece::OfFile { length, .. } => *length,
            Piece::Made(bytes) => bytes.len() as u64,
        });
        lengths.sum()
    }

    /// Copies all of them to `out`, a chunk at a time.
    ///
    /// # Errors
    ///
    /// [`CopyError`] says which side failed. A file that ends early is the reader's.
    pub fn copy_to(&self, out: &mut impl Write) -> Result<(), CopyError> {
        for piece in &self.pieces {
            match piece {
                Piece::Made(bytes) => out.write_all(bytes).map_err(CopyError::Write)?,
                Piece::OfFile {
                    path,
                    start,
                    length,
                } => copy_stretch(path, *start, *length, out)?,
            }
        }
        Ok(())
    }
}

fn copy_stretch(
    path: &Path,
    start: u64,
    length: u64,
    out: &mut impl Write,
) -> Result<(), CopyError> {
    // Small enough to stay in the processor's cache until it is written.
    const CHUNK: usize = 64 * 1024;
    let unreadable = |error| CopyError::Read(path.to_owned(), error);
    let mut file = File::open(path).map_err(unreadable)?;
    file.seek(SeekFrom::Start(start)).map_err(unreadable)?;
    let at_once = |left: u64| usize::try_from(left).map_or(CHUNK, |left| left.min(CHUNK));
    let mut left = length;
    let mut chunk = vec![0; at_once(length)];
    while left > 0 {
        let wanted = at_once(left);
        let Some(buffer) = chunk.get_mut(..wanted) else {
            break;
        };
        file.read_exact(buffer).map_err(unreadable)?;
        out.write_all(buffer).map_err(CopyError::Write)?;
        left -= wanted as u64;
    }
    Ok(())
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn pieces_are_copied_in_order_and_counted() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a");
        std::fs::write(&path, b"0123456789").unwrap();
        let of_file = |start, length| Piece::OfFile {
            path: path.clone(),
            start,
            length,
        };
        let bytes = PhotoBytes::pieces(vec![
            of_file(0, 2),
            Piece::Made(b"ab".to_vec()),
            of_file(8, 2),
        ]);
        let mut copied = Vec::new();
        bytes.copy_to(&mut copied).unwrap();
        assert_eq!(copied, b"01ab89");
        assert_eq!(bytes.length(), 6);
        let short = PhotoBytes::file(&path, 11).copy_to(&mut io::sink());
        assert!(matches!(short, Err(CopyError::Read(named, _)) if named == path));
    }
}
