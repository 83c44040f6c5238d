//! JPEG: markers with segments, then coded data, then more of both (ITU-T T.81, annex B).

use std::io::{BufReader, Read, Seek};
use std::ops::Range;

use super::{Anatomy, Block, Part, Role, Source, beginning, go_to};
use crate::photo::fault::Fault;
use crate::photo::jpeg::{marker, next_marker, segment_length};

const EXIF: &[u8] = b"Exif\0\0";
/// XMP specification part 3, 1.1.3.
const XMP: &[u8] = b"http://ns.adobe.com/xap/1.0/\0";
const RESOURCES: &[u8] = b"Photoshop 3.0\0";
const PROFILE: &[u8] = b"ICC_PROFILE\0";
const ADOBE: &[u8] = b"Adobe";
const JFIF: &[u8] = b"JFIF\0";

/// The length of a JFIF segment that holds no small picture (T.871, 10.1).
const PLAIN_JFIF: u64 = 14;

/// Up to the end marker of the first picture: what cameras append, films and second pictures, is
/// left out. Coded data that cannot be followed is taken to the file's end, as readers do. The
/// first part is what nothing may stand before.
pub(in crate::photo) fn dissect(
    reader: &mut BufReader<impl Read + Seek>,
    file: u64,
) -> Result<Anatomy, Fault> {
    let mut parts = Vec::new();
    // Where the stretch of picture begins that is not among the parts yet.
    let mut from = 0;
    let mut coded = false;
    go_to(reader, 2)?;
    let end = loop {
        let Ok(code) = next_marker(reader) else {
            break file;
        };
        // In coded data a zero byte after 0xFF makes it a plain 0xFF (T.81, B.1.1.5).
        if matches!(
            code,
            0 | marker::TEM | marker::FIRST_RESTART..=marker::START
        ) {
            continue;
        }
        let position = reader.stream_position()?;
        if code == marker::END {
            break position;
        }
        let Ok(length) = segment_length(reader).map(u64::from) else {
            break file;
        };
        let body = position + 2..position + 2 + length;
        if body.end > file {
            break file;
        }
        let named = beginning(reader, length, LONGEST_NAME)?;
        let role = role(code, &named, &body);
        coded |= code == marker::SCAN;
        let leads = parts.is_empty() && from == 0;
        if leads {
            // The JFIF segment comes right after the start marker (T.871, 10.1).
            let first = if role == Role::Picture && code == marker::APP0 {
                body.end
            } else {
                position - 2
            };
            parts.push(Part {
                range: 0..first,
                role: Role::Picture,
            });
            from = first;
        }
        if !role.is_kept() || matches!(role, Role::Profile(_)) {
            if from < position - 2 {
                parts.push(Part {
                    range: from..position - 2,
                    role: Role::Picture,
                });
            }
            parts.push(Part {
                range: position - 2..body.end,
                role,
            });
            from = body.end;
        }
        go_to(reader, body.end)?;
    };
    if !coded {
        return Err(Fault::CutShort);
    }
    parts.push(Part {
        range: from..end,
        role: Role::Picture,
    });
    Ok(Anatomy {
        parts,
        moves: false,
    })
}

/// Long enough for each name below.
const LONGEST_NAME: u64 = 32;

/// What the segment `code` is, by the name that it begins with.
fn role(code: u8, named: &[u8], body: &Range<u64>) -> Role {
    let behind = |name: &[u8]| body.start + name.len() as u64..body.end;
    let length = body.end - body.start;
    match code {
        marker::APP0 if named.starts_with(JFIF) && length == PLAIN_JFIF => Role::Picture,
        marker::APP2 if named.starts_with(PROFILE) => Role::Profile(behind(PROFILE)),
        marker::APP14 if named.starts_with(ADOBE) => Role::Picture,
        marker::APP1 if named.starts_with(EXIF) => Role::Metadata(Block::Exif, behind(EXIF)),
        marker::APP1 if named.starts_with(XMP) => Role::Metadata(Block::Xmp, behind(XMP)),
        marker::APP13 if named.starts_with(RESOURCES) => {
            Role::Metadata(Block::Resources, behind(RESOURCES))
        }
        marker::APP0..=marker::APP15 | marker::COMMENT => Role::Other,
        _ => Role::Picture,
    }
}

/// An APP1 segment of XMP (ISO 16684-1, annex A).
pub(super) fn statement(xmp: &[u8]) -> Result<Vec<u8>, Fault> {
    let length = u16::try_from(2 + XMP.len() + xmp.len())
        .map_err(|_| Fault::Broken("the credit is too long for a photo".into()))?;
    let mut segment = vec![0xFF, marker::APP1];
    segment.extend(length.to_be_bytes());
    segment.extend(XMP);
    segment.extend(xmp);
    Ok(segment)
}

/// The ICC profile of a file: its pieces, each with its number and how many there are (ICC.1:2022,
/// B.4). One with a piece missing is none.
pub(in crate::photo) fn profile(
    anatomy: &Anatomy,
    source: &Source<'_>,
) -> Result<Option<Vec<u8>>, Fault> {
    let mut pieces = Vec::new();
    for part in &anatomy.parts {
        if let Role::Profile(range) = &part.role {
            pieces.push(source.read(range.clone())?);
        }
    }
    pieces.sort_by_key(|piece| piece.first().copied());
    let numbered = (1_usize..).zip(&pieces).all(|(number, piece)| {
        piece.first().copied().map(usize::from) == Some(number)
            && piece.get(1).copied().map(usize::from) == Some(pieces.len())
    });
    if pieces.is_empty() || !numbered {
        return Ok(None);
    }
    let bodies = pieces.iter().filter_map(|piece| piece.get(2..));
    Ok(Some(bodies.flatten().copied().collect()))
}
