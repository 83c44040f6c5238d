//! From a manuscript that was opened to its book, as every subcommand does it.

use std::num::NonZeroU64;
use std::path::Path;
use std::time::{SystemTime, UNIX_EPOCH};

use super::arguments::LayoutArgument;
use super::limits::LimitArguments;
use super::timings::{Clock, Stage};
use crate::book::Book;
use crate::cover;
use crate::design::{self, Design};
use crate::diagnostic::{Code, Diagnostic};
use crate::document::{Edition, Makeup};
use crate::fonts;
use crate::inputs::Inputs;
use crate::layout::{self, Layout};
use crate::manuscript::{self, Manuscript, OpenError};
use crate::markdown;
use crate::paper::{PageSetup, PageSize};
use crate::photo::derivative::{Darkroom, PrintColours, ScreenImage, Settings};
use crate::photo::progress::Watch;
use crate::photo::{self, Assignment, Cache};
use crate::press::{Order, Printer};

/// A book, and what was found while reading it.
pub struct Reading {
    pub book: Book,
    /// The layout of the printed edition.
    pub design: Design,
    /// Makes what the editions embed of its photos.
    pub darkroom: Darkroom,
    /// Who prints, and what is ordered of the PDF writer for that.
    pub press: Option<Order>,
    pub findings: Vec<Diagnostic>,
    /// The files that it was made from, and those that were looked for.
    pub inputs: Inputs,
}

/// What a run asks of photos. What is not said here, the manuscript may say.
#[derive(Default)]
pub struct PhotoOrders {
    pub max_pixels: Option<Option<NonZeroU64>>,
    pub print_colours: Option<PrintColours>,
    pub cache: Option<Cache>,
    /// For whose press they are printed.
    pub printer: Option<Printer>,
    /// Whether their files speak where nobody else does.
    pub metadata: bool,
    /// Who is told how far the work on them is.
    pub watch: Watch,
    /// Where the time of stages is taken.
    pub clock: Clock,
}

/// Reads a manuscript and looks its photos up for `editions`. The findings are those of opening,
/// reading and looking up.
pub fn read(
    manuscript: &Manuscript,
    source_date: Option<u64>,
    orders: &PhotoOrders,
    editions: &[Edition],
) -> Reading {
    let mut findings = manuscript.diagnostics.clone();
    let (document, found) = orders.clock.of(Stage::Read, || markdown::read(manuscript));
    findings.extend(found);
    let makeup = document.metadata.makeup;
    let mut amiss = Vec::new();
    let press = orders.printer.map(|printer| {
        let given = manuscript.ink_profile.as_ref();
        Order::of(printer, makeup.press, given, &mut amiss)
    });
    // An e-book has the printed pages in its list, and none of their inks.
    if editions.contains(&Edition::Pdf) {
        findings.extend(amiss);
    }
    let darkroom = orders.darkroom(&makeup, press.as_ref());
    let assignment = Assignment {
        ledger: manuscript.ledger,
        limits: manuscript.limits,
        ledger_is_shared: manuscript.shares_folder,
        source_date,
        now: now(),
        metadata: orders.metadata,
        darkroom: Some(&darkroom),
        editions,
        ..Assignment::of(&manuscript.root, &manuscript.sources)
    };
    let resolve = || photo::resolve_with_inputs(document, &assignment);
    let resolved = orders.clock.of(Stage::Photos, resolve);
    findings.extend(resolved.findings);
    let mut inputs = manuscript.inputs.clone();
    inputs.extend(resolved.inputs);
    inputs.extend(fonts::inputs(&manuscript.root));
    let design = design::of(manuscript, &mut findings);
    Reading {
        book: resolved.book,
        design,
        darkroom,
        press,
        findings,
        inputs,
    }
}

/// The files that a manuscript would be made from, without proving its photos.
pub fn inputs(manuscript: &Manuscript) -> Inputs {
    let (document, _) = markdown::read(manuscript);
    let assignment = Assignment {
        ledger: manuscript.ledger,
        limits: manuscript.limits,
        ..Assignment::of(&manuscript.root, &manuscript.sources)
    };
    let mut inputs = manuscript.inputs.clone();
    inputs.extend(photo::inputs(&document, &assignment));
    inputs.extend(fonts::inputs(&manuscript.root));
    inputs
}

/// Opens a manuscript, with the layout and under the limits that the command line asks for.
pub fn open(
    input: &Path,
    layout: Option<&LayoutArgument>,
    limits: &LimitArguments,
) -> Result<Manuscript, OpenError> {
    let mut manuscript = manuscript::open_within(input, &limits.limits())?;
    if let Some(LayoutArgument::File(path)) = layout {
        manuscript.lay_out_as(path)?;
    }
    Ok(manuscript)
}

impl Reading {
    /// The page: what the command line asks for goes before what the manuscript does.
    pub fn spec(&self, size: Option<PageSize>, layout: Option<&LayoutArgument>) -> layout::Spec {
        let design = match layout {
            Some(LayoutArgument::BuiltIn(design)) => design,
            Some(LayoutArgument::File(_)) | None => &self.design,
        };
        let asked = PageSetup {
            size,
            ..PageSetup::default()
        };
        let makeup = &self.book.document().metadata.makeup;
        let asked = asked.or(makeup.page);
        match &self.press {
            Some(press) => press.spec(design, asked),
            None => layout::Spec::designed(design, &asked),
        }
    }
}

impl PhotoOrders {
    fn darkroom(&self, makeup: &Makeup, press: Option<&Order>) -> Darkroom {
        let usual = Settings::default();
        let max_pixels = self.max_pixels.or(makeup.max_pixels);
        let asked = self.print_colours.or(makeup.print_colours);
        let print_colours = match press {
            Some(press) => press.colours(asked),
            None => asked.unwrap_or_default(),
        };
        let settings = Settings {
            max_pixels: max_pixels.unwrap_or(usual.max_pixels),
            print_colours,
        };
        let darkroom = Darkroom::new(settings, self.cache.clone()).watched(self.watch.clone());
        match press {
            Some(press) => press.equip(darkroom),
            None => darkroom,
        }
    }
}

/// The picture of the e-book's cover, where it is painted, or what is amiss with the photo on it: it cannot be decoded,
/// which its head does not tell. Then the cover is drawn by who reads the e-book.
pub fn cover(
    book: &Book,
    darkroom: &Darkroom,
    to_shops: bool,
) -> (Option<ScreenImage>, Option<Diagnostic>) {
    if !cover::is_painted(book, to_shops) {
        return (None, None);
    }
    match cover::picture(book, darkroom) {
        Ok(picture) => (picture, None),
        Err(error) => {
            let message = format!("the e-book's cover is not painted: {error}");
            let found = Diagnostic::without_span(Code::UnreadablePhoto, message);
            (
                None,
                Some(found.hint("save the photo again as JPEG or PNG")),
            )
        }
    }
}

/// What a picture editor would say of the cutlines, once it is known which stand under photos.
pub fn advice(book: &Book, layout: &Layout) -> Vec<Diagnostic> {
    let nodes = layout.placed.iter().map(|placed| placed.node).collect();
    photo::advise(book.document(), &nodes)
}

/// The clock is looked at for a warning only: no edition depends on it.
fn now() -> Option<u64> {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).ok()?;
    Some(since.as_secs())
}
