//! Telling once of each kind of macro that was left out.

use std::collections::HashMap;
use std::ops::Range;

use crate::diagnostic::{Code, Diagnostic};
use crate::source::{FileId, Span};

/// What became of the text at a macro.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::markdown) enum Kept {
    /// What stands between an opening and a closing one.
    Inside,
    /// Nothing: it is a line of a program.
    Nothing,
}

/// The macros of a file, each kind with its first place and how often it stands there.
#[derive(Default)]
pub(in crate::markdown) struct MacroReport {
    places: HashMap<String, usize>,
    kinds: Vec<Reported>,
}

struct Reported {
    shown: String,
    first: Range<usize>,
    kept: Kept,
    count: usize,
}

impl MacroReport {
    /// Notes a macro. One that closes another counts with that one.
    pub fn add(&mut self, shown: &str, range: Range<usize>, kept: Kept, is_closing: bool) {
        let known = self
            .places
            .get(shown)
            .and_then(|at| self.kinds.get_mut(*at));
        if let Some(known) = known {
            known.count += usize::from(!is_closing);
            return;
        }
        self.places.insert(shown.to_owned(), self.kinds.len());
        self.kinds.push(Reported {
            shown: shown.to_owned(),
            first: range,
            kept,
            count: 1,
        });
    }

    /// Gives the findings of one file.
    pub fn report(&mut self, file: FileId, diagnostics: &mut Vec<Diagnostic>) {
        for kind in self.kinds.drain(..) {
            let times = match kind.count {
                1 => String::new(),
                count => format!(" ({count} times in this file)"),
            };
            let shown = kind.shown;
            let (message, hint) = match kind.kept {
                Kept::Inside => (
                    format!("the macro `{shown}` is not known and left out{times}"),
                    "write in Markdown what it stands for, or put it into backticks to show it",
                ),
                Kept::Nothing => (
                    format!("the line of code `{shown}` is left out{times}"),
                    "take it out of the manuscript, or put it into a code block to show it",
                ),
            };
            let span = Span::new(file, kind.first);
            diagnostics.push(Diagnostic::new(Code::UnknownMacro, span, message).hint(hint));
        }
    }
}
