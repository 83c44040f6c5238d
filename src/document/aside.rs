//! Asides: blocks under a title of their own, set apart from the running text.

use super::{Block, Inline};

/// An aside.
#[derive(Clone, Debug, PartialEq)]
pub struct Aside {
    /// What it is to the reader.
    pub role: AsideRole,
    /// Its title, never empty: the author's, or the word for its role in the book's language. Its
    /// text belongs to the aside's node.
    pub title: Vec<Inline>,
    /// What it holds.
    pub blocks: Vec<Block>,
}

/// What an aside is to the reader.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AsideRole {
    /// Worth noticing.
    Note,
    /// Background.
    Info,
    /// Helpful advice.
    Tip,
    /// Must be known.
    Important,
    /// Something may go wrong.
    Warning,
    /// Something may be lost.
    Caution,
    /// Someone may be hurt.
    Danger,
    /// What a screen may fold away under its title; print shows it.
    Details,
}

impl AsideRole {
    /// All of them.
    pub const ALL: [AsideRole; 8] = [
        AsideRole::Note,
        AsideRole::Info,
        AsideRole::Tip,
        AsideRole::Important,
        AsideRole::Warning,
        AsideRole::Caution,
        AsideRole::Danger,
        AsideRole::Details,
    ];

    /// Its name, as classes and manuscripts write it.
    pub fn as_str(self) -> &'static str {
        match self {
            AsideRole::Note => "note",
            AsideRole::Info => "info",
            AsideRole::Tip => "tip",
            AsideRole::Important => "important",
            AsideRole::Warning => "warning",
            AsideRole::Caution => "caution",
            AsideRole::Danger => "danger",
            AsideRole::Details => "details",
        }
    }

    /// The role of this name, in any case of letters.
    pub fn named(name: &str) -> Option<AsideRole> {
        let mut all = AsideRole::ALL.into_iter();
        all.find(|role| role.as_str().eq_ignore_ascii_case(name))
    }

    /// The title of an aside that has none, in the language of a BCP 47 tag. English stands in for
    /// languages that are not in the table.
    pub fn title(self, language: &str) -> &'static str {
        let primary = language.split(['-', '_']).next().unwrap_or_default();
        let same = |(tag, _): &&(&str, [&str; 8])| tag.eq_ignore_ascii_case(primary);
        let (_, titles) = TITLES.iter().find(same).unwrap_or(&TITLES[0]);
        match self {
            AsideRole::Note => titles[0],
            AsideRole::Info => titles[1],
            AsideRole::Tip => titles[2],
            AsideRole::Important => titles[3],
            AsideRole::Warning => titles[4],
            AsideRole::Caution => titles[5],
            AsideRole::Danger => titles[6],
            AsideRole::Details => titles[7],
        }
    }
}

/// In the order of [`AsideRole::ALL`].
#[rustfmt::skip]
static TITLES: [(&str, [&str; 8]); 11] = [
    ("en", ["Note", "Info", "Tip", "Important", "Warning", "Caution", "Danger", "Details"]),
    ("de", ["Hinweis", "Info", "Tipp", "Wichtig", "Warnung", "Vorsicht", "Gefahr", "Einzelheiten"]),
    ("fr", ["Remarque", "Info", "Astuce", "Important", "Avertissement", "Attention", "Danger", "Détails"]),
    ("es", ["Nota", "Información", "Consejo", "Importante", "Advertencia", "Precaución", "Peligro", "Detalles"]),
    ("pt", ["Nota", "Informação", "Dica", "Importante", "Aviso", "Cuidado", "Perigo", "Detalhes"]),
    ("it", ["Nota", "Informazione", "Consiglio", "Importante", "Avvertenza", "Attenzione", "Pericolo", "Dettagli"]),
    ("nl", ["Opmerking", "Info", "Tip", "Belangrijk", "Waarschuwing", "Voorzichtig", "Gevaar", "Details"]),
    ("ru", ["Примечание", "Сведения", "Совет", "Важно", "Предупреждение", "Осторожно", "Опасно", "Подробности"]),
    ("zh", ["注意", "信息", "提示", "重要", "警告", "小心", "危险", "详情"]),
    ("ja", ["注記", "情報", "ヒント", "重要", "警告", "注意", "危険", "詳細"]),
    ("ar", ["ملاحظة", "معلومات", "نصيحة", "مهم", "تحذير", "تنبيه", "خطر", "تفاصيل"]),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn roles_have_names_and_titles() {
        for role in AsideRole::ALL {
            assert_eq!(AsideRole::named(&role.as_str().to_uppercase()), Some(role));
            assert_eq!(role.title("en").to_lowercase(), role.as_str());
        }
        assert_eq!(AsideRole::Warning.title("de-AT"), "Warnung");
        assert_eq!(AsideRole::Tip.title("tlh"), "Tip");
    }
}
