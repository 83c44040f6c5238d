//! The few words that cutline itself puts into an edition, in the book's language.

/// Words of one language. English stands in for languages that are not in the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Words {
    /// BCP 47 primary subtag.
    pub language: &'static str,
    /// The neutral word for a photo without alternative text.
    pub photo: &'static str,
    /// What a table is called.
    pub table: &'static str,
    /// In the middle of a reserved slot.
    pub photo_to_come: &'static str,
    /// In the middle of the slot of a photo that is not allowed in the edition.
    pub photo_withheld: &'static str,
    /// Between the printed size of a slot and the pixels it needs.
    pub at_least: &'static str,
    /// The heading over the contents.
    pub contents: &'static str,
    /// The first page.
    pub cover: &'static str,
    /// The heading over the notes of a chapter.
    pub notes: &'static str,
    /// The way from a note back to its reference.
    pub back_to_text: &'static str,
    /// One printed page.
    pub page: &'static str,
    /// Before and after a folio in the middle of a sentence.
    pub on_page: [&'static str; 2],
    /// The title page.
    pub title_page: &'static str,
    /// The list of printed pages.
    pub list_of_pages: &'static str,
    /// Over the index.
    pub index: &'static str,
    /// Before the entry of the index that a reader is sent to.
    pub see: &'static str,
    /// Over all photos of a book on paper.
    pub contact_sheet: &'static str,
}

/// Whether a language is read from right to left, by its script where the tag has one.
pub fn is_right_to_left(tag: &str) -> bool {
    let tag = tag.to_ascii_lowercase();
    let mut subtags = tag.split(['-', '_']);
    let primary = subtags.next().unwrap_or_default();
    match subtags.find(|subtag| subtag.len() == 4) {
        Some(script) => matches!(script, "arab" | "hebr" | "syrc" | "thaa" | "nkoo" | "adlm"),
        None => [
            "ar", "arc", "ckb", "dv", "fa", "he", "iw", "ji", "ps", "sd", "syr", "ug", "ur", "yi",
        ]
        .contains(&primary),
    }
}

/// Whether every letter is of a script that is letterspaced and has small capitals.
pub fn has_capitals(text: &str) -> bool {
    text.chars()
        .all(|c| c < '\u{530}' || matches!(c, '\u{1e00}'..='\u{206f}'))
}

impl Words {
    /// The words for a BCP 47 tag, by its primary subtag.
    pub fn of(tag: &str) -> &'static Words {
        let primary = tag.split(['-', '_']).next().unwrap_or_default();
        let same = |words: &&Words| words.language.eq_ignore_ascii_case(primary);
        TABLE.iter().find(same).unwrap_or(&TABLE[0])
    }

    /// What stands between the parts of a list in a line.
    pub fn comma(&self) -> &'static str {
        match self.language {
            "zh" | "ja" => "、",
            "ar" => "، ",
            _ => ", ",
        }
    }

    /// What stands around an aside in the middle of a sentence. The brackets of scripts without spaces
    /// bring their own room.
    pub fn brackets(&self) -> [&'static str; 2] {
        match self.language {
            "zh" | "ja" => ["（", "）"],
            _ => [" (", ")"],
        }
    }
}

#[rustfmt::skip]
static TABLE: [Words; 11] = [
    Words { language: "en", photo: "Photo", table: "Table", photo_to_come: "Photo to come", photo_withheld: "Photo not in this edition", at_least: "at least", contents: "Contents", cover: "Cover", notes: "Notes", back_to_text: "Back to the text", page: "page", on_page: ["page\u{a0}", ""], title_page: "Title page", list_of_pages: "List of pages", index: "Index", see: "see", contact_sheet: "Contact sheet" },
    Words { language: "de", photo: "Foto", table: "Tabelle", photo_to_come: "Foto folgt", photo_withheld: "Foto nicht in dieser Ausgabe", at_least: "mindestens", contents: "Inhalt", cover: "Umschlag", notes: "Anmerkungen", back_to_text: "Zurück zum Text", page: "Seite", on_page: ["Seite\u{a0}", ""], title_page: "Titelseite", list_of_pages: "Seitenverzeichnis", index: "Register", see: "siehe", contact_sheet: "Kontaktbogen" },
    Words { language: "fr", photo: "Photo", table: "Tableau", photo_to_come: "Photo à venir", photo_withheld: "Photo absente de cette édition", at_least: "au moins", contents: "Table des matières", cover: "Couverture", notes: "Notes", back_to_text: "Retour au texte", page: "page", on_page: ["page\u{a0}", ""], title_page: "Page de titre", list_of_pages: "Liste des pages", index: "Index", see: "voir", contact_sheet: "Planche-contact" },
    Words { language: "es", photo: "Foto", table: "Tabla", photo_to_come: "Foto pendiente", photo_withheld: "Foto no incluida en esta edición", at_least: "al menos", contents: "Índice", cover: "Cubierta", notes: "Notas", back_to_text: "Volver al texto", page: "página", on_page: ["página\u{a0}", ""], title_page: "Portada", list_of_pages: "Lista de páginas", index: "Índice alfabético", see: "véase", contact_sheet: "Hoja de contactos" },
    Words { language: "pt", photo: "Foto", table: "Tabela", photo_to_come: "Foto a chegar", photo_withheld: "Foto não incluída nesta edição", at_least: "pelo menos", contents: "Índice", cover: "Capa", notes: "Notas", back_to_text: "Voltar ao texto", page: "página", on_page: ["página\u{a0}", ""], title_page: "Folha de rosto", list_of_pages: "Lista de páginas", index: "Índice remissivo", see: "ver", contact_sheet: "Folha de contacto" },
    Words { language: "it", photo: "Foto", table: "Tabella", photo_to_come: "Foto in arrivo", photo_withheld: "Foto non presente in questa edizione", at_least: "almeno", contents: "Indice", cover: "Copertina", notes: "Note", back_to_text: "Torna al testo", page: "pagina", on_page: ["pagina\u{a0}", ""], title_page: "Frontespizio", list_of_pages: "Elenco delle pagine", index: "Indice analitico", see: "vedi", contact_sheet: "Foglio di provini" },
    Words { language: "nl", photo: "Foto", table: "Tabel", photo_to_come: "Foto volgt", photo_withheld: "Foto niet in deze uitgave", at_least: "minstens", contents: "Inhoud", cover: "Omslag", notes: "Noten", back_to_text: "Terug naar de tekst", page: "pagina", on_page: ["pagina\u{a0}", ""], title_page: "Titelpagina", list_of_pages: "Lijst van pagina’s", index: "Register", see: "zie", contact_sheet: "Contactvel" },
    Words { language: "ru", photo: "Фото", table: "Таблица", photo_to_come: "Фото ожидается", photo_withheld: "Фото нет в этом издании", at_least: "не менее", contents: "Содержание", cover: "Обложка", notes: "Примечания", back_to_text: "Назад к тексту", page: "страница", on_page: ["с.\u{a0}", ""], title_page: "Титульный лист", list_of_pages: "Список страниц", index: "Предметный указатель", see: "см.", contact_sheet: "Контактный лист" },
    Words { language: "zh", photo: "照片", table: "表", photo_to_come: "照片待补", photo_withheld: "本版不含此照片", at_least: "至少", contents: "目录", cover: "封面", notes: "注释", back_to_text: "返回正文", page: "页", on_page: ["第", "页"], title_page: "扉页", list_of_pages: "页码列表", index: "索引", see: "见", contact_sheet: "照片小样" },
    Words { language: "ja", photo: "写真", table: "表", photo_to_come: "写真は後日", photo_withheld: "この版に写真はありません", at_least: "最低", contents: "目次", cover: "表紙", notes: "注", back_to_text: "本文に戻る", page: "ページ", on_page: ["", "ページ"], title_page: "扉", list_of_pages: "ページ一覧", index: "索引", see: "→", contact_sheet: "コンタクトシート" },
    Words { language: "ar", photo: "صورة", table: "جدول", photo_to_come: "الصورة لاحقًا", photo_withheld: "الصورة غير متاحة في هذه الطبعة", at_least: "على الأقل", contents: "المحتويات", cover: "الغلاف", notes: "الحواشي", back_to_text: "العودة إلى النص", page: "صفحة", on_page: ["صفحة\u{a0}", ""], title_page: "صفحة العنوان", list_of_pages: "قائمة الصفحات", index: "الفهرس", see: "انظر", contact_sheet: "ورقة الصور المصغرة" },
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn regions_and_unknown_languages_find_words() {
        assert_eq!(Words::of("de-AT").photo, "Foto");
        assert_eq!(Words::of("FR").contents, "Table des matières");
        assert_eq!(Words::of("tlh").photo, "Photo");
    }
}
