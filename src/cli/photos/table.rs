//! The table of all photos, for people, as lines of JSON, and as comma-separated values.

use serde_json::json;

use super::csv;
use super::rows::{Placed, Row};
use crate::cli::report::printable;

/// Columns for people, each with the most signs that it shows.
const COLUMNS: [(&str, usize); 10] = [
    ("page", 6),
    ("slug", 40),
    ("file", 36),
    ("pixels", 13),
    ("mm", 11),
    ("ppi", 5),
    ("alt", 10),
    ("credit", 28),
    ("rights", 32),
    ("chapter", 24),
];

/// For people: columns as wide as they must be.
pub fn human(rows: &[Row]) -> String {
    if rows.is_empty() {
        return String::new();
    }
    let mut lines = vec![COLUMNS.map(|(name, _)| name.to_owned())];
    lines.extend(rows.iter().map(cells));
    let cut = lines.iter().map(|line| {
        let mut columns = COLUMNS.iter();
        line.each_ref().map(|cell| {
            let most = columns.next().map_or(0, |(_, most)| *most);
            shortened(&printable(cell), most)
        })
    });
    let lines: Vec<[String; COLUMNS.len()]> = cut.collect();
    let mut widths = [0; COLUMNS.len()];
    for line in &lines {
        for (width, cell) in widths.iter_mut().zip(line) {
            *width = cell.chars().count().max(*width);
        }
    }
    let mut out = String::new();
    for line in &lines {
        let padded = line.iter().zip(widths).map(|(cell, width)| {
            let missing = width - cell.chars().count();
            format!("{cell}{}", " ".repeat(missing))
        });
        let padded: Vec<String> = padded.collect();
        out.push_str(padded.join("  ").trim_end());
        out.push('\n');
    }
    out
}

fn cells(row: &Row) -> [String; COLUMNS.len()] {
    let placed = row.placed.as_ref();
    [
        placed.map(|placed| placed.page.clone()).unwrap_or_default(),
        row.slug.clone(),
        row.file.clone().unwrap_or_else(|| "missing".to_owned()),
        row.pixels.map(by).unwrap_or_default(),
        placed.map(millimetres).unwrap_or_default(),
        placed.and_then(ppi).unwrap_or_default(),
        row.alt.word().to_owned(),
        row.credit.clone(),
        rights(row),
        row.chapter.clone(),
    ]
}

/// Licence and limits in a few words.
fn rights(row: &Row) -> String {
    let mut parts: Vec<String> = row.licence.iter().cloned().collect();
    match row.editions.as_slice() {
        [] => parts.push("in no edition".to_owned()),
        [only] => parts.push(format!("{only} only")),
        _ => {}
    }
    parts.extend(row.expires.iter().map(|day| format!("until {day}")));
    if !row.territory.is_empty() {
        parts.push(row.territory.join(", "));
    }
    parts.join("; ")
}

/// One object a line.
pub fn json(rows: &[Row]) -> String {
    let lines = rows.iter().map(|row| {
        let placed = row.placed.as_ref();
        let line = json!({
            "book": row.book,
            "slug": row.slug,
            "file": row.file,
            "pixels": row.pixels.map(|(width, height)| [width, height]),
            "page": placed.map(|placed| &placed.page),
            "millimetres": placed.map(|placed| [placed.width, placed.height]),
            "ppi": placed.and_then(|placed| placed.ppi),
            "alt": row.alt.word(),
            "cutline": row.cutline,
            "credit": row.credit,
            "licence": row.licence,
            "editions": row.editions,
            "expires": row.expires,
            "territory": row.territory,
            "chapter": row.chapter,
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
        "file",
        "width_px",
        "height_px",
        "page",
        "width_mm",
        "height_mm",
        "ppi",
        "alt",
        "cutline",
        "credit",
        "licence",
        "editions",
        "expires",
        "territory",
        "chapter",
    ])
}

/// A line a photo.
pub fn csv(rows: &[Row]) -> String {
    let lines = rows.iter().map(|row| {
        let placed = row.placed.as_ref();
        let pixels = |side: fn((u32, u32)) -> u32| row.pixels.map(|it| side(it).to_string());
        let cells = [
            Some(row.book.clone()),
            Some(row.slug.clone()),
            row.file.clone(),
            pixels(|(width, _)| width),
            pixels(|(_, height)| height),
            placed.map(|placed| placed.page.clone()),
            placed.map(|placed| placed.width.to_string()),
            placed.map(|placed| placed.height.to_string()),
            placed.and_then(ppi),
            Some(row.alt.word().to_owned()),
            Some(row.cutline.clone()),
            Some(row.credit.clone()),
            row.licence.clone(),
            Some(row.editions.join(" ")),
            row.expires.clone(),
            Some(row.territory.join(", ")),
            Some(row.chapter.clone()),
        ];
        csv::line(&cells.map(Option::unwrap_or_default))
    });
    lines.collect()
}

fn ppi(placed: &Placed) -> Option<String> {
    placed.ppi.map(|ppi| ppi.to_string())
}

/// In whole millimetres.
pub fn millimetres(placed: &Placed) -> String {
    format!("{:.0} × {:.0}", placed.width, placed.height)
}

/// Width by height.
pub fn by((width, height): (u32, u32)) -> String {
    format!("{width} × {height}")
}

fn shortened(text: &str, most: usize) -> String {
    if text.chars().count() <= most {
        return text.to_owned();
    }
    let kept: String = text.chars().take(most.saturating_sub(1)).collect();
    format!("{kept}…")
}
