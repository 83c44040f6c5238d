//! How the first paragraph of a chapter begins: with a capital that is three lines high, or with its first words
//! in small capitals.

use unicode_normalization::char::is_combining_mark;

use super::compose::Composer;
use super::font::Family;
use super::frame::TextPosition;
use super::length::Length;
use super::paragraph::Text;
use super::segment::{Content, Piece};
use super::shape::Way;
use super::style::{Letters, TextStyle};
use crate::document::Form;

/// A capital that is several lines high, the first piece of its text.
#[derive(Clone, Copy, Debug)]
pub struct Initial {
    /// Lines that begin beside it, the first included.
    pub lines: usize,
    /// How far it is moved out, so that its stem, and not the room beside it, stands at the edge of the text.
    pub out: Length,
    /// What it looks like where there are fewer.
    pub plain: TextStyle,
}

/// Lines that an initial is high.
const LINES: usize = 3;
/// The most of the measure that it may take: two fifths.
const MOST: (i64, i64) = (2, 5);
/// Between it and the text beside it, in thousandths of its em.
const GAP: i64 = 35;

/// The most words in small capitals, and the most letters of them.
const WORDS: usize = 4;
const LETTERS: usize = 20;
/// Between the small capitals of an opening, in thousandths of an em.
const LETTERSPACING: i64 = 40;

impl Composer<'_, '_> {
    /// Makes the first words of a chapter what the book and its layout ask for.
    pub fn begin(&mut self, text: &mut Text, measure: Length) {
        let document = self.book.document();
        let drop_caps = document.metadata.makeup.drop_caps;
        let small_caps = self.spec.small_cap_openings && document.form() == Form::Book;
        if !(drop_caps || small_caps) || self.setter().running(text) == Some(true) {
            return;
        }
        join_lines(text);
        if drop_caps && let Some((length, style, initial)) = self.drop_cap(text, measure) {
            split(text, 0, length);
            if let Some(piece) = text.pieces.first_mut() {
                piece.style = style;
            }
            text.initial = Some(initial);
        }
        if small_caps {
            self.small_caps(text, usize::from(text.initial.is_some()));
        }
    }

    /// The initial that a text begins with, the quotation marks before it included: how many bytes it takes, and what it
    /// looks like. `None` where the text begins with no capital, or there is no room for it.
    fn drop_cap(&mut self, text: &Text, measure: Length) -> Option<(usize, TextStyle, Initial)> {
        let piece = text.pieces.first()?;
        let length = capital(piece)?;
        let plain = piece.style;
        if plain.family == Family::Mono || plain.struck || plain.rise != Length::ZERO {
            return None;
        }
        let fonts = self.shaper.fonts();
        let id = fonts.find(plain.family, plain.bold, plain.italic);
        let face = fonts.face(id);
        // From the top of the first line's capitals to the last line's baseline.
        let drop = plain.leading * (i64::try_from(LINES).unwrap_or(1) - 1);
        let style = TextStyle {
            size: plain.size + drop.scaled(face.units_per_em(), face.cap_height()),
            rise: plain.rise - drop,
            letterspacing: GAP,
            ..plain
        };
        let begins = piece.content.text().get(..length)?;
        let known = self.shaper.shape(id, Way::default(), &style, begins);
        let width = self.shaper.width(id, Way::default(), &style, known);
        if width * MOST.1 > measure * MOST.0 {
            return None;
        }
        let of = |units: i64| style.size.scaled(units, face.units_per_em());
        let (bearing, _) = face.bearing_and_depth(begins.chars().next()?);
        let depths = begins.chars().map(|c| face.bearing_and_depth(c).1);
        // The tail of a Q, or a low quotation mark, would strike through the line below it.
        let has_tail = of(depths.max().unwrap_or(0)) > plain.leading / 4;
        let initial = Initial {
            lines: LINES + usize::from(has_tail),
            out: of(bearing),
            plain,
        };
        Some((length, style, initial))
    }

    /// Sets the first words of the piece `at` in small capitals, as far as a phrase or a few words go and the face has
    /// them.
    fn small_caps(&mut self, text: &mut Text, at: usize) {
        let Some(piece) = text.pieces.get(at) else {
            return;
        };
        let Content::Text(words) = &piece.content else {
            return;
        };
        let length = first_words(words);
        let words = &words[..length];
        let style = TextStyle {
            letterspacing: LETTERSPACING,
            ..piece.style.small_caps()
        };
        if words.is_empty() || style.family == Family::Mono || !self.has_small_caps(&style, words) {
            return;
        }
        split(text, at, length);
        if let Some(piece) = text.pieces.get_mut(at) {
            piece.style = style;
        }
    }

    /// Whether a face has a small capital for every small letter of `words`.
    fn has_small_caps(&mut self, style: &TextStyle, words: &str) -> bool {
        let fonts = self.shaper.fonts();
        let face = fonts.find(style.family, style.bold, style.italic);
        let as_written = TextStyle {
            letters: Letters::AsWritten,
            ..*style
        };
        let mut small = words.chars().filter(|c| c.is_lowercase());
        small.all(|letter| {
            let letter = letter.to_string();
            let [other, usual] = [style, &as_written]
                .map(|style| self.shaper.shape(face, Way::default(), style, &letter));
            self.shaper.first_glyph(other) != self.shaper.first_glyph(usual)
        })
    }
}

impl Text {
    /// The same, with its first letter like the others.
    pub fn without_initial(&self, initial: Initial) -> Text {
        let mut text = self.clone();
        text.initial = None;
        if let Some(first) = text.pieces.first_mut() {
            first.style = initial.plain;
        }
        text
    }
}

/// What may stand before the letter and is as large.
const MARKS: &str = "“”‘’„‚«»‹›\"'([¡¿";

/// How many bytes a capital at the beginning of a piece takes, with the marks around it.
fn capital(piece: &Piece) -> Option<usize> {
    let Content::Text(text) = &piece.content else {
        return None;
    };
    let letter = text.find(|c| !MARKS.contains(c))?;
    let mut rest = text[letter..].chars();
    let first = rest.next().filter(|c| c.is_uppercase())?;
    let marks = rest.take_while(|c| is_combining_mark(*c));
    let length = letter + first.len_utf8() + marks.map(char::len_utf8).sum::<usize>();
    // A letter alone is a word; an initial is part of one, or before one.
    (length < text.len()).then_some(length)
}

/// Where a line of the source ends makes no difference to the first words.
fn join_lines(text: &mut Text) {
    const ENOUGH: usize = 100;
    loop {
        let [first, end, next, ..] = &mut text.pieces[..] else {
            return;
        };
        let alike = first.style == next.style
            && first.owner == next.owner
            && first.link == next.link
            && first.hyphenator.is_none()
            && next.hyphenator.is_none();
        let (Content::Text(words), Content::SoftBreak, Content::Text(more)) =
            (&mut first.content, &end.content, &next.content)
        else {
            return;
        };
        if !alike || words.len() > ENOUGH {
            return;
        }
        words.push(' ');
        words.push_str(more);
        text.pieces.drain(1..3);
    }
}

/// The bytes of a text's first words: to the first sign that parts phrases, and no further than a few words go.
fn first_words(text: &str) -> usize {
    let (mut start, mut end, mut words, mut letters) = (0, 0, 0, 0);
    for word in text.split_inclusive(' ') {
        let bare = word.trim_end();
        let phrase = bare.trim_end_matches(|c: char| !c.is_alphanumeric() && !is_combining_mark(c));
        // Scripts without capitals have no small ones.
        if !phrase
            .chars()
            .all(|c| !c.is_alphabetic() || c.is_lowercase() || c.is_uppercase())
        {
            return 0;
        }
        letters += phrase.chars().count();
        if words == WORDS || (words > 0 && letters > LETTERS) {
            break;
        }
        end = start + phrase.len();
        start += word.len();
        words += 1;
        if phrase.len() < bare.len() {
            break;
        }
    }
    end
}

/// Parts the piece `at` after so many bytes.
fn split(text: &mut Text, at: usize, length: usize) {
    let Some(piece) = text.pieces.get_mut(at) else {
        return;
    };
    let Content::Text(words) = &mut piece.content else {
        return;
    };
    if length >= words.len() {
        return;
    }
    let rest = words.split_off(length);
    let source = piece.source.map(|source| TextPosition {
        offset: source.offset + length,
        ..source
    });
    let rest = Piece {
        content: Content::Text(rest),
        source,
        ..piece.clone()
    };
    text.pieces.insert(at + 1, rest);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_phrase_or_a_few_words_open_a_chapter() {
        let opening = |text: &'static str| &text[..first_words(text)];
        assert_eq!(
            opening("The tide was out and the quay empty."),
            "The tide was out"
        );
        assert_eq!(opening("By noon, the stones are washed."), "By noon");
        assert_eq!(opening("“Where are you?” she asks."), "“Where are you");
        assert_eq!(
            opening("Unvorhergesehenerweise regnete es."),
            "Unvorhergesehenerweise"
        );
        assert_eq!(
            opening("Harbourmasters everywhere agree."),
            "Harbourmasters"
        );
        assert_eq!(opening("Ωμέγα και άλφα, είπε."), "Ωμέγα και άλφα");
        // Neither has capitals.
        assert_eq!(opening("潮が引いた。"), "");
        assert_eq!(opening("انحسر المد عن الميناء"), "");
        assert_eq!(opening("— said she"), "");
        assert_eq!(opening(""), "");
    }
}
