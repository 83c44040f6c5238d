//! Things given by a distance to their surface.

use crate::vector::{Vec3, vec3};

/// How a surface answers light.
#[derive(Clone, Copy)]
pub struct Skin {
    pub colour: Vec3,
    /// Reflection straight on: 0.04 for varnish, 0 for paper, above 0.3 for metal.
    pub shine: f32,
    pub rough: f32,
}

pub fn matt(colour: Vec3) -> Skin {
    Skin {
        colour,
        shine: 0.0,
        rough: 1.0,
    }
}

type Distance = Box<dyn Fn(Vec3) -> f32 + Sync>;
type Look = Box<dyn Fn(Vec3, Vec3) -> Skin + Sync>;

/// A thing in the room; shape and skin are given in its own coordinates.
pub struct Solid {
    pub at: Vec3,
    /// Sine and cosine of its turn about the upright axis.
    turn: (f32, f32),
    /// Half of the box that holds it all.
    half: Vec3,
    /// The squared radius of the ball round that box.
    ball: f32,
    shape: Distance,
    pub skin: Look,
}

impl Solid {
    pub fn new(at: Vec3, half: Vec3, shape: Distance, skin: Look) -> Self {
        Solid {
            at,
            turn: (0.0, 1.0),
            half,
            ball: half.dot(half),
            shape,
            skin,
        }
    }

    pub fn turned(mut self, turn: f32) -> Self {
        self.turn = turn.sin_cos();
        self
    }

    pub fn inward(&self, v: Vec3) -> Vec3 {
        let (s, c) = self.turn;
        vec3(v.x * c - v.z * s, v.y, v.x * s + v.z * c)
    }

    fn outward(&self, v: Vec3) -> Vec3 {
        let (s, c) = self.turn;
        vec3(v.x * c + v.z * s, v.y, v.z * c - v.x * s)
    }

    /// How far along the ray its surface is, if nearer than `far`.
    pub fn hit(&self, from: Vec3, ray: Vec3, far: f32) -> Option<f32> {
        let to = self.at - from;
        let along = to.dot(ray);
        if to.dot(to) - along * along > self.ball {
            return None;
        }
        let (o, d) = (self.inward(-to), self.inward(ray));
        let span = |o: f32, d: f32, h: f32| {
            let inverse = 1.0 / if d.abs() < 1e-9 { 1e-9 } else { d };
            let (a, b) = ((-h - o) * inverse, (h - o) * inverse);
            (a.min(b), a.max(b))
        };
        let (x, y, z) = (
            span(o.x, d.x, self.half.x),
            span(o.y, d.y, self.half.y),
            span(o.z, d.z, self.half.z),
        );
        let enter = x.0.max(y.0).max(z.0).max(1e-4);
        let leave = x.1.min(y.1).min(z.1).min(far);
        let mut t = enter;
        for _ in 0..120 {
            if t > leave {
                return None;
            }
            let gap = (self.shape)(o + d * t);
            if gap < 1.5e-4 {
                return Some(t);
            }
            t += gap;
        }
        None
    }

    pub fn normal(&self, place: Vec3) -> Vec3 {
        let p = self.inward(place - self.at);
        let e = 2.5e-4;
        // Four samples at the corners of a tetrahedron.
        let corners = [
            vec3(1., -1., -1.),
            vec3(-1., -1., 1.),
            vec3(-1., 1., -1.),
            vec3(1., 1., 1.),
        ];
        let n = corners
            .iter()
            .fold(Vec3::default(), |n, k| n + *k * (self.shape)(p + *k * e));
        self.outward(n.normal())
    }
}
