//! Figures: a photo, or the place of one, with its cutline and credit.

use super::{Anchor, Inline, NodeId, Target};
use crate::source::Span;

/// A short name that holds a photo's place: lower-case letters, digits and hyphens.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Slug(String);

impl Slug {
    /// The longest slug made from a cutline, in characters: enough to tell photos apart, short
    /// enough to be a file name on every system.
    const LONGEST: usize = 40;

    /// Makes a slug from any text, cut at a word's end. Gives `None` where nothing is left.
    pub fn from_text(text: &str) -> Option<Slug> {
        let mut slug = String::new();
        let words = text.split(|c: char| !(c.is_alphanumeric() || c == '\'' || c == '’'));
        for word in words {
            let word: String = word
                .chars()
                .filter(|c| c.is_alphanumeric())
                .flat_map(char::to_lowercase)
                .collect();
            if word.is_empty() {
                continue;
            }
            let length = slug.chars().count() + word.chars().count() + 1;
            if !slug.is_empty() {
                if length > Self::LONGEST {
                    break;
                }
                slug.push('-');
            }
            slug.extend(word.chars().take(Self::LONGEST));
        }
        (!slug.is_empty()).then_some(Slug(slug))
    }

    /// What stands in where nothing gives a slug.
    pub fn unnamed() -> Slug {
        Slug("photo".to_owned())
    }

    /// The same slug with a number, to tell two figures apart.
    pub fn numbered(&self, number: usize) -> Slug {
        Slug(format!("{}-{number}", self.0))
    }

    /// The name.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Width to height of a picture. Both are positive.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Aspect {
    /// Width in parts.
    pub width: u32,
    /// Height in parts.
    pub height: u32,
}

impl Aspect {
    /// What a slot is given when nobody says otherwise: the frame of a 35 mm negative.
    pub const USUAL: Aspect = Aspect {
        width: 3,
        height: 2,
    };

    /// The nearest aspect that a drawn frame can have and still be read: 1:4 to 4:1.
    pub fn of_slot(self) -> Aspect {
        let (width, height) = (u64::from(self.width), u64::from(self.height));
        if width > 4 * height {
            Aspect {
                width: 4,
                height: 1,
            }
        } else if height > 4 * width {
            Aspect {
                width: 1,
                height: 4,
            }
        } else {
            self
        }
    }

    /// An aspect, if both parts are positive.
    pub fn new(width: u32, height: u32) -> Option<Aspect> {
        (width > 0 && height > 0).then_some(Aspect { width, height })
    }
}

/// What the manuscript says about where a photo is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PhotoSource {
    /// Only a slug: the photo is still to come, or stands in a photo folder under that name.
    Slug,
    /// A path as it was written, relative to the manuscript, decoded.
    Path(String),
    /// A remote or embedded address. It is never fetched.
    Remote(String),
}

/// The point of a photo that every crop keeps, in thousandths of its width and height from the top
/// left corner, upright. Both at most 1,000.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Focus {
    /// From the left.
    pub x: u16,
    /// From the top.
    pub y: u16,
}

impl Focus {
    /// A point, if it lies in the photo.
    pub fn new(x: u16, y: u16) -> Option<Focus> {
        (x <= 1_000 && y <= 1_000).then_some(Focus { x, y })
    }
}

/// Where a photo is to stand on the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Placement {
    /// Where its reference is, even if that leaves room at a page's foot.
    Here,
    /// At the head of a page.
    Top,
    /// At the foot of a page.
    Bottom,
    /// On a page of its own.
    Page,
    /// On a page of its own, over the edges of the paper; its cutline stands below it.
    FullBleed,
    /// In the outer margin, beside the text that follows.
    Margin,
    /// Beside the photos before and after it that are to stand in a row too.
    Row,
}

impl Placement {
    /// All of them by their names.
    pub const NAMES: [(&str, Placement); 7] = [
        ("here", Placement::Here),
        ("top", Placement::Top),
        ("bottom", Placement::Bottom),
        ("page", Placement::Page),
        ("full-bleed", Placement::FullBleed),
        ("margin", Placement::Margin),
        ("row", Placement::Row),
    ];

    /// The placement of that name, whatever the case of its letters.
    pub fn named(name: &str) -> Option<Placement> {
        let name = name.trim();
        let mut all = Placement::NAMES.into_iter();
        all.find(|(known, _)| known.eq_ignore_ascii_case(name))
            .map(|(_, placement)| placement)
    }
}

/// Whose a photo is, and what its owner allows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Rights {
    /// Who made the photo, where that is told apart from whom it is credited to.
    pub creator: Option<String>,
    /// The copyright notice, where that is told apart from the credit.
    pub copyright: Option<String>,
    /// The editions it may stand in; `None` is all of them.
    pub editions: Option<Vec<Edition>>,
    /// The last day of the permission, as `YYYY-MM-DD`.
    pub expires: Option<String>,
    /// Where it may be shown, as the ledger names the places; empty is everywhere.
    pub territory: Vec<String>,
    /// The licence's name, as the ledger says it.
    pub licence: Option<String>,
}

/// The two editions.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Edition {
    /// The e-book.
    Epub,
    /// The printed edition.
    Pdf,
}

/// A photo with what belongs to it. A figure owns its cutline.
#[derive(Clone, Debug, PartialEq)]
pub struct Figure {
    /// Its name at the photo desk.
    pub slug: Slug,
    /// Where the photo is said to be.
    pub source: PhotoSource,
    /// The text under the photo, without the credit.
    pub cutline: Vec<Inline>,
    /// Who made or owns the photo.
    pub credit: Vec<Inline>,
    /// What the photo shows, for people who cannot see it. Never invented: a cutline is not alt
    /// text. `Some("")` is a photo that is decoration.
    pub alt: Option<String>,
    /// Width to height, where the manuscript or the ledger says it. A photo of another shape is
    /// cropped to it.
    pub aspect: Option<Aspect>,
    /// What every crop keeps; the middle where nothing is said.
    pub focus: Option<Focus>,
    /// The share of the measure that it is to take, in per cent: 1 to 100.
    pub width: Option<u8>,
    /// Where it is to stand on the page.
    pub placement: Option<Placement>,
    /// Where the photo leads, if it is linked and no cutline is there to say so.
    pub link: Option<Target>,
    /// What its owner allows.
    pub rights: Rights,
}

/// Photos side by side.
#[derive(Clone, Debug, PartialEq)]
pub struct FigureRow {
    /// At least two, in reading order. Each may have a cutline of its own.
    pub figures: Vec<RowFigure>,
    /// The text under all of them, without the credit. It belongs to the row's node.
    pub cutline: Vec<Inline>,
    /// Who made or owns all of them.
    pub credit: Vec<Inline>,
}

/// A photo of a row.
#[derive(Clone, Debug, PartialEq)]
pub struct RowFigure {
    /// Its name.
    pub id: NodeId,
    /// Where it stands in the source.
    pub span: Span,
    /// The place links can point to; a finished document has one.
    pub anchor: Option<Anchor>,
    /// The photo.
    pub figure: Figure,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slugs_end_at_a_word() {
        let slug = |text| Slug::from_text(text).map(|slug| slug.as_str().to_owned());
        assert_eq!(
            slug("Delegates sign the accord.").as_deref(),
            Some("delegates-sign-the-accord")
        );
        assert_eq!(
            slug("The harbour master’s launch, seen from the eastern mole at dawn").as_deref(),
            Some("the-harbour-masters-launch-seen-from-the")
        );
        assert_eq!(slug("会议室").as_deref(), Some("会议室"));
        assert_eq!(slug("…"), None);
    }
    #[test]
    fn a_slot_stays_a_frame_that_can_be_read() {
        let of_slot = |width, height| Aspect { width, height }.of_slot();
        assert_eq!(of_slot(3, 2), Aspect::USUAL);
        assert_eq!(of_slot(1, u32::MAX), of_slot(1, 4));
        assert_eq!(of_slot(u32::MAX, 1), of_slot(4, 1));
    }
}
