//! Objects as bytes (ISO 32000-1, 7.3).

use lopdf::{Dictionary, Object, StringFormat};

use crate::pdf::number::{push_hex_byte, push_literal};

/// Writes an object. Of a stream only the dictionary: its bytes are for whoever knows where they are.
pub fn push_object(out: &mut Vec<u8>, object: &Object) {
    match object {
        Object::Null => out.extend(b"null"),
        Object::Boolean(value) => out.extend(value.to_string().bytes()),
        Object::Integer(value) => out.extend(value.to_string().bytes()),
        // Never with an exponent, which PDF does not know.
        Object::Real(value) => out.extend(value.to_string().bytes()),
        Object::Name(name) => push_name(out, name),
        Object::String(bytes, StringFormat::Literal) => push_string(out, bytes),
        Object::String(bytes, StringFormat::Hexadecimal) => {
            out.push(b'<');
            for byte in bytes {
                push_hex_byte(out, *byte);
            }
            out.push(b'>');
        }
        Object::Array(items) => {
            out.push(b'[');
            for (index, item) in items.iter().enumerate() {
                if index > 0 {
                    separate(out, item);
                }
                push_object(out, item);
            }
            out.push(b']');
        }
        Object::Dictionary(dictionary) => push_dictionary(out, dictionary),
        Object::Stream(stream) => push_dictionary(out, &stream.dict),
        Object::Reference((number, generation)) => {
            out.extend(format!("{number} {generation} R").bytes());
        }
    }
}

/// Writes a dictionary, its keys in their order.
pub fn push_dictionary(out: &mut Vec<u8>, dictionary: &Dictionary) {
    out.extend(b"<<");
    for (key, value) in dictionary {
        push_name(out, key);
        separate(out, value);
        push_object(out, value);
    }
    out.extend(b">>");
}

/// A space before what does not begin with a delimiter (7.2.2).
fn separate(out: &mut Vec<u8>, object: &Object) {
    let delimited = matches!(
        object,
        Object::Name(_) | Object::String(..) | Object::Array(_) | Object::Dictionary(_)
    );
    if !delimited {
        out.push(b' ');
    }
}

fn push_name(out: &mut Vec<u8>, name: &[u8]) {
    out.push(b'/');
    for byte in name {
        if byte.is_ascii_graphic() && !b"()<>[]{}/%#".contains(byte) {
            out.push(*byte);
        } else {
            out.push(b'#');
            push_hex_byte(out, *byte);
        }
    }
}

fn push_string(out: &mut Vec<u8>, bytes: &[u8]) {
    out.push(b'(');
    bytes.iter().for_each(|byte| push_literal(out, *byte));
    out.push(b')');
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pdf::finish::object::{bytes, name};

    #[test]
    fn objects_are_written_as_any_reader_takes_them() {
        let dictionary = Dictionary::from_iter([
            ("A", name("a b#")),
            ("B", Object::Real(-0.5)),
            ("C", Object::Boolean(true)),
            ("D", Object::string_literal("(\\\r\n")),
            ("E", bytes(vec![0xFE, 0x0A])),
        ]);
        let array = vec![
            Object::Null,
            Object::Integer(-7),
            Object::Reference((3, 0)),
            dictionary.into(),
        ];
        let mut out = Vec::new();
        push_object(&mut out, &Object::Array(array));
        let expected = "[null -7 3 0 R<</A/a#20b#23/B -0.5/C true/D(\\(\\\\\\r\n)/E<FE0A>>>]";
        assert_eq!(String::from_utf8_lossy(&out), expected);
    }
}
