//! Derivatives: what each edition gets.

use image::codecs::png::PngEncoder;
use image::{DynamicImage, ImageEncoder, ImageFormat, RgbaImage};

use super::super::derivative::{Darkroom, PhotoError, PrintCoding, PrintImage, ScreenImage};
use super::super::{ColourModel, Photo, PhotoBytes, header, predictor};
use super::{encoded, exif, four_quarters, with_exif, write};

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
        let jpeg = with_exif(&encoded(&stored, ImageFormat::Jpeg), orientation);
        let mut png = Vec::new();
        let mut encoder = PngEncoder::new(&mut png);
        encoder.set_exif_metadata(exif(orientation)).unwrap();
        stored.write_with_encoder(encoder).unwrap();
        for (name, bytes) in [("a.jpg", jpeg), ("a.png", png)] {
            let photo = header::read(&write(folder.path(), name, &bytes)).unwrap();
            let screen = for_screen(&photo).unwrap();
            assert_eq!(
                (screen.width, screen.height),
                (64, 32),
                "{name} {orientation}"
            );
            assert!(alike(&decoded(&screen), &upright), "{name} {orientation}");
            let passed = copied(&screen.bytes) == bytes;
            assert_eq!(passed, orientation == 1, "{name} {orientation}");
        }
    }
}

#[test]
fn print_takes_jpeg_bytes_as_they_stand() {
    let folder = tempfile::tempdir().unwrap();
    let jpeg = with_exif(&encoded(&four_quarters(), ImageFormat::Jpeg), 6);
    let photo = header::read(&write(folder.path(), "a.jpg", &jpeg)).unwrap();
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
    let photo = header::read(&write(folder.path(), "a.png", &png)).unwrap();
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
    let photo = header::read(&write(
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
        let photo = header::read(&write(folder.path(), "a", &bytes)).unwrap();
        let screen = for_screen(&photo).unwrap();
        assert_eq!(screen.media_type, media_type);
        assert!(alike(&decoded(&screen), &four_quarters()), "{encoding:?}");
    }
}

/// A CMYK JPEG of one grey block: the encoder of the image crate makes none, so it is written out.
/// Tables are the shortest that decode: one code a table, which means "no change".
fn cmyk_jpeg() -> Vec<u8> {
    let mut bytes = vec![0xFF, 0xD8];
    bytes.extend([0xFF, 0xEE, 0, 14]);
    bytes.extend(b"Adobe\0\x64\0\0\0\0\0");
    bytes.extend([0xFF, 0xDB, 0, 67, 0]);
    bytes.extend([1; 64]);
    bytes.extend([0xFF, 0xC0, 0, 20, 8, 0, 8, 0, 8, 4]);
    (1..=4).for_each(|channel| bytes.extend([channel, 0x11, 0]));
    for class in [0x00, 0x10] {
        bytes.extend([0xFF, 0xC4, 0, 20, class, 1]);
        bytes.extend([0; 15]);
        bytes.push(0);
    }
    bytes.extend([0xFF, 0xDA, 0, 14, 4]);
    (1..=4).for_each(|channel| bytes.extend([channel, 0x00]));
    bytes.extend([0, 63, 0]);
    // Four blocks of two codes, each the single bit 0; ones fill the byte up.
    bytes.extend([0x00, 0xFF, 0xD9]);
    bytes
}

#[test]
fn cmyk_becomes_rgb_in_both_editions() {
    let folder = tempfile::tempdir().unwrap();
    let photo = header::read(&write(folder.path(), "a.jpg", &cmyk_jpeg())).unwrap();
    assert_eq!(photo.colour, ColourModel::Cmyk);
    let image = for_print(&photo).unwrap();
    assert_eq!(image.colour, ColourModel::Rgb);
    assert_eq!(samples(&image.bytes, 8, 3).len(), 8 * 8 * 3);
    let screen = for_screen(&photo).unwrap();
    assert_eq!(screen.media_type, "image/jpeg");
    assert_eq!((screen.width, screen.height), (8, 8));
    assert_ne!(copied(&screen.bytes), std::fs::read(&photo.path).unwrap());
}

#[test]
fn a_turned_jpeg_that_does_not_decode_goes_in_as_it_stands() {
    let folder = tempfile::tempdir().unwrap();
    // Its structure is sound, but it has no tables to decode with.
    let bytes = with_exif(&super::jpeg_claiming(40, 30), 6);
    let photo = header::read(&write(folder.path(), "a.jpg", &bytes)).unwrap();
    let screen = for_screen(&photo).unwrap();
    assert_eq!(copied(&screen.bytes), bytes);
    assert_eq!((screen.width, screen.height), (30, 40));
}

#[test]
fn a_file_that_went_away_is_an_error() {
    let folder = tempfile::tempdir().unwrap();
    let jpeg = encoded(&four_quarters(), ImageFormat::Jpeg);
    let photo = header::read(&write(folder.path(), "a.jpg", &jpeg)).unwrap();
    std::fs::remove_file(&photo.path).unwrap();
    let error = for_print(&photo).unwrap_err();
    assert_eq!(error.path, photo.path);
}
