//! Which known name a mistyped one was probably meant to be.

/// Longer names are not compared: the cost grows with the square of the length.
const LONGEST: usize = 64;

/// The known name with the fewest typing slips between it and `wanted`: letters added, dropped,
/// changed or swapped with a neighbour. `None` if all are further than a third of its letters.
pub fn nearest<'a>(wanted: &str, known: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let wanted: Vec<char> = lower(wanted).collect();
    if wanted.is_empty() || wanted.len() > LONGEST {
        return None;
    }
    let mut reach = (wanted.len() / 3).max(1);
    let mut best = None;
    let mut letters = Vec::new();
    let mut rows = Rows::default();
    for name in known {
        // Bytes are never fewer than characters, so this passes over no near name.
        if name.len() + reach < wanted.len() || name.len() > 4 * (wanted.len() + reach) {
            continue;
        }
        letters.clear();
        letters.extend(lower(name));
        if letters.len().abs_diff(wanted.len()) > reach {
            continue;
        }
        let Some(slips) = rows.slips(&wanted, &letters, reach) else {
            continue;
        };
        if slips < reach || best.is_none() {
            reach = slips;
            best = Some(name);
        }
    }
    best
}

fn lower(text: &str) -> impl Iterator<Item = char> {
    text.chars().flat_map(char::to_lowercase)
}

/// Three rows of the table of distances, kept from one name to the next.
#[derive(Default)]
struct Rows {
    before_last: Vec<usize>,
    last: Vec<usize>,
    row: Vec<usize>,
}

impl Rows {
    /// The restricted Damerau–Levenshtein distance, row by row; `None` once it is past `reach`.
    fn slips(&mut self, a: &[char], b: &[char], reach: usize) -> Option<usize> {
        self.last.clear();
        self.last.extend(0..=b.len());
        let mut least_of_last = 0;
        for (i, from) in a.iter().enumerate() {
            let Rows {
                before_last,
                last,
                row,
            } = self;
            row.clear();
            row.push(i + 1);
            let mut least_of_row = i + 1;
            for (j, to) in b.iter().enumerate() {
                let change = last[j] + usize::from(from != to);
                let mut least = change.min(last[j + 1] + 1).min(row[j] + 1);
                if i > 0 && j > 0 && a[i - 1] == *to && b[j - 1] == *from {
                    least = least.min(before_last[j - 1] + 1);
                }
                row.push(least);
                least_of_row = least_of_row.min(least);
            }
            // A swap reaches over one row, so two must be past it.
            if least_of_row > reach && least_of_last >= reach {
                return None;
            }
            least_of_last = least_of_row;
            std::mem::swap(before_last, last);
            std::mem::swap(last, row);
        }
        self.last.last().copied().filter(|slips| *slips <= reach)
    }
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
