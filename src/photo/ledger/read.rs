//! From the ledger's text to records.

use std::collections::BTreeMap;

use toml_edit::{Document, Item, TableLike, Value};

use super::{Ledger, Record};
use crate::diagnostic::{Code, Diagnostic};
use crate::document::{Aspect, Edition, Focus, Placement, Rights};
use crate::limits::Limits;
use crate::nearest::nearest;
use crate::source::{FileId, Sources, Span};

/// Every key of a record.
const KEYS: [&str; 15] = [
    "file",
    "alt",
    "decorative",
    "credit",
    "creator",
    "copyright",
    "aspect",
    "focus",
    "width",
    "placement",
    "licence",
    "editions",
    "expires",
    "territory",
    "seen",
];

/// Reads the ledger `file`. One that cannot be parsed has no records, and an error says so.
pub(in crate::photo) fn read(
    sources: &Sources,
    file: FileId,
    diagnostics: &mut Vec<Diagnostic>,
) -> Ledger {
    let text = sources.file(file).text();
    let document = match Document::parse(text) {
        Ok(document) => document,
        Err(error) => {
            let range = error.span().unwrap_or_default();
            let range = range.start.min(text.len())..range.end.min(text.len());
            let why = error.message().lines().next().unwrap_or_default();
            let message = format!("the ledger of photos cannot be read: {why}");
            diagnostics.push(
                Diagnostic::new(Code::MalformedLedger, Span::new(file, range), message).hint(
                    "a record is its slug in brackets, [harbour-signing], and under it keys with values, credit = \"…\"",
                ),
            );
            return Ledger::default();
        }
    };
    let mut reader = Reader { file, diagnostics };
    let root = document.as_table();
    let mut records = BTreeMap::new();
    for (slug, item) in root.iter() {
        let span = reader.key_span(root, slug, item);
        let Some(table) = item.as_table_like() else {
            let message = format!("`{slug}` stands in no record");
            reader.diagnostics.push(
                Diagnostic::new(Code::UnknownLedgerKey, span, message)
                    .hint("put it under the slug of its photo, as in [harbour-signing]"),
            );
            continue;
        };
        records.insert(slug.to_owned(), reader.record(span, table));
    }
    Ledger { records }
}

struct Reader<'a> {
    file: FileId,
    diagnostics: &'a mut Vec<Diagnostic>,
}

/// A value that is of no use, and what is wanted in its stead.
struct Wanted(&'static str);

impl Reader<'_> {
    fn key_span(&self, table: &dyn TableLike, name: &str, item: &Item) -> Span {
        let key = table.get_key_value(name).and_then(|(key, _)| key.span());
        let range = key.or_else(|| item.span()).unwrap_or_default();
        Span::new(self.file, range)
    }

    fn record(&mut self, span: Span, table: &dyn TableLike) -> Record {
        let mut record = Record {
            span,
            file: None,
            alt: None,
            credit: None,
            aspect: None,
            focus: None,
            width: None,
            placement: None,
            rights: Rights::default(),
            seen: None,
        };
        let mut is_decorative = false;
        for (key, item) in table.iter() {
            let key_span = self.key_span(table, key, item);
            let value_span = match item.span() {
                Some(range) => Span::new(self.file, range),
                None => key_span,
            };
            if !KEYS.contains(&key) {
                let message = format!("no photo has the key `{key}`");
                let diagnostic = Diagnostic::new(Code::UnknownLedgerKey, key_span, message);
                self.diagnostics
                    .push(match nearest(key, KEYS.iter().copied()) {
                        Some(name) => diagnostic.hint(format!("did you mean `{name}`?")),
                        None => diagnostic,
                    });
                continue;
            }
            let read = match key {
                "file" => text(item).map(|file| record.file = file.map(|it| (it, value_span))),
                "alt" => text(item).map(|alt| record.alt = alt),
                "decorative" => truth(item).map(|truth| is_decorative = truth),
                "credit" => text(item).map(|credit| record.credit = credit),
                "creator" => text(item).map(|creator| record.rights.creator = creator),
                "copyright" => text(item).map(|notice| record.rights.copyright = notice),
                "aspect" => aspect(item).map(|aspect| record.aspect = aspect),
                "seen" => pixels(item).map(|seen| record.seen = seen),
                "focus" => focus(item).map(|focus| record.focus = focus),
                "width" => width(item).map(|width| record.width = width),
                "placement" => placement(item).map(|placement| record.placement = placement),
                "licence" => text(item).map(|licence| record.rights.licence = licence),
                "editions" => editions(item).map(|editions| record.rights.editions = editions),
                "expires" => day(item).map(|day| record.rights.expires = day),
                _ => places(item).map(|places| record.rights.territory = places),
            };
            if let Err(Wanted(wanted)) = read {
                let (code, what) = match key {
                    "editions" | "expires" | "territory" => (Code::InvalidRights, "the right"),
                    _ => (Code::InvalidLedgerValue, "the value of"),
                };
                let message = format!("{what} `{key}` cannot be understood");
                self.diagnostics.push(
                    Diagnostic::new(code, value_span, message).hint(format!("write {wanted}")),
                );
            }
        }
        if is_decorative && record.alt.is_some() {
            let message = "a photo that is decoration has no alternative text";
            self.diagnostics.push(
                Diagnostic::new(Code::InvalidLedgerValue, span, message)
                    .hint("take `decorative` out, or `alt`; the text stands"),
            );
        } else if is_decorative {
            record.alt = Some(String::new());
        }
        record
    }
}

/// A text on one line. An empty one says nothing yet: records are forms to be filled in.
fn text(item: &Item) -> Result<Option<String>, Wanted> {
    let text = item.as_str().ok_or(Wanted("a text in quotes"))?;
    let text = one_line(text);
    Ok((!text.is_empty()).then_some(text))
}

/// White space becomes single spaces; what XML cannot carry goes.
fn one_line(text: &str) -> String {
    let spaced = text.chars().map(|c| if c.is_control() { ' ' } else { c });
    let spaced: String = spaced
        .filter(|c| !matches!(c, '\u{fffe}' | '\u{ffff}'))
        .collect();
    let words: Vec<&str> = spaced.split_ascii_whitespace().collect();
    words.join(" ")
}

fn truth(item: &Item) -> Result<bool, Wanted> {
    item.as_bool().ok_or(Wanted("true or false"))
}

/// `"3:2"`, `"3/2"` or `"3x2"`.
fn aspect(item: &Item) -> Result<Option<Aspect>, Wanted> {
    let wanted = || Wanted("width and height as in \"3:2\"");
    let Some(text) = text(item).map_err(|_| wanted())? else {
        return Ok(None);
    };
    let parts = text.split_once([':', '/', 'x', '×']);
    let number = |part: &str| part.trim().parse().ok();
    let aspect = parts.and_then(|(width, height)| Aspect::new(number(width)?, number(height)?));
    aspect.map(Some).ok_or_else(wanted)
}

/// `"6000x4000"`: no more than any photo has.
fn pixels(item: &Item) -> Result<Option<Aspect>, Wanted> {
    let is_photo =
        |it: &Aspect| u64::from(it.width) * u64::from(it.height) <= Limits::default().pixels;
    match aspect(item) {
        Ok(seen) if seen.is_none_or(|seen| is_photo(&seen)) => Ok(seen),
        _ => Err(Wanted(
            "width and height in pixels as in \"6000x4000\", or take the line out",
        )),
    }
}

/// `[0.4, 0.3]`, shares of width and height, or `"40,30"`, per cents.
fn focus(item: &Item) -> Result<Option<Focus>, Wanted> {
    let wanted = || Wanted("two shares from 0 to 1 as in [0.4, 0.3], or per cents in \"40,30\"");
    let thousandths = |share: f64| {
        let scaled = (share * 1_000.0).round();
        // In this range the conversion is exact.
        (0.0..=1_000.0).contains(&scaled).then_some(scaled as u16)
    };
    let point = match item {
        Item::Value(Value::Array(array)) => {
            let mut shares = array.iter().map(|value| match value {
                Value::Float(share) => Some(*share.value()),
                Value::Integer(share) => Some(*share.value() as f64),
                _ => None,
            });
            match (shares.next(), shares.next(), shares.next()) {
                (Some(Some(x)), Some(Some(y)), None) => Some((x, y)),
                _ => None,
            }
        }
        _ => {
            let Some(text) = text(item).map_err(|_| wanted())? else {
                return Ok(None);
            };
            let share = |part: &str| {
                let part = part.trim().trim_end_matches('%').trim_end();
                part.parse::<f64>().ok().map(|percent| percent / 100.0)
            };
            let parts = text.split_once(',');
            parts.and_then(|(x, y)| Some((share(x)?, share(y)?)))
        }
    };
    let focus = point.and_then(|(x, y)| Focus::new(thousandths(x)?, thousandths(y)?));
    focus.map(Some).ok_or_else(wanted)
}

/// `60` or `"60%"`.
fn width(item: &Item) -> Result<Option<u8>, Wanted> {
    let wanted = || Wanted("a share of the measure from 1 to 100 per cent, as in 60");
    let percent = match item.as_integer() {
        Some(percent) => u8::try_from(percent).ok(),
        None => match text(item).map_err(|_| wanted())? {
            Some(text) => text.trim_end_matches('%').trim_end().parse().ok(),
            None => return Ok(None),
        },
    };
    let percent = percent.filter(|percent| (1..=100).contains(percent));
    percent.map(Some).ok_or_else(wanted)
}

/// Photos of a row stand together in the text, which says so itself.
fn placement(item: &Item) -> Result<Option<Placement>, Wanted> {
    let wanted = || Wanted("\"here\", \"top\", \"bottom\", \"page\", \"full-bleed\" or \"margin\"");
    let Some(name) = text(item).map_err(|_| wanted())? else {
        return Ok(None);
    };
    let placement = Placement::named(&name).filter(|placement| *placement != Placement::Row);
    placement.map(Some).ok_or_else(wanted)
}

/// A list, or one name. An empty list allows none.
fn editions(item: &Item) -> Result<Option<Vec<Edition>>, Wanted> {
    let wanted = || Wanted("a list of \"epub\" and \"pdf\", as in [\"pdf\"]");
    let edition = |name: &str| match name.trim().to_ascii_lowercase().as_str() {
        "epub" => Some(Edition::Epub),
        "pdf" => Some(Edition::Pdf),
        _ => None,
    };
    let names = names(item).ok_or_else(wanted)?;
    let editions: Option<Vec<Edition>> = names.iter().map(|name| edition(name)).collect();
    editions.map(Some).ok_or_else(wanted)
}

/// The last day of a permission.
fn day(item: &Item) -> Result<Option<String>, Wanted> {
    let date = match item {
        Item::Value(Value::Datetime(date)) => date.value().date,
        _ => {
            let text = text(item).unwrap_or_default().unwrap_or_default();
            let date: Option<toml_edit::Datetime> = text.parse().ok();
            date.and_then(|date| date.date)
        }
    };
    match date {
        Some(date) => Ok(Some(date.to_string())),
        None => Err(Wanted("a day as in 2027-06-30")),
    }
}

fn places(item: &Item) -> Result<Vec<String>, Wanted> {
    let wanted = Wanted("a place or a list of places, as in [\"DE\", \"AT\"]");
    let places = names(item).ok_or(wanted)?;
    let parts = places.iter().flat_map(|place| place.split(','));
    Ok(parts
        .map(one_line)
        .filter(|place| !place.is_empty())
        .collect())
}

/// The texts of a list, or one text.
fn names(item: &Item) -> Option<Vec<&str>> {
    match item.as_array() {
        Some(array) => array.iter().map(Value::as_str).collect(),
        None => item.as_str().map(|name| vec![name]),
    }
}
