//! Paper: sheets hung up to dry, and reams that wait.

use crate::noise::{cell, fbm};
use crate::solids::{block, rod, wood};
use crate::tracer::{Solid, matt};
use crate::vector::{Vec3, hex, vec3};

/// A printed page seen from afar: head, a picture, grey lines of text.
pub fn print(u: f32, v: f32, seed: u32) -> Vec3 {
    let paper = hex(0xe9e3d4);
    if !(0.1..0.9).contains(&u) || !(0.08..0.92).contains(&v) {
        return paper;
    }
    let ink = if v < 0.16 {
        f32::from(u8::from(v > 0.10 && u < 0.72)) * 0.75
    } else if v < 0.45 {
        0.35 + 0.5 * fbm(u * 4.0, v * 7.0, 5, seed)
    } else {
        let line = ((v - 0.45) * 52.0).fract();
        let end = if cell((v * 52.0) as i32, 1, seed) > 0.82 {
            0.5
        } else {
            0.9
        };
        f32::from(u8::from(line < 0.5 && u < end && (u - 0.5).abs() > 0.015)) * 0.6
    };
    paper.mix(hex(0x1c1b1a), ink)
}

/// Sheets hung over lines across the hall.
pub fn line_of_sheets() -> Vec<Solid> {
    let mut out = Vec::new();
    for (row, z) in [5.6_f32, 7.3, 9.2].into_iter().enumerate() {
        out.push(Solid::new(
            vec3(0.0, 2.98, z),
            vec3(4.0, 0.02, 0.02),
            Box::new(|p| rod(p, vec3(-3.9, 0.0, 0.0), vec3(3.9, 0.0, 0.0), 0.004)),
            Box::new(|_, _| matt(hex(0x3a342c))),
        ));
        for i in 0..9 {
            let seed = row as i32 * 20 + i;
            let chance = |k: i32| cell(seed, k, 44);
            if chance(0) < 0.12 {
                continue;
            }
            let x = -2.7 + 0.62 * i as f32 + 0.10 * chance(1);
            let phase = chance(2) * 6.0;
            out.push(
                Solid::new(
                    vec3(x, 2.68, z),
                    vec3(0.24, 0.32, 0.06),
                    Box::new(move |p| {
                        // The sheet hangs in a slack curve.
                        let bend = 0.018 * (p.x * 7.0 + phase).sin()
                            + 0.03 * (0.3 - p.y) * (p.x * 3.0 + phase).cos();
                        block(vec3(p.x, p.y, p.z - bend), vec3(0.21, 0.30, 0.0012), 0.0) * 0.85
                    }),
                    Box::new(move |p, n| {
                        let page = print(p.x / 0.42 + 0.5, 0.5 - p.y / 0.6, seed as u32);
                        // The back shows the print faintly through the paper.
                        matt(if n.z < 0.0 {
                            page
                        } else {
                            page.mix(hex(0xe9e3d4), 0.8)
                        })
                    }),
                )
                .turned(0.3 * (chance(3) - 0.5)),
            );
        }
    }
    out
}

/// Wrapped reams on a pallet by the wall.
pub fn reams(at: Vec3, seed: i32) -> Solid {
    Solid::new(
        at + vec3(0.0, 0.55, 0.0),
        vec3(0.5, 0.6, 0.72),
        Box::new(move |p| {
            let layer = ((p.y + 0.44) / 0.115).round().clamp(0.0, 6.0);
            let column = ((p.z) / 0.46).round().clamp(-1.0, 1.0);
            let key = layer as i32 * 5 + column as i32;
            let missing = layer > 3.0 + 3.0 * cell(column as i32, seed, 3);
            let slip = 0.03 * (cell(key, seed, 9) - 0.5);
            let q = vec3(
                p.x - slip,
                p.y + 0.44 - layer * 0.115,
                p.z - column * 0.46 - slip,
            );
            let pack = if missing {
                0.06
            } else {
                block(q, vec3(0.32, 0.053, 0.21), 0.008)
            };
            let pallet = block(p + vec3(0.0, 0.53, 0.0), vec3(0.42, 0.022, 0.70), 0.004);
            pack.min(pallet) * 0.8
        }),
        Box::new(|p, _| {
            if p.y < -0.5 {
                return matt(wood(vec3(p.z, p.y, p.x), 0.4, 9));
            }
            let kraft = hex(0xa9865a) * (0.85 + 0.3 * fbm(p.x * 8.0, p.z * 8.0 + p.y * 9.0, 4, 2));
            let label = (p.z / 0.46 - (p.z / 0.46).round()).abs() < 0.14 && p.x < -0.31;
            matt(if label { hex(0xe6e0d0) } else { kraft })
        }),
    )
}
