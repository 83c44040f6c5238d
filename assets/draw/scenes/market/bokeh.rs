//! Lights out of focus: a lens spreads each to an even disc.

use super::street::VANISH;
use crate::canvas::Canvas;
use crate::noise::Rng;
use crate::vector::{Vec3, hex, lerp, smoothstep, vec3};

/// Lamps and bulbs as a lens spreads them: even discs with a slightly brighter rim.
pub fn lights(picture: &mut Canvas) {
    let mut rng = Rng::new(31);
    let warm = [hex(0xffb458), hex(0xffc880), hex(0xff9a4a), hex(0xffd9a0)];
    let mut discs: Vec<(f32, f32, f32, Vec3)> = Vec::new();
    // Strings of bulbs swing across the street, one behind the other.
    for (row, d) in [1.25_f32, 1.7, 2.3, 3.1, 4.2].into_iter().enumerate() {
        let bulbs = 11;
        for i in 0..=bulbs {
            let t = i as f32 / bulbs as f32;
            let x = VANISH.0 + lerp(-0.95, 0.85, t) / d;
            let sag = 0.10 * (2.0 * t - 1.0).powi(2);
            let y = VANISH.1 - (0.30 + sag + 0.02 * row as f32) / d;
            let r = lerp(0.027, 0.015, row as f32 / 4.0);
            discs.push((x, y, r, warm[i % 4] * rng.range(0.30, 0.55)));
        }
    }
    for _ in 0..70 {
        let d = rng.range(1.5, 6.0);
        let side = if rng.unit() < 0.5 { -1.0 } else { 1.0 };
        let x = VANISH.0 + side * rng.range(0.10, 0.75) / d.sqrt();
        let y = VANISH.1 + rng.range(-0.06, 0.13) / d.sqrt();
        let colour = match (rng.unit() * 10.0) as u32 {
            0 => hex(0xff5a48),
            1 => hex(0x7ad0a8),
            2 => hex(0x8ab4ff),
            _ => warm[(rng.unit() * 4.0) as usize % 4],
        };
        discs.push((x, y, rng.range(0.010, 0.022), colour * rng.range(0.12, 0.5)));
    }
    // Their images in the wet stones are taller and weaker.
    for i in 0..discs.len() {
        let (x, y, r, colour) = discs[i];
        if rng.unit() < 0.6 {
            discs.push((
                x + rng.range(-0.01, 0.01),
                1.16 - y * 0.92,
                r * 1.2,
                colour * 0.22,
            ));
        }
    }
    let size = picture.size;
    for (x, y, r, colour) in discs {
        let h = size.height as f32;
        let span = |c: f32, max: usize| {
            let low = ((c - r * 1.1) * h).max(0.0) as usize;
            let high = (((c + r * 1.1) * h).max(0.0) as usize + 1).min(max);
            low.min(high)..high
        };
        for py in span(y, size.height) {
            for px in span(x, size.width) {
                let away = ((px as f32 / h - x).hypot(py as f32 / h - y)) / r;
                let disc = smoothstep(1.0, 0.93, away) * (0.82 + 0.25 * away * away);
                picture.pixels[py * size.width + px] += colour * disc;
            }
        }
    }
    for pixel in &mut picture.pixels {
        *pixel += vec3(0.004, 0.003, 0.003);
    }
}
