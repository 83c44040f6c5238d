//! YAML with positions: `---` blocks. Works on the parser's events, so that nothing grows beyond
//! the text: aliases are never followed, and deep nesting builds no tree.

use saphyr_parser::{Event, Marker, Parser, ScalarStyle, ScanError};

use super::entry::{Group, Place, Stated, StatedText, Value};
use crate::diagnostic::{Code, Diagnostic};

/// The keys of the top mapping, in the order of the source.
pub(super) fn parse(text: &str, place: Place) -> Result<Vec<Stated>, Diagnostic> {
    let mut reader = Reader {
        events: Parser::new_from_str(text),
        offsets: Offsets::new(text),
        place,
    };
    let mut stated = Vec::new();
    loop {
        match reader.next()? {
            (Some(Event::MappingStart(..)), _) => break,
            (Some(Event::StreamStart | Event::DocumentStart(_) | Event::Nothing), _) => {}
            // Nothing but comments.
            (None | Some(Event::StreamEnd | Event::DocumentEnd), _) => return Ok(stated),
            (Some(Event::Scalar(text, ScalarStyle::Plain, ..)), _) if text.is_empty() => {}
            (Some(_), at) => return Err(reader.malformed(at, "it is no list of keys")),
        }
    }
    loop {
        let (key, range) = match reader.next()? {
            (Some(Event::Scalar(key, ..)), range) => (key.into_owned(), range),
            (Some(Event::MappingEnd) | None, _) => return Ok(stated),
            (Some(_), range) => return Err(reader.malformed(range, "a key must be a text")),
        };
        let value = reader.value()?;
        stated.push(Stated {
            key,
            span: place.span(range),
            value,
        });
    }
}

struct Reader<'a> {
    events: Parser<'a, saphyr_parser::StrInput<'a>>,
    offsets: Offsets<'a>,
    place: Place,
}

impl<'a> Reader<'a> {
    fn next(&mut self) -> Result<(Option<Event<'a>>, std::ops::Range<usize>), Diagnostic> {
        match self.events.next_event() {
            None => Ok((None, 0..0)),
            Some(Ok((event, span))) => {
                let start = self.offsets.of(span.start);
                let end = match &event {
                    Event::Scalar(..) => self.offsets.of(span.end),
                    _ => start,
                };
                Ok((Some(event), start..end.max(start)))
            }
            Some(Err(error)) => Err(self.scan_error(&error)),
        }
    }

    fn scan_error(&mut self, error: &ScanError) -> Diagnostic {
        let at = self.offsets.of(*error.marker());
        self.malformed(at..at, error.info())
    }

    fn malformed(&self, range: std::ops::Range<usize>, why: &str) -> Diagnostic {
        let message = format!("the YAML cannot be read: {why}");
        Diagnostic::new(Code::MalformedMetadata, self.place.span(range), message)
            .hint("put a value that holds a colon, a quote or a bracket in double quotes")
    }

    fn value(&mut self) -> Result<Value, Diagnostic> {
        let (event, range) = self.next()?;
        match event {
            Some(Event::Scalar(text, style, ..)) => {
                let absent = style == ScalarStyle::Plain && is_null(&text);
                let text = StatedText {
                    text: text.into_owned(),
                    span: self.place.span(range),
                };
                Ok(Value::Texts(if absent { Vec::new() } else { vec![text] }))
            }
            Some(Event::SequenceStart(..)) => self.sequence(),
            Some(Event::MappingStart(..)) => Ok(Value::Groups(vec![self.group()?])),
            _ => Ok(Value::Nested),
        }
    }

    /// The texts of a mapping; what is deeper is passed over.
    fn group(&mut self) -> Result<Group, Diagnostic> {
        let mut group = Group::new();
        loop {
            let key = match self.next()?.0 {
                Some(Event::Scalar(key, ..)) => key.into_owned(),
                Some(Event::MappingEnd) | None => return Ok(group),
                Some(Event::MappingStart(..) | Event::SequenceStart(..)) => {
                    self.skip(2)?;
                    return Ok(group);
                }
                Some(_) => String::new(),
            };
            match self.next()? {
                (Some(Event::Scalar(text, ..)), range) => {
                    let text = text.into_owned();
                    let span = self.place.span(range);
                    group.push((key, StatedText { text, span }));
                }
                (Some(Event::MappingStart(..) | Event::SequenceStart(..)), _) => self.skip(1)?,
                (None, _) => return Ok(group),
                (Some(_), _) => {}
            }
        }
    }

    /// Texts, or groups; a list of both is neither.
    fn sequence(&mut self) -> Result<Value, Diagnostic> {
        let mut texts = Vec::new();
        let mut groups = Vec::new();
        loop {
            let (event, range) = self.next()?;
            match event {
                Some(Event::Scalar(text, ..)) if groups.is_empty() => texts.push(StatedText {
                    text: text.into_owned(),
                    span: self.place.span(range),
                }),
                Some(Event::MappingStart(..)) if texts.is_empty() => groups.push(self.group()?),
                Some(Event::SequenceEnd) | None if groups.is_empty() => {
                    return Ok(Value::Texts(texts));
                }
                Some(Event::SequenceEnd) | None => return Ok(Value::Groups(groups)),
                Some(Event::MappingStart(..) | Event::SequenceStart(..)) => {
                    self.skip(2)?;
                    return Ok(Value::Nested);
                }
                Some(_) => {
                    self.skip(1)?;
                    return Ok(Value::Nested);
                }
            }
        }
    }

    /// Passes over the rest of `open` collections.
    fn skip(&mut self, mut open: usize) -> Result<(), Diagnostic> {
        while open > 0 {
            match self.next()?.0 {
                Some(Event::MappingStart(..) | Event::SequenceStart(..)) => open += 1,
                Some(Event::MappingEnd | Event::SequenceEnd) => open -= 1,
                None => return Ok(()),
                Some(_) => {}
            }
        }
        Ok(())
    }
}

/// YAML 1.2.2, 10.2.1.1.
fn is_null(text: &str) -> bool {
    matches!(text, "" | "~" | "null" | "Null" | "NULL")
}

/// Bytes for the parser's positions, which count characters. Positions come nearly in order, so
/// one walk along the text serves them all.
struct Offsets<'a> {
    text: &'a str,
    characters: usize,
    bytes: usize,
}

impl<'a> Offsets<'a> {
    fn new(text: &'a str) -> Offsets<'a> {
        Offsets {
            text,
            characters: 0,
            bytes: 0,
        }
    }

    fn of(&mut self, marker: Marker) -> usize {
        let rest = self.text.get(self.bytes..).unwrap_or_default();
        // The parser looks ahead; a position before the last one is close behind it.
        let Some(ahead) = marker.index().checked_sub(self.characters) else {
            let back = self.characters - marker.index();
            let before = self.text.get(..self.bytes).unwrap_or_default();
            let at = before.char_indices().rev().nth(back - 1);
            return at.map_or(0, |(at, _)| at);
        };
        let step = match ahead {
            0 => 0,
            _ => rest
                .char_indices()
                .nth(ahead)
                .map_or(rest.len(), |(at, _)| at),
        };
        self.characters += ahead;
        self.bytes += step;
        self.bytes
    }
}
