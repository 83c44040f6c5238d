//! One page while it is filled: boxes, photos and notes take their places from its head downwards.
//!
//! The same steps are taken twice: while pages are planned, where only heights count and every
//! choice is tried, and when they are made, where the choices are known and places are recorded.

use std::collections::VecDeque;

use super::galley::{Entry, Float, GalleyBox, RepeatedHead};
use super::length::Length;
use super::outside::Outside;
use super::spec::Spec;
use crate::document::Placement;

/// A place in the galley.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Cursor {
    /// The entry.
    pub entry: usize,
    /// In a paragraph that offers several: the version, and the line in it.
    pub version: usize,
    /// Lines of the version that stand before.
    pub line: usize,
}

impl Cursor {
    /// The beginning of an entry.
    pub fn at(entry: usize) -> Cursor {
        Cursor {
            entry,
            ..Cursor::default()
        }
    }
}

/// What is left of a note.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotePart {
    /// The note.
    pub note: usize,
    /// Its first line that is not set yet.
    pub line: usize,
}

/// What was chosen where the galley leaves a choice.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Choice {
    /// This version of a paragraph.
    Version(usize),
    /// A line more than usual above.
    Opened,
    /// A float in this size, with so many lines more around it.
    Placed {
        /// Which of its sizes.
        size: usize,
        /// Lines more than usual around it.
        opened: i64,
    },
    /// A float waits for the next page.
    Deferred,
}

/// A box with its place on the page.
#[derive(Clone, Copy, Debug)]
pub struct Placed {
    /// From the head of the text area.
    pub y: Length,
    /// Where in the galley it comes from.
    pub at: Cursor,
    /// The size, for a float.
    pub size: Option<usize>,
    /// Whether it stands at the foot, above the notes.
    pub at_foot: bool,
    /// Where what it brings along stands in the margin, from the head of the text area.
    pub beside: Length,
}

/// Places, as they are found.
#[derive(Clone, Debug, Default)]
pub struct Record {
    /// Boxes and floats.
    pub placed: Vec<Placed>,
    /// Lines of notes, each by its note and number.
    pub notes: Vec<(usize, usize)>,
}

/// A page while it is filled.
#[derive(Clone, Debug, Default)]
pub struct Filling {
    /// How deep it is.
    pub limit: Length,
    /// Photos that wait to stand across the columns of the next page.
    pub across: Vec<usize>,
    /// How far down boxes reach.
    pub depth: Length,
    /// Room that comes before the next box.
    space: Length,
    /// How high the notes at the foot are, with the room above them.
    pub notes_depth: Length,
    /// How high the photos at the foot are.
    pub foot: Length,
    /// How far down the photos at its head reach, to the grid.
    head: Length,
    /// What a photo's own room takes from a space after it.
    after_float: Length,
    /// How far down photos in the margin reach.
    margin: Length,
    /// Whether anything stands on it.
    pub used: bool,
    /// Whether a note goes on overleaf, or the page is a photo's own: then no text follows.
    pub closed: bool,
    /// The photos of a page of photos, one that has it to itself for two.
    pub plates: u8,
    /// Whether its last line ends in a hyphen.
    pub ends_in_hyphen: bool,
    /// Whether a float is the last thing on it.
    pub ends_in_float: bool,
    /// The table of which its last box is a row.
    table: Option<usize>,
    /// Floats that wait, by their entries.
    pub queue: Vec<usize>,
    /// Notes that wait.
    pub carried: Vec<NotePart>,
    /// What was chosen.
    pub choices: Vec<(usize, Choice)>,
    /// What that costs.
    pub cost: i64,
    /// Places, where they are asked for.
    pub record: Option<Record>,
}

impl Filling {
    /// How far down boxes may reach: to what stands at the foot.
    fn room(&self) -> Length {
        self.limit - self.foot - self.notes_depth
    }

    /// How much room is left on it; negative where it is overfull.
    pub fn left(&self) -> Length {
        self.room() - self.depth
    }

    /// Whether everything that may follow would come out alike.
    pub fn is_like(&self, other: &Filling) -> bool {
        self.depth == other.depth
            && self.space == other.space
            && self.after_float == other.after_float
            && self.head == other.head
            && self.margin == other.margin
            && self.notes_depth == other.notes_depth
            && self.foot == other.foot
            && self.used == other.used
            && self.closed == other.closed
            && self.plates == other.plates
            && self.ends_in_hyphen == other.ends_in_hyphen
            && self.table == other.table
            && self.queue == other.queue
            && self.across == other.across
            && self.carried == other.carried
    }

    /// The page with a choice made.
    pub fn chosen(mut self, entry: usize, choice: Choice, cost: i64) -> Filling {
        self.choices.push((entry, choice));
        self.cost += cost;
        self
    }

    /// The head that stands again over a row, where its table goes on here.
    fn head_over<'g>(&self, content: &'g GalleyBox) -> Option<&'g RepeatedHead> {
        let row = content.row.as_ref()?;
        let goes_on = self.table == Some(row.table);
        row.head.as_deref().filter(|_| !goes_on)
    }

    fn put(&mut self, placed: Placed) {
        self.used = true;
        if let Some(record) = &mut self.record {
            record.placed.push(placed);
        }
    }
}

/// So many photos wait for the next page at most.
const LONGEST_QUEUE: usize = 2;

/// Lines that a page keeps for its text where notes come over from the page before.
const KEPT_FROM_NOTES: i64 = 3;

/// A note of so many lines moves to the next page with its reference; only a longer one is parted.
const LONGEST_WHOLE_NOTE: usize = 4;

/// What the choices cost, in the unit of [`pagebreak`](super::pagebreak).
mod cost {
    /// For the sizes of a float, the largest first.
    pub const SIZES: [i64; 4] = [0, 40, 110, 220];
    /// For a line more around a float.
    pub const FLOAT_OPENED: i64 = 90;
    /// For a line more above a heading.
    pub const HEADING_OPENED: i64 = 110;
    /// For the square of the steps that a photo on a page of photos is smaller, so that two are of one
    /// size, and for one that stands there alone.
    pub const PLATE_SIZE: i64 = 10;
    pub const PLATE_ALONE: i64 = 90;
    /// For a float that waits for the next page.
    pub const DEFERRED: i64 = 260;
    /// For a note that goes on overleaf.
    pub const CARRIED: i64 = 300;
}

/// How much of a page of photos one takes.
fn plates(float: &Float) -> u8 {
    match (float.plate, float.leads) {
        (false, _) => 0,
        (true, false) => 1,
        (true, true) => 2,
    }
}

/// Fills pages from one galley.
#[derive(Clone, Copy)]
pub struct Filler<'a> {
    /// The page.
    pub spec: &'a Spec,
    /// The galley.
    pub entries: &'a [Entry],
    /// The notes that it refers to.
    pub notes: &'a [Vec<GalleyBox>],
    /// The float that stands across the head of the first page.
    pub led_by: Option<usize>,
}

impl<'a> Filler<'a> {
    /// The entry after the last one that is more than a space.
    pub fn text_end(&self) -> usize {
        let is_content =
            |entry: &Entry| matches!(entry, Entry::Box(_) | Entry::Float(_) | Entry::Passage(_));
        let last = self.entries.iter().rposition(is_content);
        last.map_or(0, |last| last + 1)
    }

    /// An empty page as the page before leaves it, with the notes that come over from there.
    pub fn begin(
        &self,
        carried: &[NotePart],
        queue: &[usize],
        text_left: bool,
        limit: Length,
        record: Option<Record>,
    ) -> Filling {
        let mut filling = Filling {
            limit,
            queue: queue.to_vec(),
            record,
            ..Filling::default()
        };
        self.carried_notes(&mut filling, carried, text_left);
        filling
    }

    /// Sets what the page before had no room for, leaving some lines for the text.
    fn carried_notes(&self, filling: &mut Filling, carried: &[NotePart], text_left: bool) {
        let kept = if text_left {
            self.spec.body.leading * KEPT_FROM_NOTES
        } else {
            Length::ZERO
        };
        let room = filling.limit - kept;
        let mut depth = self.above_notes();
        let mut set = 0;
        for part in carried {
            let mut line = part.line;
            for made in self.note(part.note).iter().skip(part.line) {
                if !filling.carried.is_empty() || (depth + made.height > room && set > 0) {
                    break;
                }
                depth += made.height;
                set += 1;
                self.record_note(filling, part.note, line);
                line += 1;
            }
            if line < self.note(part.note).len() {
                let note = part.note;
                filling.carried.push(NotePart { note, line });
            }
        }
        if set > 0 {
            filling.notes_depth = depth;
            filling.used = true;
        }
        filling.closed = !filling.carried.is_empty();
    }

    fn record_note(&self, filling: &mut Filling, note: usize, line: usize) {
        if let Some(record) = &mut filling.record {
            record.notes.push((note, line));
        }
    }

    fn note(&self, note: usize) -> &'a [GalleyBox] {
        self.notes.get(note).map(Vec::as_slice).unwrap_or_default()
    }

    fn above_notes(&self) -> Length {
        self.spec.body.leading / 2
    }

    /// Room between boxes: none at a page's head.
    pub fn space(&self, filling: &mut Filling, room: Length) {
        if filling.depth > Length::ZERO {
            let absorbed = filling.after_float.min(room);
            filling.after_float -= absorbed;
            filling.space += room - absorbed;
        }
    }

    /// Room above a heading: what stands before it takes no more.
    pub fn room(&self, filling: &mut Filling, room: Length) {
        if filling.depth > Length::ZERO {
            filling.space = filling.space.max(room);
        }
    }

    /// The page with a line more than usual above what comes next, where that makes sense.
    pub fn opened(&self, filling: &Filling, entry: usize) -> Option<Filling> {
        if filling.space == Length::ZERO || filling.closed {
            return None;
        }
        let mut opened = filling.clone();
        opened.space += self.spec.body.leading;
        Some(opened.chosen(entry, Choice::Opened, cost::HEADING_OPENED))
    }

    /// Adds a box. Gives `false` where the page is full.
    pub fn add(&self, filling: &mut Filling, content: &GalleyBox, at: Cursor) -> bool {
        if filling.closed {
            return false;
        }
        let mut y = filling.depth + filling.space;
        if content.on_grid {
            y = self.up_to_grid(y);
        }
        if let Some(head) = filling.head_over(content) {
            y += head.height;
        }
        let mut limit = filling.limit;
        // A spread may run a line long, but only with text, and where nothing stands close below.
        if !self.spec.running_at_foot
            && self.spec.columns.count < 2
            && content.on_grid
            && content.notes.is_empty()
            && filling.notes_depth == Length::ZERO
        {
            limit += self.spec.body.leading;
        }
        let room = limit - filling.foot - y - content.height;
        let Some(beside) = self.beside(filling, content, y) else {
            return false;
        };
        if room < filling.notes_depth || !self.add_notes(filling, content, room) {
            return false;
        }
        if let Some(height) = Outside::in_margin(content) {
            filling.margin = beside + height;
        }
        if !self.foot_is_clear(filling) {
            return false;
        }
        filling.depth = y + content.height;
        if content.ends_title {
            filling.head = self.up_to_grid(filling.depth + self.spec.body.leading);
        }
        filling.table = content.row.as_ref().map(|row| row.table);
        filling.space = Length::ZERO;
        filling.after_float = Length::ZERO;
        filling.ends_in_hyphen = content.ends_in_hyphen;
        filling.ends_in_float = false;
        filling.put(Placed {
            y,
            at,
            size: None,
            at_foot: false,
            beside,
        });
        true
    }

    /// Where in the margin stands what a box at `y` brings along: beside it, or higher where the page ends,
    /// or lower where something stands. `None` where the page has no room for it.
    fn beside(&self, filling: &Filling, content: &GalleyBox, y: Length) -> Option<Length> {
        let Some(height) = Outside::in_margin(content) else {
            return Some(y);
        };
        let free = match filling.margin {
            Length::ZERO => Length::ZERO,
            reached => reached + self.spec.body.leading,
        };
        let mut lowest = filling.limit - height;
        if self.spec.cutline_beside && filling.foot > Length::ZERO {
            lowest -= filling.foot + filling.notes_depth;
        }
        let fits = lowest >= free || !filling.used;
        fits.then_some(y.min(lowest).max(free))
    }

    /// Whether photos at the foot, which notes move up, have their cutlines beside them to themselves.
    fn foot_is_clear(&self, filling: &Filling) -> bool {
        let top = filling.room();
        !self.spec.cutline_beside || filling.foot == Length::ZERO || filling.margin <= top
    }

    /// Sets a box that no page has room for, on a page of its own; it hangs over.
    pub fn hang_over(&self, filling: &mut Filling, content: &GalleyBox, at: Cursor) {
        filling.depth = content.height;
        filling.put(Placed {
            y: Length::ZERO,
            at,
            size: None,
            at_foot: false,
            beside: Length::ZERO,
        });
        self.carry_all(filling, content);
        filling.closed = true;
    }

    /// Leaves the notes of `content`, and those that they refer to, to the next page.
    fn carry_all(&self, filling: &mut Filling, content: &GalleyBox) {
        let mut wanted: VecDeque<usize> = content.notes.iter().copied().collect();
        while let Some(note) = wanted.pop_front() {
            let lines = self.note(note);
            wanted.extend(lines.iter().flat_map(|line| line.notes.iter().copied()));
            filling.carried.push(NotePart { note, line: 0 });
            filling.closed = true;
        }
    }

    /// Adds the notes of `content`. A long one may be parted; what is left is carried over.
    fn add_notes(&self, filling: &mut Filling, content: &GalleyBox, room: Length) -> bool {
        if content.notes.is_empty() {
            return true;
        }
        let mut carried = Vec::new();
        let mut set = Vec::new();
        let mut depth = filling.notes_depth;
        // The notes that a note refers to follow it.
        let mut wanted: VecDeque<usize> = content.notes.iter().copied().collect();
        while let Some(note) = wanted.pop_front() {
            let lines = self.note(note);
            wanted.extend(lines.iter().flat_map(|line| line.notes.iter().copied()));
            let apart = if depth == Length::ZERO {
                self.above_notes()
            } else {
                Length::ZERO
            };
            let mut used = depth + apart;
            let fits = |line: &&GalleyBox| {
                used += line.height;
                used <= room
            };
            let fitting = if carried.is_empty() {
                lines.iter().take_while(fits).count()
            } else {
                0
            };
            let part = fitting >= 2 && lines.len() > LONGEST_WHOLE_NOTE;
            if fitting < lines.len() && !part && filling.used {
                return false;
            }
            let height: Length = lines[..fitting].iter().map(|line| line.height).sum();
            if fitting > 0 {
                depth += apart + height;
            }
            set.extend((0..fitting).map(|line| (note, line)));
            if fitting < lines.len() {
                carried.push(NotePart {
                    note,
                    line: fitting,
                });
            }
        }
        filling.notes_depth = depth;
        if !carried.is_empty() {
            filling.closed = true;
            filling.cost += cost::CARRIED;
        }
        filling.carried.extend(carried);
        for (note, line) in set {
            self.record_note(filling, note, line);
        }
        true
    }

    fn up_to_grid(&self, y: Length) -> Length {
        y.up_to(self.spec.body.leading)
    }

    /// The float of an entry.
    pub fn float(&self, entry: usize) -> Option<&'a Float> {
        match self.entries.get(entry) {
            Some(Entry::Float(float)) => Some(float),
            _ => None,
        }
    }

    /// All that can become of a float that is met in the text.
    pub fn meet(&self, filling: &Filling, entry: usize, out: &mut Vec<Filling>) {
        let Some(float) = self.float(entry) else {
            return;
        };
        if self.spec.columns.count > 1 && float.columns > 1 {
            let mut next = filling.clone();
            if self.led_by != Some(entry) {
                next.across.push(entry);
            }
            return out.push(next);
        }
        let known = out.len();
        // First in, first out: none passes another.
        let waits = !filling.queue.is_empty() || filling.closed;
        let own_page = float.placement == Some(Placement::Page);
        if !waits && !own_page {
            self.placings(filling, float, entry, out);
        } else if !waits && !filling.used && !float.plate {
            // The page is still empty: it is its own.
            self.placings(filling, float, entry, out);
        }
        // A full queue holds the text back, so that no photo wanders far from it. Where even an empty column is
        // too low for it, a photo that is to stand here cannot.
        let is_held =
            float.placement == Some(Placement::Here) && (filling.used || out.len() > known);
        if !is_held && filling.queue.len() < LONGEST_QUEUE {
            out.push(self.deferred(filling, entry));
        }
    }

    /// A page that is still empty with a float in its smallest size, whether there is room or not.
    pub fn hang_float(&self, filling: &Filling, entry: usize) -> Option<Filling> {
        let float = self.float(entry)?;
        let size = float.sizes.len().saturating_sub(1);
        let choice = Choice::Placed { size, opened: 0 };
        let mut rest = filling.clone();
        rest.queue.retain(|waiting| *waiting != entry);
        let placed = self.placed(&rest, entry, choice, true)?;
        Some(placed.chosen(entry, choice, 0))
    }

    fn deferred(&self, filling: &Filling, entry: usize) -> Filling {
        let mut next = filling.clone();
        next.queue.push(entry);
        next.chosen(entry, Choice::Deferred, cost::DEFERRED)
    }

    /// The page with the floats that wait for it, in every way that they can stand on it.
    pub fn take_waiting(&self, filling: Filling) -> Vec<Filling> {
        let mut open = vec![filling];
        let mut done = Vec::new();
        while let Some(filling) = open.pop() {
            let Some(entry) = filling.queue.first().copied() else {
                let alone = i64::from(filling.plates == 1);
                done.push(Filling {
                    cost: filling.cost + cost::PLATE_ALONE * alone,
                    ..filling
                });
                continue;
            };
            let mut placed = Vec::new();
            let joins = |float: &Float| {
                filling.plates == 1 && float.plate && !float.leads && filling.carried.is_empty()
            };
            if let Some(float) = self.float(entry)
                && (!filling.closed || joins(float))
            {
                let own_page = float.placement == Some(Placement::Page);
                let alone = filling.choices.is_empty();
                if !own_page || alone || joins(float) {
                    let mut rest = filling.clone();
                    rest.queue.remove(0);
                    self.placings(&rest, float, entry, &mut placed);
                }
            }
            if placed.is_empty() {
                let alone = i64::from(filling.plates == 1);
                done.push(Filling {
                    cost: filling.cost + cost::PLATE_ALONE * alone,
                    ..filling
                });
            }
            open.extend(placed);
        }
        done
    }

    /// Places a float in every size that fits. On an empty page the smallest fits in any case; a column that
    /// something across the page makes lower than a full one can wait for that.
    fn placings(&self, filling: &Filling, float: &Float, entry: usize, out: &mut Vec<Filling>) {
        let last = float.sizes.len().saturating_sub(1);
        let known = out.len();
        for size in 0..float.sizes.len() {
            let waits = float.sizes.get(size).is_some_and(|made| {
                made.height > filling.limit && made.height <= self.spec.depth()
            });
            let may_hang = !filling.used && size == last && out.len() == known && !waits;
            for opened in 0..=1 {
                let choice = Choice::Placed { size, opened };
                let Some(placed) = self.placed(filling, entry, choice, may_hang && opened == 0)
                else {
                    break;
                };
                let size = match float.plate {
                    true => cost::PLATE_SIZE * (size * size) as i64,
                    false => cost::SIZES.get(size).copied().unwrap_or_default(),
                };
                let cost = size + cost::FLOAT_OPENED * opened;
                out.push(placed.chosen(entry, choice, cost));
                if !filling.used || float.plate || float.placement == Some(Placement::Bottom) {
                    // Nothing above it to open.
                    break;
                }
            }
        }
    }

    /// The page with a float as it was chosen, if there is room.
    fn placed(
        &self,
        filling: &Filling,
        entry: usize,
        choice: Choice,
        may_hang: bool,
    ) -> Option<Filling> {
        let Choice::Placed { size, opened } = choice else {
            return None;
        };
        let float = self.float(entry)?;
        let content = float.sizes.get(size)?;
        let mut next = filling.clone();
        let extra = self.spec.body.leading * opened;
        let at = Cursor::at(entry);
        let room = filling.room();
        let in_head = float.placement == Some(Placement::Top) && filling.depth > filling.head;
        let mut place = Placed {
            y: filling.head,
            at,
            size: Some(size),
            at_foot: false,
            beside: filling.head,
        };
        // A photo with its cutline beside it needs the margin too.
        let needs_margin = self.spec.cutline_beside && next.margin > Length::ZERO;
        if in_head && next.margin > Length::ZERO {
            return None;
        }
        if in_head {
            let height = self.up_to_grid(content.height + float.apart + extra);
            let left = room - filling.depth - height;
            if left < Length::ZERO
                || !self.add_notes(&mut next, content, left + filling.notes_depth)
            {
                return None;
            }
            // What stands below moves down.
            for below in next.record.iter_mut().flat_map(|record| &mut record.placed) {
                if !below.at_foot && below.y >= filling.head {
                    below.y += height;
                }
            }
            next.put(place);
            next.depth += height;
            next.head += height;
            return Some(next);
        }
        if float.placement == Some(Placement::Bottom) {
            let height = self.up_to_grid(content.height + float.apart);
            let left = room - filling.depth - height;
            let fits = left >= Length::ZERO
                && self.add_notes(&mut next, content, left + filling.notes_depth);
            if !fits && !may_hang {
                return None;
            }
            if !fits {
                self.carry_all(&mut next, content);
            }
            next.foot += height;
            if !self.foot_is_clear(&next) && !may_hang {
                return None;
            }
            // The first of several is the highest.
            for above in next.record.iter_mut().flat_map(|record| &mut record.placed) {
                if above.at_foot {
                    above.y -= height;
                }
            }
            place.y = filling.limit - content.height;
            place.at_foot = true;
            next.put(place);
            return Some(next);
        }
        let between = filling.depth > Length::ZERO;
        let apart = if between {
            filling.space.max(float.apart)
        } else {
            Length::ZERO
        };
        let end = filling.depth + apart + content.height + float.apart + extra;
        // No text follows on a page of photos.
        let end = if float.plate {
            end
        } else {
            self.up_to_grid(end)
        };
        // The room around it comes to whole lines; what is over is shared above and below.
        let over = end - filling.depth - apart - content.height - float.apart;
        let mut y = filling.depth + apart + if between { over / 2 } else { Length::ZERO };
        // At a page's foot it moves up rather than not fit.
        let lowest = room - content.height;
        if y > lowest && filling.depth + apart <= lowest {
            y = lowest;
        }
        if needs_margin && y < next.margin && !may_hang {
            return None;
        }
        if self.spec.cutline_beside {
            next.margin = y + content.height;
        }
        let left = filling.limit - filling.foot - y - content.height;
        let fits = left >= filling.notes_depth && self.add_notes(&mut next, content, left);
        if !fits && !may_hang {
            return None;
        }
        if !fits {
            self.carry_all(&mut next, content);
        }
        if !self.foot_is_clear(&next) && !may_hang {
            return None;
        }
        next.depth = y + content.height;
        next.space = end - next.depth;
        next.ends_in_hyphen = false;
        next.after_float = float.apart;
        next.ends_in_float = true;
        if !between {
            next.head = end;
        }
        place.y = y;
        next.put(place);
        if float.placement == Some(Placement::Page) {
            next.closed = true;
            next.plates += plates(float);
        }
        Some(next)
    }

    /// The page with a float that was met or that waited, as it was chosen: for the second time.
    pub fn repeat(&self, filling: &Filling, entry: usize, choice: Choice) -> Option<Filling> {
        if choice == Choice::Deferred {
            return Some(self.deferred(filling, entry));
        }
        let mut next = filling.clone();
        if next.queue.first() == Some(&entry) {
            next.queue.remove(0);
        }
        self.placed(&next, entry, choice, true)
    }
}
