//! The words of a book, each written once as a text-showing operator has them: a book says the same
//! words over and over.

use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::cluster::is_reversed;
use super::font::{Fonts, ProgramId};
use super::number::{divide, push_integer};
use crate::layout::frame::{
    Colour, FontId, Glyph, PagedBook, PartGlyphs, Point, RunPart, Shape, Space, TextRun,
};
use crate::layout::length::Length;

/// A word of a font, by where its glyphs are in memory: layout shares them. It is only looked up by
/// this, so that nothing depends on the place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct WordKey {
    glyphs: usize,
    font: u32,
    text: u32,
}

impl WordKey {
    /// The key of a part of `run` that stands for so many bytes of text.
    pub fn of(run: &TextRun, part: &RunPart, text: u32) -> WordKey {
        let glyphs = match &part.glyphs {
            PartGlyphs::Word(shaped) => Arc::as_ptr(shaped) as usize,
            // No address: these lie below every one.
            PartGlyphs::Space => usize::from(run.space.id),
            PartGlyphs::Room(_) => usize::MAX,
        };
        WordKey {
            glyphs,
            font: run.font.0 as u32,
            text,
        }
    }
}

/// A word, written.
#[derive(Clone, Copy, Debug)]
pub struct Word<'a> {
    /// The program whose glyphs it is in.
    pub program: ProgramId,
    /// The inside of a string of `TJ`; numbers may stand inside between strings of their own.
    pub string: &'a [u8],
    /// How far the reader's pen moves, in thousandths of an em.
    pub advance: i64,
    /// How wide layout takes it to be, in font units; of a space only its run knows that.
    pub width: i64,
}

/// Words, written. Those that a book says first, which are those it says most, stand close together
/// in memory: looking for them takes longer than writing them.
#[derive(Debug, Default)]
pub struct Written {
    strings: Vec<u8>,
    places: FxHashMap<WordKey, Place>,
}

#[derive(Clone, Copy, Debug)]
struct Place {
    program: ProgramId,
    start: u32,
    length: u32,
    advance: i32,
    width: i32,
}

impl Written {
    /// A word that can be written in one program.
    pub fn word(&self, key: WordKey) -> Option<Word<'_>> {
        let place = self.places.get(&key)?;
        let start = place.start as usize;
        Some(Word {
            program: place.program,
            string: self.strings.get(start..start + place.length as usize)?,
            advance: place.advance.into(),
            width: place.width.into(),
        })
    }
}

/// Every different word of a book.
pub struct Inventory<'a> {
    order: Vec<Entry<'a>>,
    places: FxHashMap<WordKey, Seen>,
}

/// A word, while it is counted.
struct Seen {
    /// Its place in the order of first uses.
    at: usize,
    count: u32,
}

/// A word with its text.
pub struct Entry<'a> {
    key: WordKey,
    /// Its font's number.
    pub font: usize,
    /// Its glyphs, with an em of [`EM`].
    pub glyphs: Vec<Glyph>,
    /// Its text.
    pub text: &'a str,
    /// How often it stands on pages.
    pub count: u32,
    width: i64,
}

/// Written words are measured at this size.
const EM: Length = Length::pt(1_000);

impl<'a> Inventory<'a> {
    /// The words of `book`.
    pub fn of(book: &'a PagedBook) -> Inventory<'a> {
        let mut inventory = Inventory {
            order: Vec::new(),
            places: FxHashMap::default(),
        };
        for item in book.pages.iter().flat_map(|page| &page.items) {
            if let Shape::Text(run) = &item.shape {
                inventory.add(run);
            }
        }
        for seen in inventory.places.values() {
            if let Some(entry) = inventory.order.get_mut(seen.at) {
                entry.count = seen.count;
            }
        }
        inventory
    }

    /// The words, in the order of their first use.
    pub fn entries(&self) -> &[Entry<'a>] {
        &self.order
    }

    fn add(&mut self, run: &'a TextRun) {
        let mut start = 0;
        for part in &run.parts {
            if let PartGlyphs::Room(_) = part.glyphs {
                continue;
            }
            let key = WordKey::of(run, part, part.text_end.saturating_sub(start));
            let range = start as usize..part.text_end as usize;
            start = part.text_end;
            if let Some(seen) = self.places.get_mut(&key) {
                seen.count = seen.count.saturating_add(1);
                continue;
            }
            let text = run.text.get(range).unwrap_or_default();
            let at = self.order.len();
            self.places.insert(key, Seen { at, count: 1 });
            self.order.push(Entry {
                key,
                font: run.font.0,
                glyphs: glyphs(run, part, text),
                text,
                count: 1,
                width: match &part.glyphs {
                    PartGlyphs::Word(shaped) => shaped.width,
                    PartGlyphs::Space | PartGlyphs::Room(_) => 0,
                },
            });
        }
    }

    /// The words as they are written.
    pub fn written(&self, fonts: &Fonts<'_>) -> Written {
        let mut written = Written::default();
        for entry in &self.order {
            let start = written.strings.len();
            match entry.write(fonts, start, &mut written.strings) {
                Some(place) => {
                    written.places.insert(entry.key, place);
                }
                None => written.strings.truncate(start),
            }
        }
        written
    }
}

/// The glyphs of a part as they are drawn naturally.
fn glyphs(run: &TextRun, part: &RunPart, text: &str) -> Vec<Glyph> {
    let natural = TextRun {
        font: run.font,
        size: EM,
        units_per_em: run.units_per_em,
        colour: Colour::Black,
        origin: Point::default(),
        scale: 1_000,
        tracking: Length::ZERO,
        space: Space {
            id: run.space.id,
            advance: Length::ZERO,
        },
        parts: Vec::new(),
        text: String::new(),
        source: None,
    };
    let part = RunPart {
        glyphs: part.glyphs.clone(),
        text_end: text.len() as u32,
    };
    let mut glyphs = Vec::new();
    natural.part(&part, 0, &mut glyphs);
    glyphs
}

impl Entry<'_> {
    /// Adds the word to `out`, which holds `start` bytes, in one string of one program. `None` where it
    /// takes more than that.
    fn write(&self, fonts: &Fonts<'_>, start: usize, out: &mut Vec<u8>) -> Option<Place> {
        let (face, first) = fonts.face(FontId(self.font))?;
        let mut program = None;
        let (mut advanced, mut pen) = (Length::ZERO, 0);
        let reversed = is_reversed(&self.glyphs);
        for cluster in face.clusters(&self.glyphs, self.text) {
            let glyphs = self.glyphs.get(cluster.glyphs)?;
            let programs = fonts.telling(face, glyphs, cluster.text, reversed)?;
            for (glyph, telling) in glyphs.iter().zip(programs) {
                if *program.get_or_insert(telling) != telling || glyph.y_offset != Length::ZERO {
                    return None;
                }
                let place = advanced + glyph.x_offset;
                advanced += glyph.advance;
                let place = divide(place.units() * 1_000, EM.units());
                if pen != place {
                    if out.len() == start {
                        return None;
                    }
                    out.push(b')');
                    push_integer(out, pen - place);
                    out.push(b'(');
                    pen = place;
                }
                let embedded = fonts.program(telling).glyph(glyph.id)?;
                embedded.code.push(out);
                pen += i64::from(embedded.width);
            }
        }
        Some(Place {
            program: program.unwrap_or(first),
            start: u32::try_from(start).ok()?,
            length: u32::try_from(out.len() - start).ok()?,
            advance: i32::try_from(pen).ok()?,
            width: i32::try_from(self.width).ok()?,
        })
    }
}
