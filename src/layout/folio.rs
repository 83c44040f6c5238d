//! Folios that are known when pages have their numbers: at the ends of lines of contents that were set
//! before, and in the middle of lines, “page 12”. Lines are broken before pages have numbers, so a line keeps
//! room for the widest folio that its place can have; what the folio leaves of it goes to the spaces
//! of its line, and no line is broken anew.

use std::collections::HashMap;

use super::compose::Composer;
use super::finish::Sheet;
use super::frame::{ElementId, Item, LinkArea, Owner, Point, Shape, TextRun, Vocabulary};
use super::galley::moved;
use super::length::Length;
use super::page::PageBody;
use super::spec::Spec;
use super::style::TextStyle;
use crate::document::scan::{self, Found};
use crate::document::{Anchor, Chapter, Document, Matter};
use crate::source::Span;

/// A folio that a line keeps room for.
#[derive(Clone, Debug)]
pub struct FolioInLine {
    /// The name of the place whose page it says.
    pub anchor: String,
    /// The link around it.
    pub link: ElementId,
    /// What it looks like.
    pub style: TextStyle,
    /// What asks for it.
    pub span: Span,
}

/// The widest folio that each place is expected to have.
#[derive(Debug)]
pub struct Expected<'a> {
    rooms: HashMap<&'a str, &'static str>,
}

impl<'a> Expected<'a> {
    /// Estimates from the length of the source that stands before the end of each chapter.
    fn of(document: &'a Document, spec: &Spec) -> Expected<'a> {
        // Letters are about 0.45 em wide, with the spaces between words.
        let letters = spec.measure().units() * 20 / (spec.body.size.units() * 9).max(1);
        let columns = spec.columns.count.max(1) as i64;
        let letters_a_page = (letters * spec.lines * columns).max(1) as usize;
        let mut rooms = HashMap::new();
        let mut pages = 0;
        for (chapter, matter) in document.chapters.iter().zip(document.matters()) {
            // A page for its head and its end, and half a one for each photo.
            pages += 1 + length(chapter) / letters_a_page + photos(chapter) / 2;
            let room = match matter {
                Matter::Front => "xviii",
                // What is found a fourth longer than estimated still has room.
                Matter::Body | Matter::Back => match pages * 5 / 4 {
                    0..10 => "0",
                    10..100 => "00",
                    100..1000 => "000",
                    _ => "0000",
                },
            };
            let mut see = |found| {
                if let Found::Anchor(anchor) = found {
                    rooms.insert(Anchor::as_str(anchor), room);
                }
            };
            see(Found::Anchor(&chapter.anchor));
            scan::inlines(&chapter.title, &mut see);
            scan::blocks(&chapter.blocks, &mut see);
        }
        Expected { rooms }
    }
}

/// Bytes of its source.
fn length(chapter: &Chapter) -> usize {
    let spans = chapter.blocks.iter().map(|block| block.span);
    spans.map(|span| span.range().len()).sum()
}

fn photos(chapter: &Chapter) -> usize {
    let kinds = chapter.blocks.iter().map(|block| &block.kind);
    kinds
        .filter(|kind| {
            use crate::document::BlockKind::{Figure, FigureRow};
            matches!(kind, Figure(_) | FigureRow(_))
        })
        .count()
}

/// Fills in the folios that were left until pages have their numbers.
pub fn fill_in_folios(composer: &mut Composer<'_, '_>, sheets: &mut [Sheet]) {
    let in_lines = std::mem::take(&mut composer.folios_in_lines);
    if in_lines.is_empty() && sheets.iter().all(|sheet| sheet.body.folios.is_empty()) {
        return;
    }
    let folios = folios(sheets.iter());
    for sheet in sheets {
        composer.fill_in_lines(&in_lines, &folios, &mut sheet.body);
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
pub fn folios<'a>(sheets: impl Iterator<Item = &'a Sheet>) -> HashMap<String, String> {
    let places = sheets.flat_map(|sheet| {
        let names = sheet.body.anchors.iter().map(|(name, _)| name.clone());
        names.map(|name| (name, sheet.folio.clone()))
    });
    places.collect()
}

impl Composer<'_, '_> {
    /// What stands in a line until the folio of this place is known.
    pub fn room_for_folio(&mut self, anchor: &Anchor) -> &'static str {
        let (book, spec) = (self.book, self.spec);
        let expected = &*self
            .expected
            .get_or_insert_with(|| Expected::of(book.document(), spec));
        expected.rooms.get(anchor.as_str()).unwrap_or(&"000")
    }

    /// Fills in the folios that lines of a page keep room for. That of a place on no page is a dash.
    fn fill_in_lines(
        &mut self,
        wanted: &HashMap<ElementId, FolioInLine>,
        folios: &HashMap<String, String>,
        body: &mut PageBody,
    ) {
        if wanted.is_empty() {
            return;
        }
        for at in 0..body.items.len() {
            let Some(Item {
                owner: owner @ Owner::Element(element),
                shape: Shape::Text(room),
            }) = body.items.get(at)
            else {
                continue;
            };
            let Some(one) = wanted.get(element) else {
                continue;
            };
            let folio = folios.get(&one.anchor).map_or("–", String::as_str);
            let (owner, room) = (*owner, room.clone());
            let line = self.one_line(folio, one.style, owner, one.span);
            let Some(Shape::Text(set)) = line.items.into_iter().map(|item| item.shape).next()
            else {
                continue;
            };
            // As it was justified, so is what stands in its place.
            let set = TextRun {
                origin: room.origin,
                scale: room.scale,
                tracking: room.tracking,
                space: room.space,
                ..set
            };
            let vocabulary = self.shaper.vocabulary();
            let wide = room.width(vocabulary);
            let gain = wide - set.width(vocabulary);
            for link in &mut body.links {
                if link.element == one.link {
                    let [before, after] = self.words.on_page;
                    link.contents = format!("{before}{folio}{after}");
                }
            }
            if let Some(item) = body.items.get_mut(at) {
                item.shape = Shape::Text(set);
            }
            // Lines that run both ways, or from right to left, keep the room that is left.
            if gain != Length::ZERO && !self.shaper.right_to_left() {
                let natural = self.natural_space(&room, one);
                close_up(body, at, wide, natural, self.shaper.vocabulary());
            }
        }
    }

    /// The space of a run where its line is not justified.
    fn natural_space(&mut self, run: &TextRun, one: &FolioInLine) -> Option<Length> {
        let same = |item: &Item| match &item.shape {
            Shape::Text(set) if set.font == run.font => Some(set.space.advance),
            _ => None,
        };
        let line = self.one_line("0 0", one.style, Owner::Layout, one.span);
        line.items.iter().find_map(same)
    }
}

/// A run of the line, with its room before and after the line was closed up.
struct Moved {
    item: usize,
    old: (Length, Length),
    new: (Length, Length),
}

/// Closes a line up around the run at `at`, which was as wide as `room`: a justified one by wider or
/// narrower spaces, any other by moving what follows.
fn close_up(
    body: &mut PageBody,
    at: usize,
    room: Length,
    natural: Option<Length>,
    vocabulary: &Vocabulary,
) {
    let width = |run: &TextRun| run.width(vocabulary);
    let (first, last) = line_around(&body.items, at, room, width);
    let mut spaces = 0;
    let mut is_justified = false;
    for item in first..=last {
        let Some(run) = run_at(&body.items, item) else {
            continue;
        };
        let count = spaces_of(run, item == last);
        spaces += count;
        let differs = natural.is_none_or(|natural| (run.space.advance - natural).units().abs() > 2);
        is_justified |= run.scale != 1_000 || (count > 0 && differs);
    }
    let set = run_at(&body.items, at).map_or(Length::ZERO, width);
    let each = match is_justified && spaces > 0 {
        true => (room - set) / spaces,
        false => Length::ZERO,
    };
    let mut moved: Vec<Moved> = Vec::new();
    let mut by = Length::ZERO;
    for item in first..=last {
        let Some(Item {
            shape: Shape::Text(run),
            ..
        }) = body.items.get_mut(item)
        else {
            continue;
        };
        let old = run.origin.x;
        let was = if item == at { room } else { width(run) };
        run.origin.x += by;
        if spaces_of(run, false) > 0 {
            run.space.advance += each;
        }
        let new = (run.origin.x, run.origin.x + width(run));
        moved.push(Moved {
            item,
            old: (old, old + was),
            new,
        });
        by = new.1 - (old + was);
    }
    move_strokes(&mut body.items, &moved);
    if let Some(run) = run_at(&body.items, at) {
        let y = run.origin.y;
        let on_line = |link: &&mut LinkArea| {
            let area = link.area;
            area.origin.y <= y && y <= area.origin.y + area.height
        };
        body.links
            .iter_mut()
            .filter(on_line)
            .for_each(|link| move_link(link, &moved));
    }
}

fn run_at(items: &[Item], at: usize) -> Option<&TextRun> {
    match items.get(at).map(|item| &item.shape) {
        Some(Shape::Text(run)) => Some(run),
        _ => None,
    }
}

/// How many spaces a run has; the space that a line ends with hangs over its edge.
fn spaces_of(run: &TextRun, ends_line: bool) -> i64 {
    let count = run.parts.iter().filter(|part| part.ends_in_space());
    let hangs = ends_line && run.parts.last().is_some_and(|part| part.ends_in_space());
    count.count() as i64 - i64::from(hangs)
}

/// The first and the last item of a line: runs of a line touch each other.
fn line_around(
    items: &[Item],
    at: usize,
    room: Length,
    width: impl Fn(&TextRun) -> Length,
) -> (usize, usize) {
    let touch = |left: usize, width: Length, right: usize| {
        let (Some(a), Some(b)) = (run_at(items, left), run_at(items, right)) else {
            return false;
        };
        let apart = a.origin.x + width - b.origin.x;
        let level = a.origin.y - b.origin.y;
        apart.units().abs() < a.size.units() / 20 && level.units().abs() < a.size.units()
    };
    let width_of = |item: usize| match item == at {
        true => room,
        false => run_at(items, item).map_or(Length::ZERO, &width),
    };
    // Struck words have their line beside them.
    let next = |from: usize, step: isize| {
        let mut item = from.checked_add_signed(step)?;
        while matches!(items.get(item)?.shape, Shape::Stroke { .. }) {
            item = item.checked_add_signed(step)?;
        }
        Some(item)
    };
    let (mut first, mut last) = (at, at);
    while let Some(item) = next(first, -1).filter(|item| touch(*item, width_of(*item), first)) {
        first = item;
    }
    while let Some(item) = next(last, 1).filter(|item| touch(last, width_of(last), *item)) {
        last = item;
    }
    (first, last)
}

/// The lines through struck words go with them.
fn move_strokes(items: &mut [Item], moved: &[Moved]) {
    for one in moved {
        if let Some(Item {
            shape: Shape::Stroke { from, to, .. },
            ..
        }) = items.get_mut(one.item + 1)
            && from.x == one.old.0
        {
            (from.x, to.x) = one.new;
        }
    }
}

fn move_link(link: &mut LinkArea, moved: &[Moved]) {
    let (left, right) = (link.area.origin.x, link.area.origin.x + link.area.width);
    let place = |x: Length, at_end: bool| {
        let near = |a: Length| (a - x).units().abs() < Length::pt(1).units();
        let edges = moved.iter().map(|one| match at_end {
            true => (one.old.1, one.new.1),
            false => (one.old.0, one.new.0),
        });
        let mut edges = edges.filter(|(old, _)| near(*old));
        edges.next().map_or(x, |(_, new)| new)
    };
    let (left, right) = (place(left, false), place(right, true));
    link.area.origin.x = left;
    link.area.width = right - left;
}
