//! The hand press, the composing frame, the lamps.

use crate::noise::cell;
use crate::solids::{block, brass, drum, iron, rod, wood};
use crate::tracer::{Skin, Solid, matt};
use crate::vector::{Vec3, hex, vec3};

/// An iron hand press of the Albion kind.
pub fn press(at: Vec3) -> Solid {
    Solid::new(
        at + vec3(0.0, 0.95, 0.0),
        vec3(0.62, 0.97, 1.15),
        Box::new(|p| {
            let y = p.y + 0.95;
            let side = vec3(p.x.abs(), y, p.z);
            let legs = rod(side, vec3(0.42, 0.02, 0.22), vec3(0.34, 0.62, 0.10), 0.045).min(rod(
                side,
                vec3(0.42, 0.02, -0.22),
                vec3(0.34, 0.62, -0.10),
                0.045,
            ));
            let feet = block(side - vec3(0.42, 0.03, 0.0), vec3(0.07, 0.03, 0.30), 0.02);
            let cheeks = block(side - vec3(0.36, 1.02, 0.0), vec3(0.055, 0.46, 0.10), 0.025);
            let base = block(side - vec3(0.0, 0.62, 0.0), vec3(0.41, 0.07, 0.12), 0.02);
            let crown = block(side - vec3(0.0, 1.50, 0.0), vec3(0.43, 0.085, 0.13), 0.04);
            let cap = drum(vec3(p.x, y - 1.66, p.z), 0.12, 0.10, 0.03).min(drum(
                vec3(p.x, y - 1.79, p.z),
                0.055,
                0.06,
                0.03,
            ));
            let piston = drum(vec3(p.x, y - 1.28, p.z), 0.075, 0.20, 0.01);
            let platen = block(vec3(p.x, y - 1.03, p.z), vec3(0.29, 0.035, 0.36), 0.015);
            let ribs = block(
                vec3(side.x - 0.20, y - 0.74, p.z + 0.25),
                vec3(0.025, 0.03, 0.78),
                0.008,
            );
            let bed = block(
                vec3(p.x, y - 0.82, p.z + 0.34),
                vec3(0.31, 0.045, 0.42),
                0.01,
            );
            // The tympan stands open on its hinge at the bed's end, leaning outwards.
            let (s, c) = 0.35_f32.sin_cos();
            let (hy, hz) = (y - 0.88, p.z + 0.78);
            let lifted = vec3(p.x, hy * c - hz * s - 0.36, hz * c + hy * s);
            let frame = block(lifted, vec3(0.29, 0.36, 0.014), 0.006)
                .max(-block(lifted, vec3(0.255, 0.325, 0.05), 0.0))
                .min(block(lifted, vec3(0.28, 0.35, 0.003), 0.0));
            let bar = rod(
                vec3(p.x, y, p.z),
                vec3(0.36, 1.25, -0.10),
                vec3(0.30, 1.22, -0.52),
                0.016,
            )
            .min(rod(
                vec3(p.x, y, p.z),
                vec3(0.30, 1.22, -0.52),
                vec3(0.28, 1.215, -0.66),
                0.026,
            ));
            legs.min(feet)
                .min(cheeks)
                .min(base)
                .min(crown)
                .min(cap)
                .min(piston)
                .min(platen)
                .min(ribs)
                .min(bed)
                .min(frame)
                .min(bar)
                * 0.9
        }),
        Box::new(|p, _| {
            let y = p.y + 0.95;
            if y > 1.72 && p.x.abs() < 0.1 {
                brass()
            } else if p.z < -0.72 && y > 0.9 && p.x.abs() < 0.275 {
                matt(hex(0xd9cfb8))
            } else {
                iron(p)
            }
        }),
    )
}

/// A composing frame: a cabinet of type cases with an open case on its sloping top.
pub fn frame(at: Vec3) -> Solid {
    Solid::new(
        at + vec3(0.0, 0.62, 0.0),
        vec3(0.42, 0.66, 0.62),
        Box::new(|p| {
            let body = block(p + vec3(0.0, 0.12, 0.0), vec3(0.36, 0.50, 0.56), 0.012);
            // Nine drawers, each with a pull.
            let row = ((p.y + 0.12) / 0.098).round() * 0.098 - 0.12;
            let y = p.y - row.clamp(-0.512, 0.272);
            let drawer = block(vec3(p.x - 0.36, y, p.z), vec3(0.016, 0.043, 0.52), 0.006);
            let pull = block(
                vec3(p.x - 0.385, y + 0.008, p.z),
                vec3(0.012, 0.012, 0.05),
                0.008,
            );
            // The case on top slopes towards the compositor.
            let (s, c) = 0.42_f32.sin_cos();
            let q = vec3(p.x * c + (p.y - 0.47) * s, (p.y - 0.47) * c - p.x * s, p.z);
            let cells = |v: f32, step: f32| (v - (v / step).round() * step).abs();
            let well = (block(q - vec3(0.0, 0.03, 0.0), vec3(0.36, 0.03, 0.55), 0.0))
                .max(0.005 - cells(q.x + 0.05, 0.09).min(cells(q.z + 0.05, 0.105)));
            let tray = block(q, vec3(0.38, 0.03, 0.57), 0.006).max(-well);
            body.min(drawer).min(pull).min(tray)
        }),
        Box::new(|p, _| {
            let pull = p.x > 0.378 && p.y < 0.33;
            if pull {
                return brass();
            }
            let tone = 0.55 + 0.2 * cell((p.y * 10.2) as i32, i32::from(p.y > 0.33), 5);
            Skin {
                colour: wood(vec3(p.z, p.y * 0.3, p.x * 0.3 + p.y), tone, 14),
                shine: 0.04,
                rough: 0.35,
            }
        }),
    )
}

/// An enamelled shade on a cord.
pub fn lamp(at: Vec3) -> Solid {
    Solid::new(
        at + vec3(0.0, 3.45, 0.0),
        vec3(0.24, 0.75, 0.24),
        Box::new(|p| {
            let round = p.x.hypot(p.z);
            let slope = (round - 0.06 - (-0.42 - p.y).max(0.0) * 0.95).abs() - 0.005;
            let shade = slope.max(p.y + 0.42).max(-0.60 - p.y);
            let cap = drum(p + vec3(0.0, 0.40, 0.0), 0.06, 0.04, 0.01);
            let cord = rod(p, vec3(0.0, -0.4, 0.0), vec3(0.0, 0.72, 0.0), 0.006);
            shade.min(cap).min(cord) * 0.7
        }),
        Box::new(|p, n| {
            let enamel = if n.y < 0.0 {
                hex(0xe8e6de)
            } else {
                hex(0x28483c)
            };
            if p.y > -0.37 {
                matt(hex(0x1b1b1b))
            } else {
                Skin {
                    colour: enamel,
                    shine: 0.05,
                    rough: 0.12,
                }
            }
        }),
    )
}
