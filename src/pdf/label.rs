//! Page labels (ISO 32000-1, 12.4.2): the folios of the pages as runs of counted labels.

/// How the labels of a run are counted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Counting {
    /// 1, 2, 3.
    Decimal,
    /// i, ii, iii.
    LowerRoman,
    /// I, II, III.
    UpperRoman,
    /// Not at all: each page bears these words.
    Words(String),
}

/// Pages whose labels follow one another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LabelRun {
    /// First page, from 0.
    pub page_index: usize,
    /// How they are counted.
    pub counting: Counting,
    /// The first page's number; 1 for words.
    pub first: u32,
}

/// Gathers folios into runs.
pub fn runs<'a>(folios: impl Iterator<Item = &'a str>) -> Vec<LabelRun> {
    let mut runs: Vec<LabelRun> = Vec::new();
    for (page_index, folio) in folios.enumerate() {
        let (counting, first) = read(folio);
        let goes_on = runs.last().is_some_and(|run| {
            let steps = u32::try_from(page_index - run.page_index).unwrap_or(u32::MAX);
            let expected = match counting {
                Counting::Words(_) => run.first,
                _ => run.first.saturating_add(steps),
            };
            run.counting == counting && first == expected
        });
        if !goes_on {
            runs.push(LabelRun {
                page_index,
                counting,
                first,
            });
        }
    }
    runs
}

fn read(folio: &str) -> (Counting, u32) {
    if let Ok(number) = folio.parse::<u32>()
        && number > 0
        && number.to_string() == folio
    {
        return (Counting::Decimal, number);
    }
    // The same letters in both cases: only one of the two can match.
    for (counting, lower) in [
        (Counting::LowerRoman, folio.to_owned()),
        (Counting::UpperRoman, folio.to_ascii_lowercase()),
    ] {
        let upper_matches = counting == Counting::LowerRoman || lower.to_ascii_uppercase() == folio;
        if let Some(number) = from_roman(&lower)
            && upper_matches
        {
            return (counting, number);
        }
    }
    (Counting::Words(folio.to_owned()), 1)
}

const ROMAN: [(&str, u32); 13] = [
    ("m", 1000),
    ("cm", 900),
    ("d", 500),
    ("cd", 400),
    ("c", 100),
    ("xc", 90),
    ("l", 50),
    ("xl", 40),
    ("x", 10),
    ("ix", 9),
    ("v", 5),
    ("iv", 4),
    ("i", 1),
];

/// The value of a lower-case roman numeral, if it is written as readers write it.
fn from_roman(numeral: &str) -> Option<u32> {
    let mut rest = numeral;
    let mut value = 0_u32;
    for (digits, worth) in ROMAN {
        while let Some(after) = rest.strip_prefix(digits) {
            value = value.checked_add(worth)?;
            rest = after;
        }
    }
    (rest.is_empty() && value > 0 && to_roman(value) == numeral).then_some(value)
}

fn to_roman(mut value: u32) -> String {
    let mut numeral = String::new();
    for (digits, worth) in ROMAN {
        while value >= worth {
            value -= worth;
            numeral.push_str(digits);
        }
    }
    numeral
}

#[cfg(test)]
mod tests {
    use super::*;

    fn run(page_index: usize, counting: Counting, first: u32) -> LabelRun {
        LabelRun {
            page_index,
            counting,
            first,
        }
    }

    #[test]
    fn folios_become_runs() {
        let folios = [
            "", "ii", "iii", "iv", "1", "2", "4", "5", "A-1", "A-1", "VI",
        ];
        assert_eq!(
            runs(folios.into_iter()),
            [
                run(0, Counting::Words(String::new()), 1),
                run(1, Counting::LowerRoman, 2),
                run(4, Counting::Decimal, 1),
                run(6, Counting::Decimal, 4),
                run(8, Counting::Words("A-1".into()), 1),
                run(10, Counting::UpperRoman, 6),
            ]
        );
    }

    #[test]
    fn odd_numerals_are_words() {
        for folio in ["0", "007", "iiii", "iM", "-3", "99999999999999"] {
            assert_eq!(read(folio), (Counting::Words(folio.into()), 1), "{folio}");
        }
    }
}
