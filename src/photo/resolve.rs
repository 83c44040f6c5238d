//! Resolving: the figures of a document get their photos or reserved slots, after the ledger and, when
//! asked, the photos' own files have said what the manuscript does not.

use std::collections::{HashMap, HashSet};
use std::path::Path;

use rayon::prelude::*;

use super::derivative::Darkroom;
use super::fault::Fault;
use super::ledger::{self, Ledger};
use super::lookup::{Desk, Found, Problem, shortened};
use super::progress::Task;
use super::{Notice, Photo, claim, cover, filling, header, rights};
use crate::book::{Book, Picture, SlotReason};
use crate::diagnostic::{Code, Diagnostic};
use crate::document::{Aspect, Document, Edition, PhotoSource, PlacedFigure, plain_text, walk};
use crate::inputs::Inputs;
use crate::limits::Limits;
use crate::source::{FileId, Sources};

/// What the photo desk works from.
#[derive(Clone, Copy, Debug)]
pub struct Assignment<'a> {
    /// The project folder: nothing outside it is opened.
    pub root: &'a Path,
    /// Where chapters stand, and the ledger's text.
    pub sources: &'a Sources,
    /// The ledger, where there is one.
    pub ledger: Option<FileId>,
    /// Whether other manuscripts use the ledger too: then it may hold records of no figure here.
    pub ledger_is_shared: bool,
    /// The edition's date in seconds after 1970 began: `SOURCE_DATE_EPOCH`. Without it, the date of
    /// the metadata counts.
    pub source_date: Option<u64>,
    /// Now, in seconds after 1970 began. It changes no picture, only what is reported of permissions
    /// where the edition has no date.
    pub now: Option<u64>,
    /// Whether the photos' own files are asked for what neither manuscript nor ledger says.
    pub metadata: bool,
    /// Where what the editions embed is made; without one, photos are only proved to be sound.
    pub darkroom: Option<&'a Darkroom>,
    /// What photos may ask of the machine.
    pub limits: Limits,
    /// The editions that will be made.
    pub editions: &'a [Edition],
}

impl<'a> Assignment<'a> {
    /// A folder without a ledger.
    pub fn of(root: &'a Path, sources: &'a Sources) -> Assignment<'a> {
        Assignment {
            root,
            sources,
            ledger: None,
            ledger_is_shared: false,
            source_date: None,
            now: None,
            metadata: false,
            darkroom: None,
            limits: Limits::default(),
            editions: &[Edition::Epub, Edition::Pdf],
        }
    }
}

/// Looks the photo of every figure up. The ledger is applied to the document first. A path is tried
/// from the folder of the chapter that names it, then from the project folder and the photo folders.
/// A figure whose photo cannot be had gets a reserved slot and a finding, and so does one whose
/// photo an edition may not show; no figure stops the others.
pub fn resolve(document: Document, assignment: &Assignment<'_>) -> (Book, Vec<Diagnostic>) {
    let Resolved { book, findings, .. } = resolve_with_inputs(document, assignment);
    (book, findings)
}

/// A book, what was found, and the files that photos were looked for in.
pub struct Resolved {
    /// The book.
    pub book: Book,
    /// What was found.
    pub findings: Vec<Diagnostic>,
    /// Photos, there or not, as the user would name them.
    pub inputs: Inputs,
}

/// The files of photos that [`resolve`] would look for, without proving any.
pub fn inputs(document: &Document, assignment: &Assignment<'_>) -> Inputs {
    let Assignment { root, sources, .. } = *assignment;
    let ledger = match assignment.ledger {
        Some(file) => ledger::read(sources, file, &mut Vec::new()),
        None => Ledger::default(),
    };
    let mut desk = Desk::new(root, &assignment.limits);
    let _ = desk.find(document, sources, &ledger);
    desk.into_inputs()
}

/// The same as [`resolve`], with what it looked for.
pub fn resolve_with_inputs(mut document: Document, assignment: &Assignment<'_>) -> Resolved {
    let Assignment { root, sources, .. } = *assignment;
    let mut diagnostics = Vec::new();
    let ledger = match assignment.ledger {
        Some(file) => ledger::read(sources, file, &mut diagnostics),
        None => Ledger::default(),
    };
    let mut desk = Desk::new(root, &assignment.limits);
    let credited = credited(&document);
    let mut has_new_text = ledger::apply(&mut document, &ledger, &credited);
    if assignment.metadata {
        let credited = self::credited(&document);
        let stated = desk.stated(&document, sources, &ledger);
        has_new_text |= filling::fill(&mut document, stated, &credited, &mut diagnostics);
    }
    if has_new_text {
        walk::number(&mut document);
    }
    diagnostics.extend(ledger::unused(
        &document,
        &ledger,
        assignment.ledger_is_shared,
    ));
    let found = desk.find(&document, sources, &ledger);
    let faults = prove(&found, assignment);
    let mut misnamed = HashSet::new();
    let mut found = found.into_iter();
    let mut book = Book::resolve(document, |placed| {
        let found = found.next().unwrap_or_else(|| Err(desk.to_come(&placed)));
        let sound = found.and_then(|found| match faults.get(&found.photo) {
            Some(fault) => Err(found.unusable(fault, &placed.figure.slug)),
            None => Ok(found),
        });
        match sound {
            Ok(found) => {
                diagnostics.extend(found.similar.map(|file| similar_photo(&placed, &file)));
                // A photo that is still to come is reported once: it is described when it is there.
                diagnostics.extend(missing_alt(&placed));
                let mut photo = found.photo;
                if misnamed.insert(photo.path.clone()) {
                    diagnostics.extend(type_mismatch(&placed, &photo, &found.shown));
                }
                photo.notice = notice(&placed);
                Picture::Photo(photo)
            }
            Err(problem) => {
                diagnostics.push(problem.at(&placed));
                let declared = placed.figure.aspect;
                let record = ledger.of(&placed.figure.slug);
                Picture::ReservedSlot {
                    aspect: declared
                        .or(record.and_then(|record| record.seen))
                        .unwrap_or(Aspect::USUAL),
                    reason: SlotReason::ToCome,
                }
            }
        }
    });
    diagnostics.extend(rights::enforce(&mut book, &ledger, assignment));
    diagnostics.extend(cover::choose(&mut book, &mut desk, assignment));
    if assignment.editions.contains(&Edition::Epub) {
        diagnostics.extend(claim::withheld(&book));
    }
    // A photo that is shown twice has one record, of which everything is said once.
    let mut said = HashSet::new();
    diagnostics.retain(|it| {
        it.span.map(|span| span.file) != assignment.ledger
            || said.insert((it.span, it.message.clone()))
    });
    Resolved {
        book,
        findings: diagnostics,
        inputs: desk.into_inputs(),
    }
}

/// Which figures have a credit, of their own or of their row.
fn credited(document: &Document) -> Vec<bool> {
    let figures = document.figures();
    figures.iter().map(|it| !it.credit().is_empty()).collect()
}

fn similar_photo(placed: &PlacedFigure<'_>, file: &str) -> Diagnostic {
    let asked = match &placed.figure.source {
        PhotoSource::Path(path) => shortened(path),
        PhotoSource::Remote(_) | PhotoSource::Slug => placed.figure.slug.as_str().to_owned(),
    };
    let message = format!("the photo `{asked}` is not there; `{file}` is taken for it");
    Diagnostic::new(Code::SimilarPhoto, placed.span, message)
        .hint("if it is not the same photo, put the right one there")
}

/// Proves every photo, several at a time, each once. Gives those that are not sound.
fn prove(found: &[Result<Found, Problem>], assignment: &Assignment<'_>) -> HashMap<Photo, Fault> {
    let photos = found.iter().flatten().map(|found| &found.photo);
    let distinct: HashSet<&Photo> = photos.collect();
    let distinct: Vec<&Photo> = distinct.into_iter().collect();
    let plain = Darkroom::default();
    let darkroom = assignment.darkroom.unwrap_or(&plain);
    let count = darkroom.begin(Task::Prove, distinct.len());
    let proved = distinct.into_par_iter().filter_map(|photo| {
        let proof = darkroom.prove(photo, assignment.editions);
        count.one();
        Some((photo.clone(), proof.err()?))
    });
    proved.collect()
}

/// Whose the photo of a figure is.
fn notice(placed: &PlacedFigure<'_>) -> Notice {
    let one_line = |text: &str| {
        let words: Vec<&str> = text.split_whitespace().collect();
        (!words.is_empty()).then(|| words.join(" "))
    };
    let said = |text: &Option<String>| text.as_deref().and_then(one_line);
    let rights = &placed.figure.rights;
    Notice {
        credit: one_line(&plain_text(placed.credit())),
        creator: said(&rights.creator),
        copyright: said(&rights.copyright),
        licence: said(&rights.licence),
    }
}

fn type_mismatch(placed: &PlacedFigure<'_>, photo: &Photo, shown: &str) -> Option<Diagnostic> {
    let (named, is) = header::misnamed(photo)?;
    let message = format!("the photo `{shown}` is a {is} file");
    let hint = format!("its name ends in `.{named}`; other programs may go by that");
    Some(Diagnostic::new(Code::PhotoTypeMismatch, placed.span, message).hint(hint))
}

fn missing_alt(placed: &PlacedFigure<'_>) -> Option<Diagnostic> {
    if placed.figure.alt.is_some() {
        return None;
    }
    let slug = placed.figure.slug.as_str();
    let address = match &placed.figure.source {
        PhotoSource::Path(path) => shortened(path),
        PhotoSource::Remote(_) | PhotoSource::Slug => format!("photo:{slug}"),
    };
    Some(
        Diagnostic::new(
            Code::MissingAlt,
            placed.span,
            format!("the photo `{slug}` has no alternative text"),
        )
        .hint(format!(
            "say what it shows, in Markdown: ![cutline]({address}){{alt=\"…\"}}"
        )),
    )
}
