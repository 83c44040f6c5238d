//! How long reading a manuscript into the model takes.
//!
//!     cargo bench --bench reading
//!
//! 1. A million words of prose with the usual constructs, beside bare `pulldown-cmark` on the same
//!    text: the reader is to stay within three times of it. The least time of several runs counts,
//!    the two sides by turns.
//! 2. Inputs that are known to hurt readers, each at a size and at four times that size: doubling is
//!    to double the work at most. Work is counted in instructions, by valgrind (`apt-get install
//!    valgrind`): the clock of a large input also tells of caches and of pages from the kernel, so
//!    that bare `pulldown-cmark` does not look linear by it either. A twentieth is allowed for
//!    tables that grow; what grows by the square takes 16. The largest inputs are those that people
//!    tell of: a line of a million characters, 10,000 definitions, 50,000 brackets.
//!
//! Exits with 1 where a bound is not met, or where valgrind is not there.

#![allow(clippy::unwrap_used, missing_docs)]

#[path = "../tests/support/pathological.rs"]
mod pathological;

use std::hint::black_box;
use std::process::{Command, ExitCode};
use std::time::{Duration, Instant};

use cutline::{manuscript, markdown};
use pathological::pathological as hostile;
use pulldown_cmark::{Options, Parser};
use tempfile::TempDir;

const WORDS: usize = 1_000_000;
const CHAPTERS: usize = 40;
/// The least size of the inputs that the tests have too.
const SIZE: usize = 2_500;
const RUNS: usize = 15;
const MOST_OF_BARE: f64 = 3.0;
const MOST_OF_TWO_DOUBLINGS: f64 = 4.0 * 1.05;
/// The argument before a folder that is to be read once, under valgrind.
const READ_ONCE: &str = "--read-once";

fn main() -> ExitCode {
    let mut arguments = std::env::args_os().skip_while(|argument| argument != READ_ONCE);
    if let Some(folder) = arguments.nth(1) {
        black_box(markdown::read(&manuscript::open(folder.as_ref()).unwrap()));
        return ExitCode::SUCCESS;
    }
    let within = prose() & pathological();
    if within {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}

fn prose() -> bool {
    let chapters: Vec<String> = (0..CHAPTERS)
        .map(|chapter| words(WORDS / CHAPTERS, chapter))
        .collect();
    let folder = folder(&chapters);
    let manuscript = manuscript::open(folder.path()).unwrap();
    let (mut bare, mut read) = (Duration::MAX, Duration::MAX);
    for _ in 0..RUNS {
        bare = bare.min(timed(|| {
            let events = chapters.iter().map(|text| parse(text));
            events.sum::<usize>()
        }));
        read = read.min(timed(|| markdown::read(&manuscript)));
    }
    let ratio = read.as_secs_f64() / bare.as_secs_f64();
    let bytes: usize = chapters.iter().map(String::len).sum();
    println!("{WORDS} words in {CHAPTERS} chapters, {bytes} bytes");
    println!("  bare pulldown-cmark  {:8.1} ms", milliseconds(bare));
    println!("  into the model       {:8.1} ms", milliseconds(read));
    println!("  ratio                {ratio:8.2}    at most {MOST_OF_BARE}\n");
    ratio <= MOST_OF_BARE
}

fn pathological() -> bool {
    let Some(alone) = instructions("") else {
        println!("valgrind is wanted for the second half: apt-get install valgrind");
        return false;
    };
    println!("{:32} {:>14} {:>14}   4×/1×", "instructions", "1×", "4×");
    let mut within = true;
    for (name, size, make) in INPUTS {
        within &= doubles(name, [make(size), make(4 * size)], alone);
    }
    for ((name, once), (_, four)) in hostile(SIZE).into_iter().zip(hostile(4 * SIZE)) {
        within &= doubles(name, [once, four], alone);
    }
    within
}

/// Whether reading four times the text takes at most so much more work as the text is longer;
/// `alone` is what reading nothing takes.
fn doubles(name: &str, texts: [String; 2], alone: u64) -> bool {
    let [once, four] = texts.map(|text| instructions(&text).unwrap().saturating_sub(alone));
    let ratio = four as f64 / once as f64;
    let within = ratio <= MOST_OF_TWO_DOUBLINGS;
    let verdict = if within { "" } else { "  too much" };
    println!("{name:32} {once:14} {four:14} {ratio:7.2}{verdict}");
    within
}

/// How many instructions it takes to open and read a text, with the start of the process; `None`
/// without valgrind.
fn instructions(text: &str) -> Option<u64> {
    let folder = folder(&[text.to_owned()]);
    let run = Command::new("valgrind")
        .args(["--tool=cachegrind", "--cache-sim=no"])
        .arg("--cachegrind-out-file=/dev/null")
        .arg(std::env::current_exe().unwrap())
        .args([READ_ONCE.as_ref(), folder.path().as_os_str()])
        .output()
        .ok()?;
    let said = String::from_utf8_lossy(&run.stderr);
    assert!(run.status.success(), "{said}");
    let (_, count) = said.split_once(" refs:").unwrap();
    let digits = count.lines().next().unwrap().replace(',', "");
    Some(digits.trim().parse().unwrap())
}

/// What the parser does alone; the reader too needs to know where things stand.
fn parse(text: &str) -> usize {
    Parser::new_ext(text, extensions())
        .into_offset_iter()
        .count()
}

/// A text, its input size, and what makes it of a size.
type Input = (&'static str, usize, fn(usize) -> String);

const INPUTS: [Input; 34] = [
    ("nested brackets", 12_500, |n| {
        "[".repeat(n) + "a" + &"]".repeat(n)
    }),
    ("open brackets", 12_500, |n| "[a](".repeat(n)),
    ("open images", 12_500, |n| "![a](".repeat(n)),
    ("bracket pairs", 12_500, |n| "[a] ".repeat(n)),
    ("emphasis runs", 12_500, |n| "*a **a ".repeat(n)),
    ("emphasis closed crosswise", 12_500, |n| "*a_ ".repeat(n)),
    ("one run of stars", 25_000, |n| "*".repeat(n) + "a"),
    ("backtick runs", 2_000, |n| {
        (0..n).map(|at| "`".repeat(1 + at % 97) + "e").collect()
    }),
    ("deep quotations", 2_500, |n| ">".repeat(n) + "a"),
    ("deep lists", 150, |n| {
        (0..n)
            .map(|depth| " ".repeat(2 * (depth % 80)) + "* a\n")
            .collect()
    }),
    ("a line with a data address", 300_000, |n| {
        format!("![a](data:image/png;base64,{})", "iVBORw0K".repeat(n / 8))
    }),
    ("a line of one word", 300_000, |n| "a".repeat(n)),
    ("a line of words", 300_000, |n| "word ".repeat(n / 5)),
    ("reference definitions", 2_500, |n| {
        (0..n)
            .map(|at| format!("[r{at}]: https://example.org/{at}\n"))
            .collect()
    }),
    ("references", 2_500, |n| {
        "[a]: /b\n\n".to_owned() + &"[a] [b][a] ".repeat(n)
    }),
    ("unresolved links", 2_000, |n| {
        (0..n)
            .map(|at| format!("[a](#place-{at}) and [b](other-{at}.md)\n\n"))
            .collect()
    }),
    ("notes", 1_250, |n| {
        (0..n)
            .map(|at| format!("Text.[^{at}]\n\n[^{at}]: Note.\n\n"))
            .collect()
    }),
    ("notes without references", 1_250, |n| {
        (0..n).map(|at| format!("[^{at}]: Note.\n\n")).collect()
    }),
    ("headings of one text", 2_500, |n| "## Place\n\n".repeat(n)),
    ("photos of one slug", 1_250, |n| {
        "![Cut.](photo:one)\n\n".repeat(n)
    }),
    ("photos of many slugs", 1_250, |n| {
        (0..n)
            .map(|at| format!("![Cut {at}.](photo:slug-{at})\n\n"))
            .collect()
    }),
    ("cutline paragraphs", 1_250, |n| {
        "A quay. (photo: Press)\n\n".repeat(n)
    }),
    ("open credits", 5_000, |n| "(photo: a ".repeat(n)),
    ("cross-references", 1_250, |n| {
        (0..n)
            .map(|at| format!("## P {{#p{at:05}}}\n\nSee [](#p{at:05}) and @fig:q{at:05}.\n\n"))
            .collect()
    }),
    ("open comments", 5_000, |n| "a <!-- ".repeat(n)),
    ("open tags", 5_000, |n| "a <b c=\" ".repeat(n)),
    ("tags never closed", 5_000, |n| "<b>a ".repeat(n)),
    ("blocks of HTML never closed", 1_250, |n| {
        "<div>\n\na\n\n".repeat(n)
    }),
    ("rows of a table", 1_250, |n| {
        "|a|b|\n|-|-|\n".to_owned() + &"|a|b|\n".repeat(n)
    }),
    ("columns of a table", 250, |n| {
        format!(
            "{}\n{}\n{}\n",
            "|a".repeat(n),
            "|-".repeat(n),
            "|a".repeat(n)
        )
    }),
    ("cells of HTML", 1_250, |n| {
        format!("<table>{}</table>", "<tr><td rowspan=2>a<td>b".repeat(n))
    }),
    ("entities", 12_500, |n| "&amp;&#x41;&nosuch;".repeat(n / 3)),
    ("open braces", 5_000, |n| "{{ a {% b [c ".repeat(n)),
    ("short codes of photos", 1_250, |n| {
        "[photo: a | b | c] ![[a.jpg|b]] ".repeat(n)
    }),
];

/// Numbers that look random and are the same everywhere: a linear congruential generator, with the
/// constants of Knuth's MMIX.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, limit: usize) -> usize {
        let Numbers(state) = self;
        *state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (*state >> 33) as usize % limit
    }
}

/// Prose as people write it: paragraphs of some ninety words with a little emphasis, links, notes,
/// headings, lists, quotations and photos.
fn words(count: usize, seed: usize) -> String {
    const VOCABULARY: [&str; 24] = [
        "the", "harbour", "of", "a", "lamp", "and", "keeper", "in", "morning", "to", "water",
        "that", "stone", "was", "window", "with", "evening", "it", "letter", "for", "ferry", "on",
        "winter", "as",
    ];
    let mut numbers = Numbers(seed as u64);
    let (mut text, mut written, mut notes) = ("# The Harbour\n\n".to_owned(), 0, 0..0);
    while written < count {
        match numbers.below(20) {
            0 => text.push_str("## A quay\n\n"),
            1 => text.push_str("- one thing\n- another thing\n\n"),
            2 => text.push_str("> a word of the keeper\n\n"),
            3 => text.push_str("![The quay at dawn.](photo:quay)\n\n"),
            _ => {}
        }
        for _ in 0..60 + numbers.below(60) {
            let word = VOCABULARY[numbers.below(VOCABULARY.len())];
            match numbers.below(600) {
                0..5 => text.push_str(&format!("*{word}* ")),
                5 => text.push_str(&format!("**{word}** ")),
                6 => text.push_str(&format!("[{word}](https://example.org/) ")),
                7 => text.push_str(&format!("`{word}` ")),
                8 => {
                    text.push_str(&format!("{word}[^{}] ", notes.end));
                    notes.end += 1;
                }
                9 => text.push_str(&format!("\"{word}\" ")),
                10..13 => text.push_str(&format!("{word}'s ")),
                13..40 => text.push_str(&format!("{word}, ")),
                40..80 => text.push_str(&format!("{word}.\n")),
                _ => text.push_str(&format!("{word} ")),
            }
            written += 1;
        }
        text.push_str("\n\n");
        for note in notes.by_ref() {
            text.push_str(&format!("[^{note}]: A note.\n\n"));
        }
    }
    text
}

/// What the reader has the parser read, and what it reads by itself where the parser could: signs
/// of print.
fn extensions() -> Options {
    Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_HEADING_ATTRIBUTES
        | Options::ENABLE_MATH
        | Options::ENABLE_DEFINITION_LIST
        | Options::ENABLE_GFM
        | Options::ENABLE_SMART_PUNCTUATION
}

/// A folder with a file a chapter.
fn folder(chapters: &[String]) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (at, text) in chapters.iter().enumerate() {
        std::fs::write(folder.path().join(format!("{at:02}.md")), text).unwrap();
    }
    folder
}

fn timed<T>(work: impl FnOnce() -> T) -> Duration {
    let start = Instant::now();
    let made = black_box(work());
    let taken = start.elapsed();
    drop(made);
    taken
}

fn milliseconds(duration: Duration) -> f64 {
    duration.as_secs_f64() * 1000.0
}
