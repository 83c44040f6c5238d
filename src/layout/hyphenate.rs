//! Where words may be divided.

use std::collections::HashMap;

use hypher::Lang;
use rustc_hash::FxHashMap;

use super::vocabulary::{Renumbering, WordId};

/// The shortest word that is divided, in characters: *after* may become *af-ter*, *into* stays.
const SHORTEST: usize = 5;

/// Longer stretches are no words of a language.
const LONGEST: usize = 200;

/// Divides words of one language.
#[derive(Clone, Copy, Debug)]
pub struct Hyphenator {
    patterns: Option<Lang>,
    /// ISO 639-1, or nothing.
    language: Option<[u8; 2]>,
}

/// Words that the author divides otherwise than the patterns do, in lower case, each with the bytes
/// before which a hyphen may be set.
#[derive(Clone, Debug, Default)]
pub struct Exceptions(HashMap<String, Vec<usize>>);

impl Exceptions {
    /// Reads words that have a hyphen wherever they may be divided.
    pub fn of(words: &[String]) -> Exceptions {
        let read = |word: &String| {
            let mut points = Vec::new();
            let mut whole = String::with_capacity(word.len());
            for part in word.to_lowercase().split('-') {
                if !whole.is_empty() {
                    points.push(whole.len());
                }
                whole.push_str(part);
            }
            points.retain(|at| *at < whole.len());
            (whole, points)
        };
        Exceptions(words.iter().map(read).collect())
    }

    /// The points of `word`, where the author says them. A word whose lower case has another
    /// length in bytes is not known.
    fn points(&self, word: &str) -> Option<&[usize]> {
        if self.0.is_empty() {
            return None;
        }
        let lower = word.to_lowercase();
        let points = self.0.get(&lower)?;
        (lower.len() == word.len()).then_some(points)
    }
}

/// Where words may be divided, found once for each: a book says the same words over and over.
#[derive(Debug, Default)]
pub struct Divisions<'u> {
    /// What is known already, and shared.
    under: Option<&'u Divisions<'u>>,
    /// What other threads learned: of each language, by the numbers of its words. Those that a book says most
    /// have the lowest, and stand close together.
    known: Vec<(Iso, Vec<Option<Found>>)>,
    /// What this one learned.
    new: FxHashMap<Divided, Found>,
    /// The points of all words.
    points: Vec<usize>,
}

/// A language as ISO 639-1 writes it, where it has two letters there.
type Iso = Option<[u8; 2]>;

/// A word, and the language it is divided by.
type Divided = (WordId, Iso);

/// A word's points among those of all.
#[derive(Clone, Copy, Debug)]
struct Found {
    start: u32,
    end: u32,
}

impl Divisions<'_> {
    /// What [`Hyphenator::points`] gives for `word`, whose glyphs are those of `id`.
    pub fn points(
        &mut self,
        word: &str,
        id: WordId,
        hyphenator: Hyphenator,
        exceptions: &Exceptions,
    ) -> &[usize] {
        let key = (id, hyphenator.language);
        if let Some(points) = self.under.and_then(|under| under.known(key)) {
            return points;
        }
        let found = match self.found(key) {
            Some(found) => found,
            None => {
                let found = self.add(&hyphenator.points(word, exceptions));
                self.new.insert(key, found);
                found
            }
        };
        self.of(found)
    }

    fn known(&self, key: Divided) -> Option<&[usize]> {
        Some(self.of(self.found(key)?))
    }

    fn of(&self, Found { start, end }: Found) -> &[usize] {
        let points = self.points.get(start as usize..end as usize);
        points.unwrap_or_default()
    }

    fn found(&self, key: Divided) -> Option<Found> {
        let (id, language) = key;
        let of_language = self.known.iter().find(|(known, _)| *known == language);
        let found = of_language.and_then(|(_, words)| *words.get(id.index())?);
        found.or_else(|| self.new.get(&key).copied())
    }

    fn add(&mut self, points: &[usize]) -> Found {
        let start = self.points.len() as u32;
        self.points.extend(points);
        let end = self.points.len() as u32;
        Found { start, end }
    }

    /// The same for another thread, which learns on its own.
    pub fn apart(&self) -> Divisions<'_> {
        Divisions {
            under: Some(self),
            ..Divisions::default()
        }
    }

    /// What it learned.
    pub fn learned(self) -> Divisions<'static> {
        Divisions {
            under: None,
            known: Vec::new(),
            new: self.new,
            points: self.points,
        }
    }

    /// Takes over what was learned apart, of words that have these numbers now.
    pub fn learn(&mut self, learned: &Divisions<'_>, numbers: &Renumbering) {
        for ((id, language), found) in &learned.new {
            let found = self.add(learned.of(*found));
            let at = self.known.iter().position(|(known, _)| known == language);
            let at = at.unwrap_or_else(|| {
                self.known.push((*language, Vec::new()));
                self.known.len() - 1
            });
            let word = numbers.of(*id).index();
            if let Some((_, words)) = self.known.get_mut(at) {
                if words.len() <= word {
                    words.resize(word + 1, None);
                }
                words[word] = Some(found);
            }
        }
    }
}

impl Hyphenator {
    /// For a BCP 47 tag; languages without patterns are not divided.
    pub fn new(language: &str) -> Hyphenator {
        let primary = language
            .split(['-', '_'])
            .next()
            .unwrap_or_default()
            .to_ascii_lowercase();
        let code: Option<[u8; 2]> = match primary.as_str() {
            // One written standard each of the Norwegian patterns.
            "no" => Some(*b"nb"),
            other => other.as_bytes().try_into().ok(),
        };
        Hyphenator {
            patterns: code.and_then(Lang::from_iso),
            language: code,
        }
    }

    /// The language as ISO 639-1 writes it, where it has two letters there.
    pub fn language(self) -> Option<[u8; 2]> {
        self.language
    }

    /// Bytes of `text` before which a hyphen may be set. `text` may carry punctuation. A soft
    /// hyphen overrules `exceptions`, and these the patterns, for its word.
    pub fn points(self, text: &str, exceptions: &Exceptions) -> Vec<usize> {
        let mut points = Vec::new();
        if text.contains('\u{ad}') {
            points.extend(
                text.match_indices('\u{ad}')
                    .map(|(at, hyphen)| at + hyphen.len()),
            );
            points.retain(|at| *at < text.len());
            return points;
        }
        let mut start = 0;
        for part in text.split_inclusive(|c: char| !is_letter(c)) {
            let word = part.trim_end_matches(|c: char| !is_letter(c));
            if let Some(known) = exceptions.points(word) {
                points.extend(known.iter().map(|at| start + at));
            } else if let Some(language) = self.patterns
                && (SHORTEST..=LONGEST).contains(&word.chars().count())
            {
                let mut at = start;
                let syllables = hypher::hyphenate(word, language);
                for syllable in syllables {
                    if at > start {
                        points.push(at);
                    }
                    at += syllable.len();
                }
            }
            start += part.len();
        }
        points
    }
}

fn is_letter(character: char) -> bool {
    character.is_alphabetic() || is_apostrophe(character) || is_combining(character)
}

fn is_apostrophe(character: char) -> bool {
    matches!(character, '\'' | '’')
}

fn is_combining(character: char) -> bool {
    matches!(character, '\u{300}'..='\u{36f}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn divided(language: &str, text: &str) -> String {
        let points = Hyphenator::new(language).points(
            text,
            &Exceptions::of(&["ha-rbour".to_owned(), "Quayside".to_owned()]),
        );
        let mut out = text.to_owned();
        points.iter().rev().for_each(|at| out.insert(*at, '|'));
        out
    }

    #[test]
    fn words_are_divided_by_their_language() {
        assert_eq!(divided("en", "“hyphenation,"), "“hy|phen|ation,");
        assert_eq!(divided("de-AT", "Zeitungsphoto"), "Zei|tungs|pho|to");
        assert_eq!(divided("en", "into"), "into");
        assert_eq!(divided("en", "Harbour, quayside"), "Ha|rbour, quayside");
        assert_eq!(divided("tlh", "hyphenation"), "hyphenation");
    }

    #[test]
    fn a_soft_hyphen_overrules_the_patterns() {
        assert_eq!(divided("en", "hyphen\u{ad}ation"), "hyphen\u{ad}|ation");
    }
}
