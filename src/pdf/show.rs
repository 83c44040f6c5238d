//! Text runs as text-showing operators (ISO 32000-1, 9.4.3).

use super::cluster::{Cluster, is_reversed};
use super::encoding::Code;
use super::font::{Face, Fonts, ProgramId};
use super::number::{divide, milli, push_hex, push_integer, push_milli};
use super::word::{Reading, Word};
use crate::layout::frame::{Glyph, TextRun};
use crate::layout::length::Length;

/// What the reader's graphics state holds of text.
#[derive(Clone, Copy, Debug)]
pub struct Selected {
    font: Option<(ProgramId, Length)>,
    /// Horizontal scaling in thousandths.
    scale: i64,
    /// What a space of one byte is wider than its glyph, in thousandths of a point.
    word_space: i64,
    /// What stands after every glyph, in thousandths of a point.
    letter_space: i64,
}

impl Default for Selected {
    fn default() -> Selected {
        Selected {
            font: None,
            scale: NATURAL,
            word_space: 0,
            letter_space: 0,
        }
    }
}

/// The scaling of glyphs as their font draws them.
const NATURAL: i64 = 1_000;

/// Of an em, in one thousandth of it.
const MILLIONTHS: i64 = 1_000;

/// A step that no eye sees, in millionths of an em: a hundredth of a point in letters of seven. It is made good
/// later on the line.
const UNSEEN: i64 = 1_500;

/// What `Tw` adds to the spaces of a run, in thousandths of a point; `None` where it cannot widen `space`.
fn word_space(run: &TextRun, fonts: &Fonts<'_>, space: Word<'_>) -> Option<i64> {
    if !fonts.program(space.program).widens_spaces() {
        return None;
    }
    // Where letters are spaced, so are the spaces between words, each by a number: Poppler takes what `Tw` adds for a
    // part of every glyph that is the 32nd of its font, and would see two words there.
    if run.tracking != Length::ZERO {
        return Some(0);
    }
    let natural = run.size.scaled(space.advance, 1_000);
    let wanted = run.space.advance.scaled(NATURAL, run.scale.max(1));
    Some(milli(wanted - natural))
}

/// Thousandths of a point in millionths of an em of this size.
fn millionths(thousandths: i64, size: Length) -> i64 {
    divide(
        Length::pt(thousandths).units() * MILLIONTHS,
        size.units().max(1),
    )
}

/// Shows the glyphs of `run`, whose words are given, too. Colour and the place of its first glyph are set.
///
/// Positions are kept in millionths of an em from the run's origin, and every adjustment is made
/// against the place where the reader's pen really is, so that no error adds up along a line.
pub fn show(
    out: &mut Vec<u8>,
    run: &TextRun,
    fonts: &Fonts<'_>,
    mut words: Reading<'_>,
    selected: &mut Selected,
) {
    let Some((face, first)) = fonts.face(run.font) else {
        return;
    };
    let space = run.has_spaces().then(|| words.word()).flatten();
    let scale = run.scale.max(1);
    // The reader scales it with the glyphs.
    let letter_space = milli(run.tracking.scaled(NATURAL, scale));
    // Spaces of code are letters, which stretch in no line; what parts its lines takes a number then.
    let word_space = match words.have_spaces() {
        true => Some(0),
        false => space.and_then(|space| word_space(run, fonts, space)),
    };
    let mut line = Line {
        out,
        fonts,
        size: run.size,
        scale,
        word_space,
        letter_space,
        apart: millionths(letter_space, run.size),
        widened: millionths(selected.word_space, run.size),
        selected,
        advanced: Length::ZERO,
        pen: 0,
        rise: Length::ZERO,
        array: Array::Closed,
        ready: None,
    };
    let mut glyphs = Vec::new();
    let mut start = 0;
    for part in &run.parts {
        let text = part.word_text(start);
        start = part.text_end();
        if let Some(id) = part.word {
            let written = words.word();
            // A written word has its letters where the font has them, or all as far apart: no need to look at its
            // glyphs, which are somewhere else in memory.
            let is_loose = run.tracking != Length::ZERO;
            if let Some(word) = written.filter(|word| word.letters.is_some() || !is_loose) {
                line.in_order(word.reversed, |line| {
                    let tracking = run.tracking * word.letters.map_or(0, i64::from);
                    line.word(word, run.drawn(word.width) + tracking);
                });
            } else {
                let shaped = words.glyphs_of(id);
                glyphs.clear();
                run.word_glyphs(shaped, text.clone(), &mut glyphs);
                let reversed = shaped.is_reversed();
                if reversed && written.is_none() {
                    line.backwards(face, first, &glyphs, &run.text);
                } else {
                    line.in_order(reversed, |line| {
                        line.glyphs(face, first, &glyphs, &run.text);
                    });
                }
            }
        }
        line.advanced += part.room();
        if part.ends_in_space() {
            match space {
                Some(space) => {
                    line.space(space, run.space.advance);
                    line.widen(space.program);
                }
                None => line.glyphs(face, first, &[run.space_glyph(text.end)], &run.text),
            }
        }
    }
    line.close();
    line.set_rise(Length::ZERO);
}

#[derive(PartialEq)]
enum Array {
    Closed,
    Open,
    InString,
}

struct Line<'a> {
    out: &'a mut Vec<u8>,
    fonts: &'a Fonts<'a>,
    selected: &'a mut Selected,
    size: Length,
    scale: i64,
    /// How much `Tw` is to widen spaces; `None` where the run has none that it widens.
    word_space: Option<i64>,
    /// How much `Tc` is to part letters, in thousandths of a point.
    letter_space: i64,
    /// The same in millionths of an em.
    apart: i64,
    /// How much wider the reader makes spaces, in millionths of an em.
    widened: i64,
    /// Where layout's pen is.
    advanced: Length,
    /// Where the reader's pen is, in millionths of an em.
    pen: i64,
    rise: Length,
    array: Array,
    /// The program for whose glyphs everything is set.
    ready: Option<ProgramId>,
}

impl Line<'_> {
    fn word(&mut self, word: Word<'_>, width: Length) {
        self.select(word.program);
        self.set_rise(Length::ZERO);
        self.begin_string(self.advanced);
        self.push(word, width);
    }

    /// Nobody sees where a space stands: inside a string, what it lacks is made good at the word after it.
    fn space(&mut self, space: Word<'_>, width: Length) {
        self.select(space.program);
        self.set_rise(Length::ZERO);
        if self.array != Array::InString {
            self.begin_string(self.advanced);
        }
        self.push(space, width);
    }

    fn push(&mut self, word: Word<'_>, width: Length) {
        self.out.extend_from_slice(word.string);
        let apart = self.apart * word.letters.map_or(0, i64::from);
        self.pen += word.advance * MILLIONTHS + apart;
        self.advanced += width;
    }

    fn glyphs(&mut self, face: &Face<'_>, first: ProgramId, glyphs: &[Glyph], text: &str) {
        for cluster in face.clusters(glyphs, text) {
            let together = glyphs.get(cluster.glyphs.clone()).unwrap_or_default();
            match self
                .fonts
                .telling(face, together, cluster.text, is_reversed(glyphs))
            {
                Some(programs) => {
                    for (glyph, program) in together.iter().zip(programs) {
                        self.glyph(glyph, program);
                    }
                }
                None => self.replaced(together, first, cluster.text),
            }
        }
    }

    /// Glyphs that stand in reverse and take more than one string: each for itself, in the order of
    /// their text.
    fn backwards(&mut self, face: &Face<'_>, first: ProgramId, glyphs: &[Glyph], text: &str) {
        let start = self.advanced;
        let mut places = Vec::with_capacity(glyphs.len());
        for glyph in glyphs {
            places.push(self.advanced);
            self.advanced += glyph.advance;
        }
        let end = self.advanced;
        let clusters: Vec<Cluster<'_>> = face.clusters(glyphs, text).collect();
        for cluster in clusters.into_iter().rev() {
            let together = glyphs.get(cluster.glyphs.clone()).unwrap_or_default();
            let at = places.get(cluster.glyphs.start).copied();
            match self.fonts.telling(face, together, cluster.text, true) {
                Some(programs) => {
                    let places = places.get(cluster.glyphs).unwrap_or_default();
                    let each = together.iter().zip(programs).zip(places);
                    for ((glyph, program), place) in each.collect::<Vec<_>>().into_iter().rev() {
                        self.advanced = *place;
                        self.glyph(glyph, program);
                    }
                }
                None => {
                    self.advanced = at.unwrap_or(start);
                    self.replaced(together, first, cluster.text);
                }
            }
        }
        self.advanced = end;
        // The reader's pen is far from where layout's is.
        self.close();
    }

    /// Shows glyphs in the order in which they are seen, and says where it is the reverse of their text's
    /// (ISO 32000-1, 14.8.2.3.3).
    fn in_order(&mut self, reversed: bool, show: impl FnOnce(&mut Self)) {
        if !reversed {
            return show(self);
        }
        self.mark(b"/ReversedChars BMC\n");
        show(self);
        self.mark(b"EMC\n");
    }

    /// Marked content begins or ends.
    fn mark(&mut self, mark: &[u8]) {
        self.close();
        self.out.extend_from_slice(mark);
    }

    fn glyph(&mut self, glyph: &Glyph, program: ProgramId) {
        let place = self.advanced + glyph.x_offset;
        self.advanced += glyph.advance;
        let Some(embedded) = self.fonts.program(program).glyph(glyph.id) else {
            return;
        };
        self.select(program);
        self.set_rise(glyph.y_offset);
        self.begin_string(place);
        embedded.code.push(self.out);
        self.pen += i64::from(embedded.width) * MILLIONTHS + self.apart;
        if embedded.code == Code::SPACE {
            self.pen += self.widened;
        }
    }

    /// The reader widened a space of this program, if it widens any.
    fn widen(&mut self, program: ProgramId) {
        if self.fonts.program(program).widens_spaces() {
            self.pen += self.widened;
        }
    }

    /// Brings the reader's pen to `place`, inside a string.
    fn begin_string(&mut self, place: Length) {
        // The reader's pen moves by parts of an em that are scaled with the glyphs.
        let millionths = place.scaled(1_000 * MILLIONTHS * NATURAL, self.scale);
        let place = divide(millionths.units(), self.size.units().max(1));
        let back = self.pen - place;
        if back.abs() > UNSEEN {
            let back = divide(back, MILLIONTHS);
            self.open();
            self.end_string();
            push_integer(self.out, back);
            self.pen -= back * MILLIONTHS;
        }
        if self.array != Array::InString {
            self.open();
            self.out.push(b'(');
            self.array = Array::InString;
        }
    }

    /// Glyphs that stand for other text than their program says (ISO 32000-1, 14.9.4).
    fn replaced(&mut self, glyphs: &[Glyph], program: ProgramId, text: &str) {
        self.close();
        self.out.extend(b"/Span <</ActualText <FEFF");
        for unit in text.encode_utf16() {
            push_hex(self.out, unit);
        }
        self.out.extend(b">>> BDC\n");
        glyphs.iter().for_each(|glyph| self.glyph(glyph, program));
        self.close();
        self.out.extend(b"EMC\n");
    }

    fn select(&mut self, id: ProgramId) {
        if self.ready == Some(id) {
            return;
        }
        self.ready = Some(id);
        if self.selected.scale != self.scale {
            self.close();
            self.selected.scale = self.scale;
            push_milli(self.out, self.scale * 100);
            self.out.extend(b" Tz\n");
        }
        if self.selected.letter_space != self.letter_space {
            self.close();
            self.selected.letter_space = self.letter_space;
            push_milli(self.out, self.letter_space);
            self.out.extend(b" Tc\n");
        }
        if let Some(wider) = self.word_space
            && self.selected.word_space != wider
        {
            self.close();
            self.selected.word_space = wider;
            self.widened = millionths(wider, self.size);
            push_milli(self.out, wider);
            self.out.extend(b" Tw\n");
        }
        if self.selected.font != Some((id, self.size)) {
            self.close();
            self.selected.font = Some((id, self.size));
            self.out.push(b'/');
            self.out.extend(self.fonts.program(id).resource.as_bytes());
            self.out.push(b' ');
            push_milli(self.out, milli(self.size));
            self.out.extend(b" Tf\n");
        }
    }

    fn set_rise(&mut self, rise: Length) {
        if rise != self.rise {
            self.close();
            push_milli(self.out, milli(rise));
            self.out.extend(b" Ts\n");
            self.rise = rise;
        }
    }

    fn open(&mut self) {
        if self.array == Array::Closed {
            self.out.push(b'[');
            self.array = Array::Open;
        }
    }

    fn end_string(&mut self) {
        if self.array == Array::InString {
            self.out.push(b')');
            self.array = Array::Open;
        }
    }

    fn close(&mut self) {
        self.end_string();
        if self.array == Array::Open {
            self.out.extend(b"] TJ\n");
            self.array = Array::Closed;
        }
    }
}
