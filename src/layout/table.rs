//! Tables: columns as wide as their content asks for, rows that are parted only when they are tall.

use std::sync::Arc;

use super::cell_picture::{CellPicture, Room};
use super::column::Column;
use super::compose::Composer;
use super::frame::{Cell, ElementId, Item, Owner, Point, Role};
use super::galley::{Entry, GalleyBox, RepeatedHead, TableRow, moved, rule};
use super::length::Length;
use super::line::LineBox;
use super::paragraph::Text;
use super::style::TextStyle;
use super::table_width::{Wish, Wishes};
use super::text::TextBuilder;
use crate::document::block::first_columns;
use crate::document::{Alignment, Anchor, Block, CellPart, Table, TableCell};

/// So many rows of a head stay together at most: more may be more than a page.
const MOST_KEPT: usize = 6;

/// The last two rows stay together if they are lower than so many lines.
const MOST_LINES_KEPT: i64 = 12;

/// Lines of a row that no page parts.
const TALLEST_WHOLE: usize = 12;

/// The sizes of a table's text, in hundredths of the usual one: a table that is too wide is set smaller
/// before its words are cut. Below 6.5 pt nobody reads with ease.
const SIZES: [i64; 4] = [100, 92, 85, 72];

/// A head is repeated on every page while it takes no more than this share of it.
const TALLEST_REPEATED: i64 = 3;

/// A cell whose natural width is known.
struct Measured<'a> {
    anchor: Option<&'a Anchor>,
    /// From top to bottom.
    parts: Vec<Part<'a>>,
    wish: Wish,
}

enum Part<'a> {
    Picture(CellPicture<'a>),
    Text(Text),
}

impl Part<'_> {
    fn scale(&mut self, by: i64, of: i64) {
        match self {
            Part::Picture(picture) => picture.scale(by, of),
            Part::Text(text) => {
                let pieces = text.pieces.iter_mut();
                pieces.for_each(|piece| piece.style = piece.style.scaled(by, of));
            }
        }
    }
}

impl Composer<'_, '_> {
    /// Sets a table.
    pub fn table(&mut self, block: &Block, table: &Table, column: Column) {
        let element = self
            .structure
            .add(Role::Table, column.parent, Some(block.id));
        let captioned = self.table_caption(block, table, column, element);
        let mut rows: Vec<Vec<Measured<'_>>> = Vec::new();
        for (section, role) in [
            (&table.head, Role::TableHead),
            (&table.rows, Role::TableCell),
        ] {
            for (cells, columns) in section.iter().zip(first_columns(section)) {
                rows.push(self.table_row(cells, &columns, role, element));
            }
        }
        let (style, wishes) = self.fit_table(&mut rows, table.alignments.len(), column.measure);
        if wishes.least() > column.measure {
            self.findings.wide_tables.push(block.span);
        }
        let (widths, gap) = (wishes.share(column.measure), wishes.gap());
        let frame = Frame {
            widths: &widths,
            alignments: &table.alignments,
            left: column.left,
            gap,
            leading: style.leading,
            measure: column.measure,
        };
        let total: Length =
            widths.iter().copied().sum::<Length>() + gap * (widths.len().saturating_sub(1) as i64);
        let left = column.left;
        if !captioned {
            self.galley.push(Entry::Space(self.spec.body.leading / 2));
        }
        let heads = table.head.len();
        let count = rows.len();
        self.tables += 1;
        let mut head = Head::default();
        let mut above = Length::ZERO;
        for (index, row) in rows.into_iter().enumerate() {
            let mut parts = self.set_row(row, &frame);
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
            if index < heads {
                parts.iter().for_each(|part| head.add(part));
            } else if heads > 0
                && index == heads
                && head.height > self.spec.depth() / TALLEST_REPEATED
            {
                head = Head::default();
            }
            let repeated = (index >= heads && head.height > Length::ZERO).then(|| head.shared());
            for part in &mut parts {
                part.row = Some(TableRow {
                    table: self.tables,
                    head: repeated.clone(),
                });
            }
            // The last row stays with the one before, and the second with the first, unless photos make them a
            // good part of a page.
            let height: Length = parts.iter().map(|part| part.height).sum();
            let follows = index > 0 && (last || index == heads + 1);
            if follows && height + above < style.leading * MOST_LINES_KEPT {
                self.galley.push(Entry::Keep);
            }
            above = height;
            let pieces = parts.len();
            let is_line: Vec<bool> = parts
                .iter()
                .map(|it| it.height < style.leading * 2)
                .collect();
            for (number, part) in parts.into_iter().enumerate() {
                let at_end = number == 1 || (number > 1 && number + 1 == pieces);
                // Photos one below the other may be parted: together they may be more than a page.
                let photos = is_line.get(number.saturating_sub(1)..=number);
                if at_end && photos.is_some_and(|both| both.contains(&true)) {
                    self.galley.push(Entry::Keep);
                }
                self.galley.push(Entry::Box(part));
            }
            // The head stays with the first row.
            if index < heads.clamp(1, MOST_KEPT) {
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

    /// The texts of a row's cells. They are not measured yet.
    fn table_row<'a>(
        &mut self,
        cells: &'a [TableCell],
        columns: &[usize],
        role: Role,
        table: ElementId,
    ) -> Vec<Measured<'a>> {
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
            let mut offset = 0;
            let mut parts = Vec::new();
            let of_cell = cell.parts();
            let is_one = of_cell.len() == 1;
            for part in of_cell {
                match part {
                    CellPart::Figure(shown) => {
                        let picture = self.cell_picture(shown, element);
                        parts.extend(picture.map(Part::Picture));
                    }
                    CellPart::Text(content) => {
                        // Beside photos, the lines are a paragraph each time.
                        let element = match is_one {
                            true => element,
                            false => self.structure.add(Role::Paragraph, element, None),
                        };
                        let builder = TextBuilder::new(self, cell.id).from(offset);
                        let builder = builder.add(content, style, element);
                        offset = builder.offset();
                        parts.push(Part::Text(builder.finish()));
                    }
                }
            }
            measured.push(Measured {
                anchor: cell.anchor.as_ref(),
                parts,
                wish: Wish {
                    column: *column,
                    columns: cell.span.columns,
                    natural: Length::ZERO,
                    longest_word: Length::ZERO,
                },
            });
        }
        measured
    }

    /// Measures the cells in the largest size in which no word has to be cut, or else in the smallest.
    fn fit_table(
        &mut self,
        rows: &mut [Vec<Measured<'_>>],
        columns: usize,
        measure: Length,
    ) -> (TextStyle, Wishes) {
        let mut usual = 100;
        let mut sizes = SIZES.into_iter().peekable();
        loop {
            let size = sizes.next().unwrap_or(usual);
            let style = self.spec.table.scaled(size, 100);
            let mut wishes = Vec::new();
            for cell in rows.iter_mut().flatten() {
                let (mut natural, mut longest_word) = (Length::ZERO, Length::ZERO);
                for part in &mut cell.parts {
                    if size != usual {
                        part.scale(size, usual);
                    }
                    let (wanted, least) = match part {
                        Part::Text(text) => self.text_widths(text),
                        Part::Picture(picture) => self.figure_widths(picture, columns, measure),
                    };
                    natural = natural.max(wanted);
                    longest_word = longest_word.max(least);
                }
                cell.wish = Wish {
                    natural,
                    longest_word,
                    ..cell.wish
                };
                wishes.push(cell.wish);
            }
            usual = size;
            // A hair of every column at least is text, however many there are.
            let gap = style.size.min(measure / (columns.max(1) as i64 * 3));
            let wishes = Wishes::of(&wishes, columns, gap);
            if wishes.least() <= measure || sizes.peek().is_none() {
                return (style, wishes);
            }
        }
    }

    fn set_row(&mut self, row: Vec<Measured<'_>>, frame: &Frame<'_>) -> Vec<GalleyBox> {
        let leading = frame.leading;
        // Room above and below the text, inside the rules.
        let padding = leading / 5;
        let anchors = row.iter().filter_map(|cell| cell.anchor);
        let anchors: Vec<String> = anchors.map(|one| one.as_str().to_owned()).collect();
        let cells: Vec<SetCell> = row
            .into_iter()
            .map(|cell| self.set_cell(cell, frame))
            .collect();
        let tallest = cells.iter().map(|cell| cell.height).max();
        let tallest = tallest.unwrap_or_default().max(1);
        // A row of ordinary height is one box; a tall one a box a line, so that pages may part it, but
        // for its pictures, through which no page's end can go.
        let mut begins = vec![0];
        if tallest > TALLEST_WHOLE {
            let parts = |at: &usize| {
                let mut pictures = cells.iter().flat_map(|cell| &cell.pictures);
                pictures.all(|it| *at <= it.line || it.line + it.lines <= *at)
            };
            begins.extend((1..tallest).filter(parts));
        }
        let ends = begins.iter().skip(1).copied().chain([tallest]);
        let mut parts: Vec<GalleyBox> = Vec::with_capacity(begins.len());
        for (begin, end) in begins.iter().zip(ends) {
            let above = if *begin == 0 { padding } else { Length::ZERO };
            let below = if end == tallest {
                padding
            } else {
                Length::ZERO
            };
            parts.push(GalleyBox {
                height: leading * ((end - begin) as i64) + above + below,
                ..GalleyBox::default()
            });
        }
        if let Some(first) = parts.first_mut() {
            first.anchors = anchors;
        }
        // The part in which a line of the row stands, and how far down its top is there.
        let place = |line: usize| {
            let part = begins.partition_point(|begin| *begin <= line).max(1) - 1;
            let above = if part == 0 { padding } else { Length::ZERO };
            let begin = begins.get(part).copied().unwrap_or_default();
            (part, above + leading * ((line - begin) as i64))
        };
        for cell in cells {
            for picture in cell.pictures {
                let (part, y) = place(picture.line);
                if let Some(part) = parts.get_mut(part) {
                    part.take_box(picture.made, Point { x: Length::ZERO, y });
                }
            }
            for (number, x, line) in cell.lines {
                let (part, top) = place(number);
                if let Some(part) = parts.get_mut(part) {
                    let y = top + leading.scaled(3, 4);
                    part.take(line.items, line.links, Point { x, y });
                    part.notes.extend(line.notes);
                }
            }
        }
        parts
    }

    /// Sets what stands in a cell.
    fn set_cell(&mut self, cell: Measured<'_>, frame: &Frame<'_>) -> SetCell {
        let wish = cell.wish;
        let (widths, gap) = (frame.widths, frame.gap);
        let before = widths.get(..wish.column).unwrap_or_default();
        let x = frame.left + before.iter().map(|width| *width + gap).sum::<Length>();
        let end = (wish.column + wish.columns).min(widths.len());
        let spanned = widths.get(wish.column..end).unwrap_or_default();
        let gaps = gap * (spanned.len().saturating_sub(1) as i64);
        let room = Room {
            left: x,
            width: spanned.iter().copied().sum::<Length>() + gaps,
            halves: match frame.alignments.get(wish.column) {
                Some(Alignment::Start) | None => 0,
                Some(Alignment::Centre) => 1,
                Some(Alignment::End) => 2,
            },
        };
        let mut set = SetCell::default();
        for part in cell.parts {
            match part {
                Part::Picture(picture) => {
                    let made = self.set_cell_picture(picture, widths.len(), frame.measure, room);
                    let lines = made.height.steps(frame.leading);
                    set.pictures.push(SetPicture {
                        line: set.height,
                        lines,
                        made,
                    });
                    set.height += lines;
                }
                // The text of a cell that spans rows stands in the first of them.
                Part::Text(text) => {
                    for line in self.set_lines(&text, self.ragged(room.width)) {
                        set.lines.push((set.height, room.start(line.width), line));
                        set.height += 1;
                    }
                }
            }
        }
        set
    }
}

/// A cell that is set, in lines of its row.
#[derive(Default)]
struct SetCell {
    /// How many it is high.
    height: usize,
    pictures: Vec<SetPicture>,
    /// Each with its number and its left edge.
    lines: Vec<(usize, Length, LineBox)>,
}

/// A photo with what stands below it.
struct SetPicture {
    /// The line at which it begins, and those whose room it takes.
    line: usize,
    lines: usize,
    made: GalleyBox,
}

/// Where the cells of a table stand.
struct Frame<'a> {
    widths: &'a [Length],
    alignments: &'a [Alignment],
    left: Length,
    gap: Length,
    leading: Length,
    /// What the table may have.
    measure: Length,
}

/// The head of a table, to be shown again on every page that goes on with it.
#[derive(Default)]
struct Head {
    height: Length,
    items: Vec<Item>,
    shared: Option<Arc<RepeatedHead>>,
}

impl Head {
    fn add(&mut self, part: &GalleyBox) {
        let by = Point {
            x: Length::ZERO,
            y: self.height,
        };
        // It was read where it stood first.
        let again = part.items.iter().map(|item| Item {
            owner: Owner::Pagination,
            ..moved(item.clone(), by)
        });
        self.items.extend(again);
        self.height += part.height;
    }

    fn shared(&mut self) -> Arc<RepeatedHead> {
        let (height, items) = (self.height, &mut self.items);
        let shared = self.shared.get_or_insert_with(|| {
            Arc::new(RepeatedHead {
                height,
                items: std::mem::take(items),
            })
        });
        Arc::clone(shared)
    }
}
