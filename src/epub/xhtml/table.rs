//! Tables, each in a box that scrolls sideways where the screen is too narrow. A long one is not: no page of a
//! reader parts what scrolls (CSS Fragmentation, 4.1), and its last rows would be cut off.

use super::Writer;
use crate::document::block::first_columns;
use crate::document::{Alignment, CellPart, NodeId, Table, TableCell};
use crate::epub::markup::Attribute;
use crate::epub::page_break::BreakWalk;
use crate::epub::plan::label;

/// Rows of a table that is no higher than the page of a phone.
const MOST_ROWS: usize = 8;

impl Writer<'_> {
    pub(super) fn table(&mut self, owner: NodeId, table: &Table, attributes: Vec<Attribute<'_>>) {
        // A box that scrolls must be reachable from the keyboard (WCAG 2.2, 2.1.1), and what is
        // reachable needs a name: the caption, or the heads of the columns.
        let name = label(&table.caption).unwrap_or_else(|| {
            let heads = table.head.iter().flatten();
            let heads: Vec<String> = heads.filter_map(|cell| label(&cell.content)).collect();
            heads.join(", ")
        });
        let mut attributes = attributes;
        if table.head.len() + table.rows.len() > MOST_ROWS {
            attributes.push(("class", "long table"));
        } else {
            attributes.extend([("class", "table"), ("tabindex", "0")]);
            if !name.is_empty() {
                attributes.extend([("role", "group"), ("aria-label", name.as_str())]);
            }
        }
        self.out.open("div", &attributes);
        self.out.line();
        self.out.open("table", &[]);
        self.out.line();
        if !table.caption.is_empty() {
            self.out.open("caption", &[]);
            self.text_of(owner, &table.caption);
            self.out.close_line();
        }
        let has_text = |cell: &TableCell| !cell.content.is_empty();
        if table.head.iter().flatten().any(has_text) {
            self.section("thead", &table.head, &table.alignments);
        }
        if !table.rows.is_empty() {
            self.section("tbody", &table.rows, &table.alignments);
        }
        self.out.close_line();
        self.out.close_line();
    }

    fn section(&mut self, name: &'static str, rows: &[Vec<TableCell>], alignments: &[Alignment]) {
        self.out.open(name, &[]);
        self.out.line();
        for (row, columns) in rows.iter().zip(first_columns(rows)) {
            self.out.open("tr", &[]);
            for (cell, column) in row.iter().zip(columns) {
                self.cell(cell, alignments.get(column), name == "thead");
            }
            self.out.close_line();
        }
        self.out.close_line();
    }

    fn cell(&mut self, cell: &TableCell, alignment: Option<&Alignment>, head: bool) {
        let mut attributes: Vec<Attribute<'_>> = Vec::new();
        attributes.extend(cell.anchor.as_ref().map(|anchor| ("id", anchor.as_str())));
        match alignment {
            Some(Alignment::Centre) => attributes.push(("class", "centre")),
            Some(Alignment::End) => attributes.push(("class", "end")),
            Some(Alignment::Start) | None => {}
        }
        // A head without text heads nothing: the corner over the first column.
        let heads = (head || cell.heads_row) && !cell.content.is_empty();
        if heads {
            let scope = match (head, cell.span.columns, cell.span.rows) {
                (true, 1, _) => "col",
                (true, ..) => "colgroup",
                (false, _, 1) => "row",
                (false, ..) => "rowgroup",
            };
            attributes.push(("scope", scope));
        }
        let columns = cell.span.columns.to_string();
        let rows = cell.span.rows.to_string();
        if cell.span.columns > 1 {
            attributes.push(("colspan", &columns));
        }
        if cell.span.rows > 1 {
            attributes.push(("rowspan", &rows));
        }
        self.out.open(if heads { "th" } else { "td" }, &attributes);
        let mut walk = BreakWalk::new(self.plan.breaks.at(cell.id));
        let parts = cell.parts();
        let is_one = parts.len() == 1;
        for part in parts {
            match part {
                CellPart::Figure(it) => self.figure(it.id, it.figure, None, Vec::new()),
                CellPart::Text(text) if is_one => self.inlines(text, &mut walk),
                // Beside photos, the lines are a paragraph each time.
                CellPart::Text(text) => {
                    self.out.open("p", &[]);
                    self.inlines(text, &mut walk);
                    self.out.close_line();
                }
            }
        }
        self.page_breaks(walk.rest());
        self.out.close();
    }
}
