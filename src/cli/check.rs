//! `cutline check`: what `build` would report, and the proof that both editions are whole.

use std::io::Cursor;
use std::path::Path;

use clap::error::ErrorKind;

use super::arguments::{CheckArguments, ProfileArgument, usage_error};
use super::build::{count, source_date, tally};
use super::exit::Exit;
use super::progress::Line;
use super::reading::{self, PhotoOrders, Reading};
use super::report::Report;
use super::typesetting;
use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::document::Edition;
use crate::layout::Layout;
use crate::manuscript::OpenError;
use crate::parity::{self, Count, Fault};
use crate::photo::derivative::{Darkroom, ScreenImage};
use crate::press::{self, Printer};
use crate::shops;
use crate::{book::Book, epub, pdf};

/// Checks every book that was named; the gravest end is the run's.
pub fn run(arguments: &CheckArguments) -> Exit {
    let date = match source_date(std::env::var_os("SOURCE_DATE_EPOCH")) {
        Ok(date) => date,
        Err(message) => {
            return usage_error("check", ErrorKind::ValueValidation, &message);
        }
    };
    let printer = match ProfileArgument::printer(&arguments.profile) {
        Ok(printer) => printer,
        Err(message) => return usage_error("check", ErrorKind::ArgumentConflict, message),
    };
    let report = Report::new(arguments.format);
    let ends = arguments
        .inputs
        .iter()
        .map(|input| check(input, arguments, (date, printer), &report));
    ends.max().unwrap_or(Exit::Done)
}

fn check(
    input: &Path,
    arguments: &CheckArguments,
    (date, printer): (Option<u64>, Option<Printer>),
    report: &Report,
) -> Exit {
    let manuscript = match reading::open(input, arguments.layout.as_ref(), &arguments.limits) {
        Ok(manuscript) => manuscript,
        Err(error) => {
            report.error(&error.to_string());
            return match error {
                OpenError::Read { .. } => Exit::InputOutput,
                OpenError::Unfit { .. } => Exit::Manuscript,
            };
        }
    };
    let editions = [Edition::Epub, Edition::Pdf];
    let orders = PhotoOrders {
        metadata: arguments.metadata,
        printer,
        watch: Line::new().watch(),
        ..PhotoOrders::default()
    };
    let reading = reading::read(&manuscript, date, &orders, &editions);
    let spec = reading.spec(arguments.page, arguments.layout.as_ref());
    let Reading {
        book,
        darkroom,
        press,
        mut findings,
        ..
    } = reading;
    let mut proof = String::new();
    if count(&findings, Severity::Error) == 0 {
        let mut layout = typesetting::set(&manuscript, &book, &spec, arguments.system_fonts);
        findings.append(&mut layout.diagnostics);
        findings.extend(reading::advice(&book, &layout));
        let shops = ProfileArgument::shops(&arguments.profile);
        let is_seen = arguments.parity || !shops.is_empty();
        let cover = || reading::cover(&book, &darkroom, !shops.is_empty());
        let (cover, amiss) = is_seen.then(cover).unwrap_or_default();
        let held = shops::judge(&book, cover.as_ref(), &darkroom, &shops);
        findings.extend(amiss.filter(|_| !shops.is_empty()));
        let dated = date.is_some();
        let printed = press.as_ref().map_or(Ok(Vec::new()), |press| {
            press::judge(press.profile, &book, &layout, &darkroom, dated)
        });
        match held.and_then(|held| Ok([held, printed?])) {
            Ok(found) => findings.extend(found.into_iter().flatten()),
            Err(error) => {
                report.error(&error.with_path());
                return Exit::InputOutput;
            }
        }
        if arguments.parity {
            let purpose = press.map_or(pdf::Purpose::Reading, |press| {
                pdf::Purpose::Press(press.sheet)
            });
            match prove(&book, &darkroom, (layout, cover), (date, purpose)) {
                Ok(Ok(counted)) => proof = said(counted),
                Ok(Err(finding)) => findings.push(finding),
                Err(message) => {
                    report.error(&message);
                    return Exit::InputOutput;
                }
            }
        }
    }
    findings.sort_by_key(|finding| finding.span.map(|span| (span.file, span.start)));
    if let Err(error) = report.diagnostics(input, &manuscript.sources, &findings) {
        report.error(&format!("cannot write to the standard output: {error}"));
        return Exit::InputOutput;
    }
    report.closing(&format!(
        "{}: checked{proof}{}",
        input.display(),
        tally(None, &findings)
    ));
    if count(&findings, Severity::Error) > 0 {
        Exit::Manuscript
    } else if arguments.strict && count(&findings, Severity::Warning) > 0 {
        Exit::StrictPolicy
    } else {
        Exit::Done
    }
}

/// What was proved.
struct Proof {
    count: Count,
    /// Blocks that both editions have.
    blocks: usize,
    /// Printed pages that are marked in the EPUB.
    pages: usize,
}

/// Makes both editions in memory as `build` does and compares each with the book. The outer error
/// is one of reading photos.
fn prove(
    book: &Book,
    darkroom: &Darkroom,
    (layout, cover): (Layout, Option<ScreenImage>),
    (date, purpose): (Option<u64>, pdf::Purpose),
) -> Result<Result<Proof, Diagnostic>, String> {
    let mut file = Cursor::new(Vec::new());
    let options = epub::Options {
        modified: date,
        style: None,
        cover,
        fonts: None,
        darkroom: darkroom.clone(),
    };
    epub::write(book, Some(&layout.page_map), &options, &mut file)
        .map_err(|error| error.to_string())?;
    if let Err(fault) = parity::of_epub(book, file.get_ref()) {
        return Ok(Err(finding("EPUB", &fault)));
    }
    let epub = file.into_inner();
    let mut file = Vec::new();
    let modified = date.and_then(|date| i64::try_from(date).ok());
    let options = pdf::Options {
        modified,
        darkroom: darkroom.clone(),
        purpose,
    };
    pdf::write(layout.pages, &options, &mut file).map_err(|error| error.to_string())?;
    let counted = parity::of_pdf(book, &file).and_then(|count| {
        let pages = parity::of_page_list(book, &epub, &file)?;
        let blocks = parity::of_blocks(book, &epub, &file)?;
        Ok(Proof {
            count,
            blocks,
            pages,
        })
    });
    Ok(counted.map_err(|fault| finding("PDF", &fault)))
}

fn finding(edition: &str, fault: &Fault) -> Diagnostic {
    let message = match fault {
        Fault::Unreadable(why) => format!("the {edition} cannot be read back: {why}"),
        Fault::Word {
            flow,
            after,
            manuscript,
            edition: found,
        } => {
            let word = |word: &Option<String>| match word {
                Some(word) => format!("`{word}`"),
                None => "no more words".to_owned(),
            };
            let place = if after.is_empty() {
                "at the beginning".to_owned()
            } else {
                format!("after `{after}`")
            };
            format!(
                "in {flow} of the {edition}, {place}: the manuscript has {}, the edition {}",
                word(manuscript),
                word(found)
            )
        }
        Fault::Block {
            flow,
            printed,
            shown,
        } => {
            let block = |block: &Option<String>| match block {
                Some(block) => format!("`{block}`"),
                None => "no more of them".to_owned(),
            };
            format!(
                "a block in {flow} is {} in the PDF and {} in the EPUB",
                block(printed),
                block(shown)
            )
        }
        Fault::Page {
            label,
            printed,
            marked,
        } => {
            let place = |words: &Option<String>| match words {
                Some(words) => format!("after `{words}`"),
                None => "nowhere".to_owned(),
            };
            format!(
                "page {label} begins {} and is marked {} in the EPUB",
                place(printed),
                place(marked)
            )
        }
    };
    Diagnostic::without_span(Code::Parity, message)
        .hint("this is a fault of cutline, not of the manuscript: please report it")
}

fn said(proof: Proof) -> String {
    let Proof {
        count,
        blocks,
        pages,
    } = proof;
    let words = |number: usize| match number {
        1 => "1 word".to_owned(),
        _ => format!("{number} words"),
    };
    let (pages, begin) = match pages {
        1 => ("1 printed page is".to_owned(), "it begins"),
        _ => (format!("{pages} printed pages are"), "they begin"),
    };
    format!(
        ", both editions say {} of running text, {} under photos and {} in notes once and in order, in the same {blocks} blocks, {pages} marked in the EPUB where {begin}",
        words(count.running),
        words(count.cutlines),
        words(count.notes),
    )
}
