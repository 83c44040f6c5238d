//! Look-up: from what a manuscript says about a photo to its file, or to a reserved slot. Nothing
//! outside the project folder is opened, and nothing is fetched.

use std::cell::OnceCell;
use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::io;
use std::path::{Component, Path, PathBuf};
use std::rc::Rc;
use std::sync::{Arc, LazyLock};

use super::fault::Fault;
use super::ledger::{Ledger, Record};
use super::metadata::{self, Stated};
use super::{Crop, Photo, header, similar};
use crate::diagnostic::{Code, Diagnostic};
use crate::document::{Document, PhotoSource, PlacedFigure, Slug};
use crate::inputs::{Inputs, Sought};
use crate::limits::Limits;
use crate::nearest::nearest;
use crate::source::{Sources, Span};

/// Where photos are kept, besides the project folder itself.
const PHOTO_FOLDERS: [&str; 6] = [
    "photos",
    "assets",
    "images",
    "figures",
    "static",
    "resources",
];

/// File extensions that a slug is looked for with, the preferred first. What cannot be read is found
/// too, so that it can be reported.
const EXTENSIONS: [&str; 28] = [
    "jpg", "jpeg", "png", "gif", "webp", "tif", "tiff", "bmp", "svg", "mpo", "jpe", "jfif", "dib",
    "avif", "heic", "heif", "jxl", "jp2", "psd", "dng", "cr2", "cr3", "nef", "arw", "raf", "orf",
    "rw2", "pef",
];

/// In folders with more files no similar name is looked for: each missing photo is compared with
/// all of them.
const MOST_COMPARED: usize = 300;

/// Why a photo cannot be had.
pub(super) struct Problem {
    code: Code,
    message: String,
    hint: String,
    /// Where the ledger names the file; the figure's place where it does not.
    span: Option<Span>,
}

/// A photo that was found.
pub(super) struct Found {
    pub photo: Photo,
    /// Its name in messages.
    pub shown: String,
    /// Where the ledger names it, if it does.
    span: Option<Span>,
    /// Its file, where it has only a similar name.
    pub similar: Option<String>,
}

impl Found {
    /// What to report where it cannot be used after all.
    pub fn unusable(&self, fault: &Fault, slug: &Slug) -> Problem {
        Problem {
            span: self.span,
            ..unusable(&self.shown, fault, slug)
        }
    }
}

impl Problem {
    pub fn at(self, placed: &PlacedFigure<'_>) -> Diagnostic {
        let span = self.span.unwrap_or(placed.span);
        Diagnostic::new(self.code, span, self.message).hint(self.hint)
    }
}

/// The files of a folder that may be photos: lower-case stem to names, the preferred first.
type Listing = BTreeMap<String, Vec<String>>;

/// A folder where photos are looked for by their slug. It is listed when that happens first: most books give paths.
struct PhotoFolder {
    name: &'static str,
    /// `None` for one whose link leads out of the project.
    listing: OnceCell<Option<Listing>>,
}

impl PhotoFolder {
    fn listing(&self, root: &Path) -> Option<&Listing> {
        let listing = self
            .listing
            .get_or_init(|| match place(root, &root.join(self.name)) {
                Place::Inside(folder) => Some(list(&folder)),
                Place::Nothing | Place::Unreachable(_) => Some(Listing::new()),
                Place::Outside => None,
            });
        listing.as_ref()
    }
}

/// Who looks photos up.
pub(super) struct Desk {
    root: PathBuf,
    /// The root as the user named it.
    named_root: PathBuf,
    limits: Limits,
    /// What was looked for, under the named root.
    inputs: Inputs,
    /// The photo folders and the project folder, in the order of looking.
    folders: Vec<PhotoFolder>,
    /// What became of each file, by its canonical path: each is read once.
    read: BTreeMap<PathBuf, Result<Photo, Rc<Fault>>>,
}

/// What stands at a path.
enum Place {
    Nothing,
    Inside(PathBuf),
    Outside,
    Unreachable(io::Error),
}

impl Desk {
    /// For the project folder `root`.
    pub fn new(root: &Path, limits: &Limits) -> Desk {
        let named = if root.as_os_str().is_empty() {
            Path::new(".")
        } else {
            root
        };
        let folders = PHOTO_FOLDERS.into_iter().chain([""]);
        let folders = folders.map(|name| PhotoFolder {
            name,
            listing: OnceCell::new(),
        });
        Desk {
            // A root that cannot be resolved holds no photos; every look-up then says so.
            root: named.canonicalize().unwrap_or_else(|_| named.to_owned()),
            named_root: root.to_owned(),
            limits: *limits,
            inputs: Inputs::default(),
            folders: folders.collect(),
            read: BTreeMap::new(),
        }
    }

    /// What was looked for so far.
    pub fn into_inputs(self) -> Inputs {
        self.inputs
    }

    /// What the files of the figures' photos say, in reading order.
    pub fn stated(
        &mut self,
        document: &Document,
        sources: &Sources,
        ledger: &Ledger,
    ) -> Vec<Option<Stated>> {
        let figures = document.figures().into_iter();
        let stated = figures.map(|placed| {
            let chapter = sources.file(placed.span.file).path();
            let record = ledger.of(&placed.figure.slug);
            let found = self.look_up(&placed, chapter, record).ok();
            found.map(|found| metadata::stated(&found.photo))
        });
        stated.collect()
    }

    /// The photo of every figure, in reading order, with what is shown of it.
    pub fn find(
        &mut self,
        document: &Document,
        sources: &Sources,
        ledger: &Ledger,
    ) -> Vec<Result<Found, Problem>> {
        let figures = document.figures().into_iter();
        let found = figures.map(|placed| {
            let chapter = sources.file(placed.span.file).path();
            let figure = placed.figure;
            let mut found = self.look_up(&placed, chapter, ledger.of(&figure.slug))?;
            found.photo.crop = figure.aspect.and_then(|aspect| {
                Crop::to_aspect(found.photo.upright_size(), aspect, figure.focus)
            });
            Ok(found)
        });
        found.collect()
    }

    /// By path where the manuscript gives one, then by that of the ledger, and then by slug, so that
    /// a photo can always be supplied under the name that the hints speak of.
    fn look_up(
        &mut self,
        placed: &PlacedFigure<'_>,
        chapter: &Path,
        record: Option<&Record>,
    ) -> Result<Found, Problem> {
        let slug = &placed.figure.slug;
        let folder = self.folder_of(chapter);
        let of_manuscript = match &placed.figure.source {
            PhotoSource::Path(path) => match self.by_path(path, &folder, slug) {
                Ok(found) => return found,
                Err(problem) => Some(problem),
            },
            PhotoSource::Remote(_) | PhotoSource::Slug => None,
        };
        let of_ledger = match record.and_then(|record| record.file.as_ref()) {
            Some((path, span)) => {
                let in_ledger = |problem: Problem| Problem {
                    span: Some(*span),
                    ..problem
                };
                // Its paths count from the project folder, wherever the chapter stands.
                match self.by_path(path, Path::new(""), slug) {
                    Ok(found) => {
                        let span = Some(*span);
                        return found
                            .map(|found| Found { span, ..found })
                            .map_err(in_ledger);
                    }
                    Err(problem) => Some(in_ledger(problem)),
                }
            }
            None => None,
        };
        let problem = of_ledger
            .or(of_manuscript)
            .unwrap_or_else(|| self.to_come(placed));
        if let Some(found) = self.by_slug(slug) {
            return found;
        }
        self.by_similar_name(slug).ok_or(problem)
    }

    /// The file of that name, seen from a chapter's folder: a path, or a file's name without its
    /// type in a photo folder. The error says in half a sentence why it cannot be had.
    pub fn by_name(&mut self, name: &str, chapter: &Path) -> Result<Photo, String> {
        let slug = Slug::from_text(name).unwrap_or_else(Slug::unnamed);
        let folder = self.folder_of(chapter);
        let by_stem = match name.contains('/') {
            true => None,
            false => self.by_stem(&name.to_lowercase(), &slug),
        };
        let found = match by_stem {
            Some(found) => found,
            None => self.by_path(name, &folder, &slug).and_then(|found| found),
        };
        found.map(|found| found.photo).map_err(|problem| {
            let why = match problem.code {
                Code::MissingPhoto => "it is not there",
                Code::PhotoOutsideProject => "it is outside the manuscript's folder",
                Code::PhotoTooLarge => "it is too large",
                _ => "it is no picture that can be read",
            };
            why.to_owned()
        })
    }

    /// A photo that can be used under a name with a suffix.
    fn by_similar_name(&mut self, slug: &Slug) -> Option<Found> {
        self.seek(slug.as_str(), true);
        for stem in similar::stems(slug.as_str()) {
            let found = self.by_stem(&stem, slug).and_then(Result::ok);
            if let Some(found) = found {
                let path = &found.photo.path;
                let file = path.strip_prefix(&self.root).unwrap_or(path);
                return Some(Found {
                    similar: Some(file.display().to_string()),
                    ..found
                });
            }
        }
        None
    }

    /// What to report of a photo that nobody gives a path for.
    pub fn to_come(&self, placed: &PlacedFigure<'_>) -> Problem {
        let slug = &placed.figure.slug;
        match &placed.figure.source {
            PhotoSource::Remote(address) => Problem {
                code: Code::RemotePhoto,
                message: format!("the photo `{}` is not fetched", shortened(address)),
                hint: format!("save it as {}", supply(slug)),
                span: None,
            },
            PhotoSource::Path(_) | PhotoSource::Slug => Problem {
                code: Code::MissingPhoto,
                message: format!("the photo `{}` is still to come", slug.as_str()),
                hint: match self.near(slug) {
                    Some(file) => format!("put it at {}, or did you mean `{file}`?", supply(slug)),
                    None => format!("put it at {}", supply(slug)),
                },
                span: None,
            },
        }
    }

    /// A file whose name differs from the slug by a slip of the hand, or by a space.
    fn near(&self, slug: &Slug) -> Option<String> {
        self.folders.iter().find_map(|folder| {
            let listing = folder.listing(&self.root)?;
            if listing.len() > MOST_COMPARED {
                return None;
            }
            let stem = nearest(slug.as_str(), listing.keys().map(String::as_str))?;
            let name = listing.get(stem)?.first()?;
            Some(match folder.name {
                "" => name.clone(),
                folder => format!("{folder}/{name}"),
            })
        })
    }

    /// Tries a path from a folder inside the project, from the project folder, then from each photo
    /// folder.
    /// The outer `Err` says what to report unless the slug finds the photo.
    fn by_path(
        &mut self,
        written: &str,
        folder: &Path,
        slug: &Slug,
    ) -> Result<Result<Found, Problem>, Problem> {
        let shown = shortened(written);
        let outside = Problem {
            code: Code::PhotoOutsideProject,
            message: format!("the photo `{shown}` is outside the project folder"),
            hint: format!("copy it to {}", supply(slug)),
            span: None,
        };
        let written = Path::new(written);
        let mut paths: Vec<PathBuf> = Vec::new();
        for folder in [folder, Path::new("")] {
            let path = self.below_root(&folder.join(written));
            paths.extend(path.filter(|path| !paths.contains(path)));
        }
        let Some(from_root) = paths.last().cloned() else {
            return Err(outside);
        };
        paths.extend(PHOTO_FOLDERS.map(|folder| Path::new(folder).join(&from_root)));
        for path in paths {
            let place = place(&self.root, &self.root.join(&path));
            let named = self.named_root.join(&path);
            match place {
                Place::Nothing => self.inputs.missed(named),
                _ => self.inputs.read(named),
            }
            match place {
                Place::Nothing => {}
                Place::Inside(file) => return Ok(self.read(&file, &shown, slug)),
                Place::Outside => return Err(outside),
                Place::Unreachable(error) => {
                    return Ok(Err(unusable(&shown, &Fault::Io(error), slug)));
                }
            }
        }
        if written.is_absolute() && !written.starts_with(&self.root) {
            return Err(outside);
        }
        Err(Problem {
            code: Code::MissingPhoto,
            message: format!("the photo `{shown}` is not there yet"),
            hint: format!("put it there, or at {}", supply(slug)),
            span: None,
        })
    }

    /// The first file of that name in the photo folders and beside the manuscript.
    fn by_slug(&mut self, slug: &Slug) -> Option<Result<Found, Problem>> {
        self.seek(slug.as_str(), false);
        self.by_stem(slug.as_str(), slug)
    }

    /// Notes that photos of that stem are looked for in all folders, or of names that are similar.
    fn seek(&mut self, stem: &str, similar: bool) {
        let stem = stem.to_lowercase();
        let endings = match similar {
            true => &SIMILAR_ENDINGS,
            false => &ENDINGS,
        };
        for folder in &self.folders {
            let stems: Vec<String> = match similar {
                true => similar::stems(&stem).collect(),
                false => vec![stem.clone()],
            };
            let listing = folder.listing(&self.root);
            let names = stems.iter().filter_map(|stem| listing?.get(stem)).flatten();
            let folder = self.named_root.join(folder.name);
            self.inputs.sought(Sought {
                there: names.map(|name| folder.join(name)).collect(),
                folder,
                stem: stem.clone(),
                endings: Arc::clone(endings),
            });
        }
    }

    fn by_stem(&mut self, stem: &str, slug: &Slug) -> Option<Result<Found, Problem>> {
        let outside = |what: String| Problem {
            code: Code::PhotoOutsideProject,
            message: format!("{what} is outside the project folder"),
            hint: format!("copy it to {}", supply(slug)),
            span: None,
        };
        let mut closed_folder = None;
        for at in 0..self.folders.len() {
            let folder = self.folders.get(at)?;
            let Some(listing) = folder.listing(&self.root) else {
                closed_folder = Some(format!("the photo folder `{}`", folder.name));
                continue;
            };
            let Some(name) = listing.get(stem).and_then(|names| names.first()) else {
                continue;
            };
            let shown = match folder.name {
                "" => name.clone(),
                folder => format!("{folder}/{name}"),
            };
            match place(&self.root, &self.root.join(&shown)) {
                Place::Nothing => {}
                Place::Inside(file) => return Some(self.read(&file, &shown, slug)),
                Place::Outside => return Some(Err(outside(format!("the photo `{shown}`")))),
                Place::Unreachable(error) => {
                    return Some(Err(unusable(&shown, &Fault::Io(error), slug)));
                }
            }
        }
        closed_folder.map(|folder| Err(outside(folder)))
    }

    /// The folder of a chapter, relative to the project folder; empty where it cannot be told.
    fn folder_of(&self, chapter: &Path) -> PathBuf {
        let folder = chapter.parent().unwrap_or(Path::new(""));
        let named = if folder.as_os_str().is_empty() {
            Path::new(".")
        } else {
            folder
        };
        let real = named.canonicalize().unwrap_or_default();
        real.strip_prefix(&self.root)
            .unwrap_or(Path::new(""))
            .to_owned()
    }

    /// A written path without `.` and `..`, relative to the root. `None` where it leaves the
    /// project folder, by its text alone; links are looked at by [`place`].
    fn below_root(&self, written: &Path) -> Option<PathBuf> {
        let relative = written.strip_prefix(&self.root).unwrap_or(written);
        let mut path = PathBuf::new();
        for part in relative.components() {
            match part {
                Component::Normal(name) => path.push(name),
                // The project folder is the root of the site that an address without host is for.
                Component::CurDir | Component::RootDir => {}
                Component::ParentDir => {
                    if !path.pop() {
                        return None;
                    }
                }
                Component::Prefix(_) => return None,
            }
        }
        Some(path)
    }

    fn read(&mut self, file: &Path, shown: &str, slug: &Slug) -> Result<Found, Problem> {
        let limits = self.limits;
        let photo = self
            .read
            .entry(file.to_owned())
            .or_insert_with(|| header::read(file, &limits).map_err(Rc::new));
        match photo {
            Ok(photo) => Ok(Found {
                photo: photo.clone(),
                shown: shown.to_owned(),
                span: None,
                similar: None,
            }),
            Err(fault) => Err(unusable(shown, fault, slug)),
        }
    }
}

/// Follows links, without opening anything. Nothing outside the project folder `root` is told.
fn place(root: &Path, path: &Path) -> Place {
    match path.canonicalize() {
        Ok(real) if real.starts_with(root) => Place::Inside(real),
        Ok(_) => Place::Outside,
        Err(error) => match error.kind() {
            io::ErrorKind::NotFound | io::ErrorKind::NotADirectory => Place::Nothing,
            _ => Place::Unreachable(error),
        },
    }
}

fn unusable(shown: &str, fault: &Fault, slug: &Slug) -> Problem {
    if fault.is_size() {
        return Problem {
            code: Code::PhotoTooLarge,
            message: format!("the photo `{shown}` is too large: {fault}"),
            hint: "save a smaller copy in its place, or raise the limit with --limit".into(),
            span: None,
        };
    }
    let what = match fault {
        Fault::ForeignType(_) => "convert it to JPEG",
        _ => "save it again as JPEG or PNG",
    };
    Problem {
        code: Code::UnreadablePhoto,
        message: format!("the photo `{shown}` cannot be read: {fault}"),
        hint: format!("{what}, or put another at {}", supply(slug)),
        span: None,
    }
}

/// Where a photo of that slug would be found first.
fn supply(slug: &Slug) -> String {
    format!("photos/{}.jpg", slug.as_str())
}

/// An address fit for a message: embedded photos run to megabytes.
pub(super) fn shortened(address: &str) -> String {
    const LONGEST: usize = 80;
    match address.char_indices().nth(LONGEST) {
        Some((at, _)) => format!("{}…", address.get(..at).unwrap_or_default()),
        None => address.to_owned(),
    }
}

/// Lists a folder once. Of several files that differ only in extension or case, the one with the
/// preferred extension wins, then the first by name.
fn list(folder: &Path) -> Listing {
    let mut all: BTreeMap<String, Vec<(usize, String)>> = BTreeMap::new();
    // A folder that cannot be listed has no photos to offer.
    let entries = folder.read_dir().into_iter().flatten().flatten();
    let names = entries.filter_map(|entry| entry.file_name().into_string().ok());
    for name in names {
        let path = Path::new(&name);
        let (Some(stem), Some(extension)) = (text(path.file_stem()), text(path.extension())) else {
            continue;
        };
        let Some(rank) = EXTENSIONS
            .iter()
            .position(|known| known.eq_ignore_ascii_case(extension))
        else {
            continue;
        };
        let key = stem.to_lowercase();
        all.entry(key).or_default().push((rank, name.clone()));
    }
    let sorted = all.into_iter().map(|(key, mut names)| {
        names.sort();
        (key, names.into_iter().map(|(_, name)| name).collect())
    });
    sorted.collect()
}

/// What stands behind the stem of a photo's name, and of one that is similar.
static ENDINGS: LazyLock<Arc<[String]>> = LazyLock::new(|| endings("").collect());
static SIMILAR_ENDINGS: LazyLock<Arc<[String]>> =
    LazyLock::new(|| similar::SUFFIXES.into_iter().flat_map(endings).collect());

/// What stands behind the stem and this suffix, for every extension.
fn endings(suffix: &str) -> impl Iterator<Item = String> {
    EXTENSIONS.iter().map(move |it| format!("{suffix}.{it}"))
}

fn text(part: Option<&OsStr>) -> Option<&str> {
    part.and_then(OsStr::to_str)
}
