//! A range at sunrise: peaks over a sea of mist, each range paler than the one before it.

use crate::canvas::{Canvas, Size};
use crate::develop::Look;
use crate::noise::{fbm, noise2, ridged, slope_noise};
use crate::vector::{Vec3, hex, lerp, smoothstep, vec3};

pub const LOOK: Look = Look {
    exposure: 1.05,
    saturation: 1.1,
    vignette: 0.30,
    grain: 1.2,
    glow: 0.06,
};

/// Kilometres. The eye stands on a shoulder of the first range.
const EYE: Vec3 = vec3(4.0, 2.3, 0.0);
const FAR: f32 = 95.0;

fn sun() -> Vec3 {
    vec3(-0.66, 0.24, 0.70).normal()
}

pub fn paint(size: Size, _: u32) -> Canvas {
    let aspect = size.aspect();
    Canvas::render(size, 4, 3, |x, y, _| {
        let ray = vec3(x - aspect * 0.5, 0.36 - y, 2.1).normal();
        see(ray)
    })
}

fn see(ray: Vec3) -> Vec3 {
    let sky = sky(ray);
    match march(EYE, ray, FAR, 9) {
        Some(t) => air(land(EYE + ray * t, t), sky, ray, t),
        None => air(sky, sky, ray, FAR),
    }
}

/// Height of the ground: octaves that weaken where the ground is already steep, which leaves
/// gullies and ridges as water does.
fn height(x: f32, z: f32, octaves: u32) -> f32 {
    let (mut u, mut v) = (x * 0.21 + 31.4, z * 0.21 + 12.9);
    let (mut sum, mut share, mut sx, mut sz) = (0.0, 1.0, 0.0, 0.0);
    for octave in 0..octaves {
        let (n, du, dv) = slope_noise(u, v, 900 + octave);
        sx += du;
        sz += dv;
        sum += share * n / (1.0 + sx * sx + sz * sz);
        share *= 0.5;
        (u, v) = (1.6 * u - 1.2 * v, 1.2 * u + 1.6 * v);
    }
    // Long ranges lie across the view with open valleys between them.
    let range = ridged(x * 0.035 + 3.0, z * 0.11 + 0.4, 2, 71);
    let open = smoothstep(2.0, 9.0, z);
    0.05 + (sum * 3.1) * (0.16 + 1.05 * range * range) * lerp(0.75, 1.0, open)
}

/// Walks the ray; steps are as long as the air below allows.
fn march(from: Vec3, ray: Vec3, far: f32, octaves: u32) -> Option<f32> {
    let (mut t, mut last) = (0.05, 0.0);
    for _ in 0..260 {
        let p = from + ray * t;
        if p.y > 4.2 && ray.y > 0.0 {
            return None;
        }
        let gap = p.y - height(p.x, p.z, octaves);
        if gap < 0.0004 * t {
            return Some(lerp(last, t, 0.7));
        }
        last = t;
        t += (gap * 0.38).max(0.0012 * t);
        if t > far {
            return None;
        }
    }
    Some(t)
}

fn land(p: Vec3, t: f32) -> Vec3 {
    let octaves = if t < 8.0 { 13 } else { 11 };
    let e = 0.0011 * t.max(0.4);
    let at = |dx: f32, dz: f32| height(p.x + dx, p.z + dz, octaves);
    let normal = vec3(at(-e, 0.0) - at(e, 0.0), 2.0 * e, at(0.0, -e) - at(0.0, e)).normal();
    let strata = noise2(p.y * 14.0 + fbm(p.x, p.z, 3, 5), p.x * 0.4, 6);
    let rock = hex(0x4a433d).mix(hex(0x857a6b), 0.5 + 0.5 * strata);
    let rough = fbm(p.x * 9.0, p.z * 9.0, 4, 8);
    let wood = hex(0x1f2a20).mix(hex(0x39432c), 0.5 + fbm(p.x * 60.0, p.z * 60.0, 2, 3));
    let timber = smoothstep(1.05, 0.75, p.y + 0.25 * rough) * smoothstep(0.55, 0.8, normal.y);
    let snow = smoothstep(1.15, 1.75, p.y + 0.35 * rough) * smoothstep(0.50, 0.72, normal.y);
    let ground = rock.mix(wood, timber).mix(hex(0xe9eef4), snow);
    let lit = normal.dot(sun()).max(0.0);
    let shadow = if lit > 0.0 && march(p + normal * (0.003 * t + 0.004), sun(), 7.0, 7).is_some() {
        0.0
    } else {
        1.0
    };
    let skylight = hex(0x8ba8d0) * (0.40 + 0.45 * normal.y);
    let bounce = hex(0xb58a6a) * (0.12 * (1.0 - normal.y));
    ground * (hex(0xffc58a) * (2.6 * lit * shadow) + skylight * 0.75 + bounce)
}

fn sky(ray: Vec3) -> Vec3 {
    let toward = ray.dot(sun()).max(0.0);
    let base = hex(0xf2cfae).mix(hex(0x5d87c0), smoothstep(-0.03, 0.22, ray.y));
    let (u, v) = (ray.x / (ray.y + 0.09), ray.z / (ray.y + 0.09));
    let cirrus = smoothstep(0.02, 0.5, fbm(u * 0.55 + v * 0.2, v * 0.22, 7, 33))
        * smoothstep(0.0, 0.06, ray.y);
    let base = base.mix(hex(0xfbe6d2), cirrus * 0.7);
    base + hex(0xffc98c) * (0.55 * toward.powi(10)) + hex(0xffe2b8) * (1.1 * toward.powi(90))
}

/// Haze that thins with height, and a lake of mist in the valleys.
fn air(seen: Vec3, sky: Vec3, ray: Vec3, t: f32) -> Vec3 {
    let slope = if ray.y.abs() < 1e-4 { 1e-4 } else { ray.y };
    // The integral of exp(-k·height) along the ray, closed form.
    let depth = |k: f32, density: f32| {
        density * (-k * EYE.y).exp() * (1.0 - (-k * slope * t).exp()) / (k * slope)
    };
    let toward = ray.dot(sun()).max(0.0).powi(6);
    let tint = hex(0x7f9fcb).mix(hex(0xffc890), 0.10 + 0.90 * toward);
    let haze = 1.0 - (-depth(0.50, 0.055)).exp();
    let hit = EYE + ray * t;
    let billow = 0.14 * fbm(hit.x * 0.8, hit.z * 0.8, 5, 50);
    let lake = (1.0 - (-depth(5.5, 90.0)).exp())
        * smoothstep(0.85 + billow, 0.30 + billow, hit.y.max(0.0));
    let far = seen.mix(tint.mix(sky, 0.35), haze);
    far.mix(hex(0xc3cbdc).mix(hex(0xffdcb8), toward), lake * 0.96)
}
