//! A claim of accessibility, and the photos that speak against it.

use crate::book::{Book, Picture};
use crate::diagnostic::{Code, Diagnostic};
use crate::document::Edition;

/// What is to be said of a claim that the e-book does not make, because photos in it have no
/// alternative text (EPUB Accessibility 1.1, 3.2; WCAG 2.2, 1.1.1).
pub(super) fn withheld(book: &Book) -> Option<Diagnostic> {
    let claim = book.document().metadata.bibliography.claim?;
    let figures = book.document().figures().into_iter();
    let missing = figures.filter(|placed| {
        let picture = book.picture_in(Edition::Epub, placed.id);
        placed.figure.alt.is_none() && matches!(picture, Some(Picture::Photo(_)))
    });
    let photos = match missing.count() {
        0 => return None,
        1 => "a photo has".to_owned(),
        count => format!("{count} photos have"),
    };
    let message = format!("the e-book does not claim this: {photos} no alternative text");
    let withheld = Diagnostic::new(Code::ClaimWithheld, claim.span, message);
    Some(withheld.hint("describe every photo, or leave the key out"))
}
