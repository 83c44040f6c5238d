//! What metadata asks of the file for a press.

use std::sync::Arc;

use super::entry::Key;
use super::named;
use super::pairs::{Pairs, pairs, truth};
use super::{Manuscript, MetadataEntry};
use crate::diagnostic::Diagnostic;
use crate::paper::{PaperLength, PressSetup};
use crate::source::Span;

const PRESS: Pairs = Pairs {
    of: "press",
    keys: &["bleed", "marks", "slug", "ink_limit", PROFILE],
};
const PROFILE: &str = "profile";

/// No press cuts off more.
const MOST_BLEED: PaperLength = PaperLength::tenth_mm(200);

/// A profile of inks, not yet understood.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InkProfile {
    /// As it is written.
    pub name: String,
    /// Where it stands.
    pub span: Span,
    /// The file, or what is wrong with it.
    pub file: Result<Arc<[u8]>, &'static str>,
}

/// Reads the keys of `press`. What no press can do is reported and left out.
pub(super) fn read(entry: &MetadataEntry, diagnostics: &mut Vec<Diagnostic>) -> PressSetup {
    let mut setup = PressSetup::default();
    for (key, value) in pairs(entry) {
        set(&mut setup, entry, key, value, diagnostics);
    }
    setup
}

fn set(
    setup: &mut PressSetup,
    entry: &MetadataEntry,
    key: &str,
    value: &str,
    diagnostics: &mut Vec<Diagnostic>,
) {
    let mut refuse = |hint: &str| diagnostics.push(PRESS.refused(entry, key, value).hint(hint));
    let mut said = |hint: &str| {
        let said = truth(value);
        if said.is_none() {
            refuse(hint);
        }
        said
    };
    match key {
        "bleed" => match PaperLength::parse(value).filter(|bleed| *bleed <= MOST_BLEED) {
            Some(bleed) => setup.bleed = Some(bleed),
            None => refuse("it is a length up to 20 mm: 3mm, 0.125in"),
        },
        "marks" => setup.marks = said("`true` prints crop and registration marks"),
        "slug" => setup.slug = said("`true` prints a line below the page that says what it is"),
        "ink_limit" => {
            let limit = value.trim_end_matches('%').trim().parse().ok();
            match limit.filter(|limit| (100..=400).contains(limit)) {
                Some(limit) => setup.ink_limit = Some(limit),
                None => refuse("it is a number of per cent from 100 to 400: 300"),
            }
        }
        // Read where files are opened.
        PROFILE => {}
        _ => diagnostics.push(PRESS.unknown(entry, key)),
    }
}

/// Fills what `one` does not say from `other`.
pub(super) fn or(one: PressSetup, other: PressSetup) -> PressSetup {
    PressSetup {
        bleed: one.bleed.or(other.bleed),
        marks: one.marks.or(other.marks),
        slug: one.slug.or(other.slug),
        ink_limit: one.ink_limit.or(other.ink_limit),
    }
}

/// Takes the profile in, if the project's metadata or the first file's names one. What is wrong with it
/// is said where an edition is made for a press: no other one is touched by it.
pub(super) fn take_in(manuscript: &mut Manuscript) {
    let of_first = manuscript.files.first().map(|file| &file.metadata);
    let entries = manuscript.metadata.iter();
    let mut entries = entries.chain(of_first.into_iter().flatten());
    let named = entries.find_map(|entry| {
        let is_press = Key::named(&entry.key) == Some(Key::Press);
        let mut pairs = pairs(entry).filter(|_| is_press);
        let (_, name) = pairs.find(|(key, _)| *key == PROFILE)?;
        Some((name.to_owned(), entry.span))
    });
    let Some((name, span)) = named else {
        return;
    };
    let file = named::bytes(manuscript, &name).map(|(path, bytes)| {
        manuscript.inputs.read(path);
        bytes.into()
    });
    manuscript.ink_profile = Some(InkProfile { name, span, file });
}
