//! Floor, walls with their windows, ceiling with its beams.

use super::{DEEP, HIGH, LEFT, RIGHT, WINDOWS};
use crate::noise::{cell, fbm, noise2};
use crate::solids::{block, wood};
use crate::tracer::{Skin, Solid, matt};
use crate::vector::{Vec3, hex, lerp, smoothstep, vec3};

/// The middle of the hall and half its length, along z.
const MIDDLE: f32 = DEEP * 0.5 - 1.5;
const LONG: f32 = DEEP * 0.5 + 1.0;

/// All that holds the room together.
pub fn shell() -> Vec<Solid> {
    let right = Solid::new(
        vec3(RIGHT + 0.1, HIGH * 0.5, MIDDLE),
        vec3(0.1, HIGH * 0.5, LONG),
        Box::new(|p| block(p, vec3(0.1, HIGH * 0.5, LONG), 0.0)),
        Box::new(|p, _| matt(plaster(p))),
    );
    let rear = Solid::new(
        vec3(0.0, HIGH * 0.5, -2.4),
        vec3(4.2, HIGH * 0.5, 0.1),
        Box::new(|p| block(p, vec3(4.2, HIGH * 0.5, 0.1), 0.0)),
        Box::new(|p, _| matt(plaster(p))),
    );
    vec![floor(), window_wall(), right, back_wall(), rear, ceiling()]
}

/// Boards with worn places and spilt ink.
fn floor() -> Solid {
    Solid::new(
        vec3(0.0, -0.05, MIDDLE),
        vec3(4.2, 0.05, LONG),
        Box::new(|p| block(p, vec3(4.2, 0.05, LONG), 0.0)),
        Box::new(|p, _| {
            let board = (p.x / 0.17).floor();
            let shift = cell(board as i32, 3, 8);
            let joint = ((p.z + shift * 3.0) / 2.6).fract().abs() * 2.6;
            let gap = ((p.x / 0.17).fract() + 1.0).fract();
            let seam = smoothstep(0.03, 0.0, gap.min(1.0 - gap)).max(smoothstep(0.010, 0.0, joint));
            let grain = wood(vec3(p.z + shift * 7.0, board, p.x), 0.45 + 0.25 * shift, 40);
            let worn = 0.75 + 0.5 * fbm(p.x * 1.1, p.z * 0.8, 5, 6);
            let ink = smoothstep(0.30, 0.45, fbm(p.x * 2.3 + 5.0, p.z * 2.3, 5, 9)) * 0.5;
            let colour = (grain * worn * 0.8).mix(hex(0x15120f), (seam * 0.85).max(ink));
            Skin {
                colour,
                shine: 0.04,
                rough: lerp(0.22, 0.4, worn),
            }
        }),
    )
}

/// Painted to the height of a shoulder, whitewashed above. `p` counts from the wall's middle.
fn plaster(p: Vec3) -> Vec3 {
    let up = p.y + HIGH * 0.5;
    let stain = 0.90 + 0.22 * fbm(p.x * 0.9 + p.z, p.y * 0.7 + p.z * 0.4, 6, 12);
    let painted = hex(0x4e6259) * stain;
    if up < 1.25 {
        painted
    } else if up < 1.29 {
        hex(0x2f3a35)
    } else {
        hex(0xd8d0bf) * stain
    }
}

fn window_wall() -> Solid {
    Solid::new(
        vec3(-LEFT - 0.2, HIGH * 0.5, MIDDLE),
        vec3(0.2, HIGH * 0.5, LONG),
        Box::new(|p| {
            let wall = block(p, vec3(0.2, HIGH * 0.5, LONG), 0.0);
            let (y, z) = (p.y + HIGH * 0.5, p.z + MIDDLE);
            let near = WINDOWS.iter().fold(9.0_f32, |best, w| {
                if (z - w).abs() < best.abs() {
                    z - w
                } else {
                    best
                }
            });
            let hole = block(vec3(p.x, y - 2.325, near), vec3(0.5, 1.375, 0.72), 0.0);
            // Glazing bars: two upright, four across.
            let across = ((y - 0.95) / 0.55)
                .fract()
                .min(1.0 - ((y - 0.95) / 0.55).fract())
                * 0.55;
            let upright = (near.abs() - 0.24).abs();
            let bars = (across.min(upright) - 0.018).max(p.x.abs() - 0.02);
            let sash = (-block(vec3(p.x, y - 2.325, near), vec3(0.5, 1.315, 0.66), 0.0))
                .max(p.x.abs() - 0.03);
            wall.max(-hole).min(bars.min(sash).max(hole))
        }),
        Box::new(|p, n| {
            let bar = p.x.abs() < 0.05 && n.x.abs() < 0.999 || p.x.abs() < 0.04;
            matt(if bar { hex(0xbfb9ac) } else { plaster(p) })
        }),
    )
}

/// The far end, with its door.
fn back_wall() -> Solid {
    Solid::new(
        vec3(0.0, HIGH * 0.5, DEEP - 0.6),
        vec3(4.2, HIGH * 0.5, 0.1),
        Box::new(|p| {
            let wall = block(p, vec3(4.2, HIGH * 0.5, 0.1), 0.0);
            let door = block(
                vec3(p.x - 0.4, p.y + HIGH * 0.5 - 1.1, p.z + 0.1),
                vec3(0.75, 1.25, 0.06),
                0.0,
            );
            wall.max(-door)
        }),
        Box::new(|p, _| {
            let door = (p.x - 0.4).abs() < 0.75 && p.y + HIGH * 0.5 < 2.35;
            matt(if door { hex(0x59432f) } else { plaster(p) })
        }),
    )
}

/// Boards on beams.
fn ceiling() -> Solid {
    Solid::new(
        vec3(0.0, HIGH, MIDDLE),
        vec3(4.2, 0.35, LONG),
        Box::new(|p| {
            let boards = block(p - vec3(0.0, 0.25, 0.0), vec3(4.2, 0.1, LONG), 0.0);
            let cell = ((p.z + 1.0) / 1.9).round() * 1.9 - 1.0;
            boards.min(block(
                vec3(p.x, p.y - 0.05, p.z - cell),
                vec3(4.2, 0.16, 0.11),
                0.01,
            ))
        }),
        Box::new(|p, _| {
            let grain = wood(vec3(p.x, p.y, p.z), 0.55, 21);
            matt(if p.y > 0.14 {
                hex(0xcfc6b4) * (0.9 + 0.1 * noise2(p.x * 9.0, p.z * 2.0, 4))
            } else {
                grain
            })
        }),
    )
}
