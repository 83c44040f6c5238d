//! What metadata asks of the printed page.

use super::MetadataEntry;
use super::pairs::{Pairs, pairs, truth};
use crate::diagnostic::Diagnostic;
use crate::paper::{ChaptersOn, Gutter, PageSetup, PageSize, PaperLength};

const PAGE: Pairs = Pairs {
    of: "page",
    keys: &[
        "size",
        "inner",
        "outer",
        "top",
        "bottom",
        "gutter",
        "chapters_on",
        "cover",
    ],
};

/// Reads the keys of `page`; its value alone is the size. What no page can be is reported and left
/// out.
pub(super) fn read(entry: &MetadataEntry, diagnostics: &mut Vec<Diagnostic>) -> PageSetup {
    let mut setup = PageSetup::default();
    let alone = match entry.values.as_slice() {
        [size] if !size.is_empty() => Some(("size", size.as_str())),
        _ => None,
    };
    for (key, value) in alone.into_iter().chain(pairs(entry)) {
        set(&mut setup, entry, key, value, diagnostics);
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
    let mut refuse = |hint: &str| diagnostics.push(PAGE.refused(entry, key, value).hint(hint));
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
        "cover" => match truth(value) {
            Some(cover) => setup.cover = Some(cover),
            None => refuse("`true` lets a book open with its cover"),
        },
        _ => diagnostics.push(PAGE.unknown(entry, key)),
    }
}
