//! One line: segments between two breaks become text runs at their places.

use std::ops::Range;
use std::rc::Rc;

use super::font::FaceId;
use super::frame::{Glyph, Item, LinkArea, Owner, Point, Rect, Shape, TextPosition, TextRun};
use super::galley::FaceUse;
use super::length::Length;
use super::paragraph::{Link, Picture};
use super::segment::{Content, Piece, Segment, SegmentKind};
use super::shape::{Shaped, Shaper};
use super::style::TextStyle;

/// A line, set from its left edge at 0 with its baseline at 0.
#[derive(Clone, Debug, Default)]
pub struct LineBox {
    /// What stands on it.
    pub items: Vec<Item>,
    /// Where it can be clicked.
    pub links: Vec<LinkArea>,
    /// The notes it refers to.
    pub notes: Vec<usize>,
    /// Its width without the space at its end.
    pub width: Length,
    /// Whether its last sign is a hyphen and the word goes on.
    pub ends_in_hyphen: bool,
}

/// What the parts of a line are taken from.
pub struct Material<'a> {
    /// The paragraph's pieces.
    pub pieces: &'a [Piece],
    /// Its segments.
    pub segments: &'a [Segment],
    /// Its links.
    pub links: &'a [Link],
    /// Its pictures.
    pub pictures: &'a [Picture],
}

/// Where a line begins and ends.
#[derive(Clone, Debug)]
pub struct Extent {
    /// Its segments.
    pub segments: Range<usize>,
    /// Where the first of them is cut, in bytes of the piece.
    pub cut_before: Option<usize>,
    /// Where the last of them is cut.
    pub cut_after: Option<usize>,
    /// What is set at the line's end.
    pub ending: Ending,
}

/// What a line ends with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ending {
    /// Nothing.
    Bare,
    /// A hyphen that is not in the text.
    Hyphen,
    /// The space that the break stands for; it hangs over the edge and shows nothing.
    Space,
}

/// How a line takes up its slack.
#[derive(Clone, Copy, Debug)]
pub struct Justification {
    /// What all spaces together gain, or lose.
    pub total: Length,
    /// The sum of the natural widths of the spaces.
    pub spaces: Length,
    /// How wide its glyphs are drawn, in thousandths.
    pub scale: i64,
    /// How far its first character hangs over the left edge.
    pub hang: Length,
}

/// Sets lines.
pub struct LineSetter<'a, 's, 'f> {
    material: &'a Material<'a>,
    shaper: &'s mut Shaper<'f>,
    faces: &'s mut FaceUse,
    line: LineBox,
    run: Option<(FaceId, TextStyle, TextRun, Owner)>,
    x: Length,
    scale: i64,
    links: Vec<(usize, Length, Length, TextStyle)>,
}

impl<'a, 's, 'f> LineSetter<'a, 's, 'f> {
    /// A setter for one line that begins at `indent`.
    pub fn new(
        material: &'a Material<'a>,
        shaper: &'s mut Shaper<'f>,
        faces: &'s mut FaceUse,
        indent: Length,
    ) -> LineSetter<'a, 's, 'f> {
        let line = LineBox::default();
        LineSetter {
            material,
            shaper,
            faces,
            line,
            run: None,
            x: indent,
            scale: 1_000,
            links: Vec::new(),
        }
    }

    /// Sets the segments of `extent`.
    pub fn set(mut self, extent: &Extent, justification: Justification) -> LineBox {
        self.x -= justification.hang;
        self.scale = justification.scale;
        let mut spaces = Length::ZERO;
        let mut given = Length::ZERO;
        let last = extent.segments.end.saturating_sub(1);
        for index in extent.segments.clone() {
            let segment = &self.material.segments[index];
            let piece = &self.material.pieces[segment.piece];
            let from = self.x;
            match &segment.kind {
                SegmentKind::Space { face } => {
                    // Sharing out what has come so far keeps the line's end exact to the unit.
                    spaces += segment.width;
                    let due = justification
                        .total
                        .scaled(spaces.units(), justification.spaces.units());
                    self.space(piece, segment, *face, segment.width + due - given);
                    given = due;
                }
                SegmentKind::Word { face, shaped } => {
                    let before = if index == extent.segments.start {
                        extent.cut_before
                    } else {
                        None
                    };
                    let after = if index == last {
                        extent.cut_after
                    } else {
                        None
                    };
                    let hyphen = index == last && extent.ending == Ending::Hyphen;
                    self.word(piece, segment, *face, shaped, (before, after, hyphen));
                }
                SegmentKind::Picture => self.picture(piece, segment.width),
                SegmentKind::Break => self.hard_break(piece, segment),
            }
            self.note_mark(piece);
            self.link(piece, from);
        }
        self.line.width = self.x;
        if extent.ending == Ending::Space {
            self.trailing_space(extent.segments.end);
        }
        self.finish_run();
        self.finish_links();
        self.line
    }

    fn space(&mut self, piece: &Piece, segment: &Segment, face: FaceId, width: Length) {
        if width <= Length::ZERO {
            return;
        }
        let shaped = self.shaper.shape(face, &piece.style, " ");
        let Some(glyph) = shaped.glyphs.first() else {
            return;
        };
        let source = source_at(piece, segment.range.start);
        let run = self.run_for(face, piece, source);
        let start = run.text.len() as u32;
        run.text.push(' ');
        run.glyphs.push(Glyph {
            id: glyph.id,
            advance: width,
            x_offset: Length::ZERO,
            y_offset: Length::ZERO,
            text_start: start,
            text_end: start + 1,
        });
        self.x += width;
    }

    /// The space that a break took away, so that copied text keeps its words apart.
    fn trailing_space(&mut self, index: usize) {
        let Some(segment) = self.material.segments.get(index) else {
            return;
        };
        if let SegmentKind::Space { face } = segment.kind {
            let piece = &self.material.pieces[segment.piece];
            self.space(piece, segment, face, segment.width);
        }
    }

    /// A line that the author ended still parts two words for whoever copies them.
    fn hard_break(&mut self, piece: &Piece, segment: &Segment) {
        let face = self.shaper.fonts().find(piece.style.family, false, false);
        let width = self.x;
        self.space(piece, segment, face, piece.style.size / 4);
        self.x = width;
    }

    fn word(
        &mut self,
        piece: &Piece,
        segment: &Segment,
        face: FaceId,
        shaped: &Rc<Shaped>,
        (before, after, hyphen): (Option<usize>, Option<usize>, bool),
    ) {
        let range = before.unwrap_or(segment.range.start)..after.unwrap_or(segment.range.end);
        let text = &piece.content.text()[range.clone()];
        if before.is_none() && after.is_none() {
            self.glyphs(piece, face, shaped, text, range.start);
        } else if hyphen {
            let hyphenated = format!("{text}{HYPHEN}");
            let shaped = self.shaper.shape(face, &piece.style, &hyphenated);
            self.glyphs(piece, face, &shaped, text, range.start);
        } else {
            let shaped = self.shaper.shape(face, &piece.style, text);
            self.glyphs(piece, face, &shaped, text, range.start);
        }
    }

    /// Adds shaped glyphs. `text` may be shorter than what was shaped: the rest is a hyphen that
    /// the manuscript does not have, so its glyph stands for no text.
    fn glyphs(&mut self, piece: &Piece, face: FaceId, shaped: &Shaped, text: &str, at: usize) {
        let style = piece.style;
        let spacing = style.size.scaled(style.letterspacing, 1_000);
        let upem = self.shaper.fonts().face(face).units_per_em();
        let widened = |length: Length| length.scaled(self.scale, 1_000);
        let scale = |units: i32| widened(style.size.scaled(i64::from(units), upem));
        let placed: Vec<Glyph> = shaped
            .glyphs
            .iter()
            .zip(cluster_ranges(shaped, text.len() as u32))
            .map(|(glyph, (start, end))| Glyph {
                id: glyph.id,
                advance: scale(glyph.advance)
                    + if glyph.advance > 0 {
                        spacing
                    } else {
                        Length::ZERO
                    },
                x_offset: scale(glyph.x_offset),
                y_offset: style.size.scaled(i64::from(glyph.y_offset), upem),
                text_start: start,
                text_end: end,
            })
            .collect();
        let source = source_at(piece, at);
        let run = self.run_for(face, piece, source);
        let base = run.text.len() as u32;
        run.text.push_str(text);
        let width: Length = placed.iter().map(|glyph| glyph.advance).sum();
        run.glyphs.extend(placed.into_iter().map(|glyph| Glyph {
            text_start: glyph.text_start + base,
            text_end: glyph.text_end + base,
            ..glyph
        }));
        self.x += width;
    }

    fn run_for(
        &mut self,
        face: FaceId,
        piece: &Piece,
        source: Option<TextPosition>,
    ) -> &mut TextRun {
        let same = |(of, style, _, owner): &(FaceId, TextStyle, TextRun, Owner)| {
            *of == face && *style == piece.style && *owner == piece.owner
        };
        if !self.run.as_ref().is_some_and(same) {
            self.finish_run();
        }
        let font = self.faces.font(face);
        let origin = Point {
            x: self.x,
            y: -piece.style.rise,
        };
        let scale = self.scale;
        let (_, _, run, _) = self.run.get_or_insert_with(|| {
            let style = piece.style;
            let run = TextRun {
                font,
                size: style.size,
                colour: style.colour,
                origin,
                scale,
                glyphs: Vec::new(),
                text: String::new(),
                source,
            };
            (face, style, run, piece.owner)
        });
        run
    }

    fn finish_run(&mut self) {
        let Some((_, style, run, owner)) = self.run.take() else {
            return;
        };
        let (from, to) = (run.origin.x, self.x);
        self.line.items.push(Item {
            owner,
            shape: Shape::Text(run),
        });
        if style.struck {
            // A little above half the x-height, which is near 0.43 em in the bundled serif.
            let y = -style.rise - style.size.scaled(24, 100);
            self.line.items.push(Item {
                owner: Owner::Layout,
                shape: Shape::Stroke {
                    from: Point { x: from, y },
                    to: Point { x: to, y },
                    thickness: style.size.scaled(5, 100),
                    colour: style.colour,
                },
            });
        }
    }

    fn picture(&mut self, piece: &Piece, width: Length) {
        self.finish_run();
        let Content::Picture { index, .. } = piece.content else {
            return;
        };
        let Some(picture) = self.material.pictures.get(index) else {
            return;
        };
        let origin = Point {
            x: self.x,
            y: -picture.height,
        };
        let area = Rect {
            origin,
            width,
            height: picture.height,
        };
        self.line.items.extend(picture.items(area));
        self.x += width;
    }

    fn note_mark(&mut self, piece: &Piece) {
        if let Content::NoteMark {
            note: Some(note), ..
        } = piece.content
            && self.line.notes.last() != Some(&note)
        {
            self.line.notes.push(note);
        }
    }

    fn link(&mut self, piece: &Piece, from: Length) {
        let Some(link) = piece.link else { return };
        match self.links.last_mut() {
            Some((last, _, to, _)) if *last == link => *to = self.x,
            _ => self.links.push((link, from, self.x, piece.style)),
        }
    }

    fn finish_links(&mut self) {
        for (index, from, to, style) in std::mem::take(&mut self.links) {
            let Some(link) = self.material.links.get(index) else {
                continue;
            };
            let height = style.leading;
            let origin = Point {
                x: from,
                y: -height.scaled(3, 4),
            };
            self.line.links.push(LinkArea {
                area: Rect {
                    origin,
                    width: to - from,
                    height,
                },
                target: link.target.clone(),
                element: link.element,
                contents: link.contents.clone(),
            });
        }
    }
}

/// The hyphen set at a line's end. U+2010 is not in every face; this one is.
pub const HYPHEN: &str = "-";

fn source_at(piece: &Piece, at: usize) -> Option<TextPosition> {
    piece.source.map(|source| TextPosition {
        offset: source.offset + at,
        ..source
    })
}

/// For every glyph the bytes of text it stands for, at most `length`: all of its cluster for the
/// first glyph of one, none for the others.
fn cluster_ranges(shaped: &Shaped, length: u32) -> Vec<(u32, u32)> {
    let mut starts: Vec<u32> = shaped.glyphs.iter().map(|glyph| glyph.cluster).collect();
    starts.sort_unstable();
    starts.dedup();
    let mut previous = None;
    let ranges = shaped.glyphs.iter().map(|glyph| {
        let start = glyph.cluster.min(length);
        let next = starts.partition_point(|other| *other <= glyph.cluster);
        let end = starts
            .get(next)
            .copied()
            .unwrap_or(length)
            .min(length)
            .max(start);
        let again = previous == Some(glyph.cluster);
        previous = Some(glyph.cluster);
        if again { (start, start) } else { (start, end) }
    });
    ranges.collect()
}
