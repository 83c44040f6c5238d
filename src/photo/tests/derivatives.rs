//! Derivatives: what each edition gets.

use std::num::NonZeroU64;
use std::path::Path;

use image::codecs::png::PngEncoder;
use image::codecs::webp::WebPEncoder;
use image::{DynamicImage, ImageEncoder, ImageFormat, RgbImage, RgbaImage};

use super::super::derivative::{
    Darkroom, PhotoError, PrintCoding, PrintColours, PrintImage, ScreenImage, Settings,
};
use super::super::{Cache, ColourModel, Crop, Photo, PhotoBytes, encode, predictor};
use super::{encoded, exif, flat, four_quarters, read_header, with_exif, write};
use crate::document::Edition;

fn decoded(image: &ScreenImage) -> DynamicImage {
    image::load_from_memory(&copied(&image.bytes)).unwrap()
}

fn for_print(photo: &Photo) -> Result<PrintImage, PhotoError> {
    Darkroom::default().for_print(photo)
}

fn for_screen(photo: &Photo) -> Result<ScreenImage, PhotoError> {
    Darkroom::default().for_screen(photo)
}

fn samples(bytes: &PhotoBytes, width: usize, channels: usize) -> Vec<u8> {
    predictor::undone(&copied(bytes), width, channels)
}

fn copied(bytes: &PhotoBytes) -> Vec<u8> {
    let mut copied = Vec::new();
    bytes.copy_to(&mut copied).unwrap();
    copied
}

/// Whether two pictures show the same, but for what lossy coding does.
fn alike(one: &DynamicImage, other: &DynamicImage) -> bool {
    let (one, other) = (one.to_rgb8(), other.to_rgb8());
    let same = |(a, b): (&u8, &u8)| a.abs_diff(*b) < 24;
    one.dimensions() == other.dimensions() && one.iter().zip(other.iter()).all(same)
}

/// The picture as a camera held like that stores it.
fn stored_as(upright: &DynamicImage, orientation: u8) -> DynamicImage {
    match orientation {
        2 => upright.fliph(),
        3 => upright.rotate180(),
        4 => upright.flipv(),
        5 => upright.fliph().rotate270(),
        6 => upright.rotate270(),
        7 => upright.fliph().rotate90(),
        8 => upright.rotate90(),
        _ => upright.clone(),
    }
}

#[test]
fn every_orientation_comes_out_upright_on_screen() {
    let folder = tempfile::tempdir().unwrap();
    let upright = four_quarters();
    for orientation in 1..=8 {
        let stored = stored_as(&upright, orientation);
        let jpeg = encoded(&stored, ImageFormat::Jpeg);
        let oriented = with_exif(&jpeg, orientation);
        let mut png = Vec::new();
        let mut encoder = PngEncoder::new(&mut png);
        encoder.set_exif_metadata(exif(orientation)).unwrap();
        stored.write_with_encoder(encoder).unwrap();
        let mut webp = Vec::new();
        let mut encoder = WebPEncoder::new_lossless(&mut webp);
        encoder.set_exif_metadata(exif(orientation)).unwrap();
        stored.write_with_encoder(encoder).unwrap();
        let tiff = with_tag(&encoded(&stored, ImageFormat::Tiff), orientation);
        for (name, bytes, bare) in [
            ("a.jpg", oriented, Some(jpeg)),
            ("a.png", png, Some(encoded(&stored, ImageFormat::Png))),
            ("a.webp", webp, None),
            ("a.tif", tiff, None),
        ] {
            let photo = read_header(&write(folder.path(), name, &bytes)).unwrap();
            let screen = for_screen(&photo).unwrap();
            assert_eq!(
                (screen.width, screen.height),
                (64, 32),
                "{name} {orientation}"
            );
            assert!(alike(&decoded(&screen), &upright), "{name} {orientation}");
            if let Some(bare) = bare.filter(|_| orientation == 1) {
                assert!(copied(&screen.bytes) == bare, "{name} was encoded anew");
            }
        }
    }
}

/// The same TIFF with an orientation: a directory of its own, since ours has none to change.
fn with_tag(tiff: &[u8], orientation: u8) -> Vec<u8> {
    let first = usize::try_from(u32::from_le_bytes(tiff[4..8].try_into().unwrap())).unwrap();
    let count = u16::from_le_bytes(tiff[first..first + 2].try_into().unwrap());
    let entries = &tiff[first + 2..first + 2 + 12 * usize::from(count)];
    let mut bytes = tiff.to_vec();
    let at = u32::try_from(bytes.len()).unwrap();
    bytes[4..8].copy_from_slice(&at.to_le_bytes());
    bytes.extend((count + 1).to_le_bytes());
    let entry = [0x12, 0x01, 3, 0, 1, 0, 0, 0, orientation, 0, 0, 0];
    let mut all: Vec<&[u8]> = entries.chunks(12).collect();
    all.push(&entry);
    all.sort_by_key(|entry| u16::from_le_bytes([entry[0], entry[1]]));
    bytes.extend(all.concat());
    bytes.extend([0; 4]);
    bytes
}

#[test]
fn print_takes_jpeg_bytes_as_they_stand() {
    let folder = tempfile::tempdir().unwrap();
    let jpeg = encoded(&four_quarters(), ImageFormat::Jpeg);
    let turned = with_exif(&jpeg, 6);
    let photo = read_header(&write(folder.path(), "a.jpg", &turned)).unwrap();
    let image = for_print(&photo).unwrap();
    assert_eq!(image.coding, PrintCoding::Jpeg, "decoded without a reason");
    assert_eq!(copied(&image.bytes), jpeg);
    assert_eq!((image.width, image.height), (64, 32));
    assert_eq!(image.colour, ColourModel::Rgb);
}

#[test]
fn print_takes_other_types_as_samples_with_alpha_apart() {
    let folder = tempfile::tempdir().unwrap();
    let pixel = |x, y| {
        image::Rgba([
            u8::try_from(x * 10).unwrap(),
            u8::try_from(y).unwrap(),
            7,
            90,
        ])
    };
    let picture: DynamicImage = RgbaImage::from_fn(3, 2, pixel).into();
    let png = encoded(&picture, ImageFormat::Png);
    let photo = read_header(&write(folder.path(), "a.png", &png)).unwrap();
    let image = for_print(&photo).unwrap();
    assert_eq!((image.width, image.height), (3, 2));
    assert_eq!(
        (image.colour, image.coding),
        (ColourModel::Rgb, PrintCoding::Deflated)
    );
    let colours = samples(&image.bytes, 3, 3);
    assert_eq!(colours[..9], [0, 0, 7, 10, 0, 7, 20, 0, 7]);
    assert_eq!(colours.len(), 18);
    assert_eq!(samples(&image.alpha.unwrap(), 3, 1), [90; 6]);
}

#[test]
fn sixteen_bits_become_eight_and_opaque_alpha_is_dropped() {
    let folder = tempfile::tempdir().unwrap();
    let deep: DynamicImage =
        image::ImageBuffer::from_pixel(2, 1, image::LumaA([0xABCD_u16, 0xFFFF])).into();
    let photo = read_header(&write(
        folder.path(),
        "a.png",
        &encoded(&deep, ImageFormat::Png),
    ))
    .unwrap();
    let image = for_print(&photo).unwrap();
    assert_eq!((image.colour, image.alpha), (ColourModel::Grey, None));
    assert_eq!(samples(&image.bytes, 2, 1), [0xAB, 0xAB]);
}

#[test]
fn what_readers_do_not_know_becomes_png() {
    let folder = tempfile::tempdir().unwrap();
    for (encoding, media_type) in [
        (ImageFormat::Tiff, "image/png"),
        (ImageFormat::Bmp, "image/png"),
        (ImageFormat::Gif, "image/gif"),
        (ImageFormat::WebP, "image/webp"),
    ] {
        let bytes = encoded(&four_quarters(), encoding);
        let photo = read_header(&write(folder.path(), "a", &bytes)).unwrap();
        let screen = for_screen(&photo).unwrap();
        assert_eq!(screen.media_type, media_type);
        assert!(alike(&decoded(&screen), &four_quarters()), "{encoding:?}");
    }
}

#[test]
fn inks_are_kept_for_print_and_become_rgb_on_screen() {
    let folder = tempfile::tempdir().unwrap();
    for (adobe, ycck) in [(false, false), (true, false), (true, true)] {
        let jpeg = flat::Jpeg { adobe, ycck }.inks(&[[0, 255, 255, 0], [0, 0, 0, 0]]);
        let photo = read_header(&write(folder.path(), "a.jpg", &jpeg)).unwrap();
        assert_eq!(photo.colour, ColourModel::Cmyk);
        let image = for_print(&photo).unwrap();
        assert_eq!(
            (image.coding, image.colour),
            (PrintCoding::Jpeg, ColourModel::Cmyk)
        );
        assert_eq!(image.inverted, adobe);
        assert_eq!(copied(&image.bytes), jpeg);
        assert_eq!(image.profile.unwrap().get(16..20), Some(&b"CMYK"[..]));
        let settings = Settings {
            print_colours: PrintColours::Convert,
            ..Settings::default()
        };
        let converted = Darkroom::new(settings, None).for_print(&photo).unwrap();
        assert_eq!(
            (converted.coding, converted.colour),
            (PrintCoding::Deflated, ColourModel::Rgb)
        );
        assert_eq!(converted.profile, None);
        let rows = samples(&converted.bytes, 16, 3);
        assert!(rows[0] > 200 && rows[1] < 60, "red, not {:?}", &rows[..3]);
        assert!(
            rows[24..27].iter().all(|value| *value >= 253),
            "the paper is white"
        );
        let screen = for_screen(&photo).unwrap();
        assert_eq!(screen.media_type, "image/jpeg");
        let pixel = decoded(&screen).to_rgb8().get_pixel(3, 3).0;
        assert!(pixel[0] > 200 && pixel[1] < 60, "red, not {pixel:?}");
    }
}

#[test]
fn what_is_too_large_is_reduced_and_what_is_not_is_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let jpeg = encoded(&four_quarters(), ImageFormat::Jpeg);
    let photo = read_header(&write(folder.path(), "a.jpg", &jpeg)).unwrap();
    let at_most = |max_pixels| {
        let settings = Settings {
            max_pixels: NonZeroU64::new(max_pixels),
            ..Settings::default()
        };
        Darkroom::new(settings, None).for_screen(&photo).unwrap()
    };
    let reduced = at_most(512);
    assert_eq!((reduced.width, reduced.height), (32, 16));
    let expected = four_quarters().resize(32, 16, image::imageops::FilterType::Triangle);
    let quarter = |image: &DynamicImage, x, y| image.to_rgb8().get_pixel(x, y).0;
    let picture = decoded(&reduced);
    for (x, y) in [(4, 4), (28, 4), (4, 12), (28, 12)] {
        let (one, other) = (quarter(&picture, x, y), quarter(&expected, x, y));
        assert!(
            one.iter().zip(other).all(|(a, b)| a.abs_diff(b) < 12),
            "{one:?} {other:?}"
        );
    }
    for most in [0, 2_048, 4_000_000] {
        assert_eq!(copied(&at_most(most).bytes), jpeg, "{most}");
    }
    // Print has as many pixels as there are.
    assert_eq!(copied(&for_print(&photo).unwrap().bytes), jpeg);
}

#[test]
fn the_cap_holds_for_a_camera_s_photo() {
    let folder = tempfile::tempdir().unwrap();
    let large: DynamicImage = image::GrayImage::from_pixel(3_000, 2_000, image::Luma([77])).into();
    let jpeg = encoded(&large, ImageFormat::Jpeg);
    let photo = read_header(&write(folder.path(), "a.jpg", &with_exif(&jpeg, 6))).unwrap();
    let screen = for_screen(&photo).unwrap();
    assert_eq!((screen.width, screen.height), (1_633, 2_449));
    assert_eq!(decoded(&screen).to_luma8().dimensions(), (1_633, 2_449));
}

#[test]
fn a_crop_is_cut_from_the_upright_photo() {
    let folder = tempfile::tempdir().unwrap();
    let upright = four_quarters();
    for orientation in 1..=8 {
        let stored = stored_as(&upright, orientation);
        let jpeg = with_exif(&encoded(&stored, ImageFormat::Jpeg), orientation);
        let mut photo = read_header(&write(folder.path(), "a.jpg", &jpeg)).unwrap();
        let crop = Crop {
            left: 24,
            top: 0,
            width: 40,
            height: 20,
        };
        photo.crop = Some(crop);
        let screen = for_screen(&photo).unwrap();
        assert_eq!((screen.width, screen.height), (40, 20));
        let expected = upright.crop_imm(24, 0, 40, 20);
        assert!(alike(&decoded(&screen), &expected), "{orientation}");
        // On the page it is a clip, so the whole is there.
        assert_eq!(for_print(&photo).unwrap().width, photo.stored_width);
    }
}

#[test]
fn a_film_is_its_first_picture() {
    let folder = tempfile::tempdir().unwrap();
    let mut bytes = Vec::new();
    let mut encoder = image::codecs::gif::GifEncoder::new(&mut bytes);
    let other: DynamicImage = RgbImage::from_pixel(64, 32, image::Rgb([9, 9, 9])).into();
    for picture in [four_quarters(), other] {
        encoder
            .encode_frame(image::Frame::new(picture.to_rgba8()))
            .unwrap();
    }
    drop(encoder);
    let photo = read_header(&write(folder.path(), "a.gif", &bytes)).unwrap();
    let screen = for_screen(&photo).unwrap();
    assert_eq!(screen.media_type, "image/png");
    assert!(alike(&decoded(&screen), &four_quarters()));
}

#[test]
fn a_second_build_decodes_no_photo() {
    let folder = tempfile::tempdir().unwrap();
    let cache = folder.path().join("cache");
    let turned = with_exif(&encoded(&four_quarters(), ImageFormat::Jpeg), 6);
    let photos: Vec<Photo> = [
        ("plain.jpg", encoded(&four_quarters(), ImageFormat::Jpeg)),
        ("turned.jpg", turned),
        ("a.png", encoded(&four_quarters(), ImageFormat::Png)),
        ("a.tif", encoded(&four_quarters(), ImageFormat::Tiff)),
        ("a.webp", encoded(&four_quarters(), ImageFormat::WebP)),
        ("inks.jpg", flat::Jpeg::default().inks(&[[9, 90, 200, 4]])),
    ]
    .into_iter()
    .map(|(name, bytes)| read_header(&write(folder.path(), name, &bytes)).unwrap())
    .collect();
    let build = |cache: Option<&Path>| {
        let darkroom = Darkroom::new(Settings::default(), cache.map(Cache::at));
        let made: Vec<_> = photos
            .iter()
            .map(|photo| {
                darkroom
                    .prove(photo, &[Edition::Epub, Edition::Pdf])
                    .unwrap();
                let print = darkroom.for_print(photo).unwrap();
                let screen = darkroom.for_screen(photo).unwrap();
                let alpha = print.alpha.as_ref().map(copied);
                (
                    (
                        print.width,
                        print.colour,
                        print.profile,
                        copied(&print.bytes),
                        alpha,
                    ),
                    (screen.width, screen.extension, copied(&screen.bytes)),
                )
            })
            .collect();
        (made, darkroom.decoded())
    };
    let (first, decoded_first) = build(Some(&cache));
    // Each once for both editions, but for the JPEG that needs nothing.
    assert_eq!(decoded_first, 5);
    let (second, decoded_second) = build(Some(&cache));
    assert_eq!(decoded_second, 0);
    let (without, decoded_without) = build(None);
    assert!(decoded_without > 5);
    assert!(
        first == second && first == without,
        "the cache shows in the editions"
    );
}

#[test]
fn a_file_that_went_away_is_an_error() {
    let folder = tempfile::tempdir().unwrap();
    let jpeg = encoded(&four_quarters(), ImageFormat::Jpeg);
    let photo = read_header(&write(folder.path(), "a.jpg", &jpeg)).unwrap();
    std::fs::remove_file(&photo.path).unwrap();
    let error = for_print(&photo).unwrap_err();
    assert_eq!(error.path, photo.path);
}

#[test]
fn colours_stay_as_fine_beside_light_as_they_were_stored() {
    let folder = tempfile::tempdir().unwrap();
    let picture = RgbImage::from_fn(400, 300, |x, y| {
        image::Rgb([x as u8, y as u8, (x + y) as u8])
    });
    for coarse in [false, true] {
        let jpeg = encode::jpeg(&picture.clone().into(), 90, coarse).unwrap();
        let photo = read_header(&write(folder.path(), "a.jpg", &jpeg)).unwrap();
        assert_eq!(photo.coarse_colours, coarse);
        let settings = Settings {
            max_pixels: NonZeroU64::new(30_000),
            ..Settings::default()
        };
        let reduced = Darkroom::new(settings, None).for_screen(&photo).unwrap();
        let reduced = write(folder.path(), "reduced.jpg", &copied(&reduced.bytes));
        let reduced = read_header(&reduced).unwrap();
        assert_eq!(reduced.stored_width, 200);
        assert_eq!(reduced.coarse_colours, coarse);
    }
    let grey = encoded(&image::GrayImage::new(8, 8).into(), ImageFormat::Jpeg);
    let grey = read_header(&write(folder.path(), "grey.jpg", &grey)).unwrap();
    assert!(!grey.coarse_colours);
}
