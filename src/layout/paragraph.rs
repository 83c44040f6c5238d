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
            let spaces: Length = segments[extent.segments.clone()]
                .iter()
                .filter(is_space)
                .map(|s| s.width)
                .sum();
            let total = justification(line, shape.fill, forced, spaces);
            let indent = if index == 0 {
                shape.indent
            } else {
                Length::ZERO
            };
            let setter = LineSetter::new(&material, self.shaper, self.faces, indent);
            lines.push(setter.set(&extent, Justification { total, spaces }));
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
                        out.1.push(Breakpoint {
                            kind,
                            end: before,
                            next: totals,
                        });
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
                        out.1.push(Breakpoint {
                            kind,
                            end: totals,
                            next: totals,
                        });
                    }
                }
            }
        }
        out
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
            let points = self.hyphenator.points(word);
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
            let with = |width| Totals {
                width: before.width + width,
                ..before
            };
            out.0.push(Place {
                segment: index,
                cut: Some(segment.range.start + cut),
                ending,
            });
            out.1.push(Breakpoint {
                kind,
                end: with(end),
                next: with(segment.width - rest),
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

fn justification(line: &BrokenLine, fill: Fill, forced: bool, spaces: Length) -> Length {
    if line.slack < Length::ZERO {
        // Never below the smallest space, however long the line is.
        line.slack.max(-line.give)
    } else if forced || fill == Fill::Ragged || spaces == Length::ZERO {
        Length::ZERO
    } else {
        line.slack
    }
}
