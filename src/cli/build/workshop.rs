//! `.cutline/work` in the output folder: the locks of the books that are being made, and the passing
//! names of their editions. What a process left that was killed is known by its lock, which nobody
//! holds any more.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

use crate::cli::arguments::EditionKind;
use crate::whole::{forget, make_folder_of, with_name};

/// The folder.
#[derive(Clone, Debug)]
pub struct Workshop {
    output: PathBuf,
    /// Whether the output folder was there before.
    had_output: bool,
}

/// How long to wait before a lock is tried again.
const NAP: Duration = Duration::from_millis(20);

/// So often others may tidy up at the very moment, before something else must be wrong.
const MOST_TIDIED: u32 = 1_000;

/// The right to write the editions of one name. It is given back when this is dropped.
#[derive(Debug)]
pub struct Lock {
    workshop: Workshop,
    stem: String,
    /// `None` where the file system knows no locks.
    file: Option<File>,
}

impl Workshop {
    /// That of an output folder, which need not be there yet.
    pub fn of(output: &Path) -> Workshop {
        Workshop {
            output: output.to_owned(),
            had_output: output.exists(),
        }
    }

    fn folder(&self) -> PathBuf {
        self.output.join(".cutline").join("work")
    }

    fn lock_file(&self, stem: &str) -> PathBuf {
        self.folder().join(format!("{stem}{LOCK}"))
    }

    /// The passing name of an edition.
    pub fn passing(&self, stem: &str, kind: EditionKind) -> PathBuf {
        let name = format!("{stem}.{}.part", kind.extension());
        self.folder().join(name)
    }

    /// A folder for what a run needs for itself alone, under the lock of that name.
    pub fn scratch(&self, stem: &str) -> PathBuf {
        self.folder().join(format!("{stem}.scratch"))
    }

    /// Takes the lock of a name. While another holds it, `waits` is asked whether to wait on.
    /// Gives `None` where it is not.
    pub fn lock(&self, stem: &str, mut waits: impl FnMut() -> bool) -> io::Result<Option<Lock>> {
        let path = self.lock_file(stem);
        let mut tidied = 0;
        loop {
            match make_folder_of(&path).and_then(|()| with_name(&path, || take(&path))) {
                Ok(file) => {
                    return Ok(Some(Lock {
                        workshop: self.clone(),
                        stem: stem.to_owned(),
                        file,
                    }));
                }
                // Another has just tidied up, the folder or the file.
                Err(error) if error.kind() == io::ErrorKind::NotFound && tidied < MOST_TIDIED => {
                    tidied += 1;
                }
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => {
                    if !waits() {
                        return Ok(None);
                    }
                    std::thread::sleep(NAP);
                }
                Err(error) => return Err(error),
            }
        }
    }

    /// Removes what processes left that were killed.
    pub fn sweep(&self) {
        let entries = self.folder().read_dir().into_iter().flatten().flatten();
        for entry in entries {
            let name = entry.file_name();
            let Some(stem) = name.to_str().and_then(|name| name.strip_suffix(LOCK)) else {
                continue;
            };
            // Whoever cannot be cleared up after now will be later.
            drop(self.lock(stem, || false));
        }
        self.leave();
    }

    /// Removes the folders, as far as they are empty.
    pub fn leave(&self) {
        let _ = fs::remove_dir(self.folder());
        let _ = fs::remove_dir(self.output.join(".cutline"));
        if !self.had_output {
            let _ = fs::remove_dir(&self.output);
        }
    }

    /// Removes what stands under the lock of a name.
    fn clear(&self, stem: &str) {
        for kind in [EditionKind::Epub, EditionKind::Pdf] {
            let _ = fs::remove_file(self.passing(stem, kind));
        }
        let _ = fs::remove_dir_all(self.scratch(stem));
    }
}

impl Drop for Lock {
    fn drop(&mut self) {
        let path = self.workshop.lock_file(&self.stem);
        self.workshop.clear(&self.stem);
        let _ = fs::remove_file(&path);
        forget(&path);
        // Unlocked only now that nobody can find it any more.
        drop(self.file.take());
        self.workshop.leave();
    }
}

const LOCK: &str = ".lock";

/// Opens a lock and takes it; `None` where the file system knows no locks. Who has to wait gets
/// `WouldBlock`, who comes to a lock that was just given back `NotFound`.
fn take(path: &Path) -> io::Result<Option<File>> {
    let mut options = OpenOptions::new();
    let file = options
        .write(true)
        .create(true)
        .truncate(false)
        .open(path)?;
    match file.try_lock() {
        Ok(()) if is_at(&file, path) => Ok(Some(file)),
        Ok(()) => Err(io::ErrorKind::NotFound.into()),
        Err(TryLockError::WouldBlock) => Err(io::ErrorKind::WouldBlock.into()),
        Err(TryLockError::Error(_)) => Ok(None),
    }
}

/// Whether `path` still leads to this file.
#[cfg(unix)]
fn is_at(file: &File, path: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    let (Ok(own), Ok(there)) = (file.metadata(), path.metadata()) else {
        return false;
    };
    (own.dev(), own.ino()) == (there.dev(), there.ino())
}

/// An open file cannot be removed.
#[cfg(not(unix))]
fn is_at(_: &File, _: &Path) -> bool {
    true
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn a_lock_keeps_others_out_and_leaves_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let output = folder.path().join("out");
        let workshop = Workshop::of(&output);
        let lock = workshop.lock("a", || false).unwrap().unwrap();
        assert!(workshop.lock("a", || false).unwrap().is_none());
        let mut asked = 0;
        let waited = workshop.lock("a", || {
            asked += 1;
            asked < 3
        });
        assert!(waited.unwrap().is_none());
        assert_eq!(asked, 3);
        let other = workshop.lock("b", || false).unwrap();
        assert!(other.is_some(), "another book");
        drop(other);
        drop(lock);
        assert!(!output.exists());
        assert!(workshop.lock("a", || false).unwrap().is_some());
    }

    #[test]
    fn what_a_killed_process_left_is_swept() {
        let folder = tempfile::tempdir().unwrap();
        let workshop = Workshop::of(folder.path());
        let work = workshop.folder();
        fs::create_dir_all(work.join("a.scratch/deep")).unwrap();
        for name in ["a.lock", "a.pdf.part", "b.lock", "b.epub.part"] {
            fs::write(work.join(name), "").unwrap();
        }
        let lock = workshop.lock("b", || false).unwrap().unwrap();
        workshop.sweep();
        let names = |folder: &Path| {
            let entries = fs::read_dir(folder).unwrap();
            let mut names: Vec<_> = entries.map(|it| it.unwrap().file_name()).collect();
            names.sort();
            names
        };
        assert_eq!(names(&work), ["b.epub.part", "b.lock"], "somebody's");
        drop(lock);
        assert!(names(folder.path()).is_empty());
    }
}
