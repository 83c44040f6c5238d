//! Texts by their bytes: where a shaper finds what it knows of them.

use std::collections::HashMap;
use std::hash::{Hash, Hasher};
use std::ops::Range;

use foldhash::fast::RandomState;

/// Something known of each of many texts. The hash is quick for words, and no manuscript can foresee it.
pub struct Lexicon<V> {
    words: HashMap<Packed, V, RandomState>,
    longer: HashMap<Box<str>, V, RandomState>,
}

impl<V> Default for Lexicon<V> {
    fn default() -> Lexicon<V> {
        Lexicon {
            words: HashMap::default(),
            longer: HashMap::default(),
        }
    }
}

/// A text that something is known of.
pub enum Key {
    /// A short one.
    Word(Packed),
    /// A longer one.
    Longer(Box<str>),
}

/// A word in three numbers: its bytes, then nothing, and its length in the last byte. It is hashed and compared in
/// registers, without a look anywhere else in memory, which would take longer than all the rest.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Packed([u64; 3]);

impl Hash for Packed {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.0.iter().for_each(|number| state.write_u64(*number));
    }
}

impl Packed {
    const BYTES: usize = 24;

    /// The word at `range` of `text`, if it has fewer than 24 bytes.
    #[inline]
    fn of(text: &str, range: Range<usize>) -> Option<Packed> {
        let length = range.len();
        if length >= Packed::BYTES {
            return None;
        }
        let around = text.as_bytes().get(range.start..)?;
        let bytes = match around.first_chunk() {
            // What follows the word is masked.
            Some(bytes) => *bytes,
            None => {
                let mut bytes = [0; Packed::BYTES];
                bytes
                    .get_mut(..length)?
                    .copy_from_slice(around.get(..length)?);
                bytes
            }
        };
        Some(Packed::masked(bytes, length))
    }

    #[inline]
    fn masked(bytes: [u8; Packed::BYTES], length: usize) -> Packed {
        let mut numbers = [0; 3];
        let (eights, _) = bytes.as_chunks();
        for (at, (number, eight)) in numbers.iter_mut().zip(eights).enumerate() {
            let bits = 8 * length.saturating_sub(8 * at).min(8) as u32;
            let mask = u64::MAX.checked_shr(u64::BITS - bits).unwrap_or(0);
            *number = u64::from_le_bytes(*eight) & mask;
        }
        numbers[2] |= (length as u64) << 56;
        Packed(numbers)
    }
}

impl<V> Lexicon<V> {
    /// What is known of a text.
    pub fn get(&self, text: &str) -> Option<&V> {
        self.within(text, 0..text.len())
    }

    /// What is known of a part of a text.
    #[inline]
    pub fn within(&self, text: &str, range: Range<usize>) -> Option<&V> {
        match Packed::of(text, range.clone()) {
            Some(word) => self.words.get(&word),
            None => self.longer.get(text.get(range)?),
        }
    }

    /// Says something new of a text.
    pub fn insert(&mut self, text: &str, value: V) {
        match Packed::of(text, 0..text.len()) {
            Some(word) => self.words.insert(word, value),
            None => self.longer.insert(text.into(), value),
        };
    }

    /// What is known of a text, or else `make`.
    pub fn get_or_insert_with(&mut self, key: Key, make: impl FnOnce() -> V) -> &mut V {
        match key {
            Key::Word(word) => self.words.entry(word).or_insert_with(make),
            Key::Longer(text) => self.longer.entry(text).or_insert_with(make),
        }
    }

    /// All that is known, in no order.
    pub fn into_all(self) -> impl Iterator<Item = (Key, V)> {
        let words = self.words.into_iter();
        let words = words.map(|(word, value)| (Key::Word(word), value));
        let longer = self.longer.into_iter();
        words.chain(longer.map(|(text, value)| (Key::Longer(text), value)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_found_wherever_they_stand() {
        let texts = [
            "",
            "a",
            "boat",
            "boat,",
            "harbour’s",
            "\u{0}",
            "\u{0}\u{0}",
            "twenty-two-bytes-long!",
            "twenty-three-bytes-long",
            "twenty-four-bytes-longer",
            "longer than any word of a book can be",
        ];
        let mut lexicon = Lexicon::default();
        for (at, text) in texts.into_iter().enumerate() {
            lexicon.insert(text, at);
        }
        for (at, text) in texts.into_iter().enumerate() {
            assert_eq!(lexicon.get(text), Some(&at), "{text}");
            for (before, after) in [("", " and more, for a line"), ("so ", ""), ("ä", "ß")] {
                let line = format!("{before}{text}{after}");
                let range = before.len()..before.len() + text.len();
                assert_eq!(lexicon.within(&line, range), Some(&at), "{line}");
            }
        }
        assert_eq!(lexicon.get("boa"), None);
        assert_eq!(lexicon.get("boat\u{0}"), None);
        let mut all: Vec<usize> = lexicon.into_all().map(|(_, at)| at).collect();
        all.sort_unstable();
        assert!(all.into_iter().eq(0..texts.len()));
    }
}
