//! EXIF 2.32: a little-endian TIFF in an APP1 segment.

use super::{Record, Taken};

/// One directory entry, its value already in bytes.
struct Entry {
    tag: u16,
    kind: u16,
    count: u32,
    value: Vec<u8>,
}

fn ascii(tag: u16, text: &str) -> Entry {
    let mut value = text.as_bytes().to_vec();
    value.push(0);
    Entry {
        tag,
        kind: 2,
        count: value.len() as u32,
        value,
    }
}

fn bytes(tag: u16, kind: u16, value: &[u8]) -> Entry {
    Entry {
        tag,
        kind,
        count: value.len() as u32,
        value: value.to_vec(),
    }
}

fn short(tag: u16, number: u16) -> Entry {
    Entry {
        tag,
        kind: 3,
        count: 1,
        value: number.to_le_bytes().to_vec(),
    }
}

fn long(tag: u16, number: u32) -> Entry {
    Entry {
        tag,
        kind: 4,
        count: 1,
        value: number.to_le_bytes().to_vec(),
    }
}

fn rationals(tag: u16, parts: &[(u32, u32)]) -> Entry {
    let value = parts
        .iter()
        .flat_map(|(n, d)| [n.to_le_bytes(), d.to_le_bytes()])
        .flatten();
    Entry {
        tag,
        kind: 5,
        count: parts.len() as u32,
        value: value.collect(),
    }
}

/// Length of a directory with the values that do not fit into its entries.
fn length(entries: &[Entry]) -> u32 {
    let outside = entries
        .iter()
        .map(|e| e.value.len())
        .filter(|n| *n > 4)
        .map(|n| n + n % 2);
    (2 + entries.len() * 12 + 4 + outside.sum::<usize>()) as u32
}

fn directory(tiff: &mut Vec<u8>, entries: &[Entry]) {
    let mut outside = Vec::new();
    let values_at = tiff.len() + 2 + entries.len() * 12 + 4;
    tiff.extend((entries.len() as u16).to_le_bytes());
    for entry in entries {
        tiff.extend(entry.tag.to_le_bytes());
        tiff.extend(entry.kind.to_le_bytes());
        tiff.extend(entry.count.to_le_bytes());
        if entry.value.len() <= 4 {
            let mut inline = entry.value.clone();
            inline.resize(4, 0);
            tiff.extend(inline);
        } else {
            tiff.extend(((values_at + outside.len()) as u32).to_le_bytes());
            outside.extend(&entry.value);
            // TIFF values begin on even offsets.
            outside.resize(outside.len().next_multiple_of(2), 0);
        }
    }
    tiff.extend(0_u32.to_le_bytes());
    tiff.extend(outside);
}

fn stamp(taken: Taken) -> String {
    let ((year, month, day), (hour, minute, second)) = (taken.date, taken.time);
    format!("{year:04}:{month:02}:{day:02} {hour:02}:{minute:02}:{second:02}")
}

/// Degrees, minutes, and seconds to a hundredth.
fn angle(degrees: f64) -> [(u32, u32); 3] {
    let hundredths = (degrees.abs() * 360_000.0).round() as u32;
    [
        (hundredths / 360_000, 1),
        (hundredths / 6_000 % 60, 1),
        (hundredths % 6_000, 100),
    ]
}

pub fn payload(record: &Record, width: u32, height: u32) -> Vec<u8> {
    let mut camera = vec![
        bytes(0x9000, 7, b"0232"),
        ascii(0x9003, &stamp(record.taken)),
        ascii(0x9004, &stamp(record.taken)),
        bytes(0x9101, 7, &[1, 2, 3, 0]),
        bytes(0xa000, 7, b"0100"),
        // Colour space 1 is sRGB.
        short(0xa001, 1),
        long(0xa002, width),
        long(0xa003, height),
    ];
    let mut place = Vec::new();
    if let Some(private) = record.private {
        camera.push(ascii(0xa431, private.serial_number));
        let (north, east) = private.place;
        place = vec![
            bytes(0x0000, 1, &[2, 3, 0, 0]),
            ascii(0x0001, if north < 0.0 { "S" } else { "N" }),
            rationals(0x0002, &angle(north)),
            ascii(0x0003, if east < 0.0 { "W" } else { "E" }),
            rationals(0x0004, &angle(east)),
        ];
    }
    let main = |camera_at: u32, place_at: u32| {
        let mut entries = vec![
            ascii(0x010e, record.description),
            short(0x0112, record.orientation),
            rationals(0x011a, &[(300, 1)]),
            rationals(0x011b, &[(300, 1)]),
            short(0x0128, 2),
            ascii(0x0131, "cutline draw"),
            ascii(0x0132, &stamp(record.taken)),
            ascii(0x013b, record.creator),
            short(0x0213, 1),
            ascii(0x8298, record.copyright_notice),
            long(0x8769, camera_at),
        ];
        if record.private.is_some() {
            entries.push(long(0x8825, place_at));
        }
        entries
    };
    // Pointers are four bytes wherever they point, so a first draft gives the lengths.
    let camera_at = 8 + length(&main(0, 0));
    let place_at = camera_at + length(&camera);
    let mut tiff = b"II*\0\x08\0\0\0".to_vec();
    directory(&mut tiff, &main(camera_at, place_at));
    directory(&mut tiff, &camera);
    if !place.is_empty() {
        directory(&mut tiff, &place);
    }
    [b"Exif\0\0".as_slice(), &tiff].concat()
}
