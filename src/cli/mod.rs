//! The command line. The only room that knows arguments, the environment and the terminal.

mod arguments;
mod build;
mod check;
mod exit;
mod explain;
mod limits;
mod make_rules;
mod output;
mod photos;
mod progress;
mod reading;
mod report;
mod signals;
mod stdout;
mod timings;
mod turns;
mod typesetting;

use std::process::ExitCode;

use clap::Parser;

use arguments::{Arguments, Command};
use exit::Exit;

/// Does what the arguments of this process say, and gives its exit code.
pub fn run() -> ExitCode {
    let arguments = match Arguments::try_parse() {
        Ok(arguments) => arguments,
        Err(message) => {
            // Help that nobody reads to the end, as in `cutline --help | head`, is no error.
            let _ = message.print();
            return if message.use_stderr() {
                Exit::Usage.into()
            } else {
                Exit::Done.into()
            };
        }
    };
    match arguments.command {
        Command::Build(arguments) => build::run(arguments).into(),
        Command::Check(arguments) => check::run(&arguments).into(),
        Command::Photos(arguments) => photos::run(&arguments).into(),
        Command::MakeRules => make_rules::run().into(),
        Command::Explain(arguments) => explain::run(&arguments).into(),
    }
}
