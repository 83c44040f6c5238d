//! Lists of HTML: items, terms and definitions, whose closing tags may be left out.

use std::ops::Range;

use super::builder::Builder;
use super::definitions::DefinitionDraft;
use super::frame::Kind;
use super::html;
use crate::document::NumberStyle;

/// Opens what a tag stands for. Gives `false` for tags that open none of these.
pub(super) fn open(
    builder: &mut Builder<'_>,
    name: &str,
    attributes: &str,
    range: &Range<usize>,
) -> bool {
    let tag = match name {
        "ul" => "ul",
        "ol" => "ol",
        "dl" => "dl",
        "li" => {
            close_item(builder);
            builder.end_paragraph();
            if !matches!(builder.top(), Some(Kind::List { .. })) {
                return false;
            }
            let item = Kind::Item { checked: None };
            builder.open_html_block(item, "li", attributes, range.clone());
            return true;
        }
        "dt" | "dd" => {
            close_definition(builder);
            builder.end_paragraph();
            if !matches!(builder.top(), Some(Kind::DefinitionList(_))) {
                return false;
            }
            let kind = if name == "dt" {
                Kind::Term
            } else {
                Kind::Definition
            };
            builder.open_html_block(kind, "dd", attributes, range.clone());
            return true;
        }
        _ => return false,
    };
    // What is never closed would swallow the rest of the book.
    if !builder.closes(name, range.end) {
        return false;
    }
    let kind = match tag {
        "dl" => Kind::DefinitionList(DefinitionDraft::default()),
        _ => list(attributes, tag == "ol"),
    };
    builder.open_html_block(kind, tag, attributes, range.clone());
    true
}

/// Closes what a tag stands for. Gives `false` for tags that close none of these.
pub(super) fn close(builder: &mut Builder<'_>, name: &str) -> bool {
    match name {
        "ul" | "ol" | "dl" if builder.html_is_open(name) => builder.close_html_block(name),
        "li" if builder.html_is_open("li") => close_item(builder),
        "dt" | "dd" if builder.html_is_open("dd") => close_definition(builder),
        _ => return false,
    }
    true
}

/// Closes the item that is open, if it is one of the innermost list.
fn close_item(builder: &mut Builder<'_>) {
    if builder.html_is_innermost("li", &["ul", "ol"]) {
        builder.close_html_block("li");
    }
}

fn close_definition(builder: &mut Builder<'_>) {
    if builder.html_is_innermost("dd", &["dl"]) {
        builder.close_html_block("dd");
    }
}

fn list(attributes: &str, is_ordered: bool) -> Kind {
    let value = |name| html::attribute(attributes, name).map(str::trim);
    let numbers = match value("type") {
        Some("a") => NumberStyle::LowerAlpha,
        Some("A") => NumberStyle::UpperAlpha,
        Some("i") => NumberStyle::LowerRoman,
        Some("I") => NumberStyle::UpperRoman,
        _ => NumberStyle::Decimal,
    };
    let reversed = is_ordered && value("reversed").is_some();
    // A list that counts down ends at 1 unless it says where it begins: its items are still to
    // come, so zero stands for that until it closes.
    let implied = if reversed { 0 } else { 1 };
    let start = value("start").and_then(|start| start.parse().ok());
    Kind::List {
        start: is_ordered.then(|| start.unwrap_or(implied)),
        numbers,
        reversed,
        tight: true,
        items: Vec::new(),
    }
}
