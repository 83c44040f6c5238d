//! Colours of code can be told from what they stand on (WCAG 2.2, 1.4.3), in the light and in the dark.
#![allow(clippy::unwrap_used)]

const CSS: &str = include_str!("../assets/epub.css");
const PARTS: [&str; 4] = ["comment", "keyword", "literal", "name"];

/// The colour that a rule of `css` gives to a part of code.
fn colour(css: &str, part: &str) -> [u8; 3] {
    let (_, rule) = css.split_once(&format!("pre .{part} {{")).unwrap();
    let (_, value) = rule.split_once("color: #").unwrap();
    let channel = |at: usize| u8::from_str_radix(&value[at..at + 2], 16).unwrap();
    [channel(0), channel(2), channel(4)]
}

/// Relative luminance (WCAG 2.2, definitions).
fn luminance(colour: [u8; 3]) -> f64 {
    let linear = colour.map(|value| {
        let value = f64::from(value) / 255.0;
        match value <= 0.040_45 {
            true => value / 12.92,
            false => ((value + 0.055) / 1.055).powf(2.4),
        }
    });
    0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
}

fn contrast(one: [u8; 3], other: [u8; 3]) -> f64 {
    let (one, other) = (luminance(one), luminance(other));
    (one.max(other) + 0.05) / (one.min(other) + 0.05)
}

#[test]
fn parts_of_code_have_contrast() {
    let (light, dark) = CSS.split_once("(prefers-color-scheme: dark)").unwrap();
    let sepia = [0xf4, 0xec, 0xd8];
    for part in PARTS {
        for paper in [[255; 3], sepia] {
            let found = contrast(colour(light, part), paper);
            assert!(found >= 4.5, "{part} on {paper:?}: {found}");
        }
        for night in [[0; 3], [0x1c; 3]] {
            let found = contrast(colour(dark, part), night);
            assert!(found >= 4.5, "{part} on {night:?}: {found}");
        }
    }
    assert!((contrast([0; 3], [255; 3]) - 21.0).abs() < 0.01);
}
