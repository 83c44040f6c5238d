//! What a chapter is to the book: an ordinary chapter, or a part with a customary place and look.

use super::Document;

/// The role of a chapter.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum ChapterRole {
    /// Any chapter: it counts.
    #[default]
    Chapter,
    /// The title of a part: what stands deeper after it belongs to it.
    Part,
    /// To whom the book is dedicated. Its page shows nothing else.
    Dedication,
    /// A motto. Its page shows nothing else.
    Epigraph,
    /// Said by someone else before the book begins.
    Foreword,
    /// Said by the author before the book begins.
    Preface,
    /// What leads into the subject.
    Introduction,
    /// Thanks.
    Acknowledgements,
    /// Said after the book has ended.
    Afterword,
    /// What completes the text.
    Appendix,
    /// Works that are cited.
    Bibliography,
    /// Words explained.
    Glossary,
    /// How the book was made.
    Colophon,
}

/// The three stretches of a book.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Matter {
    /// Preliminary pages, with roman folios.
    Front,
    /// The text.
    Body,
    /// What follows the text.
    Back,
}

impl ChapterRole {
    /// Every role that has a customary title.
    pub const NAMED: [ChapterRole; 11] = [
        ChapterRole::Dedication,
        ChapterRole::Epigraph,
        ChapterRole::Foreword,
        ChapterRole::Preface,
        ChapterRole::Introduction,
        ChapterRole::Acknowledgements,
        ChapterRole::Afterword,
        ChapterRole::Appendix,
        ChapterRole::Bibliography,
        ChapterRole::Glossary,
        ChapterRole::Colophon,
    ];

    /// The name in attributes, metadata and class names.
    pub fn as_str(self) -> &'static str {
        match self {
            ChapterRole::Chapter => "chapter",
            ChapterRole::Part => "part",
            ChapterRole::Dedication => "dedication",
            ChapterRole::Epigraph => "epigraph",
            ChapterRole::Foreword => "foreword",
            ChapterRole::Preface => "preface",
            ChapterRole::Introduction => "introduction",
            ChapterRole::Acknowledgements => "acknowledgements",
            ChapterRole::Afterword => "afterword",
            ChapterRole::Appendix => "appendix",
            ChapterRole::Bibliography => "bibliography",
            ChapterRole::Glossary => "glossary",
            ChapterRole::Colophon => "colophon",
        }
    }

    /// The role of this name, in any case of letters. `chapter` takes a role away that a title
    /// would give; the American spelling is known too.
    pub fn named(name: &str) -> Option<ChapterRole> {
        if name.eq_ignore_ascii_case("acknowledgments") {
            return Some(ChapterRole::Acknowledgements);
        }
        let mut all = Self::NAMED
            .into_iter()
            .chain([ChapterRole::Chapter, ChapterRole::Part]);
        all.find(|role| role.as_str().eq_ignore_ascii_case(name))
    }

    /// The role of a chapter that is called by exactly the word of `language` for it.
    pub fn titled(title: &str, language: &str) -> Option<ChapterRole> {
        let titles = titles(language)?;
        let found = Self::NAMED
            .into_iter()
            .zip(titles)
            .find(|(_, words)| words.contains(&title));
        found.map(|(role, _)| role)
    }

    /// What a chapter of this role is called in `language`; in English where the language is not
    /// in the table.
    pub fn word(self, language: &str) -> &'static str {
        let titles = titles(language).unwrap_or(&TITLES[0].1);
        let found = Self::NAMED.into_iter().zip(titles);
        let mut found = found.filter(|(role, _)| *role == self);
        let word = found.next().and_then(|(_, words)| words.first().copied());
        word.unwrap_or_default()
    }

    /// Whether it is a short text on a page of its own, made up as a display and not as prose.
    pub fn is_display(self) -> bool {
        use ChapterRole::*;
        matches!(self, Dedication | Epigraph | Part)
    }

    fn opens_a_book(self) -> bool {
        use ChapterRole::*;
        matches!(
            self,
            Dedication | Epigraph | Foreword | Preface | Introduction | Acknowledgements | Colophon
        )
    }

    /// Whether it may stand after all ordinary chapters.
    pub fn closes_a_book(self) -> bool {
        use ChapterRole::*;
        matches!(
            self,
            Acknowledgements | Afterword | Appendix | Bibliography | Glossary | Colophon
        )
    }
}

impl Document {
    /// The matter of every chapter, by role and place: what stands before all ordinary chapters
    /// and by its role may is front matter, what stands after them and may is back matter. The
    /// author's order is kept.
    pub fn matters(&self) -> Vec<Matter> {
        let chapters = &self.chapters;
        let front = chapters.iter().take_while(|it| it.role.opens_a_book());
        let front = front.count();
        let back = chapters
            .iter()
            .rev()
            .take_while(|it| it.role.closes_a_book());
        let back = chapters.len().saturating_sub(back.count()).max(front);
        // A book of thanks and nothing else is a text.
        let is_text = front == chapters.len() || back == 0;
        (0..chapters.len())
            .map(|index| match index {
                _ if is_text => Matter::Body,
                index if index < front => Matter::Front,
                index if index >= back => Matter::Back,
                _ => Matter::Body,
            })
            .collect()
    }
}

/// The titles of one language, in the order of [`ChapterRole::NAMED`].
type Titles = [&'static [&'static str]; 11];

fn titles(language: &str) -> Option<&'static Titles> {
    let primary = language.split(['-', '_']).next().unwrap_or_default();
    let mut known = TITLES.iter();
    let found = known.find(|(language, _)| language.eq_ignore_ascii_case(primary));
    found.map(|(_, titles)| titles)
}

#[rustfmt::skip]
static TITLES: [(&str, Titles); 7] = [
    ("en", [&["Dedication"], &["Epigraph"], &["Foreword"], &["Preface"], &["Introduction"], &["Acknowledgements", "Acknowledgments"], &["Afterword"], &["Appendix"], &["Bibliography"], &["Glossary"], &["Colophon"]]),
    ("de", [&["Widmung"], &["Motto"], &["Geleitwort"], &["Vorwort"], &["Einleitung", "Einführung"], &["Danksagung", "Dank"], &["Nachwort"], &["Anhang"], &["Literaturverzeichnis", "Bibliografie", "Bibliographie"], &["Glossar"], &["Kolophon"]]),
    ("fr", [&["Dédicace"], &["Épigraphe"], &["Préface"], &["Avant-propos"], &["Introduction"], &["Remerciements"], &["Postface"], &["Annexe"], &["Bibliographie"], &["Glossaire"], &["Colophon", "Achevé d’imprimer"]]),
    ("es", [&["Dedicatoria"], &["Epígrafe"], &["Prólogo"], &["Prefacio"], &["Introducción"], &["Agradecimientos"], &["Epílogo"], &["Apéndice"], &["Bibliografía"], &["Glosario"], &["Colofón"]]),
    ("it", [&["Dedica"], &["Epigrafe"], &["Prefazione"], &["Premessa"], &["Introduzione"], &["Ringraziamenti"], &["Postfazione"], &["Appendice"], &["Bibliografia"], &["Glossario"], &["Colophon"]]),
    ("nl", [&["Opdracht"], &["Motto"], &["Ten geleide"], &["Voorwoord"], &["Inleiding"], &["Dankwoord"], &["Nawoord"], &["Bijlage"], &["Bibliografie", "Literatuurlijst"], &["Glossarium", "Woordenlijst"], &["Colofon"]]),
    ("pt", [&["Dedicatória"], &["Epígrafe"], &["Prefácio"], &["Preâmbulo"], &["Introdução"], &["Agradecimentos"], &["Posfácio"], &["Apêndice"], &["Bibliografia"], &["Glossário"], &["Colofão"]]),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn roles_are_known_by_name_and_by_exact_title() {
        let role = ChapterRole::named("Colophon");
        assert_eq!(role, Some(ChapterRole::Colophon));
        assert_eq!(ChapterRole::named("prologue"), None);
        let thanks = Some(ChapterRole::Acknowledgements);
        assert_eq!(ChapterRole::titled("Danksagung", "de-AT"), thanks);
        assert_eq!(ChapterRole::titled("Danksagung", "en"), None);
        assert_eq!(ChapterRole::titled("Acknowledgements, again", "en"), None);
        assert_eq!(ChapterRole::titled("Preface", "tlh"), None);
        assert_eq!(ChapterRole::Preface.word("tlh"), "Preface");
        assert_eq!(ChapterRole::Preface.word("nl"), "Voorwoord");
    }
}
