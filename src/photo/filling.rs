//! What a photo's own file says, where neither manuscript nor ledger says it: taken only when it is
//! asked for, and each field is reported.

use super::ledger::text;
use super::metadata::Stated;
use crate::diagnostic::{Code, Diagnostic};
use crate::document::{Document, walk};

/// Fills the figures of a document from `stated`, one for each figure in reading order; figures whose
/// photo is still to come have none. `credited` says which have a credit, their own or their row's.
/// Gives whether text was added, which has no number yet.
pub(super) fn fill(
    document: &mut Document,
    stated: Vec<Option<Stated>>,
    credited: &[bool],
    diagnostics: &mut Vec<Diagnostic>,
) -> bool {
    let mut has_new_text = false;
    let mut stated = stated.into_iter().zip(credited);
    walk::figures(document, |span, figure| {
        let Some((Some(stated), is_credited)) = stated.next() else {
            return;
        };
        let mut taken = Vec::new();
        if figure.cutline.is_empty()
            && figure.alt.as_deref() != Some("")
            && let Some(description) = &stated.description
        {
            figure.cutline = vec![text(&one_line(description), span)];
            taken.push("cutline");
        }
        if figure.alt.is_none()
            && let Some(alt) = &stated.alt
        {
            figure.alt = Some(one_line(alt));
            taken.push("alternative text");
        }
        if figure.rights.creator.is_none()
            && let Some(creator) = &stated.creator
        {
            figure.rights.creator = Some(one_line(creator));
            taken.push("creator");
        }
        if figure.rights.copyright.is_none()
            && let Some(copyright) = &stated.copyright
        {
            figure.rights.copyright = Some(one_line(copyright));
            taken.push("copyright notice");
        }
        let credit = stated.credit.or(stated.creator).or(stated.copyright);
        if let Some(credit) = credit.filter(|_| figure.credit.is_empty() && !is_credited) {
            figure.credit = vec![text(&one_line(&credit), span)];
            taken.push("credit");
        }
        let slug = figure.slug.as_str();
        let note = |field: &str| {
            let message = format!("the {field} of `{slug}` is what its file says");
            Diagnostic::new(Code::PhotoMetadata, span, message)
                .hint("write it into the manuscript or the ledger if it is to stay")
        };
        let is_text = |field: &&str| matches!(*field, "cutline" | "credit");
        has_new_text |= taken.iter().any(is_text);
        diagnostics.extend(taken.into_iter().map(note));
    });
    has_new_text
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
