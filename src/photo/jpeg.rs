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
    /// Whether Adobe's marker is there. Its programs write inks inverted: 0 for full.
    pub adobe: bool,
    /// Whether its colours are at most half as fine as its light, across and down (4:2:0).
    pub coarse_colours: bool,
    /// What the coefficients of a progressive picture take while it is decoded, in bytes.
    pub coefficients: u64,
}

/// Marker codes, the byte after 0xFF (T.81, table B.1).
pub(super) mod marker {
    pub const TEM: u8 = 0x01;
    pub const QUANTIZATION_TABLE: u8 = 0xDB;
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
/// allocated, but for single segments, which are under 64 KiB. What the first scan needs, and no
/// decoder can do without, has to be there before it.
pub(super) fn walk(reader: &mut (impl BufRead + Seek)) -> Result<JpegFrame, Fault> {
    if two_bytes(reader)? != u16::from_be_bytes([0xFF, marker::START]) {
        return Err(Fault::UnknownType);
    }
    let mut frame = None;
    let mut exif = None;
    let mut adobe = false;
    let mut tables = Tables::default();
    let scan = loop {
        match next_marker(reader)? {
            marker::TEM | marker::START | marker::FIRST_RESTART..=marker::LAST_RESTART => {}
            marker::END => return Err(Fault::CutShort),
            marker::SCAN => break segment(reader)?,
            code @ marker::BASELINE..=marker::LAST_FRAME
                if !matches!(
                    code,
                    marker::HUFFMAN_TABLE | marker::JPG | marker::ARITHMETIC_TABLE
                ) =>
            {
                frame = Some(Frame::read(reader, code)?);
            }
            marker::QUANTIZATION_TABLE => tables.quantization(&segment(reader)?)?,
            marker::HUFFMAN_TABLE => tables.huffman(&segment(reader)?)?,
            marker::APP1 if exif.is_none() => {
                let body = segment(reader)?;
                exif = body.strip_prefix(b"Exif\0\0").map(<[u8]>::to_vec);
            }
            marker::APP14 => adobe |= segment(reader)?.starts_with(b"Adobe"),
            _ => skip_segment(reader)?,
        }
    };
    let frame = frame.ok_or_else(|| Fault::Broken("the JPEG has no frame header".into()))?;
    frame.check(&scan, &tables)?;
    find_end(reader)?;
    Ok(JpegFrame {
        width: frame.width,
        height: frame.height,
        components: u8::try_from(frame.components.len()).unwrap_or(u8::MAX),
        exif,
        adobe,
        coarse_colours: frame.has_coarse_colours(),
        coefficients: frame.coefficients(),
    })
}

/// The tables that stand before the first scan, by their numbers (T.81, B.2.4).
#[derive(Debug, Default)]
struct Tables {
    quantization: [bool; 4],
    /// Of DC coefficients, then of AC coefficients.
    huffman: [[bool; 4]; 2],
}

impl Tables {
    fn quantization(&mut self, mut body: &[u8]) -> Result<(), Fault> {
        while let Some((first, rest)) = body.split_first() {
            let length = if first >> 4 == 0 { 64 } else { 128 };
            let known = self.quantization.get_mut(usize::from(first & 0x0F));
            let (Some(known), Some(after)) = (known, rest.get(length..)) else {
                return Err(broken("a quantization table that is none"));
            };
            *known = true;
            body = after;
        }
        Ok(())
    }

    fn huffman(&mut self, mut body: &[u8]) -> Result<(), Fault> {
        while let Some((first, rest)) = body.split_first() {
            let class = self.huffman.get_mut(usize::from(first >> 4));
            let known = class.and_then(|class| class.get_mut(usize::from(first & 0x0F)));
            let after = rest.split_first_chunk::<16>().and_then(|(counts, rest)| {
                let codes: usize = counts.iter().copied().map(usize::from).sum();
                rest.get(codes..)
            });
            let (Some(known), Some(after)) = (known, after) else {
                return Err(broken("a Huffman table that is none"));
            };
            *known = true;
            body = after;
        }
        Ok(())
    }
}

/// A frame header (T.81, B.2.2).
#[derive(Debug)]
struct Frame {
    width: u32,
    height: u32,
    progressive: bool,
    components: Vec<Component>,
}

#[derive(Debug)]
struct Component {
    id: u8,
    /// Samples across and down in the smallest unit, 1 to 4 each.
    sampling: (u8, u8),
    quantization: u8,
}

impl Frame {
    fn read(reader: &mut impl Read, code: u8) -> Result<Frame, Fault> {
        if code > marker::PROGRESSIVE {
            // Neither PDF's DCTDecode nor e-book readers know lossless, hierarchical and
            // arithmetic-coded frames.
            let reason = "the JPEG is lossless, hierarchical or arithmetic-coded";
            return Err(Fault::Broken(reason.into()));
        }
        let body = segment(reader)?;
        let [precision, h1, h0, w1, w0, count, rest @ ..] = body.as_slice() else {
            return Err(broken("a frame header that is none"));
        };
        let height = u32::from(u16::from_be_bytes([*h1, *h0]));
        let width = u32::from(u16::from_be_bytes([*w1, *w0]));
        if *precision != 8 {
            return Err(Fault::Broken(format!(
                "the JPEG has {precision} bits a sample, not 8"
            )));
        }
        if width == 0 || height == 0 {
            return Err(Fault::Broken("the JPEG has no width or no height".into()));
        }
        if !matches!(count, 1 | 3 | 4) || rest.len() != usize::from(*count) * 3 {
            return Err(Fault::Broken(format!(
                "the JPEG has {count} colour channels"
            )));
        }
        let components = rest.chunks_exact(3).map(|chunk| match chunk {
            [id, sampling, quantization] => Component {
                id: *id,
                sampling: (sampling >> 4, sampling & 0x0F),
                quantization: *quantization,
            },
            _ => Component {
                id: 0,
                sampling: (0, 0),
                quantization: 0,
            },
        });
        Ok(Frame {
            width,
            height,
            progressive: code == marker::PROGRESSIVE,
            components: components.collect(),
        })
    }

    /// Whether what the frame and its first scan refer to is there (T.81, B.2.3).
    fn check(&self, scan: &[u8], tables: &Tables) -> Result<(), Fault> {
        for component in &self.components {
            let sound = |factor: u8| (1..=4).contains(&factor);
            if !sound(component.sampling.0) || !sound(component.sampling.1) {
                return Err(broken("a channel of no known resolution"));
            }
            let table = tables.quantization.get(usize::from(component.quantization));
            if table != Some(&true) {
                return Err(broken("a quantization table that is missing"));
            }
        }
        let Some((count, rest)) = scan.split_first() else {
            return Err(broken("a scan that is none"));
        };
        let selectors = rest.get(..usize::from(*count) * 2);
        let spectrum = rest.get(usize::from(*count) * 2..);
        let (Some(selectors), Some([from, to, approximation])) = (selectors, spectrum) else {
            return Err(broken("a scan that is none"));
        };
        let refines = approximation >> 4 != 0;
        let needs = if self.progressive {
            [*from == 0 && !refines, *to > 0]
        } else {
            [true, true]
        };
        for selector in selectors.chunks_exact(2) {
            let [id, chosen] = selector else {
                continue;
            };
            if !self.components.iter().any(|component| component.id == *id) {
                return Err(broken("a scan of a channel that it does not have"));
            }
            let chosen = [chosen >> 4, chosen & 0x0F];
            for ((class, needed), number) in tables.huffman.iter().zip(needs).zip(chosen) {
                if needed && class.get(usize::from(number)) != Some(&true) {
                    return Err(broken("a Huffman table that is missing"));
                }
            }
        }
        Ok(())
    }

    fn has_coarse_colours(&self) -> bool {
        let [light, blue, red] = self.components.as_slice() else {
            return false;
        };
        let is_coarse = |colour: &Component| {
            2 * colour.sampling.0 <= light.sampling.0 && 2 * colour.sampling.1 <= light.sampling.1
        };
        is_coarse(blue) && is_coarse(red)
    }

    /// Two bytes each, where the picture comes in several scans.
    fn coefficients(&self) -> u64 {
        if !self.progressive {
            return 0;
        }
        let samples = |of: &Component| u64::from(of.sampling.0) * u64::from(of.sampling.1);
        let most = self
            .components
            .iter()
            .map(samples)
            .max()
            .unwrap_or(1)
            .max(1);
        let all: u64 = self.components.iter().map(samples).sum();
        2 * u64::from(self.width) * u64::from(self.height) * all / most
    }
}

fn broken(what: &str) -> Fault {
    Fault::Broken(format!("the JPEG has {what}"))
}

/// The body of a segment, under 64 KiB.
fn segment(reader: &mut impl Read) -> Result<Vec<u8>, Fault> {
    let mut body = vec![0; usize::from(segment_length(reader)?)];
    reader.read_exact(&mut body)?;
    Ok(body)
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
        if let Some(at) = memchr::memchr(0xFF, buffer) {
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
