//! Photos as image XObjects (ISO 32000-1, 8.9.5): JPEG files whole, everything else deflated.

use flate2::Crc;
use rayon::prelude::*;

use super::content::deflate;
use super::error::Error;
use crate::layout::frame::PhotoId;
use crate::photo::derivative::{PhotoError, PrintImage, for_print};
use crate::photo::{ColourModel, CopyError, Photo, PhotoBytes};

/// A photo, ready to be put into the file.
#[derive(Debug)]
pub struct Image {
    /// Stored width in pixels.
    pub width: u32,
    /// Stored height in pixels.
    pub height: u32,
    /// How the colours are coded.
    pub colour: ColourModel,
    /// How the bytes are coded.
    pub coding: Coding,
    /// The coded bytes.
    pub bytes: Vec<u8>,
    /// Opacity: one channel of the same size, coded as [`Coding::Deflated`].
    pub alpha: Option<Vec<u8>>,
}

/// How an image's bytes are coded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Coding {
    /// A JPEG file, byte for byte.
    Jpeg,
    /// Samples after a PNG predictor (ISO 32000-1, 7.4.4.4).
    Deflated,
}

impl Coding {
    /// `Filter` in the file.
    pub fn filter(self) -> &'static str {
        match self {
            Coding::Jpeg => "DCTDecode",
            Coding::Deflated => "FlateDecode",
        }
    }
}

impl Image {
    /// `ColorSpace` in the file.
    pub fn colour_space(&self) -> &'static str {
        match self.colour {
            ColourModel::Grey => "DeviceGray",
            ColourModel::Rgb => "DeviceRGB",
            ColourModel::Cmyk => "DeviceCMYK",
        }
    }

    /// Channels a pixel.
    pub fn channels(&self) -> usize {
        channels(self.colour)
    }

    /// A number that differs wherever the bytes do.
    pub fn checksum(&self) -> u64 {
        let mut crc = Crc::new();
        crc.update(&self.bytes);
        crc.update(self.alpha.as_deref().unwrap_or_default());
        u64::from(crc.sum()) << 32 | u64::from(crc.amount())
    }
}

/// The name that page content calls a photo by.
pub fn resource(id: PhotoId) -> String {
    format!("Im{}", id.0)
}

/// Makes every photo ready, several at a time.
///
/// # Errors
///
/// [`Error::Photo`] for the first photo that can no longer be read.
pub fn prepare(photos: &[Photo]) -> Result<Vec<Image>, Error> {
    let prepared: Vec<Result<Image, Error>> = photos
        .par_iter()
        .map(|photo| {
            let image = for_print(photo).map_err(Error::Photo)?;
            encode(image)
        })
        .collect();
    prepared.into_iter().collect()
}

fn encode(image: PrintImage) -> Result<Image, Error> {
    Ok(match image {
        PrintImage::Jpeg {
            bytes,
            width,
            height,
            colour,
        } => Image {
            width,
            height,
            colour,
            coding: Coding::Jpeg,
            bytes: copied(&bytes)?,
            alpha: None,
        },
        PrintImage::Raster {
            width,
            height,
            colour,
            samples,
            alpha,
        } => Image {
            width,
            height,
            colour,
            coding: Coding::Deflated,
            bytes: deflate(&predicted(&samples, width as usize, channels(colour))),
            alpha: alpha.map(|alpha| deflate(&predicted(&alpha, width as usize, 1))),
        },
    })
}

fn copied(bytes: &PhotoBytes) -> Result<Vec<u8>, Error> {
    let mut copied = Vec::new();
    bytes.copy_to(&mut copied).map_err(|error| match error {
        CopyError::Read(path, error) => Error::Photo(PhotoError {
            path,
            fault: error.into(),
        }),
        CopyError::Write(error) => Error::Output(error),
    })?;
    Ok(copied)
}

fn channels(colour: ColourModel) -> usize {
    match colour {
        ColourModel::Grey => 1,
        ColourModel::Rgb => 3,
        ColourModel::Cmyk => 4,
    }
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn predicted_rows_can_be_undone() {
        let samples = [10, 20, 30, 12, 22, 32, 11, 20, 31, 200, 0, 7];
        let rows = predicted(&samples, 2, 3);
        assert_eq!(rows.len(), samples.len() + 2);
        let mut undone: Vec<u8> = Vec::new();
        for (number, row) in rows.chunks(7).enumerate() {
            for at in 0..6 {
                let start = number * 6;
                let left = if at < 3 { 0 } else { undone[start + at - 3] };
                let above = if number == 0 {
                    0
                } else {
                    undone[start + at - 6]
                };
                let corner = if number == 0 || at < 3 {
                    0
                } else {
                    undone[start + at - 9]
                };
                let predicted = match row[0] {
                    1 => left,
                    2 => above,
                    _ => paeth(left, above, corner),
                };
                undone.push(row[at + 1].wrapping_add(predicted));
            }
        }
        assert_eq!(undone, samples);
    }
}
