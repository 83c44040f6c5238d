//! What the author asks of the make-up of both editions.

use crate::paper::{PageSetup, PressSetup, PrintColours};
use std::num::NonZeroU64;

/// Options of a metadata block or project file. Nothing is asked for by default.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Makeup {
    /// Whether chapters and sections bear numbers: 1, 1.1. They stand in the headings already.
    pub number_headings: bool,
    /// Whether a list of photos stands at the back.
    pub list_of_photos: bool,
    /// Whether a list of photo credits stands at the back.
    pub photo_credits: bool,
    /// Whether the lines of prose end where their words do, and are not filled.
    pub ragged: bool,
    /// Whether chapters begin with a letter that is three lines high.
    pub drop_caps: bool,
    /// Whether the e-book brings its fonts along.
    pub embed_fonts: bool,
    /// What the printed page is like.
    pub page: PageSetup,
    /// The most pixels of a photo in the e-book, `Some(None)` for as many as it has.
    pub max_pixels: Option<Option<NonZeroU64>>,
    /// What print does with photos in other colours than sRGB.
    pub print_colours: Option<PrintColours>,
    /// What the file for a press is like.
    pub press: PressSetup,
}
