//! Look-up: where a photo is found, and what stands in its place where it is not.

use std::os::unix::fs::symlink;
use std::path::Path;

use image::ImageFormat;

use super::super::{Assignment, Crop, resolve};
use super::{crc32, encoded, four_quarters, png_claiming, write};
use crate::book::{Book, Picture};
use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::document::{
    Anchor, Aspect, Block, BlockKind, Chapter, ChapterRole, Document, Figure, Focus, Inline,
    InlineKind, Metadata, NodeId, PhotoSource, Rights, Slug,
};
use crate::source::{Sources, Span};

fn figure(slug: &str, source: PhotoSource) -> Figure {
    Figure {
        slug: Slug::from_text(slug).unwrap(),
        source,
        cutline: Vec::new(),
        credit: Vec::new(),
        alt: Some(String::new()),
        aspect: None,
        focus: None,
        width: None,
        placement: None,
        link: None,
        rights: Rights::default(),
    }
}

fn path(written: &str) -> Figure {
    figure("harbour", PhotoSource::Path(written.into()))
}

fn slug(slug: &str) -> Figure {
    figure(slug, PhotoSource::Slug)
}

fn look_up(root: &Path, figures: Vec<Figure>) -> (Book, Vec<Diagnostic>) {
    look_up_from(root, "a.md", figures)
}

/// Looks up for the chapter that stands at `chapter` in the project folder.
fn look_up_from(root: &Path, chapter: &str, figures: Vec<Figure>) -> (Book, Vec<Diagnostic>) {
    let mut sources = Sources::default();
    let file = sources.add(root.join(chapter), String::new());
    let span = Span::new(file, 0..0);
    let blocks = (1..).zip(figures).map(|(id, figure)| Block {
        id: NodeId(id),
        span,
        anchor: Anchor::from_text("a").map(|anchor| anchor.numbered(id as usize)),
        attributes: Default::default(),
        kind: BlockKind::Figure(Box::new(figure)),
    });
    let chapter = Chapter {
        id: NodeId(0),
        span,
        anchor: Anchor::from_text("chapter").unwrap(),
        is_unnumbered: false,
        role: ChapterRole::Chapter,
        depth: 0,
        title: Vec::new(),
        blocks: blocks.collect(),
    };
    let document = Document {
        metadata: Metadata::default(),
        chapters: vec![chapter],
        notes: Vec::new(),
    };
    resolve(document, &Assignment::of(root, &sources))
}

/// The file that one figure finds, relative to `root`, or the code of what is reported.
fn found(root: &Path, figure: Figure) -> Result<String, Code> {
    let (book, diagnostics) = look_up(root, vec![figure]);
    match book.looked_up(NodeId(1)).unwrap() {
        Picture::Photo(photo) => {
            let mut graver = diagnostics
                .iter()
                .filter(|it| it.severity() > Severity::Note);
            assert_eq!(graver.next(), None);
            let relative = photo
                .path
                .strip_prefix(root.canonicalize().unwrap())
                .unwrap();
            Ok(relative.to_str().unwrap().into())
        }
        Picture::ReservedSlot { aspect, .. } => {
            assert_eq!(*aspect, Aspect::USUAL);
            assert_eq!(diagnostics.len(), 1, "{diagnostics:?}");
            assert!(diagnostics[0].hint.is_some());
            Err(diagnostics[0].code)
        }
    }
}

fn jpeg() -> Vec<u8> {
    encoded(&four_quarters(), ImageFormat::Jpeg)
}

#[test]
fn a_path_is_tried_beside_the_manuscript_then_in_the_photo_folders() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    assert_eq!(found(root, path("a.jpg")), Err(Code::MissingPhoto));
    write(root, "assets/a.jpg", &jpeg());
    assert_eq!(found(root, path("a.jpg")).as_deref(), Ok("assets/a.jpg"));
    write(root, "photos/a.jpg", &jpeg());
    assert_eq!(found(root, path("./a.jpg")).as_deref(), Ok("photos/a.jpg"));
    write(root, "a.jpg", &jpeg());
    assert_eq!(found(root, path("x/../a.jpg")).as_deref(), Ok("a.jpg"));
    let absolute = root.canonicalize().unwrap().join("photos/a.jpg");
    assert_eq!(
        found(root, path(absolute.to_str().unwrap())).as_deref(),
        Ok("photos/a.jpg")
    );
}

#[test]
fn a_path_counts_from_the_folder_of_its_chapter() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    write(root, "photos/a.jpg", &jpeg());
    write(root, "coast/b.jpg", &jpeg());
    let found = |written| {
        let (book, _) = look_up_from(root, "coast/one.md", vec![path(written)]);
        matches!(book.looked_up(NodeId(1)), Some(Picture::Photo(_)))
    };
    assert!(found("b.jpg"), "beside the chapter");
    assert!(found("../photos/a.jpg"), "in a folder beside the chapter's");
    assert!(found("photos/a.jpg"), "from the project folder");
    assert!(!found("../../photos/a.jpg"), "outside the project");
}

#[test]
fn a_slug_is_tried_in_the_photo_folders_then_beside_the_manuscript() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    assert_eq!(found(root, slug("Harbour")), Err(Code::MissingPhoto));
    for name in ["harbour.jpg", "assets/harbour.jpg", "photos/Harbour.TIF"] {
        write(root, name, &jpeg());
        assert_eq!(found(root, slug("harbour")).as_deref(), Ok(name));
    }
    // The preferred extension wins, then the first name.
    for name in [
        "photos/HARBOUR.png",
        "photos/harbour.jpeg",
        "photos/harbour.JPG",
    ] {
        write(root, name, &jpeg());
        assert_eq!(found(root, slug("harbour")).as_deref(), Ok(name));
    }
    write(root, "photos/harbour.txt", b"not looked at");
    assert_eq!(
        found(root, slug("harbour")).as_deref(),
        Ok("photos/harbour.JPG")
    );
}

#[test]
fn what_a_path_or_address_does_not_give_the_slug_may() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    let remote = || {
        figure(
            "harbour",
            PhotoSource::Remote("https://example.org/a.jpg".into()),
        )
    };
    assert_eq!(found(root, remote()), Err(Code::RemotePhoto));
    assert_eq!(
        found(root, path("../a.jpg")),
        Err(Code::PhotoOutsideProject)
    );
    write(root, "photos/harbour.jpg", &jpeg());
    assert_eq!(found(root, remote()).as_deref(), Ok("photos/harbour.jpg"));
    assert_eq!(
        found(root, path("../a.jpg")).as_deref(),
        Ok("photos/harbour.jpg")
    );
    assert_eq!(
        found(root, path("img/b.jpg")).as_deref(),
        Ok("photos/harbour.jpg")
    );
}

#[test]
fn nothing_outside_the_project_folder_is_opened() {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), "secret.jpg", &jpeg());
    let root = &folder.path().join("project");
    std::fs::create_dir_all(root.join("photos/deep")).unwrap();
    let secret = folder.path().join("secret.jpg");
    symlink(&secret, root.join("photos/harbour.jpg")).unwrap();
    symlink("../../..", root.join("photos/deep/up")).unwrap();
    symlink("loop.jpg", root.join("photos/loop.jpg")).unwrap();
    for written in [
        "../secret.jpg",
        "photos/../../secret.jpg",
        "photos/harbour.jpg",
        "photos/deep/up/secret.jpg",
        secret.to_str().unwrap(),
        "/etc/hostname",
    ] {
        let result = found(root, figure("other", PhotoSource::Path(written.into())));
        assert_eq!(result, Err(Code::PhotoOutsideProject), "{written}");
    }
    assert_eq!(found(root, slug("harbour")), Err(Code::PhotoOutsideProject));
    assert_eq!(found(root, slug("loop")), Err(Code::UnreadablePhoto));
}

#[test]
fn a_photo_folder_that_is_a_link_out_is_not_listed() {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), "elsewhere/harbour.jpg", &jpeg());
    let root = &folder.path().join("project");
    std::fs::create_dir(root).unwrap();
    symlink("../elsewhere", root.join("photos")).unwrap();
    assert_eq!(found(root, slug("harbour")), Err(Code::PhotoOutsideProject));
    write(root, "harbour.jpg", &jpeg());
    assert_eq!(found(root, slug("harbour")).as_deref(), Ok("harbour.jpg"));
}

#[test]
fn pipes_and_folders_are_not_opened() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    std::fs::create_dir_all(root.join("photos/dir.jpg")).unwrap();
    let pipe = root.join("photos/pipe.jpg");
    let made = std::process::Command::new("mkfifo")
        .arg(&pipe)
        .status()
        .unwrap();
    assert!(made.success());
    for name in ["pipe", "dir"] {
        assert_eq!(
            found(root, slug(name)),
            Err(Code::UnreadablePhoto),
            "{name}"
        );
    }
    assert_eq!(found(root, path("photos")), Err(Code::UnreadablePhoto));
    assert_eq!(
        found(root, path("/dev/zero")),
        Err(Code::PhotoOutsideProject)
    );
}

#[test]
fn broken_and_huge_photos_become_slots() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    write(root, "photos/text.jpg", b"Photo to follow.");
    write(root, "photos/cut.jpg", &jpeg()[..200]);
    write(root, "photos/bomb.png", &png_claiming(3_000_000, 2_000_000));
    assert_eq!(found(root, slug("text")), Err(Code::UnreadablePhoto));
    assert_eq!(found(root, slug("cut")), Err(Code::UnreadablePhoto));
    assert_eq!(found(root, slug("bomb")), Err(Code::PhotoTooLarge));
}

#[test]
fn strange_paths_are_reported_not_followed() {
    let folder = tempfile::tempdir().unwrap();
    for written in [
        "",
        ".",
        "a\0b.jpg",
        &"x".repeat(5_000),
        &"x/".repeat(5_000),
        "a.jpg/b.jpg",
    ] {
        let result = found(folder.path(), path(written));
        let expected = [Code::MissingPhoto, Code::UnreadablePhoto];
        assert!(
            result.is_err_and(|code| expected.contains(&code)),
            "{written:.20}"
        );
    }
}

#[test]
fn slots_keep_their_declared_shape() {
    let folder = tempfile::tempdir().unwrap();
    let aspect = Aspect::new(4, 5);
    let figure = Figure {
        aspect,
        ..slug("tall")
    };
    let (book, _) = look_up(folder.path(), vec![figure]);
    assert_eq!(book.looked_up(NodeId(1)).map(Picture::aspect), aspect);
}

#[test]
fn missing_alt_is_said_once_a_figure() {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), "photos/here.jpg", &jpeg());
    let here = Figure {
        alt: None,
        ..slug("here")
    };
    let there = Figure {
        alt: None,
        ..slug("there")
    };
    let (_, diagnostics) = look_up(folder.path(), vec![here, there, slug("here")]);
    let codes: Vec<Code> = diagnostics.iter().map(|found| found.code).collect();
    assert_eq!(codes, [Code::MissingAlt, Code::MissingPhoto]);
    assert_eq!(
        diagnostics[0].hint.as_deref(),
        Some("say what it shows, in Markdown: ![cutline](photo:here){alt=\"…\"}")
    );
}

#[test]
fn another_type_than_the_name_says_is_noted_once() {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), "photos/harbour.png", &jpeg());
    let (book, diagnostics) = look_up(folder.path(), vec![slug("harbour"), slug("harbour")]);
    assert!(matches!(book.looked_up(NodeId(2)), Some(Picture::Photo(_))));
    assert_eq!(diagnostics.len(), 1);
    assert_eq!(diagnostics[0].code, Code::PhotoTypeMismatch);
    assert_eq!(diagnostics[0].severity(), Severity::Note);
    assert_eq!(
        diagnostics[0].message,
        "the photo `photos/harbour.png` is a JPEG file"
    );
}

#[test]
fn a_photo_is_cropped_to_the_shape_of_its_figure_and_bears_its_credit() {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), "photos/harbour.jpg", &jpeg());
    let figure = |aspect, focus| Figure {
        aspect,
        focus,
        credit: vec![Inline {
            id: NodeId(90),
            span: Span::new(Sources::default().add("a.md".into(), String::new()), 0..0),
            kind: InlineKind::Text("Ann  Lee\n& Co.".into()),
        }],
        ..slug("harbour")
    };
    let square = Aspect::new(1, 1);
    let figures = vec![
        figure(None, None),
        figure(square, None),
        figure(square, Focus::new(0, 0)),
    ];
    let (book, _) = look_up(folder.path(), figures);
    let photo = |node| match book.looked_up(NodeId(node)) {
        Some(Picture::Photo(photo)) => photo.clone(),
        other => panic!("{other:?}"),
    };
    assert_eq!(photo(1).notice.credit.as_deref(), Some("Ann Lee & Co."));
    let crops = [photo(1).crop, photo(2).crop, photo(3).crop];
    let crop = |left| Crop {
        left,
        top: 0,
        width: 32,
        height: 32,
    };
    assert_eq!(crops, [None, Some(crop(16)), Some(crop(0))]);
    assert_eq!(
        photo(2).aspect(),
        Aspect {
            width: 32,
            height: 32
        }
    );
}

#[test]
fn a_photo_that_cannot_be_decoded_is_a_slot() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    let png = encoded(&four_quarters(), ImageFormat::Png);
    // The picture's data are cut short, its chunks are whole.
    let mut bytes = png[..png.len() - 12].to_vec();
    let data = bytes.windows(4).position(|name| name == b"IDAT").unwrap();
    bytes.truncate(data + 12);
    bytes[data - 4..data].copy_from_slice(&8_u32.to_be_bytes());
    let sum = crc32(&bytes[data..]);
    bytes.extend(sum.to_be_bytes());
    bytes.extend(&png[png.len() - 12..]);
    write(root, "photos/data.png", &bytes);
    assert_eq!(found(root, slug("data")), Err(Code::UnreadablePhoto));
    write(
        root,
        "photos/heic.jpg",
        b"\0\0\0\x18ftypheic\0\0\0\0mif1heic",
    );
    assert_eq!(found(root, slug("heic")), Err(Code::UnreadablePhoto));
}

#[test]
fn a_similar_name_is_offered() {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), "photos/Harbour Signing.jpg", &jpeg());
    let (_, diagnostics) = look_up(folder.path(), vec![slug("harbour-signing")]);
    let hint =
        "put it at photos/harbour-signing.jpg, or did you mean `photos/Harbour Signing.jpg`?";
    assert_eq!(diagnostics[0].hint.as_deref(), Some(hint));
}
