//! TOML with positions: project files and `+++` blocks.

use toml_edit::{Array, Document, Item, TableLike, Value as TomlValue};

use super::entry::{Group, Place, Stated, StatedText, Value};
use crate::diagnostic::{Code, Diagnostic};

/// The keys of the root table, in the order of the source.
pub(super) fn parse(text: &str, place: Place) -> Result<Vec<Stated>, Diagnostic> {
    let document = document(text, place)?;
    Ok(keys(document.as_table(), place))
}

/// The keys of one table of the root, in the order of the source; none where it is not there.
pub(super) fn parse_table(text: &str, name: &str, place: Place) -> Result<Vec<Stated>, Diagnostic> {
    let document = document(text, place)?;
    let table = document.get(name).and_then(Item::as_table_like);
    Ok(table.map_or_else(Vec::new, |table| keys(table, place)))
}

fn document(text: &str, place: Place) -> Result<Document<&str>, Diagnostic> {
    Document::parse(text).map_err(|error| {
        let range = error.span().unwrap_or_default();
        let range = range.start.min(text.len())..range.end.min(text.len());
        let message = format!("the TOML cannot be read: {}", first_line(error.message()));
        Diagnostic::new(Code::MalformedMetadata, place.span(range), message)
            .hint("texts stand in double quotes: title = \"Harbour\"")
    })
}

fn keys(table: &dyn TableLike, place: Place) -> Vec<Stated> {
    let mut stated: Vec<Stated> = table
        .iter()
        .map(|(name, item)| {
            let key = table.get_key_value(name).and_then(|(key, _)| key.span());
            let range = key.or_else(|| item.span()).unwrap_or_default();
            Stated {
                key: name.to_owned(),
                span: place.span(range),
                value: value_of(item, place),
            }
        })
        .collect();
    stated.sort_by_key(|stated| stated.span.start);
    stated
}

fn first_line(message: &str) -> &str {
    message.lines().next().unwrap_or(message)
}

fn value_of(item: &Item, place: Place) -> Value {
    match item {
        Item::Value(TomlValue::Array(array)) => texts_of(array, place),
        Item::Value(TomlValue::InlineTable(table)) => Value::Groups(vec![group_of(table, place)]),
        Item::Value(value) => match text_of(value, place) {
            Some(text) => Value::Texts(vec![text]),
            None => Value::Nested,
        },
        Item::None => Value::Texts(Vec::new()),
        Item::Table(table) => Value::Groups(vec![group_of(table, place)]),
        Item::ArrayOfTables(tables) => {
            Value::Groups(tables.iter().map(|table| group_of(table, place)).collect())
        }
    }
}

/// The texts of a table; what is deeper is passed over.
fn group_of(table: &dyn TableLike, place: Place) -> Group {
    let values = table
        .iter()
        .filter_map(|(key, item)| Some((key, item.as_value()?)));
    values
        .filter_map(|(key, value)| Some((key.to_owned(), text_of(value, place)?)))
        .collect()
}

fn texts_of(array: &Array, place: Place) -> Value {
    let texts: Option<Vec<StatedText>> = array.iter().map(|value| text_of(value, place)).collect();
    texts.map_or(Value::Nested, Value::Texts)
}

fn text_of(value: &TomlValue, place: Place) -> Option<StatedText> {
    let text = match value {
        TomlValue::String(text) => text.value().clone(),
        TomlValue::Integer(number) => number.value().to_string(),
        TomlValue::Float(number) => number.value().to_string(),
        TomlValue::Boolean(truth) => truth.value().to_string(),
        TomlValue::Datetime(date) => date.value().to_string(),
        TomlValue::Array(_) | TomlValue::InlineTable(_) => return None,
    };
    Some(StatedText {
        text,
        span: place.span(value.span().unwrap_or_default()),
    })
}
