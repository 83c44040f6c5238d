//! Type metal: a composing stick with a line in it, and sorts that stand about.

use crate::noise::{cell, noise3};
use crate::solids::{block, rod};
use crate::tracer::{Skin, Solid};
use crate::vector::{Vec3, hex, vec3};

/// A composing stick with a line of type standing in it.
pub fn stick(at: Vec3) -> Solid {
    Solid::new(
        at + vec3(0.0, 0.010, 0.0),
        vec3(0.105, 0.018, 0.028),
        Box::new(|p| {
            let bed = block(p + vec3(0.0, 0.012, 0.0), vec3(0.10, 0.0012, 0.025), 0.0005);
            let wall = block(
                p - vec3(0.0, -0.003, 0.024),
                vec3(0.10, 0.0095, 0.0012),
                0.0005,
            );
            let head = block(
                p - vec3(0.099, -0.003, 0.0),
                vec3(0.0012, 0.0095, 0.025),
                0.0005,
            );
            let knee = block(
                p - vec3(-0.066, -0.002, 0.004),
                vec3(0.006, 0.0105, 0.020),
                0.001,
            );
            let i = (p.x / 0.0036).round().clamp(-15.0, 26.0);
            let kind = cell(i as i32, 1, 3);
            let high = if kind < 0.18 { 0.0085 } else { 0.0120 };
            let body = block(
                vec3(p.x - i * 0.0036, p.y - high + 0.0125 - 0.0005, p.z - 0.0155),
                vec3(0.0017, high, 0.0072),
                0.0003,
            );
            let face = block(
                vec3(p.x - i * 0.0036, p.y - 0.0128, p.z - 0.0155),
                vec3(0.0008, 0.0007, 0.0030 + 0.002 * kind),
                0.0002,
            );
            let face = if kind < 0.18 { 0.02 } else { face };
            let lead = block(
                p - vec3(0.018, -0.002, 0.0075),
                vec3(0.078, 0.0090, 0.0006),
                0.0002,
            );
            bed.min(wall)
                .min(head)
                .min(knee)
                .min(body)
                .min(face)
                .min(lead)
                * 0.85
        }),
        Box::new(|p, _| {
            let type_metal = p.z > 0.006 && p.x > -0.058 && p.x < 0.097 && p.z < 0.0228;
            let worn = 0.75 + 0.4 * noise3(p.x * 300.0, p.y * 200.0, p.z * 200.0, 5);
            if type_metal {
                let inked = if p.y > 0.0125 { 0.35 } else { 1.0 };
                Skin {
                    colour: hex(0x8e9094) * (worn * inked),
                    shine: 0.22,
                    rough: 0.32,
                }
            } else {
                Skin {
                    colour: hex(0x7d7b76),
                    shine: 0.24,
                    rough: 0.22,
                }
            }
        }),
    )
}

/// A single sort, standing.
pub fn sort(at: Vec3, kind: u32) -> Solid {
    let (half, face) = ([0.0040, 0.0032, 0.0050][kind as usize % 3], kind);
    Solid::new(
        at,
        vec3(0.0062, 0.0135, 0.0075),
        Box::new(move |p| {
            let body = block(p, vec3(half, 0.0115, 0.0066), 0.0003);
            let nick = rod(
                p,
                vec3(-0.01, -0.004, -0.0070),
                vec3(0.01, -0.004, -0.0070),
                0.0009,
            );
            let top = p - vec3(0.0, 0.0121, 0.0);
            let bar = block(top, vec3(half * 0.28, 0.0009, 0.0046), 0.0003);
            let foot = block(
                top - vec3(0.0, 0.0, 0.0040),
                vec3(half * 0.75, 0.0009, 0.0010),
                0.0003,
            );
            let arm = block(
                top + vec3(0.0, 0.0, 0.0030 - 0.002 * face as f32),
                vec3(half * 0.7, 0.0009, 0.0010),
                0.0003,
            );
            body.max(-nick).min(bar).min(foot).min(arm) * 0.85
        }),
        Box::new(|p, _| {
            let worn = 0.8 + 0.4 * noise3(p.x * 300.0, p.y * 300.0, p.z * 300.0, 2);
            Skin {
                colour: hex(0x9a9ca0) * worn,
                shine: 0.22,
                rough: 0.3,
            }
        }),
    )
}
