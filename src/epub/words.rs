//! What only the e-book says in the book's language: the names of its navigation, and how
//! accessible it is.

use super::facts::Facts;
use crate::document::words::Words;

/// Sentences of one language. English stands in for languages that are not in the table.
#[derive(Debug)]
pub struct Sentences {
    /// BCP 47 primary subtag.
    pub language: &'static str,
    /// The heading over the landmarks.
    pub landmarks: &'static str,
    marked_up: &'static str,
    every_photo_described: &'static str,
    photos_undescribed: &'static str,
    pages_marked: &'static str,
}

impl Sentences {
    /// The sentences for a BCP 47 tag, by its primary subtag.
    pub fn of(tag: &str) -> &'static Sentences {
        let same = |sentences: &&Sentences| sentences.language == Words::of(tag).language;
        TABLE.iter().find(same).unwrap_or(&TABLE[0])
    }

    /// How accessible the publication is, in whole sentences, true to `facts`.
    pub fn accessibility_summary(&self, facts: &Facts) -> String {
        let mut sentences = vec![self.marked_up];
        if facts.photos > 0 {
            sentences.push(if facts.every_photo_described() {
                self.every_photo_described
            } else {
                self.photos_undescribed
            });
        }
        if facts.page_breaks {
            sentences.push(self.pages_marked);
        }
        sentences.join(" ")
    }
}

#[rustfmt::skip]
static TABLE: [Sentences; 7] = [
    Sentences {
        language: "en",
        landmarks: "Landmarks",
        marked_up: "The text adapts to the screen; headings, lists, tables and notes are marked up for assistive technology.",
        every_photo_described: "Every photo has a description.",
        photos_undescribed: "Not every photo has a description.",
        pages_marked: "The pages of the printed edition are marked.",
    },
    Sentences {
        language: "de",
        landmarks: "Orientierungspunkte",
        marked_up: "Der Text passt sich dem Bildschirm an; Überschriften, Listen, Tabellen und Anmerkungen sind für assistive Technik ausgezeichnet.",
        every_photo_described: "Jedes Foto hat eine Beschreibung.",
        photos_undescribed: "Nicht jedes Foto hat eine Beschreibung.",
        pages_marked: "Die Seiten der gedruckten Ausgabe sind markiert.",
    },
    Sentences {
        language: "fr",
        landmarks: "Repères",
        marked_up: "Le texte s’adapte à l’écran ; les titres, listes, tableaux et notes sont balisés pour les technologies d’assistance.",
        every_photo_described: "Chaque photo a une description.",
        photos_undescribed: "Certaines photos n’ont pas de description.",
        pages_marked: "Les pages de l’édition imprimée sont signalées.",
    },
    Sentences {
        language: "es",
        landmarks: "Puntos de referencia",
        marked_up: "El texto se adapta a la pantalla; los títulos, las listas, las tablas y las notas están marcados para las tecnologías de apoyo.",
        every_photo_described: "Todas las fotos tienen una descripción.",
        photos_undescribed: "No todas las fotos tienen una descripción.",
        pages_marked: "Las páginas de la edición impresa están señaladas.",
    },
    Sentences {
        language: "pt",
        landmarks: "Pontos de referência",
        marked_up: "O texto adapta-se ao ecrã; os títulos, listas, tabelas e notas estão marcados para as tecnologias de apoio.",
        every_photo_described: "Todas as fotos têm uma descrição.",
        photos_undescribed: "Nem todas as fotos têm uma descrição.",
        pages_marked: "As páginas da edição impressa estão assinaladas.",
    },
    Sentences {
        language: "it",
        landmarks: "Punti di riferimento",
        marked_up: "Il testo si adatta allo schermo; titoli, elenchi, tabelle e note sono marcati per le tecnologie assistive.",
        every_photo_described: "Ogni foto ha una descrizione.",
        photos_undescribed: "Non tutte le foto hanno una descrizione.",
        pages_marked: "Le pagine dell’edizione a stampa sono segnate.",
    },
    Sentences {
        language: "nl",
        landmarks: "Oriëntatiepunten",
        marked_up: "De tekst past zich aan het scherm aan; koppen, lijsten, tabellen en noten zijn gemarkeerd voor ondersteunende technologie.",
        every_photo_described: "Elke foto heeft een beschrijving.",
        photos_undescribed: "Niet elke foto heeft een beschrijving.",
        pages_marked: "De pagina’s van de gedrukte uitgave zijn gemarkeerd.",
    },
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_summary_says_what_is_true_and_no_more() {
        let english = Sentences::of("en-GB");
        let mut facts = Facts {
            photos: 2,
            described: 2,
            animated: false,
            mathml: false,
            page_breaks: false,
        };
        assert!(
            english
                .accessibility_summary(&facts)
                .ends_with("Every photo has a description.")
        );
        facts.described = 1;
        facts.page_breaks = true;
        let summary = english.accessibility_summary(&facts);
        assert!(summary.contains("Not every photo") && summary.ends_with("edition are marked."));
        facts.photos = 0;
        assert!(!english.accessibility_summary(&facts).contains("photo"));
        assert_eq!(Sentences::of("tlh").language, "en");
        assert_eq!(Sentences::of("DE-at").language, "de");
    }
}
