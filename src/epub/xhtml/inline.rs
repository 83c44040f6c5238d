//! Inlines, and the place of every printed page break in them.

use super::Writer;
use super::{address, math};
use crate::document::{
    Direction, Formula, Inline, InlineKind, NodeId, PageReference, SpanRole, Target,
};
use crate::epub::markup::Attribute;
use crate::epub::page_break::{BreakWalk, PageBreak, Piece};

/// An option of a program up to this length fits into any column.
const LONGEST_OPTION: usize = 20;

/// Whether code is an option of a program, which engines divide after its hyphens.
fn is_option(code: &str) -> bool {
    code.starts_with('-') && code.chars().count() <= LONGEST_OPTION
}

impl Writer<'_> {
    /// The text of the node `owner`, with the page breaks in it.
    pub(super) fn text_of(&mut self, owner: NodeId, content: &[Inline]) {
        self.text_with(self.plan.breaks.at(owner), content);
    }

    /// Text with these page breaks.
    pub(super) fn text_with(&mut self, breaks: &[PageBreak], content: &[Inline]) {
        let mut walk = BreakWalk::new(breaks);
        self.inlines(content, &mut walk);
        self.page_breaks(walk.rest());
    }

    /// Text that no page break can fall into.
    pub(super) fn unbroken(&mut self, content: &[Inline]) {
        self.inlines(content, &mut BreakWalk::default());
    }

    /// One run of text: [`plain_text`](crate::document::inline::plain_text) counts it in the same
    /// order and length.
    pub(super) fn run(&mut self, mut text: &str, walk: &mut BreakWalk<'_>) {
        while let Some(piece) = walk.next_piece(&mut text) {
            match piece {
                Piece::Text(text) => self.out.text(text),
                Piece::Break(page_break) => self.page_break(page_break),
            }
        }
    }

    pub(super) fn inlines(&mut self, content: &[Inline], walk: &mut BreakWalk<'_>) {
        for inline in content {
            self.inline(inline, walk);
        }
    }

    fn inline(&mut self, inline: &Inline, walk: &mut BreakWalk<'_>) {
        match &inline.kind {
            InlineKind::Text(text) => self.run(text, walk),
            InlineKind::SoftBreak => self.run("\n", walk),
            InlineKind::HardBreak => {
                // Counts as one byte; a page that begins with it begins before it.
                let mut newline = "\n";
                while let Some(piece) = walk.next_piece(&mut newline) {
                    match piece {
                        Piece::Text(_) => self.out.empty("br", &[]),
                        Piece::Break(page_break) => self.page_break(page_break),
                    }
                }
                self.out.line();
            }
            InlineKind::Emphasis(content) => self.styled("em", content, walk),
            InlineKind::Strong(content) => self.styled("strong", content, walk),
            InlineKind::Strikethrough(content) => self.styled("s", content, walk),
            InlineKind::Superscript(content) => self.styled("sup", content, walk),
            InlineKind::Subscript(content) => self.styled("sub", content, walk),
            InlineKind::Code(text) => {
                let class = is_option(text).then_some(("class", "option"));
                self.out.open("code", class.as_slice());
                self.run(text, walk);
                self.out.close();
            }
            InlineKind::Math(formula) => self.formula(formula, walk),
            InlineKind::Span { role, content } => self.span(role, content, walk),
            InlineKind::Link { target, content } => self.link(target, content, walk),
            InlineKind::NoteReference(note) if self.in_link => self.after_link.push(*note),
            InlineKind::NoteReference(note) => self.note_reference(*note),
            InlineKind::PageReference(page) => self.page_reference(page),
            InlineKind::Photo(figure) => self.inline_picture(inline.id, figure),
        }
    }

    /// A formula as MathML. One that cannot be set, or that a printed page begins in, stands as it
    /// is written: no marker can stand inside MathML.
    fn formula(&mut self, formula: &Formula, walk: &mut BreakWalk<'_>) {
        if let Some(set) = math::set(formula)
            && let Some(before) = walk.pass(formula.source().len())
        {
            self.page_breaks(before);
            math::write(&mut self.out, formula, &set);
            self.has_formula = true;
            return;
        }
        let class = match formula.is_displayed() {
            true => "math display",
            false => "math",
        };
        self.out.open("code", &[("class", class)]);
        self.run(formula.source(), walk);
        self.out.close();
    }

    fn styled(&mut self, element: &'static str, content: &[Inline], walk: &mut BreakWalk<'_>) {
        self.out.open(element, &[]);
        self.inlines(content, walk);
        self.out.close();
    }

    fn span(&mut self, role: &SpanRole, content: &[Inline], walk: &mut BreakWalk<'_>) {
        let (element, attributes): (_, Vec<Attribute<'_>>) = match role {
            SpanRole::Key => ("kbd", Vec::new()),
            SpanRole::Highlight => ("mark", Vec::new()),
            SpanRole::Small => ("small", Vec::new()),
            SpanRole::Citation => ("cite", Vec::new()),
            SpanRole::Inserted => ("ins", Vec::new()),
            SpanRole::Abbreviation(None) => ("abbr", Vec::new()),
            SpanRole::Abbreviation(Some(title)) => ("abbr", vec![("title", title.as_str())]),
            SpanRole::Direction(Direction::LeftToRight) => ("span", vec![("dir", "ltr")]),
            SpanRole::Direction(Direction::RightToLeft) => ("span", vec![("dir", "rtl")]),
            SpanRole::SmallCaps => ("span", vec![("class", "small-caps")]),
            SpanRole::Indexed(mark) => ("span", vec![("id", mark.anchor.as_str())]),
            SpanRole::Language(tag) => ("span", vec![("lang", tag), ("xml:lang", tag)]),
        };
        self.out.open(element, &attributes);
        self.inlines(content, walk);
        self.out.close();
    }

    fn link(&mut self, target: &Target, content: &[Inline], walk: &mut BreakWalk<'_>) {
        let Some(href) = self.href(target) else {
            return self.inlines(content, walk);
        };
        self.out.open("a", &[("href", &href)]);
        self.in_link = true;
        self.inlines(content, walk);
        self.in_link = false;
        self.out.close();
        for note in std::mem::take(&mut self.after_link) {
            self.note_reference(note);
        }
    }

    /// The printed page of a place. Where none is known, a reference that stands alone is a link to the
    /// place itself; one beside a link has nothing to add.
    fn page_reference(&mut self, page: &PageReference) {
        let Target::Internal(anchor) = &page.target else {
            return;
        };
        let plan = self.plan;
        let label = plan.page_of(anchor).map(|(_, label)| label);
        if label.is_none() && page.is_beside {
            return;
        }
        let said = match label {
            Some(label) => {
                let [before, after] = plan.words.on_page;
                format!("{before}{label}{after}")
            }
            None => page.name.clone(),
        };
        let [before, after] = match page.is_beside {
            true => plan.words.brackets(),
            false => ["", ""],
        };
        self.out.open("span", &[("class", "page-reference")]);
        self.out.text(before);
        match self.href(&page.target).filter(|_| !self.in_link) {
            Some(href) => self.out.element("a", &[("href", &href)], &said),
            None => self.out.text(&said),
        }
        self.out.text(after);
        self.out.close();
    }

    /// What a link to this target says; `None` where it leads nowhere.
    pub(super) fn href(&self, target: &Target) -> Option<String> {
        match target {
            Target::External(address) => address::written(address),
            Target::Internal(anchor) => self.plan.href(anchor, self.index),
            Target::Unresolved => None,
        }
    }

    fn note_reference(&mut self, index: usize) {
        let plan = self.plan;
        let Some(planned) = plan.notes.get(index) else {
            return;
        };
        let anchor = planned.note.anchor.as_str();
        let Some((home, href)) = planned
            .home
            .and_then(|home| Some((home, plan.href_of_id(anchor, home, self.index)?)))
        else {
            return;
        };
        let mut attributes = vec![
            ("class", "note-reference"),
            ("epub:type", "noteref"),
            ("role", "doc-noteref"),
            ("href", href.as_str()),
        ];
        if home == self.index && !self.references.contains(&index) {
            self.references.push(index);
            attributes.push(("id", &planned.reference_id));
        }
        self.out.element("a", &attributes, &(index + 1).to_string());
    }
}
