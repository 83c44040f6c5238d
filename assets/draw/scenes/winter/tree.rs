//! Trees that grow by parting, with the snow that lies on them.

use crate::canvas::Size;
use crate::mask::Mask;
use crate::noise::Rng;
use crate::vector::lerp;

/// A grown tree.
pub struct Tree {
    pub wood: Mask,
    pub snow: Snow,
}

/// What has settled on the limbs. Its chance is its own, or every flake would bend the tree.
pub struct Snow {
    pub cover: Mask,
    rng: Rng,
}

/// A limb before it grows.
pub struct Limb {
    pub x: f32,
    pub y: f32,
    /// From upright, to the right, in radians.
    pub angle: f32,
    pub length: f32,
    pub width: f32,
    pub level: u32,
    pub last: u32,
}

impl Tree {
    pub fn grow(size: Size) -> Tree {
        let mut wood = Mask::filled(size, 0.0);
        let mut snow = Snow {
            cover: Mask::filled(size, 0.0),
            rng: Rng::new(5),
        };
        let mut rng = Rng::new(31);
        // Roots flare before the trunk rises.
        for (dx, from) in [
            (-0.052, 0.010),
            (0.050, 0.009),
            (-0.028, 0.016),
            (0.030, 0.016),
        ] {
            for k in 0..8 {
                let at = |k: f32| {
                    let t = k / 8.0;
                    (
                        0.335 + dx * (1.0 - t).powi(2) + dx * 0.12,
                        0.858 - 0.085 * t.powf(1.4),
                    )
                };
                let wide = |k: f32| lerp(from, 0.030, k / 8.0);
                wood.stroke(
                    at(k as f32),
                    at(k as f32 + 1.0),
                    wide(k as f32),
                    wide(k as f32 + 1.0),
                );
            }
        }
        branch(
            &mut wood,
            &mut Some(&mut snow),
            &mut rng,
            Limb {
                x: 0.335,
                y: 0.85,
                angle: -0.02,
                length: 0.155,
                width: 0.046,
                level: 0,
                last: 11,
            },
        );
        Tree { wood, snow }
    }
}

/// A limb bends a little on its way and parts into two or three.
pub fn branch(m: &mut Mask, snow: &mut Option<&mut Snow>, rng: &mut Rng, limb: Limb) {
    let steps = 5;
    let (mut x, mut y, mut angle) = (limb.x, limb.y, limb.angle);
    let tip = limb.width * if limb.level == 0 { 0.84 } else { 0.74 };
    for i in 0..steps {
        let (w0, w1) = (
            lerp(limb.width, tip, i as f32 / steps as f32),
            lerp(limb.width, tip, (i + 1) as f32 / steps as f32),
        );
        angle += rng.range(-0.16, 0.16) * if limb.level == 0 { 0.25 } else { 1.0 };
        let (nx, ny) = (
            x + angle.sin() * limb.length / steps as f32,
            y - angle.cos() * limb.length / steps as f32,
        );
        m.stroke((x, y), (nx, ny), w0, w1);
        // Snow lies on the upper edge of a limb that is flat enough, and only dusts the twigs.
        let flat = angle.sin().abs();
        if let Some(snow) = snow
            && (2..9).contains(&limb.level)
            && flat > 0.42 + w0 * 16.0
            && snow.rng.unit() < 0.8
        {
            let depth = (w0 * 0.34).min(0.0030) * flat;
            let up = (w0 * 0.5 - depth * 0.2) * angle.sin().signum();
            let (ox, oy) = (-angle.cos() * up, -angle.sin() * up);
            snow.cover
                .stroke((x + ox, y + oy), (nx + ox, ny + oy), depth, depth * 0.9);
        }
        (x, y) = (nx, ny);
    }
    if limb.level == limb.last {
        return;
    }
    let parts = if rng.unit() < 0.38 || limb.level == 0 {
        3
    } else {
        2
    };
    for part in 0..parts {
        let side = if parts == 2 {
            part as f32 * 2.0 - 1.0
        } else {
            part as f32 - 1.0
        };
        let spread = rng.range(0.22, 0.50) * side + rng.range(-0.10, 0.10);
        // Limbs seek the light: turned a little back to upright, then they droop at the ends.
        let seek = if limb.level < 4 { 0.90 } else { 1.02 };
        let share = rng.range(0.70, 0.88);
        branch(
            m,
            snow,
            rng,
            Limb {
                x,
                y,
                angle: (angle + spread) * seek,
                length: limb.length * share * if limb.level == 0 { 0.85 } else { 1.0 },
                width: (tip * if parts == 3 { 0.70 } else { 0.77 }).max(0.0005),
                level: limb.level + 1,
                last: limb.last,
            },
        );
    }
}
