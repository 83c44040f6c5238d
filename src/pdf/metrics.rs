//! Measures of a font for its descriptor (ISO 32000-1, 9.8).

use skrifa::instance::{LocationRef, Size};
use skrifa::{FontRef, MetadataProvider};

use super::number::divide;

/// Measures in thousandths of an em.
#[derive(Clone, Copy, Debug)]
pub struct FontMetrics {
    /// Above the baseline.
    pub ascent: i16,
    /// Below the baseline; negative.
    pub descent: i16,
    /// Height of capitals.
    pub cap_height: i16,
    /// Left, bottom, right and top of all glyphs together.
    pub bounds: [i16; 4],
    /// Counter-clockwise degrees from the vertical.
    pub italic_angle: i16,
    /// 400 for regular, 700 for bold.
    pub weight: u16,
    /// Whether all glyphs are equally wide.
    pub monospaced: bool,
}

/// From font units to thousandths of an em.
#[derive(Clone, Copy)]
pub struct Scale {
    units_per_em: i64,
}

impl Scale {
    /// The scale of a font.
    pub fn of(font: &FontRef<'_>) -> Scale {
        let metrics = font.metrics(Size::unscaled(), LocationRef::default());
        Scale {
            units_per_em: i64::from(metrics.units_per_em.max(1)),
        }
    }

    /// So many font units, to the nearest thousandth of an em.
    pub fn thousandths(self, font_units: f32) -> i16 {
        let scaled = divide(font_units as i64 * 1_000, self.units_per_em);
        i16::try_from(scaled).unwrap_or(i16::MAX)
    }
}

impl FontMetrics {
    /// The measures of a font.
    pub fn of(font: &FontRef<'_>, scale: Scale) -> FontMetrics {
        let metrics = font.metrics(Size::unscaled(), LocationRef::default());
        let bounds = metrics.bounds.unwrap_or_default();
        let edges = [bounds.x_min, bounds.y_min, bounds.x_max, bounds.y_max];
        FontMetrics {
            ascent: scale.thousandths(metrics.ascent),
            descent: scale.thousandths(metrics.descent),
            cap_height: scale.thousandths(metrics.cap_height.unwrap_or(metrics.ascent)),
            bounds: edges.map(|edge| scale.thousandths(edge)),
            italic_angle: metrics.italic_angle.round() as i16,
            weight: font.attributes().weight.value() as u16,
            monospaced: metrics.is_monospace,
        }
    }
}
