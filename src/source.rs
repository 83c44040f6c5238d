//! Source files, spans into them, and the line index. Knows no Markdown.

use std::path::{Path, PathBuf};

/// Names one file of [`Sources`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct FileId(u32);

/// A range of bytes in one source file. `start <= end`, both on character boundaries.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Span {
    /// The file that the offsets count in.
    pub file: FileId,
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

impl Span {
    /// A span over `range` of `file`. Files are limited to 4 GiB where they are read, so offsets
    /// past that are clamped rather than wrapped.
    pub fn new(file: FileId, range: std::ops::Range<usize>) -> Span {
        let clamp = |offset: usize| u32::try_from(offset).unwrap_or(u32::MAX);
        let start = clamp(range.start);
        Span {
            file,
            start,
            end: clamp(range.end).max(start),
        }
    }

    /// The same place as byte offsets.
    pub fn range(self) -> std::ops::Range<usize> {
        self.start as usize..self.end as usize
    }
}

/// A place as people count it: lines from 1, columns from 1 in characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Position {
    /// Line, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
}

/// One text file as it was read: decoded, with its byte-order mark dropped.
#[derive(Debug)]
pub struct SourceFile {
    path: PathBuf,
    text: String,
    line_starts: Vec<u32>,
}

impl SourceFile {
    /// The path as the user named it.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The whole text.
    pub fn text(&self) -> &str {
        &self.text
    }
}

/// Every text file of a run, addressed by [`FileId`].
#[derive(Debug, Default)]
pub struct Sources {
    files: Vec<SourceFile>,
}

impl Sources {
    /// Takes a file in and gives its id.
    pub fn add(&mut self, path: PathBuf, text: String) -> FileId {
        let after_break = text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n');
        let line_starts = std::iter::once(0)
            .chain(after_break.map(|(at, _)| u32::try_from(at + 1).unwrap_or(u32::MAX)))
            .collect();
        self.files.push(SourceFile {
            path,
            text,
            line_starts,
        });
        FileId(u32::try_from(self.files.len() - 1).unwrap_or(u32::MAX))
    }

    /// The file that `id` names. Ids come only from [`Sources::add`] of the same `Sources`.
    pub fn file(&self, id: FileId) -> &SourceFile {
        &self.files[id.0 as usize]
    }

    /// All files with their ids, in the order they were added.
    pub fn iter(&self) -> impl Iterator<Item = (FileId, &SourceFile)> {
        (0..).map(FileId).zip(&self.files)
    }

    /// The text under `span`, or an empty string where the span does not fit its file.
    pub fn snippet(&self, span: Span) -> &str {
        self.file(span.file).text.get(span.range()).unwrap_or("")
    }

    /// Line and column of the span's first byte.
    pub fn position(&self, span: Span) -> Position {
        let file = self.file(span.file);
        let line = file
            .line_starts
            .partition_point(|start| *start <= span.start);
        let line_start = file.line_starts[line - 1] as usize;
        let before = file.text.get(line_start..span.start as usize).unwrap_or("");
        Position {
            line,
            column: before.chars().count() + 1,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn positions_count_lines_and_characters_from_one() {
        let mut sources = Sources::default();
        let file = sources.add("a.md".into(), "één\nzwei drei\n".into());
        let at = |start, end| sources.position(Span::new(file, start..end));
        assert_eq!(at(0, 1), Position { line: 1, column: 1 });
        assert_eq!(at(4, 5), Position { line: 1, column: 3 });
        assert_eq!(at(6, 8), Position { line: 2, column: 1 });
        assert_eq!(at(11, 15), Position { line: 2, column: 6 });
        assert_eq!(sources.snippet(Span::new(file, 11..15)), "drei");
        assert_eq!(sources.snippet(Span::new(file, 90..95)), "");
    }
}
