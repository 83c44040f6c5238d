//! WebP: chunks in a RIFF container (RFC 9649, section 2).

use std::io::{BufReader, Read, Seek};

use super::{Anatomy, Block, Part, Role, Source, bytes, go_to, within};
use crate::photo::bytes::{PhotoBytes, Piece};
use crate::photo::fault::Fault;

/// `RIFF`, the length of the rest, `WEBP`.
const HEADER: u64 = 12;

/// What the flags of the extended header say (RFC 9649, 2.7.1).
mod flag {
    pub const ALPHA: u8 = 0x10;
    pub const EXIF: u8 = 0x08;
    pub const XMP: u8 = 0x04;
}

/// Up to the end that the container states. The first part is the container's header, the second
/// the extended header in files that have one: they depend on what follows, and are made anew where
/// anything is left out.
pub(super) fn dissect(
    reader: &mut BufReader<impl Read + Seek>,
    file: u64,
) -> Result<Anatomy, Fault> {
    go_to(reader, 4)?;
    let stated = u64::from(u32::from_le_bytes(bytes(reader)?));
    let all = within(8, stated, file)?;
    let mut parts = vec![Part {
        range: 0..HEADER,
        role: Role::Picture,
    }];
    let mut moves = false;
    let mut start = HEADER;
    while start + 8 <= all {
        go_to(reader, start)?;
        let name: [u8; 4] = bytes(reader)?;
        let length = u64::from(u32::from_le_bytes(bytes(reader)?));
        let body = start + 8..within(start + 8, length, all)?;
        // Some programs leave the last byte of padding out.
        let end = (body.end + length % 2).min(all);
        let role = match &name {
            b"VP8X" | b"VP8 " | b"VP8L" | b"ALPH" | b"ICCP" => Role::Picture,
            b"EXIF" => Role::Metadata(Block::Exif, body.clone()),
            b"XMP " => Role::Metadata(Block::Xmp, body.clone()),
            _ => Role::Other,
        };
        moves |= matches!(&name, b"ANIM" | b"ANMF");
        parts.push(Part {
            range: start..end,
            role,
        });
        start = end;
    }
    Ok(Anatomy { parts, moves })
}

pub(super) fn bare(
    anatomy: &Anatomy,
    source: &Source<'_>,
    xmp: Option<&[u8]>,
) -> Result<PhotoBytes, Fault> {
    let parts = &anatomy.parts;
    let whole = parts.iter().all(|part| part.role.is_kept());
    let [_, first, rest @ ..] = parts.as_slice() else {
        return Err(Fault::CutShort);
    };
    if whole && xmp.is_none() {
        return Ok(PhotoBytes::pieces(source.kept(parts)));
    }
    let beginning = source.read(first.range.start..first.range.end.min(first.range.start + 18))?;
    let mut canvas = Canvas::read(&beginning)?;
    canvas.flags &= !(flag::EXIF | flag::XMP);
    let mut pieces = Vec::new();
    let extended = beginning.starts_with(b"VP8X");
    if extended || xmp.is_some() {
        if xmp.is_some() {
            canvas.flags |= flag::XMP;
        }
        pieces.push(Piece::Made(canvas.chunk()));
    }
    if !extended {
        pieces.extend(source.kept([first]));
    }
    pieces.extend(source.kept(rest));
    if let Some(xmp) = xmp {
        // The last of all chunks that are not of the picture (RFC 9649, 2.7).
        pieces.push(Piece::Made(chunk(b"XMP ", xmp)?));
    }
    let length = PhotoBytes::pieces(pieces.clone()).length() + 4;
    let mut header = b"RIFF".to_vec();
    header.extend(four_bytes(length)?);
    header.extend(b"WEBP");
    pieces.insert(0, Piece::Made(header));
    Ok(PhotoBytes::pieces(pieces))
}

/// What the extended header says (RFC 9649, 2.7.1).
struct Canvas {
    flags: u8,
    /// Width and height less one, three bytes each, the least first.
    size: [u8; 6],
}

impl Canvas {
    /// From the first chunk of a file, with its name and length before it.
    fn read(chunk: &[u8]) -> Result<Canvas, Fault> {
        let broken = || Fault::Broken("the WebP has no picture where it should begin".into());
        let (name, body) = chunk.split_at_checked(4).ok_or_else(broken)?;
        let body = body.get(4..).ok_or_else(broken)?;
        let of_size = |width: u32, height: u32, flags| {
            let [w0, w1, w2, _] = (width.wrapping_sub(1)).to_le_bytes();
            let [h0, h1, h2, _] = (height.wrapping_sub(1)).to_le_bytes();
            Canvas {
                flags,
                size: [w0, w1, w2, h0, h1, h2],
            }
        };
        match (name, body) {
            (b"VP8X", [flags, _, _, _, a, b, c, d, e, f]) => Ok(Canvas {
                flags: *flags,
                size: [*a, *b, *c, *d, *e, *f],
            }),
            // A frame header (RFC 6386, 9.1): sizes of 14 bits.
            (b"VP8 ", [_, _, _, 0x9D, 0x01, 0x2A, a, b, c, d]) => {
                let size = |low: &u8, high: &u8| u32::from(*low) | (u32::from(high & 0x3F) << 8);
                Ok(of_size(size(a, b), size(c, d), 0))
            }
            // A signature, then sizes less one, of 14 bits, and a bit for alpha (RFC 9649, 3.4).
            (b"VP8L", [0x2F, a, b, c, d, ..]) => {
                let bits = u32::from_le_bytes([*a, *b, *c, *d]);
                let flags = if bits >> 28 & 1 == 1 { flag::ALPHA } else { 0 };
                Ok(of_size(
                    (bits & 0x3FFF) + 1,
                    (bits >> 14 & 0x3FFF) + 1,
                    flags,
                ))
            }
            _ => Err(broken()),
        }
    }

    fn chunk(&self) -> Vec<u8> {
        let mut chunk = b"VP8X\x0A\0\0\0".to_vec();
        chunk.extend([self.flags, 0, 0, 0]);
        chunk.extend(self.size);
        chunk
    }
}

fn chunk(name: &[u8; 4], body: &[u8]) -> Result<Vec<u8>, Fault> {
    let mut chunk = name.to_vec();
    chunk.extend(four_bytes(body.len() as u64)?);
    chunk.extend(body);
    if body.len() % 2 == 1 {
        chunk.push(0);
    }
    Ok(chunk)
}

fn four_bytes(length: u64) -> Result<[u8; 4], Fault> {
    let length = u32::try_from(length)
        .map_err(|_| Fault::Broken("the WebP is longer than its kind can be".into()))?;
    Ok(length.to_le_bytes())
}
