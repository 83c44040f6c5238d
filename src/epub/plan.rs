//! The plan of a publication: which file holds what, and what everything is called.

use std::collections::BTreeMap;
use std::ops::Range;

use super::divide;
use super::ids::Ids;
use super::page_break::PageBreaks;
use super::photos::{PhotoFile, PhotoFiles};
use super::words::Sentences;
use crate::book::Book;
use crate::document::inline::plain_text;
use crate::document::scan::{self, Found};
use crate::document::words::Words;
use crate::document::{Anchor, Block, Chapter, ChapterRole, Form, Inline, Matter, Metadata, Note};
use crate::layout::frame::{PageMap, PagePlace};

/// Everything that must be known before the first line is written.
#[derive(Debug)]
pub struct Plan<'a> {
    /// The book.
    pub book: &'a Book,
    /// The picture of the cover, already stored; without one it is drawn.
    pub cover: Option<PhotoFile>,
    /// The photos, already stored.
    pub photos: PhotoFiles,
    /// The words of the book's language.
    pub words: &'static Words,
    /// The sentences of the book's language.
    pub sentences: &'static Sentences,
    /// The documents of the chapters, in order: one a chapter, several for a long one.
    pub chapters: Vec<ChapterPlan<'a>>,
    /// One a note, by the note's index.
    pub notes: Vec<NotePlan<'a>>,
    /// The publisher's own stylesheet, if there is one.
    pub own_style: Option<&'a str>,
    /// Where printed pages begin.
    pub breaks: PageBreaks,
    /// The printed page of each place, where there are pages.
    places: Option<&'a BTreeMap<String, PagePlace>>,
    homes: BTreeMap<&'a str, usize>,
}

/// A document: a chapter, or a part of a long one.
#[derive(Debug)]
pub struct ChapterPlan<'a> {
    /// The file's name.
    pub file: String,
    /// The chapter.
    pub chapter: &'a Chapter,
    /// Those of its blocks that stand here.
    pub blocks: &'a [Block],
    /// Whether the chapter goes on here, and did not begin.
    pub goes_on: bool,
    /// Which stretch of the book it belongs to.
    pub matter: Matter,
    /// The id of its title.
    pub title_id: String,
    /// Its title as bare text, or the book's where it has none.
    pub label: String,
    /// The notes that stand at its end: those first referred to from it.
    pub notes: Vec<usize>,
}

/// A note and the place of its first reference.
#[derive(Debug)]
pub struct NotePlan<'a> {
    /// The note.
    pub note: &'a Note,
    /// The document that it stands in; none for a note that nothing refers to.
    pub home: Option<usize>,
    /// The id of its first reference.
    pub reference_id: String,
}

impl<'a> Plan<'a> {
    /// Names every file and id.
    pub fn new(book: &'a Book, page_map: Option<&'a PageMap>, photos: PhotoFiles) -> Plan<'a> {
        let document = book.document();
        let parts = divide::documents(document);
        let homes = Homes::of(book, &parts);
        let mut ids = Ids::default();
        homes.anchors.keys().for_each(|anchor| ids.take(anchor));
        let width = document.chapters.len().to_string().len();
        let mut notes_of_documents = homes.notes_of_documents.into_iter();
        let mut chapters = Vec::new();
        let all = document.chapters.iter().zip(&parts);
        for (((chapter, parts), matter), number) in all.zip(document.matters()).zip(1..) {
            let title_id = ids.fresh(&format!("{}-title", chapter.anchor.as_str()));
            let stem = match document.form() {
                Form::Article => "article".to_owned(),
                Form::Book => format!("chapter-{number:0width$}"),
            };
            for (part, blocks) in (1..).zip(parts) {
                chapters.push(ChapterPlan {
                    file: match part {
                        1 => format!("{stem}.xhtml"),
                        _ => format!("{stem}-{part}.xhtml"),
                    },
                    chapter,
                    blocks: chapter.blocks.get(blocks.clone()).unwrap_or_default(),
                    goes_on: part > 1,
                    matter,
                    title_id: title_id.clone(),
                    label: label(&chapter.title).unwrap_or_else(|| match chapter.role {
                        ChapterRole::Chapter => document.metadata.title.clone(),
                        role => role.word(&document.metadata.language).to_owned(),
                    }),
                    notes: notes_of_documents.next().unwrap_or_default(),
                });
            }
        }
        let notes = document
            .notes
            .iter()
            .zip(homes.document_of_note)
            .map(|(note, home)| NotePlan {
                note,
                home,
                reference_id: ids.fresh(&format!("to-{}", note.anchor.as_str())),
            })
            .collect();
        let language = &document.metadata.language;
        Plan {
            book,
            cover: None,
            photos,
            words: Words::of(language),
            sentences: Sentences::of(language),
            chapters,
            notes,
            own_style: None,
            places: page_map.map(|map| &map.places),
            breaks: page_map.map_or_else(PageBreaks::default, |map| PageBreaks::new(map, &mut ids)),
            homes: homes.anchors,
        }
    }

    /// What the book says about itself.
    pub fn metadata(&self) -> &'a Metadata {
        &self.book.document().metadata
    }

    /// Whether it is made up as an article or as a book.
    pub fn form(&self) -> Form {
        self.book.document().form()
    }

    /// The printed page on which `anchor` stands: its number and its folio.
    pub fn page_of(&self, anchor: &Anchor) -> Option<(usize, &'a str)> {
        let place = self.places?.get(anchor.as_str())?;
        Some((place.pages_before, &place.label))
    }

    /// The address of `anchor`, seen from the document at index `from`.
    pub fn href(&self, anchor: &Anchor, from: usize) -> Option<String> {
        let home = *self.homes.get(anchor.as_str())?;
        self.href_of_id(anchor.as_str(), home, from)
    }

    /// The address of `anchor`, seen from a document that is no chapter's.
    pub fn href_from_outside(&self, anchor: &Anchor) -> Option<String> {
        let home = *self.homes.get(anchor.as_str())?;
        let file = &self.chapters.get(home)?.file;
        Some(format!("{file}#{}", anchor.as_str()))
    }

    /// The address of `id` in the document at index `home`.
    pub fn href_of_id(&self, id: &str, home: usize, from: usize) -> Option<String> {
        if home == from {
            return Some(format!("#{id}"));
        }
        let file = &self.chapters.get(home)?.file;
        Some(format!("{file}#{id}"))
    }

    /// The file where the text begins, after the front matter.
    pub fn first_of_body(&self) -> Option<&str> {
        let mut chapters = self.chapters.iter();
        let first = chapters.find(|planned| planned.matter != Matter::Front);
        first.map(|planned| planned.file.as_str())
    }

    /// Whether the book is read from right to left.
    pub fn right_to_left(&self) -> bool {
        self.metadata().is_right_to_left()
    }
}

/// The bare text of a title on one line, if it has any.
pub fn label(title: &[Inline]) -> Option<String> {
    let text = plain_text(title);
    let words: Vec<&str> = text.split_whitespace().collect();
    (!words.is_empty()).then(|| words.join(" "))
}

/// Which document each anchor and note stands in.
struct Homes<'a> {
    anchors: BTreeMap<&'a str, usize>,
    document_of_note: Vec<Option<usize>>,
    notes_of_documents: Vec<Vec<usize>>,
}

impl<'a> Homes<'a> {
    fn of(book: &'a Book, parts: &[Vec<Range<usize>>]) -> Homes<'a> {
        let document = book.document();
        let mut homes = Homes {
            anchors: BTreeMap::new(),
            document_of_note: vec![None; document.notes.len()],
            notes_of_documents: Vec::new(),
        };
        let all = document.chapters.iter().zip(parts);
        let parts = all.flat_map(|(chapter, parts)| {
            let parts = parts.iter().enumerate();
            parts.map(move |(part, blocks)| (chapter, part, blocks))
        });
        for (index, (chapter, part, blocks)) in parts.enumerate() {
            let mut notes = Vec::new();
            if part == 0 {
                homes.anchors.insert(chapter.anchor.as_str(), index);
                let mut see = |found| homes.see(found, index, &mut notes);
                scan::inlines(&chapter.title, &mut see);
            }
            let blocks = chapter.blocks.get(blocks.clone()).unwrap_or_default();
            scan::blocks(blocks, &mut |found| homes.see(found, index, &mut notes));
            // A note may refer to further notes: the list grows while it is gone through.
            let mut next = 0;
            while let Some(note) = notes.get(next).and_then(|note| document.notes.get(*note)) {
                homes.anchors.insert(note.anchor.as_str(), index);
                let mut see = |found| homes.see(found, index, &mut notes);
                scan::blocks(&note.blocks, &mut see);
                next += 1;
            }
            homes.notes_of_documents.push(notes);
        }
        homes
    }

    fn see(&mut self, found: Found<'a>, document: usize, notes: &mut Vec<usize>) {
        match found {
            Found::Anchor(anchor) => {
                self.anchors.insert(anchor.as_str(), document);
            }
            Found::Mark(mark) => {
                self.anchors.insert(mark.anchor.as_str(), document);
            }
            Found::Reference(note) => {
                if let Some(home @ None) = self.document_of_note.get_mut(note) {
                    *home = Some(document);
                    notes.push(note);
                }
            }
        }
    }
}
