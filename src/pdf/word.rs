//! The words of a book, each written once as a text-showing operator has them: a book says the same
//! words over and over.

use super::font::ProgramId;
use crate::layout::frame::{Shaped, TextRun, Vocabulary, WordId};

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
    /// The glyphs of all words.
    pub vocabulary: &'v Vocabulary,
    /// The strings of all words.
    pub strings: Vec<u8>,
    /// `None` for words that take more than one string.
    pub places: Vec<Option<Place>>,
    /// What pages say.
    pub said: Said,
}

/// What pages say, word by word: the order of their items, in each run first its space, if it has one.
/// Words are known by the order of their first uses.
#[derive(Debug, Default)]
pub struct Said {
    /// The words, by number.
    pub words: Vec<u32>,
    /// Where those of each page begin.
    pub pages: Vec<usize>,
}

/// A word, written, and where its string stands. The fields that [`Word`] has too mean what they do there.
#[derive(Clone, Copy, Debug)]
pub struct Place {
    /// Its program.
    pub program: ProgramId,
    /// Where its string begins.
    pub start: u32,
    /// How many bytes it has.
    pub length: u32,
    /// In thousandths of an em.
    pub advance: i32,
    /// In font units.
    pub width: i32,
    /// How many glyphs.
    pub letters: Option<u16>,
    /// Whether they stand in reverse.
    pub reversed: bool,
    /// Whether the space that `Tw` widens is among its letters, as in code.
    pub has_space: bool,
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
