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
    /// Where the text comes from, if it was woven; in order, the first at 0.
    pieces: Vec<Piece>,
}

/// A stretch of a woven text: a text that was put together from others, as a chapter is that
/// includes files. It reaches to where the next piece begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Piece {
    /// The byte of the woven text at which it begins.
    pub at: u32,
    /// Where it comes from.
    pub origin: Span,
    /// Whether it is its origin letter for letter. Otherwise it stands for its origin as a whole.
    pub verbatim: bool,
}

impl SourceFile {
    /// The path as the user named it. A woven text has the path of the file that includes others.
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
        self.add_woven(path, text, Vec::new())
    }

    /// Takes in a text that was put together from `pieces` of files taken in before. With no
    /// pieces the text is its own origin.
    pub fn add_woven(&mut self, path: PathBuf, text: String, pieces: Vec<Piece>) -> FileId {
        let after_break = text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n');
        let line_starts = std::iter::once(0)
            .chain(after_break.map(|(at, _)| u32::try_from(at + 1).unwrap_or(u32::MAX)))
            .collect();
        self.files.push(SourceFile {
            path,
            text,
            line_starts,
            pieces,
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

    /// The place that `span` means in the file that an author would open: a span of a woven text
    /// is followed to the file that its first byte comes from, and ends with its piece.
    pub fn origin(&self, mut span: Span) -> Span {
        // A woven text is made of files that were there before it, so this ends.
        while let Some(found) = self.piece_at(span) {
            span = found;
        }
        span
    }

    fn piece_at(&self, span: Span) -> Option<Span> {
        let pieces = &self.file(span.file).pieces;
        let after = pieces.partition_point(|piece| piece.at <= span.start);
        let piece = pieces.get(after.checked_sub(1)?)?;
        if piece.origin.file >= span.file {
            return None;
        }
        if !piece.verbatim {
            return Some(piece.origin);
        }
        let place = |at: u32| {
            let moved = piece.origin.start.saturating_add(at - piece.at);
            moved.min(piece.origin.end)
        };
        Some(Span {
            file: piece.origin.file,
            start: place(span.start),
            end: place(span.end),
        })
    }

    /// The text under `span`, or an empty string where the span does not fit its file.
    pub fn snippet(&self, span: Span) -> &str {
        let span = self.origin(span);
        self.file(span.file).text.get(span.range()).unwrap_or("")
    }

    /// Line and column of the span's first byte, in the file of its [origin](Sources::origin).
    pub fn position(&self, span: Span) -> Position {
        let span = self.origin(span);
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

    #[test]
    fn a_woven_text_points_to_where_it_comes_from() {
        let mut sources = Sources::default();
        let chapter = sources.add("a.md".into(), "One {{b}} two".into());
        let listing = sources.add("b.rs".into(), "x\nyes\n".into());
        let piece = |at, file, range, verbatim| Piece {
            at,
            origin: Span::new(file, range),
            verbatim,
        };
        let pieces = vec![
            piece(0, chapter, 0..4, true),
            piece(4, listing, 2..5, true),
            piece(7, chapter, 4..9, false),
            piece(8, chapter, 9..13, true),
        ];
        let woven = sources.add_woven("a.md".into(), "One yes! two".into(), pieces);
        let origin = |range| sources.origin(Span::new(woven, range));
        assert_eq!(origin(0..3), Span::new(chapter, 0..3));
        assert_eq!(origin(5..6), Span::new(listing, 3..4));
        assert_eq!(origin(5..12), Span::new(listing, 3..5));
        assert_eq!(origin(7..8), Span::new(chapter, 4..9));
        assert_eq!(origin(9..12), Span::new(chapter, 10..13));
        let position = sources.position(Span::new(woven, 4..7));
        assert_eq!(position, Position { line: 2, column: 1 });
        assert_eq!(sources.snippet(Span::new(woven, 4..7)), "yes");
    }
}
