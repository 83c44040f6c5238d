//! A stretch of text between two breaks becomes words and spaces: which face sets what, glyph by glyph
//! where it must be, and what stands in for characters that no face has.

use std::ops::Range;

use icu_segmenter::GraphemeClusterSegmenter;

use super::bidi::{BidiLevel, base};
use super::font::{FaceId, Family};
use super::length::Length;
use super::script;
use super::segment::{Content, MissingGlyph, Piece, Room, Segment, SegmentKind};
use super::shape::{Known, Shaper, Tray, Way};

/// Cuts a piece into words and spaces, a face and a direction each.
pub struct Cutter<'a, 's, 'f> {
    piece: &'a Piece,
    index: usize,
    shaper: &'s mut Shaper<'f>,
    missing: &'a mut Vec<MissingGlyph>,
    language: Option<[u8; 2]>,
    /// The face that the piece's style asks for.
    wanted: FaceId,
    tray: Tray,
    /// The glyph and the width of its space.
    space: (u16, Length),
    /// Where the segments go.
    pub out: &'a mut Vec<Segment>,
    /// The level of embedding.
    pub level: BidiLevel,
}

/// Longer stretches come once.
const LONGEST_KNOWN: usize = 64;

/// What is shown for a character that no face has: nobody takes it for a sign of the text. It keeps the
/// character's text.
const STAND_IN: char = '\u{fffd}';

/// What a character is to the cutter.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Class {
    Space,
    Ignored,
    /// No face has it.
    Missing,
    Set(FaceId),
    /// A square of its own.
    Square(FaceId),
}

impl<'a, 's, 'f> Cutter<'a, 's, 'f> {
    /// A cutter for the piece of that number in its paragraph, in a language (ISO 639-1). Segments go to `out`,
    /// characters that cannot be set to `missing`.
    pub fn new(
        (index, piece): (usize, &'a Piece),
        language: Option<[u8; 2]>,
        shaper: &'s mut Shaper<'f>,
        missing: &'a mut Vec<MissingGlyph>,
        out: &'a mut Vec<Segment>,
    ) -> Cutter<'a, 's, 'f> {
        let style = &piece.style;
        let wanted = shaper.fonts().find(style.family, style.bold, style.italic);
        Cutter {
            tray: shaper.tray(wanted, style),
            space: shaper.space(wanted, style),
            piece,
            index,
            shaper,
            missing,
            language,
            wanted,
            out,
            level: base(false),
        }
    }

    /// What is known of a word between two places where a line may end.
    #[inline]
    pub fn look_up(&self, range: Range<usize>) -> Option<Known> {
        let content = self.piece.content.text();
        let word = self.word_in(content, range);
        self.shaper.covered(self.tray, content, word)
    }

    /// The word in a stretch, without the space after it; all of it in code, where a space is a letter.
    #[inline]
    fn word_in(&self, content: &str, range: Range<usize>) -> Range<usize> {
        let last = range.end.saturating_sub(1);
        let ends_in_space = range.start < range.end && content.as_bytes().get(last) == Some(&b' ');
        match ends_in_space && self.piece.style.family != Family::Mono {
            true => range.start..last,
            false => range,
        }
    }

    /// Cuts some bytes of the piece, between two places where a line may end. What is `known` of their word
    /// need not be looked up.
    pub fn cut(&mut self, range: Range<usize>, known: Option<Known>) {
        match self.piece.content {
            Content::Break => self.push(range, Length::ZERO, SegmentKind::Break),
            Content::Picture { width, .. } => self.push(range, width, SegmentKind::Picture),
            Content::Text(_) | Content::SoftBreak | Content::NoteMark { .. } => {
                self.cut_text(range, known)
            }
        }
    }

    fn cut_text(&mut self, range: Range<usize>, known: Option<Known>) {
        let wanted = self.wanted;
        if !self.level.is_rtl() && self.cut_word(range.clone(), known) {
            return;
        }
        let text = &self.piece.content.text()[range.clone()];
        let mut run: Option<(Class, usize)> = None;
        let mut start = 0;
        for end in self.units(text, wanted) {
            let current = run.map(|(class, _)| class);
            let at = range.start + start..range.start + end;
            let class = self.class(&text[start..end], at, wanted, current);
            // Every character without a glyph gets a sign of its own.
            if current != Some(class) || matches!(class, Class::Missing | Class::Square(_)) {
                if let Some((before, from)) = run {
                    self.finish(before, range.start + from..range.start + start, wanted);
                }
                run = Some((class, start));
            }
            start = end;
        }
        if let Some((class, from)) = run {
            self.finish(class, range.start + from..range.end, wanted);
        }
    }

    /// Where what readers take for one character ends, again and again; where no face has all of one,
    /// each of its characters is for itself.
    fn units(&self, text: &str, wanted: FaceId) -> Vec<usize> {
        let mut ends = Vec::with_capacity(text.len());
        let mut start = 0;
        for end in clusters(text) {
            let cluster = text.get(start..end).unwrap_or_default();
            let is_single = cluster.chars().nth(1).is_none();
            if !is_single && self.shaper.fonts().covering(wanted, cluster).is_none() {
                ends.extend(cluster.char_indices().skip(1).map(|(at, _)| start + at));
            }
            ends.push(end);
            start = end;
        }
        ends
    }

    /// Cuts a word that was met before or that is plain, and the space after it, without a look at each
    /// of its characters. Says whether it could.
    fn cut_word(&mut self, range: Range<usize>, known: Option<Known>) -> bool {
        let wanted = self.wanted;
        let content = self.piece.content.text();
        let word = self.word_in(content, range.clone());
        let known = known
            .or_else(|| self.look_up(range.clone()))
            .or_else(|| self.shape_plain(&content[word.clone()], word.clone(), wanted));
        let Some(known) = known else {
            return false;
        };
        self.push_word(word.clone(), wanted, Way::default(), known);
        if word.end < range.end {
            self.finish(Class::Space, word.end..range.end, wanted);
        }
        true
    }

    /// The glyphs of a word of plain signs that stand for themselves, each a cluster, where the wanted
    /// face has them all.
    fn shape_plain(&mut self, word: &str, at: Range<usize>, wanted: FaceId) -> Option<Known> {
        let plain = |c: char| c.is_ascii_graphic() || matches!(c, '“' | '”' | '‘' | '’' | '—');
        let squares = matches!(&self.language, Some(code) if code == b"zh" || code == b"ja");
        if squares
            || word.is_empty()
            || word.len() > LONGEST_KNOWN
            || !word.chars().all(plain)
            || self.is_beside_squares(&at)
        {
            return None;
        }
        let style = &self.piece.style;
        self.shaper.shape_whole(wanted, style, word)
    }

    /// What `cluster` is, which stands at these bytes of the piece and after something of class
    /// `current`.
    fn class(
        &mut self,
        cluster: &str,
        at: Range<usize>,
        wanted: FaceId,
        current: Option<Class>,
    ) -> Class {
        let mut characters = cluster.chars();
        let first = characters.next().unwrap_or(' ');
        let alone = characters.next().is_none();
        match first {
            // In code every space counts and none stretches.
            ' ' | '\u{a0}' if alone && self.piece.style.family == Family::Mono => {
                Class::Set(wanted)
            }
            ' ' | '\t' | '\n' | '\u{a0}' if alone => Class::Space,
            // Breaks and directions are known by now; the characters themselves show nothing.
            '\u{200b}'
            | '\u{200e}'
            | '\u{200f}'
            | '\u{61c}'
            | '\u{202a}'..='\u{202e}'
            | '\u{2060}'
            | '\u{2066}'..='\u{2069}'
            | '\u{feff}' => Class::Ignored,
            // Soft hyphens, joiners and marks stay with what they join.
            '\u{ad}'
            | '\u{200c}'
            | '\u{200d}'
            | '\u{300}'..='\u{36f}'
            | '\u{fe00}'..='\u{fe0f}' => match current {
                Some(Class::Set(face)) => Class::Set(face),
                _ => Class::Set(wanted),
            },
            first if script::is_shared(first) && self.is_beside_squares(&at) => {
                match self.shaper.fonts().given_having(wanted, first) {
                    Some(face) => Class::Square(face),
                    None => Class::Set(wanted),
                }
            }
            first => match self.shaper.fonts().covering(wanted, cluster) {
                Some(face) if script::is_square(first) => Class::Square(face),
                Some(face) => Class::Set(face),
                None => Class::Missing,
            },
        }
    }

    /// Whether a sign belongs to Chinese or Japanese text, by its neighbours: by the one it closes or the
    /// one it opens where the language leaves it open.
    fn is_beside_squares(&self, at: &Range<usize>) -> bool {
        let text = self.piece.content.text();
        let before = text
            .get(..at.start)
            .and_then(|text| text.chars().next_back());
        let after = text.get(at.end..).and_then(|text| text.chars().next());
        let square = |c: Option<char>| c.is_some_and(script::is_square);
        let writes_squares =
            matches!(&self.language, Some(language) if language == b"zh" || language == b"ja");
        let shared = |c: Option<char>| writes_squares && c.is_some_and(script::is_shared);
        square(before) || square(after) || shared(before) || shared(after)
    }

    fn finish(&mut self, class: Class, range: Range<usize>, wanted: FaceId) {
        let style = &self.piece.style;
        match class {
            Class::Ignored => {}
            Class::Space => {
                let ((glyph, width), face) = (self.space, self.wanted);
                self.push(range, width, SegmentKind::Space { face, glyph });
            }
            Class::Missing => self.push_missing(range, wanted),
            Class::Set(face) | Class::Square(face) => {
                let text = &self.piece.content.text()[range.clone()];
                let way = Way {
                    rtl: self.level.is_rtl(),
                    joined: text
                        .chars()
                        .find(|c| c.is_alphabetic())
                        .is_some_and(script::is_joined),
                    half: false,
                };
                let plain = way == Way::default() && face == wanted;
                if plain && text.len() <= LONGEST_KNOWN {
                    self.shaper.shape_whole(face, style, text);
                }
                let shaped = self.shaper.shape(face, way, style, text);
                let lacks = !self.shaper.is_whole(shaped);
                match lacks && text.chars().nth(1).is_some() {
                    true => self.set_apart(range, face, way, wanted),
                    false if lacks => self.push_missing(range, wanted),
                    false => self.push_word(range, face, way, shaped),
                }
            }
        }
    }

    /// Shaping may ask for glyphs that the face does not have, though it has the characters. Sets every
    /// character of such a word by itself, and a sign for those that are not whole.
    fn set_apart(&mut self, range: Range<usize>, face: FaceId, way: Way, wanted: FaceId) {
        let text = &self.piece.content.text()[range.clone()];
        let mut start = 0;
        let mut whole = 0;
        let ends: Vec<usize> = clusters(text).collect();
        for end in ends {
            let cluster = &text[start..end];
            let shaped = self.shaper.shape(face, way, &self.piece.style, cluster);
            if !self.shaper.is_whole(shaped) {
                self.push_shaped(range.start + whole..range.start + start, face, way);
                self.push_missing(range.start + start..range.start + end, wanted);
                whole = end;
            }
            start = end;
        }
        self.push_shaped(range.start + whole..range.end, face, way);
    }

    fn push_shaped(&mut self, range: Range<usize>, face: FaceId, way: Way) {
        if !range.is_empty() {
            let text = &self.piece.content.text()[range.clone()];
            let shaped = self.shaper.shape(face, way, &self.piece.style, text);
            self.push_word(range, face, way, shaped);
        }
    }

    fn push_missing(&mut self, range: Range<usize>, wanted: FaceId) {
        let cluster = &self.piece.content.text()[range.clone()];
        if let Some(character) = cluster.chars().next() {
            let span = self.piece.span;
            self.missing.push(MissingGlyph { character, span });
        }
        if let Some(face) = self.shaper.fonts().having(wanted, STAND_IN) {
            let style = &self.piece.style;
            let shaped = self.shaper.stand_in(face, style, STAND_IN, cluster);
            self.push_word(range, face, Way::default(), shaped);
        }
    }

    fn push_word(&mut self, range: Range<usize>, face: FaceId, way: Way, known: Known) {
        let width = self.shaper.width(face, way, &self.piece.style, known);
        let word = known.word;
        self.push(range, width, SegmentKind::Word { face, way, word });
    }

    fn push(&mut self, range: Range<usize>, width: Length, kind: SegmentKind) {
        self.out.push(Segment {
            piece: self.index,
            range,
            width,
            kind,
            break_after: false,
            in_address: false,
            level: self.level,
            room: Room::default(),
        });
    }
}

/// Where what readers take for one character ends (UAX 29), again and again.
fn clusters(text: &str) -> impl Iterator<Item = usize> + '_ {
    let plain = text.is_ascii().then_some(1..=text.len());
    let other = plain.is_none().then(|| {
        let ends = GraphemeClusterSegmenter::new().segment_str(text);
        ends.filter(|end| *end > 0)
    });
    plain
        .into_iter()
        .flatten()
        .chain(other.into_iter().flatten())
}
