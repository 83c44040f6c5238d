//! What a book says: every different word of its pages, counted, and then written.

use std::ops::Range;

use rustc_hash::FxHashMap;

use super::cluster::is_reversed;
use super::encoding::Code;
use super::font::{EmbeddedGlyph, Fonts, ProgramId};
use super::number::{divide, push_integer};
use super::word::{Place, Said, Written};
use crate::layout::frame::{
    FontId, Glyph, Page, Shape, Shaped, ShapedGlyph, TextRun, Vocabulary, WordId,
};
use crate::layout::length::Length;

/// A word of a font that stands for so many bytes of text, or the space of a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
struct Key {
    said: What,
    font: FontId,
    text: u32,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum What {
    Word(WordId),
    /// By its glyph.
    Space(u16),
}

/// Every different word of a book.
pub struct Inventory<'v> {
    vocabulary: &'v Vocabulary,
    order: Vec<Entry>,
    /// The texts of all entries: on their pages they stand far apart in memory.
    texts: String,
    /// The first entry of each word of the vocabulary. Nearly all have one.
    of_words: Vec<Option<u32>>,
    /// The others: spaces, and words with and without a hyphen in their text.
    others: FxHashMap<Key, u32>,
    said: Said,
}

/// A word with its text.
pub struct Entry {
    key: Key,
    /// Its bytes of the inventory's texts.
    text: Range<u32>,
    units_per_em: i64,
    /// How often it stands on pages.
    pub count: u32,
}

impl<'v> Inventory<'v> {
    /// The words of these pages.
    pub fn of(pages: &[Page], vocabulary: &'v Vocabulary) -> Inventory<'v> {
        let mut inventory = Inventory {
            vocabulary,
            order: Vec::new(),
            texts: String::new(),
            of_words: vec![None; vocabulary.len()],
            others: FxHashMap::default(),
            said: Said::default(),
        };
        for page in pages {
            inventory.said.pages.push(inventory.said.words.len());
            for item in &page.items {
                if let Shape::Text(run) = &item.shape {
                    inventory.add(run);
                }
            }
        }
        inventory
    }

    /// The words, in the order of their first use.
    pub fn entries(&self) -> &[Entry] {
        &self.order
    }

    /// The text of an entry.
    pub fn text(&self, entry: &Entry) -> &str {
        let Range { start, end } = entry.text;
        let text = self.texts.get(start as usize..end as usize);
        text.unwrap_or_default()
    }

    /// What was shaped; `None` for a space.
    fn shaped(&self, entry: &Entry) -> Option<&'v Shaped> {
        match entry.key.said {
            What::Word(word) => Some(self.vocabulary.word(word)),
            What::Space(_) => None,
        }
    }

    /// The glyphs of an entry at a size at which a unit of the font is one of [`Length`]: all that `out` holds then.
    pub fn glyphs(&self, entry: &Entry, out: &mut Vec<Glyph>) {
        out.clear();
        let text_end = entry.key.text;
        match entry.key.said {
            What::Word(word) => self.vocabulary.word(word).in_font_units(0..text_end, out),
            What::Space(id) => out.push(Glyph {
                id,
                advance: Length::ZERO,
                x_offset: Length::ZERO,
                y_offset: Length::ZERO,
                text_start: 0,
                text_end,
            }),
        }
    }

    /// The glyphs of an entry, where each stands for a byte of text that is a letter or a sign.
    pub fn letters(&self, entry: &Entry) -> Option<&'v [ShapedGlyph]> {
        let text = self.text(entry);
        let glyphs = self.shaped(entry)?.one_by_one()?;
        let is_plain = text.bytes().all(|byte| byte.is_ascii_graphic());
        (is_plain && glyphs.len() == text.len()).then_some(glyphs)
    }

    fn add(&mut self, run: &TextRun) {
        let font = run.font;
        let mut spaced = run.parts.iter().filter(|part| part.ends_in_space());
        let (count, last) = (spaced.clone().count() as u32, spaced.next_back());
        if let Some(last) = last {
            let at = last.text_end().saturating_sub(1);
            let said = What::Space(run.space.id);
            let key = Key {
                said,
                font,
                text: 1,
            };
            let entry = self.other(key, run, at);
            self.see(entry, count);
        }
        let mut start = 0;
        for part in &run.parts {
            let Range { start: at, end } = part.word_text(start);
            start = part.text_end();
            if let Some(word) = part.word {
                let key = Key {
                    said: What::Word(word),
                    font,
                    text: end - at,
                };
                let entry = self.entry_of(word, key, run, at);
                self.see(entry, 1);
            }
        }
    }

    /// The entry of a word, a new one where it is said for the first time.
    fn entry_of(&mut self, word: WordId, key: Key, run: &TextRun, text_start: u32) -> u32 {
        let Some(first) = self.of_words.get(word.index()).copied().flatten() else {
            let entry = self.begin(key, run, text_start);
            if let Some(first) = self.of_words.get_mut(word.index()) {
                *first = Some(entry);
            }
            return entry;
        };
        let known = self.order.get(first as usize);
        match known.is_some_and(|known| known.key == key) {
            true => first,
            false => self.other(key, run, text_start),
        }
    }

    fn other(&mut self, key: Key, run: &TextRun, text_start: u32) -> u32 {
        if let Some(known) = self.others.get(&key) {
            return *known;
        }
        let entry = self.begin(key, run, text_start);
        self.others.insert(key, entry);
        entry
    }

    fn begin(&mut self, key: Key, run: &TextRun, text_start: u32) -> u32 {
        let start = text_start as usize;
        let text = run.text.get(start..start + key.text as usize);
        let start = self.texts.len() as u32;
        self.texts.push_str(text.unwrap_or_default());
        self.order.push(Entry {
            key,
            text: start..self.texts.len() as u32,
            units_per_em: run.units_per_em,
            count: 0,
        });
        self.order.len() as u32 - 1
    }

    fn see(&mut self, entry: u32, count: u32) {
        self.said.words.push(entry);
        if let Some(entry) = self.order.get_mut(entry as usize) {
            entry.count = entry.count.saturating_add(count);
        }
    }

    /// The words as they are written.
    pub fn written(self, fonts: &Fonts<'_>) -> Written<'v> {
        let mut strings = Vec::new();
        let mut glyphs = Vec::new();
        let place = |entry: &Entry| {
            let (start, shaped, text) = (strings.len(), self.shaped(entry), self.text(entry));
            let letters = self.letters(entry);
            let place = letters
                .and_then(|word| entry.write_letters(fonts, (shaped, word, text), &mut strings));
            if place.is_some() {
                return place;
            }
            strings.truncate(start);
            self.glyphs(entry, &mut glyphs);
            let place = entry.write(fonts, (shaped, &glyphs, text), &mut strings);
            if place.is_none() {
                strings.truncate(start);
            }
            place
        };
        Written {
            places: self.order.iter().map(place).collect(),
            vocabulary: self.vocabulary,
            strings,
            said: self.said,
        }
    }
}

impl Entry {
    /// Its font.
    pub fn font(&self) -> FontId {
        self.key.font
    }

    /// Adds the word to `out` in one string of one program. `None` where it takes more than that.
    fn write(
        &self,
        fonts: &Fonts<'_>,
        (shaped, word, text): (Option<&Shaped>, &[Glyph], &str),
        out: &mut Vec<u8>,
    ) -> Option<Place> {
        let (face, first) = fonts.face(self.font())?;
        let mut program = None;
        let mut string = WordString::new(out, self.units_per_em);
        let reversed = is_reversed(word);
        for cluster in face.clusters(word, text) {
            let glyphs = word.get(cluster.glyphs)?;
            let programs = fonts.telling(face, glyphs, cluster.text, reversed)?;
            for (glyph, telling) in glyphs.iter().zip(programs) {
                if *program.get_or_insert(telling) != telling || glyph.y_offset != Length::ZERO {
                    return None;
                }
                let embedded = fonts.program(telling).glyph(glyph.id)?;
                string.put(embedded, glyph.x_offset, glyph.advance)?;
            }
        }
        let place = string.place(program.unwrap_or(first), shaped)?;
        let stands_upon = |glyph: &Glyph| shaped.is_some() && glyph.advance <= Length::ZERO;
        let is_stacked = word.iter().any(stands_upon);
        Some(Place {
            letters: place.letters.filter(|_| !is_stacked),
            ..place
        })
    }

    /// The same for a word whose glyphs each stand for a byte. `None`, too, where one of them stands for another
    /// text more often.
    fn write_letters(
        &self,
        fonts: &Fonts<'_>,
        (shaped, glyphs, text): (Option<&Shaped>, &[ShapedGlyph], &str),
        out: &mut Vec<u8>,
    ) -> Option<Place> {
        let (_, first) = fonts.face(self.font())?;
        let program = fonts.program(first);
        let mut string = WordString::new(out, self.units_per_em);
        for (glyph, byte) in glyphs.iter().zip(text.bytes()) {
            let embedded = program.glyph(glyph.id)?;
            if embedded.text.as_bytes() != [byte] || glyph.advance <= 0 {
                return None;
            }
            let advance = Length::from_units(glyph.advance.into());
            string.put(embedded, Length::ZERO, advance)?;
        }
        string.place(first, shaped)
    }
}

/// The inside of the string that a word is written in.
struct WordString<'o> {
    out: &'o mut Vec<u8>,
    start: usize,
    units_per_em: i64,
    /// Where layout's pen is, in font units.
    advanced: Length,
    /// Where the reader's pen is, in thousandths of an em.
    pen: i64,
    letters: usize,
    has_space: bool,
}

impl WordString<'_> {
    fn new(out: &mut Vec<u8>, units_per_em: i64) -> WordString<'_> {
        WordString {
            start: out.len(),
            out,
            units_per_em,
            advanced: Length::ZERO,
            pen: 0,
            letters: 0,
            has_space: false,
        }
    }

    /// Adds a glyph. `None` where a word would begin with a number.
    fn put(&mut self, glyph: &EmbeddedGlyph, shift: Length, advance: Length) -> Option<()> {
        let place = (self.advanced + shift).units();
        self.advanced += advance;
        let place = divide(place * 1_000, self.units_per_em);
        if self.pen != place {
            if self.out.len() == self.start {
                return None;
            }
            self.out.push(b')');
            push_integer(self.out, self.pen - place);
            self.out.push(b'(');
            self.pen = place;
        }
        glyph.code.push(self.out);
        self.has_space |= glyph.code == Code::SPACE;
        self.pen += i64::from(glyph.width);
        self.letters += 1;
        Some(())
    }

    /// What is known of it.
    fn place(&self, program: ProgramId, shaped: Option<&Shaped>) -> Option<Place> {
        Some(Place {
            program,
            start: u32::try_from(self.start).ok()?,
            length: u32::try_from(self.out.len() - self.start).ok()?,
            advance: i32::try_from(self.pen).ok()?,
            width: match shaped {
                Some(shaped) => i32::try_from(shaped.width).ok()?,
                None => 0,
            },
            letters: u16::try_from(self.letters).ok(),
            has_space: self.has_space,
            reversed: shaped.is_some_and(Shaped::is_reversed),
        })
    }
}
