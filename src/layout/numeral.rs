//! Numbers as figures and letters.

/// A number in lower-case roman figures, as front matter is numbered. What they cannot say is said
/// in digits.
pub fn roman(number: u64) -> String {
    const FIGURES: [(u64, &str); 13] = [
        (1000, "m"),
        (900, "cm"),
        (500, "d"),
        (400, "cd"),
        (100, "c"),
        (90, "xc"),
        (50, "l"),
        (40, "xl"),
        (10, "x"),
        (9, "ix"),
        (5, "v"),
        (4, "iv"),
        (1, "i"),
    ];
    if !(1..4000).contains(&number) {
        return number.to_string();
    }
    let mut rest = number;
    let mut out = String::new();
    for (value, figure) in FIGURES {
        while rest >= value {
            out.push_str(figure);
            rest -= value;
        }
    }
    out
}

/// A number as letters: a to z, then aa, ab. What they cannot say is said in digits.
pub fn alphabetic(number: u64) -> String {
    if number == 0 {
        return number.to_string();
    }
    let mut rest = number;
    let mut letters = Vec::new();
    while rest > 0 {
        rest -= 1;
        letters.push(char::from(b'a' + (rest % 26) as u8));
        rest /= 26;
    }
    letters.iter().rev().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_become_figures_and_letters() {
        let figures = [1, 4, 9, 14, 40, 3999, 4000, 0].map(roman);
        let wanted = ["i", "iv", "ix", "xiv", "xl", "mmmcmxcix", "4000", "0"];
        assert_eq!(figures, wanted);
        let letters = [1, 26, 27, 52, 703, 0].map(alphabetic);
        assert_eq!(letters, ["a", "z", "aa", "az", "aaa", "0"]);
    }
}
