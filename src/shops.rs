//! What shops ask of an e-book, as data, and where a book does not meet it.

use std::collections::HashSet;

use rayon::prelude::*;

use crate::book::{Book, Picture};
use crate::diagnostic::{Authority, Code, Diagnostic};
use crate::document::{Edition, Metadata};
use crate::photo::Photo;
use crate::photo::derivative::{Darkroom, PhotoError, ScreenImage, in_order};
use crate::source::Span;

/// A shop.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shop {
    /// Apple Books.
    Apple,
    /// Amazon's Kindle store.
    Kindle,
    /// Rakuten Kobo.
    Kobo,
}

/// What a shop asks. What is not there, it does not limit.
#[derive(Debug)]
pub struct Profile {
    /// Whose rules they are.
    authority: Authority,
    /// The most pixels of a picture.
    most_pixels: Option<u64>,
    /// The most bytes of a picture.
    most_picture_bytes: Option<u64>,
    /// The media types that pictures may have.
    picture_types: &'static [&'static str],
    /// The least pixels of the cover's shorter and longer side.
    least_cover: Option<(u32, u32)>,
    /// The most bytes of the cover.
    most_cover_bytes: Option<u64>,
    /// The most bytes of the file.
    most_bytes: Option<u64>,
    /// The most characters of title and subtitle together.
    most_title: Option<usize>,
    /// Words that may not stand in title, subtitle and description, with their capitals.
    forbidden: &'static [&'static str],
    /// Whether the e-book must bear an ISBN.
    asks_for_isbn: bool,
}

const MB: u64 = 1_000_000;
const RASTER: [&str; 2] = ["image/jpeg", "image/png"];

/// Apple Books Asset Guide: images in the book (itca71ad3c33: JPEG or PNG, at most 5.6 million pixels;
/// itunespartner.apple.com/books advises 4 million), “Audio and Video Overview” (itcd08fcb646: 2 GB);
/// Apple Books Formatting and Content Guidelines for cover art (1,400 pixels), trademarks and competing
/// shops. Drawings are part of EPUB 3, which Apple takes whole.
static APPLE: Profile = Profile {
    authority: Authority {
        name: "Apple Books",
        source: "help.apple.com/itc/booksassetguide, help.apple.com/itc/applebooksstoreformatting",
        read: "2026-11",
    },
    most_pixels: Some(5_600_000),
    most_picture_bytes: None,
    picture_types: &[RASTER[0], RASTER[1], "image/svg+xml"],
    least_cover: Some((1_400, 1_400)),
    most_cover_bytes: None,
    most_bytes: Some(2_000 * MB),
    most_title: None,
    forbidden: &[
        "iBook",
        "iBooks",
        "iBookstore",
        "Kindle",
        "Amazon.com",
        "amazon.com",
        "kobo.com",
    ],
    asks_for_isbn: false,
};

/// KDP help, kdp.amazon.com/en_US/help/topic/…: “Cover Image Guidelines” (GPST5EKFJ6MX5UPK: smaller
/// ones than the recommended size bring a reminder; 50 MB), “Image Guidelines – Reflowable”
/// (G75V4YX5X8GRGXWV: GIF, BMP, JPEG, PNG and SVG; no TIFF), “Metadata Guidelines for Books”
/// (G201097560: title and subtitle have fewer than 200 characters), “Save Your Manuscript File” (GYEKAVKMSE23PFTM: 650 MB).
static KINDLE: Profile = Profile {
    authority: Authority {
        name: "Kindle",
        source: "kdp.amazon.com/help",
        read: "2026-11",
    },
    most_pixels: None,
    most_picture_bytes: None,
    picture_types: &[RASTER[0], RASTER[1], "image/gif", "image/svg+xml"],
    least_cover: Some((1_600, 2_560)),
    most_cover_bytes: Some(50 * MB),
    most_bytes: Some(650 * MB),
    most_title: Some(199),
    forbidden: &[],
    asks_for_isbn: false,
};

/// Kobo EPUB Guidelines: “Image Formatting” (5 MB are advised as the most; the core types of EPUB),
/// “Cover Images” (under 3 MB; GIF is not supported), “OPF” (the identifier is the ISBN).
static KOBO: Profile = Profile {
    authority: Authority {
        name: "Kobo",
        source: "github.com/kobolabs/epub-spec",
        read: "2026-11",
    },
    most_pixels: None,
    most_picture_bytes: Some(5 * MB),
    picture_types: &[RASTER[0], RASTER[1], "image/gif", "image/svg+xml"],
    least_cover: None,
    most_cover_bytes: Some(3 * MB),
    most_bytes: None,
    most_title: None,
    forbidden: &[],
    asks_for_isbn: true,
};

impl Shop {
    /// What it asks.
    pub fn profile(self) -> &'static Profile {
        match self {
            Shop::Apple => &APPLE,
            Shop::Kindle => &KINDLE,
            Shop::Kobo => &KOBO,
        }
    }
}

/// Says where the e-book of `book` does not meet what `shops` ask; `cover` is its picture.
///
/// # Errors
///
/// Where a photo has changed since it was looked up, or cannot be read any more.
pub fn judge(
    book: &Book,
    cover: Option<&ScreenImage>,
    darkroom: &Darkroom,
    shops: &[Shop],
) -> Result<Vec<Diagnostic>, PhotoError> {
    if shops.is_empty() {
        return Ok(Vec::new());
    }
    let pictures = pictures(book, darkroom)?;
    let metadata = &book.document().metadata;
    let mut found = Vec::new();
    for shop in shops {
        let profile = shop.profile();
        let faults = pictures.iter().flat_map(|picture| profile.picture(picture));
        found.extend(faults);
        found.extend(profile.cover(cover, metadata));
        let cover = cover.map_or(0, |cover| cover.bytes.length());
        let all = pictures.iter().map(|picture| picture.bytes).sum::<u64>() + cover;
        found.extend(profile.file(all));
        found.extend(profile.metadata(metadata));
    }
    Ok(found)
}

/// A picture as it is in the e-book.
struct Shown {
    slug: String,
    span: Span,
    media_type: &'static str,
    pixels: u64,
    bytes: u64,
}

/// Every picture of the e-book, once, at the figure that shows it first.
fn pictures(book: &Book, darkroom: &Darkroom) -> Result<Vec<Shown>, PhotoError> {
    let mut known = HashSet::<&Photo>::new();
    let figures = book.document().figures();
    let distinct: Vec<_> = figures
        .iter()
        .filter_map(|placed| match book.picture_in(Edition::Epub, placed.id)? {
            Picture::Photo(photo) if known.insert(photo) => Some((placed, photo)),
            _ => None,
        })
        .collect();
    let shown = distinct.into_par_iter().map(|(placed, photo)| {
        let image = darkroom.for_screen(photo)?;
        Ok(Shown {
            slug: placed.figure.slug.as_str().to_owned(),
            span: placed.span,
            media_type: image.media_type,
            pixels: u64::from(image.width) * u64::from(image.height),
            bytes: image.bytes.length(),
        })
    });
    in_order(shown)
}

impl Profile {
    fn picture(&self, shown: &Shown) -> Vec<Diagnostic> {
        let finding = |message: String, advice: &str| {
            self.authority
                .finding(Code::ShopPicture, Some(shown.span), &message, advice)
        };
        let slug = &shown.slug;
        let mut found = Vec::new();
        if let Some(most) = self.most_pixels.filter(|most| shown.pixels > *most) {
            let message = format!(
                "the photo `{slug}` has {} pixels, over {most}",
                shown.pixels
            );
            found.push(finding(message, "set `max_pixels` to that or less"));
        }
        if let Some(most) = self.most_picture_bytes.filter(|most| shown.bytes > *most) {
            let message = format!(
                "the photo `{slug}` has {}, over {}",
                mb(shown.bytes),
                mb(most)
            );
            found.push(finding(
                message,
                "set `max_pixels` lower, or save the photo smaller",
            ));
        }
        if self.picture_types.contains(&shown.media_type) {
            return found;
        }
        let kind = shown.media_type.trim_start_matches("image/");
        let message =
            format!("the photo `{slug}` is of the type {kind}, which the shop does not take");
        found.push(finding(message, "save it as JPEG or PNG"));
        found
    }

    fn cover(&self, cover: Option<&ScreenImage>, metadata: &Metadata) -> Vec<Diagnostic> {
        let span = metadata.cover.as_ref().map(|cover| cover.span);
        let finding = |message: String, advice: &str| {
            self.authority
                .finding(Code::ShopCover, span, &message, advice)
        };
        let Some(cover) = cover else {
            let message = "the cover is a drawing, and the shop asks for pixels".to_owned();
            return vec![finding(
                message,
                "name a finished cover: cover = \"front.jpg\"",
            )];
        };
        let mut found = Vec::new();
        let (width, height) = (cover.width, cover.height);
        let sides = (width.min(height), width.max(height));
        if let Some(least) = self.least_cover
            && (sides.0 < least.0 || sides.1 < least.1)
        {
            let message = format!(
                "the cover has {width} × {height} pixels, less than {} × {}",
                least.0, least.1
            );
            found.push(finding(
                message,
                "save it larger; do not stretch a small one",
            ));
        }
        let bytes = cover.bytes.length();
        if let Some(most) = self.most_cover_bytes.filter(|most| bytes > *most) {
            let message = format!("the cover has {}, over {}", mb(bytes), mb(most));
            found.push(finding(message, "save it as JPEG of a lower quality"));
        }
        if !RASTER.contains(&cover.media_type) {
            let kind = cover.media_type.trim_start_matches("image/");
            let message = format!("the cover is of the type {kind}, which the shop does not take");
            found.push(finding(message, "save it as JPEG or PNG"));
        }
        found
    }

    /// Text adds little to what pictures weigh.
    fn file(&self, bytes: u64) -> Option<Diagnostic> {
        let most = self.most_bytes.filter(|most| bytes > *most)?;
        let message = format!(
            "the pictures of the e-book come to {}, over {}",
            mb(bytes),
            mb(most)
        );
        let advice = "set `max_pixels` lower, or divide the book";
        Some(
            self.authority
                .finding(Code::ShopFile, None, &message, advice),
        )
    }

    fn metadata(&self, metadata: &Metadata) -> Vec<Diagnostic> {
        let mut found = Vec::new();
        let mut fault = |message: String, advice: &str| {
            found.push(
                self.authority
                    .finding(Code::ShopMetadata, None, &message, advice),
            );
        };
        let subtitle = metadata.subtitle.as_deref().unwrap_or_default();
        let length = metadata.title.chars().count() + subtitle.chars().count();
        if let Some(most) = self.most_title.filter(|most| length > *most) {
            let message = format!("title and subtitle have {length} characters, over {most}");
            fault(message, "shorten them");
        }
        let description = metadata.description.as_deref().unwrap_or_default();
        for (field, text) in [
            ("title", metadata.title.as_str()),
            ("subtitle", subtitle),
            ("description", description),
        ] {
            for word in self.forbidden.iter().filter(|word| has_word(text, word)) {
                let message = format!("“{word}” stands in the {field}");
                fault(message, "trademarks and other shops may not be named there");
            }
        }
        if self.asks_for_isbn && metadata.bibliography.isbn.is_none() {
            let message = "the e-book has no ISBN".to_owned();
            fault(
                message,
                "give it one, isbn = \"…\", or put it into the name of the file",
            );
        }
        found
    }
}

/// Whether `word` stands in `text` as a word of its own.
fn has_word(text: &str, word: &str) -> bool {
    text.match_indices(word).any(|(at, _)| {
        let before = text.get(..at).and_then(|text| text.chars().next_back());
        let after = text
            .get(at + word.len()..)
            .and_then(|text| text.chars().next());
        ![before, after]
            .into_iter()
            .flatten()
            .any(char::is_alphanumeric)
    })
}

/// Megabytes of a million bytes, to a tenth.
fn mb(bytes: u64) -> String {
    let tenths = bytes.div_ceil(MB / 10);
    format!("{}.{} MB", tenths / 10, tenths % 10)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_found_as_words() {
        assert!(has_word("For the Kindle, and more", "Kindle"));
        assert!(!has_word("Kindled by the light", "Kindle"));
        assert!(!has_word("to kindle a fire", "Kindle"));
    }

    #[test]
    fn a_photo_over_a_limit_is_found() {
        let mut sources = crate::source::Sources::default();
        let file = sources.add("a.md".into(), String::new());
        let shown = |pixels, bytes| Shown {
            slug: "quay".to_owned(),
            span: Span::new(file, 0..0),
            media_type: "image/jpeg",
            pixels,
            bytes,
        };
        let said = |profile: &Profile, shown: &Shown| {
            let found = profile.picture(shown).into_iter();
            found.map(|finding| finding.message).collect::<Vec<_>>()
        };
        let heavy = shown(5_600_000, 5 * MB + 1);
        assert_eq!(
            said(&KOBO, &heavy),
            ["Kobo: the photo `quay` has 5.1 MB, over 5.0 MB"]
        );
        assert_eq!(said(&APPLE, &heavy), [""; 0]);
        let large = shown(5_600_001, 5 * MB);
        let over = "Apple Books: the photo `quay` has 5600001 pixels, over 5600000";
        assert_eq!(said(&APPLE, &large), [over]);
        assert_eq!(said(&KOBO, &large), [""; 0]);
    }

    #[test]
    fn a_file_over_the_limit_is_found() {
        let over = KINDLE.file(650 * MB + 1).map(|finding| finding.message);
        let said = "Kindle: the pictures of the e-book come to 650.1 MB, over 650.0 MB";
        assert_eq!(over.as_deref(), Some(said));
        assert!(KINDLE.file(650 * MB).is_none() && KOBO.file(u64::MAX).is_none());
    }
}
