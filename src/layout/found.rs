//! What is said of a book that was set: margins, glyphs, tables and lines that do not fit.

use super::paragraph::Findings;
use super::script;
use crate::diagnostic::{Code, Diagnostic};
use crate::fonts::FOLDER;
use crate::source::Span;

/// One diagnostic for margins that cannot be, one for each script that cannot be set, one for every line that does not fit.
pub fn diagnostics(findings: &Findings, margins_refused: bool) -> Vec<Diagnostic> {
    const SHOWN: usize = 12;
    let mut found = Vec::new();
    if margins_refused {
        let message = "the margins leave no room for text; those of the page size are used";
        found.push(
            Diagnostic::without_span(Code::InvalidMetadataValue, message)
                .hint("`inner`, `outer`, `top` and `bottom` of the page must leave 25 mm each way"),
        );
    }
    found.extend(missing(findings));
    found.extend(findings.wide_tables.iter().map(|span| {
        Diagnostic::new(Code::OverfullLine, *span, "a table is too wide for the page; some of its words are cut")
            .hint("give it fewer columns or shorter words, set it in two tables, or take a larger page: --page a4")
    }));
    found.extend(findings.narrow_margins.iter().map(|span| {
        Diagnostic::new(Code::NarrowMargin, *span, "the margin has no room for this photo; it stands in the text")
            .hint("a photo in the margin needs 25 mm beside the text: take a larger page, a wider `outer` margin, or the layout handout")
    }));
    found.extend(findings.overfull.iter().take(SHOWN).map(|span| {
        Diagnostic::new(Code::OverfullLine, *span, "a line is wider than its measure")
            .hint("allow a break, for example with a hyphen or a soft hyphen; a table may have too many columns for the page")
    }));
    if let Some(next) = findings.overfull.get(SHOWN) {
        let more = findings.overfull.len() - SHOWN;
        let message = format!("{more} more lines are wider than their measure");
        found.push(Diagnostic::new(Code::OverfullLine, *next, message));
    }
    found
}

/// One diagnostic for each script of which no face has some characters, at the place of the first.
fn missing(findings: &Findings) -> Vec<Diagnostic> {
    const SHOWN: usize = 8;
    let mut scripts: Vec<(&str, Span, Vec<char>)> = Vec::new();
    for lack in &findings.missing {
        let name = script::name(lack.character);
        match scripts.iter_mut().find(|(known, _, _)| *known == name) {
            Some((_, span, characters)) => {
                // Cores set paragraphs in an order of their own.
                *span = (*span).min(lack.span);
                characters.push(lack.character);
            }
            None => scripts.push((name, lack.span, vec![lack.character])),
        }
    }
    scripts.sort_by_key(|(name, span, _)| (span.file, span.start, *name));
    let said = scripts.into_iter().map(|(name, span, mut characters)| {
        characters.sort_unstable();
        characters.dedup();
        let shown: Vec<String> = characters
            .iter()
            .take(SHOWN)
            .map(|c| format!("{c} (U+{:04X})", u32::from(*c)))
            .collect();
        let more = match characters.len().saturating_sub(SHOWN) {
            0 => String::new(),
            more => format!(" and {more} more"),
        };
        let message = format!("no font has these {}: {}{more}", script::characters(name), shown.join(", "));
        let family = script::family(name);
        let hint = format!(
            "put a font with them into {FOLDER}/ beside the manuscript, such as {family}, or say --system-fonts; until then \u{fffd} is printed for each"
        );
        Diagnostic::new(Code::MissingGlyph, span, message).hint(hint)
    });
    said.collect()
}
