//! The memory that photos being decoded may take together. However many are made at once, their
//! samples stay under one limit; a photo waits until there is room for it.

use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

use crate::limits::Limits;

/// What is lent, in bytes.
static TAKEN: Mutex<u64> = Mutex::new(0);
static GIVEN_BACK: Condvar = Condvar::new();

/// Room for the largest photo under the usual limits, or for one of the usual size a thread. One that
/// needs more, since the user lets it, is made alone.
fn most_at_once() -> u64 {
    const USUAL: u64 = 80_000_000;
    let threads = rayon::current_num_threads() as u64;
    Limits::default().memory.max(threads * USUAL)
}

/// Memory that is taken as long as this is kept.
#[derive(Debug)]
pub(super) struct Lent(u64);

/// Waits until so many bytes can be taken. Whoever holds some must not wait for other photos.
pub(super) fn lend(bytes: u64) -> Lent {
    let bytes = bytes.min(most_at_once());
    let mut taken = lock();
    while *taken + bytes > most_at_once() {
        taken = GIVEN_BACK
            .wait(taken)
            .unwrap_or_else(PoisonError::into_inner);
    }
    *taken += bytes;
    Lent(bytes)
}

impl Drop for Lent {
    fn drop(&mut self) {
        *lock() -= self.0;
        GIVEN_BACK.notify_all();
    }
}

/// The number is right whatever thread panicked with it.
fn lock() -> MutexGuard<'static, u64> {
    TAKEN.lock().unwrap_or_else(PoisonError::into_inner)
}
