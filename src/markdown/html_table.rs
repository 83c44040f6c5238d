//! Tables of HTML: cells with their spans become rows that the model can hold.

use super::builder::UNNUMBERED;
use super::html;
use crate::document::{Alignment, Anchor, CellSpan, Inline, Table, TableCell};

/// A table has no more columns: cells further right span or hold nothing that could be read in
/// print. Their text joins the row's last cell.
const MOST_COLUMNS: usize = 200;

/// HTML's own limit to the rows a cell may span (HTML, 4.9.11).
const MOST_ROWS: usize = 65_534;

/// A table that is being read.
#[derive(Default)]
pub(super) struct TableDraft {
    pub caption: Vec<Inline>,
    rows: Vec<RowDraft>,
    in_head: bool,
    states_head: bool,
    row_is_open: bool,
}

#[derive(Default)]
struct RowDraft {
    cells: Vec<(CellDraft, Option<Anchor>, Vec<Inline>)>,
    in_head: bool,
}

/// What a cell's tag says.
#[derive(Clone, Copy)]
pub(super) struct CellDraft {
    is_head: bool,
    span: CellSpan,
    alignment: Option<Alignment>,
}

impl CellDraft {
    /// Reads the attributes of `td` or `th`.
    pub fn read(name: &str, attributes: &str) -> CellDraft {
        let number = |wanted, most: usize| {
            let value = html::attribute(attributes, wanted)?.trim().parse();
            // Zero rows are all rows that follow.
            let value: usize = value.ok()?;
            Some(if value == 0 { most } else { value.min(most) })
        };
        CellDraft {
            is_head: name == "th",
            span: CellSpan {
                columns: number("colspan", MOST_COLUMNS).unwrap_or(1),
                rows: number("rowspan", MOST_ROWS).unwrap_or(1),
            },
            alignment: alignment_of(attributes),
        }
    }
}

/// How an attribute or a style says that text stands.
pub(super) fn alignment_of(attributes: &str) -> Option<Alignment> {
    let style = html::attribute(attributes, "style").and_then(|style| {
        let (_, value) = style.split_once("text-align")?;
        Some(value.trim_start().strip_prefix(':')?.trim_start())
    });
    let value = style.or_else(|| html::attribute(attributes, "align"))?;
    let word = value.trim().split([';', ' ', '!']).next()?;
    match word.to_ascii_lowercase().as_str() {
        "center" => Some(Alignment::Centre),
        "right" | "end" => Some(Alignment::End),
        "left" | "start" => Some(Alignment::Start),
        _ => None,
    }
}

impl TableDraft {
    /// `thead` begins or ends.
    pub fn set_head(&mut self, in_head: bool) {
        self.in_head = in_head;
        self.states_head |= in_head;
        self.row_is_open = false;
    }

    /// `tr` begins.
    pub fn begin_row(&mut self) {
        self.rows.push(RowDraft {
            in_head: self.in_head,
            ..RowDraft::default()
        });
        self.row_is_open = true;
    }

    /// A cell was read. One without a row begins one.
    pub fn push_cell(&mut self, cell: CellDraft, anchor: Option<Anchor>, content: Vec<Inline>) {
        if !self.row_is_open {
            self.begin_row();
        }
        if let Some(row) = self.rows.last_mut() {
            row.cells.push((cell, anchor, content));
        }
    }

    /// The table, or `None` if it holds no cell.
    pub fn finish(mut self) -> Option<Table> {
        self.rows.retain(|row| !row.cells.is_empty());
        // Without `thead`, the rows at the top that hold nothing but `th` are the head.
        let all_head = |row: &RowDraft| row.cells.iter().all(|(cell, ..)| cell.is_head);
        let heads = if self.states_head {
            self.rows.iter().take_while(|row| row.in_head).count()
        } else {
            self.rows.iter().take_while(|row| all_head(row)).count()
        };
        let body = self.rows.split_off(heads);
        let (head_cells, body_cells) = (place(self.rows), place(body));
        let columns = head_cells.columns.max(body_cells.columns);
        if columns == 0 {
            return None;
        }
        let alignments = (0..columns).map(|column| {
            let stated = |section: &Section| section.alignments.get(column).copied().flatten();
            stated(&body_cells).or_else(|| stated(&head_cells))
        });
        let alignments = alignments
            .map(|alignment| alignment.unwrap_or(Alignment::Start))
            .collect();
        Some(Table {
            caption: self.caption,
            alignments,
            head: head_cells.filled(columns, false),
            rows: body_cells.filled(columns, true),
        })
    }
}

/// The head or the body, its cells in their columns.
#[derive(Default)]
struct Section {
    rows: Vec<PlacedRow>,
    columns: usize,
    alignments: Vec<Option<Alignment>>,
}

struct PlacedRow {
    cells: Vec<TableCell>,
    is_head: Vec<bool>,
    /// The first column after its cells and all that reaches down into the row.
    gaps: Vec<(usize, usize)>,
    end: usize,
}

/// Finds each cell's column. Spans are cut where they would leave the section or run into a cell
/// that reaches down: HTML lets them overlap, no edition can.
fn place(rows: Vec<RowDraft>) -> Section {
    let mut section = Section::default();
    let mut reaching: Vec<usize> = Vec::new();
    let count = rows.len();
    for (index, row) in rows.into_iter().enumerate() {
        let mut placed = PlacedRow {
            cells: Vec::new(),
            is_head: Vec::new(),
            gaps: Vec::new(),
            end: 0,
        };
        let mut begun = Vec::new();
        let mut at = 0;
        for (cell, anchor, content) in row.cells {
            let is_taken = |column: usize| reaching.get(column).is_some_and(|rows| *rows > 0);
            while is_taken(at) {
                at += 1;
            }
            if at >= MOST_COLUMNS {
                join(&mut placed.cells, anchor, content);
                continue;
            }
            let most = (at + cell.span.columns).min(MOST_COLUMNS);
            let end = (at + 1..most).find(|column| is_taken(*column));
            let end = end.unwrap_or(most);
            let span = CellSpan {
                columns: end - at,
                rows: cell.span.rows.min(count - index),
            };
            if span.columns == 1 {
                if section.alignments.len() <= at {
                    section.alignments.resize(at + 1, None);
                }
                if let Some(stated) = section.alignments.get_mut(at) {
                    *stated = stated.or(cell.alignment);
                }
            }
            begun.push((at..end, span.rows));
            placed.cells.push(TableCell {
                id: UNNUMBERED,
                anchor,
                content,
                span,
                heads_row: false,
            });
            placed.is_head.push(cell.is_head);
            at = end;
        }
        let last = reaching.iter().rposition(|rows| *rows > 0);
        // Holes between what reaches down, right of the row's own cells, are filled later.
        let until = last.map_or(at, |last| (last + 1).max(at));
        placed.gaps = holes(&reaching, at, until);
        placed.end = until;
        section.columns = section.columns.max(until);
        for rows in &mut reaching {
            *rows = rows.saturating_sub(1);
        }
        for (columns, rows) in begun {
            if reaching.len() < columns.end {
                reaching.resize(columns.end, 0);
            }
            if let Some(reached) = reaching.get_mut(columns) {
                reached.fill(rows - 1);
            }
        }
        section.rows.push(placed);
    }
    section
}

/// The columns from `start` to `end` that nothing reaches down into, in runs of start and length.
fn holes(reaching: &[usize], start: usize, end: usize) -> Vec<(usize, usize)> {
    let mut holes: Vec<(usize, usize)> = Vec::new();
    for column in start..end {
        if reaching.get(column).is_some_and(|rows| *rows > 0) {
            continue;
        }
        match holes.last_mut() {
            Some((first, length)) if *first + *length == column => *length += 1,
            _ => holes.push((column, 1)),
        }
    }
    holes
}

impl Section {
    /// Rows that all fill `columns`: one empty cell stands for each run of missing ones.
    fn filled(self, columns: usize, is_body: bool) -> Vec<Vec<TableCell>> {
        let fill = |row: PlacedRow| {
            let mut cells = row.cells;
            if is_body {
                for (cell, is_head) in cells.iter_mut().zip(row.is_head) {
                    cell.heads_row = is_head;
                }
            }
            let after = (row.end < columns).then(|| columns - row.end);
            let gaps = row.gaps.into_iter().map(|(_, length)| length).chain(after);
            cells.extend(gaps.map(|columns| TableCell {
                id: UNNUMBERED,
                anchor: None,
                content: Vec::new(),
                span: CellSpan { columns, rows: 1 },
                heads_row: false,
            }));
            cells
        };
        self.rows.into_iter().map(fill).collect()
    }
}

fn join(cells: &mut [TableCell], anchor: Option<Anchor>, content: Vec<Inline>) {
    if let Some(last) = cells.last_mut() {
        last.anchor = last.anchor.take().or(anchor);
        super::html_flow::append(&mut last.content, content);
    }
}
