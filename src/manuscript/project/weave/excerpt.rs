//! Which lines of a file an include means.

use std::ops::Range;

/// The stretches that `part` names: all for nothing, lines for numbers as in `2`, `2:`, `:5` and
/// `2:5`, else what stands between the marks of an anchor. The end of the last line is left off.
/// `None` where no such anchor is there.
pub(super) fn find(text: &str, part: &str) -> Option<Vec<Range<usize>>> {
    let mut ranges = match lines_named(part) {
        Some(lines) => vec![lines_of(text, lines)],
        None => anchored(text, part)?,
    };
    while let Some(last) = ranges.last_mut() {
        if last.start >= last.end {
            ranges.pop();
            continue;
        }
        if text.get(last.clone()).is_some_and(|it| it.ends_with('\n')) {
            last.end -= 1;
        }
        break;
    }
    Some(ranges)
}

/// Line numbers from 0, the end left out. `None` where `part` is the name of an anchor.
fn lines_named(part: &str) -> Option<Range<usize>> {
    let number = |text: &str, otherwise| match text.trim() {
        "" => Some(otherwise),
        text => text.parse::<usize>().ok(),
    };
    match part.split_once(':') {
        None if part.is_empty() => Some(0..usize::MAX),
        None => {
            let line = part.parse::<usize>().ok()?.max(1);
            Some(line - 1..line)
        }
        Some((first, last)) => {
            let first = number(first, 1)?.max(1) - 1;
            // More may follow, which mdBook passes over.
            let last = number(last.split(':').next().unwrap_or_default(), usize::MAX)?;
            Some(first..last)
        }
    }
}

fn lines_of(text: &str, lines: Range<usize>) -> Range<usize> {
    let (mut start, mut end, mut at) = (text.len(), text.len(), 0);
    for (number, line) in text.split_inclusive('\n').enumerate() {
        if number == lines.start {
            start = at;
        }
        if number == lines.end {
            end = at;
            break;
        }
        at += line.len();
    }
    start.min(end)..end
}

/// The lines between `ANCHOR: name` and `ANCHOR_END: name` without marks of other anchors.
fn anchored(text: &str, name: &str) -> Option<Vec<Range<usize>>> {
    let mut ranges: Vec<Range<usize>> = Vec::new();
    let mut is_open = false;
    let mut was_open = false;
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let range = at..at + line.len();
        at = range.end;
        if let Some(ends) = marked(line, "ANCHOR_END:") {
            is_open &= ends != name;
        } else if let Some(begins) = marked(line, "ANCHOR:") {
            is_open |= begins == name;
            was_open |= is_open;
        } else if is_open {
            match ranges.last_mut() {
                Some(last) if last.end == range.start => last.end = range.end,
                _ => ranges.push(range),
            }
        }
    }
    was_open.then_some(ranges)
}

/// The name after a mark.
fn marked<'a>(line: &'a str, mark: &str) -> Option<&'a str> {
    let (_, after) = line.split_once(mark)?;
    let after = after.trim_start();
    let end = after.find(|c: char| !(c.is_alphanumeric() || c == '_' || c == '-'));
    after.get(..end.unwrap_or(after.len()))
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    const TEXT: &str = "one\n// ANCHOR: a\ntwo\n// ANCHOR: b\nthree\n// ANCHOR_END: a\nfour\n";

    fn of(part: &str) -> String {
        let ranges = find(TEXT, part).unwrap();
        ranges.into_iter().map(|range| &TEXT[range]).collect()
    }

    #[test]
    fn lines_count_from_one() {
        assert_eq!(of("1"), "one");
        assert_eq!(of("3:3"), "two");
        assert_eq!(of("5:"), "three\n// ANCHOR_END: a\nfour");
        assert_eq!(of(":1"), "one");
        assert_eq!(of("0:1"), "one");
        assert_eq!(of("9:12"), "");
        assert_eq!(of("3:1"), "");
        assert_eq!(of(""), TEXT.trim_end());
    }

    #[test]
    fn anchors_leave_all_marks_out() {
        assert_eq!(of("a"), "two\nthree");
        assert_eq!(of("b"), "three\nfour");
        assert_eq!(find(TEXT, "c"), None);
        assert_eq!(find("// ANCHOR: e\n// ANCHOR_END: e\n", "e"), Some(vec![]));
    }
}
