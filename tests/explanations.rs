//! Every code is explained, and the handbook's appendix is made of the explanations.
//! `CUTLINE_ACCEPT=1` writes the appendix anew.
#![allow(clippy::unwrap_used)]

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use cutline::diagnostic::{Code, appendix};

#[test]
fn explanations_are_whole_and_short() {
    let mut names = BTreeSet::new();
    for code in Code::ALL {
        let name = code.as_str();
        assert!(names.insert(name), "{name} stands twice in the list");
        let said = code.explanation();
        let text = format!("{} {} {}", said.text, said.example, said.remedy);
        let words = text.split_whitespace().count();
        assert!((60..=125).contains(&words), "{name}: {words} words");
        assert!(!said.meaning.ends_with('.'), "{name}");
    }
}

/// A code that is not in the list would have neither explanation nor case.
#[test]
fn the_list_of_codes_is_whole() {
    for (at, code) in Code::ALL.into_iter().enumerate() {
        assert_eq!(code as usize, at, "{}", code.as_str());
    }
    // The last of the variants.
    assert_eq!(Code::ALL.len(), Code::Parity as usize + 1);
}

#[test]
fn the_appendix_of_the_handbook_is_made_of_them() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let path = root.join("manuscript/handbook/08-what-cutline-may-say.md");
    let accept = std::env::var_os("CUTLINE_ACCEPT").is_some_and(|value| value == "1");
    if accept {
        fs::write(&path, appendix()).unwrap();
    }
    let checked_in = fs::read_to_string(&path).unwrap_or_default();
    assert!(
        checked_in == appendix(),
        "CUTLINE_ACCEPT=1 cargo test --test explanations writes {}",
        path.display()
    );
}

/// Codes that only photos, layout or finished editions give: their own tests hold them.
const NOT_OF_THE_READER: [Code; 11] = [
    Code::MissingPhoto,
    Code::UnreadablePhoto,
    Code::PhotoOutsideProject,
    Code::RemotePhoto,
    Code::PhotoTooLarge,
    Code::MissingAlt,
    Code::PhotoMetadata,
    // Pictures of hundreds of megabytes.
    Code::ShopFile,
    Code::MissingGlyph,
    Code::OverfullLine,
    Code::Parity,
];

#[test]
fn every_code_of_the_reader_has_a_case() {
    let cases = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases");
    let of = |area: &str| fs::read_dir(cases.join(area)).unwrap();
    let mut said = String::new();
    for entry in of("reader")
        .chain(of("projects"))
        .chain(of("photos"))
        .chain(of("shops"))
        .chain(of("press"))
        .chain(of("scripts"))
    {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|it| it == "diagnostics") {
            said.push_str(&fs::read_to_string(path).unwrap());
        }
    }
    let of_reader = Code::ALL
        .iter()
        .filter(|code| !NOT_OF_THE_READER.contains(code));
    for code in of_reader {
        let head = format!("{} {}", code.severity().as_str(), code.as_str());
        let has_case = said.lines().any(|line| {
            let rest = line.strip_prefix(&head);
            rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(' '))
        });
        assert!(has_case, "no case gives {}", code.as_str());
    }
}
