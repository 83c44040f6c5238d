//! The parts of program text: comments, keywords, literals, names. Both editions colour by them. The
//! rules are those that most languages share, with data for each; what no rule knows is plain.

mod languages;

use languages::{Keys, LANGUAGES, Language, Quote};

/// What a part is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// All the rest.
    Plain,
    /// A remark to people.
    Comment,
    /// A word of the language itself, or a tag of markup.
    Keyword,
    /// A text or number.
    Literal,
    /// A key of data, an attribute of markup.
    Name,
}

/// A part of a text. It begins where the one before ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Part {
    /// One past its last byte.
    pub end: usize,
    /// What it is.
    pub kind: Kind,
}

/// The parts of `text` in the language of that name. They are all of the text, and no two that follow
/// each other are of one kind. One that is not known is plain.
pub fn parts(language: Option<&str>, text: &str) -> Vec<Part> {
    let mut reader = Reader {
        text,
        at: 0,
        parts: Vec::new(),
    };
    let known = language.and_then(|name| {
        let same = |known: &&'static str| known.eq_ignore_ascii_case(name);
        LANGUAGES.iter().find(|it| it.names.iter().any(same))
    });
    match known {
        Some(language) if language.is_markup => reader.markup(language),
        Some(language) => reader.program(language),
        None => {}
    }
    reader.take(text.len(), Kind::Plain);
    reader.parts
}

struct Reader<'t> {
    text: &'t str,
    at: usize,
    parts: Vec<Part>,
}

impl<'t> Reader<'t> {
    fn rest(&self) -> &'t str {
        self.text.get(self.at..).unwrap_or_default()
    }

    /// What stands before the place on its line.
    fn line_so_far(&self) -> &'t str {
        let before = self.text.get(..self.at).unwrap_or_default();
        before.rsplit('\n').next().unwrap_or_default()
    }

    /// Takes all up to `end` for one kind.
    fn take(&mut self, end: usize, kind: Kind) {
        if end <= self.at {
            return;
        }
        match self.parts.last_mut() {
            Some(last) if last.kind == kind => last.end = end,
            _ => self.parts.push(Part { end, kind }),
        }
        self.at = end;
    }

    fn take_bytes(&mut self, length: usize, kind: Kind) {
        self.take(self.at + length, kind);
    }

    fn program(&mut self, language: &Language) {
        // Whether only white space and list signs stood on the line so far.
        let mut begins_line = true;
        while let Some(character) = self.rest().chars().next() {
            if character == '\n' {
                begins_line = true;
                self.take_bytes(1, Kind::Plain);
                continue;
            }
            let began = begins_line;
            begins_line &= character.is_whitespace() || character == '-';
            if self.comment(language) || (began && self.key(language)) || self.literal(language) {
                continue;
            }
            if is_word(character) {
                self.word(language);
            } else {
                self.take_bytes(character.len_utf8(), Kind::Plain);
            }
        }
    }

    fn comment(&mut self, language: &Language) -> bool {
        let rest = self.rest();
        if let Some((open, close)) = language
            .block_comments
            .iter()
            .find(|(open, _)| rest.starts_with(open))
        {
            let inside = rest.get(open.len()..).unwrap_or_default();
            let length = inside
                .find(close)
                .map_or(rest.len(), |at| open.len() + at + close.len());
            self.take_bytes(length, Kind::Comment);
            return true;
        }
        let mut line_comments = language.line_comments.iter();
        if !line_comments.any(|open| rest.starts_with(open)) {
            return false;
        }
        // In shells and data a sign inside a word begins none.
        let before = self.line_so_far().chars().next_back();
        if language.comments_part && before.is_some_and(|before| !before.is_whitespace()) {
            return false;
        }
        self.take_bytes(rest.find('\n').unwrap_or(rest.len()), Kind::Comment);
        true
    }

    /// A key at a line's beginning, or a head between brackets.
    fn key(&mut self, language: &Language) -> bool {
        let rest = self.rest();
        let line = rest.split('\n').next().unwrap_or_default();
        let sign = match language.keys {
            Keys::None | Keys::Texts => return false,
            Keys::Before(sign) => sign,
        };
        if sign == '=' && line.starts_with('[') {
            let end = line.rfind(']').map_or(line.len(), |at| at + 1);
            self.take_bytes(end, Kind::Keyword);
            return true;
        }
        let Some(at) = line.find(sign) else {
            return false;
        };
        let key = line.get(..at).unwrap_or_default().trim_end();
        let is_key = |c: char| is_word(c) || matches!(c, '-' | '.' | '"' | '\'' | ' ');
        if !key.starts_with(|c: char| is_word(c) || c == '"') || !key.chars().all(is_key) {
            return false;
        }
        self.take_bytes(key.len(), Kind::Name);
        true
    }

    fn literal(&mut self, language: &Language) -> bool {
        let rest = self.rest();
        for quote in language.quotes {
            if let Some(length) = quoted(rest, quote) {
                let after = rest.get(length..).unwrap_or_default().trim_start();
                let is_key = language.keys == Keys::Texts && after.starts_with(':');
                self.take_bytes(length, if is_key { Kind::Name } else { Kind::Literal });
                return true;
            }
        }
        let is_number = rest.starts_with(|c: char| c.is_ascii_digit());
        if !is_number {
            return false;
        }
        let mut before = '0';
        let end = rest.find(|c: char| {
            let goes_on = is_word(c) || (c == '.' && before.is_ascii_alphanumeric());
            before = c;
            !goes_on
        });
        let number = rest.get(..end.unwrap_or(rest.len())).unwrap_or_default();
        // A full stop after it is the sentence's.
        self.take_bytes(number.trim_end_matches('.').len(), Kind::Literal);
        true
    }

    fn word(&mut self, language: &Language) {
        let rest = self.rest();
        let end = rest.find(|c| !is_word(c)).unwrap_or(rest.len());
        let word = rest.get(..end).unwrap_or_default();
        let same = |known: &&str| match language.is_caseless {
            true => known.eq_ignore_ascii_case(word),
            false => *known == word,
        };
        let is_keyword = language.keywords.split(' ').any(|known| same(&known));
        self.take_bytes(
            end,
            if is_keyword {
                Kind::Keyword
            } else {
                Kind::Plain
            },
        );
    }

    /// Tags with their attributes; what stands between them is plain.
    fn markup(&mut self, language: &Language) {
        while !self.rest().is_empty() {
            if self.comment(language) {
                continue;
            }
            let rest = self.rest();
            let inside = rest.strip_prefix('<').filter(|inside| {
                inside.starts_with(|c: char| c.is_alphabetic() || matches!(c, '/' | '!' | '?'))
            });
            if let Some(inside) = inside {
                let name = inside.trim_start_matches(['/', '!', '?']);
                let signs = rest.len() - name.len();
                let end = name.find(|c: char| !(is_word(c) || matches!(c, '-' | ':' | '.')));
                self.take_bytes(signs + end.unwrap_or(name.len()), Kind::Keyword);
                self.attributes();
            } else {
                let first = rest.chars().next().map_or(0, char::len_utf8);
                let after = rest.get(first..).unwrap_or_default();
                let length = first + after.find('<').unwrap_or(after.len());
                self.take_bytes(length, Kind::Plain);
            }
        }
    }

    /// The rest of a tag.
    fn attributes(&mut self) {
        while let Some(character) = self.rest().chars().next() {
            let rest = self.rest();
            match character {
                '>' => return self.take_bytes(1, Kind::Keyword),
                '<' => return,
                '"' | '\'' => {
                    let inside = rest.get(1..).unwrap_or_default();
                    let length = inside.find(character).map_or(rest.len(), |at| at + 2);
                    self.take_bytes(length, Kind::Literal);
                }
                '/' | '?' => self.take_bytes(1, Kind::Keyword),
                c if is_word(c) => {
                    let end = rest.find(|c: char| !(is_word(c) || matches!(c, '-' | ':' | '.')));
                    self.take_bytes(end.unwrap_or(rest.len()), Kind::Name);
                }
                c => self.take_bytes(c.len_utf8(), Kind::Plain),
            }
        }
    }
}

fn is_word(character: char) -> bool {
    character == '_' || character.is_alphanumeric()
}

/// The length of a text that `rest` begins with, if it begins with one of this kind.
fn quoted(rest: &str, quote: &Quote) -> Option<usize> {
    let inside = rest.strip_prefix(quote.open)?;
    let line_end = inside.find('\n').unwrap_or(inside.len());
    let mut escaped = false;
    for (at, character) in inside.char_indices() {
        if !quote.spans_lines && at >= line_end {
            break;
        }
        if escaped {
            escaped = false;
        } else if character == '\\' && quote.escapes {
            escaped = true;
        } else if inside
            .get(at..)
            .is_some_and(|text| text.starts_with(quote.close))
        {
            // `'a` is a lifetime, `'a'` a character.
            let length = inside.get(..at).map_or(0, |text| text.chars().count());
            let is_one = length == 1 || (length > 1 && inside.starts_with('\\') && length < 12);
            return (!quote.is_character || is_one)
                .then_some(quote.open.len() + at + quote.close.len());
        }
        if quote.is_character && at > 16 {
            break;
        }
    }
    match (quote.is_character, quote.spans_lines) {
        (true, _) => None,
        (false, true) => Some(rest.len()),
        (false, false) => Some(quote.open.len() + line_end),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn marked(language: &str, text: &str) -> String {
        let mut out = String::new();
        let mut start = 0;
        for part in parts(Some(language), text) {
            let piece = &text[start..part.end];
            start = part.end;
            match part.kind {
                Kind::Plain => out.push_str(piece),
                Kind::Comment => out.push_str(&format!("C‹{piece}›")),
                Kind::Keyword => out.push_str(&format!("K‹{piece}›")),
                Kind::Literal => out.push_str(&format!("L‹{piece}›")),
                Kind::Name => out.push_str(&format!("N‹{piece}›")),
            }
        }
        assert_eq!(start, text.len(), "{language}: {text}");
        out
    }

    #[test]
    fn programs_have_keywords_literals_and_comments() {
        for (language, text, parts) in [
            (
                "rust",
                "fn f<'a>(x: &'a str) -> char { 'x' } // a",
                "K‹fn› f<'a>(x: &'a str) -> char { L‹'x'› } C‹// a›",
            ),
            (
                "Rust",
                "let s = \"a \\\" b\"; /* c\nd */ 0x1f.max(2.5)",
                "K‹let› s = L‹\"a \\\" b\"›; C‹/* c\nd */› L‹0x1f.max›(L‹2.5›)",
            ),
            (
                "py",
                "def f(a):  # no\n    return \"\"\"b\n'c'\"\"\" + 'd'",
                "K‹def› f(a):  C‹# no›\n    K‹return› L‹\"\"\"b\n'c'\"\"\"› + L‹'d'›",
            ),
            (
                "sh",
                "if [ -f a#b ]; then # c\n  echo \"$d\"\nfi",
                "K‹if› [ -f a#b ]; K‹then› C‹# c›\n  echo L‹\"$d\"›\nK‹fi›",
            ),
            (
                "sql",
                "SELECT a FROM b -- c",
                "K‹SELECT› a K‹FROM› b C‹-- c›",
            ),
            ("js", "const a = `b\n${c}`;", "K‹const› a = L‹`b\n${c}`›;"),
            (
                "c",
                "char a = '\\n'; int b = 'c",
                "K‹char› a = L‹'\\n'›; K‹int› b = 'c",
            ),
        ] {
            assert_eq!(marked(language, text), parts);
        }
    }

    #[test]
    fn data_has_keys() {
        for (language, text, parts) in [
            (
                "json",
                "{ \"a\": \"b\", \"c\": [1, true] }",
                "{ N‹\"a\"›: L‹\"b\"›, N‹\"c\"›: [L‹1›, K‹true›] }",
            ),
            (
                "toml",
                "[page]\nsize = \"a5\" # b\n\"x y\" = 2",
                "K‹[page]›\nN‹size› = L‹\"a5\"› C‹# b›\nN‹\"x y\"› = L‹2›",
            ),
            (
                "yaml",
                "title: The ferry\n- name: \"Lee\" # c\nurl: http://a#b",
                "N‹title›: The ferry\n- N‹name›: L‹\"Lee\"› C‹# c›\nN‹url›: http://a#b",
            ),
        ] {
            assert_eq!(marked(language, text), parts);
        }
    }

    #[test]
    fn markup_has_tags_and_attributes() {
        let text = "<p class=\"a\">é <!-- b --><br/></p> 1 < 2";
        let parts = "K‹<p› N‹class›=L‹\"a\"›K‹>›é C‹<!-- b -->›K‹<br/></p>› 1 < 2";
        assert_eq!(marked("html", text), parts);
        assert_eq!(marked("xml", "é<"), "é<");
    }

    #[test]
    fn what_is_not_known_is_plain() {
        let plain = |text: &str| {
            vec![Part {
                end: text.len(),
                kind: Kind::Plain,
            }]
        };
        assert_eq!(parts(Some("brainfuck"), "if +"), plain("if +"));
        assert_eq!(parts(None, "if"), plain("if"));
        assert_eq!(parts(Some("rust"), ""), []);
    }

    #[test]
    fn nothing_is_lost_of_anything() {
        let alphabet = [
            "\"", "'", "\\", "\n", "#", "/*", "*/", "//", "<", ">", "é", "=", "a", "7", ".", " ",
            "`", "[", "-",
        ];
        let mut seed = 7_u32;
        for language in LANGUAGES {
            for _ in 0..60 {
                let mut text = String::new();
                for _ in 0..24 {
                    seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                    text.push_str(alphabet[seed as usize >> 8 & 15]);
                    text.push_str(alphabet[(seed as usize >> 20) % alphabet.len()]);
                }
                marked(language.names[0], &text);
            }
        }
    }
}
