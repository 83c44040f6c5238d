//! EXIF (CIPA DC-008): description, artist, copyright and date.

use exif::{Exif, In, Reader, Tag, Value};

use super::{Stated, date, text};

/// Reads a block: a TIFF header and what follows it.
pub(super) fn read(block: &[u8]) -> Stated {
    let Some(parsed) = parse(block) else {
        return Stated::default();
    };
    let field = |tag| ascii(&parsed, tag);
    Stated {
        description: field(Tag::ImageDescription).as_deref().and_then(text),
        creator: field(Tag::Artist).as_deref().and_then(text),
        copyright: field(Tag::Copyright).as_deref().and_then(text),
        date: field(Tag::DateTimeOriginal).as_deref().and_then(date),
        ..Stated::default()
    }
}

fn parse(block: &[u8]) -> Option<Exif> {
    let parsed = Reader::new()
        .continue_on_error(true)
        .read_raw(block.to_vec());
    parsed
        .or_else(|error| error.distill_partial_result(|_| ()))
        .ok()
}

/// Whether a block says that the samples are in Adobe RGB, as cameras do that embed no profile: by
/// the optional DCF file (CIPA DC-009, 3.2.6).
pub(in crate::photo) fn is_adobe_rgb(block: &[u8]) -> bool {
    const SRGB: u32 = 1;
    let Some(parsed) = parse(block) else {
        return false;
    };
    let space = parsed.get_field(Tag::ColorSpace, In::PRIMARY);
    let space = space.and_then(|field| field.value.get_uint(0));
    ascii(&parsed, Tag::InteroperabilityIndex).as_deref() == Some("R03") && space != Some(SRGB)
}

/// A field of text. The standard says ASCII; what is written is UTF-8 or Windows-1252. The
/// copyright notice has two parts, of which the first may be a blank (4.6.5.4).
fn ascii(parsed: &Exif, tag: Tag) -> Option<String> {
    let field = parsed.get_field(tag, In::PRIMARY)?;
    let Value::Ascii(parts) = &field.value else {
        return None;
    };
    let parts = parts
        .iter()
        .map(|part| super::iim::decoded(part).into_owned());
    let parts: Vec<String> = parts.filter(|part| !part.trim().is_empty()).collect();
    Some(parts.join(", "))
}
