//! IPTC-IIM 4.2: data sets, as they stand in Adobe's image resources.

use std::borrow::Cow;

use super::{Stated, date, text};

/// The resource that holds the data sets (Photoshop File Formats, "Image Resource IDs").
const IPTC: u16 = 0x0404;

/// The data sets among image resources.
pub(super) fn in_resources(mut bytes: &[u8]) -> Option<&[u8]> {
    loop {
        let (b"8BIM", rest) = bytes.split_at_checked(4)? else {
            return None;
        };
        let (id, rest) = rest.split_first_chunk::<2>()?;
        // A name with its length before it, and its data with their length: both of even length.
        let name = usize::from(*rest.first()?) + 1;
        let rest = rest.get(name + name % 2..)?;
        let (length, rest) = rest.split_first_chunk::<4>()?;
        let length = usize::try_from(u32::from_be_bytes(*length)).ok()?;
        let data = rest.get(..length)?;
        if u16::from_be_bytes(*id) == IPTC {
            return Some(data);
        }
        bytes = rest.get(length + length % 2..)?;
    }
}

/// Reads data sets: a marker, record, number, length and value each (part 3, 1.5).
pub(super) fn read(mut bytes: &[u8]) -> Stated {
    let mut stated = Stated::default();
    let mut creators: Vec<String> = Vec::new();
    while let [0x1C, record, number, high, low, rest @ ..] = bytes {
        let length = usize::from(u16::from_be_bytes([*high, *low]));
        // Longer values have their length in another form, and none that is read here is so long.
        let Some((value, after)) = rest.split_at_checked(length) else {
            break;
        };
        bytes = after;
        let value = decoded(value);
        match (record, number) {
            (2, 55) => stated.date = stated.date.or_else(|| date(&value)),
            (2, 80) => creators.extend(text(&value)),
            (2, 110) => stated.credit = stated.credit.or_else(|| text(&value)),
            (2, 116) => stated.copyright = stated.copyright.or_else(|| text(&value)),
            (2, 120) => stated.description = stated.description.or_else(|| text(&value)),
            _ => {}
        }
    }
    if !creators.is_empty() {
        stated.creator = Some(creators.join(", "));
    }
    stated
}

/// UTF-8 where it can be, as programs write it whatever they declare; else Windows-1252.
pub(super) fn decoded(value: &[u8]) -> Cow<'_, str> {
    match std::str::from_utf8(value) {
        Ok(text) => Cow::Borrowed(text),
        Err(_) => {
            encoding_rs::WINDOWS_1252
                .decode_without_bom_handling(value)
                .0
        }
    }
}
