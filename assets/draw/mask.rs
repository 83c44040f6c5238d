//! Masks: how far a shape covers each pixel.

use crate::canvas::Plane;
use crate::vector::lerp;

/// Cover of 0 to 1 for each pixel; shapes are drawn into it and painted through it.
pub type Mask = Plane<f32>;

impl Mask {
    /// Adds a straight stroke of round ends, `width` growing from `w0` to `w1`.
    pub fn stroke(&mut self, (x0, y0): (f32, f32), (x1, y1): (f32, f32), w0: f32, w1: f32) {
        let reach = w0.max(w1);
        let (dx, dy) = (x1 - x0, y1 - y0);
        let length2 = (dx * dx + dy * dy).max(1e-12);
        let low = (x0.min(x1) - reach, y0.min(y1) - reach);
        let high = (x0.max(x1) + reach, y0.max(y1) + reach);
        self.cover(low, high, |x, y, pixel| {
            let t = (((x - x0) * dx + (y - y0) * dy) / length2).clamp(0.0, 1.0);
            let away = (x - x0 - dx * t).hypot(y - y0 - dy * t);
            let half = lerp(w0, w1, t) * 0.5;
            // A stroke thinner than a pixel stays a pixel wide and gets fainter.
            let drawn = half.max(pixel * 0.5);
            ((drawn - away) / pixel + 0.5).clamp(0.0, 1.0) * (half / drawn)
        });
    }

    /// Fills a polygon (even-odd), sixteen samples a pixel.
    pub fn polygon(&mut self, points: &[(f32, f32)]) {
        let fold = |f: fn(f32, f32) -> f32, start: f32| {
            points
                .iter()
                .fold((start, start), |a, p| (f(a.0, p.0), f(a.1, p.1)))
        };
        let (low, high) = (fold(f32::min, f32::MAX), fold(f32::max, f32::MIN));
        self.cover(low, high, |x, y, pixel| {
            let inside = (0..16).filter(|s| {
                let sx = x + ((s % 4) as f32 - 1.5) * 0.25 * pixel;
                let sy = y + ((s / 4) as f32 - 1.5) * 0.25 * pixel;
                let mut odd = false;
                for (i, &(ax, ay)) in points.iter().enumerate() {
                    let (bx, by) = points[(i + 1) % points.len()];
                    odd ^= (ay > sy) != (by > sy) && sx < (bx - ax) * (sy - ay) / (by - ay) + ax;
                }
                odd
            });
            inside.count() as f32 / 16.0
        });
    }

    /// Visits the pixels of a box and raises each to the cover that `f` finds there.
    pub fn cover(&mut self, low: (f32, f32), high: (f32, f32), f: impl Fn(f32, f32, f32) -> f32) {
        let h = self.size.height as f32;
        let clip = |v: f32, max: usize| (v.max(0.0) as usize).min(max);
        let (x0, y0) = (low.0 * h - 1.0, low.1 * h - 1.0);
        let (x1, y1) = (high.0 * h + 2.0, high.1 * h + 2.0);
        for y in clip(y0, self.size.height)..clip(y1, self.size.height) {
            for x in clip(x0, self.size.width)..clip(x1, self.size.width) {
                let value = f((x as f32 + 0.5) / h, (y as f32 + 0.5) / h, 1.0 / h);
                let pixel = &mut self.pixels[y * self.size.width + x];
                // Union as of independent covers, so that strokes may cross without a seam.
                *pixel += (1.0 - *pixel) * value.clamp(0.0, 1.0);
            }
        }
    }
}
