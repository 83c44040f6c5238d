//! Tower, lantern and keeper's house.

use super::{TOWER, ground::Ground};
use crate::noise::fbm;
use crate::vector::{Vec3, hex, lerp, vec3};

/// Distance to tower, lantern and keeper's house, with the colour of what is nearest.
fn buildings(p: Vec3) -> (f32, Vec3) {
    let q = p - TOWER;
    let round = q.x.hypot(q.z);
    let taper = lerp(3.5, 2.35, (q.y / 19.0).clamp(0.0, 1.0));
    let shell = |radius: f32, low: f32, high: f32| (round - radius).max(low - q.y).max(q.y - high);
    let cone = (shell(taper, -5.0, 19.0) * 0.96, hex(0xf2eee6));
    let band = if (8.0..12.6).contains(&q.y) {
        hex(0xa8322a)
    } else {
        hex(0xf2eee6)
    };
    let gallery = shell(3.5, 18.8, 19.4);
    let rail = (((round - 3.35).abs() - 0.05).max(19.4 - q.y)).max((q.y - 20.4).max(0.0));
    let posts = if (q.z.atan2(q.x) * 9.0).cos() > 0.75 || (q.y - 20.35).abs() < 0.09 {
        rail
    } else {
        rail.max(0.25)
    };
    let glass = shell(1.55, 19.3, 22.0);
    let dome = ((vec3(q.x, (q.y - 22.0) * 1.15, q.z)).length() - 1.75).max(22.0 - q.y);
    let spike = shell(0.10, 23.0, 25.2);
    let house = p - (TOWER + vec3(-13.5, 0.0, 3.0));
    let walls = house.x.abs().max(0.0) - 6.2;
    let walls = walls
        .max(house.z.abs() - 3.3)
        .max(house.y - 3.6)
        .max(-5.0 - house.y);
    let roof = ((house.y - 6.0) * 0.78 + house.z.abs() * 0.62)
        .max(house.x.abs() - 6.6)
        .max(3.4 - house.y);
    let chimney = (house.x - 4.6).abs().max(house.z.abs()) - 0.55;
    let chimney = chimney.max(house.y - 7.0).max(3.0 - house.y);
    let door = (house.x + 1.0).abs() < 0.6 && house.y < 2.1;
    let panes =
        ((house.x - 1.6).abs() < 0.6 || (house.x + 3.9).abs() < 0.6 || (house.x - 4.2).abs() < 0.6)
            && (1.0..2.4).contains(&house.y);
    let wall_colour = if door || panes {
        hex(0x2b3238)
    } else {
        hex(0xe9e4da)
    };
    let slit =
        q.x.abs() < 0.38 && q.z < 0.0 && [3.5, 9.6, 15.5].iter().any(|y| (q.y - y).abs() < 0.65);
    let parts = [
        (cone.0, if slit { hex(0x2b3238) } else { band }),
        (gallery, hex(0x3a3f45)),
        (posts, hex(0x3a3f45)),
        (
            glass,
            if (q.z.atan2(q.x) * 6.0).cos().abs() > 0.93 {
                hex(0x30363c)
            } else {
                hex(0xc9d2cf)
            },
        ),
        (dome, hex(0x8d2a24)),
        (spike, hex(0x30363c)),
        (walls, wall_colour),
        (roof, hex(0x55504d)),
        (chimney, hex(0x8a5a48)),
    ];
    parts.iter().fold(
        (f32::MAX, Vec3::default()),
        |a, b| if b.0 < a.0 { *b } else { a },
    )
}

/// How far along the ray a wall is, or `f32::MAX`.
pub fn trace_buildings(from: Vec3, ray: Vec3) -> f32 {
    // Only rays that pass the ball round them walk at all.
    let to = TOWER + vec3(-6.0, 9.0, 0.0) - from;
    let along = to.dot(ray);
    let miss = (to - ray * along).length();
    if miss > 24.0 || along < -24.0 {
        return f32::MAX;
    }
    let mut t = (along - 24.0).max(0.0);
    while t < along + 24.0 {
        let d = buildings(from + ray * t).0;
        if d < 0.012 {
            return t;
        }
        t += d * 0.8;
    }
    f32::MAX
}

/// The colour of a wall as the dusk lights it.
pub fn building(ground: &Ground, p: Vec3) -> Vec3 {
    let at = |d: Vec3| buildings(p + d).0;
    let e = 0.03;
    let n = vec3(
        at(vec3(e, 0.0, 0.0)) - at(vec3(-e, 0.0, 0.0)),
        at(vec3(0.0, e, 0.0)) - at(vec3(0.0, -e, 0.0)),
        at(vec3(0.0, 0.0, e)) - at(vec3(0.0, 0.0, -e)),
    )
    .normal();
    let colour = buildings(p).1 * (0.93 + 0.12 * fbm(p.x + p.z, p.y * 0.4, 4, 6));
    let window = buildings(p).1.x < 0.03 && p.y < TOWER.y + 3.0 && p.x < TOWER.x - 5.0;
    let lantern = (p.y - TOWER.y - 20.7).abs() < 1.3 && colour.x > 0.2;
    if lantern || (window && p.y > TOWER.y + 0.9) {
        return hex(0xffd28a) * if lantern { 2.6 } else { 1.3 };
    }
    colour * ground.dusk(p, n) * 0.95
}
