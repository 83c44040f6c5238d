//! The words of a book, each written once as a text-showing operator has them: a book says the same
//! words over and over.

use std::ops::Range;
use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::cluster::is_reversed;
use super::font::{Fonts, ProgramId};
use super::number::{divide, push_integer};
use crate::layout::frame::{Drawing, FontId, Glyph, Page, Shape, Shaped, Space, TextRun};
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
    /// The key of a word that stands for so many bytes of text.
    pub fn word(font: FontId, shaped: &Arc<Shaped>, text: u32) -> WordKey {
        WordKey {
            glyphs: Arc::as_ptr(shaped) as usize,
            font: font.0 as u32,
            text,
        }
    }

    /// The key of the space of `run`.
    pub fn space(run: &TextRun) -> WordKey {
        WordKey {
            // No address: these lie below every one.
            glyphs: usize::from(run.space.id),
            font: run.font.0 as u32,
            text: 1,
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
    /// Whether its glyphs stand in reverse of its text.
    pub reversed: bool,
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
    reversed: bool,
}

impl Written {
    /// A word that can be written in one program, and that every reader can be told the text of.
    pub fn word(&self, key: WordKey) -> Option<Word<'_>> {
        let place = self.places.get(&key)?;
        let start = place.start as usize;
        Some(Word {
            program: place.program,
            string: self.strings.get(start..start + place.length as usize)?,
            advance: place.advance.into(),
            width: place.width.into(),
            reversed: place.reversed,
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
    at: u32,
    count: u32,
}

/// A word with its text.
pub struct Entry<'a> {
    key: WordKey,
    /// Its font's number.
    pub font: usize,
    signs: Signs<'a>,
    units_per_em: i64,
    /// Its text.
    pub text: &'a str,
    /// How often it stands on pages.
    pub count: u32,
}

/// What an entry shows.
enum Signs<'a> {
    Word(&'a Shaped),
    Space(Space),
}

/// Written words are measured at this size.
const EM: Length = Length::pt(1_000);

impl<'a> Inventory<'a> {
    /// The words of these pages.
    pub fn of(pages: &'a [Page]) -> Inventory<'a> {
        let mut inventory = Inventory {
            order: Vec::new(),
            places: FxHashMap::default(),
        };
        for item in pages.iter().flat_map(|page| &page.items) {
            if let Shape::Text(run) = &item.shape {
                inventory.add(run);
            }
        }
        for seen in inventory.places.values() {
            if let Some(entry) = inventory.order.get_mut(seen.at as usize) {
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
        let (mut start, mut spaces, mut space_at) = (0, 0, 0);
        for part in &run.parts {
            let text = part.word_text(start);
            start = part.text_end;
            if let Some(shaped) = &part.word {
                let key = WordKey::word(run.font, shaped, text.end - text.start);
                self.see(key, 1, run, text.start..text.end, Signs::Word(shaped));
            }
            if part.ends_in_space {
                (spaces, space_at) = (spaces + 1, text.end);
            }
        }
        if spaces > 0 {
            let signs = Signs::Space(run.space);
            self.see(
                WordKey::space(run),
                spaces,
                run,
                space_at..space_at + 1,
                signs,
            );
        }
    }

    fn see(
        &mut self,
        key: WordKey,
        count: u32,
        run: &'a TextRun,
        text: Range<u32>,
        signs: Signs<'a>,
    ) {
        if let Some(seen) = self.places.get_mut(&key) {
            seen.count = seen.count.saturating_add(count);
            return;
        }
        let at = self.order.len() as u32;
        self.places.insert(key, Seen { at, count });
        let text = text.start as usize..text.end as usize;
        self.order.push(Entry {
            key,
            font: run.font.0,
            signs,
            units_per_em: run.units_per_em,
            text: run.text.get(text).unwrap_or_default(),
            count,
        });
    }

    /// The words as they are written.
    pub fn written(&self, fonts: &Fonts<'_>) -> Written {
        let mut written = Written::default();
        let mut glyphs = Vec::new();
        for entry in &self.order {
            entry.glyphs(&mut glyphs);
            let start = written.strings.len();
            match entry.write(fonts, &glyphs, start, &mut written.strings) {
                Some(place) => {
                    written.places.insert(entry.key, place);
                }
                None => written.strings.truncate(start),
            }
        }
        written
    }
}

impl Entry<'_> {
    /// Its glyphs as they are drawn naturally, with an em of [`EM`]: all that `out` holds then.
    pub fn glyphs(&self, out: &mut Vec<Glyph>) {
        out.clear();
        let end = self.text.len() as u32;
        match self.signs {
            Signs::Word(shaped) => {
                let naturally = Drawing {
                    size: EM,
                    units_per_em: self.units_per_em,
                    scale: 1_000,
                    tracking: Length::ZERO,
                };
                naturally.glyphs(shaped, 0..end, out);
            }
            Signs::Space(space) => out.push(Glyph {
                id: space.id,
                advance: Length::ZERO,
                x_offset: Length::ZERO,
                y_offset: Length::ZERO,
                text_start: 0,
                text_end: end,
            }),
        }
    }

    /// Adds the word to `out`, which holds `start` bytes, in one string of one program. `None` where it
    /// takes more than that.
    fn write(
        &self,
        fonts: &Fonts<'_>,
        word: &[Glyph],
        start: usize,
        out: &mut Vec<u8>,
    ) -> Option<Place> {
        let (face, first) = fonts.face(FontId(self.font))?;
        let mut program = None;
        let (mut advanced, mut pen) = (Length::ZERO, 0);
        let reversed = is_reversed(word);
        for cluster in face.clusters(word, self.text) {
            let glyphs = word.get(cluster.glyphs)?;
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
            width: match self.signs {
                Signs::Word(shaped) => i32::try_from(shaped.width).ok()?,
                Signs::Space(_) => 0,
            },
            reversed: matches!(self.signs, Signs::Word(shaped) if shaped.is_reversed()),
        })
    }
}
