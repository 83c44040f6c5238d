//! Telling people and scripts what was found. The only room that prints.

use std::io::{self, IsTerminal};
use std::ops::Range;
use std::path::Path;
use std::sync::Arc;

use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet};

use super::arguments::MessageFormat;
use super::progress::Line;
use super::turns::{Turns, Words};
use crate::diagnostic::{Diagnostic, Severity};
use crate::source::{Sources, Span};

/// The way out for everything that is said of one book, or of a run.
#[derive(Clone)]
pub struct Report {
    format: MessageFormat,
    renderer: Renderer,
    turns: Arc<Turns>,
    turn: usize,
    is_quiet: bool,
}

impl Report {
    /// A report in that format. Colours only for a terminal, and never against the user's will
    /// (no-color.org).
    pub fn new(format: MessageFormat) -> Report {
        Report::in_turns(format, Turns::new(Line::hidden()))
    }

    /// The report of the first of several books that speak in turns.
    pub fn in_turns(format: MessageFormat, turns: Arc<Turns>) -> Report {
        let is_set = |name| std::env::var_os(name).is_some_and(|value| !value.is_empty());
        let dumb = std::env::var_os("TERM").is_some_and(|value| value == "dumb");
        let styled = io::stderr().is_terminal() && !is_set("NO_COLOR") && !dumb;
        Report {
            format,
            renderer: if styled {
                Renderer::styled().term_width(WIDTH)
            } else {
                Renderer::plain().term_width(WIDTH)
            },
            turns,
            turn: 0,
            is_quiet: false,
        }
    }

    /// The same, without closing lines.
    pub fn quiet(self) -> Report {
        Report {
            is_quiet: true,
            ..self
        }
    }

    /// The report of another book, or, after the last, of the run.
    pub fn of(&self, turn: usize) -> Report {
        Report {
            turn,
            ..self.clone()
        }
    }

    /// Nothing more is said of this book.
    pub fn end(&self) {
        self.turns.end(self.turn);
    }

    /// Says what was found in the book that the user named `input`: drawn to the standard error,
    /// or as lines of JSON to the standard output. Fails where the lines cannot be written; a
    /// reader that has heard enough and closed its pipe is no failure.
    pub fn diagnostics(
        &self,
        input: &Path,
        sources: &Sources,
        diagnostics: &[Diagnostic],
    ) -> io::Result<()> {
        match self.format {
            MessageFormat::Human => {
                for diagnostic in diagnostics {
                    // An empty line parts it from what follows.
                    let drawn = self.renderer.render(&[group(input, sources, diagnostic)]);
                    self.talk(format!("{drawn}\n"));
                }
                Ok(())
            }
            MessageFormat::Json => {
                let lines = diagnostics.iter().map(|one| json(input, sources, one));
                self.data(lines.collect())
            }
        }
    }

    /// Says that something went wrong which is not a finding about a manuscript: as JSON without
    /// code and place, unless the standard output cannot be written.
    pub fn error(&self, message: &str) {
        if self.format == MessageFormat::Json {
            let line = serde_json::json!({
                "code": null,
                "severity": Severity::Error.as_str(),
                "file": null,
                "line": null,
                "column": null,
                "message": message,
                "hint": null,
            });
            if self.data(format!("{line}\n")).is_ok() {
                return;
            }
        }
        let title = Level::ERROR.primary_title(printable(message));
        self.talk(self.renderer.render(&[Group::with_title(title)]));
    }

    /// Closes a book for people. Scripts have the exit code.
    pub fn closing(&self, line: &str) {
        if self.format == MessageFormat::Human && !self.is_quiet {
            self.talk(printable(line));
        }
    }

    /// Says something to programs.
    pub fn data(&self, text: String) -> io::Result<()> {
        self.turns.say(self.turn, Words::Data(text))
    }

    /// Says something to people as it is. Only data can fail to be said.
    pub fn talk(&self, text: String) {
        let _ = self.turns.say(self.turn, Words::Talk(text));
    }
}

/// A path or other text without the control characters that could act on a terminal.
pub fn printable(text: &str) -> String {
    let safe = |c: char| if c.is_control() { '\u{FFFD}' } else { c };
    text.chars().map(safe).collect()
}

fn group<'a>(input: &Path, sources: &'a Sources, diagnostic: &'a Diagnostic) -> Group<'a> {
    let level = match diagnostic.severity() {
        Severity::Note => Level::NOTE,
        Severity::Warning => Level::WARNING,
        Severity::Error => Level::ERROR,
    };
    let title = level
        .primary_title(printable(&diagnostic.message))
        .id(diagnostic.code.as_str());
    let group = match diagnostic.span {
        None => title.element(Origin::path(printable(&input.to_string_lossy()))),
        Some(span) => {
            let span = sources.origin(span);
            let file = sources.file(span.file);
            let path = printable(&file.path().to_string_lossy());
            let position = sources.position(span);
            match excerpt(file.text(), span) {
                Some(excerpt) => title.element(
                    Snippet::source(excerpt.text)
                        .path(path)
                        .line_start(position.line)
                        .annotation(AnnotationKind::Primary.span(excerpt.marked)),
                ),
                None => title.element(
                    Origin::path(path)
                        .line(position.line)
                        .char_column(position.column),
                ),
            }
        }
    };
    match &diagnostic.hint {
        Some(hint) => group.element(Level::HELP.message(printable(hint))),
        None => group,
    }
}

/// The line that a finding points to.
struct Excerpt<'a> {
    text: &'a str,
    /// The bytes to mark, counted in `text`.
    marked: Range<usize>,
}

/// How far into its line, in bytes, a place may stand for its line to be shown, and how much is
/// shown from there on. A line with an embedded photo runs to megabytes.
const MOST_SHOWN: usize = 2_000;

/// How much of it is marked, in bytes: enough to find the place, within most windows.
const MOST_MARKED: usize = 72;

/// Where drawn lines are cut, in columns.
const WIDTH: usize = 100;

/// Cuts the line out where `span` begins. Only its part on that line is marked: a figure's span
/// may be a long paragraph.
fn excerpt(text: &str, span: Span) -> Option<Excerpt<'_>> {
    let (before, rest) = text.split_at_checked(span.range().start)?;
    let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
    let marked_from = before.len() - line_start;
    if marked_from > MOST_SHOWN {
        return None;
    }
    let line = rest.split(['\n', '\r']).next().unwrap_or_default();
    let shown = (0..=line.len().min(MOST_SHOWN))
        .rev()
        .find(|at| line.is_char_boundary(*at))?;
    let longest = span.range().len().min(shown).min(MOST_MARKED);
    let marked = (0..=longest).rev().find(|at| line.is_char_boundary(*at))?;
    Some(Excerpt {
        text: text.get(line_start..before.len() + shown)?,
        marked: marked_from..marked_from + marked,
    })
}

fn json(input: &Path, sources: &Sources, diagnostic: &Diagnostic) -> String {
    let position = diagnostic.span.map(|span| sources.position(span));
    let path = match diagnostic.span {
        Some(span) => sources.file(sources.origin(span).file).path(),
        None => input,
    };
    let line = serde_json::json!({
        "code": diagnostic.code.as_str(),
        "severity": diagnostic.severity().as_str(),
        "file": path.to_string_lossy(),
        "line": position.map(|position| position.line),
        "column": position.map(|position| position.column),
        "message": diagnostic.message,
        "hint": diagnostic.hint,
    });
    format!("{line}\n")
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::diagnostic::Code;

    fn sources(text: &str) -> (Sources, crate::source::FileId) {
        let mut sources = Sources::default();
        let file = sources.add("news/harbour.md".into(), text.into());
        (sources, file)
    }

    fn drawn(sources: &Sources, diagnostic: &Diagnostic) -> String {
        Renderer::plain().render(&[group(Path::new("news"), sources, diagnostic)])
    }

    #[test]
    fn findings_are_drawn_with_line_caret_and_hint() {
        let (sources, file) = sources("# Harbour\n\nÉ ![Boats](photo:boats) here\nand more\n");
        let span = Span::new(file, 14..36);
        let finding = Diagnostic::new(
            Code::MissingPhoto,
            span,
            "the photo `boats` is still to come",
        )
        .hint("put it at photos/boats.jpg");
        let expected = "\
warning[missing-photo]: the photo `boats` is still to come
 --> news/harbour.md:3:3
  |
3 | É ![Boats](photo:boats) here
  |   ^^^^^^^^^^^^^^^^^^^^^^
  |
  = help: put it at photos/boats.jpg";
        assert_eq!(drawn(&sources, &finding), expected);
    }

    #[test]
    fn findings_without_a_place_name_the_input() {
        let (sources, _) = sources("");
        let finding = Diagnostic::without_span(Code::EmptyManuscript, "there is no text");
        let expected = "error[empty-manuscript]: there is no text\n--> news";
        assert_eq!(drawn(&sources, &finding).trim_end(), expected);
    }

    #[test]
    fn json_has_one_line_a_finding() {
        let (sources, file) = sources("a\nb \"c\"\n");
        let finding = Diagnostic::new(Code::MissingAlt, Span::new(file, 4..7), "no\ntext");
        let line = json(Path::new("news"), &sources, &finding);
        let value: serde_json::Value = serde_json::from_str(&line).unwrap();
        assert_eq!(line.lines().count(), 1);
        assert_eq!(value["code"], "missing-alt");
        assert_eq!(value["severity"], "warning");
        assert_eq!(value["file"], "news/harbour.md");
        assert_eq!((&value["line"], &value["column"]), (&2.into(), &3.into()));
        assert_eq!(value["message"], "no\ntext");
        assert!(value["hint"].is_null());
    }

    #[test]
    fn excerpts_keep_to_one_line_of_bounded_length() {
        let text = format!("{}\r\nnext", "é".repeat(3_000));
        let (_, file) = sources("");
        let found = excerpt(&text, Span::new(file, 1_000..text.len())).unwrap();
        assert_eq!(found.marked, 1_000..1_072);
        assert_eq!(found.text.len(), 3_000);
        for start in 0..text.len() + 3 {
            let found = excerpt(&text, Span::new(file, start..start + 5));
            let ends_well = |found: Excerpt<'_>| found.text.is_char_boundary(found.marked.end);
            assert!(found.is_none_or(ends_well));
        }
    }

    #[test]
    fn control_characters_do_not_reach_the_terminal() {
        let (sources, file) = sources("\u{1b}[31mred\n");
        let finding =
            Diagnostic::new(Code::MissingAlt, Span::new(file, 0..3), "\u{1b}[2J").hint("\u{7}");
        assert!(!drawn(&sources, &finding).contains('\u{1b}'));
        assert!(!drawn(&sources, &finding).contains('\u{7}'));
        assert_eq!(printable("a\u{1b}b"), "a\u{FFFD}b");
    }
}
