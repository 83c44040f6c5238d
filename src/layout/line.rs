//! One line: segments between two breaks become text runs at their places.

use std::ops::Range;

mod order;

use super::fit::Fit;
use super::font::FaceId;
use super::frame::{
    Item, LinkArea, Owner, Point, Rect, Shape, Space, TextPosition, TextRun, WordId,
};
use super::length::Length;
use super::paragraph::{Link, Picture};
use super::segment::{Content, Piece, Room, Segment, SegmentKind};
use super::shape::{Shaper, Way};
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
    /// Whether the next line stands on its page: both stand beside a capital.
    pub keeps_next: bool,
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
    /// What its glyphs, letters and spaces do.
    pub fit: Fit,
    /// The sum of the natural widths of its spaces.
    pub spaces: Length,
    /// Added after every glyph of a word.
    pub tracking: Length,
    /// How far its first character hangs over the left edge.
    pub hang: Length,
}

/// How a paragraph runs of which some part runs from right to left.
#[derive(Clone, Copy, Debug)]
pub struct Running {
    /// Whether the paragraph does.
    pub right_to_left: bool,
    /// Whether the whole book does: then pages are composed as their mirror images, and lines with
    /// them.
    pub mirrored: bool,
    /// Whether lines begin at the other edge where they run the other way than the book.
    pub follows: bool,
    /// Where that edge is.
    pub measure: Length,
}

/// Sets lines.
pub struct LineSetter<'a, 's, 'f> {
    material: &'a Material<'a>,
    shaper: &'s mut Shaper<'f>,
    line: LineBox,
    run: Option<Run<'a>>,
    x: Length,
    justification: Justification,
    running: Option<Running>,
    indent: Length,
    /// The width of the last space, and what it has grown to.
    grown_space: (Length, Length),
    /// How many parts and bytes of text are still to come.
    left: (usize, usize),
    links: Vec<(usize, Length, Length, TextStyle)>,
}

/// A text run that words are added to.
struct Run<'a> {
    face: FaceId,
    way: Way,
    /// The piece that it begins with.
    piece: &'a Piece,
    text: TextRun,
}

impl<'a, 's, 'f> LineSetter<'a, 's, 'f> {
    /// A setter for one line that begins at `indent`.
    pub fn new(
        material: &'a Material<'a>,
        shaper: &'s mut Shaper<'f>,
        indent: Length,
        justification: Justification,
        running: Option<Running>,
    ) -> LineSetter<'a, 's, 'f> {
        // Most lines are one run.
        let line = LineBox {
            items: Vec::with_capacity(1),
            ..LineBox::default()
        };
        LineSetter {
            material,
            shaper,
            line,
            run: None,
            x: indent - justification.hang,
            justification,
            running,
            indent,
            grown_space: (Length::ZERO, Length::ZERO),
            left: (0, 0),
            links: Vec::new(),
        }
    }

    /// Sets the segments of `extent`.
    pub fn set(mut self, extent: &Extent) -> LineBox {
        let last = extent.segments.end.saturating_sub(1);
        let segments = &self.material.segments[extent.segments.clone()];
        let (mut words, mut bytes) = (0, 0);
        for segment in segments {
            words += usize::from(matches!(segment.kind, SegmentKind::Word { .. }));
            bytes += segment.range.len();
        }
        let start = |segment: &Segment| segment.range.start;
        let end = |segment: &Segment| segment.range.end;
        let before = extent.cut_before.zip(segments.first().map(start));
        let after = segments.last().map(end).zip(extent.cut_after);
        let cut = |(from, to): (usize, usize)| from.saturating_sub(to);
        let cut = before.map_or(0, cut) + after.map_or(0, cut);
        // The space that a break takes away is kept in the text.
        let space = usize::from(extent.ending == Ending::Space);
        self.left = (words, bytes.saturating_sub(cut) + space);
        let places = self.running.map(|running| self.places(extent, running));
        for index in extent.segments.clone() {
            let segment = &self.material.segments[index];
            let piece = &self.material.pieces[segment.piece];
            let place = places.as_ref().and_then(|places| {
                let place = places.parts.get(index - extent.segments.start);
                place.copied()
            });
            if let Some(place) = place {
                self.move_to(place);
            }
            let from = self.x;
            match &segment.kind {
                SegmentKind::Space { face, glyph } => self.space(piece, segment, *face, *glyph),
                SegmentKind::Word { face, way, word } => {
                    let first = index == extent.segments.start;
                    let before = extent.cut_before.filter(|_| first);
                    let after = extent.cut_after.filter(|_| index == last);
                    if before.is_none() && after.is_none() {
                        let range = segment.range.clone();
                        self.word(piece, (*face, *way), *word, range, segment.width);
                    } else {
                        let hyphen = index == last && extent.ending == Ending::Hyphen;
                        self.part_of_word(piece, segment, (*face, *way), (before, after), hyphen);
                    }
                }
                SegmentKind::Picture => self.picture(piece, segment.width),
                SegmentKind::Break => self.hard_break(piece, segment),
            }
            if index != last {
                self.room(segment);
            }
            if let Some(place) = place {
                self.x = place.left + place.width;
            }
            self.note_mark(piece);
            self.link(piece, from);
        }
        if let Some(places) = &places {
            self.x = places.end;
        }
        self.line.width = self.x;
        if extent.ending == Ending::Space {
            if let Some(places) = &places {
                self.finish_run();
                self.x = places.after;
            }
            self.trailing_space(extent.segments.end);
        }
        self.finish_run();
        self.finish_links();
        self.line
    }

    /// A natural width of which `give` stretches as a space does.
    fn grown(&self, natural: Length, give: Length) -> Length {
        let (gain, spaces) = (self.justification.fit.spaces, self.justification.spaces);
        natural + gain.scaled(give.units(), spaces.units().max(1))
    }

    /// A naturally so wide word as it is drawn.
    fn drawn(&self, word: WordId, way: Way, natural: Length) -> Length {
        let tracking = self.justification.tracking;
        let moved = if tracking == Length::ZERO || way.joined {
            0
        } else {
            self.shaper.word(word).spaced()
        };
        natural + natural.scaled(self.justification.fit.scale, 1_000) + tracking * moved
    }

    /// The room after a segment. It is part of the run before it.
    fn room(&mut self, segment: &Segment) {
        if segment.room == Room::default() {
            return;
        }
        let width = self.grown(segment.room.width, segment.room.give);
        if width == Length::ZERO {
            return;
        }
        if let Some(run) = &mut self.run {
            run.text.push_room(width);
        }
        self.x += width;
    }

    fn space(&mut self, piece: &'a Piece, segment: &Segment, face: FaceId, glyph: u16) {
        // Of spaces side by side one is enough; the end of a source line is kept for whoever copies it.
        if segment.width <= Length::ZERO && !matches!(piece.content, Content::SoftBreak) {
            return;
        }
        let source = source_at(piece, segment.range.start);
        // The spaces of a line are alike.
        if self.grown_space.0 != segment.width {
            let grown = self.grown(segment.width, segment.width);
            self.grown_space = (segment.width, grown.max(Length::ZERO));
        }
        let space = Space {
            id: glyph,
            advance: self.grown_space.1,
        };
        self.run_for((face, Way::default()), piece, source, Some(space))
            .push_space();
        self.x += space.advance;
    }

    /// The space that a break took away, so that copied text keeps its words apart.
    fn trailing_space(&mut self, index: usize) {
        let Some(segment) = self.material.segments.get(index) else {
            return;
        };
        if let SegmentKind::Space { face, glyph } = segment.kind {
            self.space(&self.material.pieces[segment.piece], segment, face, glyph);
        }
    }

    /// A line that the author ended still parts two words for whoever copies them.
    fn hard_break(&mut self, piece: &'a Piece, segment: &Segment) {
        let face = self.shaper.fonts().find(piece.style.family, false, false);
        let width = self.x;
        let space = Segment {
            width: piece.style.size / 4,
            ..segment.clone()
        };
        let (glyph, _) = self.shaper.space(face, &piece.style);
        self.space(piece, &space, face, glyph);
        self.x = width;
    }

    /// A word of which only a part stands on this line.
    fn part_of_word(
        &mut self,
        piece: &'a Piece,
        segment: &Segment,
        (face, way): (FaceId, Way),
        (before, after): (Option<usize>, Option<usize>),
        hyphen: bool,
    ) {
        let range = before.unwrap_or(segment.range.start)..after.unwrap_or(segment.range.end);
        let text = &piece.content.text()[range.clone()];
        let known = self
            .shaper
            .shape_part(face, way, &piece.style, text, hyphen);
        let width = self.shaper.width(face, way, &piece.style, known);
        self.word(piece, (face, way), known.word, range, width);
    }

    /// Adds a shaped word as wide as it is naturally. `range` may be shorter than what was shaped:
    /// the rest is a hyphen that the manuscript does not have, so its glyph stands for no text.
    fn word(
        &mut self,
        piece: &'a Piece,
        (face, way): (FaceId, Way),
        word: WordId,
        range: Range<usize>,
        natural: Length,
    ) {
        let text = &piece.content.text()[range.clone()];
        let drawn = self.drawn(word, way, natural);
        self.run_for((face, way), piece, source_at(piece, range.start), None)
            .push_word(text, word);
        self.x += drawn;
    }

    /// The run that the next part belongs to; a space of another width begins one of its own.
    fn run_for(
        &mut self,
        (face, way): (FaceId, Way),
        piece: &'a Piece,
        source: Option<TextPosition>,
        space: Option<Space>,
    ) -> &mut TextRun {
        let looks_alike = |begun: &Piece| {
            std::ptr::eq(begun, piece) || begun.style == piece.style && begun.owner == piece.owner
        };
        let fits = |run: &Run<'_>| {
            let known = run.text.space;
            let same_space = space.is_none_or(|space| known == Space::default() || known == space);
            run.face == face && run.way.joined == way.joined && same_space && looks_alike(run.piece)
        };
        if !self.run.as_ref().is_some_and(fits) {
            self.finish_run();
        }
        let LineSetter {
            run,
            shaper,
            justification,
            left,
            x,
            ..
        } = self;
        let run = run.get_or_insert_with(|| Run {
            face,
            way,
            piece,
            text: TextRun {
                source,
                origin: Point {
                    x: *x,
                    y: -piece.style.rise,
                },
                ..empty_run(shaper, (face, way), &piece.style, justification, *left)
            },
        });
        if let Some(space) = space {
            run.text.space = space;
        }
        // What goes on in the mirror image stands at the left of what there is.
        if self.running.is_some_and(|running| running.mirrored) {
            run.text.origin.x = self.x;
        }
        &mut run.text
    }

    fn finish_run(&mut self) {
        let Some(Run {
            piece, mut text, ..
        }) = self.run.take()
        else {
            return;
        };
        let style = &piece.style;
        // A long book holds many runs: none keeps room that it does not use.
        text.parts.shrink_to_fit();
        text.text.shrink_to_fit();
        self.left.0 = self.left.0.saturating_sub(text.parts.len());
        self.left.1 = self.left.1.saturating_sub(text.text.len());
        let from = text.origin.x;
        let to = match self.running {
            Some(_) => from + text.width_by(|word| self.shaper.word(word)),
            None => self.x,
        };
        self.line.items.push(Item {
            owner: piece.owner,
            shape: Shape::Text(text),
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
            Some((last, start, to, _)) if *last == link => {
                *start = (*start).min(from);
                *to = (*to).max(self.x);
            }
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

/// A run without text, with room for so many parts and bytes of it.
fn empty_run(
    shaper: &Shaper<'_>,
    (face, way): (FaceId, Way),
    style: &TextStyle,
    justification: &Justification,
    (parts, bytes): (usize, usize),
) -> TextRun {
    let scale = justification.fit.scale;
    // Joined letters are not parted, neither for show nor to fill a line.
    let tracking = match way.joined {
        true => Length::ZERO,
        false => {
            // It is scaled with the glyphs, as the fit of the line counts on.
            let spacing = style.size.scaled(style.letterspacing, 1_000);
            spacing + spacing.scaled(scale, 1_000) + justification.tracking
        }
    };
    TextRun {
        font: face.font(),
        size: style.size,
        units_per_em: shaper.fonts().face(face).units_per_em(),
        colour: style.colour,
        origin: Point::default(),
        scale: 1_000 + scale,
        tracking,
        space: Space::default(),
        parts: Vec::with_capacity(parts),
        text: String::with_capacity(bytes),
        source: None,
    }
}

fn source_at(piece: &Piece, at: usize) -> Option<TextPosition> {
    piece.source.map(|source| TextPosition {
        offset: source.offset + at,
        ..source
    })
}
