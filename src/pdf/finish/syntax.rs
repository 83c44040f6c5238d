//! Objects as bytes (ISO 32000-1, 7.3).

use lopdf::{Dictionary, Object, ObjectId, StringFormat};

use crate::pdf::number::{push_hex_byte, push_integer, push_literal};

/// Writes an object. Of a stream only the dictionary: its bytes are for whoever knows where they are.
pub fn push_object(out: &mut Vec<u8>, object: &Object) {
    match object {
        Object::Null => out.extend(b"null"),
        Object::Boolean(value) => out.extend(value.to_string().bytes()),
        Object::Integer(value) => push_integer(out, *value),
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
        Object::Reference(id) => push_reference(out, *id),
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

fn push_reference(out: &mut Vec<u8>, (number, generation): ObjectId) {
    push_integer(out, number.into());
    out.push(b' ');
    push_integer(out, generation.into());
    out.extend(b" R");
}

/// A dictionary that is written entry by entry, for those that a book has by the ten thousand: each as an object of its
/// own would be twenty pieces of memory.
pub struct Entries<'o>(&'o mut Vec<u8>);

/// The same for an array.
pub struct Items<'o> {
    out: &'o mut Vec<u8>,
    begun: bool,
}

impl<'o> Entries<'o> {
    /// Writes a dictionary; `entries` sets them.
    pub fn write(out: &'o mut Vec<u8>, entries: impl FnOnce(&mut Self)) {
        out.extend(b"<<");
        let mut dictionary = Entries(out);
        entries(&mut dictionary);
        dictionary.0.extend(b">>");
    }

    /// Sets an entry to a name.
    pub fn name(&mut self, key: &str, value: &str) {
        push_name(self.0, key.as_bytes());
        push_name(self.0, value.as_bytes());
    }

    /// Sets an entry to an object elsewhere.
    pub fn reference(&mut self, key: &str, id: ObjectId) {
        push_name(self.0, key.as_bytes());
        self.0.push(b' ');
        push_reference(self.0, id);
    }

    /// Sets an entry to a number.
    pub fn integer(&mut self, key: &str, value: i64) {
        push_name(self.0, key.as_bytes());
        self.0.push(b' ');
        push_integer(self.0, value);
    }

    /// Sets an entry to an array; `items` adds to it. Without any there is no entry.
    pub fn array(&mut self, key: &str, items: impl FnOnce(&mut Items<'_>)) {
        let start = self.0.len();
        push_name(self.0, key.as_bytes());
        if !Items::write(self.0, items) {
            self.0.truncate(start);
        }
    }

    /// Sets an entry to anything.
    pub fn object(&mut self, key: &str, value: &Object) {
        push_name(self.0, key.as_bytes());
        separate(self.0, value);
        push_object(self.0, value);
    }
}

impl Items<'_> {
    /// Writes an array; `items` adds to it. Says whether there are any.
    pub fn write(out: &mut Vec<u8>, items: impl FnOnce(&mut Items<'_>)) -> bool {
        out.push(b'[');
        let mut array = Items { out, begun: false };
        items(&mut array);
        array.out.push(b']');
        array.begun
    }

    /// Adds an object elsewhere.
    pub fn reference(&mut self, id: ObjectId) {
        self.separate();
        push_reference(self.out, id);
    }

    /// Adds a number.
    pub fn integer(&mut self, value: i64) {
        self.separate();
        push_integer(self.out, value);
    }

    /// Adds nothing, which counts.
    pub fn null(&mut self) {
        self.separate();
        self.out.extend(b"null");
    }

    /// Adds a dictionary.
    pub fn dictionary(&mut self, entries: impl FnOnce(&mut Entries<'_>)) {
        self.begun = true;
        Entries::write(self.out, entries);
    }

    fn separate(&mut self) {
        if std::mem::replace(&mut self.begun, true) {
            self.out.push(b' ');
        }
    }
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
    use crate::pdf::finish::object::{bytes, entry, name};

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

    #[test]
    fn what_is_written_at_once_is_what_objects_would_be() {
        let marked = entry("MCID", 4);
        let kids = vec![
            Object::Integer(-7),
            Object::Reference((3, 0)),
            marked.into(),
            Object::Null,
        ];
        let dictionary = Dictionary::from_iter([
            ("S", name("P")),
            ("P", Object::Reference((12, 0))),
            ("N", Object::Integer(5)),
            ("Alt", Object::string_literal("(a")),
            ("K", kids.into()),
        ]);
        let (mut made, mut written) = (Vec::new(), Vec::new());
        push_dictionary(&mut made, &dictionary);
        Entries::write(&mut written, |entries| {
            entries.name("S", "P");
            entries.reference("P", (12, 0));
            entries.integer("N", 5);
            entries.object("Alt", &Object::string_literal("(a"));
            entries.array("K", |kids| {
                kids.integer(-7);
                kids.reference((3, 0));
                kids.dictionary(|marked| marked.integer("MCID", 4));
                kids.null();
            });
            entries.array("A", |_| {});
        });
        assert_eq!(
            String::from_utf8_lossy(&written),
            String::from_utf8_lossy(&made)
        );
    }
}
