//! Pages are made as they were planned: a galley and its notes become page bodies.

use super::filling::{Choice, Cursor, Filler, Filling, Placed, Record};
use super::frame::{Item, LinkArea, Point, Rect, Shape, TextPosition};
use super::galley::{Entry, GalleyBox, Heading, moved, moved_link, rule};
use super::length::Length;
use super::pagebreak::PagePlan;
use super::spec::Spec;
use crate::document::NodeId;

/// What stands in the text area of one page, placed from its top left corner.
#[derive(Clone, Debug, Default)]
pub struct PageBody {
    /// What stands on it.
    pub items: Vec<Item>,
    /// Where it can be clicked.
    pub links: Vec<LinkArea>,
    /// Places that links can point to.
    pub anchors: Vec<(String, Point)>,
    /// Headings with their places.
    pub headings: Vec<(Heading, Point)>,
    /// The figures on it, each with the area of its photo in its own box.
    pub figures: Vec<(NodeId, Rect)>,
    /// The first text of the manuscript on it.
    pub begins_with: Option<TextPosition>,
}

/// The pages of one chapter as they were planned. Its boxes and those of its notes go into them.
pub fn pages(
    spec: &Spec,
    mut galley: Vec<Entry>,
    notes: &mut [Vec<GalleyBox>],
    plans: &[PagePlan],
) -> Vec<PageBody> {
    let filler = Filler {
        spec,
        entries: &galley,
        notes,
    };
    let records: Vec<Record> = plans.iter().map(|plan| record(&filler, plan)).collect();
    let make = |record| body(spec, record, &mut galley, notes);
    records.into_iter().map(make).collect()
}

/// Fills a page again, now that it is known what was chosen, and notes the places.
fn record(filler: &Filler<'_>, plan: &PagePlan) -> Record {
    let text_left = plan.from.entry < filler.text_end();
    let record = Some(Record::default());
    let mut page = filler.begin(&plan.carried, &plan.queue, text_left, record);
    let choice = |entry: usize| {
        let mut choices = plan.choices.iter();
        choices
            .find(|(of, _)| *of == entry)
            .map(|(_, choice)| *choice)
    };
    while let Some(entry) = page.queue.first().copied()
        && let Some(choice) = choice(entry)
        && let Some(next) = filler.repeat(&page, entry, choice)
    {
        page = next;
    }
    let mut at = plan.from;
    while at < plan.to && at.entry < filler.entries.len() {
        match &filler.entries[at.entry] {
            Entry::Keep => {}
            Entry::Space(room) => filler.space(&mut page, *room),
            Entry::Room(room) => {
                filler.room(&mut page, *room);
                if choice(at.entry) == Some(Choice::Opened)
                    && let Some(opened) = filler.opened(&page, at.entry)
                {
                    page = opened;
                }
            }
            Entry::Float(_) => {
                if let Some(choice) = choice(at.entry)
                    && let Some(next) = filler.repeat(&page, at.entry, choice)
                {
                    page = next;
                }
            }
            Entry::Box(content) => add(filler, &mut page, content, at, plan),
            Entry::Passage(versions) => {
                let chosen = match choice(at.entry) {
                    Some(Choice::Version(number)) => number,
                    _ => at.version,
                };
                let ends_here = plan.to.entry == at.entry;
                let lines = versions.get(chosen).map_or(&[][..], |v| &v.lines);
                let end = if ends_here { plan.to.line } else { lines.len() };
                for (line, content) in lines.iter().enumerate().take(end).skip(at.line) {
                    let here = Cursor {
                        entry: at.entry,
                        version: chosen,
                        line,
                    };
                    add(filler, &mut page, content, here, plan);
                }
            }
        }
        at = Cursor::at(at.entry + 1);
    }
    settle(filler.spec, &mut page);
    page.record.unwrap_or_default()
}

fn add(filler: &Filler<'_>, page: &mut Filling, content: &GalleyBox, at: Cursor, plan: &PagePlan) {
    if plan.hangs_over {
        filler.hang_over(page, content, at);
    } else {
        filler.add(page, content, at);
    }
}

/// A photo that ends a page moves down, so that its cutline stands on the last line.
fn settle(spec: &Spec, page: &mut Filling) {
    let foot = |leading: Length| leading / 4;
    let over = spec.depth() - page.depth - foot(spec.body.leading) + foot(spec.cutline.leading);
    let alone = page.notes_depth == Length::ZERO && page.foot == Length::ZERO;
    if page.ends_in_float
        && alone
        && over < spec.body.leading
        && let Some(last) = page.record.as_mut().and_then(|r| r.placed.last_mut())
        && last.y > Length::ZERO
    {
        last.y += over.max(Length::ZERO);
    }
}

fn body(
    spec: &Spec,
    record: Record,
    galley: &mut [Entry],
    notes: &mut [Vec<GalleyBox>],
) -> PageBody {
    let mut body = PageBody::default();
    let mut floating = None;
    let mut table = None;
    let Record {
        placed,
        notes: lines,
    } = record;
    let lines: Vec<GalleyBox> = lines
        .into_iter()
        .filter_map(|(note, line)| Some(std::mem::take(notes.get_mut(note)?.get_mut(line)?)))
        .collect();
    let height: Length = lines.iter().map(|line| line.height).sum();
    let above = if lines.is_empty() {
        Length::ZERO
    } else {
        height + spec.body.leading / 2
    };
    for Placed {
        mut y,
        at,
        size,
        at_foot,
    } in placed
    {
        let Some(content) = take(galley, at, size) else {
            continue;
        };
        if at_foot {
            y -= above;
        }
        let by = Point { x: Length::ZERO, y };
        // As while the page was filled: floats between rows stand apart from them.
        if size.is_none() {
            put_head_again(&mut body, &content, by, table);
            table = content.row.as_ref().map(|row| row.table);
        }
        let first = content.items.iter().find_map(source);
        if size.is_some() {
            floating = floating.or(first);
        } else {
            body.begins_with = body.begins_with.or(first);
        }
        put(&mut body, content, by);
    }
    body.begins_with = body.begins_with.or(floating);
    if !lines.is_empty() {
        put_notes(spec, &mut body, lines, height);
    }
    body
}

/// Takes a box out of the galley.
fn take(galley: &mut [Entry], at: Cursor, size: Option<usize>) -> Option<GalleyBox> {
    Some(std::mem::take(match galley.get_mut(at.entry)? {
        Entry::Box(content) => content,
        Entry::Float(float) => float.sizes.get_mut(size?)?,
        Entry::Passage(versions) => versions.get_mut(at.version)?.lines.get_mut(at.line)?,
        Entry::Space(_) | Entry::Room(_) | Entry::Keep => return None,
    }))
}

fn put_notes(spec: &Spec, body: &mut PageBody, lines: Vec<GalleyBox>, height: Length) {
    // The last line of the notes stands on the last line of the page.
    let up = (spec.body.leading - spec.note.leading) / 4;
    let mut y = spec.depth() - height - up;
    // A note that begins on this page says so by its number; one that is carried over from
    // the page before needs the hairline to tell it from the text.
    if lines.first().is_some_and(|line| line.anchors.is_empty()) {
        let above = y - spec.body.leading / 4;
        body.items.push(rule(
            Length::ZERO,
            above,
            Length::mm(20),
            Length::milli_pt(300),
        ));
    }
    for line in lines {
        let height = line.height;
        put(body, line, Point { x: Length::ZERO, y });
        y += height;
    }
}

/// The head of a table that goes on here, after a box that is of `table`.
fn put_head_again(body: &mut PageBody, content: &GalleyBox, by: Point, table: Option<usize>) {
    let Some(row) = content.row.as_ref().filter(|row| table != Some(row.table)) else {
        return;
    };
    if let Some(head) = &row.head {
        let by = Point {
            y: by.y - head.height,
            ..by
        };
        let items = head.items.iter().cloned();
        body.items.extend(items.map(|item| moved(item, by)));
    }
}

fn put(body: &mut PageBody, content: GalleyBox, by: Point) {
    body.items
        .extend(content.items.into_iter().map(|item| moved(item, by)));
    body.links
        .extend(content.links.into_iter().map(|link| moved_link(link, by)));
    body.anchors
        .extend(content.anchors.into_iter().map(|name| (name, by)));
    body.headings
        .extend(content.heading.map(|heading| (heading, by)));
    body.figures.extend(content.figures);
}

fn source(item: &Item) -> Option<TextPosition> {
    match &item.shape {
        Shape::Text(run) => run.source,
        _ => None,
    }
}
