//! What opens a page of its own: an article's title, a chapter, the title page, the contents.

use super::column::{Column, Setting};
use super::compose::Composer;
use super::frame::{ElementId, LinkTarget, Owner, Point, Role};
use super::galley::{Entry, FolioToCome, GalleyBox, Heading, centre, rule};
use super::length::Length;
use super::linebreak::Fill;
use super::paragraph::{Link, Manner, Text};
use super::segment::{Content, Piece};
use super::style::{Figures, TextStyle};
use super::text::TextBuilder;
use crate::document::inline::plain_text;
use crate::document::{Chapter, ChapterRole};
use crate::source::Span;

/// A line of the contents.
pub struct ContentsLine {
    /// The heading.
    pub heading: Heading,
    /// Where it stands; filled in when pages have their numbers, where it is not known.
    pub folio: Option<String>,
    /// The chapter that it is in.
    pub span: Span,
}

impl Composer<'_, '_> {
    /// The head of an article: kicker, headline, standfirst, byline.
    pub fn article_title(&mut self, chapter: &Chapter, column: Column) {
        let metadata = &self.book.document().metadata;
        let title = self.spec.title;
        if let Some(kicker) = &metadata.kicker {
            self.own_line(
                kicker,
                self.spec.kicker,
                Role::Paragraph,
                chapter.span,
                column,
            );
            self.galley.push(Entry::Keep);
        }
        self.title_lines(chapter, None, title, column);
        self.under_title(chapter.span, column);
    }

    /// The head of a book without a title page: the same, of what the metadata says.
    pub fn book_title(&mut self, span: Span, column: Column) {
        let metadata = &self.book.document().metadata;
        if let Some(kicker) = &metadata.kicker {
            self.own_line(kicker, self.spec.kicker, Role::Paragraph, span, column);
            self.galley.push(Entry::Keep);
        }
        self.own_line(
            &metadata.title,
            self.spec.title,
            Role::Paragraph,
            span,
            column,
        );
        self.galley.push(Entry::Keep);
        self.under_title(span, column);
    }

    /// Standfirst and byline, and where the title has no page of its own a rule below them.
    fn under_title(&mut self, span: Span, column: Column) {
        let metadata = &self.book.document().metadata;
        let body = self.spec.body;
        let style = self.spec.standfirst;
        for text in [&metadata.subtitle, &metadata.description] {
            let Some(text) = text else { continue };
            self.galley.push(Entry::Space(body.leading / 2));
            self.own_line(text, style, Role::Paragraph, span, column);
            self.galley.push(Entry::Keep);
        }
        let mut byline = metadata.authors.join(", ");
        if let Some(date) = &metadata.date {
            byline = if byline.is_empty() {
                date.clone()
            } else {
                format!("{byline}\u{2003}{date}")
            };
        }
        if !byline.is_empty() {
            self.galley.push(Entry::Space(body.leading / 2));
            self.own_line(&byline, self.spec.byline, Role::Paragraph, span, column);
            self.galley.push(Entry::Keep);
        }
        if !self.spec.title_page {
            self.galley.push(Entry::Space(body.leading / 2));
            let thickness = Length::milli_pt(400);
            let side = self
                .spec
                .side
                .map_or(Length::ZERO, |side| side.width + side.gap);
            let line = rule(column.left, Length::ZERO, column.measure + side, thickness);
            self.galley.push(Entry::Box(GalleyBox {
                height: thickness,
                items: vec![line],
                ..GalleyBox::default()
            }));
            self.galley.push(Entry::Keep);
        }
        self.galley.push(Entry::Space(body.leading));
    }

    /// The head of a page that shows a dedication or a motto only: a third of the page left free,
    /// and where the manuscript gives it a title, that in small capitals. The title of a part is
    /// set as large as a chapter's.
    pub fn display_title(&mut self, chapter: &Chapter, column: Column) {
        let style = match chapter.role {
            ChapterRole::Part => self.spec.chapter,
            _ => self.spec.body.all_small_caps(60),
        };
        let leading = self.spec.body.leading;
        let height = match self.spec.chapters_run_on {
            true => Length::ZERO,
            false => leading * (self.spec.lines / 3),
        };
        self.room_above_chapter();
        self.galley.push(Entry::Box(GalleyBox {
            height,
            anchors: vec![chapter.anchor.as_str().to_owned()],
            ..GalleyBox::default()
        }));
        self.galley.push(Entry::Keep);
        if !chapter.title.is_empty() {
            self.title_lines(chapter, None, style, column);
            self.galley.push(Entry::Space(leading));
        }
    }

    /// The head of a chapter: six lines of sink, its number, its title.
    pub fn chapter_title(&mut self, chapter: &Chapter, number: Option<&str>, column: Column) {
        if chapter.title.is_empty() {
            // A page that opens without a title still has its place for links.
            let made = GalleyBox {
                anchors: vec![chapter.anchor.as_str().to_owned()],
                ..GalleyBox::default()
            };
            self.galley.push(Entry::Box(made));
            return;
        }
        let leading = self.spec.body.leading;
        self.sink();
        self.galley.push(Entry::Keep);
        // Where nothing is left free for it, a number stands before the title.
        let before = number.filter(|_| self.spec.sink == 0);
        if let Some(number) = number.filter(|_| self.spec.sink > 0) {
            let style = self.spec.body.all_small_caps(120);
            let label = TextStyle {
                figures: Figures::OldStyle,
                ..style
            };
            self.own_line(number, label, Role::Paragraph, chapter.span, column);
            self.galley.push(Entry::Keep);
        }
        self.title_lines(chapter, before, self.spec.chapter, column);
        let [(_, below), ..] = self.spec.around_headings;
        self.galley.push(Entry::Space(leading * below));
    }

    /// The room above what opens a page. A space would vanish at the page's head; the sink is meant.
    fn sink(&mut self) {
        self.room_above_chapter();
        if !self.spec.chapters_run_on {
            self.galley.push(Entry::Box(GalleyBox {
                height: self.spec.body.leading * self.spec.sink,
                ..GalleyBox::default()
            }));
        }
    }

    /// Where chapters follow each other, room parts them.
    fn room_above_chapter(&mut self) {
        if self.spec.chapters_run_on {
            let [(above, _), ..] = self.spec.around_headings;
            self.galley
                .push(Entry::Room(self.spec.body.leading * above));
        }
    }

    fn title_lines(
        &mut self,
        chapter: &Chapter,
        number: Option<&str>,
        style: TextStyle,
        column: Column,
    ) {
        let element = self
            .structure
            .add(Role::Heading(1), column.parent, Some(chapter.id));
        // Of its own, so that the title's text begins with the title.
        let part = number.map_or(element, |_| self.structure.add(Role::Span, element, None));
        let mut builder = TextBuilder::new(self, chapter.id);
        if let Some(number) = number {
            let number = format!("{number}\u{2002}");
            builder = builder.own(&number, part, style, chapter.span);
        }
        let text = builder.add(&chapter.title, style, element).finish();
        let manner = self.ragged(column.measure);
        let anchor = chapter.anchor.as_str().to_owned();
        let mut heading = Some(Heading {
            title: plain_text(&chapter.title),
            level: chapter.depth.saturating_add(1),
            in_contents: true,
            element,
            anchor: anchor.clone(),
        });
        for mut line in self.set_lines(&text, manner) {
            if column.setting == Setting::Centred {
                centre(&mut line, column.measure);
            }
            let mut made = GalleyBox {
                on_grid: true,
                ..GalleyBox::line(line, style.leading, column.left)
            };
            if heading.is_some() {
                if !chapter.role.is_display() {
                    made.anchors.push(anchor.clone());
                }
                made.heading = heading.take();
            }
            self.galley.push(Entry::Box(made));
            self.galley.push(Entry::Keep);
        }
    }

    /// A paragraph that layout makes from the metadata.
    fn own_line(&mut self, text: &str, style: TextStyle, role: Role, span: Span, column: Column) {
        let element = self.structure.add(role, column.parent, None);
        let manner = self.ragged(column.measure);
        let text = Text::of(text, style, Owner::Element(element), span);
        let lines = self.set_lines(&text, manner);
        self.push_lines(lines, style.leading, column.left, false, None);
    }

    /// The title page of a book: title and subtitle in the upper half, the authors below, the
    /// publisher at the foot.
    pub fn title_page(&mut self, span: Span, column: Column) {
        let metadata = &self.book.document().metadata;
        let body = self.spec.body;
        let lines = self.spec.lines;
        let part = self.structure.add(Role::Section, column.parent, None);
        let column = Column {
            parent: part,
            ..column
        };
        let authors = metadata.authors.join(", ");
        let title = TextStyle {
            bold: false,
            ..self.spec.title
        };
        let large = TextStyle {
            size: body.size.scaled(120, 100),
            ..body
        };
        let rows: [(&str, TextStyle, i64); 4] = [
            (&metadata.title, title, lines / 4),
            (
                metadata.subtitle.as_deref().unwrap_or_default(),
                large.italic(),
                lines / 4 + 5,
            ),
            (&authors, large.all_small_caps(60), lines / 2),
            (
                metadata.publisher.as_deref().unwrap_or_default(),
                body.all_small_caps(60),
                lines - 1,
            ),
        ];
        let mut made = GalleyBox {
            height: self.spec.depth(),
            ..GalleyBox::default()
        };
        for (content, style, line) in rows {
            if content.is_empty() {
                continue;
            }
            let element = self.structure.add(Role::Paragraph, part, None);
            let text = Text::of(content, style, Owner::Element(element), span);
            let manner = self.ragged(column.measure);
            let mut y = body.leading * line + style.leading.scaled(3, 4);
            for line in self.set_lines(&text, manner) {
                let x = column.left + (column.measure - line.width) / 2;
                made.take(line.items, line.links, Point { x, y });
                y += style.leading;
            }
        }
        self.galley.push(Entry::Box(made));
    }

    /// The contents: chapters and their sections with folios at the right.
    pub fn contents(&mut self, entries: &[ContentsLine], span: Span, column: Column) {
        let body = self.spec.body;
        let part = self.structure.add(Role::Section, column.parent, None);
        self.own_title(self.words.contents, None, part, span, column);
        let contents = self.structure.add(Role::Contents, part, None);
        for (index, entry) in entries.iter().enumerate() {
            if entry.heading.level == 1 {
                self.galley.push(Entry::Space(body.leading / 2));
            }
            self.contents_line(entry, contents, column);
            // A chapter stands with its first section.
            let next = entries.get(index + 1);
            if entry.heading.level == 1 && next.is_some_and(|next| next.heading.level > 1) {
                self.galley.push(Entry::Keep);
            }
        }
    }

    /// The head of a section that layout makes itself. With an anchor it stands in the outline.
    pub fn own_title(
        &mut self,
        title: &str,
        anchor: Option<&str>,
        part: ElementId,
        span: Span,
        column: Column,
    ) {
        let leading = self.spec.body.leading;
        let element = self.structure.add(Role::Heading(1), part, None);
        let text = Text::of(title, self.spec.chapter, Owner::Element(element), span);
        let manner = self.ragged(column.measure);
        self.sink();
        let lines = self.set_lines(&text, manner);
        let first = self.galley.len();
        let name = anchor.map(str::to_owned);
        self.push_lines(lines, self.spec.chapter.leading, column.left, true, name);
        if let (Some(anchor), Some(Entry::Box(made))) = (anchor, self.galley.get_mut(first)) {
            made.heading = Some(Heading {
                title: title.to_owned(),
                level: 1,
                in_contents: true,
                element,
                anchor: anchor.to_owned(),
            });
        }
        let [(_, below), ..] = self.spec.around_headings;
        self.galley.push(Entry::Space(leading * below));
    }

    /// One line of the contents.
    pub fn contents_line(&mut self, entry: &ContentsLine, contents: ElementId, column: Column) {
        let body = self.spec.body;
        let item = self.structure.add(Role::ContentsItem, contents, None);
        let reference = self.structure.add(Role::Reference, item, None);
        let element = self.structure.add(Role::Link, reference, None);
        let depth = i64::from(entry.heading.level.saturating_sub(1));
        let left = self.spec.em() * (depth * 3) / 2;
        let folio_style = TextStyle {
            figures: Figures::Tabular,
            ..body
        };
        let piece = |text: &str| Piece {
            content: Content::Text(text.to_owned()),
            style: body,
            owner: Owner::Element(element),
            source: None,
            span: entry.span,
            link: Some(0),
            hyphenator: None,
        };
        let text = Text {
            pieces: vec![piece(&entry.heading.title)],
            links: vec![Link {
                target: LinkTarget::Destination(entry.heading.anchor.clone()),
                element,
                contents: self.contents_of_link(&entry.heading.title, entry.folio.as_deref()),
            }],
            ..Text::default()
        };
        let measure = column.measure - left - self.spec.em() * 3;
        let manner = Manner {
            measure,
            indent: Length::ZERO,
            fill: Fill::Ragged,
            hyphenate: false,
            follows: false,
        };
        let mut lines = self.set_lines(&text, manner);
        let right = column.measure - left;
        let span = entry.span;
        if let (Some(folio), Some(last)) = (&entry.folio, lines.last_mut()) {
            let folio = self.one_line(folio, folio_style, Owner::Element(element), span);
            let x = right - folio.width;
            let folio = GalleyBox::line(folio, Length::ZERO, x);
            last.items.extend(folio.items);
        }
        self.push_lines(lines, body.leading, column.left + left, false, None);
        if let (None, Some(Entry::Box(last))) = (&entry.folio, self.galley.last_mut()) {
            last.folio = Some(Box::new(FolioToCome {
                anchor: entry.heading.anchor.clone(),
                end: Point {
                    x: column.left + column.measure,
                    y: body.leading.scaled(3, 4),
                },
                style: folio_style,
                element,
                span,
            }));
        }
    }

    /// What a line of the contents leads to, in words.
    pub fn contents_of_link(&self, title: &str, folio: Option<&str>) -> String {
        match folio {
            Some(folio) => format!("{title}, {} {folio}", self.words.page),
            None => title.to_owned(),
        }
    }
}
