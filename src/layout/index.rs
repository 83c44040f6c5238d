//! The index: small lines in two columns where the page is wide enough, each term with the folios of its
//! places. Pages have their numbers by then.

use std::collections::HashMap;

use super::column::Column;
use super::compose::Composer;
use super::frame::{ElementId, Item, LinkTarget, Numbering, Owner, Point, Role, Shape};
use super::galley::Entry;
use super::length::Length;
use super::lists;
use super::opening::ContentsLine;
use super::page::PageBody;
use super::paragraph::{Link, Manner, Text};
use super::segment::{Content, Piece};
use super::style::TextStyle;
use crate::document::index::{Index, IndexEntry, locators};
use crate::document::{Document, IndexMark};
use crate::source::Span;

/// The page of each place: its number, and its folio.
type Places = HashMap<String, (usize, String)>;

/// The line that the index has in the contents.
pub fn title(document: &Document, folio: Option<String>, span: Span) -> Option<ContentsLine> {
    let index = document.index()?;
    Some(ContentsLine {
        heading: lists::heading(index.title, IndexMark::INDEX),
        folio,
        span,
    })
}

/// Where entries are set.
#[derive(Clone, Copy)]
struct Around {
    column: Column,
    list: ElementId,
    span: Span,
}

impl Composer<'_, '_> {
    /// Gives the places that stand on a page their names there: where their first words are.
    pub fn place_index_marks(&mut self, body: &mut PageBody) {
        if self.index_marks.is_empty() {
            return;
        }
        for item in &body.items {
            if let Item {
                owner: Owner::Element(element),
                shape: Shape::Text(run),
            } = item
                && let Some(name) = self.index_marks.remove(element)
            {
                let at = Point {
                    x: run.origin.x,
                    y: run.origin.y - run.size,
                };
                body.anchors.push((name, at));
            }
        }
    }

    /// The index in the galley; gives its title, which stands over all columns.
    pub fn index(
        &mut self,
        index: &Index<'_>,
        places: &Places,
        span: Span,
        section: ElementId,
    ) -> Vec<Entry> {
        let across = Column::across(self.spec, section);
        let name = Some(IndexMark::INDEX);
        self.own_title(index.title, name, section, span, across);
        let head = std::mem::take(&mut self.galley);
        let part = self.structure.add(Role::Index, section, None);
        let column = Column {
            style: self.spec.note,
            ..Column::of_text(self.spec, part)
        };
        for group in &index.groups {
            self.galley.push(Entry::Space(column.style.leading));
            if let Some(letter) = &group.letter {
                let element = self.structure.add(Role::Heading(2), part, None);
                let style = column.style.bold();
                let text = Text::of(letter, style, Owner::Element(element), span);
                let lines = self.set_lines(&text, self.ragged(column.measure));
                self.push_lines(lines, style.leading, column.left, false, None);
                self.galley.push(Entry::Keep);
            }
            let list = self.structure.add(Role::List(Numbering::None), part, None);
            let around = Around { column, list, span };
            for entry in &group.entries {
                self.index_entry(entry, places, around);
            }
        }
        head
    }

    fn index_entry(&mut self, entry: &IndexEntry<'_>, places: &Places, around: Around) {
        let Around { column, list, span } = around;
        let style = column.style;
        let item = self.structure.add(Role::ListItem, list, None);
        let body = self.structure.add(Role::ListBody, item, None);
        let paragraph = self.structure.add(Role::Paragraph, body, None);
        let mut text = Text::default();
        let say = |text: &mut Text, said: &str, style: TextStyle, element, link| {
            text.pieces.push(Piece {
                content: Content::Text(said.to_owned()),
                style,
                owner: Owner::Element(element),
                source: None,
                span,
                link,
                hyphenator: None,
            });
        };
        say(&mut text, entry.term, style, paragraph, None);
        let comma = self.words.comma();
        let page_of = |anchor: &crate::document::Anchor| {
            let (page, folio) = places.get(anchor.as_str())?;
            Some((*page, folio.as_str()))
        };
        for locator in locators(&entry.places, page_of) {
            say(&mut text, comma, style, paragraph, None);
            let reference = self.structure.add(Role::Reference, paragraph, None);
            let element = self.structure.add(Role::Link, reference, None);
            text.links.push(Link {
                target: LinkTarget::Destination(locator.anchor.as_str().to_owned()),
                element,
                contents: self.contents_of_link(entry.term, Some(&locator.text)),
            });
            let link = Some(text.links.len() - 1);
            say(&mut text, &locator.text, style, element, link);
        }
        for see in &entry.see {
            say(&mut text, comma, style, paragraph, None);
            say(
                &mut text,
                self.words.see,
                style.emphasised(),
                paragraph,
                None,
            );
            say(&mut text, &format!(" {see}"), style, paragraph, None);
        }
        // What is turned over stands further in than entries below this one.
        let turn = style.size * 2;
        let manner = Manner {
            indent: Length::ZERO - turn,
            ..self.ragged(column.measure - turn)
        };
        let lines = self.set_lines(&text, manner);
        self.push_lines(lines, style.leading, column.left + turn, false, None);
        if entry.entries.is_empty() {
            return;
        }
        self.galley.push(Entry::Keep);
        let list = self.structure.add(Role::List(Numbering::None), body, None);
        let column = Column {
            left: column.left + style.size,
            measure: column.measure - style.size,
            ..column
        };
        for below in &entry.entries {
            self.index_entry(below, places, Around { column, list, span });
        }
    }
}
