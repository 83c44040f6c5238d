//! The words of a book, each written once as a text-showing operator has them: a book says the same
//! words over and over.

use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::font::{Fonts, ProgramId};
use super::number::{divide, push_code, push_integer};
use crate::layout::frame::{
    Colour, FontId, Glyph, PagedBook, PartGlyphs, Point, RunPart, Shape, Space, TextRun,
};
use crate::layout::length::Length;

/// A word of a font, by where its glyphs are in memory: layout shares them. It is only looked up by
/// this, so that nothing depends on the place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct WordKey {
    font: usize,
    glyphs: usize,
    text: u32,
}

impl WordKey {
    /// The key of a part of `run` that stands for so many bytes of text.
    pub fn of(run: &TextRun, part: &RunPart, text: u32) -> WordKey {
        let glyphs = match &part.glyphs {
            PartGlyphs::Word(shaped) => Arc::as_ptr(shaped) as usize,
            // No address: these lie below every one.
            PartGlyphs::Space => usize::from(run.space.id),
        };
        WordKey {
            font: run.font.0,
            glyphs,
            text,
        }
    }
}

/// A word, written.
#[derive(Debug)]
pub struct Word {
    /// The program whose glyphs it is in.
    pub program: ProgramId,
    /// The inside of a string of `TJ`; numbers may stand inside between strings of their own.
    pub string: Box<[u8]>,
    /// How far the reader's pen moves, in thousandths of an em.
    pub advance: i64,
}

/// Every different word of a book.
pub struct Inventory<'a> {
    order: Vec<Entry<'a>>,
    places: FxHashMap<WordKey, usize>,
    /// The last space: every second word is one, and mostly the same.
    space: Option<(WordKey, usize)>,
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
}

/// Written words are measured at this size.
const EM: Length = Length::pt(1_000);

impl<'a> Inventory<'a> {
    /// The words of `book`.
    pub fn of(book: &'a PagedBook) -> Inventory<'a> {
        let mut inventory = Inventory {
            order: Vec::new(),
            places: FxHashMap::default(),
            space: None,
        };
        for item in book.pages.iter().flat_map(|page| &page.items) {
            if let Shape::Text(run) = &item.shape {
                inventory.add(run);
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
            let key = WordKey::of(run, part, part.text_end.saturating_sub(start));
            let range = start as usize..part.text_end as usize;
            start = part.text_end;
            let space = self.space.filter(|(known, _)| *known == key);
            let known = space.map(|(_, at)| at);
            let known = known.or_else(|| self.places.get(&key).copied());
            if let Some((at, entry)) = known.and_then(|at| Some((at, self.order.get_mut(at)?))) {
                entry.count = entry.count.saturating_add(1);
                if matches!(part.glyphs, PartGlyphs::Space) {
                    self.space = Some((key, at));
                }
                continue;
            }
            let text = run.text.get(range).unwrap_or_default();
            self.places.insert(key, self.order.len());
            self.order.push(Entry {
                key,
                font: run.font.0,
                glyphs: glyphs(run, part, text),
                text,
                count: 1,
            });
        }
    }

    /// The words as they are written.
    pub fn written(&self, fonts: &Fonts<'_>) -> FxHashMap<WordKey, Word> {
        let written = |entry: &Entry<'_>| Some((entry.key, entry.written(fonts)?));
        self.order.iter().filter_map(written).collect()
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
    /// The word in one string of one program, or `None` where it takes more than that.
    fn written(&self, fonts: &Fonts<'_>) -> Option<Word> {
        let (face, first) = fonts.face(FontId(self.font))?;
        let mut program = None;
        let mut string = Vec::with_capacity(self.glyphs.len() * 5);
        let (mut advanced, mut pen) = (Length::ZERO, 0);
        for cluster in face.clusters(&self.glyphs, self.text) {
            let glyphs = self.glyphs.get(cluster.glyphs)?;
            let programs = fonts.telling(face, glyphs, cluster.text)?;
            for (glyph, telling) in glyphs.iter().zip(programs) {
                if *program.get_or_insert(telling) != telling || glyph.y_offset != Length::ZERO {
                    return None;
                }
                let place = advanced + glyph.x_offset;
                advanced += glyph.advance;
                let place = divide(place.units() * 1_000, EM.units());
                if pen != place {
                    if string.is_empty() {
                        return None;
                    }
                    string.push(b')');
                    push_integer(&mut string, pen - place);
                    string.push(b'(');
                    pen = place;
                }
                let embedded = fonts.program(telling).glyph(glyph.id)?;
                push_code(&mut string, embedded.code);
                pen += i64::from(embedded.width);
            }
        }
        Some(Word {
            program: program.unwrap_or(first),
            string: string.into_boxed_slice(),
            advance: pen,
        })
    }
}
