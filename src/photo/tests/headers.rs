//! Headers: types, sizes, orientations and everything that can be wrong with a file.

use image::{DynamicImage, ImageFormat};

use super::super::{ColourModel, Fault, Format, Orientation, header};
use super::{
    encoded, four_quarters, jpeg_claiming, noise, png_claiming, prove, read_header, with_exif,
    write,
};
use crate::limits::Limits;

const FORMATS: [(ImageFormat, Format); 6] = [
    (ImageFormat::Jpeg, Format::Jpeg),
    (ImageFormat::Png, Format::Png),
    (ImageFormat::Gif, Format::Gif),
    (ImageFormat::WebP, Format::WebP),
    (ImageFormat::Tiff, Format::Tiff),
    (ImageFormat::Bmp, Format::Bmp),
];

#[test]
fn content_decides_the_type_whatever_the_name_says() {
    let folder = tempfile::tempdir().unwrap();
    for (encoding, format) in FORMATS {
        let path = write(
            folder.path(),
            "photo.xyz",
            &encoded(&four_quarters(), encoding),
        );
        let photo = read_header(&path).unwrap();
        assert_eq!(photo.format, format);
        assert_eq!((photo.stored_width, photo.stored_height), (64, 32));
        assert_eq!(photo.orientation, Orientation::Upright);
        assert_eq!(photo.colour, ColourModel::Rgb);
        prove(&photo).unwrap();
    }
}

#[test]
fn grey_is_told_from_colour() {
    let folder = tempfile::tempdir().unwrap();
    let grey = DynamicImage::new_luma8(8, 8);
    for encoding in [ImageFormat::Jpeg, ImageFormat::Png, ImageFormat::Tiff] {
        let path = write(folder.path(), "grey", &encoded(&grey, encoding));
        assert_eq!(read_header(&path).unwrap().colour, ColourModel::Grey);
    }
}

#[test]
fn all_eight_orientations_are_read() {
    use Orientation::*;
    let folder = tempfile::tempdir().unwrap();
    let plain = encoded(&four_quarters(), ImageFormat::Jpeg);
    let all = [
        Upright,
        MirroredAcross,
        UpsideDown,
        MirroredDown,
        Transposed,
        TurnedLeft,
        Transversed,
        TurnedRight,
    ];
    for (value, expected) in (1..).zip(all) {
        let path = write(folder.path(), "a.jpg", &with_exif(&plain, value));
        let photo = read_header(&path).unwrap();
        assert_eq!(photo.orientation, expected);
        let upright = if value < 5 { (64, 32) } else { (32, 64) };
        assert_eq!(photo.upright_size(), upright);
    }
    let path = write(folder.path(), "a.jpg", &with_exif(&plain, 9));
    assert_eq!(read_header(&path).unwrap().orientation, Upright);
}

#[test]
fn a_file_cut_short_is_found() {
    let folder = tempfile::tempdir().unwrap();
    for (encoding, format) in FORMATS {
        let whole = match encoding {
            ImageFormat::Jpeg => with_exif(&encoded(&four_quarters(), encoding), 6),
            _ => encoded(&four_quarters(), encoding),
        };
        for length in (0..whole.len()).step_by(10) {
            let path = write(folder.path(), "cut", &whole[..length]);
            let result = read_header(&path).and_then(|photo| prove(&photo));
            // GIF and TIFF may lack their last bytes and still hold the whole picture.
            let spare = if matches!(format, Format::Gif | Format::Tiff) {
                300
            } else {
                12
            };
            if length + spare < whole.len() {
                assert!(
                    result.is_err(),
                    "{format:?} cut at {length} of {}",
                    whole.len()
                );
            }
        }
    }
}

#[test]
fn what_cameras_append_to_a_jpeg_does_no_harm() {
    let folder = tempfile::tempdir().unwrap();
    let whole = encoded(&four_quarters(), ImageFormat::Jpeg);
    let trailer = [whole.as_slice(), b"ftypmp42 a film"].concat();
    assert!(read_header(&write(folder.path(), "film.jpg", &trailer)).is_ok());
    let cut = [&whole[..whole.len() - 2], b"ftypmp42 a film"].concat();
    let result = read_header(&write(folder.path(), "cut.jpg", &cut));
    assert!(matches!(result, Err(Fault::CutShort)));
}

#[test]
fn random_bytes_are_no_picture() {
    let folder = tempfile::tempdir().unwrap();
    for (encoding, _) in FORMATS {
        let mut bytes = noise(4_000);
        let path = write(folder.path(), "noise", &bytes);
        assert!(matches!(read_header(&path), Err(Fault::UnknownType)));

        let start = encoded(&four_quarters(), encoding);
        bytes[..12].copy_from_slice(&start[..12]);
        let path = write(folder.path(), "noise", &bytes);
        let result = read_header(&path).and_then(|photo| prove(&photo));
        assert!(result.is_err(), "{encoding:?}");
    }
}

#[test]
fn text_named_as_a_photo_is_no_picture() {
    let folder = tempfile::tempdir().unwrap();
    for text in ["", "x", "Photo to follow by courier.\n", "<html></html>"] {
        let path = write(folder.path(), "a.jpg", text.as_bytes());
        assert!(
            matches!(read_header(&path), Err(Fault::UnknownType)),
            "{text:?}"
        );
    }
}

#[test]
fn a_bomb_is_refused_by_its_header() {
    let folder = tempfile::tempdir().unwrap();
    let path = write(folder.path(), "bomb.jpg", &jpeg_claiming(65_500, 65_500));
    let result = read_header(&path);
    assert!(
        matches!(result, Err(Fault::TooManyPixels { .. })),
        "{result:?}"
    );
    for (width, height) in [
        (3_000_000, 2_000_000),
        (20_000, 20_000),
        (u32::MAX, u32::MAX),
    ] {
        let path = write(folder.path(), "bomb.png", &png_claiming(width, height));
        let fault = read_header(&path)
            .and_then(|photo| prove(&photo))
            .unwrap_err();
        assert!(
            fault.is_size() || matches!(fault, Fault::Broken(_)),
            "{fault:?}"
        );
    }
}

#[test]
fn a_file_over_the_limit_is_not_read() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("long.jpg");
    let file = std::fs::File::create(&path).unwrap();
    // A hole: it takes no room on the disk.
    file.set_len(Limits::default().photo + 1).unwrap();
    assert!(matches!(
        read_header(&path),
        Err(Fault::TooManyBytes { .. })
    ));
}

#[test]
fn jpegs_that_the_editions_cannot_take_are_refused() {
    let folder = tempfile::tempdir().unwrap();
    let sound = jpeg_claiming(40, 30);
    assert!(read_header(&write(folder.path(), "a.jpg", &sound)).is_ok());
    let changed = |at: usize, value: u8| {
        let mut bytes = sound.clone();
        bytes[at] = value;
        read_header(&write(folder.path(), "a.jpg", &bytes))
    };
    assert!(
        matches!(changed(3, 0xC9), Err(Fault::Broken(_))),
        "arithmetic"
    );
    assert!(matches!(changed(6, 12), Err(Fault::Broken(_))), "12 bits");
    assert!(matches!(changed(8, 0), Err(Fault::Broken(_))), "no height");
    assert!(
        matches!(changed(11, 2), Err(Fault::Broken(_))),
        "two channels"
    );
    assert!(
        matches!(changed(3, 0xE0), Err(Fault::Broken(_))),
        "no frame"
    );
    assert!(
        matches!(changed(13, 0x51), Err(Fault::Broken(_))),
        "sampling"
    );
    assert!(
        matches!(changed(14, 3), Err(Fault::Broken(_))),
        "no such table"
    );
    assert!(
        matches!(changed(22, 0xFE), Err(Fault::Broken(_))),
        "no tables"
    );
    let scan = sound.len() - 14;
    assert!(
        matches!(changed(scan + 5, 9), Err(Fault::Broken(_))),
        "no such channel"
    );
    assert!(
        matches!(changed(scan + 6, 0x11), Err(Fault::Broken(_))),
        "no such codes"
    );
}

#[test]
fn types_that_are_not_read_are_named() {
    let folder = tempfile::tempdir().unwrap();
    let mut dng = encoded(&four_quarters(), ImageFormat::Tiff);
    let first = usize::try_from(u32::from_le_bytes(dng[4..8].try_into().unwrap())).unwrap();
    let count = usize::from(u16::from_le_bytes(
        dng[first..first + 2].try_into().unwrap(),
    ));
    // The last entry of the directory becomes DNG's.
    let last = first + 2 + 12 * (count - 1);
    dng[last..last + 2].copy_from_slice(&50706_u16.to_le_bytes());
    for (start, name) in [
        (&b"\0\0\0\x1Cftypavif\0\0\0\0"[..], "an AVIF picture"),
        (b"\0\0\0\x18ftypheic\0\0\0\0", "a HEIC picture"),
        (b"\0\0\0\x18ftypmif1\0\0\0\0", "a HEIC picture"),
        (b"\0\0\0\x18ftypisom\0\0\0\0", "a film"),
        (b"\0\0\0\x18ftypcrx \0\0\0\0", "a camera's raw file"),
        (b"\xFF\x0A\x01\x02", "a JPEG XL picture"),
        (b"\0\0\0\x0CJXL \r\n\x87\n\0\0", "a JPEG XL picture"),
        (b"II*\0\x10\0\0\0CR\x02\0", "a camera's raw file"),
        (b"8BPS\0\x01", "a Photoshop document"),
        (&dng, "a camera's raw file"),
    ] {
        let path = write(folder.path(), "a.jpg", start);
        let fault = read_header(&path).unwrap_err();
        let expected = format!("it is {name}, which cutline does not read");
        assert_eq!(fault.to_string(), expected);
    }
}

#[test]
fn a_name_that_says_another_type_is_noticed() {
    let folder = tempfile::tempdir().unwrap();
    let named = |name: &str, format| {
        let path = write(folder.path(), name, &encoded(&four_quarters(), format));
        header::misnamed(&read_header(&path).unwrap())
    };
    assert_eq!(named("a.JPEG", ImageFormat::Jpeg), None);
    assert_eq!(named("a.mpo", ImageFormat::Jpeg), None);
    assert_eq!(
        named("a.jpg", ImageFormat::WebP),
        Some(("jpg".into(), "WebP"))
    );
    assert_eq!(
        named("a.png", ImageFormat::Jpeg),
        Some(("png".into(), "JPEG"))
    );
}

#[test]
fn what_decodes_to_much_more_than_its_file_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    // 13,000 × 13,000 would fit the limit of pixels, and takes 507 MB.
    let path = write(folder.path(), "a.png", &png_claiming(13_000, 13_000));
    let fault = read_header(&path).and_then(|photo| prove(&photo));
    assert!(
        matches!(fault, Err(Fault::TooMuchMemory(192_000_000))),
        "{fault:?}"
    );
    // Whoever lets it take more is told what else is wrong with it.
    let limits = Limits {
        memory: 900_000_000,
        ..Limits::default()
    };
    let photo = header::read(&path, &limits);
    let fault = photo.and_then(|photo| prove(&photo)).unwrap_err();
    assert!(!fault.is_size(), "{fault:?}");
    let path = write(folder.path(), "a.jpg", &jpeg_claiming(13_000, 13_000));
    let fault = read_header(&path).and_then(|photo| prove(&photo));
    assert!(
        matches!(fault, Err(Fault::TooMuchMemory(192_000_000))),
        "{fault:?}"
    );
}

#[test]
fn limits_of_photos_can_be_moved() {
    let folder = tempfile::tempdir().unwrap();
    // No edition takes one as it is.
    let gif = encoded(&four_quarters(), ImageFormat::Gif);
    let path = write(folder.path(), "a.gif", &gif);
    let usual = Limits::default();
    let read = |limits| header::read(&path, &limits).and_then(|photo| prove(&photo));
    assert!(read(usual).is_ok());
    let (photo, pixels, memory) = (gif.len() as u64 - 1, 64 * 32 - 1, 64 * 32 * 3);
    let fault = read(Limits { photo, ..usual }).unwrap_err();
    assert!(
        matches!(fault, Fault::TooManyBytes { most, .. } if most == photo),
        "{fault:?}"
    );
    let fault = read(Limits { pixels, ..usual }).unwrap_err();
    assert_eq!(
        fault.to_string(),
        "it has 64 × 32 pixels, the limit is 2047"
    );
    let fault = read(Limits { memory, ..usual }).unwrap_err();
    assert!(
        matches!(fault, Fault::TooMuchMemory(most) if most == memory),
        "{fault:?}"
    );
}
