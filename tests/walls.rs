//! The walls of the house: which file may name which crate, and which room may name which room.
//! Reads the sources as tokens, without comments, strings and literals.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

/// A crate, or a printing macro, and the only places that may name it: files, or folders with a
/// slash at the end, under `src/`.
const KEPT: &[(&str, &[&str])] = &[
    ("pulldown_cmark", &["markdown/"]),
    ("pulldown_latex", &["epub/xhtml/math.rs"]),
    ("image", &["photo/"]),
    ("zune_jpeg", &["photo/"]),
    ("png", &["photo/encode.rs"]),
    ("jpeg_encoder", &["photo/encode.rs"]),
    ("memchr", &["photo/jpeg.rs"]),
    ("tiff", &["photo/"]),
    ("moxcms", &["photo/"]),
    ("fast_image_resize", &["photo/"]),
    ("exif", &["photo/metadata/exif.rs"]),
    ("epub_builder", &["epub/assemble.rs"]),
    ("zip", &["epub/finish.rs", "epub/read_back.rs"]),
    ("printpdf", &["pdf/write.rs"]),
    (
        "lopdf",
        &[
            "pdf/write.rs",
            "pdf/finish.rs",
            "pdf/finish/",
            // The proof of parity is about the file: it must be read as any reader would.
            "pdf/read_back.rs",
        ],
    ),
    (
        "roxmltree",
        &[
            "epub/read_back.rs",
            "epub/tests.rs",
            // What makes MathML of TeX gives text: it is read back before it is let in.
            "epub/xhtml/math.rs",
            "parity/",
            "photo/metadata/xmp.rs",
            "photo/svg/weight.rs",
            "photo/tests/",
        ],
    ),
    (
        "toml_edit",
        &["manuscript/toml.rs", "design/", "photo/ledger/"],
    ),
    ("unicode_bidi", &["document/direction.rs", "layout/bidi.rs"]),
    (
        "unicode_normalization",
        &["document/index.rs", "epub/faces.rs", "layout/initial.rs"],
    ),
    ("unicode_script", &["layout/script.rs"]),
    ("usvg", &["photo/svg.rs", "photo/svg/"]),
    ("svg2pdf", &["photo/svg.rs"]),
    ("skera", &["fonts/part.rs"]),
    ("write_fonts", &["fonts/part.rs"]),
    ("zeno", &["cover/painting.rs"]),
    ("ttf_parser", &["cover/painting.rs"]),
    ("clap", &["cli/"]),
    ("annotate_snippets", &["cli/"]),
    ("indicatif", &["cli/progress.rs"]),
    ("serde_json", &["cli/"]),
    ("rustix", &["whole.rs"]),
    ("signal_hook", &["cli/signals.rs"]),
    ("println!", &["cli/", "main.rs"]),
    ("eprintln!", &["cli/", "main.rs"]),
    ("print!", &["cli/", "main.rs"]),
    ("eprint!", &["cli/", "main.rs"]),
    ("dbg!", &[]),
];

/// A room and everything of the house that it may name, besides itself. A path that goes on names
/// only that part of the other room.
const ROOMS: &[(&str, &[&str])] = &[
    ("main", &["cli"]),
    ("source", &[]),
    ("diagnostic", &["source"]),
    ("paper", &[]),
    (
        "design",
        &["manuscript", "source", "diagnostic", "nearest", "paper"],
    ),
    ("bibliography", &["source"]),
    ("document", &["source", "paper", "bibliography"]),
    ("book", &["document", "photo"]),
    ("inputs", &[]),
    ("limits", &[]),
    ("whole", &[]),
    ("balance", &[]),
    ("code", &[]),
    ("nearest", &[]),
    ("fonts", &["diagnostic", "inputs"]),
    ("percent", &[]),
    (
        "manuscript",
        &[
            "source",
            "diagnostic",
            "inputs",
            "limits",
            "nearest",
            "percent",
            "paper",
            "bibliography",
        ],
    ),
    (
        "markdown",
        &[
            "manuscript",
            "document",
            "source",
            "diagnostic",
            "nearest",
            "percent",
        ],
    ),
    (
        "photo",
        &[
            "book",
            "document",
            "source",
            "diagnostic",
            "inputs",
            "limits",
            "nearest",
            "fonts",
            "whole",
        ],
    ),
    (
        "layout",
        &[
            "book",
            "document",
            "photo",
            "source",
            "diagnostic",
            "design",
            "paper",
            "fonts",
            "balance",
            "code",
        ],
    ),
    ("cover", &["book", "document", "layout", "photo"]),
    (
        "shops",
        &["book", "diagnostic", "document", "photo", "source"],
    ),
    (
        "press",
        &[
            "book",
            "design",
            "diagnostic",
            "document",
            "layout",
            "manuscript",
            "paper",
            "pdf",
            "photo",
            "source",
        ],
    ),
    (
        "epub",
        &[
            "balance",
            "bibliography",
            "code",
            "book",
            "document",
            "fonts",
            "photo",
            "layout::frame",
        ],
    ),
    (
        "pdf",
        &[
            "layout::frame",
            "layout::length",
            "photo",
            "document::Metadata",
            "document::NodeId",
        ],
    ),
    (
        "cli",
        &[
            "book",
            "cover",
            "design",
            "diagnostic",
            "document",
            "epub",
            "inputs",
            "limits",
            "fonts",
            "layout",
            "manuscript",
            "markdown",
            "parity",
            "pdf",
            "photo",
            "whole",
            "nearest",
            "paper",
            "press",
            "shops",
            "source",
        ],
    ),
    ("parity", &["book", "document", "epub", "pdf"]),
];

#[test]
fn every_room_keeps_to_its_walls() {
    let mut files = Vec::new();
    collect(
        &Path::new(env!("CARGO_MANIFEST_DIR")).join("src"),
        "",
        &mut files,
    );
    assert!(files.len() > 20, "the sources were not found");
    let breaches: Vec<String> = files
        .iter()
        .flat_map(|(name, text)| breaches(name, text))
        .collect();
    assert!(breaches.is_empty(), "\n{}\n", breaches.join("\n"));
}

fn collect(folder: &Path, prefix: &str, files: &mut Vec<(String, String)>) {
    let mut entries: Vec<_> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    entries.sort();
    for path in entries {
        let name = format!("{prefix}{}", path.file_name().unwrap().to_str().unwrap());
        if path.is_dir() {
            collect(&path, &format!("{name}/"), files);
        } else if name.ends_with(".rs") {
            files.push((name, fs::read_to_string(&path).unwrap()));
        }
    }
}

/// Everything that the file `name`, relative to `src/`, says and may not.
fn breaches(name: &str, text: &str) -> Vec<String> {
    let tokens = tokens(text);
    let mut found = Vec::new();
    for (kept, places) in KEPT {
        let allowed = places
            .iter()
            .any(|place| *place == name || (place.ends_with('/') && name.starts_with(place)));
        if !allowed && names_crate(&tokens, kept) {
            found.push(format!("src/{name} names {kept}, kept to {places:?}"));
        }
    }
    // The table of contents names every room.
    if name == "lib.rs" {
        return found;
    }
    let room = name.split(['/', '.']).next().unwrap();
    let Some((_, allowed)) = ROOMS.iter().find(|(other, _)| *other == room) else {
        found.push(format!("src/{name} is in no room that this test knows"));
        return found;
    };
    for path in paths_from_root(name, &tokens) {
        let inside = path == room || path.starts_with(&format!("{room}::"));
        let allowed = allowed
            .iter()
            .any(|allowed| path == *allowed || path.starts_with(&format!("{allowed}::")));
        // A test makes its documents by hand, and every node of them stands somewhere.
        let in_test = name.ends_with("/tests.rs") && path.starts_with("source::");
        if !inside && !allowed && !in_test {
            found.push(format!("src/{name} names crate::{path}"));
        }
    }
    found
}

/// Whether the tokens name a crate, as the beginning of a path or in `use … as`, or call a macro.
fn names_crate(tokens: &[String], kept: &str) -> bool {
    let at = |index: usize| tokens.get(index).map_or("", String::as_str);
    if let Some(name) = kept.strip_suffix('!') {
        return (0..tokens.len()).any(|index| at(index) == name && at(index + 1) == "!");
    }
    let shadowed = is_own_module(tokens, kept);
    (0..tokens.len()).any(|index| {
        let from_root = index > 0 && at(index - 1) == "::";
        if shadowed && !from_root {
            return false;
        }
        let inside_path = index > 1 && from_root && is_word(at(index - 2));
        let begins_path = at(index + 1) == "::" && !inside_path;
        let used_whole = index > 0 && ["use", "crate"].contains(&at(index - 1));
        at(index) == kept && (begins_path || used_whole)
    })
}

/// Whether the file declares or imports a module of the house under the name of a crate.
fn is_own_module(tokens: &[String], name: &str) -> bool {
    let declared = tokens
        .windows(2)
        .any(|pair| pair[0] == "mod" && pair[1] == name);
    let mut statements = tokens.split(|token| token == ";" || token == "use");
    let imported = statements.any(|statement| {
        let first = statement.first().map_or("", String::as_str);
        let inside = ["crate", "self", "super"].contains(&first);
        inside && statement.iter().any(|token| token == name)
    });
    declared || imported
}

/// Whether a token can stand before `::` in a path.
fn is_word(token: &str) -> bool {
    let keyword = ["use", "as", "dyn", "for", "impl", "in", "mut", "return"].contains(&token);
    !keyword && token.starts_with(|c: char| c.is_alphanumeric() || c == '_')
}

/// Every path into the house that the tokens name, from the root and without `crate::`.
fn paths_from_root(name: &str, tokens: &[String]) -> BTreeSet<String> {
    let at = |index: usize| tokens.get(index).map_or("", String::as_str);
    // The modules that the file is: `pdf/mod.rs` is `pdf`, `pdf/write.rs` is `pdf::write`.
    let file = name.trim_end_matches(".rs").trim_end_matches("/mod");
    let depth = if name == "main.rs" {
        0
    } else {
        file.split('/').count()
    };
    let mut paths = BTreeSet::new();
    // How deep in braces each inline module began.
    let mut modules: Vec<usize> = Vec::new();
    let mut braces = 0;
    let mut index = 0;
    while index < tokens.len() {
        match at(index) {
            "mod" if at(index + 2) == "{" => modules.push(braces),
            "{" => braces += 1,
            "}" => {
                braces = usize::saturating_sub(braces, 1);
                if modules.last() == Some(&braces) {
                    modules.pop();
                }
            }
            "crate" | "cutline"
                if at(index + 1) == "::" && (index == 0 || at(index - 1) != "::") =>
            {
                tree(tokens, index + 2, "", &mut paths);
            }
            "super" if index == 0 || at(index - 1) != "::" => {
                let mut supers = 1;
                while at(index + 2 * supers) == "super" {
                    supers += 1;
                }
                // Fewer lead to a place inside the room.
                if supers == depth + modules.len() {
                    tree(tokens, index + 2 * supers, "", &mut paths);
                }
            }
            _ => {}
        }
        index += 1;
    }
    paths
}

/// Reads a path, or a tree of `use`, from `index` on, and gives the index after it.
fn tree(tokens: &[String], mut index: usize, prefix: &str, paths: &mut BTreeSet<String>) -> usize {
    let at = |index: usize| tokens.get(index).map_or("", String::as_str);
    if at(index) == "{" {
        index += 1;
        while !matches!(at(index), "}" | "") {
            index = tree(tokens, index, prefix, paths);
            while !matches!(at(index), "," | "}" | "") {
                index += 1;
            }
            if at(index) == "," {
                index += 1;
            }
        }
        return index + 1;
    }
    let path = match (prefix, at(index)) {
        ("", word) => word.to_owned(),
        (prefix, "self") => prefix.to_owned(),
        (prefix, word) => format!("{prefix}::{word}"),
    };
    if at(index + 1) == "::" && (is_word(at(index + 2)) || at(index + 2) == "{") {
        return tree(tokens, index + 2, &path, paths);
    }
    paths.insert(path);
    index + 1
}

/// Words and signs of Rust source, without comments, strings, characters and lifetimes. `::` is one
/// sign, every other stands alone.
fn tokens(text: &str) -> Vec<String> {
    let mut tokens = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let length = if rest.starts_with("//") {
            rest.find('\n').unwrap_or(rest.len())
        } else if rest.starts_with("/*") {
            block_comment(rest)
        } else if let Some(length) = string(rest) {
            length
        } else if first == '\'' {
            character(rest)
        } else if first.is_alphanumeric() || first == '_' {
            let end = rest.find(|c: char| !(c.is_alphanumeric() || c == '_'));
            let length = end.unwrap_or(rest.len());
            tokens.push(rest[..length].to_owned());
            length
        } else {
            let length = if rest.starts_with("::") {
                2
            } else {
                first.len_utf8()
            };
            if !first.is_whitespace() {
                tokens.push(rest[..length].to_owned());
            }
            length
        };
        rest = &rest[length..];
    }
    tokens
}

/// The length of a block comment with those inside it.
fn block_comment(text: &str) -> usize {
    let mut depth = 0;
    let mut at = 0;
    while at < text.len() {
        let rest = &text[at..];
        if rest.starts_with("/*") {
            depth += 1;
            at += 2;
        } else if rest.starts_with("*/") {
            depth -= 1;
            at += 2;
            if depth == 0 {
                return at;
            }
        } else {
            at += rest.chars().next().unwrap().len_utf8();
        }
    }
    at
}

/// The length of a string literal, plain, of bytes, or raw, if one begins here.
fn string(text: &str) -> Option<usize> {
    let marker = text.trim_start_matches(['b', 'c']);
    if text.len() - marker.len() > 1 {
        return None;
    }
    if let Some(raw) = marker.strip_prefix('r') {
        let hashes = raw.len() - raw.trim_start_matches('#').len();
        let body = raw[hashes..].strip_prefix('"')?;
        let end = format!("\"{}", "#".repeat(hashes));
        let length = body.find(&end).map_or(body.len(), |at| at + end.len());
        return Some(text.len() - body.len() + length);
    }
    let body = marker.strip_prefix('"')?;
    let mut escaped = false;
    for (at, character) in body.char_indices() {
        match character {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '"' => return Some(text.len() - body.len() + at + 1),
            _ => {}
        }
    }
    Some(text.len())
}

/// The length of a character literal, or of a lifetime's name with its mark.
fn character(text: &str) -> usize {
    let body = &text[1..];
    if let Some(escape) = body.strip_prefix('\\') {
        let end = escape.char_indices().skip(1).find(|(_, c)| *c == '\'');
        return end.map_or(text.len(), |(at, _)| at + 3);
    }
    let first = body.chars().next().map_or(0, char::len_utf8);
    if body[first..].starts_with('\'') {
        return first + 2;
    }
    let end = body.find(|c: char| !(c.is_alphanumeric() || c == '_'));
    end.map_or(text.len(), |at| at + 1)
}

#[test]
fn the_scanner_finds_what_it_should() {
    let found = |name: &str, text: &str| breaches(name, text).len();
    for (name, text) in [
        ("pdf/content.rs", "use printpdf::Op;"),
        ("pdf/content.rs", "fn f(op: ::printpdf::Op) {}"),
        ("layout/page.rs", "use {printpdf::Op, std::fs};"),
        ("markdown/mod.rs", "use image as pictures;"),
        ("epub/xhtml.rs", "extern crate zip;"),
        ("layout/page.rs", "fn f() { println!(\"x\"); }"),
        ("epub/nav.rs", "use crate::pdf::write;"),
        ("epub/nav.rs", "use crate::{book::Book, pdf};"),
        ("pdf/tag.rs", "use crate::document::{NodeId, Block};"),
        ("pdf/tag.rs", "use crate::{document as model};"),
        ("pdf/tag.rs", "use super::super::book::Book;"),
        (
            "pdf/tag.rs",
            "mod tests { use super::super::super::{epub}; }",
        ),
        ("pdf/mod.rs", "use super::epub;"),
        (
            "layout/page.rs",
            "fn f() -> crate::epub::Options { crate::epub::Options }",
        ),
        ("layout/page.rs", "use crate::{photo::{Photo}, cli};"),
        ("source.rs", "use crate::diagnostic::Code;"),
        ("document/block.rs", "use crate::photo::Photo;"),
        ("main.rs", "use cutline::pdf;"),
        ("pdf/mod.rs", "mod image; use ::image::DynamicImage;"),
        ("cellar/mod.rs", ""),
    ] {
        assert_eq!(found(name, text), 1, "{name}: {text}");
    }
}

#[test]
fn the_scanner_leaves_the_rest_alone() {
    let found = |name: &str, text: &str| breaches(name, text);
    for (name, text) in [
        ("pdf/write.rs", "use printpdf::Op; use super::image::Image;"),
        (
            "pdf/content.rs",
            "// printpdf::Op\n/* use /* zip::x */ printpdf::y */",
        ),
        (
            "pdf/content.rs",
            "fn f() -> &'static str { \"use printpdf::Op; \\\" zip::x\" }",
        ),
        (
            "pdf/content.rs",
            "const A: &str = r#\"use \" zip::x\"#; const B: &[u8] = b\"zip::\";",
        ),
        (
            "pdf/content.rs",
            "fn f<'a>(c: &'a char) { match c { '\"' | '\\'' => {} _ => {} } }",
        ),
        (
            "pdf/content.rs",
            "fn f() { super::image::prepare(); pdf::image::x(); names.zip(other); }",
        ),
        (
            "pdf/tag.rs",
            "use crate::document::NodeId; use crate::layout::frame::{Page, Role};",
        ),
        (
            "pdf/tag.rs",
            "mod tests { use super::super::content; use super::*; }",
        ),
        (
            "epub/nav.rs",
            "use crate::layout::frame::PageMap; use super::plan::Plan;",
        ),
        ("cli/report.rs", "fn f() { eprintln!(); } use clap::Parser;"),
        ("main.rs", "fn main() { cutline::cli::run(); }"),
    ] {
        assert_eq!(found(name, text), Vec::<String>::new(), "{name}: {text}");
    }
}
