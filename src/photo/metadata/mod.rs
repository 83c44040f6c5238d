//! What a photo's own file says of it: XMP, then IPTC-IIM, then EXIF. It counts for little until
//! someone asks for it, since cameras and programs write there too.

pub(super) mod exif;
mod iim;
mod junk;
mod tiff;
mod xmp;

use std::ops::Range;

use super::anatomy::{self, Block, Source};
use super::fault::Fault;
use super::{Format, Photo};

/// What a file says of its photo, in the words of the IPTC Photo Metadata Standard 2023.2. Every
/// text is trimmed, has no control characters but line ends, and is not empty.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Stated {
    /// Description: the cutline that the photographer wrote.
    pub description: Option<String>,
    /// Creator; several names are joined by a comma.
    pub creator: Option<String>,
    /// Credit Line: how the photo is to be credited.
    pub credit: Option<String>,
    /// Copyright Notice.
    pub copyright: Option<String>,
    /// Alt Text (Accessibility).
    pub alt: Option<String>,
    /// Extended Description (Accessibility).
    pub extended_description: Option<String>,
    /// Date Created, as `YYYY`, `YYYY-MM` or `YYYY-MM-DD`.
    pub date: Option<String>,
}

/// The longest block that is read, in bytes; a longer one says nothing. XMP of a hundred edits has
/// some hundred kilobytes.
const LONGEST_BLOCK: u64 = 1024 * 1024;

/// The longest text that is taken, in characters.
const LONGEST_TEXT: usize = 10_000;

/// Reads what the file of a photo says. What cannot be read says nothing.
pub fn stated(photo: &Photo) -> Stated {
    read(photo).unwrap_or_default()
}

fn read(photo: &Photo) -> Result<Stated, Fault> {
    if photo.format == Format::Tiff {
        return tiff::read(photo);
    }
    let anatomy = anatomy::dissect(photo)?;
    let source = Source::File(&photo.path);
    let block = |wanted| source.block(&anatomy, wanted, LONGEST_BLOCK);
    let of = |bytes: Option<Vec<u8>>, read: fn(&[u8]) -> Stated| {
        bytes.map(|bytes| read(&bytes)).unwrap_or_default()
    };
    let resources = of(block(Block::Resources), |bytes| {
        iim::in_resources(bytes).map(iim::read).unwrap_or_default()
    });
    Ok(of(block(Block::Xmp), xmp::read)
        .or(resources)
        .or(of(block(Block::Exif), exif::read)))
}

impl Stated {
    /// Fills what is not said here from `other`.
    fn or(self, other: Stated) -> Stated {
        Stated {
            description: self.description.or(other.description),
            creator: self.creator.or(other.creator),
            credit: self.credit.or(other.credit),
            copyright: self.copyright.or(other.copyright),
            alt: self.alt.or(other.alt),
            extended_description: self.extended_description.or(other.extended_description),
            date: self.date.or(other.date),
        }
    }
}

/// A text without what no edition can carry, unless nothing is left or a machine wrote it.
fn text(raw: &str) -> Option<String> {
    let kept = raw.chars().take(LONGEST_TEXT).filter_map(|c| match c {
        '\r' => None,
        '\n' => Some('\n'),
        '\u{FFFD}' | '\u{FFFE}' | '\u{FFFF}' | '\u{FEFF}' => None,
        c if c.is_control() => Some(' '),
        c => Some(c),
    });
    let kept: String = kept.collect();
    let kept = kept.trim();
    (!kept.is_empty() && !junk::is_junk(kept)).then(|| kept.to_owned())
}

/// A day, month or year out of the stamps of all three standards: `2024-05-01T08:30`, `20240501`,
/// `2024:05:01 08:30:00`.
fn date(raw: &str) -> Option<String> {
    let day = raw.trim().split(['T', ' ']).next()?;
    let digits = day.replace(['-', ':'], "");
    if !digits.bytes().all(|byte| byte.is_ascii_digit()) || !matches!(digits.len(), 4 | 6 | 8) {
        return None;
    }
    let year = digits.get(..4).filter(|year| *year != "0000")?;
    // IIM writes zeros for what is not known.
    let part = |range: Range<usize>, most| {
        let part = digits.get(range).filter(|part| *part != "00")?;
        let number: u32 = part.parse().ok()?;
        (number <= most).then_some(part)
    };
    Some(match (part(4..6, 12), part(6..8, 31)) {
        (Some(month), Some(day)) => format!("{year}-{month}-{day}"),
        (Some(month), None) => format!("{year}-{month}"),
        (None, _) => year.to_owned(),
    })
}
