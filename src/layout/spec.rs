//! The measures of a page: trim, margins, and the styles of everything on it.

use super::font::Family;
use super::length::Length;
use super::style::TextStyle;

/// A trim size by name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PageSize {
    /// 148 × 210 mm.
    A5,
    /// 210 × 297 mm.
    A4,
}

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
}

impl Spec {
    /// The book layout on a trim size. The figures stand for A5; A4 takes them at 8/7, which gives
    /// a body of 12/16 pt.
    pub fn book(page: PageSize) -> Spec {
        let (numerator, denominator) = match page {
            PageSize::A5 => (1, 1),
            PageSize::A4 => (8, 7),
        };
        let length = |milli_pt: i64| Length::milli_pt(milli_pt).scaled(numerator, denominator);
        let style =
            |family, size, leading| TextStyle::regular(family, length(size), length(leading));
        let (width, height, inner, outer, top, lines) = match page {
            PageSize::A5 => (148, 210, 17, 20, 19, 33),
            PageSize::A4 => (210, 297, 40, 43, 32, 39),
        };
        Spec {
            width: Length::mm(width),
            height: Length::mm(height),
            inner: Length::mm(inner),
            outer: Length::mm(outer),
            top: Length::mm(top),
            lines,
            body: style(Family::Serif, 10_500, 14_000),
            title: style(Family::Serif, 24_000, 28_000).bold(),
            chapter: style(Family::Serif, 19_000, 28_000),
            section: style(Family::Serif, 12_000, 14_000).all_small_caps(40),
            subsection: style(Family::Serif, 10_500, 14_000).italic(),
            cutline: style(Family::Sans, 8_200, 10_500),
            note: style(Family::Serif, 8_500, 10_500),
            code: style(Family::Mono, 8_400, 11_200),
            table: style(Family::Sans, 9_000, 11_500),
            running_head: style(Family::Serif, 8_500, 10_500),
        }
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
