//! The `cutline` command.

use std::process::ExitCode;

fn main() -> ExitCode {
    cutline::cli::run()
}
