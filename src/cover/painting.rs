//! The pixels of a composed cover. The only place that draws letters.

use std::ops::Range;

use ttf_parser::{Face, GlyphId, OutlineBuilder};
use zeno::{Command, Mask, Placement, Vector};

use super::SIZE;
use super::palette::{Palette, Rgb, mix, stepped};
use crate::layout::cover::CoverPage;
use crate::layout::frame::{Colour, Rect, Shape, TextRun, Vocabulary};
use crate::layout::length::Length;
use crate::photo::derivative::{Darkroom, PhotoError};

/// A cover that is as many points wide and high as it has pixels, in sRGB: what lies over what.
pub struct Painting {
    layers: Vec<Layer>,
}

/// Left, top, width and height in whole pixels, inside the picture.
#[derive(Clone, Copy)]
pub struct Area {
    pub left: u32,
    top: u32,
    pub width: u32,
    height: u32,
}

/// What is painted at once.
pub enum Layer {
    /// A plain area.
    Fill(Fill),
    /// Three bytes a pixel, rows from the top.
    Photo(Area, Vec<u8>),
    /// A line of text.
    Text(Letters),
}

/// An area of one colour.
pub struct Fill {
    pub area: Area,
    pub colour: Rgb,
    /// One of its rows, three bytes a pixel.
    row: Vec<u8>,
}

/// A line of text.
pub struct Letters {
    /// How far each pixel is covered, a byte a pixel, rows from the top.
    mask: Vec<u8>,
    placed: Placement,
    pub ink: Rgb,
}

impl Painting {
    /// What a cover shows.
    ///
    /// # Errors
    ///
    /// Where its photo cannot be read.
    pub fn of(cover: &CoverPage, darkroom: &Darkroom) -> Result<Painting, PhotoError> {
        let mut layers = Vec::new();
        for item in &cover.page.items {
            match &item.shape {
                Shape::Fill { area, colour } => {
                    let (area, colour) = (pixels(*area), rgb(*colour));
                    let row = colour.repeat(area.width as usize);
                    layers.push(Layer::Fill(Fill { area, colour, row }));
                }
                Shape::Photo { area, photo, .. } => {
                    if let Some(photo) = cover.photos.get(photo.0) {
                        let area = pixels(*area);
                        let samples = darkroom.for_canvas(photo, (area.width, area.height))?;
                        layers.push(Layer::Photo(area, samples));
                    }
                }
                Shape::Text(run) => {
                    let font = cover.fonts.get(run.font.0);
                    if let Some(face) = font.and_then(|font| Face::parse(&font.data, 0).ok()) {
                        layers.push(Layer::Text(letters(run, &cover.vocabulary, &face)));
                    }
                }
                // A cover has no rules.
                Shape::Stroke { .. } => {}
            }
        }
        Ok(Painting { layers })
    }

    /// Paints a row, three bytes a pixel.
    pub fn paint(&self, y: u32, row: &mut [u8]) {
        for layer in &self.layers {
            layer.paint(y, row);
        }
    }

    /// All its colours, where there is no photo and they are few.
    pub fn palette(&self) -> Option<Palette> {
        let mut areas = Vec::new();
        let mut letters = Vec::new();
        for (at, layer) in self.layers.iter().enumerate() {
            match layer {
                Layer::Fill(fill) => areas.push(fill.colour),
                Layer::Photo(..) => return None,
                Layer::Text(text) => {
                    let below = self.layers.get(..at).unwrap_or_default();
                    let grounds = text.grounds(below).into_iter();
                    letters.extend(grounds.map(|ground| (text.ink, ground)));
                }
            }
        }
        Palette::of(&areas, &letters)
    }

    /// What lies over what.
    pub fn layers(&self) -> &[Layer] {
        &self.layers
    }

    /// Whether a row is the one above it once more.
    pub fn repeats(&self, y: u32) -> bool {
        let Some(above) = y.checked_sub(1) else {
            return false;
        };
        self.layers.iter().all(|layer| {
            let rows = layer.rows();
            match layer {
                Layer::Fill(_) => rows.contains(&y) == rows.contains(&above),
                Layer::Photo(..) | Layer::Text(_) => !rows.contains(&y) && !rows.contains(&above),
            }
        })
    }
}

impl Area {
    /// The samples of a row of the picture that lie in it, and which of its own rows that is.
    fn of_row<'a>(&self, y: u32, row: &'a mut [u8]) -> Option<(usize, &'a mut [u8])> {
        let own = y.checked_sub(self.top).filter(|own| *own < self.height)?;
        let (start, length) = (self.left as usize * 3, self.width as usize * 3);
        Some((own as usize, row.get_mut(start..start + length)?))
    }

    fn meets(&self, other: &Area) -> bool {
        let apart = |from: u32, length: u32, other: u32, of: u32| {
            from + length <= other || other + of <= from
        };
        !apart(self.left, self.width, other.left, other.width)
            && !apart(self.top, self.height, other.top, other.height)
    }

    fn holds(&self, other: &Area) -> bool {
        let within = |from: u32, length: u32, other: u32, of: u32| {
            from <= other && other + of <= from + length
        };
        within(self.left, self.width, other.left, other.width)
            && within(self.top, self.height, other.top, other.height)
    }
}

impl Layer {
    /// The rows of the picture that it reaches.
    pub fn rows(&self) -> Range<u32> {
        let area = match self {
            Layer::Fill(fill) => fill.area,
            Layer::Photo(area, _) => *area,
            Layer::Text(text) => text.area(),
        };
        area.top..area.top + area.height
    }

    fn paint(&self, y: u32, row: &mut [u8]) {
        match self {
            Layer::Fill(fill) => {
                if let Some((_, row)) = fill.area.of_row(y, row)
                    && row.len() == fill.row.len()
                {
                    row.copy_from_slice(&fill.row);
                }
            }
            Layer::Photo(area, samples) => {
                if let Some((own, row)) = area.of_row(y, row)
                    && let Some(samples) = samples.chunks_exact(row.len().max(1)).nth(own)
                {
                    row.copy_from_slice(samples);
                }
            }
            Layer::Text(text) => text.paint(y, row),
        }
    }
}

impl Letters {
    /// The pixels of the picture that they may cover.
    fn area(&self) -> Area {
        let span = |from: i32, length: u32, most: u32| {
            let within = |at: i64| u32::try_from(at.clamp(0, i64::from(most))).unwrap_or(most);
            let from = i64::from(from);
            (within(from), within(from + i64::from(length)))
        };
        let (left, right) = span(self.placed.left, self.placed.width, SIZE.0);
        let (top, bottom) = span(self.placed.top, self.placed.height, SIZE.1);
        Area {
            left,
            top,
            width: right - left,
            height: bottom - top,
        }
    }

    /// The colours that they stand on, of the layers below them.
    fn grounds(&self, below: &[Layer]) -> Vec<Rgb> {
        let own = self.area();
        let mut grounds = Vec::new();
        for layer in below.iter().rev() {
            let Layer::Fill(fill) = layer else {
                continue;
            };
            if fill.area.meets(&own) {
                grounds.push(fill.colour);
            }
            if fill.area.holds(&own) {
                break;
            }
        }
        grounds
    }

    /// The pixels of a row that they cover, from the left, each with how far of 255.
    pub fn covered(&self, y: u32) -> impl Iterator<Item = (usize, u8)> {
        // Most of a line's room is between letters.
        const TOGETHER: usize = 16;
        let own = i64::from(y) - i64::from(self.placed.top);
        let mut rows = self.mask.chunks_exact((self.placed.width as usize).max(1));
        let row = usize::try_from(own).ok().and_then(|own| rows.nth(own));
        let groups = row.unwrap_or_default().chunks(TOGETHER);
        let groups = (self.placed.left..).step_by(TOGETHER).zip(groups);
        let groups = groups.filter(|(_, group)| group.iter().any(|covered| *covered > 0));
        let pixels = groups.flat_map(|(left, group)| (left..).zip(group.iter().copied()));
        pixels
            .filter_map(|(x, covered)| (covered > 0).then_some((usize::try_from(x).ok()?, covered)))
    }

    fn paint(&self, y: u32, row: &mut [u8]) {
        for (x, covered) in self.covered(y) {
            if let Some(pixel) = row.get_mut(x * 3..x * 3 + 3)
                && let Ok(pixel) = <&mut Rgb>::try_from(pixel)
            {
                *pixel = mix(*pixel, self.ink, stepped(covered));
            }
        }
    }
}

/// The outlines of a run, filled.
fn letters(run: &TextRun, vocabulary: &Vocabulary, face: &Face<'_>) -> Letters {
    let scale = points(run.size) / run.units_per_em as f32;
    let mut pen = Outline {
        commands: Vec::new(),
        at: (0.0, 0.0),
        scale: (scale * run.scale as f32 / 1_000.0, scale),
    };
    let mut x = run.origin.x;
    // Each alone: `zeno` takes the longer, the more stands to the left of what it fills.
    let mut glyphs = Vec::new();
    for glyph in run.glyphs(vocabulary) {
        let y = run.origin.y - glyph.y_offset;
        pen.at = (points(x + glyph.x_offset), points(y));
        pen.commands.clear();
        // A space has no outline.
        if face.outline_glyph(GlyphId(glyph.id), &mut pen).is_some() {
            glyphs.push(Mask::new(pen.commands.as_slice()).render());
        }
        x += glyph.advance;
    }
    let (mask, placed) = together(&glyphs);
    Letters {
        mask,
        placed,
        ink: rgb(run.colour),
    }
}

/// What several masks cover together, and where that is.
fn together(masks: &[(Vec<u8>, Placement)]) -> (Vec<u8>, Placement) {
    let placed = || masks.iter().map(|(_, placed)| placed);
    let left = placed().map(|it| it.left).min().unwrap_or_default();
    let top = placed().map(|it| it.top).min().unwrap_or_default();
    let right = placed().map(|it| it.left.saturating_add_unsigned(it.width));
    let bottom = placed().map(|it| it.top.saturating_add_unsigned(it.height));
    let width = right.max().unwrap_or_default().abs_diff(left);
    let height = bottom.max().unwrap_or_default().abs_diff(top);
    let mut sum = vec![0_u8; width as usize * height as usize];
    for (mask, placed) in masks {
        let rows = sum.chunks_exact_mut((width as usize).max(1));
        let rows = rows.skip(placed.top.abs_diff(top) as usize);
        let own = mask.chunks_exact((placed.width as usize).max(1));
        for (row, own) in rows.zip(own) {
            let at = row.iter_mut().skip(placed.left.abs_diff(left) as usize);
            for (sum, covered) in at.zip(own) {
                *sum = sum.saturating_add(*covered);
            }
        }
    }
    let placed = Placement {
        left,
        top,
        width,
        height,
    };
    (sum, placed)
}

fn rgb(colour: Colour) -> Rgb {
    match colour {
        Colour::Black => [0; 3],
        Colour::Grey(per_cent) => {
            [255 - u8::try_from(u32::from(per_cent.min(100)) * 255 / 100).unwrap_or(255); 3]
        }
        Colour::White => [255; 3],
        Colour::Rgb(rgb) => rgb,
    }
}

/// The whole pixels that an area takes.
fn pixels(area: Rect) -> Area {
    let whole = |length: Length, most: u32| {
        let rounded = (length + Length::pt(1) / 2).units() / Length::pt(1).units();
        u32::try_from(rounded.max(0)).unwrap_or(most).min(most)
    };
    let left = whole(area.origin.x, SIZE.0);
    let top = whole(area.origin.y, SIZE.1);
    let right = whole(area.origin.x + area.width, SIZE.0);
    let bottom = whole(area.origin.y + area.height, SIZE.1);
    Area {
        left,
        top,
        width: right.saturating_sub(left),
        height: bottom.saturating_sub(top),
    }
}

fn points(length: Length) -> f32 {
    length.to_pt() as f32
}

/// Takes outlines of glyphs, in font units, to their places.
struct Outline {
    commands: Vec<Command>,
    at: (f32, f32),
    scale: (f32, f32),
}

impl Outline {
    fn place(&self, x: f32, y: f32) -> Vector {
        Vector::new(self.at.0 + x * self.scale.0, self.at.1 - y * self.scale.1)
    }
}

impl OutlineBuilder for Outline {
    fn move_to(&mut self, x: f32, y: f32) {
        self.commands.push(Command::MoveTo(self.place(x, y)));
    }

    fn line_to(&mut self, x: f32, y: f32) {
        self.commands.push(Command::LineTo(self.place(x, y)));
    }

    fn quad_to(&mut self, cx0: f32, cy0: f32, x: f32, y: f32) {
        let control = self.place(cx0, cy0);
        self.commands
            .push(Command::QuadTo(control, self.place(x, y)));
    }

    fn curve_to(&mut self, cx0: f32, cy0: f32, cx1: f32, cy1: f32, x: f32, y: f32) {
        let (first, second) = (self.place(cx0, cy0), self.place(cx1, cy1));
        self.commands
            .push(Command::CurveTo(first, second, self.place(x, y)));
    }

    fn close(&mut self) {
        self.commands.push(Command::Close);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn masks_that_touch_cover_what_both_do() {
        let placed = |left, top, width, height| Placement {
            left,
            top,
            width,
            height,
        };
        let low = (vec![10, 20, 30, 40], placed(5, -2, 2, 2));
        let high = (vec![200, 250], placed(6, -3, 1, 2));
        let (mask, whole) = together(&[low, high]);
        assert_eq!((whole.left, whole.top), (5, -3));
        assert_eq!((whole.width, whole.height), (2, 3));
        assert_eq!(mask, [0, 200, 10, 255, 30, 40]);
        let (mask, whole) = together(&[]);
        assert_eq!((mask.len(), whole.width, whole.height), (0, 0, 0));
    }
}
