//! The notes at the foot of a page.

use std::collections::VecDeque;

use super::super::galley::GalleyBox;
use super::super::length::Length;
use super::{Filler, Filling, KEPT_FROM_NOTES, LONGEST_WHOLE_NOTE, NotePart, cost};

impl<'a> Filler<'a> {
    /// Sets what the page before had no room for, leaving some lines for the text.
    pub(super) fn carried_notes(
        &self,
        filling: &mut Filling,
        carried: &[NotePart],
        text_left: bool,
    ) {
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

    pub(super) fn note(&self, note: usize) -> &'a [GalleyBox] {
        self.notes.get(note).map(Vec::as_slice).unwrap_or_default()
    }

    fn above_notes(&self) -> Length {
        self.spec.body.leading / 2
    }

    /// Leaves the notes of `content`, and those that they refer to, to the next page.
    pub(super) fn carry_all(&self, filling: &mut Filling, content: &GalleyBox) {
        let mut wanted: VecDeque<usize> = content.notes.iter().copied().collect();
        while let Some(note) = wanted.pop_front() {
            let lines = self.note(note);
            wanted.extend(lines.iter().flat_map(|line| line.notes.iter().copied()));
            filling.carried.push(NotePart { note, line: 0 });
            filling.closed = true;
        }
    }

    /// Adds the notes of `content`. A long one may be parted; what is left is carried over.
    pub(super) fn add_notes(
        &self,
        filling: &mut Filling,
        content: &GalleyBox,
        room: Length,
    ) -> bool {
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
}
