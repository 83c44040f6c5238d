//! The cover's picture: a given one as it is, or the composed one, painted. Knows the frames of
//! layout; neither edition.

use sha2::{Digest, Sha256};
use ttf_parser::{Face, GlyphId, OutlineBuilder};
use zeno::{Command, Mask, Vector};

use crate::book::Book;
use crate::document::Edition;
use crate::layout::cover::{CoverPage, cover};
use crate::layout::frame::{Colour, Rect, Shape, TextRun};
use crate::layout::length::Length;
use crate::photo::canvas;
use crate::photo::derivative::{Darkroom, PhotoError, ScreenImage};

pub use crate::layout::cover::said;

/// What shops ask for (KDP, “eBook cover guidelines”: 2,560 × 1,600 pixels).
const SIZE: (u32, u32) = (1_600, 2_560);

/// The picture of the e-book's cover. `None` where the bundled fonts lack a letter of what stands on
/// it: readers have the fonts of their script.
///
/// # Errors
///
/// Where the photo has changed since it was looked up, or cannot be read any more.
pub fn picture(book: &Book, darkroom: &Darkroom) -> Result<Option<ScreenImage>, PhotoError> {
    if let Some(given) = book.given_cover(Edition::Epub) {
        return darkroom.of_covers().for_screen(given).map(Some);
    }
    let cover = cover(book, Edition::Epub, SIZE);
    if !cover.is_whole {
        return Ok(None);
    }
    let has_photo = !cover.photos.is_empty();
    let draw = || {
        let painting = Painting::of(&cover, darkroom)?;
        canvas::encode(SIZE, has_photo, |top, rows| painting.paint(top, rows))
    };
    let bytes = match cover.photos.first() {
        Some(photo) => darkroom.cover_over(photo, &recipe(&cover), draw)?,
        None => draw()?,
    };
    Ok(Some(canvas::finished(bytes, SIZE, has_photo)))
}

/// All that a cover is made of but the pixels of its photo.
fn recipe(cover: &CoverPage) -> String {
    let mut hasher = Sha256::new();
    hasher.update(format!("{:?}", cover.page.items));
    for font in &cover.fonts {
        hasher.update(&font.data[..]);
    }
    let crops: Vec<_> = cover.photos.iter().map(|photo| photo.crop).collect();
    format!("cover {SIZE:?}, {crops:?}, {:?}", &hasher.finalize()[..])
}

/// A cover that is as many points wide and high as it has pixels, in sRGB: what lies over what.
struct Painting {
    layers: Vec<Layer>,
}

/// Left, top, width and height in whole pixels, inside the picture.
#[derive(Clone, Copy)]
struct Area {
    left: u32,
    top: u32,
    width: u32,
    height: u32,
}

enum Layer {
    /// A row of it.
    Fill(Area, Vec<u8>),
    /// Three bytes a pixel, rows from the top.
    Photo(Area, Vec<u8>),
    /// How far a colour covers, a byte a pixel.
    Text(Vec<u8>, zeno::Placement, [u8; 3]),
}

impl Painting {
    fn of(cover: &CoverPage, darkroom: &Darkroom) -> Result<Painting, PhotoError> {
        let mut layers = Vec::new();
        for item in &cover.page.items {
            match &item.shape {
                Shape::Fill { area, colour } => {
                    let area = pixels(*area);
                    let row = rgb(*colour).repeat(area.width as usize);
                    layers.push(Layer::Fill(area, row));
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
                        layers.push(text(run, &face));
                    }
                }
                // A cover has no rules.
                Shape::Stroke { .. } => {}
            }
        }
        Ok(Painting { layers })
    }

    /// Paints whole rows from `top` on.
    fn paint(&self, top: u32, rows: &mut [u8]) {
        for layer in &self.layers {
            for (y, row) in (top..).zip(rows.chunks_exact_mut(SIZE.0 as usize * 3)) {
                layer.paint(y, row);
            }
        }
    }
}

impl Area {
    /// The samples of a row of the picture that lie in it, and which of its own rows that is.
    fn of_row<'a>(&self, y: u32, row: &'a mut [u8]) -> Option<(usize, &'a mut [u8])> {
        let own = y.checked_sub(self.top).filter(|own| *own < self.height)?;
        let (start, length) = (self.left as usize * 3, self.width as usize * 3);
        Some((own as usize, row.get_mut(start..start + length)?))
    }
}

impl Layer {
    fn paint(&self, y: u32, row: &mut [u8]) {
        match self {
            Layer::Fill(area, plain) => {
                if let Some((_, row)) = area.of_row(y, row)
                    && row.len() == plain.len()
                {
                    row.copy_from_slice(plain);
                }
            }
            Layer::Photo(area, samples) => {
                if let Some((own, row)) = area.of_row(y, row)
                    && let Some(samples) = samples.chunks_exact(row.len().max(1)).nth(own)
                {
                    row.copy_from_slice(samples);
                }
            }
            Layer::Text(mask, placed, colour) => {
                let own = i64::from(y) - i64::from(placed.top);
                let covered = usize::try_from(own)
                    .ok()
                    .and_then(|own| mask.chunks_exact((placed.width as usize).max(1)).nth(own));
                if let Some(covered) = covered {
                    blend(row, placed.left, covered, *colour);
                }
            }
        }
    }
}

/// Mixes a colour into a row, from `left` on, as far as `covered` says.
fn blend(row: &mut [u8], left: i32, covered: &[u8], colour: [u8; 3]) {
    for (x, cover) in (left..).zip(covered) {
        let at = usize::try_from(x).ok().filter(|_| *cover > 0);
        let pixel = at.and_then(|at| row.get_mut(at * 3..at * 3 + 3));
        for (value, ink) in pixel.into_iter().flatten().zip(colour) {
            let mixed =
                u32::from(*value) * (255 - u32::from(*cover)) + u32::from(ink) * u32::from(*cover);
            *value = u8::try_from((mixed + 127) / 255).unwrap_or(255);
        }
    }
}

/// The outlines of a run, filled.
fn text(run: &TextRun, face: &Face<'_>) -> Layer {
    let scale = points(run.size) / run.units_per_em as f32;
    let mut pen = Outline {
        commands: Vec::new(),
        at: (0.0, 0.0),
        scale: (scale * run.scale as f32 / 1_000.0, scale),
    };
    let mut x = run.origin.x;
    for glyph in run.glyphs() {
        let y = run.origin.y - glyph.y_offset;
        pen.at = (points(x + glyph.x_offset), points(y));
        // A space has no outline.
        let _ = face.outline_glyph(GlyphId(glyph.id), &mut pen);
        x += glyph.advance;
    }
    let (mask, placed) = Mask::new(pen.commands.as_slice()).render();
    Layer::Text(mask, placed, rgb(run.colour))
}

fn rgb(colour: Colour) -> [u8; 3] {
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
