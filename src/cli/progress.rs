//! How far long work is: one line at the foot of a terminal, and nothing anywhere else.

use std::io::{self, IsTerminal};
use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressFinish, ProgressStyle};

use crate::photo::progress::{Progress, Task, Watch};

/// The line.
#[derive(Clone)]
pub struct Line(ProgressBar);

/// What it shows: what is being done, how far it is, and how long it will still take.
const SHOWN: &str = "{msg} {wide_bar} {pos} of {len}, {eta} left";

impl Line {
    /// Hidden until there is work to show, and for good where the standard error is no terminal
    /// that can redraw a line.
    pub fn new() -> Line {
        let dumb = std::env::var_os("TERM").is_some_and(|value| value == "dumb");
        let line = ProgressBar::with_draw_target(Some(0), target(dumb))
            .with_finish(ProgressFinish::AndClear);
        if let Ok(style) = ProgressStyle::with_template(SHOWN) {
            line.set_style(style.progress_chars("=> "));
        }
        Line(line)
    }

    /// Shows how far the photos of a book are.
    pub fn photos(&self) -> Watch {
        if self.0.is_hidden() {
            return Watch::default();
        }
        let line = self.0.clone();
        Watch::new(move |progress| show(&line, progress))
    }

    /// Makes place for what is said.
    pub fn clear(&self) {
        self.0.finish_and_clear();
    }
}

fn target(dumb: bool) -> ProgressDrawTarget {
    if dumb || !io::stderr().is_terminal() {
        return ProgressDrawTarget::hidden();
    }
    // Some redraws a second are enough, and cost nothing that could be measured.
    ProgressDrawTarget::stderr_with_hz(8)
}

fn show(line: &ProgressBar, Progress { task, done, of }: Progress) {
    if done == of {
        line.finish_and_clear();
    } else if done == 0 {
        line.reset();
        line.set_length(of as u64);
        line.set_message(match task {
            Task::Prove => "photos",
            Task::Print => "photos into the PDF",
            Task::Screen => "photos into the EPUB",
        });
        line.enable_steady_tick(Duration::from_millis(250));
    } else {
        line.set_position(done as u64);
    }
}
