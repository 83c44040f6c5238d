//! Assembling: documents, stylesheet and drawings become first containers. The only room that knows
//! `epub_builder`.

use epub_builder::{EpubBuilder, EpubContent, EpubVersion, ZipLibrary};
use rayon::prelude::*;
use uuid::Uuid;

use super::Error;
use super::manifest::{Content, Item, STYLESHEET};

/// Some of the publication's files, packed.
pub struct Parcel<'a> {
    /// The files, in order.
    pub items: &'a [Item],
    /// A container with those of them that the crate packs.
    pub packed: Vec<u8>,
}

/// Texts of so many bytes are packed together: enough that what the crate adds to each container does not count.
const TOGETHER: usize = 256 << 10;

/// Packs every text that the crate can pack as it is, side by side. Its package, navigation and NCX stand in the
/// result too; [`finish`](super::finish) puts ours in their place, because the crate's cannot say
/// what EPUB 3.3 and EPUB Accessibility 1.1 ask for.
pub fn parcels(items: &[Item]) -> Result<Vec<Parcel<'_>>, Error> {
    let mut lots = Vec::new();
    let (mut begin, mut bytes) = (0, 0);
    for (index, item) in items.iter().enumerate() {
        bytes += item.packed_size();
        if bytes >= TOGETHER || index + 1 == items.len() {
            lots.push(items.get(begin..=index).unwrap_or_default());
            (begin, bytes) = (index + 1, 0);
        }
    }
    if lots.is_empty() {
        lots.push(items);
    }
    lots.into_par_iter().map(parcel).collect()
}

fn parcel(items: &[Item]) -> Result<Parcel<'_>, Error> {
    let mut packed = Vec::new();
    build(items, &mut packed).map_err(|error| Error::Assemble(error.to_string()))?;
    Ok(Parcel { items, packed })
}

fn build(items: &[Item], packed: &mut Vec<u8>) -> epub_builder::Result<()> {
    let mut builder = EpubBuilder::new(ZipLibrary::new()?)?;
    builder.epub_version(EpubVersion::V33);
    // Without one it would draw a random number, for a package that nobody reads.
    builder.set_uuid(Uuid::nil());
    for item in items {
        let text = match &item.content {
            Content::Assembled(text) => text,
            Content::Font(font) => {
                builder.add_resource(&item.href, font.as_slice(), item.media_type)?;
                continue;
            }
            Content::Replacing(_) | Content::Stored => continue,
        };
        if item.in_spine {
            builder.add_content(EpubContent::new(&item.href, text.as_bytes()))?;
        } else if item.href == STYLESHEET {
            builder.stylesheet(text.as_bytes())?;
        } else {
            builder.add_resource(&item.href, text.as_bytes(), item.media_type)?;
        }
    }
    builder.generate(packed)
}
