//! A lime tree in falling snow. Upright format.

mod tree;

use crate::canvas::{Canvas, Size};
use crate::develop::Look;
use crate::mask::Mask;
use crate::noise::{Rng, cell, fbm, noise2};
use crate::vector::{Vec3, hex, lerp, smoothstep};
use tree::{Limb, Tree, branch};

pub const LOOK: Look = Look {
    exposure: 1.12,
    saturation: 0.9,
    vignette: 0.22,
    grain: 1.4,
    glow: 0.04,
};

const HORIZON: f32 = 0.735;

pub fn paint(size: Size, _: u32) -> Canvas {
    let mut picture = Canvas::render(size, 2, 1, |x, y, _| {
        if y < crest(x) {
            sky(x, y)
        } else {
            snowfield(x, y)
        }
    });
    for (row, haze) in [(0, 0.90), (1, 0.78), (2, 0.60)] {
        copse(&mut picture, size, row, haze);
    }
    // The field runs on before the trunks of the last row.
    let field = Mask::from_fn(size, |x, y| smoothstep(0.0, 0.02, y - crest(x) - 0.004));
    picture.paint(&field, snowfield);
    let tree = Tree::grow(size);
    picture.paint(&tree.wood, |x, y| {
        let bark = 0.75 + 1.5 * fbm(x * 150.0, y * 34.0, 5, 3);
        let side = lerp(0.8, 1.5, smoothstep(0.32, 0.36, x));
        let high = smoothstep(0.7, 0.1, y);
        (hex(0x332e2c) * (bark * side).max(0.2)).mix(hex(0xbcc3cb), 0.03 + 0.20 * high)
    });
    picture.paint(&tree.snow.cover, |x, y| {
        hex(0xe9edf2).mix(hex(0xb8c4d4), 0.5 + fbm(x * 60.0, y * 60.0, 3, 6))
    });
    // Snow has drifted against the foot.
    let drift = Mask::from_fn(size, |x, y| {
        let rise =
            0.028 * (-((x - 0.335) / 0.085).powi(2)).exp() + 0.004 * noise2(x * 40.0, 0.0, 5);
        smoothstep(0.0, 0.006, y - (0.845 - rise))
            * smoothstep(0.93, 0.88, y)
            * smoothstep(0.20, 0.13, (x - 0.335).abs())
    });
    picture.paint(&drift, |x, y| snowfield(x, y) * 1.03);
    bench(&mut picture, size);
    snowfall(&mut picture, size);
    picture
}

/// Where the field meets the air.
fn crest(x: f32) -> f32 {
    HORIZON + 0.010 * noise2(x * 2.3, 1.0, 7) + 0.018 * (x - 0.2)
}

fn sky(x: f32, y: f32) -> Vec3 {
    let base = hex(0xaab6c6).mix(hex(0xdfe2e6), smoothstep(0.0, 0.75, y));
    let light = (-((x - 0.52) / 0.4).powi(2) - ((y - 0.42) / 0.32).powi(2)).exp();
    base.mix(hex(0xf3eee8), 0.55 * light) * (1.0 + 0.10 * fbm(x * 2.0, y * 3.0, 4, 2))
}

fn snowfield(x: f32, y: f32) -> Vec3 {
    let down = (y - HORIZON).max(0.001);
    let z = 0.25 / (down + 0.02);
    let (wx, wz) = ((x - 0.33) * z, z);
    let drift =
        |wx: f32, wz: f32| fbm(wx * 0.55, wz * 0.9, 5, 12) + 0.10 * fbm(wx * 5.0, wz * 7.0, 4, 13);
    let tilt = drift(wx + 0.03, wz + 0.02) - drift(wx - 0.03, wz - 0.02);
    let light = 0.60 + tilt * 2.6 - prints(x, y);
    let near = smoothstep(0.0, 0.25, down);
    let shade = hex(0x94a7c2).mix(hex(0xb9c3cf), 1.0 - near);
    let snow = shade.mix(hex(0xf4f4f3), light.clamp(0.0, 1.0));
    let sparkle = smoothstep(0.80, 0.95, noise2(x * 900.0, y * 900.0, 9)) * near * 0.15;
    snow.mix(sky(x, 0.6), smoothstep(0.05, 0.0, down)) * (1.0 + sparkle)
}

/// Somebody walked to the tree: pairs of hollows, smaller with distance.
fn prints(x: f32, y: f32) -> f32 {
    let mut dark = 0.0_f32;
    for i in 0..26 {
        let t = i as f32 / 25.0;
        let depth = lerp(1.0, 3.1, t.powf(1.3));
        let (py, scale) = (HORIZON + 0.31 / depth, 1.0 / depth);
        let path = 0.50 - 0.13 * t + 0.06 * (t * 5.0).sin() * (1.0 - t);
        let side = if i % 2 == 0 { 0.012 } else { -0.012 };
        let px = path + (side + 0.004 * cell(i, 1, 3)) * scale;
        // A sole and a heel, the sole ahead.
        for (ahead, size) in [(-0.0040, 1.0), (0.0062, 0.72)] {
            let dx = (x - px) / (0.0078 * size * scale);
            let dy = (y - py - ahead * scale) / (0.0062 * size * scale);
            let hollow = (1.0 - dx * dx - dy * dy).clamp(0.0, 1.0);
            dark = dark.max(hollow.sqrt() * 0.62);
        }
    }
    dark
}

/// Woods in the falling snow, row behind row.
fn copse(picture: &mut Canvas, size: Size, row: u64, haze: f32) {
    let mut rng = Rng::new(300 + row);
    let mut m = Mask::filled(size, 0.0);
    let count = [46, 26, 9][row as usize];
    for i in 0..count {
        let x = (i as f32 + rng.range(0.1, 0.9)) / count as f32 * 0.76 - 0.04;
        // The clearing behind the tree stays open.
        if row == 2 && (0.16..0.55).contains(&x) {
            continue;
        }
        let high = rng.range(0.055, 0.10) * [1.0, 1.35, 2.3][row as usize];
        let foot = crest(x) + [0.0, 0.004, 0.012][row as usize];
        branch(
            &mut m,
            &mut None,
            &mut rng,
            Limb {
                x,
                y: foot,
                angle: 0.0,
                length: high * 0.30,
                width: high * 0.045,
                level: 0,
                last: 6 + row as u32,
            },
        );
    }
    let m = m.blur([0.0018, 0.0012, 0.0007][row as usize]);
    picture.paint(&m, |x, y| hex(0x40464f).mix(sky(x, y), haze));
}

/// A park bench, its seat and back under snow.
fn bench(picture: &mut Canvas, size: Size) {
    let (x, y) = (0.452, 0.836);
    let soft = Mask::from_fn(size, |px, py| {
        let (dx, dy) = ((px - x - 0.042) / 0.055, (py - y) / 0.009);
        0.55 * (-(dx * dx + dy * dy)).exp()
    });
    picture.paint(&soft, |_, _| hex(0x8294ae));
    let mut m = Mask::filled(size, 0.0);
    for dx in [0.006, 0.072] {
        m.stroke((x + dx, y), (x + dx, y - 0.026), 0.0040, 0.0036);
        m.stroke(
            (x + dx + 0.006, y - 0.004),
            (x + dx + 0.009, y - 0.053),
            0.0036,
            0.0034,
        );
    }
    // The seat and three slats of the back.
    for (dy, shift, thick) in [
        (0.0225, 0.0, 0.0046),
        (0.036, 0.007, 0.0042),
        (0.046, 0.008, 0.0042),
        (0.054, 0.009, 0.0042),
    ] {
        m.stroke(
            (x - 0.004 + shift, y - dy),
            (x + 0.082 + shift, y - dy),
            thick,
            thick,
        );
    }
    picture.paint(&m, |px, py| {
        hex(0x3a322d) * (0.8 + 0.5 * noise2(px * 60.0, py * 900.0, 4))
    });
    let mut snow = Mask::filled(size, 0.0);
    for (dy, shift, thick) in [(0.0275, 0.002, 0.0075), (0.0585, 0.009, 0.0058)] {
        for i in 0..16 {
            let t = i as f32 / 16.0 * 0.084;
            let high = thick * (0.75 + 0.35 * noise2(t * 90.0, dy, 3));
            snow.stroke(
                (x - 0.003 + shift + t, y - dy),
                (x + 0.003 + shift + t, y - dy),
                high,
                high,
            );
        }
    }
    picture.paint(&snow, |px, py| {
        let under = noise2(px * 90.0, py * 200.0, 2) * 0.1;
        hex(0xaebccf).mix(
            hex(0xf4f5f7),
            under
                + if py > y - 0.045 {
                    smoothstep(y - 0.024, y - 0.030, py)
                } else {
                    smoothstep(y - 0.056, y - 0.060, py)
                },
        )
    });
}

/// Flakes at every distance: many small and sharp, a few near, large and out of focus.
fn snowfall(picture: &mut Canvas, size: Size) {
    let mut rng = Rng::new(8);
    for (count, low, high, soft, strength) in [
        (2600, 0.0008, 0.0014, 0.0, 0.55),
        (420, 0.0018, 0.0032, 0.0008, 0.60),
        (70, 0.006, 0.012, 0.004, 0.30),
    ] {
        let mut m = Mask::filled(size, 0.0);
        for _ in 0..count {
            let (x, y) = (rng.range(0.0, 0.67), rng.unit());
            let r = rng.range(low, high);
            let streak = r * rng.range(0.3, 1.2);
            m.stroke((x, y), (x - streak * 0.3, y + streak), r, r);
        }
        let m = m.blur(soft);
        let faint = Mask {
            size,
            pixels: m.pixels.iter().map(|c| c * strength).collect(),
        };
        picture.paint(&faint, |_, _| hex(0xfafbfc));
    }
}
