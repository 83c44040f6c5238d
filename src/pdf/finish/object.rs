//! Small objects.

use lopdf::{Dictionary, Object, StringFormat};

use crate::pdf::content::Bounds;

/// A name.
pub fn name(name: &str) -> Object {
    Object::Name(name.as_bytes().to_vec())
}

/// A dictionary with one entry.
pub fn entry(key: &str, value: impl Into<Object>) -> Dictionary {
    let mut dictionary = Dictionary::new();
    dictionary.set(key, value);
    dictionary
}

/// A string of bytes, written in hexadecimal.
pub fn bytes(bytes: Vec<u8>) -> Object {
    Object::String(bytes, StringFormat::Hexadecimal)
}

/// A text string (ISO 32000-1, 7.9.2.2): plain ASCII as it is, anything else in UTF-16. It is cut
/// where PDF/A ends strings (ISO 19005-2, 6.1.13).
pub fn text(text: &str) -> Object {
    const MOST_BYTES: usize = 32_767;
    let plain = |byte: u8| matches!(byte, b' '..=b'~');
    if text.len() <= MOST_BYTES && text.bytes().all(plain) {
        return Object::string_literal(text);
    }
    let mut encoded = vec![0xFE, 0xFF];
    for character in text.chars() {
        if encoded.len() + 2 * character.len_utf16() > MOST_BYTES {
            break;
        }
        let mut units = [0; 2];
        let units = character.encode_utf16(&mut units).iter();
        encoded.extend(units.flat_map(|unit| unit.to_be_bytes()));
    }
    bytes(encoded)
}

/// A number of thousandths.
pub fn number(thousandths: i64) -> Object {
    if thousandths % 1_000 == 0 {
        Object::Integer(thousandths / 1_000)
    } else {
        Object::Real((thousandths as f64 / 1_000.0) as f32)
    }
}

/// A rectangle.
pub fn rectangle(bounds: Bounds) -> Object {
    Object::Array(bounds.map(number).to_vec())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_that_are_not_plain_are_utf_16() {
        assert_eq!(text("Two trains"), Object::string_literal("Two trains"));
        assert_eq!(text("ö("), bytes(vec![0xFE, 0xFF, 0, 0xF6, 0, b'(']));
        assert_eq!(text("😀").as_str().map(<[u8]>::len).ok(), Some(6));
        let long = text(&"😀".repeat(9_000));
        assert_eq!(long.as_str().map(<[u8]>::len).ok(), Some(32_766));
    }
}
