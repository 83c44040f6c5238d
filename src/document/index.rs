//! The index at the back: which terms stand where in the text. What it says of pages each edition knows
//! itself; how pages are joined is said here, so that both say the same.

use std::collections::BTreeMap;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::scan::{self, Found};
use super::words::Words;
use super::{Anchor, Document};

/// A place of the text that the index names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IndexMark {
    /// The place.
    pub anchor: Anchor,
    /// What it stands under.
    pub entry: String,
    /// What it stands under below that.
    pub sub_entry: Option<String>,
    /// The entry that the reader is sent to instead of the place.
    pub see: Option<String>,
}

impl IndexMark {
    /// The name of the index itself, for files and destinations. No [`Anchor`] of the text has a capital
    /// letter, so none is equal.
    pub const INDEX: &'static str = "Index";
}

/// All of the index, in order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Index<'a> {
    /// What stands over it, in the book's language.
    pub title: &'static str,
    /// At least one.
    pub groups: Vec<IndexGroup<'a>>,
}

/// The entries that begin with one letter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IndexGroup<'a> {
    /// The letter, or what stands over numbers; none over scripts with too many signs for that.
    pub letter: Option<String>,
    /// At least one.
    pub entries: Vec<IndexEntry<'a>>,
}

/// A term with its places.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IndexEntry<'a> {
    /// The term.
    pub term: &'a str,
    /// Where it stands, in the order of reading.
    pub places: Vec<&'a Anchor>,
    /// Other entries that the reader is sent to.
    pub see: Vec<&'a str>,
    /// What stands under it.
    pub entries: Vec<IndexEntry<'a>>,
}

/// One or several pages of an entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Locator<'a> {
    /// `12`, `12–14`.
    pub text: String,
    /// The first place on them.
    pub anchor: &'a Anchor,
}

impl Document {
    /// The index; none where nothing is marked for one.
    pub fn index(&self) -> Option<Index<'_>> {
        let mut marks = Vec::new();
        let mut see = |found| {
            if let Found::Mark(mark) = found {
                marks.push(mark);
            }
        };
        for chapter in &self.chapters {
            scan::inlines(&chapter.title, &mut see);
            scan::blocks(&chapter.blocks, &mut see);
        }
        for note in &self.notes {
            scan::blocks(&note.blocks, &mut see);
        }
        let mut entries = Gathered::default();
        // One that is empty was reported.
        for mark in marks.iter().filter(|mark| !mark.entry.is_empty()) {
            let (entry, below) = entry_of(&mut entries, &mark.entry);
            let entry = match &mark.sub_entry {
                Some(sub_entry) => &mut entry_of(below, sub_entry).0,
                None => entry,
            };
            match mark.see.as_deref() {
                Some(see) if entry.see.contains(&see) => {}
                Some(see) => entry.see.push(see),
                None => entry.places.push(&mark.anchor),
            }
        }
        let groups = grouped(sorted(entries));
        let title = Words::of(&self.metadata.language).index;
        (!groups.is_empty()).then_some(Index { title, groups })
    }
}

/// Entries while they are gathered, by their terms in small letters, each with those below it.
#[derive(Default)]
struct Gathered<'a>(BTreeMap<String, (IndexEntry<'a>, Gathered<'a>)>);

/// The entry of a term, whichever letters of it are capitals; it shows the form with the fewest, since a
/// sentence may have begun with another.
fn entry_of<'e, 'a>(
    entries: &'e mut Gathered<'a>,
    term: &'a str,
) -> &'e mut (IndexEntry<'a>, Gathered<'a>) {
    let known = entries.0.entry(term.to_lowercase());
    let found = known.or_insert_with(|| {
        let entry = IndexEntry {
            term,
            places: Vec::new(),
            see: Vec::new(),
            entries: Vec::new(),
        };
        (entry, Gathered::default())
    });
    let capitals = |term: &str| term.chars().filter(|c| c.is_uppercase()).count();
    if capitals(term) < capitals(found.0.term) {
        found.0.term = term;
    }
    found
}

fn sorted(entries: Gathered<'_>) -> Vec<IndexEntry<'_>> {
    let entries = entries.0.into_values();
    let nested = entries.map(|(entry, below)| IndexEntry {
        entries: sorted(below),
        ..entry
    });
    let mut entries: Vec<IndexEntry<'_>> = nested.collect();
    entries.sort_by_cached_key(|entry| (folded(entry.term), entry.term));
    entries
}

/// What a term is sorted by in any language: its letters without accents and capitals, and the spaces
/// between its words.
fn folded(term: &str) -> String {
    let mut key = String::new();
    let letters = term.nfd().filter(|c| !is_combining_mark(*c));
    for letter in letters.flat_map(char::to_lowercase) {
        match letter {
            'ß' => key.push_str("ss"),
            'æ' => key.push_str("ae"),
            'œ' => key.push_str("oe"),
            'þ' => key.push_str("th"),
            'ø' => key.push('o'),
            'ł' => key.push('l'),
            'đ' | 'ð' => key.push('d'),
            'ı' => key.push('i'),
            c if c.is_alphanumeric() => key.push(c),
            c if c.is_whitespace() => key.push(' '),
            _ => {}
        }
    }
    key
}

fn grouped(entries: Vec<IndexEntry<'_>>) -> Vec<IndexGroup<'_>> {
    let mut groups: Vec<IndexGroup<'_>> = Vec::new();
    for entry in entries {
        let letter = letter_of(entry.term);
        match groups.last_mut().filter(|group| group.letter == letter) {
            Some(group) => group.entries.push(entry),
            None => groups.push(IndexGroup {
                letter,
                entries: vec![entry],
            }),
        }
    }
    groups
}

fn letter_of(term: &str) -> Option<String> {
    /// From here on, scripts of syllables and pictures.
    const SYLLABLES: char = '\u{1100}';
    let first = folded(term).chars().next()?;
    if first.is_numeric() {
        return Some("0–9".to_owned());
    }
    (first < SYLLABLES).then(|| first.to_uppercase().collect())
}

/// The pages of places, each once and in order; three or more in a row are a range, as *makeindex* makes
/// them. `page_of` gives the number of a place's page in the edition and what it is called.
/// Where an edition has no pages, places are counted.
pub fn locators<'a, 'p>(
    places: &[&'a Anchor],
    page_of: impl Fn(&Anchor) -> Option<(usize, &'p str)>,
) -> Vec<Locator<'a>> {
    let found = places
        .iter()
        .filter_map(|place| Some((page_of(place)?, *place)));
    let mut pages: Vec<((usize, &str), &Anchor)> = found.collect();
    if pages.is_empty() {
        let counted = (1..).zip(places).map(|(number, anchor)| Locator {
            text: usize::to_string(&number),
            anchor,
        });
        return counted.collect();
    }
    pages.sort_by_key(|((page, _), _)| *page);
    pages.dedup_by_key(|((page, _), _)| *page);
    let is_arabic = |label: &str| label.bytes().all(|byte| byte.is_ascii_digit());
    // Roman and arabic folios are never in a row.
    let follows = |before: (usize, &str), after: (usize, &str)| {
        before.0 + 1 == after.0 && is_arabic(before.1) == is_arabic(after.1)
    };
    let runs = pages.chunk_by(|(before, _), (after, _)| follows(*before, *after));
    let locators = runs.flat_map(|run| match run {
        [((_, first), anchor), _, .., ((_, last), _)] => vec![Locator {
            text: format!("{first}–{last}"),
            anchor,
        }],
        few => few
            .iter()
            .map(|((_, label), anchor)| Locator {
                text: (*label).to_owned(),
                anchor,
            })
            .collect(),
    });
    locators.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_stand_once_in_order_and_in_ranges() {
        let places: Vec<Anchor> = (0..9).map(Anchor::of_index_mark).collect();
        let pages = [5, 1, 2, 2, 3, 7, 8, 10, 11];
        let labels: Vec<String> = (0..12)
            .map(|page| match page {
                0..11 => page.to_string(),
                _ => "xi".to_owned(),
            })
            .collect();
        let page_of = |anchor: &Anchor| {
            let at = places.iter().position(|place| place == anchor)?;
            Some((pages[at], labels[pages[at]].as_str()))
        };
        let all: Vec<&Anchor> = places.iter().collect();
        let said: Vec<String> = locators(&all, page_of)
            .into_iter()
            .map(|one| one.text)
            .collect();
        assert_eq!(said, ["1–3", "5", "7", "8", "10", "xi"]);
        let counted = locators(&all[..2], |_| None);
        assert_eq!(counted.last().map(|one| one.text.as_str()), Some("2"));
    }

    #[test]
    fn terms_are_sorted_by_their_letters_alone() {
        let mut terms = [
            "Zebra", "Ärger", "argon", ".toml", "œuvre", "oar", "Über", "9", "索引",
        ];
        terms.sort_by_cached_key(|term| folded(term));
        let expected = [
            "9", "Ärger", "argon", "oar", "œuvre", ".toml", "Über", "Zebra", "索引",
        ];
        assert_eq!(terms, expected);
        assert_eq!(letter_of("Über").as_deref(), Some("U"));
        assert_eq!(letter_of("9").as_deref(), Some("0–9"));
        assert_eq!(letter_of("索引"), None);
    }
}
