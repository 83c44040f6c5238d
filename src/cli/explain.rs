//! `cutline explain`: what a code means.

use super::arguments::{ExplainArguments, MessageFormat};
use super::exit::Exit;
use super::report::Report;
use super::stdout::print;
use crate::diagnostic::{Code, Explanation};
use crate::nearest::nearest;

/// Where lines of text end, in columns.
const WIDTH: usize = 78;

/// Explains a code, or lists all of them.
pub fn run(arguments: &ExplainArguments) -> Exit {
    let said = match &arguments.code {
        None => list(),
        Some(name) => match Code::ALL.iter().find(|code| code.as_str() == name) {
            Some(code) => explain(*code),
            None => return unknown(name),
        },
    };
    match print(&said) {
        Ok(()) => Exit::Done,
        Err(error) => {
            let message = format!("cannot write to the standard output: {error}");
            Report::new(MessageFormat::Human).error(&message);
            Exit::InputOutput
        }
    }
}

fn unknown(name: &str) -> Exit {
    let known = Code::ALL.iter().map(|code| code.as_str());
    let advice = match nearest(name, known) {
        Some(near) => format!("did you mean `{near}`?"),
        None => "`cutline explain` lists them all".to_owned(),
    };
    let message = format!("there is no code `{name}`; {advice}");
    Report::new(MessageFormat::Human).error(&message);
    Exit::Usage
}

fn list() -> String {
    let lines = Code::ALL.iter().map(|code| {
        let (name, severity) = (code.as_str(), code.severity().as_str());
        format!("{name:24}{severity:9}{}\n", code.explanation().meaning)
    });
    lines.collect()
}

fn explain(code: Code) -> String {
    let Explanation {
        meaning,
        text,
        example,
        remedy,
    } = code.explanation();
    let (name, severity) = (code.as_str(), code.severity().as_str());
    let example: String = example
        .lines()
        .map(|line| format!("    {line}\n"))
        .collect();
    format!(
        "{severity}[{name}]: {meaning}\n\n{}\nFor example:\n\n{example}\n{}",
        wrapped(text),
        wrapped(remedy)
    )
}

/// Text in lines of at most [`WIDTH`] columns.
fn wrapped(text: &str) -> String {
    let mut out = String::new();
    let mut column = 0;
    for word in text.split_whitespace() {
        let length = word.chars().count();
        if column > 0 && column + 1 + length > WIDTH {
            out.push('\n');
            column = 0;
        } else if column > 0 {
            out.push(' ');
            column += 1;
        }
        out.push_str(word);
        column += length;
    }
    out.push('\n');
    out
}
