//! The cover's picture: a given one as it is, or the composed one, painted. Knows the frames of
//! layout; neither edition.

mod numbered;
mod painting;
mod palette;

use sha2::{Digest, Sha256};

use crate::book::Book;
use crate::document::{Edition, Form};
use crate::layout::cover::{CoverPage, cover};
use crate::photo::canvas;
use crate::photo::derivative::{Darkroom, PhotoError, ScreenImage};
use numbered::Numbered;
use painting::Painting;

pub use crate::layout::cover::said;

/// What shops ask for (KDP, “eBook cover guidelines”: 2,560 × 1,600 pixels).
const SIZE: (u32, u32) = (1_600, 2_560);

/// Whether an e-book's cover is painted at all. An article's over a photo is only where it goes `to_shops`, which ask
/// for pixels: painting would take ten times as long as the rest of the article. Who reads the e-book draws it, and on
/// the shelf its photo stands for it, as it is.
pub fn is_painted(book: &Book, to_shops: bool) -> bool {
    to_shops
        || book.document().form() == Form::Book
        || book.given_cover(Edition::Epub).is_some()
        || book.lead_photo(Edition::Epub).is_none()
}

/// The picture of the e-book's cover. `None` where the bundled fonts lack a letter of what stands on
/// it: readers have the fonts of their script.
///
/// # Errors
///
/// Where the photo has changed since it was looked up, or cannot be read any more.
pub fn picture(book: &Book, darkroom: &Darkroom) -> Result<Option<ScreenImage>, PhotoError> {
    if let Some(given) = book.given_cover(Edition::Epub) {
        return darkroom.of_covers().for_screen(given).map(Some);
    }
    let cover = cover(book, Edition::Epub, SIZE);
    if !cover.is_whole {
        return Ok(None);
    }
    let has_photo = !cover.photos.is_empty();
    let draw = || {
        let painting = Painting::of(&cover, darkroom)?;
        if has_photo {
            return canvas::jpeg(SIZE, |y, row| painting.paint(y, row));
        }
        let Some(palette) = painting.palette() else {
            return canvas::png(SIZE, None, |y, row| painting.paint(y, row));
        };
        let mut numbered = Numbered::of(&painting, &palette);
        canvas::png(SIZE, Some(palette.colours()), |y, row| {
            numbered.paint(y, row)
        })
    };
    let bytes = match cover.photos.first() {
        Some(photo) => darkroom.cover_over(photo, &recipe(&cover), draw)?,
        None => draw()?,
    };
    Ok(Some(canvas::finished(bytes, SIZE, has_photo)))
}

/// All that a cover is made of but the pixels of its photo.
fn recipe(cover: &CoverPage) -> String {
    let mut hasher = Sha256::new();
    hasher.update(format!("{:?} {:?}", cover.page.items, cover.vocabulary));
    for font in &cover.fonts {
        hasher.update(&font.data[..]);
    }
    let crops: Vec<_> = cover.photos.iter().map(|photo| photo.crop).collect();
    format!("cover {SIZE:?}, {crops:?}, {:?}", &hasher.finalize()[..])
}
