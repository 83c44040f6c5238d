//! Where in a line the signs of a typewriter become those of print: in its text, but not in code,
//! addresses, formulas and attributes.

use std::ops::Range;

use pulldown_cmark::{Event, LinkType, Tag, TagEnd};

use super::frame::Wrap;
use super::line::{Piece, What};
use super::punctuation::{Change, Line};
use super::quotation_marks::Marks;
use super::{braces, html, html_tags};
use crate::document::SpanRole;

/// Sets the signs of a line whose language is `language`.
pub(super) fn set<'a>(pieces: Vec<Piece<'a>>, source: &str, language: &str) -> Vec<Piece<'a>> {
    let mut reader = Reader {
        source,
        line: Line::default(),
        around: vec![Around {
            opened_by: Opener::Line,
            marks: Some(Marks::of(language)),
        }],
        links: 0,
        done: 0,
    };
    let mut starts = Vec::with_capacity(pieces.len());
    for piece in &pieces {
        starts.push(reader.line.len());
        reader.piece(piece);
    }
    let mut changes = reader.line.changes().into_iter().peekable();
    let mut out = Vec::with_capacity(pieces.len() + 2 * changes.len());
    for (piece, start) in pieces.into_iter().zip(starts) {
        let What::Text { escaped } = piece.what else {
            out.push(piece);
            continue;
        };
        let end = start + piece.range.len();
        let own = std::iter::from_fn(|| changes.next_if(|change| change.at < end));
        split(&piece.range, escaped, start, own, &mut out);
    }
    out
}

/// Parts a text at its changes, whose places count from `start`.
fn split<'a>(
    range: &Range<usize>,
    escaped: bool,
    start: usize,
    changes: impl Iterator<Item = Change>,
    out: &mut Vec<Piece<'a>>,
) {
    let mut done = range.start;
    let plain = |from: usize, to: usize, out: &mut Vec<Piece<'a>>| {
        if from < to {
            out.push(Piece {
                what: What::Text {
                    escaped: escaped && from == range.start,
                },
                range: from..to,
            });
        }
    };
    for change in changes {
        let at = range.start + change.at.saturating_sub(start);
        plain(done, at, out);
        done = at + change.length;
        out.push(Piece {
            what: What::Set(change.text.into()),
            range: at..done,
        });
    }
    plain(done, range.end, out);
}

/// What a text stands in.
struct Around {
    opened_by: Opener,
    /// The marks of the language; none in what is verbatim.
    marks: Option<&'static Marks>,
}

#[derive(PartialEq)]
enum Opener {
    Line,
    Span,
    Link,
    Html(String),
}

struct Reader<'s> {
    source: &'s str,
    line: Line,
    around: Vec<Around>,
    /// How many links are open.
    links: usize,
    /// The source before this byte is braces of a photo.
    done: usize,
}

impl Reader<'_> {
    fn piece(&mut self, piece: &Piece<'_>) {
        match &piece.what {
            What::Text { escaped } => self.text(&piece.range, *escaped),
            What::Set(text) => self.line.push_fixed(text),
            What::Event(event) => self.event(event, &piece.range),
            What::Open(Wrap::Role(SpanRole::Language(tag))) => {
                let marks = self.marks().map(|_| Marks::of(tag));
                self.open(Opener::Span, marks);
            }
            What::Open(Wrap::Role(SpanRole::Key)) => self.open(Opener::Span, None),
            What::Open(_) => self.open(Opener::Span, self.marks()),
            What::Close => self.close(&Opener::Span),
            // As a word is.
            What::Macro(_) => self.line.push_fixed("x"),
            What::Id(_) => {}
            // As a number is.
            What::Page => self.line.push_fixed("1"),
        }
    }

    fn event(&mut self, event: &Event<'_>, range: &Range<usize>) {
        match event {
            Event::Text(text) => self.line.push_fixed(text),
            // As a word is.
            Event::Code(_) | Event::InlineMath(_) | Event::DisplayMath(_) => {
                self.line.push_fixed("x");
            }
            Event::SoftBreak | Event::HardBreak => self.line.push_fixed("\n"),
            Event::Start(Tag::Link { link_type, .. }) => {
                let is_address = matches!(link_type, LinkType::Autolink | LinkType::Email);
                let marks = self.marks().filter(|_| !is_address);
                self.open(Opener::Link, marks);
                self.links += 1;
            }
            Event::End(TagEnd::Link) => {
                self.close(&Opener::Link);
                self.links = self.links.saturating_sub(1);
            }
            Event::Start(Tag::Image { .. }) => self.line.push_fixed("\n"),
            Event::End(TagEnd::Image) => {
                self.line.push_fixed("\n");
                let rest = self.source.get(range.end..).unwrap_or_default();
                if let Some((_, length)) = braces::parse(rest) {
                    self.done = range.end + length;
                }
            }
            Event::InlineHtml(tag) => self.html(tag),
            _ => {}
        }
    }

    fn html(&mut self, tag: &str) {
        for (token, _) in html::tokens(tag) {
            match token {
                html::Token::Open { name, attributes } => {
                    let marks = match html_tags::language_of(attributes) {
                        _ if html_tags::is_verbatim(&name) => None,
                        Some(tag) => self.marks().map(|_| Marks::of(&tag)),
                        None => self.marks(),
                    };
                    if html_tags::is_verbatim(&name) || name == "span" {
                        self.open(Opener::Html(name), marks);
                    }
                }
                html::Token::Close { name } => {
                    let opener = Opener::Html(name);
                    if self
                        .around
                        .last()
                        .is_some_and(|last| last.opened_by == opener)
                    {
                        self.around.pop();
                    }
                }
                _ => {}
            }
        }
    }

    fn marks(&self) -> Option<&'static Marks> {
        self.around.last().and_then(|around| around.marks)
    }

    fn open(&mut self, opened_by: Opener, marks: Option<&'static Marks>) {
        self.around.push(Around { opened_by, marks });
    }

    /// Closes what was opened last in this way, with the HTML in it that was never closed.
    fn close(&mut self, opener: &Opener) {
        while self.around.len() > 1 && self.around.pop().is_some_and(|it| it.opened_by != *opener) {
        }
    }

    fn text(&mut self, range: &Range<usize>, escaped: bool) {
        let text = self.source.get(range.clone()).unwrap_or_default();
        let in_link = self.links > 0;
        let shows_address = in_link && (text.contains("://") || text.starts_with("www."));
        let Some(marks) = self.marks().filter(|_| !shows_address) else {
            return self.line.push_fixed(text);
        };
        let first = text.chars().next().filter(|_| escaped);
        let fixed = self.done.saturating_sub(range.start).min(text.len());
        let fixed = fixed.max(first.map_or(0, char::len_utf8));
        let (fixed, free) = text.split_at_checked(fixed).unwrap_or((text, ""));
        self.line.push_fixed(fixed);
        self.line.push(free, marks);
    }
}
