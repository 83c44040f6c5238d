//! Content documents: chapters, the article and the title page.

mod address;
mod block;
mod code;
mod figure;
mod inline;
mod math;
mod slot;
mod table;

use super::levels::Levels;
use super::manifest::{OWN_STYLESHEET, STYLESHEET};
use super::markup::{Attribute, Markup};
use super::nav::PageTarget;
use super::page_break::PageBreak;
use super::plan::{ChapterPlan, Plan};
use super::roles;
use crate::document::back_list::BackList;
use crate::document::opening::{begins_with_capital, opening};
use crate::document::{ChapterRole, Direction, Form, NodeId};

/// A chapter as it goes into the container.
#[derive(Debug)]
pub struct WrittenChapter {
    /// The document.
    pub text: String,
    /// Whether SVG stands in it: the package must say so.
    pub has_drawing: bool,
    /// Whether MathML stands in it: the package must say that too.
    pub has_formula: bool,
    /// The printed pages that begin in it, in reading order.
    pub page_targets: Vec<PageTarget>,
    /// The levels of its headings, which those of its next document go on from.
    pub levels: Levels,
}

/// Begins a document: all up to and with the opened `body`.
pub fn begin(plan: &Plan<'_>, title: &str, body: &[Attribute<'_>]) -> Markup {
    let language = plan.metadata().language.as_str();
    let mut root = vec![
        ("xmlns", "http://www.w3.org/1999/xhtml"),
        ("xmlns:epub", "http://www.idpf.org/2007/ops"),
        ("lang", language),
        ("xml:lang", language),
    ];
    if plan.right_to_left() {
        root.push(("dir", "rtl"));
    }
    let mut out =
        Markup::with_prolog("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<!DOCTYPE html>\n");
    out.open("html", &root);
    out.line();
    out.open("head", &[]);
    out.line();
    out.empty("meta", &[("charset", "utf-8")]);
    out.line();
    out.element("title", &[], title);
    out.line();
    // What comes later is stronger.
    let own = plan.own_style.map(|_| OWN_STYLESHEET);
    for href in std::iter::once(STYLESHEET).chain(own) {
        let stylesheet = [("rel", "stylesheet"), ("type", "text/css"), ("href", href)];
        out.empty("link", &stylesheet);
        out.line();
    }
    out.close_line();
    out.open("body", body);
    out.line();
    out
}

/// The page that a book opens with: title, subtitle, authors, publisher, rights.
pub fn title_page(plan: &Plan<'_>) -> String {
    let metadata = plan.metadata();
    let body = [("class", "title-page"), ("epub:type", "frontmatter")];
    let mut out = begin(plan, plan.words.title_page, &body);
    out.open("section", &[("epub:type", "titlepage")]);
    out.line();
    out.element(
        "h1",
        &[("class", "title"), ("epub:type", "title")],
        &metadata.title,
    );
    out.line();
    let mut line = |class, role: &[Attribute<'_>], text: &str| {
        let mut attributes = vec![("class", class)];
        attributes.extend_from_slice(role);
        out.element("p", &attributes, text);
        out.line();
    };
    if let Some(subtitle) = &metadata.subtitle {
        line("subtitle", &SUBTITLE, subtitle);
    }
    for author in &metadata.authors {
        line("author", &[], author);
    }
    if let Some(publisher) = &metadata.publisher {
        line("publisher", &[], publisher);
    }
    if let Some(date) = &metadata.date {
        line("date", &[], date);
    }
    if let Some(rights) = &metadata.rights {
        line("rights", &[], rights);
    }
    out.finish()
}

const SUBTITLE: [Attribute<'_>; 2] = [("epub:type", "subtitle"), ("role", "doc-subtitle")];

/// Writes a list at the back: a link to every photo.
pub fn back_list(plan: &Plan<'_>, list: &BackList<'_>) -> String {
    let (kind, role) = roles::of_list(list.kind);
    let mut out = begin(plan, list.title, &[("epub:type", "backmatter")]);
    let title_id = format!("{}-title", list.kind.name());
    let mut attributes = vec![
        ("id", list.kind.name()),
        ("class", "back-list"),
        ("epub:type", kind),
        ("aria-labelledby", &title_id),
    ];
    attributes.extend(role.map(|role| ("role", role)));
    out.open("section", &attributes);
    out.line();
    out.element("h1", &[("id", &title_id)], list.title);
    out.line();
    out.open("ol", &[]);
    out.line();
    for line in &list.lines {
        out.open("li", &[]);
        match plan.href_from_outside(line.anchor) {
            Some(href) => out.element("a", &[("href", &href)], &line.text),
            None => out.text(&line.text),
        }
        out.close_line();
    }
    out.finish()
}

/// Writes a document of a chapter or an article; `levels` are those of its headings so far.
pub fn chapter(
    plan: &Plan<'_>,
    index: usize,
    chapter: &ChapterPlan<'_>,
    levels: Levels,
) -> WrittenChapter {
    let matter = [("epub:type", roles::of_matter(chapter.matter))];
    let out = begin(plan, &chapter.label, &matter);
    let mut writer = Writer {
        plan,
        index,
        out,
        levels,
        references: Vec::new(),
        in_link: false,
        after_link: Vec::new(),
        has_drawing: false,
        has_formula: false,
        waiting_task: None,
        drop_cap: drop_cap(plan, chapter),
        direction: None,
        page_targets: Vec::new(),
    };
    writer.chapter(chapter);
    WrittenChapter {
        text: writer.out.finish(),
        has_drawing: writer.has_drawing,
        has_formula: writer.has_formula,
        page_targets: writer.page_targets,
        levels: writer.levels,
    }
}

/// The paragraph that a chapter opens with, where the author wants drop caps and it begins with a capital letter.
fn drop_cap(plan: &Plan<'_>, planned: &ChapterPlan<'_>) -> Option<NodeId> {
    let is_chapter = planned.chapter.role == ChapterRole::Chapter && !planned.goes_on;
    if !plan.metadata().makeup.drop_caps || !is_chapter {
        return None;
    }
    let (block, content) = opening(planned.blocks)?;
    begins_with_capital(content).then_some(block.id)
}

/// Writes one chapter.
struct Writer<'p> {
    plan: &'p Plan<'p>,
    /// Which document it is.
    index: usize,
    out: Markup,
    levels: Levels,
    /// Notes that were referred to so far.
    references: Vec<usize>,
    in_link: bool,
    /// References inside a link: a link cannot hold another, so they follow it.
    after_link: Vec<usize>,
    has_drawing: bool,
    has_formula: bool,
    /// The box of a task, which the paragraph after this begins with.
    waiting_task: Option<bool>,
    /// The paragraph whose first letter is three lines high.
    drop_cap: Option<NodeId>,
    /// The direction that a block around says.
    direction: Option<Direction>,
    page_targets: Vec<PageTarget>,
}

impl Writer<'_> {
    fn chapter(&mut self, planned: &ChapterPlan<'_>) {
        let chapter = planned.chapter;
        let id = chapter.anchor.as_str();
        let title_id = planned.title_id.as_str();
        match (self.plan.form(), chapter.title.is_empty()) {
            // Its role was said where it began: it is not there twice.
            _ if planned.goes_on => {
                let label = ("aria-label", planned.label.as_str());
                self.out.open("section", &[("class", "continued"), label]);
                self.out.line();
            }
            (Form::Article, _) => {
                self.out
                    .open("article", &[("id", id), ("aria-labelledby", title_id)]);
                self.out.line();
                self.article_head(planned);
            }
            (Form::Book, untitled) => {
                let mut attributes = vec![("id", id)];
                match roles::of_chapter(chapter.role) {
                    Some((kind, role)) => attributes.extend([
                        ("class", chapter.role.as_str()),
                        ("epub:type", kind),
                        ("role", role),
                    ]),
                    None if untitled => {}
                    None => {
                        attributes.extend([("epub:type", "chapter"), ("role", "doc-chapter")]);
                    }
                }
                if !untitled {
                    attributes.push(("aria-labelledby", title_id));
                } else if chapter.role != ChapterRole::Chapter {
                    attributes.push(("aria-label", &planned.label));
                }
                self.out.open("section", &attributes);
                self.out.line();
                if untitled {
                    self.page_breaks(self.plan.breaks.at(chapter.id));
                } else {
                    self.title(planned, self.plan.breaks.at(chapter.id));
                }
            }
        }
        self.blocks(planned.blocks);
        self.notes(&planned.notes);
    }

    fn title(&mut self, planned: &ChapterPlan<'_>, breaks: &[PageBreak]) {
        self.out.open("h1", &[("id", &planned.title_id)]);
        self.text_with(breaks, &planned.chapter.title);
        self.out.close_line();
    }

    /// Kicker, headline, subtitle, standfirst and byline.
    fn article_head(&mut self, planned: &ChapterPlan<'_>) {
        let metadata = self.plan.metadata();
        self.out.open("header", &[]);
        self.out.line();
        // The page that the headline opens has the kicker on it.
        let breaks = self.plan.breaks.at(planned.chapter.id);
        let (before, inside) =
            breaks.split_at(breaks.partition_point(|page_break| page_break.offset == 0));
        self.page_breaks(before);
        if let Some(kicker) = &metadata.kicker {
            self.out.element("p", &[("class", "kicker")], kicker);
            self.out.line();
        }
        self.title(planned, inside);
        if let Some(subtitle) = &metadata.subtitle {
            let [kind, role] = SUBTITLE;
            self.out
                .element("p", &[("class", "subtitle"), kind, role], subtitle);
            self.out.line();
        }
        if let Some(standfirst) = &metadata.description {
            self.out
                .element("p", &[("class", "standfirst")], standfirst);
            self.out.line();
        }
        if !metadata.authors.is_empty() || metadata.date.is_some() {
            self.out.open("p", &[("class", "byline")]);
            for (index, author) in metadata.authors.iter().enumerate() {
                if index > 0 {
                    self.out.text(", ");
                }
                self.out.element("span", &[("class", "author")], author);
            }
            if let Some(date) = &metadata.date {
                if !metadata.authors.is_empty() {
                    self.out.text(" ");
                }
                self.out.element("span", &[("class", "date")], date);
            }
            self.out.close_line();
        }
        self.out.close_line();
    }

    /// The notes that stand at the chapter's end, for readers without pop-ups.
    fn notes(&mut self, notes: &[usize]) {
        if notes.is_empty() {
            return;
        }
        self.out.open(
            "section",
            &[("class", "notes"), ("aria-label", self.plan.words.notes)],
        );
        self.out.line();
        for index in notes {
            let Some(planned) = self.plan.notes.get(*index) else {
                continue;
            };
            self.out.open(
                "aside",
                &[
                    ("id", planned.note.anchor.as_str()),
                    ("epub:type", "footnote"),
                    ("role", "doc-footnote"),
                ],
            );
            self.page_breaks(self.plan.breaks.at(planned.note.id));
            let number = (index + 1).to_string();
            let back = format!("{} ({number})", self.plan.words.back_to_text);
            let href = format!("#{}", planned.reference_id);
            let link = [
                ("href", href.as_str()),
                ("role", "doc-backlink"),
                ("aria-label", &back),
            ];
            self.out.open("div", &[("class", "note-number")]);
            self.out.element("a", &link, &number);
            self.out.close();
            self.out.open("div", &[("class", "note-text")]);
            self.out.line();
            self.blocks(&planned.note.blocks);
            self.out.close();
            self.out.close_line();
        }
        self.out.close_line();
    }

    /// Marks the beginnings of printed pages.
    fn page_breaks(&mut self, breaks: &[PageBreak]) {
        for page_break in breaks {
            self.page_break(page_break);
        }
    }

    fn page_break(&mut self, page_break: &PageBreak) {
        let attributes = [
            ("epub:type", "pagebreak"),
            ("role", "doc-pagebreak"),
            ("id", page_break.id.as_str()),
            ("aria-label", page_break.label.as_str()),
        ];
        self.out.element("span", &attributes, "");
        if let Some(chapter) = self.plan.chapters.get(self.index) {
            self.page_targets.push(PageTarget {
                href: format!("{}#{}", chapter.file, page_break.id),
                label: page_break.label.clone(),
            });
        }
    }
}
