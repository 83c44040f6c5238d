//! Everything a publication consists of, in the order of the container.

use super::levels::Levels;
use super::nav::{self, PageTarget};
use super::plan::Plan;
use super::{cover, index, ncx, roles, xhtml};
use crate::document::{Form, IndexMark, Matter};

/// One file of the publication.
#[derive(Clone, Debug)]
pub struct Item {
    /// Its id in the package.
    pub id: String,
    /// Its address, relative to the package.
    pub href: String,
    /// Its media type.
    pub media_type: &'static str,
    /// What the package says of it (EPUB 3.3, appendix D.6).
    pub property: Option<&'static str>,
    /// Whether it is read in its turn.
    pub in_spine: bool,
    /// Where its bytes come from.
    pub content: Content,
}

impl Item {
    /// Its text, where it is one that is read.
    pub fn text(&self) -> Option<&str> {
        match &self.content {
            Content::Assembled(text) | Content::Replacing(text) => Some(text),
            Content::Font(_) | Content::Stored => None,
        }
    }

    /// How many bytes are packed of it.
    pub fn packed_size(&self) -> usize {
        match &self.content {
            Content::Assembled(text) => text.len(),
            Content::Font(font) => font.len(),
            Content::Replacing(_) | Content::Stored => 0,
        }
    }

    /// Whether MathML stands in it.
    pub fn has_formula(&self) -> bool {
        self.property
            .is_some_and(|property| property.contains("mathml"))
    }
}

/// Where the bytes of an item come from.
#[derive(Clone, Debug)]
pub enum Content {
    /// A text that the assembling crate packs.
    Assembled(String),
    /// A text that takes the place of one that the assembling crate writes of itself.
    Replacing(String),
    /// A font file that the assembling crate packs.
    Font(Vec<u8>),
    /// A photo that is in the container already.
    Stored,
}

/// The package document's name. The assembling crate fixes it, with the names of the two below.
pub const PACKAGE: &str = "content.opf";
/// The navigation document's name.
pub const NAVIGATION: &str = "nav.xhtml";
/// The name of the navigation for EPUB 2 readers.
pub const NCX: &str = "toc.ncx";
/// The stylesheet's name.
pub const STYLESHEET: &str = "stylesheet.css";
/// The name of the publisher's own stylesheet.
pub const OWN_STYLESHEET: &str = "own.css";
/// The cover page's name.
pub const COVER_PAGE: &str = "cover.xhtml";
/// The cover picture's name.
pub const COVER_PICTURE: &str = "cover.svg";
/// The title page's name.
pub const TITLE_PAGE: &str = "title.xhtml";

/// The id of the picture for the reader's shelf.
pub const COVER_IMAGE: &str = "cover-image";

/// XHTML content documents.
pub const XHTML: &str = "application/xhtml+xml";

/// Every file of the publication in the order of the container, and the page list.
pub fn items(plan: &Plan<'_>) -> (Vec<Item>, Vec<PageTarget>) {
    let mut chapters = Vec::new();
    let mut page_list = Vec::new();
    let mut levels = Levels::default();
    for (index, chapter) in plan.chapters.iter().enumerate() {
        if !chapter.goes_on {
            levels = Levels::default();
        }
        let written = xhtml::chapter(plan, index, chapter, levels);
        levels = written.levels;
        page_list.extend(written.page_targets);
        chapters.push(Item {
            id: format!("chapter-{}", index + 1),
            href: chapter.file.clone(),
            media_type: XHTML,
            property: match (written.has_formula, written.has_drawing) {
                (true, true) => Some("mathml svg"),
                (true, false) => Some("mathml"),
                (false, true) => Some("svg"),
                (false, false) => None,
            },
            in_spine: true,
            content: Content::Assembled(written.text),
        });
    }
    let lead = cover::lead(plan).filter(|_| plan.cover.is_none());
    let is_book = plan.form() == Form::Book;
    let mut items = vec![Item {
        id: "cover".to_owned(),
        href: COVER_PAGE.to_owned(),
        media_type: XHTML,
        property: lead.map(|_| "svg"),
        in_spine: true,
        content: Content::Assembled(cover::page(plan)),
    }];
    if is_book {
        items.push(Item {
            id: "title-page".to_owned(),
            href: TITLE_PAGE.to_owned(),
            media_type: XHTML,
            property: None,
            in_spine: true,
            content: Content::Assembled(xhtml::title_page(plan)),
        });
    }
    // The contents follow the pages that show a dedication or a motto only, as in print.
    let leading = plan
        .chapters
        .iter()
        .take_while(|planned| planned.matter == Matter::Front && planned.chapter.role.is_display());
    let rest = chapters.split_off(leading.count());
    items.append(&mut chapters);
    let contents = nav::contents(plan);
    items.push(Item {
        id: "nav".to_owned(),
        href: NAVIGATION.to_owned(),
        media_type: XHTML,
        property: Some("nav"),
        in_spine: is_book,
        content: Content::Replacing(nav::write(plan, &contents, &page_list)),
    });
    items.extend(rest);
    for list in &plan.book.document().back_lists() {
        items.push(Item {
            id: list.kind.name().to_owned(),
            href: roles::file_of_list(list.kind).to_owned(),
            media_type: XHTML,
            property: None,
            in_spine: true,
            content: Content::Assembled(xhtml::back_list(plan, list)),
        });
    }
    if let Some(index) = plan.book.document().index() {
        items.push(Item {
            id: IndexMark::INDEX.to_owned(),
            href: roles::FILE_OF_INDEX.to_owned(),
            media_type: XHTML,
            property: None,
            in_spine: true,
            content: Content::Assembled(index::write(plan, &index)),
        });
    }
    items.push(Item {
        id: "stylesheet".to_owned(),
        href: STYLESHEET.to_owned(),
        media_type: "text/css",
        property: None,
        in_spine: false,
        content: Content::Assembled(include_str!("../../assets/epub.css").to_owned()),
    });
    if let Some(style) = plan.own_style {
        items.push(Item {
            id: "own-stylesheet".to_owned(),
            href: OWN_STYLESHEET.to_owned(),
            media_type: "text/css",
            property: None,
            in_spine: false,
            content: Content::Assembled(style.to_owned()),
        });
    }
    if let Some(cover) = &plan.cover {
        items.push(Item {
            id: COVER_IMAGE.to_owned(),
            href: cover.href.clone(),
            media_type: cover.media_type,
            property: Some("cover-image"),
            in_spine: false,
            content: Content::Stored,
        });
    } else if lead.is_none() {
        items.push(Item {
            id: COVER_IMAGE.to_owned(),
            href: COVER_PICTURE.to_owned(),
            media_type: "image/svg+xml",
            property: Some("cover-image"),
            in_spine: false,
            content: Content::Assembled(cover::picture(plan)),
        });
    }
    items.push(Item {
        id: "ncx".to_owned(),
        href: NCX.to_owned(),
        media_type: "application/x-dtbncx+xml",
        property: None,
        in_spine: false,
        content: Content::Replacing(ncx::write(plan, &contents, &page_list)),
    });
    for (photo, number) in plan.photos.iter().zip(1..) {
        let leads = lead == Some(photo);
        items.push(Item {
            id: if leads {
                COVER_IMAGE.to_owned()
            } else {
                format!("photo-{number}")
            },
            href: photo.href.clone(),
            media_type: photo.media_type,
            property: leads.then_some("cover-image"),
            in_spine: false,
            content: Content::Stored,
        });
    }
    (items, page_list)
}
