//! What attributes in braces say about a stretch of a line, as in `[mot]{lang=fr}`, and about a
//! heading.

use std::ops::Range;

use super::braces::{Attribute, Placed};
use super::frame::Wrap;
use super::html_tags::is_language;
use crate::document::{Anchor, Direction, IndexMark, SpanRole};

/// What a stretch becomes.
#[derive(Default)]
pub(super) struct Meaning {
    /// From the outside in.
    pub wraps: Vec<Wrap>,
    /// The place that links can point to.
    pub id: Option<Anchor>,
    /// What means nothing, with its place, as messages.
    pub refused: Vec<(Range<usize>, String)>,
}

/// Reads the attributes of a stretch. A class that is not known is for other programs; there is
/// nothing to lose in it.
pub(super) fn of_span(attributes: Vec<Placed<'_>>) -> Meaning {
    let mut meaning = Meaning::default();
    let is_abbreviation = attributes
        .iter()
        .any(|(_, it)| matches!(it, Attribute::Class("abbr" | "abbreviation")));
    let is_indexed = attributes
        .iter()
        .any(|(_, it)| matches!(it, Attribute::Class("index")));
    let mut mark = IndexMark {
        anchor: Anchor::unnamed(),
        entry: String::new(),
        sub_entry: None,
        see: None,
    };
    let mut title = None;
    for (range, attribute) in attributes {
        match attribute {
            Attribute::Id(id) => meaning.id = Anchor::from_text(id),
            Attribute::Class(class) => meaning.wraps.extend(of_class(class)),
            Attribute::Value("title", value) if is_abbreviation => title = Some(value),
            Attribute::Value(name @ ("term" | "see"), value) if is_indexed => {
                if let Err(message) = say_of_mark(&mut mark, name, &value) {
                    meaning.refused.push((range, message));
                }
            }
            Attribute::Value(name, value) => match of_value(name, &value) {
                Ok(role) => meaning.wraps.insert(0, Wrap::Role(role)),
                Err(message) => meaning.refused.push((range, message)),
            },
        }
    }
    if is_abbreviation {
        let title = title.filter(|title| !title.trim().is_empty());
        meaning
            .wraps
            .push(Wrap::Role(SpanRole::Abbreviation(title)));
    }
    if is_indexed {
        let role = SpanRole::Indexed(Box::new(mark));
        meaning.wraps.insert(0, Wrap::Role(role));
    }
    meaning
}

/// What an attribute says of a place that the index names: `term="Main!Sub"`, `see="Other"`. Without a
/// term, the words in the brackets are the term.
fn say_of_mark(mark: &mut IndexMark, name: &str, value: &str) -> Result<(), String> {
    let words = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let parts: Vec<String> = value.split('!').map(words).collect();
    if parts.iter().any(String::is_empty) {
        return Err(format!("`{name}` names no entry of the index"));
    }
    match (name, parts.as_slice()) {
        ("see", [entry]) => mark.see = Some(entry.clone()),
        ("see", _) => return Err("`see` names one entry of the index".to_owned()),
        (_, [entry]) => mark.entry.clone_from(entry),
        (_, [entry, below]) => {
            mark.entry.clone_from(entry);
            mark.sub_entry = Some(below.clone());
        }
        _ => return Err("an entry of the index has one level below it, not more".to_owned()),
    }
    Ok(())
}

/// What an attribute with a value says.
pub(super) fn of_value(name: &str, value: &str) -> Result<SpanRole, String> {
    match name {
        "lang" | "xml:lang" if is_language(value) => Ok(SpanRole::Language(value.to_owned())),
        "lang" | "xml:lang" => Err(format!("“{value}” is no language tag")),
        "dir" => match value {
            "ltr" => Ok(SpanRole::Direction(Direction::LeftToRight)),
            "rtl" => Ok(SpanRole::Direction(Direction::RightToLeft)),
            _ => Err(format!("“{value}” is no direction; write `ltr` or `rtl`")),
        },
        _ => Err(format!("no edition uses the attribute `{name}`")),
    }
}

fn of_class(class: &str) -> Option<Wrap> {
    Some(match class {
        "smallcaps" | "small-caps" | "sc" => Wrap::Role(SpanRole::SmallCaps),
        "mark" | "highlight" => Wrap::Role(SpanRole::Highlight),
        "kbd" | "key" => Wrap::Role(SpanRole::Key),
        "small" => Wrap::Role(SpanRole::Small),
        "cite" => Wrap::Role(SpanRole::Citation),
        "ins" => Wrap::Role(SpanRole::Inserted),
        "del" => Wrap::Strikethrough,
        // As HTML's `u`: where there is no second colour, what was underlined is set in italics.
        "underline" | "ul" => Wrap::Emphasis,
        _ => return None,
    })
}
