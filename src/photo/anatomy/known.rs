//! Files that were taken apart before: proving, printing and screening a photo each begin with that, and it takes
//! reading the whole file.

use std::collections::HashMap;
use std::fs;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::SystemTime;

use super::{Anatomy, dissect};
use crate::photo::Photo;
use crate::photo::fault::Fault;

/// What files are made of, by their paths.
#[derive(Debug, Default)]
pub(in crate::photo) struct Known {
    files: Mutex<HashMap<PathBuf, (Stamp, Arc<Anatomy>)>>,
}

/// By what a file is seen to be another than it was.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Stamp {
    length: u64,
    /// `None` where the system does not tell.
    modified: Option<SystemTime>,
}

impl Known {
    /// What a photo's file is made of, read again only where the file has changed.
    pub fn of(&self, photo: &Photo) -> Result<Arc<Anatomy>, Fault> {
        let stamp = Stamp::of(photo)?;
        let seen = self.files().get(&photo.path).cloned();
        if let Some((then, anatomy)) = seen
            && then == stamp
        {
            return Ok(anatomy);
        }
        let anatomy = Arc::new(dissect(photo)?);
        let entry = (stamp, Arc::clone(&anatomy));
        self.files().insert(photo.path.clone(), entry);
        Ok(anatomy)
    }

    /// Each entry is right, whatever thread panicked beside it.
    fn files(&self) -> MutexGuard<'_, HashMap<PathBuf, (Stamp, Arc<Anatomy>)>> {
        self.files.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Stamp {
    fn of(photo: &Photo) -> Result<Stamp, Fault> {
        let file = fs::metadata(&photo.path)?;
        Ok(Stamp {
            length: file.len(),
            modified: file.modified().ok(),
        })
    }
}
