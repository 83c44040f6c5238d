//! How far long work is: one line at the foot of a terminal, and nothing anywhere else.

use std::io::{self, IsTerminal};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressFinish, ProgressStyle};

use crate::photo::progress::{Progress, Task, Watch};

/// The line.
#[derive(Clone)]
pub struct Line {
    bar: ProgressBar,
    /// Of a run over several books: how many photos were proved so far.
    photos: Option<Arc<AtomicUsize>>,
}

/// What it shows: what is being done, how far it is, and how long it will still take.
const SHOWN: &str = "{msg} {wide_bar} {pos} of {len}, {eta} left";

/// How often the line changes when nothing happens.
const TICK: Duration = Duration::from_millis(250);

impl Line {
    /// Hidden until there is work to show, and for good where the standard error is no terminal
    /// that can redraw a line.
    pub fn new() -> Line {
        let dumb = std::env::var_os("TERM").is_some_and(|value| value == "dumb");
        Line::on(target(dumb))
    }

    /// A line that nobody sees.
    pub fn hidden() -> Line {
        Line::on(ProgressDrawTarget::hidden())
    }

    fn on(target: ProgressDrawTarget) -> Line {
        let bar =
            ProgressBar::with_draw_target(Some(0), target).with_finish(ProgressFinish::AndClear);
        if let Ok(style) = ProgressStyle::with_template(SHOWN) {
            bar.set_style(style.progress_chars("=> "));
        }
        bar.finish_and_clear();
        Line { bar, photos: None }
    }

    /// Shows from now on how many of several books are made.
    pub fn over_books(self, books: usize) -> Line {
        self.bar.reset();
        self.bar.set_length(books as u64);
        self.bar.set_message("books");
        self.bar.enable_steady_tick(TICK);
        Line {
            photos: Some(Arc::default()),
            ..self
        }
    }

    /// One more book is done, one way or the other.
    pub fn book(&self) {
        if self.photos.is_some() {
            self.bar.inc(1);
        }
    }

    /// Shows how far the photos of a book are, or of several.
    pub fn photos(&self) -> Watch {
        if self.bar.is_hidden() {
            return Watch::default();
        }
        let bar = self.bar.clone();
        match self.photos.clone() {
            None => Watch::new(move |progress| show(&bar, progress)),
            Some(photos) => Watch::new(move |progress| count(&bar, &photos, progress)),
        }
    }

    /// Makes place for what is said meanwhile.
    pub fn aside<T>(&self, say: impl FnOnce() -> T) -> T {
        if self.bar.is_finished() {
            return say();
        }
        self.bar.suspend(say)
    }

    /// Makes place for good.
    pub fn clear(&self) {
        self.bar.finish_and_clear();
    }
}

fn target(dumb: bool) -> ProgressDrawTarget {
    if dumb || !io::stderr().is_terminal() {
        return ProgressDrawTarget::hidden();
    }
    // Some redraws a second are enough, and cost nothing that could be measured.
    ProgressDrawTarget::stderr_with_hz(8)
}

fn show(bar: &ProgressBar, Progress { task, done, of }: Progress) {
    if done == of {
        bar.finish_and_clear();
    } else if done == 0 {
        bar.reset();
        bar.set_length(of as u64);
        bar.set_message(match task {
            Task::Prove => "photos",
            Task::Print => "photos into the PDF",
            Task::Screen => "photos into the EPUB",
        });
        bar.enable_steady_tick(TICK);
    } else {
        bar.set_position(done as u64);
    }
}

/// Each photo counts when it is proved, which is the work.
fn count(bar: &ProgressBar, photos: &AtomicUsize, Progress { task, done, .. }: Progress) {
    if task == Task::Prove && done > 0 {
        let photos = photos.fetch_add(1, Ordering::Relaxed) + 1;
        bar.set_message(match photos {
            1 => "books, with 1 photo so far,".to_owned(),
            _ => format!("books, with {photos} photos so far,"),
        });
    }
}
