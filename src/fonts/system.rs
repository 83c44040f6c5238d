//! The fonts that are installed on this machine. What they are differs between machines, and so do
//! the pages: nobody looks here unasked.

use std::env;
use std::path::PathBuf;

use super::face::{GivenFace, faces};
use super::{Given, found};

/// More files than a machine has.
const MOST_FILES: usize = 20_000;

/// So many files are taken: one for each script that lacks, and its bold.
const MOST_TAKEN: usize = 12;

/// Installed faces that have some of `characters`, those first that have most of them.
pub fn of_system(characters: &[char]) -> Given {
    let mut best: Vec<(usize, GivenFace)> = Vec::new();
    let folders = folders();
    let files = folders
        .iter()
        .flat_map(|folder| found::files(folder, MOST_FILES))
        .take(MOST_FILES);
    for path in files {
        let Ok(bytes) = found::read(&path) else {
            continue;
        };
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let Ok(faces) = faces(&name, bytes) else {
            continue;
        };
        let covered = |face: GivenFace| (face.having(characters).len(), face);
        // The faces of a collection have the same characters: those of other languages' forms, and
        // the forms of a language are chosen when text is shaped.
        let first = faces.into_iter().next().map(covered);
        best.extend(first.filter(|(count, _)| *count > 0));
        best.sort_by_key(|(count, _)| std::cmp::Reverse(*count));
        best.truncate(MOST_TAKEN);
    }
    Given::of(best.into_iter().map(|(_, face)| face).collect())
}

/// Where fonts are installed, those of this user last.
fn folders() -> Vec<PathBuf> {
    let mut folders: Vec<PathBuf> = [
        "/usr/share/fonts",
        "/usr/local/share/fonts",
        "/System/Library/Fonts",
        "/Library/Fonts",
    ]
    .map(PathBuf::from)
    .into();
    let below =
        |variable: &str, folder: &str| Some(PathBuf::from(env::var_os(variable)?).join(folder));
    let of_user = [
        below("WINDIR", "Fonts"),
        below("LOCALAPPDATA", "Microsoft/Windows/Fonts"),
        below("HOME", "Library/Fonts"),
        below("XDG_DATA_HOME", "fonts"),
        below("HOME", ".local/share/fonts"),
        below("HOME", ".fonts"),
    ];
    folders.extend(of_user.into_iter().flatten());
    folders
}
