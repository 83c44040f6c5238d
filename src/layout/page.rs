//! Filling pages: a galley and its notes become page bodies. Greedy, with one look back: a page
//! ends at the last place where it may.

use std::collections::VecDeque;

use super::frame::{Item, LinkArea, Point, Rect, Shape, TextPosition};
use super::galley::{Entry, Float, GalleyBox, Heading, moved, moved_link, rule};
use super::length::Length;
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
    /// How far down the page its text and photos reach.
    pub depth: Length,
    /// The first text of the manuscript on it.
    pub begins_with: Option<TextPosition>,
}

/// A box with its place on the page.
struct Placed {
    y: Length,
    content: GalleyBox,
    floated: bool,
}

/// A place where the page may end, with what it would hold then.
#[derive(Clone, Copy)]
struct Ending {
    entry: usize,
    placed: usize,
    notes: usize,
    deferred: usize,
    carried: usize,
}

/// So many photos wait for the next page at most.
const LONGEST_QUEUE: usize = 2;

/// Fills pages from one chapter's galley.
pub struct Filler<'a> {
    spec: &'a Spec,
    entries: &'a [Entry],
    notes: &'a [Vec<GalleyBox>],
    /// The largest of its sizes that a float may have: 0 is the full size.
    largest: usize,
    /// Floats that did not fit where they were referred to.
    deferred: VecDeque<&'a Float>,
    /// Note lines that a page had no room for.
    carried: VecDeque<GalleyBox>,
    next: usize,
}

/// The page while it is filled.
#[derive(Default)]
struct Filling<'a> {
    placed: Vec<Placed>,
    notes: Vec<GalleyBox>,
    depth: Length,
    notes_depth: Length,
    space: Length,
    deferred: Vec<&'a Float>,
    carries: bool,
}

impl<'a> Filler<'a> {
    /// A filler for `entries`, whose notes are looked up in `notes`, with floats no larger than
    /// their size of the number `largest`.
    pub fn new(
        spec: &'a Spec,
        entries: &'a [Entry],
        notes: &'a [Vec<GalleyBox>],
        largest: usize,
    ) -> Filler<'a> {
        Filler {
            spec,
            entries,
            notes,
            largest,
            deferred: VecDeque::new(),
            carried: VecDeque::new(),
            next: 0,
        }
    }

    /// All pages. Every page takes at least one entry, float or note, so this ends.
    pub fn fill(mut self) -> Vec<PageBody> {
        let mut pages = Vec::new();
        while self.next < self.entries.len()
            || !self.deferred.is_empty()
            || !self.carried.is_empty()
        {
            if self.only_spaces_left() {
                break;
            }
            pages.push(self.page());
        }
        pages
    }

    fn only_spaces_left(&self) -> bool {
        let rest = &self.entries[self.next..];
        self.deferred.is_empty()
            && self.carried.is_empty()
            && !rest
                .iter()
                .any(|entry| matches!(entry, Entry::Box(_) | Entry::Float(_)))
    }

    fn page(&mut self) -> PageBody {
        let mut filling = Filling::default();
        self.carried_notes(&mut filling);
        self.deferred_floats(&mut filling);
        let mut ending: Option<Ending> = None;
        let mut kept = false;
        let mut at = self.next;
        while let Some(entry) = self.entries.get(at) {
            match entry {
                Entry::Space(space) => {
                    if !filling.placed.is_empty() {
                        filling.space += *space;
                    }
                }
                Entry::Keep => kept = true,
                Entry::Float(float) => {
                    if !kept {
                        ending = Some(filling.ending(at, self.carried.len()));
                    }
                    // A full queue holds the text back, so that no photo wanders far from it.
                    if filling.deferred.len() + self.deferred.len() >= LONGEST_QUEUE
                        && !filling.is_empty()
                    {
                        break;
                    }
                    // First in, first out: none passes another.
                    let waits = !self.deferred.is_empty() || !filling.deferred.is_empty();
                    if waits || filling.carries || !self.add_float(&mut filling, float) {
                        filling.deferred.push(float);
                    }
                }
                Entry::Box(content) => {
                    if !kept {
                        ending = Some(filling.ending(at, self.carried.len()));
                    }
                    kept = false;
                    if filling.carries || !self.add(&mut filling, content) {
                        break;
                    }
                }
            }
            at += 1;
        }
        if at < self.entries.len() {
            at = self.end_page(&mut filling, ending, at);
        }
        self.next = at;
        self.deferred.extend(filling.deferred.drain(..));
        self.body(filling)
    }

    /// Goes back to the last place where the page may end, unless that would leave it empty.
    fn end_page(&mut self, filling: &mut Filling<'a>, ending: Option<Ending>, at: usize) -> usize {
        match ending {
            Some(ending) if ending.placed > 0 => {
                filling.placed.truncate(ending.placed);
                filling.deferred.truncate(ending.deferred);
                filling.notes.truncate(ending.notes);
                self.carried.truncate(ending.carried);
                ending.entry
            }
            _ if filling.placed.is_empty() && filling.notes.is_empty() => {
                // Nothing fits on an empty page: it is set all the same, and hangs over.
                if let Some(Entry::Box(content)) = self.entries.get(at) {
                    filling.placed.push(Placed {
                        y: Length::ZERO,
                        content: content.clone(),
                        floated: false,
                    });
                }
                at + 1
            }
            _ => at,
        }
    }

    /// Adds a box. Gives `false` where the page is full.
    fn add(&mut self, filling: &mut Filling<'a>, content: &GalleyBox) -> bool {
        let y = self.place_for(filling, content, filling.space);
        let room = self.spec.depth() - y - content.height;
        if room < filling.notes_depth || !self.add_notes(filling, content, room) {
            return false;
        }
        filling.depth = y + content.height;
        filling.space = Length::ZERO;
        filling.placed.push(Placed {
            y,
            content: content.clone(),
            floated: false,
        });
        true
    }

    /// Adds a float in the largest size that fits, or gives `false`. On an empty page the smallest
    /// is taken in any case.
    fn add_float(&mut self, filling: &mut Filling<'a>, float: &Float) -> bool {
        let empty = filling.placed.is_empty() && filling.notes.is_empty();
        let apart = if filling.placed.is_empty() {
            Length::ZERO
        } else {
            float.apart
        };
        let space = filling.space.max(apart);
        for (index, content) in float.sizes.iter().enumerate().skip(self.largest) {
            let y = self.place_for(filling, content, space);
            let room = self.spec.depth() - y - content.height;
            let last_resort = empty && index + 1 == float.sizes.len();
            let fits = room >= filling.notes_depth && self.add_notes(filling, content, room);
            if fits || last_resort {
                filling.depth = y + content.height;
                filling.space = float.apart;
                filling.placed.push(Placed {
                    y,
                    content: content.clone(),
                    floated: true,
                });
                return true;
            }
        }
        false
    }

    fn place_for(&self, filling: &Filling<'a>, content: &GalleyBox, space: Length) -> Length {
        let y = filling.depth + space;
        if content.on_grid {
            self.up_to_grid(y)
        } else {
            y
        }
    }

    fn up_to_grid(&self, y: Length) -> Length {
        let leading = self.spec.body.leading.units();
        Length::from_units((y.units() + leading - 1) / leading * leading)
    }

    /// Adds the notes of `content`. A long one may be parted; what is left is carried over.
    fn add_notes(&mut self, filling: &mut Filling<'a>, content: &GalleyBox, room: Length) -> bool {
        let known = filling.notes.len();
        let mut carried = Vec::new();
        let mut depth = filling.notes_depth;
        // The notes that a note refers to follow it.
        let mut wanted: VecDeque<usize> = content.notes.iter().copied().collect();
        while let Some(note) = wanted.pop_front() {
            let lines = self.notes.get(note).map(Vec::as_slice).unwrap_or_default();
            wanted.extend(lines.iter().flat_map(|line| line.notes.iter().copied()));
            let apart = if depth == Length::ZERO {
                self.above_notes()
            } else {
                Length::ZERO
            };
            let mut used = depth + apart;
            let fitting = lines
                .iter()
                .take_while(|line| {
                    used += line.height;
                    used <= room
                })
                .count();
            // A short note moves to the next page with its reference; a long one is parted.
            let part = fitting >= 2 && lines.len() > 4;
            if fitting < lines.len() && !part && !filling.placed.is_empty() {
                filling.notes.truncate(known);
                return false;
            }
            let height: Length = lines[..fitting].iter().map(|line| line.height).sum();
            depth += apart + height;
            filling.notes.extend(lines[..fitting].iter().cloned());
            if fitting < lines.len() {
                carried.extend(lines[fitting..].iter().cloned());
            }
        }
        filling.notes_depth = depth;
        filling.carries |= !carried.is_empty();
        self.carried.extend(carried);
        true
    }

    fn above_notes(&self) -> Length {
        self.spec.body.leading / 2
    }

    /// Sets what the page before had no room for, leaving some lines for the text.
    fn carried_notes(&mut self, filling: &mut Filling<'a>) {
        if self.carried.is_empty() {
            return;
        }
        let text_left = self.next < self.entries.len();
        let kept = if text_left {
            self.spec.body.leading * 3
        } else {
            Length::ZERO
        };
        let mut depth = self.above_notes();
        while let Some(line) = self.carried.front() {
            if depth + line.height > self.spec.depth() - kept && !filling.notes.is_empty() {
                break;
            }
            depth += line.height;
            filling.notes.extend(self.carried.pop_front());
        }
        filling.notes_depth = depth;
    }

    fn deferred_floats(&mut self, filling: &mut Filling<'a>) {
        while let Some(float) = self.deferred.front().copied() {
            if !self.add_float(filling, float) {
                break;
            }
            self.deferred.pop_front();
        }
    }

    fn body(&self, filling: Filling<'a>) -> PageBody {
        let mut body = PageBody {
            depth: filling.depth,
            ..PageBody::default()
        };
        let mut floating = None;
        for Placed {
            y,
            content,
            floated,
        } in filling.placed
        {
            let by = Point { x: Length::ZERO, y };
            let first = content.items.iter().find_map(source);
            if floated {
                floating = floating.or(first);
            } else {
                body.begins_with = body.begins_with.or(first);
            }
            put(&mut body, content, by);
        }
        body.begins_with = body.begins_with.or(floating);
        if !filling.notes.is_empty() {
            self.put_notes(&mut body, filling.notes);
        }
        body
    }

    fn put_notes(&self, body: &mut PageBody, notes: Vec<GalleyBox>) {
        let height: Length = notes.iter().map(|note| note.height).sum();
        let mut y = self.spec.depth() - height;
        // A note that begins on this page says so by its number; one that is carried over from
        // the page before needs the hairline to tell it from the text.
        if notes.first().is_some_and(|note| note.anchors.is_empty()) {
            let above = y - self.above_notes() / 2;
            body.items.push(rule(
                Length::ZERO,
                above,
                Length::mm(20),
                Length::milli_pt(300),
            ));
        }
        for note in notes {
            let height = note.height;
            put(body, note, Point { x: Length::ZERO, y });
            y += height;
        }
    }
}

impl Filling<'_> {
    fn is_empty(&self) -> bool {
        self.placed.is_empty() && self.notes.is_empty()
    }

    fn ending(&self, entry: usize, carried: usize) -> Ending {
        Ending {
            entry,
            placed: self.placed.len(),
            notes: self.notes.len(),
            deferred: self.deferred.len(),
            carried,
        }
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
