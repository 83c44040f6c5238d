//! Where the lines of a paragraph may end: between its words and inside them, and how far they hang over the edges
//! there.

use super::breakpoint::{BreakKind, Breakpoint, Totals};
use super::font::Family;
use super::hyphenate::Exceptions;
use super::length::Length;
use super::line::Ending;
use super::linebreak::Fill;
use super::paragraph::{Manner, ParagraphSetter, Text};
use super::protrusion::{at_end, at_start};
use super::script;
use super::segment::{Segment, SegmentKind};
use super::shape::Way;

/// Where a line may end, in segments.
#[derive(Clone, Copy, Debug)]
pub struct Place {
    /// The segment it ends with, or the space that the break takes away.
    pub segment: usize,
    /// Where that segment is cut, in bytes of its piece.
    pub cut: Option<usize>,
    /// What the line ends with.
    pub ending: Ending,
}

/// Where the lines of a paragraph may end.
#[derive(Default)]
pub struct Places {
    /// In order.
    pub places: Vec<Place>,
    /// The same, as the search for the best of them knows it.
    pub breaks: Vec<Breakpoint>,
}

impl ParagraphSetter<'_, '_> {
    /// Finds where lines of `text` may end, inside words too if `divide` says so: all that `out` holds then.
    pub fn places(
        &mut self,
        text: &Text,
        segments: &[Segment],
        shape: Manner,
        divide: bool,
        out: &mut Places,
    ) {
        // Between words, there is one for two segments.
        let expected = if divide {
            segments.len()
        } else {
            segments.len() / 2 + 8
        };
        out.places.clear();
        out.places.reserve_exact(expected);
        out.breaks.clear();
        out.breaks.reserve_exact(expected);
        let mut totals = Totals::default();
        let last = segments.len() - 1;
        // The last word of a paragraph stays whole: its second half would be all of the last line.
        let last_word = segments.iter().rposition(|segment| !is_word(segment));
        let last_word = last_word.map_or(0, |space| space + 1);
        for (index, segment) in segments.iter().enumerate() {
            let before = totals;
            totals.width += segment.width;
            let plain = if index == last {
                BreakKind::Forced
            } else {
                BreakKind::Plain
            };
            let (kind, ending, end) = match &segment.kind {
                SegmentKind::Space { .. } => {
                    totals.spaces += segment.width;
                    (plain, Ending::Space, before)
                }
                SegmentKind::Break => (BreakKind::Forced, Ending::Bare, before),
                SegmentKind::Word { .. } => {
                    totals.glyphs += segment.width;
                    if divide && (index < last_word || segment.width > shape.measure) {
                        self.divide(text, segment, index, shape, before, out);
                    }
                    let hyphened = index < last
                        && segment.break_after
                        && matches!(last_of(text, segment), '-' | '\u{2010}');
                    let kind = if hyphened { BreakKind::Hyphened } else { plain };
                    (kind, Ending::Bare, totals)
                }
                SegmentKind::Picture => (plain, Ending::Bare, totals),
            };
            totals.width += segment.room.width;
            totals.spaces += segment.room.give;
            if kind != BreakKind::Forced && !segment.break_after {
                continue;
            }
            let [hang_before, hang_after] = if shape.fill == Fill::Justified {
                let end = if ending == Ending::Space {
                    index
                } else {
                    index + 1
                };
                [
                    self.hang_at_end(text, &segments[..end]),
                    self.hang_at_start(text, &segments[index + 1..]),
                ]
            } else {
                [Length::ZERO; 2]
            };
            out.places.push(Place {
                segment: index,
                cut: None,
                ending,
            });
            out.breaks.push(Breakpoint {
                kind,
                end,
                next: totals,
                hang_before,
                hang_after,
            });
        }
    }

    /// How far the last character of these segments hangs over the right edge.
    fn hang_at_end(&mut self, text: &Text, segments: &[Segment]) -> Length {
        let Some(segment) = segments.last().filter(|segment| is_word(segment)) else {
            return Length::ZERO;
        };
        let c = last_of(text, segment);
        self.hang(text, segment, c, (script::Empty::SecondHalf, at_end))
    }

    /// How far the first character of these segments hangs over the left edge.
    fn hang_at_start(&mut self, text: &Text, segments: &[Segment]) -> Length {
        let Some(segment) = segments.iter().find(|segment| !segment.is_space()) else {
            return Length::ZERO;
        };
        let c = first_of(text, segment);
        self.hang(text, segment, c, (script::Empty::FirstHalf, at_start))
    }

    /// How far the outermost character of a segment hangs over its edge: as far as any of its kind, or as far as
    /// its square is empty, where it is so in the half at the edge.
    fn hang(
        &mut self,
        text: &Text,
        segment: &Segment,
        c: char,
        (half, over): (script::Empty, impl Fn(char, Length) -> Length),
    ) -> Length {
        let own = over(c, text.pieces[segment.piece].style.size);
        // No sign of ASCII is a square.
        match !c.is_ascii() && script::empty_half(c) == Some(half) {
            true => self.empty_half(text, segment).max(own),
            false => own,
        }
    }

    /// How much of its square a sign leaves empty at its side: it may hang over the edge.
    fn empty_half(&mut self, text: &Text, segment: &Segment) -> Length {
        let SegmentKind::Word { face, way, .. } = segment.kind else {
            return Length::ZERO;
        };
        let piece = &text.pieces[segment.piece];
        let sign = &piece.content.text()[segment.range.clone()];
        if way.half || sign.chars().nth(1).is_some() {
            return Length::ZERO;
        }
        let half = Way { half: true, ..way };
        let shaped = self.shaper.shape(face, half, &piece.style, sign);
        if !self.shaper.is_whole(shaped) {
            return Length::ZERO;
        }
        let width = self.shaper.width(face, half, &piece.style, shaped);
        (segment.width - width).max(Length::ZERO)
    }

    /// Adds the places inside a word.
    fn divide(
        &mut self,
        text: &Text,
        segment: &Segment,
        index: usize,
        shape: Manner,
        before: Totals,
        out: &mut Places,
    ) {
        let SegmentKind::Word {
            face,
            way,
            word: id,
        } = segment.kind
        else {
            return;
        };
        let piece = &text.pieces[segment.piece];
        let word = &piece.content.text()[segment.range.clone()];
        let style = &piece.style;
        let own;
        let points: &[usize] = match piece.hyphenator {
            _ if !shape.hyphenate || segment.in_address || style.family == Family::Mono => &[],
            Some(hyphenator) => {
                own = hyphenator.points(word, &Exceptions::default());
                &own
            }
            None => {
                let (hyphenator, exceptions) = (self.hyphenator, self.exceptions);
                self.divisions.points(word, id, hyphenator, exceptions)
            }
        };
        let is_wide = segment.width > shape.measure;
        if points.is_empty() && !is_wide {
            return;
        }
        let hyphens = points.iter().map(|cut| (*cut, BreakKind::Hyphen));
        let hyphen = self.shaper.hyphen(face, style);
        let shaped = self.shaper.word(id);
        // Widths up to each cut, in one walk over the glyphs. What kerning or a ligature adds at a
        // cut is left to the line that is set there: it is too little to choose by.
        let sorted = way.rtl.then(|| {
            let mut glyphs = shaped.glyphs.clone();
            glyphs.sort_by_key(|glyph| glyph.cluster);
            glyphs
        });
        let logical = sorted.as_ref().unwrap_or(&shaped.glyphs);
        let mut glyphs = logical.iter().peekable();
        let spacing = style.size.scaled(way.letterspacing(style), 1_000);
        let (mut units, mut spaced) = (0, 0);
        let mut add = |(cut, kind): (usize, BreakKind)| {
            while let Some(glyph) = glyphs.next_if(|glyph| (glyph.cluster as usize) < cut) {
                units += i64::from(glyph.advance);
                spaced += i64::from(glyph.advance > 0);
            }
            let width = self.shaper.scale(face, style, units) + spacing * spaced;
            let (hyphen, ending) = match kind {
                BreakKind::Hyphen => (hyphen, Ending::Hyphen),
                _ => (Length::ZERO, Ending::Bare),
            };
            let next = Totals {
                width: before.width + width,
                glyphs: before.glyphs + width,
                ..before
            };
            let end = Totals {
                width: next.width + hyphen,
                glyphs: next.glyphs + hyphen,
                ..next
            };
            let justified = shape.fill == Fill::Justified;
            let over = |hang: Length| if justified { hang } else { Length::ZERO };
            let first = word[cut..].chars().next().unwrap_or(' ');
            let hang_before = match kind {
                BreakKind::Hyphen => over(at_end('-', style.size)),
                _ => Length::ZERO,
            };
            let hang_after = over(at_start(first, style.size));
            out.places.push(Place {
                segment: index,
                cut: Some(segment.range.start + cut),
                ending,
            });
            out.breaks.push(Breakpoint {
                kind,
                end,
                next,
                hang_before,
                hang_after,
            });
        };
        if !is_wide {
            return hyphens.for_each(add);
        }
        let starts = shaped.glyphs.iter().map(|glyph| glyph.cluster as usize);
        let inside = starts.filter(|cut| *cut > 0 && word.is_char_boundary(*cut));
        let inside = inside.map(|cut| (cut, BreakKind::Rescue));
        let mut cuts: Vec<(usize, BreakKind)> = hyphens.chain(inside).collect();
        cuts.sort_unstable_by_key(|(cut, kind)| (*cut, *kind == BreakKind::Rescue));
        cuts.dedup_by_key(|(cut, _)| *cut);
        cuts.into_iter().for_each(&mut add);
    }
}

/// The first character of a segment, which never is empty.
#[inline]
fn first_of(text: &Text, segment: &Segment) -> char {
    let content = text.pieces[segment.piece].content.text();
    // Most are letters of one byte.
    match content.as_bytes().get(segment.range.start) {
        Some(byte) if byte.is_ascii() => char::from(*byte),
        _ => content[segment.range.clone()].chars().next().unwrap_or(' '),
    }
}

/// The last character of a segment.
#[inline]
fn last_of(text: &Text, segment: &Segment) -> char {
    let content = text.pieces[segment.piece].content.text();
    match content.as_bytes().get(segment.range.end.wrapping_sub(1)) {
        Some(byte) if byte.is_ascii() => char::from(*byte),
        _ => {
            let text = &content[segment.range.clone()];
            text.chars().next_back().unwrap_or(' ')
        }
    }
}

fn is_word(segment: &Segment) -> bool {
    matches!(
        segment.kind,
        SegmentKind::Word { .. } | SegmentKind::Picture
    )
}
