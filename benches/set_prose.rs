//! Sets a manuscript as `cutline build` does, but on a measure of 108 mm, which the figures of
//! `docs/typography.md` are taken on: `set_prose MANUSCRIPT PDF`.

use std::error::Error;
use std::fs::File;
use std::io::BufWriter;
use std::path::Path;

use cutline::layout::length::Length;
use cutline::layout::{PageSize, Spec, paginate};
use cutline::photo::{self, Assignment};
use cutline::{manuscript, markdown, pdf};

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().collect();
    let [_, from, to] = arguments.as_slice() else {
        return Err("two paths are wanted: a manuscript and a PDF".into());
    };
    let manuscript = manuscript::open(Path::new(from))?;
    let (document, _) = markdown::read(&manuscript);
    let assignment = Assignment::of(&manuscript.root, &manuscript.sources);
    let (book, _) = photo::resolve(document, &assignment);
    let spec = Spec {
        inner: Length::mm(20),
        ..Spec::book(PageSize::A5)
    };
    let layout = paginate(&book, &spec);
    let mut out = BufWriter::new(File::create(to)?);
    pdf::write(&layout.pages, &pdf::Options::default(), &mut out)?;
    for found in layout.diagnostics {
        println!("{}", found.message);
    }
    Ok(())
}
