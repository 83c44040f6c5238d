//! Tables, each in a box that scrolls sideways where the screen is too narrow.

use super::Writer;
use crate::document::{Alignment, Table, TableCell};
use crate::epub::markup::Attribute;
use crate::epub::plan::label;

impl Writer<'_> {
    pub(super) fn table(&mut self, table: &Table, attributes: Vec<Attribute<'_>>) {
        // A box that scrolls must be reachable from the keyboard (WCAG 2.2, 2.1.1), and what is
        // reachable needs a name: the heads of the columns.
        let heads: Vec<String> = table
            .head
            .iter()
            .filter_map(|cell| label(&cell.content))
            .collect();
        let heads = heads.join(", ");
        let mut attributes = attributes;
        attributes.extend([("class", "table"), ("tabindex", "0")]);
        if !heads.is_empty() {
            attributes.extend([("role", "group"), ("aria-label", heads.as_str())]);
        }
        self.out.open("div", &attributes);
        self.out.line();
        self.out.open("table", &[]);
        self.out.line();
        if !heads.is_empty() {
            self.out.open("thead", &[]);
            self.out.line();
            self.row(&table.head, &table.alignments, true);
            self.out.close_line();
        }
        if !table.rows.is_empty() {
            self.out.open("tbody", &[]);
            self.out.line();
            for row in &table.rows {
                self.row(row, &table.alignments, false);
            }
            self.out.close_line();
        }
        self.out.close_line();
        self.out.close_line();
    }

    fn row(&mut self, cells: &[TableCell], alignments: &[Alignment], head: bool) {
        self.out.open("tr", &[]);
        for (column, cell) in cells.iter().enumerate() {
            let mut attributes: Vec<Attribute<'_>> = Vec::new();
            match alignments.get(column) {
                Some(Alignment::Centre) => attributes.push(("class", "centre")),
                Some(Alignment::End) => attributes.push(("class", "end")),
                Some(Alignment::Start) | None => {}
            }
            // A head without text heads nothing: the corner over the first column.
            let heads = head && !cell.content.is_empty();
            if heads {
                attributes.push(("scope", "col"));
            }
            self.out.open(if heads { "th" } else { "td" }, &attributes);
            self.text_of(cell.id, &cell.content);
            self.out.close();
        }
        self.out.close_line();
    }
}
