//! What a book's printed edition is, where it is made for a press.

use std::sync::Arc;

use super::{Printer, Profile};
use crate::design::Design;
use crate::diagnostic::{Code, Diagnostic};
use crate::layout::Spec;
use crate::manuscript::InkProfile;
use crate::paper::{PageSetup, PressSetup, PrintColours};
use crate::pdf::PressSheet;
use crate::photo::derivative::Darkroom;
use crate::photo::inks::OutputProfile;

/// Who prints, and what is ordered for that.
#[derive(Clone, Debug)]
pub struct Order {
    /// Who prints.
    pub profile: &'static Profile,
    /// What is ordered of the PDF writer.
    pub sheet: PressSheet,
    setup: PressSetup,
}

impl Order {
    /// What a book asks for, with its own profile of inks if it names one. A profile that cannot be
    /// used is an error: plates for other inks would be wrong, and nobody would see it.
    pub fn of(
        printer: Printer,
        setup: PressSetup,
        given: Option<&InkProfile>,
        findings: &mut Vec<Diagnostic>,
    ) -> Order {
        let profile = printer.profile();
        let inks = given.and_then(|given| match inks(given) {
            Ok(inks) => Some(inks),
            Err(finding) => {
                findings.push(finding);
                None
            }
        });
        Order {
            profile,
            sheet: profile.order(setup, inks),
            setup,
        }
    }

    /// The page, where `asked` is what the book and the run say of it.
    pub fn spec(&self, design: &Design, asked: PageSetup) -> Spec {
        let spec = Spec::designed(design, &self.profile.page(asked));
        spec.with_slug(self.profile.slug_below(self.setup))
    }

    /// What becomes of photos, where `asked` is what the book and the run say.
    pub fn colours(&self, asked: Option<PrintColours>) -> PrintColours {
        self.profile.colours(asked)
    }

    /// A darkroom that knows the inks.
    pub fn equip(&self, darkroom: Darkroom) -> Darkroom {
        match &self.sheet.intent {
            Some(intent) => darkroom.for_press(intent.profile.clone()),
            None => darkroom,
        }
    }
}

/// The inks that a profile is of, or what is wrong with it.
fn inks(given: &InkProfile) -> Result<OutputProfile, Diagnostic> {
    let name = &given.name;
    let refused = |message: String, hint: &str| {
        Diagnostic::new(Code::UnusableProfile, given.span, message).hint(hint)
    };
    let bytes = given.file.as_ref().map_err(|why| {
        let hint =
            "name an ICC profile in the manuscript's folder: profile = \"PSO_Coated_v3.icc\"";
        refused(format!("the profile `{name}` of the press {why}"), hint)
    })?;
    OutputProfile::given(Arc::clone(bytes)).map_err(|why| {
        let hint = "ask the printer for the ICC profile of the press and paper";
        let message = format!("the profile `{name}` of the press cannot be used: {why}");
        refused(message, hint)
    })
}
