//! Which pictures the file holds: those that photos are parts of, each once.

use std::collections::BTreeMap;
use std::path::Path;

use rayon::prelude::*;

use crate::layout::frame::PhotoId;
use crate::photo::Photo;
use crate::photo::derivative::{Darkroom, PhotoError, PrintImage};
use crate::photo::progress::Task;

/// The pictures of the file. Photos that are parts of one picture, each cropped in its own way, have
/// it once.
#[derive(Debug)]
pub struct Pictures {
    /// Uncropped, addressed by [`PictureId`].
    pictures: Vec<Photo>,
    by_photo: Vec<PictureId>,
}

/// Index into [`Pictures`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct PictureId(pub usize);

impl PictureId {
    /// The name that page content calls a picture by.
    pub fn resource(self) -> String {
        format!("Im{}", self.0)
    }
}

impl Pictures {
    /// What the photos of a book are parts of.
    pub fn of(photos: &[Photo]) -> Pictures {
        let mut pictures = Vec::new();
        let mut known = BTreeMap::<&Path, PictureId>::new();
        let by_photo = photos.iter().map(|photo| {
            *known.entry(&photo.path).or_insert_with(|| {
                pictures.push(Photo {
                    crop: None,
                    ..photo.clone()
                });
                PictureId(pictures.len() - 1)
            })
        });
        let by_photo = by_photo.collect();
        Pictures { pictures, by_photo }
    }

    /// The picture that a photo is a part of.
    pub fn at(&self, photo: PhotoId) -> Option<PictureId> {
        self.by_photo.get(photo.0).copied()
    }

    /// Makes every picture and gives them to `take` in order. As many as there are threads are in
    /// memory at a time.
    ///
    /// # Errors
    ///
    /// [`PhotoError`] for the first photo that can no longer be read, and those of `take`.
    pub fn hand_over<E: From<PhotoError>>(
        &self,
        darkroom: &Darkroom,
        mut take: impl FnMut(PrintImage) -> Result<(), E>,
    ) -> Result<(), E> {
        let count = darkroom.begin(Task::Print, self.pictures.len());
        let at_once = rayon::current_num_threads().max(1);
        for together in self.pictures.chunks(at_once) {
            let ready = together.par_iter().map(|photo| darkroom.for_print(photo));
            let ready: Vec<Result<PrintImage, PhotoError>> = ready.collect();
            for image in ready {
                take(image?)?;
                count.one();
            }
        }
        Ok(())
    }
}
