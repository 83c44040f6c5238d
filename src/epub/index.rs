//! The index as a document of the e-book (EPUB Indexes 1.0): each term with links to its places, named
//! by the printed pages they stand on.

use super::markup::Markup;
use super::plan::Plan;
use super::{roles, xhtml};
use crate::document::IndexMark;
use crate::document::index::{Index, IndexEntry, locators};

/// Writes the index.
pub fn write(plan: &Plan<'_>, index: &Index<'_>) -> String {
    let mut out = xhtml::begin(plan, index.title, &[("epub:type", "backmatter")]);
    let title_id = format!("{}-title", IndexMark::INDEX);
    let attributes = [
        ("id", IndexMark::INDEX),
        ("class", "index"),
        ("epub:type", roles::INDEX),
        ("role", "doc-index"),
        ("aria-labelledby", &title_id),
    ];
    out.open("section", &attributes);
    out.line();
    out.element("h1", &[("id", &title_id)], index.title);
    out.line();
    for group in &index.groups {
        out.open("section", &[("epub:type", "index-group")]);
        out.line();
        if let Some(letter) = &group.letter {
            out.element("h2", &[("epub:type", "title")], letter);
            out.line();
        }
        entries(plan, &group.entries, &mut out);
        out.close_line();
    }
    out.finish()
}

fn entries(plan: &Plan<'_>, all: &[IndexEntry<'_>], out: &mut Markup) {
    out.open("ul", &[("epub:type", "index-entry-list")]);
    out.line();
    for entry in all {
        out.open("li", &[("epub:type", "index-entry")]);
        out.element("span", &[("epub:type", "index-term")], entry.term);
        for locator in locators(&entry.places, |anchor| plan.page_of(anchor)) {
            if let Some(href) = plan.href_from_outside(locator.anchor) {
                out.text(plan.words.comma());
                let attributes = [("epub:type", "index-locator"), ("href", href.as_str())];
                out.element("a", &attributes, &locator.text);
            }
        }
        for see in &entry.see {
            out.text(plan.words.comma());
            out.element("i", &[], plan.words.see);
            out.text(" ");
            out.element("span", &[("epub:type", "index-xref-preferred")], see);
        }
        if !entry.entries.is_empty() {
            out.line();
            entries(plan, &entry.entries, out);
        }
        out.close_line();
    }
    out.close_line();
}
