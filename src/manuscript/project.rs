//! A folder as a manuscript: its project file and the order of its chapters.

use std::collections::BTreeSet;
use std::fs;
use std::io::ErrorKind;
use std::path::{Component, Path, PathBuf};

use super::entry::{self, Place, StatedText, Value};
use super::open::{cannot_read, is_markdown, read_bytes, unfit};
use super::{Manuscript, OpenError, Unfit, decode, toml};
use crate::diagnostic::{Code, Diagnostic};
use crate::source::{Sources, Span};

/// The project file's name.
pub(super) const FILE_NAME: &str = "cutline.toml";

/// Opens a folder.
pub(super) fn open(root: &Path) -> Result<Manuscript, OpenError> {
    let real_root = fs::canonicalize(root).map_err(|error| cannot_read(root, error))?;
    let mut manuscript = Manuscript {
        stem: name_of(&real_root),
        root: root.to_owned(),
        sources: Sources::default(),
        files: Vec::new(),
        metadata: Vec::new(),
        diagnostics: Vec::new(),
    };
    let project_file = root.join(FILE_NAME);
    let has_project_file = project_file.exists();
    let listed = if has_project_file {
        read_project_file(&mut manuscript, &project_file)?
    } else {
        None
    };
    match listed {
        Some(listed) => add_listed(&mut manuscript, &real_root, listed)?,
        None => {
            add_all(&mut manuscript, &real_root)?;
            if manuscript.files.is_empty() && !has_project_file {
                return Err(unfit(root, Unfit::NothingToRead));
            }
        }
    }
    Ok(manuscript)
}

fn name_of(folder: &Path) -> String {
    match folder.file_name() {
        Some(name) => name.to_string_lossy().into_owned(),
        None => "book".to_owned(),
    }
}

/// Reads the project file into the manuscript's metadata. Gives the chapters it lists.
fn read_project_file(
    manuscript: &mut Manuscript,
    path: &Path,
) -> Result<Option<Vec<StatedText>>, OpenError> {
    let bytes = read_bytes(path)?;
    let diagnostics = &mut manuscript.diagnostics;
    let taken = decode::take_in(
        &mut manuscript.sources,
        path.to_owned(),
        &bytes,
        diagnostics,
    );
    let Some(file) = taken else {
        return Err(unfit(path, Unfit::NotText));
    };
    let place = Place { file, base: 0 };
    let mut stated = match toml::parse(manuscript.sources.file(file).text(), place) {
        Ok(stated) => stated,
        Err(diagnostic) => {
            diagnostics.push(diagnostic);
            return Ok(None);
        }
    };
    let at = stated.iter().position(|stated| stated.key == "chapters");
    let chapters = at.map(|at| stated.remove(at));
    manuscript.metadata = entry::accept(stated, &["chapters"], diagnostics);
    Ok(chapters.and_then(|chapters| match chapters.value {
        Value::Texts(paths) => Some(paths),
        Value::Nested => {
            let message = "`chapters` must be a list of paths";
            diagnostics.push(
                Diagnostic::new(Code::InvalidMetadataValue, chapters.span, message)
                    .hint("chapters = [\"one.md\", \"two.md\"]"),
            );
            None
        }
    }))
}

fn add_listed(
    manuscript: &mut Manuscript,
    real_root: &Path,
    listed: Vec<StatedText>,
) -> Result<(), OpenError> {
    let mut seen = BTreeSet::new();
    for StatedText { text, span } in listed {
        let Some(name) = name_inside(&text) else {
            refuse(
                manuscript,
                Some(span),
                &text,
                "is outside the project folder",
            );
            continue;
        };
        if !seen.insert(name.clone()) {
            let message = format!("the chapter `{text}` is listed twice; it is read once");
            let diagnostic = Diagnostic::new(Code::InvalidMetadataValue, span, message);
            manuscript.diagnostics.push(diagnostic);
            continue;
        }
        add(manuscript, real_root, name, Some(span))?;
    }
    Ok(())
}

fn add_all(manuscript: &mut Manuscript, real_root: &Path) -> Result<(), OpenError> {
    let root = manuscript.root.clone();
    let mut names: Vec<String> = Vec::new();
    for entry in fs::read_dir(&root).map_err(|error| cannot_read(&root, error))? {
        let entry = entry.map_err(|error| cannot_read(&root, error))?;
        let name = entry.file_name();
        if !is_markdown(Path::new(&name)) || entry.path().is_dir() {
            continue;
        }
        // A name that is not Unicode cannot stand in a link or a list of chapters either.
        match name.to_str() {
            Some(name) if name.starts_with('.') => {}
            Some(name) => names.push(name.to_owned()),
            None => {
                let name = name.to_string_lossy();
                refuse(manuscript, None, &name, "has a name that is not Unicode");
            }
        }
    }
    names.sort_by(|a, b| alphanumeric_sort::compare_str(a, b).then_with(|| a.cmp(b)));
    for name in names {
        add(manuscript, real_root, name, None)?;
    }
    Ok(())
}

/// Reads one chapter. `span` is where the project file names it.
fn add(
    manuscript: &mut Manuscript,
    real_root: &Path,
    name: String,
    span: Option<Span>,
) -> Result<(), OpenError> {
    let path = manuscript.root.join(&name);
    let real = match fs::canonicalize(&path) {
        Ok(real) => real,
        Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => {
            refuse(manuscript, span, &name, "is not there");
            return Ok(());
        }
        Err(error) => return Err(cannot_read(&path, error)),
    };
    // A link inside the folder may lead out of it.
    if !real.starts_with(real_root) {
        refuse(manuscript, span, &name, "is outside the project folder");
        return Ok(());
    }
    let bytes = match read_bytes(&real) {
        Ok(bytes) => bytes,
        Err(OpenError::Unfit { reason, .. }) => {
            let why = match reason {
                Unfit::TooLong => "is longer than 64 MiB",
                _ => "is not a file",
            };
            refuse(manuscript, span, &name, why);
            return Ok(());
        }
        Err(error) => return Err(error),
    };
    if !manuscript.add_chapter(path, name.clone(), &bytes) {
        refuse(manuscript, span, &name, "is not a text");
    }
    Ok(())
}

fn refuse(manuscript: &mut Manuscript, span: Option<Span>, name: &str, why: &str) {
    let message = format!("the chapter `{name}` {why}");
    manuscript.diagnostics.push(Diagnostic {
        span,
        ..Diagnostic::without_span(Code::UnusableChapter, message)
    });
}

/// A path as it is listed, cleaned of `.` and `..`, with `/` between parts. `None` where it leads
/// out of the folder or nowhere.
fn name_inside(path: &str) -> Option<String> {
    let mut inside = PathBuf::new();
    for component in Path::new(path).components() {
        match component {
            Component::Normal(part) => inside.push(part),
            Component::CurDir => {}
            Component::ParentDir => {
                if !inside.pop() {
                    return None;
                }
            }
            Component::RootDir | Component::Prefix(_) => return None,
        }
    }
    let parts: Vec<_> = inside.iter().map(|part| part.to_string_lossy()).collect();
    (!parts.is_empty()).then(|| parts.join("/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_stay_inside() {
        assert_eq!(name_inside("a.md").as_deref(), Some("a.md"));
        assert_eq!(name_inside("./one//two.md").as_deref(), Some("one/two.md"));
        assert_eq!(name_inside("one/../two.md").as_deref(), Some("two.md"));
        assert_eq!(name_inside("../a.md"), None);
        assert_eq!(name_inside("one/../../a.md"), None);
        assert_eq!(name_inside("/etc/passwd"), None);
        assert_eq!(name_inside("."), None);
    }
}
