//! Keys of metadata blocks and project files: which are known, and what their values may be.

use super::MetadataEntry;
use crate::diagnostic::{Code, Diagnostic};
use crate::nearest::nearest;
use crate::source::{FileId, Span};

/// A key with its value as a parser found it.
pub(super) struct Stated {
    pub key: String,
    pub span: Span,
    pub value: Value,
}

/// A value as far as metadata needs it.
pub(super) enum Value {
    /// One text, the texts of a list, or nothing.
    Texts(Vec<StatedText>),
    /// A mapping, or a list of mappings.
    Groups(Vec<Group>),
    /// Anything else.
    Nested,
}

/// The texts of a mapping with their keys, in the order of the source.
pub(super) type Group = Vec<(String, StatedText)>;

/// A text with where it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct StatedText {
    pub text: String,
    pub span: Span,
}

impl StatedText {
    /// What is not said of a value that stands here.
    fn empty(span: Span) -> StatedText {
        let text = String::new();
        StatedText { text, span }
    }
}

/// Where a piece of a file that is parsed on its own begins.
#[derive(Clone, Copy)]
pub(super) struct Place {
    pub file: FileId,
    pub base: usize,
}

impl Place {
    pub fn span(self, range: std::ops::Range<usize>) -> Span {
        Span::new(self.file, self.base + range.start..self.base + range.end)
    }
}

/// A key that editions use.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Key {
    Title,
    Subtitle,
    Authors,
    Language,
    Date,
    Description,
    Kicker,
    Publisher,
    Rights,
    Identifier,
    Contributors,
    TitleSort,
    Isbn,
    PrintIsbn,
    Series,
    Subjects,
    ConformsTo,
    CertifiedBy,
    Style,
    Layout,
    Role,
    NumberHeadings,
    Smart,
    ListOfPhotos,
    PhotoCredits,
    MaxPixels,
    PrintColours,
    LeadPhoto,
    Cover,
    Ragged,
    DropCaps,
    EmbedFonts,
    Hyphenation,
    Index,
    Territory,
    Page,
    Press,
}

/// Every name of every key. The first of a key is the one that documentation shows.
const NAMES: [(&str, Key); 50] = [
    ("title", Key::Title),
    ("subtitle", Key::Subtitle),
    ("author", Key::Authors),
    ("authors", Key::Authors),
    ("language", Key::Language),
    ("lang", Key::Language),
    ("date", Key::Date),
    ("description", Key::Description),
    ("summary", Key::Description),
    ("standfirst", Key::Description),
    ("kicker", Key::Kicker),
    ("publisher", Key::Publisher),
    ("rights", Key::Rights),
    ("identifier", Key::Identifier),
    ("contributors", Key::Contributors),
    ("contributor", Key::Contributors),
    ("title_sort", Key::TitleSort),
    ("isbn", Key::Isbn),
    ("print_isbn", Key::PrintIsbn),
    ("series", Key::Series),
    ("subjects", Key::Subjects),
    ("subject", Key::Subjects),
    ("keywords", Key::Subjects),
    ("keyword", Key::Subjects),
    ("conforms_to", Key::ConformsTo),
    ("certified_by", Key::CertifiedBy),
    ("style", Key::Style),
    ("layout", Key::Layout),
    ("role", Key::Role),
    ("number_headings", Key::NumberHeadings),
    ("smart", Key::Smart),
    ("list_of_photos", Key::ListOfPhotos),
    ("photo_credits", Key::PhotoCredits),
    ("ragged", Key::Ragged),
    ("drop_caps", Key::DropCaps),
    ("embed_fonts", Key::EmbedFonts),
    ("hyphenation", Key::Hyphenation),
    ("index", Key::Index),
    ("max_pixels", Key::MaxPixels),
    ("print_colours", Key::PrintColours),
    ("territory", Key::Territory),
    ("page", Key::Page),
    ("press", Key::Press),
    // A picture of the book; a group of keys under this name is the photo of a post.
    ("cover", Key::Cover),
    // Static site generators and their themes have no one name for it.
    ("image", Key::LeadPhoto),
    ("cover_image", Key::LeadPhoto),
    ("featured_image", Key::LeadPhoto),
    ("feature_image", Key::LeadPhoto),
    ("featuredimage", Key::LeadPhoto),
    ("header_image", Key::LeadPhoto),
];

impl Key {
    /// The key of this name, in any case of letters.
    pub fn named(name: &str) -> Option<Key> {
        let same = |(known, _): &&(&str, Key)| known.eq_ignore_ascii_case(name);
        NAMES.iter().find(same).map(|(_, key)| *key)
    }

    /// Whether a list of values makes sense.
    fn takes_several(self) -> bool {
        matches!(
            self,
            Key::Authors
                | Key::Contributors
                | Key::Subjects
                | Key::Territory
                | Key::Hyphenation
                | Key::Index
        )
    }

    /// The names in groups of the parts that one value of this key has, where it may be a group. The
    /// first part must be there.
    fn parts(self) -> &'static [&'static [&'static str]] {
        match self {
            Key::Title => &[&["text"]],
            // pandoc and Quarto say `text`, calibre and EPUB `file-as`.
            Key::Authors | Key::Contributors => &[
                &["name", "text"],
                &["file_as", "file-as", "sort"],
                &["role"],
            ],
            Key::Subjects => &[
                &["name", "text"],
                &["scheme", "authority"],
                &["code", "term"],
            ],
            Key::Series => &[
                &["name", "text", "title"],
                &["position", "number", "volume"],
            ],
            _ => &[],
        }
    }

    /// What a group says of this key: its parts in turn, of the lead photo its address, what it
    /// shows and its cutline.
    fn texts_of(self, groups: Vec<Group>) -> Option<Vec<StatedText>> {
        fn find(group: &Group, names: &[&str]) -> Option<StatedText> {
            let mut found = group
                .iter()
                .filter(|(key, _)| names.contains(&key.as_str()));
            found.next().map(|(_, text)| text.clone())
        }
        if !self.parts().is_empty() {
            let mut texts = Vec::new();
            for group in &groups {
                let (first, others) = self.parts().split_first()?;
                let first = find(group, first)?;
                let span = first.span;
                texts.push(first);
                let others = others.iter().map(|names| find(group, names));
                texts.extend(others.map(|text| text.unwrap_or_else(|| StatedText::empty(span))));
            }
            return Some(texts);
        }
        match self {
            Key::LeadPhoto | Key::Cover => {
                let group = groups.first()?;
                let address = find(group, &["image", "src", "path", "url", "file"])?;
                let empty = StatedText::empty(address.span);
                let alt = find(group, &["alt"]).unwrap_or_else(|| empty.clone());
                let cutline = find(group, &["caption", "title"]).unwrap_or(empty);
                Some(vec![address, alt, cutline])
            }
            // Its keys and their values in turn.
            Key::Page | Key::Press => {
                let pairs = groups.into_iter().flatten();
                let texts = pairs.flat_map(|(key, value)| {
                    let span = value.span;
                    [StatedText { text: key, span }, value]
                });
                Some(texts.collect())
            }
            _ => None,
        }
    }
}

/// Keys that are known here beside those that editions use.
#[derive(Clone, Copy)]
pub(super) struct Beside {
    /// Read by someone else; hints may name them.
    pub read: &'static [&'static str],
    /// Meant for other programs and passed over, in any case of letters.
    pub ignored: &'static [&'static str],
}

/// Keeps what editions can use and reports the rest.
pub(super) fn accept(
    stated: Vec<Stated>,
    beside: Beside,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<MetadataEntry> {
    let mut seen = std::collections::BTreeSet::new();
    let mut entries = Vec::new();
    for Stated { key, span, value } in stated {
        let Some(known) = Key::named(&key) else {
            let mut ignored = beside.ignored.iter();
            if ignored.any(|known| known.eq_ignore_ascii_case(&key)) {
                continue;
            }
            let message = format!("no edition uses the key `{key}`");
            let diagnostic = Diagnostic::new(Code::UnknownMetadataKey, span, message);
            let names = NAMES.iter().map(|(name, _)| *name);
            diagnostics.push(
                match nearest(&key, names.chain(beside.read.iter().copied())) {
                    Some(name) => diagnostic.hint(format!("did you mean `{name}`?")),
                    None => diagnostic,
                },
            );
            continue;
        };
        let mut refuse = |message: String| {
            diagnostics.push(Diagnostic::new(Code::InvalidMetadataValue, span, message));
        };
        if !seen.insert(known) {
            refuse(format!(
                "`{key}` says again what a key above says; the first stands"
            ));
            continue;
        }
        let parts = known.parts().len();
        let is_group = matches!(value, Value::Groups(_));
        let texts = match value {
            Value::Texts(mut texts) => {
                if known == Key::LeadPhoto {
                    texts.truncate(1);
                }
                let rest = parts.saturating_sub(1);
                let whole = texts.into_iter().flat_map(|text| {
                    let empty = StatedText::empty(text.span);
                    std::iter::once(text).chain(std::iter::repeat_n(empty, rest))
                });
                Some(whole.collect())
            }
            Value::Groups(groups) => known.texts_of(groups),
            Value::Nested => None,
        };
        let Some(texts) = texts else {
            refuse(format!(
                "the value of `{key}` must be a text, not a group of keys"
            ));
            continue;
        };
        if matches!(known, Key::LeadPhoto | Key::Page | Key::Press)
            || (known == Key::Cover && is_group)
        {
            // Their parts in order: an empty one says something too.
            let values = texts.iter().map(|value| one_line(&value.text)).collect();
            entries.push(MetadataEntry { key, span, values });
            continue;
        }
        let size = parts.max(1);
        let values: Vec<String> = texts.iter().map(|value| one_line(&value.text)).collect();
        let is_said = |value: &&[String]| value.first().is_some_and(|first| !first.is_empty());
        let mut values = values
            .chunks(size)
            .filter(is_said)
            .collect::<Vec<_>>()
            .concat();
        if values.len() > size && !known.takes_several() {
            refuse(format!(
                "`{key}` takes one value; the first of the list stands"
            ));
            values.truncate(size);
        }
        entries.push(MetadataEntry { key, span, values });
    }
    entries
}

/// White space that is there for the source's layout becomes single spaces. A non-breaking space
/// is meant, so it stays. Escapes may bring in control characters; XML cannot carry them.
fn one_line(text: &str) -> String {
    let spaced: String = text
        .chars()
        .map(|c| if c.is_control() { ' ' } else { c })
        .filter(|c| !matches!(c, '\u{fffe}' | '\u{ffff}'))
        .collect();
    spaced
        .split_ascii_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
}
