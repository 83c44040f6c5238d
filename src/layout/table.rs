//! Tables: columns as wide as their content asks for, rows that are parted only when they are tall.

use super::compose::{Column, Composer};
use super::frame::{Cell, ElementId, Point, Role};
use super::galley::{Entry, GalleyBox, rule};
use super::length::Length;
use super::line::LineBox;
use super::text::TextBuilder;
use crate::document::block::first_columns;
use crate::document::{Alignment, Block, CellSpan, Table, TableCell};

/// So many rows of a head stay together at most: more may be more than a page.
const MOST_KEPT: usize = 6;

/// Lines of a row that no page parts.
const TALLEST_WHOLE: usize = 12;

/// A cell whose natural width is known.
struct Measured {
    text: super::paragraph::Text,
    natural: Length,
    longest_word: Length,
    column: usize,
    span: CellSpan,
}

impl Composer<'_, '_> {
    /// Sets a table.
    pub fn table(&mut self, block: &Block, table: &Table, column: Column) {
        let element = self
            .structure
            .add(Role::Table, column.parent, Some(block.id));
        let captioned = self.table_caption(block, table, column, element);
        let mut rows: Vec<Vec<Measured>> = Vec::new();
        for (section, role) in [
            (&table.head, Role::TableHead),
            (&table.rows, Role::TableCell),
        ] {
            for (cells, columns) in section.iter().zip(first_columns(section)) {
                rows.push(self.measure_row(cells, &columns, role, element));
            }
        }
        // A hair of every column at least is text, however many there are.
        let columns = table.alignments.len().max(1) as i64;
        let gap = self.spec.table.size.min(column.measure / (columns * 3));
        let widths = column_widths(&rows, table.alignments.len(), column.measure, gap);
        let total: Length =
            widths.iter().copied().sum::<Length>() + gap * (widths.len().saturating_sub(1) as i64);
        let left = column.left;
        if !captioned {
            self.galley.push(Entry::Space(self.spec.body.leading / 2));
        }
        let heads = table.head.len();
        let count = rows.len();
        for (index, row) in rows.into_iter().enumerate() {
            let mut parts = self.set_row(row, &widths, &table.alignments, left, gap);
            let last = index + 1 == count;
            let heavy = Length::milli_pt(600);
            if index == 0
                && let Some(top) = parts.first_mut()
            {
                if !captioned {
                    let anchor = block.anchor.iter().map(|a| a.as_str().to_owned());
                    top.anchors.extend(anchor);
                }
                top.items.insert(0, rule(left, Length::ZERO, total, heavy));
            }
            if let Some(bottom) = parts.last_mut() {
                if index + 1 == heads {
                    let light = Length::milli_pt(300);
                    bottom.items.push(rule(left, bottom.height, total, light));
                }
                if last {
                    bottom.items.push(rule(left, bottom.height, total, heavy));
                }
            }
            let pieces = parts.len();
            for (number, part) in parts.into_iter().enumerate() {
                if number == 1 || (number > 1 && number + 1 == pieces) {
                    self.galley.push(Entry::Keep);
                }
                self.galley.push(Entry::Box(part));
            }
            // The head stays with the first row, the last row with the one before.
            if index < heads.clamp(1, MOST_KEPT) || index + 2 == count {
                self.galley.push(Entry::Keep);
            }
        }
        self.galley.push(Entry::Space(self.spec.body.leading / 2));
    }

    /// Sets the caption over the table. Gives whether there is one.
    fn table_caption(
        &mut self,
        block: &Block,
        table: &Table,
        column: Column,
        parent: ElementId,
    ) -> bool {
        if table.caption.is_empty() {
            return false;
        }
        let element = self.structure.add(Role::Caption, parent, None);
        let style = self.spec.table.italic();
        let text = TextBuilder::new(self, block.id)
            .add(&table.caption, style, element)
            .finish();
        let lines = self.set_lines(&text, self.ragged(column.measure));
        self.galley.push(Entry::Space(self.spec.body.leading / 2));
        let anchor = block.anchor.as_ref().map(|a| a.as_str().to_owned());
        self.push_lines(lines, style.leading, column.left, false, anchor);
        self.galley.push(Entry::Keep);
        true
    }

    fn measure_row(
        &mut self,
        cells: &[TableCell],
        columns: &[usize],
        role: Role,
        table: ElementId,
    ) -> Vec<Measured> {
        let row = self.structure.add(Role::TableRow, table, None);
        let mut measured = Vec::with_capacity(cells.len());
        for (cell, column) in cells.iter().zip(columns) {
            let role = if cell.heads_row {
                Role::TableHead
            } else {
                role
            };
            let style = match role {
                Role::TableHead => self.spec.table.bold(),
                _ => self.spec.table,
            };
            let of_cell = Cell {
                columns: cell.span.columns,
                rows: cell.span.rows,
                heads_row: cell.heads_row,
            };
            let element = self.structure.add_cell(role, row, cell.id, of_cell);
            let text = TextBuilder::new(self, cell.id)
                .add(&cell.content, style, element)
                .finish();
            let (natural, longest_word) = self.text_widths(&text);
            measured.push(Measured {
                text,
                natural,
                longest_word,
                column: *column,
                span: cell.span,
            });
        }
        measured
    }

    fn set_row(
        &mut self,
        row: Vec<Measured>,
        widths: &[Length],
        alignments: &[Alignment],
        left: Length,
        gap: Length,
    ) -> Vec<GalleyBox> {
        let leading = self.spec.table.leading;
        // Room above and below the text, inside the rules.
        let padding = leading / 5;
        let mut lines_of_cells: Vec<(Point, usize, LineBox)> = Vec::new();
        let mut tallest = 1;
        for cell in row {
            let before = widths.get(..cell.column).unwrap_or_default();
            let x = left + before.iter().map(|width| *width + gap).sum::<Length>();
            let end = (cell.column + cell.span.columns).min(widths.len());
            let spanned = widths.get(cell.column..end).unwrap_or_default();
            let width = spanned.iter().copied().sum::<Length>()
                + gap * (spanned.len().saturating_sub(1) as i64);
            // The text of a cell that spans rows stands in the first of them.
            let alignment = alignments.get(cell.column).unwrap_or(&Alignment::Start);
            let manner = self.ragged(width);
            let lines = self.set_lines(&cell.text, manner);
            tallest = tallest.max(lines.len());
            for (number, line) in lines.into_iter().enumerate() {
                let free = (width - line.width).max(Length::ZERO);
                let shift = match alignment {
                    Alignment::Start => Length::ZERO,
                    Alignment::Centre => free / 2,
                    Alignment::End => free,
                };
                let at = Point {
                    x: x + shift,
                    y: leading.scaled(3, 4),
                };
                lines_of_cells.push((at, number, line));
            }
        }
        // A row of ordinary height is one box; a tall one a box a line, so that pages may part it.
        let lines_in_part = if tallest > TALLEST_WHOLE { 1 } else { tallest };
        let count = tallest.div_ceil(lines_in_part);
        let mut parts = vec![GalleyBox::default(); count];
        for (number, part) in parts.iter_mut().enumerate() {
            let above = if number == 0 { padding } else { Length::ZERO };
            let below = if number + 1 == count {
                padding
            } else {
                Length::ZERO
            };
            part.height = leading * (lines_in_part as i64) + above + below;
        }
        for (at, number, line) in lines_of_cells {
            let (part, inside) = (number / lines_in_part, number % lines_in_part);
            let above = if part == 0 { padding } else { Length::ZERO };
            if let Some(part) = parts.get_mut(part) {
                let y = at.y + above + leading * (inside as i64);
                part.take(line.items, line.links, Point { x: at.x, y });
                part.notes.extend(line.notes);
            }
        }
        parts
    }
}

/// Shares `measure` among columns by water-filling: a column that wants no more than an even share
/// gets all it wants, and the others share what is left, none below its longest word.
fn column_widths(
    rows: &[Vec<Measured>],
    columns: usize,
    measure: Length,
    gap: Length,
) -> Vec<Length> {
    let natural = widest(rows, columns, gap, |cell| cell.natural);
    let least = widest(rows, columns, gap, |cell| cell.longest_word);
    let room = measure - gap * (columns.saturating_sub(1) as i64);
    share(&natural, &least, room)
}

/// What each column asks for: as much as its widest cell. A cell that spans several takes what they
/// have, and what is missing then is asked for by all of them alike.
fn widest(
    rows: &[Vec<Measured>],
    columns: usize,
    gap: Length,
    by: fn(&Measured) -> Length,
) -> Vec<Length> {
    let mut wanted = vec![Length::ZERO; columns];
    let cells = || rows.iter().flatten();
    for cell in cells().filter(|cell| cell.span.columns == 1) {
        if let Some(width) = wanted.get_mut(cell.column) {
            *width = (*width).max(by(cell));
        }
    }
    for cell in cells().filter(|cell| cell.span.columns > 1) {
        let end = (cell.column + cell.span.columns).min(columns);
        let Some(spanned) = wanted.get_mut(cell.column..end) else {
            continue;
        };
        let gaps = gap * (spanned.len().saturating_sub(1) as i64);
        let missing = by(cell) - gaps - spanned.iter().copied().sum::<Length>();
        if missing > Length::ZERO {
            let part = missing / (spanned.len().max(1) as i64) + Length::from_units(1);
            spanned.iter_mut().for_each(|width| *width += part);
        }
    }
    wanted
}

fn share(natural: &[Length], least: &[Length], room: Length) -> Vec<Length> {
    if natural.iter().copied().sum::<Length>() <= room {
        return natural.to_vec();
    }
    let needed: Length = least.iter().copied().sum();
    if needed >= room {
        // Even single words do not fit side by side: every column gives up the same share.
        let part = |width: &Length| width.scaled(room.units().max(0), needed.units());
        return least.iter().map(part).collect();
    }
    let mut widths: Vec<Option<Length>> = vec![None; natural.len()];
    loop {
        let settled: Length = widths.iter().flatten().copied().sum();
        let open = widths.iter().filter(|width| width.is_none()).count().max(1);
        let even = (room - settled) / (open as i64);
        // Columns that need more than the share are settled first: what the others may take
        // depends on what these leave.
        let find = |fits: &dyn Fn(usize) -> bool| {
            (0..widths.len()).find(|index| widths[*index].is_none() && fits(*index))
        };
        if let Some(index) = find(&|index| least[index] > even) {
            widths[index] = Some(least[index]);
        } else if let Some(index) = find(&|index| natural[index] <= even) {
            widths[index] = Some(natural[index]);
        } else {
            return widths
                .into_iter()
                .map(|width| width.unwrap_or(even))
                .collect();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shared(natural: &[i64], least: &[i64], room: i64) -> Vec<i64> {
        let lengths = |points: &[i64]| points.iter().map(|p| Length::pt(*p)).collect::<Vec<_>>();
        let widths = share(&lengths(natural), &lengths(least), Length::pt(room));
        widths
            .iter()
            .map(|width| width.units() / Length::pt(1).units())
            .collect()
    }

    #[test]
    fn short_columns_get_what_they_want() {
        assert_eq!(shared(&[30, 40, 300], &[20, 20, 50], 200), [30, 40, 130]);
        assert_eq!(shared(&[30, 40, 50], &[20, 20, 50], 200), [30, 40, 50]);
        assert_eq!(shared(&[300, 400], &[20, 150], 200), [50, 150]);
        assert_eq!(shared(&[90, 200], &[20, 150], 200), [50, 150]);
        assert_eq!(shared(&[300, 300], &[200, 200], 200), [100, 100]);
    }
}
