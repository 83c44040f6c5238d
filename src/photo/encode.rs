//! Files of pictures that were made anew. The only room that knows `jpeg_encoder`: `image`'s encoder of JPEGs takes
//! twice as long, and wants the whole picture in memory.

use std::cell::RefCell;
use std::io::{Cursor, Write};

use image::DynamicImage;
use image::codecs::png::{CompressionType, FilterType, PngEncoder};
use jpeg_encoder::{
    ChromaSubsamplingMethod, ColorType, Encoder, EncodingError, ImageBuffer, JpegColorType,
    SamplingFactor, rgb_to_ycbcr,
};

use super::decode;
use super::fault::Fault;

/// Rows that are painted and coded together.
const BAND: u32 = 64;

/// A picture without alpha as JPEG, as fine in its colours as in its light. `quality` is from 1 to 100.
pub(super) fn jpeg(image: &DynamicImage, quality: u8) -> Result<Vec<u8>, Fault> {
    let (width, height) = sides((image.width(), image.height()))?;
    let mut bytes = Vec::new();
    let mut encoder = Encoder::new(&mut bytes, quality);
    encoder.set_sampling_factor(SamplingFactor::F_1_1);
    let written = match image {
        DynamicImage::ImageLuma8(grey) => encoder.encode(grey, width, height, ColorType::Luma),
        DynamicImage::ImageRgb8(rgb) => encoder.encode(rgb, width, height, ColorType::Rgb),
        other => encoder.encode(&other.to_rgb8(), width, height, ColorType::Rgb),
    };
    written.map_err(broken)?;
    Ok(bytes)
}

/// A picture that is painted while it is coded, with colours half as fine as light (4:2:0), as cameras
/// keep them. `paint` fills the row that it is told, three bytes of sRGB a pixel.
pub(super) fn painted_jpeg(
    size: (u32, u32),
    quality: u8,
    paint: impl FnMut(u32, &mut [u8]),
) -> Result<Vec<u8>, Fault> {
    let (width, height) = sides(size)?;
    let mut bytes = Vec::new();
    let mut encoder = Encoder::new(&mut bytes, quality);
    encoder.set_sampling_factor(SamplingFactor::F_2_2);
    encoder.set_chroma_subsampling_method(ChromaSubsamplingMethod::Average);
    let row = vec![0; usize::from(width) * 3];
    let canvas = Canvas {
        width,
        height,
        brush: RefCell::new((paint, row)),
    };
    encoder.encode_image(canvas).map_err(broken)?;
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
/// cover's, and twice. `paint` fills the rows from the one that it is told.
pub(super) fn painted_png(
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

/// Pixels whose colours are parted side by side.
const SIDE_BY_SIDE: usize = 16;

/// Rows as they are asked for.
struct Canvas<P> {
    width: u16,
    height: u16,
    /// What paints, and the row that it painted last. The encoder lends a picture without the right to
    /// change it.
    brush: RefCell<(P, Vec<u8>)>,
}

impl<P: FnMut(u32, &mut [u8])> ImageBuffer for Canvas<P> {
    fn get_jpeg_color_type(&self) -> JpegColorType {
        JpegColorType::Ycbcr
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

/// The sides of a picture that JPEG can say (ITU-T T.81, B.2.2: 16 bits each).
fn sides((width, height): (u32, u32)) -> Result<(u16, u16), Fault> {
    match (u16::try_from(width), u16::try_from(height)) {
        (Ok(width), Ok(height)) => Ok((width, height)),
        _ => Err(Fault::Broken("it is too large for a JPEG".into())),
    }
}

fn broken(error: EncodingError) -> Fault {
    Fault::Broken(error.to_string())
}
