//! The fuzz targets on the stable toolchain: their corpora and other files of this repository, changed by a generator that is
//! the same on every machine. It sees no coverage; `cargo fuzz` over the same targets does (`tests/fuzz`).
//!
//! Each target runs for a number of rounds, `CUTLINE_FUZZ_ROUNDS`, or for `CUTLINE_FUZZ_SECONDS`, and begins
//! at `CUTLINE_FUZZ_SEED`. No round may panic, take longer than ten seconds in an optimised build, or more
//! than a gigabyte of memory for all.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[path = "fuzz/targets.rs"]
mod targets;

use std::fs;
use std::panic::catch_unwind;
use std::path::Path;
use std::time::{Duration, Instant};

use targets::TARGETS;

/// Rounds of each target where nothing else is asked for: seconds for all.
const ROUNDS: u64 = 60;

/// How much of a seed is taken: small inputs are many.
const LONGEST: usize = 6_000;

/// A generator of numbers (`SplitMix64`; Steele, Lea and Flood, 2014).
struct Numbers(u64);

impl Numbers {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    fn below(&mut self, end: usize) -> usize {
        usize::try_from(self.next() % end.max(1) as u64).unwrap()
    }
}

/// What formats and conventions are made of.
const WORDS: &[&[u8]] = &[
    b"![",
    b"](",
    b"){",
    b"}",
    b"(photo: ",
    b"{#fig:",
    b"[^1]",
    b"[^1]: ",
    b"> ",
    b"- ",
    b"```",
    b":::",
    b"| ",
    b"$$",
    b"<table><tr><td rowspan=9>",
    b"</div>",
    b"<!--",
    b"\0",
    b"\xff\xfe",
    b"\xef\xbb\xbf",
    b"\r\n",
    b"\t",
    b"[[",
    b"]]",
    b"{{#include one.md}}",
    b"---\n",
    b"...\n",
    b"= \"",
    b"\"\"\"",
    b"'''",
    b"[photo]",
    b"&#x10ffff;",
    b"\xff\xd8\xff",
    b"\xff\xe1\xff\xff",
    b"Exif\0\0",
    b"\x89PNG\r\n\x1a\n",
    b"IHDR",
    b"IDAT",
    b"GIF89a",
    b"RIFF",
    b"WEBPVP8X",
    b"II*\0",
    b"MM\0*",
    b"\xff\xff\xff\xff",
    b"\0\0\0\0",
    b"8BIM",
    b"<x:xmpmeta",
    b"<svg ",
    b"<path d='M0 0h1e9'/>",
    b"<use href='#a'/>",
    b"<g id='a'>",
    "\u{202e}".as_bytes(),
    "\u{ad}".as_bytes(),
    "e\u{301}".as_bytes(),
];

/// A seed with some changes.
fn changed(seeds: &[Vec<u8>], numbers: &mut Numbers) -> Vec<u8> {
    let mut bytes = seeds[numbers.below(seeds.len())].clone();
    for _ in 0..=numbers.below(12) {
        let at = numbers.below(bytes.len() + 1);
        let end = (at + numbers.below(40)).min(bytes.len());
        match numbers.below(8) {
            0 if at < bytes.len() => bytes[at] ^= 1 << numbers.below(8),
            1 if at < bytes.len() => bytes[at] = numbers.next().to_le_bytes()[0],
            2 => drop(bytes.drain(at..end)),
            3 => bytes.truncate(at),
            4 => {
                let piece = bytes[at..end].repeat(numbers.below(30));
                bytes.splice(at..at, piece);
            }
            5 => {
                let other = &seeds[numbers.below(seeds.len())];
                let from = numbers.below(other.len() + 1);
                let to = (from + numbers.below(300)).min(other.len());
                let piece = other[from..to].to_vec();
                bytes.splice(at..end, piece);
            }
            _ => {
                let word = WORDS[numbers.below(WORDS.len())];
                bytes.splice(at..at, word.iter().copied());
            }
        }
    }
    bytes
}

/// The corpus of a target, which `cargo fuzz` begins with, too.
fn corpus(target: &str) -> Vec<Vec<u8>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fuzz/corpus");
    let files = fs::read_dir(folder.join(target)).unwrap();
    let mut paths: Vec<_> = files.map(|it| it.unwrap().path()).collect();
    paths.sort();
    paths.iter().map(|path| fs::read(path).unwrap()).collect()
}

/// Files of the repository that are the kind of thing a target takes.
fn seeds(target: &str) -> Vec<Vec<u8>> {
    let endings: &[&str] = match target {
        "photo" => &["jpg", "png", "gif", "webp", "tif", "bmp"],
        "svg" => &["svg"],
        "ledger" | "project" => &["toml", "yaml"],
        "layout" => &["png"],
        _ => &["md"],
    };
    let mut found = corpus(target);
    assert!(!found.is_empty(), "no corpus of {target}");
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut folders = vec![
        root.join("tests/cases"),
        root.join("manuscript"),
        root.join("tests/pictures"),
    ];
    while let Some(folder) = folders.pop() {
        let mut paths: Vec<_> = fs::read_dir(folder)
            .unwrap()
            .map(|it| it.unwrap().path())
            .collect();
        paths.sort();
        for path in paths {
            if path.is_dir() {
                folders.push(path);
            } else if path
                .extension()
                .is_some_and(|it| endings.iter().any(|ending| it == *ending))
            {
                let mut bytes = fs::read(path).unwrap();
                if target != "photo" || bytes.len() > 400_000 {
                    bytes.truncate(LONGEST);
                }
                found.push(bytes);
            }
        }
    }
    found
}

fn asked(name: &str) -> Option<u64> {
    std::env::var(name)
        .ok()
        .map(|number| number.parse().unwrap())
}

/// The most memory that this process ever had, in bytes, where the system says.
fn most_memory() -> u64 {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kilobytes = line.and_then(|line| line.trim().trim_end_matches(" kB").parse().ok());
    kilobytes.unwrap_or(0u64) * 1024
}

#[test]
fn bytes_that_nobody_vouches_for_do_no_harm() {
    let begin = asked("CUTLINE_FUZZ_SEED").unwrap_or(0);
    let time = asked("CUTLINE_FUZZ_SECONDS").map(Duration::from_secs);
    let rounds = asked("CUTLINE_FUZZ_ROUNDS").unwrap_or(ROUNDS);
    let only = std::env::var("CUTLINE_FUZZ_TARGET").ok();
    for (name, target) in TARGETS {
        if only.as_ref().is_some_and(|only| only != name) {
            continue;
        }
        let seeds = seeds(name);
        let started = Instant::now();
        let (mut round, mut longest) = (0, Duration::ZERO);
        while time.map_or(round < rounds, |time| started.elapsed() < time) {
            let mut numbers = Numbers((begin + round).wrapping_mul(0x2545_f491_4f6c_dd1d));
            let bytes = changed(&seeds, &mut numbers);
            let begun = Instant::now();
            if catch_unwind(|| target(&bytes)).is_err() {
                let kept = std::env::temp_dir().join(format!("cutline-fuzz-{name}"));
                fs::write(&kept, &bytes).unwrap();
                panic!(
                    "{name}, round {}: its bytes are in {}",
                    begin + round,
                    kept.display()
                );
            }
            let took = begun.elapsed();
            if took > longest {
                longest = took;
            }
            if time.is_some() {
                assert!(
                    took < Duration::from_secs(10),
                    "{name}, round {}: {took:?}",
                    begin + round
                );
            }
            round += 1;
        }
        println!("{name}: {round} rounds, the longest {longest:?}");
    }
    let most = most_memory();
    println!("{} MB of memory at most", most / 1_000_000);
    assert!(most < 1_000_000_000, "{most} bytes of memory");
}

#[test]
fn corpora_are_small_and_do_no_harm() {
    for (name, target) in TARGETS {
        let files = corpus(name);
        let bytes: usize = files.iter().map(Vec::len).sum();
        assert!(bytes < 64_000, "the corpus of {name} has {bytes} bytes");
        files.iter().for_each(|bytes| target(bytes));
    }
}
