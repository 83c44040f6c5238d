//! Assembling: documents, stylesheet and drawings become a first container. The only room that
//! knows `epub_builder`.

use epub_builder::{EpubBuilder, EpubContent, EpubVersion, ZipLibrary};
use uuid::Uuid;

use super::Error;
use super::manifest::{Content, Item, STYLESHEET};

/// Packs every text that the crate can pack as it is. Its package, navigation and NCX stand in the
/// result too; [`finish`](super::finish) puts ours in their place, because the crate's cannot say
/// what EPUB 3.3 and EPUB Accessibility 1.1 ask for.
pub fn container(items: &[Item]) -> Result<Vec<u8>, Error> {
    let mut packed = Vec::new();
    build(items, &mut packed).map_err(|error| Error::Assemble(error.to_string()))?;
    Ok(packed)
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
