//! What each edition gets of a photo. Never re-encoded without a reason: a photo that an edition
//! can take as it stands goes in byte for byte.

use std::io::Cursor;
use std::num::NonZeroU64;
use std::sync::Arc;

use image::codecs::jpeg::JpegEncoder;
use image::codecs::png::PngEncoder;
use image::{DynamicImage, ImageEncoder};

use super::bytes::PhotoBytes;
use super::decode::{self, Decoded, decode};
use super::fault::Fault;
use super::{ColourModel, Format, Orientation, Photo, header, predictor, svg};

pub use super::fault::PhotoError;

/// The quality of JPEGs that are encoded anew, from 1 to 100: no difference can be seen from the
/// photo it is made of, at about its size.
const JPEG_QUALITY: u8 = 90;

/// A photo for the printed edition, as stored: the page's transform turns it upright.
#[derive(Debug)]
pub struct PrintImage {
    /// Stored width in pixels.
    pub width: u32,
    /// Stored height in pixels.
    pub height: u32,
    /// How many channels there are and what they are of.
    pub colour: ColourModel,
    /// What the channels mean exactly, an ICC profile of as many. Without one RGB is sRGB, and grey
    /// has its tone curve; CMYK always has one.
    pub profile: Option<Arc<[u8]>>,
    /// How the bytes are coded.
    pub coding: PrintCoding,
    /// The coded bytes, 8 bits a channel.
    pub bytes: PhotoBytes,
    /// The least value stands for the most ink, as Adobe's programs write CMYK JPEGs: in PDF,
    /// `Decode [1 0 1 0 1 0 1 0]`.
    pub inverted: bool,
    /// Opacity where the photo is not opaque all over: one channel of the same size, 255 for
    /// opaque, coded as [`PrintCoding::Deflated`].
    pub alpha: Option<PhotoBytes>,
}

/// How the bytes of a photo for print are coded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PrintCoding {
    /// A JPEG file (DCTDecode).
    Jpeg,
    /// Rows from the top, each with the number of its PNG predictor before it, deflated
    /// (FlateDecode with `Predictor 15`; ISO 32000-1, 7.4.4.4).
    Deflated,
    /// A PDF of one page that shows the whole picture, to be drawn as a form XObject.
    Drawing,
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

/// What the printed edition does with photos whose colours are not sRGB.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum PrintColours {
    /// They stay as they are, each with its ICC profile.
    #[default]
    Keep,
    /// They are converted to sRGB.
    Convert,
}

/// What a book says about how its photos are made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Settings {
    /// The most pixels that a photo has in the e-book; larger ones are reduced.
    pub max_pixels: Option<NonZeroU64>,
    /// Colours in print.
    pub print_colours: PrintColours,
}

impl Settings {
    /// The most pixels where nothing is said. Shops refuse pictures over 4 to 5.6 million (Apple
    /// Books Asset Guide, "Images").
    pub const MAX_PIXELS: NonZeroU64 = NonZeroU64::new(4_000_000).unwrap();
}

impl Default for Settings {
    fn default() -> Settings {
        Settings {
            max_pixels: Some(Settings::MAX_PIXELS),
            print_colours: PrintColours::Keep,
        }
    }
}

/// Makes what the editions embed of photos.
#[derive(Clone, Debug, Default)]
pub struct Darkroom {
    settings: Settings,
}

impl Darkroom {
    /// One that keeps to `settings`.
    pub fn new(settings: Settings) -> Darkroom {
        Darkroom { settings }
    }

    /// What it keeps to.
    pub fn settings(&self) -> &Settings {
        &self.settings
    }

    /// Makes what the printed edition embeds.
    ///
    /// # Errors
    ///
    /// Where the file has changed since it was looked up, or cannot be read any more.
    pub fn for_print(&self, photo: &Photo) -> Result<PrintImage, PhotoError> {
        let made = match (photo.format, photo.colour) {
            (Format::Svg, _) => svg::for_print(photo),
            (Format::Jpeg, ColourModel::Grey | ColourModel::Rgb) => jpeg_as_it_stands(photo),
            _ => decode(photo).map(raster),
        };
        made.map_err(|fault| error(photo, fault))
    }

    /// Makes what the e-book embeds.
    ///
    /// # Errors
    ///
    /// Where the file has changed since it was looked up, or cannot be read any more.
    pub fn for_screen(&self, photo: &Photo) -> Result<ScreenImage, PhotoError> {
        let upright = photo.orientation == Orientation::Upright;
        let made = match (photo.format, photo.colour) {
            (Format::Svg, _) => svg::for_screen(photo),
            (Format::Jpeg, ColourModel::Grey | ColourModel::Rgb) if upright => as_it_stands(photo),
            (Format::Png | Format::Gif | Format::WebP, _) if upright => as_it_stands(photo),
            (Format::Jpeg, ColourModel::Grey | ColourModel::Rgb) => match upright_copy(photo) {
                // Only its structure was proved at look-up. What cannot be decoded here goes in
                // like an upright JPEG would: readers turn it by its EXIF block.
                Err(Fault::Broken(_) | Fault::CutShort) => as_it_stands(photo),
                made => made,
            },
            _ => upright_copy(photo),
        };
        made.map_err(|fault| error(photo, fault))
    }
}

fn error(photo: &Photo, fault: Fault) -> PhotoError {
    PhotoError {
        path: photo.path.clone(),
        fault,
    }
}

fn jpeg_as_it_stands(photo: &Photo) -> Result<PrintImage, Fault> {
    Ok(PrintImage {
        width: photo.stored_width,
        height: photo.stored_height,
        colour: photo.colour,
        profile: None,
        coding: PrintCoding::Jpeg,
        bytes: whole_file(photo)?,
        inverted: false,
        alpha: None,
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
    let coded = |samples: &[u8], channels| {
        PhotoBytes::made(predictor::deflated(samples, width as usize, channels))
    };
    PrintImage {
        width,
        height,
        colour: if colours == 3 {
            ColourModel::Rgb
        } else {
            ColourModel::Grey
        },
        profile: None,
        coding: PrintCoding::Deflated,
        bytes: coded(&samples, colours),
        inverted: false,
        alpha: alpha.map(|alpha| coded(&alpha, 1)),
    }
}

fn as_it_stands(photo: &Photo) -> Result<ScreenImage, Fault> {
    let (media_type, extension) = match photo.format {
        Format::Png => PNG,
        Format::Gif => ("image/gif", "gif"),
        Format::WebP => ("image/webp", "webp"),
        // TIFF and BMP are no core media types and never come here, nor do drawings.
        Format::Jpeg | Format::Tiff | Format::Bmp | Format::Svg => JPEG,
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
