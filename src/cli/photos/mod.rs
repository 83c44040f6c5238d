//! `cutline photos`: every photo of a book in a table, its ledger, and what is still wanted.

mod csv;
mod rows;
mod sheet;
mod table;
mod wanted;

use std::fs;
use std::io::Write;
use std::path::Path;

use clap::error::ErrorKind;

use self::rows::Row;
use super::arguments::{MessageFormat, PhotosArguments, TableFormat, usage_error};
use super::build::{count, counted, source_date, tally};
use super::exit::Exit;
use super::output::{Draft, publish};
use super::progress::Line;
use super::reading::{self, PhotoOrders, Reading};
use super::report::Report;
use super::stdout::print;
use super::typesetting;
use crate::book::{Book, Picture};
use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::document::Edition;
use crate::document::inline::plain_text;
use crate::fonts;
use crate::layout;
use crate::manuscript::{self, Manuscript, OpenError};
use crate::paper::{PageSetup, PageSize};
use crate::pdf;
use crate::photo::derivative::Darkroom;
use crate::photo::{self, Addition};

/// Shows the photos of every book that was named; the gravest end is the run's.
pub fn run(arguments: &PhotosArguments) -> Exit {
    let date = match source_date(std::env::var_os("SOURCE_DATE_EPOCH")) {
        Ok(date) => date,
        Err(message) => return usage_error("photos", ErrorKind::ValueValidation, &message),
    };
    if arguments.contact_sheet.is_some() && arguments.inputs.len() > 1 {
        let message = "--contact-sheet is of one book";
        return usage_error("photos", ErrorKind::ArgumentConflict, message);
    }
    let format = match arguments.format {
        TableFormat::Human | TableFormat::Csv => MessageFormat::Human,
        TableFormat::Json => MessageFormat::Json,
    };
    let desk = Desk {
        arguments,
        report: Report::new(format),
        date,
    };
    let mut out = String::new();
    if arguments.format == TableFormat::Csv {
        out.push_str(&match arguments.missing {
            true => wanted::csv_head(),
            false => table::csv_head(),
        });
    }
    let mut end = Exit::Done;
    for input in &arguments.inputs {
        end = end.max(desk.show(input, &mut out));
    }
    end
}

struct Desk<'a> {
    arguments: &'a PhotosArguments,
    report: Report,
    date: Option<u64>,
}

impl Desk<'_> {
    /// Shows one book. What `out` holds already is printed before it.
    fn show(&self, input: &Path, out: &mut String) -> Exit {
        let manuscript = match reading::open(
            input,
            self.arguments.layout.as_ref(),
            &self.arguments.limits,
        ) {
            Ok(manuscript) => manuscript,
            Err(error) => return self.refuse(&error),
        };
        let orders = PhotoOrders {
            metadata: self.arguments.metadata,
            watch: Line::new().watch(),
            ..PhotoOrders::default()
        };
        let editions = [Edition::Epub, Edition::Pdf];
        let reading = reading::read(&manuscript, self.date, &orders, &editions);
        let spec = reading.spec(self.arguments.page, self.arguments.layout.as_ref());
        let Reading {
            book,
            darkroom,
            mut findings,
            ..
        } = reading;
        if count(&findings, Severity::Error) > 0 {
            return self.end(input, &manuscript, &mut findings, "no table");
        }
        let system_fonts = self.arguments.system_fonts;
        let mut layout = typesetting::set(&manuscript, &book, &spec, system_fonts);
        findings.append(&mut layout.diagnostics);
        findings.extend(reading::advice(&book, &layout));
        let rows = rows::of(input, &manuscript, &book, &layout);
        out.push_str(&self.said(input, &rows));
        let printed = print(out);
        out.clear();
        if let Err(error) = printed {
            let message = format!("cannot write to the standard output: {error}");
            self.report.error(&message);
            return Exit::InputOutput;
        }
        let mut closing = summary(&rows);
        if self.arguments.update {
            match update(&manuscript, &book) {
                Ok(done) => closing.push_str(&done),
                Err((exit, message)) => {
                    self.report.error(&message);
                    return exit;
                }
            }
        }
        if let Some(path) = &self.arguments.contact_sheet {
            match self.contact_sheet(&book, &manuscript, darkroom, path) {
                Ok(true) => closing.push_str(&format!(", {}", path.display())),
                Ok(false) => {}
                Err(message) => {
                    self.report.error(&message);
                    return Exit::InputOutput;
                }
            }
        }
        self.end(input, &manuscript, &mut findings, &closing)
    }

    /// A working paper: on A4 unless another page is asked for.
    fn contact_sheet(
        &self,
        book: &Book,
        manuscript: &Manuscript,
        darkroom: Darkroom,
        path: &Path,
    ) -> Result<bool, String> {
        let size = self.arguments.page.unwrap_or(PageSize::A4);
        let spec = layout::Spec::of(&PageSetup {
            size: Some(size),
            ..PageSetup::default()
        });
        let spec = spec.with_fonts(fonts::of_project(&manuscript.root).0);
        let options = pdf::Options {
            modified: self.date.and_then(|date| i64::try_from(date).ok()),
            darkroom,
            ..pdf::Options::default()
        };
        sheet::write(book, &spec, &options, path)
    }

    fn refuse(&self, error: &OpenError) -> Exit {
        self.report.error(&error.to_string());
        match error {
            OpenError::Read { .. } => Exit::InputOutput,
            OpenError::Unfit { .. } => Exit::Manuscript,
        }
    }

    /// What is printed of a book's photos.
    fn said(&self, input: &Path, rows: &[Row]) -> String {
        let several = self.arguments.inputs.len() > 1;
        let head = match self.arguments.format {
            TableFormat::Human if several => format!("{}\n\n", input.display()),
            _ => String::new(),
        };
        let wanted = self.arguments.missing;
        let said = match self.arguments.format {
            TableFormat::Human if wanted => wanted::human(rows),
            TableFormat::Human => table::human(rows),
            TableFormat::Json if wanted => wanted::json(rows),
            TableFormat::Json => table::json(rows),
            TableFormat::Csv if wanted => wanted::csv(rows),
            TableFormat::Csv => table::csv(rows),
        };
        format!("{head}{said}")
    }

    /// Says what was found and closes the book.
    fn end(
        &self,
        input: &Path,
        manuscript: &Manuscript,
        findings: &mut [Diagnostic],
        closing: &str,
    ) -> Exit {
        findings.sort_by_key(|finding| finding.span.map(|span| (span.file, span.start)));
        // For people, the table says it; both are counted all the same.
        let in_table = [Code::MissingPhoto, Code::MissingAlt];
        let is_said = |finding: &&Diagnostic| {
            self.arguments.format == TableFormat::Json || !in_table.contains(&finding.code)
        };
        let said: Vec<Diagnostic> = findings.iter().filter(is_said).cloned().collect();
        let reported = self.report.diagnostics(input, &manuscript.sources, &said);
        if let Err(error) = reported {
            let message = format!("cannot write to the standard output: {error}");
            self.report.error(&message);
            return Exit::InputOutput;
        }
        self.report.closing(&format!(
            "{}: {closing}{}",
            input.display(),
            tally(None, findings)
        ));
        if count(findings, Severity::Error) > 0 {
            Exit::Manuscript
        } else if self.arguments.strict && count(findings, Severity::Warning) > 0 {
            Exit::StrictPolicy
        } else {
            Exit::Done
        }
    }
}

fn summary(rows: &[Row]) -> String {
    let photos = counted(rows.len(), "photo", "photos");
    let missing = rows.iter().filter(|row| row.file.is_none()).count();
    let missing = counted(missing, "still to come", "still to come");
    let parts = [
        Some(photos.unwrap_or_else(|| "no photos".to_owned())),
        missing,
    ];
    parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
}

/// Brings the ledger up to date and says how. It is written only if anything is new.
fn update(manuscript: &Manuscript, book: &Book) -> Result<String, (Exit, String)> {
    let path = manuscript.root.join(manuscript::LEDGER);
    let old = manuscript::verbatim(&manuscript.root, &manuscript.limits).map_err(|error| {
        let exit = match error {
            OpenError::Read { .. } => Exit::InputOutput,
            OpenError::Unfit { .. } => Exit::Manuscript,
        };
        (exit, error.to_string())
    })?;
    let updated = photo::update(&old, &additions(book))
        .map_err(|error| (Exit::Manuscript, format!("{}: {error}", path.display())))?;
    if updated.text == old {
        return Ok(", the ledger is up to date".to_owned());
    }
    // A link is followed: what it leads to is inside the folder.
    let place = fs::canonicalize(&path).unwrap_or(path);
    let written = Draft::begin(&place).and_then(|mut draft| {
        draft.writer().write_all(updated.text.as_bytes())?;
        publish(vec![draft])
    });
    written.map_err(|error| {
        let message = format!("cannot write {}: {error}", place.display());
        (Exit::InputOutput, message)
    })?;
    let parts = [
        counted(updated.added, "record added", "records added"),
        counted(updated.remembered, "photo remembered", "photos remembered"),
    ];
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    Ok(format!(", {}: {}", manuscript::LEDGER, parts.join(", ")))
}

/// What the ledger is to know of every photo, in reading order.
fn additions(book: &Book) -> Vec<Addition> {
    let figures = book.document().figures();
    let addition = figures.iter().map(|placed| Addition {
        slug: placed.figure.slug.as_str().to_owned(),
        cutline: plain_text(&placed.figure.cutline),
        asks_alt: placed.figure.alt.is_none(),
        asks_credit: placed.credit().is_empty(),
        seen: match book.looked_up(placed.id) {
            Some(Picture::Photo(photo)) => Some(photo.upright_size()),
            _ => None,
        },
    });
    addition.collect()
}
