//! The press: what those who print ask of the printed edition, as data; what is ordered of the PDF
//! writer for them; and where a book does not meet what they ask.

mod judge;
mod margins;
mod order;
mod profiles;

pub use judge::judge;
pub use order::Order;
pub use profiles::{Printer, Profile};

use crate::document::Metadata;
use crate::layout::length::Length;
use crate::paper::{Gutter, PageSetup, PaperLength, PressSetup, PrintColours};
use crate::pdf::{Bleed, OutputIntent, PressSheet};
use crate::photo::inks::OutputProfile;
use profiles::BleedRule;

impl Profile {
    /// The page, where the manuscript does not say otherwise.
    fn page(&self, asked: PageSetup) -> PageSetup {
        PageSetup {
            gutter: asked.gutter.or(self.gutters.first().map(|_| Gutter::Auto)),
            // Those who make books from files have the cover in a file of its own.
            cover: if self.has_cover_apart {
                Some(false)
            } else {
                asked.cover
            },
            ..asked
        }
    }

    /// Whether the file names the inks that photos can be converted to.
    pub fn names_inks(&self) -> bool {
        self.follows_pdf_x
    }

    /// What becomes of photos.
    fn colours(&self, asked: Option<PrintColours>) -> PrintColours {
        asked.unwrap_or(self.colours)
    }

    /// How far colour goes beyond the page.
    fn bleed(&self, setup: PressSetup) -> Bleed {
        let asked = |usual: PaperLength| Length::on_paper(setup.bleed.unwrap_or(usual));
        match self.bleed {
            BleedRule::Around(usual) => Bleed::Around(asked(usual)),
            BleedRule::ButSpine(fixed) => Bleed::ButSpine(Length::on_paper(fixed)),
        }
    }

    /// Where the slug line stands below the trimmed page, if it is asked for.
    fn slug_below(&self, setup: PressSetup) -> Option<Length> {
        let wanted = self.takes_marks && setup.slug == Some(true);
        let Bleed::Around(bleed) = self.bleed(setup) else {
            return None;
        };
        wanted.then_some(bleed)
    }

    /// What is ordered of the PDF writer; `inks` are those of a given profile.
    fn order(&self, setup: PressSetup, inks: Option<OutputProfile>) -> PressSheet {
        let intent = || match inks {
            Some(profile) => Some(OutputIntent {
                registered: None,
                description: profile.description(),
                profile,
            }),
            None => OutputProfile::fogra39().map(|profile| OutputIntent {
                registered: Some("FOGRA39".to_owned()),
                description: "Coated FOGRA39 (ISO 12647-2:2004)".to_owned(),
                profile,
            }),
        };
        PressSheet {
            bleed: self.bleed(setup),
            marks: self.takes_marks && setup.marks == Some(true),
            slug: self.slug_below(setup).is_some(),
            even: self.even_pages,
            intent: self.names_inks().then(intent).flatten(),
        }
    }

    /// The most ink on one place, in per cent.
    fn ink_limit(&self, setup: PressSetup) -> Option<u16> {
        setup.ink_limit.or(self.most_ink)
    }

    /// Why the file does not say that it follows PDF/X-4, if it could.
    fn unclaimed(&self, metadata: &Metadata, dated: bool) -> Option<&'static str> {
        let dated = dated || metadata.date.is_some();
        match (self.follows_pdf_x, dated) {
            (false, _) => None,
            _ if metadata.title.trim().is_empty() => Some("the book has no title"),
            (true, false) => Some("nothing says when it was made"),
            (true, true) => None,
        }
    }
}
