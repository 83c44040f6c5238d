//! A canvas in linear light.
//!
//! Coordinates are in heights of the picture: `y` runs 0..1 downwards, `x` from 0 to the aspect
//! ratio. A scene is thus the same at a thumbnail's size and at full size.

use crate::mask::Mask;
use crate::noise::Rng;
use crate::vector::Vec3;
use rayon::prelude::*;

/// Pixels of a picture.
#[derive(Clone, Copy)]
pub struct Size {
    pub width: usize,
    pub height: usize,
}

impl Size {
    pub fn aspect(self) -> f32 {
        self.width as f32 / self.height as f32
    }
}

/// A value for every pixel.
#[derive(Clone)]
pub struct Plane<T> {
    pub size: Size,
    pub pixels: Vec<T>,
}

/// A picture in linear light.
pub type Canvas = Plane<Vec3>;

impl<T: Copy + Send + Sync> Plane<T> {
    pub fn filled(size: Size, value: T) -> Self {
        Plane {
            size,
            pixels: vec![value; size.width * size.height],
        }
    }

    /// Computes every pixel from its place; rows go to all threads.
    pub fn from_fn(size: Size, f: impl Fn(f32, f32) -> T + Sync) -> Self {
        let mut plane = Plane {
            size,
            pixels: Vec::new(),
        };
        let scale = 1.0 / size.height as f32;
        plane.pixels = (0..size.width * size.height)
            .into_par_iter()
            .with_min_len(size.width)
            .map(|i| {
                let (x, y) = (i % size.width, i / size.width);
                f((x as f32 + 0.5) * scale, (y as f32 + 0.5) * scale)
            })
            .collect();
        plane
    }
}

impl Canvas {
    /// Paints with `samples` jittered samples a pixel; `f` also gets the pixel's own generator.
    pub fn render(
        size: Size,
        samples: u32,
        seed: u64,
        f: impl Fn(f32, f32, &mut Rng) -> Vec3 + Sync,
    ) -> Self {
        let scale = 1.0 / size.height as f32;
        Canvas::from_fn(size, |x, y| {
            let mut rng = Rng::at((x / scale) as usize, (y / scale) as usize, seed);
            let mut sum = Vec3::default();
            for _ in 0..samples {
                let (dx, dy) = (rng.unit() - 0.5, rng.unit() - 0.5);
                sum += f(x + dx * scale, y + dy * scale, &mut rng);
            }
            sum / samples as f32
        })
    }

    /// Lays a colour over the canvas where the mask says so.
    pub fn paint(&mut self, mask: &Mask, colour: impl Fn(f32, f32) -> Vec3 + Sync) {
        let (width, scale) = (self.size.width, 1.0 / self.size.height as f32);
        self.pixels
            .par_iter_mut()
            .zip(&mask.pixels)
            .enumerate()
            .for_each(|(i, (pixel, cover))| {
                if *cover > 0.0 {
                    let x = ((i % width) as f32 + 0.5) * scale;
                    let y = ((i / width) as f32 + 0.5) * scale;
                    *pixel = pixel.mix(colour(x, y), *cover);
                }
            });
    }

    /// Adds light from another canvas, as a lens scatters it.
    pub fn add(&mut self, light: &Canvas, amount: f32) {
        for (pixel, extra) in self.pixels.iter_mut().zip(&light.pixels) {
            *pixel += *extra * amount;
        }
    }

    /// The glow of what is brighter than `threshold`, spread over `radius` heights.
    pub fn glow(&self, threshold: f32, radius: f32) -> Canvas {
        let mut bright = self.clone();
        for pixel in &mut bright.pixels {
            let l = pixel.luminance();
            *pixel = *pixel * ((l - threshold).max(0.0) / l.max(1e-6));
        }
        bright.blur(radius)
    }
}

impl<T> Plane<T>
where
    T: Copy + Send + Sync + Default + std::ops::Add<Output = T> + std::ops::Sub<Output = T>,
    T: std::ops::Mul<f32, Output = T>,
{
    /// Near-Gaussian blur: three box blurs each way (the central limit theorem at work).
    pub fn blur(&self, radius: f32) -> Self {
        let pixels = radius * self.size.height as f32;
        let half = (pixels * 0.9).round() as usize;
        if half == 0 {
            return self.clone();
        }
        let mut out = self.clone();
        for _ in 0..3 {
            out = out.box_rows(half).transposed().box_rows(half).transposed();
        }
        out
    }

    fn box_rows(&self, half: usize) -> Self {
        let w = self.size.width;
        let mut out = self.clone();
        out.pixels
            .par_chunks_mut(w)
            .zip(self.pixels.par_chunks(w))
            .for_each(|(to, from)| {
                let at = |i: isize| from[i.clamp(0, w as isize - 1) as usize];
                let mut sum = T::default();
                for i in -(half as isize)..=half as isize {
                    sum = sum + at(i);
                }
                let share = 1.0 / (2 * half + 1) as f32;
                for (x, pixel) in to.iter_mut().enumerate() {
                    *pixel = sum * share;
                    sum = sum + at((x + half + 1) as isize) - at(x as isize - half as isize);
                }
            });
        out
    }

    fn transposed(&self) -> Self {
        let Size { width, height } = self.size;
        let mut pixels = Vec::with_capacity(self.pixels.len());
        for x in 0..width {
            pixels.extend((0..height).map(|y| self.pixels[y * width + x]));
        }
        Plane {
            size: Size {
                width: height,
                height: width,
            },
            pixels,
        }
    }

    /// The value at a place between pixels.
    pub fn sample(&self, x: f32, y: f32) -> T {
        let Size { width, height } = self.size;
        let fx = (x * height as f32 - 0.5).clamp(0.0, width as f32 - 1.001);
        let fy = (y * height as f32 - 0.5).clamp(0.0, height as f32 - 1.001);
        let (xi, yi) = (fx as usize, fy as usize);
        let (u, v) = (fx - xi as f32, fy - yi as f32);
        let row = |y: usize| {
            let i = y * width + xi;
            self.pixels[i] * (1.0 - u) + self.pixels[i + 1] * u
        };
        row(yi) * (1.0 - v) + row(yi + 1) * v
    }
}
