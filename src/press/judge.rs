//! Where a book does not meet what a printer asks.

use rayon::prelude::*;

use super::Profile;
use super::margins::{White, white};
use crate::book::{Book, Picture};
use crate::diagnostic::{Code, Diagnostic};
use crate::document::Edition;
use crate::layout::Layout;
use crate::layout::frame::PagedBook;
use crate::layout::length::Length;
use crate::paper::{PaperLength, PressSetup, PrintColours};
use crate::pdf::bleeds;
use crate::photo::derivative::{Darkroom, PhotoError, in_order};
use crate::photo::{Format, Photo};

/// Says where `book`, set as `layout`, does not meet what `profile` asks. `dated` is whether somebody
/// says when the edition was made.
///
/// # Errors
///
/// Where a photo has changed since it was looked up, or cannot be read any more.
pub fn judge(
    profile: &Profile,
    book: &Book,
    layout: &Layout,
    darkroom: &Darkroom,
    dated: bool,
) -> Result<Vec<Diagnostic>, PhotoError> {
    let setup = book.document().metadata.makeup.press;
    let mut found = profile.pages(&layout.pages);
    found.extend(profile.margins(&layout.pages));
    found.extend(profile.photos(book, layout));
    found.extend(profile.ink(book, darkroom, setup)?);
    if darkroom.print_colours() == PrintColours::Inks {
        found.extend(profile.kept_colours(book));
    }
    if let Some(why) = profile.unclaimed(&book.document().metadata, dated) {
        let message = format!("the file does not say that it follows PDF/X-4: {why}");
        let hint = "give the book a `title` and a `date`, or set SOURCE_DATE_EPOCH";
        found.push(Diagnostic::without_span(Code::PressClaim, message).hint(hint));
    }
    Ok(found)
}

impl Profile {
    /// Their size and number.
    fn pages(&self, book: &PagedBook) -> Vec<Diagnostic> {
        let mut found = Vec::new();
        if let (Some(trims), Some(page)) = (self.trims, book.pages.first()) {
            let (width, height) = (paper(page.width), paper(page.height));
            if !trims.take(width, height) {
                let message = format!(
                    "no book of {} × {} in is made",
                    inches(width),
                    inches(height)
                );
                let standard = trims.standard.iter();
                let standard: Vec<String> = standard
                    .map(|(width, height)| {
                        let named = |side: &u32| inches(PaperLength::milli_inch(*side));
                        format!("{} × {}", named(width), named(height))
                    })
                    .collect();
                let advice = format!("take one of {} in", standard.join(", "));
                found.push(
                    self.authority
                        .finding(Code::PressPage, None, &message, &advice),
                );
            }
        }
        found.extend(self.count(book));
        found
    }

    /// Their number. A book without any has no size.
    fn count(&self, book: &PagedBook) -> Option<Diagnostic> {
        let limits = self.pages?;
        let count = book.pages.len();
        let first = book.pages.first();
        let (width, height) = first.map(|page| (paper(page.width), paper(page.height)))?;
        let (most, of_size) = limits.most(width, height);
        if (limits.fewest..=most).contains(&count) {
            return None;
        }
        let pages = if count == 1 { "page" } else { "pages" };
        let mut message = format!(
            "the book has {count} {pages}, and may have {} to {most}",
            limits.fewest
        );
        if of_size {
            message += &format!(" of {} × {} in", inches(width), inches(height));
        }
        let advice = match (count < limits.fewest, of_size) {
            (true, _) => "take a smaller page, or another printer",
            (false, false) => "take a larger page, or divide the book into volumes",
            (false, true) => "divide the book into volumes, or take another size",
        };
        Some(
            self.authority
                .finding(Code::PressPage, None, &message, advice),
        )
    }

    /// What stands too near to an edge.
    fn margins(&self, book: &PagedBook) -> Vec<Diagnostic> {
        let mut found = Vec::new();
        let right_to_left = book.metadata.is_right_to_left();
        let mut whites = Vec::new();
        for (index, page) in book.pages.iter().enumerate() {
            if let Some(White {
                left,
                top,
                right,
                bottom,
            }) = white(page, &book.vocabulary)
            {
                let spine_is_left = index.is_multiple_of(2) != right_to_left;
                let (spine, fore_edge) = if spine_is_left {
                    (left, right)
                } else {
                    (right, left)
                };
                whites.push((&page.folio, spine, fore_edge.min(top).min(bottom)));
            }
        }
        let mut judge = |edge: &str,
                         least: PaperLength,
                         key: &str,
                         of: &dyn Fn(usize) -> Length| {
            let narrow = (0..whites.len()).filter(|at| of(*at) < Length::on_paper(least));
            let narrow: Vec<usize> = narrow.collect();
            let Some((folio, ..)) = narrow.first().and_then(|at| whites.get(*at)) else {
                return;
            };
            let least_found = narrow
                .iter()
                .map(|at| of(*at))
                .min()
                .unwrap_or(Length::ZERO);
            let message = format!(
                "something stands {} in from {edge}, and may not stand nearer than {} in: on {}, page {folio} the first",
                inches(paper(least_found)),
                inches(least),
                match narrow.len() {
                    1 => "1 page".to_owned(),
                    count => format!("{count} pages"),
                },
            );
            let advice = format!("make the margins wider: {key} of `page`");
            found.push(
                self.authority
                    .finding(Code::PressMargin, None, &message, &advice),
            );
        };
        let of = |at: usize| {
            whites
                .get(at)
                .map_or((Length::ZERO, Length::ZERO), |(_, s, o)| (*s, *o))
        };
        if let Some(gutter) = self.gutter(book.pages.len()) {
            judge("the spine", gutter, "`inner`", &|at| of(at).0);
        }
        if let Some((plain, with_bleed)) = self.outside {
            let bleed = book.pages.iter().any(bleeds);
            let least = if bleed { with_bleed } else { plain };
            judge(
                "an edge that is cut",
                least,
                "`outer`, `top` and `bottom`",
                &|at| of(at).1,
            );
            if self.gutters.is_empty() {
                judge("the spine", least, "`inner`", &|at| of(at).0);
            }
        }
        found
    }

    /// Photos that are not there, or have too few pixels.
    fn photos(&self, book: &Book, layout: &Layout) -> Vec<Diagnostic> {
        let Some(least) = self.least_resolution else {
            return Vec::new();
        };
        let mut found = Vec::new();
        let figures = book.document().figures();
        // Photos in the middle of a line are not placed, but awaited all the same.
        for figure in &figures {
            let picture = book.picture_in(Edition::Pdf, figure.id);
            if matches!(picture, Some(Picture::ReservedSlot { .. })) {
                let slug = figure.figure.slug.as_str();
                let message = format!("a placeholder stands for the photo `{slug}`");
                let advice = "put the photo there, or take the figure out";
                found.push(self.authority.finding(
                    Code::PressPhoto,
                    Some(figure.span),
                    &message,
                    advice,
                ));
            }
        }
        for placed in layout.placed.iter().chain(&layout.in_lines) {
            let Some(figure) = figures.iter().find(|figure| figure.id == placed.node) else {
                continue;
            };
            let slug = figure.figure.slug.as_str();
            let span = Some(figure.span);
            if let Some(measured) = placed.pixels_an_inch().filter(|it| *it < least) {
                let message = format!(
                    "the photo `{slug}` has {measured} pixels to the inch, and needs {least}"
                );
                let advice = "take a larger copy, or print it smaller";
                found.push(
                    self.authority
                        .finding(Code::PressPhoto, span, &message, advice),
                );
            }
        }
        found
    }

    /// What does not become inks although that is asked for.
    fn kept_colours(&self, book: &Book) -> Option<Diagnostic> {
        const AS_PNG: &str =
            "the printer converts them; what must be in inks is to be saved as PNG";
        let figures = book.document().figures();
        let mut kept = figures.iter().filter(|figure| {
            let picture = book.picture_in(Edition::Pdf, figure.id);
            let is_kept = |photo: &Photo| !self.names_inks() || photo.format == Format::Svg;
            matches!(picture, Some(Picture::Photo(photo)) if is_kept(photo))
        });
        let first = Some(kept.next()?.span);
        let (message, advice) = match (self.names_inks(), kept.count()) {
            (false, _) => (
                "photos keep their colours: the file names no inks for them".to_owned(),
                "`print_colours: cmyk` is for `print` and `ingram`",
            ),
            (true, 0) => (
                "a drawing keeps its colours, sRGB, and is not converted".to_owned(),
                AS_PNG,
            ),
            (true, more) => (
                format!(
                    "{} drawings keep their colours, sRGB, and are not converted",
                    more + 1
                ),
                AS_PNG,
            ),
        };
        Some(
            self.authority
                .finding(Code::PressColours, first, &message, advice),
        )
    }

    /// Photos with more ink than paper can take.
    fn ink(
        &self,
        book: &Book,
        darkroom: &Darkroom,
        setup: PressSetup,
    ) -> Result<Vec<Diagnostic>, PhotoError> {
        let Some(limit) = self.ink_limit(setup) else {
            return Ok(Vec::new());
        };
        let figures = book.document().figures();
        let photos: Vec<_> = figures
            .iter()
            .filter_map(|figure| match book.picture_in(Edition::Pdf, figure.id)? {
                Picture::Photo(photo) => Some((figure, photo)),
                Picture::ReservedSlot { .. } => None,
            })
            .collect();
        let used = photos.par_iter().map(|(figure, photo)| {
            let used = darkroom.ink_use(photo, limit)?;
            Ok(used.filter(|used| used.over > 0).map(|used| {
                let message = format!(
                    "the photo `{}` has up to {} % of ink, more than {limit} % on {}.{:02} % of it",
                    figure.figure.slug.as_str(),
                    used.most,
                    used.over / 100,
                    used.over % 100
                );
                let advice = "convert it with a profile of less ink, or set `ink_limit` of `press` to what the press takes";
                self.authority.finding(Code::InkLimit, Some(figure.span), &message, advice)
            }))
        });
        Ok(in_order(used)?.into_iter().flatten().collect())
    }
}

/// A length as one on paper.
fn paper(length: Length) -> PaperLength {
    let micrometres = length.units().max(0).saturating_mul(25_400) / Length::pt(72).units();
    PaperLength::micrometre(u32::try_from(micrometres).unwrap_or(u32::MAX))
}

/// A length in inches, to thousandths, without trailing zeros.
fn inches(length: PaperLength) -> String {
    let thousandths = (u64::from(length.micrometres()) * 10 + 127) / 254;
    let text = format!("{}.{:03}", thousandths / 1_000, thousandths % 1_000);
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}
