//! What stands on the quays and lies at them, as silhouettes.

use super::Standing;
use crate::canvas::Size;
use crate::mask::Mask;
use crate::noise::Rng;
use crate::vector::lerp;

pub fn near_quay(size: Size) -> Standing {
    let mut m = Mask::filled(size, 0.0);
    let line = 0.612;
    m.polygon(&[
        (-0.1, line - 0.018),
        (0.80, line - 0.014),
        (0.805, line),
        (-0.1, line),
    ]);
    stacks(&mut m, 0.0, 0.52, line - 0.016, 0.014, 15);
    for (x, luff) in [(0.16, 1.12), (0.385, 1.04), (0.61, 0.0)] {
        crane(&mut m, x, line - 0.015, 0.33, luff);
    }
    Standing {
        cover: m,
        waterline: line,
    }
}

pub fn far_quay(size: Size) -> Standing {
    let mut m = Mask::filled(size, 0.0);
    let line = 0.602;
    m.polygon(&[
        (1.12, line - 0.007),
        (1.6, line - 0.007),
        (1.6, line),
        (1.12, line),
    ]);
    stacks(&mut m, 1.30, 1.52, line - 0.006, 0.007, 8);
    for (x, luff) in [(1.21, 1.1), (1.32, 1.02), (1.44, 1.1)] {
        crane(&mut m, x, line - 0.006, 0.135, luff);
    }
    ship(&mut m, 1.145, line);
    Standing {
        cover: m,
        waterline: line,
    }
}

/// Containers, stacked two to five high.
fn stacks(m: &mut Mask, from: f32, to: f32, base: f32, box_height: f32, seed: u64) {
    let mut rng = Rng::new(seed);
    let mut x = from - 0.02;
    while x < to {
        let wide = box_height * 2.4;
        let high = (rng.range(1.0, 3.6)).floor() * box_height;
        m.polygon(&[
            (x, base),
            (x, base - high),
            (x + wide * 0.97, base - high),
            (x + wide * 0.97, base),
        ]);
        x += wide * if rng.unit() < 0.2 { 1.5 } else { 1.0 };
    }
}

fn ship(m: &mut Mask, x: f32, line: f32) {
    let p = |dx: f32, dy: f32| (x + dx, line - dy);
    m.polygon(&[
        p(-0.10, 0.0),
        p(-0.115, 0.022),
        p(0.075, 0.017),
        p(0.07, 0.0),
    ]);
    m.polygon(&[
        p(0.035, 0.017),
        p(0.035, 0.05),
        p(0.058, 0.05),
        p(0.058, 0.017),
    ]);
    m.polygon(&[
        p(0.040, 0.05),
        p(0.042, 0.062),
        p(0.050, 0.062),
        p(0.051, 0.05),
    ]);
    m.stroke(p(0.046, 0.06), p(0.046, 0.078), 0.0012, 0.0012);
    m.stroke(p(-0.104, 0.02), p(-0.104, 0.036), 0.0012, 0.0012);
    stacks(m, x - 0.065, x + 0.015, line - 0.02, 0.007, 31);
}

/// A gantry crane of height `h`; `luff` is the boom's angle in radians above the level.
fn crane(m: &mut Mask, x: f32, base: f32, h: f32, luff: f32) {
    let p = |dx: f32, dy: f32| (x + dx * h, base - dy * h);
    let (leg, thin) = (0.026 * h, 0.009 * h);
    // Four legs, the far pair a little inside: the frame is seen at a slant.
    for (dx, w) in [
        (-0.16, leg),
        (0.16, leg),
        (-0.115, leg * 0.8),
        (0.205, leg * 0.8),
    ] {
        m.stroke(p(dx, 0.0), p(dx * 0.94, 0.62), w, w);
    }
    for dy in [0.17, 0.42, 0.62] {
        m.stroke(p(-0.16, dy), p(0.20, dy), leg * 0.8, leg * 0.8);
    }
    m.stroke(p(-0.16, 0.42), p(0.16, 0.17), thin, thin);
    m.stroke(p(-0.16, 0.17), p(0.0, 0.42), thin, thin);
    m.stroke(p(-0.16, 0.62), p(0.0, 0.42), thin, thin);
    // Girder and machine house behind, boom in front, apex with its stays.
    truss(m, p(-0.38, 0.63), p(0.20, 0.63), 0.05 * h, 9);
    m.polygon(&[
        p(-0.34, 0.67),
        p(-0.34, 0.76),
        p(-0.17, 0.76),
        p(-0.17, 0.67),
    ]);
    let (c, s) = (luff.cos(), luff.sin());
    let tip = |t: f32| p(0.20 + 0.62 * t * c, 0.64 + 0.62 * t * s);
    truss(m, tip(0.0), tip(1.0), 0.045 * h, 9);
    let apex = p(0.10, 1.0);
    m.stroke(p(0.16, 0.62), apex, leg, leg * 0.7);
    m.stroke(p(-0.10, 0.64), apex, thin * 1.3, thin * 1.3);
    m.stroke(p(-0.36, 0.66), apex, thin, thin);
    m.stroke(tip(0.5), apex, thin, thin);
    m.stroke(tip(0.93), apex, thin, thin);
    if luff < 0.3 {
        // Trolley, cabin and a spreader on its falls.
        m.polygon(&[p(0.52, 0.60), p(0.52, 0.64), p(0.62, 0.64), p(0.62, 0.60)]);
        m.stroke(p(0.54, 0.60), p(0.55, 0.36), thin * 0.6, thin * 0.6);
        m.stroke(p(0.60, 0.60), p(0.59, 0.36), thin * 0.6, thin * 0.6);
        m.polygon(&[p(0.49, 0.36), p(0.49, 0.29), p(0.65, 0.29), p(0.65, 0.36)]);
    }
}

/// Two chords and the diagonals between them.
fn truss(m: &mut Mask, a: (f32, f32), b: (f32, f32), depth: f32, panels: usize) {
    let length = (b.0 - a.0).hypot(b.1 - a.1);
    let (nx, ny) = ((b.1 - a.1) / length * depth, -(b.0 - a.0) / length * depth);
    let at = |t: f32, up: f32| (lerp(a.0, b.0, t) + nx * up, lerp(a.1, b.1, t) + ny * up);
    let w = depth * 0.22;
    m.stroke(at(0.0, 0.0), at(1.0, 0.0), w * 1.4, w * 1.4);
    m.stroke(at(0.0, 1.0), at(1.0, 1.0), w, w);
    for i in 0..panels {
        let (t0, t1) = (i as f32 / panels as f32, (i + 1) as f32 / panels as f32);
        let (u0, u1) = if i % 2 == 0 { (0.0, 1.0) } else { (1.0, 0.0) };
        m.stroke(at(t0, u0), at(t1, u1), w * 0.7, w * 0.7);
    }
}
