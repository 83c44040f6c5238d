//! A photo's header: its type by content, its size, its orientation and colours. The picture itself
//! is not decoded here.

use std::fs::File;
use std::io::{BufRead, BufReader, Read, Seek};
use std::path::Path;

use image::{ExtendedColorType, ImageDecoder, ImageFormat};

use super::fault::Fault;
use super::{ColourModel, Format, Notice, Orientation, Photo, decode, jpeg, svg};
use crate::limits::Limits;

/// Reads the header of the file at `path`, and walks a JPEG to its end. A file over a limit is
/// refused before anything that it claims is allocated.
pub(super) fn read(path: &Path, limits: &Limits) -> Result<Photo, Fault> {
    let mut reader = open(path, limits)?;
    let format = format_of_content(&mut reader)?;
    let photo = match format {
        Format::Jpeg => read_jpeg(path, &mut reader, limits)?,
        Format::Svg => svg::read(path, limits)?,
        Format::Tiff if is_raw(&mut reader)? => return Err(Fault::ForeignType(RAW)),
        _ => read_other(path, format, reader, limits)?,
    };
    let (width, height) = (photo.stored_width, photo.stored_height);
    if width == 0 || height == 0 {
        return Err(Fault::Broken(
            "the picture has no width or no height".into(),
        ));
    }
    let most = limits.pixels;
    if u64::from(width) * u64::from(height) > most {
        return Err(Fault::TooManyPixels {
            width,
            height,
            most,
        });
    }
    Ok(photo)
}

/// Opens a plain file. What it is is asked before: to open a pipe would wait for its other end.
pub(super) fn open(path: &Path, limits: &Limits) -> Result<BufReader<File>, Fault> {
    if !path.metadata()?.is_file() {
        return Err(Fault::NotAFile);
    }
    let file = File::open(path)?;
    let bytes = file.metadata()?.len();
    let most = limits.photo;
    if bytes > most {
        return Err(Fault::TooManyBytes { bytes, most });
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
    if let Some(name) = foreign(&start) {
        return Err(Fault::ForeignType(name));
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

const RAW: &str = "a camera's raw file";

/// Types that photos come in and that cutline does not read, by their first bytes.
fn foreign(start: &[u8]) -> Option<&'static str> {
    const JPEG_XL_BOX: &[u8] = b"\0\0\0\x0CJXL \r\n\x87\n";
    const JPEG_2000_BOX: &[u8] = b"\0\0\0\x0CjP  \r\n\x87\n";
    // ISO 14496-12, 4.3: the brand of what is in the box.
    if start.get(4..8) == Some(b"ftyp") {
        return match start.get(8..12)? {
            b"avif" | b"avis" => Some("an AVIF picture"),
            b"heic" | b"heix" | b"heim" | b"heis" | b"hevc" | b"hevx" | b"mif1" | b"msf1" => {
                Some("a HEIC picture")
            }
            b"crx " => Some(RAW),
            _ => Some("a film"),
        };
    }
    let raw: [&[u8]; 5] = [b"FUJIFILMCCD-RAW", b"IIRO", b"IIRS", b"MMOR", b"IIU\0"];
    if raw.iter().any(|name| start.starts_with(name))
        || start.get(8..10) == Some(b"CR") && start.starts_with(b"II*\0")
    {
        return Some(RAW);
    }
    let others: [(&[u8], &str); 6] = [
        (b"\xFF\x0A", "a JPEG XL picture"),
        (JPEG_XL_BOX, "a JPEG XL picture"),
        (JPEG_2000_BOX, "a JPEG 2000 picture"),
        (b"\xFF\x4F\xFF\x51", "a JPEG 2000 picture"),
        (b"8BPS", "a Photoshop document"),
        (b"%PDF-", "a PDF document"),
    ];
    let found = others.iter().find(|(name, _)| start.starts_with(name));
    found.map(|(_, name)| *name)
}

/// Most raw files are TIFF to their first bytes, and have a small picture for a preview in its first
/// place (DNG 1.7, "DNGVersion"; TIFF/EP, "NewSubfileType").
fn is_raw(reader: &mut BufReader<File>) -> Result<bool, Fault> {
    use tiff::tags::Tag;
    const DNG_VERSION: Tag = Tag::Unknown(50706);
    let Ok(mut decoder) = tiff::decoder::Decoder::new(&mut *reader) else {
        // What is wrong with it, the reading of its header will say.
        reader.rewind()?;
        return Ok(false);
    };
    let dng = decoder.find_tag(DNG_VERSION).is_ok_and(|tag| tag.is_some());
    let kind = decoder.find_tag_unsigned::<u32>(Tag::NewSubfileType);
    let preview = kind.is_ok_and(|kind| kind.is_some_and(|kind| kind & 1 == 1));
    reader.rewind()?;
    Ok(dng || preview)
}

/// What the name of a file says that it is, where its content is something else.
pub(super) fn misnamed(photo: &Photo) -> Option<(String, &'static str)> {
    let extension = photo.path.extension()?.to_str()?.to_ascii_lowercase();
    let (known, name): (&[&str], _) = match photo.format {
        Format::Jpeg => (&["jpg", "jpeg", "jpe", "jfif", "mpo"], "JPEG"),
        Format::Png => (&["png", "apng"], "PNG"),
        Format::Gif => (&["gif"], "GIF"),
        Format::WebP => (&["webp"], "WebP"),
        Format::Tiff => (&["tif", "tiff"], "TIFF"),
        Format::Bmp => (&["bmp", "dib"], "BMP"),
        Format::Svg => (&["svg"], "SVG"),
    };
    (!known.contains(&extension.as_str())).then_some((extension, name))
}

fn read_jpeg(
    path: &Path,
    reader: &mut (impl BufRead + Seek),
    limits: &Limits,
) -> Result<Photo, Fault> {
    let frame = jpeg::walk(reader)?;
    let orientation = frame
        .exif
        .as_deref()
        .and_then(image::metadata::Orientation::from_exif_chunk)
        .unwrap_or(image::metadata::Orientation::NoTransforms);
    Ok(Photo {
        path: path.to_owned(),
        limits: *limits,
        format: Format::Jpeg,
        stored_width: frame.width,
        stored_height: frame.height,
        orientation: our_orientation(orientation),
        colour: match frame.components {
            1 => ColourModel::Grey,
            4 => ColourModel::Cmyk,
            _ => ColourModel::Rgb,
        },
        coarse_colours: frame.coarse_colours,
        crop: None,
        notice: Notice::default(),
    })
}

fn read_other(
    path: &Path,
    format: Format,
    reader: BufReader<File>,
    limits: &Limits,
) -> Result<Photo, Fault> {
    let mut decoder = decode::decoder(format, reader, limits)?;
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
        limits: *limits,
        format,
        stored_width,
        stored_height,
        orientation: our_orientation(orientation),
        colour,
        coarse_colours: false,
        crop: None,
        notice: Notice::default(),
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
