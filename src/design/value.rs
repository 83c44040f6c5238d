//! Values of a layout's keys.

use std::ops::RangeInclusive;

use toml_edit::Item;

use crate::paper::{PageSize, PaperLength};

/// What is wanted in the stead of a value that cannot be.
pub(super) struct Wanted(pub &'static str);

pub(super) const ONE_OF_THE_LAYOUTS: Wanted =
    Wanted("it is \"book\", \"handout\", \"newspaper\" or \"photobook\"");

/// Sizes of type that can be printed and read, in thousandths of a point.
pub(super) const SIZES: RangeInclusive<u32> = 4_000..=120_000;
/// The same with the room between lines.
pub(super) const LEADINGS: RangeInclusive<u32> = 5_000..=160_000;
/// Room around a heading.
pub(super) const LINES: &str = "it is a number of lines from 0 to 9";
/// Rules.
pub(super) const RULES: RangeInclusive<u32> = 0..=6_000;

/// One of several words.
pub(super) fn word<T: Copy>(item: &Item, words: &[(&str, T)]) -> Option<T> {
    let said = item.as_str()?;
    let found = words.iter().find(|(word, _)| *word == said);
    found.map(|(_, meaning)| *meaning)
}

pub(super) fn truth(item: &Item) -> Result<bool, Wanted> {
    item.as_bool().ok_or(Wanted("it is true or false"))
}

pub(super) fn count(
    item: &Item,
    range: RangeInclusive<u8>,
    wanted: &'static str,
) -> Result<u8, Wanted> {
    let number = item.as_integer().and_then(|it| u8::try_from(it).ok());
    number
        .filter(|number| range.contains(number))
        .ok_or(Wanted(wanted))
}

/// A number of points, in thousandths.
pub(super) fn points(item: &Item, range: RangeInclusive<u32>) -> Result<u32, Wanted> {
    thousandths(item)
        .filter(|number| range.contains(number))
        .ok_or(Wanted(
            "it is a number of points, such as 10.5, that can be printed",
        ))
}

fn thousandths(item: &Item) -> Option<u32> {
    let number = match (item.as_integer(), item.as_float()) {
        (Some(whole), _) => whole as f64,
        (_, Some(number)) => number,
        _ => return None,
    };
    // Both the sign and the size are judged before the number is taken.
    let number = (number * 1_000.0).round();
    (0.0..=1_000_000.0)
        .contains(&number)
        .then_some(number as u32)
}

pub(super) fn size(item: &Item) -> Result<PageSize, Wanted> {
    let text = item.as_str().ok_or(Wanted("a size is a text: \"a4\""))?;
    PageSize::parse(text).map_err(Wanted)
}

/// A length with its unit, or a number of millimetres.
pub(super) fn length(item: &Item) -> Result<PaperLength, Wanted> {
    let said = match item.as_str() {
        Some(text) => PaperLength::parse(text),
        None => thousandths(item).and_then(|it| PaperLength::parse(&of_thousandths(it))),
    };
    said.ok_or(Wanted(
        "a length is a number of millimetres, or a text with its unit: \"0.625in\"",
    ))
}

fn of_thousandths(number: u32) -> String {
    format!("{}.{:03}mm", number / 1_000, number % 1_000)
}

pub(super) fn four_lengths(item: &Item) -> Result<[PaperLength; 4], Wanted> {
    const WANTED: Wanted = Wanted("margins are four lengths: [inner, outer, top, bottom]");
    let array = item.as_array().ok_or(WANTED)?;
    let lengths: Option<Vec<PaperLength>> = array
        .iter()
        .map(|value| length(&Item::Value(value.clone())).ok())
        .collect();
    lengths.and_then(|it| it.try_into().ok()).ok_or(WANTED)
}
