//! What metadata entries say, with values that every edition can carry.

use std::num::NonZeroU64;

use super::MetadataEntry;
use super::entry::Key;
use super::{bibliography, page, press};
use crate::bibliography::Bibliography;
use crate::diagnostic::{Code, Diagnostic};
use crate::paper::{PageSetup, PressSetup, PrintColours};
use crate::source::Span;

/// What was said about a book, and only that: nothing is filled in.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Facts {
    /// The title.
    pub title: Option<String>,
    /// What stands under the title.
    pub subtitle: Option<String>,
    /// In the order given.
    pub authors: Vec<String>,
    /// A well-formed BCP 47 tag.
    pub language: Option<String>,
    /// `YYYY`, `YYYY-MM` or `YYYY-MM-DD`, a day that exists.
    pub date: Option<String>,
    /// A sentence or two.
    pub description: Option<String>,
    /// The line above a headline.
    pub kicker: Option<String>,
    /// Who brings it out.
    pub publisher: Option<String>,
    /// Who may do what with it.
    pub rights: Option<String>,
    /// An ISBN, URN or address.
    pub identifier: Option<String>,
    /// What catalogues and shops want to know besides.
    pub bibliography: Bibliography,
    /// Whether headings bear numbers.
    pub number_headings: Option<bool>,
    /// Whether typewritten signs are set as those of print.
    pub smart: Option<bool>,
    /// Whether a list of photos stands at the back.
    pub list_of_photos: Option<bool>,
    /// Whether a list of photo credits stands at the back.
    pub photo_credits: Option<bool>,
    /// What the printed page is like.
    pub page: PageSetup,
    /// Whether the right edge of prose is free.
    pub ragged: Option<bool>,
    /// Whether chapters begin with a letter three lines high.
    pub drop_caps: Option<bool>,
    /// Whether the e-book brings its fonts along.
    pub embed_fonts: Option<bool>,
    /// Words as they may be divided.
    pub hyphenation: Vec<String>,
    /// Terms that the index names wherever they stand.
    pub index: Vec<IndexTerm>,
    /// The most pixels of a photo in the e-book, `Some(None)` for as many as it has.
    pub max_pixels: Option<Option<NonZeroU64>>,
    /// What print does with photos in other colours than sRGB.
    pub print_colours: Option<PrintColours>,
    /// What is asked of the file for a press.
    pub press: PressSetup,
    /// The photo that opens the text.
    pub lead_photo: Option<LeadPhoto>,
    /// What the cover shows.
    pub cover: Option<CoverName>,
    /// Where the editions are sold.
    pub territory: Vec<String>,
}

/// A term of the index.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IndexTerm {
    /// The term.
    pub term: String,
    /// Where the key of the list stands.
    pub span: Span,
}

/// A photo that a metadata block names, as posts of static sites do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LeadPhoto {
    /// Where the key stands.
    pub span: Span,
    /// Path or address, as written.
    pub address: String,
    /// What it shows, where the block says it.
    pub alt: Option<String>,
    /// Its cutline, where the block says it.
    pub cutline: Option<String>,
}

/// What the metadata names for the cover: a file, or the slug of a photo in the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CoverName {
    /// As it is written.
    pub name: String,
    /// Where its key stands.
    pub span: Span,
}

impl LeadPhoto {
    fn read(entry: &MetadataEntry) -> Option<LeadPhoto> {
        let stated = |at: usize| {
            let value = entry.values.get(at).map(|value| value.trim());
            value.filter(|value| !value.is_empty()).map(str::to_owned)
        };
        Some(LeadPhoto {
            span: entry.span,
            address: stated(0)?,
            alt: stated(1),
            cutline: stated(2),
        })
    }
}

impl Facts {
    /// Reads entries. A value that no edition can carry is reported and left out.
    pub fn read(entries: &[MetadataEntry], diagnostics: &mut Vec<Diagnostic>) -> Facts {
        let mut facts = Facts::default();
        for entry in entries {
            let Some(key) = Key::named(&entry.key) else {
                continue;
            };
            let first = entry.values.first().cloned();
            let record = &mut facts.bibliography;
            match key {
                Key::Title => facts.title = first,
                Key::Subtitle => facts.subtitle = first,
                Key::Authors => {
                    let people = bibliography::people(entry, diagnostics);
                    let people = people.into_iter().map(|one| (one.name, one.filing));
                    (facts.authors, record.authors) = people.unzip();
                }
                Key::Contributors => record.contributors = bibliography::people(entry, diagnostics),
                Key::TitleSort => record.title_filed_as = first,
                Key::Isbn => record.isbn = bibliography::isbn(entry, diagnostics),
                Key::PrintIsbn => record.print_isbn = bibliography::isbn(entry, diagnostics),
                Key::Series => record.series = bibliography::series(entry, diagnostics),
                Key::Subjects => record.subjects = bibliography::subjects(entry),
                Key::ConformsTo => record.claim = bibliography::claim(entry, diagnostics),
                Key::CertifiedBy => record.certified_by = first,
                Key::Description => facts.description = first,
                Key::Kicker => facts.kicker = first,
                Key::Publisher => facts.publisher = first,
                Key::Rights => facts.rights = first,
                Key::Identifier => facts.identifier = first,
                // What they say is the reader's to know, and that of who opens files.
                Key::Role | Key::Style | Key::Layout => {}
                Key::NumberHeadings => facts.number_headings = truth(entry, diagnostics),
                Key::Smart => facts.smart = truth(entry, diagnostics),
                Key::ListOfPhotos => facts.list_of_photos = truth(entry, diagnostics),
                Key::PhotoCredits => facts.photo_credits = truth(entry, diagnostics),
                Key::Ragged => facts.ragged = truth(entry, diagnostics),
                Key::DropCaps => facts.drop_caps = truth(entry, diagnostics),
                Key::EmbedFonts => facts.embed_fonts = truth(entry, diagnostics),
                Key::Hyphenation => facts.hyphenation.clone_from(&entry.values),
                Key::Index => facts.index = terms(entry, diagnostics),
                Key::MaxPixels => facts.max_pixels = pixels(entry, diagnostics),
                Key::PrintColours => facts.print_colours = colours(entry, diagnostics),
                Key::Territory => facts.territory.clone_from(&entry.values),
                Key::Page => facts.page = page::read(entry, diagnostics),
                Key::Press => facts.press = press::read(entry, diagnostics),
                Key::LeadPhoto => facts.lead_photo = LeadPhoto::read(entry),
                // A group: address, what it shows, cutline.
                Key::Cover if entry.values.len() > 1 => facts.lead_photo = LeadPhoto::read(entry),
                Key::Cover => {
                    let span = entry.span;
                    facts.cover = first.map(|name| CoverName { name, span });
                }
                Key::Language => {
                    facts.language = first.and_then(|value| {
                        let tag = language_tag(&value);
                        if tag.is_none() {
                            let message = format!("“{value}” is no language tag");
                            diagnostics.push(refused(entry, message).hint(
                                "use a tag such as `en`, `de-AT` or `zh-Hant`; `en` stands in",
                            ));
                        }
                        tag
                    });
                }
                Key::Date => {
                    facts.date = first.and_then(|value| {
                        let date = calendar_date(&value);
                        if date.is_none() {
                            let message = format!("“{value}” is no date that editions can carry");
                            diagnostics.push(
                                refused(entry, message)
                                    .hint("write it as 2024, 2024-05 or 2024-05-31"),
                            );
                        }
                        date
                    });
                }
            }
        }
        facts
    }

    /// Fills what is not said here from `other`.
    pub fn or(self, other: Facts) -> Facts {
        let authors_are_said = !self.authors.is_empty();
        Facts {
            bibliography: bibliography::or(self.bibliography, other.bibliography, authors_are_said),
            title: self.title.or(other.title),
            subtitle: self.subtitle.or(other.subtitle),
            authors: if authors_are_said {
                self.authors
            } else {
                other.authors
            },
            language: self.language.or(other.language),
            date: self.date.or(other.date),
            description: self.description.or(other.description),
            kicker: self.kicker.or(other.kicker),
            publisher: self.publisher.or(other.publisher),
            rights: self.rights.or(other.rights),
            identifier: self.identifier.or(other.identifier),
            number_headings: self.number_headings.or(other.number_headings),
            smart: self.smart.or(other.smart),
            list_of_photos: self.list_of_photos.or(other.list_of_photos),
            photo_credits: self.photo_credits.or(other.photo_credits),
            page: self.page.or(other.page),
            ragged: self.ragged.or(other.ragged),
            drop_caps: self.drop_caps.or(other.drop_caps),
            embed_fonts: self.embed_fonts.or(other.embed_fonts),
            hyphenation: if self.hyphenation.is_empty() {
                other.hyphenation
            } else {
                self.hyphenation
            },
            index: if self.index.is_empty() {
                other.index
            } else {
                self.index
            },
            max_pixels: self.max_pixels.or(other.max_pixels),
            print_colours: self.print_colours.or(other.print_colours),
            press: press::or(self.press, other.press),
            lead_photo: self.lead_photo.or(other.lead_photo),
            cover: self.cover.or(other.cover),
            territory: if self.territory.is_empty() {
                other.territory
            } else {
                self.territory
            },
        }
    }
}

/// Terms, as words with one space between them. Other programs say `index: true` and mean something else.
fn terms(entry: &MetadataEntry, diagnostics: &mut Vec<Diagnostic>) -> Vec<IndexTerm> {
    if let [only] = entry.values.as_slice()
        && matches!(only.as_str(), "true" | "false")
    {
        let message = format!("`{}` is a list of terms, not “{only}”", entry.key);
        diagnostics.push(refused(entry, message).hint("write it as `index = [\"harbour\"]`"));
        return Vec::new();
    }
    let one_line = |value: &String| value.split_whitespace().collect::<Vec<_>>().join(" ");
    let named = entry.values.iter().map(one_line);
    let span = entry.span;
    let named = named.filter(|term| term.chars().any(char::is_alphanumeric));
    named.map(|term| IndexTerm { term, span }).collect()
}

/// `true` or `false`. An empty value says nothing.
fn truth(entry: &MetadataEntry, diagnostics: &mut Vec<Diagnostic>) -> Option<bool> {
    let value = entry.values.first()?;
    match value.as_str() {
        "true" | "True" => Some(true),
        "false" | "False" => Some(false),
        _ => {
            let message = format!("`{}` is `true` or `false`, not “{value}”", entry.key);
            diagnostics.push(refused(entry, message));
            None
        }
    }
}

/// A number of pixels, with or without marks between its thousands, or `none`.
fn pixels(entry: &MetadataEntry, diagnostics: &mut Vec<Diagnostic>) -> Option<Option<NonZeroU64>> {
    let value = entry.values.first()?;
    let limit = pixel_limit(value);
    if limit.is_none() {
        let message = format!(
            "`{}` is a number of pixels or `none`, not “{value}”",
            entry.key
        );
        diagnostics.push(refused(entry, message).hint("the default is 4000000"));
    }
    limit
}

/// A number over zero, in which `_` and `,` may part the thousands, or `none`.
pub fn pixel_limit(value: &str) -> Option<Option<NonZeroU64>> {
    if value.eq_ignore_ascii_case("none") {
        return Some(None);
    }
    let digits = value.replace(['_', ','], "");
    Some(Some(digits.parse().ok()?))
}

/// `keep`, `convert` or `cmyk`.
fn colours(entry: &MetadataEntry, diagnostics: &mut Vec<Diagnostic>) -> Option<PrintColours> {
    let value = entry.values.first()?;
    match value.as_str() {
        "keep" => Some(PrintColours::Keep),
        "convert" => Some(PrintColours::Convert),
        "cmyk" => Some(PrintColours::Inks),
        _ => {
            let key = &entry.key;
            let message = format!("`{key}` is `keep`, `convert` or `cmyk`, not “{value}”");
            diagnostics.push(refused(entry, message));
            None
        }
    }
}

pub(super) fn refused(entry: &MetadataEntry, message: String) -> Diagnostic {
    Diagnostic::new(Code::InvalidMetadataValue, entry.span, message)
}

/// A tag as BCP 47 (RFC 5646, 2.1) forms it, with the usual case of letters. `en_GB`, the form of
/// POSIX locales, is taken for `en-GB`.
fn language_tag(value: &str) -> Option<String> {
    /// RFC 5646, 4.4.1, counts 35 characters for the longest tag without extensions.
    const LONGEST: usize = 35;
    let value = value.replace('_', "-");
    let mut subtags = value.split('-');
    let primary = subtags.next()?;
    let well_formed = |subtag: &str| {
        (1..=8).contains(&subtag.len()) && subtag.bytes().all(|b| b.is_ascii_alphanumeric())
    };
    if !(2..=3).contains(&primary.len())
        || !primary.bytes().all(|b| b.is_ascii_alphabetic())
        || value.len() > LONGEST
        || !subtags.clone().all(well_formed)
    {
        return None;
    }
    let mut tag = primary.to_ascii_lowercase();
    for subtag in subtags {
        tag.push('-');
        let letters = subtag.bytes().all(|b| b.is_ascii_alphabetic());
        let lower = subtag.to_ascii_lowercase();
        match subtag.len() {
            2 if letters => tag.push_str(&subtag.to_ascii_uppercase()),
            4 if letters => {
                let (initial, rest) = lower.split_at(1);
                tag.push_str(&initial.to_ascii_uppercase());
                tag.push_str(rest);
            }
            _ => tag.push_str(&lower),
        }
    }
    Some(tag)
}

/// A day, month or year of the calendar. The time of day of an ISO 8601 stamp is left out.
pub(super) fn calendar_date(value: &str) -> Option<String> {
    let date = value.split(['T', ' ']).next()?;
    let mut parts = date.split('-');
    let number = |part: &str, digits: usize| {
        let whole = part.len() == digits && part.bytes().all(|b| b.is_ascii_digit());
        whole.then(|| part.parse::<u32>().ok()).flatten()
    };
    let year = number(parts.next()?, 4)?;
    if let Some(part) = parts.next() {
        let month = number(part, 2)?;
        let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
        let days = match month {
            1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
            4 | 6 | 9 | 11 => 30,
            2 if leap => 29,
            2 => 28,
            _ => return None,
        };
        if let Some(part) = parts.next()
            && !(1..=days).contains(&number(part, 2)?)
        {
            return None;
        }
    }
    let stamp = value.len() > date.len() && date.len() != "YYYY-MM-DD".len();
    (parts.next().is_none() && !stamp).then(|| date.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn language_tags_are_put_in_their_usual_form() {
        assert_eq!(language_tag("EN").as_deref(), Some("en"));
        assert_eq!(language_tag("pt_br").as_deref(), Some("pt-BR"));
        assert_eq!(language_tag("zh-hant-TW").as_deref(), Some("zh-Hant-TW"));
        assert_eq!(language_tag("de-1996").as_deref(), Some("de-1996"));
        for wrong in ["English", "e", "", "en-", "en GB", "de-ümlaut"] {
            assert_eq!(language_tag(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn limits_of_pixels_are_numbers_or_none() {
        assert_eq!(pixel_limit("none"), Some(None));
        let limit = |value| pixel_limit(value).flatten().map(NonZeroU64::get);
        assert_eq!(limit("4000000"), Some(4_000_000));
        assert_eq!(limit("4_000_000"), Some(4_000_000));
        for wrong in ["0", "", "-1", "4M", "1e6", "99999999999999999999"] {
            assert_eq!(pixel_limit(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn dates_exist() {
        for right in ["2024", "2024-02", "2024-02-29", "0800-01-01"] {
            assert_eq!(calendar_date(right).as_deref(), Some(right));
        }
        let stamp = calendar_date("2024-05-01T08:30:00Z");
        assert_eq!(stamp.as_deref(), Some("2024-05-01"));
        for wrong in [
            "2023-02-29",
            "24",
            "2024-13",
            "2024-1-1",
            "1 May 2024",
            "2024 May",
        ] {
            assert_eq!(calendar_date(wrong), None, "{wrong}");
        }
    }
}
