//! Formulas as MathML, with their TeX as what is said where MathML is not known (EPUB 3.3, 6.1.4).

use pulldown_latex::config::DisplayMode;
use pulldown_latex::{Event, Parser, ParserError, RenderConfig, Storage, push_mathml};
use roxmltree::{Document, Node};

use crate::document::Formula;
use crate::epub::markup::{Attribute, Markup};

/// The longest formula that is set, in bytes of TeX: twice the longest of a long treatise.
const LONGEST: usize = 8_000;
/// The deepest group that is set. What is deeper is made up, and would only wear out stacks.
const DEEPEST: usize = 48;

/// A formula as MathML of which every element is known. None where it cannot be set as it is meant:
/// commands that the TeX reader does not know, errors, or something past the limits.
pub(super) fn set(formula: &Formula) -> Option<String> {
    let text = mathml(formula)?;
    let is_known = is_known(Document::parse(&text).ok()?.root_element());
    is_known.then_some(text)
}

/// Writes what [`set`] gave, and of it nothing but what is known of MathML.
pub(super) fn write(out: &mut Markup, formula: &Formula, set: &str) {
    let Ok(document) = Document::parse(set) else {
        return;
    };
    let display = match formula.is_displayed() {
        true => "block",
        false => "inline",
    };
    let attributes = [
        ("xmlns", "http://www.w3.org/1998/Math/MathML"),
        ("display", display),
        ("alttext", formula.source()),
    ];
    out.open("math", &attributes);
    let root = document.root_element();
    root.children().for_each(|node| copy(out, node));
    out.close();
}

fn mathml(formula: &Formula) -> Option<String> {
    let source = formula.source();
    if source.len() > LONGEST || depth(source) > DEEPEST {
        return None;
    }
    let storage = Storage::new();
    let events = Parser::new(source, &storage).collect::<Result<Vec<Event<'_>>, ParserError>>();
    let events = events.ok()?;
    let config = RenderConfig {
        display_mode: match formula.is_displayed() {
            true => DisplayMode::Block,
            false => DisplayMode::Inline,
        },
        xml: true,
        ..RenderConfig::default()
    };
    let mut text = String::new();
    let events = events.into_iter().map(Ok::<_, ParserError>);
    push_mathml(&mut text, events, config).ok()?;
    // The writer leaves the sign for “less than” as it is; no tag begins before an end tag.
    Some(text.replace("<</", "&lt;</"))
}

/// How deep groups stand in each other, counting whatever could open one.
fn depth(source: &str) -> usize {
    let (mut depth, mut deepest) = (0_usize, 0);
    for part in source.split_inclusive(['{', '}', '^', '_', '[', ']']) {
        match part.as_bytes().last() {
            Some(b'{' | b'[') => depth += 1,
            Some(b'}' | b']') => depth = depth.saturating_sub(1),
            _ => {}
        }
        deepest = deepest.max(depth);
    }
    // Arguments need no braces: each command may be the argument of the one before it.
    let (mut run, mut longest) = (0, 0);
    for part in source.split('\\').skip(1) {
        run += 1;
        longest = longest.max(run);
        let name = part.trim_start_matches(|c: char| c.is_ascii_alphabetic());
        if !name.trim().is_empty() {
            run = 0;
        }
    }
    let pairs = source
        .matches("\\left")
        .count()
        .max(source.matches("\\begin").count());
    deepest.max(pairs) + longest
}

/// Presentation MathML (MathML Core, 3), without what acts, fetches or reports an error.
const ELEMENTS: [&str; 28] = [
    "math",
    "mrow",
    "mi",
    "mn",
    "mo",
    "ms",
    "mtext",
    "mspace",
    "mfrac",
    "msqrt",
    "mroot",
    "mstyle",
    "mpadded",
    "mphantom",
    "menclose",
    "msub",
    "msup",
    "msubsup",
    "munder",
    "mover",
    "munderover",
    "mmultiscripts",
    "mprescripts",
    "none",
    "mtable",
    "mtr",
    "mtd",
    "mlabeledtr",
];

const ATTRIBUTES: [&str; 26] = [
    "accent",
    "accentunder",
    "class",
    "columnspan",
    "depth",
    "displaystyle",
    "fence",
    "form",
    "height",
    "largeop",
    "linethickness",
    "lspace",
    "mathvariant",
    "maxsize",
    "minsize",
    "movablelimits",
    "notation",
    "rowspan",
    "rspace",
    "scriptlevel",
    "separator",
    "stretchy",
    "symmetric",
    "voffset",
    "width",
    "dir",
];

fn is_known(root: Node<'_, '_>) -> bool {
    let elements = root.descendants().filter(Node::is_element);
    let mut names = elements.map(|node| node.tag_name().name());
    names.all(|name| ELEMENTS.contains(&name))
}

/// Copies an element. Its depth is that of the formula's groups.
fn copy(out: &mut Markup, node: Node<'_, '_>) {
    if node.is_text() {
        return out.text(node.text().unwrap_or_default());
    }
    let name = node.tag_name().name();
    let Some(name) = ELEMENTS.into_iter().find(|known| *known == name) else {
        return;
    };
    let attributes: Vec<Attribute<'_>> = ATTRIBUTES
        .into_iter()
        .filter_map(|name| Some((name, node.attribute(name)?)))
        .collect();
    if node.has_children() {
        out.open(name, &attributes);
        node.children().for_each(|kid| copy(out, kid));
        out.close();
    } else {
        out.empty(name, &attributes);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(source: &str) -> Option<String> {
        let formula = Formula::new(source, false);
        let set = set(&formula)?;
        let mut out = Markup::default();
        write(&mut out, &formula, &set);
        Some(out.finish())
    }

    #[test]
    fn a_formula_is_set_and_says_its_source() {
        let text = written("a < \\frac{1}{x^2} + \\sqrt{\\alpha}").unwrap_or_default();
        for part in [
            "alttext=\"a &lt; \\frac{1}{x^2} + \\sqrt{\\alpha}\"",
            "<mfrac>",
            "<msqrt>",
            "<mo>&lt;</mo>",
        ] {
            assert!(text.contains(part), "{part} in {text}");
        }
        let text = written("\\text{<b onclick=\"x\">}").unwrap_or_default();
        assert!(!text.contains("<b"), "{text}");
    }

    #[test]
    fn what_cannot_be_set_stays_as_it_is_written() {
        for source in [
            "\\nosuchcommand{x}",
            "\\frac{1}",
            "{{",
            "\\begin{a} b \\end{a}",
            "\\def\\a{\\a\\a}\\a",
        ] {
            assert_eq!(written(source), None, "{source}");
        }
        assert_eq!(written(&"{".repeat(40_000)), None);
        assert_eq!(
            written(&format!("{}x{}", "{".repeat(60), "}".repeat(60))),
            None
        );
        assert_eq!(written(&"\\left(".repeat(100)), None);
        assert_eq!(written(&"\\sqrt ".repeat(1_000)), None);
    }

    #[test]
    fn no_tex_makes_it_panic() {
        const PARTS: [&str; 30] = [
            "\\frac",
            "{",
            "}",
            "x",
            "^",
            "_",
            "\\left",
            "(",
            "\\right",
            ")",
            "\\begin{matrix}",
            "\\end{matrix}",
            "&",
            "\\\\",
            "\\sqrt",
            "[",
            "]",
            "é",
            "\\text",
            "'",
            "1",
            "\\sum",
            "\\limits",
            " ",
            "\\",
            "\\hskip",
            "3pt",
            "\\color",
            "#",
            "\\begin{array}{c|c}",
        ];
        let mut state = 0x9E37_79B9_7F4A_7C15_u64;
        for _ in 0..20_000 {
            let mut source = String::new();
            for _ in 0..12 {
                state ^= state << 13;
                state ^= state >> 7;
                state ^= state << 17;
                source.push_str(PARTS[(state % 30) as usize]);
            }
            if let Some(text) = written(&source) {
                assert!(Document::parse(&text).is_ok(), "{source}: {text}");
            }
        }
    }
}
