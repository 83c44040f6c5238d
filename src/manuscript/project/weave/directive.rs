//! Directives in a text: `{{#include file:2:10}}`.

use std::ops::Range;

/// A directive with the bytes that it takes.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Directive {
    pub range: Range<usize>,
    pub kind: Kind,
}

#[derive(Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// The backslash before a directive that is meant as text.
    Escape,
    /// The title of a web page.
    Title,
    /// A file, or the part of it that lines or an anchor name; empty for all of it.
    Include { path: String, part: String },
    /// A file as Rust code.
    Playground { path: String },
}

/// How long a directive may be. Its line is searched for its end, so this keeps that short.
const LONGEST: usize = 1024;

/// The directives in a stretch of a text, in order.
pub(super) fn find(text: &str, range: Range<usize>) -> Vec<Directive> {
    let bytes = text.as_bytes();
    let mut found = Vec::new();
    let mut at = range.start;
    while let Some(open) = text
        .get(at..range.end)
        .and_then(|rest| rest.find("{{"))
        .map(|open| at + open)
    {
        at = open + 2;
        let limit = range.end.min(at + LONGEST);
        let body = bytes.get(at..limit).unwrap_or_default();
        let Some(length) = body.iter().position(|byte| b"}\n".contains(byte)) else {
            continue;
        };
        let end = at + length + 2;
        let is_closed = end <= range.end && bytes.get(at + length..end) == Some(b"}}");
        let body = text.get(at..at + length).unwrap_or_default();
        let Some(body) = body.trim_start().strip_prefix('#').filter(|_| is_closed) else {
            continue;
        };
        if open > range.start && bytes.get(open - 1) == Some(&b'\\') {
            found.push(Directive {
                range: open - 1..open,
                kind: Kind::Escape,
            });
            at = end;
        } else if let Some(kind) = kind(body) {
            found.push(Directive {
                range: open..end,
                kind,
            });
            at = end;
        }
    }
    found
}

fn kind(body: &str) -> Option<Kind> {
    let (name, argument) = body.split_once(char::is_whitespace)?;
    let argument = argument.trim();
    // What follows the file says how the web page behaves.
    let first = argument.split_whitespace().next()?;
    match name {
        "title" => Some(Kind::Title),
        "include" | "rustdoc_include" => {
            // A colon after a drive's letter is not looked for: paths are relative.
            let (path, part) = argument.split_once(':').unwrap_or((argument, ""));
            Some(Kind::Include {
                path: path.trim().to_owned(),
                part: part.trim().to_owned(),
            })
        }
        "playground" | "playpen" => Some(Kind::Playground {
            path: first.to_owned(),
        }),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn directives_are_found() {
        let find = |text: &str| find(text, 0..text.len());
        let found =
            find("a {{#include b c.rs:2:4}} \\{{#include d}} {{ #playground e.rs editable }}");
        let kinds: Vec<_> = found.into_iter().map(|found| found.kind).collect();
        let include = Kind::Include {
            path: "b c.rs".to_owned(),
            part: "2:4".to_owned(),
        };
        let playground = Kind::Playground {
            path: "e.rs".to_owned(),
        };
        assert_eq!(kinds, [include, Kind::Escape, playground]);
        for text in [
            "{{",
            "{{#",
            "{{#include",
            "{{#include a}",
            "{{include a}}",
            "{{#é\n}}",
        ] {
            assert_eq!(find(text), [], "{text}");
        }
    }
}
