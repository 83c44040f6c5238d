//! Attributes in braces right after an image:
//! `{#fig:quay alt="…" credit="…" aspect=3:2 width=60% placement=top focus=40,30}`.

use std::ops::Range;

use crate::document::{Aspect, Focus, Placement};
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
    /// Where the credit leads, of a macro that says so.
    pub credit_address: Option<String>,
    /// Width to height.
    pub aspect: Option<Aspect>,
    /// The share of the measure, in per cent.
    pub width: Option<u8>,
    /// Where it is to stand on the page.
    pub placement: Option<Placement>,
    /// What every crop keeps.
    pub focus: Option<Focus>,
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
    /// `width` with something else than a share of the measure.
    Width(String),
    /// `placement` with a word that is none.
    Placement(String),
    /// `focus` with something else than two shares.
    Focus(String),
}

impl Refused {
    /// What is the matter, in one sentence.
    pub fn message(&self) -> String {
        match self {
            Refused::Unknown(name) => format!("no edition uses the attribute `{name}`"),
            Refused::Aspect(value) => {
                format!("“{value}” is no aspect; write width and height as in `3:2`")
            }
            Refused::Width(value) => format!("“{value}” is no width that both editions can use"),
            Refused::Placement(value) => format!("“{value}” is no placement"),
            Refused::Focus(value) => format!("“{value}” is no point of the photo"),
        }
    }

    /// What to do about it, where the message does not say so.
    pub fn hint(&self) -> Option<&'static str> {
        match self {
            Refused::Unknown(_) | Refused::Aspect(_) => None,
            Refused::Width(_) => Some(
                "write a share of the line, 1% to 100%, as in `width=60%`: pages and screens differ in size",
            ),
            Refused::Placement(_) => {
                Some("write `here`, `top`, `bottom`, `page`, `full-bleed`, `margin` or `row`")
            }
            Refused::Focus(_) => Some(
                "write how far it is from the left and from the top in per cent, as in `focus=40,30`",
            ),
        }
    }
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
            Attribute::Value("width", value) => match parse_share(&value) {
                Some(width) => attributes.width = Some(width),
                None => refuse(Refused::Width(value)),
            },
            Attribute::Value("placement", value) => match Placement::named(&value) {
                Some(placement) => attributes.placement = Some(placement),
                None => refuse(Refused::Placement(value)),
            },
            Attribute::Value("focus", value) => match parse_focus(&value) {
                Some(focus) => attributes.focus = Some(focus),
                None => refuse(Refused::Focus(value)),
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

/// `60%`, as a whole number from 1 to 100. Parts of a per cent are cut off.
pub(in crate::markdown) fn parse_share(value: &str) -> Option<u8> {
    let number = value.trim().strip_suffix('%')?.trim_end();
    let (whole, part) = number.split_once('.').unwrap_or((number, "0"));
    let is_number = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    if !is_number(whole) || !is_number(part) {
        return None;
    }
    whole.parse().ok().filter(|share| (1..=100).contains(share))
}

/// `40,30`, `40 30` or `40%,30%`: per cent, with one decimal at most.
fn parse_focus(value: &str) -> Option<Focus> {
    let (x, y) = value.trim().split_once([',', ' '])?;
    let share = |text: &str| -> Option<u16> {
        let text = text.trim();
        let text = text.strip_suffix('%').unwrap_or(text);
        let (whole, tenth) = text.split_once('.').unwrap_or((text, "0"));
        if tenth.len() != 1 || whole.starts_with('+') {
            return None;
        }
        let whole: u16 = whole.parse().ok().filter(|whole| *whole <= 100)?;
        Some(whole * 10 + tenth.parse::<u16>().ok()?)
    };
    Focus::new(share(x)?, share(y)?)
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
        let (attributes, _) = parse("{height=60% aspect=0:2}").unwrap();
        assert_eq!(attributes.aspect, None);
        assert_eq!(
            attributes.refused,
            [
                (1..11, Refused::Unknown("height".into())),
                (12..22, Refused::Aspect("0:2".into())),
            ]
        );
    }

    #[test]
    fn widths_are_shares_and_points_lie_in_the_photo() {
        assert_eq!(parse_share("60%"), Some(60));
        assert_eq!(parse_share(" 33.3 % "), Some(33));
        for none in [
            "60", "0%", "101%", "400px", "8cm", "-5%", "+5%", "%", "1.%", "9999999%",
        ] {
            assert_eq!(parse_share(none), None, "{none}");
        }
        assert_eq!(parse_focus("40,30"), Focus::new(400, 300));
        assert_eq!(parse_focus("42.5%, 100%"), Focus::new(425, 1_000));
        for none in [
            "40", "40,", "101,5", "100.1,5", "a,b", "1.25,3", "-1,2", "0.4;0.3",
        ] {
            assert_eq!(parse_focus(none), None, "{none}");
        }
        let (attributes, _) = parse("{placement=Top width=7cm}").unwrap();
        assert_eq!(attributes.placement, Some(Placement::Top));
        assert_eq!(attributes.refused, [(15..24, Refused::Width("7cm".into()))]);
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
