//! What metadata says for catalogues and shops.

use super::MetadataEntry;
use super::facts::refused;
use crate::bibliography::{
    Bibliography, Claim, Conformance, Contributor, Filing, Isbn, Relator, Series, Subject,
};
use crate::diagnostic::Diagnostic;

/// People with how they are filed. A role that nobody knows is reported and left out.
pub(super) fn people(entry: &MetadataEntry, diagnostics: &mut Vec<Diagnostic>) -> Vec<Contributor> {
    let mut people = Vec::new();
    for parts in entry.values.chunks(3) {
        let [name, filed_as, role] = parts else {
            continue;
        };
        let relator = said(role).and_then(|role| {
            let relator = Relator::named(&role);
            let hint = || {
                let names: Vec<&str> = Relator::names().collect();
                format!("the roles are {}", names.join(", "))
            };
            relator.or_else(|| {
                none(
                    entry,
                    &role,
                    "role that catalogues know",
                    hint(),
                    diagnostics,
                )
            })
        });
        people.push(Contributor {
            name: name.clone(),
            filing: Filing {
                filed_as: said(filed_as),
                relator,
            },
        });
    }
    people
}

/// A number whose last digit proves it.
pub(super) fn isbn(entry: &MetadataEntry, diagnostics: &mut Vec<Diagnostic>) -> Option<Isbn> {
    let value = entry.values.first()?;
    let hint = "it has 13 digits, or 10, and the last proves the others: look for a slip";
    Isbn::parse(value).or_else(|| none(entry, value, "ISBN", hint, diagnostics))
}

/// A series. A position that is no number is reported and left out.
pub(super) fn series(entry: &MetadataEntry, diagnostics: &mut Vec<Diagnostic>) -> Option<Series> {
    let name = entry.values.first()?.clone();
    let position = entry.values.get(1).and_then(|value| said(value));
    let position = position.and_then(|position| {
        // EPUB 3.3, D.3.6: numbers, with dots between them.
        let is_number = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
        if position.split('.').all(is_number) {
            return Some(position);
        }
        let hint = "write it in digits: 3, or 2.5";
        none(entry, &position, "position in a series", hint, diagnostics)
    });
    Some(Series { name, position })
}

/// What a book is about.
pub(super) fn subjects(entry: &MetadataEntry) -> Vec<Subject> {
    let subject = |parts: &[String]| match parts {
        [name, scheme, code] => Some(Subject {
            name: name.clone(),
            term: said(scheme).zip(said(code)),
        }),
        _ => None,
    };
    entry.values.chunks(3).filter_map(subject).collect()
}

/// What is said of the e-book's accessibility.
pub(super) fn claim(entry: &MetadataEntry, diagnostics: &mut Vec<Diagnostic>) -> Option<Claim> {
    let value = entry.values.first()?;
    let what = "standard that an e-book can claim";
    let hint = "write WCAG 2.0, 2.1 or 2.2 and a level: WCAG 2.2 AA";
    let conformance = Conformance::parse(value);
    let conformance = conformance.or_else(|| none(entry, value, what, hint, diagnostics));
    let span = entry.span;
    conformance.map(|conformance| Claim { conformance, span })
}

/// Reports a value that is not what it should be, and gives nothing in its place.
fn none<T>(
    entry: &MetadataEntry,
    value: &str,
    what: &str,
    hint: impl Into<String>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<T> {
    let message = format!("“{value}” is no {what}");
    diagnostics.push(refused(entry, message).hint(hint));
    None
}

fn said(value: &str) -> Option<String> {
    (!value.is_empty()).then(|| value.to_owned())
}

/// Fills what is not said in `this` from `other`. How authors are filed goes with who they are.
pub(super) fn or(this: Bibliography, other: Bibliography, keep_authors: bool) -> Bibliography {
    fn list<T>(this: Vec<T>, other: Vec<T>) -> Vec<T> {
        if this.is_empty() { other } else { this }
    }
    Bibliography {
        title_filed_as: this.title_filed_as.or(other.title_filed_as),
        authors: if keep_authors {
            this.authors
        } else {
            other.authors
        },
        contributors: list(this.contributors, other.contributors),
        isbn: this.isbn.or(other.isbn),
        print_isbn: this.print_isbn.or(other.print_isbn),
        series: this.series.or(other.series),
        subjects: list(this.subjects, other.subjects),
        claim: this.claim.or(other.claim),
        certified_by: this.certified_by.or(other.certified_by),
    }
}
