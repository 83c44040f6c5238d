//! The time that a book has, and who has the last word when it is over.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

/// What becomes of a book, known to who makes it and to who waits for it.
#[derive(Clone, Debug)]
pub struct Ticket {
    limit: Option<Duration>,
    state: Arc<Mutex<State>>,
}

#[derive(Debug, Default)]
struct State {
    begun: Option<Instant>,
    fate: Fate,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Fate {
    #[default]
    Open,
    /// Its editions are put in their places.
    Published,
    /// They never will be.
    GivenUp,
}

impl Ticket {
    /// For a book that has so much time from when it is begun, or any.
    pub fn new(limit: Option<Duration>) -> Ticket {
        Ticket {
            limit,
            state: Arc::default(),
        }
    }

    /// The time begins, unless the book was given up before: then `false`.
    pub fn begin(&self) -> bool {
        self.with(|state| {
            state.begun = Some(Instant::now());
            state.fate != Fate::GivenUp
        })
    }

    /// Whether its editions never will be put in their places.
    pub fn is_given_up(&self) -> bool {
        self.with(|state| state.fate == Fate::GivenUp)
    }

    /// Whether the editions may be put in their places: not when the time is over.
    pub fn publish(&self) -> bool {
        let over = self.is_over();
        self.with(|state| {
            if state.fate == Fate::Open {
                state.fate = match over {
                    true => Fate::GivenUp,
                    false => Fate::Published,
                };
            }
            state.fate == Fate::Published
        })
    }

    /// Whether it has had its time.
    pub fn is_over(&self) -> bool {
        let Some(limit) = self.limit else {
            return false;
        };
        self.with(|state| state.begun.is_some_and(|begun| begun.elapsed() > limit))
    }

    /// Whether it was begun.
    pub fn is_begun(&self) -> bool {
        self.with(|state| state.begun.is_some())
    }

    /// Gives it up, unless its editions are there already: then `false`.
    pub fn give_up(&self) -> bool {
        self.with(|state| {
            if state.fate == Fate::Open {
                state.fate = Fate::GivenUp;
            }
            state.fate == Fate::GivenUp
        })
    }

    fn with<T>(&self, look: impl FnOnce(&mut State) -> T) -> T {
        look(&mut self.state.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_book_is_published_or_given_up_and_never_both() {
        let ticket = Ticket::new(None);
        ticket.begin();
        assert!(ticket.publish());
        assert!(!ticket.give_up(), "it is there");
        let ticket = Ticket::new(None);
        assert!(ticket.give_up());
        assert!(!ticket.publish());
        let ticket = Ticket::new(Some(Duration::ZERO));
        assert!(!ticket.is_over(), "not begun");
        ticket.begin();
        std::thread::sleep(Duration::from_millis(1));
        assert!(!ticket.publish());
        assert!(ticket.give_up());
    }
}
