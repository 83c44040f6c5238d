//! Writing editions so that a reader, or a failed build, never meets half of one.

use std::fs::{self, File};
use std::io::{self, BufWriter};
use std::path::{Path, PathBuf};

use tempfile::{Builder, TempPath};

/// An edition that is being written, beside the place where it will stand. Dropped before
/// [`publish`], it leaves nothing behind.
pub struct Draft {
    file: BufWriter<File>,
    /// Where the draft is. It is removed when this is dropped.
    draft: TempPath,
    path: PathBuf,
}

impl Draft {
    /// Begins the edition that will stand at `path`, in a folder that exists. The draft has to be
    /// in the same folder, since a file can only be renamed within one file system.
    pub fn begin(path: &Path) -> io::Result<Draft> {
        let folder = match path.parent() {
            Some(folder) if !folder.as_os_str().is_empty() => folder,
            _ => Path::new("."),
        };
        let mut prefix = std::ffi::OsString::from(".");
        prefix.push(path.file_name().unwrap_or_default());
        prefix.push(".");
        let mut builder = Builder::new();
        builder.prefix(&prefix).suffix(".part");
        // Readable for whom the user's umask says, as any file that a program writes.
        #[cfg(unix)]
        builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
        let (file, draft) = builder.tempfile_in(folder)?.into_parts();
        Ok(Draft {
            file: BufWriter::with_capacity(256 * 1024, file),
            draft,
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
        whole.push((draft.draft, draft.path));
    }
    let folders: Vec<PathBuf> = whole
        .iter()
        .filter_map(|(draft, _)| draft.parent().map(Path::to_owned))
        .collect();
    for (draft, path) in whole {
        draft.persist(path)?;
    }
    for folder in folders {
        sync(&folder);
    }
    Ok(())
}

/// Makes renaming last through a power cut. Not every file system can do it for a folder; the
/// editions are whole either way.
fn sync(folder: &Path) {
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
