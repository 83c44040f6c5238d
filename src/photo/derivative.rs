//! What each edition gets of a photo. Never re-encoded without a reason: a photo that an edition
//! can take as it stands goes in byte for byte.

use std::io::Cursor;

use image::codecs::jpeg::JpegEncoder;
use image::codecs::png::PngEncoder;
use image::{DynamicImage, ImageEncoder};

use super::bytes::PhotoBytes;
use super::decode::{self, Decoded, decode};
use super::fault::Fault;
use super::{ColourModel, Format, Orientation, Photo, header};

pub use super::fault::PhotoError;

/// The quality of JPEGs that are encoded anew, from 1 to 100: no difference can be seen from the
/// photo it is made of, at about its size.
const JPEG_QUALITY: u8 = 90;

/// A photo for the printed edition, as stored: the page's transform turns it upright.
#[derive(Debug)]
pub enum PrintImage {
    /// JPEG bytes as they stand in the file, to be embedded with DCTDecode.
    Jpeg {
        /// The whole file.
        bytes: PhotoBytes,
        /// Stored width in pixels.
        width: u32,
        /// Stored height in pixels.
        height: u32,
        /// Grey or RGB.
        colour: ColourModel,
    },
    /// Samples, 8 bits a channel, row by row from the top, without padding.
    Raster {
        /// Stored width in pixels.
        width: u32,
        /// Stored height in pixels.
        height: u32,
        /// Grey or RGB.
        colour: ColourModel,
        /// One or three bytes a pixel.
        samples: Vec<u8>,
        /// One byte a pixel, 255 for opaque, where the photo is not opaque all over.
        alpha: Option<Vec<u8>>,
    },
}

/// A photo for the e-book, upright.
#[derive(Debug)]
pub struct ScreenImage {
    /// Its bytes.
    pub bytes: PhotoBytes,
    /// A core media type of EPUB 3.3 (section 3.2).
    pub media_type: &'static str,
    /// For its name in the container, without the point.
    pub extension: &'static str,
    /// Width in pixels as the reader sees it.
    pub width: u32,
    /// Height in pixels as the reader sees it.
    pub height: u32,
}

/// Makes what the printed edition embeds. CMYK becomes RGB. Fails where the file has changed since
/// it was looked up, or cannot be read any more.
pub fn for_print(photo: &Photo) -> Result<PrintImage, PhotoError> {
    let made = match (photo.format, photo.colour) {
        (Format::Jpeg, ColourModel::Grey | ColourModel::Rgb) => jpeg_as_it_stands(photo),
        _ => decode(photo).map(raster),
    };
    made.map_err(|fault| error(photo, fault))
}

/// Makes what the e-book embeds. Fails where the file has changed since it was looked up, or cannot
/// be read any more.
pub fn for_screen(photo: &Photo) -> Result<ScreenImage, PhotoError> {
    let upright = photo.orientation == Orientation::Upright;
    let made = match (photo.format, photo.colour) {
        (Format::Jpeg, ColourModel::Grey | ColourModel::Rgb) if upright => as_it_stands(photo),
        (Format::Png | Format::Gif | Format::WebP, _) if upright => as_it_stands(photo),
        (Format::Jpeg, ColourModel::Grey | ColourModel::Rgb) => match upright_copy(photo) {
            // Only its structure was proved at look-up. What cannot be decoded here goes in like
            // an upright JPEG would: readers turn it by its EXIF block.
            Err(Fault::Broken(_) | Fault::CutShort) => as_it_stands(photo),
            made => made,
        },
        _ => upright_copy(photo),
    };
    made.map_err(|fault| error(photo, fault))
}

fn error(photo: &Photo, fault: Fault) -> PhotoError {
    PhotoError {
        path: photo.path.clone(),
        fault,
    }
}

fn jpeg_as_it_stands(photo: &Photo) -> Result<PrintImage, Fault> {
    Ok(PrintImage::Jpeg {
        bytes: whole_file(photo)?,
        width: photo.stored_width,
        height: photo.stored_height,
        colour: photo.colour,
    })
}

fn raster(decoded: Decoded) -> PrintImage {
    let image = decoded.image;
    let (width, height) = (image.width(), image.height());
    let colours = if image.color().has_color() { 3 } else { 1 };
    let has_alpha = image.color().has_alpha();
    let mut samples = image.into_bytes();
    let mut alpha = None;
    if has_alpha {
        let apart: Vec<u8> = samples
            .iter()
            .skip(colours)
            .step_by(colours + 1)
            .copied()
            .collect();
        let mut channel = 0;
        samples.retain(|_| {
            let is_colour = channel < colours;
            channel = (channel + 1) % (colours + 1);
            is_colour
        });
        let opaque = apart.iter().all(|value| *value == u8::MAX);
        alpha = (!opaque).then_some(apart);
    }
    PrintImage::Raster {
        width,
        height,
        colour: if colours == 3 {
            ColourModel::Rgb
        } else {
            ColourModel::Grey
        },
        samples,
        alpha,
    }
}

fn as_it_stands(photo: &Photo) -> Result<ScreenImage, Fault> {
    let (media_type, extension) = match photo.format {
        Format::Png => PNG,
        Format::Gif => ("image/gif", "gif"),
        Format::WebP => ("image/webp", "webp"),
        // TIFF and BMP are no core media types and never come here.
        Format::Jpeg | Format::Tiff | Format::Bmp => JPEG,
    };
    let (width, height) = photo.upright_size();
    Ok(ScreenImage {
        bytes: whole_file(photo)?,
        media_type,
        extension,
        width,
        height,
    })
}

fn whole_file(photo: &Photo) -> Result<PhotoBytes, Fault> {
    let length = header::open(&photo.path)?.get_ref().metadata()?.len();
    Ok(PhotoBytes::file(&photo.path, length))
}

const JPEG: (&str, &str) = ("image/jpeg", "jpg");
const PNG: (&str, &str) = ("image/png", "png");

/// Decodes, turns and encodes a photo: as JPEG what was lossy, as PNG what was not or has alpha.
fn upright_copy(photo: &Photo) -> Result<ScreenImage, Fault> {
    let Decoded { mut image, profile } = decode(photo)?;
    decode::turn_upright(&mut image, photo.orientation);
    let lossy = matches!(photo.format, Format::Jpeg | Format::WebP);
    let mut bytes = Cursor::new(Vec::new());
    let (media_type, extension) = if lossy && !image.color().has_alpha() {
        encode(
            &image,
            profile,
            JpegEncoder::new_with_quality(&mut bytes, JPEG_QUALITY),
        )?;
        JPEG
    } else {
        encode(&image, profile, PngEncoder::new(&mut bytes))?;
        PNG
    };
    Ok(ScreenImage {
        bytes: PhotoBytes::made(bytes.into_inner()),
        media_type,
        extension,
        width: image.width(),
        height: image.height(),
    })
}

fn encode(
    image: &DynamicImage,
    profile: Option<Vec<u8>>,
    mut encoder: impl ImageEncoder,
) -> Result<(), Fault> {
    if let Some(profile) = profile {
        // A type that has no place for a profile goes without.
        let _ = encoder.set_icc_profile(profile);
    }
    image.write_with_encoder(encoder).map_err(decode::fault)
}
