//! What was made of photos, kept for the next build: files named by the content that they were made
//! from and by how. A damaged or missing file is made anew; that it cannot be written is no matter.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, SystemTime};

use sha2::{Digest, Sha256};

use crate::whole::Whole;

/// Begins every file, and changes whenever what is made changes with the same recipe.
const MAGIC: &[u8] = b"cutline photo 2\n";

/// The most that is kept, in bytes; the files that were not used for longest go first.
const MOST_KEPT: u64 = 1024 * 1024 * 1024;

type Hash = [u8; 32];

/// A folder of made photos. Several processes may use one at the same time.
#[derive(Clone, Debug)]
pub struct Cache {
    folder: PathBuf,
    /// The content of the photos seen so far.
    contents: Arc<Mutex<BTreeMap<PathBuf, Hash>>>,
}

impl Cache {
    /// A cache in `folder`, which is made when something is kept.
    pub fn at(folder: &Path) -> Cache {
        Cache {
            folder: folder.to_owned(),
            contents: Arc::default(),
        }
    }

    /// What was made of the photo at `path` by `recipe`, if it is there and whole.
    pub(super) fn get(&self, path: &Path, recipe: &str) -> Option<Vec<u8>> {
        let kept = self.folder.join(self.name(path, recipe)?);
        let mut file = File::open(kept).ok()?;
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes).ok()?;
        let sealed = bytes.strip_prefix(MAGIC)?;
        let (seal, content) = sealed.split_first_chunk::<32>()?;
        if *seal != hash(content) {
            return None;
        }
        // So that it is not among the first to go; a folder that only can be read serves as well.
        let _ = file.set_modified(SystemTime::now());
        let start = bytes.len() - content.len();
        bytes.drain(..start);
        Some(bytes)
    }

    /// Keeps what was made of the photo at `path` by `recipe`.
    pub(super) fn put(&self, path: &Path, recipe: &str, bytes: &[u8]) {
        if let Some(name) = self.name(path, recipe) {
            // The next build makes it anew.
            let _ = self.write(&name, bytes);
        }
    }

    fn write(&self, name: &str, bytes: &[u8]) -> io::Result<()> {
        // No two threads, of whatever process, write under one passing name.
        let number = NUMBER.fetch_add(1, Ordering::Relaxed);
        let passing = format!(".{name}.{}.{number}{PART}", std::process::id());
        let whole = Whole::begin_with_folder(&self.folder.join(passing))?;
        let mut file = whole.file();
        file.write_all(MAGIC)?;
        file.write_all(&hash(bytes))?;
        file.write_all(bytes)?;
        whole.place(&self.folder.join(name))
    }

    /// Removes what was not used for longest, until no more is kept than the limit.
    pub fn trim(&self) {
        self.trim_to(MOST_KEPT);
    }

    fn trim_to(&self, most: u64) {
        let entries = self.folder.read_dir().into_iter().flatten().flatten();
        let mut kept: Vec<(SystemTime, PathBuf, u64)> = entries
            .filter_map(|entry| {
                let path = entry.path();
                let name = path.file_name()?.to_str()?;
                let data = entry.metadata().ok().filter(fs::Metadata::is_file)?;
                let modified = data.modified().ok()?;
                if name.ends_with(PART) {
                    // Nobody writes so long: whoever began it was killed.
                    if modified.elapsed().is_ok_and(|age| age > LONGEST_WRITTEN) {
                        let _ = fs::remove_file(&path);
                    }
                    return None;
                }
                is_name(name).then_some((modified, path, data.len()))
            })
            .collect();
        kept.sort();
        let mut all: u64 = kept.iter().map(|(_, _, length)| length).sum();
        for (_, path, length) in kept {
            if all <= most {
                break;
            }
            if fs::remove_file(path).is_ok() {
                all -= length;
            }
        }
    }

    fn name(&self, path: &Path, recipe: &str) -> Option<String> {
        let content = self.content(path)?;
        let made_by = format!("{}, {recipe}", env!("CARGO_PKG_VERSION"));
        let name = hash(&[&content, made_by.as_bytes()].concat());
        Some(name.iter().map(|byte| format!("{byte:02x}")).collect())
    }

    /// The hash of a photo's file, which is read once.
    fn content(&self, path: &Path) -> Option<Hash> {
        let contents = || self.contents.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = contents().get(path) {
            return Some(*known);
        }
        let mut file = File::open(path).ok()?;
        let mut hasher = Sha256::new();
        let mut chunk = vec![0; 256 * 1024];
        loop {
            match file.read(&mut chunk).ok()? {
                0 => break,
                length => hasher.update(chunk.get(..length)?),
            }
        }
        let content: Hash = hasher.finalize().into();
        contents().insert(path.to_owned(), content);
        Some(content)
    }
}

/// The end of a file's name while it is written, where it has one.
const PART: &str = ".part";

/// No file is written for longer.
const LONGEST_WRITTEN: Duration = Duration::from_secs(3600);

/// Counts the files that this process wrote.
static NUMBER: AtomicUsize = AtomicUsize::new(0);

fn is_name(name: &str) -> bool {
    name.len() == 64 && name.bytes().all(|byte| byte.is_ascii_hexdigit())
}

fn hash(bytes: &[u8]) -> Hash {
    Sha256::digest(bytes).into()
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn files(folder: &Path) -> Vec<PathBuf> {
        let entries = fs::read_dir(folder).into_iter().flatten();
        entries.map(|entry| entry.unwrap().path()).collect()
    }

    #[test]
    fn what_is_kept_is_found_by_content_and_recipe() {
        let folder = tempfile::tempdir().unwrap();
        let (one, other) = (folder.path().join("one"), folder.path().join("other"));
        fs::write(&one, "same").unwrap();
        fs::write(&other, "same").unwrap();
        let place = folder.path().join("deep/cache");
        Cache::at(&place).put(&one, "screen", b"made");
        let cache = Cache::at(&place);
        assert_eq!(cache.get(&other, "screen").as_deref(), Some(&b"made"[..]));
        assert_eq!(cache.get(&one, "print"), None);
        fs::write(&one, "changed").unwrap();
        assert_eq!(Cache::at(&place).get(&one, "screen"), None);
        assert_eq!(files(&place).len(), 1);
    }

    #[test]
    fn a_damaged_file_is_none() {
        let folder = tempfile::tempdir().unwrap();
        let photo = folder.path().join("photo");
        fs::write(&photo, "x").unwrap();
        let place = folder.path().join("cache");
        let cache = Cache::at(&place);
        cache.put(&photo, "screen", b"made of light");
        let kept = files(&place).remove(0);
        let whole = fs::read(&kept).unwrap();
        for at in 0..whole.len() {
            let mut damaged = whole.clone();
            damaged[at] ^= 1;
            fs::write(&kept, damaged).unwrap();
            assert_eq!(cache.get(&photo, "screen"), None, "{at}");
            fs::write(&kept, &whole[..at]).unwrap();
            assert_eq!(cache.get(&photo, "screen"), None, "{at}");
        }
        cache.put(&photo, "screen", b"made of light");
        assert_eq!(
            cache.get(&photo, "screen").as_deref(),
            Some(&b"made of light"[..])
        );
    }

    #[test]
    fn the_oldest_go_first_and_nothing_that_is_not_ours() {
        let folder = tempfile::tempdir().unwrap();
        let photo = folder.path().join("photo");
        fs::write(&photo, "x").unwrap();
        let place = folder.path().join("cache");
        let cache = Cache::at(&place);
        for (age, recipe) in ["a", "b", "c"].iter().enumerate() {
            cache.put(&photo, recipe, &[0; 1_000]);
            let name = cache.name(&photo, recipe).unwrap();
            let file = File::options().write(true).open(place.join(name)).unwrap();
            let then = SystemTime::UNIX_EPOCH + std::time::Duration::from_secs(age as u64);
            file.set_modified(then).unwrap();
        }
        fs::write(place.join("notes.txt"), [0; 5_000]).unwrap();
        assert!(
            cache.get(&photo, "a").is_some(),
            "and now it is the youngest"
        );
        cache.trim_to(2_500);
        assert!(cache.get(&photo, "a").is_some());
        assert!(cache.get(&photo, "b").is_none());
        assert!(cache.get(&photo, "c").is_some());
        assert!(place.join("notes.txt").exists());
    }

    #[test]
    fn a_folder_that_cannot_be_made_does_no_harm() {
        let folder = tempfile::tempdir().unwrap();
        let photo = folder.path().join("photo");
        fs::write(&photo, "x").unwrap();
        let cache = Cache::at(&photo.join("cache"));
        cache.put(&photo, "screen", b"made");
        assert_eq!(cache.get(&photo, "screen"), None);
        cache.trim();
    }
}
