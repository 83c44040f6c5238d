//! The command as people and scripts meet it: exit codes, messages, and what stands in the output
//! folder afterwards.
#![cfg(feature = "cli")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod support;

use std::fs;
use std::io::{Cursor, Read};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

use image::{DynamicImage, ImageFormat, Rgb, RgbImage};
use support::desk::{CUTLINE, Desk, stderr};

fn photo(format: ImageFormat) -> Vec<u8> {
    // Uneven enough that it does not shrink to nothing.
    let pixel = |x: u32, y: u32| {
        let value = (x * 31 + y * 17 + x * y * 7) % 251;
        let value = u8::try_from(value).unwrap();
        Rgb([value, value / 2, 255 - value])
    };
    let picture: DynamicImage = RgbImage::from_fn(240, 160, pixel).into();
    let mut bytes = Cursor::new(Vec::new());
    picture.write_to(&mut bytes, format).unwrap();
    bytes.into_inner()
}

const HARBOUR: &str = "\
# The Harbour

The boats came in at dawn, and the mole was full of people before the sun was up.

![Boats at the mole](photos/boats.jpg){alt=\"Nine fishing boats at a stone mole.\"}

They had been away for three days. Nobody had slept.

![The lighthouse](photo:lighthouse){alt=\"A white lighthouse.\" credit=\"Harbour Press\"}

## What they brought

Herring, mostly, and one very old anchor.

![The anchor](anchor.png){alt=\"A rusty anchor on the quay.\"}

The auction was over by eight. (photo: Harbour Press Office)
";

/// A manuscript with a JPEG, a PNG and two photos to come.
fn harbour() -> Desk {
    let desk = Desk::new();
    desk.put("harbour.md", HARBOUR);
    desk.put("photos/boats.jpg", photo(ImageFormat::Jpeg));
    desk.put("anchor.png", photo(ImageFormat::Png));
    desk
}

#[test]
fn both_editions_are_made() {
    let desk = harbour();
    let output = desk.run(&["build", "harbour.md"]);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    assert_eq!(desk.names("out"), ["harbour.epub", "harbour.pdf"]);
    let closing = stderr(&output).lines().last().unwrap().to_owned();
    assert!(
        closing.starts_with("out/harbour.epub  out/harbour.pdf  ("),
        "{closing}"
    );
    assert!(output.stdout.is_empty());
    desk.keep("out", "cli");
}

#[test]
fn only_the_editions_asked_for_are_made() {
    let desk = harbour();
    for (to, expected) in [
        ("epub", vec!["harbour.epub"]),
        ("pdf", vec!["harbour.pdf"]),
        ("pdf,epub,pdf", vec!["harbour.epub", "harbour.pdf"]),
    ] {
        let output = desk.run(&["build", "harbour.md", "--to", to, "--page", "a4", "-o", to]);
        assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
        assert_eq!(desk.names(to), expected);
    }
    desk.keep("pdf,epub,pdf", "cli-a4");
}

#[test]
fn help_and_version_are_no_errors() {
    let desk = Desk::new();
    for (arguments, word) in [
        (vec!["--help"], "cutline build"),
        (vec!["build", "--help"], "Exit codes"),
        (vec!["--version"], env!("CARGO_PKG_VERSION")),
    ] {
        let output = desk.run(&arguments);
        assert_eq!(output.status.code(), Some(0));
        assert!(String::from_utf8(output.stdout).unwrap().contains(word));
    }
}

#[test]
fn usage_errors_exit_with_2_and_do_nothing() {
    let desk = harbour();
    desk.put("other/harbour.md", "# Another harbour\n\nText.\n");
    for arguments in [
        vec![],
        vec!["build"],
        vec!["build", "-o", "x"],
        vec!["build", "--bogus"],
        vec!["build", "harbour.md", "--to", "docx"],
        vec!["build", "harbour.md", "--page", "a6"],
        vec!["build", "harbour.md", "other/harbour.md"],
    ] {
        let output = desk.run(&arguments);
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        assert!(!output.stderr.is_empty());
        assert!(!desk.path("out").exists());
    }
    let mut command = desk.command(&["build", "harbour.md"]);
    let output = command
        .env("SOURCE_DATE_EPOCH", "yesterday")
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(2));
}

#[test]
fn what_cannot_be_read_exits_with_3() {
    let desk = Desk::new();
    snapbox::cmd::Command::from_std(desk.command(&["build", "/nonexistent.md"]))
        .assert()
        .code(3)
        .stdout_eq("")
        .stderr_eq("error: cannot read /nonexistent.md: [..]\n");
}

#[test]
fn an_empty_manuscript_exits_with_1_and_says_so() {
    let desk = Desk::new();
    for (name, content) in [("empty.md", ""), ("blank.txt", " \n\n\t\n")] {
        desk.put(name, content);
        let output = desk.run(&["build", name]);
        assert_eq!(output.status.code(), Some(1), "{}", stderr(&output));
        assert!(
            stderr(&output).contains("error[empty-manuscript]"),
            "{}",
            stderr(&output)
        );
        assert!(!desk.path("out").exists());
    }
}

#[test]
fn findings_are_drawn_where_they_stand() {
    let desk = Desk::new();
    desk.put(
        "harbour.md",
        "# Harbour\n\n![Boats](photo:boats){alt=\"Boats.\"}\n",
    );
    snapbox::cmd::Command::from_std(desk.command(&["build", "harbour.md"]))
        .assert()
        .code(0)
        .stdout_eq("")
        .stderr_eq(
            "\
warning[missing-photo]: the photo `boats` is still to come
 --> harbour.md:3:1
  |
3 | ![Boats](photo:boats){alt=\"Boats.\"}
  | ^^^^^^^^^^^^^^^^^^^^^[..]
  |
  = help: put it at photos/boats.jpg

out/harbour.epub  out/harbour.pdf  (1 photo to come, 1 warning)
",
        );
}

/// A photo that is bad in one way each, and what is said of it.
fn bad_photos() -> Vec<(&'static str, Desk)> {
    let desk = |address: &str| {
        let desk = Desk::new();
        let text = format!("# News\n\nText.\n\n![Cutline]({address}){{alt=\"A photo.\"}}\n");
        desk.put("project/news.md", text);
        desk
    };
    let missing = desk("photo:harbour");

    let cut = desk("cut.jpg");
    let jpeg = photo(ImageFormat::Jpeg);
    cut.put("project/cut.jpg", &jpeg[..jpeg.len() / 2]);

    let text = desk("text.jpg");
    text.put("project/text.jpg", "The photo follows by courier.\n");

    let outside = desk("../outside.jpg");
    outside.put("outside.jpg", &jpeg);

    let link = desk("link.jpg");
    link.put("outside.jpg", &jpeg);
    std::os::unix::fs::symlink("../outside.jpg", link.path("project/link.jpg")).unwrap();

    let pipe = desk("pipe.jpg");
    let path = pipe.path("project/pipe.jpg");
    assert!(Command::new("mkfifo").arg(path).status().unwrap().success());

    vec![
        ("missing-photo", missing),
        ("unreadable-photo", cut),
        ("unreadable-photo", text),
        ("photo-outside-project", outside),
        ("photo-outside-project", link),
        ("unreadable-photo", pipe),
        ("remote-photo", desk("https://example.org/a.jpg")),
    ]
}

#[test]
fn a_bad_photo_becomes_a_slot_and_a_warning() {
    for (number, (code, desk)) in bad_photos().into_iter().enumerate() {
        let (exit, codes) = desk.findings(&["project/news.md"]);
        assert_eq!((exit, codes), (0, vec![code.to_owned()]));
        assert_eq!(desk.names("out"), ["news.epub", "news.pdf"]);
        desk.keep("out", &format!("cli-bad-{number}"));
    }
}

#[test]
fn under_strict_a_warning_stops_the_book() {
    for (code, desk) in bad_photos() {
        let (exit, codes) = desk.findings(&["project/news.md", "--strict"]);
        assert_eq!((exit, codes), (4, vec![code.to_owned()]));
        assert!(!desk.path("out").exists());
    }
    let sound = Desk::new();
    sound.put("news.md", "# News\n\nAll is well.\n");
    assert_eq!(sound.findings(&["news.md", "--strict"]), (0, vec![]));
}

#[test]
fn made_photos_are_kept_where_the_user_says_and_never_show() {
    let desk = harbour();
    let build = |arguments: &[&str]| {
        let build = ["build", "harbour.md", "--profile", "kindle"];
        let output = desk.run(&[&build, arguments].concat());
        assert!(output.status.success(), "{}", stderr(&output));
    };
    build(&["--no-cache"]);
    assert!(!desk.path("out/.cutline").exists());
    let plain = desk.files("out");
    build(&[]);
    assert_eq!(desk.files("out"), plain);
    // The anchor's PNG, decoded for print, and the cover painted over the JPEG of the boats, which shops ask for.
    let kept = desk.files("out/.cutline/photos");
    assert_eq!(kept.len(), 2);
    build(&[]);
    assert_eq!(desk.files("out"), plain);
    assert_eq!(desk.files("out/.cutline/photos"), kept);
    for (name, bytes) in kept {
        desk.put(
            &format!("out/.cutline/photos/{name}"),
            &bytes[..bytes.len() / 2],
        );
    }
    build(&[]);
    assert_eq!(desk.files("out"), plain);
    build(&["-o", "other", "--cache", "kept/here"]);
    assert_eq!(desk.files("other"), plain);
    assert_eq!(desk.files("kept/here").len(), 2);
    assert!(!desk.path("other/.cutline").exists());
    let both = desk.run(&["build", "harbour.md", "--cache", "a", "--no-cache"]);
    assert_eq!(both.status.code(), Some(2));
}

#[test]
fn a_photo_that_cannot_be_decoded_fails_no_cover() {
    let desk = harbour();
    let mut bytes = photo(ImageFormat::Jpeg);
    // A second frame header: the head of the file is whole, and no decoder goes on.
    let at = bytes
        .windows(2)
        .position(|two| two == [0xFF, 0xC0])
        .unwrap();
    let length = usize::from(u16::from_be_bytes([bytes[at + 2], bytes[at + 3]]));
    let header = bytes[at..at + 2 + length].to_vec();
    bytes.splice(at..at, header);
    desk.put("photos/boats.jpg", bytes);
    let for_a_shop = ["build", "harbour.md", "--profile", "kindle"];
    let output = desk.run(&for_a_shop);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    let said = stderr(&output);
    assert!(said.contains("the e-book's cover is not painted"), "{said}");
    assert_eq!(desk.names("out"), ["harbour.epub", "harbour.pdf"]);
    let strict = desk.run(&[&for_a_shop[..], &["--strict", "-o", "other"]].concat());
    assert_eq!(strict.status.code(), Some(4));
}

#[test]
fn an_articles_cover_is_painted_for_a_shop() {
    let desk = harbour();
    let cover = |arguments: &[&str]| {
        let build = ["build", "harbour.md", "--to", "epub"];
        let output = desk.run(&[&build, arguments].concat());
        assert!(output.status.success(), "{}", stderr(&output));
        let file = std::fs::File::open(desk.path("out/harbour.epub")).unwrap();
        let mut book = zip::ZipArchive::new(file).unwrap();
        let mut package = String::new();
        let mut entry = book.by_name("OEBPS/content.opf").unwrap();
        entry.read_to_string(&mut package).unwrap();
        let mut items = package.lines();
        let cover = items.find(|line| line.contains("properties=\"cover-image\""));
        cover.unwrap().to_owned()
    };
    let of_an_article = cover(&[]);
    assert!(
        of_an_article.contains("href=\"photos/boats.jpg\""),
        "{of_an_article}"
    );
    let for_a_shop = cover(&["--profile", "kindle"]);
    assert!(for_a_shop.contains("href=\"cover.jpg\""), "{for_a_shop}");
    desk.put("harbour.md", "# One\n\n![](boats)\n\n# Two\n\nWords.\n");
    let of_a_book = cover(&[]);
    assert!(of_a_book.contains("href=\"cover.jpg\""), "{of_a_book}");
}

#[test]
fn limits_of_pixels_and_colours_in_print_are_said_in_either_place() {
    let desk = harbour();
    let build = |to: &str, arguments: &[&str]| {
        let output = desk.run(&[&["build", "-o", to], arguments].concat());
        assert!(output.status.success(), "{}", stderr(&output));
        desk.files(to)
    };
    let plain = build("plain", &["harbour.md"]);
    let reduced = build("reduced", &["harbour.md", "--max-pixels", "1000"]);
    assert!(
        reduced[0].1.len() < plain[0].1.len(),
        "the e-book is no smaller"
    );
    assert_eq!(reduced[1], plain[1], "print has all pixels");
    assert_eq!(build("all", &["harbour.md", "--max-pixels", "none"]), plain);
    assert_eq!(
        build("kept", &["harbour.md", "--print-colours", "keep"]),
        plain
    );
    let block = "---\nmax_pixels: 1_000\nprint_colours: convert\n---\n";
    desk.put("harbour.md", format!("{block}{HARBOUR}"));
    assert_eq!(build("block", &["harbour.md"])[0], reduced[0]);
    let plain_again = build("option", &["harbour.md", "--max-pixels", "none"]);
    assert_eq!(plain_again, plain, "the command line has the last word");
    for wrong in [
        ["--max-pixels", "0"],
        ["--max-pixels", "4M"],
        ["--print-colours", "grey"],
    ] {
        let output = desk.run(&[&["build", "harbour.md"], wrong.as_slice()].concat());
        assert_eq!(output.status.code(), Some(2), "{wrong:?}");
    }
    desk.put(
        "harbour.md",
        "---\nmax_pixels: many\nprint_colours: red\n---\n# Harbour\n\nText.\n",
    );
    let code = "invalid-metadata-value".to_owned();
    assert_eq!(
        desk.findings(&["harbour.md"]),
        (0, vec![code.clone(), code])
    );
}

#[test]
fn limits_can_be_moved_and_say_which_was_met() {
    let desk = harbour();
    for (limit, expected) in [
        ("photo=60", "bytes, the limit is 60 bytes"),
        ("pixels=100", "pixels, the limit is 100"),
    ] {
        for command in ["build", "check", "photos"] {
            let output = desk.run(&[command, "--limit", limit, "harbour.md"]);
            assert_eq!(output.status.code(), Some(0), "{command} {limit}");
            let said = stderr(&output);
            assert_eq!(
                said.matches("warning[photo-too-large]").count(),
                2,
                "{said}"
            );
            assert!(said.contains(expected), "{said}");
        }
    }
    let said = stderr(&desk.run(&["build", "--limit", "memory=100", "harbour.md"]));
    assert!(said.contains("decoding it takes over 100 bytes"), "{said}");
    let long = desk.run(&["build", "--limit", "text=100", "harbour.md"]);
    assert_eq!(long.status.code(), Some(1));
    assert_eq!(
        stderr(&long),
        "error: harbour.md is longer than 100 bytes\n"
    );
    desk.put("book/book.toml", "[book]\ntitle = \"x\"\n");
    desk.put("book/src/SUMMARY.md", "[One](one.md)\n");
    desk.put("book/src/one.md", "# One\n\n{{#include two.md}}\n");
    desk.put("book/src/two.md", "Words of the other file.\n");
    assert_eq!(desk.findings(&["book"]), (0, vec![]));
    let said = stderr(&desk.run(&["check", "--limit", "included=50", "book"]));
    assert!(said.contains("more than 50 bytes are included"), "{said}");
    // As deep as can be asked for, all the way and back.
    let deep = 256;
    let list: String = (0..deep).map(|it| "  ".repeat(it) + "- a\n").collect();
    let quote = "> ".repeat(deep) + "b\n";
    let html = "<div>\n".repeat(deep) + "\n\nc\n\n" + &"</div>\n".repeat(deep);
    desk.put("deep.md", format!("# Deep\n\n{list}\n{quote}\n{html}"));
    for command in [["build", "--strict"], ["check", "--parity"]] {
        let moved = desk.run(&[&command[..], &["--limit", "nesting=256", "deep.md"]].concat());
        assert_eq!(moved.status.code(), Some(0), "{}", stderr(&moved));
        assert!(!stderr(&moved).contains("nested"), "{}", stderr(&moved));
    }
    let usual = stderr(&desk.run(&["check", "deep.md"]));
    assert!(usual.contains("nested deeper than 64 levels"), "{usual}");
    for wrong in ["nesting=257", "photo=0", "photo=1KB", "time=9", "pixels"] {
        let output = desk.run(&["build", "--limit", wrong, "harbour.md"]);
        assert_eq!(output.status.code(), Some(2), "{wrong}");
    }
}

#[test]
fn one_broken_book_does_not_stop_the_others() {
    let desk = harbour();
    desk.put("empty.md", "");
    desk.put("good.md", "# Good\n\nText.\n");
    let output = desk.run(&["build", "empty.md", "gone.md", "good.md"]);
    assert_eq!(output.status.code(), Some(3));
    assert_eq!(desk.names("out"), ["good.epub", "good.pdf"]);
    let output = desk.run(&["build", "--strict", "empty.md", "harbour.md"]);
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(desk.names("out"), ["good.epub", "good.pdf"]);
}

#[test]
fn a_reader_who_closes_the_pipe_is_no_error() {
    let desk = Desk::new();
    desk.put("news.md", "# News\n\n![Boats](photo:boats)\n");
    let mut command = desk.command(&["build", "--format", "json", "news.md"]);
    let mut child = command
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    assert_eq!(stderr(&output), "");
}

#[test]
fn the_same_input_gives_the_same_bytes() {
    let desk = harbour();
    assert_eq!(desk.run(&["build", "harbour.md"]).status.code(), Some(0));
    let first = desk.files("out");

    assert_eq!(desk.run(&["build", "harbour.md"]).status.code(), Some(0));
    assert!(desk.files("out") == first, "a second time");

    let elsewhere = harbour();
    elsewhere.put("deep/er/x", "");
    let manuscript = elsewhere.path("harbour.md");
    for (number, (zone, language, threads)) in [
        ("Pacific/Kiritimati", "ar_EG.UTF-8", "1"),
        ("America/St_Johns", "tr_TR.UTF-8", "7"),
    ]
    .into_iter()
    .enumerate()
    {
        let folder = format!("out-{number}");
        let output = elsewhere
            .command(&["build", manuscript.to_str().unwrap(), "-o"])
            .arg(elsewhere.path(&folder))
            .current_dir(elsewhere.path("deep/er"))
            .env("TZ", zone)
            .env("LANG", language)
            .env("LC_ALL", language)
            .env("RAYON_NUM_THREADS", threads)
            .output()
            .unwrap();
        assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
        assert!(
            elsewhere.files(&folder) == first,
            "{zone} {language} {threads}"
        );
    }
}

#[test]
fn the_source_date_is_heeded() {
    let desk = harbour();
    let build = |date: &str, folder: &str| {
        let mut command = desk.command(&["build", "harbour.md", "-o", folder]);
        let output = command.env("SOURCE_DATE_EPOCH", date).output().unwrap();
        assert_eq!(output.status.code(), Some(0));
        desk.files(folder)
    };
    let first = build("1700000000", "a");
    assert!(first == build("1700000000", "b"));
    for ((name, one), (_, other)) in first.iter().zip(build("1600000000", "c")) {
        assert!(*one != other, "{name}");
    }
}

/// Builds the old editions, then a new manuscript takes the place of theirs.
fn with_old_editions() -> (Desk, Vec<(String, Vec<u8>)>) {
    let desk = harbour();
    assert_eq!(desk.run(&["build", "harbour.md"]).status.code(), Some(0));
    let old = desk.files("out");
    desk.put(
        "harbour.md",
        format!("{HARBOUR}\nThe anchor was sold last.\n"),
    );
    (desk, old)
}

#[test]
fn a_full_disk_leaves_the_old_editions() {
    let (desk, old) = with_old_editions();
    // No file may grow past a few kilobytes: writing fails as on a full disk. The signal that
    // comes with it is ignored, so that the program sees the failure and not its end.
    let limited = "trap '' XFSZ; ulimit -f 8; exec \"$0\" build harbour.md";
    let mut command = Command::new("sh");
    command
        .args(["-c", limited, CUTLINE])
        .current_dir(desk.path("."));
    let output = command.output().unwrap();
    assert_eq!(output.status.code(), Some(3), "{}", stderr(&output));
    assert!(
        stderr(&output).contains("out/harbour."),
        "{}",
        stderr(&output)
    );
    assert!(desk.files("out") == old);
}

#[test]
fn a_folder_that_may_not_be_written_leaves_the_old_editions() {
    let (desk, old) = with_old_editions();
    let out = desk.path("out");
    set_mode(&out, 0o555);
    let mut command = desk.command(&["build", "harbour.md"]);
    if fs::write(out.join("probe"), "").is_ok() {
        // Nothing stops the superuser, so it becomes somebody else: for them, the program is
        // copied to where they may run it.
        fs::remove_file(out.join("probe")).unwrap();
        set_mode(&desk.path("."), 0o755);
        fs::copy(CUTLINE, desk.path("cutline")).unwrap();
        command = Command::new("setpriv");
        command
            .args(["--reuid=65534", "--regid=65534", "--clear-groups"])
            .arg(desk.path("cutline"))
            .args(["build", "harbour.md"])
            .current_dir(desk.path("."));
    }
    let output = command
        .output()
        .expect("the superuser needs setpriv of util-linux");
    set_mode(&out, 0o755);
    assert_eq!(output.status.code(), Some(3), "{}", stderr(&output));
    assert!(
        stderr(&output).contains("cannot write"),
        "{}",
        stderr(&output)
    );
    assert!(desk.files("out") == old);
}

fn set_mode(path: &Path, mode: u32) {
    use std::os::unix::fs::PermissionsExt;
    fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
}

#[test]
fn an_output_folder_that_is_a_file_exits_with_3() {
    let desk = harbour();
    desk.put("out", "a file");
    assert_eq!(desk.run(&["build", "harbour.md"]).status.code(), Some(3));
    assert_eq!(fs::read(desk.path("out")).unwrap(), b"a file");
}

#[test]
fn a_kill_in_the_middle_leaves_whole_editions() {
    let (desk, old) = with_old_editions();
    assert_eq!(
        desk.run(&["build", "harbour.md", "-o", "new"])
            .status
            .code(),
        Some(0)
    );
    let new = desk.files("new");
    for delay in 0..24 {
        let mut command = desk.command(&["build", "harbour.md"]);
        let mut child = command.stderr(Stdio::null()).spawn().unwrap();
        std::thread::sleep(Duration::from_millis(delay * 3));
        child.kill().unwrap();
        child.wait().unwrap();
        for (name, bytes) in [&old, &new].into_iter().flatten() {
            let found = fs::read(desk.path("out").join(name)).unwrap();
            let whole = [&old, &new].into_iter().flatten();
            let is_whole = whole
                .filter(|(other, _)| other == name)
                .any(|(_, one)| *one == found);
            assert!(
                is_whole,
                "{name} after {} bytes of {}",
                found.len(),
                bytes.len()
            );
        }
    }
}

#[test]
fn codes_are_explained() {
    let desk = Desk::new();
    let list = desk.run(&["explain"]);
    assert!(list.status.success());
    assert!(
        String::from_utf8(list.stdout)
            .unwrap()
            .contains("missing-alt ")
    );
    let one = desk.run(&["explain", "missing-alt"]);
    let said = String::from_utf8(one.stdout).unwrap();
    assert!(said.starts_with("warning[missing-alt]: "), "{said}");
    let none = desk.run(&["explain", "mising-alt"]);
    assert_eq!(none.status.code(), Some(2));
    let said = String::from_utf8(none.stderr).unwrap();
    assert!(said.contains("did you mean `missing-alt`?"), "{said}");
}

#[test]
fn a_file_that_is_not_there_is_json_too() {
    let desk = Desk::new();
    let output = desk.run(&["check", "--format", "json", "nope.md"]);
    assert_eq!(output.status.code(), Some(3));
    let value: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(value["severity"], "error");
    assert!(value["code"].is_null());
}
