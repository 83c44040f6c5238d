//! The events of one line of text, gathered for what the parser does not know: a line is all that
//! stands between two tags of blocks.

use std::borrow::Cow;
use std::ops::Range;

use pulldown_cmark::{Event, LinkType, Tag, TagEnd};

use super::definitions::COLON;
use super::frame::Wrap;
use super::glance::Glance;
use super::macros::{self, Finder, Macro};
use super::{autolinks, marks, signs};
use crate::document::{Anchor, SpanRole};

/// A part of a line.
pub(super) struct Piece<'a> {
    pub what: What<'a>,
    /// Bytes of the file.
    pub range: Range<usize>,
}

/// What a part of a line is.
pub(super) enum What<'a> {
    /// Text that stands in the source as it is. A backslash may keep its first character from
    /// meaning anything.
    Text {
        escaped: bool,
    },
    /// Text that is set in its stead.
    Set(Cow<'a, str>),
    /// Anything else that the parser found.
    Event(Event<'a>),
    /// What cutline finds beyond the parser opens, or closes.
    Open(Wrap),
    Close,
    /// A place that links can point to.
    Id(Anchor),
    /// The page is asked for of what the link before this leads to.
    Page,
    /// A macro of another program.
    Macro(Box<Macro<'a>>),
}

/// How lines are read.
#[derive(Clone, Default)]
pub(in crate::markdown) struct Reading {
    /// The language of the text, a BCP 47 tag.
    pub language: String,
    /// Whether quotation marks, apostrophes, dashes and ellipses are set as print has them.
    pub smart: bool,
}

/// A line while it is gathered.
#[derive(Default)]
pub(super) struct Line<'a> {
    pub pieces: Vec<Piece<'a>>,
}

/// What was found in a line that means nothing, with its place.
pub(super) type Refused = Vec<(Range<usize>, String)>;

/// Whether an event stands inside a line.
pub(super) fn is_inline(event: &Event<'_>) -> bool {
    match event {
        Event::Start(tag) => matches!(
            tag,
            Tag::Emphasis
                | Tag::Strong
                | Tag::Strikethrough
                | Tag::Superscript
                | Tag::Subscript
                | Tag::Link { .. }
                | Tag::Image { .. }
        ),
        Event::End(tag) => matches!(
            tag,
            TagEnd::Emphasis
                | TagEnd::Strong
                | TagEnd::Strikethrough
                | TagEnd::Superscript
                | TagEnd::Subscript
                | TagEnd::Link
                | TagEnd::Image
        ),
        Event::Text(_)
        | Event::Code(_)
        | Event::InlineMath(_)
        | Event::DisplayMath(_)
        | Event::InlineHtml(_)
        | Event::FootnoteReference(_)
        | Event::SoftBreak
        | Event::HardBreak => true,
        Event::Html(_) | Event::Rule | Event::TaskListMarker(_) => false,
    }
}

/// Whether text is what the source says there, but for a colon that was written over.
fn stands_in(source: &str, range: &Range<usize>, text: &str) -> bool {
    let written = source.get(range.clone());
    written.is_some_and(|written| {
        written == text || (written.len() == text.len() && text.contains(COLON))
    })
}

impl<'a> Line<'a> {
    /// Gathers the events of a line. What stands inside a macro goes with it, but for tags: what
    /// they open may reach further. `source` is the whole text of the file.
    pub fn gather(
        events: &mut macros::Events<'a>,
        glance: Glance,
        finder: &mut Finder<'a>,
        source: &str,
    ) -> Line<'a> {
        let mut line = Line {
            pieces: Vec::with_capacity(events.len() + 4),
        };
        let found = match glance.has_macros() {
            true => macros::find(finder, events),
            false => Vec::new(),
        };
        let mut found = found.into_iter().peekable();
        let mut done = 0;
        for (event, range) in events.drain(..) {
            if found.peek().is_none() && range.start >= done {
                line.push(event, range, source);
                continue;
            }
            let is_text = matches!(&event, Event::Text(text) if text.len() == range.len());
            if !is_text {
                if range.start >= done || matches!(event, Event::Start(_) | Event::End(_)) {
                    line.push(event, range, source);
                }
                continue;
            }
            let mut from = range.start.max(done);
            while let Some(found) = found.next_if(|found| found.range.start < range.end) {
                if from < found.range.start {
                    line.push_text(from..found.range.start, source);
                }
                let place = found.range.clone();
                (from, done) = (place.end, place.end);
                line.pieces.push(Piece {
                    what: What::Macro(Box::new(found)),
                    range: place,
                });
            }
            if from < range.end {
                line.push_text(from..range.end, source);
            }
        }
        line
    }

    /// Adds an event.
    fn push(&mut self, event: Event<'a>, range: Range<usize>, source: &str) {
        let what = match event {
            Event::Text(text) if stands_in(source, &range, &text) => {
                return self.push_text(range, source);
            }
            // A sum of money: pandoc, too, takes no formula where a digit follows.
            Event::InlineMath(_) if starts_with_digit(source, range.end) => {
                return self.push_text(range, source);
            }
            event => What::Event(event),
        };
        self.pieces.push(Piece { what, range });
    }

    fn push_text(&mut self, range: Range<usize>, source: &str) {
        if let Some(Piece {
            what: What::Text { .. },
            range: last,
        }) = self.pieces.last_mut()
            && last.end == range.start
        {
            last.end = range.end;
            return;
        }
        // A backslash that was text itself would have been joined.
        let goes_on = self
            .pieces
            .last()
            .is_some_and(|last| last.range.end == range.start);
        let before = source.get(..range.start).unwrap_or_default();
        let escaped = !goes_on && before.ends_with('\\');
        self.pieces.push(Piece {
            what: What::Text { escaped },
            range,
        });
    }

    /// Gives the finished pieces. `roles` are those of the block that the line stands in.
    pub fn finish(
        self,
        source: &str,
        glance: Glance,
        reading: &Reading,
        roles: Vec<SpanRole>,
        refused: &mut Refused,
    ) -> Vec<Piece<'a>> {
        let mut pieces = self.pieces;
        if glance.has_addresses() {
            pieces = link_addresses(pieces, source);
        }
        if glance.has_marks() {
            pieces = marks::read(pieces, source, refused);
        }
        if glance.has_formulas() {
            part_displays(&mut pieces, source);
        }
        if let (Some(first), Some(last)) = (pieces.first(), pieces.last()) {
            let (start, end) = (first.range.start, last.range.end);
            let count = roles.len();
            let open = roles.into_iter().map(|role| Piece {
                what: What::Open(Wrap::Role(role)),
                range: start..end,
            });
            pieces.splice(0..0, open.collect::<Vec<_>>());
            pieces.extend((0..count).map(|_| Piece {
                what: What::Close,
                range: end..end,
            }));
        }
        if reading.smart && glance.has_signs() {
            pieces = signs::set(pieces, source, &reading.language);
        }
        pieces
    }
}

fn starts_with_digit(source: &str, at: usize) -> bool {
    let next = source.get(at..).and_then(|rest| rest.chars().next());
    next.is_some_and(|c| c.is_ascii_digit())
}

/// Makes links of addresses in plain text, but not inside links and photos.
fn link_addresses<'a>(pieces: Vec<Piece<'a>>, source: &str) -> Vec<Piece<'a>> {
    let mut out = Vec::with_capacity(pieces.len());
    let mut depth = 0_usize;
    for piece in pieces {
        match &piece.what {
            What::Event(Event::Start(Tag::Link { .. } | Tag::Image { .. })) => depth += 1,
            What::Event(Event::End(TagEnd::Link | TagEnd::Image)) => {
                depth = depth.saturating_sub(1);
            }
            What::Text { escaped } if depth == 0 => {
                link_text(&piece.range, *escaped, source, &mut out);
                continue;
            }
            _ => {}
        }
        out.push(piece);
    }
    out
}

fn link_text<'a>(range: &Range<usize>, escaped: bool, source: &str, out: &mut Vec<Piece<'a>>) {
    let text = source.get(range.clone()).unwrap_or_default();
    let before = source.get(..range.start).unwrap_or_default();
    let mut done = range.start;
    let mut escaped = escaped;
    for found in autolinks::find(text, before.chars().next_back()) {
        let place = range.start + found.range.start..range.start + found.range.end;
        // What is escaped is meant as text.
        if place.start == range.start && escaped {
            continue;
        }
        let mut push = |what, range| out.push(Piece { what, range });
        if done < place.start {
            let escaped = std::mem::take(&mut escaped);
            push(What::Text { escaped }, done..place.start);
        }
        done = place.end;
        // The parser's own event for an address in angle brackets, so that both are read alike.
        let tag = Tag::Link {
            link_type: LinkType::Autolink,
            dest_url: found.address.into(),
            title: "".into(),
            id: "".into(),
        };
        let text = source
            .get(place.clone())
            .unwrap_or_default()
            .to_owned()
            .into();
        push(What::Event(Event::Start(tag)), place.clone());
        push(What::Set(text), place.clone());
        push(What::Event(Event::End(TagEnd::Link)), place);
    }
    if done < range.end {
        out.push(Piece {
            what: What::Text { escaped },
            range: done..range.end,
        });
    }
}

/// A displayed formula stands on lines of its own. The full stop of its sentence stays with it.
fn part_displays(pieces: &mut Vec<Piece<'_>>, source: &str) {
    let is_display = |piece: &Piece<'_>| matches!(piece.what, What::Event(Event::DisplayMath(_)));
    if !pieces.iter().any(is_display) {
        return;
    }
    let part = |at: usize| Piece {
        what: What::Event(Event::HardBreak),
        range: at..at,
    };
    let mut out: Vec<Piece<'_>> = Vec::with_capacity(pieces.len() + 2);
    // Whether a display was the last piece.
    let mut after = false;
    for mut piece in pieces.drain(..) {
        let is_break = matches!(piece.what, What::Event(Event::SoftBreak | Event::HardBreak));
        let text = source.get(piece.range.clone()).unwrap_or_default();
        let is_stop =
            matches!(piece.what, What::Text { .. }) && text.starts_with(['.', ',', ';', ':']);
        let ends = matches!(piece.what, What::Close | What::Event(Event::End(_)));
        if std::mem::take(&mut after) {
            if is_break {
                out.push(part(piece.range.start));
                continue;
            }
            if matches!(piece.what, What::Text { .. }) {
                let spaces = text.len() - text.trim_ascii_start().len();
                piece.range.start += spaces;
            }
            if ends {
                after = true;
            } else if !is_stop {
                out.push(part(piece.range.start));
            }
        }
        if is_display(&piece) {
            after = true;
            if let Some(Piece {
                what: What::Text { .. },
                range,
            }) = out.last_mut()
            {
                let text = source.get(range.clone()).unwrap_or_default();
                range.end -= text.len() - text.trim_ascii_end().len();
            }
            match out.last_mut().map(|last| &mut last.what) {
                Some(What::Event(last @ (Event::SoftBreak | Event::HardBreak))) => {
                    *last = Event::HardBreak;
                }
                Some(_) => out.push(part(piece.range.start)),
                None => {}
            }
        }
        out.push(piece);
    }
    *pieces = out;
}
