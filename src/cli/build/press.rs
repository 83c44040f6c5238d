//! One book of a run: from what the user named to its editions.

use std::path::{Path, PathBuf};

use super::ticket::Ticket;
use super::workshop::Workshop;
use super::{count, counted, tally};
use crate::book::{Book, Picture};
use crate::cli::arguments::{BuildArguments, EditionKind, ImposeArgument, ProfileArgument};
use crate::cli::exit::Exit;
use crate::cli::output::{self, Draft};
use crate::cli::progress::Line;
use crate::cli::reading::{self, PhotoOrders, Reading};
use crate::cli::report::Report;
use crate::cli::timings::{Clock, Stage};
use crate::cli::typesetting;
use crate::diagnostic::{Diagnostic, Severity};
use crate::document::Edition;
use crate::fonts::{self, Given};
use crate::inputs::Inputs;
use crate::layout::frame::{PageMap, PagedBook};
use crate::manuscript::{Manuscript, OpenError};
use crate::pdf::Imposition;
use crate::photo::derivative::{Darkroom, PhotoError, ScreenImage};
use crate::shops;
use crate::{epub, pdf, press};

/// What all books of a run have in common.
pub struct Press {
    pub arguments: BuildArguments,
    pub orders: PhotoOrders,
    pub workshop: Workshop,
    pub line: Line,
    pub clock: Clock,
    pub date: Option<u64>,
}

/// How a book ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outcome {
    pub exit: Exit,
    pub photos_to_come: usize,
    pub warnings: usize,
    /// What it depends on.
    pub inputs: Inputs,
    /// The editions that were written.
    pub written: Vec<PathBuf>,
}

impl From<Exit> for Outcome {
    fn from(exit: Exit) -> Outcome {
        Outcome {
            exit,
            photos_to_come: 0,
            warnings: 0,
            inputs: Inputs::default(),
            written: Vec::new(),
        }
    }
}

/// A book whose editions are written, though not yet in their places.
pub struct Printed {
    drafts: Vec<Draft>,
    /// What is said of it once they are.
    closing: Vec<String>,
    /// How it ends then.
    outcome: Outcome,
}

impl Printed {
    /// How it ends where they never will be.
    pub fn abandoned(self) -> Outcome {
        Outcome {
            inputs: self.outcome.inputs,
            ..Exit::InputOutput.into()
        }
    }
}

/// A book as it was set, as far as the run needs it.
struct Sheets {
    pages: Option<PagedBook>,
    /// Where printed pages begin, if the e-book is to mark them.
    page_map: Option<PageMap>,
    /// What the PDF is for.
    purpose: pdf::Purpose,
    /// The picture of the e-book's cover.
    cover: Option<ScreenImage>,
    /// The fonts beside the bundled ones, where the e-book embeds fonts.
    fonts: Option<Given>,
}

impl Press {
    /// Writes the editions of the book that the user named `input`, whose lock is held. The error is how a book ends of
    /// which there are none.
    pub fn make(&self, input: &Path, report: &Report, ticket: &Ticket) -> Result<Printed, Outcome> {
        match self.clock.of(Stage::Open, || {
            reading::open(
                input,
                self.arguments.layout.as_ref(),
                &self.arguments.limits,
            )
        }) {
            Ok(manuscript) => {
                let mut inputs = manuscript.inputs.clone();
                match self.build(input, &manuscript, (report, ticket), &mut inputs) {
                    Ok(mut printed) => {
                        printed.outcome.inputs = inputs;
                        Ok(printed)
                    }
                    Err(outcome) => Err(Outcome { inputs, ..outcome }),
                }
            }
            Err(error) => {
                let mut outcome = Outcome::from(refused(&error, report));
                outcome.inputs.read(input.to_owned());
                Err(outcome)
            }
        }
    }

    /// Puts the editions of a book in their places, and says so.
    pub fn publish(&self, mut printed: Printed, report: &Report) -> Outcome {
        let drafts = std::mem::take(&mut printed.drafts);
        match self.clock.of(Stage::Publish, || output::publish(drafts)) {
            Ok(()) => {
                printed.closing.iter().for_each(|line| report.closing(line));
                printed.outcome
            }
            Err(error) => {
                report.error(&cannot_write(&self.arguments.output, error));
                printed.abandoned()
            }
        }
    }

    fn build(
        &self,
        input: &Path,
        manuscript: &Manuscript,
        (report, ticket): (&Report, &Ticket),
        inputs: &mut Inputs,
    ) -> Result<Printed, Outcome> {
        let telling = Telling {
            input,
            manuscript,
            report,
        };
        let kinds = self.arguments.to.iter();
        let editions: Vec<Edition> = kinds.map(|kind| kind.edition()).collect();
        let reading = reading::read(manuscript, self.date, &self.orders, &editions);
        let spec = reading.spec(self.arguments.page, self.arguments.layout.as_ref());
        let Reading {
            book,
            darkroom,
            press,
            mut findings,
            inputs: found,
            ..
        } = reading;
        *inputs = found;
        if count(&findings, Severity::Error) > 0 {
            return Err(telling.not_written(findings, Exit::Manuscript));
        }
        // The e-book's page list needs the printed pages, whether they are written or not.
        let marks_pages = !self.arguments.no_page_list;
        let prints = editions.contains(&Edition::Pdf);
        let makes_ebook = editions.contains(&Edition::Epub);
        let makeup = &book.document().metadata.makeup;
        let embeds = makeup.embed_fonts && makes_ebook;
        let system_fonts = self.arguments.system_fonts;
        let layout = prints.then(|| {
            let set = || typesetting::set(manuscript, &book, &spec, system_fonts);
            self.clock.of(Stage::Layout, set)
        });
        if let (Some(press), Some(layout)) = (&press, &layout) {
            let dated = self.date.is_some();
            match press::judge(press.profile, &book, layout, &darkroom, dated) {
                Ok(found) => findings.extend(found),
                Err(error) => {
                    report.error(&error.with_path());
                    return Err(Exit::InputOutput.into());
                }
            }
        }
        let (pages, page_map, given) = match layout {
            Some(layout) => {
                findings.extend(layout.diagnostics);
                (Some(layout.pages), Some(layout.page_map), layout.given)
            }
            None if marks_pages => {
                let number = || typesetting::number(manuscript, &book, &spec, system_fonts);
                let pages = self.clock.of(Stage::Layout, number);
                findings.extend(pages.diagnostics);
                (None, Some(pages.page_map), pages.given)
            }
            None if embeds => {
                let (given, refused) = fonts::of_project(&manuscript.root);
                findings.extend(refused);
                (None, None, given)
            }
            None => (None, None, Given::default()),
        };
        if count(&findings, Severity::Error) > 0 {
            return Err(telling.not_written(findings, Exit::Manuscript));
        }
        let cover = match self.cover(&book, &darkroom, &editions) {
            Ok((cover, found)) => {
                findings.extend(found);
                cover
            }
            Err(error) => {
                report.error(&error.with_path());
                return Err(Exit::InputOutput.into());
            }
        };
        if self.arguments.strict && count(&findings, Severity::Warning) > 0 {
            return Err(telling.not_written(findings, Exit::StrictPolicy));
        }
        if !telling.tell(&mut findings) {
            return Err(Exit::InputOutput.into());
        }
        let slots = |picture: &Picture| matches!(picture, Picture::ReservedSlot { .. });
        let photos_to_come = book
            .all_looked_up()
            .filter(|(_, picture)| slots(picture))
            .count();
        let folding = pages.as_ref().and_then(|pages| self.folding(pages));
        let sheets = Sheets {
            pages,
            page_map: page_map.filter(|_| marks_pages && makes_ebook),
            purpose: self.purpose(press),
            cover,
            fonts: embeds.then_some(given),
        };
        // A book that no e-book is made of is forgotten: its pages are enough.
        let book = makes_ebook.then_some(book);
        let drafts = match self.write(manuscript, book, &darkroom, sheets) {
            Ok(drafts) => drafts,
            // Whoever waits for it says so.
            Err(_) if ticket.is_given_up() => return Err(Exit::InputOutput.into()),
            Err(message) => {
                report.error(&message);
                return Err(Exit::InputOutput.into());
            }
        };
        let mut written: Vec<_> = drafts.iter().map(|draft| draft.path().to_owned()).collect();
        written.sort();
        let names = written.iter().map(|path| path.display().to_string());
        let names: Vec<String> = names.collect();
        let photos = counted(photos_to_come, "photo to come", "photos to come");
        let made = format!("{}{}", names.join("  "), tally(photos, &findings));
        Ok(Printed {
            drafts,
            closing: [made].into_iter().chain(folding).collect(),
            outcome: Outcome {
                photos_to_come,
                warnings: count(&findings, Severity::Warning),
                written,
                ..Exit::Done.into()
            },
        })
    }

    /// The picture of the e-book's cover, and what shops would say of the e-book.
    fn cover(
        &self,
        book: &Book,
        darkroom: &Darkroom,
        editions: &[Edition],
    ) -> Result<(Option<ScreenImage>, Vec<Diagnostic>), PhotoError> {
        if !editions.contains(&Edition::Epub) {
            return Ok((None, Vec::new()));
        }
        let shops = ProfileArgument::shops(&self.arguments.profile);
        let painted = || reading::cover(book, darkroom, !shops.is_empty());
        let (cover, amiss) = self.clock.of(Stage::Epub, painted);
        let mut found = shops::judge(book, cover.as_ref(), darkroom, &shops)?;
        found.extend(amiss);
        Ok((cover, found))
    }

    /// What the PDF is for.
    fn purpose(&self, press: Option<press::Order>) -> pdf::Purpose {
        let Some(impose) = self.arguments.impose else {
            return press.map_or(pdf::Purpose::Reading, |press| {
                pdf::Purpose::Press(press.sheet)
            });
        };
        pdf::Purpose::Imposed(impose.on(self.arguments.sheet))
    }

    /// How a booklet is made of its sheets.
    fn folding(&self, pages: &PagedBook) -> Option<String> {
        let makes_pdf = self.arguments.to.contains(&EditionKind::Pdf);
        let booklet = self.arguments.impose == Some(ImposeArgument::Booklet);
        let signatures = Imposition::signatures(pages.pages.len());
        let sheets = counted(signatures.iter().sum(), "sheet", "sheets")?;
        let parts: Vec<String> = signatures.iter().map(usize::to_string).collect();
        let parts = match parts.as_slice() {
            [_] => "all laid into each other".to_owned(),
            _ => format!("in signatures of {}", parts.join(", ")),
        };
        let how = "print on both sides, turned about the short edge, and fold";
        (makes_pdf && booklet).then(|| format!("  {sheets}, {parts}: {how}"))
    }

    /// What is said of a book that has had its time.
    pub fn late(&self, input: &Path) -> String {
        let limit = self.arguments.timeout.unwrap_or_default().as_secs_f64();
        format!(
            "{}: not written: it takes longer than {limit} s (--timeout)",
            input.display()
        )
    }

    /// Where an edition of a book will stand.
    pub fn edition(&self, stem: &str, kind: EditionKind) -> PathBuf {
        let name = format!("{stem}.{}", kind.extension());
        self.arguments.output.join(name)
    }

    /// Writes the editions that were asked for, the e-book from `book`.
    fn write(
        &self,
        manuscript: &Manuscript,
        book: Option<Book>,
        darkroom: &Darkroom,
        sheets: Sheets,
    ) -> Result<Vec<Draft>, String> {
        let stem = &manuscript.stem;
        let begin = |kind: EditionKind| {
            let path = self.edition(stem, kind);
            let passing = self.workshop.passing(stem, kind);
            Draft::under(&passing, &path).map_err(|error| cannot_write(&path, error))
        };
        let mut drafts = Vec::new();
        if let Some(pages) = sheets.pages {
            let mut draft = begin(EditionKind::Pdf)?;
            let modified = self.date.and_then(|date| i64::try_from(date).ok());
            let options = pdf::Options {
                modified,
                darkroom: darkroom.clone(),
                purpose: sheets.purpose,
            };
            let write = || pdf::write(pages, &options, draft.writer());
            let written = self.clock.of(Stage::Pdf, write);
            written.map_err(|error| format!("{}: {error}", draft.path().display()))?;
            drafts.push(draft);
        }
        if let Some(book) = book {
            let mut draft = begin(EditionKind::Epub)?;
            let options = epub::Options {
                modified: self.date,
                style: manuscript.style.clone(),
                cover: sheets.cover,
                fonts: sheets.fonts,
                darkroom: darkroom.clone(),
            };
            let map = sheets.page_map.as_ref();
            let write = || epub::write(&book, map, &options, draft.writer());
            let written = self.clock.of(Stage::Epub, write);
            written.map_err(|error| format!("{}: {error}", draft.path().display()))?;
            drafts.push(draft);
        }
        Ok(drafts)
    }
}

/// Says why a manuscript cannot be opened.
pub fn refused(error: &OpenError, report: &Report) -> Exit {
    report.error(&error.to_string());
    match error {
        OpenError::Read { .. } => Exit::InputOutput,
        OpenError::Unfit { .. } => Exit::Manuscript,
    }
}

/// What is said of one book, and where.
struct Telling<'a> {
    input: &'a Path,
    manuscript: &'a Manuscript,
    report: &'a Report,
}

impl Telling<'_> {
    fn not_written(&self, mut findings: Vec<Diagnostic>, exit: Exit) -> Outcome {
        if !self.tell(&mut findings) {
            return Exit::InputOutput.into();
        }
        let why = if exit == Exit::StrictPolicy {
            " under --strict"
        } else {
            ""
        };
        self.report.closing(&format!(
            "{}: not written{why}{}",
            self.input.display(),
            tally(None, &findings)
        ));
        Outcome {
            warnings: count(&findings, Severity::Warning),
            ..exit.into()
        }
    }

    /// Says what was found, in the order of the manuscript. Gives `false` where it cannot be said.
    fn tell(&self, findings: &mut [Diagnostic]) -> bool {
        findings.sort_by_key(|finding| finding.span.map(|span| (span.file, span.start)));
        let sources = &self.manuscript.sources;
        let said = self.report.diagnostics(self.input, sources, findings);
        if let Err(error) = &said {
            self.report.error(&format!("{UNSAID}: {error}"));
        }
        said.is_ok()
    }
}

/// What cannot be said on the standard output is said on the standard error.
pub const UNSAID: &str = "cannot write to the standard output";

pub fn cannot_write(path: &Path, error: std::io::Error) -> String {
    if error.kind() == std::io::ErrorKind::AlreadyExists {
        return format!(
            "{} is a file; --output names the folder for the editions",
            path.display()
        );
    }
    format!("cannot write {}: {error}", path.display())
}
