//! Compares where pages begin with where they are marked.

use std::ops::Range;

use super::Fault;
use super::flows::{Beginning, Flows};

/// Compares the pages of a PDF with the marks of an EPUB. `only_printed` are
/// stretches of the PDF's running text that the EPUB does not have.
pub fn compare(
    printed: &Flows,
    marked: &Flows,
    only_printed: &[Range<usize>],
) -> Result<usize, Fault> {
    let fault = |label: &str, page: Option<&Beginning>, mark: Option<&Beginning>| Fault::Page {
        label: label.to_owned(),
        printed: page.map(|page| printed.words_before(page.letters)),
        marked: mark.map(|mark| marked.words_before(mark.letters)),
    };
    for page in &printed.pages {
        let mark = marked.pages.iter().find(|mark| mark.label == page.label);
        let passed = only_printed
            .iter()
            .filter(|range| range.end <= page.letters);
        let letters = page.letters - passed.map(ExactSizeIterator::len).sum::<usize>();
        if mark.is_none_or(|mark| mark.letters != letters) {
            return Err(fault(&page.label, Some(page), mark));
        }
    }
    // Pages of photos alone have no running text; their marks stand in order all the same.
    let mut places = printed.labels.iter();
    let mut before = 0;
    for mark in &marked.pages {
        if mark.letters < before || !places.any(|label| *label == mark.label) {
            return Err(fault(&mark.label, None, Some(mark)));
        }
        before = mark.letters;
    }
    Ok(marked.pages.len())
}
