//! TOML with positions: project files and `+++` blocks.

use toml_edit::{Array, Document, Item, Value as TomlValue};

use super::entry::{Place, Stated, StatedText, Value};
use crate::diagnostic::{Code, Diagnostic};

/// The keys of the root table, in the order of the source.
pub(super) fn parse(text: &str, place: Place) -> Result<Vec<Stated>, Diagnostic> {
    let document = Document::parse(text).map_err(|error| {
        let range = error.span().unwrap_or_default();
        let range = range.start.min(text.len())..range.end.min(text.len());
        let message = format!("the TOML cannot be read: {}", first_line(error.message()));
        Diagnostic::new(Code::MalformedMetadata, place.span(range), message)
            .hint("texts stand in double quotes: title = \"Harbour\"")
    })?;
    let table = document.as_table();
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
    Ok(stated)
}

fn first_line(message: &str) -> &str {
    message.lines().next().unwrap_or(message)
}

fn value_of(item: &Item, place: Place) -> Value {
    match item {
        Item::Value(TomlValue::Array(array)) => texts_of(array, place),
        Item::Value(value) => match text_of(value, place) {
            Some(text) => Value::Texts(vec![text]),
            None => Value::Nested,
        },
        Item::None => Value::Texts(Vec::new()),
        Item::Table(_) | Item::ArrayOfTables(_) => Value::Nested,
    }
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
