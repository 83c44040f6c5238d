//! Text styles: what a stretch of text looks like.

use super::font::Family;
use super::frame::Colour;
use super::length::Length;

/// Which figures a text uses.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Figures {
    /// Old-style, for prose.
    OldStyle,
    /// Lining, for scripts without small letters.
    Lining,
    /// Lining and of one width, for tables and contents.
    Tabular,
}

/// Which letters a text uses.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Letters {
    /// As written.
    AsWritten,
    /// Lower case as the font's own small capitals.
    SmallCaps,
    /// Everything as small capitals: running heads, sections.
    AllSmallCaps,
}

/// The look of a stretch of text. Two stretches that are equal here are set alike.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct TextStyle {
    /// Family.
    pub family: Family,
    /// Bold or regular.
    pub bold: bool,
    /// Italic or upright.
    pub italic: bool,
    /// The em.
    pub size: Length,
    /// Baseline to baseline.
    pub leading: Length,
    /// Which figures.
    pub figures: Figures,
    /// Which letters.
    pub letters: Letters,
    /// Added after every glyph, in thousandths of an em.
    pub letterspacing: i64,
    /// How far the baseline is raised.
    pub rise: Length,
    /// A line through the middle.
    pub struck: bool,
    /// With what it is printed.
    pub colour: Colour,
}

impl TextStyle {
    /// Regular text of a family, black, on its baseline.
    pub fn regular(family: Family, size: Length, leading: Length) -> TextStyle {
        TextStyle {
            family,
            bold: false,
            italic: false,
            size,
            leading,
            figures: if family == Family::Serif {
                Figures::OldStyle
            } else {
                Figures::Tabular
            },
            letters: Letters::AsWritten,
            letterspacing: 0,
            rise: Length::ZERO,
            struck: false,
            colour: Colour::Black,
        }
    }

    /// The same at `by / of` of its size.
    pub fn scaled(self, by: i64, of: i64) -> TextStyle {
        TextStyle {
            size: self.size.scaled(by, of),
            leading: self.leading.scaled(by, of),
            rise: self.rise.scaled(by, of),
            ..self
        }
    }

    /// The same in italic, or upright where it is italic already.
    pub fn emphasised(self) -> TextStyle {
        TextStyle {
            italic: !self.italic,
            ..self
        }
    }

    /// The same in italic.
    pub fn italic(self) -> TextStyle {
        TextStyle {
            italic: true,
            ..self
        }
    }

    /// The same in bold.
    pub fn bold(self) -> TextStyle {
        TextStyle { bold: true, ..self }
    }

    /// The same in letterspaced small capitals.
    pub fn all_small_caps(self, letterspacing: i64) -> TextStyle {
        TextStyle {
            letters: Letters::AllSmallCaps,
            letterspacing,
            ..self
        }
    }

    /// The same with lower case as small capitals.
    pub fn small_caps(self) -> TextStyle {
        TextStyle {
            letters: Letters::SmallCaps,
            ..self
        }
    }

    /// Small and raised, for notes and superscripts: 70 % of the size, a third of it up.
    pub fn superior(self) -> TextStyle {
        let size = self.size.scaled(7, 10);
        TextStyle {
            size,
            rise: self.rise + self.size.scaled(33, 100),
            figures: Figures::Tabular,
            ..self
        }
    }

    /// Small and lowered.
    pub fn inferior(self) -> TextStyle {
        let size = self.size.scaled(7, 10);
        TextStyle {
            size,
            rise: self.rise - self.size.scaled(14, 100),
            ..self
        }
    }

    /// Small print on the same lines: 85 % of the size.
    pub fn small(self) -> TextStyle {
        TextStyle {
            size: self.size.scaled(85, 100),
            ..self
        }
    }

    /// In the monospaced family, at the size that matches this style's x-height.
    pub fn code(self) -> TextStyle {
        TextStyle {
            family: Family::Mono,
            size: self.size.scaled(86, 100),
            figures: Figures::Tabular,
            letters: Letters::AsWritten,
            letterspacing: 0,
            ..self
        }
    }
}
