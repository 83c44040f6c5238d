//! Harbour at dawn: cranes against a low sun, and the sky lying on the water.

mod afloat;
mod quay;

use crate::canvas::{Canvas, Size};
use crate::develop::Look;
use crate::mask::Mask;
use crate::noise::{fbm, noise2};
use crate::vector::{Vec3, hex, lerp, smoothstep, vec3};
use afloat::{boat, piles, water};
use quay::{far_quay, near_quay};

pub const LOOK: Look = Look {
    exposure: 1.0,
    saturation: 0.95,
    vignette: 0.35,
    grain: 1.4,
    glow: 0.10,
};

/// Where the water meets the air, in picture heights.
const HORIZON: f32 = 0.60;
const SUN: (f32, f32) = (0.98, 0.565);

/// A thing that stands in the water: its cover, and the line where it meets its image.
struct Standing {
    cover: Mask,
    waterline: f32,
}

pub fn paint(size: Size, _: u32) -> Canvas {
    let mut air = Canvas::render(size, 3, 11, |x, y, _| sky(x, y.min(HORIZON)) + sun(x, y));
    for (base, height, haze, seed) in [(0.6, 0.035, 0.86, 3), (0.6, 0.022, 0.70, 9)] {
        let mut hills = Mask::filled(size, 0.0);
        let points: Vec<(f32, f32)> = (0..=400)
            .map(|i| {
                let x = i as f32 / 400.0 * 1.6 - 0.05;
                let rise = 0.5 + fbm(x * 3.0, 0.5, 6, seed) + 0.35 * (x - 0.75).abs();
                (x, base - height * rise.max(0.02))
            })
            .chain([(1.6, 0.62), (-0.1, 0.62)])
            .collect();
        hills.polygon(&points);
        air.paint(&hills, |x, y| hex(0x2c3648).mix(sky(x, y.min(0.58)), haze));
    }
    for (quay, haze) in [(far_quay(size), 0.45), (near_quay(size), 0.10)] {
        air.paint(&quay.cover, |x, y| {
            quay.shade(x, y, 0.0008).mix(sky(x, y.min(0.59)), haze)
        });
    }
    let mut standing = vec![boat(size)];
    standing.extend(piles(size));
    let mut picture = water(size, &air, &standing);
    for thing in &standing {
        picture.paint(&thing.cover, |x, y| thing.shade(x, y, 0.0022));
    }
    let warm = vec3(0.72, 0.42, 0.30);
    let veil = Mask::from_fn(size, mist);
    picture.paint(&veil, |_, _| warm);
    picture
}

impl Standing {
    /// Dark against the light, with a warm edge on the sun's side.
    fn shade(&self, x: f32, y: f32, edge: f32) -> Vec3 {
        let open = 1.0 - self.cover.sample(x + edge, y);
        let wood = 0.75 + 0.5 * noise2(x * 420.0, y * 18.0, 70);
        // What stands in the water is wet and darker near it.
        let wet = lerp(0.35, 1.0, smoothstep(0.0, 0.05, self.waterline - y));
        hex(0x1d1d24) * (wood * wet) + hex(0xff9a5c) * (0.22 * open * wet * wood)
    }
}

/// A low bank of mist on the far water.
fn mist(x: f32, y: f32) -> f32 {
    let band = (-((y - HORIZON) / 0.022).powi(2)).exp();
    let wisps = 0.6 + 0.8 * fbm(x * 2.2, y * 26.0, 4, 77);
    let near_sun = (-((x - SUN.0) / 0.7).powi(2)).exp();
    (band * wisps * (0.16 + 0.3 * near_sun)).clamp(0.0, 0.6)
}

fn sky(x: f32, y: f32) -> Vec3 {
    let up = ((HORIZON - y) / HORIZON).clamp(0.0, 1.0);
    let near_sun = (-((x - SUN.0) / 0.55).powi(2)).exp();
    let low = hex(0xc98d78).mix(hex(0xffb36b), near_sun);
    let middle = hex(0x9d8c9c).mix(hex(0xe0a184), near_sun);
    let high = hex(0x33476b);
    let mut colour = if up < 0.35 {
        low.mix(middle, smoothstep(0.0, 0.35, up))
    } else {
        middle.mix(high, smoothstep(0.35, 1.15, up))
    };
    let away = (x - SUN.0).hypot((y - SUN.1) * 1.25);
    colour +=
        hex(0xffa25c) * (0.9 * (-away * 6.0).exp()) + hex(0xffd9a0) * (1.6 * (-away * 22.0).exp());
    // Clouds lie on a plane overhead, so they crowd and flatten towards the horizon.
    let depth = 1.0 / (up * 1.1 + 0.10);
    let (u, v) = ((x - 0.75) * depth * 1.1, depth * 1.7);
    let warp = noise2(u * 0.7, v * 0.9, 41) * 0.6;
    let density = |u: f32, v: f32| {
        fbm(u * 0.9 + warp, v * 1.5 + warp, 7, 21) + 0.12 * noise2(u * 0.4, v * 0.3, 5)
    };
    let here = density(u, v);
    let body = smoothstep(0.0, 0.42, here) * smoothstep(0.02, 0.16, up);
    // Lit from below and from the sun's side: compare with the density a step that way.
    let lit = (here - density(u + (SUN.0 - x) * 0.25, v + 0.30)) * 2.4 + 0.35;
    let lit = lit.clamp(0.0, 1.0) * lerp(0.55, 1.0, near_sun);
    let cloud = hex(0x4b4f69).mix(hex(0xff9a66), lit) * lerp(1.0, 1.25, near_sun);
    colour.mix(cloud, body * 0.88)
}

/// The disc itself, kept apart from the sky: haze before a ship is lit by the sky only.
fn sun(x: f32, y: f32) -> Vec3 {
    let away = (x - SUN.0).hypot((y - SUN.1) * 1.25);
    vec3(9.0, 6.2, 3.4) * smoothstep(0.0185, 0.0165, away)
}
