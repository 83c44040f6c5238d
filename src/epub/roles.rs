//! What chapters of a known role are called in EPUB (Structural Semantics Vocabulary 1.1) and in
//! DPUB-ARIA 1.1.

use crate::document::back_list::BackListKind;
use crate::document::{ChapterRole, Matter};

/// The `epub:type` and the ARIA role of a chapter's section. None for an ordinary chapter.
pub fn of_chapter(role: ChapterRole) -> Option<(&'static str, &'static str)> {
    Some(match role {
        ChapterRole::Chapter => return None,
        ChapterRole::Part => ("part", "doc-part"),
        ChapterRole::Dedication => ("dedication", "doc-dedication"),
        ChapterRole::Epigraph => ("epigraph", "doc-epigraph"),
        ChapterRole::Foreword => ("foreword", "doc-foreword"),
        ChapterRole::Preface => ("preface", "doc-preface"),
        ChapterRole::Introduction => ("introduction", "doc-introduction"),
        ChapterRole::Acknowledgements => ("acknowledgments", "doc-acknowledgments"),
        ChapterRole::Afterword => ("afterword", "doc-afterword"),
        ChapterRole::Appendix => ("appendix", "doc-appendix"),
        ChapterRole::Bibliography => ("bibliography", "doc-bibliography"),
        ChapterRole::Glossary => ("glossary", "doc-glossary"),
        ChapterRole::Colophon => ("colophon", "doc-colophon"),
    })
}

/// The `epub:type` of a list at the back, and its ARIA role where there is one.
pub fn of_list(kind: BackListKind) -> (&'static str, Option<&'static str>) {
    match kind {
        BackListKind::Photos => ("loi", None),
        BackListKind::Credits => ("other-credits", Some("doc-credits")),
    }
}

/// The file of a list at the back.
pub fn file_of_list(kind: BackListKind) -> &'static str {
    match kind {
        BackListKind::Photos => "photos.xhtml",
        BackListKind::Credits => "credits.xhtml",
    }
}

/// The `epub:type` of the index.
pub const INDEX: &str = "index";

/// The file of the index.
pub const FILE_OF_INDEX: &str = "index.xhtml";

/// The `epub:type` of a chapter's body.
pub fn of_matter(matter: Matter) -> &'static str {
    match matter {
        Matter::Front => "frontmatter",
        Matter::Body => "bodymatter",
        Matter::Back => "backmatter",
    }
}
