//! The shopping list: the photos that are still to come, each with what is wanted of it.

use serde_json::json;

use super::csv;
use super::rows::{Alt, Row};
use super::table::{by, millimetres};
use crate::cli::report::printable;

/// One figure a photo: a slug that stands twice is asked for once, in the larger size.
fn missing(rows: &[Row]) -> Vec<&Row> {
    let pixels = |row: &Row| row.placed.as_ref().map(|placed| placed.wanted.0);
    let mut list: Vec<&Row> = Vec::new();
    for row in rows.iter().filter(|row| row.file.is_none()) {
        match list.iter_mut().find(|known| known.slug == row.slug) {
            Some(known) if pixels(row) > pixels(known) => *known = row,
            Some(_) => {}
            None => list.push(row),
        }
    }
    list
}

fn supply(row: &Row) -> String {
    format!("photos/{}.jpg", row.slug)
}

/// For people: a paragraph a photo.
pub fn human(rows: &[Row]) -> String {
    let paragraphs = missing(rows).into_iter().map(|row| {
        let mut lines = vec![row.slug.clone()];
        let mut line = |name: &str, value: &str| {
            if !value.is_empty() {
                lines.push(format!("  {name:10}{value}"));
            }
        };
        line("cutline", &row.cutline);
        line("credit", &row.credit);
        if let Alt::Said(text) = &row.alt {
            line("shows", text);
        }
        if let Some(placed) = &row.placed {
            let (pixels, size) = (by(placed.wanted), millimetres(placed));
            line(
                "pixels",
                &format!("at least {pixels}, for {size} mm on page {}", placed.page),
            );
        }
        line("put it at", &supply(row));
        let lines: Vec<String> = lines.iter().map(|line| printable(line)).collect();
        format!("{}\n\n", lines.join("\n"))
    });
    paragraphs.collect()
}

/// One object a line.
pub fn json(rows: &[Row]) -> String {
    let lines = missing(rows).into_iter().map(|row| {
        let placed = row.placed.as_ref();
        let line = json!({
            "book": row.book,
            "slug": row.slug,
            "path": supply(row),
            "pixels": placed.map(|placed| [placed.wanted.0, placed.wanted.1]),
            "millimetres": placed.map(|placed| [placed.width, placed.height]),
            "page": placed.map(|placed| &placed.page),
            "cutline": row.cutline,
            "credit": row.credit,
            "alt": row.alt.word(),
        });
        format!("{line}\n")
    });
    lines.collect()
}

/// The names of the columns.
pub fn csv_head() -> String {
    csv::line(&[
        "book",
        "slug",
        "path",
        "width_px",
        "height_px",
        "page",
        "cutline",
        "credit",
        "alt",
    ])
}

/// A line a photo.
pub fn csv(rows: &[Row]) -> String {
    let lines = missing(rows).into_iter().map(|row| {
        let placed = row.placed.as_ref();
        let cells = [
            Some(row.book.clone()),
            Some(row.slug.clone()),
            Some(supply(row)),
            placed.map(|placed| placed.wanted.0.to_string()),
            placed.map(|placed| placed.wanted.1.to_string()),
            placed.map(|placed| placed.page.clone()),
            Some(row.cutline.clone()),
            Some(row.credit.clone()),
            Some(row.alt.word().to_owned()),
        ];
        csv::line(&cells.map(Option::unwrap_or_default))
    });
    lines.collect()
}
