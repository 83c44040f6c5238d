//! Who may make a book: as many seats as there are threads. A book that was given up keeps its seat as long as it keeps its
//! thread.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};

/// The seats of a run.
#[derive(Clone, Debug)]
pub struct Seats {
    all: usize,
    room: Arc<Room>,
}

#[derive(Debug)]
struct Room {
    taken: Mutex<Taken>,
    changed: Condvar,
}

#[derive(Debug, Default)]
struct Taken {
    seats: usize,
    /// Those of books that were given up.
    stuck: usize,
}

/// A seat, until all who share it have dropped it.
#[derive(Debug)]
pub struct Seat {
    room: Arc<Room>,
    is_stuck: AtomicBool,
}

impl Seats {
    /// So many, all free.
    pub fn new(all: usize) -> Seats {
        Seats {
            all,
            room: Arc::new(Room {
                taken: Mutex::default(),
                changed: Condvar::new(),
            }),
        }
    }

    /// Waits for a free one. `None` where none is to be hoped for, since each is held by a book that was given up.
    pub fn take(&self) -> Option<Arc<Seat>> {
        let mut taken = self.room.taken();
        while taken.seats >= self.all {
            if taken.stuck >= self.all {
                return None;
            }
            let changed = self.room.changed.wait(taken);
            taken = changed.unwrap_or_else(PoisonError::into_inner);
        }
        taken.seats += 1;
        Some(Arc::new(Seat {
            room: Arc::clone(&self.room),
            is_stuck: AtomicBool::new(false),
        }))
    }

    /// Whether none is left with a book that was given up.
    pub fn are_free_of_stuck(&self) -> bool {
        self.room.taken().stuck == 0
    }
}

impl Seat {
    /// Its book was given up.
    pub fn give_up(&self) {
        let mut taken = self.room.taken();
        if !self.is_stuck.swap(true, Ordering::Relaxed) {
            taken.stuck += 1;
        }
        self.room.changed.notify_all();
    }
}

impl Drop for Seat {
    fn drop(&mut self) {
        let mut taken = self.room.taken();
        taken.seats -= 1;
        taken.stuck -= usize::from(self.is_stuck.load(Ordering::Relaxed));
        self.room.changed.notify_all();
    }
}

impl Room {
    /// The numbers are right whatever thread panicked with them.
    fn taken(&self) -> MutexGuard<'_, Taken> {
        self.taken.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use std::thread;

    use super::*;

    #[test]
    fn a_seat_is_free_again_when_all_have_dropped_it() {
        let seats = Seats::new(1);
        let first = seats.take().unwrap();
        let shared = Arc::clone(&first);
        let waiting = {
            let seats = seats.clone();
            thread::spawn(move || seats.take().is_some())
        };
        drop(first);
        assert!(!waiting.is_finished());
        drop(shared);
        assert!(waiting.join().unwrap());
    }

    #[test]
    fn nobody_waits_for_seats_that_are_stuck() {
        let seats = Seats::new(2);
        let (first, second) = (seats.take().unwrap(), seats.take().unwrap());
        first.give_up();
        second.give_up();
        second.give_up();
        assert!(seats.take().is_none());
        assert!(!seats.are_free_of_stuck());
        // It came to its end after all.
        drop(second);
        assert!(seats.take().is_some());
        drop(first);
        assert!(seats.are_free_of_stuck());
    }
}
