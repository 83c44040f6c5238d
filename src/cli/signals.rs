//! SIGINT, SIGTERM and SIGHUP: what a run has written aside is removed before it ends. Nothing is done in the
//! handlers themselves; a thread waits for signals.

#[cfg(unix)]
pub use of_unix::on_end;

/// Where there are no signals there is nothing to heed.
#[cfg(not(unix))]
pub fn on_end(_: impl FnOnce() + Send + 'static) {}

#[cfg(unix)]
mod of_unix {
    use std::{fs, thread};

    use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
    use signal_hook::iterator::Signals;
    use signal_hook::low_level::emulate_default_handler;

    /// Does this when the process is told to end, and then ends as it would have, so that whoever
    /// started it sees why.
    pub fn on_end(clear_up: impl FnOnce() + Send + 'static) {
        let ignored = ignored();
        let heeded = [SIGINT, SIGTERM, SIGHUP];
        let heeded = heeded
            .into_iter()
            .filter(|signal| ignored >> (signal - 1) & 1 == 0);
        // Without a handler the process ends at once; the next one clears up.
        let Ok(mut signals) = Signals::new(heeded) else {
            return;
        };
        thread::spawn(move || {
            if let Some(signal) = signals.forever().next() {
                clear_up();
                let _ = emulate_default_handler(signal);
            }
        });
    }

    /// The signals that whoever started the process wants to be ignored, as `nohup` does, a bit for each
    /// (`proc(5)`, `SigIgn`). None where the system does not say.
    fn ignored() -> u64 {
        let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
        let mask = status.lines().find_map(|line| line.strip_prefix("SigIgn:"));
        mask.and_then(|mask| u64::from_str_radix(mask.trim(), 16).ok())
            .unwrap_or_default()
    }
}
