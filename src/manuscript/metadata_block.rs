//! The metadata block at the head of a file: YAML between `---` lines or TOML between `+++` lines.

use std::ops::Range;

use super::entry::{self, Beside, Place};
use super::{MetadataEntry, foreign_keys, toml, yaml};
use crate::diagnostic::{Code, Diagnostic};
use crate::source::{FileId, Span};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Fence {
    Yaml,
    Toml,
}

#[derive(Debug, PartialEq, Eq)]
struct MetadataBlock {
    fence: Fence,
    /// The lines between the fences.
    content: Range<usize>,
    /// Where the text after the block begins.
    body: usize,
    closed: bool,
}

const BESIDE: Beside = Beside {
    read: &[],
    ignored: foreign_keys::OF_BLOCKS,
};

/// Reads the block at the head of a file. Gives its entries and the byte where the text begins.
pub(super) fn read(
    text: &str,
    file: FileId,
    diagnostics: &mut Vec<Diagnostic>,
) -> (Vec<MetadataEntry>, usize) {
    let Some(block) = find(text) else {
        return (Vec::new(), 0);
    };
    if !block.closed {
        let (name, fence) = match block.fence {
            Fence::Yaml => ("YAML", "---"),
            Fence::Toml => ("TOML", "+++"),
        };
        let span = Span::new(file, 0..fence.len());
        let message = format!("the {name} block that begins here is not closed");
        diagnostics.push(
            Diagnostic::new(Code::MalformedMetadata, span, message)
                .hint(format!("end it with a line `{fence}`")),
        );
        return (Vec::new(), block.body);
    }
    let content = text.get(block.content.clone()).unwrap_or_default();
    let place = Place {
        file,
        base: block.content.start,
    };
    let stated = match block.fence {
        Fence::Yaml => yaml::parse(content, place),
        Fence::Toml => toml::parse(content, place),
    };
    let entries = match stated {
        Ok(stated) => entry::accept(stated, BESIDE, diagnostics),
        Err(diagnostic) => {
            diagnostics.push(diagnostic);
            Vec::new()
        }
    };
    (entries, block.body)
}

/// A block begins on the very first line, and the line after it must look like metadata: a
/// thematic break at the head of a text is no block.
fn find(text: &str) -> Option<MetadataBlock> {
    let mut lines = lines_from(text, 0);
    let (_, first) = lines.next()?;
    let fence = match first.trim_end() {
        "---" => Fence::Yaml,
        "+++" => Fence::Toml,
        _ => return None,
    };
    let (start, second) = lines.next()?;
    if !looks_like_metadata(second, fence) {
        return None;
    }
    let mut first_blank = None;
    for (at, line) in lines_from(text, start) {
        let line_end = text.len().min(at + line.len() + 1);
        let closes = match fence {
            Fence::Yaml => matches!(line.trim_end(), "---" | "..."),
            Fence::Toml => line.trim_end() == "+++",
        };
        if closes {
            return Some(MetadataBlock {
                fence,
                content: start..at,
                body: line_end,
                closed: true,
            });
        }
        if line.trim().is_empty() && first_blank.is_none() {
            first_blank = Some(line_end);
        }
    }
    Some(MetadataBlock {
        fence,
        content: start..start,
        // The author forgot the fence: what stands before the first blank line was meant as
        // metadata, the rest is text.
        body: first_blank.unwrap_or(text.len()),
        closed: false,
    })
}

fn looks_like_metadata(line: &str, fence: Fence) -> bool {
    let line = line.trim_end();
    match fence {
        Fence::Yaml => {
            line == "---" || line == "..." || line.starts_with(['#', '{']) || line.contains(':')
        }
        Fence::Toml => line == "+++" || line.starts_with(['#', '[']) || line.contains('='),
    }
}

/// Lines without their ends, with where they start.
fn lines_from(text: &str, start: usize) -> impl Iterator<Item = (usize, &str)> {
    let mut at = start;
    text.get(start..)
        .unwrap_or_default()
        .split_inclusive('\n')
        .map(move |line| {
            let line_start = at;
            at += line.len();
            (line_start, line.trim_end_matches('\n'))
        })
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn a_block_stands_on_the_first_line() {
        let block = find("---\ntitle: A\n---\ntext\n").unwrap();
        assert_eq!(block.content, 4..13);
        assert_eq!(block.body, 17);
        assert_eq!(find("\n---\ntitle: A\n---\n"), None);
        assert_eq!(find("+++\ntitle = 'A'\n+++").unwrap().body, 19);
        assert_eq!(find("---\n---\n").unwrap().content, 4..4);
    }

    #[test]
    fn a_thematic_break_is_no_block() {
        assert_eq!(find("---\n\nNight fell.\n\n---\n"), None);
        assert_eq!(find("---\nNight fell.\n---\n"), None);
        assert_eq!(find("---"), None);
        assert_eq!(find(""), None);
    }

    #[test]
    fn an_unclosed_block_ends_at_the_first_blank_line() {
        let block = find("---\ntitle: A\n\nText.\n").unwrap();
        assert!(!block.closed);
        assert_eq!(block.body, 14);
    }
}
