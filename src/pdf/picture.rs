//! Photos as image XObjects (ISO 32000-1, 8.9.5): JPEG files whole, everything else deflated.

use flate2::Crc;
use rayon::prelude::*;

use super::error::Error;
use crate::layout::frame::PhotoId;
use crate::photo::derivative::{Darkroom, PhotoError, PrintCoding};
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
    pub coding: PrintCoding,
    /// The coded bytes.
    pub bytes: Vec<u8>,
    /// Opacity: one channel of the same size, coded as [`PrintCoding::Deflated`].
    pub alpha: Option<Vec<u8>>,
}

/// `Filter` in the file.
pub fn filter(coding: PrintCoding) -> &'static str {
    match coding {
        PrintCoding::Jpeg => "DCTDecode",
        PrintCoding::Deflated => "FlateDecode",
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
        match self.colour {
            ColourModel::Grey => 1,
            ColourModel::Rgb => 3,
            ColourModel::Cmyk => 4,
        }
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
pub fn prepare(photos: &[Photo], darkroom: &Darkroom) -> Result<Vec<Image>, Error> {
    let prepared: Vec<Result<Image, Error>> = photos
        .par_iter()
        .map(|photo| {
            let image = darkroom.for_print(photo).map_err(Error::Photo)?;
            Ok(Image {
                width: image.width,
                height: image.height,
                colour: image.colour,
                coding: image.coding,
                bytes: copied(&image.bytes)?,
                alpha: image.alpha.as_ref().map(copied).transpose()?,
            })
        })
        .collect();
    prepared.into_iter().collect()
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
