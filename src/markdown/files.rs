//! The files of a manuscript by what links call them: by path, by the address of the page that a
//! site makes of them, or by name alone.

use std::collections::HashMap;

use crate::manuscript::Manuscript;
use crate::nearest::nearest;
use crate::source::FileId;

/// The files of a manuscript.
pub(super) struct Files<'a> {
    /// In reading order.
    names: Vec<&'a str>,
    by_name: HashMap<&'a str, FileId>,
    by_lower_name: HashMap<String, (FileId, &'a str)>,
    /// By the file's name without folder and extension, in lower case; the first of a name.
    by_stem: HashMap<String, FileId>,
    by_id: HashMap<FileId, &'a str>,
    /// Where links with a leading `/` begin.
    folder: &'a str,
}

/// What a path leads to.
pub(super) enum Found<'a> {
    Exactly(FileId),
    /// A file whose name differs in the case of letters.
    InOtherCase(FileId, &'a str),
    Nothing,
}

impl<'a> Files<'a> {
    /// Those of a manuscript.
    pub fn new(manuscript: &'a Manuscript) -> Files<'a> {
        let mut files = Files {
            names: Vec::new(),
            by_name: HashMap::new(),
            by_lower_name: HashMap::new(),
            by_stem: HashMap::new(),
            by_id: HashMap::new(),
            folder: &manuscript.conventions.folder,
        };
        for file in &manuscript.files {
            let name = file.name.as_str();
            files.by_id.insert(file.file, name);
            // A title in a table of contents is no file.
            if name.is_empty() {
                continue;
            }
            files.names.push(name);
            files.by_name.insert(name, file.file);
            let lower = files.by_lower_name.entry(name.to_lowercase());
            lower.or_insert((file.file, name));
            let stem = files.by_stem.entry(stem(name).to_lowercase());
            stem.or_insert(file.file);
        }
        files
    }

    /// Every name, in reading order.
    pub fn names(&self) -> impl Iterator<Item = &'a str> {
        self.names.iter().copied()
    }

    /// The name nearest to one that leads nowhere, as the file `from` would write it.
    pub fn nearest(&self, from: FileId, path: &str) -> Option<&'a str> {
        let from = self.by_id.get(&from).copied().unwrap_or_default();
        let found = nearest(&join(from, path), self.names())?;
        let folder = from.rsplit_once('/').map_or("", |(folder, _)| folder);
        let inside = found.strip_prefix(folder);
        let inside = inside.and_then(|rest| rest.strip_prefix('/'));
        Some(inside.unwrap_or(found))
    }

    /// Every name as notes are called.
    pub fn stems(&self) -> impl Iterator<Item = &'a str> {
        self.names().map(stem)
    }

    /// The file that `path` means where it is written in the file `from`.
    pub fn find(&self, from: FileId, path: &str) -> Found<'a> {
        let from = self.by_id.get(&from).copied().unwrap_or_default();
        let mut names = Vec::new();
        if path.starts_with('/') {
            names.push(join(
                &format!("{}/", self.folder),
                path.trim_start_matches('/'),
            ));
        }
        names.push(join(from, path));
        let names = names.iter().flat_map(|name| files_of(name));
        let mut in_other_case = Found::Nothing;
        for name in names {
            if let Some(file) = self.by_name.get(name.as_str()) {
                return Found::Exactly(*file);
            }
            if let (Found::Nothing, Some((file, name))) =
                (&in_other_case, self.by_lower_name.get(&name.to_lowercase()))
            {
                in_other_case = Found::InOtherCase(*file, name);
            }
        }
        in_other_case
    }

    /// The file that a note's name means, wherever it stands; a folder may stand before it.
    pub fn note(&self, name: &str) -> Option<FileId> {
        let lower = name.trim_start_matches('/').to_lowercase();
        let by_path = [lower.clone(), format!("{lower}.md")];
        let mut by_path = by_path
            .iter()
            .filter_map(|name| self.by_lower_name.get(name));
        by_path
            .next()
            .map(|(file, _)| *file)
            .or_else(|| self.by_stem.get(stem(&lower)).copied())
    }
}

/// The files that an address may mean: itself, the source of a page, the page that opens a folder.
fn files_of(name: &str) -> Vec<String> {
    let mut files = vec![name.to_owned()];
    let file = name.rsplit('/').next().unwrap_or(name);
    let page = name
        .strip_suffix(".html")
        .or_else(|| name.strip_suffix(".htm"));
    if let Some(page) = page {
        files.push(format!("{page}.md"));
        if let Some(folder) = page.strip_suffix("index") {
            files.push(format!("{folder}README.md"));
        }
    } else if !file.contains('.') {
        let inside = match name {
            "" => String::new(),
            name => format!("{name}/"),
        };
        if !name.is_empty() {
            files.push(format!("{name}.md"));
        }
        files.push(format!("{inside}README.md"));
        files.push(format!("{inside}index.md"));
        files.push(format!("{inside}_index.md"));
    }
    files
}

/// The name without folder and extension.
fn stem(name: &str) -> &str {
    let file = name.rsplit('/').next().unwrap_or(name);
    file.rsplit_once('.').map_or(file, |(stem, _)| stem)
}

/// A path as it is written in the file `from`, as a name of the project. A leading `/` means the
/// project folder.
fn join(from: &str, path: &str) -> String {
    let (mut parts, path): (Vec<&str>, &str) = match path.strip_prefix('/') {
        Some(path) => (Vec::new(), path),
        None => {
            let folder = from.rsplit_once('/').map_or("", |(folder, _)| folder);
            (
                folder.split('/').filter(|part| !part.is_empty()).collect(),
                path,
            )
        }
    };
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop();
            }
            part => parts.push(part),
        }
    }
    parts.join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_joined() {
        assert_eq!(join("one/a.md", "b.md"), "one/b.md");
        assert_eq!(join("one/a.md", "./../two/b.md"), "two/b.md");
        assert_eq!(join("one/a.md", ".."), "");
        assert_eq!(join("a.md", "/b.md"), "b.md");
        assert_eq!(join("a.md", "../../b.md"), "b.md");
        assert_eq!(join("src/", "b.md"), "src/b.md");
    }

    #[test]
    fn pages_and_folders_mean_files() {
        assert_eq!(files_of("a.md"), ["a.md"]);
        assert_eq!(files_of("b/a.html"), ["b/a.html", "b/a.md"]);
        let index = ["b/index.html", "b/index.md", "b/README.md"];
        assert_eq!(files_of("b/index.html"), index);
        let folder = ["b", "b.md", "b/README.md", "b/index.md", "b/_index.md"];
        assert_eq!(files_of("b"), folder);
    }
}
