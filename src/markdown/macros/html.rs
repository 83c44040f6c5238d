//! Macros in the text of a block of HTML.

use std::ops::Range;

use super::find::{Finder, Form};
use super::report::Kept;
use crate::markdown::builder::Builder;
use crate::markdown::html::Lines;

/// The parts of a text that are not macros, with their places in the lines. Macros are noted.
pub(in crate::markdown) fn read(
    builder: &mut Builder<'_>,
    finder: &mut Finder<'_>,
    lines: &Lines,
    text: &Range<usize>,
) -> Vec<Range<usize>> {
    let mut parts = Vec::new();
    let (mut done, mut from) = (text.start, text.start);
    while let Some(start) = finder.next_start(from..text.end) {
        from = start + 1;
        let Some(found) = finder.at(start, text) else {
            continue;
        };
        let place = lines.in_source(&found.range);
        if found.form != Form::Comment {
            builder
                .macros
                .add(&found.shown, place, Kept::Inside, found.is_closing);
        }
        parts.push(done..start);
        // Of white space on both sides, one goes too.
        let source = lines.text();
        let before = source.get(..start).unwrap_or_default();
        let after = source.get(found.range.end..text.end).unwrap_or_default();
        let is_double = before.ends_with([' ', '\n']) && after.starts_with([' ', '\n']);
        done = found.range.end + usize::from(is_double);
        from = done;
    }
    parts.push(done..text.end);
    parts
}
