//! Diagnostics as text: severity, code, place, message, what stands there, hint.

use std::fmt::Write;

use cutline::diagnostic::Diagnostic;

use super::Reading;

pub fn render(reading: &Reading) -> String {
    text(reading, &reading.diagnostics)
}

/// With those of the photo desk, as the command sorts them.
pub fn render_looked_up(reading: &Reading) -> String {
    let mut diagnostics = reading.diagnostics.clone();
    diagnostics.extend(reading.look_up().1);
    diagnostics.sort_by_key(|diagnostic| diagnostic.span.map(|span| (span.file, span.start)));
    text(reading, &diagnostics)
}

fn text(reading: &Reading, diagnostics: &[Diagnostic]) -> String {
    let mut text = String::new();
    for diagnostic in diagnostics {
        let (severity, code) = (diagnostic.severity().as_str(), diagnostic.code.as_str());
        write!(text, "{severity} {code}").unwrap();
        if let Some(span) = diagnostic.span {
            write!(text, " {}", reading.place(span)).unwrap();
        }
        writeln!(text, "\n  {}", diagnostic.message).unwrap();
        if let Some(span) = diagnostic.span {
            let snippet = reading.manuscript.sources.snippet(span);
            if !snippet.is_empty() {
                let first = snippet.lines().next().unwrap_or_default();
                writeln!(text, "  at {first:?}").unwrap();
            }
        }
        if let Some(hint) = &diagnostic.hint {
            writeln!(text, "  hint {hint}").unwrap();
        }
    }
    text
}
