//! What reaches a page's edge goes on beyond it, since no cut is exact.

use crate::pdf::content::Bounds;
use crate::pdf::number::divide;

/// How far colour goes beyond the left, lower, right and upper edge, in thousandths of a point.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Beyond(pub [i64; 4]);

impl Beyond {
    /// A box of a page of that width and height, and what is beyond the edges that it reaches.
    pub fn extended(self, area: Bounds, (width, height): (i64, i64)) -> Bounds {
        let Beyond([to_left, down, to_right, up]) = self;
        let [left, bottom, right, top] = area;
        [
            if left <= 0 { left - to_left } else { left },
            if bottom <= 0 { bottom - down } else { bottom },
            if right >= width {
                right + to_right
            } else {
                right
            },
            if top >= height { top + up } else { top },
        ]
    }
}

/// Where a picture that lay in `area` lies so that it covers `seen`, with the same proportions and
/// in its middle.
pub fn covering(area: Bounds, seen: Bounds) -> Bounds {
    if area == seen {
        return area;
    }
    let sides = |[left, bottom, right, top]: Bounds| (right - left, top - bottom);
    let ((width, height), (seen_width, seen_height)) = (sides(area), sides(seen));
    // The larger of both scales covers both sides.
    let (width, height) = if seen_width * height >= seen_height * width {
        (seen_width, divide(height * seen_width, width))
    } else {
        (divide(width * seen_height, height), seen_height)
    };
    let left = (seen[0] + seen[2] - width) / 2;
    let bottom = (seen[1] + seen[3] - height) / 2;
    [left, bottom, left + width, bottom + height]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_reaches_an_edge_goes_beyond_it() {
        let beyond = Beyond([3, 3, 3, 3]);
        let page = (100, 200);
        assert_eq!(beyond.extended([10, 10, 90, 190], page), [10, 10, 90, 190]);
        assert_eq!(
            beyond.extended([0, 120, 100, 200], page),
            [-3, 120, 103, 203]
        );
    }

    #[test]
    fn a_picture_covers_its_bleed_and_keeps_its_form() {
        let [left, bottom, right, top] = covering([0, 0, 100, 200], [-3, -3, 103, 203]);
        assert_eq!((left, right, bottom, top), (-3, 103, -6, 206));
        assert_eq!(
            covering([10, 10, 50, 50], [10, 10, 50, 50]),
            [10, 10, 50, 50]
        );
    }
}
