//! The vocabulary of a book: every different stretch of text that was shaped, once. Whatever says it again says its
//! number.

use std::num::NonZeroU32;
use std::ops::Range;

use super::frame::{Glyph, Item, Shape};
use super::length::Length;

/// The shaped words of a book, by number.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Vocabulary(Vec<Shaped>);

/// The number of a word in a [`Vocabulary`]. Never zero: so a place for a word that may be missing takes no more
/// room.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct WordId(NonZeroU32);

impl WordId {
    /// Counted from 0.
    pub fn index(self) -> usize {
        self.0.get() as usize - 1
    }

    /// The number that the word has after so many others.
    pub fn after(self, others: usize) -> WordId {
        WordId::at(self.index() + others)
    }

    /// The number that it has without them.
    pub fn before(self, others: usize) -> WordId {
        WordId::at(self.index().saturating_sub(others))
    }

    /// The number of the word at `index`. No book has as many words as are not counted.
    fn at(index: usize) -> WordId {
        let number = u32::try_from(index + 1).ok();
        WordId(number.and_then(NonZeroU32::new).unwrap_or(NonZeroU32::MAX))
    }
}

impl Vocabulary {
    /// How many words there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Adds a word.
    pub fn add(&mut self, word: Shaped) -> WordId {
        self.0.push(word);
        WordId::at(self.len() - 1)
    }

    /// A word. Its number comes from this vocabulary.
    pub fn word(&self, id: WordId) -> &Shaped {
        &self.0[id.index()]
    }

    /// Its words, in order.
    pub fn into_words(self) -> Vec<Shaped> {
        self.0
    }
}

/// The numbers that words have now which were numbered apart.
pub struct Renumbering {
    before: usize,
    now: Vec<WordId>,
}

impl Renumbering {
    /// `now` are the numbers of those that came after `before` others.
    pub fn new(before: usize, now: Vec<WordId>) -> Renumbering {
        Renumbering { before, now }
    }

    /// The number that a word has now.
    pub fn of(&self, id: WordId) -> WordId {
        let apart = id.index().checked_sub(self.before);
        *apart.and_then(|at| self.now.get(at)).unwrap_or(&id)
    }
}

/// Says the words of items by their new numbers.
pub fn renumber<'i>(items: impl Iterator<Item = &'i mut Item>, numbers: &Renumbering) {
    for item in items {
        if let Shape::Text(run) = &mut item.shape {
            run.renumber(numbers);
        }
    }
}

/// A stretch of text, shaped.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shaped {
    /// Glyphs in visual order.
    pub glyphs: Box<[ShapedGlyph]>,
    /// Sum of advances in font units.
    pub width: i64,
    /// How far each glyph is moved; empty where none is, as in nearly every word.
    shifts: Box<[Shift]>,
}

/// A glyph in font units.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ShapedGlyph {
    /// Its number in the font; 0 where the font has none.
    pub id: u16,
    /// From its origin to the next.
    pub advance: i32,
    /// First byte of its cluster in the text.
    pub cluster: u32,
}

/// How far a glyph alone is moved from its place, in font units.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Shift {
    /// Sideways.
    pub x: i32,
    /// Upward.
    pub y: i32,
}

impl Shaped {
    /// What was shaped to these glyphs.
    pub fn new(glyphs: impl Iterator<Item = (ShapedGlyph, Shift)> + Clone) -> Shaped {
        let is_moved = glyphs.clone().any(|(_, shift)| shift != Shift::default());
        let shifts = match is_moved {
            true => glyphs.clone().map(|(_, shift)| shift).collect(),
            false => Box::default(),
        };
        let glyphs: Box<[ShapedGlyph]> = glyphs.map(|(glyph, _)| glyph).collect();
        Shaped {
            width: glyphs.iter().map(|glyph| i64::from(glyph.advance)).sum(),
            glyphs,
            shifts,
        }
    }

    /// Whether its text runs from right to left, so that its glyphs stand in reverse.
    pub fn is_reversed(&self) -> bool {
        let clusters = self.glyphs.first().zip(self.glyphs.last());
        clusters.is_some_and(|(first, last)| first.cluster > last.cluster)
    }

    /// Its glyphs, where each stands for the byte of the text that is at the same place, and none is moved.
    pub fn one_by_one(&self) -> Option<&[ShapedGlyph]> {
        let mut places = (0..).zip(self.glyphs.iter());
        let each = self.shifts.is_empty() && places.all(|(at, glyph)| glyph.cluster == at);
        each.then_some(&*self.glyphs)
    }

    /// Whether the font has every glyph of it.
    pub fn is_whole(&self) -> bool {
        self.glyphs.iter().all(|glyph| glyph.id != 0)
    }

    /// How many of its glyphs letterspacing parts.
    pub fn spaced(&self) -> i64 {
        self.glyphs.iter().filter(|glyph| glyph.advance > 0).count() as i64
    }

    /// Adds its glyphs, which stand for `text`, at a size at which a unit of the font is one of [`Length`].
    pub fn in_font_units(&self, text: Range<u32>, out: &mut Vec<Glyph>) {
        let in_units = |units: i32| Length::from_units(units.into());
        let mut shifts = self.shifts.iter();
        out.reserve(self.glyphs.len());
        self.for_each_text(text.end - text.start, |glyph, (from, to)| {
            let shift = shifts.next().copied().unwrap_or_default();
            out.push(Glyph {
                id: glyph.id,
                advance: in_units(glyph.advance),
                x_offset: in_units(shift.x),
                y_offset: in_units(shift.y),
                text_start: text.start + from,
                text_end: text.start + to,
            });
        });
    }

    /// Gives every glyph with the bytes of text it stands for, at most `length`: all of its cluster for
    /// the first glyph of one, none for the others.
    fn for_each_text(&self, length: u32, mut each: impl FnMut(&ShapedGlyph, (u32, u32))) {
        // Most words have their clusters in order, and need no list of them.
        if self.glyphs.is_sorted_by(|a, b| a.cluster < b.cluster) {
            let ends = self.glyphs.iter().skip(1).map(|glyph| glyph.cluster);
            for (glyph, end) in self.glyphs.iter().zip(ends.chain([length])) {
                let start = glyph.cluster.min(length);
                each(glyph, (start, end.min(length).max(start)));
            }
            return;
        }
        let mut starts: Vec<u32> = self.glyphs.iter().map(|glyph| glyph.cluster).collect();
        starts.sort_unstable();
        starts.dedup();
        let mut previous = None;
        for glyph in self.glyphs.iter() {
            let start = glyph.cluster.min(length);
            let next = starts.partition_point(|other| *other <= glyph.cluster);
            let end = starts.get(next).copied().unwrap_or(length);
            let again = previous == Some(glyph.cluster);
            previous = Some(glyph.cluster);
            let end = if again { start } else { end };
            each(glyph, (start, end.min(length).max(start)));
        }
    }
}
