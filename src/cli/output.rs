//! Writing editions so that a reader, or a failed build, never meets half of one.

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::{self, BufWriter};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use crate::whole::{self, Whole};

/// An edition that is being written, on the file system where it will stand. Dropped before
/// [`publish`], it leaves nothing behind.
pub struct Draft {
    file: BufWriter<File>,
    whole: Whole,
    path: PathBuf,
}

impl Draft {
    /// Begins the file that will stand at `path`, in a folder that exists.
    pub fn begin(path: &Path) -> io::Result<Draft> {
        let mut passing = std::ffi::OsString::from(".");
        passing.push(path.file_name().unwrap_or_default());
        passing.push(format!(".{}.part", std::process::id()));
        Draft::under(&path.with_file_name(passing), path)
    }

    /// The same under this passing name, which must be nobody else's.
    pub fn under(passing: &Path, path: &Path) -> io::Result<Draft> {
        let whole = Whole::begin(passing)?;
        Ok(Draft {
            file: BufWriter::with_capacity(64 * 1024, whole.file().try_clone()?),
            whole,
            path: path.to_owned(),
        })
    }

    /// Where to write it.
    pub fn writer(&mut self) -> &mut BufWriter<File> {
        &mut self.file
    }

    /// Where it will stand.
    pub fn path(&self) -> &Path {
        &self.path
    }
}

/// Whether editions may still be put in their places.
static GATE: Mutex<Gate> = Mutex::new(Gate::Open);

enum Gate {
    Open,
    Closed,
}

/// Puts the drafts of one book in the places of its old editions, one right after the other, once
/// all of them are on the disk.
pub fn publish(drafts: Vec<Draft>) -> io::Result<()> {
    let mut whole = Vec::with_capacity(drafts.len());
    for draft in drafts {
        let file = draft.file.into_inner().map_err(io::Error::from)?;
        file.sync_all()?;
        // What cannot be renamed over is found before the first edition is replaced.
        if draft.path.is_dir() {
            let message = format!("{} is a folder", draft.path.display());
            return Err(io::Error::new(io::ErrorKind::IsADirectory, message));
        }
        whole.push((draft.whole, draft.path));
    }
    let folders: BTreeSet<PathBuf> = whole
        .iter()
        .filter_map(|(_, path)| path.parent().map(Path::to_owned))
        .collect();
    let gate = GATE.lock().unwrap_or_else(PoisonError::into_inner);
    if matches!(*gate, Gate::Closed) {
        return Err(io::ErrorKind::Interrupted.into());
    }
    for (draft, _) in &mut whole {
        draft.name()?;
    }
    for (draft, path) in whole {
        draft.place(&path)?;
    }
    drop(gate);
    for folder in folders {
        sync(&folder);
    }
    Ok(())
}

/// Lets the edition that is just put in its place, and its pair, get there, but no other any more,
/// and removes what has a passing name: the process is about to end.
pub fn shut() {
    *GATE.lock().unwrap_or_else(PoisonError::into_inner) = Gate::Closed;
    whole::clear_up();
}

/// Makes renaming last through a power cut. Not every file system can do it for a folder; the
/// editions are whole either way.
fn sync(folder: &Path) {
    let folder = match folder.as_os_str().is_empty() {
        true => Path::new("."),
        false => folder,
    };
    let _ = File::open(folder).and_then(|folder| folder.sync_all());
}

/// Makes the folder for the editions, and those above it.
pub fn make_folder(folder: &Path) -> io::Result<()> {
    if folder.as_os_str().is_empty() {
        return Ok(());
    }
    fs::create_dir_all(folder)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use std::io::Write;

    use super::*;

    fn names(folder: &Path) -> Vec<String> {
        let entries = fs::read_dir(folder).unwrap();
        let mut names: Vec<String> = entries
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        names.sort();
        names
    }

    fn draft(path: &Path, content: &[u8]) -> Draft {
        let mut draft = Draft::begin(path).unwrap();
        draft.writer().write_all(content).unwrap();
        draft
    }

    #[test]
    fn editions_are_replaced_together() {
        let folder = tempfile::tempdir().unwrap();
        let (epub, pdf) = (folder.path().join("a.epub"), folder.path().join("a.pdf"));
        fs::write(&epub, "old").unwrap();
        let drafts = vec![draft(&epub, b"new"), draft(&pdf, b"new")];
        assert_eq!(fs::read(&epub).unwrap(), b"old");
        publish(drafts).unwrap();
        assert_eq!(fs::read(&epub).unwrap(), b"new");
        assert_eq!(names(folder.path()), ["a.epub", "a.pdf"]);
    }

    #[test]
    fn an_abandoned_draft_leaves_nothing() {
        let folder = tempfile::tempdir().unwrap();
        drop(draft(&folder.path().join("a.epub"), b"half"));
        assert!(names(folder.path()).is_empty());
    }

    #[test]
    fn when_one_cannot_be_placed_neither_is() {
        let folder = tempfile::tempdir().unwrap();
        let (epub, pdf) = (folder.path().join("a.epub"), folder.path().join("a.pdf"));
        fs::write(&epub, "old").unwrap();
        fs::create_dir(&pdf).unwrap();
        publish(vec![draft(&epub, b"new"), draft(&pdf, b"new")]).unwrap_err();
        assert_eq!(fs::read(&epub).unwrap(), b"old");
        assert_eq!(names(folder.path()), ["a.epub", "a.pdf"]);
    }
}
