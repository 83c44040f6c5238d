//! The structure of a JPEG file (ITU-T T.81, annex B), walked without decoding or keeping anything:
//! what the frame header says, the EXIF block, and whether the file is whole.

use std::io::{BufRead, Read, Seek, SeekFrom};

use super::fault::Fault;

/// What the walk finds.
#[derive(Debug)]
pub(super) struct JpegFrame {
    /// Samples a line.
    pub width: u32,
    /// Lines.
    pub height: u32,
    /// 1, 3 or 4.
    pub components: u8,
    /// The first EXIF block: a TIFF header and what follows it.
    pub exif: Option<Vec<u8>>,
}

/// Marker codes, the byte after 0xFF (T.81, table B.1).
pub(super) mod marker {
    pub const TEM: u8 = 0x01;
    pub const BASELINE: u8 = 0xC0;
    pub const PROGRESSIVE: u8 = 0xC2;
    pub const HUFFMAN_TABLE: u8 = 0xC4;
    pub const JPG: u8 = 0xC8;
    pub const ARITHMETIC_TABLE: u8 = 0xCC;
    pub const LAST_FRAME: u8 = 0xCF;
    pub const FIRST_RESTART: u8 = 0xD0;
    pub const LAST_RESTART: u8 = 0xD7;
    pub const START: u8 = 0xD8;
    pub const END: u8 = 0xD9;
    pub const SCAN: u8 = 0xDA;
    pub const APP0: u8 = 0xE0;
    pub const APP1: u8 = 0xE1;
    pub const APP2: u8 = 0xE2;
    pub const APP13: u8 = 0xED;
    pub const APP14: u8 = 0xEE;
    pub const APP15: u8 = 0xEF;
    pub const COMMENT: u8 = 0xFE;
}

/// Walks a whole file, whose reader stands at its first byte. Nothing that the file claims is
/// allocated, but for an EXIF block, which is under 64 KiB.
pub(super) fn walk(reader: &mut (impl BufRead + Seek)) -> Result<JpegFrame, Fault> {
    if two_bytes(reader)? != u16::from_be_bytes([0xFF, marker::START]) {
        return Err(Fault::UnknownType);
    }
    let mut frame = None;
    let mut exif = None;
    loop {
        match next_marker(reader)? {
            marker::TEM | marker::START | marker::FIRST_RESTART..=marker::LAST_RESTART => {}
            marker::END => return Err(Fault::CutShort),
            marker::SCAN => {
                skip_segment(reader)?;
                break;
            }
            code @ marker::BASELINE..=marker::LAST_FRAME
                if !matches!(
                    code,
                    marker::HUFFMAN_TABLE | marker::JPG | marker::ARITHMETIC_TABLE
                ) =>
            {
                frame = Some(frame_header(reader, code)?);
            }
            marker::APP1 if exif.is_none() => exif = exif_block(reader)?,
            _ => skip_segment(reader)?,
        }
    }
    let (width, height, components) =
        frame.ok_or_else(|| Fault::Broken("the JPEG has no frame header".into()))?;
    find_end(reader)?;
    Ok(JpegFrame {
        width,
        height,
        components,
        exif,
    })
}

/// Width, height and components of a frame header (T.81, B.2.2).
fn frame_header(reader: &mut impl Read, code: u8) -> Result<(u32, u32, u8), Fault> {
    if code > marker::PROGRESSIVE {
        // Neither PDF's DCTDecode nor e-book readers know lossless, hierarchical and
        // arithmetic-coded frames.
        let reason = "the JPEG is lossless, hierarchical or arithmetic-coded";
        return Err(Fault::Broken(reason.into()));
    }
    let length = two_bytes(reader)?;
    let precision = one_byte(reader)?;
    let height = u32::from(two_bytes(reader)?);
    let width = u32::from(two_bytes(reader)?);
    let components = one_byte(reader)?;
    if precision != 8 {
        return Err(Fault::Broken(format!(
            "the JPEG has {precision} bits a sample, not 8"
        )));
    }
    if width == 0 || height == 0 {
        return Err(Fault::Broken("the JPEG has no width or no height".into()));
    }
    if !matches!(components, 1 | 3 | 4) || length != 8 + 3 * u16::from(components) {
        return Err(Fault::Broken(format!(
            "the JPEG has {components} colour channels"
        )));
    }
    skip(reader, u64::from(components) * 3)?;
    Ok((width, height, components))
}

/// The body of an APP1 segment, if it is EXIF (CIPA DC-008, 4.7.2).
fn exif_block(reader: &mut impl Read) -> Result<Option<Vec<u8>>, Fault> {
    let mut body = vec![0; usize::from(segment_length(reader)?)];
    reader.read_exact(&mut body)?;
    Ok(body.strip_prefix(b"Exif\0\0").map(<[u8]>::to_vec))
}

/// Looks for the end marker, from inside the first scan. A file that ends with one is taken as
/// whole; in others (cameras append films and second pictures) the scans are searched through.
fn find_end(reader: &mut (impl BufRead + Seek)) -> Result<(), Fault> {
    let scan = reader.stream_position()?;
    let length = reader.seek(SeekFrom::End(0))?;
    if length >= scan + 2 {
        reader.seek(SeekFrom::Start(length - 2))?;
        if two_bytes(reader)? == u16::from_be_bytes([0xFF, marker::END]) {
            return Ok(());
        }
    }
    reader.seek(SeekFrom::Start(scan))?;
    loop {
        match next_marker(reader)? {
            marker::END => return Ok(()),
            // In coded data a zero byte after 0xFF makes it a plain 0xFF (T.81, B.1.1.5).
            0 | marker::TEM | marker::FIRST_RESTART..=marker::START => {}
            _ => skip_segment(reader)?,
        }
    }
}

/// The code of the next marker. Bytes before it are skipped, as other readers do.
pub(super) fn next_marker(reader: &mut impl BufRead) -> Result<u8, Fault> {
    loop {
        let buffer = reader.fill_buf()?;
        if buffer.is_empty() {
            return Err(Fault::CutShort);
        }
        let length = buffer.len();
        if let Some(at) = buffer.iter().position(|byte| *byte == 0xFF) {
            reader.consume(at + 1);
            break;
        }
        reader.consume(length);
    }
    // Any number of 0xFF may stand before the code (T.81, B.1.1.2).
    loop {
        match one_byte(reader)? {
            0xFF => {}
            code => return Ok(code),
        }
    }
}

fn skip_segment(reader: &mut impl Read) -> Result<(), Fault> {
    let length = segment_length(reader)?;
    skip(reader, u64::from(length))
}

/// The length of a segment's body: the length field counts itself.
pub(super) fn segment_length(reader: &mut impl Read) -> Result<u16, Fault> {
    two_bytes(reader)?
        .checked_sub(2)
        .ok_or_else(|| Fault::Broken("the JPEG has a segment without a length".into()))
}

fn skip(reader: &mut impl Read, length: u64) -> Result<(), Fault> {
    let skipped = std::io::copy(&mut reader.take(length), &mut std::io::sink())?;
    if skipped == length {
        Ok(())
    } else {
        Err(Fault::CutShort)
    }
}

fn one_byte(reader: &mut impl Read) -> Result<u8, Fault> {
    let mut byte = [0];
    reader.read_exact(&mut byte)?;
    Ok(u8::from_be_bytes(byte))
}

fn two_bytes(reader: &mut impl Read) -> Result<u16, Fault> {
    let mut bytes = [0; 2];
    reader.read_exact(&mut bytes)?;
    Ok(u16::from_be_bytes(bytes))
}
