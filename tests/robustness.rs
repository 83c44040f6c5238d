//! Nothing is ever lost: whatever moment a run ends in, by whatever hand, each edition is the whole old
//! or the whole new one, and nothing else is left in the output folder.
//!
//! `CUTLINE_KILLS=1000` kills so many runs.
#![cfg(all(feature = "cli", target_os = "linux"))]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod support;

use std::fs::{self, File};
use std::io::Cursor;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use image::{ImageFormat, Rgb, RgbImage};
use support::desk::{Desk, stderr};

type Editions = Vec<(String, Vec<u8>)>;

/// Two books, of which one has a photo that must be made anew for print, in an old and a new wording
/// with the editions of either.
struct Shop {
    desk: Desk,
    wordings: [Editions; 2],
}

const BOOKS: [&str; 2] = ["harbour.md", "winter.md"];

impl Shop {
    fn new() -> Shop {
        let desk = Desk::new();
        let pixel = |x: u32, y: u32| {
            let value = u8::try_from((x * 31 + y * 17 + x * y * 7) % 251).unwrap();
            Rgb([value, value / 2, 255 - value])
        };
        let mut bytes = Cursor::new(Vec::new());
        let picture = RgbImage::from_fn(300, 200, pixel);
        picture.write_to(&mut bytes, ImageFormat::Png).unwrap();
        desk.put("photos/boats.png", bytes.into_inner());
        let mut shop = Shop {
            desk,
            wordings: [Vec::new(), Vec::new()],
        };
        for number in 0..2 {
            shop.word(number);
            let folder = format!("wording-{number}");
            let arguments = ["build", "--no-cache", "-o", &folder];
            let output = shop.desk.run(&[&arguments, &BOOKS[..]].concat());
            assert!(output.status.success(), "{}", stderr(&output));
            assert_eq!(shop.desk.names(&folder).len(), 4);
            assert!(!shop.desk.path(&folder).join(".cutline").exists());
            shop.wordings[number] = shop.desk.files(&folder);
        }
        shop
    }

    /// Puts the manuscripts into one of their wordings.
    fn word(&self, number: usize) {
        let text = "The boats came in at dawn, and the mole was full of people.\n\n".repeat(60);
        for (book, title) in BOOKS.iter().zip(["Harbour", "Winter"]) {
            self.desk.put(
                book,
                format!("# {title} {number}\n\n![Boats](photo:boats){{alt=\"Boats.\"}}\n\n{text}"),
            );
        }
    }

    fn spawn(&self, options: &[&str]) -> Child {
        let mut command = self.desk.command(&["build"]);
        command.args(options).args(BOOKS);
        command.stdout(Stdio::null()).stderr(Stdio::null());
        command.spawn().unwrap()
    }

    /// Every edition in `out` is one of the two whole ones, and there is nothing else but what is
    /// kept for the next run. Gives how many files stand under a passing name or a lock.
    fn look(&self, when: &str) -> usize {
        let mut left = 0;
        for (name, bytes) in self.desk.files("out") {
            let mut whole = self.wordings.iter().flatten();
            let is_whole = whole.any(|(other, one)| *other == name && *one == bytes);
            assert!(is_whole, "{name} has {} bytes {when}", bytes.len());
        }
        for path in below(&self.desk.path("out/.cutline")) {
            let kept = path.contains("/photos/") || path.ends_with("/photos");
            let is_photo = kept && !path.ends_with(".part");
            if !is_photo {
                left += 1;
            }
        }
        left
    }

    /// A run that nobody disturbs clears up after the others.
    fn settle(&self, number: usize, options: &[&str]) {
        self.word(number);
        let output = self
            .desk
            .command(&["build"])
            .args(options)
            .args(BOOKS)
            .output();
        let output = output.unwrap();
        assert!(output.status.success(), "{}", stderr(&output));
        assert!(self.desk.files("out") == self.wordings[number]);
        let left: Vec<String> = below(&self.desk.path("out"))
            .into_iter()
            .filter(|path| path.contains("/work/") || path.ends_with(".part"))
            .collect();
        assert_eq!(left, [""; 0]);
    }
}

/// All files and empty folders below a folder.
fn below(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).into_iter().flatten();
    let mut paths = Vec::new();
    for entry in entries.map(Result::unwrap) {
        let path = entry.path();
        let within = below(&path);
        if within.is_empty() {
            paths.push(path.to_str().unwrap().to_owned());
        }
        paths.extend(within);
    }
    paths
}

/// Numbers from 0 to 1 that look random and are the same every time (a Weyl sequence).
fn chance(number: u64) -> f64 {
    let bits = number.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 32;
    bits as f64 / f64::from(u32::MAX)
}

fn kills() -> u64 {
    let asked = std::env::var("CUTLINE_KILLS");
    asked.map_or(40, |number| number.parse().unwrap())
}

#[test]
fn a_run_that_is_killed_leaves_whole_editions() {
    let shop = Shop::new();
    shop.settle(0, &[]);
    let (mut half_way, mut left) = (0, 0);
    let mut longest = Duration::ZERO;
    for number in 0..kills() {
        let wording = usize::try_from(number % 2).unwrap();
        if number % 8 < 2 {
            // How long a run takes here and now.
            let begun = Instant::now();
            shop.settle(1 - wording, &[]);
            longest = begun.elapsed();
        }
        shop.word(wording);
        let options: &[&str] = if number % 3 == 0 {
            &["--no-cache"]
        } else {
            &[]
        };
        let mut child = shop.spawn(options);
        std::thread::sleep(longest.mul_f64(chance(number)));
        child.kill().unwrap();
        let status = child.wait().unwrap();
        half_way += u64::from(!status.success());
        left += shop.look(&format!("after kill {number}"));
    }
    println!(
        "{} runs killed, {half_way} of them before they were done; \
         {left} files under locks and passing names until the next run",
        kills()
    );
    assert!(half_way > kills() / 4, "the kills came too late");
    shop.settle(1, &["--no-cache"]);
}

#[test]
fn a_run_that_is_told_to_end_leaves_nothing() {
    let shop = Shop::new();
    shop.settle(0, &[]);
    shop.settle(1, &[]);
    // A run that finds its covers and photos made is the shortest.
    let begun = Instant::now();
    shop.settle(0, &[]);
    let longest = begun.elapsed();
    let mut ended = 0;
    for number in 0..kills() {
        shop.word(usize::try_from(number % 2).unwrap());
        let options: &[&str] = if number % 3 == 0 {
            &["--no-cache"]
        } else {
            &[]
        };
        let mut child = shop.spawn(options);
        std::thread::sleep(longest.mul_f64(chance(number)));
        let signal = ["-INT", "-TERM", "-HUP"][usize::try_from(number / 2 % 3).unwrap()];
        let told = Command::new("kill")
            .args([signal, &child.id().to_string()])
            .status();
        assert!(told.unwrap().success());
        let status = child.wait().unwrap();
        use std::os::unix::process::ExitStatusExt;
        if let Some(signal) = status.signal() {
            assert!([1, 2, 15].contains(&signal), "ended by {signal}");
            ended += 1;
        }
        let when = format!("after signal {number}");
        // A signal that comes before cutline listens ends it at once: it has nothing yet.
        assert_eq!(
            shop.look(&when),
            0,
            "{when}: {:?}",
            below(&shop.desk.path("out"))
        );
    }
    println!(
        "{} runs told to end, {ended} of them before they were done",
        kills()
    );
    assert!(ended > kills() / 4, "the signals came too late");
}

#[test]
fn a_signal_that_is_to_be_ignored_is() {
    let shop = Shop::new();
    shop.word(1);
    // A lock keeps it waiting, so that the signal comes in the middle.
    fs::create_dir_all(shop.desk.path("out/.cutline/work")).unwrap();
    let lock = File::create(shop.desk.path("out/.cutline/work/harbour.lock")).unwrap();
    lock.lock().unwrap();
    let script = "trap '' HUP; exec \"$0\" build harbour.md";
    let mut command = Command::new("sh");
    command.args(["-c", script, support::desk::CUTLINE]);
    command.current_dir(shop.desk.path(""));
    command.stdout(Stdio::null()).stderr(Stdio::null());
    let mut child = command.spawn().unwrap();
    std::thread::sleep(Duration::from_millis(300));
    let told = Command::new("kill")
        .args(["-HUP", &child.id().to_string()])
        .status();
    assert!(told.unwrap().success());
    std::thread::sleep(Duration::from_millis(100));
    assert!(child.try_wait().unwrap().is_none(), "it was ended");
    lock.unlock().unwrap();
    assert!(child.wait().unwrap().success());
    assert!(shop.desk.files("out") == shop.wordings[1][..2]);
}

#[test]
fn a_full_disk_leaves_whole_editions_at_every_size() {
    let shop = Shop::new();
    let out = shop.desk.path("out");
    fs::create_dir(&out).unwrap();
    let mount = |options: &str| {
        let mut command = Command::new("mount");
        command
            .args(["-t", "tmpfs", "-o", options, "none"])
            .arg(&out);
        command
            .stderr(Stdio::null())
            .status()
            .is_ok_and(|it| it.success())
    };
    if !mount("size=64m") {
        // Only the superuser may mount; the limit of a file's size in tests/cli.rs stands in for it.
        println!("SKIPPED: no disk can be mounted here, so none was filled");
        assert!(
            std::env::var_os("CI").is_none() || !is_superuser(),
            "in CI the superuser must be able to mount a disk"
        );
        return;
    }
    let _unmount = Unmount(&out);
    shop.settle(0, &["--cache", "kept"]);
    let blocks_of = |files: &[(String, Vec<u8>)]| {
        let bytes: usize = files.iter().map(|(_, bytes)| bytes.len()).sum();
        bytes.div_ceil(4096) + 8
    };
    let blocks = blocks_of(&shop.wordings[0]);
    let most = blocks + blocks_of(&shop.desk.files("kept")) + 24;
    let (mut failed, mut done) = (0, 0);
    // Every size when a thousand kills are asked for, else some of them, odd and even.
    let step = if kills() < 1_000 { (most / 60) | 1 } else { 1 };
    for spare in (0..most).step_by(step) {
        shop.settle(0, &["--no-cache"]);
        shop.word(1);
        let size = format!("remount,size={}k", (blocks + spare) * 4);
        assert!(mount(&size), "{size}");
        let options: &[&str] = if spare % 2 == 0 { &["--no-cache"] } else { &[] };
        let mut command = shop.desk.command(&["build", "-j1"]);
        let output = command.args(options).args(BOOKS).output().unwrap();
        match output.status.code() {
            Some(0) => done += 1,
            Some(3) => failed += 1,
            other => panic!("{other:?}: {}", stderr(&output)),
        }
        assert_eq!(shop.look(&size), 0, "{size}: {:?}", below(&out));
        let _ = fs::remove_dir_all(out.join(".cutline"));
        assert!(mount("remount,size=64m"));
    }
    println!("{failed} runs met a full disk, {done} had room enough");
    assert!(failed > 5 && done > 5, "{failed} failed and {done} done");
}

struct Unmount<'a>(&'a Path);

impl Drop for Unmount<'_> {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg(self.0).status();
    }
}

fn is_superuser() -> bool {
    let output = Command::new("id").arg("-u").output().unwrap();
    output.stdout == b"0\n"
}

#[test]
fn a_lock_keeps_two_runs_apart() {
    let shop = Shop::new();
    shop.word(1);
    fs::create_dir_all(shop.desk.path("out/.cutline/work")).unwrap();
    let lock = File::create(shop.desk.path("out/.cutline/work/harbour.lock")).unwrap();
    lock.lock().unwrap();
    // One that has no patience, and one that makes another book.
    let arguments = ["build", "--timeout", "0.3", "harbour.md"];
    let output = shop.desk.run(&arguments);
    assert_eq!(output.status.code(), Some(3));
    let said = stderr(&output);
    assert!(
        said.contains("harbour.md: waiting for another run"),
        "{said}"
    );
    assert!(
        said.contains("error: harbour.md: not written: another run"),
        "{said}"
    );
    assert!(shop.desk.run(&["build", "winter.md"]).status.success());
    assert_eq!(shop.desk.names("out"), ["winter.epub", "winter.pdf"]);
    // One that waits until it may, and takes the manuscript as it is then.
    let mut child = shop.spawn(&[]);
    std::thread::sleep(Duration::from_millis(300));
    assert!(child.try_wait().unwrap().is_none(), "it does not wait");
    shop.word(0);
    lock.unlock().unwrap();
    assert!(child.wait().unwrap().success());
    let harbour: Editions = shop.desk.files("out").into_iter().take(2).collect();
    assert!(harbour == shop.wordings[0][..2]);
}

#[test]
fn many_runs_at_once_make_the_same_editions() {
    let shop = Shop::new();
    shop.word(1);
    let children: Vec<Child> = (0..6).map(|_| shop.spawn(&[])).collect();
    for mut child in children {
        assert!(child.wait().unwrap().success());
    }
    assert!(shop.desk.files("out") == shop.wordings[1]);
    assert_eq!(shop.look("in the end"), 0);
}

#[test]
fn a_book_that_takes_too_long_is_given_up() {
    let shop = Shop::new();
    shop.settle(0, &[]);
    shop.word(1);
    let late = shop
        .desk
        .command(&["build", "--timeout", "0.000001"])
        .args(BOOKS)
        .output()
        .unwrap();
    assert_eq!(late.status.code(), Some(3), "{}", stderr(&late));
    let said = stderr(&late);
    assert_eq!(
        said.matches("takes longer than 0.000001 s (--timeout)")
            .count(),
        2,
        "{said}"
    );
    assert!(
        said.ends_with("2 books: 0 made, 2 not read or not written\n"),
        "{said}"
    );
    assert!(shop.desk.files("out") == shop.wordings[0]);
    assert_eq!(shop.look("afterwards"), 0);
    let patient = shop
        .desk
        .command(&["build", "--timeout", "3600"])
        .args(BOOKS)
        .output()
        .unwrap();
    assert!(patient.status.success(), "{}", stderr(&patient));
    assert!(shop.desk.files("out") == shop.wordings[1]);
    for wrong in ["0", "-1", "soon", "inf", "NaN"] {
        let output = shop.desk.run(&["build", "--timeout", wrong, BOOKS[0]]);
        assert_eq!(output.status.code(), Some(2), "{wrong}");
    }
}
