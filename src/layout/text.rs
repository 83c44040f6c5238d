//! Inlines become the text of a paragraph: pieces with style, owner and source.

use super::compose::Composer;
use super::folio::FolioInLine;
use super::frame::{ElementId, LinkTarget, Owner, Role, TextPosition};
use super::hyphenate::Hyphenator;
use super::length::Length;
use super::paragraph::{Link, Picture, Text};
use super::segment::{Content, Piece};
use super::style::TextStyle;
use crate::document::{
    Direction, Figure, Formula, Inline, InlineKind, NodeId, PageReference, SpanRole, Target,
    plain_text,
};
use crate::source::Span;

/// Collects the inlines of one block.
pub struct TextBuilder<'c, 'a, 'f> {
    composer: &'c mut Composer<'a, 'f>,
    node: NodeId,
    offset: usize,
    text: Text,
}

/// What the inlines around a text have decided.
#[derive(Clone, Copy)]
struct Around {
    style: TextStyle,
    element: ElementId,
    link: Option<usize>,
    hyphenator: Option<Hyphenator>,
}

impl<'c, 'a, 'f> TextBuilder<'c, 'a, 'f> {
    /// A builder for the text of `node`, whose offsets count from 0.
    pub fn new(composer: &'c mut Composer<'a, 'f>, node: NodeId) -> TextBuilder<'c, 'a, 'f> {
        let text = Text {
            direction: composer.direction,
            ..Text::default()
        };
        TextBuilder {
            composer,
            node,
            offset: 0,
            text,
        }
    }

    /// The same for the text that goes on where that of `node` was left off.
    pub fn from(mut self, offset: usize) -> Self {
        self.offset = offset;
        self
    }

    /// Where the text of the node is left off.
    pub fn offset(&self) -> usize {
        self.offset
    }

    /// Adds inlines that belong to `element`.
    pub fn add(mut self, inlines: &[Inline], style: TextStyle, element: ElementId) -> Self {
        self.inlines(
            inlines,
            Around {
                style,
                element,
                link: None,
                hyphenator: None,
            },
        );
        self
    }

    /// Adds the em space that sets a credit off from its cutline.
    pub fn gap(self, element: ElementId, style: TextStyle, span: Span) -> Self {
        self.own("\u{2003}", element, style, span)
    }

    /// Adds text that is not the manuscript's.
    pub fn own(mut self, text: &str, element: ElementId, style: TextStyle, span: Span) -> Self {
        self.text.pieces.push(Piece {
            content: Content::Text(text.to_owned()),
            style,
            owner: Owner::Element(element),
            source: None,
            span,
            link: None,
            hyphenator: None,
        });
        self
    }

    /// The text.
    pub fn finish(self) -> Text {
        self.text
    }

    fn inlines(&mut self, inlines: &[Inline], around: Around) {
        for inline in inlines {
            self.inline(inline, around);
        }
    }

    fn inline(&mut self, inline: &Inline, around: Around) {
        let style = around.style;
        let with = |style| Around { style, ..around };
        match &inline.kind {
            InlineKind::Text(text) => self.text(inline, text.clone(), around),
            InlineKind::Code(text) => {
                let structure = &mut self.composer.structure;
                let element = structure.add(Role::Code, around.element, Some(inline.id));
                let style = style.code();
                let around = Around {
                    style,
                    element,
                    ..around
                };
                self.text(inline, text.clone(), around);
            }
            InlineKind::Math(formula) => self.formula(inline, formula, around),
            InlineKind::SoftBreak => self.push(inline, Content::SoftBreak, around),
            InlineKind::HardBreak => self.push(inline, Content::Break, around),
            InlineKind::Emphasis(content) => self.inlines(content, with(style.emphasised())),
            InlineKind::Strong(content) => self.inlines(content, with(style.bold())),
            InlineKind::Strikethrough(content) => {
                self.inlines(
                    content,
                    with(TextStyle {
                        struck: true,
                        ..style
                    }),
                );
            }
            InlineKind::Superscript(content) => self.inlines(content, with(style.superior())),
            InlineKind::Subscript(content) => self.inlines(content, with(style.inferior())),
            InlineKind::Span { role, content } => self.span(inline, role, content, around),
            InlineKind::Link { target, content } => self.link(inline, target, content, around),
            InlineKind::NoteReference(note) => self.note_reference(inline, *note, around),
            InlineKind::PageReference(page) => self.page_reference(inline, page, around),
            InlineKind::Photo(figure) => self.photo(inline, figure, around),
        }
    }

    /// What has no look of its own in print is set as the text around it.
    fn span(&mut self, inline: &Inline, role: &SpanRole, content: &[Inline], around: Around) {
        let style = match role {
            SpanRole::Key => around.style.code(),
            SpanRole::Highlight => around.style.bold(),
            SpanRole::Small => around.style.small(),
            SpanRole::Citation => around.style.emphasised(),
            SpanRole::SmallCaps => around.style.small_caps(),
            SpanRole::Inserted
            | SpanRole::Abbreviation(_)
            | SpanRole::Language(_)
            | SpanRole::Direction(_)
            | SpanRole::Indexed(_) => around.style,
        };
        let (element, hyphenator) = match role {
            SpanRole::Language(tag) => {
                let structure = &mut self.composer.structure;
                let element = structure.add_language(around.element, inline.id, tag);
                (element, Some(Hyphenator::new(tag)))
            }
            SpanRole::Abbreviation(Some(stands_for)) => {
                let structure = &mut self.composer.structure;
                let element = structure.add_abbreviation(around.element, inline.id, stands_for);
                (element, around.hyphenator)
            }
            // An element of its own tells the words of the place from those around them, wherever they come
            // to stand.
            SpanRole::Indexed(mark) => {
                let element =
                    self.composer
                        .structure
                        .add(Role::Span, around.element, Some(inline.id));
                let name = mark.anchor.as_str().to_owned();
                self.composer.index_marks.insert(element, name);
                (element, around.hyphenator)
            }
            _ => (around.element, around.hyphenator),
        };
        let around = Around {
            style,
            element,
            hyphenator,
            ..around
        };
        let SpanRole::Direction(direction) = role else {
            return self.inlines(content, around);
        };
        // Isolates (UAX 9, 2.4): they show nothing, and no edition has them in its text.
        let begin = match direction {
            Direction::LeftToRight => "\u{2066}",
            Direction::RightToLeft => "\u{2067}",
        };
        self.push_mark(inline, Content::Text(begin.to_owned()), around);
        self.inlines(content, around);
        self.push_mark(inline, Content::Text("\u{2069}".to_owned()), around);
    }

    /// Its source in code's face, line by line, until formulas are set as such.
    fn formula(&mut self, inline: &Inline, formula: &Formula, around: Around) {
        let structure = &mut self.composer.structure;
        let source = formula.source();
        let element = structure.add_formula(around.element, inline.id, source.to_owned());
        let around = Around {
            style: around.style.code(),
            element,
            ..around
        };
        for (index, line) in source.split('\n').enumerate() {
            if index > 0 {
                self.push(inline, Content::Break, around);
            }
            if !line.is_empty() {
                self.text(inline, line.to_owned(), around);
            }
        }
    }

    fn text(&mut self, inline: &Inline, text: String, around: Around) {
        self.push(inline, Content::Text(text), around);
    }

    fn push(&mut self, inline: &Inline, content: Content, around: Around) {
        let source = TextPosition {
            node: self.node,
            offset: self.offset,
        };
        self.offset += content.text().len();
        self.text.pieces.push(Piece {
            content,
            style: around.style,
            owner: Owner::Element(around.element),
            source: Some(source),
            span: inline.span,
            link: around.link,
            hyphenator: around.hyphenator,
        });
    }

    /// Adds a piece that adds nothing to the manuscript's text.
    fn push_mark(&mut self, inline: &Inline, content: Content, around: Around) {
        self.text.pieces.push(Piece {
            content,
            style: around.style,
            owner: Owner::Element(around.element),
            source: None,
            span: inline.span,
            link: around.link,
            hyphenator: around.hyphenator,
        });
    }

    fn link(&mut self, inline: &Inline, target: &Target, content: &[Inline], around: Around) {
        let Some((target, contents)) = leads_to(target, || plain_text(content)) else {
            return self.inlines(content, around);
        };
        let element = self
            .composer
            .structure
            .add(Role::Link, around.element, Some(inline.id));
        let link = self.add_link(target, element, contents);
        self.inlines(
            content,
            Around {
                element,
                link: Some(link),
                ..around
            },
        );
    }

    fn add_link(&mut self, target: LinkTarget, element: ElementId, contents: String) -> usize {
        self.text.links.push(Link {
            target,
            element,
            contents,
        });
        self.text.links.len() - 1
    }

    fn note_reference(&mut self, inline: &Inline, note: usize, around: Around) {
        let Some(target) = self.composer.book.document().notes.get(note) else {
            return;
        };
        let first = self.composer.refer(note);
        let number = (note + 1).to_string();
        let structure = &mut self.composer.structure;
        let reference = structure.add(Role::Reference, around.element, Some(inline.id));
        let element = structure.add(Role::Link, reference, None);
        let destination = LinkTarget::Destination(target.anchor.as_str().to_owned());
        let link = self.add_link(destination, element, number.clone());
        let around = Around {
            style: around.style.superior(),
            element,
            link: Some(link),
            ..around
        };
        self.push_mark(
            inline,
            Content::NoteMark {
                note: first.then_some(note),
                text: number,
            },
            around,
        );
    }

    /// The page of a place, with room for its folio until pages have their numbers.
    fn page_reference(&mut self, inline: &Inline, page: &PageReference, around: Around) {
        let Target::Internal(anchor) = &page.target else {
            return;
        };
        let words = self.composer.words;
        let brackets = if page.is_beside {
            words.brackets()
        } else {
            ["", ""]
        };
        let room = self.composer.room_for_folio(anchor);
        let structure = &mut self.composer.structure;
        let reference = structure.add(Role::Reference, around.element, Some(inline.id));
        let element = structure.add(Role::Link, reference, None);
        let folio = structure.add(Role::Span, element, None);
        let destination = LinkTarget::Destination(anchor.as_str().to_owned());
        let [before, after] = words.on_page;
        let link = Some(self.add_link(destination, element, format!("{before}{after}")));
        let mut say = |text: &str, element, link| {
            if !text.is_empty() {
                let around = Around {
                    element,
                    link,
                    ..around
                };
                self.push_mark(inline, Content::Text(text.to_owned()), around);
            }
        };
        say(brackets[0], reference, None);
        say(before, element, link);
        say(room, folio, link);
        say(after, element, link);
        say(brackets[1], reference, None);
        let wanted = FolioInLine {
            anchor: anchor.as_str().to_owned(),
            link: element,
            style: around.style,
            span: inline.span,
        };
        self.composer.folios_in_lines.insert(folio, wanted);
    }

    fn photo(&mut self, inline: &Inline, figure: &Figure, around: Around) {
        let Some(placed) = self.composer.place_photo(inline.id, figure, around.element) else {
            return;
        };
        // As high as a capital with a little room: a photo in a line must not part the lines.
        let height = around.style.leading.scaled(8, 10);
        let width = height.scaled(
            i64::from(placed.aspect.width),
            i64::from(placed.aspect.height),
        );
        let measure = self.composer.spec.measure();
        let (width, height) = if width > measure {
            (measure, height_at(placed.aspect, measure))
        } else {
            (width, height)
        };
        let index = self.text.pictures.len();
        self.text.pictures.push(Picture {
            owner: placed.owner,
            photo: placed.photo.ok(),
            node: inline.id,
            height,
        });
        self.push_mark(inline, Content::Picture { index, width }, around);
    }
}

/// Where a link leads, and that in words: what it shows, unless it is an address. `None` where it
/// leads nowhere.
pub fn leads_to(target: &Target, shows: impl Fn() -> String) -> Option<(LinkTarget, String)> {
    match target {
        Target::External(address) => Some((LinkTarget::Address(address.clone()), address.clone())),
        Target::Internal(anchor) => {
            let name = anchor.as_str().to_owned();
            Some((LinkTarget::Destination(name), shows()))
        }
        Target::Unresolved => None,
    }
}

/// The height of a picture that is `width` wide.
pub fn height_at(aspect: crate::document::Aspect, width: Length) -> Length {
    width.scaled(i64::from(aspect.height), i64::from(aspect.width))
}
