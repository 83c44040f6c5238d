//! Draws every page of every file with hayro, and writes what it warned of: the file, a tab and the
//! warning; for a file without any, the file and a tab.

use std::sync::{Arc, Mutex};

use hayro::hayro_interpret::InterpreterSettings;
use hayro::hayro_syntax::Pdf;
use hayro::vello_cpu::color::palette::css::WHITE;
use hayro::{PixmapSettings, RenderCache, RenderSettings, render};

fn main() {
    for file in std::env::args().skip(1) {
        for finding in findings(&file) {
            println!("{file}\t{finding}");
        }
        println!("{file}\t");
    }
}

fn findings(file: &str) -> Vec<String> {
    let bytes = match std::fs::read(file) {
        Ok(bytes) => bytes,
        Err(error) => return vec![error.to_string()],
    };
    let pdf = match Pdf::new(bytes) {
        Ok(pdf) => pdf,
        Err(error) => return vec![format!("{error:?}")],
    };
    let heard = Arc::new(Mutex::new(Vec::new()));
    let sink = Arc::clone(&heard);
    let settings = InterpreterSettings {
        warning_sink: Arc::new(move |warning| {
            if let Ok(mut heard) = sink.lock() {
                heard.push(format!("{warning:?}"));
            }
        }),
        ..InterpreterSettings::default()
    };
    let cache = RenderCache::new();
    let small = PixmapSettings {
        x_scale: 0.5,
        y_scale: 0.5,
        bg_color: WHITE,
    };
    for page in pdf.pages().iter() {
        render(page, &cache, &settings, &RenderSettings::default(), &small);
    }
    let heard = heard.lock().map(|heard| heard.clone());
    heard.unwrap_or_default()
}
