//! Clusters of a text run: the glyphs that stand together for one piece of text.

use std::ops::Range;

use crate::layout::frame::Glyph;

/// What a hyphen that only a line's end asked for stands for: a soft hyphen, so that a reader can
/// tell it from one of the manuscript's (ISO 32000-1, 14.8.2.2.3).
pub const SOFT_HYPHEN: &str = "\u{AD}";

/// Some glyphs and their text.
#[derive(Debug, PartialEq, Eq)]
pub struct Cluster<'a> {
    /// Which glyphs of the word.
    pub glyphs: Range<usize>,
    /// What they stand for together. Empty for glyphs that stand for nothing.
    pub text: &'a str,
}

/// Parts the glyphs of a word of `whole` into clusters. A glyph without text belongs to the cluster
/// before it, or, at the word's beginning, to the one after it; but one of `hyphens` without text was
/// put in by layout.
pub fn clusters<'g, 'a>(
    glyphs: &'g [Glyph],
    whole: &'a str,
    hyphens: &'g [u16],
) -> impl Iterator<Item = Cluster<'a>> + use<'g, 'a> {
    let text_of = move |glyph: &Glyph| {
        let text = whole.get(glyph.text_start as usize..glyph.text_end as usize);
        text.unwrap_or_default()
    };
    let is_put_in = |glyph: &Glyph, text: &str| text.is_empty() && hyphens.contains(&glyph.id);
    let mut at = 0;
    // The text of the glyph there.
    let mut coming = glyphs.first().map_or("", text_of);
    std::iter::from_fn(move || {
        let first = glyphs.get(at)?;
        let (start, mut text) = (at, coming);
        let mut step = || {
            at += 1;
            coming = glyphs.get(at).map_or("", text_of);
            (at, coming)
        };
        let (mut end, mut more) = step();
        if is_put_in(first, text) {
            let (glyphs, text) = (start..end, SOFT_HYPHEN);
            return Some(Cluster { glyphs, text });
        }
        // Most letters stand for themselves, and the next one, too.
        while (text.is_empty() || more.is_empty())
            && let Some(next) = glyphs.get(end)
        {
            let follows = more.is_empty() && text != SOFT_HYPHEN;
            if is_put_in(next, more) || !(follows || text.is_empty()) {
                break;
            }
            if !follows {
                text = more;
            }
            (end, more) = step();
        }
        let glyphs = start..end;
        Some(Cluster { glyphs, text })
    })
}

/// Whether the glyphs of a word stand in reverse of its text.
pub fn is_reversed(word: &[Glyph]) -> bool {
    let mut starts = word.iter().map(|glyph| glyph.text_start);
    let first = starts.next();
    first
        .zip(starts.next_back())
        .is_some_and(|(first, last)| first > last)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::layout::length::Length;

    fn word(glyphs: &[(u16, u32, u32)]) -> Vec<Glyph> {
        let glyphs = glyphs.iter().map(|(id, text_start, text_end)| Glyph {
            id: *id,
            advance: Length::pt(5),
            x_offset: Length::ZERO,
            y_offset: Length::ZERO,
            text_start: *text_start,
            text_end: *text_end,
        });
        glyphs.collect()
    }

    #[test]
    fn marks_join_their_base_and_generated_hyphens_stand_alone() {
        let glyphs = word(&[
            (7, 0, 0),
            (1, 0, 1),
            (2, 1, 3),
            (3, 3, 3),
            (4, 3, 4),
            (9, 4, 4),
        ]);
        let found: Vec<_> = clusters(&glyphs, "aéb", &[9])
            .map(|cluster| (cluster.glyphs, cluster.text))
            .collect();
        assert_eq!(
            found,
            [(0..2, "a"), (2..4, "é"), (4..5, "b"), (5..6, SOFT_HYPHEN)]
        );
    }

    #[test]
    fn ranges_outside_the_text_are_no_text() {
        let outside = word(&[(1, 5, 9)]);
        let mut found = clusters(&outside, "a", &[]);
        assert_eq!(found.next().map(|cluster| cluster.text), Some(""));
    }
}
