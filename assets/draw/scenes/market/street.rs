//! The street behind the market stall, out of focus: only colours, and lights grown to discs.

use super::bokeh::lights;
use crate::canvas::{Canvas, Size};
use crate::mask::Mask;
use crate::noise::{Rng, fbm};
use crate::vector::{hex, lerp, smoothstep};

/// Where the street vanishes.
pub const VANISH: (f32, f32) = (0.86, 0.47);

/// The street on a picture three by two.
pub fn street() -> Canvas {
    let size = Size {
        width: 1500,
        height: 1000,
    };
    let mut picture = Canvas::from_fn(size, |x, y| {
        let dusk = hex(0x2a3f6e).mix(hex(0x8a7a96), smoothstep(0.0, 0.36, y));
        let away = (x - VANISH.0).hypot((y - 0.40) * 1.3);
        dusk + hex(0xffa860) * (0.35 * (-away * 6.0).exp())
    });
    houses(&mut picture);
    let wet = pavement(&picture);
    let ground = Mask::from_fn(size, |_, y| smoothstep(0.60, 0.63, y));
    picture.paint(&ground, |x, y| wet.sample(x, y));
    stalls(&mut picture);
    people(&mut picture);
    // Everything so far is far behind the sharp plane.
    let mut picture = picture.blur(0.013);
    lights(&mut picture);
    picture
}

/// Two rows of fronts that run to the vanishing point.
fn houses(picture: &mut Canvas) {
    let size = picture.size;
    let mut rng = Rng::new(5);
    for side in [-1.0_f32, 1.0] {
        let mut depth = 1.0;
        for i in 0..7 {
            let next = depth * 1.33;
            let edge = |d: f32| VANISH.0 + side * 0.98 / d;
            let (top, roof) = (rng.range(0.50, 0.62), rng.range(0.0, 0.05));
            let high = |d: f32| VANISH.1 - top / d;
            let low = |d: f32| VANISH.1 + 0.20 / d;
            let mut front = Mask::filled(size, 0.0);
            front.polygon(&[
                (edge(depth), high(depth) - roof / depth),
                (edge(next), high(next) - roof / next),
                (edge(next), low(next)),
                (edge(depth), low(depth)),
            ]);
            let wall = [hex(0x4a3a36), hex(0x5b4638), hex(0x3d3a44), hex(0x64503c)][i % 4];
            let far = i as f32 / 7.0;
            picture.paint(&front, |x, y| {
                let glow = smoothstep(0.0, 0.45, y);
                let stain = 0.9 + 0.3 * fbm(x * 20.0, y * 14.0, 3, 3);
                (wall * stain * lerp(0.35, 1.2, glow)).mix(hex(0x9c7f70) * 0.8, far * 0.7)
            });
            for floor in 0..4 {
                for bay in 0..2 {
                    let lit = rng.unit();
                    let d = lerp(depth, next, (bay as f32 + 0.5) / 2.0);
                    let (x, y) = (edge(d), VANISH.1 - (0.12 + 0.13 * floor as f32) / d);
                    let (w, h) = (0.045 / d * 0.5, 0.04 / d);
                    let mut window = Mask::filled(size, 0.0);
                    window.polygon(&[
                        (x - w, y - h),
                        (x + w, y - h),
                        (x + w, y + h),
                        (x - w, y + h),
                    ]);
                    let colour = if lit < 0.55 {
                        hex(0xffc478) * rng.range(0.7, 1.8)
                    } else {
                        hex(0x2c3548)
                    };
                    picture.paint(&window, |_, _| colour);
                }
            }
            depth = next;
        }
    }
}

/// Wet stones show the street upside down, drawn out towards the eye.
fn pavement(above: &Canvas) -> Canvas {
    let smeared = above.blur(0.02);
    Canvas::from_fn(above.size, |x, y| {
        let ripple = 0.03 * fbm(x * 26.0, y * 60.0, 4, 8);
        let seen = smeared.sample(x + ripple, (1.17 - y * 1.05 + ripple).max(0.0));
        hex(0x1d1b1e).mix(seen, 0.55)
    })
}

fn stalls(picture: &mut Canvas) {
    let size = picture.size;
    for (x, d, stripe) in [
        (1.38, 1.55, hex(0x9e2f2a)),
        (1.20, 2.3, hex(0x2f5b4a)),
        (0.30, 1.5, hex(0x2e4a78)),
        (0.50, 2.3, hex(0xa8702a)),
        (1.08, 3.4, hex(0x8a2f3a)),
    ] {
        let s = 1.0 / d;
        let y = VANISH.1 + 0.02 * s;
        let mut roof = Mask::filled(size, 0.0);
        let corner = |dx: f32, dy: f32| (x + dx * s, y + dy * s);
        roof.polygon(&[
            corner(-0.30, 0.0),
            corner(-0.24, -0.13),
            corner(0.24, -0.13),
            corner(0.30, 0.0),
        ]);
        picture.paint(&roof, |px, _| {
            let band = ((px - x) / s * 14.0).floor() as i32;
            let cloth = if band.rem_euclid(2) == 0 {
                stripe
            } else {
                hex(0xe8dcc8)
            };
            cloth * 0.75
        });
        let mut inside = Mask::filled(size, 0.0);
        inside.polygon(&[
            corner(-0.27, 0.0),
            corner(0.27, 0.0),
            corner(0.27, 0.19),
            corner(-0.27, 0.19),
        ]);
        picture.paint(&inside, |_, py| {
            let lamp = smoothstep(0.20 * s, 0.02 * s, py - y);
            hex(0x5a3a22).mix(hex(0xffbe6a) * 1.5, lamp)
        });
        let mut goods = Mask::filled(size, 0.0);
        goods.polygon(&[
            corner(-0.29, 0.19),
            corner(0.29, 0.19),
            corner(0.27, 0.34),
            corner(-0.27, 0.34),
        ]);
        picture.paint(&goods, |px, py| {
            let heap = fbm(px * 40.0, py * 60.0, 2, 4);
            hex(0x3a2a1e).mix(
                hex(0xc8772e),
                smoothstep(0.24 * s, 0.19 * s, py - y) * (0.6 + heap),
            )
        });
    }
}

fn people(picture: &mut Canvas) {
    let size = picture.size;
    let mut rng = Rng::new(77);
    let spots = [
        (0.66, 2.3),
        (0.72, 2.5),
        (0.98, 2.1),
        (0.86, 3.2),
        (0.92, 3.6),
        (0.79, 4.0),
        (0.60, 1.55),
        (1.06, 1.5),
        (1.13, 1.62),
    ];
    for (x, d) in spots {
        let s = 1.0 / d;
        let foot = VANISH.1 + 0.46 * s;
        let head = foot - rng.range(0.60, 0.68) * s;
        let mut m = Mask::filled(size, 0.0);
        let at = |dx: f32, t: f32| (x + dx * s, lerp(foot, head, t));
        m.stroke(at(-0.02, 0.0), at(-0.01, 0.5), 0.035 * s, 0.055 * s);
        m.stroke(at(0.035, 0.02), at(0.015, 0.5), 0.035 * s, 0.055 * s);
        m.stroke(at(0.0, 0.45), at(0.0, 0.80), 0.10 * s, 0.125 * s);
        m.stroke(at(-0.06, 0.78), at(-0.075, 0.45), 0.04 * s, 0.03 * s);
        m.stroke(at(0.06, 0.78), at(0.08, 0.47), 0.04 * s, 0.03 * s);
        m.stroke(at(0.0, 0.93), at(0.0, 0.95), 0.068 * s, 0.068 * s);
        let coat = [
            hex(0x1d2028),
            hex(0x2e1d1a),
            hex(0x1f2a26),
            hex(0x372f28),
            hex(0x5a2320),
        ][(rng.unit() * 5.0) as usize % 5];
        picture.paint(&m, |_, y| {
            coat.mix(
                hex(0x8a6a55),
                (d - 1.5) * 0.14 + 0.10 * smoothstep(foot, head, y),
            )
        });
    }
}
