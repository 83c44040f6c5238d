//! Tables of contents that are lists of links: `SUMMARY.md` of mdBook and GitBook, `_sidebar.md` of
//! docsify, `contents.md`. Read line by line: the programs that they are written for know no more
//! of Markdown there than headings, lists, links and rules.

use std::collections::BTreeSet;

use super::contents::{Entry, EntryKind};
use super::shelf::Shelf;
use crate::manuscript::entry::StatedText;
use crate::manuscript::{Listing, OpenError, Standing};
use crate::percent::decode;
use crate::source::{FileId, Span};

/// What docsify shows beside the text.
pub(super) const DOCSIFY: &str = "_sidebar.md";

/// What mdBook and GitBook read.
pub(super) const GITBOOK: &str = "SUMMARY.md";

/// The names in the order of their say. The last two are also what a chapter may be called.
const NAMES: [&str; 3] = [DOCSIFY, GITBOOK, "contents.md"];

/// What opens a folder.
const OPENING: [&str; 2] = ["README.md", "index.md"];

/// The deepest level of a table of contents; what is deeper stands at it.
const DEEPEST: usize = 5;

/// Opens a folder whose table of contents is such a list.
pub(super) fn open(shelf: &mut Shelf) -> Result<bool, OpenError> {
    for name in NAMES {
        if !shelf.has(name) {
            continue;
        }
        let file = shelf.read_own(name)?;
        let mut entries = parse(shelf.text(file), file);
        if !entries.iter().any(is_chapter) {
            continue;
        }
        for entry in &mut entries {
            complete(shelf, entry);
            // A sidebar may be links without a list.
            entry.is_unnumbered = false;
        }
        // The page that opens the folder is the first chapter, listed or not.
        let opening = OPENING.into_iter().find(|name| shelf.has(name));
        if let Some(opening) = opening.filter(|opening| !lists(&entries, opening)) {
            shelf.add(opening.to_owned(), None, Listing::default())?;
        }
        shelf.add_listed("", entries)?;
        return Ok(true);
    }
    Ok(false)
}

/// A list of links to no Markdown file is a text that happens to have the name.
fn is_chapter(entry: &Entry) -> bool {
    match &entry.kind {
        EntryKind::File { path, .. } => path.text.ends_with(".md") || path.text.ends_with('/'),
        EntryKind::Title { .. } => false,
    }
}

fn lists(entries: &[Entry], name: &str) -> bool {
    entries.iter().any(|entry| match &entry.kind {
        EntryKind::File { path, .. } => path.text.trim_start_matches(['.', '/']) == name,
        EntryKind::Title { .. } => false,
    })
}

/// Addresses of pages are paths of files without what every file has in common: docsify leaves
/// `.md` out, and a folder means the page that opens it.
fn complete(shelf: &mut Shelf, entry: &mut Entry) {
    let EntryKind::File { path, .. } = &mut entry.kind else {
        return;
    };
    let text = path.text.trim_start_matches('/');
    let text = text.strip_prefix("./").unwrap_or(text);
    path.text = match text {
        "" => first_of(shelf, ""),
        folder if folder.ends_with('/') => first_of(shelf, folder),
        name if shelf.has(name) => name.to_owned(),
        name if shelf.manuscript.root.join(name).is_dir() => first_of(shelf, &format!("{name}/")),
        name if shelf.has(&format!("{name}.md")) => format!("{name}.md"),
        name => name.to_owned(),
    };
}

fn first_of(shelf: &mut Shelf, folder: &str) -> String {
    let mut names = OPENING.map(|name| format!("{folder}{name}")).into_iter();
    let found = names.find(|name| shelf.has(name));
    found.unwrap_or_else(|| format!("{folder}README.md"))
}

/// Reads the lines of a table of contents.
pub(super) fn parse(text: &str, file: FileId) -> Vec<Entry> {
    let mut table = Table {
        file,
        entries: Vec::new(),
        seen: BTreeSet::new(),
        leading_out: BTreeSet::new(),
        base: 0,
        open: Vec::new(),
        has_heading: false,
    };
    let mut at = 0;
    let mut in_comment = false;
    for line in text.split_inclusive('\n') {
        let start = at;
        at += line.len();
        if in_comment {
            in_comment = !line.contains("-->");
            continue;
        }
        if line.trim_start().starts_with("<!--") {
            in_comment = !line.contains("-->");
            continue;
        }
        table.line(line.trim_end(), start);
    }
    table.parts_have_chapters();
    table.entries
}

struct Table {
    file: FileId,
    entries: Vec<Entry>,
    seen: BTreeSet<String>,
    /// How many entries stood before each link that leads out of the book.
    leading_out: BTreeSet<usize>,
    /// 1 inside a part that a heading opened.
    base: usize,
    /// The indentations of the items that are open.
    open: Vec<usize>,
    has_heading: bool,
}

impl Table {
    fn line(&mut self, line: &str, start: usize) {
        let content = line.trim_start();
        let at = start + line.len() - content.len();
        if content.starts_with('#') {
            let title = content.trim_start_matches('#');
            let at = at + content.len() - title.trim_start().len();
            self.heading(title.trim(), at);
        } else if is_rule(content) {
            self.leave_part();
        } else if let Some(after) = bullet(content) {
            let item = content.get(after..).unwrap_or_default();
            let depth = self.item_depth(indentation(line));
            self.item(item, at + after, depth, true);
        } else if content.starts_with('[') {
            self.leave_part();
            self.item(content, at, 0, false);
        }
    }

    /// The first heading is that of the table itself.
    fn heading(&mut self, title: &str, at: usize) {
        let is_first = !std::mem::replace(&mut self.has_heading, true);
        if (is_first && self.entries.is_empty()) || title.is_empty() {
            return;
        }
        self.open.clear();
        self.base = 1;
        let title = self.stated(title, at);
        self.push_title(title, Standing::Part, 0);
    }

    fn leave_part(&mut self) {
        self.base = 0;
        self.open.clear();
    }

    fn item_depth(&mut self, indentation: usize) -> u8 {
        while self.open.last().is_some_and(|above| *above >= indentation) {
            self.open.pop();
        }
        let depth = (self.base + self.open.len()).min(DEEPEST);
        self.open.push(indentation);
        u8::try_from(depth).unwrap_or(u8::MAX)
    }

    fn item(&mut self, content: &str, at: usize, depth: u8, is_listed: bool) {
        let Some(link) = Link::read(content) else {
            let title = content.trim().trim_matches('*').trim();
            if is_listed && !title.is_empty() {
                let before = content.find(title).unwrap_or_default();
                let title = self.stated(title, at + before);
                // Until it is known what stands under it.
                self.push_title(title, Standing::Part, depth);
            }
            return;
        };
        let title_at = at + link.title.start;
        let title = content.get(link.title).unwrap_or_default();
        let address = content.get(link.address.clone()).unwrap_or_default();
        if address.is_empty() {
            let title = self.stated(title, title_at);
            return self.push_title(title, Standing::Unwritten, depth);
        }
        // What stands elsewhere is no chapter.
        let has_scheme = address.contains(':') && !address.contains(".md");
        if address.starts_with("//") || address.contains("://") || has_scheme {
            self.leading_out.insert(self.entries.len());
            return;
        }
        let (path, fragment) = match address.split_once('#') {
            Some((path, fragment)) => (path, Some(fragment)),
            None => (address, None),
        };
        let path = path.split('?').next().unwrap_or(path);
        let is_new = self.seen.insert(path.to_owned());
        // A place inside a chapter that is listed already.
        if fragment.is_some() && (!is_new || path.is_empty()) {
            return;
        }
        let path = self.stated(&decode(path), at + link.address.start);
        let title = plain(title);
        let kind = EntryKind::File {
            path: StatedText {
                span: Span::new(self.file, at + link.address.start..at + link.address.end),
                ..path
            },
            title: (!title.is_empty()).then_some(title),
        };
        self.entries.push(Entry {
            kind,
            depth,
            is_unnumbered: !is_listed,
        });
    }

    fn stated(&self, text: &str, at: usize) -> StatedText {
        StatedText {
            text: text.to_owned(),
            span: Span::new(self.file, at..at + text.len()),
        }
    }

    fn push_title(&mut self, title: StatedText, standing: Standing, depth: u8) {
        let kind = EntryKind::Title { title, standing };
        self.entries.push(Entry {
            kind,
            depth,
            is_unnumbered: false,
        });
    }

    /// An item without a link is a part where it stands at the top and something stands under it;
    /// otherwise a chapter that is not written yet, unless it only heads links that lead out.
    fn parts_have_chapters(&mut self) {
        let mut depths: Vec<Option<u8>> = self.entries.iter().map(|it| Some(it.depth)).collect();
        depths.push(None);
        let mut at = 0;
        self.entries.retain(|entry| {
            at += 1;
            let is_group = matches!(
                entry.kind,
                EntryKind::Title {
                    standing: Standing::Part,
                    ..
                }
            );
            let holds = depths.get(at).copied().flatten() > Some(entry.depth);
            !(is_group && !holds && self.leading_out.contains(&at))
        });
        let depths: Vec<u8> = self.entries.iter().map(|entry| entry.depth).collect();
        for (at, entry) in self.entries.iter_mut().enumerate() {
            let is_above = depths.get(at + 1).is_some_and(|next| *next > entry.depth);
            if let EntryKind::Title { standing, .. } = &mut entry.kind
                && *standing == Standing::Part
                && !(entry.depth == 0 && is_above)
            {
                *standing = Standing::Unwritten;
            }
        }
    }
}

/// Spaces count one, tabs go to the next multiple of four (CommonMark 0.31.2, 2.2).
fn indentation(line: &str) -> usize {
    let mut columns = 0;
    for byte in line.bytes() {
        match byte {
            b' ' => columns += 1,
            b'\t' => columns += 4 - columns % 4,
            _ => break,
        }
    }
    columns
}

/// Where an item's text begins.
fn bullet(content: &str) -> Option<usize> {
    let digits = content.bytes().take_while(u8::is_ascii_digit).count();
    let mark = content.as_bytes().get(digits)?;
    let is_bullet = match digits {
        0 => b"-*+".contains(mark),
        _ => b".)".contains(mark),
    };
    let rest = content.get(digits + 1..)?;
    let spaces = rest.len() - rest.trim_start().len();
    (is_bullet && spaces > 0).then_some(digits + 1 + spaces)
}

fn is_rule(content: &str) -> bool {
    let mut bytes = content.bytes().filter(|byte| !byte.is_ascii_whitespace());
    let Some(first) = bytes.next() else {
        return false;
    };
    let same = bytes.clone().count();
    b"-*_".contains(&first) && same >= 2 && bytes.all(|byte| byte == first)
}

/// A title as plain text: the marks of stress and code go.
fn plain(title: &str) -> String {
    let mut text = String::with_capacity(title.len());
    let mut characters = title.chars().peekable();
    while let Some(character) = characters.next() {
        match character {
            '\\' if characters.peek().is_some_and(char::is_ascii_punctuation) => {
                text.extend(characters.next());
            }
            '*' | '`' => {}
            character => text.push(character),
        }
    }
    text.trim().to_owned()
}

/// The places of a link's title and address, in the item that begins with it.
struct Link {
    title: std::ops::Range<usize>,
    address: std::ops::Range<usize>,
}

impl Link {
    fn read(content: &str) -> Option<Link> {
        let mut depth = 0;
        let mut is_escaped = false;
        let end = content.bytes().position(|byte| {
            if std::mem::take(&mut is_escaped) {
                return false;
            }
            match byte {
                b'\\' => is_escaped = true,
                b'[' => depth += 1,
                b']' => depth -= 1,
                _ => {}
            }
            depth == 0
        })?;
        let rest = content.get(end + 1..)?.strip_prefix('(')?;
        if !content.starts_with('[') {
            return None;
        }
        let start = end + 2;
        let close = match rest.strip_prefix('<') {
            Some(rest) => rest.find('>')? + 1,
            None => closing(rest)?,
        };
        let inner = rest.get(..close)?;
        // A title in quotes after the address is for readers of the page.
        let quote = inner.find(" \"").or_else(|| inner.find(" '"));
        let inner = inner.get(..quote.unwrap_or(inner.len()))?;
        let bare = inner.trim_start_matches(['<', ' ']);
        let start = start + inner.len() - bare.len();
        Some(Link {
            title: 1..end,
            address: start..start + bare.trim_end().len(),
        })
    }
}

/// Where the parenthesis closes that is open at the beginning.
fn closing(text: &str) -> Option<usize> {
    let mut depth = 1;
    text.bytes().position(|byte| {
        match byte {
            b'(' => depth += 1,
            b')' => depth -= 1,
            _ => {}
        }
        depth == 0
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Sources;

    fn table(text: &str) -> Vec<String> {
        let mut sources = Sources::default();
        let file = sources.add("SUMMARY.md".into(), text.to_owned());
        let entries = parse(text, file).into_iter();
        let shown = entries.map(|Entry { kind, depth, .. }| match kind {
            EntryKind::File { path, title } => {
                format!("{depth} {}: {}", path.text, title.unwrap_or_default())
            }
            EntryKind::Title { title, standing } => {
                assert_eq!(sources.snippet(title.span), title.text);
                format!("{depth} {standing:?} {}", title.text)
            }
        });
        shown.collect()
    }

    #[test]
    fn parts_chapters_and_drafts_are_told_apart() {
        let text = "# Summary\n\n[Before](before.md)\n\n# The *Sea*\n\n- [One](one.md)\n  \
            - [Under `one`](<one two.md>)\n- [To come]()\n\n---\n\n[After](b%20c.md \"title\")\n";
        let wanted = [
            "0 before.md: Before",
            "0 Part The *Sea*",
            "1 one.md: One",
            "2 one two.md: Under one",
            "1 Unwritten To come",
            "0 b c.md: After",
        ];
        assert_eq!(table(text), wanted);
    }

    #[test]
    fn a_sidebar_groups_pages_under_plain_items() {
        let text = "<!-- for\n[docsify](x.md) -->\n* **Start**\n  * [A](/a)\n  \
            * [Place in a](/a#b)\n* [Elsewhere](https://x.org/a.md)\n* Left out\n";
        let wanted = ["0 Part Start", "1 /a: A", "0 Unwritten Left out"];
        assert_eq!(table(text), wanted);
    }

    #[test]
    fn strange_lines_are_passed_over() {
        for text in [
            "- [",
            "- [a](",
            "- []",
            "1) ",
            "#",
            "[a]: b.md",
            "- [a](<b",
            "- ][",
        ] {
            table(text);
        }
        assert_eq!(table("- [a\\]b](c(d).md)"), ["0 c(d).md: a]b"]);
    }
}
