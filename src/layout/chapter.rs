//! A chapter as it is composed: what stands over all columns, and what follows.

use super::column::{Column, Paragraphs, Setting};
use super::compose::Composer;
use super::figure::refers;
use super::frame::ElementId;
use super::galley::Entry;
use super::passage::Passage;
use crate::document::inline::plain_text;
use crate::document::opening::opening;
use crate::document::{BlockKind, Chapter, ChapterRole, Form, NodeId};
use crate::source::Span;

/// A chapter that is set, but not in pages yet.
pub struct Composed {
    /// What stands across all columns at the head of its first page.
    pub head: Vec<Entry>,
    /// What follows, from the top to the bottom.
    pub galley: Vec<Entry>,
    /// Its paragraphs that may take other numbers of lines.
    pub passages: Vec<Passage>,
    /// The running heads of a left-hand and a right-hand page.
    pub heads: Option<[String; 2]>,
    /// Whether its pages show their numbers.
    pub shows_folio: bool,
    /// Where it stands in the manuscript.
    pub span: Span,
}

impl Composed {
    /// Nothing yet, under the book's own title.
    pub fn own(composer: &Composer<'_, '_>, span: Span) -> Composed {
        let title = &composer.book.document().metadata.title;
        Composed {
            head: Vec::new(),
            galley: Vec::new(),
            passages: Vec::new(),
            heads: Some([title.clone(), title.clone()]),
            shows_folio: true,
            span,
        }
    }

    /// Adds what follows on the same page.
    pub fn append(&mut self, other: Composed) {
        self.galley.extend(other.head);
        if self.galley.is_empty() {
            (self.galley, self.passages) = (other.galley, other.passages);
            return;
        }
        let before = self.galley.len();
        self.galley.extend(other.galley);
        let passages = other.passages.into_iter().map(|passage| Passage {
            entries: passage.entries.start + before..passage.entries.end + before,
            ..passage
        });
        self.passages.extend(passages);
    }
}

/// Composes a chapter, with `number` over its title.
pub fn compose_chapter(
    composer: &mut Composer<'_, '_>,
    chapter: &Chapter,
    element: ElementId,
    number: Option<&str>,
) -> Composed {
    let metadata = &composer.book.document().metadata;
    let is_book = composer.book.document().form() == Form::Book;
    composer.depth = chapter.depth;
    let mut column = Column::of_text(composer.spec, element);
    let run_on = is_book && composer.spec.chapters_run_on;
    let is_display = is_book && chapter.role.is_display();
    if is_display {
        let display = display_column(chapter.role, column);
        composer.display_title(chapter, display);
        // What is said about a part is prose.
        if chapter.role != ChapterRole::Part {
            column = display;
        }
    } else if is_book {
        let over = if run_on {
            column
        } else {
            Column::across(composer.spec, element)
        };
        composer.chapter_title(chapter, number, over);
    } else {
        let over = Column::across(composer.spec, element);
        composer.article_title(chapter, over);
    }
    let mut head = Vec::new();
    if !is_display && !run_on {
        head = std::mem::take(&mut composer.galley);
        let boxes = head.iter_mut().rev().find_map(|entry| match entry {
            Entry::Box(content) => Some(content),
            _ => None,
        });
        if let Some(last) = boxes {
            last.ends_title = true;
        }
    }
    let leads = composer.spec.columns.count > 1 || composer.spec.plates;
    composer.lead = lead_of(chapter).filter(|_| leads && !is_display);
    composer.opens = opening(&chapter.blocks)
        .filter(|_| chapter.role == ChapterRole::Chapter)
        .map(|(block, _)| block.id);
    composer.blocks(&chapter.blocks, column);
    // Those of the title, where nothing follows it.
    composer.pending_notes(element);
    composer.close_beside();
    composer.set_paragraphs();
    let title = plain_text(&chapter.title);
    let title = if title.is_empty() {
        metadata.title.clone()
    } else {
        title
    };
    Composed {
        head,
        galley: std::mem::take(&mut composer.galley),
        passages: std::mem::take(&mut composer.passages),
        heads: (!is_display).then(|| [metadata.title.clone(), title]),
        shows_folio: !is_display,
        span: chapter.span,
    }
}

/// The photo that opens a chapter under its headline: the first, if it stands near the beginning and
/// nobody says where it is to stand.
fn lead_of(chapter: &Chapter) -> Option<NodeId> {
    const NEAR: usize = 6;
    let near = chapter.blocks.iter().take(NEAR);
    let mut photos = near.filter_map(|block| match &block.kind {
        BlockKind::Figure(figure) => Some((block.id, figure)),
        _ => None,
    });
    let (id, figure) = photos.next()?;
    let is_free = figure.placement.is_none() && figure.width.is_none();
    (is_free && !refers(&figure.cutline) && !refers(&figure.credit)).then_some(id)
}

/// A dedication and the title of a part stand in the middle, a motto in italics in the right part of the page.
fn display_column(role: ChapterRole, column: Column) -> Column {
    let column = Column {
        paragraphs: Paragraphs::Parted,
        ..column
    };
    if matches!(role, ChapterRole::Dedication | ChapterRole::Part) {
        let setting = Setting::Centred;
        return Column { setting, ..column };
    }
    let left = column.measure.scaled(9, 20);
    Column {
        left: column.left + left,
        measure: column.measure - left,
        style: column.style.italic(),
        setting: Setting::Ragged,
        ..column
    }
}
