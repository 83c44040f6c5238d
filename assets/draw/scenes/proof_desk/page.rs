//! A page proof: paper, ink too small to read, and the editor's red pencil.

use crate::lettering::{Piece, away, pieces};
use crate::noise::{cell, fbm, noise2};
use crate::solids::block;
use crate::tracer::{Solid, matt};
use crate::vector::{Vec3, hex, smoothstep, vec3};

/// A page proof on uncoated paper; `seed` picks its text.
pub fn sheet(at: Vec3, turn: f32, seed: u32) -> Solid {
    let half = vec3(0.105, 0.006, 0.1485);
    let heads = if seed == 2 {
        ["HARBOUR ACCORD", "SIGNED AT DAWN"]
    } else {
        ["FERRY TIMES", "FOR THE WINTER"]
    };
    let heads = heads.map(pieces);
    Solid::new(
        at,
        half,
        Box::new(move |p| {
            // A corner has curled a little.
            let curl = if seed == 2 { 0.0045 } else { 0.0 };
            let lift = curl * smoothstep(0.06, 0.25, p.x * 0.9 - p.z);
            block(
                p - vec3(0.0, lift, 0.0),
                vec3(0.105, 0.0004, 0.1485),
                0.0002,
            ) * 0.9
        }),
        Box::new(move |p, _| {
            let fibre = 0.97 + 0.05 * fbm(p.x * 300.0, p.z * 300.0, 3, seed);
            let ink = page(p.x * 1000.0 + 105.0, 148.5 - p.z * 1000.0, seed, &heads);
            let red = if seed == 2 {
                marks(p.x * 1000.0 + 105.0, 148.5 - p.z * 1000.0)
            } else {
                0.0
            };
            let paper = hex(0xf1ebdf) * fibre;
            matt(paper.mix(hex(0x1d1c1d), ink * 0.92).mix(hex(0xa01218), red))
        }),
    )
    .turned(turn)
}

/// Ink on the page at a place in millimetres from its upper left corner.
fn page(x: f32, y: f32, seed: u32, heads: &[Vec<Piece>; 2]) -> f32 {
    if !(17.0..193.0).contains(&x) || !(14.0..283.0).contains(&y) {
        return 0.0;
    }
    let rule = |at: f32, weight: f32| f32::from(u8::from((y - at).abs() < weight));
    if y < 24.0 {
        return line(x, y, 16.0, 1.7, 60.0, seed)
            .max(line(x - 130.0, y, 16.0, 1.7, 46.0, seed + 9))
            .max(rule(23.0, 0.18));
    }
    if y < 60.0 {
        // Headline in capitals of 10 mm, on two lines.
        let (base, text) = if y < 43.0 {
            (40.0, &heads[0])
        } else {
            (55.5, &heads[1])
        };
        let stroke = away(text, (x - 17.0) / 10.0, (base - y) / 10.0);
        return smoothstep(0.125, 0.105, stroke);
    }
    // The reserved slot over two columns: grey field, frame, two diagonals.
    if seed == 2 && x < 134.0 && y < 148.0 {
        let (u, v) = ((x - 17.0) / 115.0, (y - 64.0) / 72.0);
        if !(0.0..1.0).contains(&u) || !(0.0..1.0).contains(&v) {
            return line(x, y, 139.5, 1.9, 96.0, 40).max(line(x, y, 143.5, 1.9, 58.0, 41));
        }
        let edge = u.min(1.0 - u) < 0.008 || v.min(1.0 - v) < 0.012;
        let cross = (u - v).abs().min((u + v - 1.0).abs()) < 0.009;
        return if edge || cross { 0.92 } else { 0.30 };
    }
    let column = ((x - 17.0) / 60.0).floor();
    let left = 17.0 + column * 60.0;
    let row = ((y - 64.0) / 4.1).floor();
    let length = if cell(row as i32, column as i32, seed + 70) > 0.86 {
        30.0
    } else {
        55.0
    };
    line(
        x - left + 17.0,
        y,
        64.0 + row * 4.1,
        1.75,
        length,
        seed * 31 + row as u32 * 7 + column as u32,
    )
}

/// A line of set type whose letters are too small to read, but not to see.
fn line(x: f32, y: f32, top: f32, x_height: f32, length: f32, seed: u32) -> f32 {
    let (x, v) = (x - 17.0, (y - top) / x_height);
    if x < 0.0 || x > length || !(-0.6..1.5).contains(&v) {
        return 0.0;
    }
    let pitch = x_height * 0.92;
    let letter = (x / pitch).floor();
    // Words of two to nine letters: gaps where a walk of draws says so.
    if cell(letter as i32, 5, seed) < 0.17 {
        return 0.0;
    }
    let u = x / pitch - letter;
    let kind = cell(letter as i32, 7, seed);
    let stem = |at: f32| smoothstep(0.16, 0.07, (u - at).abs());
    let body = f32::from(u8::from((0.0..1.0).contains(&v)));
    let tall = f32::from(u8::from(if kind > 0.72 {
        (-0.55..1.0).contains(&v)
    } else if kind < 0.12 {
        (0.0..1.45).contains(&v)
    } else {
        (0.0..1.0).contains(&v)
    }));
    let bowl = smoothstep(0.20, 0.10, ((u - 0.5).hypot((v - 0.5) * 0.85) - 0.34).abs()) * body;
    let arch =
        f32::from(u8::from((0.0..0.2).contains(&v))) * f32::from(u8::from((0.2..0.8).contains(&u)));
    match (kind * 5.0) as u32 {
        0 => (stem(0.25) * tall).max(bowl),
        1 => (stem(0.22) * body).max(stem(0.75) * body).max(arch),
        2 => bowl,
        3 => (stem(0.5) * tall).max(arch * 0.7),
        _ => (stem(0.25) * tall).max(stem(0.78) * body).max(arch),
    }
}

/// The editor's red pencil: a ring, an arrow to the slot, ticks in the margin.
fn marks(x: f32, y: f32) -> f32 {
    let wobble = noise2(x * 0.09, y * 0.09, 3) * 1.1;
    let grain = 0.55 + 0.7 * noise2(x * 4.0, y * 4.0, 9);
    let stroke = |off: f32| smoothstep(1.5, 0.5, off.abs()) * grain.clamp(0.6, 1.0);
    let ring = (((x - 62.0) / 49.0).powi(2) + ((y - 142.0) / 6.6).powi(2)).sqrt();
    let ring = stroke((ring - 1.0) * 8.0 + wobble * 0.6);
    let segment = |ax: f32, ay: f32, bx: f32, by: f32| {
        let (dx, dy) = (bx - ax, by - ay);
        let t = (((x - ax) * dx + (y - ay) * dy) / (dx * dx + dy * dy)).clamp(0.0, 1.0);
        stroke((x - ax - dx * t).hypot(y - ay - dy * t) + wobble * 0.2)
    };
    ring.max(segment(112.0, 140.0, 146.0, 112.0))
        .max(segment(8.0, 176.0, 11.0, 180.0))
        .max(segment(11.0, 180.0, 15.0, 171.0))
        .max(segment(8.0, 222.0, 11.0, 226.0))
        .max(segment(11.0, 226.0, 15.0, 217.0))
        .max(segment(80.0, 201.5, 118.0, 200.5))
}
