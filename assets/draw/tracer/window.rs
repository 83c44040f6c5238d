//! Where the light comes from and where the eye is.

use crate::noise::Rng;
use crate::vector::{Vec3, vec3};

/// A piece of window: a corner and two edges. Sky shines through it, and the sun where it can.
pub struct Pane {
    pub corner: Vec3,
    pub u: Vec3,
    pub v: Vec3,
}

impl Pane {
    pub fn crossed(&self, from: Vec3, ray: Vec3) -> bool {
        let n = self.u.cross(self.v);
        let t = (self.corner - from).dot(n) / ray.dot(n);
        let q = from + ray * t - self.corner;
        let inside = |edge: Vec3| (0.0..=edge.dot(edge)).contains(&q.dot(edge));
        t > 0.0 && inside(self.u) && inside(self.v)
    }
}

pub struct Sun {
    pub toward: Vec3,
    pub colour: Vec3,
    /// Half-width of its disc, in radians; mist widens it.
    pub spread: f32,
}

pub struct Camera {
    pub eye: Vec3,
    pub target: Vec3,
    /// Focal length in picture heights.
    pub lens: f32,
    pub aperture: f32,
    /// Distance that is sharp.
    pub focus: f32,
}

impl Camera {
    /// Where a ray through a place of the picture starts on the lens, and where it goes.
    pub fn ray(&self, x: f32, y: f32, aspect: f32, rng: &mut Rng) -> (Vec3, Vec3) {
        let ahead = (self.target - self.eye).normal();
        let right = vec3(0.0, 1.0, 0.0).cross(ahead).normal();
        let up = ahead.cross(right);
        let out = (ahead * self.lens + right * (x - aspect * 0.5) + up * (0.5 - y)).normal();
        let sharp = self.eye + out * (self.focus / out.dot(ahead));
        let (r, turn) = (
            self.aperture * rng.unit().sqrt(),
            rng.unit() * std::f32::consts::TAU,
        );
        let from = self.eye + right * (r * turn.cos()) + up * (r * turn.sin());
        (from, (sharp - from).normal())
    }
}
