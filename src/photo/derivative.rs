//! What a photo becomes for one edition.

use std::fmt;
use std::path::PathBuf;

use image::DynamicImage;

use super::{ColourModel, Format, Photo};

/// A photo as the printed edition takes it, in its stored orientation.
#[derive(Debug)]
pub enum PrintImage {
    /// JPEG bytes as they stand in the file.
    Jpeg {
        /// The whole file.
        bytes: Vec<u8>,
        /// Stored width in pixels.
        width: u32,
        /// Stored height in pixels.
        height: u32,
        /// How the colours are coded.
        colour: ColourModel,
    },
    /// Samples of 8 bits a channel, row by row, without padding.
    Raster {
        /// Stored width in pixels.
        width: u32,
        /// Stored height in pixels.
        height: u32,
        /// [`ColourModel::Grey`] or [`ColourModel::Rgb`].
        colour: ColourModel,
        /// One or three samples a pixel.
        samples: Vec<u8>,
        /// One sample a pixel, 255 for opaque, where the photo is not opaque all over.
        alpha: Option<Vec<u8>>,
    },
}

/// A photo that cannot be used, and why.
#[derive(Debug)]
pub struct PhotoError {
    /// The file.
    pub path: PathBuf,
    /// What is the matter with it.
    pub reason: String,
}

impl fmt::Display for PhotoError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.path.display(), self.reason)
    }
}

impl std::error::Error for PhotoError {}

/// Makes `photo` ready for print: a JPEG as it is, anything else decoded.
pub fn for_print(photo: &Photo) -> Result<PrintImage, PhotoError> {
    let failed = |reason: String| PhotoError {
        path: photo.path.clone(),
        reason,
    };
    let bytes = std::fs::read(&photo.path).map_err(|error| failed(error.to_string()))?;
    if photo.format == Format::Jpeg {
        return Ok(PrintImage::Jpeg {
            bytes,
            width: photo.stored_width,
            height: photo.stored_height,
            colour: photo.colour,
        });
    }
    let picture = image::load_from_memory(&bytes).map_err(|error| failed(error.to_string()))?;
    let alpha = picture.color().has_alpha().then(|| {
        let alpha = picture.to_luma_alpha8();
        alpha.pixels().map(|pixel| pixel.0[1]).collect::<Vec<u8>>()
    });
    let (width, height) = (picture.width(), picture.height());
    let grey = matches!(
        picture,
        DynamicImage::ImageLuma8(_)
            | DynamicImage::ImageLumaA8(_)
            | DynamicImage::ImageLuma16(_)
            | DynamicImage::ImageLumaA16(_)
    );
    let (colour, samples) = if grey {
        (ColourModel::Grey, picture.to_luma8().into_raw())
    } else {
        (ColourModel::Rgb, picture.to_rgb8().into_raw())
    };
    Ok(PrintImage::Raster {
        width,
        height,
        colour,
        samples,
        alpha: alpha.filter(|alpha| alpha.iter().any(|sample| *sample != u8::MAX)),
    })
}
