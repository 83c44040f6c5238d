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
            if relator.is_none() {
                let names: Vec<&str> = Relator::names().collect();
                let message = format!("“{role}” is no role that catalogues know");
                let hint = format!("the roles are {}", names.join(", "));
                diagnostics.push(refused(entry, message).hint(hint));
            }
            relator
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
    let isbn = Isbn::parse(value);
    if isbn.is_none() {
        let message = format!("“{value}” is no ISBN");
        diagnostics.push(
            refused(entry, message)
                .hint("it has 13 digits, or 10, and the last proves the others: look for a slip"),
        );
    }
    isbn
}

/// A series. A position that is no number is reported and left out.
pub(super) fn series(entry: &MetadataEntry, diagnostics: &mut Vec<Diagnostic>) -> Option<Series> {
    let name = entry.values.first()?.clone();
    let position = entry.values.get(1).and_then(|value| said(value));
    let position = position.filter(|position| {
        // EPUB 3.3, D.3.6: numbers, with dots between them.
        let is_number = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
        let fits = position.split('.').all(is_number);
        if !fits {
            let message = format!("“{position}” is no position in a series");
            diagnostics.push(refused(entry, message).hint("write it in digits: 3, or 2.5"));
        }
        fits
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
    let conformance = Conformance::parse(value);
    if conformance.is_none() {
        let message = format!("“{value}” is no standard that an e-book can claim");
        diagnostics.push(
            refused(entry, message).hint("write WCAG 2.0, 2.1 or 2.2 and a level: WCAG 2.2 AA"),
        );
    }
    let span = entry.span;
    conformance.map(|conformance| Claim { conformance, span })
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
