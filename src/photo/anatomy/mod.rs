//! What a file is made of: the stretches that are the picture, those that speak of it, and those
//! that are nobody's business. Nothing is decoded, and nothing but lengths is believed.

mod gif;
pub(super) mod jpeg;
mod known;
mod png;
mod webp;

use std::io::{BufReader, Cursor, Read, Seek, SeekFrom};
use std::ops::Range;
use std::path::Path;

use super::bytes::{CopyError, PhotoBytes, Piece};
use super::fault::Fault;
use super::{Format, Photo, header};
pub(super) use known::Known;

/// A file, taken apart.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Anatomy {
    /// In the order of the file, without gaps. What stands behind the picture belongs to none.
    pub parts: Vec<Part>,
    /// Whether the file is a film.
    pub moves: bool,
}

/// A stretch of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Part {
    /// Where it is.
    pub range: Range<u64>,
    /// What it is.
    pub role: Role,
}

/// What a stretch of a file is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Role {
    /// Needed to show the picture, and nothing else.
    Picture,
    /// A piece of the ICC profile of a JPEG, kept like the picture; the range is that behind its name.
    Profile(Range<u64>),
    /// Says something of the picture; the range is that of the block without its wrapping.
    Metadata(Block, Range<u64>),
    /// Anything else.
    Other,
}

impl Role {
    /// Whether the editions get it.
    fn is_kept(&self) -> bool {
        matches!(self, Role::Picture | Role::Profile(_))
    }
}

/// A standard for what is said of pictures.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Block {
    /// CIPA DC-008: a TIFF header and what follows it.
    Exif,
    /// ISO 16684-1: XML.
    Xmp,
    /// Adobe's image resources, with IPTC-IIM among them.
    Resources,
}

/// Takes a file apart. TIFF, BMP and SVG, which no edition takes as they stand, are one part each.
pub(super) fn dissect(photo: &Photo) -> Result<Anatomy, Fault> {
    dissect_as(photo.format, &mut header::open(&photo.path, &photo.limits)?)
}

/// Takes a file in memory apart.
pub(super) fn dissect_bytes(format: Format, bytes: &[u8]) -> Result<Anatomy, Fault> {
    dissect_as(format, &mut BufReader::new(Cursor::new(bytes)))
}

fn dissect_as(format: Format, reader: &mut BufReader<impl Read + Seek>) -> Result<Anatomy, Fault> {
    let length = reader.seek(SeekFrom::End(0))?;
    reader.rewind()?;
    match format {
        Format::Jpeg => jpeg::dissect(reader, length),
        Format::Png => png::dissect(reader, length),
        Format::Gif => gif::dissect(reader, length),
        Format::WebP => webp::dissect(reader, length),
        Format::Tiff | Format::Bmp | Format::Svg => Ok(Anatomy {
            parts: vec![Part {
                range: 0..length,
                role: Role::Picture,
            }],
            moves: false,
        }),
    }
}

/// The picture of a file and nothing else of it, with an XMP block where one is given. A file that
/// has nothing to leave out and gets nothing is taken whole. Formats that no edition takes have no
/// such copy.
pub(super) fn bare(
    format: Format,
    anatomy: &Anatomy,
    source: &Source<'_>,
    xmp: Option<&[u8]>,
) -> Result<PhotoBytes, Fault> {
    match format {
        Format::Jpeg => behind_first(anatomy, source, xmp.map(jpeg::statement)),
        Format::Png => behind_first(anatomy, source, xmp.map(png::statement)),
        Format::Gif => gif::bare(anatomy, source, xmp),
        Format::WebP => webp::bare(anatomy, source, xmp),
        Format::Tiff | Format::Bmp | Format::Svg => {
            Ok(PhotoBytes::pieces(source.kept(&anatomy.parts)))
        }
    }
}

/// What is kept, with a new part behind the first, where readers look for it.
fn behind_first(
    anatomy: &Anatomy,
    source: &Source<'_>,
    made: Option<Result<Vec<u8>, Fault>>,
) -> Result<PhotoBytes, Fault> {
    let Some(made) = made else {
        return Ok(PhotoBytes::pieces(source.kept(&anatomy.parts)));
    };
    let (first, rest) = anatomy.parts.split_at(1.min(anatomy.parts.len()));
    let mut pieces = source.kept(first);
    pieces.push(Piece::Made(made?));
    pieces.extend(source.kept(rest));
    Ok(PhotoBytes::pieces(pieces))
}

/// Where a file's bytes are: on the disk, or made and in memory.
#[derive(Debug)]
pub(super) enum Source<'a> {
    /// A file.
    File(&'a Path),
    /// Its bytes.
    Made(&'a [u8]),
}

impl Source<'_> {
    /// A stretch of the file.
    fn piece(&self, range: Range<u64>) -> Piece {
        match self {
            Source::File(path) => Piece::OfFile {
                path: (*path).to_owned(),
                start: range.start,
                length: range.end.saturating_sub(range.start),
            },
            Source::Made(bytes) => {
                let at = |offset: u64| usize::try_from(offset).unwrap_or(usize::MAX);
                let bytes = bytes.get(at(range.start)..at(range.end));
                Piece::Made(bytes.unwrap_or_default().to_vec())
            }
        }
    }

    /// A short stretch of the file, in memory.
    pub(super) fn read(&self, range: Range<u64>) -> Result<Vec<u8>, Fault> {
        let mut bytes = Vec::new();
        match PhotoBytes::pieces(vec![self.piece(range)]).copy_to(&mut bytes) {
            Ok(()) => Ok(bytes),
            Err(CopyError::Read(_, error) | CopyError::Write(error)) => Err(error.into()),
        }
    }

    /// The first block of a kind that is not too long.
    pub(super) fn block(&self, anatomy: &Anatomy, wanted: Block, most: u64) -> Option<Vec<u8>> {
        let mut blocks = anatomy.parts.iter().filter_map(|part| match &part.role {
            Role::Metadata(kind, range) if *kind == wanted => Some(range.clone()),
            _ => None,
        });
        self.read(blocks.find(|range| range.end - range.start <= most)?)
            .ok()
    }

    /// The stretches that are the picture; neighbours are one.
    fn kept<'a>(&self, parts: impl IntoIterator<Item = &'a Part>) -> Vec<Piece> {
        let mut ranges: Vec<Range<u64>> = Vec::new();
        for part in parts {
            if !part.role.is_kept() {
                continue;
            }
            match ranges.last_mut() {
                Some(last) if last.end == part.range.start => last.end = part.range.end,
                _ => ranges.push(part.range.clone()),
            }
        }
        ranges.into_iter().map(|range| self.piece(range)).collect()
    }
}

/// The end of a part, and whether it lies in the file.
fn within(position: u64, length: u64, file: u64) -> Result<u64, Fault> {
    match position.checked_add(length) {
        Some(end) if end <= file => Ok(end),
        _ => Err(Fault::CutShort),
    }
}

/// Goes to a position; what is in the reader's memory is not read again.
fn go_to(reader: &mut BufReader<impl Read + Seek>, position: u64) -> Result<(), Fault> {
    let by = position.wrapping_sub(reader.stream_position()?);
    reader.seek_relative(by.cast_signed())?;
    Ok(())
}

fn bytes<const N: usize>(reader: &mut impl Read) -> Result<[u8; N], Fault> {
    let mut bytes = [0; N];
    reader.read_exact(&mut bytes)?;
    Ok(bytes)
}

/// The first bytes of a block, as many as it has up to `most`.
fn beginning(reader: &mut impl Read, length: u64, most: u64) -> Result<Vec<u8>, Fault> {
    let mut beginning = Vec::new();
    reader.take(length.min(most)).read_to_end(&mut beginning)?;
    Ok(beginning)
}
