//! Fenced divs: lines of three colons or more that open and close what stands between them, as in
//! `::: warning` or `::: {.note title="Mind the gap"}`.
//!
//! Markdown does not know them: to it they are text, and a paragraph or list would go on over them.
//! So before it reads, each such line is written over by the shortest block of HTML that ends where
//! it begins, as long as the line to the byte.

use std::borrow::Cow;
use std::ops::Range;

use super::entities::resolve;
use super::{asides, html};

/// A line that opens or closes a div.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Fence {
    /// Where it stands in the text, without the marks before it.
    pub range: Range<usize>,
    /// What it opens; nothing if it closes.
    pub opens: Option<Opening>,
}

/// What a div says of itself.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Opening {
    /// Its name, or the first of its classes.
    pub name: String,
    /// What links can point to.
    pub id: Option<String>,
    /// Its title.
    pub title: Option<String>,
}

/// Finds the fences of a text, and gives the text without them. A fence without its other half is
/// text.
pub(super) fn take(text: &str) -> (Cow<'_, str>, Vec<Fence>) {
    if !text.contains(":::") {
        return (Cow::Borrowed(text), Vec::new());
    }
    let mut fences: Vec<Option<Fence>> = Vec::new();
    let mut open: Vec<(usize, usize)> = Vec::new();
    let mut code: Option<&str> = None;
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let begin = at;
        at += line.len();
        let body = line.trim_start_matches([' ', '\t', '>']);
        let quotes = line.len() - line.trim_start_matches([' ', '\t', '>']).len();
        let depth = line.get(..quotes).unwrap_or_default().matches('>').count();
        let body = body.trim_end();
        let start = begin + quotes;
        if code_fence(body, &mut code) {
            continue;
        }
        let colons = body.len() - body.trim_start_matches(':').len();
        if colons < 3 {
            continue;
        }
        let rest = body.get(colons..).unwrap_or_default().trim();
        let range = start..start + body.len();
        if rest.is_empty() {
            // A fence in another quotation closes nothing here.
            while let Some((left, _)) = open.pop_if(|(_, at)| *at > depth) {
                if let Some(fence) = fences.get_mut(left) {
                    *fence = None;
                }
            }
            if open.pop_if(|(_, at)| *at == depth).is_some() {
                fences.push(Some(Fence { range, opens: None }));
            }
        } else if let Some(opening) = parse(rest) {
            open.push((fences.len(), depth));
            fences.push(Some(Fence {
                range,
                opens: Some(opening),
            }));
        }
    }
    // What was never closed is text.
    for (opening, _) in open {
        if let Some(fence) = fences.get_mut(opening) {
            *fence = None;
        }
    }
    let fences: Vec<Fence> = fences.into_iter().flatten().collect();
    (Cow::Owned(written_over(text, &fences)), fences)
}

/// Goes into or out of a block of fenced code; gives whether the line stands in one or bounds it.
fn code_fence<'a>(line: &'a str, code: &mut Option<&'a str>) -> bool {
    let mark = |mark: char| {
        let length = line.len() - line.trim_start_matches(mark).len();
        line.get(..length).filter(|run| run.len() >= 3)
    };
    let run = mark('`').or_else(|| mark('~'));
    match (*code, run) {
        (None, None) => false,
        // Back-ticks in the rest of the line make it code in a line.
        (None, Some(run))
            if run.starts_with('`')
                && line.get(run.len()..).is_some_and(|rest| rest.contains('`')) =>
        {
            false
        }
        (None, Some(run)) => {
            *code = Some(run);
            true
        }
        (Some(open), Some(run)) if run == line && run.starts_with(open) => {
            *code = None;
            true
        }
        (Some(_), _) => true,
    }
}

/// What stands after the colons: a name with a title perhaps, or attributes in braces. Anything else
/// is text.
fn parse(rest: &str) -> Option<Opening> {
    let rest = rest.trim_end_matches(':').trim_end();
    if let Some(inner) = rest.strip_prefix('{') {
        let (inner, after) = inner.rsplit_once('}')?;
        return braces(inner, after.trim());
    }
    let is_name = |c: char| c.is_alphanumeric() || c == '-' || c == '_';
    let (name, after) = rest.split_at(rest.find(|c| !is_name(c)).unwrap_or(rest.len()));
    if !name.starts_with(char::is_alphabetic) {
        return None;
    }
    let mut opening = Opening {
        name: name.to_owned(),
        ..Opening::default()
    };
    let mut after = after.trim();
    if let Some((title, rest)) = after.strip_prefix('[').and_then(|it| it.split_once(']')) {
        opening.title = Some(title.to_owned());
        after = rest.trim();
    }
    if let Some(inner) = after.strip_prefix('{').and_then(|it| it.strip_suffix('}')) {
        let more = braces(inner, "").unwrap_or_default();
        opening.id = more.id;
        opening.title = opening.title.or(more.title);
        after = "";
    }
    // Words after a name that we do not know are a sentence.
    let is_known = asides::role_of_class(name).is_some();
    if !after.is_empty() && (!is_known || opening.title.is_some()) {
        return None;
    }
    if !after.is_empty() {
        opening.title = Some(after.to_owned());
    }
    opening.title = opening.title.filter(|title| !title.trim().is_empty());
    Some(opening)
}

/// Attributes: `.class`, `#id`, `title="…"`; a bare word first is a name.
fn braces(inner: &str, after: &str) -> Option<Opening> {
    let value = |name| html::attribute(inner, name).map(|value| resolve(value).into_owned());
    let mut opening = Opening {
        id: value("id"),
        title: value("title").or_else(|| (!after.is_empty()).then(|| after.to_owned())),
        ..Opening::default()
    };
    // What stands in quotation marks is no class.
    let mut quoted = inner.split('"').step_by(2);
    let mut classes = Vec::new();
    for word in quoted.by_ref().flat_map(str::split_ascii_whitespace) {
        if let Some(class) = word.strip_prefix('.') {
            classes.push(class.to_owned());
        } else if let Some(id) = word.strip_prefix('#') {
            opening.id = Some(id.to_owned());
        } else if !word.contains('=') {
            classes.push(word.to_owned());
        }
    }
    let known = classes
        .iter()
        .position(|class| asides::role_of_class(class).is_some());
    opening.name = match known.or((!classes.is_empty()).then_some(0)) {
        Some(at) => classes.swap_remove(at),
        None => String::new(),
    };
    (!opening.name.is_empty() || opening.id.is_some() || opening.title.is_some()).then_some(opening)
}

/// The text with each fence written over.
fn written_over(text: &str, fences: &[Fence]) -> String {
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    for fence in fences {
        out.push_str(text.get(at..fence.range.start).unwrap_or_default());
        out.push_str("<?");
        let between = fence.range.len().saturating_sub(3);
        if between > 0 {
            out.extend(std::iter::repeat_n(' ', between - 1));
            out.push('?');
        }
        out.push('>');
        at = fence.range.end;
    }
    out.push_str(text.get(at..).unwrap_or_default());
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fences_are_found_and_written_over() {
        let text = "::: note\na\n:::\n> ::::: {.warning #w title=\"Mind it\"}\n> b\n> :::::\n";
        let (over, fences) = take(text);
        let line = |length: usize| format!("<?{:1$}?>", "", length - 4);
        let attributes = line(":::::".len() + " {.warning #w title=\"Mind it\"}".len());
        let wanted = format!("{}\na\n<?>\n> {attributes}\n> b\n> <? ?>\n", line(8));
        assert_eq!(over, wanted);
        assert_eq!(over.len(), text.len());
        let openings: Vec<_> = fences.into_iter().map(|fence| fence.opens).collect();
        let warning = openings[2].clone().unwrap_or_default();
        assert_eq!(warning.name, "warning");
        assert_eq!(warning.id.as_deref(), Some("w"));
        assert_eq!(warning.title.as_deref(), Some("Mind it"));
        assert_eq!(openings.iter().filter(|it| it.is_none()).count(), 2);
    }

    #[test]
    fn what_has_no_other_half_or_stands_in_code_is_text() {
        for text in [
            ":::\n",
            "::: note\n",
            "> ::: note\n\n:::\n",
            "```\n::: note\n:::\n```\n",
            "::: this is a sentence\n:::\n",
            "::: \"quoted\"\n:::\n",
        ] {
            assert_eq!(take(text).0, text);
        }
    }

    #[test]
    fn titles_are_said_in_three_ways() {
        let title = |rest| parse(rest).and_then(|opening| opening.title);
        assert_eq!(title("tip A good one").as_deref(), Some("A good one"));
        assert_eq!(title("tip[A good one]").as_deref(), Some("A good one"));
        assert_eq!(
            title("{.tip title=\"A good one\"}").as_deref(),
            Some("A good one")
        );
        assert_eq!(title("{tip} A good one").as_deref(), Some("A good one"));
        assert_eq!(title("columns :::"), None);
    }
}
