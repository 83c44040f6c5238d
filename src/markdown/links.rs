//! Links: inside the manuscript to anchors, outside to the few schemes that are safe to follow.

use super::anchors::Index;
use super::files::{Files, Found};
use crate::diagnostic::{Code, Diagnostic};
use crate::document::{Anchor, Figure, Inline, InlineKind, PageReference, Target};
use crate::manuscript::Manuscript;
use crate::nearest::nearest;
use crate::percent::decode;
use crate::source::{FileId, Span};

/// What stands before a note's name in the address of a link in double brackets, as the source has
/// it. No other address begins so.
pub(super) const WIKI_LINK: &str = "[[";

/// Finds where links lead.
pub(super) struct Resolver<'a> {
    index: &'a Index,
    files: Files<'a>,
    diagnostics: &'a mut Vec<Diagnostic>,
    hints_left: usize,
}

impl<'a> Resolver<'a> {
    /// A search for the nearest name looks at all names; so many are made, then no more.
    const HINTS: usize = 50;

    pub fn new(
        index: &'a Index,
        manuscript: &'a Manuscript,
        diagnostics: &'a mut Vec<Diagnostic>,
    ) -> Resolver<'a> {
        Resolver {
            index,
            files: Files::new(manuscript),
            diagnostics,
            hints_left: Self::HINTS,
        }
    }

    /// Gives a link its target. Until then it holds the address as it was written.
    pub fn resolve_in(&mut self, inline: &mut Inline) {
        if let InlineKind::Link { target, content } = &mut inline.kind {
            if let Target::External(address) = &**target
                && let Some(note) = address.strip_prefix(WIKI_LINK)
            {
                name_heading(note.trim_end_matches(']'), content);
            }
            self.resolve_target(target, inline.span);
        }
    }

    /// Gives what asks for a page its place; a place outside the book has none. What stands beside a link
    /// leaves it to the link to say what is wrong with the address.
    pub fn resolve_page(&mut self, page: &mut PageReference, span: Span) {
        let said = self.diagnostics.len();
        self.resolve_target(&mut page.target, span);
        if page.is_beside {
            self.diagnostics.truncate(said);
        }
        if matches!(page.target, Target::External(_)) {
            let message = "`.page` asks for a page outside the book";
            let hint = "only what stands in this book has a page in it";
            let diagnostic = Diagnostic::new(Code::InvalidAttribute, span, message);
            self.diagnostics.push(diagnostic.hint(hint));
            page.target = Target::Unresolved;
        }
    }

    /// Gives the link of a photo its target.
    pub fn resolve_figure(&mut self, figure: &mut Figure, span: Span) {
        if let Some(target) = &mut figure.link {
            self.resolve_target(target, span);
        }
    }

    fn resolve_target(&mut self, target: &mut Target, span: Span) {
        if let Target::External(address) = target {
            let address = std::mem::take(address);
            *target = self.resolve(&address, span);
        }
    }

    fn resolve(&mut self, address: &str, span: Span) -> Target {
        let address = address.trim();
        if let Some(note) = address.strip_prefix(WIKI_LINK) {
            return self.resolve_wiki_link(note.trim_end_matches(']'), span);
        }
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
        if address.is_empty() {
            return self.refuse(span, "the link leads nowhere".to_owned(), None);
        }
        let file = if path.is_empty() {
            span.file
        } else {
            match self.files.find(span.file, &path) {
                Found::Exactly(file) => file,
                Found::InOtherCase(file, name) => {
                    let message = format!("the chapter `{}` is called `{name}`", shown(&path));
                    let hint = "most systems tell capital letters from small ones";
                    let diagnostic = Diagnostic::new(Code::UnresolvedLink, span, message);
                    self.diagnostics.push(diagnostic.hint(hint));
                    file
                }
                Found::Nothing => {
                    let message = format!("there is no chapter `{}`", shown(&path));
                    let near = self.hint(&path, |wanted, this| {
                        this.files.nearest(span.file, wanted).map(str::to_owned)
                    });
                    return self.refuse(span, message, near);
                }
            }
        };
        self.place_in(file, fragment.as_deref(), path.is_empty(), span)
    }

    /// `Note`, `Note#Heading`, `#Heading`: what stands in double brackets.
    fn resolve_wiki_link(&mut self, note: &str, span: Span) -> Target {
        let (name, heading) = match note.split_once('#') {
            Some((name, heading)) => (name.trim(), Some(heading)),
            None => (note.trim(), None),
        };
        let file = match name {
            "" => Some(span.file),
            name => self.files.note(name),
        };
        let Some(file) = file else {
            let message = format!("there is no note `{}`", shown(name));
            let near = self.hint(name, |wanted, this| {
                nearest(wanted, this.files.stems()).map(str::to_owned)
            });
            return self.refuse(span, message, near);
        };
        // The last heading of a way through several. A mark of a block has no place of its own.
        let heading = heading.and_then(|heading| heading.rsplit('#').next());
        let heading = heading.filter(|heading| !heading.starts_with('^'));
        self.place_in(file, heading, name.is_empty(), span)
    }

    /// A place in a file, or where the file begins. A file's own link finds places of others too.
    fn place_in(
        &mut self,
        file: FileId,
        fragment: Option<&str>,
        is_own: bool,
        span: Span,
    ) -> Target {
        let Some(fragment) = fragment else {
            return match self.index.beginning(file) {
                Some(anchor) => Target::Internal(anchor.clone()),
                None => self.refuse(span, "the chapter holds nothing".to_owned(), None),
            };
        };
        // What GitHub puts before the ids of a page.
        let fragment = fragment.strip_prefix("user-content-").unwrap_or(fragment);
        let name = Anchor::from_text(fragment);
        let found = name.as_ref().and_then(|name| {
            if is_own {
                self.index.find(file, name)
            } else {
                self.index.find_in(file, name)
            }
        });
        if let Some(anchor) = found {
            return Target::Internal(anchor.clone());
        }
        let message = format!("there is no place `#{}`", shown(fragment));
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

/// A link that says nothing but its address shows the note and the heading in it, as Obsidian does.
fn name_heading(note: &str, content: &mut [Inline]) {
    if let [
        Inline {
            kind: InlineKind::Text(text),
            ..
        },
    ] = content
        && text == note
    {
        *text = note.trim_start_matches('#').replace('#', " > ");
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
    fn addresses_are_encoded() {
        assert_eq!(encode("//x.org/a b?c={d}"), "//x.org/a%20b?c=%7Bd%7D");
        assert_eq!(encode("//x.org/ü%20"), "//x.org/ü%20");
    }
}
