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
