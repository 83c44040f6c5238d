//! Which text is a macro. Decided narrowly: what is doubtful stays text. Each form must be closed
//! in its paragraph, and what opens it must be followed by a name.

use std::collections::HashMap;
use std::ops::Range;

/// A macro that was found.
#[derive(Debug, PartialEq, Eq)]
pub(in crate::markdown) struct Macro<'a> {
    /// Where, in bytes of the text.
    pub range: Range<usize>,
    /// Its kind, as it is named in messages: `{{< note >}}`.
    pub shown: String,
    /// Its name.
    pub name: &'a str,
    /// What follows the name.
    pub attributes: &'a str,
    pub form: Form,
    /// Whether it closes what another opened.
    pub is_closing: bool,
}

impl Macro<'_> {
    /// Whether it is WordPress's `[caption]` around a photo and its cutline.
    pub fn opens_caption(&self) -> bool {
        self.is_caption() && !self.is_closing
    }

    pub fn is_caption(&self) -> bool {
        self.form == Form::WordPress && matches!(self.name, "caption" | "wp_caption")
    }
}

/// Whose macro it is, as far as it matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::markdown) enum Form {
    /// `{{< name >}}` and `{{% name %}}` of Hugo.
    Hugo,
    /// `[name]` of WordPress.
    WordPress,
    /// What the author says to authors; it vanishes, as comments of HTML do.
    Comment,
    /// Any other.
    Other,
}

/// What begins and ends a form; longer beginnings stand before their own beginnings.
const DELIMITERS: [(&str, &str); 6] = [
    ("{{{", "}}}"),
    ("{{<", ">}}"),
    ("{{%", "%}}"),
    ("{{", "}}"),
    ("{%", "%}"),
    ("<%", "%>"),
];

/// What ends a comment of Liquid, `{% comment %} … {% endcomment %}`.
const COMMENT_END: &str = "endcomment";

/// Short codes of WordPress that need no closing one.
const SHORT_CODES: [&str; 12] = [
    "audio",
    "caption",
    "embed",
    "gallery",
    "playlist",
    "soundcloud",
    "toc",
    "tweet",
    "video",
    "vimeo",
    "wp_caption",
    "youtube",
];

/// The longest tag that is looked through, in bytes.
const LONGEST_TAG: usize = 2_000;

/// Finds the macros of one text. Places have to be asked for in their order, so that no end is
/// looked for twice: all of it takes linear time.
pub(in crate::markdown) struct Finder<'a> {
    text: &'a str,
    /// The next end of each of the [`DELIMITERS`].
    ends: [usize; DELIMITERS.len()],
    /// The end of the next comment of Liquid.
    comment_end: usize,
    /// Where the last `[/name]` of each name stands, once somebody asked.
    closing_codes: Option<HashMap<&'a str, usize>>,
    /// How many short codes of each name are open.
    open_codes: HashMap<&'a str, usize>,
}

impl<'a> Finder<'a> {
    pub fn new(text: &'a str) -> Finder<'a> {
        Finder {
            text,
            ends: [0; DELIMITERS.len()],
            comment_end: 0,
            closing_codes: None,
            open_codes: HashMap::new(),
        }
    }

    /// The first place in `within` where a macro may begin.
    pub fn next_start(&self, within: Range<usize>) -> Option<usize> {
        let part = self.text.get(within.clone())?;
        part.find(['{', '<', '[']).map(|at| within.start + at)
    }

    /// The macro that begins at `start` and ends in the same line of content.
    pub fn at(&mut self, start: usize, line: &Range<usize>) -> Option<Macro<'a>> {
        let rest = self.text.get(start..line.end)?;
        let before = self.text.get(line.start..start)?;
        if before.ends_with(['\\', '{']) {
            return None;
        }
        // Whether it is part of an address takes a look back, which few have to take.
        let is_free = || !is_in_address(before);
        match rest.as_bytes() {
            [b'{', b'{' | b'%', ..] | [b'<', b'%', ..] if is_free() => self.delimited(start, rest),
            [b'<', b'/' | b'A'..=b'Z', ..] if is_free() => component(start, rest),
            [b'[', b'/' | b'a'..=b'z', ..] if is_free() => self.short_code(start, rest, before),
            _ => None,
        }
    }

    fn delimited(&mut self, start: usize, rest: &'a str) -> Option<Macro<'a>> {
        let mut forms = DELIMITERS.iter().zip(&mut self.ends);
        let ((open, close), end) = forms.find(|((open, _), _)| rest.starts_with(open))?;
        let from = start + open.len();
        if *end < from {
            let found = self.text.get(from..)?.find(close);
            *end = found.map_or(usize::MAX, |found| from + found);
        }
        let length = end.checked_sub(start)?;
        let content = rest.get(open.len()..length)?;
        // Of two beginnings, the second belongs to the end.
        let inner = open.get(..2).unwrap_or(open);
        if content.contains(inner) || rest.len() < length + close.len() {
            return None;
        }
        let range = start..start + length + close.len();
        let (form, name) = match *open {
            "<%" => {
                let is_blank = content.trim().is_empty() || content.starts_with('%');
                return (!is_blank).then(|| Macro {
                    range,
                    shown: "<% … %>".to_owned(),
                    name: "",
                    attributes: "",
                    form: Form::Other,
                    is_closing: false,
                });
            }
            "{{<" | "{{%" => (Form::Hugo, tag_name(content)?),
            "{%" => (Form::Other, tag_name(content)?),
            _ => expression_name(content)?,
        };
        let is_opening = *open == "{%" && name.name == "comment" && !name.is_closing;
        if let Some(end) = is_opening.then(|| self.comment_end(range.end)).flatten()
            && end <= start + rest.len()
        {
            return Some(Macro {
                range: start..end,
                shown: format!("{open} {} {close}", name.name),
                name: name.name,
                attributes: name.rest,
                form: Form::Comment,
                is_closing: false,
            });
        }
        Some(Macro {
            range,
            shown: format!("{open} {} {close}", name.name),
            name: name.name,
            attributes: name.rest,
            form,
            is_closing: name.is_closing,
        })
    }

    /// Behind the tag that ends the comment of Liquid whose text begins at `from`.
    fn comment_end(&mut self, from: usize) -> Option<usize> {
        if self.comment_end < from {
            let found = self.text.get(from..)?.find(COMMENT_END);
            self.comment_end = found.map_or(usize::MAX, |found| from + found);
        }
        let tag = self.text.get(from..self.comment_end)?;
        let is_tag = tag.trim_end_matches([' ', '-']).ends_with("{%");
        let after = self.text.get(self.comment_end + COMMENT_END.len()..)?;
        let close = after.trim_start_matches([' ', '-']).strip_prefix("%}")?;
        is_tag.then(|| self.text.len() - close.len())
    }

    fn short_code(&mut self, start: usize, rest: &'a str, before: &str) -> Option<Macro<'a>> {
        let after = rest.get(1..)?;
        let is_closing = after.starts_with('/');
        let from = 1 + usize::from(is_closing);
        let after = rest.get(from..)?;
        let is_name = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || "_-".contains(c);
        let name_end = after.find(|c| !is_name(c))?;
        let (name, after) = after.split_at_checked(name_end)?;
        if !name.starts_with(|c: char| c.is_ascii_lowercase()) {
            return None;
        }
        let length = tag_length(after, ']', '[')?;
        let attributes = after.get(..length - 1)?.trim_end_matches('/');
        let range = start..start + from + name_end + length;
        let is_macro = if is_closing {
            let open = self.open_codes.get_mut(name)?;
            *open = open.checked_sub(1)?;
            attributes.is_empty()
        } else {
            let closing = self.closing_codes().get(name);
            let is_closed = closing.is_some_and(|at| *at >= range.end);
            let has_attributes = attributes.contains('=');
            let is_alone = || {
                let after = rest.get(range.len()..).unwrap_or_default();
                before.trim().is_empty() && after.trim().is_empty()
            };
            if !(attributes.is_empty() || attributes.starts_with(char::is_whitespace)) {
                return None;
            }
            if is_closed {
                *self.open_codes.entry(name).or_default() += 1;
            }
            let is_plain = has_attributes || attributes.trim().is_empty();
            is_closed && is_plain
                || SHORT_CODES.contains(&name) && (has_attributes || is_plain && is_alone())
        };
        is_macro.then(|| Macro {
            range,
            shown: format!("[{name}]"),
            name,
            attributes,
            form: Form::WordPress,
            is_closing,
        })
    }

    fn closing_codes(&mut self) -> &HashMap<&'a str, usize> {
        self.closing_codes.get_or_insert_with(|| {
            let mut codes = HashMap::new();
            for (at, _) in self.text.match_indices("[/") {
                let after = self.text.get(at + 2..).unwrap_or_default();
                let is_name =
                    |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || "_-".contains(c);
                let end = after.find(|c| !is_name(c)).unwrap_or(after.len());
                if let Some((name, rest)) = after.split_at_checked(end)
                    && rest.starts_with(']')
                {
                    codes.insert(name, at);
                }
            }
            codes
        })
    }
}

/// A tag of JSX that is none of HTML: `<Tabs items={x}>`, `<Form.Field>`.
fn component(start: usize, rest: &str) -> Option<Macro<'_>> {
    let after = rest.get(1..)?;
    let is_closing = after.starts_with('/');
    let from = 1 + usize::from(is_closing);
    let after = rest.get(from..)?;
    if !after.starts_with(|c: char| c.is_ascii_uppercase()) {
        return None;
    }
    let name_end = after.find(|c: char| !c.is_ascii_alphanumeric() && c != '.')?;
    let (name, after) = after.split_at_checked(name_end)?;
    let length = tag_length(after, '>', '<')?;
    let attributes = after.get(..length - 1)?;
    let is_jsx = name.contains('.') || attributes.contains("={") || attributes.ends_with('/');
    is_jsx.then(|| Macro {
        range: start..start + from + name_end + length,
        shown: format!("<{name}>"),
        name,
        attributes,
        form: Form::Other,
        is_closing,
    })
}

/// Up to and with `close`, which stands outside quotes and braces. `None` where `never` comes first.
fn tag_length(text: &str, close: char, never: char) -> Option<usize> {
    let mut quote = None;
    let mut depth = 0_usize;
    for (at, character) in text.char_indices().take_while(|(at, _)| *at < LONGEST_TAG) {
        match (quote, character) {
            (None, '"' | '\'') => quote = Some(character),
            (None, '{') => depth += 1,
            (None, '}') => depth = depth.saturating_sub(1),
            (None, c) if c == close && depth == 0 => return Some(at + c.len_utf8()),
            (None, c) if c == never && depth == 0 => return None,
            (Some(open), c) if open == c => quote = None,
            _ => {}
        }
    }
    None
}

struct Name<'a> {
    name: &'a str,
    rest: &'a str,
    is_closing: bool,
}

/// The name of a tag such as `{{< note >}}` or `{%- endif -%}`.
fn tag_name(content: &str) -> Option<Name<'_>> {
    let content = content.trim_start_matches(['-', '+']).trim_start();
    let (content, is_closing) = match content.strip_prefix('/') {
        Some(after) => (after.trim_start(), true),
        None => (content, false),
    };
    let (name, rest) = split_name(content)?;
    let ends = rest.starts_with(|c: char| c.is_whitespace() || "/-+".contains(c));
    let (name, is_closing) = match name.strip_prefix("end") {
        Some(opened) if !opened.is_empty() => (opened, true),
        _ => (name, is_closing),
    };
    (rest.is_empty() || ends).then_some(Name {
        name,
        rest,
        is_closing,
    })
}

/// The name in an expression such as `{{ page.title | upcase }}` or `{{#each people}}`.
fn expression_name(content: &str) -> Option<(Form, Name<'_>)> {
    let content = content.trim_start_matches(['-', '~']).trim_start();
    if content.starts_with('!') || content.starts_with("/*") {
        let name = Name {
            name: "comment",
            rest: "",
            is_closing: false,
        };
        return Some((Form::Comment, name));
    }
    let named = content.trim_start_matches(['#', '/', '^', '>', '&', '@', '.', '$']);
    let (name, rest) = split_name(named.trim_start())?;
    let ends = rest.starts_with(|c: char| c.is_whitespace() || "|([:-~".contains(c));
    let name = Name {
        name,
        rest,
        is_closing: content.starts_with('/'),
    };
    (rest.is_empty() || ends).then_some((Form::Other, name))
}

fn split_name(text: &str) -> Option<(&str, &str)> {
    let is_name = |c: char| c.is_alphanumeric() || "_.-/".contains(c);
    let end = text.find(|c| !is_name(c)).unwrap_or(text.len());
    let name = text.get(..end)?.trim_end_matches(['-', '/', '.']);
    let rest = text.get(name.len()..)?;
    name.starts_with(char::is_alphabetic)
        .then_some((name, rest))
}

/// Whether the text goes on with an address, of which a macro may be a part.
fn is_in_address(before: &str) -> bool {
    const FAR: usize = 200;
    if before.ends_with("](") {
        return true;
    }
    let far = before.len().saturating_sub(FAR);
    let near = (far..=before.len()).find_map(|at| before.get(at..));
    let parts = |c: char| c.is_whitespace() || ")]>\"".contains(c);
    let word = near.and_then(|near| near.rsplit(parts).next());
    word.is_some_and(|word| word.contains("://"))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The macros of a text: kind and what is left.
    fn found(text: &str) -> (Vec<String>, String) {
        let mut finder = Finder::new(text);
        let line = 0..text.len();
        let (mut kinds, mut left) = (Vec::new(), String::new());
        let (mut done, mut from) = (0, 0);
        while let Some(at) = finder.next_start(from..text.len()) {
            from = at + 1;
            if let Some(it) = finder.at(at, &line) {
                kinds.push(it.shown);
                left.push_str(&text[done..at]);
                (done, from) = (it.range.end, it.range.end);
            }
        }
        left.push_str(&text[done..]);
        (kinds, left)
    }

    #[test]
    fn every_form_is_found() {
        for (text, kind) in [
            ("{{< youtube id=\"x\" >}}", "{{< youtube >}}"),
            ("{{< /note >}}", "{{< note >}}"),
            ("{{%expand \"a > b\"%}}", "{{% expand %}}"),
            ("{{ page.title | upcase }}", "{{ page.title }}"),
            ("{{#each people}}", "{{ each }}"),
            ("{{citation needed|date=May}}", "{{ citation }}"),
            ("{{{raw}}}", "{{{ raw }}}"),
            ("{{/* a note */}}", "{{ comment }}"),
            ("{%- if user -%}", "{% if %}"),
            ("{% endif %}", "{% if %}"),
            ("<%= link_to 'a > b' %>", "<% … %>"),
            ("[gallery ids=\"1,2\"]", "[gallery]"),
            ("[gallery]", "[gallery]"),
            ("<Tabs items={[\"a>b\"]}>", "<Tabs>"),
            ("<Form.Field/>", "<Form.Field>"),
        ] {
            assert_eq!(
                found(text),
                (vec![kind.to_owned()], String::new()),
                "{text}"
            );
        }
    }

    #[test]
    fn what_stands_between_is_kept() {
        let (kinds, left) = found("a [box color=\"red\"]b[/box] c {{< x >}}d{{< /x >}}");
        assert_eq!(kinds.len(), 4);
        assert_eq!(left, "a b c d");
    }

    #[test]
    fn comments_go_with_what_they_say() {
        for text in [
            "a {% comment %}b *c*{% endcomment %} d",
            "a {%- comment -%} b {%- endcomment -%} d",
            "a {{! b }} d",
        ] {
            assert_eq!(found(text).1, "a  d", "{text}");
        }
        let (kinds, left) = found("{% comment %} a endcomment b {% comment %}");
        assert_eq!((kinds.len(), left.as_str()), (2, " a endcomment b "));
    }

    #[test]
    fn other_braces_and_brackets_are_text() {
        for text in [
            "{x}",
            "{{}}",
            "{{ }}",
            "{{ \"literal\" }}",
            "{{1, 2}, {3}}",
            "{{a, b}}",
            "{{ open",
            "\\{{ name }}",
            "https://a.org/{{ name }}",
            "[a]({{ url }})",
            "100 {% of all",
            "a <% b",
            "<%%>",
            "[sic] and [see the video below]",
            "He said [video] twice",
            "[note]",
            "a [/note]",
            "[1]",
            "<T> and <Not a tag",
        ] {
            assert_eq!(found(text), (Vec::new(), text.to_owned()), "{text}");
        }
        assert_eq!(found("{{ a {{ b }}").1, "{{ a ");
    }

    #[test]
    fn unclosed_macros_take_linear_time() {
        for piece in ["{{ a ", "{{< a ", "{% a ", "<% a ", "[video a=\"", "<A b={"] {
            let text = piece.repeat(100_000);
            assert_eq!(found(&text).0, Vec::<String>::new());
        }
        let unclosed = "{% comment %}".repeat(100_000);
        assert_eq!(found(&unclosed).0.len(), 100_000);
    }
}
