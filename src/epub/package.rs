//! The package document (EPUB 3.3, 5), with accessibility metadata computed from facts
//! (EPUB Accessibility 1.1, 2).

use uuid::Uuid;

use super::Options;
use super::contributors;
use super::date;
use super::facts::Facts;
use super::manifest::{COVER_IMAGE, COVER_PAGE, Item, NAVIGATION};
use super::markup::{Attribute, Markup};
use super::plan::Plan;
use crate::document::inline::plain_text;
use crate::document::{BlockKind, Form};

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
    bibliography(&mut out, plan);
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

/// Dublin Core, as far as the metadata gives it.
fn bibliography(out: &mut Markup, plan: &Plan<'_>) {
    let metadata = plan.metadata();
    element(
        out,
        "dc:identifier",
        &[("id", "identifier")],
        &identifier(plan),
    );
    element(out, "dc:title", &[("id", "title")], &metadata.title);
    if let Some(subtitle) = given(&metadata.subtitle) {
        refine(out, "#title", "title-type", &[], "main");
        element(out, "dc:title", &[("id", "subtitle")], subtitle);
        refine(out, "#subtitle", "title-type", &[], "subtitle");
    }
    people(out, "dc:creator", "aut", &metadata.authors);
    let photographers = contributors::photographers(plan.book.document());
    people(out, "dc:contributor", "pht", &photographers);
    element(out, "dc:language", &[], &metadata.language);
    if let Some(date) = &metadata.date
        && date::first_day(date).is_some()
    {
        element(out, "dc:date", &[], date.trim());
    }
    for (name, value) in [
        ("dc:publisher", &metadata.publisher),
        ("dc:description", &metadata.description),
        ("dc:rights", &metadata.rights),
    ] {
        if let Some(value) = given(value) {
            element(out, name, &[], value);
        }
    }
}

/// Names with their role in the terms of the Library of Congress (EPUB 3.3, D.3.5).
fn people(out: &mut Markup, kind: &'static str, role: &str, names: &[String]) {
    for (name, number) in names.iter().zip(1..) {
        let id = format!("{}-{number}", kind.trim_start_matches("dc:"));
        element(out, kind, &[("id", &id)], name);
        let scheme = [("scheme", "marc:relators")];
        refine(out, &format!("#{id}"), "role", &scheme, role);
    }
}

/// What is true of the publication, and nothing that is not: no conformance is claimed.
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
    if facts.page_breaks {
        property(out, "schema:accessibilityFeature", "pageBreakMarkers");
        property(out, "schema:accessibilityFeature", "pageNavigation");
        property(
            out,
            "pageBreakSource",
            &format!("{} (PDF)", plan.metadata().title),
        );
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

/// What names the publication: the metadata's identifier, or one that is made from what tells
/// books apart and that corrections leave alone, so that readers keep their place and their notes.
pub fn identifier(plan: &Plan<'_>) -> String {
    if let Some(identifier) = given(&plan.metadata().identifier) {
        return isbn(identifier).unwrap_or_else(|| identifier.to_owned());
    }
    let metadata = plan.metadata();
    let mut name = vec![metadata.title.clone(), metadata.language.clone()];
    name.extend(metadata.subtitle.clone());
    name.extend(metadata.authors.iter().cloned());
    name.extend(metadata.date.clone());
    name.extend(metadata.publisher.clone());
    for planned in &plan.chapters {
        name.push(planned.label.clone());
        let opening = planned
            .chapter
            .blocks
            .iter()
            .find_map(|block| match &block.kind {
                BlockKind::Paragraph(content) => Some(plain_text(content)),
                _ => None,
            });
        name.extend(opening);
    }
    let namespace = Uuid::new_v5(&Uuid::NAMESPACE_DNS, b"cutline");
    Uuid::new_v5(&namespace, name.join("\n").as_bytes())
        .urn()
        .to_string()
}

/// An ISBN as a URN (RFC 3187), if that is what it is.
fn isbn(identifier: &str) -> Option<String> {
    let bare = identifier
        .trim_start_matches("ISBN")
        .trim_start_matches([':', ' ']);
    let digits: String = bare.chars().filter(|c| !matches!(c, '-' | ' ')).collect();
    let (rest, last) = digits.split_at_checked(digits.len().checked_sub(1)?)?;
    let numeric = rest.bytes().all(|byte| byte.is_ascii_digit());
    let ends_well = match digits.len() {
        10 => last == "X" || last.bytes().all(|byte| byte.is_ascii_digit()),
        13 => last.bytes().all(|byte| byte.is_ascii_digit()),
        _ => false,
    };
    (numeric && ends_well).then(|| format!("urn:isbn:{digits}"))
}

/// A value that says something: an empty element is an error in the package.
fn given(value: &Option<String>) -> Option<&str> {
    value
        .as_deref()
        .map(str::trim)
        .filter(|value| !value.is_empty())
}

fn property(out: &mut Markup, property: &'static str, value: &str) {
    element(out, "meta", &[("property", property)], value);
}

fn refine(out: &mut Markup, id: &str, property: &'static str, more: &[Attribute<'_>], value: &str) {
    let mut attributes = vec![("refines", id), ("property", property)];
    attributes.extend_from_slice(more);
    element(out, "meta", &attributes, value);
}

fn element(out: &mut Markup, name: &'static str, attributes: &[Attribute<'_>], text: &str) {
    out.element(name, attributes, text);
    out.line();
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_isbn_becomes_a_urn_and_nothing_else_does() {
        assert_eq!(
            isbn("978-3-16-148410-0").as_deref(),
            Some("urn:isbn:9783161484100")
        );
        assert_eq!(
            isbn("ISBN: 0-8044-2957-X").as_deref(),
            Some("urn:isbn:080442957X")
        );
        for other in [
            "https://example.org/9783161484100",
            "978-3-16",
            "",
            "ISBN",
            "é123456789",
        ] {
            assert_eq!(isbn(other), None, "{other}");
        }
    }
}
