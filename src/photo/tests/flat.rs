//! A JPEG of flat blocks in ink colours, which the image crate cannot write: only the first
//! coefficient of each block is coded, so that every value comes out exactly.

/// Quantization: the first coefficient is eight times the value. Codes: the lengths 0 to 8 of the
/// first coefficient, four bits each; for the others one bit, which ends the block.
pub const TABLES: &[u8] = &tables();

const fn tables() -> [u8; 69 + 35 + 21] {
    let mut bytes = [0; 69 + 35 + 21];
    let mut quantization = [1; 69];
    quantization[0] = 0xFF;
    quantization[1] = 0xDB;
    quantization[2] = 0;
    quantization[3] = 67;
    quantization[4] = 0;
    quantization[5] = 8;
    let mut at = 0;
    while at < 69 {
        bytes[at] = quantization[at];
        at += 1;
    }
    // Nine codes of four bits.
    let first = [0xFF, 0xC4, 0, 28, 0, 0, 0, 0, 9];
    let mut index = 0;
    while index < first.len() {
        bytes[at + index] = first[index];
        index += 1;
    }
    // After sixteen counts, the lengths themselves.
    let mut value = 0;
    while value < 9 {
        bytes[at + 21 + value as usize] = value;
        value += 1;
    }
    at += 30;
    let others = [0xFF, 0xC4, 0, 20, 0x10, 1];
    index = 0;
    while index < others.len() {
        bytes[at + index] = others[index];
        index += 1;
    }
    bytes
}

/// How the inks are written.
#[derive(Clone, Copy, Debug, Default)]
pub struct Jpeg {
    /// With Adobe's marker, and inverted as its programs do it.
    pub adobe: bool,
    /// As luminance, chrominance and black.
    pub ycck: bool,
}

impl Jpeg {
    /// One row of blocks of 8 × 8 pixels, 255 for full ink.
    pub fn inks(self, blocks: &[[u8; 4]]) -> Vec<u8> {
        let mut bytes = vec![0xFF, 0xD8];
        if self.adobe {
            bytes.extend([0xFF, 0xEE, 0, 14]);
            bytes.extend(b"Adobe\0\x64\0\0\0\0");
            bytes.push(if self.ycck { 2 } else { 0 });
        }
        let width = u16::try_from(blocks.len() * 8).unwrap();
        bytes.extend([0xFF, 0xC0, 0, 20, 8, 0, 8]);
        bytes.extend(width.to_be_bytes());
        bytes.push(4);
        (1..=4).for_each(|channel| bytes.extend([channel, 0x11, 0]));
        bytes.extend(TABLES);
        bytes.extend([0xFF, 0xDA, 0, 14, 4]);
        (1..=4).for_each(|channel| bytes.extend([channel, 0x00]));
        bytes.extend([0, 63, 0]);
        bytes.extend(coded(blocks.iter().map(|block| self.stored(*block))));
        bytes.extend([0xFF, 0xD9]);
        bytes
    }

    fn stored(self, inks: [u8; 4]) -> [u8; 4] {
        let [c, m, y, k] = if self.adobe {
            inks.map(|ink| 255 - ink)
        } else {
            inks
        };
        if !self.ycck {
            return [c, m, y, k];
        }
        // The complement of CMY is taken for RGB (T.871, clause 7).
        let [r, g, b] = [c, m, y].map(|value| f64::from(255 - value));
        let round = |value: f64| value.round().clamp(0.0, 255.0) as u8;
        [
            round(0.299 * r + 0.587 * g + 0.114 * b),
            round(-0.168_736 * r - 0.331_264 * g + 0.5 * b + 128.0),
            round(0.5 * r - 0.418_688 * g - 0.081_312 * b + 128.0),
            k,
        ]
    }
}

fn coded(blocks: impl Iterator<Item = [u8; 4]>) -> Vec<u8> {
    let mut bits: Vec<bool> = Vec::new();
    let mut before = [0_i32; 4];
    for block in blocks {
        for (value, before) in block.into_iter().zip(&mut before) {
            let value = i32::from(value) - 128;
            let difference = value - *before;
            *before = value;
            let length = 32 - difference.unsigned_abs().leading_zeros();
            // Negative numbers have their bits turned over (T.81, F.1.2.1).
            let coded = if difference < 0 {
                difference - 1
            } else {
                difference
            };
            bits.extend((0..4).rev().map(|bit| length >> bit & 1 == 1));
            bits.extend((0..length).rev().map(|bit| coded >> bit & 1 == 1));
            bits.push(false);
        }
    }
    let mut bytes = Vec::new();
    for eight in bits.chunks(8) {
        let bit = |at: usize| eight.get(at).copied().unwrap_or(true);
        let byte = (0..8).fold(0, |byte, at| byte << 1 | u8::from(bit(at)));
        bytes.push(byte);
        if byte == 0xFF {
            bytes.push(0);
        }
    }
    bytes
}
