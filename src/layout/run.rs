//! A text run: words of one font and size on one baseline, and the glyphs they are made of.

use std::ops::Range;

use super::frame::{Colour, FontId, Point, TextPosition};
use super::length::Length;
use super::vocabulary::{Renumbering, Shaped, Vocabulary, WordId};

/// Glyphs of one font and size on one baseline, in visual order: words, with a space of one width
/// between them.
#[derive(Clone, Debug, PartialEq)]
pub struct TextRun {
    /// The font.
    pub font: FontId,
    /// The size of its em.
    pub size: Length,
    /// What the font divides its em into; the measures of [`Shaped`] count in it.
    pub units_per_em: i64,
    /// With what.
    pub colour: Colour,
    /// Where the first glyph's origin stands on the baseline.
    pub origin: Point,
    /// How wide the glyphs are drawn, in thousandths of their natural width.
    pub scale: i64,
    /// Letterspacing: added after every glyph of a word.
    pub tracking: Length,
    /// The space between words.
    pub space: Space,
    /// Words, with what parts each from the next.
    pub parts: Vec<RunPart>,
    /// The text that the parts stand for, in logical order.
    pub text: String,
    /// Where `text` begins: the block it belongs to, and the offset in bytes of that block's
    /// [`plain_text`](crate::document::inline::plain_text). `None` for text that is not the
    /// manuscript's: running heads, folios, list numbers.
    pub source: Option<TextPosition>,
}

/// The space of a text run.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Space {
    /// Its glyph in the font.
    pub id: u16,
    /// Its width, justification and all.
    pub advance: Length,
}

/// A word of a text run, then room, then the run's space: each where there is one. A book has one for every word,
/// so it is kept small.
#[derive(Clone, Debug, PartialEq)]
pub struct RunPart {
    /// The word. A hyphen that only the line's end asked for is among its glyphs, but not in the text.
    pub word: Option<WordId>,
    /// In units of [`Length`].
    room: i32,
    /// Twice the text's end, and one more where the space follows.
    end: u32,
}

impl RunPart {
    /// A part without a space, whose text ends there.
    fn new(word: Option<WordId>, room: Length, text_end: usize) -> RunPart {
        let mut part = RunPart {
            word,
            room: 0,
            end: (text_end as u32) << 1,
        };
        part.add_room(room);
        part
    }

    /// Room that stands for no text.
    pub fn room(&self) -> Length {
        Length::from_units(self.room.into())
    }

    fn add_room(&mut self, more: Length) {
        let room = (self.room() + more).units();
        // No page is as wide as what fits.
        self.room = i32::try_from(room).unwrap_or(i32::MAX);
    }

    /// Whether the run's space follows. It is the last byte of the part's text.
    pub fn ends_in_space(&self) -> bool {
        self.end & 1 == 1
    }

    /// Adds the run's space, where the text ends now.
    fn end_in_space(&mut self, text_end: usize) {
        self.end = (text_end as u32) << 1 | 1;
    }

    /// Where its bytes of [`TextRun::text`] end. They begin where those of the part before do.
    pub fn text_end(&self) -> u32 {
        self.end >> 1
    }

    /// The bytes of the word, where the part's text begins at `start`.
    pub fn word_text(&self, start: u32) -> Range<u32> {
        let end = self.text_end().saturating_sub(self.ends_in_space().into());
        start..end.max(start)
    }
}

/// One glyph of a run. Its advance holds kerning, justification and letterspacing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Glyph {
    /// Its number in the font.
    pub id: u16,
    /// From its origin to the next glyph's.
    pub advance: Length,
    /// Sideways shift of this glyph alone.
    pub x_offset: Length,
    /// Upward shift of this glyph alone.
    pub y_offset: Length,
    /// The bytes of [`TextRun::text`] it stands for. Empty for all but the first glyph of a
    /// cluster.
    pub text_start: u32,
    /// One past the last of those bytes.
    pub text_end: u32,
}

impl TextRun {
    /// Adds a word, whose text may be shorter than what was shaped by a hyphen.
    pub fn push_word(&mut self, text: &str, word: WordId) {
        self.text.push_str(text);
        self.push(Some(word), Length::ZERO);
    }

    /// Adds room after what there is.
    pub fn push_room(&mut self, width: Length) {
        match self.parts.last_mut() {
            Some(last) if !last.ends_in_space() => last.add_room(width),
            _ => self.push(None, width),
        }
    }

    /// Adds the run's space.
    pub fn push_space(&mut self) {
        if self.parts.last().is_none_or(RunPart::ends_in_space) {
            self.push(None, Length::ZERO);
        }
        self.text.push(' ');
        if let Some(last) = self.parts.last_mut() {
            last.end_in_space(self.text.len());
        }
    }

    fn push(&mut self, word: Option<WordId>, room: Length) {
        self.parts.push(RunPart::new(word, room, self.text.len()));
    }

    /// Whether it has any of its spaces.
    pub fn has_spaces(&self) -> bool {
        self.parts.iter().any(RunPart::ends_in_space)
    }

    /// Every glyph at its size. Room belongs to the glyph before it.
    pub fn glyphs(&self, vocabulary: &Vocabulary) -> Vec<Glyph> {
        let mut glyphs = Vec::with_capacity(self.text.len() + 1);
        let mut start = 0;
        for part in &self.parts {
            let text = part.word_text(start);
            let space = part.ends_in_space().then(|| self.space_glyph(text.end));
            if let Some(word) = part.word {
                self.word_glyphs(vocabulary.word(word), text, &mut glyphs);
            }
            if let Some(last) = glyphs.last_mut() {
                last.advance += part.room();
            }
            glyphs.extend(space);
            start = part.text_end();
        }
        glyphs
    }

    /// From the first glyph's origin to the end of the last glyph.
    pub fn width(&self, vocabulary: &Vocabulary) -> Length {
        self.width_by(|word| vocabulary.word(word))
    }

    /// The same, where somebody else knows its words.
    pub fn width_by<'w>(&self, word: impl Fn(WordId) -> &'w Shaped) -> Length {
        let width = |part: &RunPart| {
            let word = part.word.map_or(Length::ZERO, |id| {
                let shaped = word(id);
                let spaced = match self.tracking {
                    Length::ZERO => 0,
                    _ => shaped.spaced(),
                };
                self.drawn(shaped.width) + self.tracking * spaced
            });
            word + part.room() + self.space_after(part)
        };
        self.parts.iter().map(width).sum()
    }

    /// Says its words by their new numbers.
    pub fn renumber(&mut self, numbers: &Renumbering) {
        for word in self.parts.iter_mut().filter_map(|part| part.word.as_mut()) {
            *word = numbers.of(*word);
        }
    }

    /// The width of the space that a part ends in.
    pub fn space_after(&self, part: &RunPart) -> Length {
        match part.ends_in_space() {
            true => self.space.advance,
            false => Length::ZERO,
        }
    }

    /// The glyph of a space whose text begins at `start`.
    pub fn space_glyph(&self, start: u32) -> Glyph {
        Glyph {
            id: self.space.id,
            advance: self.space.advance,
            x_offset: Length::ZERO,
            y_offset: Length::ZERO,
            text_start: start,
            text_end: start + 1,
        }
    }

    /// Adds the glyphs of one of its words, which stands for `text`.
    pub fn word_glyphs(&self, word: &Shaped, text: Range<u32>, out: &mut Vec<Glyph>) {
        self.drawing().glyphs(word, text, out);
    }

    /// Font units as wide as they are drawn, without letterspacing.
    pub fn drawn(&self, units: i64) -> Length {
        self.drawing().drawn(units)
    }

    fn drawing(&self) -> Drawing {
        Drawing {
            size: self.size,
            units_per_em: self.units_per_em,
            scale: self.scale,
            tracking: self.tracking,
        }
    }
}

/// How shaped glyphs are drawn.
#[derive(Clone, Copy, Debug)]
pub struct Drawing {
    /// The size of an em.
    pub size: Length,
    /// What the font divides it into.
    pub units_per_em: i64,
    /// How wide glyphs are drawn, in thousandths of their natural width.
    pub scale: i64,
    /// Added after every glyph.
    pub tracking: Length,
}

impl Drawing {
    /// Adds the glyphs of a word that stands for `text`.
    pub fn glyphs(self, shaped: &Shaped, text: Range<u32>, out: &mut Vec<Glyph>) {
        let first = out.len();
        shaped.in_font_units(text, out);
        // Places are rounded, not advances: so no error adds up.
        let (mut units, mut place) = (0, Length::ZERO);
        for glyph in out.iter_mut().skip(first) {
            let advance = glyph.advance.units();
            units += advance;
            let next = self.drawn(units);
            glyph.advance = next - place;
            if advance > 0 {
                glyph.advance += self.tracking;
            }
            if glyph.x_offset != Length::ZERO {
                glyph.x_offset = self.drawn(glyph.x_offset.units());
            }
            if glyph.y_offset != Length::ZERO {
                let units = glyph.y_offset.units();
                glyph.y_offset = self.size.scaled(units, self.units_per_em);
            }
            place = next;
        }
    }

    fn drawn(self, units: i64) -> Length {
        self.size.scaled(
            units.saturating_mul(self.scale),
            self.units_per_em.saturating_mul(1_000),
        )
    }
}

#[cfg(test)]
mod tests {
    use super::super::vocabulary::{ShapedGlyph, Shift};
    use super::*;

    #[test]
    fn glyphs_are_as_wide_as_their_run_room_and_all() {
        let mut run = TextRun {
            font: FontId(0),
            size: Length::pt(10),
            units_per_em: 1_000,
            colour: Colour::Black,
            origin: Point::default(),
            scale: 1_000,
            tracking: Length::ZERO,
            space: Space {
                id: 3,
                advance: Length::pt(3),
            },
            parts: Vec::new(),
            text: String::new(),
            source: None,
        };
        let glyph = ShapedGlyph {
            id: 1,
            advance: 500,
            cluster: 0,
        };
        let mut vocabulary = Vocabulary::default();
        let letter = vocabulary.add(Shaped::new([(glyph, Shift::default())].into_iter()));
        run.push_word("甲", letter);
        run.push_room(Length::pt(2));
        run.push_word("a", letter);
        run.push_space();

        let advances = run
            .glyphs(&vocabulary)
            .into_iter()
            .map(|glyph| glyph.advance);
        assert_eq!(
            advances.collect::<Vec<_>>(),
            [7, 5, 3].map(Length::pt),
            "the room follows the square"
        );
        assert_eq!(run.width(&vocabulary), Length::pt(15));
        let ends = run
            .parts
            .iter()
            .map(|part| (part.text_end(), part.ends_in_space()));
        assert_eq!(ends.collect::<Vec<_>>(), [(3, false), (5, true)]);
        assert_eq!(run.parts[0].room(), Length::pt(2));
        assert_eq!(run.parts[1].word_text(3), 3..4);
    }
}
