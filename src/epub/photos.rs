//! The photos of the e-book: one file a photo, however often it stands in the text; another where
//! something else of it is shown.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::io::{Seek, Write};

use rayon::prelude::*;

use super::Error;
use super::finish::Container;
use crate::book::{Book, Picture};
use crate::document::{Edition, NodeId};
use crate::photo::Photo;
use crate::photo::derivative::{Darkroom, ScreenImage};
use crate::photo::progress::Task;

/// A photo in the container.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PhotoFile {
    /// Its address, the same from every document.
    pub href: String,
    /// Its media type.
    pub media_type: &'static str,
    /// Width in pixels.
    pub width: u32,
    /// Height in pixels.
    pub height: u32,
}

/// Every photo in the container.
#[derive(Debug, Default)]
pub struct PhotoFiles {
    files: Vec<PhotoFile>,
    by_node: BTreeMap<NodeId, usize>,
}

impl PhotoFiles {
    /// Stores the picture of the cover.
    pub fn store_cover<W: Write + Seek>(
        cover: Option<&ScreenImage>,
        container: &mut Container<W>,
    ) -> Result<Option<PhotoFile>, Error> {
        let Some(image) = cover else {
            return Ok(None);
        };
        let href = format!("cover.{}", image.extension);
        container.store_photo(&href, &image.bytes)?;
        Ok(Some(PhotoFile {
            href,
            media_type: image.media_type,
            width: image.width,
            height: image.height,
        }))
    }

    /// Stores every photo of `book` in `container`: several are made at a time, and stored in their
    /// order, so that only a few are in memory together.
    pub fn store<W: Write + Seek>(
        book: &Book,
        darkroom: &Darkroom,
        container: &mut Container<W>,
    ) -> Result<PhotoFiles, Error> {
        let mut photos = PhotoFiles::default();
        let slugs: BTreeMap<NodeId, &str> = book
            .document()
            .figures()
            .into_iter()
            .map(|placed| (placed.id, placed.figure.slug.as_str()))
            .collect();
        let mut known = HashMap::<&Photo, usize>::new();
        let mut distinct: Vec<(NodeId, &Photo)> = Vec::new();
        for (node, picture) in book.pictures_in(Edition::Epub) {
            let Picture::Photo(photo) = picture else {
                continue;
            };
            let index = *known.entry(photo).or_insert_with(|| {
                distinct.push((node, photo));
                distinct.len() - 1
            });
            photos.by_node.insert(node, index);
        }
        let mut names = BTreeSet::new();
        let count = darkroom.begin(Task::Screen, distinct.len());
        for some in distinct.chunks(2 * rayon::current_num_threads()) {
            let made: Vec<_> = some
                .par_iter()
                .map(|(_, photo)| darkroom.for_screen(photo))
                .collect();
            for ((node, photo), image) in some.iter().zip(made) {
                let image = image.map_err(|error| Error::Photo {
                    path: photo.path.clone(),
                    source: Box::new(error),
                })?;
                let number = photos.files.len() + 1;
                let slug = slugs.get(node).copied().unwrap_or_default();
                let name = file_stem(slug, number, &mut names);
                let href = format!("photos/{name}.{}", image.extension);
                container.store_photo(&href, &image.bytes)?;
                photos.files.push(PhotoFile {
                    href,
                    media_type: image.media_type,
                    width: image.width,
                    height: image.height,
                });
                count.one();
            }
        }
        Ok(photos)
    }

    /// The photo at a node, if the figure there has one.
    pub fn at(&self, node: NodeId) -> Option<&PhotoFile> {
        self.files.get(*self.by_node.get(&node)?)
    }

    /// All of them, in the order they were stored.
    pub fn iter(&self) -> impl Iterator<Item = &PhotoFile> {
        self.files.iter()
    }
}

/// A name that every file system and reader takes: the slug where it is ASCII, else a number.
fn file_stem(slug: &str, number: usize, taken: &mut BTreeSet<String>) -> String {
    let ascii = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    let mut stem = format!("photo-{number}");
    if !slug.is_empty() && slug.bytes().all(ascii) && !taken.contains(slug) {
        stem = slug.to_owned();
    }
    while !taken.insert(stem.clone()) {
        stem.push_str("-x");
    }
    stem
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_ascii_and_never_twice() {
        let mut taken = BTreeSet::new();
        let mut stem = |slug, number| file_stem(slug, number, &mut taken);
        assert_eq!(stem("harbour-signing", 1), "harbour-signing");
        assert_eq!(stem("harbour-signing", 2), "photo-2");
        assert_eq!(stem("会议室", 3), "photo-3");
        assert_eq!(stem("photo-5", 4), "photo-5");
        assert_eq!(stem("", 5), "photo-5-x");
    }
}
