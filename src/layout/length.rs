//! Lengths in 1/65,536 pt, so that layout adds up to the same page on every machine.

use std::iter::Sum;
use std::ops::{Add, AddAssign, Div, Mul, Neg, Sub, SubAssign};

use crate::paper::PaperLength;

/// A length or a coordinate. A point is 1/72 in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Length(i64);

impl Length {
    /// Nothing.
    pub const ZERO: Length = Length(0);
    const UNITS_PER_POINT: i64 = 65_536;

    /// A length in thousandths of a point.
    pub const fn milli_pt(thousandths: i64) -> Length {
        Length(thousandths * Length::UNITS_PER_POINT / 1_000)
    }

    /// A length in whole points.
    pub const fn pt(points: i64) -> Length {
        Length(points * Length::UNITS_PER_POINT)
    }

    /// A length in tenths of a millimetre.
    pub const fn tenth_mm(tenths: i64) -> Length {
        Length(tenths * 72 * Length::UNITS_PER_POINT / 254)
    }

    /// A length in whole millimetres.
    pub const fn mm(millimetres: i64) -> Length {
        Length::tenth_mm(millimetres * 10)
    }

    /// A length on paper.
    pub fn on_paper(length: PaperLength) -> Length {
        Length::mm(i64::from(length.micrometres())) / 1_000
    }

    /// A length of `units` sixty-five-thousandths of a point.
    pub const fn from_units(units: i64) -> Length {
        Length(units)
    }

    /// The length in sixty-five-thousandths of a point.
    pub const fn units(self) -> i64 {
        self.0
    }

    /// For writing it out only: never for layout's own sums.
    pub fn to_pt(self) -> f64 {
        self.0 as f64 / Length::UNITS_PER_POINT as f64
    }

    /// `self × numerator / denominator`, rounded towards zero, without overflow on the way.
    #[inline]
    pub fn scaled(self, numerator: i64, denominator: i64) -> Length {
        let denominator = denominator.max(1);
        if let Some(product) = self.0.checked_mul(numerator) {
            return Length(product / denominator);
        }
        let product = i128::from(self.0) * i128::from(numerator) / i128::from(denominator);
        Length(i64::try_from(product).unwrap_or(i64::MAX))
    }

    /// The next whole multiple of `step`, or the length itself where it is one.
    pub fn up_to(self, step: Length) -> Length {
        let step = step.0.max(1);
        Length((self.0 + step - 1).div_euclid(step) * step)
    }

    /// How many times `step` it takes to be as long.
    pub fn steps(self, step: Length) -> usize {
        let step = step.0.max(1);
        usize::try_from((self.0 + step - 1).div_euclid(step)).unwrap_or_default()
    }

    /// The greater of the two.
    pub fn max(self, other: Length) -> Length {
        Ord::max(self, other)
    }

    /// The smaller of the two.
    pub fn min(self, other: Length) -> Length {
        Ord::min(self, other)
    }
}

impl Add for Length {
    type Output = Length;
    fn add(self, other: Length) -> Length {
        Length(self.0 + other.0)
    }
}

impl AddAssign for Length {
    fn add_assign(&mut self, other: Length) {
        self.0 += other.0;
    }
}

impl Sub for Length {
    type Output = Length;
    fn sub(self, other: Length) -> Length {
        Length(self.0 - other.0)
    }
}

impl SubAssign for Length {
    fn sub_assign(&mut self, other: Length) {
        self.0 -= other.0;
    }
}

impl Neg for Length {
    type Output = Length;
    fn neg(self) -> Length {
        Length(-self.0)
    }
}

impl Mul<i64> for Length {
    type Output = Length;
    fn mul(self, factor: i64) -> Length {
        Length(self.0 * factor)
    }
}

impl Div<i64> for Length {
    type Output = Length;
    fn div(self, divisor: i64) -> Length {
        Length(self.0 / divisor)
    }
}

impl Sum for Length {
    fn sum<I: Iterator<Item = Length>>(lengths: I) -> Length {
        lengths.fold(Length::ZERO, Add::add)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_inch_is_the_same_in_both_systems() {
        assert_eq!(Length::tenth_mm(254), Length::pt(72));
        assert_eq!(Length::milli_pt(10_500), Length::pt(21) / 2);
        assert_eq!(Length::pt(10).scaled(2, 3).units(), 436_906);
    }
}
