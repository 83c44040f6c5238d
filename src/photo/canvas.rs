//! Pixels for the cover that is painted: a photo's on their way in, the finished picture's out.

use std::io::{Cursor, Write};

use image::RgbImage;
use image::codecs::jpeg::JpegEncoder;

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

/// Rows that are painted and coded together where a picture need not stand in memory whole.
const BAND: u32 = 64;

/// The file of a finished picture: JPEG where a photo is in it, else PNG. `paint` fills whole rows of
/// RGB samples, from the row that it is told on; it is given all rows once, from the top.
///
/// # Errors
///
/// Where the size is none.
pub fn encode(
    size: (u32, u32),
    has_photo: bool,
    paint: impl FnMut(u32, &mut [u8]),
) -> Result<Vec<u8>, PhotoError> {
    let bytes = match has_photo {
        true => as_jpeg(size, paint),
        false => as_png(size, paint),
    };
    bytes.map_err(|fault| PhotoError {
        path: "cover".into(),
        fault,
    })
}

/// What [`encode`] gave, for the e-book.
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

fn as_jpeg(
    (width, height): (u32, u32),
    mut paint: impl FnMut(u32, &mut [u8]),
) -> Result<Vec<u8>, Fault> {
    let mut image = RgbImage::new(width, height);
    paint(0, &mut image);
    let mut bytes = Cursor::new(Vec::new());
    let encoder = JpegEncoder::new_with_quality(&mut bytes, QUALITY);
    image.write_with_encoder(encoder).map_err(decode::fault)?;
    Ok(bytes.into_inner())
}

/// `image` takes a picture whole alone: twelve megabytes of a cover's, and twice.
fn as_png(
    (width, height): (u32, u32),
    mut paint: impl FnMut(u32, &mut [u8]),
) -> Result<Vec<u8>, Fault> {
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, width, height);
    encoder.set_color(png::ColorType::Rgb);
    encoder.set_depth(png::BitDepth::Eight);
    encoder.set_compression(png::Compression::Fast);
    // Rows of plain colour become zeros.
    encoder.set_filter(png::Filter::Up);
    let failed = |error: png::EncodingError| Fault::Broken(error.to_string());
    let mut writer = encoder.write_header().map_err(failed)?;
    let mut stream = writer.stream_writer().map_err(failed)?;
    let mut band = vec![0; width as usize * 3 * BAND.min(height) as usize];
    for top in (0..height).step_by(BAND as usize) {
        let rows = (height - top).min(BAND);
        let band = band.get_mut(..width as usize * 3 * rows as usize);
        let band = band.unwrap_or_default();
        paint(top, band);
        stream.write_all(band)?;
    }
    stream.finish().map_err(failed)?;
    writer.finish().map_err(failed)?;
    Ok(bytes)
}
