//! What is left out of files that go in as they stand, and what is written into them.

use std::collections::BTreeSet;

use image::codecs::png::PngEncoder;
use image::codecs::webp::WebPEncoder;
use image::{DynamicImage, ImageEncoder, ImageFormat};

use super::super::derivative::Darkroom;
use super::super::metadata::stated;
use super::super::{Notice, Photo, PhotoBytes, Piece};
use super::{crc32, encoded, exif, four_quarters, noise, read_header, with_segment, write};

const SECRET: &[u8] = b"52.3740N 4.8897E, serial 0815";

fn copied(bytes: &PhotoBytes) -> Vec<u8> {
    let mut copied = Vec::new();
    bytes.copy_to(&mut copied).unwrap();
    copied
}

fn holds(bytes: &[u8], part: &[u8]) -> bool {
    bytes.windows(part.len()).any(|window| window == part)
}

/// The file that the e-book gets.
fn on_screen(photo: &Photo) -> Vec<u8> {
    copied(&Darkroom::default().for_screen(photo).unwrap().bytes)
}

/// A chunk of a PNG.
fn chunk(name: &[u8], body: &[u8]) -> Vec<u8> {
    let mut chunk = u32::try_from(body.len()).unwrap().to_be_bytes().to_vec();
    chunk.extend(name);
    chunk.extend(body);
    let sum = crc32(&chunk[4..]);
    chunk.extend(sum.to_be_bytes());
    chunk
}

/// A block of EXIF that says something behind its directory.
fn telling_exif() -> Vec<u8> {
    [exif(1), SECRET.to_vec()].concat()
}

/// Pictures with everything that programs put beside them, and the same pictures bare.
fn telling_and_bare() -> Vec<(&'static str, Vec<u8>, Vec<u8>)> {
    let picture = four_quarters();
    let jpeg = encoded(&picture, ImageFormat::Jpeg);
    let mut telling = jpeg.clone();
    let iptc = [b"Photoshop 3.0\0".as_slice(), SECRET].concat();
    let named = |name: &[u8]| [name, SECRET].concat();
    for (marker, body) in [
        (0xFE, SECRET.to_vec()),
        (0xED, iptc),
        (0xE2, named(b"MPF\0")),
        (0xEB, named(b"HDR_RI")),
        (0xE1, named(b"http://ns.adobe.com/xap/1.0/\0<x/>")),
        (0xE1, [b"Exif\0\0".to_vec(), telling_exif()].concat()),
    ] {
        telling = with_segment(&telling, marker, &body);
    }
    // A second picture and a film.
    telling.extend(&jpeg);
    telling.extend(named(b"\0\0\0\x18ftypmp42"));

    let mut png = Vec::new();
    let mut encoder = PngEncoder::new(&mut png);
    encoder.set_exif_metadata(telling_exif()).unwrap();
    picture.write_with_encoder(encoder).unwrap();
    let after_header = 33;
    let texts = [
        chunk(b"tEXt", &named(b"Author\0")),
        chunk(b"iTXt", &named(b"XML:com.adobe.xmp\0\0\0\0\0")),
        chunk(b"tIME", &[7, 0xE8, 5, 1, 8, 30, 0]),
        chunk(b"prVt", SECRET),
    ];
    png.splice(after_header..after_header, texts.concat());
    png.extend(SECRET);

    let mut webp = Vec::new();
    let mut encoder = WebPEncoder::new_lossless(&mut webp);
    encoder.set_exif_metadata(telling_exif()).unwrap();
    picture.write_with_encoder(encoder).unwrap();

    let gif = encoded(&picture, ImageFormat::Gif);
    let mut comment = vec![0x21, 0xFE, u8::try_from(SECRET.len()).unwrap()];
    comment.extend(SECRET);
    comment.push(0);
    let mut telling_gif = gif.clone();
    let trailer = telling_gif.len() - 1;
    telling_gif.splice(trailer..trailer, comment);
    telling_gif.extend(SECRET);
    vec![
        ("a.jpg", telling, jpeg),
        ("a.png", png, encoded(&picture, ImageFormat::Png)),
        ("a.webp", webp, encoded(&picture, ImageFormat::WebP)),
        ("a.gif", telling_gif, gif),
    ]
}

#[test]
fn nothing_private_leaves_the_house() {
    let folder = tempfile::tempdir().unwrap();
    for (name, telling, bare) in telling_and_bare() {
        assert!(holds(&telling, SECRET), "{name}");
        let photo = read_header(&write(folder.path(), name, &telling)).unwrap();
        let shown = on_screen(&photo);
        assert!(!holds(&shown, SECRET), "{name}");
        let format = image::guess_format(&shown).unwrap();
        let picture = image::load_from_memory_with_format(&shown, format).unwrap();
        assert_eq!(
            picture.to_rgb8(),
            image::load_from_memory(&bare).unwrap().to_rgb8(),
            "{name}"
        );
        if name != "a.webp" {
            assert!(shown == bare, "{name}: more or less was left out");
        }
        let print = Darkroom::default().for_print(&photo).unwrap();
        assert!(!holds(&copied(&print.bytes), SECRET), "{name}");
        if name == "a.jpg" {
            assert!(copied(&print.bytes) == bare);
        }
    }
}

#[test]
fn a_file_that_says_nothing_goes_in_whole_and_from_the_disk() {
    let folder = tempfile::tempdir().unwrap();
    for (name, _, bare) in telling_and_bare() {
        let photo = read_header(&write(folder.path(), name, &bare)).unwrap();
        let bytes = Darkroom::default().for_screen(&photo).unwrap().bytes;
        assert_eq!(
            bytes,
            PhotoBytes::file(&photo.path, bare.len() as u64),
            "{name}"
        );
        assert!(copied(&bytes) == bare, "{name}");
    }
}

#[test]
fn the_credit_is_written_into_every_derivative() {
    let folder = tempfile::tempdir().unwrap();
    let credit = "Ann Lee & <Bo> / Harbour “Press” Office";
    for (name, telling, bare) in telling_and_bare() {
        for (kind, bytes) in [("telling", telling), ("bare", bare)] {
            let path = write(folder.path(), name, &bytes);
            let mut photo = read_header(&path).unwrap();
            photo.notice.credit = Some(credit.into());
            let shown = on_screen(&photo);
            let made = read_header(&write(folder.path(), "made", &shown)).unwrap();
            let said = stated(&made);
            assert_eq!(said.credit.as_deref(), Some(credit), "{kind} {name}");
            assert_eq!(said.creator.as_deref(), Some(credit), "{kind} {name}");
            assert_eq!(said.copyright.as_deref(), Some(credit), "{kind} {name}");
            let picture = image::load_from_memory(&shown).unwrap();
            let source = image::load_from_memory(&bytes).unwrap();
            assert_eq!(picture.to_rgb8(), source.to_rgb8(), "{kind} {name}");
            // Written once more, it replaces what was there.
            photo = made;
            photo.notice.credit = Some("Somebody else".into());
            let again = on_screen(&photo);
            assert!(!holds(&again, "Harbour".as_bytes()), "{kind} {name}");
        }
    }
}

#[test]
fn creator_copyright_and_licence_are_told_apart_from_the_credit() {
    let folder = tempfile::tempdir().unwrap();
    let notice = Notice {
        credit: Some("Harbour Press".into()),
        creator: Some("Nils Berg".into()),
        copyright: Some("© 2026 Nils Berg".into()),
        licence: Some("CC BY 4.0 & no more".into()),
    };
    for (name, _, bare) in telling_and_bare() {
        let mut photo = read_header(&write(folder.path(), name, &bare)).unwrap();
        photo.notice = notice.clone();
        let shown = on_screen(&photo);
        let made = read_header(&write(folder.path(), "made", &shown)).unwrap();
        let said = stated(&made);
        assert_eq!(said.credit, notice.credit, "{name}");
        assert_eq!(said.creator, notice.creator, "{name}");
        assert_eq!(said.copyright, notice.copyright, "{name}");
        let terms = b"<xmpRights:UsageTerms><rdf:Alt><rdf:li xml:lang=\"x-default\">CC BY 4.0 &amp; no more</rdf:li>";
        assert!(holds(&shown, terms), "{name}");
    }
}

#[test]
fn copies_bear_the_credit_too() {
    let folder = tempfile::tempdir().unwrap();
    let deep: DynamicImage = four_quarters().to_rgba8().into();
    for (name, bytes) in [
        ("a.bmp", encoded(&four_quarters(), ImageFormat::Bmp)),
        ("b.tif", encoded(&deep, ImageFormat::Tiff)),
        (
            "c.jpg",
            super::with_exif(&encoded(&four_quarters(), ImageFormat::Jpeg), 3),
        ),
    ] {
        let mut photo = read_header(&write(folder.path(), name, &bytes)).unwrap();
        photo.notice.credit = Some("Harbour Press Office".into());
        let shown = on_screen(&photo);
        let made = read_header(&write(folder.path(), "made", &shown)).unwrap();
        assert_eq!(
            stated(&made).credit.as_deref(),
            Some("Harbour Press Office"),
            "{name}"
        );
    }
}

#[test]
fn a_photo_that_passes_through_takes_no_memory() {
    let folder = tempfile::tempdir().unwrap();
    let (_, telling, _) = telling_and_bare().remove(0);
    let mut photo = read_header(&write(folder.path(), "a.jpg", &telling)).unwrap();
    photo.notice.credit = Some("Ann Lee".into());
    let bytes = Darkroom::default().for_screen(&photo).unwrap().bytes;
    let made: usize = bytes
        .iter()
        .map(|piece| match piece {
            Piece::Made(made) => made.len(),
            Piece::OfFile { .. } => 0,
        })
        .sum();
    assert!(made > 100 && made < 1_500, "{made}");
}

#[test]
fn a_very_long_credit_is_cut_not_refused() {
    let folder = tempfile::tempdir().unwrap();
    for (name, _, bare) in telling_and_bare() {
        let mut photo = read_header(&write(folder.path(), name, &bare)).unwrap();
        photo.notice.credit = Some("&ø".repeat(50_000));
        let shown = on_screen(&photo);
        image::load_from_memory(&shown).unwrap();
    }
}

#[test]
fn damaged_files_never_bring_it_down() {
    let folder = tempfile::tempdir().unwrap();
    let dirt = noise(400);
    let mut ends = BTreeSet::new();
    for (name, telling, _) in telling_and_bare() {
        for at in (0..telling.len().min(1_200)).step_by(3) {
            let mut damaged = telling.clone();
            damaged[at] ^= dirt[at % dirt.len()] | 1;
            let path = write(folder.path(), name, &damaged);
            let Ok(mut photo) = read_header(&path) else {
                continue;
            };
            photo.notice.credit = Some("Ann Lee".into());
            let end = super::prove(&photo)
                .map_err(|_| ())
                .and_then(|()| Darkroom::default().for_screen(&photo).map_err(|_| ()));
            ends.insert(end.is_ok());
        }
    }
    assert_eq!(ends.len(), 2, "some damage is harmless, some is not");
}
