//! Words in flows, and their comparison.

use std::collections::BTreeMap;
use std::ops::Range;

use super::{Count, Fault};

/// Which flow a word stands in.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Flow {
    /// The running text.
    Running,
    /// Under photos that float.
    Cutlines,
    /// Under photos that stand where they are written: in quotations, lists and tables.
    CutlinesInside,
    /// The note of this number.
    Note(String),
}

/// Text, gathered by flow.
#[derive(Debug, Default)]
pub struct Flows {
    texts: BTreeMap<Flow, String>,
    /// How many letters the running text has so far: characters that are no white space.
    letters: usize,
    /// Where printed pages begin, in the order in which they were met.
    pub pages: Vec<Beginning>,
    /// What all printed pages are called, in order; none of an e-book.
    pub labels: Vec<String>,
    /// Stretches of running text that only the printed edition shows: numbers over chapters.
    pub only_printed: Vec<Range<usize>>,
}

/// Where a printed page begins in the running text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Beginning {
    /// The folio.
    pub label: String,
    /// How many letters of running text stand before it.
    pub letters: usize,
}

impl Flows {
    /// Adds text as it stands.
    pub fn push(&mut self, flow: &Flow, text: &str) {
        if *flow == Flow::Running {
            self.letters += text.chars().filter(|c| is_letter(*c)).count();
        }
        match self.texts.get_mut(flow) {
            Some(known) => known.push_str(text),
            None => {
                self.texts.insert(flow.clone(), text.to_owned());
            }
        }
    }

    /// Ends a block: what comes belongs to another.
    pub fn part(&mut self, flow: &Flow) {
        let mut sign = [0; BLOCK.len_utf8()];
        self.push(flow, BLOCK.encode_utf8(&mut sign));
    }

    /// Adds the text of a code block.
    pub fn push_code(&mut self, flow: &Flow, text: &str) {
        self.push(flow, &text.split_whitespace().collect::<String>());
    }

    /// Compares this text, the manuscript's, with an edition's.
    pub fn compare(&self, edition: &Flows) -> Result<Count, Fault> {
        let mut count = Count::default();
        let flows = self.texts.keys().chain(edition.texts.keys());
        let flows: std::collections::BTreeSet<&Flow> = flows.collect();
        for flow in flows {
            let wanted = self.words(flow);
            let found = edition.words(flow);
            let same = wanted
                .iter()
                .zip(&found)
                .take_while(|(a, b)| a == b)
                .count();
            if same < wanted.len().max(found.len()) {
                let before = wanted.get(same.saturating_sub(5)..same).unwrap_or_default();
                return Err(Fault::Word {
                    flow: flow.name(),
                    after: before.join(" "),
                    manuscript: wanted.get(same).cloned(),
                    edition: found.get(same).cloned(),
                });
            }
            *match flow {
                Flow::Running => &mut count.running,
                Flow::Cutlines | Flow::CutlinesInside => &mut count.cutlines,
                Flow::Note(_) => &mut count.notes,
            } += same;
        }
        Ok(count)
    }

    /// Compares the blocks of this edition, the printed one, with those of the e-book: the same
    /// letters are in the same blocks. `only_printed` are stretches of running text that the e-book
    /// does not have. Gives the number of blocks.
    pub fn compare_blocks(
        &self,
        e_book: &Flows,
        only_printed: &[Range<usize>],
    ) -> Result<usize, Fault> {
        let mut count = 0;
        let flows = self.texts.keys().chain(e_book.texts.keys());
        let flows: std::collections::BTreeSet<&Flow> = flows.collect();
        for flow in flows {
            let left_out = match flow {
                Flow::Running => only_printed,
                Flow::Cutlines | Flow::CutlinesInside | Flow::Note(_) => &[],
            };
            let printed = self.blocks(flow, left_out);
            let shown = e_book.blocks(flow, &[]);
            let same = printed
                .iter()
                .zip(&shown)
                .take_while(|(a, b)| a == b)
                .count();
            if same < printed.len().max(shown.len()) {
                return Err(Fault::Block {
                    flow: flow.name(),
                    printed: printed.get(same).cloned(),
                    shown: shown.get(same).cloned(),
                });
            }
            count += same;
        }
        Ok(count)
    }

    /// The letters of every block that has any, but for stretches that are left out.
    fn blocks(&self, flow: &Flow, left_out: &[Range<usize>]) -> Vec<String> {
        let text = self.texts.get(flow).map_or("", String::as_str);
        let mut at = 0;
        let blocks = text.split(BLOCK).map(|block| {
            let letters = block.chars().filter(|c| is_letter(*c));
            let kept = letters.filter(|_| {
                at += 1;
                !left_out.iter().any(|range| range.contains(&(at - 1)))
            });
            kept.collect::<String>()
        });
        blocks.filter(|block| !block.is_empty()).collect()
    }

    /// How many letters the running text has so far.
    pub fn letters(&self) -> usize {
        self.letters
    }

    /// The last words of the first `letters` letters of running text.
    pub fn words_before(&self, letters: usize) -> String {
        const WORDS: usize = 5;
        let text = self.texts.get(&Flow::Running).map_or("", String::as_str);
        let counted = text.char_indices().filter(|(_, c)| is_letter(*c));
        let end = counted.skip(letters).map(|(at, _)| at).next();
        let before = text.get(..end.unwrap_or(text.len())).unwrap_or_default();
        let parts = before.split(|c: char| c.is_whitespace() || c == BLOCK);
        let mut words: Vec<&str> = parts
            .filter(|word| !word.is_empty())
            .rev()
            .take(WORDS)
            .collect();
        words.reverse();
        words.join(" ")
    }

    fn words(&self, flow: &Flow) -> Vec<String> {
        let text = self.texts.get(flow).map_or("", String::as_str);
        let words = text
            .split(|c: char| c.is_whitespace() || c == BLOCK)
            .map(|word| word.replace(is_unseen, ""));
        words.filter(|word| !word.is_empty()).collect()
    }
}

/// Between blocks. It is in no edition: XML cannot carry it (record separator, U+001E).
const BLOCK: char = '\u{1E}';

/// Whether two editions must agree on it: white space they set each in its own way.
fn is_letter(character: char) -> bool {
    !character.is_whitespace() && character != BLOCK && !is_unseen(character)
}

/// What says where lines may end and which way text runs, and shows nothing itself: soft hyphens, spaces
/// and joiners without width, marks of direction.
fn is_unseen(character: char) -> bool {
    matches!(character,
        '\u{AD}' | '\u{61C}' | '\u{200B}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'
        | '\u{2066}'..='\u{2069}' | '\u{FEFF}')
}

impl Flow {
    fn name(&self) -> String {
        match self {
            Flow::Running => "the running text".to_owned(),
            Flow::Cutlines => "the words under photos".to_owned(),
            Flow::CutlinesInside => "the words under photos in the text".to_owned(),
            Flow::Note(number) => format!("note {number}"),
        }
    }
}
