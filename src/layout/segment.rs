//! Text of a paragraph becomes segments: words, spaces and breaks, each shaped and measured.

use std::ops::Range;
use std::sync::Arc;

use icu_segmenter::GraphemeClusterSegmenter;

use super::bidi::{BidiLevel, base, levels};
use super::binding::{FRENCH, Space, space_between};
use super::font::{FaceId, Family};
use super::frame::{Owner, Shaped, TextPosition};
use super::hyphenate::Hyphenator;
use super::length::Length;
use super::opportunity::opportunities;
use super::script;
use super::shape::{Shaper, Way};
use super::style::TextStyle;
use crate::source::Span;

/// What a paragraph is made of: pieces of one style that belong to one element.
#[derive(Clone, Debug)]
pub struct Piece {
    /// What it is.
    pub content: Content,
    /// What it looks like.
    pub style: TextStyle,
    /// Whose it is in the structure.
    pub owner: Owner,
    /// Where it stands in the manuscript's text; `None` for text that layout adds.
    pub source: Option<TextPosition>,
    /// Where it stands in the source file.
    pub span: Span,
    /// The link it is part of, as an index into the paragraph's links.
    pub link: Option<usize>,
    /// What divides its words, where its language is not the paragraph's.
    pub hyphenator: Option<Hyphenator>,
}

/// The content of a piece.
#[derive(Clone, Debug)]
pub enum Content {
    /// Text.
    Text(String),
    /// The end of a line of the source, where a space goes.
    SoftBreak,
    /// The end of a line.
    Break,
    /// A picture as wide as said, standing on the baseline: an index into the paragraph's
    /// pictures.
    Picture {
        /// Which.
        index: usize,
        /// How wide.
        width: Length,
    },
    /// The mark of a note; its text is the number.
    NoteMark {
        /// Which note stands at the foot of this page; only its first reference says so.
        note: Option<usize>,
        /// The number as it is printed.
        text: String,
    },
}

impl Content {
    /// The text of the piece as far as line breaking is concerned.
    pub fn text(&self) -> &str {
        match self {
            Content::Text(text) | Content::NoteMark { text, .. } => text,
            Content::SoftBreak => " ",
            Content::Break => "\n",
            // The object replacement character: breaks are allowed around it (UAX 14, class CB).
            Content::Picture { .. } => "\u{fffc}",
        }
    }
}

/// A part of a piece that lines are made of.
#[derive(Clone, Debug)]
pub struct Segment {
    /// The piece it is part of.
    pub piece: usize,
    /// Its bytes of the piece's text.
    pub range: Range<usize>,
    /// Its natural width.
    pub width: Length,
    /// What it is.
    pub kind: SegmentKind,
    /// Whether a line may end after it.
    pub break_after: bool,
    /// Whether it is part of an address: then a hyphen in it would be taken for the address's own.
    pub in_address: bool,
    /// The level of embedding: odd where it runs from right to left.
    pub level: BidiLevel,
    /// Room between it and the next one, where both stand on one line.
    pub room: Room,
}

/// Room that is no space of the text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Room {
    /// How wide it is.
    pub width: Length,
    /// It stretches and shrinks as a space of this width does.
    pub give: Length,
}

/// What a segment is.
#[derive(Clone, Debug)]
pub enum SegmentKind {
    /// Glyphs of one face.
    Word {
        /// The face.
        face: FaceId,
        /// How they are set.
        way: Way,
        /// The glyphs.
        shaped: Arc<Shaped>,
    },
    /// A space that stretches and shrinks.
    Space {
        /// The face whose space it is.
        face: FaceId,
    },
    /// The end of a line.
    Break,
    /// A picture.
    Picture,
}

/// A character that no face has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MissingGlyph {
    /// The character.
    pub character: char,
    /// Where the text with it stands.
    pub span: Span,
}

/// What is the same for all pieces of a paragraph.
#[derive(Clone, Copy)]
pub struct Manner {
    /// Knows their language where they have none of their own.
    pub hyphenator: Hyphenator,
    /// Which way the paragraph runs, where any of it runs from right to left.
    pub right_to_left: Option<bool>,
}

/// Parts `pieces` into segments. Characters that cannot be set go to `missing`.
pub fn segments(
    pieces: &[Piece],
    manner: Manner,
    shaper: &mut Shaper<'_>,
    missing: &mut Vec<MissingGlyph>,
) -> Vec<Segment> {
    let hyphenator = manner.hyphenator;
    let text: String = pieces.iter().map(|piece| piece.content.text()).collect();
    let levels = manner.right_to_left.map(|rtl| levels(&text, rtl));
    let mut breaks = opportunities(&text, hyphenator.language());
    let thin = bind(&text, &mut breaks, &languages(pieces, hyphenator));
    let mut segments: Vec<Segment> = Vec::with_capacity(text.len() / 3);
    let mut breaks = breaks.into_iter().peekable();
    let mut piece_start = 0;
    for (index, piece) in pieces.iter().enumerate() {
        let content = piece.content.text();
        let mut at = 0;
        while at < content.len() {
            while breaks.next_if(|next| *next <= piece_start + at).is_some() {}
            let until = breaks
                .peek()
                .map_or(content.len(), |next| next - piece_start);
            let end = until.min(content.len());
            let mut cutter = Cutter {
                piece,
                index,
                shaper,
                missing,
                out: &mut segments,
                language: piece.hyphenator.unwrap_or(hyphenator).language(),
                level: base(false),
            };
            match &levels {
                None => cutter.cut(at..end),
                Some(levels) => {
                    let of_unit = levels.get(piece_start + at..piece_start + end);
                    let mut from = at;
                    for run in of_unit.unwrap_or_default().chunk_by(|a, b| a == b) {
                        cutter.level = run.first().copied().unwrap_or(base(false));
                        cutter.cut(from..from + run.len());
                        from += run.len();
                    }
                }
            }
            if until <= content.len()
                && let Some(last) = segments.last_mut()
            {
                last.break_after = true;
            }
            at = end;
        }
        piece_start += content.len();
    }
    if !thin.is_empty() {
        narrow(pieces, &thin, &mut segments);
    }
    merge_spaces(&mut segments);
    if script::wants_room(&text) {
        give_room(pieces, &mut segments, shaper);
    }
    if SIGNS_OF_ADDRESSES.iter().any(|sign| text.contains(sign)) {
        mark_addresses(pieces, &mut segments);
    }
    segments
}

/// Where the pieces of one language begin in the text.
fn languages(pieces: &[Piece], hyphenator: Hyphenator) -> Vec<(usize, Option<[u8; 2]>)> {
    let mut start = 0;
    let mut found: Vec<(usize, Option<[u8; 2]>)> = Vec::new();
    for piece in pieces {
        let language = piece.hyphenator.unwrap_or(hyphenator).language();
        if found.last().is_none_or(|(_, last)| *last != language) {
            found.push((start, language));
        }
        start += piece.content.text().len();
    }
    found
}

/// Takes away the breaks at spaces that belong to what stands beside them. Gives the ends of those
/// that are thin, in order.
fn bind(text: &str, breaks: &mut Vec<usize>, languages: &[(usize, Option<[u8; 2]>)]) -> Vec<usize> {
    let is_space = |c: char| matches!(c, ' ' | '\n' | '\u{a0}');
    let space = |at: usize| {
        let before = text.get(..at)?.strip_suffix(' ')?.rsplit(is_space).next()?;
        let after = text.get(at..)?.split(is_space).next()?;
        let begun = languages.partition_point(|(start, _)| *start < at);
        let language = languages.get(begun.checked_sub(1)?)?.1;
        Some(space_between(before, after, language))
    };
    // Between two words in small letters nothing is bound, in no language.
    let small = |at: &usize| {
        let around = text.as_bytes().get(at.wrapping_sub(2)..at.wrapping_add(1));
        matches!(around, Some([b'a'..=b'z', b' ', b'a'..=b'z']))
    };
    breaks.retain(|at| small(at) || space(*at).is_none_or(|space| space == Space::Free));
    if !languages.iter().any(|(_, language)| *language == FRENCH) {
        return Vec::new();
    }
    let ends = text.match_indices(' ').map(|(at, _)| at + 1);
    ends.filter(|at| space(*at) == Some(Space::Thin)).collect()
}

/// Makes the spaces that end at `thin` places of the text half as wide.
fn narrow(pieces: &[Piece], thin: &[usize], segments: &mut [Segment]) {
    let mut start = 0;
    let starts: Vec<usize> = pieces
        .iter()
        .map(|piece| {
            start += piece.content.text().len();
            start - piece.content.text().len()
        })
        .collect();
    for segment in segments {
        let end = starts[segment.piece] + segment.range.end;
        if matches!(segment.kind, SegmentKind::Space { .. }) && thin.binary_search(&end).is_ok() {
            segment.width = segment.width / 2;
        }
    }
}

/// Spaces side by side count as one: the later ones get no width.
fn merge_spaces(segments: &mut [Segment]) {
    let mut after_space = false;
    for segment in segments {
        let space = matches!(segment.kind, SegmentKind::Space { .. });
        if space && after_space {
            segment.width = Length::ZERO;
        }
        after_space = space;
    }
}

/// Lets the lines of scripts without spaces stretch between their squares or words, and parts foreign
/// words from squares. Punctuation beside other punctuation does with half its square, where its font
/// knows how.
fn give_room(pieces: &[Piece], segments: &mut [Segment], shaper: &mut Shaper<'_>) {
    let text = |segment: &Segment| &pieces[segment.piece].content.text()[segment.range.clone()];
    let is_word = |segment: &Segment| matches!(segment.kind, SegmentKind::Word { .. });
    let mut halved = false;
    close_source_lines(pieces, segments);
    for at in 1..segments.len() {
        let (before, after) = (&segments[at - 1], &segments[at]);
        if !is_word(before) || !is_word(after) {
            halved = false;
            continue;
        }
        let ends = text(before).chars().next_back().unwrap_or(' ');
        let begins = text(after).chars().next().unwrap_or(' ');
        let em = pieces[before.piece].style.size;
        segments[at - 1].room = room_between(ends, begins, before.break_after, em);
        if !(script::is_square(ends) || script::is_shared(ends)) {
            halved = false;
            continue;
        }
        let half = match (script::empty_half(ends), script::empty_half(begins)) {
            (Some(script::Empty::SecondHalf), Some(_)) if !halved => Some(at - 1),
            (Some(script::Empty::FirstHalf), Some(script::Empty::FirstHalf)) => Some(at),
            _ => None,
        };
        halved = half == Some(at);
        if let Some(at) = half {
            halve(pieces, &mut segments[at], shaper);
        }
    }
}

/// Where a line of the source ends between two squares, no space is seen.
fn close_source_lines(pieces: &[Piece], segments: &mut [Segment]) {
    let text = |segment: &Segment| &pieces[segment.piece].content.text()[segment.range.clone()];
    for at in 1..segments.len().saturating_sub(1) {
        let is_soft = matches!(pieces[segments[at].piece].content, Content::SoftBreak);
        let before = text(&segments[at - 1]).chars().next_back();
        let after = text(&segments[at + 1]).chars().next();
        if is_soft && before.is_some_and(script::is_square) && after.is_some_and(script::is_square)
        {
            segments[at].width = Length::ZERO;
        }
    }
}

/// A quarter of an em between squares and foreign words; between squares nothing, but it may become
/// a little.
fn room_between(ends: char, begins: char, may_break: bool, em: Length) -> Room {
    let quarter = |a, b| script::is_ideographic(a) && script::is_foreign(b);
    if quarter(ends, begins) || quarter(begins, ends) {
        return Room {
            width: em / 4,
            give: em / 4,
        };
    }
    let square = |c| script::is_square(c) || script::is_shared(c);
    let give = if square(ends) && square(begins) {
        em / 8
    } else if may_break && script::is_unspaced(ends) && script::is_unspaced(begins) {
        em / 6
    } else {
        Length::ZERO
    };
    let width = Length::ZERO;
    Room { width, give }
}

/// Sets a sign of punctuation in half its square.
fn halve(pieces: &[Piece], segment: &mut Segment, shaper: &mut Shaper<'_>) {
    let piece = &pieces[segment.piece];
    if let SegmentKind::Word { face, way, shaped } = &mut segment.kind {
        let half = Way { half: true, ..*way };
        let sign = &piece.content.text()[segment.range.clone()];
        let halved = shaper.shape(*face, half, &piece.style, sign);
        // What stands in for a sign that no face has stays as it is.
        if halved.glyphs.iter().any(|glyph| glyph.id == 0) {
            return;
        }
        (*way, *shaped) = (half, halved);
        segment.width = shaper.width(*face, half, &piece.style, shaped);
    }
}

const SIGNS_OF_ADDRESSES: [&str; 4] = ["://", "www.", "mailto:", "@"];

/// Marks the words between two spaces that make up an address.
fn mark_addresses(pieces: &[Piece], segments: &mut [Segment]) {
    let is_space =
        |segment: &Segment| matches!(segment.kind, SegmentKind::Space { .. } | SegmentKind::Break);
    for token in segments.chunk_by_mut(|a, b| is_space(a) == is_space(b)) {
        let text: String = token
            .iter()
            .map(|segment| &pieces[segment.piece].content.text()[segment.range.clone()])
            .collect();
        let address = SIGNS_OF_ADDRESSES.iter().any(|sign| text.contains(sign));
        token
            .iter_mut()
            .for_each(|segment| segment.in_address = address);
    }
}

struct Cutter<'a, 's, 'f> {
    piece: &'a Piece,
    index: usize,
    shaper: &'s mut Shaper<'f>,
    missing: &'a mut Vec<MissingGlyph>,
    out: &'a mut Vec<Segment>,
    language: Option<[u8; 2]>,
    level: BidiLevel,
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

impl Cutter<'_, '_, '_> {
    fn cut(&mut self, range: Range<usize>) {
        match self.piece.content {
            Content::Break => self.push(range, Length::ZERO, SegmentKind::Break),
            Content::Picture { width, .. } => self.push(range, width, SegmentKind::Picture),
            Content::Text(_) | Content::SoftBreak | Content::NoteMark { .. } => {
                self.cut_text(range)
            }
        }
    }

    fn cut_text(&mut self, range: Range<usize>) {
        let text = &self.piece.content.text()[range.clone()];
        let style = self.piece.style;
        let wanted = self
            .shaper
            .fonts()
            .find(style.family, style.bold, style.italic);
        if !self.level.is_rtl() && self.cut_word(text, range.start, wanted) {
            return;
        }
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
    fn cut_word(&mut self, text: &str, start: usize, wanted: FaceId) -> bool {
        let style = &self.piece.style;
        let word = match text.strip_suffix(' ') {
            Some(word) if style.family != Family::Mono => word,
            _ => text,
        };
        let end = start + word.len();
        let known = self.shaper.covered(wanted, style, word);
        let Some(shaped) = known.or_else(|| self.shape_plain(word, start..end, wanted)) else {
            return false;
        };
        let way = Way::default();
        let width = self.shaper.width(wanted, way, style, &shaped);
        self.push(
            start..end,
            width,
            SegmentKind::Word {
                face: wanted,
                way,
                shaped,
            },
        );
        if word.len() < text.len() {
            self.finish(Class::Space, end..start + text.len(), wanted);
        }
        true
    }

    /// The glyphs of a word of plain signs that stand for themselves, each a cluster, where the wanted
    /// face has them all.
    fn shape_plain(&mut self, word: &str, at: Range<usize>, wanted: FaceId) -> Option<Arc<Shaped>> {
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
        let shaped = self.shaper.shape(wanted, Way::default(), style, word);
        let whole = shaped.glyphs.iter().all(|glyph| glyph.id != 0);
        whole.then(|| self.shaper.shape_covered(wanted, style, word))
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
                let (_, width) = self.shaper.space(wanted, style);
                self.push(range, width, SegmentKind::Space { face: wanted });
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
                let shaped = self.shaper.shape(face, way, style, text);
                let lacks = shaped.glyphs.iter().any(|glyph| glyph.id == 0);
                if plain && !lacks && text.len() <= LONGEST_KNOWN {
                    self.shaper.shape_covered(face, style, text);
                }
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
            if shaped.glyphs.iter().any(|glyph| glyph.id == 0) {
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

    fn push_word(&mut self, range: Range<usize>, face: FaceId, way: Way, shaped: Arc<Shaped>) {
        let width = self.shaper.width(face, way, &self.piece.style, &shaped);
        self.push(range, width, SegmentKind::Word { face, way, shaped });
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
