//! What options take.

use std::num::NonZeroU64;
use std::path::PathBuf;
use std::time::Duration;

use clap::ValueEnum;

use crate::design::{self, Design};
use crate::document::Edition;
use crate::layout::length::Length;
use crate::manuscript::names_layout_file;
use crate::paper::PageSize;
use crate::pdf::{Imposition, Scheme};
use crate::press::Printer;
use crate::shops::Shop;

/// More threads than this are a slip of the hand.
const MOST_JOBS: usize = 1024;

pub(super) fn jobs(value: &str) -> Result<usize, String> {
    let number = value.parse().ok();
    number
        .filter(|number| (1..=MOST_JOBS).contains(number))
        .ok_or_else(|| format!("it is a number of threads from 1 to {MOST_JOBS}"))
}

/// A part of the inputs. The parts of one number of parts have every input once between them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shard {
    index: usize,
    of: usize,
}

impl Shard {
    /// Its inputs, in the order of their names, however they were ordered.
    pub fn part(self, mut inputs: Vec<PathBuf>) -> Vec<PathBuf> {
        inputs.sort();
        inputs
            .into_iter()
            .skip(self.index)
            .step_by(self.of)
            .collect()
    }
}

pub(super) fn shard(value: &str) -> Result<Shard, String> {
    let parts = value.split_once('/');
    let numbers = parts.and_then(|(index, of)| Some((index.parse().ok()?, of.parse().ok()?)));
    numbers
        .filter(|(index, of)| index < of)
        .map(|(index, of)| Shard { index, of })
        .ok_or_else(|| {
            "it is a number from 0 and how many parts there are: 0/3, 1/3, 2/3".to_owned()
        })
}

pub(super) fn seconds(value: &str) -> Result<Duration, String> {
    let seconds = value.parse().ok();
    let time = seconds.and_then(|seconds| Duration::try_from_secs_f64(seconds).ok());
    time.filter(|time| !time.is_zero())
        .ok_or_else(|| "it is a number of seconds above zero".to_owned())
}

/// A limit of pixels that was given: a number, or none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PixelLimit(pub Option<NonZeroU64>);

pub(super) fn pixel_limit(value: &str) -> Result<PixelLimit, String> {
    let limit = crate::manuscript::pixel_limit(value);
    limit
        .map(PixelLimit)
        .ok_or_else(|| "it is a number of pixels, or none".to_owned())
}

/// A layout that was named.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LayoutArgument {
    /// One that comes with cutline.
    BuiltIn(Box<Design>),
    /// A file of one's own.
    File(PathBuf),
}

pub(super) fn layout(value: &str) -> Result<LayoutArgument, String> {
    if names_layout_file(value) {
        return Ok(LayoutArgument::File(value.into()));
    }
    design::named(value)
        .map(Box::new)
        .map(LayoutArgument::BuiltIn)
        .ok_or_else(|| {
            "it is book, handout, newspaper, photobook, or a file whose name ends in .toml"
                .to_owned()
        })
}

/// What can be done with colours in print.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum PrintColoursArgument {
    /// They stay, each photo with its colour profile.
    Keep,
    /// They become sRGB.
    Convert,
    /// For `--profile print` and `ingram`, all but grey photos and drawings become the inks of the press.
    Cmyk,
}

/// How pages are put on sheets.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ImposeArgument {
    /// Two on a side, to be folded and stapled.
    Booklet,
    /// Two on a side.
    #[value(name = "2up")]
    TwoUp,
    /// Four on a side.
    #[value(name = "4up")]
    FourUp,
}

/// Paper of an office.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum SheetArgument {
    /// 210 × 297 mm.
    A4,
    /// 8.5 × 11 in.
    Letter,
}

impl ImposeArgument {
    /// What is ordered of the PDF writer.
    pub fn on(self, sheet: SheetArgument) -> Imposition {
        let size = match sheet {
            SheetArgument::A4 => PageSize::A4,
            SheetArgument::Letter => PageSize::LETTER,
        };
        Imposition {
            scheme: match self {
                ImposeArgument::Booklet => Scheme::Booklet,
                ImposeArgument::TwoUp => Scheme::TwoUp,
                ImposeArgument::FourUp => Scheme::FourUp,
            },
            narrow: Length::on_paper(size.width),
            long: Length::on_paper(size.height),
        }
    }
}

/// Whom editions are for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ProfileArgument {
    /// Apple Books.
    Apple,
    /// Amazon's Kindle store.
    Kindle,
    /// Rakuten Kobo.
    Kobo,
    /// A press that takes PDF/X-4.
    Print,
    /// Kindle Direct Publishing, paperbacks.
    Kdp,
    /// IngramSpark.
    Ingram,
}

enum Whom {
    Shop(Shop),
    Printer(Printer),
}

impl ProfileArgument {
    fn whom(self) -> Whom {
        match self {
            ProfileArgument::Apple => Whom::Shop(Shop::Apple),
            ProfileArgument::Kindle => Whom::Shop(Shop::Kindle),
            ProfileArgument::Kobo => Whom::Shop(Shop::Kobo),
            ProfileArgument::Print => Whom::Printer(Printer::Print),
            ProfileArgument::Kdp => Whom::Printer(Printer::Kdp),
            ProfileArgument::Ingram => Whom::Printer(Printer::Ingram),
        }
    }

    /// The shops among those that were named.
    pub fn shops(named: &[ProfileArgument]) -> Vec<Shop> {
        let shop = |one: &ProfileArgument| match one.whom() {
            Whom::Shop(shop) => Some(shop),
            Whom::Printer(_) => None,
        };
        named.iter().filter_map(shop).collect()
    }

    /// The printer among those that were named.
    ///
    /// # Errors
    ///
    /// What is wrong where there are several: a file has the margins and colours of one.
    pub fn printer(named: &[ProfileArgument]) -> Result<Option<Printer>, &'static str> {
        let printer = |one: &ProfileArgument| match one.whom() {
            Whom::Printer(printer) => Some(printer),
            Whom::Shop(_) => None,
        };
        let mut printers = named.iter().filter_map(printer);
        let first = printers.next();
        match printers.find(|other| Some(*other) != first) {
            Some(_) => Err("--profile names two printers; the PDF is made for one"),
            None => Ok(first),
        }
    }
}

/// An edition that can be made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, ValueEnum)]
pub enum EditionKind {
    /// The e-book.
    Epub,
    /// The printed edition.
    Pdf,
}

impl EditionKind {
    /// The edition that it is.
    pub fn edition(self) -> Edition {
        match self {
            EditionKind::Epub => Edition::Epub,
            EditionKind::Pdf => Edition::Pdf,
        }
    }

    /// The extension of its file, without the point.
    pub fn extension(self) -> &'static str {
        match self {
            EditionKind::Epub => "epub",
            EditionKind::Pdf => "pdf",
        }
    }
}

/// How diagnostics are said.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum MessageFormat {
    /// With the source line and a caret, to the standard error.
    Human,
    /// One object a line, to the standard output.
    Json,
}

/// How the photos of a book are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum TableFormat {
    /// In columns.
    Human,
    /// One object a line.
    Json,
    /// Comma-separated values.
    Csv,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shards_have_every_input_once() {
        let names = ["b", "e", "a", "d", "c"];
        for of in 1..8 {
            let inputs = || names.map(PathBuf::from).to_vec();
            let parts = (0..of).flat_map(|index| Shard { index, of }.part(inputs()));
            let mut all: Vec<PathBuf> = parts.collect();
            all.sort();
            assert_eq!(all, ["a", "b", "c", "d", "e"].map(PathBuf::from), "{of}");
        }
        assert_eq!(shard("1/3"), Ok(Shard { index: 1, of: 3 }));
        for wrong in ["3/3", "1", "-1/3", "1/0", "a/b", "1/3/5"] {
            assert!(shard(wrong).is_err(), "{wrong}");
        }
    }
}
