//! Chance without a clock: hashed lattices for textures and a small generator for scattering.
//!
//! Every picture starts from fixed seeds, so the same program draws the same bytes.

/// Spreads the bits of a lattice point; the constants are those of Murmur3's finaliser.
fn hash(x: i32, y: i32, z: i32, seed: u32) -> u32 {
    let mut h = seed.wrapping_mul(0x9e37_79b9)
        ^ (x as u32).wrapping_mul(0x85eb_ca6b)
        ^ (y as u32).wrapping_mul(0xc2b2_ae35).rotate_left(13)
        ^ (z as u32).wrapping_mul(0x27d4_eb2f).rotate_left(7);
    h ^= h >> 16;
    h = h.wrapping_mul(0x85eb_ca6b);
    h ^= h >> 13;
    h = h.wrapping_mul(0xc2b2_ae35);
    h ^ (h >> 16)
}

/// A value in 0..1 that belongs to a lattice point.
pub fn cell(x: i32, y: i32, seed: u32) -> f32 {
    unit(hash(x, y, 0, seed))
}

fn unit(bits: u32) -> f32 {
    (bits >> 8) as f32 / 16_777_216.0
}

fn fade(t: f32) -> f32 {
    t * t * t * (t * (t * 6.0 - 15.0) + 10.0)
}

/// Gradient noise in the plane, about -1..1.
pub fn noise2(x: f32, y: f32, seed: u32) -> f32 {
    let (xi, yi) = (x.floor(), y.floor());
    let (fx, fy) = (x - xi, y - yi);
    let corner = |dx: i32, dy: i32| {
        let h = hash(xi as i32 + dx, yi as i32 + dy, 1, seed);
        // Two independent halves of the hash make a gradient without a sine.
        let gx = (h & 0xffff) as f32 / 32_767.5 - 1.0;
        let gy = (h >> 16) as f32 / 32_767.5 - 1.0;
        gx * (fx - dx as f32) + gy * (fy - dy as f32)
    };
    let (u, v) = (fade(fx), fade(fy));
    let top = corner(0, 0) + (corner(1, 0) - corner(0, 0)) * u;
    let bottom = corner(0, 1) + (corner(1, 1) - corner(0, 1)) * u;
    (top + (bottom - top) * v) * 1.5
}

/// Value noise in the plane, 0..1, with its two slopes.
pub fn slope_noise(x: f32, y: f32, seed: u32) -> (f32, f32, f32) {
    let (xi, yi) = (x.floor(), y.floor());
    let (fx, fy) = (x - xi, y - yi);
    let (u, v) = (fade(fx), fade(fy));
    let steep = |t: f32| 30.0 * t * t * (t - 1.0) * (t - 1.0);
    let at = |dx: i32, dy: i32| cell(xi as i32 + dx, yi as i32 + dy, seed);
    let (a, b, c, d) = (at(0, 0), at(1, 0), at(0, 1), at(1, 1));
    let twist = a - b - c + d;
    let value = a + (b - a) * u + (c - a) * v + twist * u * v;
    (
        value,
        steep(fx) * (b - a + twist * v),
        steep(fy) * (c - a + twist * u),
    )
}

/// Value noise in space, -1..1: for grain that runs through a solid.
pub fn noise3(x: f32, y: f32, z: f32, seed: u32) -> f32 {
    let (xi, yi, zi) = (x.floor(), y.floor(), z.floor());
    let (u, v, w) = (fade(x - xi), fade(y - yi), fade(z - zi));
    let at = |dx: i32, dy: i32, dz: i32| {
        unit(hash(xi as i32 + dx, yi as i32 + dy, zi as i32 + dz, seed)) * 2.0 - 1.0
    };
    let plane = |dz: i32| {
        let top = at(0, 0, dz) + (at(1, 0, dz) - at(0, 0, dz)) * u;
        let bottom = at(0, 1, dz) + (at(1, 1, dz) - at(0, 1, dz)) * u;
        top + (bottom - top) * v
    };
    plane(0) + (plane(1) - plane(0)) * w
}

/// Octaves of `noise2`, turned against each other so that the lattice does not show.
pub fn fbm(mut x: f32, mut y: f32, octaves: u32, seed: u32) -> f32 {
    let (mut sum, mut amplitude) = (0.0, 0.5);
    for octave in 0..octaves {
        sum += noise2(x, y, seed.wrapping_add(octave)) * amplitude;
        (x, y) = (1.6 * x - 1.2 * y + 17.3, 1.2 * x + 1.6 * y - 9.1);
        amplitude *= 0.5;
    }
    sum
}

/// Octaves folded at zero: crests are sharp, valleys round. 0..1.
pub fn ridged(mut x: f32, mut y: f32, octaves: u32, seed: u32) -> f32 {
    let (mut sum, mut amplitude, mut weight) = (0.0, 0.5, 1.0);
    for octave in 0..octaves {
        let fold = 1.0 - noise2(x, y, seed.wrapping_add(octave)).abs();
        let crest = fold * fold * weight;
        sum += crest * amplitude;
        // Detail gathers on the crests, as erosion leaves it.
        weight = crest.clamp(0.0, 1.0);
        (x, y) = (1.6 * x - 1.2 * y + 17.3, 1.2 * x + 1.6 * y - 9.1);
        amplitude *= 0.5;
    }
    sum
}

/// PCG32 (O'Neill 2014): small, fixed, and good enough for scattering.
pub struct Rng(u64);

impl Rng {
    pub fn new(seed: u64) -> Self {
        let mut rng = Rng(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15).wrapping_add(1));
        rng.bits();
        rng
    }

    /// The generator of one pixel: rows may then be painted in any order, on any thread.
    pub fn at(x: usize, y: usize, seed: u64) -> Self {
        let mixed = hash(x as i32, y as i32, seed as i32, (seed >> 32) as u32);
        Rng::new((u64::from(mixed) << 32) ^ (y as u64) << 16 ^ x as u64)
    }

    fn bits(&mut self) -> u32 {
        let old = self.0;
        self.0 = old
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        let word = (((old >> 18) ^ old) >> 27) as u32;
        word.rotate_right((old >> 59) as u32)
    }

    /// 0 ≤ value < 1.
    pub fn unit(&mut self) -> f32 {
        unit(self.bits())
    }

    pub fn range(&mut self, low: f32, high: f32) -> f32 {
        low + (high - low) * self.unit()
    }

    /// About normal, mean 0, deviation 1: the sum of four uniform draws.
    pub fn normal(&mut self) -> f32 {
        let sum = self.unit() + self.unit() + self.unit() + self.unit();
        (sum - 2.0) * 1.732
    }
}
