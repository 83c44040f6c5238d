//! Who may make a book: as many seats as there are threads. A book that was given up keeps its seat as long as it keeps its
//! thread.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

/// The seats of a run.
#[derive(Debug)]
pub struct Seats {
    room: Arc<Room>,
}

#[derive(Debug)]
struct Room {
    all: usize,
    /// How long it is hoped for one when all are held by books that were given up.
    patience: Duration,
    taken: Mutex<Taken>,
    changed: Condvar,
}

#[derive(Debug, Default)]
struct Taken {
    seats: usize,
    /// Those of books that were given up.
    stuck: usize,
    /// Since when that is all of them.
    all_stuck: Option<Instant>,
}

/// A seat, until all who share it have dropped it.
#[derive(Debug)]
pub struct Seat {
    room: Arc<Room>,
    /// Looked at under the lock of the room alone.
    is_stuck: AtomicBool,
}

impl Seats {
    /// So many, all free. The patience is for seats that are held by books that were given up.
    pub fn new(all: usize, patience: Duration) -> Seats {
        Seats {
            room: Arc::new(Room {
                all,
                patience,
                taken: Mutex::default(),
                changed: Condvar::new(),
            }),
        }
    }

    /// Waits for a free one. `None` where none is to be hoped for, since each is held by a book that was given up, and
    /// none of these has come to its end in the time of patience.
    pub fn take(&self) -> Option<Arc<Seat>> {
        let mut taken = self.room.taken();
        while taken.seats >= self.room.all {
            taken = match taken.all_stuck {
                None => {
                    let changed = self.room.changed.wait(taken);
                    changed.unwrap_or_else(PoisonError::into_inner)
                }
                Some(since) => {
                    let left = self.room.patience.checked_sub(since.elapsed())?;
                    let changed = self.room.changed.wait_timeout(taken, left);
                    changed.unwrap_or_else(PoisonError::into_inner).0
                }
            };
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
            self.room.note(&mut taken);
        }
    }
}

impl Drop for Seat {
    fn drop(&mut self) {
        let mut taken = self.room.taken();
        taken.seats -= 1;
        taken.stuck -= usize::from(self.is_stuck.load(Ordering::Relaxed));
        self.room.note(&mut taken);
    }
}

impl Room {
    fn note(&self, taken: &mut Taken) {
        let since = taken.all_stuck.unwrap_or_else(Instant::now);
        taken.all_stuck = (taken.stuck >= self.all).then_some(since);
        self.changed.notify_all();
    }

    /// The numbers are right whatever thread panicked with them.
    fn taken(&self) -> MutexGuard<'_, Taken> {
        self.taken.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use std::sync::mpsc;
    use std::thread;

    use super::*;

    #[test]
    fn a_seat_is_free_again_when_all_have_dropped_it() {
        let seats = Seats::new(1, Duration::ZERO);
        let first = seats.take().unwrap();
        let shared = Arc::clone(&first);
        let (tell, hear) = mpsc::channel();
        thread::scope(|scope| {
            scope.spawn(|| tell.send(seats.take().is_some()));
            drop(first);
            assert!(hear.recv_timeout(Duration::from_millis(50)).is_err());
            drop(shared);
            assert_eq!(hear.recv(), Ok(true));
        });
    }

    #[test]
    fn nobody_waits_for_long_for_seats_that_are_stuck() {
        let seats = Seats::new(2, Duration::from_millis(10));
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

    #[test]
    fn a_seat_that_comes_free_in_time_is_taken() {
        let seats = Seats::new(1, Duration::from_secs(600));
        let slow = seats.take().unwrap();
        slow.give_up();
        let (tell, hear) = mpsc::channel();
        thread::scope(|scope| {
            scope.spawn(|| tell.send(seats.take().is_some()));
            assert!(hear.recv_timeout(Duration::from_millis(50)).is_err());
            drop(slow);
            assert_eq!(hear.recv(), Ok(true));
        });
    }
}
