//! How the first paragraph of a chapter begins: with a capital that is three lines high, or with its first words
//! in small capitals.

use unicode_normalization::char::is_combining_mark;

use super::compose::Composer;
use super::font::Family;
use super::frame::TextPosition;
use super::length::Length;
use super::paragraph::Text;
use super::segment::{Content, Piece};
use super::style::TextStyle;
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
/// The most of the measure that it may take, as a part of so many.
const WIDEST: i64 = 2;
/// Between it and the text beside it, in thousandths of its em.
const GAP: i64 = 35;

/// The most words in small capitals, and the most letters of them.
const WORDS: usize = 4;
const LETTERS: usize = 20;
/// Between the small capitals of an opening, in thousandths of an em.
const LETTERSPACING: i64 = 40;

impl Composer<'_, '_> {
    /// Makes the first words of a chapter what the book and its layout ask for.
    pub fn begin(&self, text: &mut Text, measure: Length) {
        let document = self.book.document();
        if document.metadata.makeup.drop_caps
            && let Some((length, style, initial)) = self.drop_cap(text, measure)
        {
            split(text, 0, length);
            if let Some(piece) = text.pieces.first_mut() {
                piece.style = style;
            }
            text.initial = Some(initial);
        }
        if self.spec.small_cap_openings && document.form() == Form::Book {
            small_caps(text, usize::from(text.initial.is_some()));
        }
    }

    /// The initial that a text begins with, the quotation marks before it included: how many bytes it takes, and what it
    /// looks like. `None` where the text begins with no capital, or there is no room for it.
    fn drop_cap(&self, text: &Text, measure: Length) -> Option<(usize, TextStyle, Initial)> {
        let piece = text.pieces.first()?;
        let length = capital(piece)?;
        let plain = piece.style;
        if plain.family == Family::Mono {
            return None;
        }
        let fonts = self.shaper.fonts();
        let face = fonts.face(fonts.find(plain.family, plain.bold, plain.italic));
        // From the top of the first line's capitals to the last line's baseline.
        let drop = plain.leading * (i64::try_from(LINES).unwrap_or(1) - 1);
        let size = plain.size + drop.scaled(face.units_per_em(), face.cap_height());
        let marks_and_letter = piece.content.text().get(..length)?;
        // Hardly a capital is wider than it is high.
        let letters = i64::try_from(marks_and_letter.chars().count()).unwrap_or(0);
        if size * letters * WIDEST > measure {
            return None;
        }
        let (bearing, _) = face.bearing_and_depth(marks_and_letter.chars().next()?);
        let (_, depth) = face.bearing_and_depth(marks_and_letter.chars().next_back()?);
        let of = |units: i64| size.scaled(units, face.units_per_em());
        // The tail of a Q would strike through the line below it.
        let has_tail = of(depth) > plain.leading / 4;
        let lines = LINES + usize::from(has_tail);
        let style = TextStyle {
            size,
            rise: plain.rise - drop,
            letterspacing: GAP,
            ..plain
        };
        let out = of(bearing);
        Some((length, style, Initial { lines, out, plain }))
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

/// How many bytes a capital at the beginning of a piece takes, with the marks around it.
fn capital(piece: &Piece) -> Option<usize> {
    let Content::Text(text) = &piece.content else {
        return None;
    };
    let letter = text.find(char::is_alphanumeric)?;
    let mut rest = text[letter..].chars();
    let first = rest.next().filter(|c| c.is_uppercase())?;
    if text[..letter].contains(char::is_whitespace) {
        return None;
    }
    let marks = rest.take_while(|c| is_combining_mark(*c));
    let length = letter + first.len_utf8() + marks.map(char::len_utf8).sum::<usize>();
    // A letter alone is a word; an initial is part of one, or before one.
    (length < text.len()).then_some(length)
}

/// Sets the first words of the piece `at` in small capitals, as far as a phrase or a few words go.
fn small_caps(text: &mut Text, at: usize) {
    let Some(piece) = text.pieces.get(at) else {
        return;
    };
    let Content::Text(words) = &piece.content else {
        return;
    };
    let length = first_words(words);
    // Few faces have italic small capitals, and code is not spelt otherwise.
    if length == 0 || piece.style.italic || piece.style.family == Family::Mono {
        return;
    }
    if length < words.len() {
        split(text, at, length);
    }
    if let Some(piece) = text.pieces.get_mut(at) {
        piece.style = TextStyle {
            letterspacing: LETTERSPACING,
            ..piece.style.small_caps()
        };
    }
}

/// The bytes of a text's first words: to the first sign that parts phrases, and no further than a few words go.
fn first_words(text: &str) -> usize {
    let (mut start, mut end, mut words, mut letters) = (0, 0, 0, 0);
    for word in text.split_inclusive(' ') {
        let bare = word.trim_end();
        let phrase = bare.trim_end_matches(|c: char| !c.is_alphanumeric());
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
