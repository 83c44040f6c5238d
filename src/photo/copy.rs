//! A picture made anew for the e-book: cropped, in sRGB, reduced, upright, encoded.

use std::collections::BTreeSet;
use std::num::NonZeroU64;

use image::{DynamicImage, GenericImageView};

use super::colour::Profile;
use super::decode::{self, Samples};
use super::fault::Fault;
use super::{Format, Photo, encode, resize};

/// The quality of JPEGs that are encoded anew, from 1 to 100: no difference can be seen from the
/// photo it is made of, at about its size.
const JPEG_QUALITY: u8 = 90;

/// Media type and extension.
pub(super) const JPEG: (&str, &str) = ("image/jpeg", "jpg");
/// Media type and extension.
pub(super) const PNG: (&str, &str) = ("image/png", "png");

/// A file made anew, without anything but the picture.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Copy {
    /// JPEG or PNG.
    pub format: Format,
    /// In pixels.
    pub width: u32,
    /// In pixels.
    pub height: u32,
    /// The file.
    pub bytes: Vec<u8>,
}

/// Makes it from the samples of a photo, which are in the colours of `profile`, or sRGB.
pub(super) fn make(
    photo: &Photo,
    samples: Samples,
    profile: Option<Profile>,
    most: Option<NonZeroU64>,
) -> Result<Copy, Fault> {
    let mut image = in_srgb(photo, samples, profile.as_ref())?;
    if let Some(most) = most {
        let size = image.dimensions();
        let reduced = resize::within(size, most.get());
        if reduced != size {
            image = resize::reduce(image, reduced)?;
        }
    }
    decode::turn_upright(&mut image, photo.orientation);
    encode(photo, &image)
}

/// The part of a photo that is shown, as it is stored, in sRGB. The samples are in the colours of
/// `profile`, or sRGB.
pub(super) fn in_srgb(
    photo: &Photo,
    samples: Samples,
    profile: Option<&Profile>,
) -> Result<DynamicImage, Fault> {
    let image = match (profile, samples) {
        (Some(profile), samples) => profile.to_srgb(&samples)?,
        (None, Samples::Light(image)) => image,
        (None, Samples::Ink { .. }) => {
            return Err(Fault::Broken("its inks have no colour profile".into()));
        }
    };
    Ok(match photo.crop {
        Some(crop) => {
            let stored = crop.as_stored(photo.upright_size(), photo.orientation);
            image.crop_imm(stored.left, stored.top, stored.width, stored.height)
        }
        None => image,
    })
}

/// As JPEG what was lossy, as PNG what was not or has alpha. What came in a format that no reader
/// knows is a photograph where it has many colours. Colours stay as fine beside light as they were stored.
fn encode(photo: &Photo, image: &DynamicImage) -> Result<Copy, Fault> {
    let lossy = match photo.format {
        Format::Jpeg | Format::WebP => true,
        Format::Png | Format::Gif => false,
        Format::Tiff | Format::Bmp | Format::Svg => has_many_colours(image),
    };
    let format = if lossy && !image.color().has_alpha() {
        Format::Jpeg
    } else {
        Format::Png
    };
    let bytes = match format {
        Format::Jpeg => encode::jpeg(image, JPEG_QUALITY, photo.coarse_colours)?,
        _ => encode::png(image)?,
    };
    Ok(Copy {
        format,
        width: image.width(),
        height: image.height(),
        bytes,
    })
}

/// Whether there are more colours than a palette holds.
fn has_many_colours(image: &DynamicImage) -> bool {
    const PALETTE: usize = 256;
    let channels = usize::from(image.color().channel_count());
    let mut seen: BTreeSet<&[u8]> = BTreeSet::new();
    let most = if image.color().has_color() {
        PALETTE
    } else {
        // Grey has no more than a palette holds.
        32
    };
    image.as_bytes().chunks_exact(channels).any(|pixel| {
        seen.insert(pixel);
        seen.len() > most
    })
}

impl Copy {
    /// For the cache: format, width, height, file.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = vec![u8::from(self.format == Format::Jpeg)];
        bytes.extend(self.width.to_be_bytes());
        bytes.extend(self.height.to_be_bytes());
        bytes.extend(&self.bytes);
        bytes
    }

    /// What [`Copy::to_bytes`] wrote.
    pub fn from_bytes(bytes: &[u8]) -> Option<Copy> {
        let (format, rest) = bytes.split_first()?;
        let (width, rest) = rest.split_first_chunk()?;
        let (height, rest) = rest.split_first_chunk()?;
        Some(Copy {
            format: if *format == 1 {
                Format::Jpeg
            } else {
                Format::Png
            },
            width: u32::from_be_bytes(*width),
            height: u32::from_be_bytes(*height),
            bytes: rest.to_vec(),
        })
    }
}
