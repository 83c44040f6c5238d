//! A small book set by hand: real fonts, real shaping, lines broken where the test says.

use std::fs;
use std::path::{Path, PathBuf};

use cutline::layout::frame::*;
use cutline::layout::length::Length;
use cutline::limits::Limits;
use cutline::photo::{ColourModel, Format, Notice, Orientation, Photo};
use harfrust::{Buffer, Feature, Font, ShapeOptions, ShaperFont};

pub const SERIF: FontId = FontId(0);
pub const SANS: FontId = FontId(1);
pub const SYMBOLS: FontId = FontId(2);
pub const HEBREW: FontId = FontId(3);
const FILES: [(&str, &str); 4] = [
    ("LibertinusSerif-Regular", "LibertinusSerif-Regular.otf"),
    ("SourceSans3-Regular", "SourceSans3-Regular.otf"),
    ("NotoSansSymbols2-Regular", "NotoSansSymbols2-Regular.ttf"),
    ("NotoSansHebrew-Regular", "NotoSansHebrew-Regular.ttf"),
];

/// A piece of one line.
pub struct Piece<'a> {
    pub owner: Owner,
    pub font: FontId,
    pub text: &'a str,
    pub features: &'a [&'a str],
    /// Ends in a hyphen that is not the manuscript's.
    pub hyphenated: bool,
    pub raise: i64,
}

pub fn piece<'a>(owner: impl Into<Place>, font: FontId, text: &'a str) -> Piece<'a> {
    Piece {
        owner: owner.into().0,
        font,
        text,
        features: &[],
        hyphenated: false,
        raise: 0,
    }
}

pub struct Place(Owner);

impl From<ElementId> for Place {
    fn from(id: ElementId) -> Place {
        Place(Owner::Element(id))
    }
}

impl From<Owner> for Place {
    fn from(owner: Owner) -> Place {
        Place(owner)
    }
}

/// Sets lines on pages.
pub struct Press {
    pub book: PagedBook,
    fonts: Vec<Font>,
}

impl Press {
    pub fn new() -> Press {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fonts");
        let read = |file: &str| fs::read(folder.join(file)).unwrap();
        let fonts = FILES.iter().map(|(name, file)| FontFile {
            name: (*name).to_owned(),
            data: read(file).into(),
            index: 0,
        });
        let mut press = Press {
            fonts: FILES
                .iter()
                .map(|(_, file)| Font::new(read(file), 0).unwrap())
                .collect(),
            book: PagedBook {
                metadata: Default::default(),
                pages: Vec::new(),
                vocabulary: Vocabulary::default(),
                fonts: fonts.collect(),
                photos: Vec::new(),
                structure: Vec::new(),
                outline: Vec::new(),
                destinations: Vec::new(),
                every_picture_has_alt: true,
            },
        };
        press.element(Role::Document, None);
        press
    }

    pub fn element(&mut self, role: Role, parent: Option<ElementId>) -> ElementId {
        self.book.structure.push(Element {
            role,
            parent,
            node: None,
            alt: None,
            language: None,
            expansion: None,
            cell: Cell::PLAIN,
        });
        ElementId(self.book.structure.len() - 1)
    }

    pub fn under(&mut self, parent: ElementId, role: Role) -> ElementId {
        self.element(role, Some(parent))
    }

    /// Begins a page of 148 × 210 mm.
    pub fn page(&mut self, folio: &str) {
        self.book.pages.push(Page {
            width: Length::mm(148),
            height: Length::mm(210),
            folio: folio.to_owned(),
            items: Vec::new(),
            links: Vec::new(),
        });
    }

    pub fn push(&mut self, owner: impl Into<Place>, shape: Shape) {
        let owner = owner.into().0;
        let page = self.book.pages.last_mut().unwrap();
        page.items.push(Item { owner, shape });
    }

    /// Shows a photo.
    pub fn show(&mut self, owner: impl Into<Place>, area: Rect, photo: PhotoId) {
        let node = None;
        self.push(owner, Shape::Photo { area, photo, node });
    }

    /// Sets a line from `x`, `y` (points from the top left) and gives the place where each piece
    /// ends.
    pub fn line(&mut self, x: i64, y: i64, size: i64, pieces: &[Piece<'_>]) -> Vec<Length> {
        let mut origin = Point {
            x: Length::pt(x),
            y: Length::pt(y),
        };
        let mut ends = Vec::new();
        for piece in pieces {
            let size = Length::milli_pt(size);
            let shaped = self.shape(piece);
            let units_per_em = self.fonts[piece.font.0].units_per_em().into();
            let raised = Point {
                x: origin.x,
                y: origin.y - Length::pt(piece.raise),
            };
            let mut run = TextRun {
                font: piece.font,
                size,
                colour: Colour::Black,
                origin: raised,
                units_per_em,
                scale: 1_000,
                tracking: Length::ZERO,
                space: Space::default(),
                parts: Vec::new(),
                text: String::new(),
                source: None,
            };
            let word = self.book.vocabulary.add(shaped);
            run.push_word(piece.text, word);
            let width = run.width(&self.book.vocabulary);
            self.push(piece.owner, Shape::Text(run));
            origin.x += width;
            ends.push(origin.x);
        }
        ends
    }

    fn shape(&self, piece: &Piece<'_>) -> Shaped {
        let font = &self.fonts[piece.font.0];
        let features: Vec<Feature> = piece.features.iter().map(|f| f.parse().unwrap()).collect();
        let shape = |text: &str, start: u32| {
            let mut buffer = Buffer::new();
            buffer.push_str(text);
            buffer.guess_segment_properties();
            let options = ShapeOptions::new().features(&features);
            harfrust::shape(&ShaperFont::new(font), &mut buffer, options).unwrap();
            let shaped = buffer.glyph_infos().iter().zip(buffer.glyph_positions());
            let glyphs = shaped.map(|(info, position)| {
                let glyph = ShapedGlyph {
                    id: info.glyph_id as u16,
                    advance: position.x_advance,
                    cluster: info.cluster + start,
                };
                let shift = Shift {
                    x: position.x_offset,
                    y: position.y_offset,
                };
                (glyph, shift)
            });
            glyphs.collect::<Vec<_>>()
        };
        let mut glyphs = shape(piece.text, 0);
        if piece.hyphenated {
            glyphs.extend(shape("-", piece.text.len() as u32));
        }
        Shaped::new(glyphs.into_iter())
    }

    pub fn link(&mut self, element: ElementId, area: [i64; 4], target: LinkTarget, words: &str) {
        let page = self.book.pages.last_mut().unwrap();
        page.links.push(LinkArea {
            area: rect(area),
            target,
            element,
            contents: words.to_owned(),
        });
    }

    pub fn photo(&mut self, path: PathBuf, format: Format, orientation: Orientation) -> PhotoId {
        let (stored_width, stored_height) = image::image_dimensions(&path).unwrap();
        self.book.photos.push(Photo {
            path,
            limits: Limits::default(),
            format,
            stored_width,
            stored_height,
            orientation,
            colour: ColourModel::Rgb,
            coarse_colours: false,
            crop: None,
            notice: Notice::default(),
        });
        PhotoId(self.book.photos.len() - 1)
    }
}

/// Left, top, width and height in points.
pub fn rect([x, y, width, height]: [i64; 4]) -> Rect {
    Rect {
        origin: Point {
            x: Length::pt(x),
            y: Length::pt(y),
        },
        width: Length::pt(width),
        height: Length::pt(height),
    }
}

/// Draws the photos that the sample shows: a landscape as JPEG, and as PNG a disc on nothing,
/// stored lying on its left side.
pub fn draw_photos(folder: &Path) -> (PathBuf, PathBuf) {
    fs::create_dir_all(folder).unwrap();
    let jpeg = folder.join("hills.jpg");
    let hills = image::RgbImage::from_fn(300, 200, |x, y| {
        let ridge = 120 + ((x as f32 / 30.0).sin() * 20.0) as u32;
        let shade = (x / 3) as u8;
        image::Rgb(if y > ridge {
            [40, 90 + shade / 2, 50]
        } else {
            [120, 170, 200 + shade / 4]
        })
    });
    hills.save(&jpeg).unwrap();
    let png = folder.join("disc.png");
    let disc = image::RgbaImage::from_fn(120, 90, |x, y| {
        let far = (x as f32 - 60.0).hypot(y as f32 - 45.0);
        let opacity = if far < 40.0 { 255 } else { 0 };
        // Red at the left as it is stored: at the top when it stands upright.
        image::Rgba(if x < 60 {
            [200, 30, 30, opacity]
        } else {
            [30, 30, 200, opacity]
        })
    });
    disc.save(&png).unwrap();
    (jpeg, png)
}

/// A front page, and two pages with everything on them.
pub fn sample(folder: &Path) -> PagedBook {
    let (jpeg, png) = draw_photos(folder);
    let mut press = Press::new();
    let root = ElementId(0);
    press.book.metadata = cutline::document::Metadata {
        title: "The Fjord Office & Čapek".into(),
        authors: vec!["Ada Lind".into(), "Bo <Öst>".into()],
        language: "en".into(),
        date: Some("2024-05-17".into()),
        description: Some("Three pages of everything.".into()),
        ..Default::default()
    };

    press.page("i");
    let title = press.under(root, Role::Heading(1));
    press.line(
        48,
        120,
        19_000,
        &[piece(title, SERIF, "The Fjord Office & Čapek")],
    );
    let contents = press.under(root, Role::Contents);
    let entry = press.under(contents, Role::ContentsItem);
    let reference = press.under(entry, Role::Reference);
    let link = press.under(reference, Role::Link);
    press.line(
        48,
        200,
        10_500,
        &[piece(link, SERIF, "The office by the water  1")],
    );
    let target = LinkTarget::Destination("office".into());
    press.link(
        link,
        [48, 190, 140, 14],
        target,
        "The office by the water, page 1",
    );

    first_text_page(&mut press, root);
    second_text_page(&mut press, root, jpeg, png);
    press.book
}

fn first_text_page(press: &mut Press, root: ElementId) {
    press.page("1");
    let head = [piece(Owner::Pagination, SANS, "THE FJORD OFFICE")];
    press.line(48, 40, 8_500, &head);
    let part = press.under(root, Role::Part);
    let heading = press.under(part, Role::Heading(4));
    let caps = Piece {
        features: &["smcp", "c2sc"],
        ..piece(heading, SERIF, "The Office by the Water")
    };
    press.line(48, 80, 12_000, &[caps]);
    for (name, y) in [("office", 70), ("überblick", 500), ("a", 10)] {
        press.book.destinations.push(Destination {
            name: name.into(),
            page_index: 1,
            point: Point {
                x: Length::pt(48),
                y: Length::pt(y),
            },
        });
    }
    for (level, title, page_index, element) in [
        (1, "The Fjord Office & Čapek", 0, ElementId(1)),
        (2, "The office by the water", 1, heading),
        (2, "Photos", 2, heading),
    ] {
        press.book.outline.push(OutlineEntry {
            title: title.into(),
            level,
            page_index,
            point: Point {
                x: Length::pt(48),
                y: Length::pt(70),
            },
            element,
        });
    }

    let paragraph = press.under(part, Role::Paragraph);
    let first = piece(
        paragraph,
        SERIF,
        "The office by the fjord, where Čapek wrote his first manu",
    );
    let hyphenated = Piece {
        hyphenated: true,
        ..first
    };
    press.line(48, 108, 10_500, &[hyphenated]);
    press.line(
        48,
        122,
        10_500,
        &[piece(
            paragraph,
            SERIF,
            "script, was\u{A0}efficient: a well-known AVAVA affair. See ",
        )],
    );
    let outside = press.under(paragraph, Role::Link);
    let reference = press.under(paragraph, Role::Reference);
    let mark = Piece {
        raise: 4,
        ..piece(reference, SERIF, "1")
    };
    let ends = press.line(
        48,
        136,
        10_500,
        &[
            piece(paragraph, SERIF, "also "),
            piece(outside, SERIF, "the harbour"),
            piece(paragraph, SERIF, ", its fish"),
            mark,
            piece(
                paragraph,
                SERIF,
                " and e\u{301}tude, x\u{302}\u{301}y. It goes ",
            ),
        ],
    );
    let right = ends[1].units() / Length::pt(1).units();
    let address = LinkTarget::Address("https://example.org/hafen/über uns".into());
    press.link(
        outside,
        [70, 126, right - 70, 14],
        address,
        "The harbour’s page",
    );

    let list = press.under(part, Role::List(Numbering::Disc));
    for (row, words) in ["first flight", "second fjord"].into_iter().enumerate() {
        let item = press.under(list, Role::ListItem);
        let label = press.under(item, Role::Label);
        let body = press.under(item, Role::ListBody);
        let y = 164 + 14 * row as i64;
        press.line(48, y, 9_000, &[piece(label, SYMBOLS, "•")]);
        press.line(60, y, 10_500, &[piece(body, SERIF, words)]);
    }

    let table = press.under(part, Role::Table);
    let rows = [
        ["Port", "Boats", "Crew"],
        ["Bergen", "12", ""],
        ["", "", "7"],
    ];
    for (number, row) in rows.into_iter().enumerate() {
        let line = press.under(table, Role::TableRow);
        let y = 210 + 12 * number as i64;
        for (column, words) in row.into_iter().enumerate() {
            let role = if number == 0 {
                Role::TableHead
            } else {
                Role::TableCell
            };
            let cell = press.under(line, role);
            if !words.is_empty() {
                let x = 48 + 80 * column as i64;
                press.line(x, y, 9_000, &[piece(cell, SANS, words)]);
            }
        }
    }
    let rule = Shape::Stroke {
        from: rect([48, 214, 0, 0]).origin,
        to: rect([288, 214, 0, 0]).origin,
        thickness: Length::milli_pt(300),
        colour: Colour::Grey(40),
    };
    press.push(Owner::Layout, rule);
    press.line(48, 270, 10_500, &[piece(paragraph, SERIF, "on over the ")]);
    press.line(205, 570, 10_000, &[piece(Owner::Pagination, SERIF, "1")]);
    // The next page begins with the end of this paragraph.
    press.page("2");
    press.line(48, 60, 10_500, &[piece(paragraph, SERIF, "page’s end.")]);
}

fn second_text_page(press: &mut Press, root: ElementId, jpeg: PathBuf, png: PathBuf) {
    let hills = press.photo(jpeg, Format::Jpeg, Orientation::Upright);
    let disc = press.photo(png, Format::Png, Orientation::TurnedLeft);
    for (photo, area, alt, words) in [
        (
            hills,
            [48, 80, 150, 100],
            "Green hills under a blue sky.",
            "Hills near Bergen.",
        ),
        (
            disc,
            [240, 80, 75, 100],
            "A disc, half red and half blue.",
            "A disc.",
        ),
    ] {
        let figure = press.under(root, Role::Figure);
        press.book.structure[figure.0].alt = Some(alt.into());
        let area = rect(area);
        press.show(figure, area, photo);
        let caption = press.under(figure, Role::Caption);
        let x = area.origin.x.units() / Length::pt(1).units();
        press.line(x, 194, 8_200, &[piece(caption, SANS, words)]);
    }

    let slot = press.under(root, Role::Figure);
    press.book.structure[slot.0].alt = Some("Photo".into());
    let area = rect([48, 220, 120, 80]);
    press.push(
        slot,
        Shape::Fill {
            area,
            colour: Colour::Grey(8),
        },
    );
    for (from, to) in [((48, 220), (168, 300)), ((48, 300), (168, 220))] {
        press.push(
            slot,
            Shape::Stroke {
                from: rect([from.0, from.1, 0, 0]).origin,
                to: rect([to.0, to.1, 0, 0]).origin,
                thickness: Length::milli_pt(400),
                colour: Colour::Grey(40),
            },
        );
    }
    let plate = rect([70, 250, 76, 20]);
    press.push(
        slot,
        Shape::Fill {
            area: plate,
            colour: Colour::White,
        },
    );
    press.line(74, 263, 8_200, &[piece(slot, SANS, "Photo to come")]);

    let hebrew = press.under(root, Role::Paragraph);
    press.book.structure[hebrew.0].language = Some("he".into());
    press.line(48, 330, 10_500, &[piece(hebrew, HEBREW, "שָׁלוֹם עולם")]);

    let note = press.under(root, Role::Note);
    let label = press.under(note, Role::Label);
    let words = press.under(note, Role::Paragraph);
    press.line(
        48,
        540,
        8_500,
        &[
            piece(label, SERIF, "1 "),
            piece(words, SERIF, "Mostly cod, of difficult shuffling."),
        ],
    );
    press.line(205, 570, 10_000, &[piece(Owner::Pagination, SERIF, "2")]);
}
