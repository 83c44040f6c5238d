//! Text of a paragraph becomes segments: words, spaces and breaks, each shaped and measured.

use std::ops::Range;

use super::bidi::{BidiLevel, base, levels};
use super::binding::{FRENCH, Space, space_between};
use super::cutter::Cutter;
use super::font::FaceId;
use super::frame::{Owner, TextPosition, WordId};
use super::hyphenate::Hyphenator;
use super::length::Length;
use super::opportunity::opportunities;
use super::script;
use super::shape::{Known, Shaper, Way};
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

impl Segment {
    /// Whether it is a space.
    pub fn is_space(&self) -> bool {
        matches!(self.kind, SegmentKind::Space { .. })
    }
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
        word: WordId,
    },
    /// A space that stretches and shrinks.
    Space {
        /// The face whose space it is.
        face: FaceId,
        /// Its glyph.
        glyph: u16,
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

/// The segments of a paragraph, and room for those of the next.
#[derive(Default)]
pub struct Segments {
    /// The segments.
    pub all: Vec<Segment>,
    text: String,
    breaks: Vec<usize>,
    known: Vec<Option<Known>>,
}

/// Parts `pieces` into segments, all that `into` holds then. Characters that cannot be set go to `missing`.
pub fn segments(
    pieces: &[Piece],
    manner: Manner,
    shaper: &mut Shaper<'_>,
    missing: &mut Vec<MissingGlyph>,
    Segments {
        all,
        text,
        breaks,
        known,
    }: &mut Segments,
) {
    let hyphenator = manner.hyphenator;
    text.clear();
    text.extend(pieces.iter().map(|piece| piece.content.text()));
    let levels = manner.right_to_left.map(|rtl| levels(text, rtl));
    opportunities(text, hyphenator.language(), breaks);
    let thin = bind(text, breaks, &languages(pieces, hyphenator));
    all.clear();
    // Two of five letters and their space, or more.
    all.reserve_exact(text.len() * 2 / 5 + 4);
    let mut piece_start = 0;
    for (index, piece) in pieces.iter().enumerate() {
        let piece_end = piece_start + piece.content.text().len();
        let inside = breaks.partition_point(|at| *at <= piece_start)
            ..breaks.partition_point(|at| *at <= piece_end);
        let inside = breaks.get(inside).unwrap_or_default();
        let last_break = inside.last().copied().unwrap_or(piece_start);
        let rest = (last_break < piece_end).then_some(piece_end);
        let ends = inside.iter().copied().chain(rest);
        let ends = ends.map(|end| end - piece_start);
        let language = piece.hyphenator.unwrap_or(hyphenator).language();
        let mut cutter = Cutter::new((index, piece), language, shaper, missing, all);
        let mut at = 0;
        known.clear();
        if levels.is_none() {
            // All at once: the processor need not wait for one word's memory before it asks for the next one's.
            known.extend(ends.clone().map(|end| {
                let known = cutter.look_up(at..end);
                at = end;
                known
            }));
        }
        at = 0;
        for (number, end) in ends.enumerate() {
            match &levels {
                None => cutter.cut(at..end, known.get(number).copied().flatten()),
                Some(levels) => {
                    let of_unit = levels.get(piece_start + at..piece_start + end);
                    let mut from = at;
                    for run in of_unit.unwrap_or_default().chunk_by(|a, b| a == b) {
                        cutter.level = run.first().copied().unwrap_or(base(false));
                        cutter.cut(from..from + run.len(), None);
                        from += run.len();
                    }
                }
            }
            if number < inside.len()
                && let Some(last) = cutter.out.last_mut()
            {
                last.break_after = true;
            }
            at = end;
        }
        piece_start = piece_end;
    }
    if !thin.is_empty() {
        narrow(pieces, &thin, all);
    }
    merge_spaces(all);
    if script::wants_room(text) {
        give_room(pieces, all, shaper);
    }
    if SIGNS_OF_ADDRESSES.iter().any(|sign| text.contains(sign)) {
        mark_addresses(pieces, all);
    }
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
    // Between two words in small letters nothing is bound, in no language, with or without a comma.
    let small = |at: &usize| {
        let around = text.as_bytes().get(at.wrapping_sub(3)..at.wrapping_add(1));
        matches!(
            around,
            Some(
                [_, b'a'..=b'z', b' ', b'a'..=b'z'] | [b'a'..=b'z', b',' | b';', b' ', b'a'..=b'z']
            )
        )
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
        if segment.is_space() && thin.binary_search(&end).is_ok() {
            segment.width = segment.width / 2;
        }
    }
}

/// Spaces side by side count as one: the later ones get no width.
fn merge_spaces(segments: &mut [Segment]) {
    let mut after_space = false;
    for segment in segments {
        let space = segment.is_space();
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
    if let SegmentKind::Word { face, way, word } = &mut segment.kind {
        let half = Way { half: true, ..*way };
        let sign = &piece.content.text()[segment.range.clone()];
        let halved = shaper.shape(*face, half, &piece.style, sign);
        // What stands in for a sign that no face has stays as it is.
        if !shaper.is_whole(halved) {
            return;
        }
        (*way, *word) = (half, halved.word);
        segment.width = shaper.width(*face, half, &piece.style, halved);
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
