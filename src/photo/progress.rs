//! How far the work on a book's photos is, and on the pages they stand on, for whoever wants to watch it.

use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

/// What is done to all photos of a book, or to all its pages, one after the other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Task {
    /// They are proved, and what is to be kept of them is made.
    Prove,
    /// Set pages are drawn for the printed edition.
    Draw,
    /// Photos go into the printed edition.
    Print,
    /// They go into the e-book.
    Screen,
}

/// How far a task is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    /// What is being done.
    pub task: Task,
    /// How many photos or pages it is done to.
    pub done: usize,
    /// How many there are.
    pub of: usize,
}

/// Who is told: once when a task begins, and after each of its photos or pages, from any thread.
#[derive(Clone, Default)]
pub struct Watch(Option<Arc<dyn Fn(Progress) + Send + Sync>>);

impl Watch {
    /// Tells `see`.
    pub fn new(see: impl Fn(Progress) + Send + Sync + 'static) -> Watch {
        Watch(Some(Arc::new(see)))
    }

    /// Begins a task on so many photos or pages.
    pub(crate) fn begin(&self, task: Task, of: usize) -> Count<'_> {
        let count = Count {
            watch: self,
            task,
            done: AtomicUsize::new(0),
            of,
        };
        count.tell(0);
        count
    }
}

impl fmt::Debug for Watch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let watched = self.0.is_some();
        f.debug_tuple("Watch").field(&watched).finish()
    }
}

/// Counts the photos or pages of a task.
pub(crate) struct Count<'a> {
    watch: &'a Watch,
    task: Task,
    done: AtomicUsize,
    of: usize,
}

impl Count<'_> {
    /// One more is done.
    pub fn one(&self) {
        self.tell(self.done.fetch_add(1, Ordering::Relaxed) + 1);
    }

    fn tell(&self, done: usize) {
        if let Some(see) = &self.watch.0 {
            let Count { task, of, .. } = *self;
            see(Progress { task, done, of });
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use std::sync::Mutex;

    use super::*;

    #[test]
    fn whoever_watches_sees_each_photo_once() {
        let seen = Arc::new(Mutex::new(Vec::new()));
        let tell = Arc::clone(&seen);
        let watch = Watch::new(move |progress| tell.lock().unwrap().push(progress));
        let count = watch.begin(Task::Print, 2);
        count.one();
        count.one();
        let done: Vec<usize> = seen.lock().unwrap().iter().map(|it| it.done).collect();
        assert_eq!(done, [0, 1, 2]);
        let task = Task::Print;
        let last = Progress {
            task,
            done: 2,
            of: 2,
        };
        assert_eq!(seen.lock().unwrap().last(), Some(&last));
    }
}
