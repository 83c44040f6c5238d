//! The darkroom: from linear light to an 8-bit sRGB picture.

use crate::canvas::Canvas;
use crate::noise::Rng;
use crate::vector::{Vec3, grey, smoothstep};
use image::RgbImage;

/// How a picture is printed.
#[derive(Clone, Copy)]
pub struct Look {
    /// Multiplies the light before the curve.
    pub exposure: f32,
    /// 1 leaves colours alone; below is quieter.
    pub saturation: f32,
    /// Light lost in the corners, 0..1.
    pub vignette: f32,
    /// Deviation of the grain in 8-bit steps. Above 2 it costs more bytes than it gives.
    pub grain: f32,
    /// Share of scattered light from what is bright.
    pub glow: f32,
}

impl Default for Look {
    fn default() -> Self {
        Look {
            exposure: 1.0,
            saturation: 1.0,
            vignette: 0.25,
            grain: 1.4,
            glow: 0.06,
        }
    }
}

/// Film-like shoulder (Hable's fit has a toe that greys shadows; this one keeps them).
fn curve(v: f32) -> f32 {
    let v = v.max(0.0);
    (v * (2.51 * v + 0.03) / (v * (2.43 * v + 0.59) + 0.14)).min(1.0)
}

fn encode(v: f32) -> f32 {
    if v <= 0.003_130_8 {
        v * 12.92
    } else {
        1.055 * v.powf(1.0 / 2.4) - 0.055
    }
}

/// Prints a canvas; the same canvas and look give the same bytes.
pub fn develop(canvas: &Canvas, look: Look) -> RgbImage {
    let mut light = canvas.clone();
    if look.glow > 0.0 {
        light.add(&canvas.glow(0.8, 0.035), look.glow);
        light.add(&canvas.glow(1.2, 0.008), look.glow);
    }
    let size = light.size;
    let (cx, cy) = (size.width as f32 * 0.5, size.height as f32 * 0.5);
    let corner = cx.hypot(cy);
    RgbImage::from_fn(size.width as u32, size.height as u32, |x, y| {
        let mut rng = Rng::at(x as usize, y as usize, 0x6772_6169);
        let far = (x as f32 - cx).hypot(y as f32 - cy) / corner;
        let shade = 1.0 - look.vignette * smoothstep(0.35, 1.1, far);
        let pixel = light.pixels[y as usize * size.width + x as usize];
        let lit = pixel * (look.exposure * shade);
        let toned: Vec3 = lit.map(|v| encode(curve(v)));
        let grain = rng.normal() * look.grain / 255.0;
        let grey_part = grey(toned.luminance());
        // Grain shows in the middle tones; paper white and deep black stay clean.
        let weight = 4.0 * grey_part.x * (1.0 - grey_part.x) * 0.7 + 0.3;
        let printed = grey_part + (toned - grey_part) * look.saturation + grey(grain * weight);
        image::Rgb([byte(printed.x), byte(printed.y), byte(printed.z)])
    })
}

/// A drawing's colours as they were given: no curve, no lens, no grain.
pub fn plain(canvas: &Canvas) -> RgbImage {
    let size = canvas.size;
    RgbImage::from_fn(size.width as u32, size.height as u32, |x, y| {
        let pixel = canvas.pixels[y as usize * size.width + x as usize].map(encode);
        image::Rgb([byte(pixel.x), byte(pixel.y), byte(pixel.z)])
    })
}

fn byte(v: f32) -> u8 {
    (v * 255.0 + 0.5).clamp(0.0, 255.0) as u8
}
