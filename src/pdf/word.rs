//! The words of a book, each written once as a text-showing operator has them: a book says the same
//! words over and over.

use std::ops::Range;

use rustc_hash::FxHashMap;

use super::cluster::is_reversed;
use super::encoding::Code;
use super::font::{Fonts, ProgramId};
use super::number::{divide, push_integer};
use crate::layout::frame::{FontId, Glyph, Page, Shape, Shaped, TextRun, Vocabulary, WordId};
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
    /// How many glyphs letterspacing parts; `None` where some stand upon others.
    pub letters: Option<u16>,
    /// Whether its glyphs stand in reverse of its text.
    pub reversed: bool,
}

/// Words, written. Those that a book says first, which are those it says most, stand close together
/// in memory: looking for them takes longer than writing them.
#[derive(Debug)]
pub struct Written<'v> {
    vocabulary: &'v Vocabulary,
    strings: Vec<u8>,
    /// `None` for words that take more than one string.
    places: Vec<Option<Place>>,
    said: Said,
}

/// What pages say, word by word: the order of their items, in each run first its space, if it has one.
/// Words are known by the order of their first uses.
#[derive(Debug, Default)]
struct Said {
    words: Vec<u32>,
    /// Where those of each page begin.
    pages: Vec<usize>,
}

#[derive(Clone, Copy, Debug)]
struct Place {
    program: ProgramId,
    start: u32,
    length: u32,
    advance: i32,
    width: i32,
    letters: Option<u16>,
    reversed: bool,
    /// Whether the space that `Tw` widens is among its letters, as in code.
    has_space: bool,
}

impl Written<'_> {
    /// The words of the page of this number.
    pub fn page(&self, number: usize) -> Reading<'_> {
        let start = self.said.pages.get(number).copied();
        let words = start.and_then(|start| self.said.words.get(start..));
        Reading {
            written: self,
            words: words.unwrap_or_default(),
        }
    }
}

/// Words, one after the other, in the order of [`Said`].
#[derive(Debug)]
pub struct Reading<'a> {
    written: &'a Written<'a>,
    words: &'a [u32],
}

impl<'a> Reading<'a> {
    /// The glyphs of a word.
    pub fn glyphs_of(&self, word: WordId) -> &'a Shaped {
        self.written.vocabulary.word(word)
    }

    /// Those of the next run, apart from what follows.
    pub fn run(&mut self, run: &TextRun) -> Reading<'a> {
        let words = run.parts.iter().filter(|part| part.word.is_some());
        let count = words.count() + usize::from(run.has_spaces());
        let (words, rest) = self.words.split_at(count.min(self.words.len()));
        self.words = rest;
        Reading {
            written: self.written,
            words,
        }
    }

    /// Whether any of them has a space among its letters.
    pub fn have_spaces(&self) -> bool {
        let mut places = self
            .words
            .iter()
            .map(|word| self.written.places.get(*word as usize));
        places.any(|place| matches!(place, Some(Some(place)) if place.has_space))
    }

    /// The next word; `None` where it cannot be written in one program, or not every reader can be told
    /// its text.
    pub fn word(&mut self) -> Option<Word<'a>> {
        let (word, rest) = self.words.split_first()?;
        self.words = rest;
        let place = self.written.places.get(*word as usize)?.as_ref()?;
        let start = place.start as usize;
        let end = start + place.length as usize;
        Some(Word {
            program: place.program,
            string: self.written.strings.get(start..end)?,
            advance: place.advance.into(),
            width: place.width.into(),
            letters: place.letters,
            reversed: place.reversed,
        })
    }
}

/// Every different word of a book.
pub struct Inventory<'a, 'v> {
    vocabulary: &'v Vocabulary,
    order: Vec<Entry<'a>>,
    /// The first entry of each word of the vocabulary. Nearly all have one.
    of_words: Vec<Option<u32>>,
    /// The others: spaces, and words with and without a hyphen in their text.
    others: FxHashMap<Key, u32>,
    said: Said,
}

/// A word with its text.
pub struct Entry<'a> {
    /// Where it stands first.
    run: &'a TextRun,
    key: Key,
    text_start: u32,
    /// How often it stands on pages.
    pub count: u32,
}

impl<'a, 'v> Inventory<'a, 'v> {
    /// The words of these pages.
    pub fn of(pages: &'a [Page], vocabulary: &'v Vocabulary) -> Inventory<'a, 'v> {
        let mut inventory = Inventory {
            vocabulary,
            order: Vec::new(),
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
    pub fn entries(&self) -> &[Entry<'a>] {
        &self.order
    }

    /// The glyphs of an entry at a size at which a unit of the font is one of [`Length`]: all that `out` holds then.
    pub fn glyphs(&self, entry: &Entry<'_>, out: &mut Vec<Glyph>) {
        entry.glyphs(self.vocabulary, out);
    }

    fn add(&mut self, run: &'a TextRun) {
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
    fn entry_of(&mut self, word: WordId, key: Key, run: &'a TextRun, text_start: u32) -> u32 {
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

    fn other(&mut self, key: Key, run: &'a TextRun, text_start: u32) -> u32 {
        if let Some(known) = self.others.get(&key) {
            return *known;
        }
        let entry = self.begin(key, run, text_start);
        self.others.insert(key, entry);
        entry
    }

    fn begin(&mut self, key: Key, run: &'a TextRun, text_start: u32) -> u32 {
        self.order.push(Entry {
            run,
            key,
            text_start,
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
        let places = self.order.iter().map(|entry| {
            entry.glyphs(self.vocabulary, &mut glyphs);
            let start = strings.len();
            let shaped = entry.shaped(self.vocabulary);
            let place = entry.write(fonts, (shaped, &glyphs), start, &mut strings);
            if place.is_none() {
                strings.truncate(start);
            }
            place
        });
        Written {
            vocabulary: self.vocabulary,
            places: places.collect(),
            strings,
            said: self.said,
        }
    }
}

impl<'a> Entry<'a> {
    /// Its font.
    pub fn font(&self) -> FontId {
        self.key.font
    }

    /// Its text.
    pub fn text(&self) -> &'a str {
        let start = self.text_start as usize;
        let text = start..start + self.key.text as usize;
        self.run.text.get(text).unwrap_or_default()
    }

    /// What was shaped; `None` for a space.
    fn shaped<'v>(&self, vocabulary: &'v Vocabulary) -> Option<&'v Shaped> {
        match self.key.said {
            What::Word(word) => Some(vocabulary.word(word)),
            What::Space(_) => None,
        }
    }

    fn glyphs(&self, vocabulary: &Vocabulary, out: &mut Vec<Glyph>) {
        out.clear();
        let text_end = self.key.text;
        match self.key.said {
            What::Word(word) => vocabulary.word(word).in_font_units(0..text_end, out),
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

    /// Adds the word to `out`, which holds `start` bytes, in one string of one program. `None` where it
    /// takes more than that.
    fn write(
        &self,
        fonts: &Fonts<'_>,
        (shaped, word): (Option<&Shaped>, &[Glyph]),
        start: usize,
        out: &mut Vec<u8>,
    ) -> Option<Place> {
        let (face, first) = fonts.face(self.font())?;
        let mut program = None;
        let (mut advanced, mut pen) = (Length::ZERO, 0);
        let mut has_space = false;
        let reversed = is_reversed(word);
        for cluster in face.clusters(word, self.text()) {
            let glyphs = word.get(cluster.glyphs)?;
            let programs = fonts.telling(face, glyphs, cluster.text, reversed)?;
            for (glyph, telling) in glyphs.iter().zip(programs) {
                if *program.get_or_insert(telling) != telling || glyph.y_offset != Length::ZERO {
                    return None;
                }
                let place = advanced + glyph.x_offset;
                advanced += glyph.advance;
                let place = divide(place.units() * 1_000, self.run.units_per_em);
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
                has_space |= embedded.code == Code::SPACE;
                pen += i64::from(embedded.width);
            }
        }
        Some(Place {
            program: program.unwrap_or(first),
            start: u32::try_from(start).ok()?,
            length: u32::try_from(out.len() - start).ok()?,
            advance: i32::try_from(pen).ok()?,
            width: match shaped {
                Some(shaped) => i32::try_from(shaped.width).ok()?,
                None => 0,
            },
            letters: match shaped {
                Some(_) if word.iter().any(|glyph| glyph.advance <= Length::ZERO) => None,
                _ => u16::try_from(word.len()).ok(),
            },
            has_space,
            reversed: shaped.is_some_and(Shaped::is_reversed),
        })
    }
}
