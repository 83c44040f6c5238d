//! IPTC IIM 4.2 in Photoshop's resource block, an APP13 segment.

use super::Record;

/// Cut to `limit` bytes, as the standard orders, but never inside a character.
fn cut(text: &str, limit: usize) -> &str {
    let mut end = text.len().min(limit);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[..end]
}

fn dataset(out: &mut Vec<u8>, record: u8, number: u8, value: &[u8]) {
    out.extend([0x1c, record, number]);
    out.extend((value.len() as u16).to_be_bytes());
    out.extend(value);
}

pub fn payload(record: &Record) -> Vec<u8> {
    let (year, month, day) = record.taken.date;
    let (hour, minute, second) = record.taken.time;
    let mut data = Vec::new();
    // ESC % G: everything that follows is UTF-8.
    dataset(&mut data, 1, 90, b"\x1b%G");
    dataset(&mut data, 2, 0, &[0, 4]);
    dataset(&mut data, 2, 5, cut(record.title, 64).as_bytes());
    dataset(
        &mut data,
        2,
        55,
        format!("{year:04}{month:02}{day:02}").as_bytes(),
    );
    dataset(
        &mut data,
        2,
        60,
        format!("{hour:02}{minute:02}{second:02}+0000").as_bytes(),
    );
    dataset(&mut data, 2, 80, cut(record.creator, 32).as_bytes());
    dataset(&mut data, 2, 110, cut(record.credit_line, 32).as_bytes());
    dataset(
        &mut data,
        2,
        116,
        cut(record.copyright_notice, 128).as_bytes(),
    );
    dataset(&mut data, 2, 120, cut(record.description, 2000).as_bytes());
    let mut out = b"Photoshop 3.0\08BIM\x04\x04\0\0".to_vec();
    out.extend((data.len() as u32).to_be_bytes());
    // A resource is padded to an even length that its size does not count.
    data.resize(data.len().next_multiple_of(2), 0);
    out.extend(data);
    out
}
