//! Rights: in which edition a photo may stand, and until when.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use super::ledger::Ledger;
use super::resolve::Assignment;
use crate::book::{Book, Picture};
use crate::diagnostic::{Code, Diagnostic};
use crate::document::{Edition, Metadata, NodeId, PlacedFigure, Rights};
use crate::source::Span;

/// Puts placeholders where an edition may not show a photo. What one figure's record forbids is
/// forbidden to every figure with the same file: its bytes must not be in the edition.
pub(super) fn enforce(
    book: &mut Book,
    ledger: &Ledger,
    assignment: &Assignment<'_>,
) -> Vec<Diagnostic> {
    let metadata = &book.document().metadata;
    let calendar = Calendar::new(assignment.source_date, assignment.now, metadata);
    let figures = book.document().figures();
    let file = |placed: &PlacedFigure<'_>| match book.looked_up(placed.id) {
        Some(Picture::Photo(photo)) => Some(photo.path.as_path()),
        _ => None,
    };
    let verdicts: Vec<Verdict> = figures
        .iter()
        .map(|placed| judge(placed, ledger, calendar, metadata))
        .collect();
    let mut files: BTreeMap<&Path, BTreeSet<Edition>> = BTreeMap::new();
    for (placed, verdict) in figures.iter().zip(&verdicts) {
        if let Some(file) = file(placed) {
            files.entry(file).or_default().extend(&verdict.withheld);
        }
    }
    let mut diagnostics = Vec::new();
    let mut withheld: Vec<(NodeId, Edition)> = Vec::new();
    for (placed, verdict) in figures.iter().zip(verdicts) {
        withheld.extend(verdict.withheld.iter().map(|edition| (placed.id, *edition)));
        diagnostics.extend(verdict.diagnostics);
        let others = file(placed).and_then(|file| files.get(file));
        let others = others.into_iter().flatten();
        for edition in others.filter(|edition| !verdict.withheld.contains(edition)) {
            withheld.push((placed.id, *edition));
            let why = "another figure's record forbids its file there";
            diagnostics.push(placeholder(placed, ledger, *edition, why));
        }
    }
    for (node, edition) in withheld {
        book.withhold(node, edition);
    }
    diagnostics
}

fn placeholder(
    placed: &PlacedFigure<'_>,
    ledger: &Ledger,
    edition: Edition,
    why: &str,
) -> Diagnostic {
    let name = match edition {
        Edition::Epub => "EPUB",
        Edition::Pdf => "PDF",
    };
    let slug = placed.figure.slug.as_str();
    let message = format!("the {name} has a placeholder for `{slug}`: {why}");
    Diagnostic::new(Code::PhotoWithheld, place(placed, ledger), message)
}

/// Where the rights of a figure stand.
fn place(placed: &PlacedFigure<'_>, ledger: &Ledger) -> Span {
    let record = ledger.of(&placed.figure.slug);
    record.map_or(placed.span, |record| record.span)
}

/// The days that permissions are compared with, counted from 1970-01-01.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Calendar {
    /// The date of the edition. A photo whose last day is before it is left out.
    edition: Option<i64>,
    /// Today, where the edition has no date. It is reported, and changes nothing.
    today: Option<i64>,
}

impl Calendar {
    /// From moments in seconds after 1970 began and the metadata's date, whose first day counts
    /// where it is a month or a year.
    fn new(source_date: Option<u64>, now: Option<u64>, metadata: &Metadata) -> Calendar {
        const DAY: u64 = 24 * 60 * 60;
        let day_of = |seconds: u64| i64::try_from(seconds / DAY).ok();
        let dated = metadata.date.as_deref().and_then(day_number);
        Calendar {
            edition: source_date.and_then(day_of).or(dated),
            today: now.and_then(day_of),
        }
    }
}

/// What the rights of one photo come to.
#[derive(Debug, Default)]
struct Verdict {
    /// The editions that it is left out of.
    withheld: Vec<Edition>,
    /// What there is to say.
    diagnostics: Vec<Diagnostic>,
}

/// Judges a figure's rights.
fn judge(
    placed: &PlacedFigure<'_>,
    ledger: &Ledger,
    calendar: Calendar,
    metadata: &Metadata,
) -> Verdict {
    let rights = &placed.figure.rights;
    let slug = placed.figure.slug.as_str();
    let mut verdict = Verdict::default();
    if let Some((last, is_dated)) = expired(rights, calendar) {
        let compared = match is_dated {
            true => "before the edition's date: it is left out",
            false => "in the past: it stays, since the edition has no date",
        };
        let message = format!("the permission for `{slug}` ended on {last}, {compared}");
        verdict.diagnostics.push(
            Diagnostic::new(Code::PhotoExpired, place(placed, ledger), message)
                .hint("ask for a longer permission, or choose another photo"),
        );
        if is_dated {
            verdict.withheld = vec![Edition::Epub, Edition::Pdf];
            return verdict;
        }
    }
    let outside = territory_missing(rights, metadata);
    let is_allowed = |edition| match &rights.editions {
        Some(editions) => editions.contains(&edition),
        None => true,
    };
    for edition in [Edition::Epub, Edition::Pdf] {
        let why = match outside {
            Some(place) => format!("its permission does not reach to {place}"),
            None if is_allowed(edition) => continue,
            None => "its owner does not allow it there".to_owned(),
        };
        let diagnostic = placeholder(placed, ledger, edition, &why);
        verdict.diagnostics.push(diagnostic);
        verdict.withheld.push(edition);
    }
    verdict
}

/// The last day of a permission that has ended, and whether the edition's own date says so.
fn expired(rights: &Rights, calendar: Calendar) -> Option<(&str, bool)> {
    let last = rights.expires.as_deref()?;
    let day = day_number(last)?;
    match (calendar.edition, calendar.today) {
        (Some(edition), _) => (edition > day).then_some((last, true)),
        (None, Some(today)) => (today > day).then_some((last, false)),
        (None, None) => None,
    }
}

/// The first place where the book is sold and the photo may not be shown.
fn territory_missing<'a>(rights: &Rights, metadata: &'a Metadata) -> Option<&'a str> {
    let same = |one: &str, other: &str| one.to_lowercase() == other.to_lowercase();
    let covers = |allowed: &String, place: &str| {
        let world = ["world", "worldwide"].iter().any(|it| same(it, allowed));
        world || same(allowed, place)
    };
    if rights.territory.is_empty() {
        return None;
    }
    let mut sold = metadata.territory.iter().map(String::as_str);
    sold.find(|place| !rights.territory.iter().any(|it| covers(it, place)))
}

/// The days from 1970-01-01 to the first day of `YYYY`, `YYYY-MM` or `YYYY-MM-DD`.
fn day_number(date: &str) -> Option<i64> {
    let mut parts = date.split('-').map(str::parse::<i64>);
    let year = parts.next()?.ok()?;
    let month = parts.next().unwrap_or(Ok(1)).ok()?;
    let day = parts.next().unwrap_or(Ok(1)).ok()?;
    // The year begins in March here, so that the leap day is its last: then the months before a
    // month have (153 m + 2) / 5 days.
    let year = if month > 2 { year } else { year - 1 };
    let month = (month + 9) % 12;
    let leap_days = year.div_euclid(4) - year.div_euclid(100) + year.div_euclid(400);
    const FROM_YEAR_ZERO: i64 = 719_468;
    Some(365 * year + leap_days + (153 * month + 2) / 5 + day - 1 - FROM_YEAR_ZERO)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_counted_from_1970() {
        let days = [
            ("1970-01-01", 0),
            ("1970", 0),
            ("1969-12-31", -1),
            ("2000-02-29", 11_016),
            ("2000-03", 11_017),
            ("2027-06-30", 20_999),
        ];
        for (date, number) in days {
            assert_eq!(day_number(date), Some(number), "{date}");
        }
        assert_eq!(day_number("soon"), None);
    }

    #[test]
    fn a_permission_lasts_through_its_last_day() {
        let rights = Rights {
            expires: Some("2027-06-30".into()),
            ..Rights::default()
        };
        let ended = |edition, today| {
            let calendar = Calendar { edition, today };
            expired(&rights, calendar).map(|(_, is_dated)| is_dated)
        };
        assert_eq!(ended(Some(20_999), Some(30_000)), None);
        assert_eq!(ended(Some(21_000), None), Some(true));
        assert_eq!(ended(None, Some(21_000)), Some(false));
        assert_eq!(ended(None, None), None);
    }

    #[test]
    fn every_place_where_the_book_is_sold_must_be_allowed() {
        let missing = |allowed: &[&str], sold: &[&str]| {
            let of = |places: &[&str]| places.iter().map(|place| (*place).to_owned()).collect();
            let rights = Rights {
                territory: of(allowed),
                ..Rights::default()
            };
            let metadata = Metadata {
                territory: of(sold),
                ..Metadata::default()
            };
            territory_missing(&rights, &metadata).map(str::to_owned)
        };
        assert_eq!(missing(&["DE", "AT"], &["at", "DE"]), None);
        assert_eq!(missing(&["DE"], &["DE", "CH"]).as_deref(), Some("CH"));
        assert_eq!(missing(&["World"], &["CH"]), None);
        assert_eq!(missing(&[], &["CH"]), None);
        assert_eq!(missing(&["DE"], &[]), None);
    }
}
