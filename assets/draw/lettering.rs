//! Capitals and figures as pen strokes, for headlines in a picture and numbers on a drawing.
//!
//! A glyph is a list of strokes on a grid four wide and six high, written as pairs of digits.

fn strokes(letter: char) -> &'static str {
    match letter {
        'A' => "00 26 40|12 32",
        'B' => "00 06 36 45 44 33 03|33 42 41 30 00",
        'C' => "41 30 10 01 05 16 36 45",
        'D' => "00 06 26 45 41 20 00",
        'E' => "40 00 06 46|03 33",
        'F' => "00 06 46|03 33",
        'G' => "45 36 16 05 01 10 30 41 43 23",
        'H' => "00 06|40 46|03 43",
        'I' => "20 26",
        'J' => "01 10 20 31 36",
        'K' => "00 06|46 02|13 40",
        'L' => "06 00 40",
        'M' => "00 06 22 46 40",
        'N' => "00 06 40 46",
        'O' => "10 30 41 45 36 16 05 01 10",
        'P' => "00 06 36 45 44 33 03",
        'Q' => "10 30 41 45 36 16 05 01 10|22 40",
        'R' => "00 06 36 45 44 33 03|23 40",
        'S' => "01 10 30 41 42 33 13 04 05 16 36 45",
        'T' => "20 26|06 46",
        'U' => "06 01 10 30 41 46",
        'V' => "06 20 46",
        'W' => "06 10 24 30 46",
        'X' => "00 46|06 40",
        'Y' => "06 23 46|23 20",
        'Z' => "06 46 00 40",
        '1' => "15 26 20|10 30",
        '2' => "05 16 36 45 44 00 40",
        '3' => "05 16 36 45 44 33 13|33 42 41 30 10 01",
        '4' => "30 36 02 42",
        '5' => "46 06 03 33 42 41 30 10 01",
        '6' => "45 36 16 05 01 10 30 41 42 33 03",
        '7' => "06 46 10",
        '8' => "13 04 05 16 36 45 44 33 13 02 01 10 30 41 42 33",
        '9' => "01 10 30 41 45 36 16 05 04 13 43",
        '0' => "10 30 41 45 36 16 05 01 10",
        _ => "",
    }
}

/// A straight piece of a stroke, from one place to another.
pub type Piece = ((f32, f32), (f32, f32));

/// The straight pieces of a line of text: x to the right and y upwards, in cap heights.
pub fn pieces(text: &str) -> Vec<Piece> {
    let mut out = Vec::new();
    for (i, letter) in text.chars().enumerate() {
        let left = i as f32 * 0.92;
        for stroke in strokes(letter).split('|') {
            let points: Vec<(f32, f32)> = stroke
                .split_whitespace()
                .map(|pair| {
                    let digit = |k: usize| f32::from(pair.as_bytes()[k] - b'0') / 6.0;
                    (left + digit(0), digit(1))
                })
                .collect();
            out.extend(points.windows(2).map(|w| (w[0], w[1])));
        }
    }
    out
}

/// Distance from a place to the nearest stroke, in cap heights.
pub fn away(pieces: &[Piece], x: f32, y: f32) -> f32 {
    pieces.iter().fold(f32::MAX, |best, ((ax, ay), (bx, by))| {
        let (dx, dy) = (bx - ax, by - ay);
        let t = (((x - ax) * dx + (y - ay) * dy) / (dx * dx + dy * dy).max(1e-9)).clamp(0.0, 1.0);
        best.min((x - ax - dx * t).hypot(y - ay - dy * t))
    })
}
