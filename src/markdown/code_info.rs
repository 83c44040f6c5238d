//! The info string of a fenced block of code: `rust,ignore`, `{.python #main .numberLines startFrom="9"}`,
//! `rust {#main}`.

use super::braces::{self, Attribute};
use crate::document::Anchor;

/// What an info string says that an edition shows.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct CodeInfo {
    /// The language.
    pub language: Option<String>,
    /// The name of the block.
    pub id: Option<Anchor>,
    /// The number of the first line, if lines are to be numbered.
    pub first_line: Option<u64>,
}

/// The largest number that a first line may have: larger ones leave the page no room for code.
const MOST: u64 = 999_999;

impl CodeInfo {
    pub fn read(info: &str) -> CodeInfo {
        let found = info.find('{').unwrap_or(info.len());
        let (before, braces) = info.split_at(found);
        let mut code = CodeInfo {
            language: first_word(before),
            ..CodeInfo::default()
        };
        let Some((attributes, _)) = braces::parse(braces) else {
            code.language = code.language.or_else(|| first_word(braces));
            return code;
        };
        let mut start = 1;
        for (_, attribute) in attributes {
            match attribute {
                Attribute::Id(id) => code.id = Anchor::from_text(id),
                Attribute::Class("numberLines" | "number-lines" | "line-numbers") => {
                    code.first_line = Some(1);
                }
                Attribute::Class(class) => {
                    code.language = code.language.or_else(|| first_word(class));
                }
                Attribute::Value("startFrom" | "start-from", value) => {
                    let number = value.trim().parse().ok();
                    start = number.filter(|number| *number <= MOST).unwrap_or(1);
                }
                Attribute::Value(..) => {}
            }
        }
        code.first_line = code.first_line.map(|_| start);
        code
    }
}

/// The first word, without what other programs put around it.
fn first_word(text: &str) -> Option<String> {
    let word = text
        .trim_start_matches(|c: char| c.is_whitespace() || c == '{' || c == '.')
        .split(|c: char| c.is_whitespace() || ",{}".contains(c))
        .next()?;
    (!word.is_empty()).then(|| word.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn languages_are_cleaned() {
        for (info, language) in [
            ("rust", Some("rust")),
            ("rust,ignore", Some("rust")),
            ("{.python .numbered}", Some("python")),
            ("{.numberLines .python}", Some("python")),
            ("{.numberLines}", None),
            ("c++ {1,2}", Some("c++")),
            ("{r, echo=FALSE}", Some("r")),
            ("  ", None),
            ("{}", None),
        ] {
            assert_eq!(CodeInfo::read(info).language.as_deref(), language, "{info}");
        }
    }

    #[test]
    fn lines_are_numbered_where_a_class_asks_for_it() {
        let first = |info| CodeInfo::read(info).first_line;
        assert_eq!(first("rust {.number-lines}"), Some(1));
        assert_eq!(first("{.rust .numberLines startFrom=\"9\"}"), Some(9));
        assert_eq!(first("{.rust startFrom=\"9\" .numberLines}"), Some(9));
        assert_eq!(first("{.rust startFrom=\"9\"}"), None);
        assert_eq!(
            first("{.numberLines startFrom=\"18446744073709551615\"}"),
            Some(1)
        );
        assert_eq!(first("{.numberLines startFrom=\"-2\"}"), Some(1));
        let id = CodeInfo::read("rust {#main}").id;
        assert_eq!(id.as_ref().map(Anchor::as_str), Some("main"));
    }
}
