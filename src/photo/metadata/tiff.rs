//! TIFF keeps the blocks of the other standards under tags of its own.

use std::io::{Read, Seek};

use tiff::decoder::Decoder;
use tiff::tags::Tag;

use super::{LONGEST_BLOCK, Stated, date, iim, text, xmp};
use crate::photo::fault::Fault;
use crate::photo::{Photo, header};

/// XMP (XMP specification part 3, 3.3.3) and IPTC-IIM (TIFF/EP, A.2.29).
const XMP: Tag = Tag::Unknown(700);
const IIM: Tag = Tag::Unknown(33723);

pub(super) fn read(photo: &Photo) -> Result<Stated, Fault> {
    let broken = |error: tiff::TiffError| Fault::Broken(error.to_string());
    let mut decoder = Decoder::new(header::open(&photo.path, &photo.limits)?).map_err(broken)?;
    let packet = block(&mut decoder, XMP).map(|block| xmp::read(&block));
    let sets = block(&mut decoder, IIM).map(|block| iim::read(&block));
    let fields = Stated {
        description: field(&mut decoder, Tag::ImageDescription).and_then(|raw| text(&raw)),
        creator: field(&mut decoder, Tag::Artist).and_then(|raw| text(&raw)),
        copyright: field(&mut decoder, Tag::Copyright).and_then(|raw| text(&raw)),
        date: field(&mut decoder, Tag::DateTime).and_then(|raw| date(&raw)),
        ..Stated::default()
    };
    Ok(packet
        .unwrap_or_default()
        .or(sets.unwrap_or_default())
        .or(fields))
}

fn field(decoder: &mut Decoder<impl Read + Seek>, tag: Tag) -> Option<String> {
    decoder.get_tag_ascii_string(tag).ok()
}

fn block(decoder: &mut Decoder<impl Read + Seek>, tag: Tag) -> Option<Vec<u8>> {
    let block = decoder.get_tag_u8_vec(tag).ok()?;
    (block.len() as u64 <= LONGEST_BLOCK).then_some(block)
}
