//! The cover: title and author under the lead photo, or under a field of the one accent colour.

mod fit;

use super::manifest::COVER_PICTURE;
use super::markup::{Attribute, Markup};
use super::photos::PhotoFile;
use super::plan::Plan;
use super::xhtml;
use crate::balance::Room;
use crate::book::Picture;
use crate::document::words::has_capitals;
use crate::document::{Aspect, Edition, NodeId};
use crate::photo::Crop;
use fit::fit;

/// The proportions that shops ask for (Kindle cover guide: at least 1600 × 2560).
const WIDTH: u32 = 1600;
const HEIGHT: u32 = 2560;
/// A photo takes the upper 58 % of the height, a plain field 70 %: it has the title to hold.
const PHOTO: u32 = 1485;
const FIELD: u32 = 1792;
const MARGIN: u32 = 140;

const SERIF: &str = "'Libertinus Serif', 'Iowan Old Style', Palatino, Georgia, serif";
const ACCENT: &str = "#1f3b63";
const INK: &str = "#1a1a1a";

/// The page that the book opens with.
pub fn page(plan: &Plan<'_>) -> String {
    let mut out = xhtml::begin(plan, plan.words.cover, &[("class", "cover")]);
    out.open("section", &[("epub:type", "cover")]);
    out.line();
    let (picture, leads) = match &plan.cover {
        Some(cover) => (cover.href.as_str(), None),
        None => (COVER_PICTURE, leading(plan)),
    };
    match leads {
        // A picture that a page shows may not fetch another, so a photo must be drawn in place.
        Some(leads) => draw(&mut out, plan, Some(leads)),
        None => {
            let alt = said(plan);
            out.empty(
                "img",
                &[("src", picture), ("alt", &alt), ("role", "doc-cover")],
            );
        }
    }
    out.finish()
}

/// The picture for the reader's shelf, of a book without photos.
pub fn picture(plan: &Plan<'_>) -> String {
    let mut out = Markup::with_prolog("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    draw(&mut out, plan, None);
    out.finish()
}

/// The first photo of the text: it leads on the cover, and it is the picture for the shelf.
pub fn lead<'a>(plan: &'a Plan<'_>) -> Option<&'a PhotoFile> {
    leading(plan).map(|(_, photo)| photo)
}

fn leading<'a>(plan: &'a Plan<'_>) -> Option<(NodeId, &'a PhotoFile)> {
    let leads = plan.book.lead_photo(Edition::Epub).map(|(node, _)| node);
    let figures = plan.book.document().figures();
    let nodes = leads
        .into_iter()
        .chain(figures.iter().map(|placed| placed.id));
    nodes
        .into_iter()
        .find_map(|node| Some((node, plan.photos.at(node)?)))
}

/// The part of it that is shown.
fn cropped(plan: &Plan<'_>, node: NodeId, photo: &PhotoFile) -> Option<Crop> {
    let figures = plan.book.document().figures();
    let figure = figures.into_iter().find(|placed| placed.id == node)?.figure;
    let focus = match (figure.focus, plan.book.picture_in(Edition::Epub, node)) {
        // The file has only the part that its figure shows.
        (Some(focus), Some(Picture::Photo(shown))) => Some(match shown.crop {
            Some(crop) => crop.focus(shown.upright_size(), focus),
            None => focus,
        }),
        (focus, _) => focus,
    };
    let upper = Aspect {
        width: WIDTH,
        height: PHOTO,
    };
    Crop::to_aspect((photo.width, photo.height), upper, focus)
}

/// What the cover says, for those who hear it.
fn said(plan: &Plan<'_>) -> String {
    let metadata = plan.metadata();
    let said: Vec<&str> = std::iter::once(metadata.title.as_str())
        .chain(metadata.subtitle.as_deref())
        .chain(metadata.authors.iter().map(String::as_str))
        .collect();
    said.join(". ")
}

fn draw(out: &mut Markup, plan: &Plan<'_>, lead: Option<(NodeId, &PhotoFile)>) {
    let metadata = plan.metadata();
    let (width, height) = (WIDTH.to_string(), HEIGHT.to_string());
    out.open(
        "svg",
        &[
            ("xmlns", "http://www.w3.org/2000/svg"),
            ("xmlns:xlink", "http://www.w3.org/1999/xlink"),
            ("viewBox", &format!("0 0 {width} {height}")),
            ("width", &width),
            ("height", &height),
            ("role", "img"),
            ("aria-label", &said(plan)),
        ],
    );
    out.line();
    let whole = [("width", width.as_str()), ("height", height.as_str())];
    out.empty("rect", &[whole.as_slice(), &[("fill", "#fff")]].concat());
    out.line();
    let upper = if lead.is_some() { PHOTO } else { FIELD }.to_string();
    let upper = [("width", width.as_str()), ("height", upper.as_str())];
    match lead {
        Some((node, photo)) => {
            let part = cropped(plan, node, photo).unwrap_or(Crop {
                left: 0,
                top: 0,
                width: photo.width,
                height: photo.height,
            });
            let seen = format!("{} {} {} {}", part.left, part.top, part.width, part.height);
            let slice = ("preserveAspectRatio", "xMidYMid slice");
            out.open(
                "svg",
                &[upper.as_slice(), &[("viewBox", &seen), slice]].concat(),
            );
            let (width, height) = (photo.width.to_string(), photo.height.to_string());
            out.empty(
                "image",
                &[
                    ("width", width.as_str()),
                    ("height", &height),
                    ("xlink:href", &photo.href),
                ],
            );
            out.close();
        }
        None => out.empty("rect", &[upper.as_slice(), &[("fill", ACCENT)]].concat()),
    }
    out.line();
    let mut column = Column {
        out,
        right_to_left: plan.right_to_left(),
    };
    let mut foot = match lead {
        Some(_) => column.down(PHOTO + 110, &metadata.title, &TITLE_UNDER_PHOTO) + 40,
        None => {
            let top = column.up(FIELD - 150, &metadata.title, &TITLE_ON_FIELD);
            if let Some(kicker) = &metadata.kicker {
                column.up(top.saturating_sub(60), kicker, &KICKER);
            }
            FIELD + 110
        }
    };
    if let Some(subtitle) = &metadata.subtitle {
        foot = column.down(foot, subtitle, &SUBTITLE) + 40;
    }
    column.down(foot, &metadata.authors.join(", "), &AUTHOR);
    if let Some(imprint) = metadata.publisher.as_ref().or(metadata.date.as_ref()) {
        column.up(HEIGHT - 130, imprint, &IMPRINT);
    }
}

/// How a text of the cover is set.
struct Style {
    room: Room,
    colour: &'static str,
    /// Whether it is letterspaced small capitals, where the script has them.
    small_capitals: bool,
    face: &'static [Attribute<'static>],
}

const BOLD: [Attribute<'static>; 1] = [("font-weight", "700")];
const ITALIC: [Attribute<'static>; 1] = [("font-style", "italic")];

const TITLE_ON_FIELD: Style = Style {
    room: room(220, 4, 108, 1100),
    colour: "#fff",
    small_capitals: false,
    face: &BOLD,
};
const TITLE_UNDER_PHOTO: Style = Style {
    room: room(170, 3, 108, 380),
    colour: INK,
    small_capitals: false,
    face: &BOLD,
};
const SUBTITLE: Style = Style {
    room: room(72, 2, 125, 140),
    colour: INK,
    small_capitals: false,
    face: &ITALIC,
};
const AUTHOR: Style = Style {
    room: room(76, 2, 130, 150),
    colour: INK,
    small_capitals: true,
    face: &[],
};
const KICKER: Style = Style {
    room: room(60, 1, 130, 80),
    colour: "#fff",
    small_capitals: true,
    face: &[],
};
const IMPRINT: Style = Style {
    room: room(48, 1, 130, 70),
    colour: INK,
    small_capitals: true,
    face: &[],
};

const fn room(size: u32, lines: usize, leading: u32, height: u32) -> Room {
    Room {
        measure: WIDTH - 2 * MARGIN,
        height,
        size,
        leading,
        lines,
    }
}

/// The cover's one column of text.
struct Column<'o> {
    out: &'o mut Markup,
    right_to_left: bool,
}

impl Column<'_> {
    /// Sets `text` downwards from `top`, and gives where it ends.
    fn down(&mut self, top: u32, text: &str, style: &Style) -> u32 {
        let fitted = fit(text, &style.room, style.small_capitals);
        let leading = fitted.size * style.room.leading / 100;
        let mut baseline = top + fitted.size * 3 / 4;
        for line in &fitted.lines {
            self.line(baseline, line, fitted.size, style);
            baseline += leading;
        }
        baseline - fitted.size * 3 / 4
    }

    /// Sets `text` so that its last line stands on `baseline`, and gives where it begins.
    fn up(&mut self, baseline: u32, text: &str, style: &Style) -> u32 {
        let fitted = fit(text, &style.room, style.small_capitals);
        let leading = fitted.size * style.room.leading / 100;
        let mut baseline = baseline;
        for line in fitted.lines.iter().rev() {
            self.line(baseline, line, fitted.size, style);
            baseline = baseline.saturating_sub(leading);
        }
        (baseline + leading).saturating_sub(fitted.size * 3 / 4)
    }

    fn line(&mut self, baseline: u32, text: &str, size: u32, style: &Style) {
        let x = if self.right_to_left {
            WIDTH - MARGIN
        } else {
            MARGIN
        };
        let (x, y, size) = (x.to_string(), baseline.to_string(), size.to_string());
        let mut attributes = vec![
            ("x", x.as_str()),
            ("y", &y),
            ("font-family", SERIF),
            ("font-size", &size),
            ("fill", style.colour),
        ];
        attributes.extend_from_slice(style.face);
        if style.small_capitals && has_capitals(text) {
            attributes.extend([("font-variant", "small-caps"), ("letter-spacing", "0.06em")]);
        }
        if self.right_to_left {
            attributes.push(("direction", "rtl"));
        }
        self.out.element("text", &attributes, text);
        self.out.line();
    }
}
