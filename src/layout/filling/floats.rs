//! Photos on a page: where they stand, and which wait.

use super::super::galley::{Entry, Float};
use super::super::length::Length;
use super::{Choice, Cursor, Filler, Filling, LONGEST_QUEUE, Placed, cost};
use crate::document::Placement;

/// How much of a page of photos one takes.
fn plates(float: &Float) -> u8 {
    match (float.plate, float.leads) {
        (false, _) => 0,
        (true, false) => 1,
        (true, true) => 2,
    }
}

impl<'a> Filler<'a> {
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
