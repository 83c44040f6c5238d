//! Oranges on a market stall at dusk; the street behind is all lights.

mod bokeh;
mod fruit;
mod street;

use crate::canvas::{Canvas, Size};
use crate::develop::Look;
use crate::lettering::{away, pieces};
use crate::noise::{cell, fbm, noise2};
use crate::solids::{block, rod, wood};
use crate::tracer::{Camera, Pane, Room, Skin, Solid, Sun, matt};
use crate::vector::{Vec3, grey, hex, lerp, smoothstep, vec3};
use fruit::{Fruit, heap};
use street::street;

pub const LOOK: Look = Look {
    exposure: 1.05,
    saturation: 0.92,
    vignette: 0.35,
    grain: 1.3,
    glow: 0.12,
};

const EYE: Vec3 = vec3(0.02, 0.56, -0.76);
const TARGET: Vec3 = vec3(0.0, 0.185, 0.10);
const LENS: f32 = 1.36;

pub fn paint(size: Size, samples: u32) -> Canvas {
    let mut solids = vec![board()];
    let kinds = [Fruit::Lemon, Fruit::Orange, Fruit::Apple];
    for (i, kind) in kinds.into_iter().enumerate() {
        let at = vec3(-0.43 + 0.43 * i as f32, 0.0, 0.06 + 0.02 * (i % 2) as f32);
        solids.push(crate_box(at));
        heap(&mut solids, at, kind, 60 + i as u64);
    }
    solids.push(slate(vec3(0.115, 0.215, 0.17)));
    let street = street();
    let ahead = (TARGET - EYE).normal();
    let right = vec3(0.0, 1.0, 0.0).cross(ahead).normal();
    let up = ahead.cross(right);
    let around = move |ray: Vec3| {
        let depth = ray.dot(ahead);
        if depth < 0.05 {
            // Behind the eye: the square, dim and warm.
            return hex(0x4a3a34) * 0.25;
        }
        // The street stands upright behind the stall, wherever the lens looks down.
        let (x, y) = (ray.dot(right) / depth * LENS, ray.dot(up) / depth * LENS);
        street.sample((x + 0.75).clamp(0.0, 1.49), (0.55 - y).clamp(0.0, 0.99)) * 0.85
    };
    let room = Room {
        solids,
        // A shaded lamp under the awning, and the paler light of the sky beyond its edge.
        panes: vec![
            Pane {
                corner: vec3(-0.75, 0.90, -0.35),
                u: vec3(0.8, 0.0, 0.0),
                v: vec3(0.0, 0.10, 0.30),
            },
            Pane {
                corner: vec3(0.35, 0.95, -0.75),
                u: vec3(0.5, 0.0, 0.0),
                v: vec3(0.0, 0.22, 0.2),
            },
        ],
        sky: hex(0xffdcb4) * 10.5,
        sun: Sun {
            toward: vec3(0.0, 1.0, 0.0),
            colour: grey(0.0),
            spread: 0.0,
        },
        dust: 0.0,
        around: Box::new(around),
    };
    let camera = Camera {
        eye: EYE,
        target: TARGET,
        lens: LENS,
        aperture: 0.011,
        focus: 0.84,
    };
    room.photograph(&camera, size, samples, 33)
}

fn board() -> Solid {
    Solid::new(
        vec3(0.0, -0.02, 0.1),
        vec3(1.2, 0.02, 0.42),
        Box::new(|p| block(p, vec3(1.2, 0.02, 0.42), 0.004)),
        Box::new(|p, _| {
            let worn = 0.5 + 0.5 * fbm(p.x * 6.0, p.z * 6.0, 4, 2);
            Skin {
                colour: wood(vec3(p.x, 0.0, p.z * 1.5), 0.75, 5) * 0.8,
                shine: 0.04,
                rough: lerp(0.12, 0.35, worn),
            }
        }),
    )
}

/// A slatted box of thin deal.
fn crate_box(at: Vec3) -> Solid {
    let half = vec3(0.20, 0.075, 0.15);
    Solid::new(
        at + vec3(0.0, 0.072, 0.0),
        vec3(0.21, 0.076, 0.16),
        Box::new(move |p| {
            let side = |q: Vec3, long: f32| {
                let row = (q.y / 0.05).round().clamp(-1.0, 1.0) * 0.05;
                block(vec3(q.x, q.y - row, q.z), vec3(long, 0.0205, 0.004), 0.001)
            };
            let front = side(vec3(p.x, p.y, p.z.abs() - half.z), half.x);
            let end = side(vec3(p.z, p.y, p.x.abs() - half.x), half.z);
            let post = block(
                vec3(p.x.abs() - half.x + 0.014, p.y, p.z.abs() - half.z + 0.014),
                vec3(0.011, 0.074, 0.011),
                0.001,
            );
            let floor = block(p + vec3(0.0, 0.068, 0.0), vec3(half.x, 0.004, half.z), 0.0);
            front.min(end).min(post).min(floor) * 0.9
        }),
        Box::new(move |p, _| {
            let row = (p.y / 0.05).round() as i32;
            let lengthwise = (p.z.abs() - half.z).abs() < 0.006;
            let q = if lengthwise {
                vec3(p.x, row as f32, p.y)
            } else {
                vec3(p.z, row as f32, p.y)
            };
            matt(wood(q + vec3(cell(row, 1, 3) * 5.0, 0.0, 0.0), 0.12, 23).mix(hex(0xcdb088), 0.35))
        }),
    )
}

/// A slate on a stick, lettered in chalk.
fn slate(at: Vec3) -> Solid {
    let name = pieces("ORANGES");
    let note = pieces("SWEET");
    Solid::new(
        at,
        vec3(0.10, 0.12, 0.02),
        Box::new(|p| {
            let lean = vec3(p.x, p.y, p.z - 0.12 * p.y);
            let board = block(
                lean - vec3(0.0, 0.05, 0.0),
                vec3(0.078, 0.044, 0.003),
                0.001,
            );
            let rim = block(
                lean - vec3(0.0, 0.05, 0.0),
                vec3(0.084, 0.050, 0.005),
                0.002,
            )
            .max(-block(
                lean - vec3(0.0, 0.05, 0.0),
                vec3(0.077, 0.043, 0.05),
                0.0,
            ));
            board.min(rim).min(rod(
                lean,
                vec3(0.0, 0.0, 0.006),
                vec3(0.0, -0.12, 0.006),
                0.004,
            )) * 0.9
        }),
        Box::new(move |p, _| {
            let (x, y) = (p.x, p.y - 0.05);
            if x.abs() > 0.077 || y.abs() > 0.043 {
                return matt(wood(vec3(p.x * 2.0, p.y, p.z), 0.3, 7));
            }
            let rough = 0.35 + 0.8 * noise2(x * 900.0, y * 900.0, 4).abs();
            let first = away(&name, (x + 0.064) / 0.0205, (y - 0.008) / 0.0205);
            let second = away(&note, (x + 0.036) / 0.0165, (y + 0.030) / 0.0165);
            let chalk = smoothstep(0.11, 0.06, first).max(smoothstep(0.11, 0.06, second)) * rough;
            let dust = 0.5 + 0.5 * fbm(x * 60.0, y * 40.0, 4, 8);
            matt(
                hex(0x1f2322)
                    .mix(hex(0x5a5f5c), dust * 0.4)
                    .mix(hex(0xf2efe6), chalk.clamp(0.0, 1.0)),
            )
        }),
    )
    .turned(0.10)
}
