//! Many books in one run: side by side, and no more of them begun than there are threads.
//!
//! The threads of the pool do all the work, that of several books and that inside each: a book that
//! waits for its paragraphs lends its thread to another's. Drivers hand the pool one book at a time each, for which they
//! need a seat, and bring its editions to the disk when they are written, for which they need none. There are two drivers
//! for each thread, so that none idles meanwhile; but whoever asks for one thread has one thing done after the other.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::Duration;

use rayon::ThreadPool;

use super::press::{Outcome, Press, Printed, cannot_write};
use super::seats::Seats;
use super::ticket::Ticket;
use super::workshop::Lock;
use crate::cli::exit::Exit;
use crate::cli::report::Report;
use crate::manuscript;

/// What became of the books of a run.
pub struct Made {
    /// How each ended; `None` for one that was not begun, since another had failed.
    pub outcomes: Vec<Option<Outcome>>,
    /// Whether all threads are done, and none is left with a book that was given up.
    pub is_idle: bool,
}

/// Makes the books that `inputs` name.
pub fn make(press: &Arc<Press>, pool: &ThreadPool, inputs: &[PathBuf], report: &Report) -> Made {
    let crew = Crew {
        press,
        pool,
        seats: Seats::new(
            pool.current_num_threads(),
            press.arguments.timeout.unwrap_or_default(),
        ),
        stopped: Arc::default(),
        locks: Mutex::default(),
    };
    let next = AtomicUsize::new(0);
    let outcomes = Mutex::new(vec![None; inputs.len()]);
    let drive = || {
        loop {
            let index = next.fetch_add(1, Ordering::Relaxed);
            let Some(input) = inputs.get(index) else {
                return;
            };
            let report = report.of(index);
            if let Some(outcome) = crew.take_on(input, &report) {
                if outcome.exit != Exit::Done {
                    crew.failed();
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
    let drivers = match pool.current_num_threads() {
        1 => 1,
        threads => 2 * threads,
    };
    thread::scope(|scope| {
        for _ in 0..drivers.min(inputs.len()) {
            scope.spawn(drive);
        }
    });
    Made {
        outcomes: outcomes
            .into_inner()
            .unwrap_or_else(PoisonError::into_inner),
        is_idle: crew.seats.are_free_of_stuck(),
    }
}

/// Who does the work of a run.
struct Crew<'a> {
    press: &'a Arc<Press>,
    pool: &'a ThreadPool,
    seats: Seats,
    /// Whether no further book is to be begun.
    stopped: Arc<AtomicBool>,
    /// The locks of these books: nobody else may write under their passing names.
    locks: Mutex<Vec<Lock>>,
}

/// How often it is looked whether a book has had its time.
const LOOK: Duration = Duration::from_millis(20);

impl Crew<'_> {
    /// Makes a book when nobody else makes it. `None` where it is not begun, since another has failed.
    fn take_on(&self, input: &Path, report: &Report) -> Option<Outcome> {
        if self.is_stopped() {
            return None;
        }
        let press = self.press;
        // One that is not there is reported when it is opened.
        let Ok(stem) = manuscript::stem(input) else {
            return self.hand_over(input, report, &Ticket::new(None)).0;
        };
        let waiting = Ticket::new(press.arguments.timeout);
        let lock = press.workshop.lock(&stem, || {
            if !waiting.is_begun() {
                waiting.begin();
                report.closing(&format!(
                    "{}: waiting for another run that makes the same editions",
                    input.display()
                ));
            }
            !waiting.is_over() && !self.is_stopped()
        });
        match lock {
            Ok(Some(lock)) => {
                let ticket = Ticket::new(press.arguments.timeout);
                let (outcome, is_stuck) = self.hand_over(input, report, &ticket);
                if is_stuck {
                    let mut locks = self.locks.lock().unwrap_or_else(PoisonError::into_inner);
                    locks.push(lock);
                }
                outcome
            }
            Ok(None) if self.is_stopped() => None,
            Ok(None) => {
                report.error(&format!(
                    "{}: not written: another run still makes the same editions",
                    input.display()
                ));
                Some(Exit::InputOutput.into())
            }
            Err(error) => {
                report.error(&cannot_write(&press.arguments.output, error));
                Some(Exit::InputOutput.into())
            }
        }
    }

    /// A book could not be made.
    fn failed(&self) {
        if self.press.arguments.fail_fast {
            self.stopped.store(true, Ordering::Relaxed);
        }
    }

    fn is_stopped(&self) -> bool {
        self.stopped.load(Ordering::Relaxed)
    }

    /// Has the pool make a book, waits for it as long as it has time, and puts its editions in their places; `None` where
    /// it is not begun, since another has failed. Gives also whether a thread is left with it.
    fn hand_over(&self, input: &Path, report: &Report, ticket: &Ticket) -> (Option<Outcome>, bool) {
        let seat = self.seats.take();
        if self.is_stopped() {
            return (None, false);
        }
        let Some(seat) = seat else {
            report.error(&format!(
                "{}: not begun: every thread is held by a book that takes too long",
                input.display()
            ));
            return (Some(Exit::InputOutput.into()), false);
        };
        let (tell, hear) = mpsc::sync_channel(1);
        let press = Arc::clone(self.press);
        let (own_seat, stopped) = (Arc::clone(&seat), Arc::clone(&self.stopped));
        let (own_input, own_report, own_ticket) =
            (input.to_owned(), report.clone(), ticket.clone());
        self.pool.spawn(move || {
            own_ticket.begin();
            let make = || press.make(&own_input, &own_report, &own_ticket);
            // A fault of ours in one book is no reason to lose the others.
            let made = catch_unwind(AssertUnwindSafe(make));
            // Before its seat is free for another.
            if press.arguments.fail_fast && !matches!(made, Ok(Ok(_))) {
                stopped.store(true, Ordering::Relaxed);
            }
            // Nobody listens any more when the book was given up.
            let _ = tell.send(made);
            drop(own_seat);
        });
        let made = match self.press.arguments.timeout {
            None => hear.recv().ok(),
            Some(_) => loop {
                match hear.recv_timeout(LOOK) {
                    Ok(made) => break Some(made),
                    Err(RecvTimeoutError::Disconnected) => break None,
                    Err(RecvTimeoutError::Timeout) => {}
                }
                if ticket.is_over() {
                    ticket.give_up();
                    self.failed();
                    seat.give_up();
                    report.error(&self.press.late(input));
                    return (Some(Exit::InputOutput.into()), true);
                }
            },
        };
        drop(seat);
        let publish = |made: Result<Printed, Outcome>| match made {
            Ok(printed) if ticket.is_over() => {
                report.error(&self.press.late(input));
                printed.abandoned()
            }
            Ok(printed) => self.press.publish(printed, report),
            Err(outcome) => outcome,
        };
        let outcome = match made {
            Some(Ok(made)) => catch_unwind(AssertUnwindSafe(|| publish(made))).ok(),
            Some(Err(_)) | None => None,
        };
        match outcome {
            Some(outcome) => (Some(outcome), false),
            None => {
                report.error(&format!(
                    "{}: not written: this is a fault of cutline, please report it",
                    input.display()
                ));
                (Some(Exit::Fault.into()), false)
            }
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
