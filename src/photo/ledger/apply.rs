//! From records to figures: what the manuscript says stands, and the ledger fills what it leaves
//! open, so that both editions, their lists and their metadata see one record.

use std::collections::BTreeSet;

use super::{Ledger, Record};
use crate::diagnostic::{Code, Diagnostic};
use crate::document::{Document, Figure, Inline, InlineKind, NodeId, walk};
use crate::nearest::nearest;
use crate::source::Span;

/// Fills the figures of a document; `credited` says which have a credit, in reading order. A shape that
/// no frame can have is made one that it can, for photo and slot alike: nothing moves when the photo
/// comes. Gives whether text was added, which has no number yet.
pub(in crate::photo) fn apply(document: &mut Document, ledger: &Ledger, credited: &[bool]) -> bool {
    let mut has_new_text = false;
    let mut credited = credited.iter();
    walk::figures(document, |_, figure| {
        let is_credited = credited.next() == Some(&true);
        if let Some(record) = ledger.of(&figure.slug) {
            has_new_text |= fill(figure, record, is_credited);
        }
        figure.aspect = figure.aspect.map(|aspect| aspect.of_slot());
    });
    has_new_text
}

fn fill(figure: &mut Figure, record: &Record, is_credited: bool) -> bool {
    figure.alt = figure.alt.take().or_else(|| record.alt.clone());
    figure.aspect = figure.aspect.or(record.aspect);
    figure.focus = figure.focus.or(record.focus);
    figure.width = figure.width.or(record.width);
    figure.placement = figure.placement.or(record.placement);
    figure.rights = record.rights.clone();
    let credit = record.credit.as_ref().or(record.rights.creator.as_ref());
    match credit {
        Some(credit) if !is_credited => {
            figure.credit = vec![text(credit, record.span)];
            true
        }
        _ => false,
    }
}

/// What there is to say of records that belong to no figure. Of a shared ledger only slips of the
/// hand are told from what other manuscripts need.
pub(in crate::photo) fn unused(
    document: &Document,
    ledger: &Ledger,
    is_shared: bool,
) -> Vec<Diagnostic> {
    let figures = document.figures();
    let slugs: BTreeSet<&str> = figures.iter().map(|it| it.figure.slug.as_str()).collect();
    let unrecorded = || {
        let known = |slug: &&&str| !ledger.records.contains_key(**slug);
        slugs.iter().filter(known).copied()
    };
    let unused = ledger.records.iter().filter_map(|(slug, record)| {
        if slugs.contains(slug.as_str()) {
            return None;
        }
        let near = nearest(slug, unrecorded());
        let message = format!("no photo has the slug `{slug}`");
        let diagnostic = Diagnostic::new(Code::UnusedRecord, record.span, message);
        match near {
            Some(near) => Some(diagnostic.hint(format!("did you mean `{near}`?"))),
            None if is_shared => None,
            None => {
                Some(diagnostic.hint("take the record out, or name the photo in the manuscript"))
            }
        }
    });
    unused.collect()
}

pub(in crate::photo) fn text(text: &str, span: Span) -> Inline {
    Inline {
        id: NodeId(0),
        span,
        kind: InlineKind::Text(text.to_owned()),
    }
}
