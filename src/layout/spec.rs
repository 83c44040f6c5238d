//! The measures of a page as a design asks for them: trim, margins, and the styles of everything on it.

use super::font::Family;
use super::frame::Point;
use super::length::Length;
use super::row::NARROWEST;
use super::style::TextStyle;
use crate::design::{
    ChapterPlace, CutlinePlace, Design, FamilyName, Opening, RunningPlace, Sides, StyleDesign,
    TitlePlace,
};
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
    /// Whether pages face each other: then their margins are mirrored.
    pub facing: bool,
    /// Whether a book's title has a page of its own, and its contents too.
    pub title_page: bool,
    /// Whether chapters follow each other on one page.
    pub chapters_run_on: bool,
    /// Levels of headings in the contents.
    pub contents: u8,
    /// Lines left free above a chapter's title.
    pub sink: i64,
    /// Whether the first words of a book's chapter stand in small capitals.
    pub small_cap_openings: bool,
    /// Whether running head and folio stand below the text.
    pub running_at_foot: bool,
    /// Whether folios say of how many pages they are one.
    pub folio_of_all: bool,
    /// Lines above and below a chapter's title, a section's and a heading below it.
    pub around_headings: [(i64, i64); 3],
    /// Columns of text.
    pub columns: Columns,
    /// The column beside them.
    pub side: Option<Side>,
    /// Whether cutlines stand in it.
    pub cutline_beside: bool,
    /// Whether photos stand on pages of their own.
    pub plates: bool,
    /// A photo takes at most so many per cent of the page's depth.
    pub tallest: i64,
    /// Columns under the photo that opens an article.
    pub lead: usize,
    /// Text.
    pub body: TextStyle,
    /// An article's or a book's title.
    pub title: TextStyle,
    /// The line above it.
    pub kicker: TextStyle,
    /// What stands under it.
    pub standfirst: TextStyle,
    /// Who wrote it, and when.
    pub byline: TextStyle,
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
    /// How far below the page its slug line stands, if it has one.
    pub slug: Option<Length>,
    /// The faces that are asked for what the bundled ones do not have.
    pub fonts: Given,
}

/// Columns of text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Columns {
    /// How many.
    pub count: usize,
    /// Between them.
    pub gap: Length,
    /// The rule between them; 0 for none.
    pub rule: Length,
}

/// The column beside the text, at the outer edge.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Side {
    /// How wide it is.
    pub width: Length,
    /// Between it and the text.
    pub gap: Length,
}

/// Margins of a page: inner, outer, top and bottom.
#[derive(Clone, Copy)]
struct Margins([Length; 4]);

/// The measure that 10.5 pt fill with about 66 characters, in tenths of a millimetre: R. Bringhurst,
/// "The Elements of Typographic Style", 2.1.2.
const MEASURE: i64 = 1_110;
const SIZE: i64 = 10_500;
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

    /// The book layout as it is asked for.
    pub fn of(setup: &PageSetup) -> Spec {
        Spec::designed(&Design::book(), setup)
    }

    /// A layout as it is asked for. Type may be as large as its measure allows; margins that leave no
    /// room for text are those that go with the size.
    pub fn designed(design: &Design, setup: &PageSetup) -> Spec {
        let size = setup.size.or(design.page.size).unwrap_or(PageSize::A5);
        let (width, height) = (Length::on_paper(size.width), Length::on_paper(size.height));
        let usual = Margins::usual(design, size);
        let asked = usual.but(setup);
        let fits = asked.leave_room(width, height);
        let margins = if fits { asked } else { usual };
        let Margins([inner, outer, top, bottom]) = margins;
        let side = design.side.map(|side| Side {
            width: Length::on_paper(side.width),
            gap: Length::on_paper(side.gap),
        });
        // A page too narrow for both has no side column.
        let all = width - inner - outer;
        let side = side.filter(|side| all - side.width - side.gap >= side.width * 3 / 2);
        let text = all - side.map_or(Length::ZERO, |side| side.width + side.gap);
        let columns = columns(design, text);
        let (of_size, of_leading) = (i64::from(design.text.size), i64::from(design.text.leading));
        let (size, leading) = if design.text.grows {
            let size = type_size(text);
            // Four thirds, to half a point.
            (size, (size * 4 / 3 + 250) / 500 * 500)
        } else {
            (of_size, of_leading)
        };
        let style = |design: &StyleDesign| {
            let mut style = TextStyle::regular(
                match design.family {
                    FamilyName::Serif => Family::Serif,
                    FamilyName::Sans => Family::Sans,
                    FamilyName::Mono => Family::Mono,
                },
                Length::milli_pt(design.size.into()).scaled(size, of_size),
                Length::milli_pt(design.leading.into()).scaled(leading, of_leading),
            );
            style.bold = design.bold;
            style.italic = design.italic;
            style.letterspacing = design.letterspacing.into();
            if design.small_capitals {
                style = style.all_small_caps(style.letterspacing);
            }
            style
        };
        let styles = &design.styles;
        let body = style(&styles.body);
        let room = height - top - bottom;
        let facing = design.page.sides == Sides::Two;
        Spec {
            width,
            height,
            inner,
            outer,
            top,
            lines: (room.units() / body.leading.units().max(1)).max(1),
            gutter_by_pages: setup.gutter == Some(Gutter::Auto),
            chapters_on_recto: facing && setup.chapters_on == Some(ChaptersOn::Recto),
            cover: setup.cover == Some(true),
            margins_refused: !fits,
            facing,
            title_page: design.page.title == TitlePlace::Page,
            chapters_run_on: design.page.chapters == ChapterPlace::RunOn,
            contents: design.page.contents,
            sink: design.page.sink.into(),
            small_cap_openings: design.page.opening == Opening::SmallCaps,
            running_at_foot: design.page.running == RunningPlace::Foot,
            folio_of_all: design.page.folio_of_all,
            around_headings: [&styles.chapter, &styles.section, &styles.subsection]
                .map(|style| (style.above.into(), style.below.into())),
            columns,
            side,
            cutline_beside: design.figures.cutline == CutlinePlace::Side && side.is_some(),
            plates: design.figures.plates,
            tallest: design.figures.tallest.into(),
            lead: design.figures.lead.into(),
            body,
            title: style(&styles.title),
            kicker: style(&styles.kicker),
            standfirst: style(&styles.standfirst),
            byline: style(&styles.byline),
            chapter: style(&styles.chapter),
            section: style(&styles.section),
            subsection: style(&styles.subsection),
            cutline: style(&styles.cutline),
            note: style(&styles.note),
            code: style(&styles.code),
            table: style(&styles.table),
            running_head: style(&styles.running),
            slug: None,
            fonts: Given::default(),
        }
    }

    /// The same with a slug line that far below the trimmed page.
    pub fn with_slug(self, slug: Option<Length>) -> Spec {
        Spec { slug, ..self }
    }

    /// The same with faces to ask for what the bundled ones do not have.
    pub fn with_fonts(self, fonts: Given) -> Spec {
        Spec { fonts, ..self }
    }

    /// The width of a line.
    pub fn measure(&self) -> Length {
        let count = self.columns.count.max(1) as i64;
        (self.across() - self.columns.gap * (count - 1)) / count
    }

    /// The same page with its text in two columns where they are wide enough for the lines of an index.
    pub fn of_index(&self) -> Spec {
        /// In ems of its small letters: a term of two words with three pages.
        const NARROWEST: i64 = 13;
        let gap = self.em() * 3 / 2;
        let is_wide = self.across() - gap >= self.note.size * (2 * NARROWEST);
        let mut spec = self.clone();
        if self.columns.count < 2 && is_wide {
            spec.columns = Columns {
                count: 2,
                gap,
                rule: Length::ZERO,
            };
        }
        spec
    }

    /// The width of all columns of text.
    pub fn across(&self) -> Length {
        let side = self.side.map_or(Length::ZERO, |side| side.width + side.gap);
        self.width - self.inner - self.outer - side
    }

    /// Where the text area's top left corner is on a right-hand page, or on a left-hand one.
    pub fn corner(&self, recto: bool) -> Point {
        Point {
            x: match recto || !self.facing {
                true => self.inner,
                false => self.outer,
            },
            y: self.top,
        }
    }

    /// The room for photos in the margin: the column beside the text, or what the outer margin leaves
    /// between text and edge. None where a photo would be a stamp.
    pub fn margin(&self) -> Option<Side> {
        /// Between a photo and the edge of the page: a thumb, and what a printer cannot reach.
        const EDGE: Length = Length::mm(7);
        if self.columns.count > 1 {
            return None;
        }
        let gap = self.em();
        let width = self.outer - gap - EDGE;
        let outer = Side { width, gap };
        self.side.or((width >= NARROWEST).then_some(outer))
    }

    /// From the left edge of one column to that of the next.
    pub fn column_step(&self) -> Length {
        self.measure() + self.columns.gap
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

/// As many columns as are wide enough.
fn columns(design: &Design, across: Length) -> Columns {
    let gap = Length::on_paper(design.columns.gap);
    let narrowest = Length::on_paper(design.columns.narrowest);
    let step = (narrowest + gap).units().max(1);
    let fitting = (across + gap).units() / step;
    let most = i64::from(design.columns.most);
    Columns {
        count: usize::try_from(fitting.clamp(1, most.max(1))).unwrap_or(1),
        gap,
        rule: Length::milli_pt(design.columns.rule.into()),
    }
}

impl Margins {
    fn usual(design: &Design, size: PageSize) -> Margins {
        if let Some((_, four)) = design.margins.iter().find(|(named, _)| *named == size) {
            return Margins(four.map(Length::on_paper));
        }
        let (width, height) = (Length::on_paper(size.width), Length::on_paper(size.height));
        let Some((base, four)) = design.margins.first() else {
            return Margins([width / 8, width / 8, height / 10, height / 9]);
        };
        // Those of the first size by proportion.
        let part = |whole: Length, margin: PaperLength, of: PaperLength| {
            whole.scaled(margin.micrometres().into(), of.micrometres().into())
        };
        let [inner, outer, top, bottom] = [
            part(width, four[0], base.width),
            part(width, four[1], base.width),
            part(height, four[2], base.height),
            part(height, four[3], base.height),
        ];
        if !design.text.grows {
            return Margins([inner, outer, top, bottom]);
        }
        // No measure is longer than the largest type fills.
        let longest = Length::tenth_mm(MEASURE).scaled(*SIZES.end(), SIZE);
        let over = (width - inner - outer - longest).max(Length::ZERO);
        Margins([
            inner + over.scaled(17, 37),
            outer + over.scaled(20, 37),
            top + over / 6,
            bottom + over / 3,
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
