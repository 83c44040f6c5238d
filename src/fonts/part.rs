//! A part of a face as a font of its own: a program for the screen can set the characters of one book with it,
//! kerned, with ligatures, small capitals and both kinds of figures. In a PDF less is enough (`pdf::font`).

use skera::{DEFAULT_DROP_TABLES, DEFAULT_LAYOUT_FEATURES, Plan, SubsetFlags, subset_font};
use skrifa::raw::collections::IntSet;
use skrifa::raw::types::{NameId, Tag};
use skrifa::raw::{FontRef, TableProvider};
use skrifa::{GlyphId, MetadataProvider};
use subsetter::GlyphRemapper;
use write_fonts::FontBuilder;

const CFF: Tag = Tag::new(b"CFF ");

/// What a reader applies only where a stylesheet asks for it: small capitals, capitals to small capitals, figures.
const ASKED_FOR: [&[u8; 4]; 6] = [b"smcp", b"c2sc", b"onum", b"lnum", b"pnum", b"tnum"];

/// Who made the font and under which licence stays with it (OpenType 1.9.1, name: 0 to 6, 13, 14).
const NAMES: [u16; 9] = [0, 1, 2, 3, 4, 5, 6, 13, 14];
/// English as spoken in the United States, in which names of fonts are.
const ENGLISH: u16 = 0x0409;

/// A font file of the face at `index` of `data` with the glyphs that `characters` can become. `None` where the
/// face has none of them, or is torn.
pub fn part(data: &[u8], index: u32, characters: &[char]) -> Option<Vec<u8>> {
    let font = FontRef::from_index(data, index).ok()?;
    if !is_sound(&font) {
        return None;
    }
    let mut dropped = tags(DEFAULT_DROP_TABLES.iter().copied());
    // Cut by the other crate: this one passes CFF over.
    dropped.insert(CFF);
    let features = ASKED_FOR.map(Tag::new).into_iter();
    let plan = Plan::new(
        &IntSet::empty(),
        &characters
            .iter()
            .map(|character| u32::from(*character))
            .collect(),
        &font,
        SubsetFlags::default(),
        &dropped,
        &IntSet::all(),
        &tags(features.chain(DEFAULT_LAYOUT_FEATURES.iter().copied())),
        &NAMES.into_iter().map(NameId::new).collect(),
        &[ENGLISH].into_iter().collect(),
    );
    plan.unicode_to_old_glyph_mapping().next()?;
    let cut = subset_font(&font, &plan).ok()?;
    let checked = checked(data, index, &plan)?;
    let checked = FontRef::new(&checked).ok()?;
    let Some(outlines) = checked.table_data(CFF) else {
        return Some(cut);
    };
    let mut builder = FontBuilder::new();
    builder.add_raw(CFF, outlines.as_bytes());
    builder.copy_missing_tables(FontRef::new(&cut).ok()?);
    Some(builder.build())
}

/// Whether a font has what the crate that cuts it takes for granted.
fn is_sound(font: &FontRef<'_>) -> bool {
    let Ok(maxp) = font.maxp() else {
        return false;
    };
    let glyphs = u32::from(maxp.num_glyphs());
    let mut mappings = font.charmap().mappings();
    mappings.all(|(_, glyph)| glyph.to_u32() < glyphs)
}

/// The glyphs of `plan` as a PDF embeds them, under the same numbers: with the CFF table that the other crate leaves out,
/// and with outlines that were looked at, which it takes as they are.
fn checked(data: &[u8], index: u32, plan: &Plan) -> Option<Vec<u8>> {
    let mut numbers: Vec<(GlyphId, GlyphId)> = plan.old_to_new_glyph_mapping().collect();
    numbers.sort_unstable();
    let old = numbers.iter().map(|(old, _)| u16::try_from(old.to_u32()));
    let old: Vec<u16> = old.collect::<Result<_, _>>().ok()?;
    let remapper = GlyphRemapper::new_from_glyphs_sorted(&old);
    let agree = |(old, (_, new)): (&u16, &(GlyphId, GlyphId))| {
        remapper.get(*old).map(u32::from) == Some(new.to_u32())
    };
    // Both crates keep the order of the font, so that they do.
    if !old.iter().zip(&numbers).all(agree) {
        return None;
    }
    subsetter::subset(data, index, &remapper).ok()
}

fn tags(tags: impl Iterator<Item = Tag>) -> IntSet<Tag> {
    tags.collect()
}
