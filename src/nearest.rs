//! Which known name a mistyped one was probably meant to be.

/// Longer names are not compared: the cost grows with the square of the length.
const LONGEST: usize = 64;

/// The known name with the fewest typing slips between it and `wanted`: letters added, dropped,
/// changed or swapped with a neighbour. `None` if all are further than a third of its letters.
pub fn nearest<'a>(wanted: &str, known: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let wanted: Vec<char> = lower(wanted);
    if wanted.is_empty() || wanted.len() > LONGEST {
        return None;
    }
    let mut reach = (wanted.len() / 3).max(1);
    let mut best = None;
    for name in known {
        // Bytes are never fewer than characters, so this passes over no near name.
        if name.len() + reach < wanted.len() || name.len() > 4 * (wanted.len() + reach) {
            continue;
        }
        let letters = lower(name);
        if letters.len().abs_diff(wanted.len()) > reach {
            continue;
        }
        let slips = slips(&wanted, &letters);
        if slips < reach || (slips == reach && best.is_none()) {
            reach = slips;
            best = Some(name);
        }
    }
    best
}

fn lower(text: &str) -> Vec<char> {
    text.chars().flat_map(char::to_lowercase).collect()
}

/// The restricted Damerau–Levenshtein distance, row by row.
fn slips(a: &[char], b: &[char]) -> usize {
    let mut before_last: Vec<usize> = Vec::new();
    let mut last: Vec<usize> = (0..=b.len()).collect();
    for (i, from) in a.iter().enumerate() {
        let mut row = Vec::with_capacity(last.len());
        row.push(i + 1);
        for (j, to) in b.iter().enumerate() {
            let change = last[j] + usize::from(from != to);
            let mut least = change.min(last[j + 1] + 1).min(row[j] + 1);
            if i > 0 && j > 0 && a[i - 1] == *to && b[j - 1] == *from {
                least = least.min(before_last[j - 1] + 1);
            }
            row.push(least);
        }
        before_last = std::mem::replace(&mut last, row);
    }
    last.last().copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slips_of_the_hand_are_found() {
        let known = ["title", "subtitle", "language", "description"];
        let find = |wanted| nearest(wanted, known.iter().copied());
        assert_eq!(find("tilte"), Some("title"));
        assert_eq!(find("Langauge"), Some("language"));
        assert_eq!(find("descripton"), Some("description"));
        assert_eq!(find("layout"), None);
        assert_eq!(find(""), None);
    }
}
