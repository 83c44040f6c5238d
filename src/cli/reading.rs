//! From a manuscript that was opened to its book, as every subcommand does it.

use std::time::{SystemTime, UNIX_EPOCH};

use crate::book::Book;
use crate::diagnostic::Diagnostic;
use crate::layout::Layout;
use crate::manuscript::Manuscript;
use crate::markdown;
use crate::photo::{self, Assignment};

/// Reads a manuscript and looks its photos up, and with `metadata` lets their files speak where nobody
/// else does. The diagnostics are those of opening, reading and
/// looking up.
pub fn read(
    manuscript: &Manuscript,
    source_date: Option<u64>,
    metadata: bool,
) -> (Book, Vec<Diagnostic>) {
    let mut findings = manuscript.diagnostics.clone();
    let (document, found) = markdown::read(manuscript);
    findings.extend(found);
    let assignment = Assignment {
        ledger: manuscript.ledger,
        ledger_is_shared: manuscript.shares_folder,
        source_date,
        now: now(),
        metadata,
        ..Assignment::of(&manuscript.root, &manuscript.sources)
    };
    let (book, found) = photo::resolve(document, &assignment);
    findings.extend(found);
    (book, findings)
}

/// What a picture editor would say of the cutlines, once it is known which stand under photos.
pub fn advice(book: &Book, layout: &Layout) -> Vec<Diagnostic> {
    let nodes = layout.placed.iter().map(|placed| placed.node).collect();
    photo::advise(book.document(), &nodes)
}

/// The clock is looked at for a warning only: no edition depends on it.
fn now() -> Option<u64> {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).ok()?;
    Some(since.as_secs())
}
