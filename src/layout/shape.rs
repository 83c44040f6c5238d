//! Shaping: text of one face becomes glyphs, once for every different stretch of it.

use std::collections::HashMap;
use std::rc::Rc;

use harfrust::{Buffer, Feature, Language, ShapeOptions, ShaperFont, Tag};

use super::font::{FaceId, Fonts};
use super::length::Length;
use super::style::{Figures, Letters, TextStyle};

/// A glyph in font units.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ShapedGlyph {
    /// Its number in the font; 0 where the font has none.
    pub id: u16,
    /// From its origin to the next.
    pub advance: i32,
    /// Sideways shift.
    pub x_offset: i32,
    /// Upward shift.
    pub y_offset: i32,
    /// First byte of its cluster in the text.
    pub cluster: u32,
}

/// A stretch of text, shaped.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shaped {
    /// Glyphs in visual order.
    pub glyphs: Vec<ShapedGlyph>,
    /// Sum of advances in font units.
    pub width: i64,
}

/// What decides which glyphs a text gets, apart from its size.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
struct Manner {
    face: FaceId,
    figures: Figures,
    letters: Letters,
    ligatures: bool,
}

/// Shapes text and remembers what it shaped.
pub struct Shaper<'f> {
    fonts: &'f Fonts,
    language: Option<Language>,
    shaped: HashMap<Manner, HashMap<Box<str>, Rc<Shaped>>>,
    buffer: Buffer,
}

impl<'f> Shaper<'f> {
    /// A shaper for text of one language (a BCP 47 tag).
    pub fn new(fonts: &'f Fonts, language: &str) -> Shaper<'f> {
        Shaper {
            fonts,
            language: Language::new(language),
            shaped: HashMap::new(),
            buffer: Buffer::new(),
        }
    }

    /// The fonts it shapes with.
    pub fn fonts(&self) -> &'f Fonts {
        self.fonts
    }

    /// The glyphs of `text`, which is all of `face`'s coverage.
    pub fn shape(&mut self, face: FaceId, style: &TextStyle, text: &str) -> Rc<Shaped> {
        // Letterspaced text and code must not form ligatures.
        let ligatures = style.letterspacing == 0 && style.family != super::font::Family::Mono;
        let manner = Manner {
            face,
            figures: style.figures,
            letters: style.letters,
            ligatures,
        };
        let known = self.shaped.entry(manner).or_default();
        if let Some(shaped) = known.get(text) {
            return Rc::clone(shaped);
        }
        let shaped = Rc::new(shape(
            self.fonts,
            manner,
            self.language.clone(),
            text,
            &mut self.buffer,
        ));
        known.insert(text.into(), Rc::clone(&shaped));
        shaped
    }

    /// The width of `shaped` set in `style`.
    pub fn width(&self, face: FaceId, style: &TextStyle, shaped: &Shaped) -> Length {
        let spaced = shaped
            .glyphs
            .iter()
            .filter(|glyph| glyph.advance > 0)
            .count();
        let spacing = style.size.scaled(style.letterspacing, 1_000) * (spaced as i64);
        self.scale(face, style, shaped.width) + spacing
    }

    /// `units` of the face's font units set in `style`.
    pub fn scale(&self, face: FaceId, style: &TextStyle, units: i64) -> Length {
        style
            .size
            .scaled(units, self.fonts.face(face).units_per_em())
    }
}

fn shape(
    fonts: &Fonts,
    manner: Manner,
    language: Option<Language>,
    text: &str,
    buffer: &mut Buffer,
) -> Shaped {
    buffer.clear();
    buffer.push_str(text);
    buffer.set_language(language);
    buffer.guess_segment_properties();
    let font = ShaperFont::new(fonts.face(manner.face).font());
    let features = features(manner);
    // Shaping fails only for a buffer that was not set up, which leaves no glyphs to give.
    let done = harfrust::shape(&font, buffer, ShapeOptions::new().features(&features)).is_ok();
    let (infos, positions) = (buffer.glyph_infos(), buffer.glyph_positions());
    let glyphs: Vec<ShapedGlyph> = infos
        .iter()
        .zip(positions)
        .filter(|_| done)
        .map(|(info, position)| ShapedGlyph {
            id: u16::try_from(info.glyph_id).unwrap_or(0),
            advance: position.x_advance,
            x_offset: position.x_offset,
            y_offset: position.y_offset,
            cluster: info.cluster,
        })
        .collect();
    let width = glyphs.iter().map(|glyph| i64::from(glyph.advance)).sum();
    Shaped { glyphs, width }
}

fn features(manner: Manner) -> Vec<Feature> {
    let mut features = Vec::with_capacity(6);
    let mut set = |tag: &[u8; 4], value| features.push(Feature::new(Tag::new(tag), value, ..));
    match manner.figures {
        Figures::OldStyle => set(b"onum", 1),
        Figures::Tabular => {
            set(b"lnum", 1);
            set(b"tnum", 1);
        }
    }
    match manner.letters {
        Letters::AsWritten => {}
        Letters::SmallCaps => set(b"smcp", 1),
        Letters::AllSmallCaps => {
            set(b"smcp", 1);
            set(b"c2sc", 1);
        }
    }
    if !manner.ligatures {
        set(b"liga", 0);
        set(b"clig", 0);
        set(b"calt", 0);
    }
    features
}
