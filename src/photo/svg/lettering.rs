//! The fonts that texts in drawings have: the bundled ones alone.

use std::sync::{Arc, LazyLock};

use usvg::fontdb::{Database, Family, ID, Query, Source, Stretch, Style, Weight};
use usvg::{Font, FontFamily, FontStyle};

use crate::fonts;

const SERIF: &str = "Libertinus Serif";
const SANS: &str = "Source Sans 3";
const MONO: &str = "Source Code Pro";

/// Every bundled font.
pub static FONTS: LazyLock<Arc<Database>> = LazyLock::new(|| {
    let mut database = Database::new();
    for (_, file) in &fonts::BUNDLED {
        database.load_font_source(Source::Binary(Arc::new(*file)));
    }
    Arc::new(database)
});

/// The bundled font nearest to what a text asks for.
pub fn select(font: &Font, database: &Database) -> Option<ID> {
    let mut families: Vec<Family<'_>> = Vec::new();
    for family in font.families() {
        match family {
            FontFamily::Serif => families.push(Family::Name(SERIF)),
            FontFamily::Monospace => families.push(Family::Name(MONO)),
            FontFamily::SansSerif | FontFamily::Cursive | FontFamily::Fantasy => {
                families.push(Family::Name(SANS));
            }
            FontFamily::Named(name) => {
                families.push(Family::Name(name));
                families.extend(like(name).map(Family::Name));
            }
        }
    }
    // Most drawings letter in Helvetica or one of its relatives.
    families.push(Family::Name(SANS));
    database.query(&Query {
        families: &families,
        weight: Weight(font.weight()),
        stretch: Stretch::Normal,
        style: match font.style() {
            FontStyle::Normal => Style::Normal,
            FontStyle::Italic | FontStyle::Oblique => Style::Italic,
        },
    })
}

/// What stands in for common fonts that are not of the sans-serif kind.
fn like(name: &str) -> Option<&'static str> {
    let name = name.to_lowercase();
    let has = |parts: &[&str]| parts.iter().any(|part| name.contains(part));
    if has(&["mono", "courier", "consolas", "menlo"]) {
        Some(MONO)
    } else if has(&[
        "times", "georgia", "garamond", "palatino", "cambria", "roman",
    ]) || has(&["serif"]) && !has(&["sans"])
    {
        Some(SERIF)
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_part_has_a_font() {
        for name in [SERIF, SANS, MONO] {
            let families = [Family::Name(name)];
            let query = Query {
                families: &families,
                ..Query::default()
            };
            assert!(FONTS.query(&query).is_some(), "{name}");
        }
    }

    #[test]
    fn common_fonts_have_relatives() {
        assert_eq!(like("Times New Roman"), Some(SERIF));
        assert_eq!(like("DejaVu Serif"), Some(SERIF));
        assert_eq!(like("Microsoft Sans Serif"), None);
        assert_eq!(like("Courier New"), Some(MONO));
        assert_eq!(like("Helvetica"), None);
    }
}
