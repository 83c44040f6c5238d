//! The cover: a given picture, or title and author under the lead photo or a field of colour. The
//! same composition is painted for the e-book and opens the printed edition.

use super::PageSize;
use super::compose::Composer;
use super::font::{Family, Fonts};
use super::frame::{Colour, FontFile, Item, Owner, Page, PhotoId, Point, Rect, Shape, Vocabulary};
use super::galley::moved;
use super::length::Length;
use super::spec::Spec;
use super::style::TextStyle;
use crate::balance::{Room, Unit, balance};
use crate::book::Book;
use crate::document::words::{has_capitals, is_right_to_left};
use crate::document::{Aspect, Edition, Metadata};
use crate::fonts::Given;
use crate::photo::{Crop, Photo};
use crate::source::Span;

/// A cover as a page of its own.
#[derive(Debug)]
pub struct CoverPage {
    /// The page.
    pub page: Page,
    /// The words of its texts.
    pub vocabulary: Vocabulary,
    /// The fonts of its texts.
    pub fonts: Vec<FontFile>,
    /// Its photos.
    pub photos: Vec<Photo>,
    /// Whether the bundled fonts have every letter of it.
    pub is_whole: bool,
}

/// The one accent (“quiet and exact”): white on it has a contrast of 10.9 : 1.
const ACCENT: Colour = Colour::Rgb([0x1f, 0x3b, 0x63]);

/// The drawing's own measures: it is so many units wide.
const WIDTH: i64 = 1_600;
/// The height that the sizes below are meant for. On a page of another form they shrink with it.
const HEIGHT: i64 = 2_560;
const MARGIN: i64 = 140;
/// A photo takes the upper 58 % of the height, a plain field 70 %: it has the title to hold.
const PHOTO: i64 = 1_485;
const FIELD: i64 = 1_792;

/// Composes the cover of the e-book, so many points wide and high as it has pixels.
pub fn cover(book: &Book, edition: Edition, (width, height): (u32, u32)) -> CoverPage {
    let fonts = Fonts::of(&Given::default());
    let spec = Spec::book(PageSize::A5);
    let mut composer = Composer::new(book, &spec, &fonts);
    let page = Rect {
        origin: Point::default(),
        width: Length::pt(width.into()),
        height: Length::pt(height.into()),
    };
    let items = composer.cover(edition, page, Owner::Layout);
    let mut pages = [Page {
        width: page.width,
        height: page.height,
        folio: String::new(),
        items,
        links: Vec::new(),
    }];
    if composer.shaper.right_to_left() {
        let vocabulary = composer.shaper.vocabulary();
        pages.iter_mut().for_each(|page| page.mirror(vocabulary));
    }
    let files = fonts.number(&mut pages);
    let [page] = pages;
    CoverPage {
        page,
        vocabulary: composer.shaper.into_vocabulary(),
        fonts: files,
        is_whole: composer.findings.missing.is_empty(),
        photos: composer.photos,
    }
}

/// What the cover says, for those who hear it.
pub fn said(metadata: &Metadata) -> String {
    let said: Vec<&str> = std::iter::once(metadata.title.as_str())
        .chain(metadata.subtitle.as_deref())
        .chain(metadata.authors.iter().map(String::as_str))
        .collect();
    said.join(". ")
}

impl Composer<'_, '_> {
    /// What stands on a cover of that size, all of it `owner`'s.
    pub fn cover(&mut self, edition: Edition, page: Rect, owner: Owner) -> Vec<Item> {
        let document = self.book.document();
        let Some(first) = document.chapters.first() else {
            return Vec::new();
        };
        let mut board = Board {
            page,
            owner,
            items: Vec::new(),
            right_to_left: is_right_to_left(&document.metadata.language),
            span: first.span,
        };
        board.fill(0, HEIGHT, Colour::White);
        if let Some(photo) = self.book.given_cover(edition) {
            let photo_id = self.photo_id(photo);
            board.whole(photo_id, photo.aspect());
            return board.items;
        }
        let book = self.book;
        let metadata = &book.document().metadata;
        let mut foot = match book.lead_photo(edition) {
            Some((node, photo)) => {
                let figures = book.document().figures();
                let figure = figures.into_iter().find(|placed| placed.id == node);
                let focus = figure.and_then(|placed| placed.figure.focus);
                let mut photo = photo.clone();
                let crop = Crop::to_aspect(photo.upright_size(), board.aspect(PHOTO), focus);
                photo.crop = crop;
                let photo = self.photo_id(&photo);
                board.photo(PHOTO, photo);
                board.down(self, PHOTO + 110, &metadata.title, &TITLE_UNDER_PHOTO) + 40
            }
            None => {
                board.fill(0, FIELD, ACCENT);
                let top = board.up(self, FIELD - 150, &metadata.title, &TITLE_ON_FIELD);
                if let Some(kicker) = &metadata.kicker {
                    board.up(self, top - 60, kicker, &KICKER);
                }
                FIELD + 110
            }
        };
        if let Some(subtitle) = &metadata.subtitle {
            foot = board.down(self, foot, subtitle, &SUBTITLE) + 40;
        }
        board.down(self, foot, &metadata.authors.join(", "), &AUTHOR);
        if let Some(imprint) = metadata.publisher.as_ref().or(metadata.date.as_ref()) {
            board.up(self, HEIGHT - 130, imprint, &IMPRINT);
        }
        board.items
    }
}

/// How a text of the cover is set.
struct Line {
    room: Room,
    bold: bool,
    italic: bool,
    /// Whether it is letterspaced small capitals.
    small_capitals: bool,
    colour: Colour,
}

const TITLE_ON_FIELD: Line = Line {
    room: room(220, 4, 108, 1_100),
    bold: true,
    italic: false,
    small_capitals: false,
    colour: Colour::White,
};
const TITLE_UNDER_PHOTO: Line = Line {
    room: room(170, 3, 108, 380),
    colour: Colour::Black,
    ..TITLE_ON_FIELD
};
const SUBTITLE: Line = Line {
    room: room(72, 2, 125, 140),
    bold: false,
    italic: true,
    ..TITLE_UNDER_PHOTO
};
const AUTHOR: Line = Line {
    room: room(84, 2, 130, 160),
    italic: false,
    small_capitals: true,
    ..SUBTITLE
};
const KICKER: Line = Line {
    room: room(64, 1, 130, 80),
    colour: Colour::White,
    ..AUTHOR
};
const IMPRINT: Line = Line {
    room: room(52, 1, 130, 70),
    ..AUTHOR
};

const fn room(size: u32, lines: usize, leading: u32, height: u32) -> Room {
    Room {
        measure: (WIDTH - 2 * MARGIN) as u32,
        height,
        size,
        leading,
        lines,
    }
}

/// Past so many characters a word is no word: it may break anywhere.
const LONGEST_WORD: usize = 40;
/// The space of the serif, in hundredths of an em.
const SPACE: u64 = 25;

/// The cover while it is composed.
struct Board {
    page: Rect,
    owner: Owner,
    items: Vec<Item>,
    right_to_left: bool,
    /// What its texts are reported under.
    span: Span,
}

impl Board {
    fn across(&self, units: i64) -> Length {
        self.page.width.scaled(units, WIDTH)
    }

    fn down_to(&self, units: i64) -> Length {
        self.page.height.scaled(units, HEIGHT)
    }

    /// Sizes of type shrink with the lesser side.
    fn size(&self, units: i64) -> Length {
        self.across(units).min(self.down_to(units))
    }

    /// The form of the upper `height` units.
    fn aspect(&self, height: i64) -> Aspect {
        let part = |length: Length| u32::try_from(length.units() / 1_000).unwrap_or(1).max(1);
        Aspect {
            width: part(self.page.width),
            height: part(self.down_to(height)),
        }
    }

    fn band(&self, from: i64, to: i64) -> Rect {
        Rect {
            origin: Point {
                x: self.page.origin.x,
                y: self.page.origin.y + self.down_to(from),
            },
            width: self.page.width,
            height: self.down_to(to) - self.down_to(from),
        }
    }

    fn put(&mut self, shape: Shape) {
        let owner = self.owner;
        self.items.push(Item { owner, shape });
    }

    fn fill(&mut self, from: i64, to: i64, colour: Colour) {
        let area = self.band(from, to);
        self.put(Shape::Fill { area, colour });
    }

    fn photo(&mut self, to: i64, photo: PhotoId) {
        let area = self.band(0, to);
        self.put(Shape::Photo {
            area,
            photo,
            node: None,
        });
    }

    /// A given picture, as large as it can be without losing an edge.
    fn whole(&mut self, photo: PhotoId, aspect: Aspect) {
        let Rect { width, height, .. } = self.page;
        let (across, down) = (i64::from(aspect.width), i64::from(aspect.height));
        let shown = (
            width.min(height.scaled(across, down)),
            height.min(width.scaled(down, across)),
        );
        let area = Rect {
            origin: Point {
                x: self.page.origin.x + (width - shown.0) / 2,
                y: self.page.origin.y + (height - shown.1) / 2,
            },
            width: shown.0,
            height: shown.1,
        };
        self.put(Shape::Photo {
            area,
            photo,
            node: None,
        });
    }

    /// Sets `text` downwards from `top`, and gives where it ends.
    fn down(&mut self, composer: &mut Composer<'_, '_>, top: i64, text: &str, line: &Line) -> i64 {
        let set = Set::of(composer, text, line, self.span);
        let mut baseline = top + set.size * 3 / 4;
        for words in &set.lines {
            self.line(composer, baseline, words, &set, line);
            baseline += set.leading;
        }
        baseline - set.size * 3 / 4
    }

    /// Sets `text` so that its last line stands on `baseline`, and gives where it begins.
    fn up(
        &mut self,
        composer: &mut Composer<'_, '_>,
        baseline: i64,
        text: &str,
        line: &Line,
    ) -> i64 {
        let set = Set::of(composer, text, line, self.span);
        let mut baseline = baseline;
        for words in set.lines.iter().rev() {
            self.line(composer, baseline, words, &set, line);
            baseline -= set.leading;
        }
        baseline + set.leading - set.size * 3 / 4
    }

    fn line(
        &mut self,
        composer: &mut Composer<'_, '_>,
        baseline: i64,
        words: &[Word],
        set: &Set,
        line: &Line,
    ) {
        let size = self.size(set.size);
        let style = line.style(size, set.small_capitals);
        let space = size.scaled(SPACE as i64, 100) + size.scaled(style.letterspacing, 1_000);
        let mut x = self.across(MARGIN);
        for piece in self.pieces(words) {
            let made = composer.one_line(&piece, style, self.owner, set.span);
            let place = Point {
                x: self.page.origin.x + x,
                y: self.page.origin.y + self.down_to(baseline),
            };
            let items = made.items.into_iter().map(|item| moved(item, place));
            self.items.extend(items);
            x += made.width + space;
        }
    }

    /// What is set in one piece, in the order that the line is read in. In a book that is read from
    /// the right each word is a piece of its own, but words of the other direction stay together.
    fn pieces(&self, words: &[Word]) -> Vec<String> {
        let mut pieces: Vec<(String, bool)> = Vec::new();
        for word in words {
            let alone = self.right_to_left && word.text.chars().any(is_from_right);
            match pieces.last_mut() {
                Some((piece, false)) if !alone => {
                    if word.after_space {
                        piece.push(' ');
                    }
                    piece.push_str(&word.text);
                }
                _ => pieces.push((word.text.clone(), alone)),
            }
        }
        pieces.into_iter().map(|(piece, _)| piece).collect()
    }
}

/// Hebrew, Arabic and what stands between them in Unicode, with their presentation forms.
fn is_from_right(character: char) -> bool {
    matches!(character, '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{feff}')
}

/// A word, or what is taken for one.
struct Word {
    text: String,
    after_space: bool,
}

/// A text of the cover in lines.
struct Set {
    lines: Vec<Vec<Word>>,
    /// The size of the em, in the drawing's units.
    size: i64,
    /// Line distance in the same.
    leading: i64,
    small_capitals: bool,
    span: Span,
}

impl Set {
    fn of(composer: &mut Composer<'_, '_>, text: &str, line: &Line, span: Span) -> Set {
        let small_capitals = line.small_capitals && has_capitals(text);
        let words = words(text);
        // Large, so that rounding is small.
        let em = Length::pt(100);
        let style = line.style(em, small_capitals);
        let units: Vec<Unit> = words
            .iter()
            .map(|word| {
                let width = composer
                    .one_line(&word.text, style, Owner::Layout, span)
                    .width;
                Unit {
                    width: u64::try_from(width.scaled(100, em.units()).units()).unwrap_or(0) + 1,
                    after_space: word.after_space,
                }
            })
            .collect();
        let balanced = balance(&units, SPACE, &line.room);
        let mut words = words.into_iter();
        let size = i64::from(balanced.size);
        Set {
            lines: balanced
                .lines
                .into_iter()
                .map(|line| words.by_ref().take(line.len()).collect())
                .collect(),
            size,
            leading: size * i64::from(line.room.leading) / 100,
            small_capitals,
            span,
        }
    }
}

impl Line {
    fn style(&self, size: Length, small_capitals: bool) -> TextStyle {
        let style = TextStyle {
            bold: self.bold,
            italic: self.italic,
            colour: self.colour,
            ..TextStyle::regular(Family::Serif, size, size)
        };
        match small_capitals {
            true => style.all_small_caps(60),
            false => style,
        }
    }
}

/// The words of a text. One that is longer than any is cut; a dash that stands alone goes with the word
/// before it, so that no line begins with one.
fn words(text: &str) -> Vec<Word> {
    let mut words: Vec<Word> = Vec::new();
    for word in text.split_whitespace() {
        if let (Some(before), "–" | "—") = (words.last_mut(), word) {
            before.text.push(' ');
            before.text.push_str(word);
            continue;
        }
        let characters: Vec<char> = word.chars().collect();
        for (index, part) in characters.chunks(LONGEST_WORD).enumerate() {
            words.push(Word {
                text: part.iter().collect(),
                after_space: index == 0,
            });
        }
    }
    words
}
