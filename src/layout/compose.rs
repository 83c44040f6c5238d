//! Blocks become a galley.

use std::collections::{BTreeSet, HashMap, VecDeque};
use std::path::PathBuf;

use super::code::Code;
use super::column::{Column, Paragraphs, Setting};
use super::folio::{Expected, FolioInLine};
use super::font::Fonts;
use super::frame::{ElementId, Owner, PhotoId, Role};
use super::galley::{Entry, GalleyBox, Heading, centre, push_right};
use super::hyphenate::{Divisions, Exceptions, Hyphenator};
use super::length::Length;
use super::line::LineBox;
use super::linebreak::Fill;
use super::outside::Outside;
use super::paragraph::{Findings, Manner, ParagraphSetter, Stick, Text};
use super::passage::Passage;
use super::shape::Shaper;
use super::spec::Spec;
use super::structure::Structure;
use super::style::TextStyle;
use super::text::TextBuilder;
use super::vocabulary::renumber;
use crate::book::Book;
use crate::document::inline::{is_displayed_formula, plain_text};
use crate::document::words::Words;
use crate::document::{Alignment, Block, BlockKind, Direction, Inline, NodeId};
use crate::photo::{Crop, Photo};
use crate::source::Span;

/// Sets blocks one below the other.
pub struct Composer<'a, 'f> {
    /// The book.
    pub book: &'a Book,
    /// The page.
    pub spec: &'a Spec,
    /// Words in the book's language.
    pub words: &'static Words,
    /// The structure so far.
    pub structure: Structure,
    /// The chapter so far.
    pub galley: Vec<Entry>,
    /// Its paragraphs that may be set in more or fewer lines, in the galley's order.
    pub passages: Vec<Passage>,
    /// How deep it stands in the contents.
    pub depth: u8,
    /// Whether pages keep the text on them, or only where it stands.
    pub keeps_text: bool,
    /// The paragraph that it opens with, where such a paragraph begins in a way of its own.
    pub opens: Option<NodeId>,
    /// The photo that opens it across columns.
    pub lead: Option<NodeId>,
    /// Whether that photo is being set.
    pub leading: bool,
    /// The notes, by their index, as boxes of a line each. Empty until they are referred to.
    pub notes: Vec<Vec<GalleyBox>>,
    /// The photos that are placed.
    pub photos: Vec<Photo>,
    /// Whether every picture so far has alternative text.
    pub every_picture_has_alt: bool,
    /// What was found while setting.
    pub findings: Findings,
    /// Notes that were referred to, waiting to be set.
    pub referred: VecDeque<usize>,
    /// Every note that was referred to so far.
    pub referred_to: BTreeSet<usize>,
    photo_ids: HashMap<(PathBuf, Option<Crop>), PhotoId>,
    /// Paragraphs that are not set yet. They stand before the entries of the galley that they name.
    waiting: Vec<Passage>,
    /// What stands in the margin beside the next block.
    pub beside: Option<Box<Outside>>,
    /// Makes glyphs of words, and knows those that it made.
    pub shaper: Shaper<'f>,
    /// What it sets single paragraphs in.
    pub stick: Stick,
    /// The same for paragraphs side by side.
    pub sticks: Vec<Stick>,
    /// The patterns that words are divided by.
    pub hyphenator: Hyphenator,
    /// How many tables were set so far.
    pub tables: usize,
    /// Which way the text runs, where somebody says it.
    pub direction: Option<Direction>,
    /// The words that the author divides.
    pub exceptions: Exceptions,
    /// Where words were divided so far.
    pub divisions: Divisions<'f>,
    /// Folios that stand in lines, by the element that their room belongs to.
    pub folios_in_lines: HashMap<ElementId, FolioInLine>,
    /// Places that the index names and that stand on no page yet, by the element of their words.
    pub index_marks: HashMap<ElementId, String>,
    /// How wide such folios may be; known when the first was asked for.
    pub expected: Option<Expected<'a>>,
}

impl<'a, 'f> Composer<'a, 'f> {
    /// A composer for a book.
    pub fn new(book: &'a Book, spec: &'a Spec, fonts: &'f Fonts) -> Composer<'a, 'f> {
        let language = &book.document().metadata.language;
        Composer {
            book,
            spec,
            words: Words::of(language),
            structure: Structure::new(language),
            galley: Vec::new(),
            passages: Vec::new(),
            depth: 0,
            lead: None,
            leading: false,
            notes: vec![Vec::new(); book.document().notes.len()],
            photos: Vec::new(),
            every_picture_has_alt: true,
            findings: Findings::default(),
            referred: VecDeque::new(),
            referred_to: BTreeSet::new(),
            photo_ids: HashMap::new(),
            waiting: Vec::new(),
            beside: None,
            shaper: Shaper::new(fonts, language),
            stick: Stick::default(),
            sticks: Vec::new(),
            hyphenator: Hyphenator::new(language),
            tables: 0,
            direction: None,
            exceptions: Exceptions::of(&book.document().metadata.hyphenation),
            divisions: Divisions::default(),
            folios_in_lines: HashMap::new(),
            keeps_text: true,
            opens: None,
            index_marks: HashMap::new(),
            expected: None,
        }
    }

    /// The lines of a paragraph.
    pub fn set_lines(&mut self, text: &Text, manner: Manner) -> Vec<LineBox> {
        self.setter().set(text, manner)
    }

    /// The width of `text` on one line, and of its longest word.
    pub fn text_widths(&mut self, text: &Text) -> (Length, Length) {
        self.setter().widths(text)
    }

    /// What sets paragraphs.
    pub fn setter(&mut self) -> ParagraphSetter<'_, 'f> {
        ParagraphSetter {
            shaper: &mut self.shaper,
            hyphenator: self.hyphenator,
            exceptions: &self.exceptions,
            divisions: &mut self.divisions,
            findings: &mut self.findings,
            stick: &mut self.stick,
        }
    }

    /// The number of a photo among those placed; a photo that stands twice, cropped alike, has one.
    pub fn photo_id(&mut self, photo: &Photo) -> PhotoId {
        let photos = &mut self.photos;
        *self
            .photo_ids
            .entry((photo.path.clone(), photo.crop))
            .or_insert_with(|| {
                photos.push(photo.clone());
                PhotoId(photos.len() - 1)
            })
    }

    /// Sets blocks in a column.
    pub fn blocks(&mut self, blocks: &[Block], column: Column) {
        let mut after_paragraph = false;
        let mut is_set = None;
        for (index, block) in blocks.iter().enumerate() {
            if is_set == Some(index) {
                continue;
            }
            let (hyphenator, direction) = (self.hyphenator, self.direction);
            let column = self.column_of(block, column);
            let begin = self.galley.len();
            match &block.kind {
                BlockKind::Paragraph(content) => {
                    let mut indent = Length::ZERO;
                    match column.paragraphs {
                        Paragraphs::Indented if after_paragraph => indent = self.spec.em(),
                        Paragraphs::Parted if after_paragraph => {
                            self.galley.push(Entry::Space(column.style.leading / 4));
                        }
                        Paragraphs::Indented | Paragraphs::Parted => {}
                    }
                    self.paragraph(block, content, column, indent);
                    if introduces(content, blocks.get(index + 1)) {
                        self.galley.push(Entry::Keep);
                    }
                }
                BlockKind::Heading { level, content } => {
                    self.heading(block, *level, content, column)
                }
                BlockKind::Quote(inner) => self.quote(block, inner, column),
                BlockKind::List(list) => self.list(block, list, column),
                BlockKind::DefinitionList(groups) => self.definitions(block, groups, column),
                BlockKind::Aside(aside) => self.aside(block, aside, column),
                BlockKind::Verse(lines) => self.verse(block, lines, column),
                BlockKind::Code {
                    language,
                    text,
                    first_line,
                } => {
                    let code = Code {
                        language: language.as_deref(),
                        text,
                        first_line: *first_line,
                    };
                    self.code(block, code, column);
                }
                BlockKind::Table(table) => self.table(block, table, column),
                BlockKind::Figure(_)
                    if self.lead != Some(block.id)
                        && self.portrait_pair(blocks.get(index..).unwrap_or_default(), column) =>
                {
                    is_set = Some(index + 1);
                }
                BlockKind::Figure(figure) => {
                    self.leading = self.lead == Some(block.id);
                    self.figure(block, figure, column);
                    self.leading = false;
                }
                BlockKind::FigureRow(row) => self.figure_row(block, row, column),
                BlockKind::ThematicBreak => self.thematic_break(block, column),
            }
            (self.hyphenator, self.direction) = (hyphenator, direction);
            after_paragraph = match block.kind {
                BlockKind::Paragraph(_) => true,
                // A figure may float away: then two paragraphs meet that it stood between.
                BlockKind::Figure(_) | BlockKind::FigureRow(_) => after_paragraph,
                _ => false,
            };
            if !column.nested {
                self.give_beside(begin);
                self.centre_between_lines(begin);
                self.pending_notes(column.parent);
            }
        }
    }

    /// The text after a block of its own goes on at the next line of the grid. What that adds to the
    /// room below the block is shared with the room above it, so that both look alike.
    fn centre_between_lines(&mut self, begin: usize) {
        let leading = self.spec.body.leading;
        let [Entry::Space(above), inside @ .., Entry::Space(below)] = &mut self.galley[begin..]
        else {
            return;
        };
        let mut height = *above + *below;
        for entry in inside {
            match entry {
                Entry::Box(made) if made.on_grid => return,
                Entry::Box(made) => height += made.height,
                Entry::Space(room) | Entry::Room(room) => height += *room,
                Entry::Keep | Entry::Bind | Entry::Barrier => {}
                Entry::Float(_) | Entry::Passage(_) => return,
            }
        }
        *above += (height.up_to(leading) - height) / 2;
    }

    /// The column of a block that says how its lines stand, or what language it speaks.
    fn column_of(&mut self, block: &Block, mut column: Column) -> Column {
        let holds_lines = matches!(
            block.kind,
            BlockKind::Heading { .. }
                | BlockKind::Paragraph(_)
                | BlockKind::Quote(_)
                | BlockKind::Aside(_)
                | BlockKind::Verse(_)
        );
        if let Some(alignment) = block.attributes.alignment.filter(|_| holds_lines) {
            column.setting = match alignment {
                Alignment::Start => Setting::Ragged,
                Alignment::Centre => Setting::Centred,
                Alignment::End => Setting::End,
            };
        }
        if let Some(language) = &block.attributes.language {
            column.parent = self.structure.add_division(column.parent, language);
            self.hyphenator = Hyphenator::new(language);
            let other = Direction::of_language(language);
            let book = Direction::of_language(&self.book.document().metadata.language);
            if other != book {
                self.direction = Some(other);
            }
        }
        self.direction = block.attributes.direction.or(self.direction);
        column
    }

    /// Moves the lines of a measure to where they stand in it.
    pub fn align(&self, lines: &mut [LineBox], measure: Length, setting: Setting) {
        match setting {
            Setting::Justified | Setting::Ragged => {}
            Setting::Centred => lines.iter_mut().for_each(|line| centre(line, measure)),
            Setting::End => lines.iter_mut().for_each(|line| push_right(line, measure)),
        }
    }

    fn paragraph(&mut self, block: &Block, content: &[Inline], column: Column, indent: Length) {
        if is_displayed_formula(content) && column.setting == Setting::Justified {
            let left = self.spec.em();
            let column = Column {
                left: column.left + left,
                measure: column.measure - left,
                setting: Setting::Ragged,
                ..column
            };
            return self.paragraph(block, content, column, Length::ZERO);
        }
        let element = self
            .structure
            .add(Role::Paragraph, column.parent, Some(block.id));
        let mut text = TextBuilder::new(self, block.id)
            .add(content, column.style, element)
            .finish();
        if self.opens == Some(block.id) && column.setting == Setting::Justified {
            self.begin(&mut text, column.measure);
        }
        let manner = match column.setting {
            Setting::Justified => Manner {
                indent,
                ..self.justified(column.measure)
            },
            Setting::Ragged | Setting::Centred | Setting::End => self.ragged(column.measure),
        };
        let (leading, left) = (column.style.leading, column.left);
        if column.setting == Setting::Justified && !column.nested {
            let at = self.galley.len();
            self.waiting.push(Passage {
                entries: at..at,
                lines: 0,
                text,
                manner,
                hyphenator: self.hyphenator,
                leading,
                left,
                anchor: anchor(block),
                beside: self.beside.take(),
            });
            return;
        }
        let mut lines = self.set_lines(&text, manner);
        self.align(&mut lines, column.measure, column.setting);
        self.push_lines(lines, leading, left, !column.nested, anchor(block));
    }

    /// Sets the paragraphs that wait, side by side, and puts their lines where they belong.
    pub fn set_paragraphs(&mut self) {
        let waiting = std::mem::take(&mut self.waiting);
        if waiting.is_empty() {
            return;
        }
        let bytes = |passage: &Passage| passage.text.bytes();
        let set = |setter: &mut ParagraphSetter<'_, '_>, passage: &Passage| {
            setter.hyphenator = passage.hyphenator;
            setter.set(&passage.text, passage.manner)
        };
        let set = self.side_by_side(&waiting, bytes, set, |lines, numbers| {
            let items = lines.iter_mut().flat_map(|line| &mut line.items);
            renumber(items, numbers);
        });
        let lines: usize = set.iter().map(Vec::len).sum();
        let room = self.galley.len() + lines + 2 * waiting.len();
        let around = std::mem::replace(&mut self.galley, Vec::with_capacity(room));
        let mut around = around.into_iter();
        let mut taken = 0;
        for (mut passage, lines) in waiting.into_iter().zip(set) {
            let at = passage.entries.start;
            self.galley.extend(around.by_ref().take(at - taken));
            taken = at;
            let begin = self.galley.len();
            passage.lines = lines.len();
            let anchor = passage.anchor.clone();
            self.push_lines(lines, passage.leading, passage.left, true, anchor);
            if let Some(Entry::Box(first)) = self.galley.get_mut(begin) {
                first.outside.clone_from(&passage.beside);
            }
            passage.entries = begin..self.galley.len();
            // A line more or less beside a capital would be hard to find, and the page can do without.
            if passage.lines >= Passage::FEWEST_LINES && passage.text.initial.is_none() {
                self.passages.push(passage);
            }
        }
        self.galley.extend(around);
    }

    fn justified(&self, measure: Length) -> Manner {
        Manner {
            measure,
            indent: Length::ZERO,
            fill: if self.book.document().metadata.makeup.ragged {
                Fill::Ragged
            } else {
                Fill::Justified
            },
            hyphenate: true,
            follows: true,
        }
    }

    /// Text with a free edge, words whole: headings, cutlines, cells.
    pub fn ragged(&self, measure: Length) -> Manner {
        Manner {
            measure,
            indent: Length::ZERO,
            fill: Fill::Ragged,
            hyphenate: false,
            follows: false,
        }
    }

    /// Adds the lines of a paragraph, never parting the first two nor the last two, nor those beside a capital.
    pub fn push_lines(
        &mut self,
        lines: Vec<LineBox>,
        leading: Length,
        left: Length,
        on_grid: bool,
        anchor: Option<String>,
    ) {
        let count = lines.len();
        let kept = lines.iter().take_while(|line| line.keeps_next).count();
        for (index, made) in boxes(lines, leading, left, on_grid, anchor).enumerate() {
            if index > 0 && index <= kept {
                self.galley.push(Entry::Keep);
            } else if index > 0 && (index == 1 || index + 1 == count) {
                self.galley.push(Entry::Bind);
            }
            self.galley.push(Entry::Box(made));
        }
    }

    fn heading(&mut self, block: &Block, level: u8, content: &[Inline], column: Column) {
        let leading = self.spec.body.leading;
        let [_, section, subsection] = self.spec.around_headings;
        let (style, (above, below)) = match level {
            ..=2 => (self.spec.section, section),
            3 => (self.spec.subsection, subsection),
            _ => (
                TextStyle {
                    size: self.spec.subsection.size.scaled(95, 100),
                    ..self.spec.subsection
                },
                subsection,
            ),
        };
        let (above, below) = (leading * above, leading * below);
        let element =
            self.structure
                .add(Role::Heading(level.min(6)), column.parent, Some(block.id));
        let text = TextBuilder::new(self, block.id)
            .add(content, style, element)
            .finish();
        let manner = self.ragged(column.measure);
        let mut lines = self.set_lines(&text, manner);
        if block.attributes.alignment.is_some() {
            self.align(&mut lines, column.measure, column.setting);
        }
        self.galley.push(Entry::Room(above));
        let mut first = true;
        for line in lines {
            let mut made = GalleyBox {
                on_grid: true,
                ..GalleyBox::line(line, style.leading, column.left)
            };
            if first {
                let anchor = anchor(block).unwrap_or_default();
                made.anchors.push(anchor.clone());
                made.heading = Some(Heading {
                    title: plain_text(content),
                    level: level.saturating_add(self.depth),
                    in_contents: level <= self.spec.contents.min(2),
                    element,
                    anchor,
                });
                first = false;
            }
            self.galley.push(Entry::Box(made));
            self.galley.push(Entry::Keep);
        }
        self.galley.push(Entry::Space(below));
    }

    fn quote(&mut self, block: &Block, inner: &[Block], column: Column) {
        let element = self
            .structure
            .add(Role::BlockQuote, column.parent, Some(block.id));
        let indent = self.spec.em();
        self.part(column);
        self.blocks(inner, column.inside(indent, indent, element));
        self.part(column);
    }

    /// Half a line between a block of its own and the text around it.
    pub fn part(&mut self, column: Column) {
        if !column.nested {
            self.galley.push(Entry::Space(self.spec.body.leading / 2));
        }
    }

    /// A text as a line of its own.
    pub fn one_line(&mut self, text: &str, style: TextStyle, owner: Owner, span: Span) -> LineBox {
        let text = Text::of(text, style, owner, span);
        let manner = self.ragged(Length::pt(100_000));
        self.set_lines(&text, manner)
            .into_iter()
            .next()
            .unwrap_or_default()
    }

    fn thematic_break(&mut self, block: &Block, column: Column) {
        let leading = self.spec.body.leading;
        let text = Text::of(ASTERISKS, self.spec.body, Owner::Layout, block.span);
        let manner = self.ragged(column.measure);
        self.galley.push(Entry::Space(leading));
        for line in self.set_lines(&text, manner) {
            let left = column.left + (column.measure - line.width) / 2;
            let made = GalleyBox {
                on_grid: true,
                ..GalleyBox::line(line, leading, left)
            };
            self.galley.push(Entry::Box(made));
        }
        self.galley.push(Entry::Space(leading));
    }
}

/// Whether a paragraph announces the block after it, as "say:" does a list or "comes out as" a table,
/// so that no page may end between them.
fn introduces(content: &[Inline], next: Option<&Block>) -> bool {
    let announced = next.is_some_and(|block| {
        matches!(
            block.kind,
            BlockKind::List(_)
                | BlockKind::DefinitionList(_)
                | BlockKind::Code { .. }
                | BlockKind::Table(_)
                | BlockKind::Quote(_)
                | BlockKind::Verse(_)
        )
    });
    // A sentence that is at its end announces nothing.
    const ENDS: [char; 12] = [
        '.', '!', '?', '…', '。', '！', '？', ')', '”', '’', '»', '"',
    ];
    announced && !plain_text(content).trim_end().ends_with(ENDS)
}

/// Lines as boxes one below the other; the first bears the name of the place.
pub fn boxes(
    lines: Vec<LineBox>,
    leading: Length,
    left: Length,
    on_grid: bool,
    mut anchor: Option<String>,
) -> impl Iterator<Item = GalleyBox> {
    lines.into_iter().map(move |line| GalleyBox {
        on_grid,
        anchors: anchor.take().into_iter().collect(),
        ..GalleyBox::line(line, leading, left)
    })
}

/// What parts scenes.
const ASTERISKS: &str = "*\u{2003}*\u{2003}*";

/// The name of the place that a block is.
pub fn anchor(block: &Block) -> Option<String> {
    block
        .anchor
        .as_ref()
        .map(|anchor| anchor.as_str().to_owned())
}
