//! What the draft lacks, object by object: content, structure, catalogue, metadata, saving.

mod catalogue;
mod draft;
mod object;
mod pages;
mod structure;

use std::io::{self, Write};

use lopdf::{Dictionary, Document, Object, SaveOptions, Stream};
use uuid::Uuid;

use self::draft::Draft;
use self::object::{name, text};
use super::Options;
use super::claim::Claims;
use super::content::PageContent;
use super::date::Moment;
use super::font::Program;
use super::picture::Image;
use super::tag::Tree;
use super::xmp;
use crate::layout::frame::PagedBook;

/// Everything that goes into the file beside the draft.
pub struct Parts<'a> {
    /// The book.
    pub book: &'a PagedBook,
    /// What the writer was told.
    pub options: &'a Options,
    /// Its fonts.
    pub fonts: &'a [Program],
    /// Its photos.
    pub images: Vec<Image>,
    /// The content of its pages.
    pub pages: Vec<PageContent>,
    /// The structure type of every element.
    pub names: &'a [&'static str],
    /// The structure tree.
    pub tree: &'a Tree,
    /// What the file says of itself.
    pub claims: Claims,
}

/// Completes the draft and saves it.
///
/// # Errors
///
/// Those of `out`, and [`io::ErrorKind::FileTooLarge`] past 4 GiB, which the cross-reference table
/// cannot address.
pub fn finish(mut document: Document, parts: Parts<'_>, out: &mut impl Write) -> io::Result<()> {
    let Parts {
        book,
        options,
        fonts,
        images,
        pages,
        names,
        tree,
        claims,
    } = parts;
    let given = options.modified.and_then(Moment::from_seconds);
    let dated = || Moment::from_date(book.metadata.date.as_deref()?);
    let moment = given.or_else(dated);
    let identity = identity(book, fonts, &images, &pages);

    let draft = Draft::take(&mut document);
    draft.mend_fonts(&mut document, fonts);
    draft.fill_images(&mut document, images);
    let structure = structure::add(&mut document, book, names, tree, &pages, &draft.pages);
    pages::complete(&mut document, book, pages, &draft, &structure);
    catalogue::set(&mut document, book, &draft.pages, &structure);

    let packet = xmp::packet(book, moment, claims, &format!("uuid:{identity}"));
    let dictionary = Dictionary::from_iter([("Type", name("Metadata")), ("Subtype", name("XML"))]);
    // Left plain, so that programs that know no PDF find it.
    let packet = Stream::new(dictionary, packet.into_bytes()).with_compression(false);
    let packet = document.add_object(packet);
    if let Ok(catalogue) = document.catalog_mut() {
        catalogue.set("Metadata", packet);
    }
    set_trailer(&mut document, book, moment, identity);
    save(document, out)
}

/// A name for these contents: the same for the same book, another for any other.
fn identity(book: &PagedBook, fonts: &[Program], images: &[Image], pages: &[PageContent]) -> Uuid {
    let mut seed = format!("{:?}", book.metadata).into_bytes();
    for alt in book.structure.iter().flat_map(|element| &element.alt) {
        seed.extend(alt.as_bytes());
    }
    for font in fonts {
        seed.extend(font.name.as_bytes());
    }
    for image in images {
        seed.extend(image.checksum().to_be_bytes());
    }
    for page in pages {
        seed.extend(Uuid::new_v5(&Uuid::NAMESPACE_OID, &page.stream).as_bytes());
    }
    Uuid::new_v5(&Uuid::NAMESPACE_OID, &seed)
}

fn set_trailer(document: &mut Document, book: &PagedBook, moment: Option<Moment>, identity: Uuid) {
    let metadata = &book.metadata;
    let mut information = Dictionary::new();
    information.set("Title", text(&metadata.title));
    if !metadata.authors.is_empty() {
        information.set("Author", text(&metadata.authors.join(", ")));
    }
    if let Some(description) = &metadata.description {
        information.set("Subject", text(description));
    }
    information.set("Creator", text(xmp::PRODUCER));
    information.set("Producer", text(xmp::PRODUCER));
    if let Some(moment) = moment {
        information.set("CreationDate", Object::string_literal(moment.to_pdf()));
        information.set("ModDate", Object::string_literal(moment.to_pdf()));
    }
    if let Ok(Object::Reference(drafted)) = document.trailer.get(b"Info") {
        let drafted = *drafted;
        document.set_object(drafted, information);
    }
    let identity = object::bytes(identity.as_bytes().to_vec());
    document.trailer.set("ID", vec![identity.clone(), identity]);
}

fn save(mut document: Document, out: &mut impl Write) -> io::Result<()> {
    // 1.7, which ISO 14289-1 and ISO 19005-2 build on.
    document.version = "1.7".into();
    document.compress();
    let options = SaveOptions::builder()
        .use_object_streams(true)
        .use_xref_streams(true)
        .max_objects_per_stream(200)
        .compression_level(6)
        .build();
    let mut out = Addressable {
        out,
        left: u32::MAX,
    };
    document.save_with_options(&mut out, options)?;
    out.flush()
}

/// An output that refuses what a cross-reference of four bytes cannot address.
struct Addressable<'a, W> {
    out: &'a mut W,
    left: u32,
}

impl<W: Write> Write for Addressable<'_, W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.out.write(bytes)?;
        let counted = u32::try_from(written).ok();
        self.left = counted
            .and_then(|written| self.left.checked_sub(written))
            .ok_or(io::ErrorKind::FileTooLarge)?;
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}
