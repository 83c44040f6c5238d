//! Pixels for the cover that is painted: a photo's on their way in, the finished picture's out.

use super::bytes::PhotoBytes;
use super::colour::Profile;
use super::copy;
use super::decode::{self, Samples};
use super::derivative::{PhotoError, ScreenImage};
use super::fault::Fault;
use super::{Photo, encode, resize};

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
    // Before it is turned: most photos are larger than that.
    let stored_size = match photo.orientation.swaps_sides() {
        true => (size.1, size.0),
        false => size,
    };
    let from = (image.width(), image.height());
    if from.0 <= stored_size.0 && from.1 <= stored_size.1 && from != stored_size {
        image = resize::enlarge(image, stored_size)?;
    } else if from != stored_size {
        image = resize::reduce(image, stored_size)?;
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

/// The file of a finished picture with a photo in it. `paint` fills the row that it is told with RGB samples; it is
/// given all rows, from the top.
///
/// # Errors
///
/// Where the size is none.
pub fn jpeg(size: (u32, u32), paint: impl FnMut(u32, &mut [u8])) -> Result<Vec<u8>, PhotoError> {
    encode::painted_jpeg(size, QUALITY, paint).map_err(of_cover)
}

/// The same of one without a photo. With a palette, of at most 256 colours, a sample is the number of a colour.
///
/// # Errors
///
/// Where the size is none.
pub fn png(
    size: (u32, u32),
    palette: Option<&[[u8; 3]]>,
    paint: impl FnMut(u32, &mut [u8]),
) -> Result<Vec<u8>, PhotoError> {
    encode::painted_png(size, palette, paint).map_err(of_cover)
}

fn of_cover(fault: Fault) -> PhotoError {
    PhotoError {
        path: "cover".into(),
        fault,
    }
}

/// What [`jpeg`] or [`png()`] gave, for the e-book.
pub fn finished(bytes: Vec<u8>, (width, height): (u32, u32), has_photo: bool) -> ScreenImage {
    let (media_type, extension) = match has_photo {
        true => copy::JPEG,
        false => copy::PNG,
    };
    ScreenImage {
        bytes: PhotoBytes::made(bytes),
        media_type,
        extension,
        width,
        height,
    }
}
