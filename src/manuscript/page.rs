//! What metadata asks of the printed page.

use super::MetadataEntry;
use super::facts::refused;
use crate::diagnostic::{Code, Diagnostic};
use crate::nearest::nearest;
use crate::paper::{ChaptersOn, Gutter, PageSetup, PageSize, PaperLength};

const KEYS: [&str; 8] = [
    "size",
    "inner",
    "outer",
    "top",
    "bottom",
    "gutter",
    "chapters_on",
    "cover",
];

/// Reads the keys of `page`; its value alone is the size. What no page can be is reported and left
/// out.
pub(super) fn read(entry: &MetadataEntry, diagnostics: &mut Vec<Diagnostic>) -> PageSetup {
    let mut setup = PageSetup::default();
    if let [size] = entry.values.as_slice() {
        set(&mut setup, entry, "size", size, diagnostics);
    }
    for pair in entry.values.chunks_exact(2) {
        set(&mut setup, entry, &pair[0], pair[1].trim(), diagnostics);
    }
    setup
}

fn set(
    setup: &mut PageSetup,
    entry: &MetadataEntry,
    key: &str,
    value: &str,
    diagnostics: &mut Vec<Diagnostic>,
) {
    if value.is_empty() {
        return;
    }
    let mut refuse = |hint: &str| {
        let message = format!("`{key}` of the page cannot be “{value}”");
        diagnostics.push(refused(entry, message).hint(hint));
    };
    let mut length = || {
        let length = PaperLength::parse(value);
        if length.is_none() {
            refuse("a length is a number of mm, cm or in: 17mm, 0.625in");
        }
        length
    };
    match key {
        "size" => match PageSize::parse(value) {
            Ok(size) => setup.size = Some(size),
            Err(why) => refuse(why),
        },
        "inner" => setup.inner = length(),
        "outer" => setup.outer = length(),
        "top" => setup.top = length(),
        "bottom" => setup.bottom = length(),
        "gutter" if value == "auto" => setup.gutter = Some(Gutter::Auto),
        "gutter" => setup.gutter = length().map(Gutter::Fixed),
        "chapters_on" => match value {
            "any" => setup.chapters_on = Some(ChaptersOn::Any),
            "recto" => setup.chapters_on = Some(ChaptersOn::Recto),
            _ => refuse("chapters open on \"recto\" or on \"any\" page"),
        },
        "cover" => match value {
            "true" => setup.cover = Some(true),
            "false" => setup.cover = Some(false),
            _ => refuse("`true` lets a book open with its cover"),
        },
        _ => {
            let message = format!("no edition uses the key `{key}` of the page");
            let diagnostic = Diagnostic::new(Code::UnknownMetadataKey, entry.span, message);
            diagnostics.push(match nearest(key, KEYS.into_iter()) {
                Some(name) => diagnostic.hint(format!("did you mean `{name}`?")),
                None => diagnostic,
            });
        }
    }
}
