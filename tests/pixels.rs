//! Photos all the way: from files of every kind that the tests make, through look-up, to the pixels that
//! stand in the e-book and on the printed page. Pages are drawn by poppler's `pdftoppm`; without it
//! the printed half says that it is skipped, and with `CI=true` it fails.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

#[path = "../src/photo/tests/flat.rs"]
mod flat;
mod support;

use std::fs;
use std::io::{Cursor, Read};
use std::path::{Path, PathBuf};
use std::process::Command;

use cutline::layout::frame::Shape;
use cutline::layout::{PageSize, Spec, paginate};
use cutline::{epub, pdf};
use deltae::{DEMethod, DeltaE, LabValue};
use image::codecs::jpeg::JpegEncoder;
use image::codecs::png::PngEncoder;
use image::codecs::webp::WebPEncoder;
use image::{DynamicImage, ImageBuffer, ImageEncoder, ImageFormat, Rgb, RgbImage};
use moxcms::ColorProfile;
use tiff::encoder::{TiffEncoder, colortype};

/// A photo in the manuscript: its file, and the sRGB of its four quarters from the top left.
struct Case {
    file: String,
    bytes: Vec<u8>,
    quarters: [[u8; 3]; 4],
}

const QUARTERS: [[u8; 3]; 4] = [[210, 40, 40], [40, 160, 60], [50, 70, 190], [225, 225, 225]];

/// Wider than high, so that a turn is seen by its shape too.
const WIDTH: u32 = 96;
const HEIGHT: u32 = 64;

fn picture(quarters: [[u8; 3]; 4]) -> DynamicImage {
    let pixel = |x, y| {
        let quarter = usize::from(x >= WIDTH / 2) + 2 * usize::from(y >= HEIGHT / 2);
        Rgb(quarters[quarter])
    };
    RgbImage::from_fn(WIDTH, HEIGHT, pixel).into()
}

fn encoded(picture: &DynamicImage, format: ImageFormat) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    picture.write_to(&mut bytes, format).unwrap();
    bytes.into_inner()
}

/// The picture as a camera held like that stores it (CIPA DC-008, 4.6.4).
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

/// A TIFF header with one entry, the orientation.
fn exif(orientation: u8) -> Vec<u8> {
    let mut block = b"MM\0\x2A\0\0\0\x08\0\x01".to_vec();
    block.extend([0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, orientation, 0, 0]);
    block.extend([0, 0, 0, 0]);
    block
}

fn turned(orientation: u8) -> Vec<Case> {
    let stored = stored_as(&picture(QUARTERS), orientation);
    let mut jpeg = Vec::new();
    let mut encoder = JpegEncoder::new_with_quality(&mut jpeg, 95);
    encoder.set_exif_metadata(exif(orientation)).unwrap();
    stored.write_with_encoder(encoder).unwrap();
    let mut png = Vec::new();
    let mut encoder = PngEncoder::new(&mut png);
    encoder.set_exif_metadata(exif(orientation)).unwrap();
    stored.write_with_encoder(encoder).unwrap();
    let mut webp = Vec::new();
    let mut encoder = WebPEncoder::new_lossless(&mut webp);
    encoder.set_exif_metadata(exif(orientation)).unwrap();
    stored.write_with_encoder(encoder).unwrap();
    let mut tiff = Cursor::new(Vec::new());
    let mut encoder = TiffEncoder::new(&mut tiff).unwrap();
    let mut image = encoder
        .new_image::<colortype::RGB8>(stored.width(), stored.height())
        .unwrap();
    let orientation_tag = tiff::tags::Tag::Orientation;
    image
        .encoder()
        .write_tag(orientation_tag, u16::from(orientation))
        .unwrap();
    image.write_data(stored.as_bytes()).unwrap();
    [
        ("jpg", jpeg),
        ("png", png),
        ("webp", webp),
        ("tif", tiff.into_inner()),
    ]
    .into_iter()
    .map(|(extension, bytes)| Case {
        file: format!("turned-{orientation}-{extension}.{extension}"),
        bytes,
        quarters: QUARTERS,
    })
    .collect()
}

/// Pictures in other colours than sRGB. What they look like in it, Little CMS 2.14 says: `transicc
/// -i PROFILE -o '*sRGB' -t 1 -s -n`.
fn coloured() -> Vec<Case> {
    let samples = [[210, 40, 40], [40, 160, 60], [50, 70, 190], [225, 225, 225]];
    let wide = [
        ("adobe", ColorProfile::new_adobe_rgb(), ADOBE),
        ("p3", ColorProfile::new_display_p3(), P3),
        ("prophoto", ColorProfile::new_pro_photo_rgb(), PROPHOTO),
    ];
    let mut cases = Vec::new();
    for (name, profile, quarters) in wide {
        let mut jpeg = Vec::new();
        let mut encoder = JpegEncoder::new_with_quality(&mut jpeg, 95);
        encoder.set_icc_profile(profile.encode().unwrap()).unwrap();
        picture(samples).write_with_encoder(encoder).unwrap();
        cases.push(Case {
            file: format!("{name}.jpg"),
            bytes: jpeg,
            quarters,
        });
    }
    let inks = [
        [0, 255, 255, 0],
        [204, 51, 0, 0],
        [13, 64, 77, 0],
        [0, 0, 0, 128],
    ];
    for (adobe, ycck) in [(false, false), (true, false), (true, true)] {
        cases.push(Case {
            file: format!("inks-{adobe}-{ycck}.jpg"),
            bytes: flat::Jpeg { adobe, ycck }.inks(&inks),
            quarters: INKS,
        });
    }
    let deep: DynamicImage = ImageBuffer::from_fn(WIDTH, HEIGHT, |x, y| {
        let quarter = usize::from(x >= WIDTH / 2) + 2 * usize::from(y >= HEIGHT / 2);
        Rgb(QUARTERS[quarter].map(|value| u16::from(value) * 257))
    })
    .into();
    cases.push(Case {
        file: "deep.png".into(),
        bytes: encoded(&deep, ImageFormat::Png),
        quarters: QUARTERS,
    });
    let grey = [[30; 3], [90; 3], [160; 3], [230; 3]];
    cases.push(Case {
        file: "grey.jpg".into(),
        bytes: encoded(&picture(grey).to_luma8().into(), ImageFormat::Jpeg),
        quarters: grey,
    });
    cases
}

const ADOBE: [[u8; 3]; 4] = [[244, 35, 35], [0, 161, 47], [34, 68, 195], [226, 226, 226]];
const P3: [[u8; 3]; 4] = [[229, 0, 24], [0, 163, 40], [44, 71, 197], [225, 225, 225]];
const PROPHOTO: [[u8; 3]; 4] = [[255, 0, 48], [0, 191, 38], [0, 92, 213], [231, 231, 231]];
const INKS: [[u8; 3]; 4] = [
    [228, 30, 37],
    [0, 157, 218],
    [242, 203, 180],
    [158, 159, 159],
];

/// The same inks as poppler shows them, which compensates for the black point: `transicc -b` says so.
const INKS_ON_PAPER: [[u8; 3]; 4] = [
    [228, 11, 23],
    [0, 156, 217],
    [242, 203, 179],
    [157, 157, 157],
];

/// The middles of the quarters, or of the four parts of a row, as shares of width and height.
fn places(case: &Case) -> [(f64, f64); 4] {
    if case.file.starts_with("inks") {
        [(0.125, 0.5), (0.375, 0.5), (0.625, 0.5), (0.875, 0.5)]
    } else {
        [(0.25, 0.25), (0.75, 0.25), (0.25, 0.75), (0.75, 0.75)]
    }
}

/// What two neighbouring patches of one colour may differ by, and the eye hardly notices.
const MOST_DIFFERENCE: f32 = 3.0;

/// Whether a picture shows a case upright and in its colours. JPEG, and what a reader does about
/// colours outside its own, move values a little.
fn compare(edition: &str, case: &Case, colours: [[u8; 3]; 4], shown: impl Fn(f64, f64) -> [u8; 3]) {
    for ((across, down), expected) in places(case).into_iter().zip(colours) {
        let shown = shown(across, down);
        let difference = difference(shown, expected);
        let file = &case.file;
        assert!(
            difference <= MOST_DIFFERENCE,
            "{edition}, {file} at {across}, {down}: {shown:?}, not {expected:?}: ΔE2000 {difference:.2}"
        );
    }
}

/// How far two colours of sRGB are from one another to the eye: ΔE2000 (ISO/CIE 11664-6).
fn difference(shown: [u8; 3], expected: [u8; 3]) -> f32 {
    *DeltaE::new(lab(shown), lab(expected), DEMethod::DE2000).value()
}

/// A colour of sRGB in CIELAB under D65 (IEC 61966-2-1, ISO/CIE 11664-4).
fn lab(colour: [u8; 3]) -> LabValue {
    let [red, green, blue] = colour.map(|value| match f32::from(value) / 255.0 {
        value if value <= 0.040_45 => value / 12.92,
        value => ((value + 0.055) / 1.055).powf(2.4),
    });
    let share = |of_red, of_green, of_blue, white| {
        let share: f32 = (of_red * red + of_green * green + of_blue * blue) / white;
        if share > 216.0 / 24_389.0 {
            share.cbrt()
        } else {
            (share * 24_389.0 / 27.0 + 16.0) / 116.0
        }
    };
    let x = share(0.412_456, 0.357_576, 0.180_438, 0.950_47);
    let y = share(0.212_673, 0.715_152, 0.072_175, 1.0);
    let z = share(0.019_334, 0.119_192, 0.950_304, 1.088_83);
    LabValue {
        l: 116.0 * y - 16.0,
        a: 500.0 * (x - y),
        b: 200.0 * (y - z),
    }
}

#[test]
fn colours_differ_as_the_eye_sees() {
    let blue = lab([0, 0, 255]);
    assert!(
        (blue.l - 32.3).abs() < 0.1 && (blue.a - 79.2).abs() < 0.1 && (blue.b + 107.9).abs() < 0.1
    );
    assert!(difference([120; 3], [122; 3]) < 1.0);
    assert!(difference([210, 40, 40], [210, 70, 40]) > MOST_DIFFERENCE);
}

/// Writes the cases and a manuscript that shows each, one after the other.
fn manuscript(folder: &Path, cases: &[Case]) -> PathBuf {
    fs::create_dir_all(folder.join("photos")).unwrap();
    let mut text = String::from("# Photos\n\n");
    for case in cases {
        fs::write(folder.join("photos").join(&case.file), &case.bytes).unwrap();
        let file = &case.file;
        text.push_str(&format!(
            "![The photo {file}.](photos/{file}){{alt=\"Patches.\"}}\n\n"
        ));
    }
    let path = folder.join("photos.md");
    fs::write(&path, text).unwrap();
    path
}

#[test]
fn photos_of_every_kind_are_upright_and_in_their_colours_in_both_editions() {
    let mut cases: Vec<Case> = (1..=8).flat_map(turned).collect();
    cases.extend(coloured());
    let folder = tempfile::tempdir().unwrap();
    let reading = support::read(&manuscript(folder.path(), &cases)).unwrap();
    let (book, diagnostics) = reading.look_up();
    assert_eq!(diagnostics, []);
    let layout = paginate(&book, &Spec::book(PageSize::A5));

    let mut file = Cursor::new(Vec::new());
    epub::write(&book, None, &epub::Options::default(), &mut file).unwrap();
    let mut archive = zip::ZipArchive::new(file).unwrap();
    let names: Vec<String> = archive
        .file_names()
        .filter(|name| name.starts_with("OEBPS/photos/"))
        .map(str::to_owned)
        .collect();
    assert_eq!(names.len(), cases.len());
    for case in &cases {
        let stem = case.file.split('.').next().unwrap();
        let mut names = names.iter();
        let named = |name: &&String| name.starts_with(&format!("OEBPS/photos/{stem}."));
        let name = names
            .find(named)
            .unwrap_or_else(|| panic!("{stem} is not there"));
        let mut bytes = Vec::new();
        archive
            .by_name(name)
            .unwrap()
            .read_to_end(&mut bytes)
            .unwrap();
        let picture = image::load_from_memory(&bytes).unwrap().to_rgb8();
        let (width, height) = picture.dimensions();
        compare("e-book", case, case.quarters, |across, down| {
            let x = (across * f64::from(width)) as u32;
            let y = (down * f64::from(height)) as u32;
            picture.get_pixel(x, y).0
        });
    }

    let mut printed = Vec::new();
    pdf::write(layout.pages.clone(), &pdf::Options::default(), &mut printed).unwrap();
    let path = folder.path().join("photos.pdf");
    fs::write(&path, printed).unwrap();
    let Some(drawn) = drawn(&path, layout.pages.pages.len()) else {
        return;
    };
    let mut seen = 0;
    for (page, drawn) in layout.pages.pages.iter().zip(drawn) {
        for item in &page.items {
            let Shape::Photo { area, photo, .. } = &item.shape else {
                continue;
            };
            let file = layout.pages.photos[photo.0].path.file_name().unwrap();
            let case = cases
                .iter()
                .find(|case| file == case.file.as_str())
                .unwrap();
            let colours = if case.file.starts_with("inks") {
                INKS_ON_PAPER
            } else {
                case.quarters
            };
            compare("print", case, colours, |across, down| {
                let x = area.origin.x.to_pt() + across * area.width.to_pt();
                let y = area.origin.y.to_pt() + down * area.height.to_pt();
                drawn.get_pixel(x as u32, y as u32).0
            });
            seen += 1;
        }
    }
    assert_eq!(seen, cases.len());
}

/// Every page of a file, a pixel a point.
fn drawn(file: &Path, pages: usize) -> Option<Vec<RgbImage>> {
    let prefix = file.with_extension("");
    let command = Command::new("pdftoppm")
        .args(["-r", "72"])
        .args([file, &prefix])
        .status();
    let Ok(status) = command else {
        let ci = std::env::var_os("CI").is_some_and(|ci| ci == "true");
        assert!(!ci, "pdftoppm is not installed");
        eprintln!("SKIPPED: pdftoppm is not installed");
        return None;
    };
    assert!(status.success());
    let digits = pages.to_string().len();
    let page = |number| {
        let path = format!("{}-{number:0digits$}.ppm", prefix.display());
        let bytes = fs::read(path).unwrap();
        // A header of three lines, then the samples.
        let mut lines = bytes.splitn(4, |byte| *byte == b'\n');
        assert_eq!(lines.next(), Some(&b"P6"[..]));
        let size = String::from_utf8(lines.next().unwrap().to_vec()).unwrap();
        let (width, height) = size.split_once(' ').unwrap();
        lines.next();
        let samples = lines.next().unwrap().to_vec();
        RgbImage::from_raw(width.parse().unwrap(), height.parse().unwrap(), samples).unwrap()
    };
    Some((1..=pages).map(page).collect())
}
