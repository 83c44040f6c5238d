//! A printing workshop in the morning: tall windows, hand presses, sheets hung up to dry.

mod machines;
mod paper;
mod shell;
mod stone;

use crate::canvas::{Canvas, Size};
use crate::develop::Look;
use crate::tracer::{Camera, Pane, Room, Sun};
use crate::vector::{hex, vec3};
use machines::{frame, lamp, press};
use paper::{line_of_sheets, reams};
use shell::shell;
use stone::stone;

pub const LOOK: Look = Look {
    exposure: 1.2,
    saturation: 0.95,
    vignette: 0.35,
    grain: 1.3,
    glow: 0.12,
};

/// The hall runs along z; its windows are in the wall at x = -LEFT.
const LEFT: f32 = 3.6;
const RIGHT: f32 = 3.4;
const DEEP: f32 = 13.0;
const HIGH: f32 = 4.2;
const WINDOWS: [f32; 5] = [0.6, 3.2, 5.8, 8.4, 11.0];

pub fn paint(size: Size, samples: u32) -> Canvas {
    let mut solids = shell();
    for z in [3.2, 5.8, 8.4, 11.0] {
        solids.push(frame(vec3(-LEFT + 0.62, 0.0, z)));
    }
    solids.push(press(vec3(1.05, 0.0, 3.7)).turned(-1.05));
    solids.push(press(vec3(1.35, 0.0, 7.6)).turned(-1.0));
    solids.extend(stone(vec3(-1.15, 0.0, 2.5)));
    solids.extend(line_of_sheets());
    solids.extend([
        reams(vec3(2.85, 0.0, 8.5), 5),
        reams(vec3(2.9, 0.0, 4.9), 9),
    ]);
    solids.extend((0..3).map(|i| lamp(vec3(0.1, 0.0, 3.4 + 3.2 * i as f32))));
    let panes = WINDOWS
        .iter()
        .map(|z| Pane {
            corner: vec3(-LEFT - 0.2, 0.95, z - 0.72),
            u: vec3(0.0, 2.75, 0.0),
            v: vec3(0.0, 0.0, 1.44),
        })
        .collect();
    let room = Room {
        solids,
        panes,
        sky: hex(0xcfe0f5) * 6.0,
        sun: Sun {
            toward: vec3(-0.72, 0.50, 0.30).normal(),
            colour: hex(0xffd6a0) * 22.0,
            spread: 0.006,
        },
        dust: 0.0035,
        around: Box::new(|_| hex(0x9a8a78) * 0.16),
    };
    let camera = Camera {
        eye: vec3(1.25, 1.60, -0.9),
        target: vec3(-0.05, 1.30, 5.0),
        lens: 1.08,
        aperture: 0.004,
        focus: 4.8,
    };
    room.photograph(&camera, size, samples, 7)
}
