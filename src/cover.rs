//! The cover's picture: a given one as it is, or the composed one, painted. Knows the frames of
//! layout; neither edition.

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
    let samples = paint(&cover, darkroom)?;
    canvas::encode(samples, SIZE, has_photo).map(Some)
}

/// Paints a cover that is as many points wide and high as it has pixels, in sRGB.
fn paint(cover: &CoverPage, darkroom: &Darkroom) -> Result<Vec<u8>, PhotoError> {
    let mut canvas = Canvas {
        samples: vec![255; SIZE.0 as usize * SIZE.1 as usize * 3],
    };
    for item in &cover.page.items {
        match &item.shape {
            Shape::Fill { area, colour } => canvas.fill(*area, rgb(*colour)),
            Shape::Photo { area, photo } => {
                if let Some(photo) = cover.photos.get(photo.0) {
                    let (_, _, width, height) = pixels(*area);
                    let samples = darkroom.for_canvas(photo, (width, height))?;
                    canvas.place(*area, &samples);
                }
            }
            Shape::Text(run) => {
                let font = cover.fonts.get(run.font.0);
                if let Some(face) = font.and_then(|font| Face::parse(&font.data, 0).ok()) {
                    canvas.text(run, &face);
                }
            }
            // A cover has no rules.
            Shape::Stroke { .. } => {}
        }
    }
    Ok(canvas.samples)
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

/// Left, top, width and height in whole pixels, inside the canvas.
fn pixels(area: Rect) -> (u32, u32, u32, u32) {
    let whole = |length: Length, most: u32| {
        let rounded = (length + Length::pt(1) / 2).units() / Length::pt(1).units();
        u32::try_from(rounded.max(0)).unwrap_or(most).min(most)
    };
    let left = whole(area.origin.x, SIZE.0);
    let top = whole(area.origin.y, SIZE.1);
    let right = whole(area.origin.x + area.width, SIZE.0);
    let bottom = whole(area.origin.y + area.height, SIZE.1);
    (
        left,
        top,
        right.saturating_sub(left),
        bottom.saturating_sub(top),
    )
}

struct Canvas {
    /// Three bytes a pixel, rows from the top.
    samples: Vec<u8>,
}

impl Canvas {
    /// The samples from `left` on in a row, at most `width` pixels.
    fn row(&mut self, left: u32, top: u32, width: u32) -> &mut [u8] {
        let start = (top as usize * SIZE.0 as usize + left as usize) * 3;
        let end = start + width as usize * 3;
        self.samples.get_mut(start..end).unwrap_or_default()
    }

    fn fill(&mut self, area: Rect, colour: [u8; 3]) {
        let (left, top, width, height) = pixels(area);
        let row = colour.repeat(width as usize);
        for y in top..top + height {
            self.row(left, y, width).copy_from_slice(&row);
        }
    }

    fn place(&mut self, area: Rect, samples: &[u8]) {
        let (left, top, width, _) = pixels(area);
        let rows = samples.chunks_exact(width as usize * 3);
        for (y, row) in (top..).zip(rows) {
            self.row(left, y, width).copy_from_slice(row);
        }
    }

    /// Fills the outlines of a run.
    fn text(&mut self, run: &TextRun, face: &Face<'_>) {
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
        self.blend(&mask, placed, rgb(run.colour));
    }

    /// Mixes a colour in as far as the mask says.
    fn blend(&mut self, mask: &[u8], placed: zeno::Placement, colour: [u8; 3]) {
        if placed.width == 0 {
            return;
        }
        for (y, covered) in (placed.top..).zip(mask.chunks_exact(placed.width as usize)) {
            let Some(y) = u32::try_from(y).ok().filter(|y| *y < SIZE.1) else {
                continue;
            };
            let row = self.row(0, y, SIZE.0);
            for (x, cover) in (placed.left..).zip(covered) {
                let at = usize::try_from(x).ok().filter(|_| *cover > 0);
                let pixel = at.and_then(|at| row.get_mut(at * 3..at * 3 + 3));
                for (value, ink) in pixel.into_iter().flatten().zip(colour) {
                    let mixed = u32::from(*value) * (255 - u32::from(*cover))
                        + u32::from(ink) * u32::from(*cover);
                    *value = u8::try_from((mixed + 127) / 255).unwrap_or(255);
                }
            }
        }
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
