//! The colours of a cover without a photo: few, so that one byte a pixel says them.

use std::collections::hash_map::Entry;

use rustc_hash::FxHashMap;

/// A colour of sRGB.
pub type Rgb = [u8; 3];

/// How far a letter covers a pixel is told in so many steps between nothing and all of it: no eye parts them.
pub const STEPS: u16 = 63;

/// Numbered colours.
#[derive(Debug, Default)]
pub struct Palette {
    colours: Vec<Rgb>,
    places: FxHashMap<Rgb, u8>,
}

impl Palette {
    /// The colours of areas, and what becomes of letters, each an ink and what it stands on. `None` where they
    /// are too many.
    pub fn of(areas: &[Rgb], letters: &[(Rgb, Rgb)]) -> Option<Palette> {
        let mixed = letters.iter().flat_map(|(ink, ground)| {
            let steps = (0..=STEPS).map(full);
            steps.map(|covered| mix(*ground, *ink, covered))
        });
        let mut palette = Palette::default();
        for colour in areas.iter().copied().chain(mixed) {
            let place = u8::try_from(palette.colours.len()).ok();
            if let Entry::Vacant(vacant) = palette.places.entry(colour) {
                vacant.insert(place?);
                palette.colours.push(colour);
            }
        }
        Some(palette)
    }

    /// The colours, at most 256, by their numbers.
    pub fn colours(&self) -> &[Rgb] {
        &self.colours
    }

    /// The number of a colour, or of the nearest: where letters touch, there are some in between.
    pub fn place(&self, colour: Rgb) -> u8 {
        if let Some(place) = self.places.get(&colour) {
            return *place;
        }
        let distance = |known: &Rgb| -> u32 {
            let parts = known.iter().zip(colour);
            parts
                .map(|(known, wanted)| u32::from(known.abs_diff(wanted)).pow(2))
                .sum()
        };
        let places = (0..=u8::MAX).zip(&self.colours);
        let nearest = places.min_by_key(|(_, known)| distance(known));
        nearest.map_or(0, |(place, _)| place)
    }
}

/// What covers a pixel by so many of 255, as far as steps can tell.
pub fn stepped(covered: u8) -> u8 {
    full(step(covered))
}

/// The nearest step of what covers a pixel by so many of 255.
pub fn step(covered: u8) -> u16 {
    (u16::from(covered) * STEPS + 127) / 255
}

/// What a step covers, of 255.
pub fn full(step: u16) -> u8 {
    u8::try_from(step * 255 / STEPS).unwrap_or(255)
}

/// The colour of a pixel of `ground` that `ink` covers by so many of 255.
pub fn mix(ground: Rgb, ink: Rgb, covered: u8) -> Rgb {
    let covered = u32::from(covered);
    let mut mixed = ground;
    for (value, ink) in mixed.iter_mut().zip(ink) {
        let sum = u32::from(*value) * (255 - covered) + u32::from(ink) * covered;
        *value = u8::try_from((sum + 127) / 255).unwrap_or(255);
    }
    mixed
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    const WHITE: Rgb = [255; 3];
    const BLUE: Rgb = [31, 59, 99];

    #[test]
    fn every_shade_of_a_letter_is_in_the_palette() {
        let palette = Palette::of(&[WHITE, BLUE], &[(WHITE, BLUE), ([26; 3], WHITE)]).unwrap();
        assert!(palette.colours().len() <= 2 + 2 * usize::from(STEPS));
        for covered in 0..=255 {
            for (ink, ground) in [(WHITE, BLUE), ([26; 3], WHITE)] {
                let colour = mix(ground, ink, stepped(covered));
                assert_eq!(
                    palette.colours()[usize::from(palette.place(colour))],
                    colour
                );
            }
            assert!(stepped(covered).abs_diff(covered) <= 2);
        }
        assert_eq!((stepped(0), stepped(255)), (0, 255));
        assert_eq!(palette.place([254, 255, 255]), palette.place(WHITE));
    }

    #[test]
    fn more_colours_than_a_byte_tells_are_none() {
        let greys: Vec<Rgb> = (0..=255).map(|grey| [grey; 3]).collect();
        assert_eq!(Palette::of(&greys, &[]).unwrap().colours().len(), 256);
        assert!(Palette::of(&greys, &[(WHITE, BLUE)]).is_none());
    }
}
