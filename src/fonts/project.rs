//! The fonts that a project has in a folder of its own.

use std::fs;
use std::path::Path;

use super::Given;
use super::face::{Unfit, faces};
use super::family::by_weight;
use super::found;
use crate::diagnostic::{Code, Diagnostic};
use crate::inputs::{Inputs, Sought};

/// The folder in that of the manuscript.
pub const FOLDER: &str = "fonts";

/// More files than a project can mean.
const MOST_FILES: usize = 256;

/// The faces in the folder of fonts below `root`, in the order of their files' names, but families together. What
/// cannot be used is reported.
pub fn of_project(root: &Path) -> (Given, Vec<Diagnostic>) {
    let mut given = Vec::new();
    let mut diagnostics = Vec::new();
    for path in found::files(&root.join(FOLDER), MOST_FILES) {
        let inside = path.strip_prefix(root).unwrap_or(&path);
        let parts: Vec<_> = inside.iter().map(|part| part.to_string_lossy()).collect();
        let name = parts.join("/");
        match open(root, &path, &name) {
            Ok(found) => given.extend(found),
            Err(unfit) => diagnostics.push(refusal(&name, unfit)),
        }
    }
    (Given::of(by_weight(given)), diagnostics)
}

/// The files of fonts that a project's pages depend on, and those that they would if they came.
pub fn inputs(root: &Path) -> Inputs {
    let mut inputs = Inputs::default();
    let folder = root.join(FOLDER);
    let there = found::files(&folder, MOST_FILES);
    there.iter().for_each(|path| inputs.read(path.clone()));
    let endings: Vec<String> = found::EXTENSIONS
        .map(|extension| format!(".{extension}"))
        .into();
    let there = there.into_iter();
    let there = there.filter(|path| path.parent() == Some(&folder));
    inputs.sought(Sought {
        there: there.collect(),
        folder: folder.clone(),
        stem: String::new(),
        endings: endings.into(),
    });
    inputs
}

fn open(root: &Path, path: &Path, name: &str) -> Result<Vec<super::GivenFace>, Unfit> {
    let real = |path: &Path| fs::canonicalize(path).map_err(|_| Unfit::Unreadable);
    if !real(path)?.starts_with(real(root)?) {
        return Err(Unfit::Outside);
    }
    faces(name, found::read(path)?)
}

/// What is said of a file that cannot be used.
pub fn refusal(name: &str, unfit: Unfit) -> Diagnostic {
    let (why, hint) = match unfit {
        Unfit::Malformed => (
            "it is no font, or it is torn",
            "copy it anew; it must be an OpenType or TrueType font (.otf, .ttf, .ttc)",
        ),
        Unfit::Web => (
            "it is packed for web pages (WOFF)",
            "take the .otf or .ttf of the same font",
        ),
        Unfit::NoOutlines => (
            "it has no outlines that a PDF can hold",
            "take a font with plain outlines: colour and variable fonts mostly have a plain sister",
        ),
        Unfit::Forbidden => (
            "it says that its licence forbids to embed it in documents",
            "take a font whose licence allows it: those under the Open Font License do",
        ),
        Unfit::TooLarge => ("it is larger than 256 MB", "take a part of the family"),
        Unfit::Unreadable => (
            "it cannot be read",
            "see that it is a plain file that you may read",
        ),
        Unfit::Outside => (
            "it is outside the manuscript's folder",
            "copy the file into the folder, instead of a link to it",
        ),
    };
    let message = format!("the font {name} is left out: {why}");
    Diagnostic::without_span(Code::UnusableFont, message).hint(hint)
}
