//! The file, object by object as they come (ISO 32000-1, 7.5): photos straight from where their bytes
//! are, then everything else, what is small in object streams, and the cross-reference stream last.
//! lopdf's own saving wants every byte in memory and ends at 4 GiB.

use std::collections::BTreeMap;
use std::io::{self, Write};

use flate2::Crc;
use lopdf::{Dictionary, Document, Object, ObjectId};
use rayon::prelude::*;

use super::object::{entry, name};
use super::syntax::{push_dictionary, push_object};
use crate::pdf::content::deflate;
use crate::pdf::number::push_integer;
use crate::photo::{CopyError, PhotoBytes};

/// 1.6, which ISO 15930-7 builds on.
const HEADER_FOR_PRESS: &[u8] = b"%PDF-1.6\n%\xE2\xE3\xCF\xD3\n";

/// 1.7, which ISO 14289-1 and ISO 19005-2 build on; then four bytes that say that the file is no
/// text (ISO 19005-2, 6.1.2).
const HEADER: &[u8] = b"%PDF-1.7\n%\xE2\xE3\xCF\xD3\n";

/// So many objects are deflated together.
const OBJECTS_A_STREAM: usize = 200;

/// A file that is being written.
pub struct Body<W> {
    out: W,
    /// How many bytes there are so far.
    length: u64,
    places: BTreeMap<u32, Place>,
    /// The checksum of the photo that is being copied, if one is.
    crc: Option<Crc>,
}

/// Where an object is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
    /// So many bytes after the file's beginning.
    At(u64),
    /// In an object stream, after so many others.
    Within { stream: u32, index: u16 },
}

impl<W: Write> Body<W> {
    /// Begins with the header; `press` says whether it is that of PDF/X-4.
    pub fn begin(out: W, press: bool) -> io::Result<Body<W>> {
        let mut body = Body {
            out,
            length: 0,
            places: BTreeMap::new(),
            crc: None,
        };
        body.write_all(if press { HEADER_FOR_PRESS } else { HEADER })?;
        Ok(body)
    }

    /// Writes a photo as the stream object `id`, a chunk at a time, and gives the checksum of its
    /// bytes. `Length` is set here.
    pub fn photo(
        &mut self,
        id: ObjectId,
        dictionary: Dictionary,
        bytes: &PhotoBytes,
    ) -> Result<u32, CopyError> {
        self.begin_stream(id, dictionary, bytes.length())
            .map_err(CopyError::Write)?;
        self.crc = Some(Crc::new());
        bytes.copy_to(self)?;
        let checksum = self.crc.take().map_or(0, |crc| crc.sum());
        self.end_stream().map_err(CopyError::Write)?;
        Ok(checksum)
    }

    /// Writes bytes as the stream object `id`. `Length` is set here.
    pub fn stream(&mut self, id: ObjectId, dictionary: Dictionary, bytes: &[u8]) -> io::Result<()> {
        self.begin_stream(id, dictionary, bytes.len() as u64)?;
        self.write_all(bytes)?;
        self.end_stream()
    }

    /// Writes objects, each with its number, together in object streams; `number` gives those of the streams, and `write`
    /// writes an object, on any thread.
    pub fn pack<T: Sync>(
        &mut self,
        objects: &[(u32, T)],
        mut number: impl FnMut() -> ObjectId,
        write: impl Fn(&T, &mut Vec<u8>) + Sync,
    ) -> io::Result<()> {
        let chunks = objects.par_chunks(OBJECTS_A_STREAM);
        let packed: Vec<(Dictionary, Vec<u8>)> =
            chunks.map(|objects| packed(objects, &write)).collect();
        for (objects, (dictionary, bytes)) in objects.chunks(OBJECTS_A_STREAM).zip(packed) {
            let id = number();
            self.stream(id, dictionary, &bytes)?;
            for (index, (number, _)) in (0..).zip(objects) {
                let (stream, _) = id;
                self.places.insert(*number, Place::Within { stream, index });
            }
        }
        Ok(())
    }

    fn begin_stream(
        &mut self,
        (number, generation): ObjectId,
        mut dictionary: Dictionary,
        length: u64,
    ) -> io::Result<()> {
        self.places.insert(number, Place::At(self.length));
        dictionary.set("Length", i64::try_from(length).unwrap_or(i64::MAX));
        let mut head = format!("{number} {generation} obj\n").into_bytes();
        push_dictionary(&mut head, &dictionary);
        head.extend(b"\nstream\n");
        self.write_all(&head)
    }

    fn end_stream(&mut self) -> io::Result<()> {
        self.write_all(b"\nendstream\nendobj\n")
    }

    /// Writes every object of the document, and closes the file with its trailer.
    pub fn close(mut self, document: Document) -> io::Result<()> {
        let mut next = document.max_id + 1;
        let mut small = Vec::new();
        for (id, object) in document.objects {
            match object {
                Object::Stream(stream) => self.stream(id, stream.dict, &stream.content)?,
                object => small.push((id.0, object)),
            }
        }
        let number = || {
            next += 1;
            (next - 1, 0)
        };
        self.pack(&small, number, |object, out| push_object(out, object))?;
        let start = self.length;
        self.places.insert(next, Place::At(start));
        let (dictionary, bytes) = cross_references(&self.places, document.trailer);
        self.stream((next, 0), dictionary, &bytes)?;
        self.write_all(format!("startxref\n{start}\n%%EOF\n").as_bytes())?;
        self.flush()
    }
}

impl<W: Write> Write for Body<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.out.write(bytes)?;
        self.length += written as u64;
        if let Some(crc) = &mut self.crc {
            crc.update(bytes.get(..written).unwrap_or(bytes));
        }
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

/// An object stream (7.5.7): numbers and places of the objects, then the objects.
fn packed<T>(objects: &[(u32, T)], write: impl Fn(&T, &mut Vec<u8>)) -> (Dictionary, Vec<u8>) {
    let mut index = Vec::new();
    let mut bytes = Vec::new();
    for (number, object) in objects {
        for value in [i64::from(*number), bytes.len() as i64] {
            push_integer(&mut index, value);
            index.push(b' ');
        }
        write(object, &mut bytes);
        bytes.push(b'\n');
    }
    let dictionary = Dictionary::from_iter([
        ("Type", name("ObjStm")),
        ("N", Object::Integer(objects.len() as i64)),
        ("First", Object::Integer(index.len() as i64)),
        ("Filter", name("FlateDecode")),
    ]);
    index.extend(bytes);
    (dictionary, deflate(&index))
}

/// The cross-reference stream (7.5.8), which is the trailer as well. Its offsets are as wide as the
/// last needs, so that a file may have any length.
fn cross_references(
    places: &BTreeMap<u32, Place>,
    mut trailer: Dictionary,
) -> (Dictionary, Vec<u8>) {
    let widest = places.values().map(|place| match place {
        Place::At(offset) => *offset,
        Place::Within { stream, .. } => u64::from(*stream),
    });
    let leading = widest.max().unwrap_or_default().leading_zeros() as usize / 8;
    let width = (size_of::<u64>() - leading).max(1);
    let row = |kind: u8, place: u64, index: u16| {
        let place = place
            .to_be_bytes()
            .into_iter()
            .skip(size_of::<u64>() - width);
        let row = std::iter::once(kind)
            .chain(place)
            .chain(index.to_be_bytes());
        row.collect::<Vec<u8>>()
    };
    // Object 0 heads the list of free ones, which has no other (7.5.4).
    let mut rows = vec![row(0, 0, u16::MAX)];
    let mut runs = vec![(0, 1)];
    for (number, place) in places {
        rows.push(match *place {
            Place::At(offset) => row(1, offset, 0),
            Place::Within { stream, index } => row(2, stream.into(), index),
        });
        match runs.last_mut() {
            Some((first, count)) if *first + *count == *number => *count += 1,
            _ => runs.push((*number, 1)),
        }
    }
    let size = places.keys().next_back().map_or(1, |last| last + 1);
    let index = runs
        .into_iter()
        .flat_map(|(first, count)| [Object::from(first), Object::from(count)]);
    let widths = [1, width as i64, 2];
    let mut parameters = entry("Predictor", 12);
    parameters.set("Columns", widths.iter().sum::<i64>());
    trailer.set("Type", name("XRef"));
    trailer.set("Size", size);
    trailer.set("W", widths.map(Object::Integer).to_vec());
    trailer.set("Index", index.collect::<Vec<_>>());
    trailer.set("Filter", name("FlateDecode"));
    trailer.set("DecodeParms", parameters);
    (trailer, deflate(&differences(&rows)))
}

/// Rows after the PNG filter Up (7.4.4.4): most differ in one byte from the row above.
fn differences(rows: &[Vec<u8>]) -> Vec<u8> {
    const UP: u8 = 2;
    let mut out = Vec::new();
    let mut above: &[u8] = &[];
    for row in rows {
        out.push(UP);
        let above_it = above.iter().copied().chain(std::iter::repeat(0));
        let differences = row
            .iter()
            .zip(above_it)
            .map(|(byte, above)| byte.wrapping_sub(above));
        out.extend(differences);
        above = row;
    }
    out
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn a_file_can_be_read_back() {
        let mut document = Document::new();
        for number in 0..450 {
            document.add_object(Object::Integer(number));
        }
        let catalogue = document.add_object(entry("Type", name("Catalog")));
        document.trailer.set("Root", catalogue);
        let photo = document.new_object_id();
        let mut out = Vec::new();
        let mut body = Body::begin(&mut out, false).unwrap();
        let bytes = PhotoBytes::made(b"123456789".to_vec());
        let checksum = body.photo(photo, Dictionary::new(), &bytes).unwrap();
        assert_eq!(checksum, 0xCBF4_3926);
        body.close(document).unwrap();

        let read = Document::load_mem(&out).unwrap();
        assert_eq!(read.get_object((450, 0)).unwrap().as_i64().unwrap(), 449);
        assert!(read.catalog().is_ok());
        let photo = read.get_object(photo).unwrap().as_stream().unwrap();
        assert_eq!(photo.content, b"123456789");
    }

    #[test]
    fn offsets_past_four_gibibytes_have_room() {
        let far = 0x01_0203_0405_u64;
        let places = BTreeMap::from([(3, Place::At(far)), (4, Place::At(17))]);
        let (dictionary, _) = cross_references(&places, Dictionary::new());
        let numbers = |key: &[u8]| {
            let array = dictionary.get(key).unwrap().as_array().unwrap();
            let numbers = array.iter().map(|number| number.as_i64().unwrap());
            numbers.collect::<Vec<_>>()
        };
        assert_eq!(numbers(b"W"), [1, 5, 2]);
        assert_eq!(numbers(b"Index"), [0, 1, 3, 2]);
        assert_eq!(dictionary.get(b"Size").unwrap().as_i64().unwrap(), 5);
        let rows = [vec![1, 2], vec![1, 1]];
        assert_eq!(differences(&rows), [2, 1, 2, 2, 0, 255]);
    }
}
