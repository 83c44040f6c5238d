//! With GNU make itself: twice does nothing, a change makes exactly the books that it concerns, and a
//! photo that arrives exactly the book that waits for it.
#![cfg(feature = "cli")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod support;

use std::collections::BTreeMap;
use std::fs;
use std::io::{Cursor, Write};
use std::process::{Command, Output};
use std::time::{Duration, SystemTime};

use image::{ImageFormat, Rgb, RgbImage};
use support::desk::{CUTLINE, Desk, stderr};

fn photo(seed: u32) -> Vec<u8> {
    let pixel = |x: u32, y: u32| Rgb([u8::try_from((x * seed + y) % 251).unwrap(), 9, 99]);
    let mut bytes = Cursor::new(Vec::new());
    let picture = RgbImage::from_fn(60, 40, pixel);
    picture.write_to(&mut bytes, ImageFormat::Jpeg).unwrap();
    bytes.into_inner()
}

/// Five articles: `a` and `b` show a photo together, `c` one of its own and one to come, `d` one to
/// come by path; `e` and the folder none. The last names have all that make could take otherwise.
fn newsroom(folder: &str) -> Desk {
    let desk = Desk::new();
    let put = |name: &str, content: &[u8]| desk.put(&format!("{folder}{name}"), content);
    for (name, photos) in [
        ("a", "![Quay](photo:quay){alt=\"A quay.\"}"),
        ("b", "![Quay](photos/quay.jpg){alt=\"A quay.\"}"),
        (
            "c",
            "![Own](own.jpg){alt=\"A boat.\"}\n\n![Late](photo:late-1){alt=\"A boat.\"}",
        ),
        ("d", "![Late](deep/later.jpg){alt=\"A boat.\"}"),
        ("e", "Only text."),
    ] {
        put(
            &format!("{name}.md"),
            format!("# {name}\n\nText.\n\n{photos}\n").as_bytes(),
        );
    }
    put("photos/quay.jpg", &photo(3));
    put("photos/late-10.jpg", &photo(4));
    put("own.jpg", &photo(5));
    put("book/cutline.toml", b"title = \"Book\"\n");
    put("book/one.md", b"# One\n\nText.\n");
    desk
}

const BOOKS: [&str; 6] = ["a", "b", "book", "c", "d", "e"];

impl Rules<'_> {
    fn make(&self, arguments: &[&str]) -> Output {
        let mut command = Command::new("make");
        command
            .current_dir(self.desk.path(""))
            .arg(format!("CUTLINE={CUTLINE}"))
            .args(arguments)
            .env_remove("MAKEFLAGS")
            .env_remove("MAKELEVEL")
            .env_remove("MFLAGS");
        let output = command.output().expect("make is needed for this test");
        assert!(output.status.success(), "{}", stderr(&output));
        output
    }

    /// The books whose editions are other files than they were.
    fn made(&self) -> Vec<String> {
        let before = self.times();
        self.make(&["-j2"]);
        let after = self.times();
        let quiet = self.make(&["-q"]);
        assert!(quiet.stdout.is_empty());
        let stem = |name: &str| name.rsplit_once('.').unwrap().0.to_owned();
        let changed = after
            .iter()
            .filter(|(name, time)| before.get(*name) != Some(*time));
        let mut made: Vec<String> = changed.map(|(name, _)| stem(name)).collect();
        assert_eq!(made.len() % 2, 0, "an edition was made without the other");
        made.dedup();
        made
    }

    fn times(&self) -> BTreeMap<String, SystemTime> {
        let Ok(entries) = fs::read_dir(self.desk.path("out")) else {
            return BTreeMap::new();
        };
        let files = entries.map(Result::unwrap).filter(|it| it.path().is_file());
        let times = files.map(|entry| {
            let time = entry.metadata().unwrap().modified().unwrap();
            (entry.file_name().into_string().unwrap(), time)
        });
        times.collect()
    }
}

struct Rules<'a> {
    desk: &'a Desk,
}

fn rules<'a>(desk: &'a Desk, from: &str) -> Rules<'a> {
    let printed = desk.run(&["make-rules"]);
    assert!(printed.status.success());
    let text = String::from_utf8(printed.stdout).unwrap();
    desk.put("Makefile", format!("FROM := {from}\n{text}"));
    Rules { desk }
}

#[test]
fn make_makes_what_changed_and_nothing_else() {
    for folder in ["", "news/"] {
        let desk = newsroom(folder);
        let at = |name: &str| format!("{folder}{name}");
        let rules = rules(&desk, if folder.is_empty() { "." } else { "news" });
        assert_eq!(rules.made(), BOOKS);
        assert_eq!(rules.made(), [""; 0], "twice does nothing");
        let set = |name: &str, time: SystemTime| {
            let file = fs::File::options().write(true).open(desk.path(&at(name)));
            file.unwrap().set_modified(time).unwrap();
        };
        let old = SystemTime::UNIX_EPOCH + Duration::from_secs(1_000_000_000);
        let changed = |name: &str| {
            // Later than the editions, whatever the clock of the file system.
            set(name, SystemTime::now() + Duration::from_secs(9));
            let before = rules.times();
            rules.make(&["-j2"]);
            let after = rules.times();
            set(name, old);
            let other = |stem: &&&str| {
                let name = format!("{stem}.pdf");
                before[&name] != after[&name]
            };
            BOOKS.iter().filter(other).copied().collect::<Vec<_>>()
        };
        assert_eq!(changed("photos/quay.jpg"), ["a", "b"]);
        assert_eq!(changed("own.jpg"), ["c"]);
        assert_eq!(changed("e.md"), ["e"]);
        assert_eq!(changed("book/one.md"), ["book"]);
        assert_eq!(rules.made(), [""; 0]);

        // Photos that arrive, however old their files are.
        let arrive = |name: &str| {
            desk.put(&at(name), photo(7));
            let old = SystemTime::UNIX_EPOCH + Duration::from_secs(1_000_000_000);
            let file = fs::File::options().write(true).open(desk.path(&at(name)));
            file.unwrap().set_modified(old).unwrap();
        };
        arrive("photos/late-11.jpg");
        assert_eq!(rules.made(), [""; 0], "nobody waits for it");
        arrive("assets/Late-1.JPG");
        assert_eq!(rules.made(), ["c"]);
        assert_eq!(rules.made(), [""; 0]);
        arrive("deep/later.jpg");
        assert_eq!(rules.made(), ["d"]);
        arrive("photos/late-1.png");
        assert_eq!(rules.made(), ["c"], "a photo that goes before the other");
        desk.put(&at("book/two.md"), "# Two\n\nText.\n");
        assert_eq!(rules.made(), ["book"]);
        assert_eq!(rules.made(), [""; 0]);

        // What goes.
        fs::remove_file(desk.path(&at("own.jpg"))).unwrap();
        assert_eq!(rules.made(), ["c"]);
        fs::remove_file(desk.path(&at("book/one.md"))).unwrap();
        assert_eq!(rules.made(), ["book"]);
        fs::remove_file(desk.path("out/e.epub")).unwrap();
        assert_eq!(rules.made(), ["e"]);
        desk.put(&at("photos.toml"), "[quay]\ncredit = \"Ida Lund\"\n");
        assert_eq!(rules.made(), ["a", "b", "c", "d", "e"]);
        assert_eq!(rules.made(), [""; 0]);
    }
}

#[test]
fn names_that_make_takes_otherwise_are_quoted() {
    let desk = Desk::new();
    let strange = [
        "a b", "5$ (x)", "100%", "n#1", "x:y", "q?[1]*", "~c", "d,e", "f=g", "back\\ s",
    ];
    for name in strange {
        desk.put(
            &format!("in {name}/t.md"),
            "# T\n\n![A](own.jpg){alt=\"x\"}\n\n![B](photo:late){alt=\"x\"}\n",
        );
        desk.put(&format!("in {name}/own.jpg"), photo(2));
        let input = format!("in {name}/t.md");
        let output = desk.run(&["build", &input, "-o", "out", "--depfile", "t.d"]);
        assert!(output.status.success(), "{}", stderr(&output));
        let lines = fs::read_to_string(desk.path("t.d")).unwrap();
        desk.put(
            "Makefile",
            "out/t.epub out/t.pdf:\n\t@echo made\ninclude t.d\n",
        );
        let made = || {
            let output = Command::new("make")
                .current_dir(desk.path(""))
                .arg("out/t.pdf")
                .env_remove("MAKEFLAGS")
                .env_remove("MAKELEVEL")
                .output()
                .unwrap();
            assert!(
                output.status.success(),
                "{name}: {}\n{lines}",
                stderr(&output)
            );
            String::from_utf8(output.stdout).unwrap().contains("made\n")
        };
        let set = |path: &str, seconds: u64| {
            let time = SystemTime::UNIX_EPOCH + Duration::from_secs(seconds);
            let file = fs::File::options()
                .write(true)
                .open(desk.path(path))
                .unwrap();
            file.set_modified(time).unwrap();
        };
        let photo_path = format!("in {name}/own.jpg");
        set(&input, 1_000);
        set(&photo_path, 1_000);
        set("out/t.pdf", 2_000);
        assert!(!made(), "{name}\n{lines}");
        set(&photo_path, 3_000);
        assert!(made(), "{name}: the photo is not watched\n{lines}");
        set(&photo_path, 1_000);
        set(&input, 3_000);
        assert!(made(), "{name}: the manuscript is not watched\n{lines}");
        set(&input, 1_000);
        desk.put(&format!("in {name}/assets/late.gif"), "x");
        assert!(made(), "{name}: what comes is not seen\n{lines}");
    }
}

#[test]
fn what_a_book_depends_on_is_written_when_it_fails_too() {
    let desk = newsroom("");
    desk.put("broken.md", "");
    let names = ["broken.md", "gone.md", "c.md"];
    let arguments = [
        &[
            "build",
            "--depfile",
            "notes/all.d",
            "--manifest",
            "notes/all.json",
        ],
        &names[..],
    ];
    let output = desk.run(&arguments.concat());
    assert_eq!(output.status.code(), Some(3));
    let lines = fs::read_to_string(desk.path("notes/all.d")).unwrap();
    for expected in [
        "out/broken.epub out/broken.pdf: \\\n  broken.md\n",
        "out/gone.epub out/gone.pdf: \\\n  gone.md\n",
        "out/c.epub out/c.pdf: \\\n  c.md \\\n  own.jpg\n",
    ] {
        assert!(lines.contains(expected), "{lines}");
    }
    let text = fs::read_to_string(desk.path("notes/all.json")).unwrap();
    let manifest: serde_json::Value = serde_json::from_str(&text).unwrap();
    let ended = ["error", "input/output", "made"];
    for (number, (name, ended)) in names.iter().zip(ended).enumerate() {
        let book = &manifest["books"][number];
        assert_eq!(book["input"], *name);
        assert_eq!(book["ended"], ended);
    }
    let made = &manifest["books"][2];
    let paths = |key: &str| {
        let files = made[key].as_array().unwrap().iter();
        files
            .map(|file| file["path"].as_str().unwrap())
            .collect::<Vec<_>>()
    };
    assert_eq!(paths("inputs"), ["c.md", "own.jpg"]);
    assert_eq!(paths("outputs"), ["out/c.epub", "out/c.pdf"]);
    // Both say the same of a file: its length, and its hash as another program finds it.
    let sum = Command::new("sha256sum")
        .arg(desk.path("out/c.pdf"))
        .output()
        .unwrap();
    let sum = String::from_utf8(sum.stdout).unwrap();
    let pdf = &made["outputs"][1];
    assert_eq!(
        pdf["sha256"].as_str().unwrap(),
        sum.split(' ').next().unwrap()
    );
    assert_eq!(
        pdf["bytes"],
        fs::metadata(desk.path("out/c.pdf")).unwrap().len()
    );
    assert_eq!(manifest["books"][0]["outputs"].as_array().unwrap().len(), 0);
}

#[test]
#[cfg(target_os = "linux")]
fn what_is_no_file_is_written_into_and_not_replaced() {
    let desk = newsroom("");
    std::os::unix::fs::symlink("real.d", desk.path("link.d")).unwrap();
    let output = desk.run(&[
        "build",
        "--quiet",
        "--depfile",
        "link.d",
        "--manifest",
        "/dev/stdout",
        "a.md",
    ]);
    assert!(output.status.success(), "{}", stderr(&output));
    let lines = fs::read_to_string(desk.path("real.d")).unwrap();
    assert!(
        lines.contains("out/a.epub out/a.pdf: \\\n  a.md"),
        "{lines}"
    );
    assert!(desk.path("link.d").is_symlink());
    let manifest: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(manifest["books"][0]["input"], "a.md");
    // Into a file that somebody has written to before.
    let mut log = fs::File::create(desk.path("log")).unwrap();
    log.write_all(b"Before.\n").unwrap();
    let arguments = ["build", "--quiet", "--depfile", "/dev/stdout", "a.md"];
    let mut command = desk.command(&arguments);
    assert!(command.stdout(log).status().unwrap().success());
    let log = fs::read_to_string(desk.path("log")).unwrap();
    assert!(log.starts_with("Before.\n# What books"), "{log}");
}

#[test]
fn inputs_are_listed_before_anything_is_built() {
    let desk = newsroom("");
    let output = desk.run(&["build", "--list-inputs", "a.md", "c.md", "book"]);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    assert_eq!(
        String::from_utf8(output.stdout).unwrap(),
        "a.md\nbook/cutline.toml\nbook/one.md\nc.md\nown.jpg\nphotos/quay.jpg\n"
    );
    assert!(!desk.path("out").exists());
    let json = desk.run(&[
        "build",
        "--list-inputs",
        "--format",
        "json",
        "d.md",
        "gone.md",
    ]);
    assert_eq!(json.status.code(), Some(3));
    let lines = String::from_utf8(json.stdout).unwrap();
    assert!(lines.contains(r#"{"path":"d.md","there":true}"#), "{lines}");
    assert!(
        lines.contains(r#"{"path":"deep/later.jpg","there":false}"#),
        "{lines}"
    );
}
