//! How a line takes up what it is short or long of its measure: its glyphs are drawn a little
//! wider or narrower, its spaces stretch and shrink, and letters move apart or together where even
//! that leaves the spaces conspicuous.

use super::breakpoint::Totals;
use super::length::Length;
use super::linebreak::WORST;

/// How far glyphs may be widened or narrowed, in thousandths of their width. More can be seen (Hàn
/// Thế Thành, "Micro-typographic extensions", 2000, chapter 3).
const GLYPH_GIVE: i64 = 20;
/// How far letters may move, in thousandths of their width: a hundredth of an em for the mean letter.
const TRACKING_GIVE: i64 = 20;
/// From here on letters move too: the space grown by so many thousandths of its width.
const LOOSE: i64 = 300;
/// The same for the space that shrinks.
const TIGHT: i64 = 200;
/// Words still stand apart when a space has lost so many thousandths of its width.
const LEAST_SPACE: i64 = 333;

/// A line, filled.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Fit {
    /// What the glyphs' width changes by, in thousandths.
    pub scale: i64,
    /// What all letterspacing together gains.
    pub tracking: Length,
    /// What all spaces together gain.
    pub spaces: Length,
    /// Wider than the measure all the same.
    pub overfull: bool,
}

impl Fit {
    /// What a line of `parts` does with `slack`, negative where it is too long.
    pub fn justified(slack: Length, parts: Totals) -> Fit {
        let glyphs = parts.glyphs.units().max(1);
        let scale = (slack.units() * 1_000 / glyphs).clamp(-GLYPH_GIVE, GLYPH_GIVE);
        let rest = slack - parts.glyphs.scaled(scale, 1_000);
        let limit = if rest < Length::ZERO { -TIGHT } else { LOOSE };
        let beyond = rest - parts.spaces.scaled(limit, 1_000);
        let moves = parts.spaces > Length::ZERO && (beyond < Length::ZERO) == (rest < Length::ZERO);
        let most = parts.glyphs.scaled(TRACKING_GIVE, 1_000);
        let tracking = if moves {
            beyond.max(-most).min(most)
        } else {
            Length::ZERO
        };
        let least = -parts.spaces.scaled(LEAST_SPACE, 1_000);
        let spaces = rest - tracking;
        Fit {
            scale,
            tracking,
            spaces: spaces.max(least),
            overfull: spaces < least,
        }
    }

    /// More than `parts` can take up where glyphs and letters give all they may and spaces grow by
    /// `loosest` thousandths.
    pub fn most(parts: Totals, loosest: i64) -> Length {
        let letters = parts.glyphs.scaled(GLYPH_GIVE + TRACKING_GIVE, 1_000);
        letters + parts.spaces.scaled(loosest, 1_000) + Length::from_units(2)
    }

    /// The most that `parts` can lose: a line that is longer by more is overfull, whatever is rounded.
    pub fn most_lost(parts: Totals) -> Length {
        let letters = parts.glyphs.scaled(GLYPH_GIVE + TRACKING_GIVE, 1_000);
        letters + parts.spaces.scaled(LEAST_SPACE, 1_000)
    }

    /// By how many thousandths the spaces differ from their natural width.
    pub fn deviation(&self, parts: Totals) -> i64 {
        if self.spaces == Length::ZERO {
            return 0;
        }
        let spaces = parts.spaces.units().max(1);
        (self.spaces.units().saturating_mul(1_000) / spaces).clamp(-10_000, 10_000)
    }

    /// How bad the line looks: 100 where its spaces have grown by half or shrunk by a quarter, by
    /// the third power of that (TeX's measure), and a little for what the glyphs do.
    pub fn badness(&self, parts: Totals) -> i64 {
        let deviation = self.deviation(parts);
        let spaces = badness_of_spaces(deviation);
        let tracking = if self.tracking == Length::ZERO {
            0
        } else {
            TRACKING_BADNESS
        };
        (spaces + self.scale * self.scale / 100 + tracking).min(WORST)
    }
}

fn badness_of_spaces(deviation: i64) -> i64 {
    let ratio = if deviation < 0 {
        -4 * deviation
    } else {
        2 * deviation
    };
    let ratio = ratio.min(5_000);
    ratio * ratio * ratio / 10_000_000
}

/// The least growth of spaces, in thousandths, that is worse than a badness; `None` where none is.
pub fn loosest(badness: i64) -> Option<i64> {
    let (mut least, mut most) = (0, 2_500);
    if badness >= WORST {
        return None;
    }
    while least < most {
        let middle = (least + most) / 2;
        match badness_of_spaces(middle) > badness {
            true => most = middle,
            false => least = middle + 1,
        }
    }
    Some(least)
}

/// For a line whose letters move.
const TRACKING_BADNESS: i64 = 30;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn glyphs_give_way_before_spaces_and_spaces_before_letters() {
        let parts = Totals {
            width: Length::pt(130),
            spaces: Length::pt(30),
            glyphs: Length::pt(100),
        };
        let fit = |slack| Fit::justified(Length::pt(slack), parts);
        assert_eq!((fit(1).scale, fit(1).spaces), (10, Length::ZERO));
        assert_eq!((fit(-4).scale, fit(-4).spaces), (-20, Length::pt(-2)));
        assert_eq!(fit(10).tracking, Length::ZERO);
        assert!(fit(12).tracking > Length::ZERO && fit(12).spaces == Length::pt(9));
        assert!(!fit(-13).overfull && fit(-15).overfull);
    }

    #[test]
    fn what_is_more_than_the_most_is_too_bad() {
        for tolerance in [0, 60, 100, 300, 9_999] {
            let loosest = loosest(tolerance).unwrap_or_default();
            for (spaces, glyphs) in [(0, 5_000), (7, 13), (196_608, 6_500_000), (65_536, 65_536)] {
                let parts = Totals {
                    width: Length::from_units(spaces + glyphs),
                    spaces: Length::from_units(spaces),
                    glyphs: Length::from_units(glyphs),
                };
                let most = Fit::most(parts, loosest).units();
                for slack in [most + 1, most + 2, most + 1_000, most * 3 + 7] {
                    let fit = Fit::justified(Length::from_units(slack), parts);
                    assert!(!fit.overfull && fit.badness(parts) > tolerance, "{slack}");
                }
            }
        }
        assert_eq!(loosest(100), Some(502));
        assert_eq!(loosest(WORST), None);
    }
}
