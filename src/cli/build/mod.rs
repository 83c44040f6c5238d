//! `cutline build`: from manuscripts to editions.

mod batch;
mod depfile;
mod listing;
mod manifest;
mod press;
mod seats;
mod ticket;
mod workshop;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::error::ErrorKind;
use rayon::{ThreadPool, ThreadPoolBuilder};

use self::press::{Outcome, Press, UNSAID};
use self::workshop::{Lock, Workshop};
use super::arguments::{
    BuildArguments, EditionKind, PrintColoursArgument, ProfileArgument, usage_error,
};
use super::exit::Exit;
use super::output::{Draft, make_folder, publish, shut};
use super::progress::Line;
use super::reading::PhotoOrders;
use super::report::Report;
use super::signals;
use super::timings::Clock;
use super::turns::Turns;
use crate::diagnostic::{Diagnostic, Severity};
use crate::manuscript;
use crate::photo::Cache;
use crate::photo::derivative::PrintColours;

/// Builds every book that was named. A broken one does not stop the others; the gravest end is
/// the run's.
pub fn run(arguments: BuildArguments) -> Exit {
    let date = match source_date(std::env::var_os("SOURCE_DATE_EPOCH")) {
        Ok(date) => date,
        Err(message) => return usage_error("build", ErrorKind::ValueValidation, &message),
    };
    if let Some(message) = same_output(&arguments.inputs) {
        return usage_error("build", ErrorKind::ArgumentConflict, &message);
    }
    let printer = match ProfileArgument::printer(&arguments.profile) {
        Ok(printer) => printer,
        Err(message) => return usage_error("build", ErrorKind::ArgumentConflict, message),
    };
    if arguments.impose.is_some() && printer.is_some() {
        let message = "--impose is for printers in offices; a press imposes what --profile makes";
        return usage_error("build", ErrorKind::ArgumentConflict, message);
    }
    let names_inks = printer.is_some_and(|printer| printer.profile().names_inks());
    if arguments.print_colours == Some(PrintColoursArgument::Cmyk) && !names_inks {
        let message = "--print-colours cmyk is for --profile print or ingram: no other file names the inks of a press";
        return usage_error("build", ErrorKind::ArgumentConflict, message);
    }
    let mut arguments = arguments;
    if let Some(shard) = arguments.shard {
        arguments.inputs = shard.part(arguments.inputs);
    }
    let clock = match arguments.timings {
        true => Clock::running(),
        false => Clock::default(),
    };
    let line = match (arguments.quiet, arguments.inputs.len()) {
        (true, _) => Line::hidden(),
        (false, 1) => Line::new(),
        (false, books) => Line::new().over_books(books),
    };
    let turns = Turns::new(line.clone());
    let report = Report::in_turns(arguments.format, Arc::clone(&turns));
    let report = match arguments.quiet {
        true => report.quiet(),
        false => report,
    };
    let pool = match pool(arguments.jobs) {
        Ok(pool) => pool,
        Err(error) => {
            report.error(&format!("cannot begin threads: {error}"));
            return Exit::InputOutput;
        }
    };
    let workshop = Workshop::of(&arguments.output);
    if arguments.list_inputs {
        line.clear();
        return listing::list(&arguments, &report);
    }
    let at_end = workshop.clone();
    let own = own_name();
    let (cleared, scratch) = (line.clone(), workshop.scratch(&own));
    signals::on_end(move || {
        shut();
        cleared.clear();
        // Threads that still write there may make a second time necessary.
        let _ = fs::remove_dir_all(&scratch).or_else(|_| fs::remove_dir_all(&scratch));
        at_end.leave();
    });
    workshop.sweep();
    let cache = Kept::for_run(&arguments, &workshop, &own);
    let inputs = arguments.inputs.clone();
    let press = Arc::new(Press {
        orders: PhotoOrders {
            max_pixels: arguments.max_pixels.map(|limit| limit.0),
            print_colours: arguments.print_colours.map(|colours| match colours {
                PrintColoursArgument::Keep => PrintColours::Keep,
                PrintColoursArgument::Convert => PrintColours::Convert,
                PrintColoursArgument::Cmyk => PrintColours::Inks,
            }),
            printer,
            cache: cache.cache.clone(),
            metadata: arguments.metadata,
            watch: line.watch(),
            clock: clock.clone(),
        },
        arguments,
        workshop: workshop.clone(),
        line: line.clone(),
        clock: clock.clone(),
        date,
    });
    let batch::Made { outcomes, is_idle } = batch::make(&press, &pool, &inputs, &report);
    line.clear();
    let report = report.of(inputs.len());
    let mut end = Exit::Done;
    for outcome in outcomes.iter().flatten() {
        end = end.max(outcome.exit);
    }
    if let Some(error) = turns.failure() {
        report.error(&format!("{UNSAID}: {error}"));
        end = end.max(Exit::InputOutput);
    }
    for (path, text) in notes(&press, &inputs, &outcomes) {
        if let Err(error) = write(path, &text) {
            report.error(&press::cannot_write(path, error));
            end = end.max(Exit::InputOutput);
        }
    }
    if outcomes.len() > 1 {
        report.closing(&batch::summary(&outcomes));
    }
    if let Some(table) = clock.table(pool.current_num_threads()) {
        report.talk(table);
    }
    cache.close();
    if !is_idle {
        // Threads that are busy with books that were given up end with the process.
        shut();
    }
    workshop.leave();
    end
}

/// What this run calls itself among others.
fn own_name() -> String {
    format!("run-{}", std::process::id())
}

/// What is written about a run: where, and what.
fn notes<'a>(
    press: &'a Press,
    inputs: &[PathBuf],
    outcomes: &[Option<Outcome>],
) -> Vec<(&'a Path, String)> {
    let mut notes = Vec::new();
    if let Some(path) = &press.arguments.depfile {
        let mut text = depfile::HEAD.to_owned();
        for (input, outcome) in inputs.iter().zip(outcomes) {
            // A book that was not begun keeps the name that it was given.
            let unknown = Outcome::from(Exit::Done);
            let outcome = outcome.as_ref().unwrap_or(&unknown);
            let stem = manuscript::stem(input).unwrap_or_else(|_| {
                let stem = input.file_stem().unwrap_or_default();
                stem.to_string_lossy().into_owned()
            });
            let kinds: BTreeSet<EditionKind> = press.arguments.to.iter().copied().collect();
            let targets = kinds.into_iter().map(|kind| press.edition(&stem, kind));
            let targets: Vec<PathBuf> = targets.collect();
            text.push_str(&depfile::lines(&targets, &outcome.inputs));
        }
        notes.push((path.as_path(), text));
    }
    if let Some(path) = &press.arguments.manifest {
        notes.push((path.as_path(), manifest::of(inputs, outcomes)));
    }
    notes
}

/// Writes a file as editions are written: it is the old or the new one. What is no file, a pipe or what a
/// link leads to, as `/dev/stdout` is, cannot be replaced and is written into.
fn write(path: &Path, text: &str) -> io::Result<()> {
    if fs::symlink_metadata(path).is_ok_and(|there| !there.is_file() && !there.is_dir()) {
        // What is open already keeps what was written to it.
        let is_open = fs::read_link(path).is_ok_and(|to| to.starts_with("/proc"));
        let mut options = fs::OpenOptions::new();
        options.append(is_open).write(true).truncate(!is_open);
        return options.create(true).open(path)?.write_all(text.as_bytes());
    }
    make_folder(path.parent().unwrap_or(Path::new("")))?;
    let mut draft = Draft::begin(path)?;
    draft.writer().write_all(text.as_bytes())?;
    publish(vec![draft])
}

/// The stack of a thread, twice that of a program's own thread: one that waits for the paragraphs of a
/// book may begin the next upon it. Where address space is limited, all of it counts.
const STACK: usize = 16 * 1024 * 1024;

/// The threads that do the work of a run; without a number, one a core.
fn pool(jobs: Option<usize>) -> Result<ThreadPool, rayon::ThreadPoolBuildError> {
    ThreadPoolBuilder::new()
        .num_threads(jobs.unwrap_or(0))
        .stack_size(STACK)
        .thread_name(|number| format!("cutline-{number}"))
        .build()
}

/// Where made photos are kept, for the next build or for this one alone.
struct Kept {
    cache: Option<Cache>,
    /// Removed with all that is in it.
    for_this_run: Option<Lock>,
}

impl Kept {
    /// Without a folder for it nothing is kept, and photos are made again for each edition.
    fn for_run(arguments: &BuildArguments, workshop: &Workshop, own: &str) -> Kept {
        let for_this_run = match arguments.no_cache {
            true => workshop.lock(own, || false).ok().flatten(),
            false => None,
        };
        let folder = match &for_this_run {
            Some(_) => Some(workshop.scratch(own)),
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
fn same_output(inputs: &[PathBuf]) -> Option<String> {
    let mut taken: BTreeMap<String, &Path> = BTreeMap::new();
    for input in inputs {
        // One that is not there is reported when its turn comes.
        let Ok(stem) = manuscript::stem(input) else {
            continue;
        };
        if let Some(other) = taken.insert(stem.clone(), input) {
            return Some(format!(
                "{} and {} would both be written as '{stem}'",
                other.display(),
                input.display(),
            ));
        }
    }
    None
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
