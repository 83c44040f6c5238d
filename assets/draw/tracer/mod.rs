//! A small path tracer for the indoor scenes: solids given by distance, light from window panes.

mod solid;
mod window;

pub use solid::{Skin, Solid, matt};
pub use window::{Camera, Pane, Sun};

use crate::canvas::{Canvas, Plane, Size};
use crate::denoise::{Guide, denoise};
use crate::noise::Rng;
use crate::vector::{Vec3, grey, vec3};

pub struct Room {
    pub solids: Vec<Solid>,
    pub panes: Vec<Pane>,
    pub sky: Vec3,
    pub sun: Sun,
    /// Dust in the air, as a share of the sun's light scattered to the eye in a metre.
    pub dust: f32,
    /// Light of what is not modelled, by direction.
    pub around: Box<dyn Fn(Vec3) -> Vec3 + Sync>,
}

impl Room {
    fn nearest(&self, from: Vec3, ray: Vec3) -> Option<(f32, &Solid)> {
        self.solids
            .iter()
            .fold(None, |best: Option<(f32, &Solid)>, solid| {
                let far = best.map_or(1e4, |b| b.0);
                solid.hit(from, ray, far).map_or(best, |t| Some((t, solid)))
            })
    }

    fn blocked(&self, from: Vec3, ray: Vec3, far: f32) -> bool {
        self.solids
            .iter()
            .any(|solid| solid.hit(from, ray, far).is_some())
    }

    /// What comes straight from outside along a ray that meets nothing.
    fn outside(&self, from: Vec3, ray: Vec3) -> Vec3 {
        if self.panes.iter().any(|pane| pane.crossed(from, ray)) {
            self.sky
        } else {
            (self.around)(ray)
        }
    }

    /// Light that reaches a matt place from one point of the panes and one of the sun.
    fn direct(&self, p: Vec3, n: Vec3, rng: &mut Rng) -> Vec3 {
        let mut sum = Vec3::default();
        let toward = scatter(self.sun.toward, self.sun.spread, rng);
        let lit = n.dot(toward);
        if lit > 0.0
            && self.panes.iter().any(|pane| pane.crossed(p, toward))
            && !self.blocked(p, toward, 1e4)
        {
            sum += self.sun.colour * lit;
        }
        if self.panes.is_empty() {
            return sum;
        }
        let count = self.panes.len();
        let pane = &self.panes[((rng.unit() * count as f32) as usize).min(count - 1)];
        let point = pane.corner + pane.u * rng.unit() + pane.v * rng.unit();
        let (to, area) = (point - p, pane.u.cross(pane.v));
        let distance = to.length();
        let ray = to / distance;
        let spread = n.dot(ray) * area.dot(ray).abs() / (distance * distance);
        if spread > 0.0 && !self.blocked(p, ray, distance) {
            sum += self.sky * (spread * count as f32 / std::f32::consts::PI);
        }
        sum
    }

    /// Sunlight scattered by dust at one point on the way to the first surface.
    fn shaft(&self, from: Vec3, ray: Vec3, t: f32, rng: &mut Rng) -> Vec3 {
        if self.dust == 0.0 {
            return Vec3::default();
        }
        let p = from + ray * (t * rng.unit());
        let toward = self.sun.toward;
        let lit =
            self.panes.iter().any(|pane| pane.crossed(p, toward)) && !self.blocked(p, toward, 1e4);
        self.sun.colour * if lit { self.dust * t } else { 0.0 }
    }

    /// The light that comes to `from` against `ray`.
    fn light(
        &self,
        mut from: Vec3,
        mut ray: Vec3,
        first: u32,
        rng: &mut Rng,
        guide: &mut Guide,
    ) -> Vec3 {
        let (mut sum, mut weight, mut mirrored) = (Vec3::default(), grey(1.0), true);
        for bounce in first..5 {
            let Some((t, solid)) = self.nearest(from, ray) else {
                // A matt surface has already asked the panes.
                let seen = if mirrored {
                    self.outside(from, ray)
                } else {
                    (self.around)(ray)
                };
                return sum + weight * seen;
            };
            let p = from + ray * t;
            let n = solid.normal(p);
            let skin = (solid.skin)(solid.inward(p - solid.at), solid.inward(n));
            if bounce == 0 {
                guide.note(skin.colour, n, t);
                guide.air += self.shaft(from, ray, t, rng);
            }
            let cosine = (-ray.dot(n)).clamp(0.0, 1.0);
            let gloss = (1.0 - skin.shine) * (1.0 - cosine).powi(5) * (1.0 - skin.rough);
            let fresnel = if skin.shine > 0.0 {
                skin.shine + gloss
            } else {
                0.0
            };
            from = p + n * 6e-4;
            let mirror = scatter(ray - n * (2.0 * ray.dot(n)), skin.rough, rng);
            let leaves = mirror.dot(n) > 0.0;
            if skin.shine > 0.3 {
                if !leaves {
                    return sum;
                }
                (ray, weight, mirrored) = (mirror, weight * skin.colour, true);
                continue;
            }
            if bounce == 0 && fresnel > 0.0 && leaves {
                // At the first surface both answers are followed: drawing lots would sparkle.
                sum += self.light(from, mirror, 2, rng, guide) * fresnel;
                weight = weight * (1.0 - fresnel);
            } else if leaves && rng.unit() < fresnel {
                (ray, mirrored) = (mirror, true);
                continue;
            }
            weight = weight * skin.colour;
            sum += weight * self.direct(from, n, rng);
            (ray, mirrored) = (scatter(n, 1.0, rng), false);
        }
        sum
    }

    /// Takes the picture: `samples` paths a pixel, then the noise is smoothed within surfaces.
    pub fn photograph(&self, camera: &Camera, size: Size, samples: u32, seed: u64) -> Canvas {
        let exposed = Plane::from_fn(size, |x, y| {
            let h = size.height as f32;
            let mut rng = Rng::at((x * h) as usize, (y * h) as usize, seed);
            let (mut sum, mut guide) = (Vec3::default(), Guide::default());
            for _ in 0..samples {
                let (dx, dy) = ((rng.unit() - 0.5) / h, (rng.unit() - 0.5) / h);
                let (from, ray) = camera.ray(x + dx, y + dy, size.aspect(), &mut rng);
                let light = self.light(from, ray, 0, &mut rng, &mut guide);
                // One stray path through a highlight must not leave a white dot.
                sum += light * (6.0 / light.max_part().max(6.0));
            }
            (sum / samples as f32, guide.averaged(samples))
        });
        denoise(&exposed)
    }
}

/// A direction about `axis`: `rough` 1 gives the cosine law of matt surfaces, 0 the axis itself.
fn scatter(axis: Vec3, rough: f32, rng: &mut Rng) -> Vec3 {
    let (z, turn) = (rng.unit() * 2.0 - 1.0, rng.unit() * std::f32::consts::TAU);
    let r = (1.0 - z * z).sqrt();
    (axis + vec3(r * turn.cos(), r * turn.sin(), z) * (rough * 0.999)).normal()
}
