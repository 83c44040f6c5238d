//! The photo desk: look-up, headers, orientation, derivatives. Knows no page and no HTML.

mod advice;
mod anatomy;
mod bytes;
mod cache;
pub mod canvas;
mod claim;
mod colour;
mod copy;
mod cover;
mod crop;
mod decode;
pub mod derivative;
mod encode;
mod fault;
mod filling;
mod header;
pub mod inks;
mod jpeg;
mod ledger;
mod lookup;
mod memory;
pub mod metadata;
mod predictor;
mod print;
pub mod progress;
mod resize;
mod resolve;
mod rights;
mod similar;
mod svg;
#[cfg(test)]
mod tests;
mod xmp;

pub use advice::advise;
pub use bytes::{CopyError, PhotoBytes, Piece};
pub use cache::Cache;
pub use fault::Fault;
pub use ledger::{Addition, CannotUpdate, Updated, update};
pub use resolve::{Assignment, Resolved, inputs, resolve, resolve_with_inputs};

use std::path::PathBuf;

use crate::document::Aspect;
use crate::limits::Limits;

/// What a photo's bytes are, by their content and not by the file's name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Format {
    /// JPEG.
    Jpeg,
    /// PNG.
    Png,
    /// GIF; its first frame.
    Gif,
    /// WebP.
    WebP,
    /// TIFF.
    Tiff,
    /// BMP.
    Bmp,
    /// SVG: shapes, no pixels. Its width and height say what form it has.
    Svg,
}

/// How the colours of a photo's samples are coded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ColourModel {
    /// One channel.
    Grey,
    /// Three channels: sRGB, unless the file has another profile.
    Rgb,
    /// Four channels.
    Cmyk,
}

/// How the stored picture must be turned to stand upright: EXIF orientation 1 to 8
/// (CIPA DC-008, 4.6.4, tag 0x0112).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Orientation {
    /// 1: as stored.
    Upright,
    /// 2: mirrored left to right.
    MirroredAcross,
    /// 3: turned by 180°.
    UpsideDown,
    /// 4: mirrored top to bottom.
    MirroredDown,
    /// 5: mirrored left to right, then turned clockwise by 270° to stand upright.
    Transposed,
    /// 6: to be turned clockwise by 90°.
    TurnedLeft,
    /// 7: mirrored left to right, then turned clockwise by 90° to stand upright.
    Transversed,
    /// 8: to be turned clockwise by 270°.
    TurnedRight,
}

impl Orientation {
    /// Whether width and height change places.
    pub fn swaps_sides(self) -> bool {
        use Orientation::{Transposed, Transversed, TurnedLeft, TurnedRight};
        matches!(self, Transposed | TurnedLeft | Transversed | TurnedRight)
    }
}

/// The part of a photo that is shown, in pixels of the upright photo. It lies inside it and is not
/// empty.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Crop {
    /// Pixels left out at the left.
    pub left: u32,
    /// Pixels left out at the top.
    pub top: u32,
    /// Width of what is shown.
    pub width: u32,
    /// Height of what is shown.
    pub height: u32,
}

/// A photo whose header was read: the address of its bytes, not the bytes.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Photo {
    /// The file, inside the project folder.
    pub path: PathBuf,
    /// What it was allowed when its header was read, and is still.
    pub limits: Limits,
    /// What it is.
    pub format: Format,
    /// Stored width in pixels, before orientation. Positive.
    pub stored_width: u32,
    /// Stored height in pixels, before orientation. Positive.
    pub stored_height: u32,
    /// How it must be turned.
    pub orientation: Orientation,
    /// How its colours are coded.
    pub colour: ColourModel,
    /// Whether its colours are stored at most half as fine as its light, across and down, as cameras do (4:2:0).
    pub coarse_colours: bool,
    /// What is shown of it; all where nothing is said.
    pub crop: Option<Crop>,
    /// Whose it is, to be written into what is made of it.
    pub notice: Notice,
}

/// Whose a photo is, in the words that go into its file, each on one line.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Notice {
    /// Whom it is credited to.
    pub credit: Option<String>,
    /// Who made it, if that is said apart.
    pub creator: Option<String>,
    /// The copyright notice, if it is said apart.
    pub copyright: Option<String>,
    /// The name of its licence.
    pub licence: Option<String>,
}

impl Photo {
    /// Width and height in pixels of what the reader sees.
    pub fn shown_size(&self) -> (u32, u32) {
        match self.crop {
            Some(crop) => (crop.width, crop.height),
            None => self.upright_size(),
        }
    }

    /// Width and height in pixels of the whole photo, upright.
    pub fn upright_size(&self) -> (u32, u32) {
        if self.orientation.swaps_sides() {
            (self.stored_height, self.stored_width)
        } else {
            (self.stored_width, self.stored_height)
        }
    }

    /// Width to height as the reader sees it.
    pub fn aspect(&self) -> Aspect {
        let (width, height) = self.shown_size();
        Aspect {
            width: width.max(1),
            height: height.max(1),
        }
    }
}
