//! The measures of a page: trim, margins, and the styles of everything on it.

use super::font::Family;
use super::length::Length;
use super::style::TextStyle;
use crate::fonts::Given;
use crate::paper::{ChaptersOn, Gutter, PageSetup, PageSize, PaperLength};

/// Everything that layout needs to know about the page.
#[derive(Clone, Debug)]
pub struct Spec {
    /// Trim width.
    pub width: Length,
    /// Trim height.
    pub height: Length,
    /// Margin at the spine.
    pub inner: Length,
    /// Margin at the fore edge.
    pub outer: Length,
    /// Margin above the first line.
    pub top: Length,
    /// Lines of text on a full page.
    pub lines: i64,
    /// Whether the inner margin grows with the number of pages.
    pub gutter_by_pages: bool,
    /// Whether chapters open on right-hand pages only.
    pub chapters_on_recto: bool,
    /// Whether a book opens with its cover.
    pub cover: bool,
    /// Whether margins were asked for that leave no room for text.
    pub margins_refused: bool,
    /// Text.
    pub body: TextStyle,
    /// An article's or a book's title.
    pub title: TextStyle,
    /// A chapter's title.
    pub chapter: TextStyle,
    /// Headings of the second level.
    pub section: TextStyle,
    /// Headings below it.
    pub subsection: TextStyle,
    /// The text under a photo.
    pub cutline: TextStyle,
    /// Footnotes.
    pub note: TextStyle,
    /// Blocks of code.
    pub code: TextStyle,
    /// Cells.
    pub table: TextStyle,
    /// Running heads and folios.
    pub running_head: TextStyle,
    /// The faces that are asked for what the bundled ones do not have.
    pub fonts: Given,
}

/// Margins of a page: inner, outer, top and bottom.
#[derive(Clone, Copy)]
struct Margins([Length; 4]);

/// The margins of the sizes that have a name, in tenths of a millimetre. The outer margin is the
/// wider one, since two inner ones meet and are seen as one; the bottom is wider than the top, so
/// that the text does not seem to sink. Wide pages get wide margins rather than long lines.
const MARGINS: [(PageSize, [i64; 4]); 7] = [
    (PageSize::A5, [170, 200, 190, 240]),
    (PageSize::A4, [400, 430, 320, 440]),
    (PageSize::B5, [240, 280, 230, 300]),
    (PageSize::LETTER, [420, 469, 300, 420]),
    (PageSize::SIX_BY_NINE, [180, 210, 200, 260]),
    (PageSize::HALF_LETTER, [160, 187, 190, 250]),
    (PageSize::POCKET, [130, 145, 140, 180]),
];

/// The measure that 10.5 pt fill with about 66 characters, in tenths of a millimetre: R. Bringhurst,
/// "The Elements of Typographic Style", 2.1.2.
const MEASURE: i64 = 1_110;
const SIZE: i64 = 10_500;
const LEADING: i64 = 14_000;
/// Smaller type tires, larger type is for children.
const SIZES: std::ops::RangeInclusive<i64> = 9_000..=12_000;

/// The least that margins leave for text.
const LEAST: Length = Length::mm(25);

impl Spec {
    /// The book layout on a trim size.
    pub fn book(size: PageSize) -> Spec {
        Spec::of(&PageSetup {
            size: Some(size),
            ..PageSetup::default()
        })
    }

    /// The book layout as it is asked for. Type is as large as its measure allows; margins that
    /// leave no room for text are those that go with the size.
    pub fn of(setup: &PageSetup) -> Spec {
        let size = setup.size.unwrap_or(PageSize::A5);
        let (width, height) = (Length::on_paper(size.width), Length::on_paper(size.height));
        let usual = Margins::usual(size);
        let asked = usual.but(setup);
        let fits = asked.leave_room(width, height);
        let margins = if fits { asked } else { usual };
        let Margins([inner, outer, top, bottom]) = margins;
        let measure = width - inner - outer;
        let size = type_size(measure);
        // Four thirds, to half a point.
        let leading = (size * 4 / 3 + 250) / 500 * 500;
        let style = |family, of_size, of_leading| {
            TextStyle::regular(
                family,
                Length::milli_pt(of_size).scaled(size, SIZE),
                Length::milli_pt(of_leading).scaled(leading, LEADING),
            )
        };
        let body = style(Family::Serif, SIZE, LEADING);
        let room = height - top - bottom;
        Spec {
            width,
            height,
            inner,
            outer,
            top,
            lines: (room.units() / body.leading.units()).max(1),
            gutter_by_pages: setup.gutter == Some(Gutter::Auto),
            chapters_on_recto: setup.chapters_on == Some(ChaptersOn::Recto),
            cover: setup.cover == Some(true),
            margins_refused: !fits,
            body,
            title: style(Family::Serif, 24_000, 28_000).bold(),
            chapter: style(Family::Serif, 19_000, 28_000),
            section: style(Family::Serif, 12_000, 14_000).all_small_caps(40),
            subsection: style(Family::Serif, 10_500, 14_000).italic(),
            cutline: style(Family::Sans, 8_200, 10_500),
            note: style(Family::Serif, 8_500, 10_500),
            code: style(Family::Mono, 8_400, 11_200),
            table: style(Family::Sans, 9_000, 11_500),
            running_head: style(Family::Serif, 8_500, 10_500),
            fonts: Given::default(),
        }
    }

    /// The same with faces to ask for what the bundled ones do not have.
    pub fn with_fonts(self, fonts: Given) -> Spec {
        Spec { fonts, ..self }
    }

    /// The width of a line.
    pub fn measure(&self) -> Length {
        self.width - self.inner - self.outer
    }

    /// The height of the text area: a whole number of lines.
    pub fn depth(&self) -> Length {
        self.body.leading * self.lines
    }

    /// One em of the body: the indent of a paragraph.
    pub fn em(&self) -> Length {
        self.body.size
    }
}

impl Margins {
    fn usual(size: PageSize) -> Margins {
        if let Some((_, tenths)) = MARGINS.iter().find(|(named, _)| *named == size) {
            return Margins(tenths.map(Length::tenth_mm));
        }
        // Those of A5 by proportion, and no measure longer than the largest type fills.
        let (width, height) = (Length::on_paper(size.width), Length::on_paper(size.height));
        let (inner, outer) = (width.scaled(170, 1_480), width.scaled(200, 1_480));
        let longest = Length::tenth_mm(MEASURE).scaled(*SIZES.end(), SIZE);
        let over = (width - inner - outer - longest).max(Length::ZERO);
        Margins([
            inner + over.scaled(17, 37),
            outer + over.scaled(20, 37),
            height.scaled(190, 2_100) + over / 6,
            height.scaled(240, 2_100) + over / 3,
        ])
    }

    /// These, but for those that are asked for.
    fn but(self, setup: &PageSetup) -> Margins {
        let asked = [setup.inner, setup.outer, setup.top, setup.bottom];
        let mut margins = self;
        for (margin, asked) in margins.0.iter_mut().zip(asked) {
            if let Some(asked) = asked {
                *margin = Length::on_paper(asked);
            }
        }
        if let Some(Gutter::Fixed(gutter)) = setup.gutter {
            margins.0[0] += Length::on_paper(gutter);
        }
        margins
    }

    fn leave_room(self, width: Length, height: Length) -> bool {
        let Margins([inner, outer, top, bottom]) = self;
        width - inner - outer >= LEAST && height - top - bottom >= LEAST
    }
}

/// The size of type that fills a measure with about 66 characters, in thousandths of a point: a
/// multiple of half a point.
fn type_size(measure: Length) -> i64 {
    let wanted = measure.units().max(0) * SIZE / Length::tenth_mm(MEASURE).units();
    // A hair below a step is that step.
    ((wanted + 490) / 500 * 500).clamp(*SIZES.start(), *SIZES.end())
}

/// How much the inner margin grows with the number of pages: the least gutters that Kindle Direct
/// Publishing asks for ("Set trim size, bleed, and margins", as of 2024), less that of a thin book,
/// in thousandths of an inch. Each with the most pages that it is for.
const GUTTERS: [(usize, u32); 5] = [
    (150, 0),
    (300, 125),
    (500, 250),
    (700, 375),
    (usize::MAX, 500),
];

/// What a book of so many pages needs at the spine beyond what a thin one does.
pub fn gutter(pages: usize) -> PaperLength {
    let found = GUTTERS.iter().find(|(most, _)| pages <= *most);
    PaperLength::milli_inch(found.map_or(0, |(_, gutter)| *gutter))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn points(length: Length) -> i64 {
        length.scaled(1_000, 1).units() / Length::pt(1).units()
    }

    #[test]
    fn type_follows_the_measure() {
        let of = |size| {
            let spec = Spec::book(size);
            (
                points(spec.body.size),
                points(spec.body.leading),
                spec.lines,
            )
        };
        assert_eq!(of(PageSize::A5), (10_500, 14_000, 33));
        assert_eq!(of(PageSize::A4), (12_000, 16_000, 39));
        assert_eq!(of(PageSize::POCKET), (9_000, 12_000, 34));
        assert_eq!(of(PageSize::SIX_BY_NINE), (11_000, 14_500, 35));
    }

    #[test]
    fn margins_that_leave_no_room_are_not_taken() {
        let setup = PageSetup {
            top: PaperLength::parse("150mm"),
            bottom: PaperLength::parse("60mm"),
            ..PageSetup::default()
        };
        let spec = Spec::of(&setup);
        assert!(spec.margins_refused && !Spec::book(PageSize::A5).margins_refused);
        assert_eq!(spec.lines, 33);
    }

    #[test]
    fn thick_books_have_wide_gutters() {
        let gutters = [24, 150, 151, 600, 5_000].map(|pages| gutter(pages).micrometres());
        assert_eq!(gutters, [0, 0, 3_175, 9_525, 12_700]);
    }
}
