//! Shaping: text of one face becomes glyphs, once for every different stretch of it.

use std::ops::Range;

use harfrust::{Buffer, Direction, Feature, Language, ShapeOptions, ShapePlan, ShaperFont, Tag};

use super::font::{FaceId, Family, Fonts};
use super::length::Length;
use super::lexicon::{Key, Lexicon};
use super::script;
use super::style::{Figures, Letters, TextStyle};
use super::vocabulary::{Renumbering, Shaped, ShapedGlyph, Shift, Vocabulary, WordId};
use crate::document::Direction as Running;

/// How a script wants a word to be set.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Way {
    /// From right to left.
    pub rtl: bool,
    /// Its letters join, or hang from one line: nothing may part them.
    pub joined: bool,
    /// Full-width punctuation in half the width.
    pub half: bool,
}

impl Way {
    /// The letterspacing of `style` in this way, in thousandths of an em.
    pub fn letterspacing(self, style: &TextStyle) -> i64 {
        if self.joined { 0 } else { style.letterspacing }
    }
}

/// What decides which glyphs a text gets, apart from its size.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
struct Manner {
    face: FaceId,
    way: Way,
    figures: Figures,
    letters: Letters,
    ligatures: bool,
}

/// Shapes text and remembers what it shaped.
pub struct Shaper<'f> {
    fonts: &'f Fonts,
    language: Option<Language>,
    right_to_left: bool,
    /// Whether the language has no small letters, beside which old-style figures would stand.
    caseless: bool,
    /// What is known already, and shared.
    under: Option<&'f Shaper<'f>>,
    /// Few: a book has some dozen manners.
    tables: Vec<Table>,
    /// The words that it shaped itself.
    vocabulary: Vocabulary,
    /// How many others are shared: they have the numbers before.
    shared_words: usize,
    buffer: Buffer,
}

/// Where a shaper keeps the words of one manner.
#[derive(Clone, Copy, Debug)]
pub struct Tray {
    /// What it learned itself.
    own: usize,
    /// What it shares.
    shared: Option<usize>,
}

/// What a shaper learned apart from others.
pub struct Learned {
    tables: Vec<Table>,
    vocabulary: Vocabulary,
    shared_words: usize,
}

/// What is known of one manner.
struct Table {
    manner: Manner,
    features: Vec<Feature>,
    /// How texts of a script and direction are shaped: as costly to find out as to shape ten words.
    plans: Vec<ShapePlan>,
    /// Every text that was shaped.
    shaped: Lexicon<Known>,
    /// Its glyph and its width.
    space: Option<(u16, i64)>,
    /// Its width, and how many of its glyphs letterspacing parts.
    hyphen: Option<(i64, i64)>,
}

/// A text that was shaped.
#[derive(Clone, Copy, Debug)]
pub struct Known {
    /// Its glyphs.
    pub word: WordId,
    /// The sum of their advances in font units: to ask the vocabulary for it takes longer than all else.
    width: i64,
    /// Whether the face sets every character of it, so that nobody needs to look at them again.
    covered: bool,
}

/// The hyphen set at a line's end. U+2010 is not in every face; this one is.
pub const HYPHEN: &str = "-";

impl<'f> Shaper<'f> {
    /// A shaper for text of one language (a BCP 47 tag).
    pub fn new(fonts: &'f Fonts, language: &str) -> Shaper<'f> {
        Shaper {
            fonts,
            language: Language::new(language),
            caseless: script::is_caseless(language),
            right_to_left: Running::of_language(language) == Running::RightToLeft,
            under: None,
            tables: Vec::new(),
            vocabulary: Vocabulary::default(),
            shared_words: 0,
            buffer: Buffer::new(),
        }
    }

    /// The same shaper for another thread, which learns on its own.
    pub fn apart(&self) -> Shaper<'_> {
        Shaper {
            fonts: self.fonts,
            language: self.language.clone(),
            right_to_left: self.right_to_left,
            caseless: self.caseless,
            under: Some(self),
            tables: Vec::new(),
            vocabulary: Vocabulary::default(),
            shared_words: self.vocabulary.len(),
            buffer: Buffer::new(),
        }
    }

    /// The words that it shaped, or that are shared.
    pub fn word(&self, id: WordId) -> &Shaped {
        match self.under {
            Some(under) if id.index() < self.shared_words => under.word(id),
            _ => self.vocabulary.word(id.before(self.shared_words)),
        }
    }

    /// The words of the book, where this shaper is its only one.
    pub fn vocabulary(&self) -> &Vocabulary {
        debug_assert!(self.under.is_none(), "others have the first words");
        &self.vocabulary
    }

    /// The same, for good.
    pub fn into_vocabulary(self) -> Vocabulary {
        self.vocabulary
    }

    /// What it learned.
    pub fn learned(self) -> Learned {
        Learned {
            tables: self.tables,
            vocabulary: self.vocabulary,
            shared_words: self.shared_words,
        }
    }

    /// Takes over what was learned apart, and gives the numbers that its words have now: those that they
    /// would have had if this shaper had met them itself, one after the other.
    pub fn learn(&mut self, learned: Learned) -> Renumbering {
        let Learned {
            tables,
            vocabulary,
            shared_words: before,
        } = learned;
        let mut apart: Vec<Option<(usize, Key, bool)>> = Vec::new();
        apart.resize_with(vocabulary.len(), || None);
        for Table {
            manner,
            plans,
            shaped,
            ..
        } in tables
        {
            let at = self.table(manner);
            let table = &mut self.tables[at];
            for plan in plans {
                let same = |known: &ShapePlan| is_for(known, plan.direction(), plan.script());
                if !table.plans.iter().any(same) {
                    table.plans.push(plan);
                }
            }
            for (key, known) in shaped.into_all() {
                let place = known.word.index().checked_sub(before);
                match place.and_then(|place| apart.get_mut(place)) {
                    Some(place) => *place = Some((at, key, known.covered)),
                    // More is known of a word that was shared.
                    None => {
                        let same = table.shaped.get_or_insert_with(key, || known);
                        same.covered |= known.covered;
                    }
                }
            }
        }
        let mut now = Vec::with_capacity(apart.len());
        for (shaped, of) in vocabulary.into_words().into_iter().zip(apart) {
            let vocabulary = &mut self.vocabulary;
            let add = || Known {
                width: shaped.width,
                word: vocabulary.add(shaped),
                covered: false,
            };
            let known = match of {
                Some((at, key, covered)) => {
                    let known = self.tables[at].shaped.get_or_insert_with(key, add);
                    known.covered |= covered;
                    *known
                }
                // Every word has a text; without one, nothing would find it.
                None => add(),
            };
            now.push(known.word);
        }
        Renumbering::new(before, now)
    }

    /// Whether the language is written from right to left.
    pub fn right_to_left(&self) -> bool {
        self.right_to_left
    }

    /// The fonts it shapes with.
    pub fn fonts(&self) -> &'f Fonts {
        self.fonts
    }

    fn manner(&self, face: FaceId, way: Way, style: &TextStyle) -> Manner {
        let figures = match style.figures {
            Figures::OldStyle if self.caseless => Figures::Lining,
            figures => figures,
        };
        Manner {
            face,
            way,
            figures,
            letters: style.letters,
            // Letterspaced text and code must not form ligatures.
            ligatures: way.letterspacing(style) == 0 && style.family != Family::Mono,
        }
    }

    fn table(&mut self, manner: Manner) -> usize {
        let known = self.tables.iter().position(|table| table.manner == manner);
        known.unwrap_or_else(|| {
            self.tables.push(Table {
                manner,
                features: features(manner),
                plans: Vec::new(),
                shaped: Lexicon::default(),
                space: None,
                hyphen: None,
            });
            self.tables.len() - 1
        })
    }

    /// What is known of a manner, and shared.
    fn shared(&self, manner: Manner) -> Option<&'f Table> {
        let mut tables = self.under?.tables.iter();
        tables.find(|table| table.manner == manner)
    }

    /// Where the words of a face and style are, set in the plain way.
    pub fn tray(&mut self, face: FaceId, style: &TextStyle) -> Tray {
        let manner = self.manner(face, Way::default(), style);
        let mut shared = self.under.iter().flat_map(|under| &under.tables);
        Tray {
            shared: shared.position(|table| table.manner == manner),
            own: self.table(manner),
        }
    }

    /// The glyphs of `text`, which is all of `face`'s coverage.
    pub fn shape(&mut self, face: FaceId, way: Way, style: &TextStyle, text: &str) -> Known {
        self.known(self.manner(face, way, style), text, false)
    }

    /// The glyph of `sign` where it stands in for all of `cluster`, which no face has.
    pub fn stand_in(
        &mut self,
        face: FaceId,
        style: &TextStyle,
        sign: char,
        cluster: &str,
    ) -> Known {
        let sign = self.shape(face, Way::default(), style, sign.encode_utf8(&mut [0; 4]));
        // Each text has glyphs of its own, since what is written for a word is known by them. No word
        // of a manuscript has the first sign of this one.
        let key = format!("\u{0}{cluster}");
        let table = self.table(self.manner(face, Way::default(), style));
        let known = self.tables[table].shaped.get(&key);
        let shared = self.shared(self.tables[table].manner);
        let shared = shared.and_then(|table| table.shaped.get(&key));
        if let Some(known) = known.or(shared) {
            return *known;
        }
        let glyphs = self.word(sign.word).clone();
        let known = Known {
            word: self.vocabulary.add(glyphs).after(self.shared_words),
            covered: false,
            ..sign
        };
        self.tables[table].shaped.insert(&key, known);
        known
    }

    /// The glyphs of a word, where `face` has them all: from now on [`Shaper::covered`] knows it.
    pub fn shape_whole(&mut self, face: FaceId, style: &TextStyle, word: &str) -> Option<Known> {
        let known = self.known(self.manner(face, Way::default(), style), word, true);
        known.covered.then_some(known)
    }

    /// The glyphs of a word at `range` of a text, where it is known to be of the face's coverage.
    pub fn covered(&self, tray: Tray, text: &str, range: Range<usize>) -> Option<Known> {
        let shared = self.under.zip(tray.shared);
        let shared = shared.and_then(|(under, at)| under.tables.get(at));
        let own = self.tables.get(tray.own);
        shared.into_iter().chain(own).find_map(|table| {
            let known = table.shaped.within(text, range.clone())?;
            known.covered.then_some(*known)
        })
    }

    /// The glyphs of a part of a word, with a hyphen after it where one is wanted.
    pub fn shape_part(
        &mut self,
        face: FaceId,
        way: Way,
        style: &TextStyle,
        text: &str,
        hyphen: bool,
    ) -> Known {
        if hyphen {
            self.shape(face, way, style, &format!("{text}{HYPHEN}"))
        } else {
            self.shape(face, way, style, text)
        }
    }

    /// The width of a hyphen.
    pub fn hyphen(&mut self, face: FaceId, style: &TextStyle) -> Length {
        let table = self.table(self.manner(face, Way::default(), style));
        let (units, spaced) = match self.tables[table].hyphen {
            Some(hyphen) => hyphen,
            None => {
                let known = self.shape(face, Way::default(), style, HYPHEN);
                let hyphen = (known.width, self.word(known.word).spaced());
                self.tables[table].hyphen = Some(hyphen);
                hyphen
            }
        };
        let spacing = style.size.scaled(style.letterspacing, 1_000);
        self.scale(face, style, units) + spacing * spaced
    }

    /// The space: its glyph, and its natural width.
    pub fn space(&mut self, face: FaceId, style: &TextStyle) -> (u16, Length) {
        let table = self.table(self.manner(face, Way::default(), style));
        let (glyph, units) = match self.tables[table].space {
            Some(space) => space,
            None => {
                let known = self.shape(face, Way::default(), style, " ");
                let space = (self.first_glyph(known), known.width);
                self.tables[table].space = Some(space);
                space
            }
        };
        let spacing = style.size.scaled(style.letterspacing, 1_000);
        (glyph, self.scale(face, style, units) + spacing)
    }

    /// The glyphs of `text`. It is remembered as covered where it has them all and is `plain`: its characters
    /// need no look.
    fn known(&mut self, manner: Manner, text: &str, plain: bool) -> Known {
        let shared = self.shared(manner);
        let own = self.table(manner);
        let known = self.tables[own].shaped.get(text).copied();
        let known = known.or_else(|| shared?.shaped.get(text).copied());
        if let Some(known) = known
            && (known.covered || !plain || !self.is_whole(known))
        {
            return known;
        }
        let Shaper {
            fonts,
            language,
            tables,
            vocabulary,
            shared_words,
            buffer,
            ..
        } = self;
        let table = &mut tables[own];
        let known = known.unwrap_or_else(|| {
            let plans = shared.map_or(&[][..], |table| &table.plans);
            let shaped = table.shape(fonts, language.as_ref(), plans, text, buffer);
            Known {
                width: shaped.width,
                word: vocabulary.add(shaped).after(*shared_words),
                covered: false,
            }
        });
        let covered = plain && self.is_whole(known);
        let known = Known { covered, ..known };
        self.tables[own].shaped.insert(text, known);
        known
    }

    /// Whether the face has every glyph of a word.
    pub fn is_whole(&self, known: Known) -> bool {
        self.word(known.word).is_whole()
    }

    /// The first glyph of a word; 0 where it has none.
    pub fn first_glyph(&self, known: Known) -> u16 {
        let glyphs = &self.word(known.word).glyphs;
        glyphs.first().map_or(0, |glyph| glyph.id)
    }

    /// The width of a word set in `style`.
    pub fn width(&self, face: FaceId, way: Way, style: &TextStyle, known: Known) -> Length {
        let natural = self.scale(face, style, known.width);
        let letterspacing = way.letterspacing(style);
        if letterspacing == 0 {
            return natural;
        }
        natural + style.size.scaled(letterspacing, 1_000) * self.word(known.word).spaced()
    }

    /// `units` of the face's font units set in `style`.
    pub fn scale(&self, face: FaceId, style: &TextStyle, units: i64) -> Length {
        style
            .size
            .scaled(units, self.fonts.face(face).units_per_em())
    }
}

impl Table {
    fn shape(
        &mut self,
        fonts: &Fonts,
        language: Option<&Language>,
        shared: &[ShapePlan],
        text: &str,
        buffer: &mut Buffer,
    ) -> Shaped {
        buffer.clear();
        buffer.push_str(text);
        buffer.guess_segment_properties();
        let face = fonts.face(self.manner.face).font();
        // Where a word runs is known from the text around it (UAX 9).
        if buffer.direction() != Direction::Invalid {
            buffer.set_direction(match self.manner.way.rtl {
                true => Direction::RightToLeft,
                false => Direction::LeftToRight,
            });
        }
        let (direction, script) = (buffer.direction(), buffer.script());
        if direction == Direction::Invalid {
            // Nothing to shape.
            return Shaped::new([].into_iter());
        }
        let same = |plan: &&ShapePlan| is_for(plan, direction, script);
        let mut known = shared.iter().chain(&self.plans);
        if known.find(same).is_none() {
            let plan = ShapePlan::new(face, direction, script, language, &self.features);
            self.plans.push(plan);
        }
        let mut known = shared.iter().chain(&self.plans);
        let options = ShapeOptions::new()
            .plan(known.find(same))
            .features(&self.features);
        // Shaping fails only for a buffer that was not set up, which leaves no glyphs to give.
        let done = harfrust::shape(&ShaperFont::new(face), buffer, options).is_ok();
        let (infos, positions) = (buffer.glyph_infos(), buffer.glyph_positions());
        let count = if done { infos.len() } else { 0 };
        let glyphs = infos.iter().zip(positions).take(count);
        let glyphs = glyphs.map(|(info, position)| {
            let glyph = ShapedGlyph {
                id: u16::try_from(info.glyph_id).unwrap_or(0),
                advance: position.x_advance,
                cluster: info.cluster,
            };
            let shift = Shift {
                x: position.x_offset,
                y: position.y_offset,
            };
            (glyph, shift)
        });
        Shaped::new(glyphs)
    }
}

fn is_for(plan: &ShapePlan, direction: Direction, script: Option<harfrust::Script>) -> bool {
    plan.direction() == direction && plan.script() == script
}

fn features(manner: Manner) -> Vec<Feature> {
    let mut features = Vec::with_capacity(6);
    let mut set = |tag: &[u8; 4], value| features.push(Feature::new(Tag::new(tag), value, ..));
    match manner.figures {
        Figures::OldStyle => set(b"onum", 1),
        Figures::Lining => set(b"lnum", 1),
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
    if manner.way.half {
        set(b"halt", 1);
    }
    if !manner.ligatures {
        set(b"liga", 0);
        set(b"clig", 0);
        set(b"calt", 0);
    }
    features
}
