//! A drawing, not a scene: two facing pages with their parts numbered.
//!
//! To scale: A5 pages of 148 by 210 mm, margins 17, 20, 19 and 24 mm, as the book layout has them.

use crate::canvas::{Canvas, Size};
use crate::lettering::pieces;
use crate::mask::Mask;
use crate::noise::{cell, fbm};
use crate::vector::{Vec3, grey, hex, smoothstep};

/// Millimetres of the drawing: two pages and room for the numbers.
const HIGH: f32 = 238.0;
const TOP: f32 = 14.0;
const SPINE: f32 = 178.0;
const PAGE: (f32, f32) = (148.0, 210.0);

/// The numbered parts: the number's place, and the place that its line points to.
const KEYS: [((f32, f32), (f32, f32)); 9] = [
    ((15.0, 27.7), (50.0, 27.7)),
    ((15.0, 56.0), (51.0, 56.0)),
    ((15.0, 110.0), (51.0, 110.0)),
    ((15.0, 161.0), (51.0, 161.0)),
    ((225.0, 7.5), (225.0, 25.4)),
    ((341.0, 70.0), (305.0, 70.0)),
    ((341.0, 121.0), (294.0, 121.0)),
    ((341.0, 134.0), (265.0, 125.4)),
    ((178.0, 232.0), (178.0, 220.0)),
];

pub fn paint(size: Size) -> Canvas {
    let mut sheet = Sheet {
        picture: Canvas::filled(size, hex(0xf3f1ec)),
    };
    for left in [SPINE - PAGE.0, SPINE] {
        sheet.shadow(left);
        sheet.area(left, TOP, PAGE.0, PAGE.1, grey(1.0));
    }
    sheet.fold();
    verso(&mut sheet, SPINE - PAGE.0 + 20.0);
    recto(&mut sheet, SPINE + 17.0);
    for left in [SPINE - PAGE.0 + 20.0, SPINE + 17.0] {
        sheet.outline(left, TOP + 19.0, 111.0, 167.0, 0.22, hex(0x8fb0d8));
    }
    for (i, (number, part)) in KEYS.iter().enumerate() {
        sheet.key(i + 1, *number, *part);
    }
    sheet.picture
}

fn verso(sheet: &mut Sheet, left: f32) {
    sheet.words(left, TOP + 12.8, 5.0, 1.9, 75, hex(0x55585c));
    sheet.words(left + 72.0, TOP + 13.0, 39.0, 1.5, 11, hex(0x55585c));
    let mut y = TOP + 21.0;
    y = sheet.paragraph(left, y, 3, 5);
    // A section heading stands on the grid with two lines before it.
    sheet.words(left, y + 5.0, 52.0, 2.5, 31, hex(0x33363a));
    y = sheet.paragraph(left, y + 12.5, 6, 8);
    sheet.paragraph(left, y, 6, 9);
    let (wide, high) = (111.0, 62.0);
    let top = TOP + 108.0;
    sheet.area(left, top, wide, high, hex(0xebebeb));
    sheet.outline(left, top, wide, high, 0.35, hex(0x8c8c8c));
    sheet.line((left, top), (left + wide, top + high), 0.3, hex(0x8c8c8c));
    sheet.line((left, top + high), (left + wide, top), 0.3, hex(0x8c8c8c));
    sheet.area(left + 33.0, top + 24.0, 45.0, 14.0, grey(1.0));
    sheet.words(left + 39.0, top + 28.5, 33.0, 1.7, 71, hex(0x44474a));
    sheet.words(left + 43.0, top + 33.5, 25.0, 1.3, 72, hex(0x77797c));
    sheet.words(left, top + high + 3.5, 88.0, 1.4, 73, hex(0x33363a));
    sheet.words(left, top + high + 7.4, 30.0, 1.4, 74, hex(0x8a8d90));
}

fn recto(sheet: &mut Sheet, left: f32) {
    sheet.words(left, TOP + 13.0, 31.0, 1.5, 12, hex(0x55585c));
    sheet.words(left + 106.0, TOP + 12.8, 5.0, 1.9, 84, hex(0x55585c));
    let top = TOP + 19.0;
    sheet.photo(left, top, 111.0, 84.0);
    sheet.words(left, top + 87.2, 98.0, 1.4, 81, hex(0x33363a));
    sheet.words(left, top + 91.1, 44.0, 1.4, 82, hex(0x33363a));
    sheet.words(left + 47.0, top + 91.1, 22.0, 1.4, 83, hex(0x8a8d90));
    let mut y = top + 101.0;
    for (lines, seed) in [(6, 41), (4, 42), (3, 43)] {
        y = sheet.paragraph(left, y, lines, seed);
    }
}

struct Sheet {
    picture: Canvas,
}

impl Sheet {
    fn fill(&mut self, points: &[(f32, f32)], colour: Vec3) {
        let mut m = Mask::filled(self.picture.size, 0.0);
        m.polygon(
            &points
                .iter()
                .map(|(x, y)| (x / HIGH, y / HIGH))
                .collect::<Vec<_>>(),
        );
        self.picture.paint(&m, |_, _| colour);
    }

    fn area(&mut self, x: f32, y: f32, wide: f32, high: f32, colour: Vec3) {
        self.fill(
            &[(x, y), (x + wide, y), (x + wide, y + high), (x, y + high)],
            colour,
        );
    }

    fn line(&mut self, from: (f32, f32), to: (f32, f32), weight: f32, colour: Vec3) {
        let mut m = Mask::filled(self.picture.size, 0.0);
        let at = |p: (f32, f32)| (p.0 / HIGH, p.1 / HIGH);
        m.stroke(at(from), at(to), weight / HIGH, weight / HIGH);
        self.picture.paint(&m, |_, _| colour);
    }

    fn outline(&mut self, x: f32, y: f32, wide: f32, high: f32, weight: f32, colour: Vec3) {
        let corners = [(x, y), (x + wide, y), (x + wide, y + high), (x, y + high)];
        for i in 0..4 {
            self.line(corners[i], corners[(i + 1) % 4], weight, colour);
        }
    }

    /// A line of type as blocks of word length.
    fn words(&mut self, x: f32, y: f32, length: f32, weight: f32, seed: u32, colour: Vec3) {
        let (mut at, mut i) = (0.0, 0);
        while at < length {
            let word = (3.0 + 8.0 * cell(i, 3, seed)) * weight * 0.62;
            let end = if length - at - word < 2.0 * weight {
                length
            } else {
                at + word
            };
            self.area(x + at, y, end - at, weight, colour);
            (at, i) = (end + weight * 0.75, i + 1);
        }
    }

    /// Lines on the grid of 14 points; the first is indented, the last is short.
    fn paragraph(&mut self, left: f32, top: f32, lines: u32, seed: u32) -> f32 {
        let leading = 4.94;
        for i in 0..lines {
            let indent = if i == 0 { 4.0 } else { 0.0 };
            let end = if i + 1 == lines {
                30.0 + 60.0 * cell(9, 9, seed)
            } else {
                111.0
            };
            let y = top + i as f32 * leading;
            self.words(
                left + indent,
                y,
                end - indent,
                1.55,
                seed * 100 + i,
                hex(0xb9bbbe),
            );
        }
        top + lines as f32 * leading
    }

    /// Three tones of hills under a plain sky: a picture, but no rival to the photos.
    fn photo(&mut self, x: f32, y: f32, wide: f32, high: f32) {
        self.area(x, y, wide, high, hex(0xc9d7e6));
        for (base, rise, tone, seed) in [
            (0.62, 0.30, 0x9db4cc, 3),
            (0.74, 0.24, 0x6485a8, 8),
            (0.88, 0.22, 0x1f3b63, 5),
        ] {
            let crest = (0..=60).map(|i| {
                let u = i as f32 / 60.0;
                (
                    x + u * wide,
                    y + (base - rise * fbm(u * 2.6, 0.3, 5, seed)).min(1.0) * high,
                )
            });
            let points: Vec<(f32, f32)> =
                crest.chain([(x + wide, y + high), (x, y + high)]).collect();
            self.fill(&points, hex(tone));
        }
    }

    fn shadow(&mut self, left: f32) {
        let m = Mask::from_fn(self.picture.size, |x, y| {
            let (x, y) = (x * HIGH, y * HIGH);
            let out = (left - x)
                .max(x - left - PAGE.0)
                .max(TOP + 1.5 - y)
                .max(y - TOP - PAGE.1 - 1.5);
            0.30 * smoothstep(4.0, 0.0, out)
        });
        self.picture.paint(&m, |_, _| hex(0xa9a59b));
    }

    /// Pages curve into the spine.
    fn fold(&mut self) {
        let m = Mask::from_fn(self.picture.size, |x, y| {
            let (x, y) = (x * HIGH, y * HIGH);
            let inside = (TOP..TOP + PAGE.1).contains(&y);
            if inside {
                0.35 * smoothstep(9.0, 0.0, (x - SPINE).abs())
            } else {
                0.0
            }
        });
        self.picture.paint(&m, |_, _| hex(0xb5b2ab));
    }

    /// A number in a disc, its line, and a dot where it points.
    fn key(&mut self, number: usize, at: (f32, f32), part: (f32, f32)) {
        let blue = hex(0x1f3b63);
        self.line(at, part, 0.45, blue);
        self.line(part, part, 1.7, blue);
        self.line(at, at, 10.0, blue);
        let size = 4.4;
        for (from, to) in pieces(&number.to_string()) {
            let place = |p: (f32, f32)| (at.0 + (p.0 - 0.333) * size, at.1 + (0.5 - p.1) * size);
            self.line(place(from), place(to), 0.72, grey(1.0));
        }
    }
}
