//! What catalogues and shops want to know of a book beyond what stands on its title page.

use crate::source::Span;

/// The record of a book. Nothing in it is filled in.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Bibliography {
    /// What the title is filed under: `Merrow, The`.
    pub title_filed_as: Option<String>,
    /// What is known of the authors beside their names, in the same order; may be shorter.
    pub authors: Vec<Filing>,
    /// Who else took part, in the order given.
    pub contributors: Vec<Contributor>,
    /// The number of the e-book.
    pub isbn: Option<Isbn>,
    /// The number of the printed edition, whose pages the e-book's page list names.
    pub print_isbn: Option<Isbn>,
    /// The series that it is a part of.
    pub series: Option<Series>,
    /// What it is about.
    pub subjects: Vec<Subject>,
    /// What is said of its accessibility.
    pub claim: Option<Claim>,
    /// Who says so; where nobody is named, the publisher or else the first author.
    pub certified_by: Option<String>,
}

/// What somebody says of the e-book's accessibility. It is written into the package only where the
/// facts do not speak against it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Claim {
    /// The standard that it is said to meet.
    pub conformance: Conformance,
    /// Where it is said.
    pub span: Span,
}

/// How a person is filed, and what the person did.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filing {
    /// The name as catalogues sort it: `Sørli, Imke`.
    pub filed_as: Option<String>,
    /// What the person did, where it is said.
    pub relator: Option<Relator>,
}

/// A person or a company that took part.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Contributor {
    /// The name.
    pub name: String,
    /// How it is filed, and what was done.
    pub filing: Filing,
}

/// A book's place among others.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Series {
    /// The name of the series.
    pub name: String,
    /// Numbers with dots between them: `3`, `2.5`.
    pub position: Option<String>,
}

/// What a book is about, in words or in the terms of a scheme.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Subject {
    /// In words.
    pub name: String,
    /// The scheme and the code in it: `BISAC`, `PHO011000`.
    pub term: Option<(String, String)>,
}

/// A part in the making of a book, by its code in the MARC list of relators (Library of Congress).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Relator(&'static str);

/// The names that metadata may use, with their codes.
const RELATORS: [(&str, &str); 24] = [
    ("author", "aut"),
    ("editor", "edt"),
    ("translator", "trl"),
    ("illustrator", "ill"),
    ("photographer", "pht"),
    ("foreword", "aui"),
    ("introduction", "aui"),
    ("afterword", "aft"),
    ("artist", "art"),
    ("book designer", "bkd"),
    ("cartographer", "ctg"),
    ("collector", "col"),
    ("compiler", "com"),
    ("consultant", "csl"),
    ("contributor", "ctb"),
    ("copyright holder", "cph"),
    ("cover designer", "cov"),
    ("interviewee", "ive"),
    ("interviewer", "ivr"),
    ("narrator", "nrt"),
    ("proofreader", "pfr"),
    ("researcher", "res"),
    ("reviewer", "rev"),
    ("typographer", "tyg"),
];

impl Relator {
    /// Who wrote it.
    pub const AUTHOR: Relator = Relator("aut");
    /// Who took its photos.
    pub const PHOTOGRAPHER: Relator = Relator("pht");
    /// Who took part in a way that is not said.
    pub const CONTRIBUTOR: Relator = Relator("ctb");

    /// The relator of this English name or code, in any case of letters.
    pub fn named(name: &str) -> Option<Relator> {
        let name = name.replace(['-', '_'], " ");
        let same = |(word, code): &&(&str, &str)| {
            word.eq_ignore_ascii_case(&name) || code.eq_ignore_ascii_case(&name)
        };
        RELATORS.iter().find(same).map(|(_, code)| Relator(code))
    }

    /// Its code.
    pub fn code(self) -> &'static str {
        self.0
    }

    /// The names that are known.
    pub fn names() -> impl Iterator<Item = &'static str> {
        RELATORS.iter().map(|(name, _)| *name)
    }
}

/// An International Standard Book Number (ISO 2108), its check digit proved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Isbn(String);

impl Isbn {
    /// Reads ten or thirteen digits, with hyphens or spaces between them and `ISBN` or `urn:isbn:`
    /// before them. None where the last digit does not prove the others.
    pub fn parse(text: &str) -> Option<Isbn> {
        let text = text.trim();
        let strip = |text: &str, prefix: &str| {
            let (head, rest) = text.split_at_checked(prefix.len())?;
            head.eq_ignore_ascii_case(prefix).then(|| rest.to_owned())
        };
        let bare = strip(text, "urn:isbn:").or_else(|| strip(text, "isbn"));
        let bare = bare.as_deref().unwrap_or(text);
        let digits: String = bare
            .trim_start_matches([':', ' '])
            .chars()
            .filter(|c| {
                !matches!(
                    c,
                    '-' | '\u{2010}' | '\u{2011}' | '\u{2013}' | ' ' | '\u{A0}'
                )
            })
            .map(|c| c.to_ascii_uppercase())
            .collect();
        let last = digits.len().checked_sub(1)?;
        let values = digits.bytes().enumerate().map(|(at, byte)| match byte {
            b'0'..=b'9' => Some(u32::from(byte - b'0')),
            b'X' if at == 9 && last == 9 => Some(10),
            _ => None,
        });
        let values: Vec<u32> = values.collect::<Option<_>>()?;
        // ISO 2108: a sum with weights, which the check digit makes a multiple.
        let (weights, modulus): (&[u32], u32) = match values.len() {
            10 => (&[10, 9, 8, 7, 6, 5, 4, 3, 2, 1], 11),
            13 => (&[1, 3, 1, 3, 1, 3, 1, 3, 1, 3, 1, 3, 1], 10),
            _ => return None,
        };
        let sum: u32 = weights.iter().zip(&values).map(|(w, v)| w * v).sum();
        sum.is_multiple_of(modulus).then_some(Isbn(digits))
    }

    /// As a name for machines (RFC 3187).
    pub fn urn(&self) -> String {
        format!("urn:isbn:{}", self.0)
    }
}

/// A standard of accessibility: a version of WCAG and a level of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Conformance {
    /// The minor version: 0, 1 or 2.
    minor: u8,
    /// `A`, `AA` or `AAA`.
    level: &'static str,
}

impl Conformance {
    /// Reads `WCAG 2.2 AA`, with or without “Level” and the name of EPUB's standard before it.
    pub fn parse(text: &str) -> Option<Conformance> {
        let text = text.to_ascii_uppercase();
        let text = text.trim().trim_start_matches("EPUB ACCESSIBILITY 1.1");
        let mut words = text
            .split(|c: char| c.is_whitespace() || c == '-')
            .filter(|word| !word.is_empty());
        if words.next() != Some("WCAG") {
            return None;
        }
        let minor = match words.next()? {
            "2.0" => 0,
            "2.1" => 1,
            "2.2" => 2,
            _ => return None,
        };
        let mut word = words.next()?;
        if word == "LEVEL" {
            word = words.next()?;
        }
        let level = ["A", "AA", "AAA"]
            .into_iter()
            .find(|level| *level == word)?;
        words
            .next()
            .is_none()
            .then_some(Conformance { minor, level })
    }

    /// As EPUB Accessibility 1.1, 4.2, wants it written.
    pub fn statement(self) -> String {
        format!(
            "EPUB Accessibility 1.1 - WCAG 2.{} Level {}",
            self.minor, self.level
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_isbn_is_proved_by_its_last_digit() {
        let urn = |text| Isbn::parse(text).map(|isbn| isbn.urn());
        assert_eq!(
            urn("978-3-16-148410-0").as_deref(),
            Some("urn:isbn:9783161484100")
        );
        assert_eq!(
            urn("ISBN: 0-8044-2957-x").as_deref(),
            Some("urn:isbn:080442957X")
        );
        assert_eq!(
            urn("urn:isbn:9783161484100").as_deref(),
            Some("urn:isbn:9783161484100")
        );
        for other in [
            "978-3-16-148410-1",
            "0-8044-2957-1",
            "X-8044-2957-0",
            "https://example.org/9783161484100",
            "978-3-16",
            "",
            "ISBN",
            "é123456789",
        ] {
            assert_eq!(urn(other), None, "{other}");
        }
    }

    #[test]
    fn relators_have_names_and_codes() {
        assert_eq!(Relator::named("Translator"), Relator::named("trl"));
        assert_eq!(
            Relator::named("book-designer").map(Relator::code),
            Some("bkd")
        );
        assert_eq!(Relator::named("helper"), None);
    }

    #[test]
    fn standards_are_read_as_people_write_them() {
        let said = |text| Conformance::parse(text).map(Conformance::statement);
        let double = Some("EPUB Accessibility 1.1 - WCAG 2.2 Level AA");
        assert_eq!(said("WCAG 2.2 AA").as_deref(), double);
        assert_eq!(
            said("EPUB Accessibility 1.1 - WCAG 2.2 Level AA").as_deref(),
            double
        );
        for other in [
            "",
            "WCAG",
            "WCAG 3.0 AA",
            "WCAG 2.1",
            "WCAG 2.1 AAAA",
            "WCAG 2.1 AA and more",
        ] {
            assert_eq!(said(other), None, "{other}");
        }
    }
}
