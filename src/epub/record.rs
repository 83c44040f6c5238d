//! What the package tells catalogues and shops: Dublin Core with its refinements (EPUB 3.3, 5.5 and
//! appendix D.3).

use uuid::Uuid;

use super::contributors;
use super::date;
use super::markup::{Attribute, Markup};
use super::package::{element, property};
use super::plan::Plan;
use crate::bibliography::{Contributor, Filing, Isbn, Relator};
use crate::document::BlockKind;
use crate::document::inline::plain_text;

/// Everything that the metadata gives, and nothing that it does not.
pub fn write(out: &mut Markup, plan: &Plan<'_>) {
    let metadata = plan.metadata();
    let record = &metadata.bibliography;
    let unique = identifier(plan);
    element(out, "dc:identifier", &[("id", "identifier")], &unique);
    if let Some(isbn) = record.isbn.as_ref().map(Isbn::urn)
        && isbn != unique
    {
        element(out, "dc:identifier", &[], &isbn);
    }
    element(out, "dc:title", &[("id", "title")], &metadata.title);
    let subtitle = given(&metadata.subtitle);
    if subtitle.is_some() {
        refine(out, "#title", "title-type", &[], "main");
    }
    filed_as(out, "#title", given(&record.title_filed_as));
    if let Some(subtitle) = subtitle {
        element(out, "dc:title", &[("id", "subtitle")], subtitle);
        refine(out, "#subtitle", "title-type", &[], "subtitle");
    }
    let unknown = Filing::default();
    let filings = record.authors.iter().chain(std::iter::repeat(&unknown));
    for ((name, filing), number) in metadata.authors.iter().zip(filings).zip(1..) {
        person(out, "dc:creator", number, name, filing, Relator::AUTHOR);
    }
    for (one, number) in contributors(plan).iter().zip(1..) {
        let usual = Relator::CONTRIBUTOR;
        person(out, "dc:contributor", number, &one.name, &one.filing, usual);
    }
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
    if let Some(isbn) = &record.print_isbn {
        element(out, "dc:source", &[], &isbn.urn());
    }
    for (subject, number) in record.subjects.iter().zip(1..) {
        let id = format!("subject-{number}");
        element(out, "dc:subject", &[("id", &id)], &subject.name);
        if let Some((scheme, code)) = &subject.term {
            let refines = format!("#{id}");
            refine(out, &refines, "authority", &[], scheme);
            refine(out, &refines, "term", &[], code);
        }
    }
    if let Some(series) = &record.series {
        let attributes = [("property", "belongs-to-collection"), ("id", "series")];
        element(out, "meta", &attributes, &series.name);
        refine(out, "#series", "collection-type", &[], "series");
        if let Some(position) = &series.position {
            refine(out, "#series", "group-position", &[], position);
        }
    }
}

/// What is said of the publication's accessibility, with who says it (EPUB Accessibility 1.1, 4).
pub fn claim(out: &mut Markup, plan: &Plan<'_>) {
    let metadata = plan.metadata();
    let record = &metadata.bibliography;
    let Some(claim) = record.claim else {
        return;
    };
    let id = [("property", "dcterms:conformsTo"), ("id", "conformance")];
    element(out, "meta", &id, &claim.conformance.statement());
    let named = given(&record.certified_by).or_else(|| given(&metadata.publisher));
    if let Some(certifier) = named.or_else(|| metadata.authors.first().map(String::as_str)) {
        refine(out, "#conformance", "a11y:certifiedBy", &[], certifier);
    }
}

/// Where the pages of the page list are: the printed edition by its number, or else our own.
pub fn page_break_source(out: &mut Markup, plan: &Plan<'_>) {
    let printed = plan.metadata().bibliography.print_isbn.as_ref();
    let ours = || format!("{} (PDF)", plan.metadata().title);
    let source = printed.map_or_else(ours, Isbn::urn);
    property(out, "pageBreakSource", &source);
}

/// Those whom the metadata names, and after them photographers whom only their photos name.
fn contributors(plan: &Plan<'_>) -> Vec<Contributor> {
    let mut people = plan.metadata().bibliography.contributors.clone();
    for name in contributors::photographers(plan.book.document()) {
        let relator = Some(Relator::PHOTOGRAPHER);
        let is_named = |one: &Contributor| one.name == name && one.filing.relator == relator;
        if !people.iter().any(is_named) {
            let filed_as = None;
            let filing = Filing { filed_as, relator };
            people.push(Contributor { name, filing });
        }
    }
    people
}

/// A name with its role in the terms of the Library of Congress (EPUB 3.3, D.3.5), and what it is
/// filed under.
fn person(
    out: &mut Markup,
    kind: &'static str,
    number: usize,
    name: &str,
    filing: &Filing,
    usual: Relator,
) {
    let id = format!("{}-{number}", kind.trim_start_matches("dc:"));
    element(out, kind, &[("id", &id)], name);
    let scheme = [("scheme", "marc:relators")];
    let refines = format!("#{id}");
    let role = filing.relator.unwrap_or(usual).code();
    refine(out, &refines, "role", &scheme, role);
    filed_as(out, &refines, given(&filing.filed_as));
}

fn filed_as(out: &mut Markup, refines: &str, name: Option<&str>) {
    if let Some(name) = name {
        refine(out, refines, "file-as", &[], name);
    }
}

/// What names the publication: the metadata's identifier or ISBN, or a name that is made from what
/// tells books apart and that corrections leave alone, so that readers keep their place and their
/// notes.
pub fn identifier(plan: &Plan<'_>) -> String {
    let metadata = plan.metadata();
    if let Some(identifier) = given(&metadata.identifier) {
        let isbn = Isbn::parse(identifier).map(|isbn| isbn.urn());
        return isbn.unwrap_or_else(|| identifier.to_owned());
    }
    if let Some(isbn) = &metadata.bibliography.isbn {
        return isbn.urn();
    }
    let mut name = vec![metadata.title.clone(), metadata.language.clone()];
    name.extend(metadata.subtitle.clone());
    name.extend(metadata.authors.iter().cloned());
    name.extend(metadata.date.clone());
    name.extend(metadata.publisher.clone());
    for planned in plan.chapters.iter().filter(|planned| !planned.goes_on) {
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

/// A value that says something: an empty element is an error in the package.
fn given(value: &Option<String>) -> Option<&str> {
    value
        .as_deref()
        .map(str::trim)
        .filter(|value| !value.is_empty())
}

fn refine(out: &mut Markup, id: &str, property: &'static str, more: &[Attribute<'_>], value: &str) {
    let mut attributes = vec![("refines", id), ("property", property)];
    attributes.extend_from_slice(more);
    element(out, "meta", &attributes, value);
}
