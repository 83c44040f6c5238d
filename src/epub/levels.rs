//! Heading levels without gaps, whatever the manuscript skips.

/// Gives each heading of a chapter the level it stands at: never more than one deeper than the
/// heading before (WCAG 2.2, technique G141).
#[derive(Debug, Default)]
pub struct Levels {
    written: Vec<u8>,
}

impl Levels {
    /// The level of the next heading, from 2 to 6, from the level that was written.
    pub fn next(&mut self, written: u8) -> u8 {
        while self.written.last().is_some_and(|above| *above >= written) {
            self.written.pop();
        }
        self.written.push(written);
        u8::try_from(self.written.len() + 1).unwrap_or(6).min(6)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gaps_are_closed_and_siblings_stay_siblings() {
        let mut levels = Levels::default();
        let given = [2, 4, 4, 3, 6, 2, 5].map(|written| levels.next(written));
        assert_eq!(given, [2, 3, 3, 3, 4, 2, 3]);
    }
}
