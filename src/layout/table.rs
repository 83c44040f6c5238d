//! Tables: columns as wide as their content asks for, rows that are never parted.

use super::compose::{Column, Composer};
use super::frame::{ElementId, Point, Role};
use super::galley::{Entry, GalleyBox, rule};
use super::length::Length;
use super::line::LineBox;
use super::text::TextBuilder;
use crate::document::{Alignment, Block, Table, TableCell};

/// A cell whose natural width is known.
struct Measured {
    text: super::paragraph::Text,
    natural: Length,
    longest_word: Length,
}

impl Composer<'_, '_> {
    /// Sets a table.
    pub fn table(&mut self, block: &Block, table: &Table, column: Column) {
        let element = self
            .structure
            .add(Role::Table, column.parent, Some(block.id));
        let rows: Vec<Vec<Measured>> = std::iter::once((&table.head, Role::TableHead))
            .chain(table.rows.iter().map(|row| (row, Role::TableCell)))
            .map(|(cells, role)| self.measure_row(cells, role, element))
            .collect();
        let gap = self.spec.table.size;
        let widths = column_widths(&rows, table.alignments.len(), column.measure, gap);
        let total: Length =
            widths.iter().copied().sum::<Length>() + gap * (widths.len().saturating_sub(1) as i64);
        let left = column.left;
        self.galley.push(Entry::Space(self.spec.body.leading / 2));
        let count = rows.len();
        for (index, row) in rows.into_iter().enumerate() {
            let mut made = self.set_row(row, &widths, &table.alignments, left, gap);
            let last = index + 1 == count;
            if index == 0 {
                made.anchors
                    .extend(block.anchor.iter().map(|a| a.as_str().to_owned()));
                made.items
                    .insert(0, rule(left, Length::ZERO, total, Length::milli_pt(600)));
                made.items
                    .push(rule(left, made.height, total, Length::milli_pt(300)));
            }
            if last {
                made.items
                    .push(rule(left, made.height, total, Length::milli_pt(600)));
            }
            self.galley.push(Entry::Box(made));
            // The head stays with the first row, the last row with the one before.
            if index == 0 || index + 2 == count {
                self.galley.push(Entry::Keep);
            }
        }
        self.galley.push(Entry::Space(self.spec.body.leading / 2));
    }

    fn measure_row(&mut self, cells: &[TableCell], role: Role, table: ElementId) -> Vec<Measured> {
        let row = self.structure.add(Role::TableRow, table, None);
        let style = match role {
            Role::TableHead => self.spec.table.bold(),
            _ => self.spec.table,
        };
        let mut measured = Vec::with_capacity(cells.len());
        for cell in cells {
            let element = self.structure.add(role, row, Some(cell.id));
            let text = TextBuilder::new(self, cell.id)
                .add(&cell.content, style, element)
                .finish();
            let (natural, longest_word) = self.text_widths(&text);
            measured.push(Measured {
                text,
                natural,
                longest_word,
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
    ) -> GalleyBox {
        let leading = self.spec.table.leading;
        // Room above and below the text, inside the rules.
        let padding = leading / 5;
        let mut made = GalleyBox::default();
        let mut x = left;
        let mut tallest = 1;
        for ((cell, width), alignment) in row.into_iter().zip(widths).zip(alignments) {
            let manner = self.ragged(*width);
            let lines = self.set_lines(&cell.text, manner);
            tallest = tallest.max(lines.len() as i64);
            for (number, line) in lines.into_iter().enumerate() {
                let LineBox {
                    items,
                    links,
                    notes,
                    width: used,
                } = line;
                let free = (*width - used).max(Length::ZERO);
                let shift = match alignment {
                    Alignment::Start => Length::ZERO,
                    Alignment::Centre => free / 2,
                    Alignment::End => free,
                };
                let y = padding + leading * (number as i64) + leading.scaled(3, 4);
                made.take(items, links, Point { x: x + shift, y });
                made.notes.extend(notes);
            }
            x += *width + gap;
        }
        made.height = leading * tallest + padding * 2;
        made
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
    let widest = |by: fn(&Measured) -> Length, column: usize| {
        rows.iter()
            .filter_map(|row| row.get(column))
            .map(by)
            .max()
            .unwrap_or_default()
    };
    let natural: Vec<Length> = (0..columns)
        .map(|c| widest(|cell| cell.natural, c))
        .collect();
    let least: Vec<Length> = (0..columns)
        .map(|c| widest(|cell| cell.longest_word, c))
        .collect();
    let room = measure - gap * (columns.saturating_sub(1) as i64);
    share(&natural, &least, room)
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
