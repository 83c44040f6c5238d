//! A paragraph: pieces of text become lines of one measure.

use super::bidi::has_right_to_left;
use super::breakpoint::{BreakKind, Breakpoint, Totals};
use super::fit::Fit;
use super::font::Family;
use super::frame::{Colour, ElementId, Item, LinkTarget, Owner, PhotoId, Rect, Shape};
use super::hyphenate::{Divisions, Exceptions, Hyphenator};
use super::initial::Initial;
use super::length::Length;
use super::line::{Ending, Extent, Justification, LineBox, LineSetter, Material, Running};
use super::linebreak::{Beside, BrokenLine, Fill, Pass, Setting, break_lines};
use super::protrusion::{at_end, at_start};
use super::script;
use super::segment::{self, Content, MissingGlyph, Piece, Segment, SegmentKind, segments};
use super::shape::{Shaper, Way};
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

/// Where a line may end, in segments.
#[derive(Clone, Copy, Debug)]
struct Place {
    /// The segment it ends with, or the space that the break takes away.
    segment: usize,
    /// Where that segment is cut, in bytes of its piece.
    cut: Option<usize>,
    ending: Ending,
}

/// Where the lines of a paragraph may end.
struct Places {
    places: Vec<Place>,
    /// The same, as the search for the best of them knows it.
    breaks: Vec<Breakpoint>,
}

/// Where the lines of a paragraph may end, as far as somebody asked.
#[derive(Default)]
struct Candidates {
    between_words: Option<Places>,
    with_divided_words: Option<Places>,
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
}

impl ParagraphSetter<'_, '_> {
    /// The lines of `text`.
    pub fn set(&mut self, text: &Text, shape: Manner) -> Vec<LineBox> {
        let missing = self.findings.missing.len();
        let segments = self.segments(text);
        let mut lines = self
            .set_segments(text, &segments, shape, None, &mut Candidates::default())
            .unwrap_or_default();
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

    /// The lines of `text` in each of these numbers of them, where that can be done without ugly ones:
    /// what fits a page better offers a line more or less of a paragraph.
    pub fn set_to(&mut self, text: &Text, shape: Manner, counts: &[usize]) -> Vec<Vec<LineBox>> {
        let segments = self.segments(text);
        let mut found = Candidates::default();
        counts
            .iter()
            .filter_map(|count| self.set_segments(text, &segments, shape, Some(*count), &mut found))
            .collect()
    }

    fn set_segments(
        &mut self,
        text: &Text,
        segments: &[Segment],
        shape: Manner,
        lines: Option<usize>,
        found: &mut Candidates,
    ) -> Option<Vec<LineBox>> {
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
        let running = self.running(text).map(|rtl| Running {
            right_to_left: rtl,
            mirrored: self.shaper.right_to_left(),
            follows: shape.follows,
            measure: shape.measure,
        });
        let (places, broken) = self.break_lines(text, segments, shape, &setting, found)?;
        Some(self.set_broken(text, segments, (shape, &setting, running), places, &broken))
    }

    fn segments(&mut self, text: &Text) -> Vec<Segment> {
        let manner = segment::Manner {
            hyphenator: self.hyphenator,
            right_to_left: self.running(text),
        };
        let missing = &mut self.findings.missing;
        segments(&text.pieces, manner, self.shaper, missing)
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
            let justification = justification(fit, parts, &segments[extent.segments.clone()], hang);
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
                        let shaped =
                            self.shaper
                                .shape_part(*face, *way, &piece.style, word, hyphen);
                        width = self.shaper.width(*face, *way, &piece.style, &shaped);
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
        for segment in self.segments(text) {
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
        (widest, longest)
    }

    /// `None` where the setting asks for a number of lines, or for room beside them, that can't be had.
    fn break_lines<'p>(
        &mut self,
        text: &Text,
        segments: &[Segment],
        shape: Manner,
        setting: &Setting,
        found: &'p mut Candidates,
    ) -> Option<(&'p Places, Vec<BrokenLine>)> {
        for pass in Pass::ALL {
            // Neither a line more or less nor a capital beside it is worth an ugly one.
            if (setting.lines.is_some() || setting.beside.is_some()) && pass.rescue {
                return None;
            }
            // Words are divided only for paragraphs that need it.
            let known = if pass.hyphens {
                &mut found.with_divided_words
            } else {
                &mut found.between_words
            };
            let places =
                known.get_or_insert_with(|| self.places(text, segments, shape, pass.hyphens));
            if let Some(broken) = break_lines(&places.breaks, setting, pass) {
                let known = if pass.hyphens {
                    &found.with_divided_words
                } else {
                    &found.between_words
                };
                return known.as_ref().map(|places| (places, broken));
            }
        }
        None
    }

    fn places(&mut self, text: &Text, segments: &[Segment], shape: Manner, divide: bool) -> Places {
        let mut out = Places {
            places: Vec::with_capacity(segments.len()),
            breaks: Vec::with_capacity(segments.len()),
        };
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
                        self.divide(text, segment, index, shape, before, &mut out);
                    }
                    let piece = &text.pieces[segment.piece];
                    let word = &piece.content.text()[segment.range.clone()];
                    let hyphened = index < last && word.ends_with(['-', '\u{2010}']);
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
        out
    }

    /// How far the last character of these segments hangs over the right edge.
    fn hang_at_end(&mut self, text: &Text, segments: &[Segment]) -> Length {
        let Some(segment) = segments.last().filter(|segment| is_word(segment)) else {
            return Length::ZERO;
        };
        let piece = &text.pieces[segment.piece];
        let word = &piece.content.text()[segment.range.clone()];
        let last = word.chars().next_back();
        match last {
            Some(c) if script::empty_half(c) == Some(script::Empty::SecondHalf) => self
                .empty_half(text, segment)
                .max(at_end(c, piece.style.size)),
            Some(c) => at_end(c, piece.style.size),
            None => Length::ZERO,
        }
    }

    /// How far the first character of these segments hangs over the left edge.
    fn hang_at_start(&mut self, text: &Text, segments: &[Segment]) -> Length {
        let Some(segment) = segments.iter().find(|segment| !is_space(segment)) else {
            return Length::ZERO;
        };
        let piece = &text.pieces[segment.piece];
        let word = &piece.content.text()[segment.range.clone()];
        let first = word.chars().next();
        match first {
            Some(c) if script::empty_half(c) == Some(script::Empty::FirstHalf) => self
                .empty_half(text, segment)
                .max(at_start(c, piece.style.size)),
            Some(c) => at_start(c, piece.style.size),
            None => Length::ZERO,
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
        if shaped.glyphs.iter().any(|glyph| glyph.id == 0) {
            return Length::ZERO;
        }
        let width = self.shaper.width(face, half, &piece.style, &shaped);
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
        let SegmentKind::Word { face, way, shaped } = &segment.kind else {
            return;
        };
        let piece = &text.pieces[segment.piece];
        let word = &piece.content.text()[segment.range.clone()];
        let style = &piece.style;
        let mut cuts: Vec<(usize, BreakKind)> = Vec::new();
        if shape.hyphenate && !segment.in_address && style.family != Family::Mono {
            let points = match piece.hyphenator {
                Some(hyphenator) => &hyphenator.points(word, &Exceptions::default()),
                None => {
                    let (hyphenator, exceptions) = (self.hyphenator, self.exceptions);
                    self.divisions.points(word, shaped, hyphenator, exceptions)
                }
            };
            cuts.extend(points.iter().map(|cut| (*cut, BreakKind::Hyphen)));
        }
        if segment.width > shape.measure {
            let starts = shaped.glyphs.iter().map(|glyph| glyph.cluster as usize);
            let inside = starts.filter(|cut| *cut > 0 && word.is_char_boundary(*cut));
            cuts.extend(inside.map(|cut| (cut, BreakKind::Rescue)));
            cuts.sort_unstable_by_key(|(cut, kind)| (*cut, *kind == BreakKind::Rescue));
            cuts.dedup_by_key(|(cut, _)| *cut);
        }
        if cuts.is_empty() {
            return;
        }
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
        for (cut, kind) in cuts {
            while let Some(glyph) = glyphs.next_if(|glyph| (glyph.cluster as usize) < cut) {
                units += i64::from(glyph.advance);
                spaced += i64::from(glyph.advance > 0);
            }
            let width = self.shaper.scale(*face, style, units) + spacing * spaced;
            let (hyphen, ending) = match kind {
                BreakKind::Hyphen => (self.shaper.hyphen(*face, style), Ending::Hyphen),
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
        }
    }
}

/// How wide the first piece is.
fn width_of_first(segments: &[Segment]) -> Length {
    let first = segments.iter().take_while(|segment| segment.piece == 0);
    first
        .map(|segment| segment.width + segment.room.width)
        .sum()
}

fn is_word(segment: &Segment) -> bool {
    matches!(
        segment.kind,
        SegmentKind::Word { .. } | SegmentKind::Picture
    )
}

fn is_space(segment: &Segment) -> bool {
    matches!(segment.kind, SegmentKind::Space { .. })
}

/// The segments from `begin` to `place`, without the space a break takes away.
fn extent(segments: &[Segment], begin: (usize, Option<usize>), place: Place) -> Extent {
    let (mut start, cut_before) = begin;
    let end = match place.ending {
        Ending::Space => place.segment,
        Ending::Bare | Ending::Hyphen => place.segment + 1,
    };
    // A break may stand inside a run of spaces: none of them opens a line.
    while cut_before.is_none() && start < end && is_space(&segments[start]) {
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
fn justification(fit: Fit, parts: Totals, segments: &[Segment], hang: Length) -> Justification {
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
                SegmentKind::Word { shaped, way, .. } if !way.joined => shaped.spaced(),
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
