//! Fruit: round things that are never quite round.

use crate::noise::{Rng, fbm, noise2, noise3};
use crate::tracer::{Skin, Solid};
use crate::vector::{Vec3, grey, hex, smoothstep, vec3};

#[derive(Clone, Copy, PartialEq)]
pub enum Fruit {
    Orange,
    Lemon,
    Apple,
}

/// Fruit in rows, heaped towards the middle.
pub fn heap(solids: &mut Vec<Solid>, at: Vec3, kind: Fruit, seed: u64) {
    let mut rng = Rng::new(seed);
    let radius = match kind {
        Fruit::Orange => 0.040,
        Fruit::Lemon => 0.031,
        Fruit::Apple => 0.037,
    };
    let step = radius * 2.02;
    for layer in 0..3 {
        let inset = 0.5 * layer as f32;
        let (columns, rows) = ((0.375 / step - inset) as i32, (0.275 / step - inset) as i32);
        for c in 0..columns {
            for r in 0..rows {
                let x = (c as f32 - (columns - 1) as f32 * 0.5) * step;
                let z = (r as f32 - (rows - 1) as f32 * 0.5) * step;
                if layer == 2 && rng.unit() < 0.25 {
                    continue;
                }
                let y = 0.082 + (layer as f32 - 0.05) * step * 0.74;
                let jitter = vec3(
                    rng.range(-0.004, 0.004),
                    rng.range(-0.004, 0.003),
                    rng.range(-0.004, 0.004),
                );
                let size = radius * rng.range(0.94, 1.04);
                solids.push(fruit(at + vec3(x, y, z) + jitter, size, kind, &mut rng));
            }
        }
    }
}

fn fruit(at: Vec3, radius: f32, kind: Fruit, rng: &mut Rng) -> Solid {
    // Where the stalk was: mostly upwards, anywhere round.
    let pole = vec3(
        rng.range(-1.0, 1.0),
        rng.range(-0.2, 1.0),
        rng.range(-1.0, 0.6),
    )
    .normal();
    let ripe = rng.unit();
    let shift = rng.range(0.0, 50.0);
    let long = if kind == Fruit::Lemon { 1.32 } else { 1.0 };
    let half = radius * (long + 0.06);
    Solid::new(
        at,
        grey(half),
        Box::new(move |p| {
            let along = p.dot(pole);
            let wide = (p - pole * along).length();
            let t = along / radius;
            match kind {
                Fruit::Orange => {
                    let pores = 0.00016 * noise3(p.x * 700.0 + shift, p.y * 700.0, p.z * 700.0, 4);
                    let dimple = 0.018 * radius * smoothstep(0.90, 1.0, t);
                    p.length() - radius + pores + dimple
                }
                Fruit::Lemon => {
                    let nib = 0.22 * smoothstep(0.95, 1.30, t.abs());
                    let pores = 0.0002 * noise3(p.x * 500.0 + shift, p.y * 500.0, p.z * 500.0, 6);
                    (wide.hypot(along / (1.18 + nib)) - radius) * 0.85 + pores
                }
                Fruit::Apple => {
                    let hollow = 0.30
                        * radius
                        * (-(wide / (0.30 * radius)).powi(2)).exp()
                        * smoothstep(0.0, 0.8, t.abs());
                    (p.length() - radius * (1.0 + 0.04 * t) + hollow) * 0.8
                }
            }
        }),
        Box::new(move |p, _| {
            let t = p.dot(pole) / radius;
            let patch = 0.5 + 0.5 * fbm(p.x * 40.0 + shift, p.y * 40.0 + p.z * 30.0, 4, 9);
            match kind {
                Fruit::Orange => {
                    let skin = hex(0xe8790c).mix(hex(0xf09a1e), ripe * 0.6 + 0.4 * patch);
                    let scar = smoothstep(0.988, 0.994, t);
                    Skin {
                        colour: skin.mix(hex(0x4a4a22), scar),
                        shine: 0.045,
                        rough: 0.26,
                    }
                }
                Fruit::Lemon => {
                    let skin = hex(0xe9c21c).mix(hex(0xcfc03a), ripe * 0.5 * patch);
                    Skin {
                        colour: skin,
                        shine: 0.045,
                        rough: 0.22,
                    }
                }
                Fruit::Apple => {
                    let streak = 0.5 + 0.5 * noise2((p.x.atan2(p.z)) * 9.0 + shift, t * 1.2, 3);
                    let blush = smoothstep(
                        0.15,
                        0.75,
                        0.55 * patch + 0.45 * streak + 0.5 * (ripe - 0.4),
                    );
                    let skin = hex(0xb9b23e).mix(hex(0x9c1b1c), blush);
                    Skin {
                        colour: skin.mix(hex(0x5a4a20), smoothstep(0.93, 0.99, t)),
                        shine: 0.05,
                        rough: 0.10,
                    }
                }
            }
        }),
    )
}
