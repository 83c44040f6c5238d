//! One page while it is filled: boxes, photos and notes take their places from its head downwards.
//!
//! The same steps are taken twice: while pages are planned, where only heights count and every
//! choice is tried, and when they are made, where the choices are known and places are recorded.

mod floats;
mod notes;

use super::galley::{Entry, GalleyBox, RepeatedHead};
use super::length::Length;
use super::outside::Outside;
use super::spec::Spec;

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

    fn up_to_grid(&self, y: Length) -> Length {
        y.up_to(self.spec.body.leading)
    }
}
