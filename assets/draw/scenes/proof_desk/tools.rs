//! What an editor has within reach.

use crate::noise::noise2;
use crate::solids::{block, brass, drum};
use crate::tracer::{Skin, Solid, matt};
use crate::vector::{Vec3, hex, smoothstep, vec3};

pub fn pencil(at: Vec3) -> Solid {
    Solid::new(
        at,
        vec3(0.090, 0.005, 0.005),
        Box::new(|p| {
            let six = |y: f32, z: f32| (y.abs()).max(y.abs() * 0.5 + z.abs() * 0.866);
            let shaft = (six(p.y, p.z) - 0.0036).max(p.x.abs() - 0.086);
            let cone = (p.y.hypot(p.z) - (0.089 - p.x).max(0.0) * 0.19) * 0.95;
            shaft.max(cone) * 0.9
        }),
        Box::new(|p, _| {
            let scallop = 0.0665 + 0.0012 * (p.y.atan2(p.z) * 6.0).cos();
            if p.x > 0.0815 {
                matt(hex(0xa3242a))
            } else if p.x > scallop {
                matt(hex(0xd2a878) * (0.9 + 0.1 * noise2(p.x * 900.0, p.y * 3000.0, 2)))
            } else if p.x < -0.080 {
                Skin {
                    colour: hex(0xd8b36a),
                    shine: 0.5,
                    rough: 0.2,
                }
            } else {
                Skin {
                    colour: hex(0xa81e25),
                    shine: 0.05,
                    rough: 0.10,
                }
            }
        }),
    )
}

pub fn ruler(at: Vec3) -> Solid {
    Solid::new(
        at,
        vec3(0.155, 0.0012, 0.0135),
        Box::new(|p| block(p, vec3(0.154, 0.0006, 0.013), 0.0002)),
        Box::new(|p, _| {
            let mm = p.x * 1000.0 + 150.0;
            let nth = mm.round() as i32;
            let long = if nth % 10 == 0 {
                0.0068
            } else if nth % 5 == 0 {
                0.0050
            } else {
                0.0034
            };
            let tick =
                (mm - mm.round()).abs() < 0.14 && 0.0128 - p.z < long && (0..=300).contains(&nth);
            let brushed = 0.85 + 0.15 * noise2(p.x * 40.0, p.z * 6000.0, 4);
            Skin {
                colour: if tick {
                    hex(0x222222)
                } else {
                    hex(0xb4b6b8) * brushed
                },
                shine: 0.45,
                rough: 0.26,
            }
        }),
    )
}

/// A folding linen tester, as printers use to look into a halftone.
pub fn loupe(at: Vec3) -> Solid {
    Solid::new(
        at + vec3(0.0, 0.019, 0.0),
        vec3(0.020, 0.022, 0.020),
        Box::new(|p| {
            let window = |q: Vec3, hole: f32| {
                block(q, vec3(0.0185, 0.0012, 0.0185), 0.0006).max(-block(
                    q,
                    vec3(hole, 0.01, hole),
                    0.001,
                ))
            };
            let foot = window(p + vec3(0.0, 0.0178, 0.0), 0.0125);
            let top = p - vec3(0.0, 0.0182, 0.0);
            let plate = block(top, vec3(0.0185, 0.0014, 0.0185), 0.0006)
                .max(-(drum(top, 0.0128, 0.01, 0.0)));
            let ring = (drum(top - vec3(0.0, 0.0012, 0.0), 0.0148, 0.0020, 0.0008))
                .max(-drum(top, 0.0128, 0.01, 0.0));
            let back = block(
                p + vec3(0.0175, 0.0, 0.0),
                vec3(0.0009, 0.0182, 0.0165),
                0.0004,
            );
            foot.min(plate).min(ring).min(back) * 0.9
        }),
        Box::new(|_, _| brass()),
    )
}

pub fn cup(at: Vec3) -> Solid {
    Solid::new(
        at + vec3(0.0, 0.045, 0.0),
        vec3(0.066, 0.046, 0.044),
        Box::new(|p| {
            let r = p.x.hypot(p.z);
            let wide = 0.029 + 0.012 * smoothstep(-0.036, 0.03, p.y);
            let wall = ((r - wide).abs() - 0.0015).max(p.y.abs() - 0.034);
            let base = drum(p + vec3(0.0, 0.033, 0.0), 0.029, 0.003, 0.002);
            let coffee = drum(p - vec3(0.0, 0.018, 0.0), 0.0385, 0.002, 0.0);
            let (hx, hy) = (p.x - 0.043, p.y + 0.001);
            let handle = ((hx.hypot(hy) - 0.016).hypot(p.z) - 0.0032).max(wide - r);
            wall.min(base).min(coffee).min(handle) * 0.85
        }),
        Box::new(|p, n| {
            if n.y > 0.9 && p.y < 0.028 && p.y > 0.01 && p.x.hypot(p.z) < 0.038 {
                Skin {
                    colour: hex(0x24130a),
                    shine: 0.03,
                    rough: 0.03,
                }
            } else {
                Skin {
                    colour: hex(0xe9e6df),
                    shine: 0.05,
                    rough: 0.08,
                }
            }
        }),
    )
    .turned(-0.5)
}

pub fn saucer(at: Vec3) -> Solid {
    Solid::new(
        at + vec3(0.0, 0.008, 0.0),
        vec3(0.076, 0.010, 0.076),
        Box::new(|p| {
            let r = p.x.hypot(p.z);
            let dish = p.y + 0.005 - 0.010 * smoothstep(0.035, 0.075, r);
            ((dish.abs() - 0.0014).max(r - 0.074)) * 0.9
        }),
        Box::new(|_, _| Skin {
            colour: hex(0xe9e6df),
            shine: 0.05,
            rough: 0.08,
        }),
    )
}
