//! Exit codes. Scripts and schedulers rely on them: what is wrong with a manuscript stays wrong
//! when it is tried again, what is wrong with a disk may not.

use std::process::ExitCode;

/// How a run ended, the gravest last: a run over several books ends like the gravest of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Exit {
    /// Every edition asked for is there: 0.
    Done,
    /// With `--strict`, a manuscript has warnings: 4.
    StrictPolicy,
    /// A manuscript has an error: 1.
    Manuscript,
    /// Something could not be read or written: 3.
    InputOutput,
    /// cutline itself has failed, which is a fault to report: 101, as Rust's own end is.
    Fault,
    /// The command does not make sense; nothing was done: 2.
    Usage,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> ExitCode {
        ExitCode::from(match exit {
            Exit::Done => 0,
            Exit::Manuscript => 1,
            Exit::Usage => 2,
            Exit::InputOutput => 3,
            Exit::StrictPolicy => 4,
            Exit::Fault => 101,
        })
    }
}
