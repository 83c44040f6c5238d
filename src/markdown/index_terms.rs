//! Terms for the index: places that the text marks, and the terms that the project lists, wherever they
//! stand as words. Numbers all of them.

use std::collections::{HashMap, HashSet};

use super::splice;
use super::walk::{self, Visit};
use crate::diagnostic::{Code, Diagnostic};
use crate::document::inline::plain_text;
use crate::document::{Anchor, Chapter, IndexMark, Inline, InlineKind, NodeId, Note, SpanRole};
use crate::manuscript::IndexTerm;
use crate::source::Span;

/// Marks the listed terms, and gives every mark its term and its place. A term that stands nowhere is
/// reported.
pub(super) fn mark(
    chapters: &mut [Chapter],
    notes: &mut [Note],
    terms: Vec<IndexTerm>,
    diagnostics: &mut Vec<Diagnostic>,
) {
    let mut marker = Marker {
        search: Search::of(&terms),
        count: 0,
        entries: HashSet::new(),
        sees: Vec::new(),
    };
    walk::all(chapters, notes, &mut marker);
    for (see, span) in &marker.sees {
        if !marker.entries.contains(&see.to_lowercase()) {
            let message = format!("the index has no entry “{see}” for readers to see");
            diagnostics.push(Diagnostic::new(Code::InvalidAttribute, *span, message));
        }
    }
    for (listed, found) in terms.iter().zip(&marker.search.terms) {
        if !found.is_found {
            let message = format!("“{}” stands nowhere in the text", listed.term);
            let diagnostic = Diagnostic::new(Code::UnusedIndexTerm, listed.span, message);
            diagnostics.push(diagnostic.hint(
                "a term in small letters finds capitals too, but no other forms of the word",
            ));
        }
    }
}

struct Marker {
    search: Search,
    /// How many places there are so far.
    count: usize,
    /// Its entries that have places, in small letters.
    entries: HashSet<String>,
    /// Entries that readers are sent to, and from where.
    sees: Vec<(String, Span)>,
}

impl Visit for Marker {
    fn line(&mut self, content: &mut Vec<Inline>) {
        if !self.search.terms.is_empty() {
            self.mark_terms(content);
        }
    }

    fn inline(&mut self, inline: &mut Inline) {
        let InlineKind::Span { role, content } = &mut inline.kind else {
            return;
        };
        if let SpanRole::Indexed(mark) = &mut **role {
            self.count += 1;
            mark.anchor = Anchor::of_index_mark(self.count);
            if mark.entry.is_empty() {
                let text = plain_text(content);
                mark.entry = text.split_whitespace().collect::<Vec<_>>().join(" ");
            }
            match &mark.see {
                Some(see) => self.sees.push((see.clone(), inline.span)),
                None => {
                    self.entries.insert(mark.entry.to_lowercase());
                }
            }
        }
    }
}

impl Marker {
    /// Marks the terms in a text. What is marked already stays as its author wanted it.
    fn mark_terms(&mut self, content: &mut Vec<Inline>) {
        for inline in content.iter_mut() {
            let is_marked = matches!(&inline.kind, InlineKind::Span { role, .. } if matches!(**role, SpanRole::Indexed(_)));
            if let Some(inner) = inline.kind.content_mut().filter(|_| !is_marked) {
                self.mark_terms(inner);
            }
        }
        let is_text =
            |inline: &Inline| matches!(inline.kind, InlineKind::Text(_) | InlineKind::SoftBreak);
        let all = std::mem::take(content);
        let mut stretch = Vec::new();
        for inline in all {
            if is_text(&inline) {
                stretch.push(inline);
            } else {
                content.extend(self.marked(std::mem::take(&mut stretch)));
                content.push(inline);
            }
        }
        content.extend(self.marked(stretch));
    }

    /// Text between two other inlines, with its terms marked.
    fn marked(&mut self, stretch: Vec<Inline>) -> Vec<Inline> {
        let text = plain_text(&stretch);
        let found = self.search.find(&text);
        if found.is_empty() {
            return stretch;
        }
        let mut out = Vec::new();
        let (mut rest, mut at) = (stretch, 0);
        for Match { start, end, term } in found {
            let (before, after) = splice::cut(rest, start - at);
            let (content, after) = splice::cut(after, end - start);
            (rest, at) = (after, end);
            out.extend(before);
            let Some(span) = content.first().map(|first| first.span) else {
                continue;
            };
            let end = content.last().map_or(span.end, |last| last.span.end);
            let Some(term) = self.search.terms.get_mut(term) else {
                continue;
            };
            term.is_found = true;
            let mark = IndexMark {
                anchor: Anchor::unnamed(),
                entry: term.text.clone(),
                sub_entry: None,
                see: None,
            };
            out.push(Inline {
                id: NodeId(0),
                span: Span { end, ..span },
                kind: InlineKind::Span {
                    role: Box::new(SpanRole::Indexed(Box::new(mark))),
                    content,
                },
            });
        }
        out.extend(rest);
        out.retain(|inline| !matches!(&inline.kind, InlineKind::Text(text) if text.is_empty()));
        out
    }
}

/// The listed terms.
struct Search {
    terms: Vec<Term>,
    /// By their first words in small letters.
    by_first_word: HashMap<String, Vec<usize>>,
    /// Those of scripts that put no spaces between words.
    spaceless: Vec<usize>,
}

struct Term {
    text: String,
    /// Whether it is looked for in any case of letters.
    any_case: bool,
    is_found: bool,
}

struct Match {
    start: usize,
    end: usize,
    term: usize,
}

impl Search {
    fn of(terms: &[IndexTerm]) -> Search {
        let mut search = Search {
            terms: Vec::new(),
            by_first_word: HashMap::new(),
            spaceless: Vec::new(),
        };
        for (index, IndexTerm { term, .. }) in terms.iter().enumerate() {
            search.terms.push(Term {
                text: term.clone(),
                any_case: !term.chars().any(char::is_uppercase),
                is_found: false,
            });
            // Thai and its neighbours; pictures and syllables of the East but for Korean.
            let is_spaceless = |c: char| {
                matches!(c, '\u{0e00}'..='\u{0eff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}')
                    || matches!(c, '\u{2e80}'..='\u{a4cf}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..)
            };
            if term.chars().any(is_spaceless) {
                search.spaceless.push(index);
            } else if let Some((_, word)) = words(term).next() {
                let known = search.by_first_word.entry(word.to_lowercase());
                known.or_default().push(index);
            }
        }
        search
    }

    /// Where terms stand in a text, in order and apart; of two at one place the longer.
    fn find(&self, text: &str) -> Vec<Match> {
        let mut found = Vec::new();
        for (start, word) in words(text) {
            let Some(terms) = self.by_first_word.get(&word.to_lowercase()) else {
                continue;
            };
            for term in terms {
                let Some(wanted) = self.terms.get(*term) else {
                    continue;
                };
                // What stands before a term's first letter belongs to it.
                let lead = wanted.text.find(char::is_alphanumeric).unwrap_or_default();
                let Some(start) = start.checked_sub(lead) else {
                    continue;
                };
                if let Some(length) = text.get(start..).and_then(|rest| wanted.begins(rest)) {
                    let (end, term) = (start + length, *term);
                    let before = text.get(..start).unwrap_or_default();
                    let after = text.get(end..).unwrap_or_default();
                    if !goes_on(before.chars().rev()) && !goes_on(after.chars()) {
                        found.push(Match { start, end, term });
                    }
                }
            }
        }
        for term in &self.spaceless {
            let wanted = self.terms.get(*term).map_or("", |term| term.text.as_str());
            found.extend(text.match_indices(wanted).map(|(start, wanted)| Match {
                start,
                end: start + wanted.len(),
                term: *term,
            }));
        }
        found.sort_by_key(|one| (one.start, usize::MAX - one.end));
        let mut done = 0;
        found.retain(|one| {
            let is_free = one.start >= done;
            done = if is_free { one.end } else { done };
            is_free
        });
        found
    }
}

impl Term {
    /// How many bytes of the beginning of `text` are this term. White space is any one sign of it.
    fn begins(&self, text: &str) -> Option<usize> {
        let mut wanted = self.text.chars().peekable();
        for (at, letter) in text.char_indices() {
            if wanted.peek().is_none() {
                return Some(at);
            }
            if letter.is_whitespace() {
                wanted.next_if_eq(&' ')?;
            } else if self.any_case {
                for small in letter.to_lowercase() {
                    wanted.next_if_eq(&small)?;
                }
            } else {
                wanted.next_if_eq(&letter)?;
            }
        }
        wanted.peek().is_none().then_some(text.len())
    }
}

/// Whether a word goes on over the edge of a term: with a letter, or with a hyphen and a letter.
fn goes_on(mut beyond: impl Iterator<Item = char>) -> bool {
    let next = beyond.next();
    match next {
        Some('-' | '\u{2010}' | '\u{2011}') => beyond.next().is_some_and(char::is_alphanumeric),
        next => next.is_some_and(char::is_alphanumeric),
    }
}

/// Letters and digits in a row, with where they begin.
fn words(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let parts = text.split(|c: char| !c.is_alphanumeric());
    let base = text.as_ptr() as usize;
    let placed = parts.map(move |word| (word.as_ptr() as usize - base, word));
    placed.filter(|(_, word)| !word.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Sources;

    fn found(terms: &[&str], text: &str) -> Vec<String> {
        let file = Sources::default().add("a.md".into(), String::new());
        let span = Span::new(file, 0..0);
        let listed = |term: &&str| IndexTerm {
            term: (*term).to_owned(),
            span,
        };
        let listed: Vec<IndexTerm> = terms.iter().map(listed).collect();
        let matches = Search::of(&listed).find(text).into_iter();
        matches
            .map(|one| text[one.start..one.end].to_owned())
            .collect()
    }

    #[test]
    fn terms_stand_as_words() {
        let terms = ["harbour", "harbour master", "May", "索引", ".toml"];
        assert_eq!(found(&terms, "Harbour’s end"), ["Harbour"]);
        assert_eq!(
            found(&terms, "a harbour\u{a0}master"),
            ["harbour\u{a0}master"]
        );
        assert_eq!(found(&terms, "harbours, harbour-side, unharbour"), [""; 0]);
        assert_eq!(found(&terms, "in May, may"), ["May"]);
        assert_eq!(found(&terms, "本書の索引です"), ["索引"]);
        assert_eq!(found(&terms, "cutline.toml and .toml"), [".toml"]);
    }
}
