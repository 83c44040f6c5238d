//! Diagnostics as text: severity, code, place, message, what stands there, hint.

use std::fmt::Write;

use super::Reading;

pub fn render(reading: &Reading) -> String {
    let mut text = String::new();
    for diagnostic in &reading.diagnostics {
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
