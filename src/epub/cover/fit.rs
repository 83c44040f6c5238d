//! Fitting a text into a width by estimate: the reader's fonts are not known here.

use crate::balance::{self, Room, balance};
use crate::document::words::has_capitals;

/// A text in balanced lines, and the size it can be set at.
#[derive(Debug, PartialEq, Eq)]
pub struct Fitted {
    /// The lines.
    pub lines: Vec<String>,
    /// The size of the em.
    pub size: u32,
}

/// Breaks `text` into lines that fit into `room`, as large as they can be.
pub fn fit(text: &str, room: &Room, spaced: bool) -> Fitted {
    let units = units(text, spaced);
    let widths: Vec<balance::Unit> = units
        .iter()
        .map(|unit| balance::Unit {
            width: unit.width,
            after_space: unit.after_space,
        })
        .collect();
    let balanced = balance(&widths, SPACE, room);
    let lines = balanced.lines.into_iter().map(|line| {
        let mut text = String::new();
        for unit in units.get(line).unwrap_or_default() {
            if unit.after_space && !text.is_empty() {
                text.push(' ');
            }
            text.push_str(&unit.text);
        }
        text
    });
    Fitted {
        lines: lines.collect(),
        size: balanced.size,
    }
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
        assert!(fitted.lines.len() <= balance::MOST_LINES && fitted.size >= 1);
        assert!(fitted.lines.len() as u32 * fitted.size * ROOM.leading / 100 <= ROOM.height);
        assert_eq!(fitted.lines.join(" "), long.trim());
        let ideographs = fit("港口里的人们和他们的船", &ROOM, false);
        assert!(ideographs.lines.len() > 1);
        assert_eq!(ideographs.lines.concat(), "港口里的人们和他们的船");
    }
}
