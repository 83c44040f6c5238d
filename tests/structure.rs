//! The structure tree as another program reads it: poppler's `pdfinfo -struct-text` must find the same
//! elements with the same text, node for node, as the reader that the proof of parity uses. Skipped where
//! poppler is not installed, but for CI. Scripts without bundled fonts and lines from right to left are
//! proved by parity alone.

#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

mod support;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use cutline::diagnostic::Severity;
use cutline::layout::paginate;
use cutline::pdf::{self, Step};

/// An element or a text: how deep it stands, and its structure type, or its letters.
type Line = (usize, String);

fn letters(text: &str) -> String {
    let letters = text.chars().filter(|c| !c.is_whitespace());
    // Poppler leaves the hyphens out that layout has put in.
    letters.filter(|c| *c != '\u{AD}').collect()
}

/// Texts that follow each other in one element are one.
fn push_text(lines: &mut Vec<Line>, depth: usize, text: &str) {
    let text = letters(text);
    match lines.last_mut() {
        Some((before, known)) if *before == depth && known.starts_with('"') => {
            known.push_str(&text)
        }
        _ if text.is_empty() => {}
        _ => lines.push((depth, format!("\"{text}"))),
    }
}

fn ours(bytes: &[u8]) -> Vec<Line> {
    let (mut lines, mut depth) = (Vec::new(), 0);
    for step in pdf::read_back(bytes).unwrap().steps {
        match step {
            Step::Begin(kind) => {
                lines.push((depth, kind));
                depth += 1;
            }
            Step::End => depth -= 1,
            Step::Text { text, .. } => push_text(&mut lines, depth, &text),
        }
    }
    lines
}

fn popplers(said: &str) -> Vec<Line> {
    let mut lines: Vec<Line> = Vec::new();
    for line in said.lines() {
        let inside = line.trim_start();
        let depth = (line.len() - inside.len()) / 2;
        if let Some(text) = inside.strip_prefix('"') {
            push_text(&mut lines, depth, text.strip_suffix('"').unwrap_or(text));
        } else if !inside.starts_with("Object ") && !inside.starts_with('/') {
            let kind = inside.split([' ', '<', ':']).next().unwrap_or_default();
            lines.push((depth, kind.to_owned()));
        }
    }
    lines
}

#[test]
fn poppler_finds_the_same_elements_and_texts() {
    if Command::new("pdfinfo").arg("-v").output().is_err() {
        assert!(std::env::var_os("CI").is_none(), "pdfinfo is not installed");
        println!("skipped: pdfinfo is not installed");
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut inputs: Vec<PathBuf> = Vec::new();
    for area in ["editions", "photos", "projects"] {
        let cases = fs::read_dir(root.join("tests/cases").join(area)).unwrap();
        inputs.extend(cases.map(|case| case.unwrap().path()));
    }
    inputs.sort();
    let (mut compared, mut texts, mut differing) = (0, 0, Vec::new());
    for input in inputs {
        let extension = input.extension().and_then(|extension| extension.to_str());
        if !input.is_dir() && !matches!(extension, Some("md" | "txt")) {
            continue;
        }
        let Ok(reading) = support::read(&input) else {
            continue;
        };
        let is_error = |one: &cutline::diagnostic::Diagnostic| one.severity() == Severity::Error;
        if reading.diagnostics.iter().any(is_error) {
            continue;
        }
        let (book, _) = reading.look_up();
        let mut bytes = Vec::new();
        let layout = paginate(&book, &reading.spec().0);
        if !layout.missing.is_empty() {
            // Of several texts that stand for glyphs in one piece (ActualText), this program tells
            // the last alone; nor does it turn letters that stand in reverse.
            continue;
        }
        pdf::write(layout.pages.clone(), &pdf::Options::default(), &mut bytes).unwrap();
        let path = folder.path().join("case.pdf");
        fs::write(&path, &bytes).unwrap();
        let done = Command::new("pdfinfo")
            .args(["-enc", "UTF-8", "-struct-text"])
            .arg(&path)
            .output();
        let said = String::from_utf8(done.unwrap().stdout).unwrap();
        let (ours, theirs) = (ours(&bytes), popplers(&said));
        let mut pairs = (0..ours.len().max(theirs.len())).map(|at| (ours.get(at), theirs.get(at)));
        if let Some((ours, theirs)) = pairs.find(|(ours, theirs)| ours != theirs) {
            differing.push(format!(
                "{}: {ours:?}, by poppler {theirs:?}",
                input.display()
            ));
        }
        compared += 1;
        texts += ours
            .iter()
            .filter(|(_, line)| line.starts_with('"'))
            .count();
    }
    assert!(differing.is_empty(), "{}", differing.join("\n"));
    println!("{compared} files with {texts} texts are read alike");
    assert!(
        compared > 40 && texts > 500,
        "{compared} files, {texts} texts"
    );
}
