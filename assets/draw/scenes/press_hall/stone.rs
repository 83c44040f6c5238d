//! The imposing stone and what lies on it.

use super::paper::print;
use crate::noise::{fbm, noise2};
use crate::solids::{block, drum, iron, rod, wood};
use crate::tracer::{Skin, Solid, matt};
use crate::vector::{Vec3, hex, lerp, vec3};

/// The imposing stone, with a locked forme, a pile of sheets, a mallet and an ink tin.
pub fn stone(at: Vec3) -> Vec<Solid> {
    let table = Solid::new(
        at + vec3(0.0, 0.46, 0.0),
        vec3(0.62, 0.48, 0.95),
        Box::new(|p| {
            let top = block(p - vec3(0.0, 0.42, 0.0), vec3(0.60, 0.035, 0.93), 0.008);
            let apron = block(p - vec3(0.0, 0.30, 0.0), vec3(0.54, 0.10, 0.87), 0.01);
            let leg = block(
                vec3(p.x.abs() - 0.49, p.y + 0.1, p.z.abs() - 0.82),
                vec3(0.055, 0.40, 0.055),
                0.01,
            );
            top.min(apron).min(leg)
        }),
        Box::new(|p, _| {
            if p.y > 0.383 {
                let smear = 0.5 + 0.5 * fbm(p.x * 6.0, p.z * 6.0, 5, 3);
                Skin {
                    colour: hex(0x55585a).mix(hex(0x77797a), smear),
                    shine: 0.12,
                    rough: lerp(0.10, 0.28, smear),
                }
            } else {
                matt(wood(vec3(p.z, p.y, p.x), 0.75, 33))
            }
        }),
    );
    let top = at.y + 0.916;
    let forme = Solid::new(
        vec3(at.x + 0.12, top + 0.014, at.z + 0.30),
        vec3(0.26, 0.015, 0.34),
        Box::new(|p| {
            let chase = block(p, vec3(0.26, 0.014, 0.34), 0.003).max(-block(
                p,
                vec3(0.232, 0.05, 0.312),
                0.0,
            ));
            // Lines of type between furniture; the faces make a fine relief.
            let row = (p.z / 0.0135).round() * 0.0135;
            let lines = block(
                vec3(p.x, p.y + 0.002, p.z - row),
                vec3(0.17, 0.0125, 0.0056),
                0.0012,
            )
            .max(p.z.abs() - 0.24);
            let furniture = block(p + vec3(0.0, 0.006, 0.0), vec3(0.232, 0.008, 0.312), 0.0);
            chase.min(lines).min(furniture)
        }),
        Box::new(|p, _| {
            if p.x.abs() > 0.232 || p.z.abs() > 0.312 {
                iron(p)
            } else if p.y > 0.004 {
                let face = 0.6 + 0.4 * noise2(p.x * 700.0, p.z * 500.0, 8);
                Skin {
                    colour: hex(0x8d8f92) * face,
                    shine: 0.35,
                    rough: 0.42,
                }
            } else {
                matt(wood(vec3(p.x, p.y, p.z), 0.3, 51))
            }
        }),
    )
    .turned(-0.10);
    let sheets = Solid::new(
        vec3(at.x - 0.22, top + 0.03, at.z - 0.38),
        vec3(0.20, 0.032, 0.28),
        Box::new(|p| {
            let jog = 0.004 * noise2(p.y * 900.0, 0.0, 4);
            block(
                vec3(p.x + jog, p.y, p.z - jog),
                vec3(0.185, 0.030, 0.265),
                0.001,
            )
        }),
        Box::new(|p, n| {
            matt(if n.y > 0.9 {
                print(p.x / 0.37 + 0.5, 0.5 - p.z / 0.53, 5)
            } else {
                hex(0xd8d2c4) * (0.8 + 0.2 * noise2(0.0, p.y * 1500.0, 3))
            })
        }),
    )
    .turned(0.22);
    let tin = Solid::new(
        vec3(at.x + 0.38, top + 0.05, at.z - 0.42),
        vec3(0.07, 0.06, 0.07),
        Box::new(|p| {
            drum(p, 0.062, 0.05, 0.004).max(-drum(p - vec3(0.0, 0.02, 0.0), 0.057, 0.05, 0.002))
        }),
        Box::new(|p, _| {
            let band = (-0.03..0.025).contains(&p.y);
            Skin {
                colour: if band { hex(0x8e2b22) } else { hex(0x9b9c9c) },
                shine: 0.10,
                rough: 0.25,
            }
        }),
    );
    let mallet = Solid::new(
        vec3(at.x + 0.30, top + 0.045, at.z - 0.12),
        vec3(0.20, 0.05, 0.08),
        Box::new(|p| {
            block(p - vec3(0.13, 0.0, 0.0), vec3(0.055, 0.042, 0.072), 0.012).min(rod(
                p,
                vec3(-0.17, -0.02, 0.0),
                vec3(0.10, 0.0, 0.0),
                0.014,
            ))
        }),
        Box::new(|p, _| Skin {
            colour: wood(vec3(p.z * 2.0, p.x, p.y), 0.35, 71),
            shine: 0.04,
            rough: 0.3,
        }),
    )
    .turned(0.9);
    vec![table, forme, sheets, tin, mallet]
}
