//! `--limit NAME=N`: how the limits on what a book may ask of the machine are moved.

use clap::Args;

use crate::limits::Limits;

/// Limits that were moved.
#[derive(Debug, Args)]
pub struct LimitArguments {
    /// Move a limit: text, included or photo (bytes of files, also as 512MiB), pixels or memory (of a photo), nesting; may be said several times
    #[arg(long = "limit", value_name = "NAME=N", value_parser = moved)]
    moved: Vec<Moved>,
}

impl LimitArguments {
    /// All limits, with those that were moved where they are now.
    pub fn limits(&self) -> Limits {
        let mut limits = Limits::default();
        for Moved { name, to } in &self.moved {
            match name {
                Name::Text => limits.text = *to,
                Name::Included => limits.included = *to,
                Name::Photo => limits.photo = *to,
                Name::Pixels => limits.pixels = *to,
                Name::Memory => limits.memory = *to,
                Name::Nesting => limits.nesting = usize::try_from(*to).unwrap_or(usize::MAX),
            }
        }
        limits
    }
}

#[derive(Clone, Copy, Debug)]
struct Moved {
    name: Name,
    to: u64,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Name {
    Text,
    Included,
    Photo,
    Pixels,
    Memory,
    Nesting,
}

const NAMES: [(&str, Name); 6] = [
    ("text", Name::Text),
    ("included", Name::Included),
    ("photo", Name::Photo),
    ("pixels", Name::Pixels),
    ("memory", Name::Memory),
    ("nesting", Name::Nesting),
];

fn moved(value: &str) -> Result<Moved, String> {
    let usual = || {
        "it is a name and a number: text, included, photo, pixels, memory or nesting, as in photo=512MiB".to_owned()
    };
    let (name, number) = value.split_once('=').ok_or_else(usual)?;
    let known = NAMES.iter().find(|(known, _)| *known == name);
    let (_, name) = *known.ok_or_else(usual)?;
    let to = number_of(number).ok_or_else(usual)?;
    if name == Name::Nesting && to > Limits::DEEPEST_NESTING as u64 {
        return Err(format!("nesting is at most {}", Limits::DEEPEST_NESTING));
    }
    Ok(Moved { name, to })
}

/// A number above zero, of MiB or GiB if it says so.
fn number_of(text: &str) -> Option<u64> {
    let units = [("MiB", 1 << 20), ("GiB", 1 << 30)];
    let unit = units
        .iter()
        .find_map(|(unit, size)| Some((text.strip_suffix(unit)?, *size)));
    let (digits, size): (&str, u64) = unit.unwrap_or((text, 1));
    let number: u64 = digits.parse().ok()?;
    number.checked_mul(size).filter(|number| *number > 0)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn limits_are_moved_by_name() {
        let moved = ["photo=2GiB", "pixels=400000000", "nesting=8", "photo=3MiB"]
            .map(|it| moved(it).unwrap());
        let arguments = LimitArguments {
            moved: moved.to_vec(),
        };
        let expected = Limits {
            photo: 3 << 20,
            pixels: 400_000_000,
            nesting: 8,
            ..Limits::default()
        };
        assert_eq!(arguments.limits(), expected, "the last word counts");
    }

    #[test]
    fn what_is_no_limit_is_refused() {
        let overflow = format!("photo={}GiB", u64::MAX);
        for wrong in [
            "photo",
            "photo=",
            "photo=0",
            "photo=-1",
            "foto=1",
            "text=1KiB",
            "nesting=257",
            &overflow,
        ] {
            assert!(moved(wrong).is_err(), "{wrong}");
        }
    }
}
