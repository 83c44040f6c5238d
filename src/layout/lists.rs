//! The lists at the back: each line leads to a photo and bears its folio.

use std::collections::HashMap;

use super::column::Column;
use super::compose::Composer;
use super::frame::{ElementId, Role};
use super::galley::{Entry, Heading};
use super::opening::ContentsLine;
use crate::document::back_list::BackList;
use crate::source::Span;

/// The line that each list has in the contents, without its folio.
pub fn titles(lists: &[BackList<'_>], span: Span) -> impl Iterator<Item = ContentsLine> {
    lists.iter().map(move |list| ContentsLine {
        heading: heading(list.title, list.kind.name()),
        folio: Some(String::new()),
        span,
    })
}

/// A heading that a line speaks of; no page shows it.
pub fn heading(title: &str, anchor: &str) -> Heading {
    Heading {
        title: title.to_owned(),
        level: 1,
        in_contents: true,
        element: ElementId(0),
        anchor: anchor.to_owned(),
    }
}

impl Composer<'_, '_> {
    /// A list under its title. Where folios are known, a photo that came onto no page has no line; else
    /// they are filled in when pages have their numbers.
    pub fn list_at_back(
        &mut self,
        list: &BackList<'_>,
        folios: Option<&HashMap<String, String>>,
        span: Span,
        column: Column,
    ) {
        let name = list.kind.name();
        self.own_title(list.title, Some(name), column.parent, span, column);
        let contents = self.structure.add(Role::Contents, column.parent, None);
        for line in &list.lines {
            let folio = folios.map(|folios| folios.get(line.anchor.as_str()));
            if folio == Some(None) {
                continue;
            }
            let entry = ContentsLine {
                heading: heading(&line.text, line.anchor.as_str()),
                folio: folio.flatten().cloned(),
                span,
            };
            self.contents_line(&entry, contents, column);
            self.galley.push(Entry::Space(self.spec.body.leading / 4));
        }
    }
}
