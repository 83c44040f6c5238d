//! Adding to the ledger's text without touching what stands in it: every edit is an insertion
//! between two bytes, so that comments, order, line ends and byte-order mark stay as they are. Only
//! `seen`, which nobody else writes, is brought up to date.

use std::collections::HashSet;
use std::fmt;
use std::ops::Range;

use toml_edit::{Document, InlineTable, Item, Table, Value};

/// What is known of a photo, for its record.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Addition {
    /// Its slug.
    pub slug: String,
    /// The text under it, for people who fill the record in.
    pub cutline: String,
    /// Whether the record should ask for an alternative text.
    pub asks_alt: bool,
    /// Whether the record should ask for a credit.
    pub asks_credit: bool,
    /// Its width and height in pixels; none while it is still to come.
    pub seen: Option<(u32, u32)>,
}

/// The ledger with what was added.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Updated {
    /// Its whole text.
    pub text: String,
    /// How many records are new.
    pub added: usize,
    /// Of how many older records the pixels are new.
    pub remembered: usize,
}

/// The ledger is no TOML, or has a form that cannot be added to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CannotUpdate(String);

impl fmt::Display for CannotUpdate {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "the ledger cannot be added to: {}", self.0)
    }
}

impl std::error::Error for CannotUpdate {}

/// Adds a record for every photo that has none, and remembers the pixels of those that are there.
/// Done again with the same photos, it changes nothing.
///
/// # Errors
///
/// [`CannotUpdate`] where the text is no TOML; nothing was changed then.
pub fn update(text: &str, photos: &[Addition]) -> Result<Updated, CannotUpdate> {
    let mark = if text.starts_with(BYTE_ORDER_MARK) {
        BYTE_ORDER_MARK.len_utf8()
    } else {
        0
    };
    let (mark, body) = text.split_at(mark);
    let line_end = if body.contains("\r\n") { "\r\n" } else { "\n" };
    let document = parse(body)?;
    let mut edits = Vec::new();
    let mut records = String::new();
    let mut added = 0;
    let mut done = HashSet::new();
    for photo in photos {
        if !done.insert(photo.slug.as_str()) {
            continue;
        }
        match document.get(&photo.slug) {
            None => {
                if added > 0 || !body.is_empty() {
                    records.push_str(line_end);
                }
                record(photo, line_end, &mut records);
                added += 1;
            }
            Some(item) => {
                let table = document.as_table();
                edits.extend(remember(body, table, item, photo, line_end));
            }
        }
    }
    let remembered = edits.len();
    if added > 0 && !body.is_empty() && !body.ends_with('\n') {
        records.insert_str(0, line_end);
    }
    edits.push(Edit {
        at: body.len()..body.len(),
        text: records,
    });
    // From the end, so that places stay what they are; of two at one place, the last comes last.
    edits.sort_by_key(|edit| edit.at.start);
    let mut made = body.to_owned();
    for edit in edits.iter().rev() {
        if body.get(edit.at.clone()).is_none() {
            return Err(CannotUpdate("its records have no place".to_owned()));
        }
        made.replace_range(edit.at.clone(), &edit.text);
    }
    parse(&made)?;
    Ok(Updated {
        text: format!("{mark}{made}"),
        added,
        remembered,
    })
}

const BYTE_ORDER_MARK: char = '\u{feff}';

fn parse(text: &str) -> Result<Document<&str>, CannotUpdate> {
    Document::parse(text).map_err(|error| {
        let first = error.message().lines().next().unwrap_or_default();
        CannotUpdate(first.to_owned())
    })
}

struct Edit {
    at: Range<usize>,
    text: String,
}

/// A new record: what is still to be said stands in it as a form.
fn record(photo: &Addition, line_end: &str, out: &mut String) {
    const LONGEST: usize = 96;
    let mut line = |text: &str| {
        out.push_str(text);
        out.push_str(line_end);
    };
    let cutline: Vec<&str> = photo.cutline.split_whitespace().collect();
    let cutline = cutline.join(" ");
    let is_text = |c: &char| !c.is_control() && !matches!(c, '\u{fffe}' | '\u{ffff}');
    let mut shown: String = cutline.chars().filter(is_text).take(LONGEST).collect();
    if shown.len() < cutline.len() {
        shown.push('…');
    }
    if !shown.is_empty() {
        line(&format!("# {shown}"));
    }
    line(&format!("[{}]", key(&photo.slug)));
    match photo.seen {
        Some(_) => {}
        None => line(&format!("# file = \"photos/{}.jpg\"", photo.slug)),
    }
    if photo.asks_alt {
        line("alt = \"\"");
    }
    if photo.asks_credit {
        line("credit = \"\"");
    }
    if let Some(pixels) = photo.seen {
        line(&seen(pixels));
    }
}

fn seen((width, height): (u32, u32)) -> String {
    format!("seen = \"{width}x{height}\"")
}

/// A slug as a TOML key. It has no sign that a quoted key would have to escape.
fn key(slug: &str) -> String {
    let bare = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
    match slug.bytes().all(bare) {
        true => slug.to_owned(),
        false => format!("\"{slug}\""),
    }
}

/// What to change in an older record so that it knows the photo's pixels; nothing where it does, and
/// where its form has no place for them.
fn remember(
    text: &str,
    root: &Table,
    item: &Item,
    photo: &Addition,
    line_end: &str,
) -> Option<Edit> {
    let pixels = photo.seen?;
    let known = item.as_table_like()?.get("seen");
    if let Some(known) = known {
        let (width, height) = pixels;
        let current = format!("{width}x{height}");
        let is_other = known.as_str().is_some_and(|seen| seen != current);
        let at = known.span().filter(|_| is_other)?;
        let text = format!("\"{current}\"");
        return Some(Edit { at, text });
    }
    match item {
        Item::Value(Value::InlineTable(table)) if !table.is_dotted() => {
            Some(in_braces(table, pixels))
        }
        Item::Value(Value::InlineTable(_)) => None,
        Item::Table(table) if table.is_dotted() => {
            let line = format!("{}.{}", key(&photo.slug), seen(pixels));
            Some(below(text, last_value(table)?, &line, line_end))
        }
        Item::Table(table) if table.is_implicit() => None,
        Item::Table(table) => {
            let head = root.get_key_value(&photo.slug)?.0.span()?;
            let last = last_value(table).unwrap_or(head.end);
            Some(below(text, last, &seen(pixels), line_end))
        }
        _ => None,
    }
}

/// The end of the last value that stands right under a table's head.
fn last_value(table: &Table) -> Option<usize> {
    let ends = table.iter().filter_map(|(_, item)| match item {
        Item::Value(value) => Some(value.span()?.end),
        Item::Table(inner) if inner.is_dotted() => last_value(inner),
        _ => None,
    });
    ends.max()
}

/// A line of its own below the one in which the byte `after` stands.
fn below(text: &str, after: usize, line: &str, line_end: &str) -> Edit {
    let rest = text.get(after..).unwrap_or_default();
    match rest.find('\n') {
        Some(newline) => {
            let at = after + newline + 1;
            let text = format!("{line}{line_end}");
            Edit { at: at..at, text }
        }
        None => {
            let text = format!("{line_end}{line}");
            let at = after + rest.len();
            Edit { at: at..at, text }
        }
    }
}

fn in_braces(table: &InlineTable, pixels: (u32, u32)) -> Edit {
    let seen = seen(pixels);
    let ends = table
        .iter()
        .filter_map(|(_, value)| Some(value.span()?.end));
    match (ends.max(), table.span()) {
        (Some(last), _) => Edit {
            at: last..last,
            text: format!(", {seen}"),
        },
        (None, braces) => {
            let at = braces.map_or(0, |braces| braces.start + 1);
            let text = format!(" {seen} ");
            Edit { at: at..at, text }
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn photo(slug: &str, seen: Option<(u32, u32)>) -> Addition {
        Addition {
            slug: slug.to_owned(),
            cutline: format!("The {slug}."),
            asks_alt: true,
            asks_credit: false,
            seen,
        }
    }

    /// Updates, and checks that doing it again changes nothing.
    fn updated(text: &str, photos: &[Addition]) -> String {
        let once = update(text, photos).unwrap();
        let twice = update(&once.text, photos).unwrap();
        assert_eq!(once.text, twice.text);
        assert_eq!((twice.added, twice.remembered), (0, 0));
        once.text
    }

    #[test]
    fn records_are_added_as_forms() {
        let photos = [photo("quay", None), photo("会议室", Some((6000, 4000)))];
        let expected = "# The quay.\n[quay]\n# file = \"photos/quay.jpg\"\nalt = \"\"\n\n# The 会议室.\n[\"会议室\"]\nalt = \"\"\nseen = \"6000x4000\"\n";
        assert_eq!(updated("", &photos), expected);
    }

    #[test]
    fn what_stands_there_is_not_touched() {
        let text = "\u{feff}# Mine.\r\n[quay] # the old one\r\n  alt   = 'A quay.'   # said by Ida\r\n\r\n[mole]\r\n# nothing yet\r\n[light]\r\nalt = \"\"\"\r\nA \\\r\n  light.\"\"\"";
        let photos = [
            photo("quay", Some((30, 20))),
            photo("mole", Some((3, 2))),
            photo("light", Some((5, 4))),
            photo("gull", None),
        ];
        let made = updated(text, &photos);
        assert!(made.starts_with("\u{feff}# Mine.\r\n[quay] # the old one\r\n  alt   = 'A quay.'   # said by Ida\r\nseen = \"30x20\"\r\n\r\n[mole]\r\nseen = \"3x2\"\r\n# nothing yet\r\n[light]\r\n"), "{made}");
        assert!(made.ends_with("light.\"\"\"\r\nseen = \"5x4\"\r\n\r\n# The gull.\r\n[gull]\r\n# file = \"photos/gull.jpg\"\r\nalt = \"\"\r\n"), "{made}");
        // Taking the new lines out gives the old text back.
        let is_new = |line: &&str| line.contains("seen =") || line.contains("gull");
        let kept: Vec<&str> = made
            .split_inclusive("\r\n")
            .filter(|it| !is_new(it))
            .collect();
        assert!(kept.concat().starts_with(text.trim_end_matches("\"\"\"")));
    }

    #[test]
    fn records_of_every_form_remember() {
        let text = "quay = { alt = 'A quay.' }\nmole = {}\nlight.alt = 'A light.'\nlight.width = 40 # wide\n[a.b]\nc = 1\n";
        let photos = [
            photo("quay", Some((3, 2))),
            photo("mole", Some((4, 3))),
            photo("light", Some((5, 4))),
            photo("a", Some((6, 5))),
        ];
        let expected = "quay = { alt = 'A quay.', seen = \"3x2\" }\nmole = { seen = \"4x3\" }\nlight.alt = 'A light.'\nlight.width = 40 # wide\nlight.seen = \"5x4\"\n[a.b]\nc = 1\n";
        assert_eq!(updated(text, &photos), expected);
    }

    #[test]
    fn a_photo_of_another_shape_is_seen_anew() {
        let text = "[quay]\nseen = \"3x2\" # by the desk\nalt = \"x\"\n";
        let made = updated(text, &[photo("quay", Some((20, 30)))]);
        assert_eq!(made, text.replace("3x2", "20x30"));
        assert_eq!(updated(&made, &[photo("quay", None)]), made);
    }

    #[test]
    fn what_is_no_toml_is_left_alone() {
        assert!(update("[quay\n", &[photo("quay", None)]).is_err());
    }
}
