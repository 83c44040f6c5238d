//! The ledger: one record a photo, in `photos.toml` of the project folder. The manuscript says more
//! than it, it says more than the photo's file.

mod apply;
mod read;
mod update;

use std::collections::BTreeMap;

use crate::document::{Aspect, Focus, Placement, Rights, Slug};
use crate::source::Span;

pub(super) use apply::{apply, text, unused};
pub(super) use read::read;
pub use update::{Addition, CannotUpdate, Updated, update};

/// All records, by slug.
#[derive(Debug, Default)]
pub(super) struct Ledger {
    records: BTreeMap<String, Record>,
}

impl Ledger {
    pub fn of(&self, slug: &Slug) -> Option<&Record> {
        self.records.get(slug.as_str())
    }
}

/// What is known of one photo.
#[derive(Debug)]
pub(super) struct Record {
    /// Its slug.
    pub span: Span,
    /// Its file, relative to the project folder, and where that is said.
    pub file: Option<(String, Span)>,
    /// What it shows; empty for a photo that is decoration.
    pub alt: Option<String>,
    /// Whom it is credited to.
    pub credit: Option<String>,
    /// The shape that it is cropped to.
    pub aspect: Option<Aspect>,
    /// What every crop keeps.
    pub focus: Option<Focus>,
    /// Its share of the measure, in per cent.
    pub width: Option<u8>,
    /// Where it stands on the page.
    pub placement: Option<Placement>,
    /// Whose it is, and what its owner allows.
    pub rights: Rights,
    /// Its pixels when it was last there: the shape of the slot that waits for it. It crops nothing,
    /// so a photo of another shape may take its place.
    pub seen: Option<Aspect>,
}
