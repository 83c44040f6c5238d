//! A paragraph: pieces of text become lines of one measure.

use super::bidi::has_right_to_left;
use super::breakpoint::{BreakKind, Totals};
use super::fit::Fit;
use super::frame::{Colour, ElementId, Item, LinkTarget, Owner, PhotoId, Rect, Shape};
use super::hyphenate::{Divisions, Exceptions, Hyphenator};
use super::initial::Initial;
use super::length::Length;
use super::line::{Ending, Extent, Justification, LineBox, LineSetter, Material, Running};
use super::linebreak::{self, Beside, BrokenLine, Fill, Pass, Setting, break_lines};
use super::place::{Place, Places};
use super::segment::{
    self, Content, MissingGlyph, Piece, Segment, SegmentKind, Segments, segments,
};
use super::shape::Shaper;
use super::style::TextStyle;
use crate::document::{Direction, NodeId};
use crate::source::Span;

/// Where a link of a paragraph leads.
#[derive(Clone, Debug)]
pub struct Link {
    /// Where.
    pub target: LinkTarget,
    /// Its element of the structure.
    pub element: ElementId,
    /// Where it leads, in words.
    pub contents: String,
}

/// A picture inside a line.
#[derive(Clone, Debug)]
pub struct Picture {
    /// Its element of the structure.
    pub owner: Owner,
    /// The photo, or nothing for a reserved slot.
    pub photo: Option<PhotoId>,
    /// The figure that shows it.
    pub node: NodeId,
    /// How high it stands.
    pub height: Length,
}

impl Picture {
    /// What is drawn in `area`.
    pub fn items(&self, area: Rect) -> Vec<Item> {
        let shape = match self.photo {
            Some(photo) => Shape::Photo {
                area,
                photo,
                node: Some(self.node),
            },
            None => Shape::Fill {
                area,
                colour: Colour::Grey(20),
            },
        };
        vec![Item {
            owner: self.owner,
            shape,
        }]
    }
}

/// The text of a paragraph with what it refers to.
#[derive(Clone, Debug, Default)]
pub struct Text {
    /// Its pieces.
    pub pieces: Vec<Piece>,
    /// Its links.
    pub links: Vec<Link>,
    /// Its pictures.
    pub pictures: Vec<Picture>,
    /// Which way it runs, where somebody says it.
    pub direction: Option<Direction>,
    /// Whether its first piece is a capital that is several lines high.
    pub initial: Option<Initial>,
}

impl Text {
    /// How long it is, in bytes.
    pub fn bytes(&self) -> usize {
        let pieces = self.pieces.iter();
        pieces.map(|piece| piece.content.text().len()).sum()
    }

    /// A text of one piece that is not the manuscript's.
    pub fn of(text: &str, style: TextStyle, owner: Owner, span: Span) -> Text {
        let content = Content::Text(text.to_owned());
        let piece = Piece {
            content,
            style,
            owner,
            source: None,
            span,
            link: None,
            hyphenator: None,
        };
        Text {
            pieces: vec![piece],
            ..Text::default()
        }
    }
}

/// How a paragraph is set.
#[derive(Clone, Copy, Debug)]
pub struct Manner {
    /// Width of its lines.
    pub measure: Length,
    /// Indent of the first line.
    pub indent: Length,
    /// Justified or ragged.
    pub fill: Fill,
    /// Whether words may be divided.
    pub hyphenate: bool,
    /// Whether lines begin at the other edge where the text runs the other way than the book.
    pub follows: bool,
}

/// What was found while setting.
#[derive(Debug, Default)]
pub struct Findings {
    /// Characters that no face has.
    pub missing: Vec<MissingGlyph>,
    /// Lines that do not fit.
    pub overfull: Vec<Span>,
    /// Tables whose words had to be cut.
    pub wide_tables: Vec<Span>,
    /// Photos for whose place in the margin there is no room.
    pub narrow_margins: Vec<Span>,
}

/// What paragraphs are set in, one after the other.
#[derive(Default)]
pub struct Stick {
    segments: Segments,
    candidates: Candidates,
    search: linebreak::Room,
}

/// So many segments, two for a word, places where a line may end, or ways there.
const MOST_KEPT: usize = 1_000;

/// Where the lines of a paragraph may end: between its words, and inside them, too.
#[derive(Default)]
struct Candidates {
    places: [Places; 2],
    /// Whether somebody asked for them.
    known: [bool; 2],
}

/// Sets paragraphs with one shaper and hyphenator.
pub struct ParagraphSetter<'a, 'f> {
    /// Shapes.
    pub shaper: &'a mut Shaper<'f>,
    /// Divides words.
    pub hyphenator: Hyphenator,
    /// The words of its language that the author divides.
    pub exceptions: &'a Exceptions,
    /// Where words were divided so far.
    pub divisions: &'a mut Divisions<'f>,
    /// What was found.
    pub findings: &'a mut Findings,
    /// Its room.
    pub stick: &'a mut Stick,
}

impl ParagraphSetter<'_, '_> {
    /// The lines of `text`.
    pub fn set(&mut self, text: &Text, shape: Manner) -> Vec<LineBox> {
        let missing = self.findings.missing.len();
        let lines = self.set_to(text, shape, &[None]);
        let mut lines = lines.into_iter().next().unwrap_or_default();
        if let Some(initial) = text.initial {
            if lines.len() < initial.lines {
                // What is missing is found again.
                self.findings.missing.truncate(missing);
                return self.set(&text.without_initial(initial), shape);
            }
            let beside = lines.iter_mut().take(initial.lines - 1);
            beside.for_each(|line| line.keeps_next = true);
        }
        lines
    }

    /// The lines of `text` in each of these numbers of them, where that can be done without ugly ones, or in the
    /// best: what fits a page better offers a line more or less of a paragraph.
    pub fn set_to(
        &mut self,
        text: &Text,
        shape: Manner,
        counts: &[Option<usize>],
    ) -> Vec<Vec<LineBox>> {
        let mut stick = std::mem::take(self.stick);
        let right_to_left = self.running(text);
        self.cut(text, right_to_left, &mut stick.segments);
        stick.candidates.known = [false; 2];
        let set = |count: &Option<usize>| {
            self.set_segments(text, (shape, right_to_left), *count, &mut stick)
        };
        let lines = counts.iter().filter_map(set).collect();
        self.keep(stick);
        lines
    }

    fn set_segments(
        &mut self,
        text: &Text,
        (shape, right_to_left): (Manner, Option<bool>),
        lines: Option<usize>,
        stick: &mut Stick,
    ) -> Option<Vec<LineBox>> {
        let segments = &stick.segments.all[..];
        if segments.is_empty() {
            return None;
        }
        let first = text.pieces.first().map(|piece| piece.style);
        let size = text.initial.map(|initial| initial.plain).or(first);
        let size = size.map(|style| style.size);
        let out = text.initial.map_or(Length::ZERO, |initial| initial.out);
        let indent = shape.indent - out;
        let setting = Setting {
            first_measure: shape.measure - indent,
            measure: shape.measure,
            beside: text.initial.map(|initial| Beside {
                lines: initial.lines,
                width: indent + width_of_first(segments),
            }),
            fill: shape.fill,
            // Five letters.
            shortest_last: size.map_or(Length::ZERO, |size| size.scaled(24, 10)),
            lines,
        };
        let running = right_to_left.map(|rtl| Running {
            right_to_left: rtl,
            mirrored: self.shaper.right_to_left(),
            follows: shape.follows,
            measure: shape.measure,
        });
        let (at, broken) = self.break_lines(text, shape, &setting, stick)?;
        let (segments, places) = (&stick.segments.all[..], &stick.candidates.places[at]);
        Some(self.set_broken(text, segments, (shape, &setting, running), places, &broken))
    }

    /// Keeps the room for the next paragraph. Few are long: none of them makes every thread keep so much.
    fn keep(&mut self, stick: Stick) {
        let [between_words, inside] = &stick.candidates.places;
        let room = stick.segments.all.capacity();
        let room = room.max(between_words.breaks.capacity());
        let room = room.max(inside.breaks.capacity());
        if room.max(stick.search.ways()) <= MOST_KEPT {
            *self.stick = stick;
        }
    }

    fn cut(&mut self, text: &Text, right_to_left: Option<bool>, into: &mut Segments) {
        let manner = segment::Manner {
            hyphenator: self.hyphenator,
            right_to_left,
        };
        let missing = &mut self.findings.missing;
        segments(&text.pieces, manner, self.shaper, missing, into);
    }

    /// Whether the text runs from right to left, where anything in it or around it does.
    pub fn running(&self, text: &Text) -> Option<bool> {
        let book = self.shaper.right_to_left();
        let asked = text.direction == Some(Direction::RightToLeft);
        let mut contents = text.pieces.iter().map(|piece| piece.content.text());
        if !book && !asked && !contents.any(has_right_to_left) {
            return None;
        }
        let direction = text.direction.unwrap_or_else(|| {
            let contents = text.pieces.iter().map(|piece| piece.content.text());
            let book = match book {
                true => Direction::RightToLeft,
                false => Direction::LeftToRight,
            };
            book.of_paragraph(&contents.collect::<String>())
        });
        Some(direction == Direction::RightToLeft)
    }

    fn set_broken(
        &mut self,
        text: &Text,
        segments: &[Segment],
        (shape, setting, running): (Manner, &Setting, Option<Running>),
        Places { places, breaks }: &Places,
        broken: &[BrokenLine],
    ) -> Vec<LineBox> {
        let material = Material {
            pieces: &text.pieces,
            segments,
            links: &text.links,
            pictures: &text.pictures,
        };
        let mut lines = Vec::with_capacity(broken.len());
        let mut begin = (0, None);
        let mut from = Totals::default();
        for (index, line) in broken.iter().enumerate() {
            let place = places[line.breakpoint];
            let point = &breaks[line.breakpoint];
            let extent = extent(segments, begin, place);
            if line.fit.overfull {
                let at = segments[extent.segments.start.min(segments.len() - 1)].piece;
                self.findings.overfull.push(text.pieces[at].span);
            }
            let indent = setting.indent(index);
            let hang = match index.checked_sub(1) {
                None => Length::ZERO,
                Some(before) => breaks[broken[before].breakpoint].hang_after,
            };
            // Where no word is cut and no space left out, the totals of both ends say what there is.
            let is_whole = begin.1.is_none() && place.cut.is_none();
            let parts = if is_whole && extent.segments.start == begin.0 {
                point.end - from
            } else {
                self.parts(text, segments, &extent)
            };
            from = point.next;
            let slack = shape.measure - indent + hang + point.hang_before - parts.width;
            let free = shape.fill == Fill::Ragged
                || (point.kind == BreakKind::Forced && slack >= Length::ZERO);
            let fit = if free {
                Fit::default()
            } else {
                Fit::justified(slack, parts)
            };
            let of_line = &segments[extent.segments.clone()];
            let justification = justification(fit, parts, of_line, hang, self.shaper);
            let setter = LineSetter::new(&material, self.shaper, indent, justification, running);
            let mut set = setter.set(&extent);
            set.ends_in_hyphen = point.kind.shows_hyphen();
            lines.push(set);
            begin = match place.cut {
                Some(cut) => (place.segment, Some(cut)),
                None => (place.segment + 1, None),
            };
        }
        lines
    }

    /// What a line is made of. The parts of a divided word are measured as they are set: kerning
    /// and ligatures end at the cut.
    fn parts(&mut self, text: &Text, segments: &[Segment], extent: &Extent) -> Totals {
        let mut totals = Totals::default();
        let last = extent.segments.end.saturating_sub(1);
        for index in extent.segments.clone() {
            let segment = &segments[index];
            let mut width = segment.width;
            match &segment.kind {
                SegmentKind::Space { .. } => totals.spaces += width,
                SegmentKind::Word { face, way, .. } => {
                    let before = extent.cut_before.filter(|_| index == extent.segments.start);
                    let after = extent.cut_after.filter(|_| index == last);
                    if before.is_some() || after.is_some() {
                        let piece = &text.pieces[segment.piece];
                        let range = before.unwrap_or(segment.range.start)
                            ..after.unwrap_or(segment.range.end);
                        let word = &piece.content.text()[range];
                        let hyphen = index == last && extent.ending == Ending::Hyphen;
                        let known = self
                            .shaper
                            .shape_part(*face, *way, &piece.style, word, hyphen);
                        width = self.shaper.width(*face, *way, &piece.style, known);
                    }
                    totals.glyphs += width;
                }
                SegmentKind::Break | SegmentKind::Picture => {}
            }
            totals.width += width;
            if index != last {
                totals.width += segment.room.width;
                totals.spaces += segment.room.give;
            }
        }
        totals
    }

    /// The width of `text` where no line is broken, and of its longest stretch that no line may
    /// end in.
    pub fn widths(&mut self, text: &Text) -> (Length, Length) {
        let (mut line, mut word) = (Length::ZERO, Length::ZERO);
        let (mut widest, mut longest) = (Length::ZERO, Length::ZERO);
        let mut stick = std::mem::take(self.stick);
        self.cut(text, self.running(text), &mut stick.segments);
        for segment in &stick.segments.all {
            line += segment.width;
            match segment.kind {
                SegmentKind::Break => (line, word) = (Length::ZERO, Length::ZERO),
                SegmentKind::Space { .. } if segment.break_after => word = Length::ZERO,
                _ => word += segment.width,
            }
            line += segment.room.width;
            widest = widest.max(line);
            longest = longest.max(word);
            if segment.break_after {
                word = Length::ZERO;
            } else {
                word += segment.room.width;
            }
        }
        self.keep(stick);
        (widest, longest)
    }

    /// `None` where the setting asks for a number of lines, or for room beside them, that can't be had.
    /// Gives also which of the candidates the lines end at.
    fn break_lines(
        &mut self,
        text: &Text,
        shape: Manner,
        setting: &Setting,
        stick: &mut Stick,
    ) -> Option<(usize, Vec<BrokenLine>)> {
        let Stick {
            segments,
            candidates,
            search,
        } = stick;
        for pass in Pass::ALL {
            // Neither a line more or less nor a capital beside it is worth an ugly one.
            if (setting.lines.is_some() || setting.beside.is_some()) && pass.rescue {
                return None;
            }
            // Words are divided only for paragraphs that need it.
            let at = usize::from(pass.hyphens);
            if !candidates.known[at] {
                let places = &mut candidates.places[at];
                self.places(text, &segments.all, shape, pass.hyphens, places);
                candidates.known[at] = true;
            }
            let breaks = &candidates.places[at].breaks;
            if let Some(broken) = break_lines(breaks, setting, pass, search) {
                return Some((at, broken));
            }
        }
        None
    }
}

/// How wide the first piece is.
fn width_of_first(segments: &[Segment]) -> Length {
    let first = segments.iter().take_while(|segment| segment.piece == 0);
    first
        .map(|segment| segment.width + segment.room.width)
        .sum()
}

/// The segments from `begin` to `place`, without the space a break takes away.
fn extent(segments: &[Segment], begin: (usize, Option<usize>), place: Place) -> Extent {
    let (mut start, cut_before) = begin;
    let end = match place.ending {
        Ending::Space => place.segment,
        Ending::Bare | Ending::Hyphen => place.segment + 1,
    };
    // A break may stand inside a run of spaces: none of them opens a line.
    while cut_before.is_none() && start < end && segments[start].is_space() {
        start += 1;
    }
    Extent {
        segments: start.min(end)..end,
        cut_before,
        cut_after: place.cut,
        ending: place.ending,
    }
}

/// Shares letterspacing among the letters; what cannot be shared goes to the spaces.
fn justification(
    fit: Fit,
    parts: Totals,
    segments: &[Segment],
    hang: Length,
    shaper: &Shaper<'_>,
) -> Justification {
    let mut shared = Justification {
        fit,
        spaces: parts.spaces,
        tracking: Length::ZERO,
        hang,
    };
    if fit.tracking != Length::ZERO {
        let letters: i64 = segments
            .iter()
            .map(|segment| match &segment.kind {
                SegmentKind::Word { word, way, .. } if !way.joined => shaper.word(*word).spaced(),
                _ => 0,
            })
            .sum();
        if letters > 0 {
            shared.tracking = fit.tracking / letters;
        } else {
            // Joined letters stay together.
            shared.fit.spaces += fit.tracking;
        }
    }
    shared
}
