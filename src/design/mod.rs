//! What a layout is, as data: a page of TOML that says how a book looks on paper. Four are built in; a
//! file of one's own may stand in their place. Knows neither books nor pages.

mod read;
mod value;

use crate::paper::{PageSize, PaperLength};

pub use read::{named, of};

/// The built-in layouts: name and text.
pub const BUILT_IN: [(&str, &str); 4] = [
    ("book", include_str!("../../assets/layouts/book.toml")),
    ("handout", include_str!("../../assets/layouts/handout.toml")),
    (
        "newspaper",
        include_str!("../../assets/layouts/newspaper.toml"),
    ),
    (
        "photobook",
        include_str!("../../assets/layouts/photobook.toml"),
    ),
];

/// How a book looks on paper.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Design {
    /// The page.
    pub page: PageDesign,
    /// Inner, outer, top and bottom margin by size of page. Another size has those of the first by
    /// proportion.
    pub margins: Vec<(PageSize, [PaperLength; 4])>,
    /// Type.
    pub text: TypeDesign,
    /// Columns of text.
    pub columns: ColumnsDesign,
    /// The column beside the text, if there is one.
    pub side: Option<SideDesign>,
    /// Photos.
    pub figures: FiguresDesign,
    /// What each kind of text looks like.
    pub styles: Styles,
}

/// The page, and what opens on one.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PageDesign {
    /// The size where the manuscript names none; that of A5 where the layout does not either.
    pub size: Option<PageSize>,
    /// Which sides of the paper are printed.
    pub sides: Sides,
    /// Where the title stands.
    pub title: TitlePlace,
    /// Where chapters open.
    pub chapters: ChapterPlace,
    /// Levels of headings in the contents: 1 for chapters alone, 2 with their sections.
    pub contents: u8,
    /// Lines left free above a chapter's title.
    pub sink: u8,
    /// How a chapter's first words stand.
    pub opening: Opening,
    /// Where the running head and the folio stand.
    pub running: RunningPlace,
    /// Whether a folio says of how many pages it is one.
    pub folio_of_all: bool,
}

/// How the first words of a book's chapter stand.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Opening {
    /// As all others.
    #[default]
    Plain,
    /// In small capitals, letterspaced.
    SmallCaps,
}

/// Which sides of the paper are printed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Sides {
    /// One: every page is like the next.
    #[default]
    One,
    /// Both: pages face each other.
    Two,
}

/// Where a book's title stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum TitlePlace {
    /// On a page of its own, before the contents.
    Page,
    /// At the head of the first page.
    #[default]
    Block,
}

/// Where chapters open.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ChapterPlace {
    /// Each on a page of its own.
    #[default]
    Page,
    /// Where the one before ends.
    RunOn,
}

/// Where the running head and the folio stand.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum RunningPlace {
    /// Above the text.
    #[default]
    Head,
    /// Below it: the title, the date and the folio.
    Foot,
}

/// The size of the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TypeDesign {
    /// In thousandths of a point. The styles are meant beside this size.
    pub size: u32,
    /// Baseline to baseline, in thousandths of a point.
    pub leading: u32,
    /// Whether it grows with the measure.
    pub grows: bool,
}

impl Default for TypeDesign {
    fn default() -> TypeDesign {
        TypeDesign {
            size: 10_500,
            leading: 14_000,
            grows: false,
        }
    }
}

/// Columns of text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ColumnsDesign {
    /// At most so many; at least 1.
    pub most: u8,
    /// None is narrower.
    pub narrowest: PaperLength,
    /// Between them.
    pub gap: PaperLength,
    /// The rule between them, in thousandths of a point; 0 for none.
    pub rule: u32,
}

impl Default for ColumnsDesign {
    fn default() -> ColumnsDesign {
        ColumnsDesign {
            most: 1,
            narrowest: PaperLength::tenth_mm(500),
            gap: PaperLength::tenth_mm(50),
            rule: 0,
        }
    }
}

/// A column beside the text, at the outer edge.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SideDesign {
    /// How wide it is.
    pub width: PaperLength,
    /// Between it and the text.
    pub gap: PaperLength,
}

/// Photos.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FiguresDesign {
    /// Where cutlines stand.
    pub cutline: CutlinePlace,
    /// A photo takes at most so many per cent of the page's depth.
    pub tallest: u8,
    /// Whether photos stand on pages of their own, apart from the text.
    pub plates: bool,
    /// Columns under the photo that opens an article.
    pub lead: u8,
}

impl Default for FiguresDesign {
    fn default() -> FiguresDesign {
        FiguresDesign {
            cutline: CutlinePlace::Below,
            tallest: 60,
            plates: false,
            lead: 1,
        }
    }
}

/// Where cutlines stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CutlinePlace {
    /// Under the photo.
    Below,
    /// In the side column, beside it.
    Side,
}

/// A family of type.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FamilyName {
    /// For reading.
    Serif,
    /// For the voice beside it.
    Sans,
    /// For code.
    Mono,
}

/// What one kind of text looks like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StyleDesign {
    /// Its family.
    pub family: FamilyName,
    /// In thousandths of a point.
    pub size: u32,
    /// Baseline to baseline, in thousandths of a point.
    pub leading: u32,
    /// Whether it is bold.
    pub bold: bool,
    /// Whether it is italic.
    pub italic: bool,
    /// Whether all its letters are small capitals.
    pub small_capitals: bool,
    /// Between letters, in thousandths of an em.
    pub letterspacing: u32,
    /// Lines of the text left free above a heading.
    pub above: u8,
    /// And below it.
    pub below: u8,
}

impl Default for StyleDesign {
    fn default() -> StyleDesign {
        StyleDesign {
            family: FamilyName::Serif,
            size: 10_500,
            leading: 14_000,
            bold: false,
            italic: false,
            small_capitals: false,
            letterspacing: 0,
            above: 1,
            below: 0,
        }
    }
}

/// Every kind of text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Styles {
    /// Prose.
    pub body: StyleDesign,
    /// The title of a title block.
    pub title: StyleDesign,
    /// The line above it.
    pub kicker: StyleDesign,
    /// What stands under it.
    pub standfirst: StyleDesign,
    /// Who wrote it, and when.
    pub byline: StyleDesign,
    /// A chapter's title.
    pub chapter: StyleDesign,
    /// Headings of the second level.
    pub section: StyleDesign,
    /// Headings below it.
    pub subsection: StyleDesign,
    /// Cutlines and credits.
    pub cutline: StyleDesign,
    /// Footnotes.
    pub note: StyleDesign,
    /// Blocks of code.
    pub code: StyleDesign,
    /// Cells.
    pub table: StyleDesign,
    /// Running heads and folios.
    pub running: StyleDesign,
}

impl Design {
    /// The layout where none is asked for.
    pub fn book() -> Design {
        named("book").unwrap_or_default()
    }
}

#[cfg(test)]
mod tests;
