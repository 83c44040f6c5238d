//! Inlines: what stands inside a line of text.

use super::{Anchor, Direction, Figure, IndexMark, NodeId};
use crate::source::Span;

/// One inline node. A book has hundreds of thousands, so it is kept small.
#[derive(Clone, Debug, PartialEq)]
pub struct Inline {
    /// Its name.
    pub id: NodeId,
    /// Where it stands in the source.
    pub span: Span,
    /// What it is.
    pub kind: InlineKind,
}

/// What an inline is.
#[derive(Clone, Debug, PartialEq)]
pub enum InlineKind {
    /// Text without line breaks, entities resolved.
    Text(String),
    /// A line break of the source that means a space.
    SoftBreak,
    /// A line break that the author asked for.
    HardBreak,
    /// Stress.
    Emphasis(Vec<Inline>),
    /// Strong importance.
    Strong(Vec<Inline>),
    /// Struck out.
    Strikethrough(Vec<Inline>),
    /// Raised.
    Superscript(Vec<Inline>),
    /// Lowered.
    Subscript(Vec<Inline>),
    /// Code, verbatim.
    Code(String),
    /// A formula.
    Math(Formula),
    /// A stretch with a meaning of its own, that neither stress nor code says.
    Span {
        /// What it means.
        role: Box<SpanRole>,
        /// Its text.
        content: Vec<Inline>,
    },
    /// A link. Its content may hold anything but links.
    Link {
        /// Where it goes.
        target: Box<Target>,
        /// What it shows.
        content: Vec<Inline>,
    },
    /// A reference to the note at this index of [`Document::notes`](super::Document::notes).
    NoteReference(usize),
    /// The page that a place stands on.
    PageReference(Box<PageReference>),
    /// A photo in the middle of a line. Its cutline is its text, its credit is normally empty.
    Photo(Box<Figure>),
}

/// What a stretch of a line means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SpanRole {
    /// A key to press.
    Key,
    /// Marked, as with a pen.
    Highlight,
    /// A side remark, as small print.
    Small,
    /// The title of a work.
    Citation,
    /// Added to the text later.
    Inserted,
    /// An abbreviation, and what it stands for, if that is said.
    Abbreviation(Option<String>),
    /// Text in another language, by its BCP 47 tag.
    Language(String),
    /// Text that runs in this direction.
    Direction(Direction),
    /// Text set in small capitals.
    SmallCaps,
    /// A place that the index names.
    Indexed(Box<IndexMark>),
}

/// The page of a place, in words: “page 12”. Each edition says it itself, when it knows its pages.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PageReference {
    /// The place.
    pub target: Target,
    /// Whether it stands in brackets after a text that leads there too.
    pub is_beside: bool,
    /// What the place is called: what stands alone in an edition without pages says that.
    pub name: String,
}

/// A formula as it is written in TeX.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Formula {
    source: String,
    is_displayed: bool,
}

impl Formula {
    /// A formula in a line or, displayed, on lines of its own. White space around it goes; what XML
    /// cannot carry does, too.
    pub fn new(source: &str, is_displayed: bool) -> Formula {
        let is_text =
            |c: &char| *c == '\n' || !c.is_control() && !matches!(c, '\u{fffe}' | '\u{ffff}');
        let source = source.replace('\t', " ");
        let source: String = source.trim().chars().filter(is_text).collect();
        let source = if is_displayed {
            source
        } else {
            source.replace('\n', " ")
        };
        Formula {
            source,
            is_displayed,
        }
    }

    /// The TeX, without delimiters. It has line ends only where it is displayed.
    pub fn source(&self) -> &str {
        &self.source
    }

    /// Whether it stands on lines of its own.
    pub fn is_displayed(&self) -> bool {
        self.is_displayed
    }
}

/// Where a link goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    /// An absolute address: `https:`, `http:`, `mailto:` or `tel:`.
    External(String),
    /// A place in this document.
    Internal(Anchor),
    /// Nowhere: the diagnostic was given, the content stands as plain text.
    Unresolved,
}

/// Whether a text is a displayed formula and nothing else.
pub fn is_displayed_formula(inlines: &[Inline]) -> bool {
    matches!(
        inlines,
        [Inline { kind: InlineKind::Math(formula), .. }] if formula.is_displayed()
    )
}

impl InlineKind {
    /// The inlines inside, which stand in the line too; none in a leaf. What a photo says is its own.
    pub fn content(&self) -> Option<&[Inline]> {
        match self {
            InlineKind::Emphasis(content)
            | InlineKind::Strong(content)
            | InlineKind::Strikethrough(content)
            | InlineKind::Superscript(content)
            | InlineKind::Subscript(content)
            | InlineKind::Span { content, .. }
            | InlineKind::Link { content, .. } => Some(content),
            InlineKind::Text(_)
            | InlineKind::Code(_)
            | InlineKind::Math(_)
            | InlineKind::SoftBreak
            | InlineKind::HardBreak
            | InlineKind::NoteReference(_)
            | InlineKind::PageReference(_)
            | InlineKind::Photo(_) => None,
        }
    }

    /// The same, to be changed.
    pub fn content_mut(&mut self) -> Option<&mut Vec<Inline>> {
        match self {
            InlineKind::Emphasis(content)
            | InlineKind::Strong(content)
            | InlineKind::Strikethrough(content)
            | InlineKind::Superscript(content)
            | InlineKind::Subscript(content)
            | InlineKind::Span { content, .. }
            | InlineKind::Link { content, .. } => Some(content),
            InlineKind::Text(_)
            | InlineKind::Code(_)
            | InlineKind::Math(_)
            | InlineKind::SoftBreak
            | InlineKind::HardBreak
            | InlineKind::NoteReference(_)
            | InlineKind::PageReference(_)
            | InlineKind::Photo(_) => None,
        }
    }
}

/// The bare text of inlines, a space for a soft break and a newline for a hard one. Offsets of the
/// page map count in bytes of this text; notes, photos and what is said of pages add nothing to it.
pub fn plain_text(inlines: &[Inline]) -> String {
    let mut text = String::new();
    push_plain_text(inlines, &mut text);
    text
}

fn push_plain_text(inlines: &[Inline], text: &mut String) {
    for inline in inlines {
        match &inline.kind {
            InlineKind::Text(content) | InlineKind::Code(content) => text.push_str(content),
            InlineKind::Math(formula) => text.push_str(formula.source()),
            InlineKind::SoftBreak => text.push(' '),
            InlineKind::HardBreak => text.push('\n'),
            InlineKind::Emphasis(content)
            | InlineKind::Strong(content)
            | InlineKind::Strikethrough(content)
            | InlineKind::Superscript(content)
            | InlineKind::Subscript(content)
            | InlineKind::Span { content, .. }
            | InlineKind::Link { content, .. } => push_plain_text(content, text),
            InlineKind::NoteReference(_) | InlineKind::PageReference(_) | InlineKind::Photo(_) => {}
        }
    }
}
