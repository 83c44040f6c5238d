//! How far long work is: one line at the foot of a terminal, and nothing anywhere else.

use std::fmt::{self, Write};
use std::io::{self, IsTerminal};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use indicatif::{
    HumanDuration, ProgressBar, ProgressDrawTarget, ProgressFinish, ProgressState, ProgressStyle,
};

use super::build::counted;
use crate::photo::progress::{Progress, Task, Watch};

/// The line.
#[derive(Clone)]
pub struct Line {
    bar: ProgressBar,
    /// Of a run over several books: what was done so far.
    so_far: Option<Arc<SoFar>>,
}

/// What a run over several books has done so far.
#[derive(Default)]
struct SoFar {
    pages: AtomicUsize,
    photos: AtomicUsize,
}

impl fmt::Display for SoFar {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let pages = self.pages.load(Ordering::Relaxed);
        let photos = self.photos.load(Ordering::Relaxed);
        let pages = counted(pages, "page", "pages");
        let photos = counted(photos, "photo", "photos");
        let parts: Vec<String> = pages.into_iter().chain(photos).collect();
        match parts.is_empty() {
            true => f.write_str("books"),
            false => write!(f, "books, so far {},", parts.join(" and ")),
        }
    }
}

/// What it shows: what is being done, how far it is, and how long it will still take.
const SHOWN: &str = "{msg} {wide_bar} {pos} of {len}{left}";

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
            let style = style.with_key("left", left).progress_chars("=> ");
            bar.set_style(style);
        }
        bar.finish_and_clear();
        Line { bar, so_far: None }
    }

    /// Shows from now on how many of several books are made.
    pub fn over_books(self, books: usize) -> Line {
        begin(&self.bar, books, "books");
        Line {
            so_far: Some(Arc::default()),
            ..self
        }
    }

    /// One more book is done, one way or the other.
    pub fn book(&self) {
        if self.so_far.is_some() {
            self.bar.inc(1);
        }
    }

    /// Shows how far the photos and pages of a book are, or of several.
    pub fn watch(&self) -> Watch {
        if self.bar.is_hidden() {
            return Watch::default();
        }
        let bar = self.bar.clone();
        match self.so_far.clone() {
            None => Watch::new(move |progress| show(&bar, progress)),
            Some(so_far) => Watch::new(move |progress| {
                if so_far.count(progress) {
                    bar.set_message(so_far.to_string());
                }
            }),
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

/// Begins to show a task, all at once: a bar that is reset is drawn with what it has.
fn begin(bar: &ProgressBar, of: usize, what: &'static str) {
    bar.set_length(of as u64);
    bar.set_message(what);
    bar.reset();
    bar.enable_steady_tick(TICK);
}

/// How long the task will still take, once anything is done from which that can be told.
fn left(state: &ProgressState, out: &mut dyn Write) {
    if state.pos() > 0 {
        // Whoever cannot be told will see it with the next redraw.
        let _ = write!(out, ", {:#} left", HumanDuration(state.eta()));
    }
}

fn show(bar: &ProgressBar, Progress { task, done, of }: Progress) {
    if done == of {
        bar.finish_and_clear();
    } else if done == 0 {
        let what = match task {
            Task::Prove => "photos",
            Task::Draw => "pages",
            Task::Print => "photos into the PDF",
            Task::Screen => "photos into the EPUB",
        };
        begin(bar, of, what);
    } else {
        bar.set_position(done as u64);
    }
}

impl SoFar {
    /// Counts a page when it is drawn, a photo when it is proved, which is the work. Gives whether there
    /// is anything new to show.
    fn count(&self, Progress { task, done, .. }: Progress) -> bool {
        let counted = match task {
            _ if done == 0 => return false,
            Task::Draw => &self.pages,
            Task::Prove => &self.photos,
            Task::Print | Task::Screen => return false,
        };
        counted.fetch_add(1, Ordering::Relaxed);
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_and_photos_of_several_books_are_counted_once() {
        let so_far = SoFar::default();
        let tell = |task, done| so_far.count(Progress { task, done, of: 9 });
        assert_eq!(so_far.to_string(), "books");
        assert!(!tell(Task::Draw, 0) && tell(Task::Draw, 1));
        assert_eq!(so_far.to_string(), "books, so far 1 page,");
        assert!(tell(Task::Draw, 1) && tell(Task::Prove, 1));
        assert!(!tell(Task::Print, 1) && !tell(Task::Screen, 1));
        assert_eq!(so_far.to_string(), "books, so far 2 pages and 1 photo,");
    }
}
