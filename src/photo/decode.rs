//! Decoding: samples of 8 bits a channel from any type, under the limits.

use std::fs::File;
use std::io::BufReader;

use image::{
    ColorType, DynamicImage, ImageDecoder, ImageError, ImageFormat, ImageReader, Limits, metadata,
};

use super::fault::{Fault, MOST_DECODED_BYTES};
use super::{ColourModel, Format, Orientation, Photo, header, svg};

/// A decoded photo, as stored: its orientation is not applied.
pub(super) struct Decoded {
    /// Grey or RGB, with or without alpha.
    pub image: DynamicImage,
    /// The ICC profile that the samples are still in.
    pub profile: Option<Vec<u8>>,
}

/// Proves that a photo can be decoded, where an edition cannot do without. Grey and RGB JPEGs go
/// into both editions as they stand; for them the walk through their structure is enough, and
/// hundreds of them are looked up in the time of decoding one.
pub(super) fn prove(photo: &Photo) -> Result<(), Fault> {
    match (photo.format, photo.colour) {
        (Format::Svg, _) => svg::for_print(photo).map(drop),
        (Format::Jpeg, ColourModel::Grey | ColourModel::Rgb) => Ok(()),
        _ => as_coded(photo).map(drop),
    }
}

/// Decodes a photo whole, to 8 bits a channel.
pub(super) fn decode(photo: &Photo) -> Result<Decoded, Fault> {
    let decoded = as_coded(photo)?;
    Ok(Decoded {
        image: in_eight_bits(decoded.image),
        ..decoded
    })
}

/// Decodes a photo whole, at the depth that its file has.
fn as_coded(photo: &Photo) -> Result<Decoded, Fault> {
    let mut decoder = decoder(photo.format, header::open(&photo.path)?)?;
    if decoder.total_bytes() > MOST_DECODED_BYTES {
        return Err(Fault::TooMuchMemory);
    }
    let profile = match photo.colour {
        ColourModel::Grey | ColourModel::Rgb => decoder.icc_profile().unwrap_or_default(),
        // Decoding makes RGB of it, which its profile does not describe.
        ColourModel::Cmyk => None,
    };
    let image = DynamicImage::from_decoder(decoder).map_err(fault)?;
    Ok(Decoded { image, profile })
}

/// A decoder that has read its header and will keep the limits.
pub(super) fn decoder(format: Format, reader: BufReader<File>) -> Result<impl ImageDecoder, Fault> {
    let format = match format {
        Format::Jpeg => ImageFormat::Jpeg,
        Format::Png => ImageFormat::Png,
        Format::Gif => ImageFormat::Gif,
        Format::WebP => ImageFormat::WebP,
        Format::Tiff => ImageFormat::Tiff,
        Format::Bmp => ImageFormat::Bmp,
        Format::Svg => return Err(Fault::UnknownType),
    };
    let mut limits = Limits::no_limits();
    limits.max_alloc = Some(MOST_DECODED_BYTES);
    let mut reader = ImageReader::with_format(reader, format);
    reader.limits(limits);
    reader.into_decoder().map_err(fault)
}

/// Turns a picture so that it stands upright.
pub(super) fn turn_upright(image: &mut DynamicImage, orientation: Orientation) {
    use metadata::Orientation as Turn;
    image.apply_orientation(match orientation {
        Orientation::Upright => Turn::NoTransforms,
        Orientation::MirroredAcross => Turn::FlipHorizontal,
        Orientation::UpsideDown => Turn::Rotate180,
        Orientation::MirroredDown => Turn::FlipVertical,
        Orientation::Transposed => Turn::Rotate90FlipH,
        Orientation::TurnedLeft => Turn::Rotate90,
        Orientation::Transversed => Turn::Rotate270FlipH,
        Orientation::TurnedRight => Turn::Rotate270,
    });
}

fn in_eight_bits(image: DynamicImage) -> DynamicImage {
    match image.color() {
        ColorType::L8 | ColorType::La8 | ColorType::Rgb8 | ColorType::Rgba8 => image,
        ColorType::L16 => image.into_luma8().into(),
        ColorType::La16 => image.into_luma_alpha8().into(),
        colour if colour.has_alpha() => image.into_rgba8().into(),
        _ => image.into_rgb8().into(),
    }
}

/// Says in our words what the decoder found.
pub(super) fn fault(error: ImageError) -> Fault {
    match error {
        ImageError::IoError(error) => error.into(),
        ImageError::Limits(_) => Fault::TooMuchMemory,
        error => Fault::Broken(error.to_string()),
    }
}
