//! Faces by the name that a stylesheet calls them by.

use std::collections::BTreeSet;

use super::face::{self, FontData, GivenFace};
use super::{BUNDLED, Given};

/// The faces of a family, at most one of a cut.
#[derive(Clone, Debug)]
pub struct FontFamily {
    /// Letters, digits, spaces and hyphens. No other family has it.
    pub name: String,
    /// The faces.
    pub faces: Vec<GivenFace>,
}

/// So many of the bundled faces, the first, set text; the others have scripts and signs of their own.
const FOR_TEXT: usize = 12;

/// The bundled families for reading, for the voice beside it and for code.
pub fn text_families() -> Vec<FontFamily> {
    group(bundled(0..FOR_TEXT))
}

/// The families that are asked, in this order, for what those do not have.
pub fn other_families(given: &Given) -> Vec<FontFamily> {
    let given = given.faces().iter().cloned();
    group(given.chain(bundled(FOR_TEXT..BUNDLED.len())))
}

fn bundled(places: std::ops::Range<usize>) -> impl Iterator<Item = GivenFace> {
    let faces = BUNDLED.get(places).unwrap_or_default().iter();
    faces.filter_map(|(name, data)| face::face(name, &FontData::Bundled(data), 0).ok())
}

fn group(faces: impl Iterator<Item = GivenFace>) -> Vec<FontFamily> {
    let mut families: Vec<FontFamily> = Vec::new();
    for face in faces {
        let name = name(&face);
        let at = families.iter().position(|family| family.name == name);
        let at = at.unwrap_or_else(|| {
            families.push(FontFamily {
                name,
                faces: Vec::new(),
            });
            families.len() - 1
        });
        if let Some(family) = families.get_mut(at) {
            let same = |known: &GivenFace| (known.bold, known.italic) == (face.bold, face.italic);
            if !family.faces.iter().any(same) {
                family.faces.push(face);
            }
        }
    }
    families
}

/// What stylesheets can call the family of a face without ado.
fn name(face: &GivenFace) -> String {
    let name: String = face
        .family
        .chars()
        .map(|character| {
            if character.is_alphanumeric() {
                character
            } else {
                ' '
            }
        })
        .collect();
    let words: Vec<&str> = name.split_whitespace().collect();
    match words.is_empty() {
        true => "Unnamed".to_owned(),
        false => words.join(" "),
    }
}

impl FontFamily {
    /// Those of `characters` that some face of it has.
    pub fn having(&self, characters: &BTreeSet<char>) -> BTreeSet<char> {
        let faces = self.faces.iter();
        faces.flat_map(|face| face.having(characters)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bundled_families_have_the_names_of_the_stylesheet_and_every_cut() {
        let names = |families: &[FontFamily]| -> Vec<(String, usize)> {
            let families = families.iter();
            families
                .map(|family| (family.name.clone(), family.faces.len()))
                .collect()
        };
        let own = ["Libertinus Serif", "Source Sans 3", "Source Code Pro"];
        assert_eq!(
            names(&text_families()),
            own.map(|name| (name.to_owned(), 4))
        );
        let sheet = include_str!("../../assets/epub.css");
        assert!(
            own.iter()
                .all(|name| sheet.contains(&format!("font-family: \"{name}\", ")))
        );
        let others = names(&other_families(&Given::default()));
        assert_eq!(others.iter().map(|(_, faces)| faces).sum::<usize>(), 6);
    }

    #[test]
    fn a_family_is_named_by_what_no_stylesheet_takes_amiss() {
        let mut face = bundled(0..1).next().into_iter();
        let mut faces: Vec<GivenFace> = face.by_ref().collect();
        for (family, expected) in [
            ("\"; } *", "Unnamed"),
            ("A\\\n\"B\"", "A B"),
            ("明朝", "明朝"),
        ] {
            for face in &mut faces {
                family.clone_into(&mut face.family);
                assert_eq!(name(face), expected);
            }
        }
        assert_eq!(faces.len(), 1);
    }
}
