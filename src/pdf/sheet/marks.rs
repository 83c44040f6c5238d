//! Marks for the printer around the trimmed page: where it is cut, and whether the plates register
//! (ISO 12647-1, annex on control elements, leaves their form to the trade).

use super::{Sheet, push_all};
use crate::pdf::content::Bounds;

/// The colour space that prints on every plate (ISO 32000-1, 8.6.6.4), as page resources call it.
pub const ALL_PLATES: &str = "All";

/// From the bleed to a crop mark, so that none is printed on the page.
const OFF: i64 = 2_000;
/// How long crop marks are: 5 mm.
const LONG: i64 = 14_173;
/// Half a registration mark across: 2.5 mm.
const HALF: i64 = 7_087;
/// A hair line.
const THIN: i64 = 250;

/// Room for marks beyond the bleed: 9 mm.
pub const ROOM: i64 = 25_512;

/// Crop marks at all corners, a registration mark at the middle of every side.
pub fn around(sheet: &Sheet) -> Vec<u8> {
    let mut out = b"/Artifact <</Type /Page>> BDC q /All CS 1 SCN ".to_vec();
    push_all(&mut out, &[THIN]);
    out.extend(b"w\n");
    crops(&mut out, sheet.trim, sheet.bleed);
    let [left, bottom, right, top] = sheet.bleed;
    let away = OFF + HALF;
    let (across, up) = ((left + right) / 2, (bottom + top) / 2);
    for (x, y) in [
        (across, bottom - away),
        (across, top + away),
        (left - away, up),
        (right + away, up),
    ] {
        register(&mut out, x, y);
    }
    out.extend(b"Q EMC\n");
    out
}

fn crops(out: &mut Vec<u8>, trim: Bounds, bleed: Bounds) {
    let [left, bottom, right, top] = bleed;
    let mut line = |from: [i64; 2], to: [i64; 2]| {
        push_all(out, &from);
        out.extend(b"m ");
        push_all(out, &to);
        out.extend(b"l S\n");
    };
    for x in [trim[0], trim[2]] {
        line([x, bottom - OFF - LONG], [x, bottom - OFF]);
        line([x, top + OFF], [x, top + OFF + LONG]);
    }
    for y in [trim[1], trim[3]] {
        line([left - OFF - LONG, y], [left - OFF, y]);
        line([right + OFF, y], [right + OFF + LONG, y]);
    }
}

/// A cross in a circle. A quarter of a circle as a curve: handles of 0.5523 of its radius.
fn register(out: &mut Vec<u8>, x: i64, y: i64) {
    for [from, to] in [
        [[x - HALF, y], [x + HALF, y]],
        [[x, y - HALF], [x, y + HALF]],
    ] {
        push_all(out, &from);
        out.extend(b"m ");
        push_all(out, &to);
        out.extend(b"l S\n");
    }
    let radius = HALF * 3 / 5;
    let handle = radius * 5_523 / 10_000;
    push_all(out, &[x + radius, y]);
    out.extend(b"m ");
    for [first, second, end] in [
        [(radius, handle), (handle, radius), (0, radius)],
        [(-handle, radius), (-radius, handle), (-radius, 0)],
        [(-radius, -handle), (-handle, -radius), (0, -radius)],
        [(handle, -radius), (radius, -handle), (radius, 0)],
    ] {
        for (dx, dy) in [first, second, end] {
            push_all(out, &[x + dx, y + dy]);
        }
        out.extend(b"c ");
    }
    out.extend(b"S\n");
}
