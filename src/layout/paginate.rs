//! The whole book in pages: chapters, then the front matter that needs their folios.

use std::collections::{BTreeSet, HashMap, HashSet};

use super::across::Across;
use super::compose::{Column, Composer, Paragraphs, Setting};
use super::cover;
use super::dress::Dress;
use super::filling::Filler;
use super::font::Fonts;
use super::frame::{
    Destination, ElementId, LinkTarget, OutlineEntry, Owner, Page, PageMap, PageStart, PagedBook,
    PlacedPhoto, Point, Rect, Role, TextPosition,
};
use super::galley::{Entry, GalleyBox, Heading, moved};
use super::length::Length;
use super::lists;
use super::numeral::roman;
use super::opening::ContentsLine;
use super::page::{PageBody, pages};
use super::pagebreak::{Side, break_pages};
use super::paragraph::Findings;
use super::passage::Passage;
use super::resolution;
use super::script;
use super::spec::{Spec, gutter};
use super::structure::Structure;
use crate::book::Book;
use crate::diagnostic::{Code, Diagnostic};
use crate::document::inline::plain_text;
use crate::document::{BlockKind, Chapter, ChapterRole, Edition, Form, Matter, NodeId};
use crate::fonts::{FOLDER, Unfit, refusal};
use crate::source::Span;

/// What layout makes of a book.
#[derive(Debug)]
pub struct Layout {
    /// The printed edition.
    pub pages: PagedBook,
    /// Where its pages begin in the manuscript.
    pub page_map: PageMap,
    /// The photos of all figures, where they stand and how large, page by page.
    pub placed: Vec<PlacedPhoto>,
    /// What was found while setting.
    pub diagnostics: Vec<Diagnostic>,
    /// Characters that no face has, in the order of their numbers.
    pub missing: Vec<char>,
    /// Given faces, by their place, that no PDF can hold.
    refused: Vec<usize>,
}

/// A page before it is dressed.
struct Sheet {
    body: PageBody,
    folio: String,
    /// The running heads of a left-hand and a right-hand page.
    heads: Option<[String; 2]>,
    shows_folio: bool,
    span: Span,
}

impl Sheet {
    /// An empty page: no running head, no folio.
    fn blank(span: Span) -> Sheet {
        Sheet {
            body: PageBody::default(),
            folio: String::new(),
            heads: None,
            shows_folio: false,
            span,
        }
    }
}

/// Sets a book in pages. A given face that turns out not to be fit for a PDF is left out, and the book
/// set again without it.
pub fn paginate(book: &Book, spec: &Spec) -> Layout {
    let mut spec = spec.clone();
    let mut left_out = Vec::new();
    loop {
        let mut layout = in_gutter(book, &spec);
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

/// Where the gutter is to grow with the number of pages, the book is set again
/// until it agrees with them: wider gutters make more pages, so that it comes to an end.
fn in_gutter(book: &Book, spec: &Spec) -> Layout {
    let mut layout = set(book, spec);
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
        layout = set(book, &wider);
    }
}

fn set(book: &Book, spec: &Spec) -> Layout {
    let fonts = Fonts::of(&spec.fonts);
    let mut composer = Composer::new(book, spec, &fonts);
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
        (_, Some(block)) => under_block(&mut composer, block, under),
        (Some(span), None) if is_book => {
            let trial = Composer::new(book, spec, &fonts);
            front_matter(&mut composer, trial, span, front, &mut body)
        }
        (Some(span), None) => {
            number_body(&mut body);
            add_lists(&mut composer, span, &[], &mut body);
            Vec::new()
        }
        (None, None) => Vec::new(),
    };
    sheets.append(&mut body);
    if let Some(span) = span.filter(|_| is_book && spec.cover) {
        // The back of the cover is empty, so that right-hand pages stay what they are.
        sheets.splice(0..0, [front_cover(&mut composer, span), Sheet::blank(span)]);
    }
    finish(composer, &fonts, sheets)
}

/// The column that is as wide as all columns.
fn across(composer: &Composer<'_, '_>, parent: ElementId) -> Column {
    Column {
        measure: composer.spec.across(),
        ..column(composer, parent)
    }
}

fn column(composer: &Composer<'_, '_>, parent: ElementId) -> Column {
    let measure = composer.spec.measure();
    Column {
        left: Length::ZERO,
        measure,
        style: composer.spec.body,
        parent,
        nested: false,
        paragraphs: Paragraphs::Indented,
        setting: Setting::Justified,
    }
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
    let mut made = pages(composer.spec, galley, &mut composer.notes, &plans);
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
        Entry::Keep | Entry::Bind | Entry::Passage(_) | Entry::Float(_) => Length::ZERO,
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
            Entry::Keep | Entry::Bind | Entry::Passage(_) | Entry::Float(_) => {}
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
    let column = across(composer, section);
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
fn under_block(
    composer: &mut Composer<'_, '_>,
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
        let column = column(composer, section);
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
        .collect();
    // One chapter alone needs no contents.
    if chapters.len() > 1 {
        let column = column(composer, section);
        composer.contents(&lines, span, column);
        open.galley.append(&mut composer.galley);
    }
    let mut sheets = Vec::new();
    for chapter in chapters {
        if composer.spec.chapters_run_on {
            open.append(chapter);
        } else {
            let before = std::mem::replace(&mut open, chapter);
            add_pages(composer, before, 0, &mut sheets);
        }
    }
    add_pages(composer, open, 0, &mut sheets);
    number_body(&mut sheets);
    sheets
}

/// A chapter that is set, but not in pages yet.
struct Composed {
    /// What stands across all columns at the head of its first page.
    head: Vec<Entry>,
    galley: Vec<Entry>,
    passages: Vec<Passage>,
    /// The running heads of a left-hand and a right-hand page.
    heads: Option<[String; 2]>,
    shows_folio: bool,
    span: Span,
}

impl Composed {
    /// Nothing yet, under the book's own title.
    fn own(composer: &Composer<'_, '_>, span: Span) -> Composed {
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
    fn append(&mut self, other: Composed) {
        self.galley.extend(other.head);
        let before = self.galley.len();
        self.galley.extend(other.galley);
        let passages = other.passages.into_iter().map(|passage| Passage {
            entries: passage.entries.start + before..passage.entries.end + before,
            ..passage
        });
        self.passages.extend(passages);
    }
}

fn compose_chapter(
    composer: &mut Composer<'_, '_>,
    chapter: &Chapter,
    element: ElementId,
    number: Option<&str>,
) -> Composed {
    let metadata = &composer.book.document().metadata;
    let is_book = composer.book.document().form() == Form::Book;
    composer.depth = chapter.depth;
    let mut column = column(composer, element);
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
            across(composer, element)
        };
        composer.chapter_title(chapter, number, over);
    } else {
        let over = across(composer, element);
        composer.article_title(chapter, over);
    }
    let mut head = Vec::new();
    if !is_display && !run_on {
        head = std::mem::take(&mut composer.galley);
    }
    let leads = composer.spec.columns.count > 1 || composer.spec.plates;
    composer.lead = lead_of(chapter).filter(|_| leads && !is_display);
    composer.blocks(&chapter.blocks, column);
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
    (figure.placement.is_none() && figure.width.is_none()).then_some(id)
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
    for (index, body) in fill(composer, head, side).into_iter().enumerate() {
        sheets.push(Sheet {
            body,
            folio: String::new(),
            // The page that a chapter opens on says its title already.
            heads: chapter.heads.clone().filter(|_| index > 0 || at_foot),
            shows_folio: chapter.shows_folio,
            span: chapter.span,
        });
    }
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

/// Preliminary matter, not yet counted.
#[derive(Default)]
struct Front {
    /// Dedication and motto, before the contents.
    before: Vec<Sheet>,
    /// What follows the contents.
    after: Vec<Composed>,
}

/// Title page, blank verso, dedication and motto, contents, foreword and preface; an even number
/// of pages, so that the body opens on a recto. The contents begin on a recto too.
fn front_matter(
    composer: &mut Composer<'_, '_>,
    mut trial: Composer<'_, '_>,
    span: Span,
    mut front: Front,
    body: &mut Vec<Sheet>,
) -> Vec<Sheet> {
    let section = composer.structure.add(Role::Section, Structure::ROOT, None);
    let column = column(composer, section);
    composer.title_page(span, column);
    let mut sheets: Vec<Sheet> = Vec::new();
    let own = |body, shows_folio| Sheet {
        body,
        shows_folio,
        ..Sheet::blank(span)
    };
    let title = fill(composer, Vec::new(), Side::Recto);
    sheets.extend(title.into_iter().map(|page| own(page, false)));
    sheets.push(Sheet::blank(span));
    sheets.append(&mut front.before);
    if sheets.len() % 2 == 1 {
        sheets.push(Sheet::blank(span));
    }
    number_body(body);
    // A folio takes no room from the line it stands in: the contents are as long without any.
    let length = {
        let mut lines: Vec<_> = {
            let front = front.after.iter();
            front
                .flat_map(|chapter| lines_to_come(chapter, false))
                .collect()
        };
        lines.extend(contents_lines(body));
        lines.extend(lists::titles(&composer.book.document().back_lists(), span));
        let column = self::column(&trial, Structure::ROOT);
        trial.contents(&lines, span, column);
        fill(&mut trial, Vec::new(), Side::Recto).len()
    };
    let before = sheets.len() + length;
    let mut after = Vec::new();
    for chapter in front.after {
        add_pages(composer, chapter, before, &mut after);
    }
    for (index, sheet) in (before..).zip(&mut after) {
        sheet.folio = roman(index as u64 + 1);
    }
    add_lists(composer, span, &after, body);
    let mut lines = contents_lines(&after);
    lines.extend(contents_lines(body));
    composer.contents(&lines, span, column);
    let contents = fill(composer, Vec::new(), Side::Recto);
    sheets.extend(contents.into_iter().map(|page| own(page, true)));
    sheets.append(&mut after);
    if sheets.len() % 2 == 1 {
        sheets.push(Sheet::blank(span));
    }
    for (index, sheet) in sheets.iter_mut().enumerate() {
        sheet.folio = roman(index as u64 + 1);
    }
    sheets
}

/// The cover, a picture to those who hear it. It has no page number.
fn front_cover(composer: &mut Composer<'_, '_>, span: Span) -> Sheet {
    let metadata = &composer.book.document().metadata;
    let section = composer.structure.add(Role::Section, Structure::ROOT, None);
    let alt = cover::said(metadata);
    let figure = composer.structure.add_picture(section, alt);
    // Places on a page body count from the corner of the text area.
    let corner = composer.corner(true);
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
        let column = column(composer, section);
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

/// Fills in the folios that were left until pages have their numbers.
fn fill_in_folios(composer: &mut Composer<'_, '_>, sheets: &mut [Sheet]) {
    if sheets.iter().all(|sheet| sheet.body.folios.is_empty()) {
        return;
    }
    let folios = folios(sheets.iter());
    for sheet in sheets {
        for (before, wanted) in std::mem::take(&mut sheet.body.folios).into_iter().rev() {
            let Some(folio) = folios.get(&wanted.anchor) else {
                continue;
            };
            let owner = Owner::Element(wanted.element);
            let line = composer.one_line(folio, wanted.style, owner, wanted.span);
            let at = Point {
                x: wanted.end.x - line.width,
                y: wanted.end.y,
            };
            let items = line.items.into_iter().map(|item| moved(item, at));
            let before = before.min(sheet.body.items.len());
            sheet.body.items.splice(before..before, items);
            for link in &mut sheet.body.links {
                if link.element == wanted.element {
                    link.contents = composer.contents_of_link(&link.contents, Some(folio));
                }
            }
        }
    }
}

/// The folio of every place.
fn folios<'a>(sheets: impl Iterator<Item = &'a Sheet>) -> HashMap<String, String> {
    let places = sheets.flat_map(|sheet| {
        let names = sheet.body.anchors.iter().map(|(name, _)| name.clone());
        names.map(|name| (name, sheet.folio.clone()))
    });
    places.collect()
}

fn finish(mut composer: Composer<'_, '_>, fonts: &Fonts, mut sheets: Vec<Sheet>) -> Layout {
    fill_in_folios(&mut composer, &mut sheets);
    let count = sheets.len();
    let mut pages: Vec<Page> = Vec::with_capacity(sheets.len());
    let mut outline: Vec<OutlineEntry> = Vec::new();
    let mut destinations = Vec::new();
    let mut page_map = PageMap::default();
    let mut waiting: Vec<String> = Vec::new();
    let mut placed = Vec::new();
    for (page_index, sheet) in sheets.into_iter().enumerate() {
        let recto = page_index % 2 == 0;
        let corner = composer.corner(recto);
        let on_page = |point: Point| Point {
            x: corner.x + point.x,
            y: corner.y + point.y,
        };
        for (name, point) in &sheet.body.anchors {
            let point = on_page(*point);
            destinations.push(Destination {
                name: name.clone(),
                page_index,
                point,
            });
        }
        for (heading, point) in &sheet.body.headings {
            outline.push(entry(heading, page_index, on_page(*point), outline.last()));
        }
        // A float may have come from further back, or have no words: a page of such floats alone
        // begins where the text goes on, so that marks stay in the order of the text.
        let last = page_map.pages.last().map(|last: &PageStart| last.at);
        match sheet.body.begins_with {
            Some(at) if last.is_none_or(|last| last < at) => {
                let labels = waiting.drain(..).chain([sheet.folio.clone()]);
                page_map
                    .pages
                    .extend(labels.map(|label| PageStart { label, at }));
            }
            None if sheet.body.figures.is_empty() => {}
            _ => waiting.push(sheet.folio.clone()),
        }
        for (node, area) in &sheet.body.figures {
            placed.push(PlacedPhoto {
                node: *node,
                page_index,
                folio: sheet.folio.clone(),
                width: area.width,
                height: area.height,
                pixels: resolution::pixels_of(composer.book.picture_in(Edition::Pdf, *node)),
            });
        }
        let dress = Dress {
            folio: &sheet.folio,
            running_head: sheet.heads.as_ref().map(|[verso, right]| {
                let head = if recto { right } else { verso };
                head.as_str()
            }),
            shows_folio: sheet.shows_folio,
            recto,
            count,
            span: sheet.span,
        };
        pages.push(composer.dress(sheet.body, &dress));
    }
    // Floats may also close the book: then past the end of what stands on the page before them.
    if let Some(last) = page_map.pages.last().map(|last| last.at) {
        let offset = usize::MAX;
        let at = TextPosition { offset, ..last };
        page_map
            .pages
            .extend(waiting.into_iter().map(|label| PageStart { label, at }));
    }
    // A place that came onto no page cannot be linked to.
    let known: HashSet<&str> = destinations
        .iter()
        .map(|d: &Destination| d.name.as_str())
        .collect();
    for page in &mut pages {
        page.links.retain(|link| match &link.target {
            LinkTarget::Destination(name) => known.contains(name.as_str()),
            LinkTarget::Address(_) => true,
        });
    }
    let mut diagnostics = diagnostics(&composer.findings, composer.spec.margins_refused);
    diagnostics.extend(resolution::judge(composer.book.document(), &placed));
    let missing: BTreeSet<char> = composer
        .findings
        .missing
        .iter()
        .map(|m| m.character)
        .collect();
    let refused = fonts.refused(&pages);
    if composer.shaper.right_to_left() {
        pages.iter_mut().for_each(Page::mirror);
        let width = composer.spec.width;
        let mirror = |point: &mut Point| point.x = width - point.x;
        destinations.iter_mut().for_each(|d| mirror(&mut d.point));
        outline
            .iter_mut()
            .for_each(|entry| mirror(&mut entry.point));
    }
    let files = fonts.number(&mut pages);
    let pages = PagedBook {
        metadata: composer.book.document().metadata.clone(),
        pages,
        fonts: files,
        photos: composer.photos,
        structure: composer.structure.into_elements(),
        outline,
        destinations,
        every_picture_has_alt: composer.every_picture_has_alt,
    };
    Layout {
        pages,
        page_map,
        placed,
        diagnostics,
        missing: missing.into_iter().collect(),
        refused,
    }
}

/// An outline entry; a level that the manuscript skips is skipped here too.
fn entry(
    heading: &Heading,
    page_index: usize,
    point: Point,
    before: Option<&OutlineEntry>,
) -> OutlineEntry {
    let deepest = before.map_or(1, |before| before.level + 1);
    OutlineEntry {
        title: heading.title.clone(),
        level: heading.level.min(deepest),
        page_index,
        point,
        element: heading.element,
    }
}

/// One diagnostic for margins that cannot be, one for each script that cannot be set, one for every line that does not fit.
fn diagnostics(findings: &Findings, margins_refused: bool) -> Vec<Diagnostic> {
    const SHOWN: usize = 12;
    let mut found = Vec::new();
    if margins_refused {
        let message = "the margins leave no room for text; those of the page size are used";
        found.push(
            Diagnostic::without_span(Code::InvalidMetadataValue, message)
                .hint("`inner`, `outer`, `top` and `bottom` of the page must leave 25 mm each way"),
        );
    }
    found.extend(missing(findings));
    found.extend(findings.wide_tables.iter().map(|span| {
        Diagnostic::new(Code::OverfullLine, *span, "a table is too wide for the page; some of its words are cut")
            .hint("give it fewer columns or shorter words, set it in two tables, or take a larger page: --page a4")
    }));
    found.extend(findings.overfull.iter().take(SHOWN).map(|span| {
        Diagnostic::new(Code::OverfullLine, *span, "a line is wider than its measure")
            .hint("allow a break, for example with a hyphen or a soft hyphen; a table may have too many columns for the page")
    }));
    if let Some(next) = findings.overfull.get(SHOWN) {
        let more = findings.overfull.len() - SHOWN;
        let message = format!("{more} more lines are wider than their measure");
        found.push(Diagnostic::new(Code::OverfullLine, *next, message));
    }
    found
}

/// One diagnostic for each script of which no face has some characters, at the place of the first.
fn missing(findings: &Findings) -> Vec<Diagnostic> {
    const SHOWN: usize = 8;
    let mut scripts: Vec<(&str, Span, Vec<char>)> = Vec::new();
    for lack in &findings.missing {
        let name = script::name(lack.character);
        match scripts.iter_mut().find(|(known, _, _)| *known == name) {
            Some((_, span, characters)) => {
                // Cores set paragraphs in an order of their own.
                *span = (*span).min(lack.span);
                characters.push(lack.character);
            }
            None => scripts.push((name, lack.span, vec![lack.character])),
        }
    }
    scripts.sort_by_key(|(name, span, _)| (span.file, span.start, *name));
    let said = scripts.into_iter().map(|(name, span, mut characters)| {
        characters.sort_unstable();
        characters.dedup();
        let shown: Vec<String> = characters
            .iter()
            .take(SHOWN)
            .map(|c| format!("{c} (U+{:04X})", u32::from(*c)))
            .collect();
        let more = match characters.len().saturating_sub(SHOWN) {
            0 => String::new(),
            more => format!(" and {more} more"),
        };
        let message = format!("no font has these {}: {}{more}", script::characters(name), shown.join(", "));
        let family = script::family(name);
        let hint = format!(
            "put a font with them into {FOLDER}/ beside the manuscript, such as {family}, or say --system-fonts; until then \u{fffd} is printed for each"
        );
        Diagnostic::new(Code::MissingGlyph, span, message).hint(hint)
    });
    said.collect()
}
