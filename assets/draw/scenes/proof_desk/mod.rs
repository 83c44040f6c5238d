//! A desk by the window: page proofs with a slot still empty, prints to choose from, a red pencil.

mod metal;
mod page;
mod tools;

use super::{harbour, mountains};
use crate::canvas::{Canvas, Size};
use crate::develop::{Look, develop};
use crate::noise::{cell, fbm};
use crate::solids::{block, wood};
use crate::tracer::{Camera, Pane, Room, Skin, Solid, Sun};
use crate::vector::{Vec3, grey, hex, lerp, smoothstep, vec3};
use metal::{sort, stick};
use page::sheet;
use tools::{cup, loupe, pencil, ruler, saucer};

pub const LOOK: Look = Look {
    exposure: 1.12,
    saturation: 1.0,
    vignette: 0.30,
    grain: 1.2,
    glow: 0.05,
};

pub fn paint(size: Size, samples: u32) -> Canvas {
    let small = Size {
        width: 900,
        height: 600,
    };
    let views = [
        printed(&harbour::paint(small, 0), harbour::LOOK),
        printed(&mountains::paint(small, 0), mountains::LOOK),
    ];
    let [harbour, mountain] = views;
    let mut solids = vec![desk()];
    solids.push(sheet(vec3(0.135, 0.0006, 0.085), -0.34, 1));
    solids.push(sheet(vec3(-0.055, 0.0016, 0.030), 0.10, 2));
    solids.push(photo(vec3(0.195, 0.0032, -0.055), 0.42, harbour));
    solids.push(photo(vec3(0.285, 0.0020, 0.055), 0.12, mountain));
    solids.push(pencil(vec3(0.030, 0.0062, -0.085)).turned(0.62));
    solids.push(ruler(vec3(-0.225, 0.0010, 0.02)).turned(1.50));
    solids.push(loupe(vec3(-0.115, 0.0025, -0.075)).turned(-0.5));
    solids.push(cup(vec3(-0.285, 0.0, 0.225)));
    solids.push(saucer(vec3(-0.285, 0.0, 0.225)));
    solids.push(stick(vec3(0.10, 0.004, 0.275)).turned(0.16));
    for (i, (x, z, turn)) in [(0.262, 0.19, 0.3), (0.279, 0.205, 1.2), (0.25, 0.222, 2.1)]
        .into_iter()
        .enumerate()
    {
        solids.push(sort(vec3(x, 0.0118, z), i as u32).turned(turn));
    }
    let room = Room {
        solids,
        // Two tall casements to the left, behind the desk; the bar between them falls on the page.
        panes: [(0.05, 0.42), (0.50, 0.42), (0.95, 0.42)]
            .iter()
            .flat_map(|(z, wide)| {
                [(0.30, 0.50), (0.84, 0.5)].map(|(low, tall)| Pane {
                    corner: vec3(-1.15, low, *z),
                    u: vec3(0.0, tall, 0.0),
                    v: vec3(0.0, 0.0, *wide),
                })
            })
            .collect(),
        sky: hex(0xc9dcf2) * 2.6,
        sun: Sun {
            toward: vec3(-0.80, 0.50, 0.42).normal(),
            colour: hex(0xffdcae) * 3.6,
            spread: 0.012,
        },
        dust: 0.0,
        around: Box::new(|ray| hex(0xb8a894) * (0.18 + 0.22 * ray.y.max(0.0))),
    };
    let camera = Camera {
        eye: vec3(0.06, 0.47, -0.45),
        target: vec3(0.035, 0.0, 0.040),
        lens: 1.42,
        aperture: 0.0050,
        focus: 0.640,
    };
    room.photograph(&camera, size, samples, 21)
}

/// A print made in the same darkroom: back to linear light, with paper's white.
fn printed(canvas: &Canvas, look: Look) -> Canvas {
    let picture = develop(canvas, look);
    let pixels = picture
        .pixels()
        .map(|p| hex(u32::from(p[0]) << 16 | u32::from(p[1]) << 8 | u32::from(p[2])) * 0.85)
        .collect();
    Canvas {
        size: canvas.size,
        pixels,
    }
}

fn desk() -> Solid {
    Solid::new(
        vec3(0.0, -0.02, 0.1),
        vec3(0.9, 0.02, 0.6),
        Box::new(|p| block(p, vec3(0.9, 0.02, 0.6), 0.002)),
        Box::new(|p, _| {
            let board = (p.z / 0.14 + 0.37).floor();
            let seam = ((p.z / 0.14 + 0.37).fract() + 1.0).fract();
            let seam = smoothstep(0.012, 0.0, seam.min(1.0 - seam));
            let shift = cell(board as i32, 2, 5);
            let grain = wood(
                vec3(p.x + shift * 3.0, board, p.z * 1.4 + shift),
                0.85 + 0.12 * shift,
                17,
            );
            let worn = 0.5 + 0.5 * fbm(p.x * 5.0, p.z * 5.0, 5, 4);
            Skin {
                colour: (grain * 0.9)
                    .mix(grey(grain.luminance()), 0.30)
                    .mix(hex(0x120c08), seam * 0.8),
                shine: 0.045,
                rough: lerp(0.12, 0.24, worn),
            }
        }),
    )
}

fn photo(at: Vec3, turn: f32, picture: Canvas) -> Solid {
    Solid::new(
        at,
        vec3(0.078, 0.006, 0.054),
        Box::new(|p| {
            let lift = 0.0035 * (p.x / 0.078).powi(2) * (0.5 - p.z * 6.0).max(0.0);
            block(p - vec3(0.0, lift, 0.0), vec3(0.076, 0.0004, 0.052), 0.0002) * 0.85
        }),
        Box::new(move |p, _| {
            let (u, v) = (p.x / 0.142 + 0.5, 0.5 - p.z / 0.0947);
            let inside = (0.0..1.0).contains(&u) && (0.0..1.0).contains(&v);
            let colour = if inside {
                picture.sample(u * 1.5, v)
            } else {
                hex(0xf4f2ec)
            };
            Skin {
                colour,
                shine: 0.04,
                rough: 0.10,
            }
        }),
    )
    .turned(turn)
}
