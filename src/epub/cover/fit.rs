//! Fitting a text into a width by estimate: the reader's fonts are not known here.

/// A text in balanced lines, and the size it can be set at.
#[derive(Debug, PartialEq, Eq)]
pub struct Fitted {
    /// The lines.
    pub lines: Vec<String>,
    /// The size of the em.
    pub size: u32,
}

/// What the most crowded cover may come to, however long its title.
const MOST_LINES: usize = 12;

/// What a text may take up, in the drawing's units.
#[derive(Clone, Copy, Debug)]
pub struct Room {
    /// The width of its lines.
    pub measure: u32,
    /// The height of them all.
    pub height: u32,
    /// The largest size of its em.
    pub size: u32,
    /// Line distance in hundredths of an em.
    pub leading: u32,
    /// The most lines it should take: more only where it would come out smaller than half of
    /// `size`.
    pub lines: usize,
}

/// Breaks `text` into lines that fit into `room`, as large as they can be.
pub fn fit(text: &str, room: &Room, spaced: bool) -> Fitted {
    let units = units(text, spaced);
    let mut best = Fitted {
        lines: Vec::new(),
        size: 0,
    };
    for count in 1..=MOST_LINES {
        if count > room.lines && best.size >= room.size / 2 {
            break;
        }
        let width = narrowest(&units, count);
        let by_width = u64::from(room.measure) * 100 / width.max(1);
        let by_height = u64::from(room.height) * 100 / (u64::from(room.leading) * count as u64);
        let size = by_width.min(by_height).min(u64::from(room.size));
        let size = u32::try_from(size).unwrap_or(room.size).max(1);
        if size > best.size {
            best = Fitted {
                lines: fill(&units, width),
                size,
            };
        }
    }
    best
}

/// Whether every letter is of a script that is letterspaced and has small capitals.
pub fn has_capitals(text: &str) -> bool {
    text.chars()
        .all(|c| c < '\u{530}' || matches!(c, '\u{1e00}'..='\u{206f}'))
}

/// What is never broken, with its estimated width in hundredths of an em.
struct Unit {
    text: String,
    width: u64,
    after_space: bool,
}

const SPACE: u64 = 30;
/// Past this a word is no word: it may break anywhere.
const LONGEST_WORD: u64 = 3_000;

fn units(text: &str, spaced: bool) -> Vec<Unit> {
    let spacing = if spaced && has_capitals(text) { 12 } else { 0 };
    let mut units: Vec<Unit> = Vec::new();
    for word in text.split_whitespace() {
        let mut begins = true;
        let mut after_wide = false;
        for character in word.chars() {
            let width = advance(character);
            let wide = is_wide(character);
            // Between two ideographs a line may break.
            let may_break = begins || (wide && after_wide);
            match units.last_mut() {
                Some(unit) if !may_break && unit.width < LONGEST_WORD => {
                    unit.text.push(character);
                    unit.width += width + spacing;
                }
                _ => units.push(Unit {
                    text: character.to_string(),
                    width: width + spacing,
                    after_space: begins,
                }),
            }
            begins = false;
            after_wide = wide && !matches!(character, '「' | '『' | '（' | '《');
        }
    }
    units
}

/// The smallest width at which the units fill at most `count` lines.
fn narrowest(units: &[Unit], count: usize) -> u64 {
    let mut low = units.iter().map(|unit| unit.width).max().unwrap_or(0);
    let mut high = units
        .iter()
        .map(|unit| unit.width + SPACE)
        .sum::<u64>()
        .max(low);
    while low < high {
        let middle = low.midpoint(high);
        if fill(units, middle).len() <= count {
            high = middle;
        } else {
            low = middle + 1;
        }
    }
    low
}

fn fill(units: &[Unit], width: u64) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    let mut filled = 0;
    for unit in units {
        let space = if unit.after_space { SPACE } else { 0 };
        match lines.last_mut() {
            Some(line) if filled + space + unit.width <= width => {
                if unit.after_space {
                    line.push(' ');
                }
                line.push_str(&unit.text);
                filled += space + unit.width;
            }
            _ => {
                lines.push(unit.text.clone());
                filled = unit.width;
            }
        }
    }
    lines
}

fn is_wide(character: char) -> bool {
    matches!(character,
        '\u{1100}'..='\u{115f}' | '\u{2e80}'..='\u{a4cf}' | '\u{ac00}'..='\u{d7a3}'
        | '\u{f900}'..='\u{faff}' | '\u{fe30}'..='\u{fe6f}' | '\u{ff00}'..='\u{ff60}'
        | '\u{1f300}'..='\u{1faff}' | '\u{20000}'..='\u{3fffd}')
}

/// A bold serif letter's width in hundredths of an em, on the wide side, because a reader's own
/// serif may be wider than ours.
fn advance(character: char) -> u64 {
    match character {
        '\u{300}'..='\u{36f}' | '\u{200b}'..='\u{200f}' => 0,
        'i' | 'j' | 'l' | '.' | ',' | ':' | ';' | '\'' | '’' | '!' | '|' | 'I' => 38,
        'f' | 'r' | 't' | 's' | '-' | '(' | ')' => 48,
        'm' | 'w' | 'M' | 'W' => 100,
        c if is_wide(c) => 104,
        c if c.is_uppercase() => 84,
        _ => 68,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ROOM: Room = Room {
        measure: 1320,
        height: 1100,
        size: 200,
        leading: 108,
        lines: 3,
    };

    #[test]
    fn lines_are_balanced_and_inside_the_measure() {
        let fitted = fit("The harbour and the people who keep it", &ROOM, false);
        assert_eq!(
            fitted.lines,
            ["The harbour", "and the people", "who keep it"]
        );
        assert!(fitted.size > 100);
        let short = fit("Tide", &ROOM, false);
        assert_eq!((short.lines.len(), short.size), (1, 200));
        assert!(fit("", &ROOM, false).lines.is_empty());
    }

    #[test]
    fn a_title_of_any_length_fits() {
        let long = "Proceedings of the committee ".repeat(40);
        let fitted = fit(&long, &ROOM, false);
        assert!(fitted.lines.len() <= MOST_LINES && fitted.size >= 1);
        assert!(fitted.lines.len() as u32 * fitted.size * ROOM.leading / 100 <= ROOM.height);
        assert_eq!(fitted.lines.join(" "), long.trim());
        let ideographs = fit("港口里的人们和他们的船", &ROOM, false);
        assert!(ideographs.lines.len() > 1);
        assert_eq!(ideographs.lines.concat(), "港口里的人们和他们的船");
    }
}
