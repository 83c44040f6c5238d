//! The quotation marks of languages, by the Unicode CLDR and, where usage differs from it, by the
//! orthographies of the languages themselves.

/// The marks of one language.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Marks {
    /// Around a quotation.
    pub double: Pair,
    /// Around a quotation within one.
    pub single: Pair,
    /// Short forms of words that begin with an apostrophe.
    pub elisions: &'static [&'static str],
}

/// The mark before and the mark after.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Pair(pub &'static str, pub &'static str);

impl Marks {
    /// The marks for a BCP 47 tag: those of its region, or else of its language, or English ones.
    pub fn of(tag: &str) -> &'static Marks {
        let same = |(name, _): &&(&str, Marks)| {
            let rest = tag
                .get(name.len()..)
                .filter(|rest| rest.is_empty() || rest.starts_with(['-', '_']));
            rest.is_some()
                && tag
                    .get(..name.len())
                    .is_some_and(|it| it.eq_ignore_ascii_case(name))
        };
        TABLE.iter().find(same).map_or(&ENGLISH, |(_, marks)| marks)
    }
}

const fn marks(double: Pair, single: Pair, elisions: &'static [&'static str]) -> Marks {
    Marks {
        double,
        single,
        elisions,
    }
}

const CURLY: Pair = Pair("“", "”");
const CURLY_SINGLE: Pair = Pair("‘", "’");
const LOW: Pair = Pair("„", "“");
const LOW_SINGLE: Pair = Pair("‚", "‘");
const LOW_HIGH: Pair = Pair("„", "”");
const CLOSING: Pair = Pair("”", "”");
const CLOSING_SINGLE: Pair = Pair("’", "’");
const ANGLES: Pair = Pair("«", "»");
const ANGLES_INWARD: Pair = Pair("»", "«");
/// With narrow spaces that no line ends at (U+202F), as the Imprimerie nationale sets them.
const ANGLES_SPACED: Pair = Pair("«\u{202f}", "\u{202f}»");

static ENGLISH: Marks = marks(
    CURLY,
    CURLY_SINGLE,
    &[
        "bout", "cause", "cos", "cuz", "em", "gainst", "kay", "neath", "round", "til", "till",
        "tis", "twas", "tween", "twere", "twill", "twixt", "twould",
    ],
);

const GERMAN: &[&str] = &[
    "m", "n", "ne", "nem", "nen", "ner", "raus", "rein", "rum", "runter", "s", "rüber",
];
const DUTCH: &[&str] = &["k", "m", "n", "r", "s", "t"];

/// Regions before their languages.
#[rustfmt::skip]
static TABLE: [(&str, Marks); 23] = [
    ("de-CH", marks(ANGLES, Pair("‹", "›"), GERMAN)),
    ("de-LI", marks(ANGLES, Pair("‹", "›"), GERMAN)),
    ("de", marks(LOW, LOW_SINGLE, GERMAN)),
    ("fr", marks(ANGLES_SPACED, CURLY, &[])),
    ("es", marks(ANGLES, CURLY, &[])),
    ("pt-PT", marks(ANGLES, CURLY, &[])),
    ("pt", marks(CURLY, CURLY_SINGLE, &[])),
    ("it", marks(ANGLES, CURLY, &[])),
    ("nl", marks(CURLY, CURLY_SINGLE, DUTCH)),
    ("sv", marks(CLOSING, CLOSING_SINGLE, &[])),
    ("fi", marks(CLOSING, CLOSING_SINGLE, &[])),
    ("da", marks(CLOSING, CLOSING_SINGLE, &[])),
    ("nb", marks(ANGLES, CURLY_SINGLE, &[])),
    ("nn", marks(ANGLES, CURLY_SINGLE, &[])),
    ("no", marks(ANGLES, CURLY_SINGLE, &[])),
    ("pl", marks(LOW_HIGH, ANGLES, &[])),
    ("cs", marks(LOW, LOW_SINGLE, &[])),
    ("sk", marks(LOW, LOW_SINGLE, &[])),
    ("hu", marks(LOW_HIGH, ANGLES_INWARD, &[])),
    ("ru", marks(ANGLES, LOW, &[])),
    ("uk", marks(ANGLES, LOW, &[])),
    ("be", marks(ANGLES, LOW, &[])),
    ("el", marks(ANGLES, CURLY, &[])),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_find_their_language() {
        assert_eq!(Marks::of("de-AT").double, LOW);
        assert_eq!(Marks::of("de-ch").double, ANGLES);
        assert_eq!(Marks::of("FR").double, ANGLES_SPACED);
        assert_eq!(Marks::of("pt-BR").double, CURLY);
        for english in ["en-GB", "den", "tlh", ""] {
            assert_eq!(Marks::of(english), &ENGLISH, "{english}");
        }
    }
}
