//! A photo's header: its type by content, its size, its orientation and colours. The picture itself
//! is not decoded here.

use std::fs::File;
use std::io::{BufRead, BufReader, Read, Seek};
use std::path::Path;

use image::{ExtendedColorType, ImageDecoder, ImageFormat};

use super::fault::{Fault, MOST_BYTES, MOST_PIXELS};
use super::{ColourModel, Format, Orientation, Photo, decode, jpeg, svg};

/// Reads the header of the file at `path`, and walks a JPEG to its end. A file over a limit is
/// refused before anything that it claims is allocated.
pub(super) fn read(path: &Path) -> Result<Photo, Fault> {
    let mut reader = open(path)?;
    let format = format_of_content(&mut reader)?;
    let photo = match format {
        Format::Jpeg => read_jpeg(path, &mut reader)?,
        Format::Svg => svg::read(path)?,
        _ => read_other(path, format, reader)?,
    };
    let (width, height) = (photo.stored_width, photo.stored_height);
    if width == 0 || height == 0 {
        return Err(Fault::Broken(
            "the picture has no width or no height".into(),
        ));
    }
    if u64::from(width) * u64::from(height) > MOST_PIXELS {
        return Err(Fault::TooManyPixels { width, height });
    }
    Ok(photo)
}

/// Opens a plain file. What it is is asked before: to open a pipe would wait for its other end.
pub(super) fn open(path: &Path) -> Result<BufReader<File>, Fault> {
    if !path.metadata()?.is_file() {
        return Err(Fault::NotAFile);
    }
    let file = File::open(path)?;
    let bytes = file.metadata()?.len();
    if bytes > MOST_BYTES {
        return Err(Fault::TooManyBytes(bytes));
    }
    Ok(BufReader::with_capacity(64 * 1024, file))
}

/// The type by the first bytes; the reader stands at the beginning again.
fn format_of_content(reader: &mut (impl BufRead + Seek)) -> Result<Format, Fault> {
    let mut start = Vec::new();
    reader.by_ref().take(64).read_to_end(&mut start)?;
    reader.rewind()?;
    if svg::may_be(&start) {
        return Ok(Format::Svg);
    }
    match image::guess_format(&start) {
        Ok(ImageFormat::Jpeg) => Ok(Format::Jpeg),
        Ok(ImageFormat::Png) => Ok(Format::Png),
        Ok(ImageFormat::Gif) => Ok(Format::Gif),
        Ok(ImageFormat::WebP) => Ok(Format::WebP),
        Ok(ImageFormat::Tiff) => Ok(Format::Tiff),
        Ok(ImageFormat::Bmp) => Ok(Format::Bmp),
        _ => Err(Fault::UnknownType),
    }
}

fn read_jpeg(path: &Path, reader: &mut (impl BufRead + Seek)) -> Result<Photo, Fault> {
    let frame = jpeg::walk(reader)?;
    let orientation = frame
        .exif
        .as_deref()
        .and_then(image::metadata::Orientation::from_exif_chunk)
        .unwrap_or(image::metadata::Orientation::NoTransforms);
    Ok(Photo {
        path: path.to_owned(),
        format: Format::Jpeg,
        stored_width: frame.width,
        stored_height: frame.height,
        orientation: our_orientation(orientation),
        colour: match frame.components {
            1 => ColourModel::Grey,
            4 => ColourModel::Cmyk,
            _ => ColourModel::Rgb,
        },
        crop: None,
        credit: None,
    })
}

fn read_other(path: &Path, format: Format, reader: BufReader<File>) -> Result<Photo, Fault> {
    let mut decoder = decode::decoder(format, reader)?;
    let (stored_width, stored_height) = decoder.dimensions();
    // An orientation that cannot be read is none: the picture may still be good.
    let orientation = decoder
        .orientation()
        .unwrap_or(image::metadata::Orientation::NoTransforms);
    let colour = match decoder.original_color_type() {
        ExtendedColorType::Cmyk8 | ExtendedColorType::Cmyk16 => ColourModel::Cmyk,
        _ if decoder.color_type().has_color() => ColourModel::Rgb,
        _ => ColourModel::Grey,
    };
    Ok(Photo {
        path: path.to_owned(),
        format,
        stored_width,
        stored_height,
        orientation: our_orientation(orientation),
        colour,
        crop: None,
        credit: None,
    })
}

fn our_orientation(orientation: image::metadata::Orientation) -> Orientation {
    use image::metadata::Orientation as Turn;
    match orientation {
        Turn::NoTransforms => Orientation::Upright,
        Turn::FlipHorizontal => Orientation::MirroredAcross,
        Turn::Rotate180 => Orientation::UpsideDown,
        Turn::FlipVertical => Orientation::MirroredDown,
        Turn::Rotate90FlipH => Orientation::Transposed,
        Turn::Rotate90 => Orientation::TurnedLeft,
        Turn::Rotate270FlipH => Orientation::Transversed,
        Turn::Rotate270 => Orientation::TurnedRight,
    }
}
