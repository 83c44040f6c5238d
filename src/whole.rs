//! Files that come whole or not at all. Until it is whole, a file has no name where the system can do
//! that (Linux: `open(2)`, `O_TMPFILE`), so that nothing is left of it however the process ends;
//! elsewhere it has a passing one.

use std::collections::BTreeSet;
use std::fs::{self, File, OpenOptions};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

/// A file that is being written. Dropped before [`Whole::place`], it leaves nothing behind.
#[derive(Debug)]
pub struct Whole {
    file: File,
    /// The name that it has, or gets for the moment in which it takes the place of another.
    passing: PathBuf,
    has_name: bool,
}

impl Whole {
    /// Begins a file. `passing` is nobody else's name, in a folder of the file system in which the
    /// file will stand.
    pub fn begin(passing: &Path) -> io::Result<Whole> {
        let folder = passing.parent().filter(|it| !it.as_os_str().is_empty());
        if let Some(file) = nameless(folder.unwrap_or(Path::new("."))) {
            return Ok(Whole {
                file,
                passing: passing.to_owned(),
                has_name: false,
            });
        }
        let file = with_name(passing, || {
            let mut options = OpenOptions::new();
            options
                .write(true)
                .create(true)
                .truncate(true)
                .open(passing)
        })?;
        Ok(Whole {
            file,
            passing: passing.to_owned(),
            has_name: true,
        })
    }

    /// The same in a folder that is made if it is not there.
    pub fn begin_with_folder(passing: &Path) -> io::Result<Whole> {
        make_folder_of(passing)?;
        Whole::begin(passing)
    }

    /// Where to write it.
    pub fn file(&self) -> &File {
        &self.file
    }

    /// Gives it its passing name, so that only renaming is left to do.
    pub fn name(&mut self) -> io::Result<()> {
        if self.has_name {
            return Ok(());
        }
        // One that is there was left by a process that was killed.
        with_name(&self.passing, || {
            link(&self.file, &self.passing).or_else(|error| match error.kind() {
                io::ErrorKind::AlreadyExists => {
                    fs::remove_file(&self.passing)?;
                    link(&self.file, &self.passing)
                }
                _ => Err(error),
            })
        })?;
        self.has_name = true;
        Ok(())
    }

    /// Puts it at `path`, over what is there.
    pub fn place(mut self, path: &Path) -> io::Result<()> {
        self.name()?;
        fs::rename(&self.passing, path)?;
        self.has_name = false;
        forget(&self.passing);
        Ok(())
    }
}

impl Drop for Whole {
    fn drop(&mut self) {
        if self.has_name {
            // Whoever comes next under this name writes over it.
            let _ = fs::remove_file(&self.passing);
            forget(&self.passing);
        }
    }
}

/// The passing names that there are in this process; `None` when it is about to end, and no more may
/// come.
static PASSING: Mutex<Option<BTreeSet<PathBuf>>> = Mutex::new(Some(BTreeSet::new()));

/// Makes something under a passing name, which is removed if the process is told to end.
///
/// # Errors
///
/// `Interrupted` when it is, and those of `make`.
pub fn with_name<T>(path: &Path, make: impl FnOnce() -> io::Result<T>) -> io::Result<T> {
    let mut passing = PASSING.lock().unwrap_or_else(PoisonError::into_inner);
    let names = passing.as_mut().ok_or(io::ErrorKind::Interrupted)?;
    let made = make()?;
    names.insert(path.to_owned());
    Ok(made)
}

/// Makes the folder that `path` is in, unless the process is about to end.
///
/// # Errors
///
/// `Interrupted` when it is, and those of the system.
pub fn make_folder_of(path: &Path) -> io::Result<()> {
    let passing = PASSING.lock().unwrap_or_else(PoisonError::into_inner);
    match (&*passing, path.parent()) {
        (None, _) => Err(io::ErrorKind::Interrupted.into()),
        (Some(_), Some(folder)) if !folder.as_os_str().is_empty() => fs::create_dir_all(folder),
        (Some(_), _) => Ok(()),
    }
}

/// That name is gone.
pub fn forget(path: &Path) {
    let mut passing = PASSING.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(names) = passing.as_mut() {
        names.remove(path);
    }
}

/// Removes everything that has a passing name, and lets nothing get one any more: the process is
/// about to end.
#[cfg(feature = "cli")]
pub fn clear_up() {
    let mut passing = PASSING.lock().unwrap_or_else(PoisonError::into_inner);
    for path in passing.take().unwrap_or_default() {
        // Nobody is there to be told.
        let _ = fs::remove_file(path);
    }
}

/// A file without a name, readable for whom the user's umask says when it has one.
#[cfg(target_os = "linux")]
fn nameless(folder: &Path) -> Option<File> {
    use rustix::fs::{Mode, OFlags, open};
    use std::sync::LazyLock;

    // A name is given through /proc.
    static CAN_BE_NAMED: LazyLock<bool> = LazyLock::new(|| Path::new("/proc/self/fd").exists());
    if !*CAN_BE_NAMED {
        return None;
    }
    let flags = OFlags::TMPFILE | OFlags::WRONLY | OFlags::CLOEXEC;
    let file = open(folder, flags, Mode::from_raw_mode(0o666)).ok()?;
    Some(file.into())
}

#[cfg(target_os = "linux")]
fn link(file: &File, path: &Path) -> io::Result<()> {
    use rustix::fs::{AtFlags, CWD, linkat};
    use std::os::fd::AsRawFd;
    let open = format!("/proc/self/fd/{}", file.as_raw_fd());
    linkat(CWD, open.as_str(), CWD, path, AtFlags::SYMLINK_FOLLOW)?;
    Ok(())
}

#[cfg(not(target_os = "linux"))]
fn nameless(_: &Path) -> Option<File> {
    None
}

#[cfg(not(target_os = "linux"))]
fn link(_: &File, _: &Path) -> io::Result<()> {
    Err(io::ErrorKind::Unsupported.into())
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

    #[test]
    fn a_file_takes_the_place_of_another_when_it_is_whole() {
        let folder = tempfile::tempdir().unwrap();
        let (path, passing) = (folder.path().join("a.pdf"), folder.path().join("a.part"));
        fs::write(&path, "old").unwrap();
        fs::write(&passing, "left by one that was killed").unwrap();
        let whole = Whole::begin(&passing).unwrap();
        whole.file().write_all(b"new").unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"old");
        whole.place(&path).unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"new");
        assert_eq!(names(folder.path()), ["a.pdf"]);
    }

    #[test]
    fn one_that_is_dropped_leaves_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let passing = folder.path().join("a.part");
        let mut whole = Whole::begin(&passing).unwrap();
        drop(Whole::begin(&folder.path().join("b.part")).unwrap());
        whole.name().unwrap();
        assert_eq!(names(folder.path()), ["a.part"]);
        drop(whole);
        assert_eq!(names(folder.path()), [""; 0]);
    }
}
