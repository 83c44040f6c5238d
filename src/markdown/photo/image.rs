//! An image of the manuscript becomes a figure.

use super::attributes::Attributes;
use super::{credit, junk};
use crate::document::inline::plain_text;
use crate::document::{
    Aspect, Figure, FigureRow, Inline, InlineKind, NodeId, PhotoSource, Rights, Slug, Target,
};
use crate::markdown::splice;
use crate::percent::decode;
use crate::source::Span;

/// What stands in the manuscript, in Markdown or HTML.
pub(in crate::markdown) struct Image {
    /// Where.
    pub span: Span,
    /// The text in brackets.
    pub text: Vec<Inline>,
    /// The address, entities resolved.
    pub address: String,
    /// The title in quotes, or nothing.
    pub title: String,
    /// The attributes in braces, or those of the HTML tag.
    pub attributes: Attributes,
}

/// A figure, and whether the author chose its slug.
pub(in crate::markdown) struct NamedFigure {
    pub figure: Figure,
    pub slug_is_chosen: bool,
}

/// Makes a figure. The text is its cutline, unless a title says something else: then the title is
/// the cutline and the text describes the photo, as both were meant. Text that is junk is neither.
pub(in crate::markdown) fn figure(image: Image) -> NamedFigure {
    let Image {
        span,
        mut text,
        address,
        title,
        attributes,
    } = image;
    let mut alt = attributes.alt;
    splice::trim(&mut text);
    let plain = plain_text(&text);
    if junk::is_junk(&plain, &address) {
        text = Vec::new();
    }
    let title = title.trim();
    let title_says_more =
        !title.is_empty() && title != plain.trim() && !junk::is_junk(title, &address);
    let cutline = if !title_says_more {
        text
    } else {
        let title = text_inline(span, title);
        if text.is_empty() {
            vec![title]
        } else if alt.is_none() {
            alt = Some(one_line(&plain));
            vec![title]
        } else {
            text.push(text_inline(span, " "));
            text.push(title);
            text
        }
    };
    let (cutline, mut credit) = with_credit(cutline, attributes.credit.as_deref(), span);
    if let Some(address) = attributes.credit_address.filter(|_| !credit.is_empty()) {
        credit = vec![Inline {
            id: NodeId(0),
            span,
            kind: InlineKind::Link {
                target: Box::new(Target::External(address)),
                content: credit,
            },
        }];
    }
    let (source, chosen) = source(&address);
    let slug_is_chosen = chosen.is_some();
    let slug = chosen
        .or_else(|| stem(&source).and_then(|stem| Slug::from_text(&stem)))
        .unwrap_or_else(|| slug_from(&cutline, &credit));
    NamedFigure {
        figure: Figure {
            slug,
            source,
            cutline,
            credit,
            alt,
            aspect: attributes.aspect,
            focus: attributes.focus,
            width: attributes.width,
            placement: attributes.placement,
            link: None,
            rights: Rights::default(),
        },
        slug_is_chosen,
    }
}

/// A figure that is only a cutline with its credit: the photo is still to come.
pub(super) fn placeholder(cutline: Vec<Inline>, credit: Vec<Inline>) -> Figure {
    Figure {
        slug: slug_from(&cutline, &credit),
        source: PhotoSource::Slug,
        cutline,
        credit,
        alt: None,
        aspect: None,
        focus: None,
        width: None,
        placement: None,
        link: None,
        rights: Rights::default(),
    }
}

/// Gives a figure a cutline that stands outside its brackets. What stood in them describes the
/// photo then.
pub(in crate::markdown) fn attach(figure: &mut Figure, cutline: Vec<Inline>) {
    let credited = credit::split_any(splice::unwrapped(cutline));
    // A line that is only a credit leaves the cutline where it is.
    if credited.cutline.is_empty() && figure.credit.is_empty() {
        figure.credit = credited.credit;
        return;
    }
    let inner = std::mem::replace(&mut figure.cutline, credited.cutline);
    if !credited.credit.is_empty() && figure.credit.is_empty() {
        figure.credit = credited.credit;
    } else if !credited.credit.is_empty() {
        join(&mut figure.cutline, credited.credit);
    }
    if inner.is_empty() || plain_text(&inner) == plain_text(&figure.cutline) {
        return;
    }
    if figure.alt.is_none() {
        figure.alt = Some(one_line(&plain_text(&inner)));
    } else {
        join(&mut figure.cutline, inner);
    }
}

/// Puts a cutline under all photos of a row. What each says itself stays with it.
pub(in crate::markdown) fn attach_to_row(row: &mut FigureRow, cutline: Vec<Inline>) {
    let credited = credit::split_any(splice::unwrapped(cutline));
    row.cutline = credited.cutline;
    row.credit = credited.credit;
}

/// Makes the text in the brackets of a figure what describes it, if nothing else does.
pub(super) fn describe(figure: &mut Figure) {
    if figure.alt.is_none() && !figure.cutline.is_empty() {
        let inner = std::mem::take(&mut figure.cutline);
        figure.alt = Some(one_line(&plain_text(&inner)));
    }
}

/// The credit of the attribute wins; the same credit at the cutline's end is not said twice.
fn with_credit(
    cutline: Vec<Inline>,
    given: Option<&str>,
    span: Span,
) -> (Vec<Inline>, Vec<Inline>) {
    let given = given.map(str::trim).filter(|given| !given.is_empty());
    let Some(given) = given else {
        let credited = credit::split_any(cutline);
        return (credited.cutline, credited.credit);
    };
    let credited = credit::split_any(cutline.clone());
    let same = plain_text(&credited.credit) == given;
    let cutline = if same { credited.cutline } else { cutline };
    (cutline, vec![text_inline(span, given)])
}

fn join(inlines: &mut Vec<Inline>, more: Vec<Inline>) {
    if let (Some(last), false) = (inlines.last(), more.is_empty()) {
        inlines.push(text_inline(last.span, " "));
    }
    inlines.extend(more);
}

fn text_inline(span: Span, text: &str) -> Inline {
    Inline {
        id: NodeId(0),
        span,
        kind: InlineKind::Text(text.to_owned()),
    }
}

fn one_line(text: &str) -> String {
    text.split_ascii_whitespace().collect::<Vec<_>>().join(" ")
}

fn slug_from(cutline: &[Inline], credit: &[Inline]) -> Slug {
    Slug::from_text(&plain_text(cutline))
        .or_else(|| Slug::from_text(&plain_text(credit)))
        .unwrap_or_else(Slug::unnamed)
}

/// Where the photo is said to be, and the slug if the address is one.
fn source(address: &str) -> (PhotoSource, Option<Slug>) {
    let address = address.trim();
    if let Some(slug) = strip_scheme(address, "photo") {
        return (PhotoSource::Slug, Slug::from_text(&decode(slug)));
    }
    if address.is_empty() {
        return (PhotoSource::Slug, None);
    }
    if let Some(data) = strip_scheme(address, "data") {
        // Of an embedded picture only its type is worth keeping: the rest may be megabytes.
        let kind = data.split([',', ';']).next().unwrap_or_default();
        return (PhotoSource::Remote(format!("data:{kind}")), None);
    }
    if has_scheme(address) || address.starts_with("//") {
        return (PhotoSource::Remote(address.to_owned()), None);
    }
    // What sites append to a path, as in `a.jpg?raw=true`, is no part of the file's name.
    let path = address.split(['?', '#']).next().unwrap_or(address);
    (PhotoSource::Path(decode(path).into_owned()), None)
}

fn strip_scheme<'a>(address: &'a str, scheme: &str) -> Option<&'a str> {
    let (start, rest) = address.split_once(':')?;
    start.eq_ignore_ascii_case(scheme).then_some(rest)
}

/// RFC 3986, 3.1. One letter is a drive, not a scheme.
fn has_scheme(address: &str) -> bool {
    let Some((scheme, _)) = address.split_once(':') else {
        return false;
    };
    scheme.len() > 1
        && scheme.starts_with(|c: char| c.is_ascii_alphabetic())
        && scheme
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || b"+-.".contains(&b))
}

/// The file's name without its extension.
fn stem(source: &PhotoSource) -> Option<String> {
    let path = match source {
        PhotoSource::Slug => return None,
        PhotoSource::Path(path) => path.as_str(),
        PhotoSource::Remote(address) => {
            let path = address.split(['?', '#']).next()?;
            let (_, path) = path.split_once("//")?;
            path.split_once('/')?.1
        }
    };
    let file = path.rsplit(['/', '\\']).next()?;
    Some(match file.rsplit_once('.') {
        Some((stem, _)) if !stem.is_empty() => stem.to_owned(),
        _ => file.to_owned(),
    })
}

/// An aspect from the `width` and `height` of an HTML tag.
pub(in crate::markdown) fn aspect_of(width: &str, height: &str) -> Option<Aspect> {
    let pixels = |value: &str| value.trim().trim_end_matches("px").parse().ok();
    Aspect::new(pixels(width)?, pixels(height)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_say_where_a_photo_is() {
        let slug = |address| source(address).1.map(|slug| slug.as_str().to_owned());
        assert_eq!(
            slug("photo:harbour-signing").as_deref(),
            Some("harbour-signing")
        );
        assert_eq!(slug("Photo:The%20Quay").as_deref(), Some("the-quay"));
        let path = PhotoSource::Path("photos/a b.jpg".into());
        assert_eq!(source("photos/a%20b.jpg"), (path, None));
        let path = PhotoSource::Path("a.jpg".into());
        assert_eq!(source("a.jpg?raw=true"), (path, None));
        let remote = |address: &str| (PhotoSource::Remote(address.into()), None);
        assert_eq!(source("https://x.org/a.jpg"), remote("https://x.org/a.jpg"));
        assert_eq!(source("//x.org/a.jpg"), remote("//x.org/a.jpg"));
        assert_eq!(source("file:///etc/passwd"), remote("file:///etc/passwd"));
        assert_eq!(
            source("data:image/png;base64,AAAA"),
            remote("data:image/png")
        );
        assert_eq!(source(""), (PhotoSource::Slug, None));
    }

    #[test]
    fn stems_come_from_the_last_part() {
        let of = |address| stem(&source(address).0);
        assert_eq!(of("a/b/quay.v2.jpg").as_deref(), Some("quay.v2"));
        assert_eq!(of("https://x.org/p/quay.jpg?w=3").as_deref(), Some("quay"));
        assert_eq!(of("https://x.org"), None);
        assert_eq!(of("data:image/png;base64,AA"), None);
    }

    #[test]
    fn percents_are_decoded_once() {
        assert_eq!(decode("a%20b%2520c"), "a b%20c");
        assert_eq!(decode("100%"), "100%");
        assert_eq!(decode("%+f%zz%e9"), "%+f%zz%e9");
        assert_eq!(decode("%00%0a"), "%00%0a");
        assert_eq!(decode("%C3%9C"), "Ü");
    }
}
