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

/// Breaks `text` into lines no wider than `measure`, at most `size` large, preferably in no more
/// than `lines` lines: more only where it would come out smaller than half of `size`.
pub fn fit(text: &str, measure: u32, size: u32, lines: usize, spaced: bool) -> Fitted {
    let units = units(text, spaced);
    let mut best = Fitted {
        lines: Vec::new(),
        size: 0,
    };
    for count in 1..=MOST_LINES {
        if count > lines && best.size >= size / 2 {
            break;
        }
        let width = narrowest(&units, count);
        let fitting = (u64::from(measure) * 100 / width.max(1)).min(u64::from(size));
        let fitting = u32::try_from(fitting).unwrap_or(size).max(1);
        if fitting > best.size {
            best = Fitted {
                lines: fill(&units, width),
                size: fitting,
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

const SPACE: u64 = 27;

fn units(text: &str, spaced: bool) -> Vec<Unit> {
    let spacing = if spaced && has_capitals(text) { 12 } else { 0 };
    let mut units: Vec<Unit> = Vec::new();
    for word in text.split_whitespace() {
        let mut begins = true;
        let mut after_wide = false;
        for character in word.chars() {
            let width = advance(character);
            let wide = is_wide(character);
            match units.last_mut() {
                // Between two ideographs a line may break.
                Some(unit) if !begins && !(wide && after_wide) => {
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
        c if c.is_uppercase() => 82,
        _ => 64,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_balanced_and_inside_the_measure() {
        let fitted = fit(
            "The harbour and the people who keep it",
            1320,
            200,
            3,
            false,
        );
        assert_eq!(
            fitted.lines,
            ["The harbour", "and the people", "who keep it"]
        );
        assert!(fitted.size > 100);
        let short = fit("Tide", 1320, 200, 3, false);
        assert_eq!((short.lines.len(), short.size), (1, 200));
        assert!(fit("", 1320, 200, 3, false).lines.is_empty());
    }

    #[test]
    fn a_title_of_any_length_fits() {
        let long = "Proceedings of the committee ".repeat(40);
        let fitted = fit(&long, 1320, 200, 3, false);
        assert!(fitted.lines.len() <= MOST_LINES && fitted.size >= 1);
        assert_eq!(fitted.lines.join(" "), long.trim());
        let ideographs = fit("港口里的人们和他们的船", 1320, 200, 3, false);
        assert!(ideographs.lines.len() > 1);
        assert_eq!(ideographs.lines.concat(), "港口里的人们和他们的船");
    }
}
