//! Whose rule it is that a book does not keep.

use super::{Code, Diagnostic};
use crate::source::Span;

/// Somebody who asks something of books, and where that stands. Rules change: they are data with a
/// date.
#[derive(Clone, Copy, Debug)]
pub struct Authority {
    /// Its name in messages.
    pub name: &'static str,
    /// Where its rules stand.
    pub source: &'static str,
    /// When they were read there, as `YYYY-MM`.
    pub read: &'static str,
}

impl Authority {
    /// A finding, with the rule's place in its hint.
    pub fn finding(
        &self,
        code: Code,
        span: Option<Span>,
        message: &str,
        advice: &str,
    ) -> Diagnostic {
        let message = format!("{}: {message}", self.name);
        let hint = format!("{advice} ({}, as of {})", self.source, self.read);
        match span {
            Some(span) => Diagnostic::new(code, span, message),
            None => Diagnostic::without_span(code, message),
        }
        .hint(hint)
    }
}
