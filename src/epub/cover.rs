//! The cover: title and author under the lead photo, or under a field of the one accent colour.

mod fit;

use super::markup::{Attribute, Markup};
use super::photos::PhotoFile;
use super::plan::Plan;
use super::xhtml;
use fit::fit;

/// The proportions that shops ask for (Kindle cover guide: at least 1600 × 2560).
const WIDTH: u32 = 1600;
const HEIGHT: u32 = 2560;
/// The upper field takes 58 % of the height.
const FIELD: u32 = 1485;
const MARGIN: u32 = 140;
const MEASURE: u32 = WIDTH - 2 * MARGIN;

const SERIF: &str = "Libertinus Serif, Iowan Old Style, Palatino, Georgia, serif";
const ACCENT: &str = "#1f3b63";
const INK: &str = "#1a1a1a";

/// The page that the book opens with.
pub fn page(plan: &Plan<'_>) -> String {
    let mut out = xhtml::begin(plan, plan.words.cover, &[("class", "cover")]);
    out.open("section", &[("epub:type", "cover")]);
    out.line();
    draw(&mut out, plan, lead(plan));
    out.finish()
}

/// The picture for the reader's shelf. It cannot show a photo: a picture that a page shows may not
/// fetch another.
pub fn picture(plan: &Plan<'_>) -> String {
    let mut out = Markup::with_prolog("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    draw(&mut out, plan, None);
    out.finish()
}

/// The first photo of the text.
fn lead<'a>(plan: &'a Plan<'_>) -> Option<&'a PhotoFile> {
    let figures = plan.book.document().figures();
    figures.iter().find_map(|placed| plan.photos.at(placed.id))
}

fn draw(out: &mut Markup, plan: &Plan<'_>, lead: Option<&PhotoFile>) {
    let metadata = plan.metadata();
    let said: Vec<&str> = std::iter::once(metadata.title.as_str())
        .chain(metadata.subtitle.as_deref())
        .chain(metadata.authors.iter().map(String::as_str))
        .collect();
    let (width, height, field) = (WIDTH.to_string(), HEIGHT.to_string(), FIELD.to_string());
    out.open(
        "svg",
        &[
            ("xmlns", "http://www.w3.org/2000/svg"),
            ("xmlns:xlink", "http://www.w3.org/1999/xlink"),
            ("viewBox", &format!("0 0 {width} {height}")),
            ("width", if lead.is_some() { "100%" } else { &width }),
            ("height", &height),
            ("role", "img"),
            ("aria-label", &said.join(". ")),
        ],
    );
    out.line();
    let whole = [
        ("width", width.as_str()),
        ("height", height.as_str()),
        ("fill", "#fff"),
    ];
    out.empty("rect", &whole);
    out.line();
    let area = [("width", width.as_str()), ("height", field.as_str())];
    let mut column = Column {
        out,
        right_to_left: plan.right_to_left(),
    };
    let below = match lead {
        Some(photo) => {
            let slice = [
                ("preserveAspectRatio", "xMidYMid slice"),
                ("xlink:href", photo.href.as_str()),
            ];
            column
                .out
                .empty("image", &[area.as_slice(), &slice].concat());
            column.out.line();
            column.down(FIELD + 130, &metadata.title, &TITLE_UNDER_PHOTO) + 30
        }
        None => {
            column
                .out
                .empty("rect", &[area.as_slice(), &[("fill", ACCENT)]].concat());
            column.out.line();
            column.up(FIELD - 150, &metadata.title, &TITLE_ON_FIELD);
            FIELD + 130
        }
    };
    let mut foot = below;
    if let Some(subtitle) = &metadata.subtitle {
        foot = column.down(foot, subtitle, &SUBTITLE) + 60;
    }
    column.down(foot, &metadata.authors.join(", "), &AUTHOR);
    if let Some(publisher) = &metadata.publisher {
        column.up(HEIGHT - 120, publisher, &PUBLISHER);
    }
}

/// How a text of the cover is set.
struct Style {
    /// The largest size of its em, in the drawing's units.
    size: u32,
    /// The most lines it should take.
    lines: usize,
    /// Line distance in hundredths of an em.
    leading: u32,
    colour: &'static str,
    /// Whether it is letterspaced small capitals, where the script has them.
    small_capitals: bool,
    face: &'static [Attribute<'static>],
}

const BOLD: [Attribute<'static>; 1] = [("font-weight", "700")];
const ITALIC: [Attribute<'static>; 1] = [("font-style", "italic")];

const TITLE_ON_FIELD: Style = Style {
    size: 220,
    lines: 4,
    leading: 108,
    colour: "#fff",
    small_capitals: false,
    face: &BOLD,
};
const TITLE_UNDER_PHOTO: Style = Style {
    size: 170,
    lines: 3,
    leading: 108,
    colour: INK,
    small_capitals: false,
    face: &BOLD,
};
const SUBTITLE: Style = Style {
    size: 72,
    lines: 3,
    leading: 125,
    colour: INK,
    small_capitals: false,
    face: &ITALIC,
};
const AUTHOR: Style = Style {
    size: 76,
    lines: 3,
    leading: 130,
    colour: INK,
    small_capitals: true,
    face: &[],
};
const PUBLISHER: Style = Style {
    size: 48,
    lines: 2,
    leading: 130,
    colour: INK,
    small_capitals: true,
    face: &[],
};

/// The cover's one column of text.
struct Column<'o> {
    out: &'o mut Markup,
    right_to_left: bool,
}

impl Column<'_> {
    /// Sets `text` downwards from `top`, and gives where it ends.
    fn down(&mut self, top: u32, text: &str, style: &Style) -> u32 {
        let fitted = fit(text, MEASURE, style.size, style.lines, style.small_capitals);
        let leading = fitted.size * style.leading / 100;
        let mut baseline = top + fitted.size * 3 / 4;
        for line in &fitted.lines {
            self.line(baseline, line, fitted.size, style);
            baseline += leading;
        }
        baseline - fitted.size * 3 / 4
    }

    /// Sets `text` so that its last line stands on `baseline`.
    fn up(&mut self, baseline: u32, text: &str, style: &Style) {
        let fitted = fit(text, MEASURE, style.size, style.lines, style.small_capitals);
        let leading = fitted.size * style.leading / 100;
        let mut baseline = baseline;
        for line in fitted.lines.iter().rev() {
            self.line(baseline, line, fitted.size, style);
            baseline = baseline.saturating_sub(leading);
        }
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
        if style.small_capitals && fit::has_capitals(text) {
            attributes.extend([("font-variant", "small-caps"), ("letter-spacing", "0.06em")]);
        }
        if self.right_to_left {
            attributes.push(("direction", "rtl"));
        }
        self.out.element("text", &attributes, text);
        self.out.line();
    }
}
