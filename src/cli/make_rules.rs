//! `cutline make-rules`: rules for GNU make, to include or to use as they are.

use super::arguments::MessageFormat;
use super::exit::Exit;
use super::report::Report;

const RULES: &str = include_str!("../../assets/cutline.mk");

/// Prints them.
pub fn run() -> Exit {
    let report = Report::new(MessageFormat::Human);
    match report.data(RULES.to_owned()) {
        Ok(()) => Exit::Done,
        Err(error) => {
            report.error(&format!("cannot write to the standard output: {error}"));
            Exit::InputOutput
        }
    }
}
