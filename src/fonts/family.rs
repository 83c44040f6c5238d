//! Faces by the name that a stylesheet calls them by.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use super::face::{self, FontData, GivenFace};
use super::{BUNDLED, Given};

/// The faces of a family, at most one of a cut.
#[derive(Clone, Debug)]
pub struct FontFamily {
    /// No other family of a list has it.
    pub name: String,
    /// The faces.
    pub faces: Vec<GivenFace>,
}

/// So many of the bundled faces, the first, set text; the others have scripts and signs of their own.
pub const FOR_TEXT: usize = 12;

/// The bundled families for reading, for the voice beside it and for code; then those that are asked, in this order,
/// for what they do not have.
pub fn families(given: &Given) -> Vec<FontFamily> {
    let given = given.faces().iter().cloned();
    let others = bundled(FOR_TEXT..BUNDLED.len());
    group(bundled(0..FOR_TEXT).chain(given).chain(others))
}

/// The faces of each family together, those first whose weight is the usual one: a text in regular is not to be set
/// in the light face because its file comes first.
pub fn by_weight(faces: Vec<GivenFace>) -> Vec<GivenFace> {
    let mut first: BTreeMap<String, usize> = BTreeMap::new();
    for (at, face) in faces.iter().enumerate() {
        first.entry(face.family.clone()).or_insert(at);
    }
    let mut faces = faces;
    faces.sort_by_key(|face| (first.get(&face.family), face.off_weight));
    faces
}

fn bundled(places: Range<usize>) -> impl Iterator<Item = GivenFace> {
    let faces = BUNDLED.get(places).unwrap_or_default().iter();
    faces.filter_map(|(name, data)| face::face(name, &FontData::Bundled(data), 0).ok())
}

/// A face whose family has its cut already begins another of that name: `Name 2`.
fn group(faces: impl Iterator<Item = GivenFace>) -> Vec<FontFamily> {
    let mut families: Vec<FontFamily> = Vec::new();
    let mut places: BTreeMap<String, usize> = BTreeMap::new();
    // By family and cut: the number of the last face. A collection may have the same face very often.
    let mut numbers: BTreeMap<(String, bool, bool), usize> = BTreeMap::new();
    for face in faces {
        let family = match face.family.trim() {
            "" => &face.name,
            name => name,
        };
        let number = numbers
            .entry((family.to_owned(), face.bold, face.italic))
            .or_default();
        loop {
            *number += 1;
            let name = match *number {
                1 => family.to_owned(),
                number => format!("{family} {number}"),
            };
            let place = *places.entry(name.clone()).or_insert(families.len());
            if place == families.len() {
                families.push(FontFamily {
                    name,
                    faces: Vec::new(),
                });
            }
            // Another family may be called so.
            let cut = (face.bold, face.italic);
            let has = |known: &GivenFace| (known.bold, known.italic) == cut;
            if let Some(family) = families
                .get_mut(place)
                .filter(|family| !family.faces.iter().any(has))
            {
                family.faces.push(face.clone());
                break;
            }
        }
    }
    families
}

impl FontFamily {
    /// Those of `characters` that its plainest face has.
    pub fn having(&self, characters: &BTreeSet<char>) -> BTreeSet<char> {
        let plainest = self
            .faces
            .iter()
            .min_by_key(|face| (face.bold, face.italic));
        let had = plainest.map(|face| face.having(characters));
        had.into_iter().flatten().collect()
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn names(families: &[FontFamily]) -> Vec<(&str, usize)> {
        let families = families.iter();
        families
            .map(|family| (family.name.as_str(), family.faces.len()))
            .collect()
    }

    #[test]
    fn bundled_families_have_the_names_of_the_stylesheet_and_every_cut() {
        let families = families(&Given::default());
        let own = ["Libertinus Serif", "Source Sans 3", "Source Code Pro"];
        assert_eq!(names(&families)[..3], own.map(|name| (name, 4)));
        let sheet = include_str!("../../assets/epub.css");
        assert!(
            own.iter()
                .all(|name| sheet.contains(&format!("font-family: \"{name}\", ")))
        );
        assert_eq!(
            families
                .iter()
                .map(|family| family.faces.len())
                .sum::<usize>(),
            BUNDLED.len()
        );
    }

    #[test]
    fn the_usual_weight_of_a_family_comes_first() {
        let names = [
            "Sea-Black",
            "Sea-Bold",
            "Lake-Light",
            "Sea-Light",
            "Sea-Regular",
        ];
        let plain = bundled(0..1).next().unwrap();
        let weights = [("Black", 200), ("Bold", 0), ("Light", 100), ("Regular", 0)];
        let faces = names.map(|name| {
            let (family, cut) = name.split_once('-').unwrap();
            let weight = weights.iter().find(|(known, _)| *known == cut);
            GivenFace {
                name: name.to_owned(),
                family: family.to_owned(),
                off_weight: weight.unwrap().1,
                ..plain.clone()
            }
        });
        let faces = faces.to_vec();
        let ordered: Vec<String> = by_weight(faces).into_iter().map(|face| face.name).collect();
        assert_eq!(
            ordered,
            [
                "Sea-Bold",
                "Sea-Regular",
                "Sea-Light",
                "Sea-Black",
                "Lake-Light"
            ]
        );
    }

    #[test]
    fn a_second_face_of_a_cut_has_a_family_of_its_own() {
        let mut faces: Vec<GivenFace> = bundled(0..2)
            .chain(bundled(0..2))
            .chain(bundled(0..1))
            .collect();
        for face in &mut faces {
            face.family = "Sea".to_owned();
        }
        let expected = [("Sea", 2), ("Sea 2", 2), ("Sea 3", 1)];
        assert_eq!(names(&group(faces.into_iter())), expected);
    }
}
