//! GIF: blocks (GIF89a specification, appendix B).

use std::io::{BufReader, Read, Seek};

use super::{Anatomy, Block, Part, Role, Source, bytes, go_to, within};
use crate::photo::bytes::{PhotoBytes, Piece};
use crate::photo::fault::Fault;

/// The signature with the version, and the whole header with the screen's description.
const VERSION: u64 = 6;
const HEADER: u64 = 13;

const EXTENSION: u8 = 0x21;
const IMAGE: u8 = 0x2C;
const TRAILER: u8 = 0x3B;
const GRAPHIC_CONTROL: u8 = 0xF9;
const APPLICATION: u8 = 0xFF;

/// The name of an application block with XMP (XMP specification part 3, 1.1.2).
const XMP: &[u8; 11] = b"XMP DataXMP";

/// Up to the trailer, which is the last part. The first part is the version alone.
pub(super) fn dissect(
    reader: &mut BufReader<impl Read + Seek>,
    file: u64,
) -> Result<Anatomy, Fault> {
    go_to(reader, VERSION)?;
    let [_, _, _, _, flags, _, _] = bytes::<7>(reader)?;
    let mut start = within(HEADER, colours(flags), file)?;
    let mut parts = vec![
        Part {
            range: 0..VERSION,
            role: Role::Picture,
        },
        Part {
            range: VERSION..start,
            role: Role::Picture,
        },
    ];
    let mut images = 0_u32;
    loop {
        go_to(reader, start)?;
        if start == file && images > 0 {
            // The trailer is missing, as some programs leave it; nothing of the picture is.
            parts.push(Part {
                range: file..file,
                role: Role::Picture,
            });
            return Ok(Anatomy {
                parts,
                moves: images > 1,
            });
        }
        let [introducer] = bytes::<1>(reader)?;
        let role;
        let end = match introducer {
            TRAILER => {
                parts.push(Part {
                    range: start..start + 1,
                    role: Role::Picture,
                });
                return Ok(Anatomy {
                    parts,
                    moves: images > 1,
                });
            }
            IMAGE => {
                images += 1;
                role = Role::Picture;
                let [_, _, _, _, _, _, _, _, flags] = bytes::<9>(reader)?;
                // After the colours comes one byte about the coding.
                end_of_blocks(reader, start + 11 + colours(flags), file)?
            }
            EXTENSION => {
                let [label, length] = bytes::<2>(reader)?;
                let name: [u8; 11] = if label == APPLICATION && length == 11 {
                    bytes(reader)?
                } else {
                    [0; 11]
                };
                let end = end_of_blocks(reader, start + 2, file)?;
                role = match label {
                    GRAPHIC_CONTROL => Role::Picture,
                    // Between the name and a trailer of 258 bytes, the XML stands bare.
                    APPLICATION if name == *XMP && start + 14 + 258 <= end => {
                        Role::Metadata(Block::Xmp, start + 14..end - 258)
                    }
                    _ => Role::Other,
                };
                end
            }
            _ => return Err(Fault::Broken("the GIF has a block of no known kind".into())),
        };
        parts.push(Part {
            range: start..end,
            role,
        });
        start = end;
    }
}

/// The length of a table of colours, if there is one.
fn colours(flags: u8) -> u64 {
    if flags & 0x80 == 0 {
        return 0;
    }
    3 << ((flags & 0x07) + 1)
}

/// The end of a row of blocks, each with its length before it, the last of none.
fn end_of_blocks(
    reader: &mut BufReader<impl Read + Seek>,
    start: u64,
    file: u64,
) -> Result<u64, Fault> {
    go_to(reader, start)?;
    let mut position = start;
    loop {
        let [length] = bytes::<1>(reader)?;
        position = within(position, u64::from(length) + 1, file)?;
        go_to(reader, position)?;
        if length == 0 {
            return Ok(position);
        }
    }
}

pub(super) fn bare(
    anatomy: &Anatomy,
    source: &Source<'_>,
    xmp: Option<&[u8]>,
) -> Result<PhotoBytes, Fault> {
    let (Some(xmp), [_, rest @ .., trailer]) = (xmp, anatomy.parts.as_slice()) else {
        return Ok(PhotoBytes::pieces(source.kept(&anatomy.parts)));
    };
    let mut block = vec![EXTENSION, APPLICATION, 11];
    block.extend(XMP);
    block.extend(xmp);
    // A reader that takes the XML for blocks is led to the end by this, wherever it stands.
    block.push(1);
    block.extend((0..=u8::MAX).rev());
    block.push(0);
    // Application blocks came with the second version.
    let mut pieces = vec![Piece::Made(b"GIF89a".to_vec())];
    pieces.extend(source.kept(rest));
    pieces.push(Piece::Made(block));
    pieces.extend(source.kept([trailer]));
    Ok(PhotoBytes::pieces(pieces))
}
