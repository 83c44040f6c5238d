//! Opening what the user named.

use std::fmt;
use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use super::{Manuscript, ManuscriptFile, Syntax, decode, metadata_block, project};
use crate::source::Sources;

/// The most bytes that one text file may have: 64 MiB, about ten million words.
pub const LONGEST_FILE: u64 = 64 * 1024 * 1024;

/// Why nothing was opened, divided by who must act.
#[derive(Debug)]
pub enum OpenError {
    /// The system does not hand the file over: it is not there, or may not be read.
    Read {
        /// The file or folder.
        path: PathBuf,
        /// What the system says.
        error: io::Error,
    },
    /// The user named something that is no manuscript.
    Unfit {
        /// The file or folder.
        path: PathBuf,
        /// Why it is none.
        reason: Unfit,
    },
}

/// Why a file or folder is no manuscript.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unfit {
    /// A folder without `cutline.toml` and without Markdown files.
    NothingToRead,
    /// Bytes that are no text.
    NotText,
    /// A device, pipe or socket.
    NotAFile,
    /// More than [`LONGEST_FILE`] bytes.
    TooLong,
}

impl fmt::Display for OpenError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            OpenError::Read { path, error } => {
                write!(f, "cannot read {}: {error}", path.display())
            }
            OpenError::Unfit { path, reason } => {
                let why = match reason {
                    Unfit::NothingToRead => "has neither a cutline.toml nor a Markdown file",
                    Unfit::NotText => "is not a text",
                    Unfit::NotAFile => "is neither a file nor a folder",
                    Unfit::TooLong => "is longer than 64 MiB",
                };
                write!(f, "{} {why}", path.display())
            }
        }
    }
}

impl std::error::Error for OpenError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            OpenError::Read { error, .. } => Some(error),
            OpenError::Unfit { .. } => None,
        }
    }
}

/// Opens a manuscript: a Markdown file (`.md`, `.markdown`, `.mdown`), any other text file as
/// plain text, or a folder. A folder's chapters are those that its `cutline.toml` lists, or else
/// its own Markdown files in natural order, folders inside and hidden files left out. Naming the
/// `cutline.toml` itself means its folder.
///
/// What is wrong inside the manuscript is in [`Manuscript::diagnostics`].
///
/// # Errors
///
/// [`OpenError::Read`] where a file cannot be read, [`OpenError::Unfit`] where `input` is no
/// manuscript.
pub fn open(input: &Path) -> Result<Manuscript, OpenError> {
    let metadata = fs::metadata(input).map_err(|error| cannot_read(input, error))?;
    if metadata.is_dir() {
        return project::open(input);
    }
    if input
        .file_name()
        .is_some_and(|name| name == project::FILE_NAME)
    {
        return project::open(folder_of(input));
    }
    let bytes = read_bytes(input)?;
    let mut manuscript = Manuscript {
        stem: stem_of(input),
        root: folder_of(input).to_owned(),
        sources: Sources::default(),
        files: Vec::new(),
        metadata: Vec::new(),
        diagnostics: Vec::new(),
    };
    let name = input.file_name().unwrap_or_default().to_string_lossy();
    let taken = manuscript.add_chapter(input.to_owned(), name.into_owned(), &bytes);
    if taken {
        Ok(manuscript)
    } else {
        Err(unfit(input, Unfit::NotText))
    }
}

impl Manuscript {
    /// Takes a chapter's file in. Gives `false` for bytes that are no text.
    pub(super) fn add_chapter(&mut self, path: PathBuf, name: String, bytes: &[u8]) -> bool {
        let syntax = if is_markdown(&path) {
            Syntax::Markdown
        } else {
            Syntax::PlainText
        };
        let taken = decode::take_in(&mut self.sources, path, bytes, &mut self.diagnostics);
        let Some(file) = taken else {
            return false;
        };
        let text = self.sources.file(file).text();
        let (metadata, body) = metadata_block::read(text, file, &mut self.diagnostics);
        self.files.push(ManuscriptFile {
            file,
            name,
            syntax,
            metadata,
            body,
        });
        true
    }
}

/// Whether the name says that a file is Markdown.
pub(super) fn is_markdown(path: &Path) -> bool {
    let extension = path.extension().and_then(|extension| extension.to_str());
    extension.is_some_and(|extension| {
        ["md", "markdown", "mdown"]
            .iter()
            .any(|known| known.eq_ignore_ascii_case(extension))
    })
}

/// Reads a whole file of at most [`LONGEST_FILE`] bytes. Nothing but plain files is opened: a
/// pipe would wait for ever.
pub(super) fn read_bytes(path: &Path) -> Result<Vec<u8>, OpenError> {
    let metadata = fs::metadata(path).map_err(|error| cannot_read(path, error))?;
    if !metadata.is_file() {
        return Err(unfit(path, Unfit::NotAFile));
    }
    let file = File::open(path).map_err(|error| cannot_read(path, error))?;
    let mut bytes = Vec::new();
    file.take(LONGEST_FILE + 1)
        .read_to_end(&mut bytes)
        .map_err(|error| cannot_read(path, error))?;
    if bytes.len() as u64 > LONGEST_FILE {
        return Err(unfit(path, Unfit::TooLong));
    }
    Ok(bytes)
}

pub(super) fn cannot_read(path: &Path, error: io::Error) -> OpenError {
    OpenError::Read {
        path: path.to_owned(),
        error,
    }
}

pub(super) fn unfit(path: &Path, reason: Unfit) -> OpenError {
    OpenError::Unfit {
        path: path.to_owned(),
        reason,
    }
}

fn stem_of(path: &Path) -> String {
    path.file_stem()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned()
}

fn folder_of(path: &Path) -> &Path {
    match path.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent,
        _ => Path::new("."),
    }
}
