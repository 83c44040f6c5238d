//! `cutline build`: from manuscripts to editions.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use clap::error::ErrorKind;
use tempfile::TempDir;

use super::arguments::{BuildArguments, EditionKind, PrintColoursArgument, usage_error};
use super::exit::Exit;
use super::output::{Draft, make_folder, publish};
use super::progress::Line;
use super::reading::{self, PhotoOrders, Reading};
use super::report::Report;
use crate::book::{Book, Picture};
use crate::diagnostic::{Diagnostic, Severity};
use crate::document::Edition;
use crate::layout::frame::{PageMap, PagedBook};
use crate::manuscript::{Manuscript, OpenError};
use crate::paper::{PageSetup, PageSize};
use crate::photo::Cache;
use crate::photo::derivative::{Darkroom, PrintColours};
use crate::{epub, layout, manuscript, pdf};

/// Builds every book that was named. A broken one does not stop the others; the gravest end is
/// the run's.
pub fn run(arguments: &BuildArguments) -> Exit {
    let date = match source_date(std::env::var_os("SOURCE_DATE_EPOCH")) {
        Ok(date) => date,
        Err(message) => return usage_error("build", ErrorKind::ValueValidation, &message),
    };
    let opened: Vec<_> = arguments
        .inputs
        .iter()
        .map(|input| (input.as_path(), manuscript::open(input)))
        .collect();
    if let Some(message) = same_output(&opened) {
        return usage_error("build", ErrorKind::ArgumentConflict, &message);
    }
    let cache = Kept::for_run(arguments);
    let line = Line::new();
    let press = Press {
        arguments,
        orders: PhotoOrders {
            max_pixels: arguments.max_pixels.map(|limit| limit.0),
            print_colours: arguments.print_colours.map(|colours| match colours {
                PrintColoursArgument::Keep => PrintColours::Keep,
                PrintColoursArgument::Convert => PrintColours::Convert,
            }),
            cache: cache.cache.clone(),
            metadata: arguments.metadata,
            watch: line.photos(),
        },
        line,
        report: Report::new(arguments.format),
        date,
    };
    let ends = opened.into_iter().map(|(input, opened)| match opened {
        Ok(manuscript) => press.build(input, &manuscript),
        Err(error) => press.refuse(&error),
    });
    let end = ends.max().unwrap_or(Exit::Done);
    cache.close();
    end
}

/// Where made photos are kept, for the next build or for this one alone.
struct Kept {
    cache: Option<Cache>,
    /// Removed with all that is in it.
    for_this_run: Option<TempDir>,
}

impl Kept {
    /// Without a folder for it nothing is kept, and photos are made again for each edition.
    fn for_run(arguments: &BuildArguments) -> Kept {
        let for_this_run = match arguments.no_cache {
            true => tempfile::tempdir().ok(),
            false => None,
        };
        let folder = match &for_this_run {
            Some(folder) => Some(folder.path().to_owned()),
            None if arguments.no_cache => None,
            None => Some(match &arguments.cache {
                Some(folder) => folder.clone(),
                None => arguments.output.join(".cutline").join("photos"),
            }),
        };
        Kept {
            cache: folder.as_deref().map(Cache::at),
            for_this_run,
        }
    }

    fn close(self) {
        if let Some(cache) = self.cache.filter(|_| self.for_this_run.is_none()) {
            cache.trim();
        }
    }
}

/// The latest moment that dates in both editions can say: the end of the year 9999.
const LATEST: u64 = 253_402_300_799;

/// Reads `SOURCE_DATE_EPOCH`: seconds after 1970 began (reproducible-builds.org).
pub(super) fn source_date(value: Option<std::ffi::OsString>) -> Result<Option<u64>, String> {
    let Some(value) = value.filter(|value| !value.is_empty()) else {
        return Ok(None);
    };
    let seconds = value.to_str().and_then(|text| text.parse().ok());
    match seconds.filter(|seconds| *seconds <= LATEST) {
        Some(seconds) => Ok(Some(seconds)),
        None => Err(format!(
            "SOURCE_DATE_EPOCH is {value:?}, not a number of seconds up to the year 9999"
        )),
    }
}

/// Finds two manuscripts whose editions would have the same names.
fn same_output(opened: &[(&Path, Result<Manuscript, OpenError>)]) -> Option<String> {
    let mut taken: BTreeMap<&str, &Path> = BTreeMap::new();
    for (input, manuscript) in opened {
        let Ok(manuscript) = manuscript else {
            continue;
        };
        if let Some(other) = taken.insert(&manuscript.stem, input) {
            return Some(format!(
                "{} and {} would both be written as '{}'",
                other.display(),
                input.display(),
                manuscript.stem
            ));
        }
    }
    None
}

/// A book as it was set, as far as the run needs it.
struct Sheets {
    pages: Option<PagedBook>,
    /// Where printed pages begin, if the e-book is to mark them.
    page_map: Option<PageMap>,
}

/// What all books of a run have in common.
struct Press<'a> {
    arguments: &'a BuildArguments,
    orders: PhotoOrders,
    line: Line,
    report: Report,
    date: Option<u64>,
}

impl Press<'_> {
    fn refuse(&self, error: &OpenError) -> Exit {
        self.report.error(&error.to_string());
        match error {
            OpenError::Read { .. } => Exit::InputOutput,
            OpenError::Unfit { .. } => Exit::Manuscript,
        }
    }

    fn build(&self, input: &Path, manuscript: &Manuscript) -> Exit {
        let editions: Vec<Edition> = self
            .arguments
            .to
            .iter()
            .map(|kind| kind.edition())
            .collect();
        let Reading {
            book,
            darkroom,
            mut findings,
        } = reading::read(manuscript, self.date, &self.orders, &editions);
        if count(&findings, Severity::Error) > 0 {
            return self.not_written(input, manuscript, findings, Exit::Manuscript);
        }
        // The e-book's page list needs the printed pages, whether they are written or not.
        let marks_pages = !self.arguments.no_page_list;
        let is_set = marks_pages || editions.contains(&Edition::Pdf);
        let layout = is_set.then(|| layout::paginate(&book, &spec(self.arguments.page, &book)));
        let (pages, page_map) = match layout {
            Some(layout) => {
                findings.extend(layout.diagnostics);
                (Some(layout.pages), Some(layout.page_map))
            }
            None => (None, None),
        };
        if self.arguments.strict && count(&findings, Severity::Warning) > 0 {
            return self.not_written(input, manuscript, findings, Exit::StrictPolicy);
        }
        if !self.tell(input, manuscript, &mut findings) {
            return Exit::InputOutput;
        }
        let slots = |picture: &Picture| matches!(picture, Picture::ReservedSlot { .. });
        let to_come = book
            .all_looked_up()
            .filter(|(_, picture)| slots(picture))
            .count();
        let sheets = Sheets {
            pages,
            page_map: page_map.filter(|_| marks_pages),
        };
        match self.write(manuscript, &book, &darkroom, sheets) {
            Ok(written) => {
                let names: Vec<_> = written
                    .iter()
                    .map(|path| path.display().to_string())
                    .collect();
                let photos = counted(to_come, "photo to come", "photos to come");
                self.report
                    .closing(&format!("{}{}", names.join("  "), tally(photos, &findings)));
                Exit::Done
            }
            Err(message) => {
                self.line.clear();
                self.report.error(&message);
                Exit::InputOutput
            }
        }
    }

    fn not_written(
        &self,
        input: &Path,
        manuscript: &Manuscript,
        mut findings: Vec<Diagnostic>,
        exit: Exit,
    ) -> Exit {
        if !self.tell(input, manuscript, &mut findings) {
            return Exit::InputOutput;
        }
        let why = if exit == Exit::StrictPolicy {
            " under --strict"
        } else {
            ""
        };
        self.report.closing(&format!(
            "{}: not written{why}{}",
            input.display(),
            tally(None, &findings)
        ));
        exit
    }

    /// Says what was found, in the order of the manuscript. Gives `false` where it cannot be said.
    fn tell(&self, input: &Path, manuscript: &Manuscript, findings: &mut [Diagnostic]) -> bool {
        findings.sort_by_key(|finding| finding.span.map(|span| (span.file, span.start)));
        let said = self
            .report
            .diagnostics(input, &manuscript.sources, findings);
        if let Err(error) = &said {
            self.report
                .error(&format!("cannot write to the standard output: {error}"));
        }
        said.is_ok()
    }

    /// Writes the editions that were asked for, and gives their paths.
    fn write(
        &self,
        manuscript: &Manuscript,
        book: &Book,
        darkroom: &Darkroom,
        sheets: Sheets,
    ) -> Result<Vec<PathBuf>, String> {
        let stem = &manuscript.stem;
        let folder = &self.arguments.output;
        make_folder(folder).map_err(|error| cannot_write(folder, error))?;
        let wanted = |kind| self.arguments.to.contains(&kind);
        let begin = |kind: EditionKind| {
            let path = folder.join(format!("{stem}.{}", kind.extension()));
            Draft::begin(&path).map_err(|error| cannot_write(&path, error))
        };
        let mut drafts = Vec::new();
        if let Some(pages) = sheets.pages.filter(|_| wanted(EditionKind::Pdf)) {
            let mut draft = begin(EditionKind::Pdf)?;
            let modified = self.date.and_then(|date| i64::try_from(date).ok());
            let options = pdf::Options {
                modified,
                darkroom: darkroom.clone(),
            };
            pdf::write(&pages, &options, draft.writer())
                .map_err(|error| format!("{}: {error}", draft.path().display()))?;
            drafts.push(draft);
            // The set pages of a long book are large; the e-book does not need them any more.
        }
        if wanted(EditionKind::Epub) {
            let mut draft = begin(EditionKind::Epub)?;
            let options = epub::Options {
                modified: self.date,
                style: manuscript.style.clone(),
                darkroom: darkroom.clone(),
            };
            epub::write(book, sheets.page_map.as_ref(), &options, draft.writer())
                .map_err(|error| format!("{}: {error}", draft.path().display()))?;
            drafts.push(draft);
        }
        let mut written: Vec<_> = drafts.iter().map(|draft| draft.path().to_owned()).collect();
        written.sort();
        publish(drafts).map_err(|error| cannot_write(folder, error))?;
        Ok(written)
    }
}

/// The page: what the command line asks for goes before what the manuscript does.
pub(super) fn spec(size: Option<PageSize>, book: &Book) -> layout::Spec {
    let asked = PageSetup {
        size,
        ..PageSetup::default()
    };
    layout::Spec::of(&asked.or(book.document().metadata.makeup.page))
}

fn cannot_write(path: &Path, error: std::io::Error) -> String {
    if error.kind() == std::io::ErrorKind::AlreadyExists {
        return format!(
            "{} is a file; --output names the folder for the editions",
            path.display()
        );
    }
    format!("cannot write {}: {error}", path.display())
}

pub(super) fn count(findings: &[Diagnostic], severity: Severity) -> usize {
    let same = |finding: &&Diagnostic| finding.severity() == severity;
    findings.iter().filter(same).count()
}

pub(super) fn counted(number: usize, one: &str, many: &str) -> Option<String> {
    match number {
        0 => None,
        1 => Some(format!("1 {one}")),
        _ => Some(format!("{number} {many}")),
    }
}

/// What stands in parentheses after the names, if there is anything to say.
pub(super) fn tally(photos: Option<String>, findings: &[Diagnostic]) -> String {
    let of = |severity, one, many| counted(count(findings, severity), one, many);
    let parts: Vec<String> = [
        photos,
        of(Severity::Error, "error", "errors"),
        of(Severity::Warning, "warning", "warnings"),
        of(Severity::Note, "note", "notes"),
    ]
    .into_iter()
    .flatten()
    .collect();
    if parts.is_empty() {
        String::new()
    } else {
        format!("  ({})", parts.join(", "))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_source_date_is_a_number_or_a_usage_error() {
        let date = |text: &str| source_date(Some(text.into()));
        assert_eq!(source_date(None), Ok(None));
        assert_eq!(date(""), Ok(None));
        assert_eq!(date("0"), Ok(Some(0)));
        assert_eq!(date("1700000000"), Ok(Some(1_700_000_000)));
        for wrong in ["-1", "soon", "1.5", "253402300800", "99999999999999999999"] {
            assert!(date(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn the_gravest_end_wins() {
        let ends = [Exit::StrictPolicy, Exit::InputOutput, Exit::Manuscript];
        assert_eq!(ends.into_iter().max(), Some(Exit::InputOutput));
        assert!(Exit::Manuscript > Exit::StrictPolicy && Exit::StrictPolicy > Exit::Done);
    }

    #[test]
    fn tallies_leave_out_what_is_none() {
        assert_eq!(tally(None, &[]), "");
        let photos = counted(4, "photo to come", "photos to come");
        assert_eq!(tally(photos, &[]), "  (4 photos to come)");
    }
}
