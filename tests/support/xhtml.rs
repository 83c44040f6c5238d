//! The content documents of the e-book, one after the other.

use std::io::{Cursor, Read};

use cutline::epub;
use cutline::layout::paginate;

use super::Reading;

pub fn render(reading: &Reading) -> String {
    let (book, _) = reading.look_up();
    let page_map = paginate(&book, &reading.spec()).page_map;
    let mut file = Cursor::new(Vec::new());
    epub::write(&book, Some(&page_map), &epub::Options::default(), &mut file).unwrap();
    let mut container = zip::ZipArchive::new(file).unwrap();
    let mut text = String::new();
    for index in 0..container.len() {
        let mut entry = container.by_index(index).unwrap();
        let name = entry.name().to_owned();
        if name.ends_with(".xhtml") {
            text.push_str(&format!("=== {name}\n"));
            entry.read_to_string(&mut text).unwrap();
        }
    }
    text
}
