//! Blocks.

use super::Writer;
use crate::document::inline::{is_displayed_formula, plain_text};
use crate::document::{
    Alignment, Aside, AsideRole, Block, BlockAttributes, BlockKind, DefinitionGroup, Direction,
    Inline, List, ListItem, NodeId, NumberStyle, VerseLine,
};
use crate::epub::markup::Attribute;
use crate::epub::plan::label;

impl Writer<'_> {
    pub(super) fn blocks(&mut self, blocks: &[Block]) {
        for block in blocks {
            let around = self.direction;
            self.direction = block.attributes.direction.or(around);
            self.block(block);
            self.direction = around;
        }
    }

    /// What a paragraph says of its direction, where nobody says it and it is not the book's.
    fn own_direction(&self, content: &[Inline]) -> Option<Attribute<'static>> {
        let book = Direction::of_language(&self.plan.metadata().language);
        let own = book.of_paragraph(&plain_text(content));
        (self.direction.is_none() && own != book).then(|| dir(own))
    }

    fn block(&mut self, block: &Block) {
        let plan = self.plan;
        let breaks = plan.breaks.at(block.id);
        let mut attributes: Vec<Attribute<'_>> = Vec::new();
        attributes.extend(block.anchor.as_ref().map(|anchor| ("id", anchor.as_str())));
        push_attributes(&block.attributes, &mut attributes);
        let aligned = class_of(block.attributes.alignment);
        if matches!(
            block.kind,
            BlockKind::Heading { .. } | BlockKind::Paragraph(_) | BlockKind::Quote(_)
        ) {
            attributes.extend(aligned.map(|class| ("class", class)));
        }
        match &block.kind {
            BlockKind::Heading { level, content } => {
                let element = match self.levels.next(*level) {
                    2 => "h2",
                    3 => "h3",
                    4 => "h4",
                    5 => "h5",
                    _ => "h6",
                };
                attributes.extend(self.own_direction(content));
                self.out.open(element, &attributes);
                self.text_of(block.id, content);
                self.out.close_line();
            }
            BlockKind::Paragraph(content) => {
                if is_displayed_formula(content) {
                    // It may be wider than the screen: what scrolls must be reachable from the
                    // keyboard (WCAG 2.2, 2.1.1).
                    attributes.extend([("class", "formula"), ("tabindex", "0")]);
                }
                attributes.extend(self.own_direction(content));
                if self.drop_cap == Some(block.id) {
                    attributes.push(("class", "drop-cap"));
                }
                self.out.open("p", &attributes);
                if let Some(done) = self.waiting_task.take() {
                    self.task(done);
                }
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
            BlockKind::DefinitionList(groups) => {
                self.page_breaks(breaks);
                self.definitions(groups, attributes);
            }
            BlockKind::Aside(aside) => self.aside(block.id, aside, aligned, attributes),
            BlockKind::Verse(lines) => {
                self.page_breaks(breaks);
                self.verse(lines, aligned, attributes);
            }
            BlockKind::Code {
                language,
                text,
                first_line,
            } => {
                if plan.right_to_left() && block.attributes.direction.is_none() {
                    attributes.push(("dir", "ltr"));
                }
                self.out.open("pre", &attributes);
                self.code(language.as_deref(), text, *first_line, breaks);
                self.out.close_line();
            }
            BlockKind::Table(table) => {
                // With a caption, the page may begin inside its text.
                if table.caption.is_empty() {
                    self.page_breaks(breaks);
                }
                self.table(block.id, table, attributes);
            }
            BlockKind::Figure(figure) => self.figure(block.id, figure, None, attributes),
            BlockKind::FigureRow(row) => self.figure_row(block.id, row, attributes),
            BlockKind::ThematicBreak => {
                self.page_breaks(breaks);
                self.out.empty("hr", &attributes);
                self.out.line();
            }
        }
    }

    fn definitions(&mut self, groups: &[DefinitionGroup], attributes: Vec<Attribute<'_>>) {
        let plan = self.plan;
        self.out.open("dl", &attributes);
        self.out.line();
        for group in groups {
            for term in &group.terms {
                self.out.open("dt", &[]);
                self.text_of(term.id, &term.content);
                self.out.close_line();
            }
            for definition in &group.definitions {
                self.out.open("dd", &[]);
                self.page_breaks(plan.breaks.at(definition.id));
                match definition.blocks.as_slice() {
                    // A definition of one paragraph needs no box in its own.
                    [
                        Block {
                            id,
                            kind: BlockKind::Paragraph(content),
                            anchor: None,
                            attributes,
                            ..
                        },
                    ] if attributes.is_empty() => self.text_of(*id, content),
                    blocks => {
                        self.out.line();
                        self.blocks(blocks);
                    }
                }
                self.out.close_line();
            }
        }
        self.out.close_line();
    }

    /// An admonition is an `aside`. What may be folded stands open, since a reader that cannot fold
    /// would hide it for good, and printed pages begin in it.
    fn aside(
        &mut self,
        owner: NodeId,
        aside: &Aside,
        aligned: Option<&'static str>,
        attributes: Vec<Attribute<'_>>,
    ) {
        let mut attributes = attributes;
        let folds = aside.role == AsideRole::Details;
        let mut classes = vec!["admonition", aside.role.as_str()];
        if folds {
            classes.clear();
            attributes.push(("open", "open"));
        }
        classes.extend(aligned);
        let classes = classes.join(" ");
        if !classes.is_empty() {
            attributes.push(("class", &classes));
        }
        let label = label(&aside.title).unwrap_or_default();
        if !folds {
            attributes.extend([("role", "note"), ("aria-label", label.as_str())]);
        }
        let (element, title): (_, &[Attribute<'_>]) = if folds {
            ("details", &[])
        } else {
            ("aside", &[("class", "admonition-title")])
        };
        self.out.open(element, &attributes);
        self.out.line();
        self.out.open(if folds { "summary" } else { "p" }, title);
        self.text_of(owner, &aside.title);
        self.out.close_line();
        self.blocks(&aside.blocks);
        self.out.close_line();
    }

    /// Verse: each line a paragraph, so that a line that is turned over can hang.
    fn verse(
        &mut self,
        lines: &[VerseLine],
        aligned: Option<&'static str>,
        attributes: Vec<Attribute<'_>>,
    ) {
        let mut attributes = attributes;
        let classes: Vec<&str> = ["verse"].into_iter().chain(aligned).collect();
        let classes = classes.join(" ");
        attributes.push(("class", &classes));
        self.out.open("div", &attributes);
        self.out.line();
        let mut begins_stanza = false;
        for line in lines {
            if line.content.is_empty() {
                begins_stanza = true;
                continue;
            }
            let class = if begins_stanza { "line stanza" } else { "line" };
            self.out.open("p", &[("class", class)]);
            self.out.text(&"\u{a0}".repeat(line.indent));
            self.text_of(line.id, &line.content);
            self.out.close_line();
            begins_stanza = false;
        }
        self.out.close_line();
    }

    fn list(&mut self, list: &List, attributes: Vec<Attribute<'_>>) {
        let start = list.start.unwrap_or(1).to_string();
        let mut attributes = attributes;
        let first = if list.reversed {
            list.items.len() as u64
        } else {
            1
        };
        if list.start.is_some_and(|start| start != first) {
            attributes.push(("start", &start));
        }
        if list.reversed {
            attributes.push(("reversed", "reversed"));
        }
        let style = match list.numbers {
            NumberStyle::Decimal => None,
            NumberStyle::LowerAlpha => Some("a"),
            NumberStyle::UpperAlpha => Some("A"),
            NumberStyle::LowerRoman => Some("i"),
            NumberStyle::UpperRoman => Some("I"),
        };
        attributes.extend(style.map(|style| ("type", style)));
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

    fn task(&mut self, done: bool) {
        let mark = if done { "☑" } else { "☐" };
        self.out.element("span", &[("class", "task")], mark);
        self.out.text(" ");
    }

    fn item(&mut self, item: &ListItem, tight: bool) {
        let plan = self.plan;
        self.out.open("li", &[]);
        self.page_breaks(plan.breaks.at(item.id));
        let begins_with_text = matches!(
            item.blocks.first().map(|block| &block.kind),
            Some(BlockKind::Paragraph(_))
        );
        // The box of a task stands in the line that it belongs to.
        match item.checked {
            Some(done) if begins_with_text && !tight => self.waiting_task = Some(done),
            Some(done) => self.task(done),
            None => {}
        }
        match item.blocks.split_first() {
            // The paragraph of a tight item needs no box of its own.
            Some((
                Block {
                    id,
                    kind: BlockKind::Paragraph(content),
                    anchor: None,
                    attributes,
                    ..
                },
                rest,
            )) if tight && attributes.is_empty() => {
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

/// The language and direction of a block.
fn push_attributes<'a>(block: &'a BlockAttributes, attributes: &mut Vec<Attribute<'a>>) {
    if let Some(language) = &block.language {
        attributes.extend([("lang", language.as_str()), ("xml:lang", language)]);
    }
    attributes.extend(block.direction.map(dir));
}

fn dir(direction: Direction) -> Attribute<'static> {
    match direction {
        Direction::LeftToRight => ("dir", "ltr"),
        Direction::RightToLeft => ("dir", "rtl"),
    }
}

fn class_of(alignment: Option<Alignment>) -> Option<&'static str> {
    alignment.map(|alignment| match alignment {
        Alignment::Start => "start",
        Alignment::Centre => "centre",
        Alignment::End => "end",
    })
}
