//! Diagnostics as plain data. Nothing here prints: `cli/report.rs` does.

mod authority;
mod explanation;

pub use authority::Authority;
pub use explanation::{Explanation, appendix};

use crate::source::Span;

/// How grave a diagnostic is. Ordered from the mildest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Worth knowing; never stops anything, even under the strict policy.
    Note,
    /// Something in the edition is not as it should be. The build goes on.
    Warning,
    /// The manuscript cannot be made into an edition.
    Error,
}

impl Severity {
    /// The word shown to people and written to JSON.
    pub fn as_str(self) -> &'static str {
        match self {
            Severity::Note => "note",
            Severity::Warning => "warning",
            Severity::Error => "error",
        }
    }
}

/// One variant a rule. The kebab-case name is a promise: scripts match on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Code {
    /// The manuscript has no text at all.
    EmptyManuscript,
    /// A metadata block or project file that cannot be parsed.
    MalformedMetadata,
    /// A key that no edition uses.
    UnknownMetadataKey,
    /// A known key whose value cannot be used; the default stands in.
    InvalidMetadataValue,
    /// A chapter of the project file that is missing, no text, or outside the project folder.
    UnusableChapter,
    /// A file that a chapter includes is missing, no text, or outside the project folder.
    UnusableInclude,
    /// A stylesheet that no e-book may carry; it is left out.
    UnusableStyle,
    /// A layout that is not there or cannot be read.
    MalformedLayout,
    /// A key or value that no layout can have; it is passed over.
    InvalidLayout,
    /// A file that is not valid in the encoding it claims.
    Encoding,
    /// Control characters that XML cannot carry; they were dropped.
    ControlCharacter,
    /// Nesting deeper than the stated limit; the inner blocks were flattened.
    NestingLimit,
    /// Raw HTML outside the supported subset; its text was kept.
    RawHtml,
    /// A fenced div that is no aside; its content was kept.
    UnknownDiv,
    /// A macro of another program; it was left out.
    UnknownMacro,
    /// A link whose target is in no chapter.
    UnresolvedLink,
    /// Two places claim the same id.
    DuplicateId,
    /// A footnote reference without a footnote, or a footnote that nothing refers to.
    UnresolvedNote,
    /// An attribute in braces that no edition uses, or whose value is none.
    InvalidAttribute,
    /// A term that is listed for the index and stands nowhere.
    UnusedIndexTerm,
    /// Two figures claim one slug with different photos.
    DuplicateSlug,
    /// A figure whose photo is not there yet.
    MissingPhoto,
    /// A photo that is taken from a file of a similar name.
    SimilarPhoto,
    /// A photo that cannot be decoded.
    UnreadablePhoto,
    /// A photo whose path leaves the project folder.
    PhotoOutsideProject,
    /// A photo at a remote address; nothing is fetched.
    RemotePhoto,
    /// A photo whose name says that it is of another type than its content is.
    PhotoTypeMismatch,
    /// A photo over the stated limit of pixels or bytes.
    PhotoTooLarge,
    /// A photo without alternative text.
    MissingAlt,
    /// A cover that the metadata names and that cannot be had.
    UnusableCover,
    /// A claim of accessibility that the facts speak against; the e-book does not make it.
    ClaimWithheld,
    /// A photo with far too few pixels for the size at which it is printed.
    LowResolution,
    /// A photo with fewer pixels than print can show.
    FairResolution,
    /// A photo that is to stand in the margin, which has no room for it.
    NarrowMargin,
    /// The ledger of photos cannot be read: rights stand in it, so nothing is made.
    MalformedLedger,
    /// A key of the ledger that means nothing.
    UnknownLedgerKey,
    /// A known key of the ledger whose value cannot be used.
    InvalidLedgerValue,
    /// What the ledger says about a photo's rights cannot be understood, so nothing is made.
    InvalidRights,
    /// A record of the ledger that belongs to no figure.
    UnusedRecord,
    /// A photo that is not allowed in an edition; a placeholder stands there.
    PhotoWithheld,
    /// A photo whose permission has run out.
    PhotoExpired,
    /// A field of a figure that its photo's file says, and nobody else.
    PhotoMetadata,
    /// A cutline that says what the alternative text says.
    CutlineRepeatsAlt,
    /// A cutline of more than sixty words.
    CutlineLength,
    /// A cutline that is a sentence without a full stop.
    CutlineFullStop,
    /// A cutline that names neither a day nor a place.
    CutlineContext,
    /// A cutline that begins in the past tense.
    CutlineTense,
    /// A picture that a shop does not take as it is.
    ShopPicture,
    /// A cover that a shop does not take as it is.
    ShopCover,
    /// An e-book that is too large for a shop.
    ShopFile,
    /// What the metadata says or lacks, and a shop does not take.
    ShopMetadata,
    /// A profile of inks that cannot be had, or is for no press.
    UnusableProfile,
    /// Pages of a size or number that a printer does not make books of.
    PressPage,
    /// Something that stands too near to an edge of its page for a printer.
    PressMargin,
    /// A photo that is not there, or has too few pixels, for a printer that refuses both.
    PressPhoto,
    /// A photo with more ink on one place than a press takes.
    InkLimit,
    /// Pictures that do not get the inks of the press that were asked for.
    PressColours,
    /// A file for the press that does not say that it follows PDF/X-4.
    PressClaim,
    /// Formulas that are printed as they are written, in TeX.
    MathSource,
    /// A character that no available font can set.
    MissingGlyph,
    /// A font of the project's that cannot be used; others stand in.
    UnusableFont,
    /// A line that does not fit its measure.
    OverfullLine,
    /// An edition does not say what the manuscript says: a fault of cutline.
    Parity,
}

impl Code {
    /// Every code, in the order of their declaration.
    pub const ALL: [Code; 63] = [
        Code::EmptyManuscript,
        Code::MalformedMetadata,
        Code::UnknownMetadataKey,
        Code::InvalidMetadataValue,
        Code::UnusableChapter,
        Code::UnusableInclude,
        Code::UnusableStyle,
        Code::MalformedLayout,
        Code::InvalidLayout,
        Code::Encoding,
        Code::ControlCharacter,
        Code::NestingLimit,
        Code::RawHtml,
        Code::UnknownDiv,
        Code::UnknownMacro,
        Code::UnresolvedLink,
        Code::DuplicateId,
        Code::UnresolvedNote,
        Code::InvalidAttribute,
        Code::UnusedIndexTerm,
        Code::DuplicateSlug,
        Code::MissingPhoto,
        Code::SimilarPhoto,
        Code::UnreadablePhoto,
        Code::PhotoOutsideProject,
        Code::RemotePhoto,
        Code::PhotoTypeMismatch,
        Code::PhotoTooLarge,
        Code::MissingAlt,
        Code::UnusableCover,
        Code::ClaimWithheld,
        Code::LowResolution,
        Code::FairResolution,
        Code::NarrowMargin,
        Code::MalformedLedger,
        Code::UnknownLedgerKey,
        Code::InvalidLedgerValue,
        Code::InvalidRights,
        Code::UnusedRecord,
        Code::PhotoWithheld,
        Code::PhotoExpired,
        Code::PhotoMetadata,
        Code::CutlineRepeatsAlt,
        Code::CutlineLength,
        Code::CutlineFullStop,
        Code::CutlineContext,
        Code::CutlineTense,
        Code::ShopPicture,
        Code::ShopCover,
        Code::ShopFile,
        Code::ShopMetadata,
        Code::UnusableProfile,
        Code::PressPage,
        Code::PressMargin,
        Code::PressPhoto,
        Code::InkLimit,
        Code::PressColours,
        Code::PressClaim,
        Code::MathSource,
        Code::MissingGlyph,
        Code::UnusableFont,
        Code::OverfullLine,
        Code::Parity,
    ];

    /// The name in diagnostics, JSON and documentation.
    pub fn as_str(self) -> &'static str {
        match self {
            Code::EmptyManuscript => "empty-manuscript",
            Code::MalformedMetadata => "malformed-metadata",
            Code::UnknownMetadataKey => "unknown-metadata-key",
            Code::InvalidMetadataValue => "invalid-metadata-value",
            Code::UnusableChapter => "unusable-chapter",
            Code::UnusableInclude => "unusable-include",
            Code::UnusableStyle => "unusable-style",
            Code::MalformedLayout => "malformed-layout",
            Code::InvalidLayout => "invalid-layout",
            Code::Encoding => "encoding",
            Code::ControlCharacter => "control-character",
            Code::NestingLimit => "nesting-limit",
            Code::RawHtml => "raw-html",
            Code::UnknownDiv => "unknown-div",
            Code::UnknownMacro => "unknown-macro",
            Code::UnresolvedLink => "unresolved-link",
            Code::DuplicateId => "duplicate-id",
            Code::UnresolvedNote => "unresolved-note",
            Code::InvalidAttribute => "invalid-attribute",
            Code::UnusedIndexTerm => "unused-index-term",
            Code::DuplicateSlug => "duplicate-slug",
            Code::MissingPhoto => "missing-photo",
            Code::SimilarPhoto => "similar-photo",
            Code::UnreadablePhoto => "unreadable-photo",
            Code::PhotoOutsideProject => "photo-outside-project",
            Code::RemotePhoto => "remote-photo",
            Code::PhotoTypeMismatch => "photo-type-mismatch",
            Code::PhotoTooLarge => "photo-too-large",
            Code::MissingAlt => "missing-alt",
            Code::UnusableCover => "unusable-cover",
            Code::ClaimWithheld => "claim-withheld",
            Code::LowResolution => "low-resolution",
            Code::FairResolution => "fair-resolution",
            Code::NarrowMargin => "narrow-margin",
            Code::MalformedLedger => "malformed-ledger",
            Code::UnknownLedgerKey => "unknown-ledger-key",
            Code::InvalidLedgerValue => "invalid-ledger-value",
            Code::InvalidRights => "invalid-rights",
            Code::UnusedRecord => "unused-record",
            Code::PhotoWithheld => "photo-withheld",
            Code::PhotoExpired => "photo-expired",
            Code::PhotoMetadata => "photo-metadata",
            Code::CutlineRepeatsAlt => "cutline-repeats-alt",
            Code::CutlineLength => "cutline-length",
            Code::CutlineFullStop => "cutline-full-stop",
            Code::CutlineContext => "cutline-context",
            Code::CutlineTense => "cutline-tense",
            Code::ShopPicture => "shop-picture",
            Code::ShopCover => "shop-cover",
            Code::ShopFile => "shop-file",
            Code::ShopMetadata => "shop-metadata",
            Code::UnusableProfile => "unusable-profile",
            Code::PressPage => "press-page",
            Code::PressMargin => "press-margin",
            Code::PressPhoto => "press-photo",
            Code::InkLimit => "ink-limit",
            Code::PressColours => "press-colours",
            Code::PressClaim => "press-claim",
            Code::MathSource => "math-source",
            Code::MissingGlyph => "missing-glyph",
            Code::UnusableFont => "unusable-font",
            Code::OverfullLine => "overfull-line",
            Code::Parity => "parity",
        }
    }

    /// How grave the rule is without the strict policy.
    pub fn severity(self) -> Severity {
        match self {
            Code::EmptyManuscript
            | Code::MalformedMetadata
            | Code::UnusableChapter
            | Code::UnusableInclude
            | Code::MalformedLayout
            | Code::MalformedLedger
            | Code::InvalidRights
            | Code::UnusableProfile
            | Code::PressPage
            | Code::PressPhoto
            | Code::Parity => Severity::Error,
            Code::SimilarPhoto
            | Code::FairResolution
            | Code::NarrowMargin
            | Code::PhotoWithheld
            | Code::PhotoMetadata
            | Code::CutlineRepeatsAlt
            | Code::CutlineLength
            | Code::CutlineFullStop
            | Code::CutlineContext
            | Code::CutlineTense
            | Code::PressColours
            | Code::MathSource
            | Code::PhotoTypeMismatch
            | Code::OverfullLine => Severity::Note,
            _ => Severity::Warning,
        }
    }
}

/// One finding about the manuscript.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// The rule.
    pub code: Code,
    /// Where, if it stands anywhere.
    pub span: Option<Span>,
    /// What is the matter, in one sentence without a full stop.
    pub message: String,
    /// What to do about it.
    pub hint: Option<String>,
}

impl Diagnostic {
    /// A finding at `span`.
    pub fn new(code: Code, span: Span, message: impl Into<String>) -> Diagnostic {
        Diagnostic {
            code,
            span: Some(span),
            message: message.into(),
            hint: None,
        }
    }

    /// A finding about the manuscript as a whole.
    pub fn without_span(code: Code, message: impl Into<String>) -> Diagnostic {
        Diagnostic {
            code,
            span: None,
            message: message.into(),
            hint: None,
        }
    }

    /// The same finding with advice.
    pub fn hint(mut self, hint: impl Into<String>) -> Diagnostic {
        self.hint = Some(hint.into());
        self
    }

    /// How grave it is without the strict policy.
    pub fn severity(&self) -> Severity {
        self.code.severity()
    }
}
