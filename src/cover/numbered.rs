//! A cover of few colours, painted in their numbers.

use super::SIZE;
use super::painting::{Layer, Letters, Painting};
use super::palette::{Palette, STEPS, full, mix, step};

/// A painting in the numbers of its palette, row by row from the top.
pub struct Numbered<'p> {
    painting: &'p Painting,
    palette: &'p Palette,
    /// One for each layer, of text.
    shades: Vec<Shades>,
    /// The last row.
    numbers: Vec<u8>,
}

/// What an ink makes of a colour, by the number of that, and by how far it covers it. Filled where it is first needed.
#[derive(Clone, Default)]
struct Shades {
    tables: Vec<Option<[u8; STEPS as usize + 1]>>,
}

impl<'p> Numbered<'p> {
    /// Nothing is painted yet.
    pub fn of(painting: &'p Painting, palette: &'p Palette) -> Numbered<'p> {
        Numbered {
            painting,
            palette,
            shades: vec![Shades::default(); painting.layers().len()],
            numbers: vec![0; SIZE.0 as usize],
        }
    }

    /// Paints the next row, a byte a pixel.
    pub fn paint(&mut self, y: u32, row: &mut [u8]) {
        if !self.painting.repeats(y) {
            self.number(y);
        }
        row.copy_from_slice(&self.numbers);
    }

    fn number(&mut self, y: u32) {
        let layers = self.painting.layers().iter().zip(&mut self.shades);
        for (layer, shades) in layers.filter(|(layer, _)| layer.rows().contains(&y)) {
            match layer {
                Layer::Fill(fill) => {
                    let left = fill.area.left as usize;
                    let room = self.numbers.get_mut(left..left + fill.area.width as usize);
                    room.unwrap_or_default()
                        .fill(self.palette.place(fill.colour));
                }
                Layer::Text(text) => {
                    for (x, covered) in text.covered(y) {
                        if let Some(number) = self.numbers.get_mut(x) {
                            *number = shades.number(*number, covered, text, self.palette);
                        }
                    }
                }
                // A cover with a photo has no palette.
                Layer::Photo(..) => {}
            }
        }
    }
}

impl Shades {
    /// The number of what `text` makes of the colour `ground` where it covers it so far, of 255.
    fn number(&mut self, ground: u8, covered: u8, text: &Letters, palette: &Palette) -> u8 {
        if self.tables.is_empty() {
            self.tables = vec![None; palette.colours().len()];
        }
        let Some(shades) = self.tables.get_mut(usize::from(ground)) else {
            return ground;
        };
        let shades = shades.get_or_insert_with(|| {
            let ground = palette
                .colours()
                .get(usize::from(ground))
                .copied()
                .unwrap_or_default();
            std::array::from_fn(|step| palette.place(mix(ground, text.ink, full(step as u16))))
        });
        shades
            .get(usize::from(step(covered)))
            .copied()
            .unwrap_or(ground)
    }
}
