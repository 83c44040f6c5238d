//! What stands in the water itself, and the water.

use super::{HORIZON, Standing};
use crate::canvas::{Canvas, Size};
use crate::mask::Mask;
use crate::noise::{Rng, fbm, noise2};
use crate::vector::{hex, lerp, smoothstep};

/// A fishing boat coming home.
pub fn boat(size: Size) -> Standing {
    let mut m = Mask::filled(size, 0.0);
    let line = 0.668;
    let p = |dx: f32, dy: f32| (1.12 + dx, line - dy);
    m.polygon(&[
        p(-0.052, 0.021),
        p(-0.047, 0.006),
        p(-0.042, 0.0),
        p(0.046, 0.0),
        p(0.050, 0.012),
        p(0.034, 0.0125),
        p(0.0, 0.011),
        p(-0.030, 0.0145),
    ]);
    m.polygon(&[
        p(-0.022, 0.012),
        p(-0.020, 0.031),
        p(0.002, 0.031),
        p(0.004, 0.011),
    ]);
    m.polygon(&[
        p(-0.025, 0.031),
        p(-0.024, 0.0335),
        p(0.005, 0.0335),
        p(0.005, 0.031),
    ]);
    m.stroke(p(-0.006, 0.033), p(-0.005, 0.068), 0.0016, 0.0010);
    m.stroke(p(0.028, 0.012), p(0.029, 0.050), 0.0015, 0.0010);
    for (a, b) in [
        ((-0.005, 0.066), (-0.050, 0.021)),
        ((-0.005, 0.066), (0.029, 0.049)),
        ((0.029, 0.049), (0.048, 0.012)),
        ((-0.005, 0.052), (0.029, 0.030)),
    ] {
        m.stroke(p(a.0, a.1), p(b.0, b.1), 0.0006, 0.0006);
    }
    // Somebody stands aft, sorting the catch.
    m.stroke(p(0.0175, 0.011), p(0.0170, 0.0235), 0.0042, 0.0050);
    m.stroke(p(0.0166, 0.0285), p(0.0166, 0.0287), 0.0040, 0.0040);
    Standing {
        cover: m,
        waterline: line,
    }
}

/// A row of old mooring piles that leads the eye out to the light.
pub fn piles(size: Size) -> Vec<Standing> {
    let mut rng = Rng::new(12);
    (0..9)
        .rev()
        .map(|i| {
            let mut m = Mask::filled(size, 0.0);
            // Equal steps in depth are unequal steps on the picture.
            let depth = 1.0 + i as f32 * 0.62;
            let (x, line) = (0.76 - 0.60 / depth, HORIZON + 0.355 / depth);
            let (high, wide) = (rng.range(0.17, 0.30) / depth, 0.030 / depth);
            let lean = rng.range(-0.012, 0.012) / depth;
            let mut from = (x, line + 0.002);
            for k in 1..=6 {
                let t = k as f32 / 6.0;
                let to = (
                    x + lean * t + rng.range(-0.0012, 0.0012) / depth,
                    line - high * t,
                );
                m.stroke(from, to, wide * (1.0 - 0.03 * t), wide * (0.97 - 0.03 * t));
                from = to;
            }
            // The head is split and worn.
            m.stroke(
                from,
                (from.0 + wide * 0.25, from.1 - wide * 0.55),
                wide * 0.5,
                wide * 0.2,
            );
            Standing {
                cover: m,
                waterline: line,
            }
        })
        .collect()
}

/// Every point of water shows what stands above it, thrown about by the slopes of small waves.
pub fn water(size: Size, air: &Canvas, standing: &[Standing]) -> Canvas {
    let focal = 1.25;
    Canvas::render(size, 14, 5, |x, y, rng| {
        if y <= HORIZON + 0.004 {
            return air.sample(x, y);
        }
        let down = y - HORIZON;
        let z = 0.5 / (down + 0.004);
        let wx = (x - 0.75) * z;
        // Slopes of two trains of ripples and a slow swell; cat's-paws roughen patches of it.
        let paws = smoothstep(-0.25, 0.45, fbm(wx * 0.35, z * 0.22, 3, 90));
        let far = (12.0 / (z + 12.0)).powf(0.6);
        // A train finer than a pixel would only be noise: it fades out before.
        let step = 2.0 * z * z / size.height as f32;
        let train = |across: f32, along: f32, seed: u32| {
            noise2(wx * across + z * 0.3 * across.sqrt(), z * along, seed)
                * smoothstep(0.9, 0.25, step * along)
        };
        let ripple = train(4.0, 11.0, 61) * 0.45
            + train(9.0, 25.0, 62) * 0.40
            + train(21.0, 52.0, 63) * 0.30
            + train(44.0, 110.0, 66) * 0.22;
        let swell = noise2(wx * 1.1, z * 2.6, 64) * 0.4;
        let sy = (ripple * lerp(0.25, 1.0, paws) + swell) * 0.046 * far + rng.normal() * 0.002;
        let sx = noise2(wx * 8.0 + 9.0, z * 17.0, 65) * 0.014 * far;
        let lift = down + 2.0 * focal * sy;
        let (rx, ry) = (x + sx * focal, HORIZON - lift.abs().max(0.002));
        let mut seen = air.sample(rx, ry.max(0.0));
        for thing in standing {
            let shift = (2.0 * focal * sy) * (y - thing.waterline).clamp(0.0, 0.12) * 5.0;
            if y > thing.waterline - 0.004 {
                let cover = thing.cover.sample(rx, 2.0 * thing.waterline - y - shift);
                seen = seen.mix(hex(0x15151b), cover);
            }
        }
        // Schlick's Fresnel for water, the view's angle from the pixel's place under the horizon.
        let cosine = (down / focal + sy).clamp(0.0, 1.0);
        let mirror = 0.02 + 0.98 * (1.0 - cosine).powi(5);
        let body = hex(0x17303a).mix(hex(0x0a1a24), smoothstep(0.0, 0.4, down));
        body.mix(seen, mirror)
    })
}
