//! Which way text runs.

use unicode_bidi::{BidiClass, bidi_class};

use super::words::is_right_to_left;

/// Which way text runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// As Latin does.
    LeftToRight,
    /// As Arabic and Hebrew do.
    RightToLeft,
}

impl Direction {
    /// Which way a language (a BCP 47 tag) is written: by its script, where the tag says one.
    pub fn of_language(tag: &str) -> Direction {
        match is_right_to_left(tag) {
            true => Direction::RightToLeft,
            false => Direction::LeftToRight,
        }
    }

    /// Which way a paragraph of `text` runs in a book that runs this way: as the book does, unless all of
    /// its letters run the other way.
    pub fn of_paragraph(self, text: &str) -> Direction {
        use Direction::{LeftToRight, RightToLeft};
        let mut strong = text
            .chars()
            .filter_map(|character| match bidi_class(character) {
                BidiClass::L => Some(LeftToRight),
                BidiClass::R | BidiClass::AL => Some(RightToLeft),
                _ => None,
            });
        match strong.next() {
            Some(first) if first != self && strong.all(|other| other == first) => first,
            _ => self,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Direction::{LeftToRight, RightToLeft};

    #[test]
    fn a_paragraph_runs_as_its_book_unless_nothing_in_it_does() {
        for (book, text, runs) in [
            (LeftToRight, "plain", LeftToRight),
            (LeftToRight, "שלום, 12", RightToLeft),
            (LeftToRight, "שלום and more", LeftToRight),
            (LeftToRight, "more שלום", LeftToRight),
            (RightToLeft, "PDF هو", RightToLeft),
            (RightToLeft, "هو PDF", RightToLeft),
            (RightToLeft, "only English", LeftToRight),
            (RightToLeft, "123", RightToLeft),
        ] {
            assert_eq!(book.of_paragraph(text), runs, "{text}");
        }
    }
}
