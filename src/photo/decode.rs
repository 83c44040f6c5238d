//! Decoding: samples of 8 bits a channel from any type, under the limits.

use std::fs::File;
use std::io::{BufReader, Read};

use image::{
    ColorType, DynamicImage, ImageDecoder, ImageError, ImageFormat, ImageReader, Limits, metadata,
};
use zune_core::bytestream::ZCursor;
use zune_core::colorspace::ColorSpace;
use zune_core::options::DecoderOptions;

use super::anatomy::{self, Anatomy, Block, Source};
use super::colour::adobe_rgb;
use super::fault::Fault;
use super::memory::{self, Lent};
use super::metadata::exif::is_adobe_rgb;
use super::{ColourModel, Format, Orientation, Photo, header, jpeg};
use crate::limits::Limits as OurLimits;

/// The most bytes that a segment of a JPEG has.
const LONGEST_EXIF: u64 = 65_533;

/// A decoded photo, as stored: its orientation is not applied.
pub(super) enum Samples {
    /// Grey or RGB, with or without alpha, 8 bits a channel.
    Light(DynamicImage),
    /// Cyan, magenta, yellow and black, 255 for full ink.
    Ink {
        /// In pixels.
        width: u32,
        /// In pixels.
        height: u32,
        /// Four bytes a pixel.
        samples: Vec<u8>,
    },
}

/// Decodes a photo whole. The memory counts as taken until what is lent is given back.
pub(super) fn decode(photo: &Photo) -> Result<(Samples, Lent), Fault> {
    let lent = memory::lend(needed(photo)?);
    let samples = match (photo.format, photo.colour) {
        (Format::Jpeg, ColourModel::Cmyk) => jpeg_inks(photo)?,
        (Format::Tiff, ColourModel::Cmyk) => tiff_inks(photo)?,
        _ => {
            let decoder = decoder(
                photo.format,
                header::open(&photo.path, &photo.limits)?,
                &photo.limits,
            )?;
            let most = photo.limits.memory;
            let image = DynamicImage::from_decoder(decoder);
            let image = image.map_err(|error| refused(error, most))?;
            Samples::Light(in_eight_bits(image))
        }
    };
    Ok((samples, lent))
}

/// The memory that decoding will take, if that is allowed.
fn needed(photo: &Photo) -> Result<u64, Fault> {
    let mut reader = header::open(&photo.path, &photo.limits)?;
    let file = reader.get_ref().metadata()?.len();
    let pixels = u64::from(photo.stored_width) * u64::from(photo.stored_height);
    let samples = match (photo.format, photo.colour) {
        (Format::Jpeg, _) => {
            let frame = jpeg::walk(&mut reader)?;
            pixels * u64::from(frame.components) + frame.coefficients
        }
        (_, ColourModel::Cmyk) => pixels * 8,
        _ => decoder(photo.format, reader, &photo.limits)?.total_bytes(),
    };
    let most = photo.limits.decoded(file);
    if samples > most {
        return Err(Fault::TooMuchMemory(most));
    }
    Ok(samples)
}

/// The ICC profile that a file embeds, or that its camera names.
pub(super) fn profile(photo: &Photo, anatomy: &Anatomy) -> Result<Option<Vec<u8>>, Fault> {
    if photo.format == Format::Jpeg {
        // Its pieces are fetched from the file; a decoder would read all of it.
        let source = Source::File(&photo.path);
        let embedded = anatomy::jpeg::profile(anatomy, &source)?;
        let named = || {
            let exif = source.block(anatomy, Block::Exif, LONGEST_EXIF)?;
            is_adobe_rgb(&exif).then(adobe_rgb).flatten()
        };
        return Ok(embedded.or_else(named));
    }
    let mut decoder = decoder(
        photo.format,
        header::open(&photo.path, &photo.limits)?,
        &photo.limits,
    )?;
    Ok(decoder.icc_profile().unwrap_or_default())
}

/// A decoder that has read its header and will keep the limits.
pub(super) fn decoder(
    format: Format,
    reader: BufReader<File>,
    limits: &OurLimits,
) -> Result<impl ImageDecoder + use<>, Fault> {
    let file = reader.get_ref().metadata()?.len();
    let format = match format {
        Format::Jpeg => ImageFormat::Jpeg,
        Format::Png => ImageFormat::Png,
        Format::Gif => ImageFormat::Gif,
        Format::WebP => ImageFormat::WebP,
        Format::Tiff => ImageFormat::Tiff,
        Format::Bmp => ImageFormat::Bmp,
        Format::Svg => return Err(Fault::UnknownType),
    };
    let most = limits.decoded(file);
    let mut limits = Limits::no_limits();
    limits.max_alloc = Some(most);
    let mut reader = ImageReader::with_format(reader, format);
    reader.limits(limits);
    reader.into_decoder().map_err(|error| refused(error, most))
}

/// Inks of a JPEG, which the common decoder makes RGB of.
fn jpeg_inks(photo: &Photo) -> Result<Samples, Fault> {
    let mut reader = header::open(&photo.path, &photo.limits)?;
    let inverted = jpeg::walk(&mut reader)?.adobe;
    let mut file = Vec::new();
    header::open(&photo.path, &photo.limits)?.read_to_end(&mut file)?;
    let broken = |error: zune_jpeg::errors::DecodeErrors| Fault::Broken(error.to_string());
    let options = DecoderOptions::default().set_strict_mode(false);
    let side = u16::MAX.into();
    let options = options.set_max_width(side).set_max_height(side);
    let mut decoder = zune_jpeg::JpegDecoder::new_with_options(ZCursor::new(&file), options);
    decoder.decode_headers().map_err(broken)?;
    let coded = decoder.input_colorspace().unwrap_or(ColorSpace::CMYK);
    // No conversion: YCCK stays what it is.
    decoder.set_options(options.jpeg_set_out_colorspace(coded));
    let mut samples = decoder.decode().map_err(broken)?;
    if coded == ColorSpace::YCCK {
        samples.chunks_exact_mut(4).for_each(from_ycck);
    }
    if inverted {
        samples.iter_mut().for_each(|value| *value = 255 - *value);
    }
    inks(photo, samples)
}

/// Samples of four inks, if there are as many as the photo has pixels.
fn inks(photo: &Photo, samples: Vec<u8>) -> Result<Samples, Fault> {
    let (width, height) = (photo.stored_width, photo.stored_height);
    if samples.len() as u64 != u64::from(width) * u64::from(height) * 4 {
        return Err(Fault::CutShort);
    }
    Ok(Samples::Ink {
        width,
        height,
        samples,
    })
}

/// CMY is the complement of the RGB that YCC stands for; K is itself (Adobe TN 5116, 18). The
/// factors are those of JFIF (T.871, clause 7), times 65,536.
fn from_ycck(pixel: &mut [u8]) {
    let [y, cb, cr, _] = pixel else {
        return;
    };
    let (blue, red) = (i32::from(*cb) - 128, i32::from(*cr) - 128);
    let light = (i32::from(*y) << 16) + (1 << 15);
    let complement = |value: i32| u8::try_from(255 - (value >> 16).clamp(0, 255)).unwrap_or(0);
    *y = complement(light + 91_881 * red);
    *cb = complement(light - 22_554 * blue - 46_802 * red);
    *cr = complement(light + 116_130 * blue);
}

/// Inks of a TIFF, of 8 or 16 bits.
fn tiff_inks(photo: &Photo) -> Result<Samples, Fault> {
    use tiff::decoder::{Decoder, DecodingResult, Limits};
    use tiff::tags::Tag;
    let broken = |error: tiff::TiffError| Fault::Broken(error.to_string());
    let mut limits = Limits::default();
    // Its size was compared with the limit before.
    limits.decoding_buffer_size = usize::MAX;
    let reader = header::open(&photo.path, &photo.limits)?;
    let mut decoder = Decoder::new(reader).map_err(broken)?.with_limits(limits);
    let planes = decoder.find_tag_unsigned::<u16>(Tag::PlanarConfiguration);
    if planes.map_err(broken)?.is_some_and(|planes| planes != 1) {
        let reason = "the TIFF has each ink in a plane of its own";
        return Err(Fault::Broken(reason.into()));
    }
    let samples = match decoder.read_image().map_err(broken)? {
        DecodingResult::U8(samples) => samples,
        DecodingResult::U16(deep) => deep
            .into_iter()
            .map(|value| u8::try_from((u32::from(value) + 128) / 257).unwrap_or(u8::MAX))
            .collect(),
        _ => return Err(Fault::Broken("the TIFF has inks of no known depth".into())),
    };
    inks(photo, samples)
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

/// Says in our words what a decoder found that may take so much memory.
fn refused(error: ImageError, most: u64) -> Fault {
    match error {
        ImageError::Limits(_) => Fault::TooMuchMemory(most),
        error => fault(error),
    }
}

/// Says in our words what a decoder or encoder found.
pub(super) fn fault(error: ImageError) -> Fault {
    match error {
        ImageError::IoError(error) => error.into(),
        error => Fault::Broken(error.to_string()),
    }
}
