//! Reserved slots, drawn as layout artists draw a photo to come: a grey box, its frame and
//! diagonals, and a plate that says which photo it waits for.

use crate::book::SlotReason;
use crate::document::words::Words;
use crate::document::{Aspect, Figure};
use crate::epub::alternative::Alternative;
use crate::epub::markup::Markup;

/// What the drawing is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Size {
    /// A figure of its own.
    Figure,
    /// One of several side by side.
    InRow,
    /// A small picture in a line of text: no plate.
    Inline,
}

/// What a slot stands for.
#[derive(Clone, Copy, Debug)]
pub struct Awaited<'a> {
    /// The figure.
    pub figure: &'a Figure,
    /// The slot's shape.
    pub aspect: Aspect,
    /// Why its photo is not there.
    pub reason: SlotReason,
}

/// The width of a figure's drawing in its own units.
const WIDTH: u64 = 600;
/// The height of all drawings of a row, so that their plates have one size of type.
const HEIGHT_IN_ROW: u64 = 280;
/// The plate's type sizes in the same units.
const TITLE_SIZE: u64 = 22;
const SLUG_SIZE: u64 = 16;
/// What the plate needs: two lines with air around them.
const PLATE_HEIGHT: u64 = 84;

/// Draws a slot. Lines are in the colour of the text, so that they show on any page.
pub fn draw(out: &mut Markup, words: &Words, awaited: Awaited<'_>, size: Size) {
    let Awaited { aspect, reason, .. } = awaited;
    let (across, down) = (u64::from(aspect.width.max(1)), u64::from(aspect.height));
    let width = match size {
        Size::Figure | Size::Inline => WIDTH,
        Size::InRow => (HEIGHT_IN_ROW * across / down.max(1)).clamp(160, WIDTH),
    };
    let height = (width * down / across).max(2);
    let (class, stroke) = match size {
        Size::Figure | Size::InRow => ("slot", "1.2"),
        // Shrunk to a line's height, a fine line would vanish.
        Size::Inline => ("slot inline", "24"),
    };
    out.open(
        "svg",
        &[
            ("xmlns", "http://www.w3.org/2000/svg"),
            ("class", class),
            ("viewBox", &format!("0 0 {width} {height}")),
            ("role", "img"),
            ("aria-label", &label(words, awaited)),
        ],
    );
    let fill = [("fill", "currentColor"), ("fill-opacity", "0.08")];
    let (width_text, height_text) = (width.to_string(), height.to_string());
    let area = [
        ("width", width_text.as_str()),
        ("height", height_text.as_str()),
    ];
    out.empty("rect", &[area, fill].concat());
    let (right, foot) = (width - 1, height - 1);
    let frame = format!("M1 1H{right}V{foot}H1Z");
    let diagonals = format!("M1 1L{right} {foot}M{right} 1L1 {foot}");
    out.empty(
        "path",
        &[
            ("d", &format!("{frame}{diagonals}")),
            ("fill", "none"),
            ("stroke", "currentColor"),
            ("stroke-opacity", "0.4"),
            ("stroke-width", stroke),
        ],
    );
    if size != Size::Inline && height > PLATE_HEIGHT + 16 {
        match reason {
            SlotReason::ToCome => {
                let slug = awaited.figure.slug.as_str();
                plate(out, words.photo_to_come, Some(slug), (width, height));
            }
            SlotReason::Withheld => plate(out, words.photo_withheld, None, (width, height)),
        }
    }
    out.close();
}

/// What is said in the drawing's stead.
fn label(words: &Words, awaited: Awaited<'_>) -> String {
    // What it would show is not for readers of this edition.
    if awaited.reason == SlotReason::Withheld {
        return words.photo_withheld.to_owned();
    }
    let what = match Alternative::of(awaited.figure) {
        Alternative::Text(text) => text,
        Alternative::Decoration | Alternative::Missing => awaited.figure.slug.as_str(),
    };
    format!("{}: {what}", words.photo_to_come)
}

/// A white plate with one or two lines.
fn plate(out: &mut Markup, title: &str, slug: Option<&str>, (width, height): (u64, u64)) {
    // A slug too long for the plate is set smaller: a fixed-pitch letter is 0.6 em wide, a
    // CJK one a whole em.
    let tenths: u64 = slug
        .unwrap_or_default()
        .chars()
        .map(|c| if c.is_ascii() { 6 } else { 10 })
        .sum();
    let slug_size = SLUG_SIZE.min((width - 80) * 10 / tenths.max(1)).max(6);
    let title_tenths: u64 = title
        .chars()
        .map(|c| if c.is_ascii() { 5 } else { 10 })
        .sum();
    let title_size = TITLE_SIZE
        .min((width - 40) * 10 / title_tenths.max(1))
        .max(8);
    let text_width = (tenths * slug_size / 10).max(title_tenths * title_size / 10);
    let plate_width = (text_width + 48).min(width - 16);
    let top = (height - PLATE_HEIGHT) / 2;
    let x = ((width - plate_width) / 2).to_string();
    let middle = (width / 2).to_string();
    out.empty(
        "rect",
        &[
            ("class", "plate"),
            ("x", &x),
            ("y", &top.to_string()),
            ("width", &plate_width.to_string()),
            ("height", &PLATE_HEIGHT.to_string()),
            ("fill", "#fff"),
        ],
    );
    let mut line = |text: &str, y: u64, class: &str, size: u64| {
        let (y, size) = (y.to_string(), size.to_string());
        let attributes = [
            ("class", class),
            ("x", middle.as_str()),
            ("y", &y),
            ("font-size", &size),
            ("text-anchor", "middle"),
            ("fill", "#222"),
        ];
        out.element("text", &attributes, text);
    };
    // One line alone stands in the middle.
    let first = if slug.is_some() { 37 } else { 49 };
    line(title, top + first, "plate-text", title_size);
    if let Some(slug) = slug {
        line(slug, top + 64, "plate-text plate-slug", slug_size);
    }
}
