//! Display lines: as large as their room allows, and of like width.

use std::ops::Range;

/// What is never broken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unit {
    /// In hundredths of an em.
    pub width: u64,
    /// Whether a space stands before it on the same line.
    pub after_space: bool,
}

/// What the lines may take up.
#[derive(Clone, Copy, Debug)]
pub struct Room {
    /// The width of a line.
    pub measure: u32,
    /// The height of them all.
    pub height: u32,
    /// The largest size of the em.
    pub size: u32,
    /// Line distance in hundredths of an em.
    pub leading: u32,
    /// The most lines they should take: more only where they would come out smaller than half of
    /// `size`.
    pub lines: usize,
}

/// Which units stand on each line, and the size they can be set at.
#[derive(Debug, PartialEq, Eq)]
pub struct Balanced {
    /// Stretches of the units, in order.
    pub lines: Vec<Range<usize>>,
    /// The size of the em.
    pub size: u32,
}

/// What the most crowded page may come to, however long its title.
pub const MOST_LINES: usize = 12;

/// Breaks units into lines that fit into `room`, as large as they can be. `space` is the width of a
/// space in hundredths of an em.
pub fn balance(units: &[Unit], space: u64, room: &Room) -> Balanced {
    let mut best = Balanced {
        lines: Vec::new(),
        size: 0,
    };
    for count in 1..=MOST_LINES {
        if count > room.lines && best.size >= room.size / 2 {
            break;
        }
        let width = narrowest(units, space, count);
        let by_width = u64::from(room.measure) * 100 / width.max(1);
        let by_height = u64::from(room.height) * 100 / (u64::from(room.leading) * count as u64);
        let size = by_width.min(by_height).min(u64::from(room.size));
        let size = u32::try_from(size).unwrap_or(room.size).max(1);
        if size > best.size {
            best = Balanced {
                lines: fill(units, space, width),
                size,
            };
        }
    }
    best
}

/// The smallest width at which the units fill at most `count` lines.
fn narrowest(units: &[Unit], space: u64, count: usize) -> u64 {
    let mut low = units.iter().map(|unit| unit.width).max().unwrap_or(0);
    let whole = units.iter().map(|unit| unit.width + space).sum::<u64>();
    let mut high = whole.max(low);
    while low < high {
        let middle = low.midpoint(high);
        if fill(units, space, middle).len() <= count {
            high = middle;
        } else {
            low = middle + 1;
        }
    }
    low
}

fn fill(units: &[Unit], space: u64, width: u64) -> Vec<Range<usize>> {
    let mut lines: Vec<Range<usize>> = Vec::new();
    let mut filled = 0;
    for (index, unit) in units.iter().enumerate() {
        let before = if unit.after_space { space } else { 0 };
        match lines.last_mut() {
            Some(line) if filled + before + unit.width <= width => {
                line.end = index + 1;
                filled += before + unit.width;
            }
            _ => {
                lines.push(index..index + 1);
                filled = unit.width;
            }
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    const ROOM: Room = Room {
        measure: 1_320,
        height: 1_100,
        size: 200,
        leading: 108,
        lines: 3,
    };

    fn words(widths: &[u64]) -> Vec<Unit> {
        let unit = |width: &u64| Unit {
            width: *width,
            after_space: true,
        };
        widths.iter().map(unit).collect()
    }

    #[test]
    fn lines_are_of_like_width_and_inside_the_measure() {
        let balanced = balance(&words(&[170, 400, 180, 170, 330, 220, 230, 70]), 25, &ROOM);
        assert_eq!(balanced.lines, [0..2, 2..5, 5..8]);
        assert!(balanced.size * 730 / 100 <= ROOM.measure && balanced.size > 100);
        let short = balance(&words(&[250]), 25, &ROOM);
        assert_eq!((short.lines.len(), short.size), (1, 200));
        assert!(balance(&[], 25, &ROOM).lines.is_empty());
    }

    #[test]
    fn any_number_of_words_fits() {
        let balanced = balance(&words(&[300; 160]), 25, &ROOM);
        let lines = balanced.lines.len();
        assert!(lines <= MOST_LINES && balanced.size >= 1);
        assert!(lines as u32 * balanced.size * ROOM.leading / 100 <= ROOM.height);
        assert_eq!(balanced.lines.last().map(|line| line.end), Some(160));
    }
}
