//! Many books in one run: the same bytes on one thread and eight, messages in the order of the books,
//! and one broken book that stops no other.
#![cfg(feature = "cli")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod support;

use std::io::Cursor;

use image::{ImageFormat, Rgb, RgbImage};
use support::desk::{Desk, stderr};

const BOOKS: usize = 12;

/// Articles of very unequal length, the longest first, each with a photo of its own, one that all
/// share and one to come; and a folder.
fn newsroom() -> (Desk, Vec<String>) {
    let desk = Desk::new();
    let photo = |seed: u32| {
        let pixel = |x: u32, y: u32| {
            let value = u8::try_from((x * 31 + y * 17 + x * y * seed) % 251).unwrap();
            Rgb([value, value / 2, 255 - value])
        };
        let mut bytes = Cursor::new(Vec::new());
        let picture = RgbImage::from_fn(120, 80, pixel);
        picture.write_to(&mut bytes, ImageFormat::Png).unwrap();
        bytes.into_inner()
    };
    desk.put("photos/shared.png", photo(7));
    let mut names = Vec::new();
    for number in 0..BOOKS {
        let paragraphs = "The boats came in at dawn, and the mole was full of people.\n\n"
            .repeat(if number == 0 { 400 } else { number });
        let text = format!(
            "# Article {number}\n\n![Own](photo:own-{number}){{alt=\"A photo.\"}}\n\n{paragraphs}\
             ![Shared](photo:shared){{alt=\"A photo.\"}}\n\n\
             ![To come](photo:to-come-{number}){{alt=\"A photo.\"}}\n"
        );
        let own = u32::try_from(number).unwrap();
        desk.put(&format!("photos/own-{number}.png"), photo(own));
        desk.put(&format!("article-{number}.md"), text);
        names.push(format!("article-{number}.md"));
    }
    desk.put("book/one.md", "# One\n\nText.\n");
    desk.put("book/two.md", "# Two\n\nText.\n");
    names.push("book".to_owned());
    (desk, names)
}

fn build(desk: &Desk, names: &[String], options: &[&str]) -> std::process::Output {
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    desk.run(&[&["build"], options, names.as_slice()].concat())
}

#[test]
fn one_thread_and_eight_give_the_same_bytes_and_words() {
    let (desk, names) = newsroom();
    let one = build(&desk, &names, &["-j1", "-o", "one", "--no-cache"]);
    assert_eq!(one.status.code(), Some(0), "{}", stderr(&one));
    let files = desk.files("one");
    assert_eq!(files.len(), 2 * (BOOKS + 1));
    for round in 0..3 {
        let folder = format!("eight-{round}");
        let eight = build(&desk, &names, &["-j8", "-o", &folder]);
        assert!(desk.files(&folder) == files);
        assert_eq!(
            stderr(&eight).replace(&folder, "one"),
            stderr(&one),
            "the books speak in their order"
        );
    }
    let alone = build(&desk, &names[3..4], &["-o", "alone"]);
    assert!(alone.status.success());
    let alone = desk.files("alone");
    assert!(alone.iter().all(|file| files.contains(file)));
    let json = build(&desk, &names, &["-j8", "-o", "json", "--format", "json"]);
    let lines = String::from_utf8(json.stdout).unwrap();
    let said = lines.lines().map(|line| {
        let value: serde_json::Value = serde_json::from_str(line).unwrap();
        value["file"].as_str().unwrap().to_owned()
    });
    let mut said: Vec<String> = said.collect();
    said.dedup();
    assert_eq!(said, names[..BOOKS]);
    desk.keep("one", "batch");
}

#[test]
fn the_last_line_counts_the_books() {
    let (desk, mut names) = newsroom();
    desk.put("empty.md", "");
    names.insert(0, "gone.md".to_owned());
    names.insert(3, "empty.md".to_owned());
    let output = build(&desk, &names, &[]);
    assert_eq!(output.status.code(), Some(3));
    let said = stderr(&output);
    assert_eq!(
        said.lines().last().unwrap(),
        "15 books: 13 made, 1 with errors, 1 not read or not written  (12 photos to come, 36 warnings)"
    );
    assert_eq!(desk.names("out").len(), 2 * (BOOKS + 1));
    let alone = build(&desk, &names[1..2], &[]);
    assert!(!stderr(&alone).contains("books:"), "{}", stderr(&alone));
    let strict = build(&desk, &names, &["--strict", "-o", "strict"]);
    assert_eq!(strict.status.code(), Some(3));
    let last = stderr(&strict).lines().last().unwrap().to_owned();
    assert!(
        last.starts_with("15 books: 1 made, 12 not written under --strict, 1 with errors"),
        "{last}"
    );
}

#[test]
fn fail_fast_begins_no_book_after_one_that_failed() {
    let (desk, mut names) = newsroom();
    names.insert(2, "gone.md".to_owned());
    let output = build(&desk, &names, &["--fail-fast", "-j1"]);
    assert_eq!(output.status.code(), Some(3));
    let last = stderr(&output).lines().last().unwrap().to_owned();
    assert_eq!(
        last,
        "14 books: 2 made, 1 not read or not written, 11 not begun  (2 photos to come, 6 warnings)"
    );
    assert_eq!(desk.names("out").len(), 4);
}

#[test]
fn fail_fast_lets_nothing_wait_for_a_thread() {
    let desk = Desk::new();
    desk.put("a0.md", "");
    let long = "The boats came in at dawn, and nobody had slept.\n\n".repeat(4_000);
    let mut names = vec!["a0.md".to_owned()];
    for number in 1..8 {
        let name = format!("a{number}.md");
        desk.put(&name, format!("# Book {number}\n\n{long}"));
        names.push(name);
    }
    let output = build(&desk, &names, &["--fail-fast", "-j2"]);
    let last = stderr(&output).lines().last().unwrap().to_owned();
    // At most the one beside it was begun by then.
    let ends = [
        "8 books: 0 made, 1 with errors, 7 not begun",
        "8 books: 1 made, 1 with errors, 6 not begun",
    ];
    assert!(ends.contains(&last.as_str()), "{last}");
}

#[test]
fn a_book_that_is_given_up_takes_no_other_with_it() {
    let desk = Desk::new();
    let long = "The boats came in at dawn, and nobody had slept.\n\n".repeat(20_000);
    desk.put("a0.md", format!("# Long\n\n{long}"));
    let mut names = vec!["a0.md".to_owned()];
    for number in 1..4 {
        let name = format!("a{number}.md");
        desk.put(&name, format!("# Book {number}\n\nWords.\n"));
        names.push(name);
    }
    let output = build(&desk, &names, &["--timeout", "60", "-j1"]);
    assert!(output.status.success(), "{}", stderr(&output));
    // With --fail-fast the others are not begun, and nothing is said of them.
    let output = build(
        &desk,
        &names,
        &["--timeout", "0.000001", "--fail-fast", "-j1", "-o", "other"],
    );
    let said = stderr(&output);
    assert!(
        said.ends_with("4 books: 0 made, 1 not read or not written, 3 not begun\n"),
        "{said}"
    );
    assert!(!said.contains("every thread"), "{said}");
}

#[test]
fn quiet_leaves_what_is_amiss() {
    let (desk, names) = newsroom();
    let quiet = build(&desk, &names[..2], &["--quiet"]);
    let said = stderr(&quiet);
    assert_eq!(said.matches("warning[missing-photo]").count(), 2, "{said}");
    assert!(!said.contains("out/") && !said.contains("books"), "{said}");
    let book = build(&desk, &names[BOOKS..], &["--quiet"]);
    assert_eq!(stderr(&book), "");
}

#[test]
fn timings_are_a_table_of_stages() {
    let (desk, names) = newsroom();
    let output = build(&desk, &names[..2], &["--timings", "--quiet", "-j2"]);
    let said = stderr(&output);
    let table: Vec<&str> = said.lines().rev().take(8).collect();
    let stages = table.iter().rev().map(|line| line[..12].trim_end());
    assert_eq!(
        stages.collect::<Vec<_>>(),
        [
            "opening",
            "reading",
            "photos",
            "layout",
            "PDF",
            "EPUB",
            "to the disk",
            "by the clock"
        ]
    );
    assert!(table[0].ends_with("on 2 threads"), "{}", table[0]);
}

#[test]
fn shards_make_every_book_once() {
    let (desk, mut names) = newsroom();
    let whole = build(&desk, &names, &["-o", "whole"]);
    assert!(whole.status.success());
    let whole = desk.files("whole");
    for of in [1, 2, 5] {
        let folder = format!("shards-{of}");
        let mut made = 0;
        for index in 0..of {
            // In whatever order the names come.
            names.rotate_left(3);
            let shard = format!("{index}/{of}");
            let output = build(&desk, &names, &["--shard", &shard, "-o", &folder, "-q"]);
            assert!(output.status.success(), "{}", stderr(&output));
            let now = desk.files(&folder).len();
            assert!(now > made, "shard {shard} made nothing new");
            made = now;
        }
        assert!(desk.files(&folder) == whole, "{of}");
    }
    let more = build(&desk, &names[..1], &["--shard", "1/2", "-o", "none"]);
    assert_eq!(more.status.code(), Some(0), "a shard may be empty");
    assert!(!desk.path("none").exists());
    let wrong = build(&desk, &names, &["--shard", "2/2"]);
    assert_eq!(wrong.status.code(), Some(2));
}

#[test]
fn a_number_of_threads_is_a_number() {
    let (desk, names) = newsroom();
    for wrong in ["0", "-1", "many", "5000"] {
        let output = build(&desk, &names[..1], &["-j", wrong]);
        assert_eq!(output.status.code(), Some(2), "{wrong}");
    }
}
