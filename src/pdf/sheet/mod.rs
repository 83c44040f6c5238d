//! Sheets: what the file's pages are. Each shows one page of the book, or several where they are
//! imposed, or none.

mod bleed;
mod impose;
mod marks;
mod press;

pub use bleed::{Beyond, covering};
pub use impose::{Imposition, Scheme};
pub use marks::ALL_PLATES;
pub use press::{Bleed, OutputIntent, PressSheet, bleeds, bleeds_off};

use std::borrow::Cow;

use super::content::{Bounds, Setting, marks_of};
use super::ink::Inks;
use super::number::{divide, milli, push_milli, push_millionths};
use crate::layout::frame::{PagedBook, Point};

/// What the file is for.
#[derive(Clone, Debug, Default)]
pub enum Purpose {
    /// Reading, on a screen or printed as it is: accessible and for the archive.
    #[default]
    Reading,
    /// A press.
    Press(PressSheet),
    /// A printer in an office, with several pages on a side.
    Imposed(Imposition),
}

impl Purpose {
    /// Whether the file has links, an outline and named places. Paper has none, and the sides of a
    /// booklet's sheets are in no order in which anybody reads.
    pub fn has_links(&self) -> bool {
        match self {
            Purpose::Reading => true,
            Purpose::Press(_) => false,
            Purpose::Imposed(imposition) => imposition.scheme != Scheme::Booklet,
        }
    }

    /// The print that the file is for.
    pub fn intent(&self) -> Option<&OutputIntent> {
        match self {
            Purpose::Press(press) => press.intent.as_ref(),
            Purpose::Reading | Purpose::Imposed(_) => None,
        }
    }

    /// What colours become.
    pub fn inks(&self) -> Inks<'_> {
        match self {
            Purpose::Press(_) => Inks::Press(self.intent().map(|intent| &intent.profile)),
            Purpose::Reading | Purpose::Imposed(_) => Inks::Light,
        }
    }
}

/// A page of the book on a sheet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Placed {
    /// Which, from 0.
    pub page: usize,
    /// From the sheet's left edge, in thousandths of a point.
    pub x: i64,
    /// From its lower edge.
    pub y: i64,
    /// Of its size, in millionths.
    pub scale: i64,
    /// How much of it, at its left and at its right edge, is not shown.
    pub hidden: [i64; 2],
}

/// One in [`Placed::scale`].
pub const WHOLE: i64 = 1_000_000;

impl Placed {
    /// All of a page in its own size, so far from the sheet's left and lower edge.
    pub fn whole(page: usize, x: i64, y: i64) -> Placed {
        Placed {
            page,
            x,
            y,
            scale: WHOLE,
            hidden: [0; 2],
        }
    }

    /// A place on the page, on the sheet.
    pub fn point(&self, (x, y): (i64, i64)) -> (i64, i64) {
        let scaled = |length| match self.scale {
            WHOLE => length,
            scale => divide(i64::saturating_mul(length, scale), WHOLE),
        };
        (self.x + scaled(x), self.y + scaled(y))
    }

    /// A box on the page, on the sheet.
    pub fn bounds(&self, [left, bottom, right, top]: Bounds) -> Bounds {
        let (left, bottom) = self.point((left, bottom));
        let (right, top) = self.point((right, top));
        [left, bottom, right, top]
    }

    /// What opens the page's content: its own coordinates (ISO 32000-1, 8.3.4). Nothing where they are
    /// the sheet's.
    pub fn opening(&self) -> Vec<u8> {
        let mut out = Vec::new();
        if (self.x, self.y, self.scale) == (0, 0, WHOLE) {
            return out;
        }
        out.extend(b"q ");
        push_millionths(&mut out, self.scale);
        out.extend(b" 0 0 ");
        push_millionths(&mut out, self.scale);
        for offset in [self.x, self.y] {
            out.push(b' ');
            push_milli(&mut out, offset);
        }
        out.extend(b" cm\n");
        out
    }
}

/// A page of the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sheet {
    /// All of it.
    pub media: Bounds,
    /// Where colour may be printed that is cut off.
    pub bleed: Bounds,
    /// What is left when it is trimmed.
    pub trim: Bounds,
    /// The pages on it, in the order in which they are read.
    pub pages: Vec<Placed>,
    /// Whether marks for the printer stand around it.
    pub marks: bool,
    /// Whether nothing of a page may reach beyond it, onto its neighbour.
    pub clips: bool,
}

/// Every page of the file, and where those of the book are.
#[derive(Debug)]
pub struct Sheets {
    /// In the order of the file.
    pub sheets: Vec<Sheet>,
    /// By the book's pages: the sheet, where it stands on it, and how many marks of other pages
    /// stand on the sheet before its own.
    places: Vec<Option<(usize, Placed, usize)>>,
}

impl Sheets {
    /// The sheets for a book. `names` are the structure types of its elements.
    pub fn of(book: &PagedBook, purpose: &Purpose, names: &[&'static str]) -> Sheets {
        let sheets = match purpose {
            Purpose::Reading => book
                .pages
                .iter()
                .enumerate()
                .map(|(page, size)| Sheet::of_page(page, milli(size.width), milli(size.height)))
                .collect(),
            Purpose::Press(press) => press.sheets(book),
            Purpose::Imposed(imposition) => imposition.sheets(book),
        };
        let mut places = vec![None; book.pages.len()];
        for (index, sheet) in sheets.iter().enumerate() {
            let mut before = 0;
            for placed in &sheet.pages {
                if let Some(place) = places.get_mut(placed.page) {
                    *place = Some((index, *placed, before));
                }
                if let (Some(page), true) = (book.pages.get(placed.page), sheet.pages.len() > 1) {
                    before += marks_of(page, names);
                }
            }
        }
        Sheets { sheets, places }
    }

    /// The sheet that shows a page, where, and after how many marks of other pages.
    pub fn place(&self, page: usize) -> Option<(usize, Placed, usize)> {
        self.places.get(page).copied().flatten()
    }

    /// How a page is set on its sheet; by itself where it stands on none.
    pub fn setting(&self, page: usize) -> Setting {
        let alone = Placed::whole(page, 0, 0);
        let (sheet, placed, first_mark) = self.place(page).unwrap_or((0, alone, 0));
        let sheet = self.sheets.get(sheet);
        Setting {
            placed,
            first_mark,
            beyond: sheet.map(Sheet::beyond).unwrap_or_default(),
            clips: sheet.is_some_and(|sheet| sheet.clips),
        }
    }

    /// A place of the book: its sheet, and where on it.
    pub fn point(
        &self,
        book: &PagedBook,
        page: usize,
        point: Point,
    ) -> Option<(usize, (i64, i64))> {
        let (sheet, placed, _) = self.place(page)?;
        let height = book.pages.get(page)?.height;
        let at = placed.point((milli(point.x), milli(height - point.y)));
        Some((sheet, at))
    }

    /// The folio of every sheet.
    pub fn folios<'a>(&'a self, book: &'a PagedBook) -> impl Iterator<Item = Cow<'a, str>> {
        self.sheets.iter().map(|sheet| {
            let folio = |placed: &Placed| book.pages.get(placed.page).map(|page| &*page.folio);
            match sheet.pages.as_slice() {
                [only] => Cow::Borrowed(folio(only).unwrap_or_default()),
                several => {
                    let folios = several.iter().filter_map(folio);
                    let folios: Vec<&str> = folios.filter(|folio| !folio.is_empty()).collect();
                    Cow::Owned(folios.join(", "))
                }
            }
        })
    }
}

impl Sheet {
    /// A page as it is.
    fn of_page(page: usize, width: i64, height: i64) -> Sheet {
        let all = [0, 0, width, height];
        Sheet {
            media: all,
            bleed: all,
            trim: all,
            pages: vec![Placed::whole(page, 0, 0)],
            marks: false,
            clips: false,
        }
    }

    /// How far colour goes beyond a page's edges.
    pub fn beyond(&self) -> Beyond {
        Beyond([
            self.trim[0] - self.bleed[0],
            self.trim[1] - self.bleed[1],
            self.bleed[2] - self.trim[2],
            self.bleed[3] - self.trim[3],
        ])
    }

    /// What is drawn around the pages.
    pub fn surroundings(&self) -> Vec<u8> {
        match self.marks {
            true => marks::around(self),
            false => Vec::new(),
        }
    }
}

/// Writes numbers with a space after each.
fn push_all(out: &mut Vec<u8>, thousandths: &[i64]) {
    for value in thousandths {
        push_milli(out, *value);
        out.push(b' ');
    }
}
