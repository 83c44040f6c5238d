//! The navigation for EPUB 2 readers (OPF 2.0.1, 2.4.1; the NCX of ANSI/NISO Z39.86-2005).

use super::markup::Markup;
use super::nav::{Entry, PageTarget};
use super::plan::Plan;
use super::record;

/// Writes the NCX.
pub fn write(plan: &Plan<'_>, contents: &[Entry], page_list: &[PageTarget]) -> String {
    let mut out = Markup::with_prolog("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    let root = [
        ("xmlns", "http://www.daisy.org/z3986/2005/ncx/"),
        ("version", "2005-1"),
        ("xml:lang", plan.metadata().language.as_str()),
    ];
    out.open("ncx", &root);
    out.line();
    out.open("head", &[]);
    out.line();
    let highest = page_list
        .iter()
        .filter_map(|page| page.label.parse::<u32>().ok())
        .max();
    for (name, content) in [
        ("dtb:uid", record::identifier(plan)),
        ("dtb:depth", depth(contents).to_string()),
        ("dtb:totalPageCount", page_list.len().to_string()),
        ("dtb:maxPageNumber", highest.unwrap_or(0).to_string()),
    ] {
        out.empty("meta", &[("name", name), ("content", &content)]);
        out.line();
    }
    out.close_line();
    label(&mut out, "docTitle", &plan.metadata().title);
    for author in &plan.metadata().authors {
        label(&mut out, "docAuthor", author);
    }
    out.open("navMap", &[]);
    out.line();
    points(&mut out, contents, &mut 0);
    out.close_line();
    if !page_list.is_empty() {
        out.open("pageList", &[]);
        out.line();
        label(&mut out, "navLabel", plan.words.list_of_pages);
        for (page, number) in page_list.iter().zip(1..) {
            page_target(&mut out, page, number);
        }
        out.close_line();
    }
    out.finish()
}

fn points(out: &mut Markup, entries: &[Entry], number: &mut usize) {
    for entry in entries {
        *number += 1;
        out.open("navPoint", &[("id", &format!("entry-{number}"))]);
        out.line();
        label(out, "navLabel", &entry.label);
        out.empty("content", &[("src", &entry.href)]);
        out.line();
        points(out, &entry.children, number);
        out.close_line();
    }
}

fn page_target(out: &mut Markup, page: &PageTarget, number: usize) {
    let id = format!("page-target-{number}");
    let mut attributes = vec![("id", id.as_str())];
    // A value only where the folio is a number, as the standard wants; roman folios are front
    // matter's.
    if page.label.parse::<u32>().is_ok() {
        attributes.extend([("type", "normal"), ("value", page.label.as_str())]);
    } else {
        attributes.push(("type", "front"));
    }
    out.open("pageTarget", &attributes);
    out.line();
    label(out, "navLabel", &page.label);
    out.empty("content", &[("src", &page.href)]);
    out.line();
    out.close_line();
}

fn label(out: &mut Markup, element: &'static str, text: &str) {
    out.open(element, &[]);
    out.element("text", &[], text);
    out.close_line();
}

fn depth(entries: &[Entry]) -> usize {
    let below = entries.iter().map(|entry| 1 + depth(&entry.children));
    below.max().unwrap_or(0)
}
