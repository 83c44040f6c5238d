//! Photos on a page as a reader draws them: poppler's `pdftoppm`. Without it these tests say so and
//! are skipped; with `CI=true` they fail.

use std::fs;
use std::path::Path;
use std::process::Command;

use cutline::layout::frame::{Owner, PhotoId};
use cutline::limits::Limits;
use cutline::photo::{ColourModel, Crop, Format, Notice, Orientation, Photo};
use image::{Rgb, RgbImage};
use lopdf::Document;

use super::sample::{Press, rect};
use super::{built, folder};

/// Pixels of a picture's cells, each of one colour.
const CELL: u32 = 10;
/// Cells of the upright picture.
const WIDTH: u32 = 6;
const HEIGHT: u32 = 4;

#[derive(Clone, Copy)]
enum Side {
    Top,
    Bottom,
    Left,
    Right,
}

/// Where the first stored row and the first stored column are seen (CIPA DC-008, 4.6.4).
const ORIENTATIONS: [(Orientation, Side, Side); 8] = [
    (Orientation::Upright, Side::Top, Side::Left),
    (Orientation::MirroredAcross, Side::Top, Side::Right),
    (Orientation::UpsideDown, Side::Bottom, Side::Right),
    (Orientation::MirroredDown, Side::Bottom, Side::Left),
    (Orientation::Transposed, Side::Left, Side::Top),
    (Orientation::TurnedLeft, Side::Right, Side::Top),
    (Orientation::Transversed, Side::Right, Side::Bottom),
    (Orientation::TurnedRight, Side::Left, Side::Bottom),
];

fn colour(column: u32, row: u32) -> Rgb<u8> {
    Rgb([column as u8 * 50, row as u8 * 80, 120])
}

/// The picture as a camera held that way stores it.
fn stored(row_side: Side, column_side: Side) -> RgbImage {
    let (wide, high) = (WIDTH * CELL, HEIGHT * CELL);
    let (width, height) = match row_side {
        Side::Top | Side::Bottom => (wide, high),
        Side::Left | Side::Right => (high, wide),
    };
    RgbImage::from_fn(width, height, |x, y| {
        let (mut across, mut down) = (0, 0);
        for (side, inwards) in [(row_side, y), (column_side, x)] {
            match side {
                Side::Top => down = inwards,
                Side::Bottom => down = high - 1 - inwards,
                Side::Left => across = inwards,
                Side::Right => across = wide - 1 - inwards,
            }
        }
        colour(across / CELL, down / CELL)
    })
}

/// The only page of a file, a pixel a point.
fn drawn(file: &Path) -> Option<RgbImage> {
    let prefix = file.with_extension("");
    let command = Command::new("pdftoppm")
        .args(["-r", "72", "-png", "-singlefile"])
        .args([file, &prefix])
        .status();
    match command {
        Ok(status) => {
            assert!(status.success());
            let page = image::open(prefix.with_extension("png")).unwrap();
            Some(page.into_rgb8())
        }
        Err(_) => {
            assert!(
                std::env::var_os("CI").is_none_or(|ci| ci != "true"),
                "pdftoppm is not installed"
            );
            eprintln!("SKIPPED: pdftoppm is not installed");
            None
        }
    }
}

#[test]
fn crops_fill_their_frames_upright_in_every_orientation() {
    const CROPS: [(u32, u32, u32, u32); 3] = [(0, 0, 6, 4), (1, 1, 4, 2), (3, 2, 3, 2)];
    let folder = folder("pdf-rendered");
    fs::create_dir_all(&folder).unwrap();
    let mut press = Press::new();
    press.page("1");
    let mut expected = Vec::new();
    for (number, (orientation, row_side, column_side)) in ORIENTATIONS.into_iter().enumerate() {
        let path = folder.join(format!("{number}.png"));
        stored(row_side, column_side).save(&path).unwrap();
        for (place, (left, top, width, height)) in CROPS.into_iter().enumerate() {
            let PhotoId(photo) = press.photo(path.clone(), Format::Png, orientation);
            press.book.photos[photo].crop = Some(Crop {
                left: left * CELL,
                top: top * CELL,
                width: width * CELL,
                height: height * CELL,
            });
            // Cells of 15 by 20 points, so that a scale of the wrong side is seen.
            let (x, y) = (10 + 120 * place as u32, 10 + 62 * number as u32);
            let (cell_width, cell_height) = (90 / width, 60 / height);
            let area = rect([x, y, 90, 60].map(i64::from));
            let photo = PhotoId(photo);
            press.show(Owner::Layout, area, photo);
            for (column, row) in
                (0..width).flat_map(|column| (0..height).map(move |row| (column, row)))
            {
                let x = x + column * cell_width + cell_width / 2;
                let y = y + row * cell_height + cell_height / 2;
                expected.push(((x, y), colour(left + column, top + row), orientation));
            }
            expected.push(((x + 90 + 10, y + 30), Rgb([255; 3]), orientation));
        }
    }
    let file = folder.join("crops.pdf");
    let bytes = built(&press.book);
    fs::write(&file, &bytes).unwrap();
    let images = Document::load_mem(&bytes).unwrap().objects.into_values();
    let images = images.filter(|object| {
        let stream = object.as_stream();
        stream.is_ok_and(|stream| stream.dict.has_type(b"XObject"))
    });
    assert_eq!(images.count(), ORIENTATIONS.len(), "one a file, not a crop");

    let Some(page) = drawn(&file) else {
        return;
    };
    for ((x, y), colour, orientation) in expected {
        assert_eq!(*page.get_pixel(x, y), colour, "{orientation:?} at {x}, {y}");
    }
}

#[test]
fn a_drawing_is_drawn_from_its_shapes() {
    let folder = folder("pdf-drawing");
    fs::create_dir_all(&folder).unwrap();
    let path = folder.join("tide.svg");
    let svg = "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 60 40'>\
        <rect width='60' height='40' fill='#eee'/><rect width='30' height='20' fill='#c33'/>\
        <g opacity='.5'><rect x='30' y='20' width='30' height='20' fill='#000'/></g></svg>";
    fs::write(&path, svg).unwrap();
    let photo = |crop| Photo {
        path: path.clone(),
        limits: Limits::default(),
        format: Format::Svg,
        stored_width: 600,
        stored_height: 400,
        orientation: Orientation::Upright,
        colour: ColourModel::Rgb,
        coarse_colours: false,
        crop,
        notice: Notice::default(),
    };
    let right_half = Crop {
        left: 300,
        top: 0,
        width: 300,
        height: 400,
    };
    let mut press = Press::new();
    press.page("1");
    for (number, crop) in [None, Some(right_half)].into_iter().enumerate() {
        press.book.photos.push(photo(crop));
        let area = rect([10, 10 + 100 * number as i64, 120, 80]);
        let photo = PhotoId(number);
        press.show(Owner::Layout, area, photo);
    }
    let file = folder.join("drawing.pdf");
    let bytes = built(&press.book);
    assert!(bytes == built(&press.book));
    fs::write(&file, &bytes).unwrap();
    let objects = Document::load_mem(&bytes).unwrap().objects;
    let images = objects
        .values()
        .filter_map(|object| object.as_stream().ok());
    let kinds = images.filter_map(|stream| {
        stream
            .dict
            .get(b"Subtype")
            .and_then(|kind| kind.as_name())
            .ok()
    });
    let forms = kinds
        .inspect(|kind| assert_ne!(*kind, b"Image"))
        .filter(|kind| *kind == b"Form");
    assert_eq!(forms.count(), 2, "the drawing once, and a group in it");

    let Some(page) = drawn(&file) else {
        return;
    };
    for ((x, y), colour) in [
        ((40, 30), [0xCC, 0x33, 0x33]),
        ((100, 30), [0xEE; 3]),
        ((100, 70), [0x77; 3]),
        // The right half alone.
        ((40, 130), [0xEE; 3]),
        ((40, 170), [0x77; 3]),
    ] {
        let found = page.get_pixel(x, y).0;
        let near = found
            .iter()
            .zip(colour)
            .all(|(one, other)| one.abs_diff(other) < 3);
        assert!(near, "{found:?} at {x}, {y}");
    }
}
