//! Text of a paragraph becomes segments: words, spaces and breaks, each shaped and measured.

use std::ops::Range;
use std::sync::Arc;

use super::binding::{FRENCH, Space, space_between};
use super::font::{FaceId, Family};
use super::frame::{Owner, Shaped, TextPosition};
use super::hyphenate::Hyphenator;
use super::length::Length;
use super::opportunity::opportunities;
use super::shape::Shaper;
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
}

/// What a segment is.
#[derive(Clone, Debug)]
pub enum SegmentKind {
    /// Glyphs of one face.
    Word {
        /// The face.
        face: FaceId,
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

/// A character that no bundled face has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MissingGlyph {
    /// The character.
    pub character: char,
    /// Where the text with it stands.
    pub span: Span,
}

/// Parts `pieces` into segments; `hyphenator` knows their language where they have none of their own. Characters that cannot be set go to `missing`.
pub fn segments(
    pieces: &[Piece],
    hyphenator: Hyphenator,
    shaper: &mut Shaper<'_>,
    missing: &mut Vec<MissingGlyph>,
) -> Vec<Segment> {
    let text: String = pieces.iter().map(|piece| piece.content.text()).collect();
    let mut breaks = opportunities(&text);
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
            };
            cutter.cut(at..end);
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
}

/// Longer stretches come once.
const LONGEST_KNOWN: usize = 64;

/// What is shown for a character that no face has: a white square. It keeps the character's text.
const STAND_IN: char = '□';

/// What a character is to the cutter.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Class {
    Space,
    Ignored,
    /// No face has it: this one has the sign that stands in.
    Missing(FaceId),
    Set(FaceId),
}

impl Cutter<'_, '_, '_> {
    fn cut(&mut self, range: Range<usize>) {
        match self.piece.content {
            Content::Break => self.push(range, Length::ZERO, SegmentKind::Break),
            Content::Picture { width, .. } => self.push(range, width, SegmentKind::Picture),
            Content::Text(_) | Content::NoteMark { .. } => self.cut_text(range),
        }
    }

    fn cut_text(&mut self, range: Range<usize>) {
        let text = &self.piece.content.text()[range.clone()];
        let style = self.piece.style;
        let wanted = self
            .shaper
            .fonts()
            .find(style.family, style.bold, style.italic);
        if self.cut_known(text, range.start, wanted) {
            return;
        }
        let mut run: Option<(Class, usize)> = None;
        for (at, character) in text.char_indices() {
            let current = run.map(|(class, _)| class);
            let class = self.class(character, wanted, current);
            // Every character without a glyph gets a sign of its own.
            if current != Some(class) || matches!(class, Class::Missing(_)) {
                if let Some((before, start)) = run {
                    self.finish(before, range.start + start..range.start + at, wanted);
                }
                run = Some((class, at));
            }
        }
        if let Some((class, start)) = run {
            self.finish(class, range.start + start..range.end, wanted);
        }
    }

    /// Cuts a word that was met before, and the space after it, without a look at its characters.
    fn cut_known(&mut self, text: &str, start: usize, wanted: FaceId) -> bool {
        let style = &self.piece.style;
        let word = match text.strip_suffix(' ') {
            Some(word) if style.family != Family::Mono => word,
            _ => text,
        };
        let Some(shaped) = self.shaper.covered(wanted, style, word) else {
            return false;
        };
        let end = start + word.len();
        let width = self.shaper.width(wanted, style, &shaped);
        self.push(
            start..end,
            width,
            SegmentKind::Word {
                face: wanted,
                shaped,
            },
        );
        if word.len() < text.len() {
            self.finish(Class::Space, end..start + text.len(), wanted);
        }
        true
    }

    fn class(&mut self, character: char, wanted: FaceId, current: Option<Class>) -> Class {
        match character {
            // In code every space counts and none stretches.
            ' ' | '\u{a0}' if self.piece.style.family == Family::Mono => Class::Set(wanted),
            ' ' | '\t' | '\n' | '\u{a0}' => Class::Space,
            // Breaks are known by now; the characters themselves show nothing.
            '\u{200b}' | '\u{2060}' | '\u{feff}' => Class::Ignored,
            // Soft hyphens, joiners and marks stay with what they join.
            '\u{ad}'
            | '\u{200c}'..='\u{200f}'
            | '\u{300}'..='\u{36f}'
            | '\u{fe00}'..='\u{fe0f}' => match current {
                Some(Class::Set(face)) => Class::Set(face),
                _ => Class::Set(wanted),
            },
            _ => match self.shaper.fonts().covering(wanted, character) {
                Some(face) => Class::Set(face),
                None => {
                    self.missing.push(MissingGlyph {
                        character,
                        span: self.piece.span,
                    });
                    let stand_in = self.shaper.fonts().covering(wanted, STAND_IN);
                    stand_in.map_or(Class::Ignored, Class::Missing)
                }
            },
        }
    }

    fn finish(&mut self, class: Class, range: Range<usize>, wanted: FaceId) {
        let style = &self.piece.style;
        match class {
            Class::Ignored => {}
            Class::Space => {
                let (_, width) = self.shaper.space(wanted, style);
                self.push(range, width, SegmentKind::Space { face: wanted });
            }
            Class::Missing(face) => {
                let shaped = self
                    .shaper
                    .shape(face, style, STAND_IN.encode_utf8(&mut [0; 4]));
                let width = self.shaper.width(face, style, &shaped);
                self.push(range, width, SegmentKind::Word { face, shaped });
            }
            Class::Set(face) => {
                let text = &self.piece.content.text()[range.clone()];
                let shaped = if face == wanted && text.len() <= LONGEST_KNOWN {
                    self.shaper.shape_covered(face, style, text)
                } else {
                    self.shaper.shape(face, style, text)
                };
                let width = self.shaper.width(face, style, &shaped);
                self.push(range, width, SegmentKind::Word { face, shaped });
            }
        }
    }

    fn push(&mut self, range: Range<usize>, width: Length, kind: SegmentKind) {
        self.out.push(Segment {
            piece: self.index,
            range,
            width,
            kind,
            break_after: false,
            in_address: false,
        });
    }
}
