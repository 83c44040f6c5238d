//! Marks inside a line that the parser does not know: `x^2^` and `H~2~O`, `[mot]{lang=fr}`, the
//! photo whose text holds a footnote, and braces after links and code.

use std::ops::Range;

use pulldown_cmark::{CowStr, Event, LinkType, Parser, Tag, TagEnd};

use super::braces;
use super::frame::Wrap;
use super::line::{Piece, Refused, What};
use super::span_attributes;

/// Reads the marks in a line.
pub(super) fn read<'a>(
    pieces: Vec<Piece<'a>>,
    source: &str,
    refused: &mut Refused,
) -> Vec<Piece<'a>> {
    let mut reader = Reader {
        source,
        refused,
        levels: vec![Level::default()],
        edits: Vec::new(),
        last_space: None,
        last_note: None,
        done: 0,
    };
    for piece in &pieces {
        reader.piece(piece);
    }
    let mut edits = reader.edits;
    if edits.is_empty() {
        return strikethroughs(pieces, source);
    }
    edits.sort_by_key(|edit| edit.range.start);
    strikethroughs(apply(pieces, edits), source)
}

/// Bytes of the source that are taken out, and what stands there instead.
struct Edit<'a> {
    range: Range<usize>,
    pieces: Vec<What<'a>>,
    /// Where what opens here ends, or the same as the range.
    whole: Range<usize>,
}

/// What is open between two tags of the parser.
#[derive(Default)]
struct Level {
    brackets: Vec<Bracket>,
    caret: Option<usize>,
    tilde: Option<usize>,
}

struct Bracket {
    at: usize,
    is_image: bool,
}

struct Reader<'s, 'r, 'a> {
    source: &'s str,
    refused: &'r mut Refused,
    levels: Vec<Level>,
    edits: Vec<Edit<'a>>,
    /// The last white space that was met: none may stand in a superscript.
    last_space: Option<usize>,
    /// The last footnote that was met.
    last_note: Option<usize>,
    /// The source before this byte is taken out already.
    done: usize,
}

impl<'a> Reader<'_, '_, 'a> {
    fn piece(&mut self, piece: &Piece<'a>) {
        let range = &piece.range;
        match &piece.what {
            What::Text { escaped } => self.text(range.clone(), *escaped),
            What::Event(Event::Start(_)) => self.levels.push(Level::default()),
            What::Event(Event::End(tag)) => {
                if self.levels.len() > 1 {
                    self.levels.pop();
                }
                match tag {
                    TagEnd::Link => self.braces_after(range.end, true),
                    TagEnd::Image => self.pass_over_braces(range.end),
                    _ => {}
                }
            }
            What::Event(Event::Code(_)) => self.braces_after(range.end, false),
            What::Event(Event::SoftBreak | Event::HardBreak) => {
                self.last_space = Some(range.start);
            }
            What::Event(Event::FootnoteReference(_)) => self.last_note = Some(range.start),
            What::Event(_)
            | What::Set(_)
            | What::Open(_)
            | What::Close
            | What::Id(_)
            | What::Page
            | What::Macro(_) => {}
        }
    }

    fn text(&mut self, range: Range<usize>, escaped: bool) {
        let text = self.source.get(range.clone()).unwrap_or_default();
        for (offset, sign) in text.char_indices() {
            let at = range.start + offset;
            if sign.is_whitespace() {
                self.last_space = Some(at);
            }
            if at < self.done || (offset == 0 && escaped) {
                continue;
            }
            match sign {
                '[' => self.open_bracket(at),
                ']' => self.close_bracket(at),
                '^' | '~' => self.script(at, sign),
                _ => {}
            }
        }
    }

    fn after(&self, at: usize) -> &str {
        self.source.get(at + 1..).unwrap_or_default()
    }

    fn open_bracket(&mut self, at: usize) {
        let is_image = self.source.get(..at).is_some_and(|it| it.ends_with('!'));
        if let Some(level) = self.levels.last_mut() {
            level.brackets.push(Bracket { at, is_image });
        }
    }

    fn close_bracket(&mut self, at: usize) {
        let Some(level) = self.levels.last_mut() else {
            return;
        };
        let Some(bracket) = level.brackets.pop() else {
            return;
        };
        // A superscript neither begins nor ends inside brackets that it does not hold whole.
        let keep = |script: &mut Option<usize>| *script = script.filter(|it| *it < bracket.at);
        keep(&mut level.caret);
        keep(&mut level.tilde);
        match self.after(at).chars().next() {
            Some('{') => self.span(&bracket, at),
            Some('(') if bracket.is_image && self.last_note > Some(bracket.at) => {
                self.image(&bracket, at);
            }
            _ => {}
        }
    }

    /// `[text]{…}`.
    fn span(&mut self, bracket: &Bracket, at: usize) {
        // What looks like a footnote is meant as one.
        if self.after(bracket.at).starts_with('^') {
            return;
        }
        let base = at + 1;
        let source = self.source;
        let Some((attributes, length)) = source.get(base..).and_then(braces::parse) else {
            return;
        };
        let is_empty = source
            .get(bracket.at + 1..at)
            .is_none_or(|text| text.trim().is_empty());
        let is_index = |(_, it): &braces::Placed<'_>| *it == braces::Attribute::Class("index");
        if let Some((range, _)) = attributes.iter().find(|it| is_empty && is_index(it)) {
            let message = "the index needs words here to lead to".to_owned();
            let place = base + range.start..base + range.end;
            self.refused.push((place, message));
        }
        let meaning = span_attributes::of_span(attributes);
        let place = |(range, message): (Range<usize>, String)| {
            (base + range.start..base + range.end, message)
        };
        self.refused.extend(meaning.refused.into_iter().map(place));
        let end = base + length;
        let count = meaning.wraps.len();
        let id = meaning.id.map(What::Id);
        let opening = id
            .into_iter()
            .chain(meaning.wraps.into_iter().map(What::Open));
        self.replace(
            bracket.at..bracket.at + 1,
            bracket.at..end,
            opening.collect(),
        );
        let closing = (0..count).map(|_| What::Close);
        self.replace(at..end, at..end, closing.collect());
        self.done = end;
    }

    /// `![text [^1]](address)`: to the parser a footnote is a link, and no text of a photo holds
    /// one.
    fn image(&mut self, bracket: &Bracket, at: usize) {
        /// The longest address with its title that is looked at.
        const LONGEST: usize = 1024;
        let after = self.after(at);
        let ends = (0..=LONGEST.min(after.len())).rev();
        let near = ends.filter_map(|end| after.get(..end)).next();
        let line = near
            .unwrap_or_default()
            .split('\n')
            .next()
            .unwrap_or_default();
        let image = format!("![]{line}");
        let mut events = Parser::new(&image).into_offset_iter();
        let found = events.find_map(|(event, range)| match event {
            Event::Start(Tag::Image {
                dest_url, title, ..
            }) if range.start == 0 => {
                Some((dest_url.into_string(), title.into_string(), range.end))
            }
            _ => None,
        });
        let Some((address, title, length)) = found else {
            return;
        };
        let tag = Tag::Image {
            link_type: LinkType::Inline,
            dest_url: CowStr::from(address),
            title: CowStr::from(title),
            id: CowStr::from(""),
        };
        let start = bracket.at.saturating_sub(1);
        let end = at + 1 + length.saturating_sub("![]".len());
        let opening = vec![What::Event(Event::Start(tag))];
        self.replace(start..bracket.at + 1, start..end, opening);
        let closing = vec![What::Event(Event::End(TagEnd::Image))];
        self.replace(at..end, start..end, closing);
        self.done = end;
    }

    /// A caret or a tilde opens what is raised or lowered, or closes it: pandoc's rule, without a
    /// space in it.
    fn script(&mut self, at: usize, sign: char) {
        let next = self.after(at).chars().next();
        let before = self.source.get(..at).and_then(|it| it.chars().next_back());
        let last_space = self.last_space;
        let Some(level) = self.levels.last_mut() else {
            return;
        };
        let innermost = level.brackets.last().map(|bracket| bracket.at);
        let (own, other) = match sign {
            '^' => (&mut level.caret, &mut level.tilde),
            _ => (&mut level.tilde, &mut level.caret),
        };
        // Two of them are something else, or nothing.
        if next == Some(sign) || before == Some(sign) {
            *own = None;
            return;
        }
        let is_whole = |open: &usize| {
            last_space.is_none_or(|space| space < *open)
                && innermost.is_none_or(|bracket| bracket < *open)
                && open + 1 < at
        };
        let Some(open) = own.take().filter(is_whole) else {
            // `^[` is left to whoever writes notes that way.
            let opens = next.is_some_and(|c| !c.is_whitespace() && c != '[');
            *own = opens.then_some(at);
            return;
        };
        *other = other.filter(|it| *it < open);
        let wrap = match sign {
            '^' => Wrap::Superscript,
            _ => Wrap::Subscript,
        };
        self.replace(open..open + 1, open..at + 1, vec![What::Open(wrap)]);
        self.replace(at..at + 1, at..at + 1, vec![What::Close]);
    }

    /// Braces after a link may ask for its page. Of code they say nothing that an edition shows.
    fn braces_after(&mut self, at: usize, is_link: bool) {
        let rest = self.source.get(at..).unwrap_or_default();
        if at < self.done || !rest.starts_with('{') {
            return;
        }
        if let Some((attributes, length)) = braces::parse(rest) {
            let mut page = Vec::new();
            for (range, attribute) in attributes {
                let message = match attribute {
                    braces::Attribute::Class("page") if is_link => {
                        page = vec![What::Page];
                        continue;
                    }
                    braces::Attribute::Class("page") => {
                        "`.page` asks for the page of a link, and this is none".to_owned()
                    }
                    braces::Attribute::Value(name, _) => {
                        format!("no edition uses the attribute `{name}`")
                    }
                    _ => continue,
                };
                let place = at + range.start..at + range.end;
                self.refused.push((place, message));
            }
            self.replace(at..at + length, at..at + length, page);
            self.done = at + length;
        }
    }

    /// The braces after a photo are its own.
    fn pass_over_braces(&mut self, at: usize) {
        let rest = self.source.get(at..).unwrap_or_default();
        if let Some((_, length)) = braces::parse(rest) {
            self.done = self.done.max(at + length);
        }
    }

    fn replace(&mut self, range: Range<usize>, whole: Range<usize>, pieces: Vec<What<'a>>) {
        self.edits.push(Edit {
            range,
            pieces,
            whole,
        });
    }
}

/// Carries out the edits, which are in order, apart, and begin in text. Text around them is cut;
/// what begins in a part that is taken out goes with it.
fn apply<'a>(pieces: Vec<Piece<'a>>, edits: Vec<Edit<'a>>) -> Vec<Piece<'a>> {
    let removed: Vec<Range<usize>> = edits.iter().map(|edit| edit.range.clone()).collect();
    let is_removed = |at: usize| {
        let before = removed.partition_point(|range| range.start <= at);
        let last = before.checked_sub(1).and_then(|last| removed.get(last));
        last.is_some_and(|range| at < range.end)
    };
    let mut out = Vec::with_capacity(pieces.len() + 2 * edits.len());
    let mut edits = edits.into_iter().peekable();
    // The end of the last edit.
    let mut done = 0;
    for piece in pieces {
        let What::Text { escaped } = piece.what else {
            // Of a tag's end, too, the range begins where the tag does.
            if !is_removed(piece.range.start) {
                out.push(piece);
            }
            continue;
        };
        let mut at = piece.range.start.max(done);
        let text = |from: usize, to: usize, out: &mut Vec<Piece<'a>>| {
            if from < to {
                out.push(Piece {
                    what: What::Text {
                        escaped: escaped && from == piece.range.start,
                    },
                    range: from..to,
                });
            }
        };
        while let Some(edit) = edits.next_if(|edit| edit.range.start < piece.range.end) {
            text(at, edit.range.start, &mut out);
            done = done.max(edit.range.end);
            at = at.max(done);
            out.extend(edit.pieces.into_iter().map(|what| Piece {
                what,
                range: edit.whole.clone(),
            }));
        }
        text(at, piece.range.end, &mut out);
    }
    out
}

/// One tilde on either side strikes out in GitHub's Markdown; without a space between them it
/// lowers, as it does inside a word.
fn strikethroughs<'a>(mut pieces: Vec<Piece<'a>>, source: &str) -> Vec<Piece<'a>> {
    for piece in &mut pieces {
        let lowers = || {
            let text = source.get(piece.range.clone()).unwrap_or_default();
            !text.starts_with("~~") && !text.contains(char::is_whitespace)
        };
        match &mut piece.what {
            What::Event(Event::Start(tag @ Tag::Strikethrough)) if lowers() => {
                *tag = Tag::Subscript;
            }
            What::Event(Event::End(tag @ TagEnd::Strikethrough)) if lowers() => {
                *tag = TagEnd::Subscript;
            }
            _ => {}
        }
    }
    pieces
}
