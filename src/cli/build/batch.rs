//! Many books in one run: side by side, and no more of them begun than there are threads.
//!
//! The threads of the pool do all the work, that of several books and that inside each: a book that
//! waits for its paragraphs lends its thread to another's. A driver for each thread hands the pool
//! one book at a time, so that never more books are in memory than there are threads.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError, mpsc};
use std::thread;

use rayon::ThreadPool;

use super::press::{Outcome, Press};
use crate::cli::exit::Exit;
use crate::cli::report::Report;

/// Makes the books that `inputs` name, and gives how each ended; `None` for one that was not begun,
/// since another had failed.
pub fn make(
    press: &Arc<Press>,
    pool: &ThreadPool,
    inputs: &[PathBuf],
    report: &Report,
) -> Vec<Option<Outcome>> {
    let next = AtomicUsize::new(0);
    let stopped = AtomicBool::new(false);
    let outcomes = Mutex::new(vec![None; inputs.len()]);
    let drive = || {
        loop {
            let index = next.fetch_add(1, Ordering::Relaxed);
            let Some(input) = inputs.get(index) else {
                return;
            };
            let report = report.of(index);
            if !stopped.load(Ordering::Relaxed) {
                let outcome = hand_over(press, pool, input, &report);
                if press.arguments.fail_fast && outcome.exit != Exit::Done {
                    stopped.store(true, Ordering::Relaxed);
                }
                let mut outcomes = outcomes.lock().unwrap_or_else(PoisonError::into_inner);
                if let Some(place) = outcomes.get_mut(index) {
                    *place = Some(outcome);
                }
            }
            report.end();
            press.line.book();
        }
    };
    thread::scope(|scope| {
        for _ in 0..pool.current_num_threads().min(inputs.len()) {
            scope.spawn(drive);
        }
    });
    outcomes
        .into_inner()
        .unwrap_or_else(PoisonError::into_inner)
}

/// Has the pool make a book, and waits for it.
fn hand_over(press: &Arc<Press>, pool: &ThreadPool, input: &Path, report: &Report) -> Outcome {
    let (tell, hear) = mpsc::sync_channel(1);
    let (own_press, own_input, own_report) = (Arc::clone(press), input.to_owned(), report.clone());
    pool.spawn(move || {
        let make = || own_press.make(&own_input, &own_report);
        // A fault of ours in one book is no reason to lose the others.
        let outcome = catch_unwind(AssertUnwindSafe(make));
        // Nobody listens any more when the run has ended.
        let _ = tell.send(outcome);
    });
    match hear.recv() {
        Ok(Ok(outcome)) => outcome,
        Ok(Err(_)) | Err(_) => {
            report.error(&format!(
                "{}: not written: this is a fault of cutline, please report it",
                input.display()
            ));
            Exit::Fault.into()
        }
    }
}

/// The closing line of a run over several books.
pub fn summary(outcomes: &[Option<Outcome>]) -> String {
    let ended = |exit: Exit| {
        let ends = outcomes.iter().flatten();
        ends.filter(|outcome| outcome.exit == exit).count()
    };
    let mut parts = vec![format!("{} made", ended(Exit::Done))];
    let not_begun = outcomes.iter().filter(|outcome| outcome.is_none()).count();
    for (number, what) in [
        (ended(Exit::StrictPolicy), "not written under --strict"),
        (ended(Exit::Manuscript), "with errors"),
        (ended(Exit::InputOutput), "not read or not written"),
        (ended(Exit::Fault), "lost to a fault of cutline"),
        (not_begun, "not begun"),
    ] {
        if number > 0 {
            parts.push(format!("{number} {what}"));
        }
    }
    let sum = |of: fn(&Outcome) -> usize| outcomes.iter().flatten().map(of).sum();
    let photos = super::counted(
        sum(|it| it.photos_to_come),
        "photo to come",
        "photos to come",
    );
    let warnings = super::counted(sum(|it| it.warnings), "warning", "warnings");
    let rest: Vec<String> = photos.into_iter().chain(warnings).collect();
    let rest = match rest.is_empty() {
        true => String::new(),
        false => format!("  ({})", rest.join(", ")),
    };
    format!("{} books: {}{rest}", outcomes.len(), parts.join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_summary_counts_every_book_once() {
        let made = Outcome {
            photos_to_come: 2,
            warnings: 3,
            ..Exit::Done.into()
        };
        let broken = Exit::Manuscript.into();
        let outcomes = [Some(made.clone()), Some(broken), Some(made), None];
        assert_eq!(
            summary(&outcomes),
            "4 books: 2 made, 1 with errors, 1 not begun  (4 photos to come, 6 warnings)"
        );
        let clean = || Some(Exit::Done.into());
        assert_eq!(summary(&[clean(), clean()]), "2 books: 2 made");
    }
}
