//! A lighthouse at the blue hour, taken with a long exposure that turns the sea to mist.

mod ground;
mod tower;

use crate::canvas::{Canvas, Size};
use crate::develop::Look;
use crate::noise::{Rng, fbm, noise2};
use crate::vector::{Vec3, hex, smoothstep, vec3};
use ground::{Ground, inland};
use tower::{building, trace_buildings};

pub const LOOK: Look = Look {
    exposure: 1.15,
    saturation: 1.0,
    vignette: 0.32,
    grain: 1.3,
    glow: 0.10,
};

/// Metres. The eye stands on a low rock across the bay.
const EYE: Vec3 = vec3(0.0, 11.0, 0.0);
const TOWER: Vec3 = vec3(19.0, 30.6, 274.0);
const FAR: f32 = 5200.0;

/// Where most of the warm light comes from: the sky above the place where the sun went down.
fn afterglow() -> Vec3 {
    vec3(0.80, 0.22, -0.05).normal()
}

/// The picture's plane: the horizon's line, the middle, and the lens.
const HORIZON: f32 = 0.60;
const MIDDLE: f32 = 0.93;
const LENS: f32 = 1.75;

/// Near rocks stand before this distance, the headland behind it.
const NEAR: f32 = 200.0;

pub fn paint(size: Size, _: u32) -> Canvas {
    let ray = |x: f32, y: f32| vec3(x - MIDDLE, HORIZON - y, LENS).normal();
    let ground = Ground::survey();
    let far = Canvas::render(size, 4, 3, |x, y, _| far_off(&ground, ray(x, y)));
    Canvas::render(size, 4, 4, |x, y, rng| {
        let ray = ray(x, y);
        let sea = if ray.y < -1e-4 {
            -EYE.y / ray.y
        } else {
            f32::MAX
        };
        let rock = if y > 0.5 {
            ground.march(EYE, ray, 0.5, NEAR)
        } else {
            f32::MAX
        };
        if rock < sea {
            return ground.land(EYE + ray * rock, rock);
        }
        let head = if y > 0.5 {
            ground.march(EYE, ray, NEAR, 420.0)
        } else {
            f32::MAX
        };
        if sea < head.min(9_000.0) {
            water(&far, x, y, EYE + ray * sea, rng)
        } else {
            far.sample(x, y)
        }
    })
}

/// Headland, lighthouse and sky, as they are seen and as the water mirrors them.
fn far_off(land: &Ground, ray: Vec3) -> Vec3 {
    let ground = land.march(EYE, ray, NEAR, 520.0);
    let built = trace_buildings(EYE, ray);
    let nearest = ground.min(built);
    if nearest == f32::MAX {
        return sky(ray) + lamp(ray);
    }
    let p = EYE + ray * nearest;
    let seen = if built <= nearest {
        building(land, p)
    } else {
        land.land(p, nearest)
    };
    let haze = 1.0 - (-nearest / FAR).exp();
    seen.mix(sky(vec3(ray.x, 0.012, ray.z).normal()), haze) + lamp(ray)
}

/// The lantern's glow in the damp air, and two beams caught as they turned.
fn lamp(ray: Vec3) -> Vec3 {
    let to = (TOWER + vec3(0.0, 20.7, 0.0) - EYE).normal();
    let away = (ray - to).length();
    let (dx, dy) = (ray.x - to.x, ray.y - to.y);
    let beam = |slope: f32, side: f32| {
        let along = dx * side;
        if along <= 0.0 {
            return 0.0;
        }
        let across = (dy - slope * along).abs() / (0.004 + along * 0.055);
        (-across * across).exp() * (-along * 5.5).exp()
    };
    let halo = 1.6 * (-away * 130.0).exp() + 0.16 * (-away * 24.0).exp();
    hex(0xffd9a0) * (halo + 0.16 * beam(0.05, -1.0) + 0.10 * beam(0.10, 1.0))
}

/// Half a minute of waves: no crests are left, only the sky's colours and a veil where they broke.
fn water(far: &Canvas, x: f32, y: f32, p: Vec3, rng: &mut Rng) -> Vec3 {
    let down = y - HORIZON;
    let swell = fbm(p.x * 0.02, p.z * 0.07, 4, 80) * 0.03 * smoothstep(0.0, 0.1, down);
    let mut mirrored = Vec3::default();
    // Each sample is a moment of the exposure with a slope of its own; upright slopes spread more.
    for _ in 0..6 {
        let lift = (down + 2.0 * LENS * (rng.normal() * 0.012 + swell)).abs();
        mirrored += far.sample(x + rng.normal() * 0.008, HORIZON - lift.max(0.003)) / 6.0;
    }
    let cosine = (down / LENS).clamp(0.0, 1.0);
    let mirror = 0.02 + 0.98 * (1.0 - cosine).powi(4);
    let seen = (hex(0x15283a) * 0.8).mix(mirrored, mirror * 0.94);
    let (head, loose) = inland(p.x, p.z);
    let near = smoothstep(-0.42, 0.02, head.max(loose));
    let drift = 0.30 + 2.2 * fbm(p.x * 0.06, p.z * 0.13, 6, 91);
    let streaks = smoothstep(0.05, 0.5, fbm(p.x * 0.018, p.z * 0.075, 5, 95));
    let streaks = streaks * 0.30 * smoothstep(0.02, 0.2, down);
    let veil = (near * drift + near.powi(6) * 0.55 + streaks).clamp(0.0, 0.85);
    seen.mix(hex(0xa9bbda) * 0.62, veil)
}

fn sky(ray: Vec3) -> Vec3 {
    let up = ray.y.max(0.0);
    let side = ray.x / ray.z.max(0.1);
    let warm = (-((side - 0.62) / 0.85).powi(2)).exp();
    let low = hex(0x8d93a8).mix(hex(0xffbf82), warm);
    let middle = hex(0x5f78a6).mix(hex(0xa79fb4), warm);
    let high = hex(0x1a3562);
    let base = low
        .mix(middle, smoothstep(0.0, 0.13, up))
        .mix(high, smoothstep(0.08, 0.48, up));
    // Clouds that moved while the shutter was open: drawn out along one direction.
    let (u, v) = (ray.x / (up + 0.07), ray.z / (up + 0.07));
    let (along, across) = (u * 0.8 + v * 0.6, v * 0.8 - u * 0.6);
    let density = |a: f32, c: f32| {
        fbm(a * 0.16 + 3.1, c * 0.75, 6, 33) + 0.5 * noise2(a * 0.07, c * 0.22, 34)
    };
    let here = density(along, across);
    let body = smoothstep(-0.06, 0.40, here) * smoothstep(0.015, 0.09, up);
    let lit = ((here - density(along + 0.5, across + 0.25)) * 2.0 + 0.40).clamp(0.0, 1.0);
    let glow = hex(0x8792b4).mix(hex(0xffae88), warm * smoothstep(0.42, 0.02, up));
    let cloud = hex(0x2c3d62).mix(glow, lit);
    base.mix(cloud, body * 0.85)
}
