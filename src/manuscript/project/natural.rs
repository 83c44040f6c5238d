//! A folder without a table of contents: its Markdown files in natural order.

use std::fs;
use std::path::Path;

use super::shelf::Shelf;
use crate::inputs::Sought;
use crate::manuscript::open::{MARKDOWN, cannot_read, is_markdown};
use crate::manuscript::{Listing, OpenError};

/// Names of files that open a folder, in any case of letters, the first before the second.
const OPENING: [&str; 3] = ["index", "_index", "readme"];

/// Adds every Markdown file of the project folder: what opens a folder, then by number and name.
pub(super) fn add_all(shelf: &mut Shelf) -> Result<(), OpenError> {
    add_from(shelf, "")
}

/// The same for a folder inside the project.
pub(super) fn add_from(shelf: &mut Shelf, folder: &str) -> Result<(), OpenError> {
    let path = shelf.manuscript.root.join(folder);
    let mut names: Vec<String> = Vec::new();
    let mut there = Vec::new();
    for entry in fs::read_dir(&path).map_err(|error| cannot_read(&path, error))? {
        let entry = entry.map_err(|error| cannot_read(&path, error))?;
        let name = entry.file_name();
        if !is_markdown(Path::new(&name)) || entry.path().is_dir() {
            continue;
        }
        there.push(entry.path());
        // A name that is not Unicode cannot stand in a link or a list of chapters either.
        match name.to_str() {
            Some(name) if name.starts_with('.') => {}
            Some(name) => names.push(name.to_owned()),
            None => {
                let name = name.to_string_lossy();
                shelf.refuse(None, &name, "has a name that is not Unicode");
            }
        }
    }
    there.sort();
    let endings = MARKDOWN.iter().map(|extension| format!(".{extension}"));
    shelf.manuscript.inputs.sought(Sought {
        folder: path,
        stem: String::new(),
        endings: endings.collect(),
        there,
    });
    names.sort_by(|a, b| {
        let by_place = place(a).cmp(&place(b));
        by_place
            .then_with(|| alphanumeric_sort::compare_str(a, b))
            .then_with(|| a.cmp(b))
    });
    for name in names {
        let name = match folder {
            "" => name,
            folder => format!("{folder}/{name}"),
        };
        shelf.add(name, None, Listing::default())?;
    }
    Ok(())
}

fn place(name: &str) -> usize {
    let stem = Path::new(name).file_stem().unwrap_or_default();
    let opens = |known: &&str| stem.eq_ignore_ascii_case(known);
    OPENING.iter().position(opens).unwrap_or(OPENING.len())
}
