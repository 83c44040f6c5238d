//! Text runs as text-showing operators (ISO 32000-1, 9.4.3).

use super::cluster::Cluster;
use super::font::EmbeddedFont;
use super::number::{divide, milli, push_hex, push_integer, push_milli};
use crate::layout::frame::{Glyph, TextRun};
use crate::layout::length::Length;

/// Shows the glyphs of `run`. Font, size, colour and the place of its first glyph are set.
///
/// Positions are kept in thousandths of an em from the run's origin, and every adjustment is made
/// against the place where the reader's pen really is, so that no error adds up along a line.
pub fn show(out: &mut Vec<u8>, run: &TextRun, font: &EmbeddedFont) {
    let mut line = Line {
        out,
        font,
        size: run.size.units().max(1),
        advanced: Length::ZERO,
        pen: 0,
        rise: Length::ZERO,
        array: Array::Closed,
    };
    for cluster in font.clusters(run) {
        let glyphs = run.glyphs.get(cluster.glyphs.clone()).unwrap_or_default();
        if font.tells(run, &cluster) {
            glyphs.iter().for_each(|glyph| line.glyph(glyph));
        } else {
            line.replaced(glyphs, &cluster);
        }
    }
    line.close();
    line.set_rise(Length::ZERO);
}

#[derive(PartialEq)]
enum Array {
    Closed,
    Open,
    InString,
}

struct Line<'a> {
    out: &'a mut Vec<u8>,
    font: &'a EmbeddedFont,
    size: i64,
    /// Where layout's pen is.
    advanced: Length,
    /// Where the reader's pen is, in thousandths of an em.
    pen: i64,
    rise: Length,
    array: Array,
}

impl Line<'_> {
    fn glyph(&mut self, glyph: &Glyph) {
        let place = self.advanced + glyph.x_offset;
        self.advanced += glyph.advance;
        let Some(embedded) = self.font.glyph(glyph.id) else {
            return;
        };
        self.set_rise(glyph.y_offset);
        let place = divide(place.units().saturating_mul(1_000), self.size);
        let back = self.pen - place;
        if back != 0 {
            self.open();
            self.end_string();
            push_integer(self.out, back);
            self.pen = place;
        }
        if self.array != Array::InString {
            self.open();
            self.out.push(b'<');
            self.array = Array::InString;
        }
        push_hex(self.out, embedded.code);
        self.pen += i64::from(embedded.width);
    }

    /// Glyphs that stand for other text than the font's table says (ISO 32000-1, 14.9.4).
    fn replaced(&mut self, glyphs: &[Glyph], cluster: &Cluster<'_>) {
        self.close();
        self.out.extend(b"/Span <</ActualText <FEFF");
        for unit in cluster.text.encode_utf16() {
            push_hex(self.out, unit);
        }
        self.out.extend(b">>> BDC\n");
        glyphs.iter().for_each(|glyph| self.glyph(glyph));
        self.close();
        self.out.extend(b"EMC\n");
    }

    fn set_rise(&mut self, rise: Length) {
        if rise != self.rise {
            self.close();
            push_milli(self.out, milli(rise));
            self.out.extend(b" Ts\n");
            self.rise = rise;
        }
    }

    fn open(&mut self) {
        if self.array == Array::Closed {
            self.out.push(b'[');
            self.array = Array::Open;
        }
    }

    fn end_string(&mut self) {
        if self.array == Array::InString {
            self.out.push(b'>');
            self.array = Array::Open;
        }
    }

    fn close(&mut self) {
        self.end_string();
        if self.array == Array::Open {
            self.out.extend(b"] TJ\n");
            self.array = Array::Closed;
        }
    }
}
