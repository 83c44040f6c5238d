//! The signs of a typewriter become those of print: quotation marks as the language has them,
//! apostrophes, dashes and ellipses.

use super::quotation_marks::{Marks, Pair};

/// What a single mark between two letters becomes in any language.
pub(super) const APOSTROPHE: &str = "’";

/// A line of text with what its signs may become.
#[derive(Default)]
pub(super) struct Line {
    text: String,
    parts: Vec<Part>,
}

/// What was added at once: dashes and ellipses are never made across.
struct Part {
    /// Its first byte.
    start: usize,
    /// The marks of its language; none where it stays as it is.
    marks: Option<&'static Marks>,
}

/// What some signs of a line are set as.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Change {
    /// The first byte.
    pub at: usize,
    /// How many bytes: the signs of a typewriter are one each.
    pub length: usize,
    pub text: &'static str,
}

/// The quotations that are open.
#[derive(Default)]
struct Open {
    quotations: Vec<Quotation>,
    /// How many of them have double marks.
    doubles: usize,
}

struct Quotation {
    is_double: bool,
    closing: &'static str,
}

impl Line {
    /// Adds text whose signs may change.
    pub fn push(&mut self, text: &str, marks: &'static Marks) {
        self.extend(text, Some(marks));
    }

    /// Adds text that stays as it is.
    pub fn push_fixed(&mut self, text: &str) {
        self.extend(text, None);
    }

    /// How many bytes there are.
    pub fn len(&self) -> usize {
        self.text.len()
    }

    fn extend(&mut self, text: &str, marks: Option<&'static Marks>) {
        self.parts.push(Part {
            start: self.len(),
            marks,
        });
        self.text.push_str(text);
    }

    /// The character at a place; a line is between two line ends.
    fn sign(&self, at: usize) -> char {
        let rest = self.text.get(at..).unwrap_or_default();
        rest.chars().next().unwrap_or('\n')
    }

    fn before(&self, at: usize) -> char {
        let head = self.text.get(..at).unwrap_or_default();
        head.chars().next_back().unwrap_or('\n')
    }

    /// What changes, in order.
    pub fn changes(&self) -> Vec<Change> {
        let last_closing = self.last_closing();
        let mut changes: Vec<Change> = Vec::new();
        let mut open = Open::default();
        // The end of the last quotation mark that opens.
        let mut opened = None;
        let ends = self.parts.iter().skip(1).map(|part| part.start);
        for (part, end) in self.parts.iter().zip(ends.chain([self.len()])) {
            let Some(marks) = part.marks else {
                continue;
            };
            let mut at = part.start;
            while let Some((found, sign)) = self.next_sign(at, end) {
                at = found;
                let run = match sign {
                    '-' | '.' => self.run(at, end),
                    _ => 1,
                };
                let just_opened = opened == Some(at);
                let mut change = |length, text| changes.push(Change { at, length, text });
                match sign {
                    '-' => {
                        if !self.is_option(at, run) {
                            dashes(at, run, &mut changes);
                        }
                    }
                    '.' if run >= 3 => change(3, "…"),
                    '.' => {}
                    mark => {
                        let (text, opens) = if mark == '"' {
                            self.double(at, just_opened, marks, &mut open)
                        } else {
                            let may_open = last_closing.is_some_and(|last| last > at);
                            self.single(at, just_opened, may_open, marks, &mut open)
                        };
                        if opens {
                            opened = Some(at + 1);
                        }
                        if let Some(text) = text {
                            change(1, text);
                        }
                    }
                }
                at += run;
            }
        }
        changes
    }

    /// The first sign of a typewriter in a stretch, with its place.
    fn next_sign(&self, from: usize, end: usize) -> Option<(usize, char)> {
        let bytes = self.text.as_bytes().get(from..end)?;
        let is_sign = |byte: &u8| matches!(byte, b'-' | b'.' | b'"' | b'\'');
        let at = bytes.iter().position(is_sign)?;
        bytes.get(at).map(|byte| (from + at, char::from(*byte)))
    }

    /// How often the sign is repeated from here on.
    fn run(&self, at: usize, end: usize) -> usize {
        let bytes = self.text.as_bytes().get(at..end).unwrap_or_default();
        let first = bytes.first();
        bytes.iter().take_while(|byte| Some(*byte) == first).count()
    }

    /// Two hyphens before a word and after a space are an option of a command: a dash has the same
    /// on both sides.
    fn is_option(&self, at: usize, run: usize) -> bool {
        run == 2 && self.before(at).is_whitespace() && self.sign(at + run).is_alphanumeric()
    }

    /// Whether a quotation can begin at a mark, by what stands around it.
    fn may_begin(&self, at: usize, just_opened: bool) -> bool {
        let (before, after) = (self.before(at), self.sign(at + 1));
        let parted = before.is_whitespace() || is_opening(before) || just_opened;
        !after.is_whitespace() && (parted || is_joint(before) && !is_closing(after))
    }

    /// What a double mark becomes, and whether it opens.
    fn double(
        &self,
        at: usize,
        just_opened: bool,
        marks: &Marks,
        open: &mut Open,
    ) -> (Option<&'static str>, bool) {
        let (before, after) = (self.before(at), self.sign(at + 1));
        if self.may_begin(at, just_opened) {
            return (Some(begin(open, true, marks.double)), true);
        }
        if let Some(closing) = end(open, true) {
            return (Some(closing), false);
        }
        // Inches, and what nobody can tell.
        let unclear = before.is_numeric() || before.is_whitespace() || after.is_alphanumeric();
        ((!unclear).then_some(marks.double.1), false)
    }

    /// What a single mark becomes, and whether it opens. `may_open` says that one further on could
    /// close it.
    fn single(
        &self,
        at: usize,
        just_opened: bool,
        may_open: bool,
        marks: &Marks,
        open: &mut Open,
    ) -> (Option<&'static str>, bool) {
        let (before, after) = (self.before(at), self.sign(at + 1));
        if before.is_alphanumeric() && after.is_alphanumeric() {
            return (Some(APOSTROPHE), false);
        }
        if self.may_begin(at, just_opened) {
            if !may_open || self.is_elision(at, marks) {
                return (Some(APOSTROPHE), false);
            }
            return (Some(begin(open, false, marks.single)), true);
        }
        // The end of “rock ’n’ roll”.
        let head = self.text.get(..at).unwrap_or_default();
        let is_short = head.ends_with("'n");
        if !is_short && let Some(closing) = end(open, false) {
            return (Some(closing), false);
        }
        // Feet and minutes, and what nobody can tell.
        let unclear = before.is_numeric() || before.is_whitespace();
        if unclear {
            (None, false)
        } else {
            (Some(APOSTROPHE), false)
        }
    }

    /// Whether a word begins here that has lost its first letters: ’tis, ’90s, ’n’.
    fn is_elision(&self, at: usize, marks: &Marks) -> bool {
        const LONGEST: usize = 8;
        let rest = self.text.get(at + 1..).unwrap_or_default();
        let letters = rest.chars().take(LONGEST);
        let word: String = letters.take_while(|c| c.is_alphanumeric()).collect();
        let after = self.sign(at + 1 + word.len());
        let digits = word.strip_suffix('s').unwrap_or(&word);
        if digits.len() == 2 && digits.bytes().all(|b| b.is_ascii_digit()) {
            return true;
        }
        let word = word.to_lowercase();
        match after {
            // A word in quotation marks, but for the one that has lost letters on both sides.
            '\'' => word == "n",
            _ => word == "n" || marks.elisions.contains(&word.as_str()),
        }
    }

    /// The last single mark that could close a quotation.
    fn last_closing(&self) -> Option<usize> {
        let may_close =
            |at: &usize| !self.before(*at).is_whitespace() && !self.sign(at + 1).is_alphanumeric();
        let marks = self.text.rmatch_indices('\'');
        marks.map(|(at, _)| at).find(may_close)
    }
}

fn begin(open: &mut Open, is_double: bool, pair: Pair) -> &'static str {
    open.doubles += usize::from(is_double);
    open.quotations.push(Quotation {
        is_double,
        closing: pair.1,
    });
    pair.0
}

/// Closes the innermost quotation of a kind, with what was opened in it and never closed.
fn end(open: &mut Open, is_double: bool) -> Option<&'static str> {
    let count = match is_double {
        true => open.doubles,
        false => open.quotations.len() - open.doubles,
    };
    if count == 0 {
        return None;
    }
    while let Some(last) = open.quotations.pop() {
        open.doubles -= usize::from(last.is_double);
        if last.is_double == is_double {
            return Some(last.closing);
        }
    }
    None
}

/// Two hyphens are an en dash, three an em dash; more are parted into the fewest dashes of one
/// kind, or else em dashes with en dashes after them.
fn dashes(at: usize, run: usize, changes: &mut Vec<Change>) {
    if run < 2 {
        return;
    }
    let long = match run % 3 {
        0 => run / 3,
        _ if run.is_multiple_of(2) => 0,
        1 => (run - 4) / 3,
        _ => (run - 2) / 3,
    };
    let short = (run - 3 * long) / 2;
    let lengths = std::iter::repeat_n(3, long).chain(std::iter::repeat_n(2, short));
    let mut at = at;
    for length in lengths {
        let text = if length == 3 { "—" } else { "–" };
        changes.push(Change { at, length, text });
        at += length;
    }
}

/// Signs that stand before what they belong to.
fn is_opening(sign: char) -> bool {
    matches!(
        sign,
        '(' | '[' | '{' | '<' | '“' | '‘' | '«' | '„' | '‚' | '‹' | '¿' | '¡'
    )
}

/// Signs that stand after what they belong to.
fn is_closing(sign: char) -> bool {
    matches!(
        sign,
        '.' | ','
            | ';'
            | ':'
            | '!'
            | '?'
            | ')'
            | ']'
            | '}'
            | '>'
            | '”'
            | '’'
            | '»'
            | '…'
            | '\''
            | '"'
    )
}

/// Signs between two words, either of which may be quoted.
fn is_joint(sign: char) -> bool {
    matches!(sign, '-' | '–' | '—' | '/' | '=' | '|')
}

/// A text by itself, such as a title.
pub(super) fn set(text: &str, language: &str) -> String {
    let mut line = Line::default();
    line.push(text, Marks::of(language));
    let changes = line.changes();
    apply(text, &changes)
}

/// The text with its changes; they count from its own first byte.
pub(super) fn apply(text: &str, changes: &[Change]) -> String {
    let mut out = String::with_capacity(text.len() + 2 * changes.len());
    let mut done = 0;
    for change in changes {
        out.push_str(text.get(done..change.at).unwrap_or_default());
        out.push_str(change.text);
        done = change.at + change.length;
    }
    out.push_str(text.get(done..).unwrap_or_default());
    out
}

#[cfg(test)]
mod tests {
    use super::set;

    #[test]
    fn quotations_are_marked_as_their_language_has_it() {
        let text = "\"She said 'no' to it,\" he wrote (\"why?\").";
        for (language, expected) in [
            ("en", "“She said ‘no’ to it,” he wrote (“why?”)."),
            ("de", "„She said ‚no‘ to it,“ he wrote („why?“)."),
            (
                "fr",
                "«\u{202f}She said “no” to it,\u{202f}» he wrote («\u{202f}why?\u{202f}»).",
            ),
            ("sv", "”She said ’no’ to it,” he wrote (”why?”)."),
            ("pl", "„She said «no» to it,” he wrote („why?”)."),
            ("hu", "„She said »no« to it,” he wrote („why?”)."),
            ("ru", "«She said „no“ to it,» he wrote («why?»)."),
        ] {
            assert_eq!(set(text, language), expected);
        }
    }

    #[test]
    fn apostrophes_are_told_from_quotation_marks() {
        for (text, expected) in [
            (
                "don't, O'Brien's, the dogs' bowl",
                "don’t, O’Brien’s, the dogs’ bowl",
            ),
            (
                "'Tis the '90s: rock 'n' roll, 'em too",
                "’Tis the ’90s: rock ’n’ roll, ’em too",
            ),
            ("the word 'em' is short", "the word ‘em’ is short"),
            (
                "'Don't,' he said. 'I won't.'",
                "‘Don’t,’ he said. ‘I won’t.’",
            ),
            ("\"'Quoted' first\"", "“‘Quoted’ first”"),
            ("\"Last 'quoted'\"", "“Last ‘quoted’”"),
            ("\"...and so\"", "“…and so”"),
            ("6' 2\" tall, 5\" wide", "6' 2\" tall, 5\" wide"),
            ("\"Open to the end", "“Open to the end"),
            ("from before\"", "from before”"),
            ("a \" b", "a \" b"),
            ("\"either\"/\"or\"", "“either”/“or”"),
            ("\"No--\" she began--\"never!\"", "“No–” she began–“never!”"),
        ] {
            assert_eq!(set(text, "en"), expected, "{text}");
        }
        assert_eq!(
            set("Das ist's: 's geht 'ne Weile", "de"),
            "Das ist’s: ’s geht ’ne Weile"
        );
        assert_eq!(set("'t Is 's morgens", "nl"), "’t Is ’s morgens");
    }

    #[test]
    fn dashes_and_ellipses() {
        for (text, expected) in [
            ("1914--1918 --- so", "1914–1918 — so"),
            ("one -- two...", "one – two…"),
            ("the option --strict", "the option --strict"),
            ("a-b - c", "a-b - c"),
            ("---- ----- ------ -------", "–– —– —— —––"),
            ("..  ../.. .... [...]", "..  ../.. …. […]"),
        ] {
            assert_eq!(set(text, "en"), expected, "{text}");
        }
    }
}
