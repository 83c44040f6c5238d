//! Reads the content documents of a finished EPUB back, in the order of its spine.

use std::io::{Cursor, Read};

use roxmltree::{Document, ParsingOptions};
use zip::ZipArchive;

/// The content documents, as XHTML text, in reading order.
///
/// # Errors
///
/// In words, where the bytes are no EPUB.
pub fn read_back(bytes: &[u8]) -> Result<Vec<String>, String> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|error| error.to_string())?;
    let container = entry(&mut archive, "META-INF/container.xml")?;
    let container = Document::parse(&container).map_err(|error| error.to_string())?;
    let package_path = container
        .descendants()
        .find_map(|node| node.attribute("full-path"))
        .ok_or("the container names no package")?
        .to_owned();
    let package = entry(&mut archive, &package_path)?;
    let package = Document::parse(&package).map_err(|error| error.to_string())?;
    let folder = package_path
        .rsplit_once('/')
        .map_or("", |(folder, _)| folder);
    let named = |name: &'static str| {
        package
            .descendants()
            .filter(move |node| node.tag_name().name() == name)
    };
    let spine = named("itemref").filter_map(|item| item.attribute("idref"));
    let hrefs: std::collections::BTreeMap<&str, &str> = named("item")
        .filter_map(|item| Some((item.attribute("id")?, item.attribute("href")?)))
        .collect();
    let hrefs = spine.filter_map(|id| hrefs.get(id).copied());
    hrefs
        .map(|href| entry(&mut archive, &format!("{folder}/{href}")))
        .collect()
}

fn entry(archive: &mut ZipArchive<Cursor<&[u8]>>, name: &str) -> Result<String, String> {
    let mut text = String::new();
    let mut entry = archive
        .by_name(name)
        .map_err(|error| format!("{name}: {error}"))?;
    entry
        .read_to_string(&mut text)
        .map_err(|error| format!("{name}: {error}"))?;
    Ok(text)
}

/// How a content document is parsed: it begins with a document type, which names nothing else.
pub fn parsing<'a>() -> ParsingOptions<'a> {
    ParsingOptions {
        allow_dtd: true,
        ..ParsingOptions::default()
    }
}
