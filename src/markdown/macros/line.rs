//! Macros in lines of Markdown. The parser knows nothing of them and cuts them where their letters
//! mean something in Markdown, so all events of a line are waited for, and macros are looked for in
//! its source. Where an event says that the source is code, an address or HTML, no macro begins.

use std::ops::Range;

use pulldown_cmark::{Event, Tag};

use super::find::{Finder, Form, Macro};
use super::report::Kept;
use crate::document::{Inline, InlineKind, Target};
use crate::markdown::builder::{Builder, UNNUMBERED};
use crate::markdown::entities::{clean, resolve};
use crate::markdown::frame::Wrap;
use crate::markdown::html;
use crate::markdown::photo::attributes::{Attributes, parse_share};
use crate::markdown::photo::image::Image;
use crate::markdown::photo::junk::names_picture;

/// The events of a line with their places.
pub(in crate::markdown) type Events<'a> = Vec<(Event<'a>, Range<usize>)>;

/// The macros of one line, in order.
pub(in crate::markdown) fn find<'a>(finder: &mut Finder<'a>, line: &Events<'_>) -> Vec<Macro<'a>> {
    let mut macros: Vec<Macro<'a>> = Vec::new();
    let whole = match (line.first(), line.iter().map(|(_, range)| range.end).max()) {
        (Some((_, first)), Some(end)) => first.start..end,
        _ => return macros,
    };
    let mut done = 0;
    for (at, (event, range)) in line.iter().enumerate() {
        let Event::Text(text) = event else {
            continue;
        };
        // Only text that stands in the source as it is has places inside it.
        if text.len() != range.len() {
            continue;
        }
        let mut from = range.start.max(done);
        while let Some(start) = finder.next_start(from..range.end.max(from)) {
            from = start + 1;
            let after = line.get(at + 1..).unwrap_or_default();
            if let Some(found) = finder.at(start, &whole)
                && is_free(&found.range, after)
            {
                done = found.range.end;
                from = done;
                macros.push(found);
            }
        }
    }
    macros
}

/// Whether a macro cuts through nothing: no code, address or HTML reaches out of it.
fn is_free(found: &Range<usize>, after: &[(Event<'_>, Range<usize>)]) -> bool {
    let mut inside = after
        .iter()
        .take_while(|(_, range)| range.start < found.end);
    inside.all(|(event, range)| {
        range.end <= found.end
            || match event {
                Event::Text(text) => text.len() == range.len(),
                Event::End(_) => true,
                Event::Start(tag) => !matches!(tag, Tag::Link { .. } | Tag::Image { .. }),
                _ => false,
            }
    })
}

impl Builder<'_> {
    /// Does what a macro asks for, or notes that it is not known, and leaves it out. `start` is the
    /// byte where its line begins.
    pub(in crate::markdown) fn take_macro(&mut self, found: &Macro<'_>, start: usize) {
        let end = self.end_with_space(&found.range, start);
        self.skip_to(end);
        match (found.form, found.name) {
            (Form::Comment, _) => {}
            (Form::Hugo, "figure") if self.push_figure_macro(found) => {}
            _ if found.opens_caption() => {
                let caption = html::attribute(found.attributes, "caption");
                self.macro_caption = caption.map(|caption| self.smart(&clean(&resolve(caption))));
            }
            _ if found.is_caption() => {
                self.close_html_span("caption");
                self.push_macro_caption(&found.range);
            }
            _ => {
                let range = found.range.clone();
                self.macros
                    .add(&found.shown, range, Kept::Inside, found.is_closing);
            }
        }
    }

    /// Where a space or a line's end stands on both sides, one of the two goes too.
    fn end_with_space(&self, range: &Range<usize>, start: usize) -> usize {
        let before = self.text.get(start..range.start).unwrap_or_default();
        let after = self.text.get(range.end..).unwrap_or_default();
        let is_alone = before.trim_end_matches([' ', '\t']).ends_with('\n');
        let parts = before.is_empty() || before.ends_with([' ', '\t', '\n']);
        match after.bytes().next() {
            Some(b' ' | b'\t') if parts => range.end + 1,
            Some(b'\n') if is_alone => range.end + 1,
            _ => range.end,
        }
    }

    /// `{{< figure src="a.jpg" alt="…" caption="…" attr="…" >}}`
    fn push_figure_macro(&mut self, found: &Macro<'_>) -> bool {
        let value = |name| {
            let value = html::attribute(found.attributes, name)?;
            Some(clean(value).into_owned()).filter(|value| !value.trim().is_empty())
        };
        let words_of = |name| value(name).map(|text| self.smart(&text));
        let Some(address) = value("src") else {
            return false;
        };
        let span = self.span(&found.range);
        let words: Vec<String> = [words_of("title"), words_of("caption")]
            .into_iter()
            .flatten()
            .collect();
        let inline = |kind| Inline {
            id: UNNUMBERED,
            span,
            kind,
        };
        let mut text = Vec::new();
        if !words.is_empty() {
            text.push(inline(InlineKind::Text(words.join(" "))));
        }
        // A photo that is a link: its cutline is, in both editions.
        let is_page = |link: &String| link.contains("://") && !names_picture(&link.to_lowercase());
        if let Some(link) = value("link").filter(is_page).filter(|_| !text.is_empty()) {
            let target = Box::new(Target::External(link));
            let content = std::mem::take(&mut text);
            text.push(inline(InlineKind::Link { target, content }));
        }
        self.push_photo(Image {
            span,
            text,
            address,
            title: String::new(),
            attributes: Attributes {
                alt: words_of("alt"),
                credit: words_of("attr"),
                credit_address: value("attrlink"),
                width: value("width").as_deref().and_then(parse_share),
                ..Attributes::default()
            },
        });
        true
    }

    /// Old WordPress: `[caption caption="The cutline"]`.
    fn push_macro_caption(&mut self, range: &Range<usize>) {
        let Some(caption) = self.macro_caption.take() else {
            return;
        };
        if caption.trim().is_empty() || !self.follows_photo() {
            return;
        }
        self.push_inline(InlineKind::SoftBreak, range.clone());
        let text = Inline {
            id: UNNUMBERED,
            span: self.span(range),
            kind: InlineKind::Text(caption),
        };
        self.push_inline(InlineKind::Emphasis(vec![text]), range.clone());
    }

    /// In WordPress's `[caption]`, the text after the photo is its cutline.
    pub(in crate::markdown) fn open_caption(&mut self, range: &Range<usize>) {
        self.push_inline(InlineKind::SoftBreak, range.clone());
        self.open_html_span(Wrap::Emphasis, "caption", range.clone());
    }
}
