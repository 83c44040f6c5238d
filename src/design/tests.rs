//! The layouts that are built in, and what can be wrong with one.
#![allow(clippy::unwrap_used)]

use super::read::read;
use super::*;

#[test]
fn the_layouts_that_are_built_in_can_be_read() {
    for (name, text) in BUILT_IN {
        let mut refusals = Vec::new();
        let design = read(text, &mut refusals).ok().unwrap();
        assert!(refusals.is_empty(), "{name}");
        assert_eq!(named(name).as_ref(), Some(&design));
        assert!(
            design.page.size.is_some() && !design.margins.is_empty(),
            "{name}"
        );
    }
    assert!(named("broadsheet").is_none());
}

#[test]
fn a_file_says_what_differs() {
    let mut refusals = Vec::new();
    let text = "based_on = \"handout\"\n[type]\nsize = 12\n[styles]\nbody = { leading = 16 }\n";
    let design = read(text, &mut refusals).ok().unwrap();
    let handout = named("handout").unwrap();
    assert_eq!(design.text.size, 12_000);
    assert_eq!(design.styles.body.leading, 16_000);
    assert_eq!(design.styles.body.size, handout.styles.body.size);
    assert_eq!(design.margins, handout.margins);
    assert!(refusals.is_empty());
}

#[test]
fn what_no_layout_can_be_is_passed_over() {
    let mut refusals = Vec::new();
    let text = "based_on = \"zine\"\nsize = 3\n[page]\nsides = 2\nsunk = 1\nsink = 300\n\
        [margins]\na4 = [1, 2]\na99 = [1, 2, 3, 4]\n[type]\nsize = -4\n[styles]\nbody = 3\nhead = {}\n";
    let design = read(text, &mut refusals).ok().unwrap();
    assert_eq!(refusals.len(), 10);
    assert_eq!(design, Design::default());
    assert!(read("page = [", &mut refusals).is_err());
}
