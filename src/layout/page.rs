//! Pages are made as they were planned: a galley and its notes become page bodies.

use super::across::Across;
use super::filling::{Choice, Cursor, Filler, Filling, Placed, Record};
use super::frame::{Colour, Item, LinkArea, Owner, Point, Rect, Shape, TextPosition};
use super::galley::{Entry, FolioToCome, GalleyBox, Heading, moved, moved_link, rule};
use super::length::Length;
use super::outside::{self, Region};
use super::pagebreak::{PagePlan, Side};
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
    /// The folios that it is to show, each with the number of items before it.
    pub folios: Vec<(usize, FolioToCome)>,
    /// The first text of the manuscript on it.
    pub begins_with: Option<TextPosition>,
    /// Whether a photo runs over its edges.
    pub bleeds: bool,
}

impl PageBody {
    /// Puts a box of text.
    pub fn put_text(&mut self, content: GalleyBox, at: Point) {
        let first = content.items.iter().find_map(source);
        self.begins_with = self.begins_with.or(first);
        put(self, content, at);
    }

    /// Forgets the text, unless a folio is to come between it.
    pub fn drop_text(&mut self) {
        if self.folios.is_empty() {
            self.items
                .retain(|item| !matches!(item.shape, Shape::Text(_)));
            self.items.shrink_to_fit();
            self.links = Vec::new();
        }
    }

    /// Adds what stands below this.
    pub fn add(&mut self, below: PageBody) {
        let before = self.items.len();
        self.items.extend(below.items);
        self.links.extend(below.links);
        self.anchors.extend(below.anchors);
        self.headings.extend(below.headings);
        self.figures.extend(below.figures);
        let folios = below.folios.into_iter();
        self.folios
            .extend(folios.map(|(at, folio)| (at + before, folio)));
        self.begins_with = self.begins_with.or(below.begins_with);
        self.bleeds |= below.bleeds;
    }
}

/// The pages of one chapter as they were planned, from one on the side `first` on. Its boxes and those of its
/// notes go into them.
pub fn pages(
    spec: &Spec,
    mut galley: Vec<Entry>,
    notes: &mut [Vec<GalleyBox>],
    plans: &[PagePlan],
    first: Side,
) -> Vec<PageBody> {
    let filler = Filler {
        spec,
        entries: &galley,
        notes,
        led_by: None,
    };
    let records: Vec<Record> = plans.iter().map(|plan| record(&filler, plan)).collect();
    let mut made: Vec<Sheet> = Vec::new();
    for (index, (plan, record)) in plans.iter().zip(records).enumerate() {
        let across = &plan.across;
        if plan.column == 0 {
            let side = made.last().map_or(first, |before| before.side.next());
            made.push(Sheet::on(side));
        }
        let Some(sheet) = made.last_mut() else {
            continue;
        };
        if plan.column == 0 {
            sheet.put_across(spec, across, &mut galley);
            let others = plans.iter().skip(index + 1);
            let others = others.take_while(|other| other.column > 0);
            // Columns without text are no columns.
            if others.chain([plan]).any(|one| one.depth > Length::ZERO) {
                sheet.put_rules(spec, across);
            }
        }
        let corner = Point {
            x: spec.column_step() * (plan.column as i64),
            y: across.tops.get(plan.column).copied().unwrap_or_default(),
        };
        let column = Column {
            corner,
            depth: across.depth_of(plan.column),
        };
        sheet.put_column(spec, column, record, &mut galley, notes);
    }
    made.into_iter().map(Sheet::body).collect()
}

/// Where a column stands in the text area.
#[derive(Clone, Copy)]
struct Column {
    corner: Point,
    depth: Length,
}

/// A page while its columns are put on it.
struct Sheet {
    body: PageBody,
    side: Side,
    /// The first text in a photo's box: the page begins with it where it has no other.
    floating: Option<TextPosition>,
}

/// Fills a page again, now that it is known what was chosen, and notes the places.
fn record(filler: &Filler<'_>, plan: &PagePlan) -> Record {
    let text_left = plan.from.entry < filler.text_end();
    let record = Some(Record::default());
    let limit = plan.across.depth_of(plan.column);
    let mut page = filler.begin(&plan.carried, &plan.queue, text_left, limit, record);
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
            Entry::Keep | Entry::Bind | Entry::Barrier => {}
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
    if page.plates > 0 {
        settle_plates(&mut page);
    } else if filler.spec.columns.count > 1 {
        feather(filler, &mut page);
    } else {
        settle(filler.spec, &mut page);
    }
    page.record.unwrap_or_default()
}

fn add(filler: &Filler<'_>, page: &mut Filling, content: &GalleyBox, at: Cursor, plan: &PagePlan) {
    if plan.hangs_over {
        filler.hang_over(page, content, at);
    } else {
        filler.add(page, content, at);
    }
}

/// A column that would end some lines above the others has them above its headings and around its
/// photos, if it has any: columns stand on one line.
fn feather(filler: &Filler<'_>, page: &mut Filling) {
    /// A column that lacks more is better seen to end.
    const MOST: i64 = 4;
    let leading = filler.spec.body.leading;
    let lacking = page.left() + leading.scaled(2, 5);
    let lacking = lacking.units().div_euclid(leading.units().max(1));
    let height = |placed: &Placed| {
        let content = match filler.entries.get(placed.at.entry) {
            Some(Entry::Box(content)) => Some(content),
            Some(Entry::Float(float)) => placed.size.and_then(|size| float.sizes.get(size)),
            Some(Entry::Passage(versions)) => {
                let version = versions.get(placed.at.version);
                version.and_then(|version| version.lines.get(placed.at.line))
            }
            _ => None,
        };
        content.map_or(Length::ZERO, |content| content.height)
    };
    let Some(record) = &mut page.record else {
        return;
    };
    if !(1..=MOST).contains(&lacking) {
        return;
    }
    record.placed.sort_by_key(|placed| placed.y);
    let is_gap = |pair: &[Placed]| {
        let [before, after] = pair else { return false };
        after.y - before.y - height(before) > leading.scaled(2, 5) && !after.at_foot
    };
    let gaps = record.placed.windows(2).map(is_gap);
    let gaps: Vec<usize> = (1..)
        .zip(gaps)
        .filter(|(_, is)| *is)
        .map(|(at, _)| at)
        .collect();
    for gap in gaps.iter().rev().cycle().take(lacking as usize) {
        let below = record.placed.iter_mut().skip(*gap);
        below
            .filter(|one| !one.at_foot)
            .for_each(|one| one.y += leading);
    }
}

/// On a page of photos one stands in the middle, as the eye sees it; of two the second at the foot.
fn settle_plates(page: &mut Filling) {
    let free = page.left();
    let free = free.max(Length::ZERO);
    if let Some(record) = &mut page.record {
        match record.placed.as_mut_slice() {
            [one] => one.y += free.scaled(2, 5),
            [_, second] => second.y += free,
            _ => {}
        }
    }
}

/// A photo that ends a page moves down, so that its cutline stands on the last line.
fn settle(spec: &Spec, page: &mut Filling) {
    let foot = |leading: Length| leading / 4;
    let over = page.limit - page.depth - foot(spec.body.leading) + foot(spec.cutline.leading);
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

impl Sheet {
    fn on(side: Side) -> Sheet {
        Sheet {
            body: PageBody::default(),
            side,
            floating: None,
        }
    }

    fn body(mut self) -> PageBody {
        // A book holds all its pages.
        self.body.items.shrink_to_fit();
        PageBody {
            begins_with: self.body.begins_with.or(self.floating),
            ..self.body
        }
    }

    fn put_across(&mut self, spec: &Spec, across: &Across, galley: &mut [Entry]) {
        for one in &across.placed {
            let at = Cursor::at(one.entry);
            if let Some(mut content) = take(galley, at, Some(one.size)) {
                self.put_outside(spec, &mut content, one.y);
                self.floating = self.floating.or(content.items.iter().find_map(source));
                let x = Length::ZERO;
                put(&mut self.body, content, Point { x, y: one.y });
            }
        }
    }

    /// Puts what a box has outside the text area; in the margin at the height `beside`.
    fn put_outside(&mut self, spec: &Spec, content: &mut GalleyBox, beside: Length) {
        if let Some(outside) = content.outside.take() {
            self.body.bleeds |= outside.region == Region::Page;
            let (content, by) = outside::placed(*outside, spec, self.side, beside);
            put(&mut self.body, content, by);
        }
    }

    /// The rules between columns, as deep as both of their neighbours.
    fn put_rules(&mut self, spec: &Spec, across: &Across) {
        let thickness = spec.columns.rule;
        if thickness <= Length::ZERO {
            return;
        }
        let quarter = spec.body.leading / 4;
        for (column, pair) in (1..).zip(across.tops.windows(2)) {
            let top = pair.iter().copied().max().unwrap_or_default() + quarter;
            let x = spec.column_step() * column - spec.columns.gap / 2;
            let bottom = across.bottom - quarter;
            if top < bottom {
                self.body.items.push(Item {
                    owner: Owner::Layout,
                    shape: Shape::Stroke {
                        from: Point { x, y: top },
                        to: Point { x, y: bottom },
                        thickness,
                        colour: Colour::Black,
                    },
                });
            }
        }
    }

    fn put_column(
        &mut self,
        spec: &Spec,
        column: Column,
        record: Record,
        galley: &mut [Entry],
        notes: &mut [Vec<GalleyBox>],
    ) {
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
        let mut table = None;
        self.body.items.reserve(placed.len());
        for Placed {
            mut y,
            at,
            size,
            at_foot,
            beside,
        } in placed
        {
            let Some(mut content) = take(galley, at, size) else {
                continue;
            };
            self.put_outside(spec, &mut content, beside);
            if at_foot {
                y -= above;
            }
            let by = Point {
                x: column.corner.x,
                y: column.corner.y + y,
            };
            // As while the page was filled: floats between rows stand apart from them.
            if size.is_none() {
                put_head_again(&mut self.body, &content, by, table);
                table = content.row.as_ref().map(|row| row.table);
            }
            let first = content.items.iter().find_map(source);
            if size.is_some() {
                self.floating = self.floating.or(first);
            } else {
                self.body.begins_with = self.body.begins_with.or(first);
            }
            put(&mut self.body, content, by);
        }
        if !lines.is_empty() {
            put_notes(spec, &mut self.body, lines, height, column);
        }
    }
}

/// Takes a box out of the galley.
fn take(galley: &mut [Entry], at: Cursor, size: Option<usize>) -> Option<GalleyBox> {
    Some(std::mem::take(match galley.get_mut(at.entry)? {
        Entry::Box(content) => content,
        Entry::Float(float) => float.sizes.get_mut(size?)?,
        Entry::Passage(versions) => versions.get_mut(at.version)?.lines.get_mut(at.line)?,
        Entry::Space(_) | Entry::Room(_) | Entry::Keep | Entry::Bind | Entry::Barrier => {
            return None;
        }
    }))
}

fn put_notes(
    spec: &Spec,
    body: &mut PageBody,
    lines: Vec<GalleyBox>,
    height: Length,
    column: Column,
) {
    let x = column.corner.x;
    // The last line of the notes stands on the last line of the page.
    let up = (spec.body.leading - spec.note.leading) / 4;
    let mut y = column.corner.y + column.depth - height - up;
    // A note that begins on this page says so by its number; one that is carried over from
    // the page before needs the hairline to tell it from the text.
    if lines.first().is_some_and(|line| line.anchors.is_empty()) {
        let above = y - spec.body.leading / 4;
        body.items
            .push(rule(x, above, Length::mm(20), Length::milli_pt(300)));
    }
    for line in lines {
        let height = line.height;
        put(body, line, Point { x, y });
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
    if let Some(mut folio) = content.folio {
        folio.end.x += by.x;
        folio.end.y += by.y;
        body.folios.push((body.items.len(), *folio));
    }
}

fn source(item: &Item) -> Option<TextPosition> {
    match &item.shape {
        Shape::Text(run) => run.source,
        _ => None,
    }
}
