//! Numbered headings: 1, 1.1, 1.1.1, where the author asks for them.

use std::collections::BTreeSet;

use super::references::text;
use crate::document::{BlockKind, Chapter, chapter_numbers};
use crate::source::FileId;

/// Puts the numbers before the titles. A book's chapters are the first level; an article's
/// sections are. Chapters that do not count, headings in `unnumbered`, by their place, and
/// headings inside quotations and lists stay plain.
pub(super) fn give(chapters: &mut [Chapter], unnumbered: &BTreeSet<(FileId, u32)>) {
    let is_book = chapters.len() > 1;
    let chapter_numbers = chapter_numbers(chapters);
    for (chapter, chapter_number) in chapters.iter_mut().zip(chapter_numbers) {
        let mut numbers = Numbers::default();
        if is_book {
            let Some(number) = chapter_number else {
                continue;
            };
            let label = format!("{number}\u{2002}");
            chapter.title.insert(0, text(label, chapter.span));
            numbers.chapter = Some(number);
        }
        for block in &mut chapter.blocks {
            let is_numbered = !unnumbered.contains(&(block.span.file, block.span.start));
            if let BlockKind::Heading { level, content } = &mut block.kind
                && is_numbered
            {
                let label = format!("{}\u{2002}", numbers.next(*level));
                content.insert(0, text(label, block.span));
            }
        }
    }
}

#[derive(Default)]
struct Numbers {
    chapter: Option<String>,
    /// The headings that are open: their level as written, and their number.
    open: Vec<(u8, usize)>,
}

impl Numbers {
    /// The number of the next heading; a level that the manuscript skips is skipped here too.
    fn next(&mut self, level: u8) -> String {
        let mut number = 1;
        while let Some((above, last)) = self.open.last().copied()
            && above >= level
        {
            number = last + 1;
            self.open.pop();
        }
        self.open.push((level, number));
        let sections = self.open.iter().map(|(_, number)| number.to_string());
        let all: Vec<String> = self.chapter.iter().cloned().chain(sections).collect();
        all.join(".")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sections_count_within_what_is_above_them() {
        let mut numbers = Numbers {
            chapter: Some("2".to_owned()),
            open: Vec::new(),
        };
        let given = [2, 3, 3, 2, 4, 3].map(|level| numbers.next(level));
        assert_eq!(given, ["2.1", "2.1.1", "2.1.2", "2.2", "2.2.1", "2.2.2"]);
    }
}
