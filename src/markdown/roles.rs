//! The roles of chapters: said by a heading's attributes, by a file's metadata block, or by a title
//! that is exactly the customary word.

use std::collections::BTreeMap;
use std::ops::Range;

use super::builder::{Builder, Shared};
use super::chapters::Name;
use super::span_attributes;
use crate::diagnostic::{Code, Diagnostic};
use crate::document::inline::plain_text;
use crate::document::{Chapter, ChapterRole, SpanRole};
use crate::manuscript::{Manuscript, ManuscriptFile, MetadataEntry};
use crate::source::FileId;

/// Keeps what a heading's attributes say of its chapter or section: a role, as in `{.preface}` or
/// `{role=preface}`, or that it bears no number, as in `{.unnumbered}` or `{-}`. Gives what they say
/// of its text.
pub(super) fn of_heading<'a>(
    builder: &mut Builder<'_>,
    range: &Range<usize>,
    classes: impl Iterator<Item = &'a str>,
    attributes: Vec<(&'a str, Option<&'a str>)>,
) -> Vec<SpanRole> {
    let classes: Vec<&str> = classes.collect();
    let mut role = classes.iter().find_map(|class| ChapterRole::named(class));
    let source = builder.source().get(range.clone()).unwrap_or_default();
    let is_unnumbered = classes.contains(&"unnumbered") || has_minus(source);
    if classes.contains(&"index") {
        let message =
            "braces at the end of a heading are the heading's; `.index` marks no words there";
        builder.report(Code::InvalidAttribute, range, message.to_owned());
    }
    let mut of_text = Vec::new();
    for (name, value) in attributes {
        let value = value.unwrap_or_default().trim_matches(['"', '\'']);
        let refused = match name {
            "role" => {
                role = ChapterRole::named(value);
                role.is_none().then(|| unknown(value))
            }
            _ => match span_attributes::of_value(name, value) {
                Ok(role) => {
                    of_text.push(role);
                    None
                }
                Err(message) => Some(message),
            },
        };
        if let Some(message) = refused {
            builder.report(Code::InvalidAttribute, range, message);
        }
    }
    let span = builder.span(range);
    let place = (span.file, span.start);
    if let Some(role) = role {
        builder.shared.roles.insert(place, role);
    }
    if is_unnumbered {
        builder.shared.unnumbered.insert(place);
    }
    of_text
}

/// Whether the braces at a heading's end hold a lone minus, which the parser passes over.
fn has_minus(source: &str) -> bool {
    // Below a heading there may be a line of signs.
    let line = source.trim_end_matches(['=', '-', '\n', '\r', ' ', '\t']);
    let braces = line
        .strip_suffix('}')
        .and_then(|line| line.rsplit_once('{'));
    braces.is_some_and(|(before, inside)| {
        !before.ends_with('\\') && inside.split_ascii_whitespace().any(|word| word == "-")
    })
}

/// Gives every chapter its role. What its heading says goes before what its file says, and both
/// before what its title means.
pub(super) fn give(
    manuscript: &Manuscript,
    chapters: &mut [Chapter],
    names: &[Name],
    language: &str,
    shared: &mut Shared,
) {
    let diagnostics = &mut shared.diagnostics;
    for entry in role_of(&manuscript.metadata) {
        let message = "a role belongs to a chapter, not to the book";
        let diagnostic = Diagnostic::new(Code::InvalidMetadataValue, entry.span, message);
        diagnostics.push(diagnostic.hint("write it into the chapter's own metadata block"));
    }
    let files = manuscript.files.iter().map(|file| (file.file, file));
    let files: BTreeMap<FileId, &ManuscriptFile> = files.collect();
    for (chapter, name) in chapters.iter_mut().zip(names) {
        let place = (chapter.span.file, chapter.span.start);
        let is_listed_so = |file: &&ManuscriptFile| file.listing.is_unnumbered;
        chapter.is_unnumbered = shared.unnumbered.contains(&place)
            || files.get(&chapter.span.file).is_some_and(is_listed_so);
        let said = shared.roles.get(&(chapter.span.file, chapter.span.start));
        // A file without text speaks of no chapter, though the next one stands in for its place.
        let file = files.get(&chapter.span.file).copied();
        let file = file.filter(|file| name.opens.contains(&file.file));
        let of_file = file.and_then(|file| role_of(&file.metadata).next());
        let of_file = of_file.and_then(|entry| {
            let value = entry.values.first()?;
            let role = ChapterRole::named(value);
            if role.is_none() {
                let code = Code::InvalidMetadataValue;
                diagnostics.push(Diagnostic::new(code, entry.span, unknown(value)).hint(known()));
            }
            role
        });
        let title = plain_text(&chapter.title);
        let by_title = || match chapter.role {
            ChapterRole::Chapter => ChapterRole::titled(title.trim(), language),
            _ => None,
        };
        chapter.role = said
            .copied()
            .or(of_file)
            .or_else(by_title)
            .unwrap_or(chapter.role);
    }
    parts_hold_chapters(chapters);
    // The title of an article is no chapter's, whatever it is called.
    if let [article] = chapters {
        article.role = ChapterRole::Chapter;
    }
}

/// Where no table of contents says how deep chapters stand, they belong to the part before them.
/// What closes the book does not.
fn parts_hold_chapters(chapters: &mut [Chapter]) {
    let is_part = |chapter: &Chapter| chapter.role == ChapterRole::Part;
    let is_flat = chapters.iter().all(|chapter| chapter.depth == 0);
    let Some(first) = chapters.iter().position(is_part).filter(|_| is_flat) else {
        return;
    };
    let closes = |chapter: &&Chapter| chapter.role.closes_a_book();
    let back = chapters.iter().rev().take_while(closes).count();
    let end = chapters.len() - back;
    for chapter in chapters.get_mut(first..end).unwrap_or_default() {
        chapter.depth = u8::from(!is_part(chapter));
    }
}

fn role_of(entries: &[MetadataEntry]) -> impl Iterator<Item = &MetadataEntry> {
    entries
        .iter()
        .filter(|entry| entry.key.eq_ignore_ascii_case("role"))
}

fn unknown(value: &str) -> String {
    format!("“{value}” is no role of a chapter")
}

fn known() -> String {
    let names = ChapterRole::NAMED.map(ChapterRole::as_str);
    format!("the roles are part, {}", names.join(", "))
}
