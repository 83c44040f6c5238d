//! Headland and rocks: a field of heights, walked by rays.

use super::{NEAR, afterglow};
use crate::canvas::{Plane, Size};
use crate::noise::{fbm, noise2, noise3, ridged};
use crate::vector::{Vec3, hex, lerp, smoothstep, vec3};

/// How far inland a place is on the headland and on the loose rocks: 0 at the shore.
pub fn inland(x: f32, z: f32) -> (f32, f32) {
    let warp = 0.26 * fbm(x * 0.011, z * 0.011, 6, 4);
    let head = 1.0 - ((x + 118.0) / 178.0).powi(2) - ((z - 300.0) / 82.0).powi(2);
    // Centre, half-axes and height above the shore of each loose rock.
    let rocks = [
        (88.0, 282.0, 13.0, 10.0, 0.62),
        (112.0, 276.0, 8.0, 6.0, 0.34),
        (-30.0, 92.0, 15.0, 7.0, 0.30),
        (-13.0, 78.0, 6.0, 4.0, 0.22),
        (24.0, 118.0, 9.0, 5.0, 0.24),
        (-19.0, 44.0, 8.0, 4.5, 0.26),
        (13.5, 52.0, 3.6, 2.4, 0.16),
        (56.0, 176.0, 10.0, 6.0, 0.30),
    ];
    let loose = rocks.iter().fold(-9.0_f32, |best, (cx, cz, ax, az, top)| {
        best.max(top - ((x - cx) / ax).powi(2) * top - ((z - cz) / az).powi(2) * top)
    });
    let small = 0.10 * fbm(x * 0.09, z * 0.09, 4, 5);
    (head + warp, loose + small + 0.3 * warp)
}

fn height(x: f32, z: f32) -> f32 {
    let (head, loose) = inland(x, z);
    // Loose rocks: steep, broken, low.
    let top = if x > 66.0 { 36.0 } else { 17.0 };
    let broken =
        1.6 * fbm(x * 0.16, z * 0.16, 7, 12) + 1.7 * ridged(x * 0.12, z * 0.12, 5, 13) - 0.9;
    let rocks = -1.2 + top * loose.clamp(-0.4, 0.6) + broken * smoothstep(-0.2, 0.2, loose);
    if head < -0.25 {
        return rocks;
    }
    let s = head + 0.20 * ridged(x * 0.022, z * 0.022, 6, 9) - 0.13;
    // A wave-cut shelf at the foot, then the wall, then a grassy brow that falls to the point.
    let shelf = smoothstep(-0.10, 0.03, s) * 0.10;
    let wall = smoothstep(0.02, 0.24, s) * 0.62 + smoothstep(0.18, 0.85, s) * 0.30;
    let small = 2.4 * fbm(x * 0.10, z * 0.10, 7, 12);
    let plateau = 7.0 * fbm(x * 0.014, z * 0.014, 3, 3) * wall;
    rocks.max(-4.5 + 41.0 * (shelf + wall) + small + plateau + s.min(0.0) * 30.0)
}

/// The headland is walked by millions of rays, so its heights are computed once, on a grid fine
/// enough for its distance. The near rocks are seen too closely for that.
pub struct Ground {
    far: Plane<f32>,
}

const GRID: Size = Size {
    width: 3200,
    height: 1600,
};
/// The grid's first corner, and metres on its shorter side.
const CORNER: (f32, f32) = (-335.0, 190.0);
const SPAN: f32 = 240.0;

impl Ground {
    pub fn survey() -> Self {
        let far = Plane::from_fn(GRID, |u, v| {
            height(CORNER.0 + u * SPAN, CORNER.1 + v * SPAN)
        });
        Ground { far }
    }

    fn height(&self, x: f32, z: f32) -> f32 {
        if z < NEAR {
            height(x, z)
        } else {
            self.far
                .sample((x - CORNER.0) / SPAN, (z - CORNER.1) / SPAN)
        }
    }

    /// The gap between a place and the ground. The rock is pushed about in space as well, or every
    /// crack of a cliff made from heights alone would run straight down.
    fn gap(&self, p: Vec3) -> f32 {
        let plain = p.y - self.height(p.x, p.z);
        if plain > 9.0 {
            return plain - 4.0;
        }
        let bed = noise3(p.x * 0.05, p.y * 0.32, p.z * 0.05, 3) * 1.3;
        let block = noise3(p.x * 0.20, p.y * 0.26, p.z * 0.20, 4) * 1.7;
        let stone = noise3(p.x * 0.75, p.y * 0.9, p.z * 0.75, 6) * 0.6
            + noise3(p.x * 2.0, p.y * 2.3, p.z * 2.0, 7) * 0.22;
        p.y - self.height(p.x + bed + block + stone, p.z + bed - block * 0.6 + stone)
    }

    /// How far along the ray the ground is; `f32::MAX` when it is not between `near` and `far`.
    pub fn march(&self, from: Vec3, ray: Vec3, near: f32, far: f32) -> f32 {
        let mut t = near;
        for _ in 0..240 {
            let p = from + ray * t;
            if t > far || (p.y > 46.0 && ray.y > 0.0) || p.y < -3.0 {
                return f32::MAX;
            }
            let gap = self.gap(p);
            if gap < 0.0005 * t {
                return t;
            }
            t += (gap * 0.24).max(0.0012 * t);
        }
        t
    }

    fn normal(&self, p: Vec3, e: f32) -> Vec3 {
        vec3(
            self.gap(p + vec3(e, 0.0, 0.0)) - self.gap(p - vec3(e, 0.0, 0.0)),
            self.gap(p + vec3(0.0, e, 0.0)) - self.gap(p - vec3(0.0, e, 0.0)),
            self.gap(p + vec3(0.0, 0.0, e)) - self.gap(p - vec3(0.0, 0.0, e)),
        )
        .normal()
    }

    /// Light of the dusk on a slope: the sky's dome, the glow low on the right, dark in the cracks.
    pub fn dusk(&self, p: Vec3, n: Vec3) -> Vec3 {
        let mut open = 1.0;
        for reach in [0.6, 1.8, 5.0] {
            open *= lerp(0.45, 1.0, (self.gap(p + n * reach) / reach).clamp(0.0, 1.0));
        }
        let dome = hex(0x7fa0c8) * (0.50 + 0.40 * n.y);
        // A broad light wraps round edges.
        let warm = hex(0xffb98a) * (0.62 * ((n.dot(afterglow()) + 0.35) / 1.35).max(0.0));
        (dome + warm) * open
    }

    pub fn land(&self, p: Vec3, t: f32) -> Vec3 {
        let n = self.normal(p, 0.0010 * t);
        let layer = noise2(
            p.y * 0.55 + 2.0 * fbm(p.x * 0.03, p.z * 0.03, 3, 2),
            p.x * 0.01,
            6,
        );
        let crack = fbm(p.x * 0.25, p.y * 0.30 + p.z * 0.2, 7, 61);
        let cleft = ridged((p.x + p.z * 0.6) * 0.13, p.y * 0.20 + crack * 0.3, 6, 19);
        let grit = fbm(p.x * 2.1 + p.z * 1.3, p.y * 2.6, 3, 23);
        let tone = 0.5 + 0.45 * layer + 0.9 * crack + 0.55 * grit;
        let rock =
            hex(0x2c3034).mix(hex(0x8d8b87), tone) * (1.0 - 0.62 * smoothstep(0.60, 0.82, cleft));
        let patch = fbm(p.x * 0.06, p.z * 0.06, 6, 31);
        let blades = fbm(p.x * 1.2, p.z * 0.6, 3, 37);
        let grass = hex(0x2c3620).mix(hex(0x5d5f3a), 0.5 + 0.9 * patch + 0.35 * blades);
        let turf =
            smoothstep(0.58, 0.80, n.y + 0.12 * patch) * smoothstep(12.0, 20.0, p.y + 6.0 * patch);
        let wet = smoothstep(4.5, 1.0, p.y + 2.0 * crack);
        let ground = rock.mix(grass, turf) * lerp(1.0, 0.38, wet);
        let mist = smoothstep(1.6, 0.0, p.y + 1.6 * crack) * 0.6;
        (ground * self.dusk(p, n)).mix(hex(0xa9bbda) * 0.55, mist)
    }
}
