//! Samples as PDF's FlateDecode takes them: PNG predictors, then deflated (ISO 32000-1, 7.4.4.4).

use std::io::Write;

use flate2::Compression;
use flate2::write::ZlibEncoder;

/// Samples of 8 bits in rows of `width` pixels, `channels` each.
pub(super) fn deflated(samples: &[u8], width: usize, channels: usize) -> Vec<u8> {
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::default());
    // Writing to memory cannot fail.
    let _ = encoder.write_all(&predicted(samples, width, channels));
    encoder.finish().unwrap_or_default()
}

/// Rows after the PNG filter that leaves the smallest differences (ISO/IEC 15948, 12.8).
fn predicted(samples: &[u8], width: usize, channels: usize) -> Vec<u8> {
    const SUB: u8 = 1;
    const UP: u8 = 2;
    const PAETH: u8 = 4;
    let row_length = (width * channels).max(1);
    let mut above = vec![0; row_length];
    let mut out = Vec::with_capacity(samples.len() + samples.len() / row_length);
    for row in samples.chunks_exact(row_length) {
        let left = |at: usize, row: &[u8]| at.checked_sub(channels).map_or(0, |left| row[left]);
        let candidates = [SUB, UP, PAETH].map(|filter| {
            let predict = |at: usize| match filter {
                SUB => left(at, row),
                UP => above[at],
                _ => paeth(left(at, row), above[at], left(at, &above)),
            };
            let differences = (0..row_length).map(|at| row[at].wrapping_sub(predict(at)));
            (filter, differences.collect::<Vec<u8>>())
        });
        let weight = |row: &[u8]| {
            let sizes = row
                .iter()
                .map(|byte| u64::from(byte.cast_signed().unsigned_abs()));
            sizes.sum::<u64>()
        };
        if let Some((filter, best)) = candidates.iter().min_by_key(|(_, row)| weight(row)) {
            out.push(*filter);
            out.extend(best);
        }
        above.copy_from_slice(row);
    }
    out
}

fn paeth(left: u8, above: u8, corner: u8) -> u8 {
    let [a, b, c] = [left, above, corner].map(i16::from);
    let estimate = a + b - c;
    let distances = [a, b, c].map(|value| (estimate - value).abs());
    if distances[0] <= distances[1] && distances[0] <= distances[2] {
        left
    } else if distances[1] <= distances[2] {
        above
    } else {
        corner
    }
}

/// The samples that deflated rows were made of.
#[cfg(test)]
#[allow(clippy::unwrap_used)]
pub(super) fn undone(deflated: &[u8], width: usize, channels: usize) -> Vec<u8> {
    let mut rows = Vec::new();
    let mut decoder = flate2::read::ZlibDecoder::new(deflated);
    std::io::Read::read_to_end(&mut decoder, &mut rows).unwrap();
    let length = width * channels;
    let mut samples: Vec<u8> = Vec::new();
    for (number, row) in rows.chunks(length + 1).enumerate() {
        let start = number * length;
        for at in 0..length {
            let left = if at < channels {
                0
            } else {
                samples[start + at - channels]
            };
            let above = if number == 0 {
                0
            } else {
                samples[start + at - length]
            };
            let corner = if number == 0 || at < channels {
                0
            } else {
                samples[start + at - length - channels]
            };
            let predicted = match row[0] {
                0 => 0,
                1 => left,
                2 => above,
                3 => left.midpoint(above),
                _ => paeth(left, above, corner),
            };
            samples.push(row[at + 1].wrapping_add(predicted));
        }
    }
    samples
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn predicted_rows_can_be_undone() {
        let samples = [10, 20, 30, 12, 22, 32, 11, 20, 31, 200, 0, 7];
        assert_eq!(undone(&deflated(&samples, 2, 3), 2, 3), samples);
    }
}
