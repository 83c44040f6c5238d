//! The navigation document (EPUB 3.3, 7): contents, landmarks and the list of printed pages.

use std::iter::Peekable;
use std::vec::IntoIter;

use super::levels::Levels;
use super::manifest::{COVER_PAGE, NAVIGATION, TITLE_PAGE};
use super::markup::Markup;
use super::plan::{ChapterPlan, Plan, label};
use super::roles;
use super::xhtml;
use crate::document::{BlockKind, ChapterRole, Form};

/// The beginning of a printed page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PageTarget {
    /// Where its marker stands.
    pub href: String,
    /// The folio.
    pub label: String,
}

/// An entry of the contents.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Its text.
    pub label: String,
    /// Where it leads.
    pub href: String,
    /// What stands under it.
    pub children: Vec<Entry>,
}

/// The contents: parts, chapters, and under each its headings, then the chapters below it. Never
/// empty.
pub fn contents(plan: &Plan<'_>) -> Vec<Entry> {
    let mut flat = Vec::new();
    let documents = plan.chapters.chunk_by(|_, next| next.goes_on);
    for (planned, documents) in documents.filter_map(|all| Some((all.first()?, all))) {
        let level = planned.chapter.depth.saturating_add(1);
        let headings = nest(&mut headings(documents).into_iter().peekable(), 0);
        if label(&planned.chapter.title).is_some() {
            let entry = Entry {
                label: planned.label.clone(),
                href: planned.file.clone(),
                children: headings,
            };
            flat.push((level, entry));
        } else {
            flat.extend(headings.into_iter().map(|entry| (level, entry)));
        }
    }
    let mut entries = nest(&mut flat.into_iter().peekable(), 0);
    entries.extend(plan.book.document().back_lists().iter().map(|list| Entry {
        label: list.title.to_owned(),
        href: roles::file_of_list(list.kind).to_owned(),
        children: Vec::new(),
    }));
    entries.extend(plan.book.document().index().map(|index| Entry {
        label: index.title.to_owned(),
        href: roles::FILE_OF_INDEX.to_owned(),
        children: Vec::new(),
    }));
    if entries.is_empty()
        && let Some(first) = plan.chapters.first()
    {
        entries.push(Entry {
            label: first.label.clone(),
            href: first.file.clone(),
            children: Vec::new(),
        });
    }
    entries
}

/// The headings of a chapter's documents with their levels, those in quotes and lists left out.
fn headings(documents: &[ChapterPlan<'_>]) -> Vec<(u8, Entry)> {
    let mut levels = Levels::default();
    let mut found = Vec::new();
    let blocks = documents.iter().flat_map(|planned| {
        let blocks = planned.blocks.iter();
        blocks.map(move |block| (planned, block))
    });
    for (planned, block) in blocks {
        if let BlockKind::Heading { level, content } = &block.kind
            && let Some(label) = label(content)
            && let Some(anchor) = &block.anchor
        {
            let entry = Entry {
                label,
                href: format!("{}#{}", planned.file, anchor.as_str()),
                children: Vec::new(),
            };
            found.push((levels.next(*level), entry));
        }
    }
    found
}

/// Puts every entry under the one before it that is above it in level.
fn nest(flat: &mut Peekable<IntoIter<(u8, Entry)>>, above: u8) -> Vec<Entry> {
    let mut entries = Vec::new();
    while let Some((level, mut entry)) = flat.next_if(|(level, _)| *level > above) {
        entry.children.extend(nest(flat, level));
        entries.push(entry);
    }
    entries
}

/// Writes the navigation document.
pub fn write(plan: &Plan<'_>, contents: &[Entry], page_list: &[PageTarget]) -> String {
    let words = plan.words;
    let body = [("class", "contents"), ("epub:type", "frontmatter")];
    let mut out = xhtml::begin(plan, words.contents, &body);
    begin_list(
        &mut out,
        ["toc", "doc-toc", "toc", "toc-title"],
        "h1",
        words.contents,
    );
    list(&mut out, contents);
    out.close_line();

    begin_list(
        &mut out,
        ["landmarks", "", "landmarks", "landmarks-title"],
        "h2",
        plan.sentences.landmarks,
    );
    landmarks(&mut out, plan);
    out.close_line();

    if !page_list.is_empty() {
        let names = ["page-list", "doc-pagelist", "pages", "pages-title"];
        begin_list(&mut out, names, "h2", words.list_of_pages);
        out.open("ol", &[]);
        out.line();
        for page in page_list {
            out.open("li", &[]);
            out.element("a", &[("href", &page.href)], &page.label);
            out.close_line();
        }
        out.close_line();
        out.close_line();
    }
    out.finish()
}

/// Opens a `nav` under its heading: the contents are shown, the others are for the reading system.
fn begin_list(out: &mut Markup, names: [&str; 4], heading: &'static str, title: &str) {
    let [kind, role, id, title_id] = names;
    let mut attributes = vec![
        ("epub:type", kind),
        ("id", id),
        ("aria-labelledby", title_id),
    ];
    if !role.is_empty() {
        attributes.push(("role", role));
    }
    if heading != "h1" {
        attributes.push(("hidden", "hidden"));
    }
    out.open("nav", &attributes);
    out.line();
    out.element(heading, &[("id", title_id)], title);
    out.line();
}

fn list(out: &mut Markup, entries: &[Entry]) {
    out.open("ol", &[]);
    out.line();
    for entry in entries {
        out.open("li", &[]);
        out.element("a", &[("href", &entry.href)], &entry.label);
        if !entry.children.is_empty() {
            out.line();
            list(out, &entry.children);
        }
        out.close_line();
    }
    out.close_line();
}

fn landmarks(out: &mut Markup, plan: &Plan<'_>) {
    let title = plan.metadata().title.as_str();
    let first = plan.first_of_body().unwrap_or(COVER_PAGE);
    let mut marks = vec![("cover", COVER_PAGE, plan.words.cover)];
    if plan.form() == Form::Book {
        marks.push(("titlepage", TITLE_PAGE, plan.words.title_page));
        marks.push(("toc", NAVIGATION, plan.words.contents));
    }
    let lists = plan.book.document().back_lists();
    let index = plan.book.document().index();
    // In the order of the book, each kind once.
    let mut seen = Vec::new();
    for planned in plan.chapters.iter().filter(|planned| !planned.goes_on) {
        if planned.file == first {
            marks.push(("bodymatter", first, title));
        }
        // Parts are no landmarks: there are many of a kind, and the contents show them.
        if let Some((kind, _)) = roles::of_chapter(planned.chapter.role)
            && planned.chapter.role != ChapterRole::Part
            && plan.form() == Form::Book
            && !seen.contains(&kind)
        {
            seen.push(kind);
            marks.push((kind, &planned.file, &planned.label));
        }
    }
    for list in &lists {
        let file = roles::file_of_list(list.kind);
        marks.push((roles::of_list(list.kind).0, file, list.title));
    }
    if let Some(index) = index {
        marks.push((roles::INDEX, roles::FILE_OF_INDEX, index.title));
    }
    out.open("ol", &[]);
    out.line();
    for (kind, href, label) in marks {
        out.open("li", &[]);
        out.element("a", &[("epub:type", kind), ("href", href)], label);
        out.close_line();
    }
    out.close_line();
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_nest_under_the_one_above_them() {
        let entry = |level: u8| {
            let label = level.to_string();
            (
                level,
                Entry {
                    label,
                    href: String::new(),
                    children: Vec::new(),
                },
            )
        };
        let flat: Vec<_> = [2, 3, 3, 4, 2, 3].map(entry).into();
        fn shape(entries: &[Entry]) -> String {
            let one = |entry: &Entry| format!("{}({})", entry.label, shape(&entry.children));
            entries.iter().map(one).collect()
        }
        let nested = nest(&mut flat.into_iter().peekable(), 0);
        assert_eq!(shape(&nested), "2(3()3(4()))2(3())");
    }
}
