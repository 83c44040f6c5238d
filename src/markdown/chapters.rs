//! Chapters and titles: every heading of level 1 opens a chapter, and nothing is said twice. Files
//! are divided each by itself; then what they hold is put together.

use super::notes::NoteBook;
use super::survey::Survey;
use crate::document::inline::plain_text;
use crate::document::scan::{self, Found};
use crate::document::{
    Anchor, Block, BlockAttributes, BlockKind, Chapter, ChapterRole, Inline, InlineKind, NodeId,
};
use crate::manuscript::{Listing, Standing};
use crate::source::{FileId, Span};

/// One file after reading.
pub(super) struct ReadFile {
    pub file: FileId,
    /// The file's name without its extension.
    pub stem: String,
    /// Where its text begins.
    pub start: Span,
    /// The title in its metadata block.
    pub title: Option<String>,
    /// What a table of contents says of it.
    pub listing: Listing,
    /// What it holds; headings of level 1 open chapters.
    pub blocks: Vec<Block>,
}

/// What a chapter is called, until anchors are given.
pub(super) struct Name {
    /// The id that the author gave its heading.
    pub id: Option<Anchor>,
    /// What its anchor is made from otherwise.
    pub text: String,
    /// Files whose beginning it is: links to them lead here.
    pub opens: Vec<FileId>,
    /// Places that links may name and that lead here, because their heading became the title of
    /// the book.
    pub aliases: Vec<(FileId, Anchor)>,
}

/// The chapters of a manuscript, and its title.
pub(super) struct Made {
    pub title: String,
    /// Their anchors are still to be given.
    pub chapters: Vec<Chapter>,
    /// One for each chapter.
    pub names: Vec<Name>,
    /// One for each chapter.
    pub surveys: Vec<Survey>,
}

/// A file divided into chapters.
pub(super) struct DividedFile {
    pub file: FileId,
    /// Whether it holds nothing.
    pub is_empty: bool,
    chapters: Vec<Draft>,
}

impl DividedFile {
    /// Raises the keys of the notes, which then stand among those of other files.
    pub fn raise_notes(&mut self, by: usize) {
        let surveys = self.chapters.iter_mut().filter_map(|it| it.survey.as_mut());
        let keys = surveys.flat_map(|survey| &mut survey.references);
        keys.for_each(|key| *key += by);
    }
}

struct Draft {
    span: Span,
    role: ChapterRole,
    depth: u8,
    title: Vec<Inline>,
    blocks: Vec<Block>,
    name: Name,
    /// None where the text was changed after it was looked at.
    survey: Option<Survey>,
}

/// What metadata says of titles.
///
/// The title of a book is the project's, or that of its first file's metadata block. In a
/// manuscript of several files such a block may speak of its chapter only: so it is taken when
/// more files have titles of their own. Otherwise a single file is called by its first heading,
/// anything else by its name.
pub(super) struct Titles<'a> {
    is_single: bool,
    /// The book's.
    stated: Option<&'a str>,
    /// Whether the title of the first file is that of a chapter.
    first_is_chapters: bool,
}

impl<'a> Titles<'a> {
    /// From the project's title and those of the files.
    pub fn new(
        project: Option<&'a str>,
        files: impl ExactSizeIterator<Item = Option<&'a str>>,
    ) -> Titles<'a> {
        let is_single = files.len() == 1;
        let mut files = files;
        let first = files.next().flatten();
        let first_speaks_for_all = is_single || files.all(|title| title.is_none());
        Titles {
            is_single,
            stated: project.or(first.filter(|_| first_speaks_for_all)),
            first_is_chapters: !is_single && (project.is_some() || !first_speaks_for_all),
        }
    }

    /// Divides the file at a place of their order into chapters, and looks at each.
    pub fn divide(&self, index: usize, file: ReadFile, notes: &NoteBook) -> DividedFile {
        let id = file.file;
        let is_empty = file.blocks.is_empty();
        let names_chapter = index > 0 || self.first_is_chapters;
        let listing = file.listing.clone();
        let mut chapters = divide(file, names_chapter);
        for draft in &mut chapters {
            draft.depth = listing.depth;
            if listing.standing == Standing::Part {
                draft.role = ChapterRole::Part;
            }
            draft.look(notes);
        }
        DividedFile {
            file: id,
            is_empty,
            chapters,
        }
    }
}

impl Draft {
    fn look(&mut self, notes: &NoteBook) {
        self.survey = Some(Survey::of_chapter(&mut self.title, &mut self.blocks, notes));
    }
}

/// Puts the chapters of all files together. `stem` names the manuscript; `start` stands in as the
/// place of a chapter where there is nothing; `notes` are those of all files.
pub(super) fn make(
    files: Vec<DividedFile>,
    titles: &Titles<'_>,
    stem: &str,
    start: Span,
    notes: &NoteBook,
) -> Made {
    let Titles {
        is_single, stated, ..
    } = *titles;
    let mut chapters: Vec<Draft> = Vec::new();
    let mut without_chapter: Vec<FileId> = Vec::new();
    for file in files {
        let id = file.file;
        let mut divided = file.chapters;
        match divided.first_mut() {
            Some(first) => {
                first.name.opens = std::mem::take(&mut without_chapter);
                first.name.opens.push(id);
            }
            None => without_chapter.push(id),
        }
        chapters.append(&mut divided);
    }
    if is_single && stated.is_none() {
        promote_heading(&mut chapters);
    }
    let title = stated.map(str::to_owned).unwrap_or_else(|| {
        let mut titled = chapters.iter().filter(|chapter| !chapter.title.is_empty());
        let first = titled.next().filter(|_| is_single);
        first.map_or_else(
            || stem.to_owned(),
            |chapter| one_line(&plain_text(&chapter.title)),
        )
    });
    say_title_once(&mut chapters, &title, stated.is_some());
    if is_single && stated.is_some() {
        set_under_title(&mut chapters, &title);
    }
    if chapters.is_empty() {
        chapters.push(draft(start, stem.to_owned(), None));
    }
    if let Some(last) = chapters.last_mut() {
        last.name.opens.append(&mut without_chapter);
    }
    if let [article] = chapters.as_mut_slice()
        && article.title.is_empty()
    {
        article.title = vec![text(article.span, &title)];
        article.name.text.clone_from(&title);
    }
    let mut made = Made {
        title,
        chapters: Vec::new(),
        names: Vec::new(),
        surveys: Vec::new(),
    };
    for mut draft in chapters {
        if draft.survey.is_none() {
            draft.look(notes);
        }
        made.surveys.extend(draft.survey.take());
        let (chapter, name) = finished(draft);
        made.chapters.push(chapter);
        made.names.push(name);
    }
    made
}

/// An article whose metadata says one title and whose only heading of level 1 another: the stated
/// one is the article's, and the headings stand below it, one level lower than they were written.
fn set_under_title(chapters: &mut [Draft], title: &str) {
    let [article] = chapters else { return };
    let heading = one_line(&plain_text(&article.title));
    if heading.is_empty() || heading.to_lowercase() == one_line(title).to_lowercase() {
        return;
    }
    for block in &mut article.blocks {
        if let BlockKind::Heading { level, .. } = &mut block.kind {
            *level = (*level + 1).min(6);
        }
    }
    let content = std::mem::take(&mut article.title);
    let kind = BlockKind::Heading { level: 2, content };
    // A photo below the heading stays below it.
    let before = |span: Span| (span.file, span.start) < (article.span.file, article.span.start);
    let blocks = article.blocks.iter();
    let lead = blocks.take_while(|block| is_lead(block) && before(block.span));
    let lead = lead.count();
    let heading = Block {
        id: NodeId(0),
        span: article.span,
        anchor: article.name.id.take(),
        attributes: BlockAttributes::default(),
        kind,
    };
    article.blocks.insert(lead, heading);
    article.name.text = title.to_owned();
    article.survey = None;
}

fn draft(span: Span, text: String, id: Option<Anchor>) -> Draft {
    Draft {
        span,
        role: ChapterRole::Chapter,
        depth: 0,
        title: Vec::new(),
        blocks: Vec::new(),
        name: Name {
            id,
            text,
            opens: Vec::new(),
            aliases: Vec::new(),
        },
        survey: None,
    }
}

fn finished(draft: Draft) -> (Chapter, Name) {
    let chapter = Chapter {
        id: NodeId(0),
        span: draft.span,
        anchor: Anchor::unnamed(),
        role: draft.role,
        is_unnumbered: false,
        depth: draft.depth,
        title: draft.title,
        blocks: draft.blocks,
    };
    (chapter, draft.name)
}

fn text(span: Span, text: &str) -> Inline {
    Inline {
        id: NodeId(0),
        span: Span {
            end: span.start,
            ..span
        },
        kind: InlineKind::Text(text.to_owned()),
    }
}

fn one_line(text: &str) -> String {
    text.split_ascii_whitespace().collect::<Vec<_>>().join(" ")
}

fn divide(file: ReadFile, title_names_chapter: bool) -> Vec<Draft> {
    let mut chapters: Vec<Draft> = Vec::new();
    let mut current = draft(file.start, file.stem, None);
    for block in file.blocks {
        match block.kind {
            BlockKind::Heading { level: 1, content } => {
                chapters.push(current);
                let name = plain_text(&content);
                current = draft(block.span, name, block.anchor);
                current.title = content;
            }
            kind => current.blocks.push(Block { kind, ..block }),
        }
    }
    chapters.push(current);
    for chapter in &mut chapters {
        chapter.blocks.shrink_to_fit();
    }
    let is_only = chapters.len() == 1;
    let Some(opening) = chapters.first_mut() else {
        return chapters;
    };
    // What stands before a file's first heading: a chapter without a title, unless it is nothing,
    // or only photos. A photo above a headline is the lead photo of what the headline begins.
    if let Some(first) = opening.blocks.first() {
        opening.span = first.span;
    }
    if opening.blocks.iter().all(is_lead) && !is_only {
        let mut lead = chapters.remove(0).blocks;
        lead.retain(|block| !matches!(block.kind, BlockKind::ThematicBreak));
        if let Some(first) = chapters.first_mut() {
            lead.append(&mut first.blocks);
            first.blocks = lead;
        }
    } else {
        let title = file.title.filter(|_| title_names_chapter);
        let listed = file.listing.title.filter(|_| !opening.blocks.is_empty());
        match title.or(listed) {
            Some(title) if begins_with(&opening.blocks, &title) => promote_first(opening),
            Some(title) => {
                opening.title = vec![text(opening.span, &title)];
                opening.name.text = title;
            }
            None if opening.blocks.is_empty() => {
                chapters.remove(0);
            }
            None => {}
        }
    }
    chapters
}

/// A file that begins with a heading of a lower level, perhaps under a lead photo, means it as its
/// title.
fn promote_heading(chapters: &mut [Draft]) {
    let [article] = chapters else { return };
    let Some(at) = article.blocks.iter().position(|block| !is_lead(block)) else {
        return;
    };
    let begins_with_heading = matches!(
        article.blocks.get(at).map(|block| &block.kind),
        Some(BlockKind::Heading { .. })
    );
    if article.title.is_empty() && begins_with_heading {
        promote_first(article);
    }
}

/// Whether a text begins with a heading that says this.
fn begins_with(blocks: &[Block], title: &str) -> bool {
    let first = blocks.iter().find(|block| !is_lead(block));
    first.is_some_and(|first| match &first.kind {
        BlockKind::Heading { content, .. } => {
            one_line(&plain_text(content)).to_lowercase() == one_line(title).to_lowercase()
        }
        _ => false,
    })
}

/// Makes the first heading the title.
fn promote_first(article: &mut Draft) {
    let Some(at) = article.blocks.iter().position(|block| !is_lead(block)) else {
        return;
    };
    let first = article.blocks.remove(at);
    if let BlockKind::Heading { content, .. } = first.kind {
        article.span = first.span;
        article.name.id = first.anchor;
        article.name.text = plain_text(&content);
        article.title = content;
        article.survey = None;
    }
}

/// What may stand above a headline and still belong to what it begins.
fn is_lead(block: &Block) -> bool {
    matches!(
        block.kind,
        BlockKind::Figure(_) | BlockKind::FigureRow(_) | BlockKind::ThematicBreak
    )
}

/// A book prints its title on a page of its own. A first heading that says the same is that title
/// and no chapter's; where nobody stated a title, it must also stand alone to be taken for it. One with a note
/// stays, since a title page has none.
fn say_title_once(chapters: &mut Vec<Draft>, title: &str, is_stated: bool) {
    let is_book = chapters.len() > 1;
    let Some(first) = chapters.first_mut().filter(|_| is_book) else {
        return;
    };
    let same = one_line(&plain_text(&first.title)).to_lowercase() == one_line(title).to_lowercase();
    let mut has_note = false;
    scan::inlines(&first.title, &mut |found| {
        has_note |= matches!(found, Found::Reference(_));
    });
    if !same || has_note || !(is_stated || first.blocks.is_empty()) {
        return;
    }
    if !first.blocks.is_empty() {
        first.title = Vec::new();
        first.survey = None;
        return;
    }
    let gone = chapters.remove(0);
    if let Some(next) = chapters.first_mut() {
        let name = gone.name;
        let anchor = name.id.or_else(|| Anchor::from_text(&name.text));
        let alias = anchor.map(|anchor| (gone.span.file, anchor));
        next.name.aliases.extend(alias);
        next.name.opens.splice(0..0, name.opens);
    }
}
