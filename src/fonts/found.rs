//! Font files below a folder.

use std::fs::{self, File};
use std::io::Read;
use std::path::{Path, PathBuf};

use super::face::Unfit;

/// A collection of all Chinese, Japanese and Korean weights has about 120 MB.
const LARGEST: u64 = 256 << 20;

/// What names of font files end in. Those for web pages are known so that they can be reported.
pub const EXTENSIONS: [&str; 6] = ["otf", "ttf", "ttc", "otc", "woff", "woff2"];

/// Families come in folders of their own, and these sometimes in those of a maker.
const DEEPEST: usize = 4;

/// The font files in `folder` and the folders in it, in the order of their paths, at most `most`.
pub fn files(folder: &Path, most: usize) -> Vec<PathBuf> {
    let mut found = Vec::new();
    walk(folder, DEEPEST, &mut found, most);
    found
}

fn walk(folder: &Path, depth: usize, found: &mut Vec<PathBuf>, most: usize) {
    let Ok(entries) = fs::read_dir(folder) else {
        return;
    };
    let mut paths: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
    paths.sort();
    for path in paths {
        if found.len() >= most {
            return;
        }
        if path.is_dir() {
            if depth > 1 {
                walk(&path, depth - 1, found, most);
            }
        } else if is_font(&path) {
            found.push(path);
        }
    }
}

fn is_font(path: &Path) -> bool {
    let extension = path.extension().and_then(|extension| extension.to_str());
    let same = |known: &&str| extension.is_some_and(|it| it.eq_ignore_ascii_case(known));
    EXTENSIONS.iter().any(same)
}

/// Reads a whole file. Nothing but plain files is opened: a pipe would wait for ever.
pub fn read(path: &Path) -> Result<Vec<u8>, Unfit> {
    let metadata = fs::metadata(path).map_err(|_| Unfit::Unreadable)?;
    if !metadata.is_file() {
        return Err(Unfit::Unreadable);
    }
    if metadata.len() > LARGEST {
        return Err(Unfit::TooLarge);
    }
    let file = File::open(path).map_err(|_| Unfit::Unreadable)?;
    let mut bytes = Vec::new();
    let read = file.take(LARGEST).read_to_end(&mut bytes);
    read.map(|_| bytes).map_err(|_| Unfit::Unreadable)
}
