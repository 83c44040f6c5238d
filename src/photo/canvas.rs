//! Pixels for the cover that is painted: a photo's on their way in, the finished picture's out.

use std::io::Cursor;

use image::RgbImage;
use image::codecs::jpeg::JpegEncoder;
use image::codecs::png::{CompressionType, FilterType, PngEncoder};

use super::bytes::PhotoBytes;
use super::colour::Profile;
use super::copy;
use super::decode::{self, Samples};
use super::derivative::{PhotoError, ScreenImage};
use super::fault::Fault;
use super::{Photo, resize};

/// The quality of a cover's JPEG, from 1 to 100: small letters stand in it.
const QUALITY: u8 = 92;

/// Samples as upright sRGB on white paper, exactly of that size.
pub(super) fn pixels(
    photo: &Photo,
    samples: Samples,
    profile: Option<&Profile>,
    size: (u32, u32),
) -> Result<Vec<u8>, Fault> {
    let mut image = copy::in_srgb(photo, samples, profile)?;
    // Reduced first: there is less to turn then.
    let stored_size = match photo.orientation.swaps_sides() {
        true => (size.1, size.0),
        false => size,
    };
    if (image.width(), image.height()) != stored_size {
        image = resize::reduce(&image, stored_size)?;
    }
    decode::turn_upright(&mut image, photo.orientation);
    if !image.color().has_alpha() {
        return Ok(image.into_rgb8().into_raw());
    }
    let over_white = |value: u8, alpha: u8| {
        let (value, alpha) = (u32::from(value), u32::from(alpha));
        u8::try_from((value * alpha + 255 * (255 - alpha) + 127) / 255).unwrap_or(255)
    };
    let image = image.into_rgba8();
    let pixels = image.pixels().flat_map(|pixel| {
        let [red, green, blue, alpha] = pixel.0;
        [red, green, blue].map(|value| over_white(value, alpha))
    });
    Ok(pixels.collect())
}

/// A finished picture of RGB samples: as JPEG where a photo is in it, else as PNG.
///
/// # Errors
///
/// Where there are not as many samples as the size says.
pub fn encode(
    samples: Vec<u8>,
    (width, height): (u32, u32),
    has_photo: bool,
) -> Result<ScreenImage, PhotoError> {
    let error = |fault| PhotoError {
        path: "cover".into(),
        fault,
    };
    let image = RgbImage::from_raw(width, height, samples)
        .ok_or_else(|| error(Fault::Broken("the cover has another size".into())))?;
    let mut bytes = Cursor::new(Vec::new());
    let (written, (media_type, extension)) = if has_photo {
        let encoder = JpegEncoder::new_with_quality(&mut bytes, QUALITY);
        (image.write_with_encoder(encoder), copy::JPEG)
    } else {
        let encoder =
            PngEncoder::new_with_quality(&mut bytes, CompressionType::Fast, FilterType::Up);
        (image.write_with_encoder(encoder), copy::PNG)
    };
    written.map_err(|fault| error(decode::fault(fault)))?;
    Ok(ScreenImage {
        bytes: PhotoBytes::made(bytes.into_inner()),
        media_type,
        extension,
        width,
        height,
    })
}
