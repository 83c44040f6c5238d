//! What a book depends on: the files that it was made from, and those that were looked for in vain and
//! would change it if they were there.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// The inputs of a book. Paths begin where the path began under which the user named the book.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Inputs {
    read: BTreeSet<PathBuf>,
    missing: BTreeSet<PathBuf>,
    sought: BTreeSet<Sought>,
}

/// Files of a folder that would be taken, under whatever name of this kind they come.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Sought {
    /// Where.
    pub folder: PathBuf,
    /// What their names begin with, in any case of letters; nothing for any name.
    pub stem: String,
    /// What the rest of their names is, in any case of letters: `.jpg`, `-tn.png`.
    pub endings: Arc<[String]>,
    /// Those that are there already.
    pub there: Vec<PathBuf>,
}

impl Inputs {
    /// A file that was read, or would have been if it could.
    pub fn read(&mut self, path: PathBuf) {
        self.read.insert(plain(path));
    }

    /// A file that was not there.
    pub fn missed(&mut self, path: PathBuf) {
        self.missing.insert(plain(path));
    }

    /// Files that would be taken.
    pub fn sought(&mut self, sought: Sought) {
        self.sought.insert(Sought {
            folder: plain(sought.folder),
            there: sought.there.into_iter().map(plain).collect(),
            ..sought
        });
    }

    /// Takes those of another step over.
    pub fn extend(&mut self, other: Inputs) {
        self.read.extend(other.read);
        self.missing.extend(other.missing);
        self.sought.extend(other.sought);
    }

    /// Every file that was read, and every one that was there to be chosen.
    pub fn files(&self) -> BTreeSet<&Path> {
        let chosen = self.sought.iter().flat_map(|sought| &sought.there);
        self.read
            .iter()
            .chain(chosen)
            .map(PathBuf::as_path)
            .collect()
    }

    /// Every file that was looked for by its name and was not there.
    pub fn missing(&self) -> impl Iterator<Item = &Path> {
        let missing = self.missing.iter().map(PathBuf::as_path);
        missing.filter(|path| !self.read.contains(*path))
    }

    /// Every kind of file that was looked for.
    pub fn sought_files(&self) -> impl Iterator<Item = &Sought> {
        self.sought.iter()
    }
}

/// Without a leading `./`: build systems compare names as text.
fn plain(path: PathBuf) -> PathBuf {
    match path.strip_prefix(".") {
        Ok(inside) if !inside.as_os_str().is_empty() => inside.to_owned(),
        _ => path,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_read_is_not_missing() {
        let mut inputs = Inputs::default();
        inputs.missed("photos/a.jpg".into());
        inputs.missed("./photos/b.jpg".into());
        inputs.read("./photos/a.jpg".into());
        let missing: Vec<&Path> = inputs.missing().collect();
        assert_eq!(missing, [Path::new("photos/b.jpg")]);
        assert_eq!(inputs.files(), BTreeSet::from([Path::new("photos/a.jpg")]));
    }
}
