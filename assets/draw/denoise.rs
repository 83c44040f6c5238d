//! Smooths the noise of traced light, but not edges or textures.
//!
//! Edge-avoiding à-trous wavelets (Dammertz et al. 2010): colour is first divided by the surface's
//! own colour, so that only the light is smoothed and print, wood and paper stay sharp.

use crate::canvas::{Canvas, Plane};
use crate::vector::{Vec3, grey, vec3};
use rayon::prelude::*;

/// What the first surface of a pixel's paths was like.
#[derive(Clone, Copy, Default)]
pub struct Guide {
    colour: Vec3,
    normal: Vec3,
    distance: f32,
    /// Light scattered before that surface. It has no edges, so it is smoothed by itself.
    pub air: Vec3,
}

impl Guide {
    pub fn note(&mut self, colour: Vec3, normal: Vec3, distance: f32) {
        self.colour += colour;
        self.normal += normal;
        self.distance += distance;
    }

    pub fn averaged(self, samples: u32) -> Self {
        let share = 1.0 / samples as f32;
        Guide {
            colour: self.colour * share,
            normal: self.normal * share,
            distance: self.distance * share,
            air: self.air * share,
        }
    }
}

fn divide(a: Vec3, b: Vec3) -> Vec3 {
    vec3(a.x / b.x, a.y / b.y, a.z / b.z)
}

pub fn denoise(exposed: &Plane<(Vec3, Guide)>) -> Canvas {
    let size = exposed.size;
    let floor = |guide: &Guide| guide.colour + grey(0.02);
    let mut light = Canvas {
        size,
        pixels: exposed
            .pixels
            .iter()
            .map(|(seen, guide)| divide(*seen, floor(guide)))
            .collect(),
    };
    light = calm(&light);
    for (pass, reach) in [1_isize, 2, 4, 8].into_iter().enumerate() {
        // The first pass must look past noise; later ones may trust what is left.
        let tolerance = 1.6 / (1 << pass) as f32;
        // Speckles would guard themselves as edges do; in a light blur they cannot.
        let steady = light.blur(1.6 / size.height as f32);
        light = smooth(&light, &steady, exposed, reach, tolerance);
    }
    for (pixel, (_, guide)) in light.pixels.iter_mut().zip(&exposed.pixels) {
        *pixel = *pixel * floor(guide);
    }
    let air = exposed.pixels.iter().map(|(_, guide)| guide.air).collect();
    light.add(&Canvas { size, pixels: air }.blur(0.006), 1.0);
    light
}

/// Brings a pixel that stands alone between the second-lowest and second-highest round it.
fn calm(light: &Canvas) -> Canvas {
    let (w, h) = (light.size.width as isize, light.size.height as isize);
    let pixels = (0..w * h)
        .into_par_iter()
        .map(|i| {
            let mut round = [0.0_f32; 9];
            for (k, tone) in round.iter_mut().enumerate() {
                let x = (i % w + k as isize % 3 - 1).clamp(0, w - 1);
                let y = (i / w + k as isize / 3 - 1).clamp(0, h - 1);
                *tone = light.pixels[(y * w + x) as usize].luminance();
            }
            let here = round[4];
            round.sort_by(f32::total_cmp);
            let pixel = light.pixels[i as usize];
            if here <= 1e-6 {
                grey(round[2])
            } else {
                pixel * (here.clamp(round[2], round[6]) / here)
            }
        })
        .collect();
    Canvas {
        size: light.size,
        pixels,
    }
}

/// One pass: the mean of 25 places `reach` apart, of those that are of one surface and one tone.
fn smooth(
    light: &Canvas,
    steady: &Canvas,
    exposed: &Plane<(Vec3, Guide)>,
    reach: isize,
    tolerance: f32,
) -> Canvas {
    const KERNEL: [f32; 5] = [0.0625, 0.25, 0.375, 0.25, 0.0625];
    let (w, h) = (light.size.width as isize, light.size.height as isize);
    let pixels = (0..w * h)
        .into_par_iter()
        .map(|i| {
            let (x, y) = (i % w, i / w);
            let (here, guide) = (steady.pixels[i as usize], &exposed.pixels[i as usize].1);
            let (mut sum, mut total) = (Vec3::default(), 0.0);
            for (ky, wy) in KERNEL.iter().enumerate() {
                for (kx, wx) in KERNEL.iter().enumerate() {
                    let px = (x + (kx as isize - 2) * reach).clamp(0, w - 1);
                    let py = (y + (ky as isize - 2) * reach).clamp(0, h - 1);
                    let j = (py * w + px) as usize;
                    let (there, other) = (steady.pixels[j], &exposed.pixels[j].1);
                    let bend = (guide.normal - other.normal).length();
                    let step = (guide.distance - other.distance).abs() / guide.distance.max(0.01);
                    let tone = (here - there).length() / (0.25 + here.luminance());
                    let share = wx
                        * wy
                        * (-bend * bend * 12.0 - step * 40.0 / reach as f32).exp()
                        * (-(tone / tolerance).powi(2)).exp();
                    sum += light.pixels[j] * share;
                    total += share;
                }
            }
            sum / total.max(1e-6)
        })
        .collect();
    Canvas {
        size: light.size,
        pixels,
    }
}
