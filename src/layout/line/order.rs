//! The order of the parts of a line that runs both ways.

use super::super::bidi::{base, visual_order};
use super::super::length::Length;
use super::super::segment::{Segment, SegmentKind};
use super::{Ending, Extent, LineSetter, Running};

/// Where the parts of a line stand.
pub(super) struct Places {
    pub(super) parts: Vec<Place>,
    /// The right edge of the line, as it is composed.
    pub(super) end: Length,
    /// Where the space goes that the line's end takes away.
    pub(super) after: Length,
}

/// Where a part of a line stands.
#[derive(Clone, Copy, Default)]
pub(super) struct Place {
    pub(super) left: Length,
    pub(super) width: Length,
    mirrored: bool,
    rtl: bool,
}

impl LineSetter<'_, '_, '_> {
    /// Where the parts of a line stand that runs both ways (UAX 9, L1 and L2).
    pub(super) fn places(&mut self, extent: &Extent, running: Running) -> Places {
        let level = base(running.right_to_left);
        let segments = &self.material.segments[extent.segments.clone()];
        let mut levels: Vec<_> = segments.iter().map(|segment| segment.level).collect();
        let is_space = |segment: &Segment| {
            matches!(segment.kind, SegmentKind::Space { .. } | SegmentKind::Break)
        };
        let ending = segments.iter().rev().take_while(|s| is_space(s)).count();
        let words = levels.len() - ending;
        levels[words..].iter_mut().for_each(|at| *at = level);
        let widths: Vec<Length> = extent
            .segments
            .clone()
            .map(|index| self.advance(extent, index))
            .collect();
        let width: Length = widths.iter().copied().sum();
        let opposed = running.right_to_left != running.mirrored;
        let start = self.x;
        // The first character hangs over the other edge, too.
        let shift = if opposed && running.follows {
            running.measure - self.indent - start - width + (self.indent - start)
        } else {
            Length::ZERO
        };
        let mut order = visual_order(&levels);
        if running.mirrored {
            order.reverse();
        }
        let mut parts = vec![Place::default(); widths.len()];
        let mut left = start + shift;
        for at in order {
            let rtl = levels.get(at).is_some_and(|level| level.is_rtl());
            if let (Some(place), Some(width)) = (parts.get_mut(at), widths.get(at)) {
                *place = Place {
                    left,
                    width: *width,
                    mirrored: running.mirrored,
                    rtl,
                };
                left += *width;
            }
        }
        let after = if opposed { start + shift } else { left };
        Places {
            parts,
            end: left,
            after,
        }
    }

    /// How far a part of the line takes its pen.
    fn advance(&mut self, extent: &Extent, index: usize) -> Length {
        let last = extent.segments.end.saturating_sub(1);
        let segment = &self.material.segments[index];
        let piece = &self.material.pieces[segment.piece];
        let room = if index == last {
            Length::ZERO
        } else {
            self.grown(segment.room.width, segment.room.give)
        };
        room + match &segment.kind {
            SegmentKind::Space { .. } => self.grown(segment.width, segment.width).max(Length::ZERO),
            SegmentKind::Picture => segment.width,
            SegmentKind::Break => Length::ZERO,
            SegmentKind::Word { face, way, word } => {
                let before = extent.cut_before.filter(|_| index == extent.segments.start);
                let after = extent.cut_after.filter(|_| index == last);
                if before.is_none() && after.is_none() {
                    self.drawn(*word, *way, segment.width)
                } else {
                    let range =
                        before.unwrap_or(segment.range.start)..after.unwrap_or(segment.range.end);
                    let text = &piece.content.text()[range];
                    let hyphen = index == last && extent.ending == Ending::Hyphen;
                    let known = self
                        .shaper
                        .shape_part(*face, *way, &piece.style, text, hyphen);
                    let width = self.shaper.width(*face, *way, &piece.style, known);
                    self.drawn(known.word, *way, width)
                }
            }
        }
    }

    /// Goes on at a place that is not where the pen is.
    pub(super) fn move_to(&mut self, place: Place) {
        let goes_on = match place.mirrored {
            false => self.x == place.left,
            // The mirror image of what stands at the right of it.
            true => self.run.as_ref().is_some_and(|run| {
                let right = place.left + place.width;
                run.text.origin.x == right
            }),
        };
        if place.rtl || !goes_on {
            self.finish_run();
        }
        self.x = place.left;
    }
}
