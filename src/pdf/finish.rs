//! What the draft lacks, object by object: content, structure, catalogue, metadata, saving.

mod catalogue;
mod draft;
mod drawing;
mod images;
mod object;
mod pages;
mod save;
mod structure;
mod syntax;

use std::io::Write;

use flate2::Crc;
use lopdf::{Dictionary, Document, Object, ObjectId, Stream};
use rayon::prelude::*;
use uuid::Uuid;

use self::draft::Draft;
use self::images::Images;
use self::object::{name, text};
use self::save::Body;
use super::claim::{Claims, Facts};
use super::content::{self, PageContent};
use super::date::Moment;
use super::font::{Fonts, Program};
use super::picture::Pictures;
use super::sheet::Sheets;
use super::tag::Tree;
use super::{Error, Options, xmp};
use crate::document::Metadata;
use crate::layout::frame::PagedBook;

/// Everything that goes into the file beside the draft.
pub struct Parts<'a> {
    /// The book.
    pub book: &'a PagedBook,
    /// What the writer was told.
    pub options: &'a Options,
    /// Its fonts.
    pub fonts: &'a Fonts<'a>,
    /// Its photos.
    pub pictures: &'a Pictures,
    /// The content of its pages.
    pub pages: Vec<PageContent>,
    /// The pages of the file.
    pub sheets: &'a Sheets,
    /// The structure type of every element.
    pub names: &'a [&'static str],
    /// The structure tree.
    pub tree: &'a Tree,
}

/// The book and where its pages are in the file.
pub struct Scene<'a> {
    /// The book.
    pub book: &'a PagedBook,
    /// The pages of the file.
    pub sheets: &'a Sheets,
    /// Their objects.
    pub page_ids: &'a [ObjectId],
}

/// Writes the photos, completes the draft and writes it.
///
/// # Errors
///
/// Those of `out`, and of a photo that can no longer be read.
pub fn finish(mut document: Document, parts: Parts<'_>, out: &mut impl Write) -> Result<(), Error> {
    let Parts {
        book,
        options,
        fonts,
        pictures,
        pages,
        sheets,
        names,
        tree,
    } = parts;
    let purpose = &options.purpose;
    let given = options.modified.and_then(Moment::from_seconds);
    let dated = || Moment::from_date(book.metadata.date.as_deref()?);
    let moment = given.or_else(dated);

    let draft = Draft::take(&mut document);
    draft.mend_fonts(&mut document, &fonts.programs);
    draft.encode(&mut document, &fonts.programs);
    let mut body = Body::begin(out, purpose.intent().is_some())?;
    // First, because what the file says of itself is known only when all of them went by.
    let images = images::write(pictures, options, &mut document, &mut body)?;
    let identity = identity(book, &fonts.programs, &images, &pages);
    let scene = Scene {
        book,
        sheets,
        page_ids: &draft.pages,
    };
    let structure = structure::add(
        &mut document,
        &mut body,
        &scene,
        purpose,
        (tree, names),
        &pages,
    )?;
    pages::complete(&mut document, &scene, pages, &draft, &images, &structure);
    catalogue::set(&mut document, &scene, purpose, &structure);

    let facts = Facts {
        inks: images.inks,
        dated: moment.is_some(),
    };
    let claims = Claims::of(book, fonts, facts, purpose);
    let packet = xmp::packet(book, moment, claims, &format!("uuid:{identity}"));
    let dictionary = Dictionary::from_iter([("Type", name("Metadata")), ("Subtype", name("XML"))]);
    // Left plain, so that programs that know no PDF find it.
    let packet = Stream::new(dictionary, packet.into_bytes()).with_compression(false);
    let packet = document.add_object(packet);
    if let Ok(catalogue) = document.catalog_mut() {
        catalogue.set("Metadata", packet);
    }
    set_trailer(&mut document, book, moment, claims, identity);
    compress(&mut document);
    Ok(body.close(document)?)
}

/// Compresses what the draft and the fonts are made of, as far as that makes them smaller. `lopdf` would try its hardest,
/// one after the other and with new tables for each: a seventh of the work on a short article's file.
fn compress(document: &mut Document) {
    let streams = document.objects.par_iter_mut();
    streams.for_each(|(_, object)| {
        let Object::Stream(stream) = object else {
            return;
        };
        if !stream.allows_compression || stream.dict.has(b"Filter") {
            return;
        }
        let deflated = content::deflate(&stream.content);
        // A filter has to be named, too.
        if deflated.len() + "/Filter/FlateDecode".len() < stream.content.len() {
            stream.dict.set("Filter", name("FlateDecode"));
            stream.set_content(deflated);
        }
    });
}

/// A name for these contents: the same for the same book, another for any other.
fn identity(book: &PagedBook, fonts: &[Program], images: &Images, pages: &[PageContent]) -> Uuid {
    // How the book was made up shows in its pages and photos.
    let said = Metadata {
        makeup: Default::default(),
        ..book.metadata.clone()
    };
    let mut seed = format!("{said:?}").into_bytes();
    for alt in book.structure.iter().flat_map(|element| &element.alt) {
        seed.extend(alt.as_bytes());
    }
    for font in fonts {
        seed.extend(font.name.as_bytes());
    }
    seed.extend(&images.checksums);
    for page in pages {
        // As quick as it is compressed, which a hash of the whole would not be.
        let mut crc = Crc::new();
        crc.update(&page.stream);
        seed.extend(crc.sum().to_be_bytes());
        seed.extend((page.stream.len() as u64).to_be_bytes());
    }
    Uuid::new_v5(&Uuid::NAMESPACE_OID, &seed)
}

fn set_trailer(
    document: &mut Document,
    book: &PagedBook,
    moment: Option<Moment>,
    claims: Claims,
    identity: Uuid,
) {
    let metadata = &book.metadata;
    let mut information = Dictionary::new();
    information.set("Title", text(&metadata.title));
    if !metadata.authors.is_empty() {
        information.set("Author", text(&metadata.authors.join(", ")));
    }
    if let Some(description) = &metadata.description {
        information.set("Subject", text(description));
    }
    let subjects = metadata.bibliography.subjects.iter();
    let subjects: Vec<&str> = subjects.map(|one| one.name.as_str()).collect();
    if !subjects.is_empty() {
        information.set("Keywords", text(&subjects.join(", ")));
    }
    information.set("Creator", text(xmp::PRODUCER));
    information.set("Producer", text(xmp::PRODUCER));
    if let Some(moment) = moment {
        information.set("CreationDate", Object::string_literal(moment.to_pdf()));
        information.set("ModDate", Object::string_literal(moment.to_pdf()));
    }
    if claims.press {
        // No trap is set here; the press does that (ISO 15930-7, on trapping).
        information.set("Trapped", name("False"));
    }
    if let Ok(Object::Reference(drafted)) = document.trailer.get(b"Info") {
        let drafted = *drafted;
        document.set_object(drafted, information);
    }
    let identity = object::bytes(identity.as_bytes().to_vec());
    document.trailer.set("ID", vec![identity.clone(), identity]);
}
