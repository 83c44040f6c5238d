//! Those who print, and what they ask. Rules change: each has its source and the month it was read.

use crate::diagnostic::Authority;
use crate::paper::{PaperLength, PrintColours};

/// Who prints.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Printer {
    /// Any press that takes PDF/X.
    Print,
    /// Kindle Direct Publishing, paperbacks.
    Kdp,
    /// IngramSpark and Lightning Source.
    Ingram,
}

/// What a printer asks. What is not there, it does not limit.
#[derive(Debug)]
pub struct Profile {
    /// Whose rules they are.
    pub(super) authority: Authority,
    /// Trim sizes.
    pub(super) trims: Option<&'static Trims>,
    /// The fewest and the most pages.
    pub(super) pages: Option<&'static PageLimits>,
    /// Whether there must be an even number of them.
    pub(super) even_pages: bool,
    /// The least margin at the spine, each with the most pages that it is for.
    pub(super) gutters: &'static [(usize, PaperLength)],
    /// The least margin at the other edges: of a book without bleed, and of one with.
    pub(super) outside: Option<(PaperLength, PaperLength)>,
    /// How far colour goes beyond the page.
    pub(super) bleed: BleedRule,
    /// Whether marks and a slug line may be printed.
    pub(super) takes_marks: bool,
    /// Whether every photo must be there, with so many pixels to the inch.
    pub(super) least_resolution: Option<u32>,
    /// What becomes of photos where the book does not say.
    pub(super) colours: PrintColours,
    /// The most ink on one place, in per cent of one full ink.
    pub(super) most_ink: Option<u16>,
    /// Whether the file is to follow PDF/X-4.
    pub(super) follows_pdf_x: bool,
    /// Whether the cover is a file of its own.
    pub(super) has_cover_apart: bool,
}

/// Sizes of trimmed pages.
#[derive(Debug)]
pub(super) struct Trims {
    /// Those with a name, in thousandths of an inch: width and height.
    pub standard: &'static [(u32, u32)],
    /// What width and height may be apart from these.
    pub width: (u32, u32),
    pub height: (u32, u32),
}

/// How many pages a book may have.
#[derive(Debug)]
pub(super) struct PageLimits {
    pub fewest: usize,
    pub most: usize,
    /// The most of books of some sizes, in thousandths of an inch.
    pub most_of_size: &'static [((u32, u32), usize)],
}

/// How far colour goes beyond the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum BleedRule {
    /// On all sides; the book may say otherwise.
    Around(PaperLength),
    /// On all but the spine, and only where something bleeds.
    ButSpine(PaperLength),
}

const fn inch(thousandths: u32) -> PaperLength {
    PaperLength::milli_inch(thousandths)
}

/// 3 mm of bleed is the custom of Europe. Sheet-fed offset on coated paper takes 350 % of ink at most
/// (ISO 12647-2:2004, 4.3.2.2); many printers ask for 300 or 330.
static PRINT: Profile = Profile {
    authority: Authority {
        name: "the press",
        source: "ISO 15930-7, ISO 12647-2",
        read: "2026-11",
    },
    trims: None,
    pages: None,
    even_pages: false,
    gutters: &[],
    outside: None,
    bleed: BleedRule::Around(PaperLength::tenth_mm(30)),
    takes_marks: true,
    least_resolution: None,
    colours: PrintColours::Keep,
    most_ink: Some(350),
    follows_pdf_x: true,
    has_cover_apart: false,
};

/// KDP help, “Print Options” (G201834180): sizes, and the most pages of each, in black ink on white paper, which
/// of all papers takes most; “Set Trim Size, Bleed, and Margins” (GVBQ3CMEQW3W2VL6): gutters, margins, bleed;
/// “Save Your Manuscript File” (GYEKAVKMSE23PFTM): no marks, bookmarks, annotations or placeholder
/// text, 300 pixels to the inch.
static KDP: Profile = Profile {
    authority: Authority {
        name: "KDP",
        source: "kdp.amazon.com/help/topic/G201834180, GVBQ3CMEQW3W2VL6 and GYEKAVKMSE23PFTM",
        read: "2026-11",
    },
    trims: Some(&Trims {
        standard: &[
            (5_000, 8_000),
            (5_060, 7_810),
            (5_250, 8_000),
            (5_500, 8_500),
            (6_000, 9_000),
            (6_140, 9_210),
            (6_690, 9_610),
            (7_000, 10_000),
            (7_440, 9_690),
            (7_500, 9_250),
            (8_000, 10_000),
            (8_250, 6_000),
            (8_250, 8_250),
            (8_500, 8_500),
            (8_500, 11_000),
            (8_270, 11_690),
        ],
        width: (4_000, 8_500),
        height: (6_000, 11_690),
    }),
    pages: Some(&PageLimits {
        fewest: 24,
        most: 828,
        most_of_size: &[
            ((8_250, 6_000), 800),
            ((8_250, 8_250), 800),
            ((8_500, 8_500), 590),
            ((8_500, 11_000), 590),
            ((8_270, 11_690), 780),
        ],
    }),
    even_pages: false,
    gutters: &[
        (150, inch(375)),
        (300, inch(500)),
        (500, inch(625)),
        (700, inch(750)),
        (828, inch(875)),
    ],
    outside: Some((inch(250), inch(375))),
    bleed: BleedRule::ButSpine(inch(125)),
    takes_marks: false,
    least_resolution: Some(300),
    colours: PrintColours::Keep,
    most_ink: None,
    follows_pdf_x: false,
    has_cover_apart: true,
};

/// IngramSpark, “File Requirements for Print Books” and “Manufacturing and File Setup Tips”: half an inch
/// from the trim on all sides, no marks, colours of four inks; Lightning Source, “Ink Coverage Exceeds
/// 240% CMYK” (360021155692); the File Creation Guide: an eighth of bleed, an even number of
/// pages. The guide names PDF/X-1a and X-3, which know no transparency; this is X-4.
static INGRAM: Profile = Profile {
    authority: Authority {
        name: "Ingram",
        source: "help.ingramspark.com, “Manufacturing and File Setup Tips”; help.lightningsource.com/hc/articles/360021155692; File Creation Guide",
        read: "2026-11",
    },
    trims: None,
    pages: None,
    even_pages: true,
    gutters: &[],
    outside: Some((inch(500), inch(500))),
    bleed: BleedRule::Around(inch(125)),
    takes_marks: false,
    least_resolution: None,
    colours: PrintColours::Inks,
    most_ink: Some(240),
    follows_pdf_x: true,
    has_cover_apart: true,
};

impl Printer {
    /// What it asks.
    pub fn profile(self) -> &'static Profile {
        match self {
            Printer::Print => &PRINT,
            Printer::Kdp => &KDP,
            Printer::Ingram => &INGRAM,
        }
    }
}

impl Profile {
    /// The least margin at the spine of a book of so many pages.
    pub(super) fn gutter(&self, pages: usize) -> Option<PaperLength> {
        let found = self.gutters.iter().find(|(most, _)| pages <= *most);
        found.or(self.gutters.last()).map(|(_, gutter)| *gutter)
    }
}

impl PageLimits {
    /// The most pages of a book of that size, and whether it is for its size alone.
    pub fn most(&self, width: PaperLength, height: PaperLength) -> (usize, bool) {
        let mut sizes = self.most_of_size.iter();
        let of_size = sizes.find(|((w, h), _)| near(width, *w) && near(height, *h));
        of_size.map_or((self.most, false), |(_, most)| (*most, true))
    }
}

/// Whether a length is one that has a name. A hundredth of an inch is nobody's business: sizes in
/// inches are named to that.
fn near(length: PaperLength, named: u32) -> bool {
    const SLACK: u32 = 10;
    let named = inch(named).micrometres();
    length.micrometres().abs_diff(named) <= inch(SLACK).micrometres()
}

impl Trims {
    /// Whether a page of that size is taken.
    pub fn take(&self, width: PaperLength, height: PaperLength) -> bool {
        let within = |length: PaperLength, (least, most): (u32, u32)| {
            near(length, least)
                || near(length, most)
                || (inch(least)..=inch(most)).contains(&length)
        };
        let mut standard = self.standard.iter();
        standard.any(|(w, h)| near(width, *w) && near(height, *h))
            || (within(width, self.width) && within(height, self.height))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::paper::PageSize;

    #[test]
    fn the_gutter_grows_with_the_pages() {
        let gutter = |pages| KDP.gutter(pages).map(PaperLength::micrometres);
        for (pages, thousandths) in [
            (24, 375),
            (150, 375),
            (151, 500),
            (300, 500),
            (301, 625),
            (500, 625),
            (501, 750),
            (700, 750),
            (701, 875),
            (828, 875),
            (900, 875),
        ] {
            assert_eq!(
                gutter(pages),
                Some(inch(thousandths).micrometres()),
                "{pages}"
            );
        }
        assert_eq!(PRINT.gutter(24), None);
    }

    #[test]
    fn large_pages_may_be_fewer() {
        let limits = KDP.pages.map(|limits| {
            let of = |size: PageSize| limits.most(size.width, size.height);
            assert_eq!(limits.fewest, 24);
            assert_eq!(of(PageSize::SIX_BY_NINE), (828, false));
            assert_eq!(of(PageSize::A5), (828, false));
            assert_eq!(of(PageSize::LETTER), (590, true));
            assert_eq!(of(PageSize::A4), (780, true));
            assert_eq!(limits.most(inch(8_500), inch(8_500)), (590, true));
            assert_eq!(limits.most(inch(8_250), inch(8_250)), (800, true));
            assert_eq!(limits.most(inch(8_250), inch(6_000)), (800, true));
            assert_eq!(limits.most(inch(6_000), inch(8_250)), (828, false));
        });
        assert!(limits.is_some());
    }

    #[test]
    fn trims_are_named_or_within_limits() {
        let trims = KDP.trims.map(|trims| {
            let take = |size: PageSize| trims.take(size.width, size.height);
            let sizes = [
                PageSize::SIX_BY_NINE,
                PageSize::HALF_LETTER,
                PageSize::A5,
                PageSize::A4,
                PageSize::LETTER,
            ];
            assert!(sizes.into_iter().all(take));
            assert!(trims.take(inch(8_250), inch(6_000)));
            assert!(!take(PageSize::TABLOID));
            assert!(!trims.take(inch(3_900), inch(6_000)));
        });
        assert!(trims.is_some());
    }
}
