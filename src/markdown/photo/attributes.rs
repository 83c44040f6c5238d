//! Attributes in braces right after an image: `{#fig:quay alt="…" credit="…" aspect=3:2}`.

use std::ops::Range;

use crate::document::Aspect;
use crate::markdown::braces::{self, Attribute};

/// What the braces say.
#[derive(Debug, Default, PartialEq, Eq)]
pub(in crate::markdown) struct Attributes {
    /// The id, as written.
    pub id: Option<String>,
    /// The alternative text; empty for a photo that is decoration.
    pub alt: Option<String>,
    /// The credit.
    pub credit: Option<String>,
    /// Width to height.
    pub aspect: Option<Aspect>,
    /// Attributes that mean nothing, with their place in the text that was parsed.
    pub refused: Vec<(Range<usize>, Refused)>,
}

/// Why an attribute means nothing.
#[derive(Debug, PartialEq, Eq)]
pub(in crate::markdown) enum Refused {
    /// No edition uses this name.
    Unknown(String),
    /// `aspect` with something else than two positive numbers.
    Aspect(String),
}

/// Reads braces at the beginning of `text`, on one line. Gives the attributes and the length of
/// the braces, or `None` where the braces are prose.
pub(in crate::markdown) fn parse(text: &str) -> Option<(Attributes, usize)> {
    let (stated, length) = braces::parse(text)?;
    let mut attributes = Attributes::default();
    for (range, attribute) in stated {
        let mut refuse = |why| attributes.refused.push((range.clone(), why));
        match attribute {
            Attribute::Id(id) => attributes.id = Some(id.to_owned()),
            // A class is for other programs; there is nothing to lose in it.
            Attribute::Class(_) => {}
            Attribute::Value("id", value) => attributes.id = Some(value),
            Attribute::Value("alt", value) => attributes.alt = Some(value),
            Attribute::Value("credit", value) => attributes.credit = Some(value),
            Attribute::Value("aspect", value) => match parse_aspect(&value) {
                Some(aspect) => attributes.aspect = Some(aspect),
                None => refuse(Refused::Aspect(value)),
            },
            Attribute::Value(name, _) => refuse(Refused::Unknown(name.to_owned())),
        }
    }
    Some((attributes, length))
}

/// `3:2`, `3/2` or `3x2`.
fn parse_aspect(value: &str) -> Option<Aspect> {
    let (width, height) = value.split_once([':', '/', 'x'])?;
    Aspect::new(width.trim().parse().ok()?, height.trim().parse().ok()?)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn braces_are_read() {
        let text = r#"{#fig:quay .wide alt="A \"long\" quay" credit='Ann Lee' aspect=3:2} more"#;
        let (attributes, length) = parse(text).unwrap();
        assert_eq!(attributes.id.as_deref(), Some("fig:quay"));
        assert_eq!(attributes.alt.as_deref(), Some("A \"long\" quay"));
        assert_eq!(attributes.credit.as_deref(), Some("Ann Lee"));
        assert_eq!(attributes.aspect, Aspect::new(3, 2));
        assert_eq!(&text[length..], " more");
    }

    #[test]
    fn what_means_nothing_is_kept_for_the_report() {
        let (attributes, _) = parse("{width=60% aspect=0:2}").unwrap();
        assert_eq!(attributes.aspect, None);
        assert_eq!(
            attributes.refused,
            [
                (1..10, Refused::Unknown("width".into())),
                (11..21, Refused::Aspect("0:2".into())),
            ]
        );
    }

    #[test]
    fn other_braces_are_prose() {
        for text in [
            "{}",
            "{ }",
            "{a b}",
            "{#a",
            "{alt=\"a}",
            "{alt=\"a\nb\"}",
            "x",
            "",
            "{=}",
        ] {
            assert_eq!(parse(text), None, "{text}");
        }
    }
}
