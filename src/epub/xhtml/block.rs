//! Blocks.

use super::Writer;
use crate::document::inline::is_displayed_formula;
use crate::document::{Block, BlockKind, List, ListItem};
use crate::epub::markup::Attribute;
use crate::epub::page_break::BreakWalk;

impl Writer<'_> {
    pub(super) fn blocks(&mut self, blocks: &[Block]) {
        for block in blocks {
            self.block(block);
        }
    }

    fn block(&mut self, block: &Block) {
        let plan = self.plan;
        let breaks = plan.breaks.at(block.id);
        let mut attributes: Vec<Attribute<'_>> = Vec::new();
        attributes.extend(block.anchor.as_ref().map(|anchor| ("id", anchor.as_str())));
        match &block.kind {
            BlockKind::Heading { level, content } => {
                let element = match self.levels.next(*level) {
                    2 => "h2",
                    3 => "h3",
                    4 => "h4",
                    5 => "h5",
                    _ => "h6",
                };
                self.out.open(element, &attributes);
                self.text_of(block.id, content);
                self.out.close_line();
            }
            BlockKind::Paragraph(content) => {
                if is_displayed_formula(content) {
                    attributes.push(("class", "formula"));
                }
                self.out.open("p", &attributes);
                self.text_of(block.id, content);
                self.out.close_line();
            }
            BlockKind::Quote(inner) => {
                self.out.open("blockquote", &attributes);
                self.out.line();
                self.page_breaks(breaks);
                self.blocks(inner);
                self.out.close_line();
            }
            BlockKind::List(list) => {
                self.page_breaks(breaks);
                self.list(list, attributes);
            }
            BlockKind::Code { language, text } => {
                if plan.right_to_left() {
                    attributes.push(("dir", "ltr"));
                }
                self.out.open("pre", &attributes);
                let class = language
                    .as_ref()
                    .map(|language| format!("language-{language}"));
                let class = class.as_deref().map(|class| ("class", class));
                self.out.open("code", class.as_slice());
                let mut walk = BreakWalk::new(breaks);
                self.run(text, &mut walk);
                self.page_breaks(walk.rest());
                self.out.close();
                self.out.close_line();
            }
            BlockKind::Table(table) => {
                // With a caption, the page may begin inside its text.
                if table.caption.is_empty() {
                    self.page_breaks(breaks);
                }
                self.table(block.id, table, attributes);
            }
            BlockKind::Figure(figure) => self.figure(block.id, figure, attributes),
            BlockKind::ThematicBreak => {
                self.page_breaks(breaks);
                self.out.empty("hr", &attributes);
                self.out.line();
            }
        }
    }

    fn list(&mut self, list: &List, attributes: Vec<Attribute<'_>>) {
        let start = list.start.unwrap_or(1).to_string();
        let mut attributes = attributes;
        if list.start.is_some_and(|start| start != 1) {
            attributes.push(("start", &start));
        }
        if list.items.iter().all(|item| item.checked.is_some()) {
            attributes.push(("class", "tasks"));
        }
        self.out
            .open(if list.start.is_some() { "ol" } else { "ul" }, &attributes);
        self.out.line();
        for item in &list.items {
            self.item(item, list.tight);
        }
        self.out.close_line();
    }

    fn item(&mut self, item: &ListItem, tight: bool) {
        let plan = self.plan;
        self.out.open("li", &[]);
        self.page_breaks(plan.breaks.at(item.id));
        if let Some(done) = item.checked {
            let mark = if done { "☑" } else { "☐" };
            self.out.element("span", &[("class", "task")], mark);
            self.out.text(" ");
        }
        match item.blocks.split_first() {
            // The paragraph of a tight item needs no box of its own.
            Some((
                Block {
                    id,
                    kind: BlockKind::Paragraph(content),
                    anchor: None,
                    ..
                },
                rest,
            )) if tight => {
                self.text_of(*id, content);
                if !rest.is_empty() {
                    self.out.line();
                }
                self.blocks(rest);
            }
            _ => {
                self.out.line();
                self.blocks(&item.blocks);
            }
        }
        self.out.close_line();
    }
}
