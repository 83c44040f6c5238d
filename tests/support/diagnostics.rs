//! Diagnostics as text: severity, code, place, message, what stands there, hint.

use std::fmt::Write;

use cutline::diagnostic::Diagnostic;
use cutline::layout::paginate;
use cutline::photo::advise;
use cutline::photo::derivative::{Darkroom, Settings};
use cutline::press::{self, Order, Printer};
use cutline::shops::{Shop, judge};
use cutline::{cover, design};

use super::Reading;

/// What opening and reading say.
pub fn render(reading: &Reading) -> String {
    describe(reading, &reading.diagnostics)
}

/// The same, and what looking up the photos and setting the pages say.
pub fn render_all(reading: &Reading) -> String {
    let mut all = reading.diagnostics.clone();
    let (book, found) = reading.look_up();
    all.extend(found);
    let (spec, found) = reading.spec();
    all.extend(found);
    let layout = paginate(&book, &spec);
    let nodes = layout.placed.iter().map(|placed| placed.node).collect();
    all.extend(layout.diagnostics);
    all.extend(advise(book.document(), &nodes));
    all.sort_by_key(|diagnostic| diagnostic.span.map(|span| (span.file, span.start)));
    describe(reading, &all)
}

/// What the shop says that the first word of the case's name names.
pub fn render_for_shops(reading: &Reading) -> String {
    let name = reading.input.file_name().unwrap().to_str().unwrap();
    let shop = match name.split(['-', '.']).next().unwrap() {
        "apple" => Shop::Apple,
        "kindle" => Shop::Kindle,
        "kobo" => Shop::Kobo,
        other => panic!("{other} is no shop"),
    };
    let (book, _) = reading.look_up();
    let darkroom = Darkroom::new(
        Settings {
            max_pixels: book.document().metadata.makeup.max_pixels.flatten(),
            ..Settings::default()
        },
        None,
    );
    let cover = cover::picture(&book, &darkroom).unwrap();
    let found = judge(&book, cover.as_ref(), &darkroom, &[shop]).unwrap();
    describe(reading, &found)
}

/// What opening and reading say, and the printer that the first word of the case's name names.
pub fn render_for_press(reading: &Reading) -> String {
    let name = reading.input.file_name().unwrap().to_str().unwrap();
    let printer = match name.split(['-', '.']).next().unwrap() {
        "print" => Printer::Print,
        "kdp" => Printer::Kdp,
        "ingram" => Printer::Ingram,
        other => panic!("{other} is no printer"),
    };
    let mut all = reading.diagnostics.clone();
    let makeup = reading.document.metadata.makeup;
    let given = reading.manuscript.ink_profile.as_ref();
    let order = Order::of(printer, makeup.press, given, &mut all);
    let settings = Settings {
        print_colours: order.colours(makeup.print_colours),
        ..Settings::default()
    };
    let darkroom = order.equip(Darkroom::new(settings, None));
    let (book, _) = reading.look_up();
    let design = design::of(&reading.manuscript, &mut Vec::new());
    let layout = paginate(&book, &order.spec(&design, makeup.page));
    all.extend(press::judge(order.profile, &book, &layout, &darkroom, false).unwrap());
    describe(reading, &all)
}

fn describe(reading: &Reading, diagnostics: &[Diagnostic]) -> String {
    let mut text = String::new();
    for diagnostic in diagnostics {
        let (severity, code) = (diagnostic.severity().as_str(), diagnostic.code.as_str());
        write!(text, "{severity} {code}").unwrap();
        if let Some(span) = diagnostic.span {
            write!(text, " {}", reading.place(span)).unwrap();
        }
        writeln!(text, "\n  {}", diagnostic.message).unwrap();
        if let Some(span) = diagnostic.span {
            let snippet = reading.manuscript.sources.snippet(span);
            if !snippet.is_empty() {
                let first = snippet.lines().next().unwrap_or_default();
                writeln!(text, "  at {first:?}").unwrap();
            }
        }
        if let Some(hint) = &diagnostic.hint {
            writeln!(text, "  hint {hint}").unwrap();
        }
    }
    text
}
