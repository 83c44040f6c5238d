//! Directives of mdBook: texts of other files, or of parts of them, are woven into a chapter
//! (mdBook guide, “mdBook-specific features”). Each piece keeps the place that it comes from.

mod directive;
mod excerpt;

use std::collections::BTreeMap;
use std::fs;
use std::ops::Range;
use std::path::{Path, PathBuf};

use self::directive::{Directive, Kind};
use super::shelf::{is_missing, name_inside};
use crate::diagnostic::{Code, Diagnostic};
use crate::limits::{Limits, size};
use crate::manuscript::open::read_bytes;
use crate::manuscript::{Manuscript, OpenError, Unfit, decode};
use crate::source::{FileId, Piece, Sources, Span};

/// How deep files include files: mdBook stops there too.
const DEEPEST: usize = 10;

/// What a directive costs beside the file's bytes.
const DIRECTIVE_BYTES: u64 = 256;

/// Weaves the chapters of one project.
pub(super) struct Weaver {
    real_root: PathBuf,
    /// Files that were taken in, by their path without links.
    files: BTreeMap<PathBuf, FileId>,
    /// Of [`Limits::included`].
    bytes_left: u64,
    is_exhausted: bool,
}

/// A woven text while it grows.
#[derive(Default)]
struct Woven {
    text: String,
    pieces: Vec<Piece>,
}

impl Woven {
    fn push(&mut self, text: &str, origin: Span, verbatim: bool) {
        if !text.is_empty() {
            let at = u32::try_from(self.text.len()).unwrap_or(u32::MAX);
            self.pieces.push(Piece {
                at,
                origin,
                verbatim,
            });
            self.text.push_str(text);
        }
    }

    fn push_from(&mut self, sources: &Sources, file: FileId, range: Range<usize>) {
        let span = Span::new(file, range);
        let text = sources.file(file).text().get(span.range());
        self.push(text.unwrap_or_default(), span, true);
    }
}

/// A file whose directives are followed: the way to it, so that no circle is gone round.
struct Open<'a> {
    file: FileId,
    folder: &'a Path,
    /// The files with what was asked of them.
    above: Vec<(FileId, String)>,
}

impl Weaver {
    /// A weaver that takes nothing from outside a folder without links.
    pub fn new(real_root: PathBuf, limits: &Limits) -> Weaver {
        Weaver {
            real_root,
            files: BTreeMap::new(),
            bytes_left: limits.included,
            is_exhausted: false,
        }
    }

    /// The chapter with all that it includes; the file itself where it includes nothing. `real` is
    /// its path without links.
    pub fn weave(&mut self, manuscript: &mut Manuscript, file: FileId, real: &Path) -> FileId {
        let text = manuscript.sources.file(file).text();
        let whole = 0..text.len();
        if directive::find(text, whole.clone()).is_empty() {
            return file;
        }
        let mut woven = Woven::default();
        let open = Open {
            file,
            folder: real.parent().unwrap_or(Path::new("")),
            above: vec![(file, String::new())],
        };
        self.expand(manuscript, &open, whole, &mut woven);
        let sources = &mut manuscript.sources;
        let path = sources.file(file).path().to_owned();
        sources.add_woven(path, woven.text, woven.pieces)
    }

    /// Adds a stretch of a file and follows its directives. Goes no deeper than [`DEEPEST`].
    fn expand(
        &mut self,
        manuscript: &mut Manuscript,
        open: &Open<'_>,
        range: Range<usize>,
        woven: &mut Woven,
    ) {
        let text = manuscript.sources.file(open.file).text();
        let directives = directive::find(text, range.clone());
        let mut done = range.start;
        for Directive { range, kind } in directives {
            woven.push_from(&manuscript.sources, open.file, done..range.start);
            done = range.end;
            let span = Span::new(open.file, range);
            match kind {
                // The backslash has done its work; a title is one of the web page.
                Kind::Escape | Kind::Title => {}
                Kind::Include { path, part } => {
                    self.include(manuscript, open, span, (&path, &part), woven);
                }
                Kind::Playground { path } => {
                    woven.push("```rust\n", span, false);
                    self.include(manuscript, open, span, (&path, ""), woven);
                    woven.push("\n```\n", span, false);
                }
            }
        }
        woven.push_from(&manuscript.sources, open.file, done..range.end);
    }

    fn include(
        &mut self,
        manuscript: &mut Manuscript,
        open: &Open<'_>,
        span: Span,
        (path, part): (&str, &str),
        woven: &mut Woven,
    ) {
        let included = self.take_in(manuscript, open, path, part);
        let (file, real, ranges) = match included {
            Ok(included) => included,
            Err(why) => {
                let message = format!("`{path}` {why}, so its text is missing here");
                let code = Code::UnusableInclude;
                let diagnostic = Diagnostic::new(code, span, message);
                if !why.starts_with(SPENT) || !std::mem::replace(&mut self.is_exhausted, true) {
                    manuscript.diagnostics.push(diagnostic);
                }
                return;
            }
        };
        let mut above = open.above.clone();
        above.push((file, part.to_owned()));
        let open = Open {
            file,
            folder: real.parent().unwrap_or(Path::new("")),
            above,
        };
        for range in ranges {
            self.expand(manuscript, &open, range, woven);
        }
    }

    /// Finds the file and the stretches of it that are meant, or says why there are none.
    fn take_in(
        &mut self,
        manuscript: &mut Manuscript,
        open: &Open<'_>,
        path: &str,
        part: &str,
    ) -> Result<(FileId, PathBuf, Vec<Range<usize>>), String> {
        // By its text first: whether a file outside is there is nobody's business.
        let folder = open.folder.strip_prefix(&self.real_root);
        let below = folder.map_or(Path::new(path).to_owned(), |folder| folder.join(path));
        let is_inside = Path::new(path).is_relative()
            && below
                .to_str()
                .is_some_and(|below| name_inside(below).is_ok());
        if !is_inside {
            return Err(OUTSIDE.to_owned());
        }
        let real = match fs::canonicalize(open.folder.join(path)) {
            Ok(real) => real,
            Err(error) if is_missing(error.kind()) => {
                if let Ok(name) = name_inside(&below.to_string_lossy()) {
                    manuscript.inputs.missed(manuscript.root.join(name));
                }
                return Err("is not there".to_owned());
            }
            Err(error) => return Err(format!("cannot be read: {error}")),
        };
        let Ok(relative) = real.strip_prefix(&self.real_root) else {
            return Err(OUTSIDE.to_owned());
        };
        let file = match self.files.get(&real) {
            Some(file) => *file,
            None => {
                let bytes = read_bytes(&real, &manuscript.limits).map_err(|error| match error {
                    OpenError::Unfit { reason, .. } => match reason {
                        Unfit::TooLong(most) => format!("is longer than {}", size(most)),
                        _ => "is not a file".to_owned(),
                    },
                    OpenError::Read { error, .. } => format!("cannot be read: {error}"),
                })?;
                let shown = manuscript.root.join(relative);
                manuscript.inputs.read(shown.clone());
                let (sources, diagnostics) = (&mut manuscript.sources, &mut manuscript.diagnostics);
                let file = decode::take_in(sources, shown, &bytes, diagnostics);
                let file = file.ok_or("is not a text")?;
                self.files.insert(real.clone(), file);
                file
            }
        };
        let same = |above: &(FileId, String)| above.0 == file && above.1 == part;
        let chapter = open.above.first().map(|(chapter, _)| *chapter);
        let text = manuscript.sources.file(file).text();
        let is_chapter = chapter.is_some_and(|chapter| {
            let chapter = manuscript.sources.file(chapter);
            part.is_empty() && chapter.path() == manuscript.sources.file(file).path()
        });
        if is_chapter || open.above.iter().any(same) {
            return Err("includes itself".to_owned());
        }
        if open.above.len() > DEEPEST {
            return Err(format!("is included {DEEPEST} files deep"));
        }
        let cost = text.len() as u64 + DIRECTIVE_BYTES;
        self.bytes_left = self
            .bytes_left
            .checked_sub(cost)
            .ok_or_else(|| format!("{SPENT} {} are included", size(manuscript.limits.included)))?;
        let ranges = excerpt::find(text, part)
            .ok_or_else(|| format!("has no lines between `ANCHOR: {part}` and its end"))?;
        Ok((file, real, ranges))
    }
}

const OUTSIDE: &str = "is outside the project folder";

/// Said once for a project.
const SPENT: &str = "is left out, as all that follow: more than";

/// What becomes of a line.
pub(super) enum Line {
    /// It stays as it is.
    Kept,
    /// It goes.
    LeftOut,
    /// So many bytes at its beginning go, and this text stands at its end.
    Changed(usize, &'static str),
}

/// The file with some lines changed; the file itself where there are none.
pub(super) fn with_lines(
    sources: &mut Sources,
    file: FileId,
    mut change: impl FnMut(&str) -> Line,
) -> FileId {
    let text = sources.file(file).text();
    let mut woven = Woven::default();
    let (mut at, mut kept_from) = (0, 0);
    for line in text.split_inclusive('\n') {
        let start = at;
        at += line.len();
        match change(line) {
            Line::Kept => {}
            Line::LeftOut => {
                woven.push_from(sources, file, kept_from..start);
                kept_from = at;
            }
            Line::Changed(from, added) => {
                let end = start + line.trim_end().len();
                woven.push_from(sources, file, kept_from..start);
                woven.push_from(sources, file, start + from..end);
                woven.push(added, Span::new(file, start..end), false);
                kept_from = end;
            }
        }
    }
    if kept_from == 0 {
        return file;
    }
    woven.push_from(sources, file, kept_from..at);
    let path = sources.file(file).path().to_owned();
    sources.add_woven(path, woven.text, woven.pieces)
}
