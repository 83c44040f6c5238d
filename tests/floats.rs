//! Where photos come to stand that text may pass: in the order of the source, in their chapter, never before the
//! text that they were written after, and soon after it. `ARCHITECTURE.md` states the rules.
//!
//! The seeds are fixed. `CUTLINE_SEEDS=2000` tries so many instead of the usual number.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

mod support;

use std::collections::HashMap;
use std::fmt::Write;

use cutline::design::{self, BUILT_IN};
use cutline::layout::frame::{Owner, PagedBook, Role, Shape};
use cutline::layout::length::Length;
use cutline::layout::{PageSize, Spec, paginate};
use cutline::paper::PageSetup;
use support::dice::Dice;

const SEEDS: u64 = 12;

/// Pages that a photo may stand behind its text, or behind the photo before it that waited longer.
const FARTHEST: usize = 2;

/// What the manuscript asks of a photo.
const PLACEMENTS: [&str; 12] = [
    "",
    "",
    "",
    "",
    "here",
    "top",
    "bottom",
    "page",
    "full-bleed",
    "margin",
    "top",
    "bottom",
];

/// A photo of a made-up manuscript.
struct Photo {
    slug: String,
    placement: &'static str,
    /// The last word before it, and the first word after that.
    after: String,
    before: String,
    /// Whether it closes its chapter.
    is_last: bool,
    chapter: usize,
    /// Whether it is among the first blocks of its chapter, where a layout may take it for the lead.
    is_near: bool,
}

#[derive(Default)]
struct Manuscript {
    text: String,
    words: usize,
    photos: Vec<Photo>,
    /// The last word of each title.
    titles: Vec<String>,
}

impl Manuscript {
    fn words(&mut self, count: usize) -> String {
        let words = (0..count).map(|_| {
            self.words += 1;
            format!("w{:05}", self.words)
        });
        words.collect::<Vec<_>>().join(" ")
    }

    fn last_word(&self) -> String {
        format!("w{:05}", self.words)
    }

    fn by_chance(seed: u64) -> Manuscript {
        let mut dice = Dice((seed + 1).wrapping_mul(0x9E37_79B9_7F4A_7C15));
        let mut made = Manuscript::default();
        let mut notes = String::new();
        // Some are crowded with photos, some have few.
        let crowd = 2 + dice.below(5);
        for chapter in 0..2 + dice.below(3) {
            let title = made.words(3);
            made.titles.push(made.last_word());
            let before = made.photos.len();
            write!(made.text, "# {title}\n\n").unwrap();
            for block in 0..3 + dice.below(24) {
                match dice.below(12) {
                    0 => {
                        let heading = made.words(3);
                        write!(made.text, "## {heading}\n\n").unwrap();
                    }
                    1 => {
                        // Short: it moves as a whole with its reference.
                        let (text, note) = (made.words(20), dice.below(1_000_000));
                        let end = made.words(6);
                        write!(made.text, "{text}[^n{note}] {end}\n\n").unwrap();
                        writeln!(notes, "[^n{note}]: A short note.\n").unwrap();
                    }
                    _ => {
                        let count = 5 + dice.below(120);
                        let text = made.words(count);
                        write!(made.text, "{text}\n\n").unwrap();
                    }
                }
                if dice.below(crowd) == 0 {
                    for _ in 0..1 + dice.below(6) / 4 {
                        let is_first = made.photos.len() == before;
                        made.photo(&mut dice, chapter, is_first && block < 6);
                    }
                }
            }
            let end = format!("w{:05}", made.words + 1);
            let photos = made.photos[before..].iter_mut();
            photos.for_each(|photo| photo.is_last = photo.before == end);
        }
        made.text += &notes;
        made
    }

    fn photo(&mut self, dice: &mut Dice, chapter: usize, is_near: bool) {
        let mut placement = PLACEMENTS[dice.below(PLACEMENTS.len())];
        // A margin has no room for many: those it has none for stand in the text.
        let is_alone = self
            .photos
            .last()
            .is_none_or(|last| last.after != self.last_word());
        if placement == "margin" && !is_alone {
            placement = "here";
        }
        let shape = ["3:2", "2:3", "1:1", "3:1", "4:5"][dice.below(5)];
        let asked = match placement {
            "" => String::new(),
            asked => format!(" placement={asked}"),
        };
        let slug = format!("p{}", self.photos.len());
        let said = "A cutline of words ".repeat(1 + dice.below(9));
        let said = said.trim_end();
        write!(
            self.text,
            "![Under{slug} {said}.](photo:{slug}){{aspect={shape}{asked}}}\n\n"
        )
        .unwrap();
        self.photos.push(Photo {
            slug,
            placement,
            after: self.last_word(),
            before: format!("w{:05}", self.words + 1),
            is_last: false,
            chapter,
            is_near,
        });
    }
}

/// A page, a column of it, and how far down.
type Place = (usize, usize, Length);

/// Where each word stands. A slug stands in the middle of its slot.
fn places(book: &PagedBook, spec: &Spec) -> HashMap<String, Place> {
    let mut found = HashMap::new();
    for (index, page) in book.pages.iter().enumerate() {
        let left = spec.corner(index % 2 == 0).x;
        for item in &page.items {
            let (Shape::Text(run), Owner::Element(owner)) = (&item.shape, item.owner) else {
                continue;
            };
            // The contents say titles, too.
            if book.structure[owner.0].role == Role::Link {
                continue;
            }
            let step = spec.column_step().units().max(1);
            let column = (run.origin.x + run.width(&book.vocabulary) / 2 - left).units() / step;
            let column = match spec.columns.count {
                1 => 0,
                _ => usize::try_from(column).unwrap_or(0),
            };
            for word in run.text.split_whitespace() {
                let place = (index, column, run.origin.y);
                found.entry(word.to_owned()).or_insert(place);
            }
        }
    }
    found
}

/// Photos that wait for each other: none of them passes another.
fn queue(photo: &Photo, spec: &Spec) -> Option<&'static str> {
    let is_wide = spec.columns.count > 1;
    match photo.placement {
        // It stands beside the text, where the margin has room; else as if nothing were said.
        "margin" if spec.margin().is_some() => None,
        "top" | "bottom" | "page" | "full-bleed" if is_wide => Some("across"),
        _ => Some("in the text"),
    }
}

#[test]
fn photos_keep_their_order_their_chapter_and_their_distance() {
    let seeds = std::env::var("CUTLINE_SEEDS").ok();
    let seeds = seeds.and_then(|text| text.parse().ok()).unwrap_or(SEEDS);
    let mut farthest = 0;
    let mut count = 0;
    for seed in 0..seeds {
        let made = Manuscript::by_chance(seed);
        let (book, _) = support::read_text("a.md", &made.text).look_up();
        for (name, _) in BUILT_IN {
            for size in [None, Some(PageSize::A4), Some(PageSize::LETTER)] {
                let setup = PageSetup {
                    size,
                    ..PageSetup::default()
                };
                let spec = Spec::designed(&design::named(name).unwrap(), &setup);
                let layout = paginate(&book, &spec);
                let at = places(&layout.pages, &spec);
                let saying = format!("seed {seed}, {name} {size:?}");
                farthest = farthest.max(check(&made, &spec, &at, &saying));
                count += made.photos.len();
            }
        }
    }
    assert!(count > 1_000 && farthest > 0, "{count} {farthest}");
}

/// Gives how many pages at most a photo stands behind what it follows.
fn check(made: &Manuscript, spec: &Spec, at: &HashMap<String, Place>, saying: &str) -> usize {
    let place = |word: &String| {
        *at.get(word)
            .unwrap_or_else(|| panic!("{saying}: no {word}"))
    };
    let mut before: HashMap<&str, (&Photo, Place)> = HashMap::new();
    let mut farthest = 0;
    for photo in &made.photos {
        // A small slot says nothing, but its cutline does.
        let slot = at.get(&photo.slug).copied();
        let (page, column, y) = slot.unwrap_or_else(|| place(&format!("Under{}", photo.slug)));
        let text = place(&photo.after);
        let saying = format!("{saying}: {} “{}”", photo.slug, photo.placement);
        // In its chapter.
        let title = place(&made.titles[photo.chapter]);
        assert!(page >= title.0, "{saying} stands before its chapter");
        if let Some(next) = made.titles.get(photo.chapter + 1) {
            let next = place(next);
            let is_before = (page, y) < (next.0, next.2);
            let is_before = is_before || (photo.placement == "bottom" && page == next.0);
            assert!(is_before, "{saying} stands in the next chapter");
        }
        // The first photo near a chapter's head may open it.
        let leads = photo.placement.is_empty() && photo.is_near;
        let leads = leads && (spec.columns.count > 1 || spec.plates);
        assert!(page >= text.0 || leads, "{saying} stands before its text");
        let Some(queue) = queue(photo, spec) else {
            // Beside what follows, if that is of its chapter.
            let follows = at.get(&photo.before).filter(|_| !photo.is_last);
            assert!(
                follows.is_none_or(|follows| page == follows.0),
                "{saying} stands far from its text"
            );
            continue;
        };
        if leads {
            before.insert(queue, (photo, (page, column, y)));
            continue;
        }
        // In order, on pages and, of one kind, down each of them.
        let mut from = text.0;
        if let Some((last, known)) = before.get(queue) {
            assert!(page >= known.0, "{saying} passes {}", last.slug);
            if last.chapter == photo.chapter {
                from = from.max(known.0);
            }
        }
        let class = match (queue, photo.placement) {
            ("in the text", "top" | "bottom") => photo.placement,
            ("across", "bottom") => "across, below",
            ("across", _) => "across, above",
            _ => "as written",
        };
        if let Some((last, known)) = before.get(class) {
            let is_after = match queue {
                "across" => (page, y) > (known.0, known.2),
                _ => (page, column, y) > *known,
            };
            // Two upright ones may stand side by side, the words in their slots on more or fewer lines.
            let are_beside =
                page == known.0 && (y - known.2).units().abs() < Length::pt(30).units();
            assert!(
                is_after || are_beside,
                "{saying} stands above {}",
                last.slug
            );
        }
        // What stands across columns may leave them no room.
        let taken = |between: &usize| {
            let mut across = made.photos.iter();
            across.any(|one| {
                let is_across = queue == "in the text" && self::queue(one, spec) == Some("across");
                is_across && at.get(&one.slug).is_some_and(|place| place.0 == *between)
            })
        };
        let passed = (from + 1..page).filter(|between| !taken(between));
        let distance = passed.count() + usize::from(page > from);
        assert!(distance <= FARTHEST, "{saying} stands {distance} pages on");
        farthest = farthest.max(distance);
        before.insert(queue, (photo, (page, column, y)));
        before.insert(class, (photo, (page, column, y)));
    }
    farthest
}
