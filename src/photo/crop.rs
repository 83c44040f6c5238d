//! What is shown of a photo where its figure asks for another shape.

use super::{Crop, Orientation};
use crate::document::{Aspect, Focus};

/// Shapes that differ by less than this many thousandths are taken for the same: cameras round
/// 3:2 to whole blocks of pixels.
const SAME_SHAPE: u128 = 10;

impl Crop {
    /// The largest part of a photo of that size, in upright pixels, that has the shape `aspect`:
    /// as near to the middle of it as it can have `focus` in its own middle. `None` where the photo
    /// has that shape to 1 %, or is so small that not a pixel of it would be left.
    pub fn to_aspect(size: (u32, u32), aspect: Aspect, focus: Option<Focus>) -> Option<Crop> {
        let (width, height) = (u64::from(size.0), u64::from(size.1));
        let wanted = (u64::from(aspect.width), u64::from(aspect.height));
        // Both shapes over the same denominator.
        let (has, asked) = (width * wanted.1, height * wanted.0);
        if u128::from(has.abs_diff(asked)) * 1_000 <= u128::from(asked) * SAME_SHAPE {
            return None;
        }
        let (kept_width, kept_height) = if has > asked {
            (rounded(height, wanted.0, wanted.1), height)
        } else {
            (width, rounded(width, wanted.1, wanted.0))
        };
        let focus = focus.map_or((500, 500), |focus| (focus.x, focus.y));
        let place = |whole: u64, kept: u64, focus: u16| {
            let middle = (whole * u64::from(focus) + 500) / 1_000;
            middle.saturating_sub(kept / 2).min(whole - kept)
        };
        let kept_width = kept_width.min(width);
        let kept_height = kept_height.min(height);
        let crop = Crop {
            left: u32::try_from(place(width, kept_width, focus.0)).ok()?,
            top: u32::try_from(place(height, kept_height, focus.1)).ok()?,
            width: u32::try_from(kept_width).ok()?,
            height: u32::try_from(kept_height).ok()?,
        };
        (crop.width > 0 && crop.height > 0).then_some(crop)
    }

    /// Where a point of a photo of that size lies in this part of it, or the nearest that does.
    pub fn focus(self, size: (u32, u32), of_photo: Focus) -> Focus {
        let within = |whole: u32, at: u16, from: u32, kept: u32| {
            let at = (u64::from(whole) * u64::from(at)).saturating_sub(u64::from(from) * 1_000);
            u16::try_from(at / u64::from(kept.max(1))).map_or(1_000, |at| at.min(1_000))
        };
        Focus {
            x: within(size.0, of_photo.x, self.left, self.width),
            y: within(size.1, of_photo.y, self.top, self.height),
        }
    }

    /// The same part in the pixels of the picture as it is stored, whose upright size is `size`.
    pub(super) fn as_stored(self, size: (u32, u32), orientation: Orientation) -> Crop {
        use Orientation::*;
        let right = size.0.saturating_sub(self.left + self.width);
        let bottom = size.1.saturating_sub(self.top + self.height);
        let (left, top) = match orientation {
            Upright => (self.left, self.top),
            MirroredAcross => (right, self.top),
            UpsideDown => (right, bottom),
            MirroredDown => (self.left, bottom),
            Transposed => (self.top, self.left),
            TurnedLeft => (self.top, right),
            Transversed => (bottom, right),
            TurnedRight => (bottom, self.left),
        };
        let (width, height) = if orientation.swaps_sides() {
            (self.height, self.width)
        } else {
            (self.width, self.height)
        };
        Crop {
            left,
            top,
            width,
            height,
        }
    }
}

/// `length · to / from`, to the nearest.
fn rounded(length: u64, to: u64, from: u64) -> u64 {
    (length * to + from / 2) / from
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn crop(size: (u32, u32), aspect: (u32, u32), focus: Option<(u16, u16)>) -> Option<[u32; 4]> {
        let aspect = Aspect::new(aspect.0, aspect.1).unwrap();
        let focus = focus.map(|(x, y)| Focus::new(x, y).unwrap());
        let crop = Crop::to_aspect(size, aspect, focus)?;
        Some([crop.left, crop.top, crop.width, crop.height])
    }

    #[test]
    fn a_crop_is_as_large_as_it_can_be_and_has_the_focus_in_its_middle() {
        assert_eq!(
            crop((3_000, 2_000), (1, 1), None),
            Some([500, 0, 2_000, 2_000])
        );
        assert_eq!(
            crop((3_000, 2_000), (1, 1), Some((400, 0))),
            Some([200, 0, 2_000, 2_000])
        );
        assert_eq!(
            crop((2_000, 3_000), (4, 3), Some((0, 500))),
            Some([0, 750, 2_000, 1_500])
        );
    }

    #[test]
    fn a_crop_never_leaves_the_photo() {
        assert_eq!(
            crop((3_000, 2_000), (1, 1), Some((0, 0))),
            Some([0, 0, 2_000, 2_000])
        );
        assert_eq!(
            crop((3_000, 2_000), (1, 1), Some((1_000, 1_000))),
            Some([1_000, 0, 2_000, 2_000])
        );
        let large = (u32::MAX, u32::MAX - 7);
        for aspect in [(1, u32::MAX), (u32::MAX, 1), (16, 9)] {
            let [left, top, width, height] = crop(large, aspect, Some((999, 1))).unwrap();
            assert!(left.checked_add(width).unwrap() <= large.0);
            assert!(top.checked_add(height).unwrap() <= large.1);
        }
    }

    #[test]
    fn nearly_the_same_shape_is_the_same() {
        assert_eq!(crop((6_016, 4_016), (3, 2), None), None);
        assert_eq!(crop((1_010, 1_000), (1, 1), None), None);
        assert!(crop((1_011, 1_000), (1, 1), None).is_some());
    }

    #[test]
    fn nothing_is_cut_to_nothing() {
        assert_eq!(crop((10, 10), (1, 1_000), None), None);
    }

    #[test]
    fn a_crop_follows_the_picture_as_it_is_turned() {
        let crop = Crop {
            left: 1,
            top: 2,
            width: 10,
            height: 20,
        };
        let stored = |orientation| {
            let crop = crop.as_stored((100, 200), orientation);
            [crop.left, crop.top, crop.width, crop.height]
        };
        assert_eq!(stored(Orientation::Upright), [1, 2, 10, 20]);
        assert_eq!(stored(Orientation::UpsideDown), [89, 178, 10, 20]);
        // To be turned clockwise by 90°: its left edge becomes the top, its bottom the left.
        assert_eq!(stored(Orientation::TurnedLeft), [2, 89, 20, 10]);
        assert_eq!(stored(Orientation::TurnedRight), [178, 1, 20, 10]);
        assert_eq!(stored(Orientation::Transposed), [2, 1, 20, 10]);
        assert_eq!(stored(Orientation::Transversed), [178, 89, 20, 10]);
    }
}
