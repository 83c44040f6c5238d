//! Colours: what comes out in sRGB, beside what another colour engine makes of the same samples.

use image::codecs::jpeg::JpegEncoder;
use image::codecs::png::PngEncoder;
use image::{DynamicImage, ImageEncoder, ImageFormat, Rgb, RgbImage};
use moxcms::ColorProfile;
use tiff::encoder::{TiffEncoder, colortype};

use super::super::ColourModel;
use super::super::derivative::{Darkroom, PrintCoding};
use super::{encoded, flat, four_quarters, read_header, write};

/// Profile, samples, and the sRGB that Little CMS makes of them.
const REFERENCE: &str = include_str!("colours.tsv");

/// What the reference says of a profile.
fn reference(profile: &str) -> Vec<(Vec<u8>, [f64; 3])> {
    let rows = REFERENCE.lines().filter_map(|line| {
        let mut cells = line.split('\t');
        (cells.next()? == profile).then_some(())?;
        let samples = cells.next()?.split(' ').map(|value| value.parse().unwrap());
        let colour: Vec<f64> = cells
            .next()?
            .split(' ')
            .map(|value| value.parse().unwrap())
            .collect();
        Some((samples.collect(), colour.try_into().unwrap()))
    });
    rows.collect()
}

/// The colours that the e-book's file of a photo shows, one every eight pixels.
fn on_screen(name: &str, bytes: &[u8]) -> Vec<[u8; 3]> {
    let folder = tempfile::tempdir().unwrap();
    let photo = read_header(&write(folder.path(), name, bytes)).unwrap();
    let screen = Darkroom::default().for_screen(&photo).unwrap();
    let mut file = Vec::new();
    screen.bytes.copy_to(&mut file).unwrap();
    let picture = image::load_from_memory(&file).unwrap().to_rgb8();
    (0..picture.width() / 8)
        .map(|block| picture.get_pixel(block * 8 + 4, 4).0)
        .collect()
}

fn compare(what: &str, expected: &[(Vec<u8>, [f64; 3])], shown: &[[u8; 3]]) {
    assert_eq!(expected.len(), shown.len());
    assert!(expected.len() >= 24, "{what}");
    for ((samples, colour), shown) in expected.iter().zip(shown) {
        let difference = ciede2000(lab(*colour), lab(shown.map(f64::from)));
        assert!(
            difference < 3.0,
            "{what} {samples:?}: {colour:?}, not {shown:?}: {difference}"
        );
    }
}

fn blocks(colours: &[(Vec<u8>, [f64; 3])]) -> DynamicImage {
    let width = u32::try_from(colours.len() * 8).unwrap();
    let colour = |x: u32, _| Rgb(colours[x as usize / 8].0.clone().try_into().unwrap());
    RgbImage::from_fn(width, 8, colour).into()
}

#[test]
fn wide_colours_come_out_as_another_engine_has_them() {
    for (name, profile) in [
        ("p3", ColorProfile::new_display_p3()),
        ("adobe", ColorProfile::new_adobe_rgb()),
        ("prophoto", ColorProfile::new_pro_photo_rgb()),
    ] {
        let expected = reference(name);
        let icc = profile.encode().unwrap();
        let picture = blocks(&expected);
        let mut png = Vec::new();
        let mut encoder = PngEncoder::new(&mut png);
        encoder.set_icc_profile(icc.clone()).unwrap();
        picture.write_with_encoder(encoder).unwrap();
        compare(name, &expected, &on_screen("a.png", &png));
        let mut jpeg = Vec::new();
        let mut encoder = JpegEncoder::new_with_quality(&mut jpeg, 100);
        encoder.set_icc_profile(icc).unwrap();
        picture.write_with_encoder(encoder).unwrap();
        compare(name, &expected, &on_screen("a.jpg", &jpeg));
    }
}

#[test]
fn inks_come_out_as_another_engine_has_them() {
    let expected = reference("coated");
    let inks: Vec<[u8; 4]> = expected
        .iter()
        .map(|(inks, _)| inks.clone().try_into().unwrap())
        .collect();
    for (adobe, ycck) in [(false, false), (true, false), (true, true)] {
        let jpeg = flat::Jpeg { adobe, ycck };
        compare(
            &format!("{jpeg:?}"),
            &expected,
            &on_screen("a.jpg", &jpeg.inks(&inks)),
        );
    }
    let width = u32::try_from(inks.len() * 8).unwrap();
    let row: Vec<u8> = inks.iter().flat_map(|inks| inks.repeat(8)).collect();
    let mut tiff = std::io::Cursor::new(Vec::new());
    let mut encoder = TiffEncoder::new(&mut tiff).unwrap();
    encoder
        .write_image::<colortype::CMYK8>(width, 8, &row.repeat(8))
        .unwrap();
    compare("TIFF", &expected, &on_screen("a.tif", tiff.get_ref()));
    let deep: Vec<u16> = row
        .repeat(8)
        .iter()
        .map(|value| u16::from(*value) * 257)
        .collect();
    let mut tiff = std::io::Cursor::new(Vec::new());
    let mut encoder = TiffEncoder::new(&mut tiff).unwrap();
    encoder
        .write_image::<colortype::CMYK16>(width, 8, &deep)
        .unwrap();
    compare(
        "TIFF of 16 bits",
        &expected,
        &on_screen("a.tif", tiff.get_ref()),
    );
}

#[test]
fn print_keeps_a_profile_and_srgb_needs_none() {
    let folder = tempfile::tempdir().unwrap();
    let for_print = |profile: &ColorProfile| {
        let mut jpeg = Vec::new();
        let mut encoder = JpegEncoder::new(&mut jpeg);
        encoder.set_icc_profile(profile.encode().unwrap()).unwrap();
        four_quarters().write_with_encoder(encoder).unwrap();
        let photo = read_header(&write(folder.path(), "a.jpg", &jpeg)).unwrap();
        let image = Darkroom::default().for_print(&photo).unwrap();
        assert_eq!(
            (image.coding, image.colour),
            (PrintCoding::Jpeg, ColourModel::Rgb)
        );
        let mut bytes = Vec::new();
        image.bytes.copy_to(&mut bytes).unwrap();
        assert!(bytes == jpeg, "the profile is part of the picture");
        let mut screen = Vec::new();
        Darkroom::default()
            .for_screen(&photo)
            .unwrap()
            .bytes
            .copy_to(&mut screen)
            .unwrap();
        (
            image.profile.map(|profile| profile.to_vec()),
            screen == jpeg,
        )
    };
    let wide = ColorProfile::new_adobe_rgb();
    assert_eq!(for_print(&wide), (Some(wide.encode().unwrap()), false));
    assert_eq!(for_print(&ColorProfile::new_srgb()), (None, true));
    // A profile of grey does not fit, and counts for nothing.
    assert_eq!(
        for_print(&ColorProfile::new_gray_with_gamma(1.8)),
        (None, true)
    );
}

#[test]
fn a_camera_may_say_adobe_rgb_without_a_profile() {
    let expected = reference("adobe");
    let jpeg = encoded_well(&blocks(&expected));
    let exif = |space: u8, index: &[u8; 4]| {
        let mut block = b"Exif\0\0MM\0\x2A\0\0\0\x08\0\x01".to_vec();
        // The first directory leads to that of EXIF, and it to that of interoperability.
        block.extend([0x87, 0x69, 0, 4, 0, 0, 0, 1, 0, 0, 0, 26, 0, 0, 0, 0]);
        block.extend([0, 2, 0xA0, 0x01, 0, 3, 0, 0, 0, 1, space, space, 0, 0]);
        block.extend([0xA0, 0x05, 0, 4, 0, 0, 0, 1, 0, 0, 0, 56, 0, 0, 0, 0]);
        block.extend([0, 1, 0, 1, 0, 2, 0, 0, 0, 4]);
        block.extend(index);
        block.extend([0; 4]);
        super::with_segment(&jpeg, 0xE1, &block)
    };
    compare(
        "Adobe RGB by EXIF",
        &expected,
        &on_screen("a.jpg", &exif(0xFF, b"R03\0")),
    );
    let folder = tempfile::tempdir().unwrap();
    let for_print = |bytes: &[u8]| {
        let photo = read_header(&write(folder.path(), "a.jpg", bytes)).unwrap();
        Darkroom::default().for_print(&photo).unwrap()
    };
    assert!(for_print(&exif(0xFF, b"R03\0")).profile.is_some());
    assert_eq!(for_print(&exif(0xFF, b"R98\0")).profile, None);
}

fn encoded_well(picture: &DynamicImage) -> Vec<u8> {
    let mut jpeg = Vec::new();
    picture
        .write_with_encoder(JpegEncoder::new_with_quality(&mut jpeg, 100))
        .unwrap();
    jpeg
}

#[test]
fn grey_with_a_curve_of_its_own_keeps_its_light() {
    let folder = tempfile::tempdir().unwrap();
    let grey: DynamicImage = image::GrayImage::from_pixel(8, 8, image::Luma([128])).into();
    let mut png = Vec::new();
    let mut encoder = PngEncoder::new(&mut png);
    encoder
        .set_icc_profile(ColorProfile::new_gray_with_gamma(1.0).encode().unwrap())
        .unwrap();
    grey.write_with_encoder(encoder).unwrap();
    let photo = read_header(&write(folder.path(), "a.png", &png)).unwrap();
    let screen = Darkroom::default().for_screen(&photo).unwrap();
    let mut file = Vec::new();
    screen.bytes.copy_to(&mut file).unwrap();
    let picture = image::load_from_memory_with_format(&file, ImageFormat::Png).unwrap();
    assert_eq!(picture.color(), image::ColorType::L8);
    // Half the light is 188 of 255 in sRGB (IEC 61966-2-1).
    let value = picture.to_luma8().get_pixel(4, 4).0[0];
    assert!(value.abs_diff(188) <= 1, "{value}");
}

#[test]
fn a_broken_profile_counts_for_nothing() {
    let folder = tempfile::tempdir().unwrap();
    for profile in [vec![], vec![7; 100], vec![0; 200]] {
        let body = [b"ICC_PROFILE\0\x01\x01".to_vec(), profile].concat();
        let jpeg = super::with_segment(&encoded(&four_quarters(), ImageFormat::Jpeg), 0xE2, &body);
        let photo = read_header(&write(folder.path(), "a.jpg", &jpeg)).unwrap();
        assert_eq!(Darkroom::default().for_print(&photo).unwrap().profile, None);
        Darkroom::default().for_screen(&photo).unwrap();
    }
}

/// CIE L*a*b* of an sRGB colour, for D65.
fn lab(colour: [f64; 3]) -> [f64; 3] {
    let [r, g, b] = colour.map(|value| {
        let value = value / 255.0;
        if value <= 0.04045 {
            value / 12.92
        } else {
            ((value + 0.055) / 1.055).powf(2.4)
        }
    });
    let f = |value: f64| {
        if value > 216.0 / 24_389.0 {
            value.cbrt()
        } else {
            (24_389.0 / 27.0 * value + 16.0) / 116.0
        }
    };
    let x = f((0.412_456 * r + 0.357_576 * g + 0.180_438 * b) / 0.950_47);
    let y = f(0.212_673 * r + 0.715_152 * g + 0.072_175 * b);
    let z = f((0.019_334 * r + 0.119_192 * g + 0.950_304 * b) / 1.088_83);
    [116.0 * y - 16.0, 500.0 * (x - y), 200.0 * (y - z)]
}

/// The difference of two colours (CIE 142; Sharma, Wu and Dalal 2005).
fn ciede2000(one: [f64; 3], other: [f64; 3]) -> f64 {
    let [l1, a1, b1] = one;
    let [l2, a2, b2] = other;
    let seventh = |c: f64| (c.powi(7) / (c.powi(7) + 25_f64.powi(7))).sqrt();
    let mean = (a1.hypot(b1) + a2.hypot(b2)) / 2.0;
    let g = 0.5 * (1.0 - seventh(mean));
    let (a1, a2) = (a1 * (1.0 + g), a2 * (1.0 + g));
    let (c1, c2) = (a1.hypot(b1), a2.hypot(b2));
    let hue = |a: f64, b: f64| b.atan2(a).to_degrees().rem_euclid(360.0);
    let (h1, h2) = (hue(a1, b1), hue(a2, b2));
    let coloured = c1 * c2 > 0.0;
    let turn = match h2 - h1 {
        _ if !coloured => 0.0,
        turn if turn > 180.0 => turn - 360.0,
        turn if turn < -180.0 => turn + 360.0,
        turn => turn,
    };
    let (dl, dc) = (l2 - l1, c2 - c1);
    let dh = 2.0 * (c1 * c2).sqrt() * (turn / 2.0).to_radians().sin();
    let (l, c) = ((l1 + l2) / 2.0, (c1 + c2) / 2.0);
    let h = match h1 + h2 {
        sum if !coloured => sum,
        sum if (h1 - h2).abs() <= 180.0 => sum / 2.0,
        sum if sum < 360.0 => (sum + 360.0) / 2.0,
        sum => (sum - 360.0) / 2.0,
    };
    let cosine = |degrees: f64| degrees.to_radians().cos();
    let t = 1.0 - 0.17 * cosine(h - 30.0) + 0.24 * cosine(2.0 * h) + 0.32 * cosine(3.0 * h + 6.0)
        - 0.20 * cosine(4.0 * h - 63.0);
    let sl = 1.0 + 0.015 * (l - 50.0).powi(2) / (20.0 + (l - 50.0).powi(2)).sqrt();
    let (sc, sh) = (1.0 + 0.045 * c, 1.0 + 0.015 * c * t);
    let around = 30.0 * (-((h - 275.0) / 25.0).powi(2)).exp();
    let rotation = -2.0 * seventh(c) * (2.0 * around).to_radians().sin();
    let (dl, dc, dh) = (dl / sl, dc / sc, dh / sh);
    (dl * dl + dc * dc + dh * dh + rotation * dc * dh).sqrt()
}

#[test]
fn the_difference_is_measured_as_published() {
    // Sharma, Wu and Dalal 2005, table 1, pairs 1, 7, 17 and 25.
    for (one, other, expected) in [
        ([50.0, 2.6772, -79.7751], [50.0, 0.0, -82.7485], 2.0425),
        ([50.0, 0.0, 0.0], [50.0, -1.0, 2.0], 2.3669),
        ([50.0, 2.5, 0.0], [73.0, 25.0, -18.0], 27.1492),
        (
            [60.2574, -34.0099, 36.2677],
            [60.4626, -34.1751, 39.4387],
            1.2644,
        ),
    ] {
        assert!((ciede2000(one, other) - expected).abs() < 0.0001);
    }
}
