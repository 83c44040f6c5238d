//! Golden cases. `tests/cases/<area>/` holds manuscripts, each a file or a folder, and beside each
//! what it must become. The harness finds them by walking.
//!
//! `CUTLINE_ACCEPT=1 cargo test --release --test cases` writes the goldens anew: read the
//! difference before you commit it. An empty result has no golden. A golden that nothing makes any
//! more, and a file that is neither case nor golden, fail.

#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

mod support;

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use similar::TextDiff;
use support::{Reading, diagnostics, document, frames, tags, xhtml};

/// Makes the content of one golden.
type Render = fn(&Reading) -> String;

/// A folder of cases, and the goldens of each: the extension, and what makes it.
struct Area {
    folder: &'static str,
    goldens: &'static [(&'static str, Render)],
}

/// The one place where an area plugs in.
const AREAS: &[Area] = &[
    Area {
        folder: "editions",
        goldens: &[
            ("frames", frames::render),
            ("xhtml", xhtml::render),
            ("diagnostics", diagnostics::render),
        ],
    },
    // With what the photo desk and layout say.
    Area {
        folder: "photos",
        goldens: &[
            ("document", document::render_looked_up),
            ("xhtml", xhtml::render),
            ("frames", frames::render),
            ("diagnostics", diagnostics::render_all),
        ],
    },
    Area {
        folder: "projects",
        goldens: &[
            ("document", document::render),
            ("frames", frames::render),
            ("diagnostics", diagnostics::render),
        ],
    },
    // With what shops say; the first word of a case's name is the shop.
    Area {
        folder: "shops",
        goldens: &[("diagnostics", diagnostics::render_for_shops)],
    },
    // The structure tree of the PDF, with what is said of its elements.
    Area {
        folder: "tags",
        goldens: &[("tags", tags::render)],
    },
    // With what printers say; the first word of a case's name is the printer.
    Area {
        folder: "press",
        goldens: &[("diagnostics", diagnostics::render_for_press)],
    },
    // With what layout says of scripts, and the fonts that some have with them.
    Area {
        folder: "scripts",
        goldens: &[
            ("frames", frames::render),
            ("diagnostics", diagnostics::render_all),
        ],
    },
    Area {
        folder: "reader",
        goldens: &[
            ("document", document::render),
            ("diagnostics", diagnostics::render),
        ],
    },
];

#[test]
fn every_case_becomes_its_goldens() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases");
    let accept = std::env::var_os("CUTLINE_ACCEPT").is_some_and(|value| value == "1");
    let mut complaints = Vec::new();
    for folder in entries(&root) {
        let area = AREAS.iter().find(|area| folder.ends_with(area.folder));
        match area {
            Some(area) => check_area(&folder, area, accept, &mut complaints),
            None => complaints.push(format!("{}: no area of this name", folder.display())),
        }
    }
    let advice = "CUTLINE_ACCEPT=1 accepts what the code makes now";
    assert!(
        complaints.is_empty(),
        "\n{}\n\n{advice}",
        complaints.join("\n")
    );
}

fn check_area(folder: &Path, area: &Area, accept: bool, complaints: &mut Vec<String>) {
    let is_golden = |path: &PathBuf| {
        let extension = path.extension().and_then(|extension| extension.to_str());
        !path.is_dir()
            && area
                .goldens
                .iter()
                .any(|(known, _)| Some(*known) == extension)
    };
    let (found, cases): (Vec<_>, Vec<_>) = entries(folder).into_iter().partition(is_golden);
    let mut orphans: BTreeSet<PathBuf> = found.into_iter().collect();
    let mut stems = BTreeSet::new();
    for case in cases {
        if !stems.insert(case.with_extension("")) {
            complaints.push(format!("{}: two cases of one name", case.display()));
            continue;
        }
        let reading = match support::read(&case) {
            Ok(reading) => reading,
            Err(error) => {
                complaints.push(error.to_string());
                continue;
            }
        };
        for (extension, render) in area.goldens {
            let golden = case.with_extension(extension);
            let wanted = fs::read_to_string(&golden).unwrap_or_default();
            let made = render(&reading);
            if !made.is_empty() {
                orphans.remove(&golden);
            }
            if made == wanted {
                continue;
            }
            if accept && made.is_empty() {
                // Removed with the orphans.
            } else if accept {
                fs::write(&golden, &made).unwrap();
            } else {
                orphans.remove(&golden);
                complaints.push(difference(&golden, &wanted, &made));
            }
        }
    }
    for orphan in orphans {
        if accept {
            fs::remove_file(&orphan).unwrap();
        } else {
            complaints.push(format!("{}: nothing makes this golden", orphan.display()));
        }
    }
}

fn difference(golden: &Path, wanted: &str, made: &str) -> String {
    let diff = TextDiff::from_lines(wanted, made);
    let mut unified = diff.unified_diff();
    let name = golden.display().to_string();
    unified.header(&name, "made now").to_string()
}

fn entries(folder: &Path) -> Vec<PathBuf> {
    let mut paths: Vec<PathBuf> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    paths.sort();
    paths
}
