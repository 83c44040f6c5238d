//! Text of HTML that stands as it is: `pre`.

use std::ops::Range;

use super::builder::Builder;
use super::entities::{clean, resolve};
use super::html;
use crate::document::BlockKind;

/// A `pre` that is open. Tags in it say nothing, but for line breaks and the language.
pub(super) struct Verbatim {
    language: Option<String>,
    text: String,
    range: Range<usize>,
}

impl Verbatim {
    /// Begins with the opening tag.
    pub fn begin(attributes: &str, range: Range<usize>) -> Verbatim {
        let mut begun = Verbatim {
            language: None,
            text: String::new(),
            range,
        };
        begun.read_language(attributes);
        begun
    }

    /// A tag inside.
    pub fn open(&mut self, name: &str, attributes: &str) {
        match name {
            "br" => self.text.push('\n'),
            "code" => self.read_language(attributes),
            _ => {}
        }
    }

    /// Text inside.
    pub fn push(&mut self, text: &str) {
        for (index, line) in resolve(text).split('\n').enumerate() {
            if index > 0 {
                self.text.push('\n');
            }
            self.text.push_str(&clean(line));
        }
    }

    /// Becomes a block of code. The line end after the opening tag is no part of it.
    pub fn finish(self, builder: &mut Builder<'_>, end: usize) {
        let text = self.text.strip_prefix('\n').unwrap_or(&self.text);
        let text = text.strip_suffix('\n').unwrap_or(text);
        if text.trim().is_empty() {
            return;
        }
        builder.end_paragraph();
        let code = BlockKind::Code {
            language: self.language,
            text: text.to_owned(),
            first_line: None,
        };
        builder.add_block(code, None, &(self.range.start..end.max(self.range.end)));
    }

    /// `class="language-rust"`, `class="lang-rust"`, or GitHub's `lang="rust"`.
    fn read_language(&mut self, attributes: &str) {
        let classes = html::attribute(attributes, "class").unwrap_or_default();
        let mut classes = classes.split_ascii_whitespace();
        let named = classes.find_map(|class| {
            let language = class.strip_prefix("language-");
            language.or_else(|| class.strip_prefix("lang-"))
        });
        let language = named.or_else(|| html::attribute(attributes, "lang"));
        let language = language.filter(|language| !language.is_empty());
        if let Some(language) = language {
            self.language = Some(clean(&resolve(language)).into_owned());
        }
    }
}
