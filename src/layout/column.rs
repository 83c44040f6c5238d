//! The column that blocks are set in.

use super::frame::ElementId;
use super::length::Length;
use super::spec::Spec;
use super::style::TextStyle;

/// The column that blocks are set in.
#[derive(Clone, Copy, Debug)]
pub struct Column {
    /// Its left edge, from the text area's.
    pub left: Length,
    /// The width of its lines.
    pub measure: Length,
    /// The style of its text.
    pub style: TextStyle,
    /// The element that its blocks belong to.
    pub parent: ElementId,
    /// Whether it is inside something else: then it parts less from what surrounds it.
    pub nested: bool,
    /// How its paragraphs are told apart.
    pub paragraphs: Paragraphs,
    /// How the lines of its paragraphs stand.
    pub setting: Setting,
}

/// How the lines of paragraphs stand in their measure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Setting {
    /// Filled, as prose is.
    Justified,
    /// With a free edge at the right.
    Ragged,
    /// In the middle: a dedication.
    Centred,
    /// Against the right edge.
    End,
}

/// How one paragraph is told from the next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Paragraphs {
    /// By an indent.
    Indented,
    /// By a little room: where everything is indented already, as in lists.
    Parted,
}

impl Column {
    /// The column of a page's text.
    pub fn of_text(spec: &Spec, parent: ElementId) -> Column {
        Column {
            left: Length::ZERO,
            measure: spec.measure(),
            style: spec.body,
            parent,
            nested: false,
            paragraphs: Paragraphs::Indented,
            setting: Setting::Justified,
        }
    }

    /// The column that is as wide as all columns.
    pub fn across(spec: &Spec, parent: ElementId) -> Column {
        Column {
            measure: spec.across(),
            ..Column::of_text(spec, parent)
        }
    }

    /// The column inside this one, `left` narrower at the left and `right` at the right. It never
    /// gets narrower than two ems, however deep the nesting is.
    pub fn inside(self, left: Length, right: Length, parent: ElementId) -> Column {
        let measure = self.measure - left - right;
        if measure < self.style.size * 8 {
            return Column {
                parent,
                nested: true,
                ..self
            };
        }
        Column {
            left: self.left + left,
            measure,
            parent,
            nested: true,
            ..self
        }
    }
}
