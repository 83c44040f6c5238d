//! SIGINT and SIGTERM: what a run has written aside is removed before it ends. Nothing is done in the
//! handlers themselves; a thread waits for signals.

#[cfg(unix)]
pub use of_unix::on_end;

/// Where there are no signals there is nothing to heed.
#[cfg(not(unix))]
pub fn on_end(_: impl FnOnce() + Send + 'static) {}

#[cfg(unix)]
mod of_unix {
    use std::thread;

    use signal_hook::consts::{SIGINT, SIGTERM};
    use signal_hook::iterator::Signals;
    use signal_hook::low_level::emulate_default_handler;

    /// Does this when the process is told to end, and then ends as it would have, so that whoever
    /// started it sees why.
    pub fn on_end(clear_up: impl FnOnce() + Send + 'static) {
        // Without a handler the process ends at once; the next one clears up.
        let Ok(mut signals) = Signals::new([SIGINT, SIGTERM]) else {
            return;
        };
        thread::spawn(move || {
            if let Some(signal) = signals.forever().next() {
                clear_up();
                let _ = emulate_default_handler(signal);
            }
        });
    }
}
