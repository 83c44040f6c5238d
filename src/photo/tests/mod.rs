//! Pictures and files that the tests of this room are made with.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod anatomies;
mod colours;
mod derivatives;
mod flat;
mod headers;
mod lookups;
mod metadata;

use std::io::Cursor;
use std::path::{Path, PathBuf};

use image::{DynamicImage, ImageFormat, Rgb, RgbImage};

use super::derivative::Darkroom;
use super::{Fault, Photo, header};
use crate::document::Edition;
use crate::limits::Limits;

/// Reads a header under the usual limits.
fn read_header(path: &Path) -> Result<Photo, Fault> {
    header::read(path, &Limits::default())
}

/// A picture whose four quarters differ: red, green, blue, white from the top left.
fn four_quarters() -> DynamicImage {
    let picture = RgbImage::from_fn(64, 32, |x, y| match (x < 32, y < 16) {
        (true, true) => Rgb([220, 20, 20]),
        (false, true) => Rgb([20, 200, 20]),
        (true, false) => Rgb([20, 20, 220]),
        (false, false) => Rgb([240, 240, 240]),
    });
    picture.into()
}

fn encoded(picture: &DynamicImage, format: ImageFormat) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    picture.write_to(&mut bytes, format).unwrap();
    bytes.into_inner()
}

/// A TIFF header with one entry, the orientation (CIPA DC-008, 4.6.2).
fn exif(orientation: u8) -> Vec<u8> {
    let mut block = b"MM\0\x2A\0\0\0\x08\0\x01".to_vec();
    block.extend([0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, orientation, 0, 0]);
    block.extend([0, 0, 0, 0]);
    block
}

/// The same JPEG with an EXIF segment after its start marker.
fn with_exif(jpeg: &[u8], orientation: u8) -> Vec<u8> {
    let mut body = b"Exif\0\0".to_vec();
    body.extend(exif(orientation));
    with_segment(jpeg, 0xE1, &body)
}

/// The same JPEG with a segment right after its start marker.
fn with_segment(jpeg: &[u8], marker: u8, body: &[u8]) -> Vec<u8> {
    let length = u16::try_from(body.len() + 2).unwrap();
    let mut bytes = jpeg[..2].to_vec();
    bytes.extend([0xFF, marker]);
    bytes.extend(length.to_be_bytes());
    bytes.extend(body);
    bytes.extend(&jpeg[2..]);
    bytes
}

fn write(folder: &Path, name: &str, bytes: &[u8]) -> PathBuf {
    let path = folder.join(name);
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    std::fs::write(&path, bytes).unwrap();
    path
}

/// Bytes that look like nothing, the same every time (an xorshift generator).
fn noise(length: usize) -> Vec<u8> {
    let mut state = 0x9E37_79B9_u32;
    std::iter::repeat_with(|| {
        state ^= state << 13;
        state ^= state >> 17;
        state ^= state << 5;
        state.to_le_bytes()[0]
    })
    .take(length)
    .collect()
}

/// The first bytes of a JPEG that claims this size, and of a picture that never comes.
fn jpeg_claiming(width: u16, height: u16) -> Vec<u8> {
    let mut bytes = vec![0xFF, 0xD8, 0xFF, 0xC0, 0, 17, 8];
    bytes.extend(height.to_be_bytes());
    bytes.extend(width.to_be_bytes());
    bytes.extend([3, 1, 0x11, 0, 2, 0x11, 0, 3, 0x11, 0]);
    bytes.extend(flat::TABLES);
    bytes.extend([0xFF, 0xDA, 0, 8, 1, 1, 0, 0, 63, 0, 0x12, 0x34, 0xFF, 0xD9]);
    bytes
}

/// Proves a photo for both editions, as looking it up does.
fn prove(photo: &Photo) -> Result<(), Fault> {
    Darkroom::default().prove(photo, &[Edition::Epub, Edition::Pdf])
}

/// A PNG of one pixel whose header claims another size, with a right check sum.
fn png_claiming(width: u32, height: u32) -> Vec<u8> {
    let mut bytes = encoded(&DynamicImage::new_rgb8(1, 1), ImageFormat::Png);
    bytes[16..20].copy_from_slice(&width.to_be_bytes());
    bytes[20..24].copy_from_slice(&height.to_be_bytes());
    let sum = crc32(&bytes[12..29]);
    bytes[29..33].copy_from_slice(&sum.to_be_bytes());
    bytes
}

/// The check sum of PNG chunks (ISO 15948, annex D).
fn crc32(bytes: &[u8]) -> u32 {
    let step = |sum: u32, byte: &u8| {
        (0..8).fold(sum ^ u32::from(*byte), |sum, _| {
            (sum >> 1) ^ (0xEDB8_8320 & (sum & 1).wrapping_neg())
        })
    };
    !bytes.iter().fold(u32::MAX, step)
}
