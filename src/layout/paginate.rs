//! The whole book in pages: chapters, then the front matter that needs their folios.

mod front;

use std::collections::HashMap;

use front::{Front, front_matter};

use super::across::Across;
use super::chapter::{Composed, compose_chapter};
use super::column::Column;
use super::compose::Composer;
use super::cover;
use super::filling::Filler;
use super::finish::{Layout, Pagination, Sheet, finish};
use super::folio::{fill_in_folios, folios};
use super::font::Fonts;
use super::frame::{ElementId, Owner, Point, Rect, Role};
use super::galley::{Entry, GalleyBox};
use super::index;
use super::length::Length;
use super::opening::ContentsLine;
use super::page::{PageBody, pages};
use super::pagebreak::{Side, break_pages};
use super::spec::{Spec, gutter};
use super::structure::Structure;
use crate::book::Book;
use crate::document::{Chapter, ChapterRole, Edition, Form, Matter};
use crate::fonts::{Unfit, refusal};
use crate::source::Span;

/// Sets a book in pages. A given face that turns out not to be fit for a PDF is left out, and the book
/// set again without it.
pub fn paginate(book: &Book, spec: &Spec) -> Layout {
    without_unfit_faces(book, spec, true)
}

fn without_unfit_faces(book: &Book, spec: &Spec, keeps_text: bool) -> Layout {
    let mut spec = spec.clone();
    let mut left_out = Vec::new();
    loop {
        let mut layout = in_gutter(book, &spec, keeps_text);
        if layout.refused.is_empty() {
            layout.diagnostics.append(&mut left_out);
            return layout;
        }
        let faces = spec.fonts.faces();
        let refused = layout.refused.iter().filter_map(|at| faces.get(*at));
        left_out.extend(refused.map(|face| refusal(&face.file, Unfit::Malformed)));
        spec.fonts = spec.fonts.without(&layout.refused);
    }
}

/// Sets a book only to know where its pages begin: a page's text goes as soon as it is placed, so that a long book
/// takes half the memory.
pub fn pagination(book: &Book, spec: &Spec) -> Pagination {
    // Whether a given face is fit for a PDF is known by the glyphs of all pages.
    let keeps_text = !spec.fonts.faces().is_empty();
    let layout = without_unfit_faces(book, spec, keeps_text);
    Pagination {
        page_map: layout.page_map,
        diagnostics: layout.diagnostics,
        missing: layout.missing,
        given: layout.given,
    }
}

/// Where the gutter is to grow with the number of pages, the book is set again
/// until it agrees with them: wider gutters make more pages, so that it comes to an end.
fn in_gutter(book: &Book, spec: &Spec, keeps_text: bool) -> Layout {
    let mut layout = set(book, spec, keeps_text);
    if !spec.gutter_by_pages {
        return layout;
    }
    let mut known = gutter(0);
    loop {
        let wanted = gutter(layout.pages.pages.len());
        if wanted <= known {
            return layout;
        }
        known = wanted;
        let wider = Spec {
            inner: spec.inner + Length::on_paper(wanted),
            ..spec.clone()
        };
        layout = set(book, &wider, keeps_text);
    }
}

fn set(book: &Book, spec: &Spec, keeps_text: bool) -> Layout {
    let fonts = Fonts::of(&spec.fonts);
    let of_index = spec.of_index();
    let mut composer = Composer::new(book, spec, &fonts);
    composer.keeps_text = keeps_text;
    let document = book.document();
    let is_book = document.form() == Form::Book;
    let mut front = Front::default();
    let mut body = Vec::new();
    let mut under = Vec::new();
    let block = (is_book && !spec.title_page)
        .then(|| document.chapters.first())
        .flatten()
        .map(|first| title_block(&mut composer, first.span));
    let mut parts = Parts::default();
    let chapters = document.chapters.iter().zip(document.matters());
    for ((chapter, matter), number) in chapters.zip(document.chapter_numbers()) {
        // A title that bears its number needs none above it.
        let shows_number = is_book && !document.metadata.makeup.number_headings;
        let shown = number.as_deref().filter(|_| shows_number);
        let element = parts.element_of(chapter, &mut composer.structure);
        let composed = compose_chapter(&mut composer, chapter, element, shown);
        match matter {
            _ if block.is_some() => under.push(composed),
            Matter::Front if chapter.role.is_display() && front.after.is_empty() => {
                add_pages(&mut composer, composed, 0, &mut front.before);
            }
            // The pages of the contents stand before these.
            Matter::Front => front.after.push(composed),
            Matter::Body | Matter::Back => add_pages(&mut composer, composed, 0, &mut body),
        }
    }
    let span = document.chapters.first().map(|chapter| chapter.span);
    let mut sheets = match (span, block) {
        (_, Some(block)) => under_block(&mut composer, &of_index, block, under),
        (Some(span), None) if is_book => {
            let trial = Composer::new(book, spec, &fonts);
            front_matter(&mut composer, trial, &of_index, span, front, &mut body)
        }
        (Some(span), None) => {
            number_body(&mut body);
            add_lists(&mut composer, span, &[], &mut body);
            add_index(&mut composer, &of_index, span, &[], &mut body);
            Vec::new()
        }
        (None, None) => Vec::new(),
    };
    sheets.append(&mut body);
    if let Some(span) = span.filter(|_| is_book && spec.cover) {
        sheets.insert(0, front_cover(&mut composer, span));
        // The back of the cover is empty, so that right-hand pages stay what they are.
        if spec.facing {
            sheets.insert(1, Sheet::blank(span));
        }
    }
    fill_in_folios(&mut composer, &mut sheets);
    finish(composer, &fonts, sheets)
}

/// The galley in pages, the first of them on `side` and under `head`. Where some come out poor,
/// paragraphs near them offer other numbers of lines, and the pages are planned again.
fn fill(composer: &mut Composer<'_, '_>, head: Vec<Entry>, side: Side) -> Vec<PageBody> {
    composer.set_paragraphs();
    let mut galley = std::mem::take(&mut composer.galley);
    let passages = std::mem::take(&mut composer.passages);
    let head = stacked(head, composer.spec);
    let led = |filler: &mut Filler<'_>| {
        let spec = filler.spec;
        let mut first = Across::under(spec, head.depth);
        let lead = filler.lead().filter(|_| spec.columns.count > 1);
        if let Some((entry, float)) = lead
            && first.place(spec, entry, float, false)
        {
            filler.led_by = Some(entry);
        }
        first
    };
    let plan = |composer: &Composer<'_, '_>, galley: &[Entry]| {
        let mut filler = Filler {
            spec: composer.spec,
            entries: galley,
            notes: &composer.notes,
            led_by: None,
        };
        let first = led(&mut filler);
        break_pages(&filler, side, first)
    };
    let mut plans = plan(composer, &galley);
    if composer.offer(&mut galley, passages, &plans) {
        plans = plan(composer, &galley);
    }
    let mut made = pages(composer.spec, galley, &mut composer.notes, &plans, side);
    if made.is_empty() && !head.body.items.is_empty() {
        made.push(PageBody::default());
    }
    if let Some(first) = made.first_mut() {
        let below = std::mem::replace(first, head.body);
        first.add(below);
    }
    made
}

fn notes_of(entry: &Entry) -> &[usize] {
    match entry {
        Entry::Box(made) => &made.notes,
        _ => &[],
    }
}

/// How deep boxes are one below the other, nearly.
fn depth_of(entries: &[Entry], spec: &Spec) -> Length {
    let depth = |entry: &Entry| match entry {
        Entry::Space(room) | Entry::Room(room) => *room,
        Entry::Box(made) if made.on_grid => made.height.up_to(spec.body.leading),
        Entry::Box(made) => made.height,
        Entry::Keep | Entry::Bind | Entry::Barrier | Entry::Passage(_) | Entry::Float(_) => {
            Length::ZERO
        }
    };
    entries.iter().map(depth).sum()
}

/// What stands across all columns, as it stands.
struct Head {
    body: PageBody,
    depth: Length,
}

/// Boxes one below the other, as on a page that has room for all of them.
fn stacked(entries: Vec<Entry>, spec: &Spec) -> Head {
    let mut head = Head {
        body: PageBody::default(),
        depth: Length::ZERO,
    };
    let mut space = Length::ZERO;
    for entry in entries {
        match entry {
            Entry::Space(room) => space += room,
            Entry::Room(room) => space = space.max(room),
            Entry::Box(made) => {
                let mut y = head.depth + space;
                if made.on_grid {
                    y = y.up_to(spec.body.leading);
                }
                head.depth = y + made.height;
                space = Length::ZERO;
                head.body.put_text(made, Point { x: Length::ZERO, y });
            }
            Entry::Keep | Entry::Bind | Entry::Barrier | Entry::Passage(_) | Entry::Float(_) => {}
        }
    }
    head.depth += space;
    head
}

/// The elements of the parts that are open, with their depths.
#[derive(Default)]
struct Parts {
    open: Vec<(u8, ElementId)>,
}

impl Parts {
    /// The element of the next chapter: in that of the part it belongs to.
    fn element_of(&mut self, chapter: &Chapter, structure: &mut Structure) -> ElementId {
        self.open.retain(|(depth, _)| *depth < chapter.depth);
        let parent = self.open.last().map_or(Structure::ROOT, |(_, part)| *part);
        let element = structure.add(Role::Part, parent, Some(chapter.id));
        if chapter.role == ChapterRole::Part {
            self.open.push((chapter.depth, element));
        }
        element
    }
}

/// The title of a book without a title page.
struct Block {
    /// The element of the title and the contents.
    section: ElementId,
    title: Composed,
}

fn title_block(composer: &mut Composer<'_, '_>, span: Span) -> Block {
    let section = composer.structure.add(Role::Section, Structure::ROOT, None);
    let column = Column::across(composer.spec, section);
    composer.book_title(span, column);
    Block {
        section,
        title: Composed {
            head: std::mem::take(&mut composer.galley),
            ..Composed::own(composer, span)
        },
    }
}

/// Chapters under a title block and their contents, in the order of the manuscript.
fn under_block<'a>(
    composer: &mut Composer<'a, '_>,
    of_index: &'a Spec,
    block: Block,
    mut chapters: Vec<Composed>,
) -> Vec<Sheet> {
    let Block {
        section,
        title: mut open,
    } = block;
    let span = open.span;
    for list in composer.book.document().back_lists() {
        let section = composer.structure.add(Role::Section, Structure::ROOT, None);
        let column = Column::of_text(composer.spec, section);
        composer.list_at_back(&list, None, span, column);
        let galley = std::mem::take(&mut composer.galley);
        chapters.push(Composed {
            galley,
            ..Composed::own(composer, span)
        });
    }
    let lines: Vec<ContentsLine> = chapters
        .iter()
        .flat_map(|chapter| lines_to_come(chapter, true))
        .chain(index::title(composer.book.document(), None, span))
        .collect();
    // One chapter alone needs no contents.
    if chapters.len() > 1 {
        let column = Column::of_text(composer.spec, section);
        composer.contents(&lines, span, column);
        open.galley.append(&mut composer.galley);
    }
    let mut sheets = Vec::new();
    for chapter in chapters {
        if composer.spec.chapters_run_on {
            open.galley.push(Entry::Barrier);
            open.append(chapter);
        } else {
            let before = std::mem::replace(&mut open, chapter);
            add_pages(composer, before, 0, &mut sheets);
        }
    }
    add_pages(composer, open, 0, &mut sheets);
    number_body(&mut sheets);
    add_index(composer, of_index, span, &[], &mut sheets);
    sheets
}

/// Adds the pages of a chapter; `before` is the number of pages that stand before those in `sheets`.
/// Where chapters open on right-hand pages, an empty one may come first.
fn add_pages(
    composer: &mut Composer<'_, '_>,
    chapter: Composed,
    before: usize,
    sheets: &mut Vec<Sheet>,
) {
    let next = before + sheets.len();
    if composer.spec.chapters_on_recto && Side::of(next) == Side::Verso {
        sheets.push(Sheet::blank(chapter.span));
    }
    let mut whole = Composed::own(composer, chapter.span);
    let mut head = chapter.head;
    // A head that would leave no room goes on over pages as text does.
    let spec = composer.spec;
    let is_low = || depth_of(&head, spec) <= spec.depth().scaled(3, 5);
    if spec.columns.count < 2 || !is_low() {
        whole.galley = std::mem::take(&mut head);
    }
    // Notes to a headline stand at the foot of the first column.
    let notes: Vec<usize> = head.iter().flat_map(notes_of).copied().collect();
    if !notes.is_empty() {
        whole.galley.push(Entry::Box(GalleyBox {
            notes,
            ..GalleyBox::default()
        }));
        whole.galley.push(Entry::Keep);
    }
    whole.append(Composed {
        head: Vec::new(),
        galley: chapter.galley,
        passages: chapter.passages,
        ..Composed::own(composer, chapter.span)
    });
    composer.galley = whole.galley;
    composer.passages = whole.passages;
    let side = Side::of(before + sheets.len());
    let at_foot = composer.spec.running_at_foot;
    for (index, mut body) in fill(composer, head, side).into_iter().enumerate() {
        composer.place_index_marks(&mut body);
        // Folios are filled in once all are known, between what stands there.
        if !composer.keeps_text && composer.folios_in_lines.is_empty() {
            body.drop_text();
        }
        // A photo over the edges leaves no place for running head and folio.
        let bleeds = body.bleeds;
        sheets.push(Sheet {
            body,
            folio: String::new(),
            // The page that a chapter opens on says its title already.
            heads: chapter
                .heads
                .clone()
                .filter(|_| !bleeds && (index > 0 || at_foot)),
            shows_folio: chapter.shows_folio && !bleeds,
            span: chapter.span,
        });
    }
}

/// The cover, a picture to those who hear it. It has no page number.
fn front_cover(composer: &mut Composer<'_, '_>, span: Span) -> Sheet {
    let metadata = &composer.book.document().metadata;
    let section = composer.structure.add(Role::Section, Structure::ROOT, None);
    let alt = cover::said(metadata);
    let figure = composer.structure.add_picture(section, alt);
    // Places on a page body count from the corner of the text area.
    let corner = composer.spec.corner(true);
    let page = Rect {
        origin: Point {
            x: -corner.x,
            y: -corner.y,
        },
        width: composer.spec.width,
        height: composer.spec.height,
    };
    let found = composer.findings.missing.len();
    let items = composer.cover(Edition::Pdf, page, Owner::Element(figure));
    // The title page and the headings have the same letters, and report them.
    composer.findings.missing.truncate(found);
    Sheet {
        body: PageBody {
            items,
            ..PageBody::default()
        },
        folio: composer.words.cover.to_owned(),
        ..Sheet::blank(span)
    }
}

/// Adds the lists that the author asks for; they know every folio that was given by then.
fn add_lists(composer: &mut Composer<'_, '_>, span: Span, front: &[Sheet], body: &mut Vec<Sheet>) {
    let folios = folios(front.iter().chain(body.iter()));
    for list in composer.book.document().back_lists() {
        let section = composer.structure.add(Role::Section, Structure::ROOT, None);
        let column = Column::of_text(composer.spec, section);
        composer.list_at_back(&list, Some(&folios), span, column);
        let heads = [
            composer.book.document().metadata.title.clone(),
            list.title.to_owned(),
        ];
        let side = Side::of(body.len());
        for (index, page) in fill(composer, Vec::new(), side).into_iter().enumerate() {
            body.push(Sheet {
                body: page,
                folio: String::new(),
                heads: (index > 0 || composer.spec.running_at_foot).then(|| heads.clone()),
                shows_folio: true,
                span,
            });
        }
    }
    number_body(body);
}

/// Adds the index, if there is one, whose pages know every folio. `front` are pages before `body`.
fn add_index<'a>(
    composer: &mut Composer<'a, '_>,
    of_index: &'a Spec,
    span: Span,
    front: &[&[Sheet]],
    body: &mut Vec<Sheet>,
) {
    let Some(index) = composer.book.document().index() else {
        return;
    };
    let before = front.iter().flat_map(|sheets| sheets.iter());
    let all = before.chain(body.iter()).enumerate();
    let places = all.flat_map(|(page, sheet)| {
        let names = sheet.body.anchors.iter().map(|(name, _)| name.clone());
        names.map(move |name| (name, (page, sheet.folio.clone())))
    });
    let places: HashMap<String, (usize, String)> = places.collect();
    let usual = std::mem::replace(&mut composer.spec, of_index);
    let section = composer.structure.add(Role::Section, Structure::ROOT, None);
    let head = composer.index(&index, &places, span, section);
    let heads = [
        composer.book.document().metadata.title.clone(),
        index.title.to_owned(),
    ];
    let pages = fill(composer, head, Side::of(body.len()));
    composer.spec = usual;
    for (index, page) in pages.into_iter().enumerate() {
        body.push(Sheet {
            body: page,
            folio: String::new(),
            heads: (index > 0 || composer.spec.running_at_foot).then(|| heads.clone()),
            shows_folio: true,
            span,
        });
    }
    number_body(body);
}

fn number_body(sheets: &mut [Sheet]) {
    for (number, sheet) in (1_usize..).zip(sheets) {
        sheet.folio = number.to_string();
    }
}

/// What the contents will say of a chapter that has no pages yet.
/// Their folios are left to be filled in, or left out.
fn lines_to_come(
    chapter: &Composed,
    is_patched: bool,
) -> impl Iterator<Item = ContentsLine> + use<'_> {
    let entries = chapter.head.iter().chain(&chapter.galley);
    let headings = entries.filter_map(|entry| match entry {
        Entry::Box(made) => made.heading.as_ref(),
        _ => None,
    });
    headings
        .filter(|heading| heading.in_contents)
        .map(move |heading| ContentsLine {
            heading: heading.clone(),
            folio: (!is_patched).then(String::new),
            span: chapter.span,
        })
}

/// What the contents say of these pages.
fn contents_lines(sheets: &[Sheet]) -> Vec<ContentsLine> {
    sheets
        .iter()
        .flat_map(|sheet| {
            sheet
                .body
                .headings
                .iter()
                .map(move |(heading, _)| (sheet, heading))
        })
        .filter(|(_, heading)| heading.in_contents)
        .map(|(sheet, heading)| ContentsLine {
            heading: heading.clone(),
            folio: Some(sheet.folio.clone()),
            span: sheet.span,
        })
        .collect()
}
