//! The lists that stand at the back of a book where its author asks for them.

use super::inline::plain_text;
use super::{Anchor, Document, PlacedFigure};

/// A list at the back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BackList<'a> {
    /// Which of them.
    pub kind: BackListKind,
    /// What stands over it, in the book's language.
    pub title: &'static str,
    /// Its lines, in reading order; at least one.
    pub lines: Vec<BackLine<'a>>,
}

/// The kinds of lists.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BackListKind {
    /// Every photo.
    Photos,
    /// Who made or owns them.
    Credits,
}

impl BackListKind {
    /// A name for files and destinations. No [`Anchor`] has a capital letter, so none is equal.
    pub fn name(self) -> &'static str {
        match self {
            BackListKind::Photos => "List-of-photos",
            BackListKind::Credits => "Photo-credits",
        }
    }
}

/// One line, leading to its photo.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BackLine<'a> {
    /// Where the photo stands.
    pub anchor: &'a Anchor,
    /// What it says.
    pub text: String,
}

impl Document {
    /// The lists that the author asks for and that have a line, in the order of the book. The list of
    /// photos has those that stand by themselves; who is to be credited for one in the middle of a line
    /// is named nowhere but in the credits, so they have those, too.
    pub fn back_lists(&self) -> Vec<BackList<'_>> {
        let makeup = self.metadata.makeup;
        if !(makeup.list_of_photos || makeup.photo_credits) {
            return Vec::new();
        }
        let figures = self.figures();
        let [photos, credits] = titles(&self.metadata.language);
        let stand_alone = figures.iter().filter(|placed| !placed.is_in_line);
        let listed = stand_alone.filter_map(|placed| {
            Some(BackLine {
                anchor: placed.anchor?,
                text: name(placed)?,
            })
        });
        let credited = figures.iter().filter_map(|placed| {
            let credit = one_line(&plain_text(placed.credit()));
            let text = match name(placed) {
                Some(name) => format!("{credit}: {name}"),
                None => credit.clone(),
            };
            let anchor = placed.anchor?;
            (!credit.is_empty()).then_some(BackLine { anchor, text })
        });
        let mut lists = Vec::new();
        if makeup.list_of_photos {
            lists.push(BackList {
                kind: BackListKind::Photos,
                title: photos,
                lines: listed.collect(),
            });
        }
        if makeup.photo_credits {
            lists.push(BackList {
                kind: BackListKind::Credits,
                title: credits,
                lines: credited.collect(),
            });
        }
        lists.retain(|list| !list.lines.is_empty());
        lists
    }
}

/// What a photo is called in a list: the beginning of its cutline, or else of its description,
/// of the cutline of its row, or its slug. A photo that is decoration is called nothing.
fn name(placed: &PlacedFigure<'_>) -> Option<String> {
    let of_row = placed.row.map(|row| row.cutline.as_slice());
    let cutline = one_line(&plain_text(&placed.figure.cutline));
    let of_row = one_line(&plain_text(of_row.unwrap_or_default()));
    let text = match &placed.figure.alt {
        _ if !cutline.is_empty() => cutline,
        Some(alt) if alt.trim().is_empty() => return None,
        Some(alt) => one_line(alt),
        None if !of_row.is_empty() => of_row,
        None => placed.figure.slug.as_str().to_owned(),
    };
    Some(shortened(text))
}

/// About two lines of a narrow column, cut between words.
fn shortened(text: String) -> String {
    const LONGEST: usize = 96;
    let Some((end, _)) = text.char_indices().nth(LONGEST) else {
        return text;
    };
    let kept = text.get(..end).unwrap_or_default();
    let kept = kept.rsplit_once(' ').map_or(kept, |(words, _)| words);
    let kept = kept.trim_end_matches(|c: char| !c.is_alphanumeric());
    format!("{kept}…")
}

fn one_line(text: &str) -> String {
    text.split_ascii_whitespace().collect::<Vec<_>>().join(" ")
}

fn titles(language: &str) -> [&'static str; 2] {
    let primary = language.split(['-', '_']).next().unwrap_or_default();
    let mut known = TITLES.iter();
    let found = known.find(|(language, _)| language.eq_ignore_ascii_case(primary));
    found.unwrap_or(&TITLES[0]).1
}

/// What stands over the list of photos and over the photo credits.
#[rustfmt::skip]
static TITLES: [(&str, [&str; 2]); 11] = [
    ("en", ["List of photos", "Photo credits"]),
    ("de", ["Verzeichnis der Fotos", "Bildnachweis"]),
    ("fr", ["Liste des photos", "Crédits photographiques"]),
    ("es", ["Lista de fotos", "Créditos fotográficos"]),
    ("pt", ["Lista de fotos", "Créditos fotográficos"]),
    ("it", ["Elenco delle foto", "Crediti fotografici"]),
    ("nl", ["Lijst van foto’s", "Fotoverantwoording"]),
    ("ru", ["Список фотографий", "Авторы фотографий"]),
    ("zh", ["照片目录", "照片来源"]),
    ("ja", ["写真一覧", "写真提供"]),
    ("ar", ["قائمة الصور", "مصادر الصور"]),
];
