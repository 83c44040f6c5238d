//! Links: inside the manuscript to anchors, outside to the few schemes that are safe to follow.

use std::collections::HashMap;

use super::anchors::Index;
use crate::diagnostic::{Code, Diagnostic};
use crate::document::{Anchor, Inline, InlineKind, Target};
use crate::manuscript::ManuscriptFile;
use crate::nearest::nearest;
use crate::percent::decode;
use crate::source::{FileId, Span};

/// Finds where links lead.
pub(super) struct Resolver<'a> {
    index: &'a Index,
    names: HashMap<&'a str, FileId>,
    names_by_id: HashMap<FileId, &'a str>,
    files: &'a [ManuscriptFile],
    diagnostics: &'a mut Vec<Diagnostic>,
    hints_left: usize,
}

impl<'a> Resolver<'a> {
    /// A search for the nearest name looks at all names; so many are made, then no more.
    const HINTS: usize = 50;

    pub fn new(
        index: &'a Index,
        files: &'a [ManuscriptFile],
        diagnostics: &'a mut Vec<Diagnostic>,
    ) -> Resolver<'a> {
        Resolver {
            index,
            names: files
                .iter()
                .map(|file| (file.name.as_str(), file.file))
                .collect(),
            names_by_id: files
                .iter()
                .map(|file| (file.file, file.name.as_str()))
                .collect(),
            files,
            diagnostics,
            hints_left: Self::HINTS,
        }
    }

    /// Gives a link its target. Until then it holds the address as it was written.
    pub fn resolve_in(&mut self, inline: &mut Inline) {
        if let InlineKind::Link { target, .. } = &mut inline.kind
            && let Target::External(address) = target
        {
            let address = std::mem::take(address);
            *target = self.resolve(&address, inline.span);
        }
    }

    fn resolve(&mut self, address: &str, span: Span) -> Target {
        let address = address.trim();
        if let Some((scheme, rest)) = split_scheme(address) {
            let scheme = scheme.to_ascii_lowercase();
            let followed = ["http", "https", "mailto", "tel"].contains(&scheme.as_str());
            if followed && !rest.trim_start_matches('/').is_empty() {
                return Target::External(format!("{scheme}:{}", encode(rest)));
            }
            let message = if followed {
                format!("the link `{}` leads nowhere", shown(address))
            } else {
                format!("links with `{scheme}:` are not followed")
            };
            return self.refuse(span, message, None);
        }
        let (path, fragment) = match address.split_once('#') {
            Some((path, fragment)) => (path, Some(fragment)),
            None => (address, None),
        };
        let path = decode(path.split('?').next().unwrap_or(path));
        let fragment = fragment.map(decode).filter(|fragment| !fragment.is_empty());
        let file = if path.is_empty() {
            Some(span.file)
        } else {
            let from = self
                .names_by_id
                .get(&span.file)
                .copied()
                .unwrap_or_default();
            self.names.get(join(from, &path).as_str()).copied()
        };
        let Some(file) = file else {
            let message = format!("there is no chapter `{}`", shown(&path));
            let near = self.hint(&path, |wanted, this| {
                nearest(wanted, this.files.iter().map(|file| file.name.as_str())).map(str::to_owned)
            });
            return self.refuse(span, message, near);
        };
        let Some(fragment) = fragment else {
            if address.is_empty() {
                return self.refuse(span, "the link leads nowhere".to_owned(), None);
            }
            return match self.index.beginning(file) {
                Some(anchor) => Target::Internal(anchor.clone()),
                None => self.refuse(span, "the chapter holds nothing".to_owned(), None),
            };
        };
        let name = Anchor::from_text(&fragment);
        let found = name.as_ref().and_then(|name| {
            if path.is_empty() {
                self.index.find(file, name)
            } else {
                self.index.find_in(file, name)
            }
        });
        if let Some(anchor) = found {
            return Target::Internal(anchor.clone());
        }
        let message = format!("there is no place `#{}`", shown(&fragment));
        let near = name.and_then(|name| {
            self.hint(name.as_str(), |wanted, this| {
                nearest(wanted, this.index.names()).map(|name| format!("#{name}"))
            })
        });
        self.refuse(span, message, near)
    }

    fn hint(
        &mut self,
        wanted: &str,
        search: impl Fn(&str, &Self) -> Option<String>,
    ) -> Option<String> {
        self.hints_left = self.hints_left.checked_sub(1)?;
        search(wanted, self)
    }

    fn refuse(&mut self, span: Span, message: String, near: Option<String>) -> Target {
        let diagnostic = Diagnostic::new(Code::UnresolvedLink, span, message);
        self.diagnostics.push(match near {
            Some(near) => diagnostic.hint(format!("did you mean `{near}`?")),
            None => diagnostic,
        });
        Target::Unresolved
    }
}

/// RFC 3986, 3.1.
fn split_scheme(address: &str) -> Option<(&str, &str)> {
    let (scheme, rest) = address.split_once(':')?;
    let mut letters = scheme.bytes();
    let begins = letters.next().is_some_and(|b| b.is_ascii_alphabetic());
    let goes_on = letters.all(|b| b.is_ascii_alphanumeric() || b"+-.".contains(&b));
    (begins && goes_on).then_some((scheme, rest))
}

/// Encodes what may not stand in an address (RFC 3987, 2.2), so that every reader accepts it.
fn encode(address: &str) -> String {
    let mut encoded = String::with_capacity(address.len());
    for character in address.chars() {
        match character {
            ' ' | '"' | '<' | '>' | '\\' | '^' | '`' | '{' | '|' | '}' => {
                encoded.push_str(&format!("%{:02X}", u32::from(character)));
            }
            c => encoded.push(c),
        }
    }
    encoded
}

/// A path as it is written in the file `from`, as a name of the project. A leading `/` means the
/// project folder.
fn join(from: &str, path: &str) -> String {
    let (mut parts, path): (Vec<&str>, &str) = match path.strip_prefix('/') {
        Some(path) => (Vec::new(), path),
        None => {
            let folder = from.rsplit_once('/').map_or("", |(folder, _)| folder);
            (
                folder.split('/').filter(|part| !part.is_empty()).collect(),
                path,
            )
        }
    };
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop();
            }
            part => parts.push(part),
        }
    }
    parts.join("/")
}

/// Enough of an address to know it again.
fn shown(address: &str) -> String {
    const SHOWN: usize = 60;
    match address.char_indices().nth(SHOWN) {
        Some((end, _)) => format!("{}…", address.get(..end).unwrap_or_default()),
        None => address.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_joined() {
        assert_eq!(join("one/a.md", "b.md"), "one/b.md");
        assert_eq!(join("one/a.md", "./../two/b.md"), "two/b.md");
        assert_eq!(join("a.md", "/b.md"), "b.md");
        assert_eq!(join("a.md", "../../b.md"), "b.md");
    }

    #[test]
    fn addresses_are_encoded() {
        assert_eq!(encode("//x.org/a b?c={d}"), "//x.org/a%20b?c=%7Bd%7D");
        assert_eq!(encode("//x.org/ü%20"), "//x.org/ü%20");
    }
}
