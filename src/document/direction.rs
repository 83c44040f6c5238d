//! Which way text runs.

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
}
