//! A paragraph: pieces of text become lines of one measure.

use super::font::Family;
use super::frame::{Colour, ElementId, Item, LinkTarget, Owner, PhotoId, Rect, Shape};
use super::galley::FaceUse;
use super::hyphenate::Hyphenator;
use super::length::Length;
use super::line::{Ending, Extent, HYPHEN, Justification, LineBox, LineSetter, Material};
use super::linebreak::{
    BreakKind, Breakpoint, BrokenLine, Fill, Pass, Setting, Totals, break_lines,
};
use super::protrusion::{at_end, at_start};
use super::segment::{Content, MissingGlyph, Piece, Segment, SegmentKind, segments};
use super::shape::Shaper;
use super::style::TextStyle;
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
    /// How high it stands.
    pub height: Length,
}

impl Picture {
    /// What is drawn in `area`.
    pub fn items(&self, area: Rect) -> Vec<Item> {
        let shape = match self.photo {
            Some(photo) => Shape::Photo { area, photo },
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
}

impl Text {
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
}

/// What was found while setting.
#[derive(Debug, Default)]
pub struct Findings {
    /// Characters that no face has.
    pub missing: Vec<MissingGlyph>,
    /// Lines that do not fit.
    pub overfull: Vec<Span>,
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

/// Sets paragraphs with one shaper and hyphenator.
pub struct ParagraphSetter<'a, 'f> {
    /// Shapes.
    pub shaper: &'a mut Shaper<'f>,
    /// Divides words.
    pub hyphenator: Hyphenator,
    /// Counts the faces in use.
    pub faces: &'a mut FaceUse,
    /// What was found.
    pub findings: &'a mut Findings,
}

impl ParagraphSetter<'_, '_> {
    /// The lines of `text`.
    pub fn set(&mut self, text: &Text, shape: Manner) -> Vec<LineBox> {
        let segments = segments(&text.pieces, self.shaper, &mut self.findings.missing);
        if segments.is_empty() {
            return Vec::new();
        }
        let setting = Setting {
            first_measure: shape.measure - shape.indent,
            measure: shape.measure,
            fill: shape.fill,
            shortest_last: text
                .pieces
                .first()
                .map_or(Length::ZERO, |piece| piece.style.size * 2),
        };
        let (places, breaks, broken) = self.break_lines(text, &segments, shape, &setting);
        let material = Material {
            pieces: &text.pieces,
            segments: &segments,
            links: &text.links,
            pictures: &text.pictures,
        };
        let mut lines = Vec::with_capacity(broken.len());
        let mut begin = (0, None);
        for (index, line) in broken.iter().enumerate() {
            let place = places[line.breakpoint];
            let forced = breaks[line.breakpoint].kind == BreakKind::Forced;
            let extent = extent(&segments, begin, place);
            if line.overfull {
                let at = segments[extent.segments.start.min(segments.len() - 1)].piece;
                self.findings.overfull.push(text.pieces[at].span);
            }
            let indent = if index == 0 {
                shape.indent
            } else {
                Length::ZERO
            };
            let hang = match (index, shape.fill) {
                (0, _) | (_, Fill::Ragged) => Length::ZERO,
                _ => self.hang_at_start(text, &segments, begin),
            };
            let widths = Widths::of(&segments[extent.segments.clone()]);
            let justification = widths.justify(line, shape.fill, forced, hang);
            let setter = LineSetter::new(&material, self.shaper, self.faces, indent);
            let ends_in_hyphen = place.ending == Ending::Hyphen;
            lines.push(LineBox {
                ends_in_hyphen,
                ..setter.set(&extent, justification)
            });
            begin = match place.cut {
                Some(cut) => (place.segment, Some(cut)),
                None => (place.segment + 1, None),
            };
        }
        lines
    }

    /// The width of `text` where no line is broken, and of its longest stretch that no line may
    /// end in.
    pub fn widths(&mut self, text: &Text) -> (Length, Length) {
        let (mut line, mut word) = (Length::ZERO, Length::ZERO);
        let (mut widest, mut longest) = (Length::ZERO, Length::ZERO);
        for segment in segments(&text.pieces, self.shaper, &mut self.findings.missing) {
            line += segment.width;
            match segment.kind {
                SegmentKind::Break => (line, word) = (Length::ZERO, Length::ZERO),
                SegmentKind::Space { .. } if segment.break_after => word = Length::ZERO,
                _ => word += segment.width,
            }
            widest = widest.max(line);
            longest = longest.max(word);
            if segment.break_after {
                word = Length::ZERO;
            }
        }
        (widest, longest)
    }

    fn break_lines(
        &mut self,
        text: &Text,
        segments: &[Segment],
        shape: Manner,
        setting: &Setting,
    ) -> (Vec<Place>, Vec<Breakpoint>, Vec<BrokenLine>) {
        let mut found = (Vec::new(), Vec::new());
        let mut divided = None;
        for pass in Pass::all(setting) {
            // Words are divided only for paragraphs that need it.
            let divide = pass.hyphens;
            if divided != Some(divide) {
                found = self.breakpoints(text, segments, shape, divide);
                divided = Some(divide);
            }
            if let Some(lines) = break_lines(&found.1, setting, pass) {
                return (found.0, found.1, lines);
            }
        }
        (found.0, found.1, Vec::new())
    }

    fn breakpoints(
        &mut self,
        text: &Text,
        segments: &[Segment],
        shape: Manner,
        divide: bool,
    ) -> (Vec<Place>, Vec<Breakpoint>) {
        let mut out = (
            Vec::with_capacity(segments.len()),
            Vec::with_capacity(segments.len()),
        );
        let mut totals = Totals::default();
        let last = segments.len() - 1;
        for (index, segment) in segments.iter().enumerate() {
            let before = totals;
            totals.width += segment.width;
            let at = |cut, ending| Place {
                segment: index,
                cut,
                ending,
            };
            match &segment.kind {
                SegmentKind::Space { .. } => {
                    totals.stretch += segment.width / 2;
                    totals.shrink += segment.width / 3;
                    let kind = if index == last {
                        BreakKind::Forced
                    } else {
                        BreakKind::Plain
                    };
                    if segment.break_after || index == last {
                        out.0.push(at(None, Ending::Space));
                        let point = Breakpoint {
                            kind,
                            end: before,
                            next: totals,
                        };
                        out.1
                            .push(self.hanging(text, segments, shape, index, point));
                    }
                }
                SegmentKind::Break => {
                    out.0.push(at(None, Ending::Bare));
                    out.1.push(Breakpoint {
                        kind: BreakKind::Forced,
                        end: before,
                        next: totals,
                    });
                }
                SegmentKind::Word { .. } | SegmentKind::Picture => {
                    if matches!(segment.kind, SegmentKind::Word { .. }) {
                        let give = segment.width.scaled(GLYPH_GIVE, 1_000);
                        totals.stretch += give;
                        totals.shrink += give;
                    }
                    if divide {
                        self.divide(text, segment, index, shape, before, &mut out);
                    }
                    if segment.break_after || index == last {
                        let forced = index == last;
                        let kind = if forced {
                            BreakKind::Forced
                        } else {
                            BreakKind::Plain
                        };
                        out.0.push(at(None, Ending::Bare));
                        let point = Breakpoint {
                            kind,
                            end: totals,
                            next: totals,
                        };
                        out.1
                            .push(self.hanging(text, segments, shape, index + 1, point));
                    }
                }
            }
        }
        out
    }

    /// A breakpoint between segments with what hangs over the edges: of the last character before
    /// `index` and the first one from there.
    fn hanging(
        &self,
        text: &Text,
        segments: &[Segment],
        shape: Manner,
        index: usize,
        mut point: Breakpoint,
    ) -> Breakpoint {
        if shape.fill == Fill::Ragged {
            return point;
        }
        if let Some(segment) = segments[..index].last() {
            let piece = &text.pieces[segment.piece];
            let last = piece.content.text()[segment.range.clone()]
                .chars()
                .next_back();
            point.end.width -= last.map_or(Length::ZERO, |c| at_end(c, piece.style.size));
        }
        point.next.width += self.hang_at_start(text, segments, (index, None));
        point
    }

    /// How far the first character of a line hangs over its edge.
    fn hang_at_start(
        &self,
        text: &Text,
        segments: &[Segment],
        (index, cut): (usize, Option<usize>),
    ) -> Length {
        let rest = segments.get(index..).unwrap_or_default();
        let Some(segment) = rest.iter().find(|segment| !is_space(segment)) else {
            return Length::ZERO;
        };
        let piece = &text.pieces[segment.piece];
        let from = cut.unwrap_or(segment.range.start);
        let first = piece
            .content
            .text()
            .get(from..)
            .and_then(|text| text.chars().next());
        first.map_or(Length::ZERO, |c| at_start(c, piece.style.size))
    }

    /// Adds the places inside a word.
    fn divide(
        &mut self,
        text: &Text,
        segment: &Segment,
        index: usize,
        shape: Manner,
        before: Totals,
        out: &mut (Vec<Place>, Vec<Breakpoint>),
    ) {
        let SegmentKind::Word { face, shaped } = &segment.kind else {
            return;
        };
        let piece = &text.pieces[segment.piece];
        let word = &piece.content.text()[segment.range.clone()];
        let style = &piece.style;
        let mut cuts: Vec<(usize, BreakKind)> = Vec::new();
        if shape.hyphenate && !segment.in_address && style.family != Family::Mono {
            let points = piece.hyphenator.unwrap_or(self.hyphenator).points(word);
            cuts.extend(points.into_iter().map(|cut| (cut, BreakKind::Hyphen)));
        }
        if segment.width > shape.measure {
            let starts = shaped.glyphs.iter().map(|glyph| glyph.cluster as usize);
            let inside = starts.filter(|cut| *cut > 0 && word.is_char_boundary(*cut));
            cuts.extend(inside.map(|cut| (cut, BreakKind::Rescue)));
            cuts.sort_unstable_by_key(|(cut, kind)| (*cut, *kind == BreakKind::Rescue));
            cuts.dedup_by_key(|(cut, _)| *cut);
        }
        // Widths up to each cut, in one walk over the glyphs.
        let mut glyphs = shaped.glyphs.iter().peekable();
        let mut units = 0;
        for (cut, kind) in cuts {
            while let Some(glyph) = glyphs.next_if(|glyph| (glyph.cluster as usize) < cut) {
                units += i64::from(glyph.advance);
            }
            let (end, rest) = if kind == BreakKind::Hyphen && segment.width <= shape.measure {
                let head = format!("{}{HYPHEN}", &word[..cut]);
                let head = self.shaper.shape(*face, style, &head);
                let tail = self.shaper.shape(*face, style, &word[cut..]);
                let width = |part| self.shaper.width(*face, style, part);
                (width(&head), width(&tail))
            } else {
                // A stretch of thousands of characters is not shaped anew for every cut.
                let end = self.shaper.scale(*face, style, units);
                let hyphen = if kind == BreakKind::Hyphen {
                    style.size / 3
                } else {
                    Length::ZERO
                };
                (end + hyphen, segment.width - end)
            };
            let ending = if kind == BreakKind::Hyphen {
                Ending::Hyphen
            } else {
                Ending::Bare
            };
            let with = |width: Length| {
                // The glyphs before the cut give as much as their share of the word.
                let give = width.scaled(GLYPH_GIVE, 1_000);
                Totals {
                    width: before.width + width,
                    stretch: before.stretch + give,
                    shrink: before.shrink + give,
                }
            };
            let hangs = shape.fill == Fill::Justified;
            let over = |hang: Length| if hangs { hang } else { Length::ZERO };
            let first = word[cut..].chars().next().unwrap_or(' ');
            let left = over(at_start(first, style.size));
            let right = match kind {
                BreakKind::Hyphen => over(at_end('-', style.size)),
                _ => Length::ZERO,
            };
            out.0.push(Place {
                segment: index,
                cut: Some(segment.range.start + cut),
                ending,
            });
            out.1.push(Breakpoint {
                kind,
                end: with(end - right),
                next: with(segment.width - rest + left),
            });
        }
    }
}

fn is_space(segment: &&Segment) -> bool {
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
    while cut_before.is_none() && start < end && is_space(&&segments[start]) {
        start += 1;
    }
    Extent {
        segments: start.min(end)..end,
        cut_before,
        cut_after: place.cut,
        ending: place.ending,
    }
}

/// How far glyphs may be widened or narrowed, in thousandths of their width. More can be seen.
const GLYPH_GIVE: i64 = 20;

/// The widths of a line's parts.
struct Widths {
    spaces: Length,
    words: Length,
}

impl Widths {
    fn of(segments: &[Segment]) -> Widths {
        let mut widths = Widths {
            spaces: Length::ZERO,
            words: Length::ZERO,
        };
        for segment in segments {
            match segment.kind {
                SegmentKind::Space { .. } => widths.spaces += segment.width,
                SegmentKind::Word { .. } => widths.words += segment.width,
                SegmentKind::Break | SegmentKind::Picture => {}
            }
        }
        widths
    }

    /// Shares the slack of a line between its glyphs and its spaces, as their give says.
    fn justify(&self, line: &BrokenLine, fill: Fill, forced: bool, hang: Length) -> Justification {
        let still = Justification {
            total: Length::ZERO,
            spaces: self.spaces,
            scale: 1_000,
            hang,
        };
        let tight = line.slack < Length::ZERO;
        if !tight && (forced || fill == Fill::Ragged || self.spaces == Length::ZERO) {
            return still;
        }
        // Never below the smallest space, however long the line is.
        let slack = if tight {
            line.slack.max(-line.give)
        } else {
            line.slack
        };
        let give = line.give.max(Length::from_units(1));
        let share = slack.units().saturating_mul(GLYPH_GIVE) / give.units();
        let change = share.clamp(-GLYPH_GIVE, GLYPH_GIVE);
        let total = slack - self.words.scaled(change, 1_000);
        Justification {
            total,
            scale: 1_000 + change,
            ..still
        }
    }
}
