//! Files of pictures that were made anew. The only room that knows `jpeg_encoder`: `image`'s encoder of JPEGs takes
//! twice as long, and wants the whole picture in memory.

use std::borrow::Cow;
use std::cell::RefCell;
use std::io::{Cursor, Write};

use image::DynamicImage;
use image::codecs::png::{CompressionType, FilterType, PngEncoder};
use jpeg_encoder::{
    ChromaSubsamplingMethod, Encoder, ImageBuffer, JpegColorType, SamplingFactor, rgb_to_ycbcr,
};

use super::decode;
use super::fault::Fault;

/// A picture without alpha as JPEG, its colours as fine as its light, or half as fine if they may be `coarse`. `quality`
/// is from 1 to 100.
pub(super) fn jpeg(image: &DynamicImage, quality: u8, coarse: bool) -> Result<Vec<u8>, Fault> {
    let (samples, in_colour) = match image {
        DynamicImage::ImageLuma8(grey) => (Cow::Borrowed(grey.as_raw()), false),
        DynamicImage::ImageRgb8(rgb) => (Cow::Borrowed(rgb.as_raw()), true),
        other => (Cow::Owned(other.to_rgb8().into_raw()), true),
    };
    let size = (image.width(), image.height());
    let row_length = size.0 as usize * if in_colour { 3 } else { 1 };
    let mut copy = |y: u32, row: &mut [u8]| {
        let from = samples.get(y as usize * row_length..).unwrap_or_default();
        for (to, from) in row.iter_mut().zip(from) {
            *to = *from;
        }
    };
    let sampling = match coarse {
        true => SamplingFactor::F_2_2,
        false => SamplingFactor::F_1_1,
    };
    coded(size, quality, in_colour, sampling, &mut copy)
}

/// A picture that is painted while it is coded, with colours half as fine as light (4:2:0), as cameras
/// keep them. `paint` fills the row that it is told, three bytes of sRGB a pixel.
pub(super) fn painted_jpeg(
    size: (u32, u32),
    quality: u8,
    mut paint: impl FnMut(u32, &mut [u8]),
) -> Result<Vec<u8>, Fault> {
    coded(size, quality, true, SamplingFactor::F_2_2, &mut paint)
}

/// One kind of [`ImageBuffer`], since all of the encoder is there once for each.
fn coded(
    (width, height): (u32, u32),
    quality: u8,
    in_colour: bool,
    sampling: SamplingFactor,
    paint: &mut dyn FnMut(u32, &mut [u8]),
) -> Result<Vec<u8>, Fault> {
    // What JPEG can say (ITU-T T.81, B.2.2: 16 bits each).
    let (Ok(width), Ok(height)) = (u16::try_from(width), u16::try_from(height)) else {
        return Err(Fault::Broken("it is too large for a JPEG".into()));
    };
    let mut bytes = Vec::new();
    let mut encoder = Encoder::new(&mut bytes, quality);
    encoder.set_sampling_factor(sampling);
    encoder.set_chroma_subsampling_method(ChromaSubsamplingMethod::Average);
    let row = vec![0; usize::from(width) * if in_colour { 3 } else { 1 }];
    let canvas = Canvas {
        width,
        height,
        in_colour,
        brush: RefCell::new((paint, row)),
    };
    let coded = encoder.encode_image(canvas);
    coded.map_err(|error| Fault::Broken(error.to_string()))?;
    Ok(bytes)
}

/// A picture as PNG, as small as it takes little time to make.
pub(super) fn png(image: &DynamicImage) -> Result<Vec<u8>, Fault> {
    let mut bytes = Cursor::new(Vec::new());
    let encoder =
        PngEncoder::new_with_quality(&mut bytes, CompressionType::Default, FilterType::Adaptive);
    image.write_with_encoder(encoder).map_err(decode::fault)?;
    Ok(bytes.into_inner())
}

/// A picture that is painted while it is coded, as PNG: `image` takes a whole picture alone, twelve megabytes of a
/// cover's, and twice. `paint` fills the row that it is told, three bytes of sRGB a pixel, or the number of a colour of
/// the palette.
pub(super) fn painted_png(
    (width, height): (u32, u32),
    palette: Option<&[[u8; 3]]>,
    mut paint: impl FnMut(u32, &mut [u8]),
) -> Result<Vec<u8>, Fault> {
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, width, height);
    let samples = match palette {
        Some(colours) => {
            encoder.set_color(png::ColorType::Indexed);
            encoder.set_palette(colours.concat());
            1
        }
        None => {
            encoder.set_color(png::ColorType::Rgb);
            3
        }
    };
    encoder.set_depth(png::BitDepth::Eight);
    encoder.set_compression(png::Compression::Fast);
    // Rows of plain colour become zeros.
    encoder.set_filter(png::Filter::Up);
    let failed = |error: png::EncodingError| Fault::Broken(error.to_string());
    let mut writer = encoder.write_header().map_err(failed)?;
    let mut stream = writer.stream_writer().map_err(failed)?;
    let mut row = vec![0; width as usize * samples];
    for y in 0..height {
        paint(y, &mut row);
        stream.write_all(&row)?;
    }
    stream.finish().map_err(failed)?;
    writer.finish().map_err(failed)?;
    Ok(bytes)
}

/// Pixels whose colours are parted side by side.
const SIDE_BY_SIDE: usize = 16;

/// Rows as they are asked for, grey or RGB.
struct Canvas<'a> {
    width: u16,
    height: u16,
    in_colour: bool,
    brush: RefCell<Brush<'a>>,
}

/// What paints, and the row that it painted last. The encoder lends a picture without the right to change
/// it.
type Brush<'a> = (&'a mut dyn FnMut(u32, &mut [u8]), Vec<u8>);

impl ImageBuffer for Canvas<'_> {
    fn get_jpeg_color_type(&self) -> JpegColorType {
        match self.in_colour {
            true => JpegColorType::Ycbcr,
            false => JpegColorType::Luma,
        }
    }

    fn width(&self) -> u16 {
        self.width
    }

    fn height(&self) -> u16 {
        self.height
    }

    fn fill_buffers(&self, y: u16, buffers: &mut [Vec<u8>; 4]) {
        let (paint, row) = &mut *self.brush.borrow_mut();
        paint(y.into(), row);
        let [light, blue, red, _] = buffers;
        if !self.in_colour {
            light.extend_from_slice(row);
            return;
        }
        // By sixteens, which compilers do side by side.
        let (whole, rest) = row.as_chunks::<{ 3 * SIDE_BY_SIDE }>();
        for pixels in whole {
            let mut parts = [[0; SIDE_BY_SIDE]; 3];
            for (at, [r, g, b]) in pixels.as_chunks::<3>().0.iter().enumerate() {
                let (y, cb, cr) = rgb_to_ycbcr(*r, *g, *b);
                (parts[0][at], parts[1][at], parts[2][at]) = (y, cb, cr);
            }
            light.extend_from_slice(&parts[0]);
            blue.extend_from_slice(&parts[1]);
            red.extend_from_slice(&parts[2]);
        }
        for [r, g, b] in rest.as_chunks::<3>().0 {
            let (y, cb, cr) = rgb_to_ycbcr(*r, *g, *b);
            light.push(y);
            blue.push(cb);
            red.push(cr);
        }
    }
}
