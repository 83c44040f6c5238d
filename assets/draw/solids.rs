//! Shapes and skins that the traced scenes share. Metres.

use crate::noise::{fbm, noise2, noise3};
use crate::tracer::Skin;
use crate::vector::{Vec3, hex, vec3};

/// Distance to a box with rounded edges.
pub fn block(p: Vec3, half: Vec3, round: f32) -> f32 {
    let q = vec3(p.x.abs() - half.x, p.y.abs() - half.y, p.z.abs() - half.z)
        + vec3(round, round, round);
    let out = vec3(q.x.max(0.0), q.y.max(0.0), q.z.max(0.0)).length();
    out + q.max_part().min(0.0) - round
}

/// Distance to an upright cylinder with a rounded rim.
pub fn drum(p: Vec3, radius: f32, half: f32, round: f32) -> f32 {
    let (a, b) = (p.x.hypot(p.z) - radius + round, p.y.abs() - half + round);
    a.max(b).min(0.0) + a.max(0.0).hypot(b.max(0.0)) - round
}

/// Distance to a rod from `a` to `b`.
pub fn rod(p: Vec3, a: Vec3, b: Vec3, radius: f32) -> f32 {
    let (pa, ba) = (p - a, b - a);
    let t = (pa.dot(ba) / ba.dot(ba)).clamp(0.0, 1.0);
    (pa - ba * t).length() - radius
}

/// Wood whose grain runs along x. `tone` 0 is pale, 1 is dark.
pub fn wood(p: Vec3, tone: f32, seed: u32) -> Vec3 {
    let bend = 0.012 * noise3(p.x * 1.3, p.y * 3.0, p.z * 3.0, seed);
    let ring = (p.z + bend) * 46.0 + p.y * 30.0 + 1.4 * fbm(p.x * 0.9, p.z * 7.0, 3, seed);
    let rings = 0.5 + 0.5 * noise2(ring, p.x * 0.7, seed + 1);
    let pores = fbm(p.x * 14.0, p.z * 420.0 + p.y * 300.0, 3, seed + 2);
    let light = hex(0xb98a5a).mix(hex(0x5d4029), tone);
    let dark = hex(0x7d5632).mix(hex(0x2e1e14), tone);
    dark.mix(light, (rings * 0.8 + 0.15 + 0.45 * pores).clamp(0.0, 1.0))
}

pub fn iron(p: Vec3) -> Skin {
    let worn = 0.5 + 0.5 * noise3(p.x * 9.0, p.y * 9.0, p.z * 9.0, 3);
    Skin {
        colour: hex(0x2a2c2f).mix(hex(0x454443), worn),
        shine: 0.07,
        rough: 0.30,
    }
}

pub fn brass() -> Skin {
    Skin {
        colour: hex(0xc9a35a),
        shine: 0.7,
        rough: 0.18,
    }
}
