//! The package document (EPUB 3.3, 5), with accessibility metadata computed from facts
//! (EPUB Accessibility 1.1, 2).

use super::Options;
use super::date;
use super::facts::Facts;
use super::manifest::{COVER_IMAGE, COVER_PAGE, Item, NAVIGATION};
use super::markup::{Attribute, Markup};
use super::plan::Plan;
use super::record;
use crate::document::Form;

/// Writes the package.
pub fn write(plan: &Plan<'_>, items: &[Item], facts: &Facts, options: &Options) -> String {
    let mut out = Markup::with_prolog("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    let mut root = vec![
        ("xmlns", "http://www.idpf.org/2007/opf"),
        // EPUB 3.3 calls itself by the version of EPUB 3.
        ("version", "3.0"),
        ("unique-identifier", "identifier"),
        ("xml:lang", plan.metadata().language.as_str()),
    ];
    let direction = if plan.right_to_left() { "rtl" } else { "ltr" };
    if plan.right_to_left() {
        root.push(("dir", direction));
    }
    out.open("package", &root);
    out.line();
    out.open(
        "metadata",
        &[("xmlns:dc", "http://purl.org/dc/elements/1.1/")],
    );
    out.line();
    record::write(&mut out, plan);
    let modified = date::modified(options.modified, plan.metadata().date.as_deref());
    property(&mut out, "dcterms:modified", &modified);
    accessibility(&mut out, plan, facts);
    out.empty("meta", &[("name", "cover"), ("content", COVER_IMAGE)]);
    out.line();
    out.close_line();
    manifest(&mut out, items);
    out.open(
        "spine",
        &[("toc", "ncx"), ("page-progression-direction", direction)],
    );
    out.line();
    for item in items.iter().filter(|item| item.in_spine) {
        out.empty("itemref", &[("idref", &item.id)]);
        out.line();
    }
    out.close_line();
    guide(&mut out, plan);
    out.finish()
}

/// What is true of the publication, and nothing that is not. Conformance is claimed where somebody
/// claims it and no fact speaks against it.
fn accessibility(out: &mut Markup, plan: &Plan<'_>, facts: &Facts) {
    let described = facts.every_photo_described();
    property(out, "schema:accessMode", "textual");
    if facts.photos > 0 {
        property(out, "schema:accessMode", "visual");
    }
    if described {
        property(out, "schema:accessModeSufficient", "textual");
    }
    if facts.photos > 0 {
        property(out, "schema:accessModeSufficient", "textual,visual");
    }
    let features = [
        "structuralNavigation",
        "tableOfContents",
        "readingOrder",
        "displayTransformability",
    ];
    for feature in features {
        property(out, "schema:accessibilityFeature", feature);
    }
    if facts.photos > 0 && described {
        property(out, "schema:accessibilityFeature", "alternativeText");
    }
    if facts.mathml {
        property(out, "schema:accessibilityFeature", "MathML");
    }
    if facts.page_breaks {
        property(out, "schema:accessibilityFeature", "pageBreakMarkers");
        property(out, "schema:accessibilityFeature", "pageNavigation");
        record::page_break_source(out, plan);
    }
    // Nothing in the publication moves, flashes or sounds, unless a photo is an animation.
    property(
        out,
        "schema:accessibilityHazard",
        if facts.animated { "unknown" } else { "none" },
    );
    let summary = plan.sentences.accessibility_summary(facts);
    let language = [
        ("property", "schema:accessibilitySummary"),
        ("xml:lang", plan.sentences.language),
    ];
    let mut attributes = language.to_vec();
    if plan.right_to_left() {
        attributes.push(("dir", "ltr"));
    }
    element(out, "meta", &attributes, &summary);
    if described {
        record::claim(out, plan);
    }
}

fn manifest(out: &mut Markup, items: &[Item]) {
    out.open("manifest", &[]);
    out.line();
    for item in items {
        let mut attributes = vec![
            ("id", item.id.as_str()),
            ("href", item.href.as_str()),
            ("media-type", item.media_type),
        ];
        attributes.extend(item.property.map(|property| ("properties", property)));
        out.empty("item", &attributes);
        out.line();
    }
    out.close_line();
}

/// For EPUB 2 readers, which know no landmarks (OPF 2.0.1, 2.6).
fn guide(out: &mut Markup, plan: &Plan<'_>) {
    let first = plan.first_of_body().unwrap_or(COVER_PAGE);
    let mut references = vec![("cover", plan.words.cover, COVER_PAGE)];
    if plan.form() == Form::Book {
        references.push(("toc", plan.words.contents, NAVIGATION));
    }
    references.push(("text", plan.metadata().title.as_str(), first));
    out.open("guide", &[]);
    out.line();
    for (kind, title, href) in references {
        out.empty(
            "reference",
            &[("type", kind), ("title", title), ("href", href)],
        );
        out.line();
    }
    out.close_line();
}

/// A property of the publication.
pub fn property(out: &mut Markup, property: &'static str, value: &str) {
    element(out, "meta", &[("property", property)], value);
}

/// An element on a line of its own.
pub fn element(out: &mut Markup, name: &'static str, attributes: &[Attribute<'_>], text: &str) {
    out.element(name, attributes, text);
    out.line();
}
