//! Reducing: sharp, and in linear light, so that fine patterns keep their brightness. Enlarging, where a cover asks for
//! more pixels than its photo has.

use std::sync::LazyLock;

use fast_image_resize::images::{Image, ImageRef};
use fast_image_resize::pixels::{U8x3, U16, U16x2, U16x3, U16x4};
use fast_image_resize::{
    FilterType, IntoImageView, PixelComponentMapper, PixelTrait, PixelType, ResizeAlg, ResizeError,
    ResizeOptions, Resizer, create_srgb_mapper,
};
use image::{ColorType, DynamicImage};

use super::fault::Fault;

/// Rows of a picture that stand in memory in 16 bits together: little memory, and enough work at a time.
const ROWS: f64 = 256.0;
/// Fewer rows of the result at a time would have more rows beside them than of their own; so a result of a few rows has
/// many, or all, of its source in memory.
const FEWEST: u32 = 6;

/// For reducing.
const SHARP: FilterType = FilterType::Lanczos3;
/// How many pixels of the result it reaches to each side.
const SHARP_REACH: f64 = 3.0;
/// For enlarging.
const SMOOTH: FilterType = FilterType::CatmullRom;

/// From sRGB's curve to light and back.
static MAPPER: LazyLock<PixelComponentMapper> = LazyLock::new(create_srgb_mapper);

/// The size with at most `most` pixels and the same shape; the size itself where it has no more.
pub(super) fn within(size: (u32, u32), most: u64) -> (u32, u32) {
    let (width, height) = (u64::from(size.0), u64::from(size.1));
    if width * height <= most {
        return size;
    }
    // The largest whole width whose height, rounded, does not pass the limit.
    let mut reduced = (most * width / height.max(1)).isqrt();
    let of = |width_now: u64| (width_now * height + width / 2) / width;
    while reduced > 1 && reduced * of(reduced).max(1) > most {
        reduced -= 1;
    }
    let side = |length: u64| u32::try_from(length.max(1)).unwrap_or(u32::MAX);
    (side(reduced), side(of(reduced)))
}

/// Reduces an sRGB picture of 8 bits a channel. Its rows become a band of the result at a time, so the
/// whole does not stand in memory in 16 bits. Colours are weighed by their opacity.
pub(super) fn reduce(picture: DynamicImage, to: (u32, u32)) -> Result<DynamicImage, Fault> {
    let band = ROWS / scale(picture.height(), to.1) - 2.0 * SHARP_REACH;
    reduce_by_bands(picture, to, (band as u32).max(FEWEST))
}

/// How many rows become one.
fn scale(height: u32, to: u32) -> f64 {
    f64::from(height) / f64::from(to)
}

fn reduce_by_bands(
    picture: DynamicImage,
    to: (u32, u32),
    band: u32,
) -> Result<DynamicImage, Fault> {
    let (coded, linear) = match picture.color() {
        ColorType::L8 => (PixelType::U8, PixelType::U16),
        ColorType::La8 => (PixelType::U8x2, PixelType::U16x2),
        ColorType::Rgba8 => (PixelType::U8x4, PixelType::U16x4),
        _ => (PixelType::U8x3, PixelType::U16x3),
    };
    let (width, height, colours) = (picture.width(), picture.height(), picture.color());
    let bytes = picture.as_bytes();
    let row = width as usize * coded.size();
    let mut resizer = Resizer::new();
    let scale = scale(height, to.1);
    let band = band.min(to.1);
    // Rows beyond a band that count for its first and last row, and one for rounding.
    let reach = (SHARP_REACH * scale.max(1.0)).ceil() as u32 + 1;
    let most = ((f64::from(band) * scale).ceil() as u32).saturating_add(2 * reach + 2);
    // Used again for every band: fresh memory costs as much as the sums. First lower, then narrower: sums over rows are
    // the quicker ones.
    let mut whole = Image::new(width, most.min(height), linear);
    let mut lower = Image::new(width, band, linear);
    let mut reduced = Image::new(to.0, band, linear);
    let mut result = vec![0; to.0 as usize * to.1 as usize * coded.size()];
    let rooms = result.chunks_mut(to.0 as usize * coded.size() * band as usize);
    for (first, room) in (0..to.1).step_by(band as usize).zip(rooms) {
        let rows = band.min(to.1 - first);
        let top = f64::from(first) * scale;
        let bottom = (f64::from(first + rows) * scale).min(f64::from(height));
        let from = (top.floor() as u32).saturating_sub(reach);
        let until = (bottom.ceil() as u32).saturating_add(reach).min(height);
        let seen = bytes.get(row * from as usize..row * until as usize);
        let seen = ImageRef::new(width, until - from, seen.unwrap_or_default(), coded);
        let mut whole = rows_of(&mut whole, until - from)?;
        MAPPER
            .forward_map(&seen.map_err(broken)?, &mut whole)
            .map_err(broken)?;
        let mut lower = rows_of(&mut lower, rows)?;
        let crop = (top - f64::from(from), bottom - top);
        resample(&mut resizer, &whole, &mut lower, Some(crop)).map_err(broken)?;
        let mut reduced = rows_of(&mut reduced, rows)?;
        resample(&mut resizer, &lower, &mut reduced, None).map_err(broken)?;
        let mut room = Image::from_slice_u8(to.0, rows, room, coded).map_err(broken)?;
        MAPPER.backward_map(&reduced, &mut room).map_err(broken)?;
    }
    rebuilt(colours, to, result)
        .ok_or_else(|| Fault::Broken("the reduced picture has another size".into()))
}

/// The first rows of a picture, to be written over.
fn rows_of<'i>(image: &'i mut Image<'_>, rows: u32) -> Result<Image<'i>, Fault> {
    let (width, pixel) = (image.width(), image.pixel_type());
    let bytes = width as usize * rows as usize * pixel.size();
    let bytes = image.buffer_mut().get_mut(..bytes).unwrap_or_default();
    Image::from_slice_u8(width, rows, bytes, pixel).map_err(broken)
}

/// Enlarges an sRGB picture of 8 bits a channel. There is no pattern to lose, so it is done on the coded samples, in a
/// fifth of the time; with alpha, which has to be weighed, as it is reduced. Grey becomes RGB: code for a kind of
/// samples more is half a megabyte.
pub(super) fn enlarge(picture: DynamicImage, to: (u32, u32)) -> Result<DynamicImage, Fault> {
    if picture.color().has_alpha() {
        return reduce(picture, to);
    }
    let (width, height) = (picture.width(), picture.height());
    let samples = picture.into_rgb8().into_raw();
    let from = ImageRef::new(width, height, &samples, PixelType::U8x3).map_err(broken)?;
    let mut enlarged = Image::new(to.0, to.1, PixelType::U8x3);
    resample_as::<U8x3>(&mut Resizer::new(), &from, &mut enlarged, &by(SMOOTH)).map_err(broken)?;
    rebuilt(ColorType::Rgb8, to, enlarged.into_vec())
        .ok_or_else(|| Fault::Broken("the enlarged picture has another size".into()))
}

/// Resizes linear samples. The four kinds are named one by one: `Resizer::resize` would link the code
/// for every kind of pixel, three megabytes of it. `rows` are those that the result shows, as the first and
/// how many, where they are not all; the rows beside them count for its edges.
fn resample(
    resizer: &mut Resizer,
    from: &Image<'_>,
    to: &mut Image<'_>,
    rows: Option<(f64, f64)>,
) -> Result<(), ResizeError> {
    let mut options = by(SHARP);
    if let Some((top, height)) = rows {
        options = options.crop(0.0, top, f64::from(from.width()), height);
    }
    match from.pixel_type() {
        PixelType::U16 => resample_as::<U16>(resizer, from, to, &options),
        PixelType::U16x2 => resample_as::<U16x2>(resizer, from, to, &options),
        PixelType::U16x4 => resample_as::<U16x4>(resizer, from, to, &options),
        _ => resample_as::<U16x3>(resizer, from, to, &options),
    }
}

fn by(filter: FilterType) -> ResizeOptions {
    ResizeOptions::new().resize_alg(ResizeAlg::Convolution(filter))
}

fn resample_as<P: PixelTrait>(
    resizer: &mut Resizer,
    from: &impl IntoImageView,
    to: &mut Image<'_>,
    options: &ResizeOptions,
) -> Result<(), ResizeError> {
    match (from.image_view::<P>(), to.typed_image_mut::<P>()) {
        (Some(from), Some(mut to)) => resizer.resize_typed(&from, &mut to, options),
        _ => Err(ResizeError::PixelTypesAreDifferent),
    }
}

fn rebuilt(colour: ColorType, (width, height): (u32, u32), bytes: Vec<u8>) -> Option<DynamicImage> {
    use image::ImageBuffer;
    Some(match colour {
        ColorType::L8 => {
            ImageBuffer::from_raw(width, height, bytes).map(DynamicImage::ImageLuma8)?
        }
        ColorType::La8 => {
            ImageBuffer::from_raw(width, height, bytes).map(DynamicImage::ImageLumaA8)?
        }
        ColorType::Rgba8 => {
            ImageBuffer::from_raw(width, height, bytes).map(DynamicImage::ImageRgba8)?
        }
        _ => ImageBuffer::from_raw(width, height, bytes).map(DynamicImage::ImageRgb8)?,
    })
}

fn broken(error: impl std::fmt::Display) -> Fault {
    Fault::Broken(error.to_string())
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use image::{GrayImage, Luma, Rgb, RgbImage, Rgba, RgbaImage};

    use super::*;

    #[test]
    fn the_limit_is_used_up_and_never_passed() {
        assert_eq!(within((2_000, 2_000), 4_000_000), (2_000, 2_000));
        assert_eq!(within((6_000, 4_000), 4_000_000), (2_449, 1_633));
        assert_eq!(within((4_000, 6_000), 4_000_000), (1_632, 2_448));
        for size in [(9_504, 6_336), (60_000, 100), (7, 70_000), (65_535, 3_051)] {
            let (width, height) = within(size, 100_000);
            let pixels = u64::from(width) * u64::from(height);
            assert!(pixels <= 100_000, "{size:?}");
            let shape = f64::from(size.0) / f64::from(size.1);
            let kept = f64::from(width) / f64::from(height);
            assert!(
                (kept / shape).ln().abs() < 0.5,
                "{size:?} {width} × {height}"
            );
        }
        assert_eq!(within((1_000_000, 1), 10), (10, 1));
    }

    #[test]
    fn a_fine_pattern_keeps_its_light() {
        // Half the light of white is 188 of 255 in sRGB (IEC 61966-2-1); 128 would be too dark.
        let stripes = GrayImage::from_fn(600, 700, |x, _| Luma([if x % 2 == 0 { 0 } else { 255 }]));
        let reduced = reduce(stripes.into(), (100, 117)).unwrap().into_luma8();
        let middle = reduced.get_pixel(50, 60).0[0];
        assert!(middle.abs_diff(188) <= 2, "{middle}");
    }

    #[test]
    fn an_enlarged_slope_stays_even() {
        let slope = RgbImage::from_fn(60, 8, |x, _| Rgb([u8::try_from(x * 4).unwrap(), 7, 255]));
        let enlarged = enlarge(slope.into(), (600, 20)).unwrap().into_rgb8();
        for x in 20..580 {
            let [red, green, blue] = enlarged.get_pixel(x, 10).0;
            // The middle of a pixel is half a pixel from its edge.
            let meant = (x as f32 + 0.5) / 10.0 - 0.5;
            assert!((f32::from(red) - meant * 4.0).abs() <= 1.0, "{x}: {red}");
            assert_eq!((green, blue), (7, 255));
        }
    }

    #[test]
    fn bands_leave_no_trace() {
        let slope = GrayImage::from_fn(64, 1_024, |_, y| Luma([u8::try_from(y / 4).unwrap()]));
        let reduced = reduce(slope.into(), (32, 512)).unwrap().into_luma8();
        let column: Vec<u8> = (0..512).map(|y| reduced.get_pixel(16, y).0[0]).collect();
        assert!(column.windows(2).all(|pair| pair[0] <= pair[1]));
    }

    #[test]
    fn a_band_of_many_rows_is_seen_whole() {
        let slope = GrayImage::from_fn(16, 4_096, |_, y| Luma([u8::try_from(y / 16).unwrap()]));
        let reduced = reduce(slope.into(), (8, 16)).unwrap().into_luma8();
        // Away from the edges, and from black, where light is far from its code.
        for y in 4..14 {
            let (middle, seen) = (y * 16 + 8, reduced.get_pixel(4, y).0[0]);
            assert!(u32::from(seen).abs_diff(middle) <= 2, "{y}: {seen}");
        }
    }

    #[test]
    fn bands_make_what_the_whole_would() {
        let at = |x: u32, y: u32| ((x * 7919 + y * y * 104_729) >> 5) as u8;
        let noise = RgbImage::from_fn(211, 397, |x, y| Rgb([at(x, y), at(y, x), at(x + y, x)]));
        for to in [(200, 390), (97, 101), (31, 397), (3, 5), (1, 1)] {
            let whole = reduce_by_bands(noise.clone().into(), to, to.1).unwrap();
            for band in [1, 7, 16] {
                let parted = reduce_by_bands(noise.clone().into(), to, band).unwrap();
                let pairs = whole.as_bytes().iter().zip(parted.as_bytes());
                let apart = pairs.map(|(a, b)| a.abs_diff(*b)).max();
                assert!(apart <= Some(1), "{to:?} in bands of {band}: {apart:?}");
            }
        }
    }

    #[test]
    fn colours_are_weighed_by_their_opacity() {
        let hidden = RgbaImage::from_fn(8, 8, |x, _| {
            if x % 2 == 0 {
                Rgba([255, 0, 0, 255])
            } else {
                Rgba([0, 255, 0, 0])
            }
        });
        let reduced = reduce(hidden.into(), (4, 4)).unwrap().into_rgba8();
        let [red, green, _, alpha] = reduced.get_pixel(1, 1).0;
        assert!(
            red > 250 && green < 5 && alpha.abs_diff(128) < 20,
            "{red} {green} {alpha}"
        );
    }
}
