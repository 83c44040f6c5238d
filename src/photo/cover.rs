//! The cover that the metadata chooses: a photo of the text that leads on it, or a file that is the
//! whole of it.

use super::derivative::Darkroom;
use super::lookup::Desk;
use super::resolve::Assignment;
use crate::book::{Book, Cover};
use crate::diagnostic::{Code, Diagnostic};

/// Gives the book the cover that is chosen. One that cannot be had is reported, and the cover is
/// composed as if nothing were said.
pub(super) fn choose(
    book: &mut Book,
    desk: &mut Desk,
    assignment: &Assignment<'_>,
) -> Option<Diagnostic> {
    let choice = book.document().metadata.cover.clone()?;
    let figures = book.document().figures();
    let name = choice.name.strip_prefix("photo:").unwrap_or(&choice.name);
    let named = figures
        .iter()
        .find(|placed| placed.figure.slug.as_str() == name);
    if let Some(placed) = named {
        let node = placed.id;
        book.choose_cover(Cover::ComposedUnder(node));
        return None;
    }
    let plain = Darkroom::default();
    let darkroom = assignment.darkroom.unwrap_or(&plain).of_covers();
    let chapter = assignment.sources.file(choice.span.file).path();
    let proved = desk.by_name(name, chapter).and_then(|photo| {
        let proof = darkroom.prove(&photo, assignment.editions);
        proof.map(|()| photo).map_err(|fault| fault.to_string())
    });
    match proved {
        Ok(photo) => {
            book.choose_cover(Cover::Given(photo));
            None
        }
        Err(why) => {
            let name = super::lookup::shortened(name);
            let message = format!("the cover `{name}` cannot be used: {why}");
            let hint = "name the slug of a photo in the text, or a file in the manuscript's folder";
            Some(Diagnostic::new(Code::UnusableCover, choice.span, message).hint(hint))
        }
    }
}
