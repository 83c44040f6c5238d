//! Pictures of pages, kept as references in `tests/pictures/`: what a change of layout looks like.
//!
//! `CUTLINE_ACCEPT=1 cargo test --release --test pictures` draws them anew: look at them before you
//! commit them. poppler's `pdftoppm` draws; without it the test says that it is skipped, and fails
//! with `CI=true`.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

mod support;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::Command;

use cutline::layout::paginate;
use cutline::pdf;
use image::GrayImage;

/// Manuscripts, and the pages of each that are kept, from 0.
const PAGES: &[(&str, &[u32])] = &[
    ("manuscript/harbour-accord.md", &[0, 1]),
    ("manuscript/handbook", &[0, 2, 6, 10, 11, 13]),
    (
        "tests/cases/editions/trade-book.md",
        &[2, 4, 8, 10, 11, 12, 13],
    ),
    ("tests/cases/editions/asides-and-verse.md", &[0, 1]),
    ("tests/cases/editions/blocks.md", &[0]),
    ("tests/cases/editions/handout", &[0, 1]),
    ("tests/cases/editions/newspaper.md", &[0]),
    ("tests/cases/editions/notes.md", &[0]),
    ("tests/cases/editions/photobook.md", &[1, 2, 3]),
    ("tests/cases/editions/placements.md", &[0, 1, 2]),
    ("tests/cases/editions/captions.md", &[0]),
    ("tests/cases/editions/drop-caps.md", &[6]),
    ("tests/cases/editions/code-lines.md", &[0]),
    ("tests/cases/scripts/arabic.md", &[0]),
    ("tests/cases/editions/placeholders.md", &[0]),
];

/// Enough to see lines and spaces, too little to see another version of a rasterizer.
const DOTS_PER_INCH: &str = "60";

/// A pixel that differs by more, of 255, is seen to differ.
const SEEN: u8 = 64;
/// So many of a thousand pixels may differ.
const MOST_DIFFERENT: usize = 4;

#[test]
fn pages_look_as_they_did() {
    if Command::new("pdftoppm").arg("-v").output().is_err() {
        let in_ci = std::env::var_os("CI").is_some_and(|value| value == "true");
        assert!(!in_ci, "pdftoppm is missing (Debian: poppler-utils)");
        eprintln!("SKIPPED: pages_look_as_they_did needs pdftoppm (Debian: poppler-utils)");
        return;
    }
    let accept = std::env::var_os("CUTLINE_ACCEPT").is_some_and(|value| value == "1");
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let folder = root.join("tests/pictures");
    let drawn = root.join("target/pictures");
    std::fs::create_dir_all(&drawn).unwrap();
    let mut known: BTreeSet<PathBuf> = std::fs::read_dir(&folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    let mut complaints = Vec::new();
    for (manuscript, pages) in PAGES {
        let stem = Path::new(manuscript).file_stem().unwrap().to_str().unwrap();
        let file = drawn.join(format!("{stem}.pdf"));
        build(&root.join(manuscript), &file);
        for page in *pages {
            let name = format!("{stem}-{page}.png");
            let (made, kept) = (drawn.join(&name), folder.join(&name));
            draw(&file, *page, &made);
            known.remove(&kept);
            if let Some(complaint) = difference(&made, &kept) {
                if accept {
                    std::fs::copy(&made, &kept).unwrap();
                } else {
                    complaints.push(format!("{name}: {complaint}"));
                }
            }
        }
    }
    for orphan in known {
        if accept {
            std::fs::remove_file(orphan).unwrap();
        } else {
            complaints.push(format!("{}: nothing makes this picture", orphan.display()));
        }
    }
    assert!(
        complaints.is_empty(),
        "\n{}\n\nThe new pictures are in target/pictures; CUTLINE_ACCEPT=1 accepts them",
        complaints.join("\n")
    );
}

fn build(input: &Path, output: &Path) {
    let reading = support::read(input).unwrap();
    let (book, _) = reading.look_up();
    let layout = paginate(&book, &reading.spec().0);
    let mut file = std::fs::File::create(output).unwrap();
    pdf::write(layout.pages.clone(), &pdf::Options::default(), &mut file).unwrap();
}

/// Draws one page in grey.
fn draw(file: &Path, page: u32, picture: &Path) {
    let number = (page + 1).to_string();
    let drawn = Command::new("pdftoppm")
        .args(["-gray", "-png", "-singlefile", "-r", DOTS_PER_INCH])
        .args(["-f", &number, "-l", &number])
        .arg(file)
        .arg(picture.with_extension(""))
        .status();
    assert!(
        drawn.unwrap().success(),
        "pdftoppm cannot draw {}",
        file.display()
    );
}

/// How two pictures differ, if that can be seen.
fn difference(made: &Path, kept: &Path) -> Option<String> {
    let open = |path: &Path| image::open(path).ok().map(|picture| picture.to_luma8());
    let made = open(made).unwrap();
    let Some(kept) = open(kept) else {
        return Some("there is no picture to compare with".to_owned());
    };
    if made.dimensions() != kept.dimensions() {
        return Some("the page has another size".to_owned());
    }
    let (made, kept) = (soft(&made), soft(&kept));
    let differ = made
        .iter()
        .zip(&kept)
        .filter(|(a, b)| a.abs_diff(**b) > SEEN);
    let share = differ.count() * 1_000 / made.len().max(1);
    (share > MOST_DIFFERENT).then(|| format!("{share} of 1000 pixels differ"))
}

/// Means of two by two pixels: where a line begins within a pixel does not matter.
fn soft(picture: &GrayImage) -> Vec<u8> {
    let (width, height) = picture.dimensions();
    let at = |x, y| u16::from(picture.get_pixel(x, y).0[0]);
    let rows = (0..height / 2).map(|y| y * 2);
    rows.flat_map(|y| {
        let columns = (0..width / 2).map(move |x| x * 2);
        columns.map(move |x| {
            let sum = at(x, y) + at(x + 1, y) + at(x, y + 1) + at(x + 1, y + 1);
            u8::try_from(sum / 4).unwrap_or(u8::MAX)
        })
    })
    .collect()
}
