//! Opening what the user named.

use std::fmt;
use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use super::{
    Conventions, Listing, Manuscript, ManuscriptFile, Standing, Syntax, decode, layout, ledger,
    metadata_block, post, press, project, style,
};
use crate::inputs::Inputs;
use crate::limits::{Limits, size};
use crate::source::{FileId, Sources};

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
    /// A folder without a project file and without Markdown files.
    NothingToRead,
    /// Bytes that are no text.
    NotText,
    /// A device, pipe or socket.
    NotAFile,
    /// More than so many bytes, which are [`Limits::text`].
    TooLong(u64),
    /// A project's own file, behind a link that leads out of its folder.
    Outside,
}

impl fmt::Display for OpenError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            OpenError::Read { path, error } => {
                write!(f, "cannot read {}: {error}", path.display())
            }
            OpenError::Unfit { path, reason } => {
                write!(f, "{} ", path.display())?;
                f.write_str(match reason {
                    Unfit::NothingToRead => "has neither a project file nor a Markdown file",
                    Unfit::NotText => "is not a text",
                    Unfit::NotAFile => "is neither a file nor a folder",
                    Unfit::TooLong(most) => return write!(f, "is longer than {}", size(*most)),
                    Unfit::Outside => "leads out of the project folder",
                })
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

/// Opens a manuscript: a Markdown file (`.md`, `.markdown`, `.mdown`, `.qmd`), any other text file as
/// plain text, or a folder. A folder's chapters are those that its `cutline.toml` lists, or the
/// project file of another program (see `project`), or else its own Markdown files in natural
/// order, folders inside and hidden files left out. Naming the project file itself means its
/// folder.
///
/// What is wrong inside the manuscript is in [`Manuscript::diagnostics`].
///
/// # Errors
///
/// [`OpenError::Read`] where a file cannot be read, [`OpenError::Unfit`] where `input` is no
/// manuscript.
pub fn open(input: &Path) -> Result<Manuscript, OpenError> {
    open_within(input, &Limits::default())
}

/// The same under other limits.
///
/// # Errors
///
/// Those of [`open`].
pub fn open_within(input: &Path, limits: &Limits) -> Result<Manuscript, OpenError> {
    let metadata = fs::metadata(input).map_err(|error| cannot_read(input, error))?;
    let mut manuscript = if metadata.is_dir() {
        project::open(input, limits)?
    } else if project::is_project_file(input) {
        project::open(folder_of(input), limits)?
    } else {
        open_file(input, limits)?
    };
    ledger::take_in(&mut manuscript)?;
    style::take_in(&mut manuscript);
    layout::take_in(&mut manuscript);
    press::take_in(&mut manuscript);
    Ok(manuscript)
}

/// What the editions of the manuscript at `input` are named after, before it is opened: its name
/// without extension, or that of its folder.
///
/// # Errors
///
/// Those of the system, where there is nothing.
pub fn stem(input: &Path) -> io::Result<String> {
    if fs::metadata(input)?.is_dir() {
        stem_of_folder(input)
    } else if project::is_project_file(input) {
        stem_of_folder(folder_of(input))
    } else {
        Ok(stem_of(input))
    }
}

/// The name of a folder, however it was named.
pub(super) fn stem_of_folder(folder: &Path) -> io::Result<String> {
    let real = fs::canonicalize(folder)?;
    Ok(match real.file_name() {
        Some(name) => name.to_string_lossy().into_owned(),
        None => "book".to_owned(),
    })
}

fn open_file(input: &Path, limits: &Limits) -> Result<Manuscript, OpenError> {
    let bytes = read_bytes(input, limits)?;
    let mut manuscript = Manuscript::new(stem_of(input), folder_of(input), limits);
    manuscript.look_for_vault();
    manuscript.shares_folder = ledger::has_neighbours(input, &manuscript.root);
    let name = input.file_name().unwrap_or_default().to_string_lossy();
    let Some(file) = manuscript.take_in(input.to_owned(), &bytes) else {
        return Err(unfit(input, Unfit::NotText));
    };
    manuscript.add_chapter(file, name.into_owned(), Listing::default());
    post::name_says(&mut manuscript);
    Ok(manuscript)
}

impl Manuscript {
    pub(super) fn new(stem: String, root: &Path, limits: &Limits) -> Manuscript {
        Manuscript {
            stem,
            root: root.to_owned(),
            limits: *limits,
            sources: Sources::default(),
            files: Vec::new(),
            metadata: Vec::new(),
            conventions: Conventions::default(),
            ledger: None,
            style: None,
            layout: None,
            ink_profile: None,
            shares_folder: false,
            inputs: Inputs::default(),
            diagnostics: Vec::new(),
        }
    }

    /// Takes a file's text in. Gives `None` for bytes that are no text.
    pub(super) fn take_in(&mut self, path: PathBuf, bytes: &[u8]) -> Option<FileId> {
        self.inputs.read(path.clone());
        decode::take_in(&mut self.sources, path, bytes, &mut self.diagnostics)
    }

    /// In a vault of Obsidian, `[[Note]]` is a link.
    pub(super) fn look_for_vault(&mut self) {
        let vault = self.root.join(project::VAULT);
        self.conventions.wiki_links = vault.is_dir();
        if !self.conventions.wiki_links {
            self.inputs.missed(vault);
        }
    }

    /// Adds a text that was taken in as the next file.
    pub(super) fn add_chapter(&mut self, file: FileId, name: String, listing: Listing) {
        let source = self.sources.file(file);
        let is_title = listing.standing != Standing::Text;
        let syntax = if is_title || is_markdown(source.path()) {
            Syntax::Markdown
        } else {
            Syntax::PlainText
        };
        let (metadata, body) = match listing.standing {
            Standing::Text => metadata_block::read(source.text(), file, &mut self.diagnostics),
            Standing::Part | Standing::Unwritten => (Vec::new(), 0),
        };
        self.files.push(ManuscriptFile {
            file,
            name,
            listing,
            syntax,
            metadata,
            body,
        });
    }
}

/// Extensions of Markdown files, in any case of letters.
pub(super) const MARKDOWN: [&str; 4] = ["md", "markdown", "mdown", "qmd"];

/// Whether the name says that a file is Markdown.
pub(super) fn is_markdown(path: &Path) -> bool {
    let extension = path.extension().and_then(|extension| extension.to_str());
    extension.is_some_and(|extension| {
        MARKDOWN
            .iter()
            .any(|known| known.eq_ignore_ascii_case(extension))
    })
}

/// Reads a whole file as [`read_bytes`] does, if it is in the folder `root`.
pub(super) fn bytes_inside(
    path: &Path,
    root: &Path,
    limits: &Limits,
) -> Result<Vec<u8>, OpenError> {
    let real = |path: &Path| fs::canonicalize(path).map_err(|error| cannot_read(path, error));
    if !real(path)?.starts_with(real(root)?) {
        return Err(unfit(path, Unfit::Outside));
    }
    read_bytes(path, limits)
}

/// Reads a whole file of at most [`Limits::text`] bytes. Nothing but plain files is opened: a
/// pipe would wait for ever.
pub(super) fn read_bytes(path: &Path, limits: &Limits) -> Result<Vec<u8>, OpenError> {
    let metadata = fs::metadata(path).map_err(|error| cannot_read(path, error))?;
    if !metadata.is_file() {
        return Err(unfit(path, Unfit::NotAFile));
    }
    let file = File::open(path).map_err(|error| cannot_read(path, error))?;
    let mut bytes = Vec::new();
    file.take(limits.text.saturating_add(1))
        .read_to_end(&mut bytes)
        .map_err(|error| cannot_read(path, error))?;
    if bytes.len() as u64 > limits.text {
        return Err(unfit(path, Unfit::TooLong(limits.text)));
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
