//! A document as text: a line a block with its place, its inlines in a short notation.
//!
//! `em(…)`, `strong(…)`, `del(…)`, `sup(…)`, `sub(…)`, `code(…)`, `math(…)`, `display(…)`, `link(where; …)`, `note(1)`,
//! `photo(…)`; `~` is a soft break, `⏎` a hard one. Nothing that has no value is printed.

use std::fmt::Write;

use cutline::bibliography::{Bibliography, Filing, Isbn};
use cutline::document::{
    Alignment, Block, BlockKind, ChapterRole, Direction, Document, Figure, Inline, InlineKind,
    NumberStyle, PhotoSource, Rights, Table, TableCell, Target,
};

use super::Reading;

pub fn render(reading: &Reading) -> String {
    dump(reading, &reading.document)
}

/// With what the photo desk says of figures.
pub fn render_looked_up(reading: &Reading) -> String {
    dump(reading, reading.look_up().0.document())
}

fn dump(reading: &Reading, document: &Document) -> String {
    let mut dump = Dump {
        reading,
        text: String::new(),
    };
    dump.document(document);
    dump.text
}

struct Dump<'a> {
    reading: &'a Reading,
    text: String,
}

impl Dump<'_> {
    fn line(&mut self, depth: usize, content: &str) {
        writeln!(self.text, "{}{}", "  ".repeat(depth), content).unwrap();
    }

    fn document(&mut self, document: &Document) {
        let metadata = &document.metadata;
        self.line(0, "metadata");
        self.line(1, &format!("title {:?}", metadata.title));
        for author in &metadata.authors {
            self.line(1, &format!("author {author:?}"));
        }
        self.line(1, &format!("language {:?}", metadata.language));
        for (name, value) in [
            ("subtitle", &metadata.subtitle),
            ("date", &metadata.date),
            ("description", &metadata.description),
            ("kicker", &metadata.kicker),
            ("publisher", &metadata.publisher),
            ("rights", &metadata.rights),
            ("identifier", &metadata.identifier),
        ] {
            if let Some(value) = value {
                self.line(1, &format!("{name} {value:?}"));
            }
        }
        self.bibliography(&metadata.bibliography);
        for chapter in &document.chapters {
            let place = self.reading.place(chapter.span);
            let title = inlines(&chapter.title);
            let anchor = chapter.anchor.as_str();
            let role = match chapter.role {
                ChapterRole::Chapter => String::new(),
                role => format!("({}) ", role.as_str()),
            };
            let depth = "> ".repeat(chapter.depth.into());
            self.line(
                0,
                &format!("chapter {depth}{role}#{anchor} @{place} {title}"),
            );
            self.blocks(1, &chapter.blocks);
        }
        for (number, note) in (1..).zip(&document.notes) {
            let place = self.reading.place(note.span);
            let anchor = note.anchor.as_str();
            self.line(0, &format!("note {number} #{anchor} @{place}"));
            self.blocks(1, &note.blocks);
        }
    }

    fn bibliography(&mut self, record: &Bibliography) {
        let filing = |one: &Filing| {
            let relator = one.relator.map(|relator| format!(" ({})", relator.code()));
            let filed_as = one.filed_as.as_ref().map(|name| format!(" as {name:?}"));
            relator.unwrap_or_default() + &filed_as.unwrap_or_default()
        };
        for (author, number) in record.authors.iter().zip(1..) {
            if *author != Filing::default() {
                self.line(1, &format!("author {number} filed{}", filing(author)));
            }
        }
        for one in &record.contributors {
            let line = format!("contributor {:?}{}", one.name, filing(&one.filing));
            self.line(1, &line);
        }
        let isbn = |isbn: &Option<Isbn>| isbn.as_ref().map(Isbn::urn);
        let series = record.series.as_ref();
        for (name, value) in [
            ("title filed as", record.title_filed_as.clone()),
            ("isbn", isbn(&record.isbn)),
            ("print isbn", isbn(&record.print_isbn)),
            ("series", series.map(|series| series.name.clone())),
            (
                "position",
                series.and_then(|series| series.position.clone()),
            ),
            (
                "claim",
                record.claim.map(|claim| claim.conformance.statement()),
            ),
            ("certified by", record.certified_by.clone()),
        ] {
            if let Some(value) = value {
                self.line(1, &format!("{name} {value:?}"));
            }
        }
        for subject in &record.subjects {
            let term = subject.term.as_ref();
            let term = term.map(|(scheme, code)| format!(" {scheme} {code}"));
            let term = term.unwrap_or_default();
            self.line(1, &format!("subject {:?}{term}", subject.name));
        }
    }

    fn blocks(&mut self, depth: usize, blocks: &[Block]) {
        for block in blocks {
            self.block(depth, block);
        }
    }

    fn block(&mut self, depth: usize, block: &Block) {
        let mut at = String::new();
        if let Some(anchor) = &block.anchor {
            write!(at, "#{} ", anchor.as_str()).unwrap();
        }
        write!(at, "@{}", self.reading.place(block.span)).unwrap();
        let attributes = &block.attributes;
        match attributes.alignment {
            Some(Alignment::Start) => at.push_str(" start"),
            Some(Alignment::Centre) => at.push_str(" centre"),
            Some(Alignment::End) => at.push_str(" end"),
            None => {}
        }
        match attributes.direction {
            Some(Direction::LeftToRight) => at.push_str(" ltr"),
            Some(Direction::RightToLeft) => at.push_str(" rtl"),
            None => {}
        }
        if let Some(language) = &attributes.language {
            write!(at, " lang {language}").unwrap();
        }
        match &block.kind {
            BlockKind::Heading { level, content } => {
                self.line(depth, &format!("heading {level} {at} {}", inlines(content)));
            }
            BlockKind::Paragraph(content) => {
                self.line(depth, &format!("paragraph {at} {}", inlines(content)));
            }
            BlockKind::Quote(inner) => {
                self.line(depth, &format!("quote {at}"));
                self.blocks(depth + 1, inner);
            }
            BlockKind::List(list) => {
                let start = list.start.map(|start| format!("from {start} "));
                let spacing = if list.tight { "tight" } else { "loose" };
                let start = start.unwrap_or_default();
                let numbers = match list.numbers {
                    NumberStyle::Decimal => "",
                    NumberStyle::LowerAlpha => "in a ",
                    NumberStyle::UpperAlpha => "in A ",
                    NumberStyle::LowerRoman => "in i ",
                    NumberStyle::UpperRoman => "in I ",
                };
                let down = if list.reversed { "down " } else { "" };
                self.line(depth, &format!("list {start}{down}{numbers}{spacing} {at}"));
                for item in &list.items {
                    let state = match item.checked {
                        Some(true) => " done",
                        Some(false) => " open",
                        None => "",
                    };
                    self.line(depth + 1, &format!("item{state}"));
                    self.blocks(depth + 2, &item.blocks);
                }
            }
            BlockKind::DefinitionList(groups) => {
                self.line(depth, &format!("definitions {at}"));
                for group in groups {
                    for term in &group.terms {
                        let place = self.reading.place(term.span);
                        let content = inlines(&term.content);
                        self.line(depth + 1, &format!("term @{place} {content}"));
                    }
                    for definition in &group.definitions {
                        self.line(depth + 1, "definition");
                        self.blocks(depth + 2, &definition.blocks);
                    }
                }
            }
            BlockKind::Aside(aside) => {
                let (role, title) = (aside.role.as_str(), inlines(&aside.title));
                self.line(depth, &format!("aside {role} {at} {title}"));
                self.blocks(depth + 1, &aside.blocks);
            }
            BlockKind::Verse(lines) => {
                self.line(depth, &format!("verse {at}"));
                for line in lines {
                    let text = format!("|{} {}", line.indent, inlines(&line.content));
                    self.line(depth + 1, text.trim_end());
                }
            }
            BlockKind::Code {
                language,
                text,
                first_line,
            } => {
                let language = language.as_deref().unwrap_or("plain");
                let from = first_line.map_or(String::new(), |line| format!(" from line {line}"));
                self.line(depth, &format!("code {language} {at}{from}"));
                for line in text.split('\n') {
                    self.line(depth + 1, &format!("|{line}"));
                }
            }
            BlockKind::Table(table) => self.table(depth, &at, table),
            BlockKind::Figure(figure) => {
                self.line(depth, &format!("figure {at} {}", head_of(figure)));
                self.under_photo(depth + 1, &figure.cutline, &figure.credit);
            }
            BlockKind::FigureRow(row) => {
                self.line(depth, &format!("row {at}"));
                for one in &row.figures {
                    let anchor = one.anchor.as_ref().unwrap().as_str();
                    let place = self.reading.place(one.span);
                    let head = head_of(&one.figure);
                    self.line(depth + 1, &format!("figure #{anchor} @{place} {head}"));
                    self.under_photo(depth + 2, &one.figure.cutline, &one.figure.credit);
                }
                self.under_photo(depth + 1, &row.cutline, &row.credit);
            }
            BlockKind::ThematicBreak => self.line(depth, &format!("break {at}")),
        }
    }

    fn under_photo(&mut self, depth: usize, cutline: &[Inline], credit: &[Inline]) {
        for (name, content) in [("cutline", cutline), ("credit", credit)] {
            if !content.is_empty() {
                self.line(depth, &format!("{name} {}", inlines(content)));
            }
        }
    }

    fn table(&mut self, depth: usize, at: &str, table: &Table) {
        let alignments: Vec<&str> = table
            .alignments
            .iter()
            .map(|alignment| match alignment {
                Alignment::Start => "start",
                Alignment::Centre => "centre",
                Alignment::End => "end",
            })
            .collect();
        self.line(depth, &format!("table {at} {}", alignments.join(" ")));
        if !table.caption.is_empty() {
            self.line(depth + 1, &format!("caption {}", inlines(&table.caption)));
        }
        for row in table.head.iter().chain(&table.rows) {
            let cells: Vec<String> = row.iter().map(cell).collect();
            self.line(depth + 1, &format!("| {} |", cells.join(" | ")));
        }
    }
}

fn cell(cell: &TableCell) -> String {
    let (columns, rows) = (cell.span.columns, cell.span.rows);
    let span = match (columns, rows) {
        (1, 1) => String::new(),
        _ => format!("[{columns}x{rows}] "),
    };
    let head = if cell.heads_row { "[head] " } else { "" };
    let anchor = cell.anchor.as_ref();
    let anchor = anchor.map_or(String::new(), |anchor| format!("#{} ", anchor.as_str()));
    format!("{span}{head}{anchor}{}", inlines(&cell.content))
}

fn head_of(figure: &Figure) -> String {
    let mut head = figure.slug.as_str().to_owned();
    match &figure.source {
        PhotoSource::Slug => {}
        PhotoSource::Path(path) => write!(head, " path {path:?}").unwrap(),
        PhotoSource::Remote(address) => write!(head, " remote {address:?}").unwrap(),
    }
    if let Some(alt) = &figure.alt {
        write!(head, " alt {alt:?}").unwrap();
    }
    if let Some(aspect) = figure.aspect {
        write!(head, " aspect {}:{}", aspect.width, aspect.height).unwrap();
    }
    if let Some(focus) = figure.focus {
        write!(head, " focus {},{}", focus.x, focus.y).unwrap();
    }
    if let Some(width) = figure.width {
        write!(head, " width {width}%").unwrap();
    }
    if let Some(placement) = figure.placement {
        write!(head, " placement {placement:?}").unwrap();
    }
    if figure.rights != Rights::default() {
        write!(head, " {:?}", figure.rights).unwrap();
    }
    head
}

fn inlines(content: &[Inline]) -> String {
    let parts: Vec<String> = content.iter().map(inline).collect();
    parts.join(" ")
}

fn inline(inline: &Inline) -> String {
    match &inline.kind {
        InlineKind::Text(text) => format!("{text:?}"),
        InlineKind::SoftBreak => "~".to_owned(),
        InlineKind::HardBreak => "⏎".to_owned(),
        InlineKind::Emphasis(content) => format!("em({})", inlines(content)),
        InlineKind::Strong(content) => format!("strong({})", inlines(content)),
        InlineKind::Strikethrough(content) => format!("del({})", inlines(content)),
        InlineKind::Superscript(content) => format!("sup({})", inlines(content)),
        InlineKind::Subscript(content) => format!("sub({})", inlines(content)),
        InlineKind::Code(text) => format!("code({text:?})"),
        InlineKind::Math(formula) => {
            let name = if formula.is_displayed() {
                "display"
            } else {
                "math"
            };
            format!("{name}({:?})", formula.source())
        }
        InlineKind::Span { role, content } => format!("{role:?}({})", inlines(content)),
        InlineKind::Link { target, content } => {
            let target = match &**target {
                Target::External(address) => address.clone(),
                Target::Internal(anchor) => format!("#{}", anchor.as_str()),
                Target::Unresolved => "nowhere".to_owned(),
            };
            format!("link({target}; {})", inlines(content))
        }
        InlineKind::NoteReference(index) => format!("note({})", index + 1),
        InlineKind::PageReference(page) => {
            let target = match &page.target {
                Target::Internal(anchor) => format!("#{}", anchor.as_str()),
                _ => "nowhere".to_owned(),
            };
            match page.is_beside {
                true => format!("page-beside({target})"),
                false => format!("page({target}; {:?})", page.name),
            }
        }
        InlineKind::Photo(figure) => {
            let (cutline, credit) = (inlines(&figure.cutline), inlines(&figure.credit));
            format!("photo({}; {cutline}; {credit})", head_of(figure))
        }
    }
}
