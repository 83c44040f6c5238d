//! The words that introduce a credit, by language. Data only: `credit.rs` says how they are read.
//! All in small letters; a space stands for any white space, `'` for both apostrophes.

/// What a language writes around the name of who made or owns a photo.
pub(super) struct CreditWords {
    /// The language's tag; for people, and for the test that none is missing.
    #[cfg_attr(
        not(test),
        expect(dead_code, reason = "a label for people and for the test")
    )]
    pub language: &'static str,
    /// Before a colon: `Foto: Ann Lee`.
    pub nouns: &'static [&'static str],
    /// Before a colon too, but these name where a text comes from as often.
    pub weak: &'static [&'static str],
    /// Nouns and what joins them to a name without a colon: `foto di Ada Rossi`.
    pub joined: &'static [Joined],
    /// Nouns right before a name, in parentheses: `(foto Jan Jansen)`.
    pub bare: &'static [&'static str],
    /// Right after a name, in parentheses: `（李明摄）`.
    pub suffixes: &'static [&'static str],
    /// What may stand for a colon.
    pub separators: &'static [char],
}

/// Nouns and what joins them to a name.
pub(super) struct Joined {
    pub nouns: &'static [&'static str],
    pub joints: &'static [&'static str],
    /// Whether these words alone prove a credit: `photo by`. Otherwise they count in parentheses
    /// alone, and a name must follow, since `foto di gruppo` is none.
    pub is_sure: bool,
}

/// Joints that leave it open whether a name follows.
const fn before_name(nouns: &'static [&'static str], joints: &'static [&'static str]) -> Joined {
    Joined {
        nouns,
        joints,
        is_sure: false,
    }
}

/// Joints that only a credit has.
const fn sure(nouns: &'static [&'static str], joints: &'static [&'static str]) -> Joined {
    Joined {
        nouns,
        joints,
        is_sure: true,
    }
}

const NONE: CreditWords = CreditWords {
    language: "",
    nouns: &[],
    weak: &[],
    joined: &[],
    bare: &[],
    suffixes: &[],
    separators: &[],
};

/// Whose photos are credited by their name alone: `(Photo AFP)`, `(Foto dpa)`.
pub(super) const AGENCIES: [&str; 23] = [
    "afp", "ansa", "anp", "ap", "apa", "belga", "ctk", "dapd", "ddp", "dpa", "efe", "epa", "getty",
    "imago", "jiji", "keystone", "kyodo", "lusa", "magnum", "reuters", "tass", "upi", "xinhua",
];

/// Under a photo, what begins with it is a credit; elsewhere it may stand for anything.
pub(super) const SIGN: char = '©';

#[rustfmt::skip]
pub(super) static TABLE: [CreditWords; 29] = [
    CreditWords {
        language: "en",
        nouns: &["photo", "photos", "photo credit", "photo credits", "photo source", "photograph", "photographs", "photographer", "photography", "image credit", "image source", "picture credit"],
        weak: &["image", "images", "picture", "pictures", "credit", "credits", "source"],
        joined: &[sure(&["photo", "photos", "photograph", "photographs", "photography", "image", "images", "picture", "pictures"], &["courtesy of", "courtesy", "credits", "credit", "by"])],
        ..NONE
    },
    CreditWords {
        language: "de",
        nouns: &["foto", "fotos", "fotograf", "fotografin", "fotografie", "aufnahme", "bildnachweis", "bildquelle", "bildrechte", "fotonachweis", "fotoquelle", "fotocredit"],
        weak: &["bild", "bilder", "quelle"],
        joined: &[before_name(&["foto", "fotos", "bild", "bilder", "aufnahme", "fotografie"], &["von"]), sure(&["foto", "fotos", "bild", "bilder", "aufnahme", "fotografie"], &["mit freundlicher genehmigung von"])],
        bare: &["foto", "fotos"],
        ..NONE
    },
    CreditWords {
        language: "fr",
        nouns: &["photo", "photos", "crédit photo", "crédits photo", "crédit photos", "crédits photos", "crédit photographique", "crédits photographiques", "crédit", "crédits", "photographie", "photographies", "photographe", "cliché"],
        weak: &["image", "images"],
        joined: &[before_name(&["photo", "photos", "photographie", "photographies", "cliché"], &["par", "de"]), sure(&["photo", "photos", "photographie", "photographies", "cliché"], &["avec l'aimable autorisation de"])],
        bare: &["crédit", "crédit photo", "crédits photo"],
        ..NONE
    },
    CreditWords {
        language: "es",
        nouns: &["foto", "fotos", "fotografía", "fotografías", "fotógrafo", "fotógrafa", "crédito", "créditos", "crédito de la foto", "crédito fotográfico", "créditos fotográficos"],
        weak: &["imagen", "imágenes", "fuente"],
        joined: &[before_name(&["foto", "fotos", "fotografía", "fotografías", "imagen"], &["de", "del", "por"]), sure(&["foto", "fotos", "fotografía", "fotografías", "imagen"], &["cortesía de", "cortesía"])],
        bare: &["foto", "fotos", "fotografía"],
        ..NONE
    },
    CreditWords {
        language: "pt",
        nouns: &["foto", "fotos", "fotografia", "fotografias", "fotógrafo", "fotógrafa", "crédito", "créditos", "crédito da foto", "crédito fotográfico"],
        weak: &["imagem", "imagens", "fonte"],
        joined: &[before_name(&["foto", "fotos", "fotografia", "fotografias", "imagem"], &["de", "do", "da", "por"]), sure(&["foto", "fotos", "fotografia", "fotografias", "imagem"], &["cortesia de", "cortesia"])],
        bare: &["foto", "fotos"],
        ..NONE
    },
    CreditWords {
        language: "it",
        nouns: &["foto", "fotografia", "fotografie", "fotografo", "fotografa", "credito fotografico", "crediti fotografici", "credito", "crediti"],
        weak: &["immagine", "immagini", "fonte"],
        joined: &[before_name(&["foto", "fotografia", "fotografie", "immagine"], &["di", "del", "della"]), sure(&["foto", "fotografia", "fotografie", "immagine"], &["a cura di", "per gentile concessione di"])],
        bare: &["foto"],
        ..NONE
    },
    CreditWords {
        language: "nl",
        nouns: &["foto", "foto's", "fotografie", "fotograaf", "beeld", "beelden", "fotoverantwoording", "foto credit"],
        weak: &["bron", "afbeelding"],
        joined: &[before_name(&["foto", "foto's", "beeld"], &["door", "van"]), sure(&["foto", "foto's", "beeld"], &["met dank aan"])],
        bare: &["foto", "foto's", "beeld"],
        ..NONE
    },
    CreditWords {
        language: "ru",
        nouns: &["фото", "фотография", "фотографии", "фотограф", "автор фото", "автор фотографии", "источник фото", "снимок"],
        weak: &["источник", "иллюстрация", "изображение"],
        bare: &["фото"],
        ..NONE
    },
    CreditWords {
        language: "zh",
        nouns: &["照片", "图片", "图片来源", "照片来源", "图片提供", "供图", "图", "圖", "摄影", "攝影", "摄", "圖片", "圖片來源", "照片提供", "摄影师", "攝影師"],
        weak: &["来源", "來源"],
        suffixes: &["摄", "攝", "摄影", "攝影", "供图", "供圖"],
        separators: &['＝', '/', '／', '|', '｜', '\u{3000}', '丨'],
        ..NONE
    },
    CreditWords {
        language: "ja",
        nouns: &["写真", "写真提供", "撮影", "撮影者", "画像", "画像提供", "提供", "フォト", "カメラマン"],
        weak: &["出典"],
        suffixes: &["撮影"],
        separators: &['＝', '=', '／', '/', '・', '\u{3000}'],
        ..NONE
    },
    CreditWords {
        language: "ko",
        nouns: &["사진", "사진 제공", "사진제공", "사진 출처", "사진출처", "촬영"],
        weak: &["출처"],
        suffixes: &["촬영"],
        separators: &['=', '＝', '/', 'ㅣ', '|'],
        ..NONE
    },
    CreditWords {
        language: "ar",
        nouns: &["صورة", "الصورة", "صور", "تصوير", "عدسة", "بعدسة", "المصور", "المصوّر", "مصدر الصورة", "حقوق الصورة"],
        weak: &["المصدر", "مصدر"],
        ..NONE
    },
    CreditWords {
        language: "fa",
        nouns: &["عکس", "عکاس", "عکس‌ها", "منبع عکس", "تصویر"],
        weak: &["منبع"],
        joined: &[before_name(&["عکس"], &["از"])],
        ..NONE
    },
    CreditWords {
        language: "he",
        nouns: &["צילום", "תמונה", "צילומים", "קרדיט", "צלם"],
        weak: &["מקור"],
        ..NONE
    },
    CreditWords {
        language: "pl",
        nouns: &["foto", "fot.", "fot", "zdjęcie", "zdjęcia", "fotografia", "autor zdjęcia", "źródło zdjęcia"],
        weak: &["źródło"],
        bare: &["fot.", "fot", "foto", "zdjęcie"],
        ..NONE
    },
    CreditWords {
        language: "cs",
        nouns: &["foto", "fotografie", "snímek", "autor fotografie", "zdroj fotografie"],
        weak: &["zdroj"],
        bare: &["foto"],
        ..NONE
    },
    CreditWords {
        language: "sv",
        nouns: &["foto", "foton", "fotograf", "fotografi", "bildkälla"],
        weak: &["källa"],
        joined: &[before_name(&["foto", "bild"], &["av"])],
        bare: &["foto"],
        ..NONE
    },
    CreditWords {
        language: "da",
        nouns: &["foto", "fotos", "fotograf", "billede", "billeder", "pressefoto"],
        weak: &["kilde"],
        joined: &[before_name(&["foto", "billede"], &["af"])],
        bare: &["foto"],
        ..NONE
    },
    CreditWords {
        language: "no",
        nouns: &["foto", "fotograf", "bilde"],
        weak: &["kilde"],
        joined: &[before_name(&["foto", "bilde"], &["av"])],
        bare: &["foto"],
        ..NONE
    },
    CreditWords {
        language: "fi",
        nouns: &["kuva", "kuvat", "valokuva", "valokuvaaja", "kuvaaja"],
        weak: &["lähde"],
        ..NONE
    },
    CreditWords {
        language: "tr",
        nouns: &["fotoğraf", "fotoğraflar", "foto", "fotoğrafçı"],
        weak: &["kaynak"],
        ..NONE
    },
    CreditWords {
        language: "el",
        nouns: &["φωτογραφία", "φωτογραφίες", "φωτό", "φωτο", "φωτογράφος"],
        weak: &["πηγή"],
        ..NONE
    },
    CreditWords {
        language: "uk",
        nouns: &["фото", "фотографія", "світлина", "автор фото", "джерело фото"],
        weak: &["джерело"],
        bare: &["фото"],
        ..NONE
    },
    CreditWords {
        language: "hu",
        nouns: &["fotó", "fotók", "fotó forrása", "fényképezte"],
        weak: &["kép", "forrás"],
        ..NONE
    },
    CreditWords {
        language: "ro",
        nouns: &["foto", "sursa foto", "fotografie", "fotografii"],
        weak: &["sursa", "sursă"],
        bare: &["foto"],
        ..NONE
    },
    CreditWords {
        language: "ca",
        nouns: &["foto", "fotos", "fotografia", "fotografies", "crèdit"],
        weak: &["imatge", "font"],
        joined: &[before_name(&["foto", "fotografia"], &["de", "per"]), sure(&["foto", "fotografia"], &["cortesia de"])],
        bare: &["foto"],
        ..NONE
    },
    CreditWords {
        language: "vi",
        nouns: &["ảnh", "hình ảnh", "nguồn ảnh"],
        weak: &["nguồn"],
        ..NONE
    },
    CreditWords {
        language: "hi",
        nouns: &["फोटो", "फ़ोटो", "छायाचित्र", "चित्र"],
        weak: &["स्रोत"],
        ..NONE
    },
    CreditWords {
        language: "id",
        nouns: &["foto", "fotografer"],
        weak: &["gambar", "sumber"],
        joined: &[before_name(&["foto"], &["oleh"])],
        bare: &["foto"],
        ..NONE
    },
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_promised_language_is_missing() {
        for language in [
            "en", "de", "fr", "es", "pt", "it", "nl", "ru", "zh", "ja", "ar",
        ] {
            assert!(
                TABLE.iter().any(|words| words.language == language),
                "{language}"
            );
        }
    }
}
