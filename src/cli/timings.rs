//! Where the time of a run goes: `--timings`.

use std::fmt::Write;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

/// What is done to a book, in this order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// Files are opened and decoded.
    Open,
    /// Markdown is read.
    Read,
    /// Photos are looked up, proved and made anew where they must be.
    Photos,
    /// Lines are broken and pages filled.
    Layout,
    /// The printed edition is written beside its place.
    Pdf,
    /// The e-book is.
    Epub,
    /// Both are made to last and renamed.
    Publish,
}

const STAGES: [(Stage, &str); 7] = [
    (Stage::Open, "opening"),
    (Stage::Read, "reading"),
    (Stage::Photos, "photos"),
    (Stage::Layout, "layout"),
    (Stage::Pdf, "PDF"),
    (Stage::Epub, "EPUB"),
    (Stage::Publish, "to the disk"),
];

/// Takes the time of stages, of all books together; or not, where nobody asks.
#[derive(Clone, Default)]
pub struct Clock(Option<Arc<Taken>>);

struct Taken {
    begun: Instant,
    /// In nanoseconds, by stage.
    stages: [AtomicU64; STAGES.len()],
}

impl Clock {
    /// A clock that runs from now on.
    pub fn running() -> Clock {
        Clock(Some(Arc::new(Taken {
            begun: Instant::now(),
            stages: Default::default(),
        })))
    }

    /// Does some work of a stage.
    pub fn of<T>(&self, stage: Stage, work: impl FnOnce() -> T) -> T {
        let Some(taken) = &self.0 else {
            return work();
        };
        let begun = Instant::now();
        let done = work();
        let nanoseconds = u64::try_from(begun.elapsed().as_nanos()).unwrap_or(u64::MAX);
        let at = STAGES.iter().position(|(other, _)| *other == stage);
        if let Some(sum) = at.and_then(|at| taken.stages.get(at)) {
            sum.fetch_add(nanoseconds, Ordering::Relaxed);
        }
        done
    }

    /// The table, if the time was taken. Books that are made side by side add up to more than the
    /// clock on the wall shows.
    pub fn table(&self, threads: usize) -> Option<String> {
        let taken = self.0.as_ref()?;
        let sums = taken.stages.iter();
        let sums: Vec<u64> = sums.map(|sum| sum.load(Ordering::Relaxed)).collect();
        let all = sums.iter().sum::<u64>().max(1);
        let mut table = String::new();
        for ((_, name), sum) in STAGES.iter().zip(sums) {
            let share = (u128::from(sum) * 100 + u128::from(all) / 2) / u128::from(all);
            let time = seconds(Duration::from_nanos(sum));
            // Writing to a string does not fail.
            let _ = writeln!(table, "{name:<12}{time:>10} s{share:>5} %");
        }
        let wall = seconds(taken.begun.elapsed());
        let threads = match threads {
            1 => "1 thread".to_owned(),
            _ => format!("{threads} threads"),
        };
        let _ = write!(table, "{:<12}{wall:>10} s  on {threads}", "by the clock");
        Some(table)
    }
}

fn seconds(time: Duration) -> String {
    format!("{:.3}", time.as_secs_f64())
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn every_stage_has_its_line() {
        let clock = Clock::running();
        assert_eq!(clock.of(Stage::Layout, || 7), 7);
        let table = clock.table(2).unwrap();
        let names: Vec<&str> = STAGES.iter().map(|(_, name)| *name).collect();
        for (line, name) in table.lines().zip(names) {
            assert!(line.starts_with(name), "{line}");
        }
        assert!(table.ends_with("on 2 threads"), "{table}");
        assert_eq!(table.lines().count(), STAGES.len() + 1);
        let layout = table.lines().nth(3).unwrap();
        assert!(layout.ends_with("100 %"), "{layout}");
        assert_eq!(Clock::default().table(1), None);
    }
}
