//! Spaces that no line may end at, though a plain space was typed: between a number and its unit,
//! between initials, in abbreviations of several words, before a sign that French sets apart.

/// What a space between two words is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Space {
    /// A line may end here.
    Free,
    /// No line may end here.
    Bound,
    /// No line may end here, and the space is half as wide (*espace fine insécable*, Imprimerie
    /// nationale, "Lexique des règles typographiques").
    Thin,
}

/// The language that sets signs apart.
pub const FRENCH: Option<[u8; 2]> = Some(*b"fr");

/// What stands between the words `before` and `after` in a language (ISO 639-1).
pub fn space_between(before: &str, after: &str, language: Option<[u8; 2]>) -> Space {
    if language == FRENCH {
        if matches!(after, ";" | "!" | "?" | "!?" | "?!") {
            return Space::Thin;
        }
        if after == ":" || after.starts_with(['»', '›']) || before.ends_with(['«', '‹']) {
            return Space::Bound;
        }
    }
    if is_unit_of_number(before, after)
        || is_part_of_abbreviation(before, after)
        || is_title_of_name(before, after)
        // A dash belongs to what it follows.
        || matches!(after, "–" | "—")
    {
        return Space::Bound;
    }
    Space::Free
}

/// Units that follow a number (ISO 80000-1, 7.1.4: a space stands between them, and no line ends
/// there).
const UNITS: [&str; 62] = [
    "%", "‰", "°", "°C", "°F", "K", "mm", "cm", "dm", "m", "km", "mm²", "cm²", "m²", "km²", "m³",
    "ha", "mi", "ft", "in", "mg", "g", "kg", "t", "oz", "lb", "ml", "cl", "l", "L", "ms", "s",
    "min", "h", "Hz", "kHz", "MHz", "GHz", "V", "kV", "A", "mA", "W", "kW", "MW", "kWh", "J", "kJ",
    "N", "Pa", "hPa", "bar", "px", "dpi", "pt", "MB", "GB", "TB", "kB", "€", "$", "£",
];

fn is_unit_of_number(before: &str, after: &str) -> bool {
    let unit = after.trim_end_matches(['.', ',', ';', ':', ')', '!', '?', '”', '’', '“', '»']);
    before.ends_with(|c: char| c.is_ascii_digit()) && UNITS.contains(&unit)
}

/// "z. B.", "i. e.", "J. S. Bach".
fn is_part_of_abbreviation(before: &str, after: &str) -> bool {
    let Some(letter) = initial(before) else {
        return false;
    };
    initial(after).is_some() || (letter.is_uppercase() && after.starts_with(char::is_uppercase))
}

/// The letter of a word that is one letter and a point.
fn initial(word: &str) -> Option<char> {
    let word = word.trim_start_matches(['(', '“', '„', '‘', '«']);
    let word = word.trim_end_matches([',', ';', ':', ')', '”', '’']);
    let mut letters = word.strip_suffix('.')?.chars();
    let letter = letters.next().filter(|c| c.is_alphabetic())?;
    letters.next().is_none().then_some(letter)
}

/// What stands before a name or a number and means nothing without it.
const TITLES: [&str; 28] = [
    "Mr.", "Mrs.", "Ms.", "Dr.", "Prof.", "St.", "Mr", "Mrs", "Ms", "Dr", "M.", "Mme", "Mlle",
    "Hr.", "Fr.", "No.", "Nr.", "nº", "n°", "p.", "pp.", "S.", "vol.", "Vol.", "Fig.", "Abb.", "§",
    "§§",
];

fn is_title_of_name(before: &str, after: &str) -> bool {
    let title = before.trim_start_matches(['(', '“', '„', '‘', '«', '—']);
    let begins = |c: char| c.is_uppercase() || c.is_ascii_digit();
    TITLES.contains(&title) && after.starts_with(begins)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_belongs_together_is_not_parted() {
        let bound = [
            ("12", "mm,"),
            ("1,5", "kg"),
            ("z.", "B."),
            ("(i.", "e."),
            ("J.", "S."),
            ("S.", "Bach"),
            ("Mr.", "Knightley"),
            ("p.", "12"),
            ("quay", "–"),
            ("100", "%"),
        ];
        for (before, after) in bound {
            assert_eq!(
                space_between(before, after, Some(*b"en")),
                Space::Bound,
                "{before} {after}"
            );
        }
        let free = [
            ("12", "boats"),
            ("a.", "b"),
            ("was", "I"),
            ("end.", "Then"),
            ("Mr.", "and"),
        ];
        for (before, after) in free {
            assert_eq!(
                space_between(before, after, Some(*b"en")),
                Space::Free,
                "{before} {after}"
            );
        }
    }

    #[test]
    fn french_sets_signs_apart_by_a_thin_space() {
        assert_eq!(space_between("Quoi", "?", FRENCH), Space::Thin);
        assert_eq!(space_between("ceci", ":", FRENCH), Space::Bound);
        assert_eq!(space_between("«", "Oui", FRENCH), Space::Bound);
        assert_eq!(space_between("Oui", "»,", FRENCH), Space::Bound);
        assert_eq!(space_between("Quoi", "?", Some(*b"en")), Space::Free);
    }
}
