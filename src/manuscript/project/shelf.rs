//! The shelf that a project's files are taken from: nothing outside its folder, nothing twice, and
//! what cannot be had is reported where it is listed.

use std::collections::BTreeSet;
use std::fs;
use std::io::ErrorKind;
use std::path::{Component, Path, PathBuf};

use super::contents::{Entry, EntryKind};
use super::leanpub;
use super::weave::{self, Weaver};
use crate::diagnostic::{Code, Diagnostic};
use crate::limits::{Limits, size};
use crate::manuscript::entry::StatedText;
use crate::manuscript::open::{cannot_read, read_bytes, stem_of_folder, unfit};
use crate::manuscript::{Listing, Manuscript, OpenError, Standing, Syntax, Unfit};
use crate::source::{FileId, Piece, Span};

/// What is done to a chapter's text before it is read as Markdown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Weave {
    /// Nothing.
    Plain,
    /// mdBook's directives are followed.
    MdBook,
    /// Leanpub's lines about matter and parts are understood.
    Leanpub,
}

/// A project while it is opened.
pub(super) struct Shelf {
    pub manuscript: Manuscript,
    /// The project folder without links.
    pub real_root: PathBuf,
    pub weave: Weave,
    weaver: Weaver,
    seen: BTreeSet<String>,
    searches_left: usize,
}

/// How many missing files are looked for under a name in other letters: each reads its folder.
const SEARCHES: usize = 50;

impl Shelf {
    /// The shelf of a folder.
    pub fn new(root: &Path, limits: &Limits) -> Result<Shelf, OpenError> {
        let real_root = fs::canonicalize(root).map_err(|error| cannot_read(root, error))?;
        let stem = stem_of_folder(root).map_err(|error| cannot_read(root, error))?;
        let mut manuscript = Manuscript::new(stem, root, limits);
        manuscript.look_for_vault();
        Ok(Shelf {
            manuscript,
            weaver: Weaver::new(real_root.clone(), limits),
            real_root,
            weave: Weave::Plain,
            seen: BTreeSet::new(),
            searches_left: SEARCHES,
        })
    }

    /// Makes a folder inside the project the project folder; the name stays.
    pub fn enter(&mut self, folder: &str) -> Result<(), OpenError> {
        let inner = Shelf::new(&self.manuscript.root.join(folder), &self.manuscript.limits)?;
        if !inner.real_root.starts_with(&self.real_root) {
            return Err(unfit(&inner.manuscript.root, Unfit::Outside));
        }
        let stem = std::mem::take(&mut self.manuscript.stem);
        let inputs = std::mem::take(&mut self.manuscript.inputs);
        *self = inner;
        self.manuscript.stem = stem;
        self.manuscript.inputs.extend(inputs);
        Ok(())
    }

    /// Whether the project folder holds such a file.
    pub fn has(&mut self, name: &str) -> bool {
        let path = self.manuscript.root.join(name);
        let is_there = path.is_file();
        if !is_there {
            self.manuscript.inputs.missed(path);
        }
        is_there
    }

    /// Takes a project's own file in, which says what the book is.
    pub fn read_own(&mut self, name: &str) -> Result<FileId, OpenError> {
        let path = self.manuscript.root.join(name);
        let real = fs::canonicalize(&path).map_err(|error| cannot_read(&path, error))?;
        if !real.starts_with(&self.real_root) {
            return Err(unfit(&path, Unfit::Outside));
        }
        let bytes = read_bytes(&path, &self.manuscript.limits)?;
        self.manuscript
            .take_in(path.clone(), &bytes)
            .ok_or_else(|| unfit(&path, Unfit::NotText))
    }

    /// The text of a file that was taken in.
    pub fn text(&self, file: FileId) -> &str {
        self.manuscript.sources.file(file).text()
    }

    pub fn report(&mut self, diagnostic: Diagnostic) {
        self.manuscript.diagnostics.push(diagnostic);
    }

    /// Adds what a table of contents lists. Its paths begin at `folder`, a name inside the project.
    pub fn add_listed(&mut self, folder: &str, entries: Vec<Entry>) -> Result<(), OpenError> {
        for entry in entries {
            let Entry {
                kind,
                depth,
                is_unnumbered,
            } = entry;
            match kind {
                EntryKind::File { path, title } => {
                    let listing = Listing {
                        standing: Standing::Text,
                        depth,
                        title,
                        is_unnumbered,
                    };
                    self.add_file(folder, path, listing)?;
                }
                EntryKind::Title { title, standing } => self.add_title(title, standing, depth),
            }
        }
        Ok(())
    }

    fn add_file(
        &mut self,
        folder: &str,
        path: StatedText,
        listing: Listing,
    ) -> Result<(), OpenError> {
        let StatedText { text, span } = path;
        let name = match name_inside(&format!("{folder}/./{text}")) {
            Ok(name) if !Path::new(&text).is_absolute() => name,
            Err(Leads::Nowhere) => {
                let why = "is the project folder itself, not a file";
                let shown = if text.trim().is_empty() { "." } else { &text };
                self.refuse(Some(span), shown, why);
                return Ok(());
            }
            Ok(_) | Err(Leads::Outside) => {
                self.refuse(Some(span), &text, "is outside the project folder");
                return Ok(());
            }
        };
        if !self.seen.insert(name.clone()) {
            let message = format!("the chapter `{text}` is listed twice; it is read once");
            self.report(Diagnostic::new(Code::InvalidMetadataValue, span, message));
            return Ok(());
        }
        self.add(name, Some(span), listing)
    }

    /// Adds a title that stands in a table of contents only, as a file of one heading.
    fn add_title(&mut self, title: StatedText, standing: Standing, depth: u8) {
        let StatedText { text, span } = title;
        let sources = &mut self.manuscript.sources;
        let verbatim = sources.snippet(span) == text;
        let piece = |at: usize, verbatim| Piece {
            at: u32::try_from(at).unwrap_or(u32::MAX),
            origin: span,
            verbatim,
        };
        let mark = "# ";
        let pieces = vec![piece(0, false), piece(mark.len(), verbatim)];
        let path = sources.file(span.file).path().to_owned();
        let file = sources.add_woven(path, format!("{mark}{text}\n"), pieces);
        let listing = Listing {
            standing,
            depth,
            title: None,
            is_unnumbered: false,
        };
        self.manuscript.add_chapter(file, String::new(), listing);
    }

    /// Reads one chapter. `span` is where a table of contents names it.
    pub fn add(
        &mut self,
        name: String,
        span: Option<Span>,
        listing: Listing,
    ) -> Result<(), OpenError> {
        let path = self.manuscript.root.join(&name);
        let real = match fs::canonicalize(&path) {
            Ok(real) => real,
            Err(error) if is_missing(error.kind()) => {
                self.manuscript.inputs.missed(path.clone());
                let why = match self.other_case(&path) {
                    Some(near) => format!("is not there, but `{near}` is"),
                    None => "is not there".to_owned(),
                };
                self.refuse(span, &name, &why);
                return Ok(());
            }
            Err(error) => return Err(cannot_read(&path, error)),
        };
        // A link inside the folder may lead out of it.
        if !real.starts_with(&self.real_root) {
            self.refuse(span, &name, "is outside the project folder");
            return Ok(());
        }
        if real.is_dir() {
            self.refuse(span, &name, "is a folder, not a file");
            return Ok(());
        }
        let bytes = match read_bytes(&real, &self.manuscript.limits) {
            Ok(bytes) => bytes,
            Err(OpenError::Unfit { reason, .. }) => {
                let why = match reason {
                    Unfit::TooLong(most) => format!("is longer than {}", size(most)),
                    _ => "is not a file".to_owned(),
                };
                self.refuse(span, &name, &why);
                return Ok(());
            }
            Err(error) => return Err(error),
        };
        let Some(file) = self.manuscript.take_in(path, &bytes) else {
            self.refuse(span, &name, "is not a text");
            return Ok(());
        };
        let file = match self.weave {
            Weave::Plain => file,
            Weave::MdBook => self.weaver.weave(&mut self.manuscript, file, &real),
            Weave::Leanpub => {
                weave::with_lines(&mut self.manuscript.sources, file, leanpub::lines())
            }
        };
        self.manuscript.add_chapter(file, name, listing);
        // Leanpub calls its Markdown text.
        if self.weave == Weave::Leanpub
            && let Some(last) = self.manuscript.files.last_mut()
        {
            last.syntax = Syntax::Markdown;
        }
        Ok(())
    }

    /// A file beside a missing one whose name differs in the case of letters only.
    fn other_case(&mut self, path: &Path) -> Option<String> {
        self.searches_left = self.searches_left.checked_sub(1)?;
        let wanted = path.file_name()?.to_str()?.to_lowercase();
        let entries = path.parent()?.read_dir().ok()?.flatten();
        let names = entries.filter_map(|entry| entry.file_name().into_string().ok());
        let mut same: Vec<String> = names.filter(|name| name.to_lowercase() == wanted).collect();
        same.sort();
        same.into_iter().next()
    }

    /// Reports a chapter that cannot be had.
    pub fn refuse(&mut self, span: Option<Span>, name: &str, why: &str) {
        let message = format!("the chapter `{name}` {why}");
        self.report(Diagnostic {
            span,
            ..Diagnostic::without_span(Code::UnusableChapter, message)
        });
    }
}

pub(super) fn is_missing(kind: ErrorKind) -> bool {
    matches!(kind, ErrorKind::NotFound | ErrorKind::NotADirectory)
}

/// Why a path is no name inside the project.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Leads {
    /// Out of the project folder.
    Outside,
    /// To the project folder itself.
    Nowhere,
}

/// A path as it is listed, cleaned of `.` and `..`, with `/` between parts. A leading `/` means the
/// project folder.
pub(super) fn name_inside(path: &str) -> Result<String, Leads> {
    let mut inside = PathBuf::new();
    for component in Path::new(path).components() {
        match component {
            Component::Normal(part) => inside.push(part),
            Component::CurDir | Component::RootDir => {}
            Component::ParentDir => {
                if !inside.pop() {
                    return Err(Leads::Outside);
                }
            }
            Component::Prefix(_) => return Err(Leads::Outside),
        }
    }
    let parts: Vec<_> = inside.iter().map(|part| part.to_string_lossy()).collect();
    match parts.is_empty() {
        true => Err(Leads::Nowhere),
        false => Ok(parts.join("/")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_stay_inside() {
        let name = |path| name_inside(path);
        assert_eq!(name("a.md").as_deref(), Ok("a.md"));
        assert_eq!(name("./one//two.md").as_deref(), Ok("one/two.md"));
        assert_eq!(name("one/../two.md").as_deref(), Ok("two.md"));
        assert_eq!(name("/one.md").as_deref(), Ok("one.md"));
        assert_eq!(name("../a.md"), Err(Leads::Outside));
        assert_eq!(name("one/../../a.md"), Err(Leads::Outside));
        assert_eq!(name("."), Err(Leads::Nowhere));
    }
}
