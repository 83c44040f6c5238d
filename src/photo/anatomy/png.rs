//! PNG: a signature, then chunks (ISO/IEC 15948, clause 5).

use std::io::{BufReader, Read, Seek};

use flate2::Crc;

use super::{Anatomy, Block, Part, Role, beginning, bytes, go_to, within};
use crate::photo::fault::Fault;

const SIGNATURE: u64 = 8;
/// The keyword that a text chunk with XMP has, and its plain sequel: not compressed, no language
/// (XMP specification part 3, 1.1.5).
const XMP: &[u8] = b"XML:com.adobe.xmp\0\0\0\0\0";

/// The chunks that say how the samples look. Of all others none is needed to show the picture.
const PICTURE: [&[u8; 4]; 13] = [
    b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"iCCP", b"sBIT",
    b"bKGD", b"pHYs", b"cICP",
];

/// Up to the last chunk. The first part is signature and header, which nothing may stand before.
pub(super) fn dissect(
    reader: &mut BufReader<impl Read + Seek>,
    file: u64,
) -> Result<Anatomy, Fault> {
    let mut parts = Vec::new();
    let mut moves = false;
    let mut start = SIGNATURE;
    loop {
        go_to(reader, start)?;
        let length = u64::from(u32::from_be_bytes(bytes(reader)?));
        let name: [u8; 4] = bytes(reader)?;
        let body = start + 8..within(start + 8, length, file)?;
        let end = within(body.end, 4, file)?;
        let role = match &name {
            name if PICTURE.contains(&name) => Role::Picture,
            b"eXIf" => Role::Metadata(Block::Exif, body.clone()),
            b"iTXt" if beginning(reader, length, XMP.len() as u64)? == XMP => {
                Role::Metadata(Block::Xmp, body.start + XMP.len() as u64..body.end)
            }
            _ => Role::Other,
        };
        moves |= name == *b"acTL";
        let from = if parts.is_empty() { 0 } else { start };
        parts.push(Part {
            range: from..end,
            role,
        });
        if name == *b"IEND" {
            return Ok(Anatomy { parts, moves });
        }
        start = end;
    }
}

/// An iTXt chunk of XMP.
pub(super) fn statement(xmp: &[u8]) -> Result<Vec<u8>, Fault> {
    chunk(b"iTXt", &[XMP, xmp].concat())
}

/// A chunk with its check sum.
fn chunk(name: &[u8; 4], body: &[u8]) -> Result<Vec<u8>, Fault> {
    let length = u32::try_from(body.len())
        .map_err(|_| Fault::Broken("the credit is too long for a photo".into()))?;
    let mut chunk = length.to_be_bytes().to_vec();
    chunk.extend(name);
    chunk.extend(body);
    let mut sum = Crc::new();
    sum.update(name);
    sum.update(body);
    chunk.extend(sum.sum().to_be_bytes());
    Ok(chunk)
}
