//! What the tests share.

#![allow(dead_code)]

#[cfg(feature = "cli")]
pub mod desk;
pub mod diagnostics;
pub mod dice;
pub mod document;
pub mod frames;
pub mod pathological;
pub mod specification;
pub mod tags;
pub mod xhtml;

use std::path::{Path, PathBuf};

use cutline::book::Book;
use cutline::design;
use cutline::diagnostic::Diagnostic;
use cutline::document::Document;
use cutline::fonts;
use cutline::layout::Spec;
use cutline::manuscript::{self, Manuscript, OpenError};
use cutline::markdown;
use cutline::photo::{self, Assignment};
use cutline::source::Span;

/// A manuscript that was opened and read.
pub struct Reading {
    pub input: PathBuf,
    pub manuscript: Manuscript,
    pub document: Document,
    /// Those of opening, then those of reading.
    pub diagnostics: Vec<Diagnostic>,
}

/// Opens and reads.
pub fn read(input: &Path) -> Result<Reading, OpenError> {
    let manuscript = manuscript::open(input)?;
    let (document, found) = markdown::read(&manuscript);
    let mut diagnostics = manuscript.diagnostics.clone();
    diagnostics.extend(found);
    design::of(&manuscript, &mut diagnostics);
    Ok(Reading {
        input: input.to_owned(),
        manuscript,
        document,
        diagnostics,
    })
}

/// Opens and reads a text that stands in no file yet.
pub fn read_text(name: &str, text: impl AsRef<[u8]>) -> Reading {
    let folder = tempfile::tempdir().unwrap();
    let input = folder.path().join(name);
    std::fs::write(&input, text).unwrap();
    read(&input).unwrap()
}

impl Reading {
    /// Looks the photos up, as the command does without a date.
    pub fn look_up(&self) -> (Book, Vec<Diagnostic>) {
        let assignment = Assignment {
            ledger: self.manuscript.ledger,
            ledger_is_shared: self.manuscript.shares_folder,
            ..Assignment::of(&self.manuscript.root, &self.manuscript.sources)
        };
        photo::resolve(self.document.clone(), &assignment)
    }

    /// The page as the manuscript asks for it, and what is said of the fonts it has with it.
    pub fn spec(&self) -> (Spec, Vec<Diagnostic>) {
        let design = design::of(&self.manuscript, &mut Vec::new());
        let (given, found) = fonts::of_project(&self.manuscript.root);
        let setup = &self.document.metadata.makeup.page;
        (Spec::designed(&design, setup).with_fonts(given), found)
    }

    /// A place as `line:column`, with the file's name before it in a folder.
    pub fn place(&self, span: Span) -> String {
        let span = self.manuscript.sources.origin(span);
        let position = self.manuscript.sources.position(span);
        let path = self.manuscript.sources.file(span.file).path();
        let name = path.strip_prefix(&self.input).unwrap_or(path);
        let at = format!("{}:{}", position.line, position.column);
        if self.input.is_dir() {
            format!("{}:{at}", name.display())
        } else {
            at
        }
    }
}
