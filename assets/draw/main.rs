//! Draws the pictures of the handbook, so that they are free to ship.
//!
//!     cargo run --release --example draw [-- [--draft] [--out DIR] [NAME…]]
//!
//! Every picture is painted from fixed seeds: the same program gives the same files. `--draft`
//! paints at a third of the size with few samples, to judge a change in seconds.

mod canvas;
mod catalogue;
mod denoise;
mod develop;
mod lettering;
mod mask;
mod metadata;
mod noise;
mod scenes;
mod solids;
mod tracer;
mod vector;

use canvas::Size;
use catalogue::{DRAWING, PHOTOS, Photo};
use image::codecs::jpeg::JpegEncoder;
use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};

/// Paths a pixel in the traced scenes.
const SAMPLES: u32 = 32;
/// Above 85 the files grow fast and the eye gains nothing.
const QUALITY: u8 = 85;

struct Options {
    draft: bool,
    out: PathBuf,
    names: Vec<String>,
}

impl Options {
    fn parse(mut args: impl Iterator<Item = String>) -> Result<Self, String> {
        let home = Path::new(env!("CARGO_MANIFEST_DIR")).join("manuscript/handbook/photos");
        let mut options = Options {
            draft: false,
            out: home,
            names: Vec::new(),
        };
        while let Some(arg) = args.next() {
            match arg.as_str() {
                "--draft" => options.draft = true,
                "--out" => options.out = args.next().ok_or("--out needs a folder")?.into(),
                name if PHOTOS.iter().any(|photo| photo.name == name) || name == DRAWING.0 => {
                    options.names.push(arg);
                }
                other => return Err(format!("no picture or option is called `{other}`")),
            }
        }
        Ok(options)
    }

    fn wants(&self, name: &str) -> bool {
        self.names.is_empty() || self.names.iter().any(|wanted| wanted == name)
    }

    fn size(&self, full: Size) -> Size {
        let divide = if self.draft { 3 } else { 1 };
        Size {
            width: full.width / divide,
            height: full.height / divide,
        }
    }
}

fn main() -> Result<(), Box<dyn Error>> {
    let options = Options::parse(std::env::args().skip(1))?;
    fs::create_dir_all(&options.out)?;
    for photo in PHOTOS.iter().filter(|photo| options.wants(photo.name)) {
        let path = options.out.join(photo.name).with_extension("jpg");
        fs::write(&path, expose(photo, &options)?)?;
        println!("{}", path.display());
    }
    let (name, size) = DRAWING;
    if options.wants(name) {
        let path = options.out.join(name).with_extension("png");
        develop::plain(&scenes::anatomy::paint(options.size(size))).save(&path)?;
        println!("{}", path.display());
    }
    Ok(())
}

/// Paints, prints, encodes and labels one photo.
fn expose(photo: &Photo, options: &Options) -> Result<Vec<u8>, Box<dyn Error>> {
    let samples = if options.draft { SAMPLES / 4 } else { SAMPLES };
    let canvas = (photo.paint)(options.size(photo.size), samples);
    let mut picture = develop::develop(&canvas, photo.look);
    if photo.record.orientation == 6 {
        // The reader turns it right, so it is stored turned left.
        picture = image::imageops::rotate270(&picture);
    }
    let mut jpeg = Vec::new();
    picture.write_with_encoder(JpegEncoder::new_with_quality(&mut jpeg, QUALITY))?;
    Ok(metadata::embed(
        &jpeg,
        &photo.record,
        picture.width(),
        picture.height(),
    )?)
}
