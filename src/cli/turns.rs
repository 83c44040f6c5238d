//! Messages of several books in the order of the books, whichever is done first: the book whose turn
//! it is speaks at once, the others are written down until it is theirs.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Write};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::progress::Line;
use super::stdout;

/// Something to be said.
pub enum Words {
    /// To the standard output, to the byte.
    Data(String),
    /// To people, on the standard error; a line end follows.
    Talk(String),
}

/// Whose turn it is.
pub struct Turns {
    line: Line,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    turn: usize,
    waiting: BTreeMap<usize, Vec<Words>>,
    ended: BTreeSet<usize>,
    /// The first failure to write data that nobody was there to hear of.
    failure: Option<io::Error>,
}

impl Turns {
    /// Speech around the progress `line`.
    pub fn new(line: Line) -> Arc<Turns> {
        Arc::new(Turns {
            line,
            state: Mutex::default(),
        })
    }

    /// Says something in the turn of the book `index`, now or later. Fails where data that is said
    /// now cannot be written. Who speaks after the end of the turn is not heard.
    pub fn say(&self, index: usize, words: Words) -> io::Result<()> {
        let mut state = self.state();
        if index < state.turn || state.ended.contains(&index) {
            return Ok(());
        }
        if index == state.turn {
            return self.line.aside(|| utter(words));
        }
        state.waiting.entry(index).or_default().push(words);
        Ok(())
    }

    /// Ends the turn of the book `index`.
    pub fn end(&self, index: usize) {
        let mut state = self.state();
        state.ended.insert(index);
        loop {
            let turn = state.turn;
            if !state.ended.remove(&turn) {
                return;
            }
            state.turn += 1;
            for words in state.waiting.remove(&(turn + 1)).unwrap_or_default() {
                if let Err(error) = self.line.aside(|| utter(words)) {
                    state.failure.get_or_insert(error);
                }
            }
        }
    }

    /// The first failure to write what had to wait.
    pub fn failure(&self) -> Option<io::Error> {
        self.state().failure.take()
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Nobody can be told when the standard error itself fails.
fn utter(words: Words) -> io::Result<()> {
    match words {
        Words::Data(text) => stdout::print(&text),
        Words::Talk(text) => {
            let _ = writeln!(io::stderr().lock(), "{text}");
            Ok(())
        }
    }
}
