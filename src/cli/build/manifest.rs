//! What a run was made from and what it made, with hashes, as build systems want it that check what
//! was declared.

use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use super::press::Outcome;
use crate::cli::exit::Exit;

/// The manifest of a run, as JSON: the books in the order in which they were named.
pub fn of(inputs: &[PathBuf], outcomes: &[Option<Outcome>]) -> String {
    let books: Vec<Value> = inputs
        .iter()
        .zip(outcomes)
        .map(|(input, outcome)| book(input, outcome.as_ref()))
        .collect();
    let manifest = json!({
        "cutline": env!("CARGO_PKG_VERSION"),
        "books": books,
    });
    format!("{manifest:#}\n")
}

fn book(input: &Path, outcome: Option<&Outcome>) -> Value {
    let ended = match outcome.map(|outcome| outcome.exit) {
        None => "not begun",
        Some(Exit::Done) => "made",
        Some(Exit::StrictPolicy) => "strict",
        Some(Exit::Manuscript) => "error",
        Some(Exit::InputOutput | Exit::Usage) => "input/output",
        Some(Exit::Fault) => "fault",
    };
    let files = outcome.map(|outcome| outcome.inputs.files());
    let missing = outcome.map(|outcome| {
        let names = outcome.inputs.missing().map(Path::to_string_lossy);
        names.collect::<Vec<_>>()
    });
    let written = outcome.map(|outcome| outcome.written.as_slice());
    json!({
        "input": input.to_string_lossy(),
        "ended": ended,
        "inputs": files.into_iter().flatten().map(file).collect::<Vec<_>>(),
        "missing": missing.unwrap_or_default(),
        "outputs": written.unwrap_or_default().iter().map(|path| file(path)).collect::<Vec<_>>(),
    })
}

/// A file that cannot be read any more has no hash.
fn file(path: &Path) -> Value {
    let (bytes, hash) = match hash(path) {
        Ok((bytes, hash)) => (Some(bytes), Some(hash)),
        Err(_) => (None, None),
    };
    json!({ "path": path.to_string_lossy(), "bytes": bytes, "sha256": hash })
}

fn hash(path: &Path) -> io::Result<(u64, String)> {
    if !path.metadata()?.is_file() {
        return Err(io::ErrorKind::InvalidInput.into());
    }
    let mut file = File::open(path)?;
    let mut hasher = Sha256::new();
    let mut chunk = vec![0; 256 * 1024];
    let mut bytes = 0;
    loop {
        let length = file.read(&mut chunk)?;
        if length == 0 {
            break;
        }
        hasher.update(chunk.get(..length).unwrap_or_default());
        bytes += length as u64;
    }
    let hash = hasher.finalize();
    let hash: String = hash.iter().map(|byte| format!("{byte:02x}")).collect();
    Ok((bytes, hash))
}
