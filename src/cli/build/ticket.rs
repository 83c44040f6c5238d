//! The time that a book has.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

/// How long a book takes and whether it is given up, known to who makes it and to who waits for it.
#[derive(Clone, Debug)]
pub struct Ticket {
    limit: Option<Duration>,
    state: Arc<Mutex<State>>,
}

#[derive(Debug, Default)]
struct State {
    begun: Option<Instant>,
    given_up: bool,
}

impl Ticket {
    /// For a book that has so much time from when it is begun, or any.
    pub fn new(limit: Option<Duration>) -> Ticket {
        Ticket {
            limit,
            state: Arc::default(),
        }
    }

    /// The time begins.
    pub fn begin(&self) {
        self.with(|state| state.begun = Some(Instant::now()));
    }

    /// Whether it was begun.
    pub fn is_begun(&self) -> bool {
        self.with(|state| state.begun.is_some())
    }

    /// Whether it has had its time.
    pub fn is_over(&self) -> bool {
        let Some(limit) = self.limit else {
            return false;
        };
        self.with(|state| state.begun.is_some_and(|begun| begun.elapsed() > limit))
    }

    /// Its editions will never be put in their places.
    pub fn give_up(&self) {
        self.with(|state| state.given_up = true);
    }

    /// Whether that was said.
    pub fn is_given_up(&self) -> bool {
        self.with(|state| state.given_up)
    }

    fn with<T>(&self, look: impl FnOnce(&mut State) -> T) -> T {
        look(&mut self.state.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn time_begins_with_the_book() {
        let ticket = Ticket::new(Some(Duration::ZERO));
        assert!(!ticket.is_over() && !ticket.is_begun(), "not begun");
        let other_end = ticket.clone();
        other_end.begin();
        std::thread::sleep(Duration::from_millis(1));
        assert!(ticket.is_over() && ticket.is_begun());
        assert!(!ticket.is_given_up());
        ticket.give_up();
        assert!(other_end.is_given_up());
        let patient = Ticket::new(None);
        patient.begin();
        assert!(!patient.is_over());
    }
}
