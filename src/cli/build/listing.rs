//! `--list-inputs`: what a run would read, before it does.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use crate::cli::arguments::{BuildArguments, MessageFormat};
use crate::cli::exit::Exit;
use crate::cli::reading;
use crate::cli::report::Report;

/// Lists the files that the books would be made from, one a line: for people those that are there,
/// in JSON also those that are looked for by name and are not.
pub fn list(arguments: &BuildArguments, report: &Report) -> Exit {
    let mut end = Exit::Done;
    let mut there: BTreeSet<PathBuf> = BTreeSet::new();
    let mut missing: BTreeSet<PathBuf> = BTreeSet::new();
    for input in &arguments.inputs {
        match reading::open(input, arguments.layout.as_ref(), &arguments.limits) {
            Ok(manuscript) => {
                let inputs = reading::inputs(&manuscript);
                there.extend(inputs.files().into_iter().map(Path::to_owned));
                missing.extend(inputs.missing().map(Path::to_owned));
            }
            Err(error) => end = end.max(super::press::refused(&error, report)),
        }
    }
    let lines: String = match arguments.format {
        MessageFormat::Human => there.iter().map(|path| line(path)).collect(),
        MessageFormat::Json => {
            let there = there.iter().map(|path| (path, true));
            let missing = missing.iter().map(|path| (path, false));
            let value = |(path, is_there): (&PathBuf, bool)| serde_json::json!({ "path": path.to_string_lossy(), "there": is_there });
            let values = there.chain(missing).map(value);
            values.map(|value| format!("{value}\n")).collect()
        }
    };
    if let Err(error) = report.data(lines) {
        report.error(&format!("{}: {error}", super::press::UNSAID));
        end = end.max(Exit::InputOutput);
    }
    end
}

fn line(path: &Path) -> String {
    format!("{}\n", path.display())
}
